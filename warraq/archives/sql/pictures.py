"""Which pictures are kept, and which of them stands at an address? In the archive's own database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, null, select, update

from warraq.archives.sql import counters, picturequeue, proofs, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import picture_addresses, picture_uses, pictures
from warraq.moderation import nearcopies
from warraq.ports.pictures import AddressState, Use, Wanted
from warraq.press import (
    ArticleId,
    Likeness,
    Negative,
    Picture,
    PictureId,
    PictureState,
    Print,
    Proof,
)

_LARGEST = 2**63 - 1

_PICTURES = select(*pictures.c)
_PICTURE = _PICTURES.where(pictures.c.id == bindparam("of_picture"))
_OF_PIXELS = _PICTURES.where(pictures.c.pixels == bindparam("of_pixels"))
_OF = (
    select(picture_uses.c.article, *pictures.c)
    .join_from(picture_uses, picture_addresses, picture_addresses.c.number == picture_uses.c.address)
    .join(pictures, pictures.c.id == picture_addresses.c.picture)
)
_EXPIRED = (
    _PICTURES.where(pictures.c.stored_us < bindparam("before_us"))
    .order_by(pictures.c.stored_us, pictures.c.id)
    .limit(bindparam("most"))
)
_NEW = insert(pictures)
_STORE = (
    update(pictures)
    .where(pictures.c.id == bindparam("of_picture"))
    .values(stored_us=bindparam("new_stored_us", type_=pictures.c.stored_us.type))
)
_LET_GO = update(pictures).where(pictures.c.id == bindparam("of_picture")).values(stored_us=null())


class SqlPictures:
    """`ports.pictures.Pictures` on SQLite or PostgreSQL.

    What is fetched is written without forcing the disk, as it can be fetched again; what people said is forced.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def position(self) -> int:
        return self._counter(counters.PICTURES_FOLLOWED)

    def follow(self, uses: Sequence[Use], *, position: int, now: datetime) -> int:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            fresh = picturequeue.follow(work, uses, now)
            moved = position - counters.read(work, counters.PICTURES_FOLLOWED)
            counters.add(work, counters.PICTURES_FOLLOWED, moved)
            return fresh

    def wanted(
        self, *, now: datetime, limit: int, without: frozenset[str] = frozenset()
    ) -> tuple[Wanted, ...]:
        if limit <= 0:
            return ()
        with self._store.reading() as work:
            return picturequeue.wanted(work, now=now, limit=limit, without=without)

    def next_due(self) -> datetime | None:
        with self._store.reading() as work:
            return picturequeue.next_due(work)

    def put_off(self, address: str, *, due: datetime, reason: str, attempted: bool = True) -> None:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            picturequeue.put_off(work, address, due=due, reason=reason, attempts=int(attempted))

    def give_up(self, address: str, *, reason: str, now: datetime) -> None:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            picturequeue.settle(work, address, AddressState.GIVEN_UP, reason=reason, picture=None)

    def take(self, address: str, negative: Negative, *, now: datetime) -> Picture:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            number = _kept(work, negative, now)
            if negative.proof is not None:
                proofs.prove(work, number, negative.proof, again=True)
            picturequeue.settle(work, address, AddressState.TAKEN, reason=None, picture=number)
            counters.add(work, counters.PICTURES_CHANGED, 1)
            return _picture(work.rows(_PICTURE, {"of_picture": number})[0])

    def tally(self) -> dict[AddressState, int]:
        with self._store.reading() as work:
            return picturequeue.tally(work)

    def reasons(self, state: AddressState, *, limit: int = 20) -> tuple[tuple[str, int], ...]:
        with self._store.reading() as work:
            return picturequeue.reasons(work, state, max(limit, 0))

    def of(self, articles: Sequence[ArticleId]) -> dict[ArticleId, Picture]:
        asked = list(dict.fromkeys(number for number in articles if 0 < number <= _LARGEST))
        if not asked:
            return {}
        with self._store.reading() as work:
            found = rows.among(work, _OF, picture_uses.c.article, asked)
        return {ArticleId(row[0]): _picture(row[1:]) for row in found}

    def picture(self, picture: PictureId) -> Picture | None:
        if not 0 < picture <= _LARGEST:
            return None
        with self._store.reading() as work:
            found = work.rows(_PICTURE, {"of_picture": picture})
        return _picture(found[0]) if found else None

    def users(self, picture: PictureId, *, limit: int) -> tuple[ArticleId, ...]:
        with self._store.reading() as work:
            return tuple(ArticleId(row[0]) for row in picturequeue.users(work, picture, max(limit, 0)))

    def showing(self, address: str, *, limit: int) -> tuple[ArticleId, ...]:
        with self._store.reading() as work:
            return tuple(ArticleId(row[0]) for row in picturequeue.showing(work, address, max(limit, 0)))

    def last_change(self) -> int:
        return self._counter(counters.PICTURES_CHANGED)

    def count(self) -> int:
        return self._counter(counters.PICTURES)

    def unproved(self, *, before: PictureId | None = None, limit: int) -> tuple[Picture, ...]:
        with self._store.reading() as work:
            return tuple(_picture(row) for row in proofs.unproved(work, before, max(limit, 0)))

    def prove(self, picture: PictureId, proof: Proof) -> None:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            proofs.prove(work, picture, proof, again=False)

    def likenesses(self, pictures: Sequence[PictureId]) -> tuple[Likeness, ...]:
        with self._store.reading() as work:
            return proofs.of(work, [one for one in pictures if 0 < one <= _LARGEST])

    def proved(self, *, after: int, limit: int) -> tuple[tuple[int, Likeness], ...]:
        with self._store.reading() as work:
            return proofs.proved(work, max(after, 0), max(limit, 0))

    def last_proof(self) -> int:
        with self._store.reading() as work:
            return proofs.last(work)

    def alike(self, pdq: str, *, within: int) -> tuple[Likeness, ...]:
        if within > nearcopies.MOST:
            raise ValueError(f"near copies are found up to {nearcopies.MOST} bits apart")
        with self._store.reading() as work:
            return proofs.alike(work, pdq, within)

    def expired(self, before: datetime, *, limit: int) -> tuple[Picture, ...]:
        with self._store.reading() as work:
            found = work.rows(_EXPIRED, {"before_us": rows.micros(before), "most": max(limit, 0)})
        return tuple(_picture(row) for row in found)

    def let_go(self, pictures: Sequence[PictureId]) -> None:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            work.many(_LET_GO, [{"of_picture": picture} for picture in pictures])
            counters.add(work, counters.PICTURES_CHANGED, len(pictures))

    def _counter(self, name: str) -> int:
        with self._store.reading() as work:
            return counters.read(work, name)


def _kept(work: Work, negative: Negative, now: datetime) -> int:
    """The number under which these pixels are kept; what is kept of them is now stored."""
    found = work.rows(_OF_PIXELS, {"of_pixels": negative.pixels})
    if found:
        work.run(_STORE, {"of_picture": found[0][0], "new_stored_us": rows.micros(now)})
        return int(found[0][0])
    counters.add(work, counters.PICTURES, 1)
    number = counters.read(work, counters.PICTURES)
    work.run(_NEW, {"id": number, **_negative_values(negative), **_unjudged(now)})
    return number


def _negative_values(given: Negative) -> dict[str, object]:
    return {
        "pixels": given.pixels,
        "width": given.width,
        "height": given.height,
        "media_type": given.media_type,
        "full_width": given.full.width,
        "full_height": given.full.height,
        "full_bytes": given.full.size_bytes,
        "card_width": given.card.width,
        "card_height": given.card.height,
        "card_bytes": given.card.size_bytes,
    }


def _unjudged(now: datetime) -> dict[str, object]:
    at_us = rows.micros(now)
    judged: dict[str, object] = {"rule": None, "reason": None, "since_us": None}
    unproved: dict[str, object] = {column.name: None for column in proofs.COLUMNS}
    return {
        **judged,
        **unproved,
        "first_seen_us": at_us,
        "state": PictureState.VISIBLE.value,
        "kept": False,
        "stored_us": at_us,
    }


def _picture(row: Row) -> Picture:
    number, pixels, width, height, media_type, *prints = row[:11]
    seen_us, state, rule, reason, since_us, kept, stored_us = row[11:18]
    full, card = Print(*prints[:3]), Print(*prints[3:])
    return Picture(
        id=PictureId(number),
        negative=Negative(
            pixels, width, height, media_type, full=full, card=card, proof=proofs.proof(row[18:])
        ),
        first_seen=rows.instant(seen_us),
        state=PictureState(state),
        rule=rule,
        reason=reason,
        since=rows.maybe_instant(since_us),
        kept=bool(kept),
        stored=rows.maybe_instant(stored_us),
    )
