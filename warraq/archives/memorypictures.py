"""What do kept pictures do, with nothing behind them? The port's contract in dictionaries: for tests, and to read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warraq.archives.wording import NOT_ASKED, clause
from warraq.crawling import politeness, urls
from warraq.moderation import nearcopies
from warraq.ports.pictures import AddressState, Use, Wanted
from warraq.press import ArticleId, Likeness, Negative, Picture, PictureId, Proof


@dataclass(slots=True)
class _Address:
    host: str
    due: datetime
    first_seen: datetime
    state: AddressState = AddressState.WANTED
    attempts: int = 0
    reason: str | None = None
    picture: PictureId | None = None


class MemoryPictures:
    """`ports.pictures.Pictures` in dictionaries, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._position = self._changed = 0
        self._uses: dict[ArticleId, str] = {}
        self._addresses: dict[str, _Address] = {}
        self._pictures: dict[PictureId, Picture] = {}
        self._likenesses: dict[PictureId, Likeness] = {}  # in the order of their proofs

    def position(self) -> int:
        return self._position

    def follow(self, uses: Sequence[Use], *, position: int, now: datetime) -> int:
        fresh = 0
        with self._lock:
            for use in {use.article: use for use in uses}.values():
                self._uses.pop(use.article, None)
                if use.address is not None:
                    self._uses[use.article] = use.address
                    fresh += self._named(use.address, asked=use.asked, now=now)
            self._position = position
        return fresh

    def wanted(
        self, *, now: datetime, limit: int, without: frozenset[str] = frozenset()
    ) -> tuple[Wanted, ...]:
        with self._lock:
            waiting = sorted(
                (
                    (name, one)
                    for name, one in self._addresses.items()
                    if one.state is AddressState.WANTED and one.host not in without
                ),
                key=lambda pair: pair[1].due,
            )
        first: dict[str, Wanted] = {}
        for name, one in waiting:
            if politeness.is_due(one.due, now):
                first.setdefault(one.host, Wanted(name, one.host, one.attempts, one.due, one.first_seen))
        return tuple(first.values())[: max(limit, 0)]

    def next_due(self) -> datetime | None:
        with self._lock:
            dues = [one.due for one in self._addresses.values() if one.state is AddressState.WANTED]
        return min(dues, default=None)

    def put_off(self, address: str, *, due: datetime, reason: str, attempted: bool = True) -> None:
        with self._lock:
            one = self._addresses.get(address)
            if one is not None and one.state is AddressState.WANTED:
                one.due, one.reason, one.attempts = due, clause(reason), one.attempts + attempted

    def give_up(self, address: str, *, reason: str, now: datetime) -> None:
        with self._lock:
            self._settle(address, AddressState.GIVEN_UP, reason, None)

    def take(self, address: str, negative: Negative, *, now: datetime) -> Picture:
        with self._lock:
            held = next(
                (one for one in self._pictures.values() if one.negative.pixels == negative.pixels), None
            )
            picture = (
                replace(held, stored=now)
                if held
                else Picture(PictureId(len(self._pictures) + 1), negative, first_seen=now, stored=now)
            )
            self._pictures[picture.id] = picture
            if negative.proof is not None:
                self._proved(picture.id, negative.proof)
                picture = self._pictures[picture.id]
            self._settle(address, AddressState.TAKEN, None, picture.id)
            self._changed += 1
            return picture

    def tally(self) -> dict[AddressState, int]:
        with self._lock:
            counted = Counter(one.state for one in self._addresses.values())
        return {state: counted[state] for state in AddressState}

    def reasons(self, state: AddressState, *, limit: int = 20) -> tuple[tuple[str, int], ...]:
        with self._lock:
            counted = Counter(
                one.reason for one in self._addresses.values() if one.state is state and one.reason
            )
        ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(ranked[: max(limit, 0)])

    def of(self, articles: Sequence[ArticleId]) -> dict[ArticleId, Picture]:
        with self._lock:
            named = {one: self._addresses[self._uses[one]].picture for one in articles if one in self._uses}
            return {one: self._pictures[picture] for one, picture in named.items() if picture is not None}

    def picture(self, picture: PictureId) -> Picture | None:
        return self._pictures.get(picture)

    def users(self, picture: PictureId, *, limit: int) -> tuple[ArticleId, ...]:
        with self._lock:
            names = {name for name, one in self._addresses.items() if one.picture == picture}
            found = [one for one, name in self._uses.items() if name in names]
        return tuple(found[: max(limit, 0)])

    def showing(self, address: str, *, limit: int) -> tuple[ArticleId, ...]:
        with self._lock:
            found = [one for one, name in self._uses.items() if name == address]
        return tuple(found[: max(limit, 0)])

    def last_change(self) -> int:
        return self._changed

    def count(self) -> int:
        return len(self._pictures)

    def show(self, picture: Picture) -> None:
        """Readers see this from now on: for the reports beside these pictures."""
        with self._lock:
            self._pictures[picture.id] = picture
            self._changed += 1

    def unproved(self, *, before: PictureId | None = None, limit: int) -> tuple[Picture, ...]:
        with self._lock:
            waiting = [
                one
                for number, one in self._pictures.items()
                if one.stored and one.negative.proof is None and (before is None or number < before)
            ]
        return tuple(sorted(waiting, key=lambda one: -one.id)[: max(limit, 0)])

    def prove(self, picture: PictureId, proof: Proof) -> None:
        with self._lock:
            held = self._pictures.get(picture)
            if held is not None and held.stored is not None and held.negative.proof is None:
                self._proved(picture, proof)

    def likenesses(self, pictures: Sequence[PictureId]) -> tuple[Likeness, ...]:
        with self._lock:
            return tuple(self._likenesses[one] for one in pictures if one in self._likenesses)

    def proved(self, *, after: int, limit: int) -> tuple[tuple[int, Likeness], ...]:
        with self._lock:
            made = list(enumerate(self._likenesses.values(), start=1))
        return tuple(made[max(after, 0) :][: max(limit, 0)])

    def last_proof(self) -> int:
        return len(self._likenesses)

    def alike(self, pdq: str, *, within: int) -> tuple[Likeness, ...]:
        if within > nearcopies.MOST:
            raise ValueError(f"near copies are found up to {nearcopies.MOST} bits apart")
        with self._lock:
            every = list(self._likenesses.values())
        return tuple(
            one
            for one in every
            if one.quality >= nearcopies.LEAST_QUALITY and nearcopies.distance(one.pdq, pdq) <= within
        )

    def expired(self, before: datetime, *, limit: int) -> tuple[Picture, ...]:
        with self._lock:
            over = [(one.stored, one.id) for one in self._pictures.values() if one.stored]
            ended = sorted(pair for pair in over if pair[0] < before)
            return tuple(self._pictures[number] for _, number in ended[: max(limit, 0)])

    def let_go(self, pictures: Sequence[PictureId]) -> None:
        with self._lock:
            for picture in pictures:
                self._pictures[picture] = replace(self._pictures[picture], stored=None)
                self._changed += 1

    def _proved(self, picture: PictureId, proof: Proof) -> None:
        first = self._likenesses.setdefault(picture, Likeness(picture, proof.pdq, proof.quality))
        held = self._pictures[picture]
        kept = replace(proof, pdq=first.pdq, quality=first.quality)
        self._pictures[picture] = replace(held, negative=replace(held.negative, proof=kept))

    def _named(self, address: str, *, asked: bool, now: datetime) -> bool:
        """Whether the address is newly wanted."""
        known = self._addresses.get(address)
        if known is None:
            state = AddressState.WANTED if asked else AddressState.GIVEN_UP
            reason = None if asked else NOT_ASKED
            self._addresses[address] = _Address(urls.host(address), now, now, state, reason=reason)
            return asked
        gone = known.picture is not None and self._pictures[known.picture].stored is None
        never = known.state is AddressState.GIVEN_UP and known.reason == NOT_ASKED
        if not asked or not (never or (gone and known.state is AddressState.TAKEN)):
            return False
        known.state, known.due, known.attempts, known.reason = AddressState.WANTED, now, 0, None
        return True

    def _settle(
        self, address: str, state: AddressState, reason: str | None, picture: PictureId | None
    ) -> None:
        if (one := self._addresses.get(address)) is not None:
            one.state, one.reason, one.picture = state, clause(reason), picture
