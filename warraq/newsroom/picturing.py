"""How do articles get their pictures? By following the archive: each address is asked for once, politely, after pages.

What comes is developed in a worker that may be killed, and kept once by its pixels: bytes first, then the record.
"""

from __future__ import annotations

import base64
import contextlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from warraq.crawling import urls
from warraq.errors import ObjectsError, Unreadable, WarraqError
from warraq.moderation import placeholders
from warraq.newsroom.asking import Asking, Disallowed, Unknown, Waiting, unasked
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.room import Room, endless
from warraq.newsroom.rounds import rounds
from warraq.newsroom.turns import Turns
from warraq.newsroom.writer import Writer
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.fetcher import Failed, Fetched, Limits, Refused, Request
from warraq.ports.objects import Objects
from warraq.ports.pictures import Pictures, Use, Wanted
from warraq.ports.placeholders import Placeholders
from warraq.press import (
    SCREENS,
    Article,
    Negative,
    Picture,
    PictureId,
    Placeholder,
    Print,
    Proof,
    State,
    object_key,
    object_keys,
)

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
ACCEPT = "image/avif,image/webp,image/jpeg,image/png,image/gif;q=0.9,image/*;q=0.5"
LIMITS = Limits(wire_bytes=8 * 2**20, decoded_bytes=8 * 2**20)
# An article printed longer ago than this when it is followed came by an import, and its picture is not asked for:
# bringing in a hundred thousand articles must not knock a hundred thousand times at papers' doors.
FRESH = timedelta(days=30)
_FIRST_RETRY = timedelta(minutes=10)
_LONGEST_RETRY = timedelta(hours=12)
_OUTLIVED = timedelta(days=30)
# A picture that only papers that opted out show lies aside so long. Of an address that very many show, some are looked at.
_ASIDE = timedelta(days=7)
_SHOWN_BY = 20
# Articles looked at to tell whether a picture stands in for many: of one that thousands show, these say it.
_REPEATED_BY = 60
# A host whose pages are being fetched gives a picture one turn in so long.
_SHARE = timedelta(seconds=30)
_SWEEP_EVERY = timedelta(hours=1)
_SWEEP = 200
_BATCH = 200
# Of what was kept before there were prints for screens, so many are printed in a turn: pages and new pictures come first.
_PROVED = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """What the picture desk works with. `days`: how long bytes are kept, 0 for good. `left_alone`: as of `Tools`. `placeholders`: where it is
    noted which pictures stand in for many; without, it is not learnt."""

    archive: Archive
    pictures: Pictures
    objects: Objects
    darkroom: Parsers
    clock: Clock
    days: int = 0
    room: Room = field(default_factory=endless)
    left_alone: Callable[[], frozenset[str]] = frozenset
    placeholders: Placeholders | None = None


class Picturing:
    """The desk that fetches articles' pictures until told to stop (or once around)."""

    def __init__(
        self,
        kept: Kept,
        asking: Asking,
        *,
        places: int,
        pages: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """`pages` names the hosts (name:port) whose pages are being fetched: they come first."""
        self._kept = kept
        self._asking = asking
        self._turns = Turns(places=places, share=_SHARE, pages=pages)
        self._sweep: datetime | None = None
        self._unproved_before: PictureId | None = None
        self._writer = Writer("picturing")
        self._do = self._writer.do

    async def run(self, *, once: bool = False) -> None:
        """Work until cancelled; with `once`, until everything is followed and nothing is due that can be had."""
        try:
            await rounds(partial(self._round, once=once), self._kept.clock, log, name="pictures", once=once)
        finally:
            await self._end()

    async def _round(self, *, once: bool) -> bool:
        now = self._kept.clock.now()
        if self._sweep is None or now >= self._sweep:
            self._sweep = now + _SWEEP_EVERY
            await self._do(self._swept, now)
        followed = await self._do(self._follow, now)
        await self._start(now, sharing=not once)
        proved = 0 if self._kept.room.lacking(now) else await self._prove()
        return await self._turns.rest(self._kept.clock, more=followed + proved > 0, once=once)

    async def _end(self) -> None:
        await self._turns.end()
        await self._writer.end()

    # Following

    def _follow(self, now: datetime) -> int:
        """Note which pictures the articles of the next changes show; how many changes."""
        archive, pictures = self._kept.archive, self._kept.pictures
        position = pictures.position()
        changes = archive.changes(position, limit=_BATCH)
        if not changes:
            return 0
        articles = archive.articles(list(dict.fromkeys(change.article for change in changes)))
        uses = [_use(article, now) for article in articles]
        pictures.follow(uses, position=changes[-1].number, now=now)
        self._learn([one.id for one in pictures.of([use.article for use in uses]).values()], now)
        return len(changes)

    def _learn(self, pictures: Sequence[PictureId], now: datetime) -> None:
        held = self._kept
        if held.placeholders is not None:
            learn(held.archive, held.pictures, held.placeholders, dict.fromkeys(pictures), now=now)

    # Asking

    async def _start(self, now: datetime, *, sharing: bool) -> None:
        free = self._turns.free()
        if not free or self._kept.room.lacking(now):
            return
        without = self._turns.without(now, sharing=sharing) | self._asking.waiting()
        due = await self._do(lambda: self._kept.pictures.wanted(now=now, limit=free, without=without))
        for wanted in due:
            self._turns.begin(wanted.host, self._guarded(wanted), now)

    async def _guarded(self, wanted: Wanted) -> None:
        """One bad picture is logged and put off, and never stops the others."""
        try:
            await self._fetch(wanted)
        except Exception as error:
            log.error("picture %s: %s", wanted.address, error, exc_info=not isinstance(error, WarraqError))
            with contextlib.suppress(WarraqError):  # the store itself may be what fails
                ours = isinstance(error, WarraqError)
                await self._put_off(wanted, f"failed here: {error}", attempted=not ours)

    async def _fetch(self, wanted: Wanted) -> None:
        url = urls.clean(wanted.address)
        if url is None:
            await self._give_up(wanted, "not a web address")
            return
        if await self._do(self._left_alone, wanted):
            until = self._kept.clock.now() + _ASIDE
            await self._not_asked(wanted, "its paper wants to be left alone", until)
            return
        answer = await self._asking.ask(Request(url, accept=ACCEPT, limits=LIMITS))
        match answer.outcome:
            case Fetched(capture=capture):
                await self._develop(wanted, capture.body)
            case Waiting() | Unknown() | Failed(offline=True) as silent:
                await self._not_asked(wanted, *unasked(silent, now=self._kept.clock.now()))
            case Disallowed(reason=reason):
                await self._give_up(wanted, reason)
            case Failed(reason=reason, status=404 | 410):
                await self._give_up(wanted, reason)
            case Failed(reason=reason, retry_after_s=wait):
                await self._put_off(wanted, reason, wait_s=wait or 0)
            case Refused(reason=reason):
                await self._put_off(wanted, reason)
            case other:
                await self._put_off(wanted, f"unexpected {type(other).__name__}")

    def _left_alone(self, wanted: Wanted) -> bool:
        """Whether nobody shows the picture but papers that opted out."""
        alone = self._kept.left_alone()
        if not alone:
            return False
        shown_by = self._kept.archive.articles(self._kept.pictures.showing(wanted.address, limit=_SHOWN_BY))
        return bool(shown_by) and all(one.draft.source in alone for one in shown_by)

    async def _develop(self, wanted: Wanted, body: bytes) -> None:
        try:
            found = await self._kept.darkroom.ask("picture", body, {})
        except Unreadable as error:
            await self._put_off(wanted, str(error))
            return
        if "refused" in found:
            await self._give_up(wanted, str(found["refused"]))
            return
        await self._do(self._put, wanted, found)

    def _put(self, wanted: Wanted, found: dict[str, Any]) -> Picture:
        """The bytes are durable before the record names them."""
        negative, objects = _negative(found), self._kept.objects
        for size in ("full", "card"):
            objects.put(object_key(negative.pixels, size), base64.b64decode(found[size]["body"]))
        self._put_screens(negative.pixels, found["proof"])
        now = self._kept.clock.now()
        picture = self._kept.pictures.take(wanted.address, negative, now=now)
        self._learn([picture.id], now)
        return picture

    def _put_screens(self, pixels: str, proof: dict[str, Any]) -> None:
        for width, printed in zip(SCREENS, proof["screens"], strict=False):
            self._kept.objects.put(object_key(pixels, str(width)), base64.b64decode(printed["body"]))

    # What was kept before there were prints for screens

    async def _prove(self) -> int:
        """Make the proofs of some pictures that have none, the newest first, from what is kept of them; how many were looked at.
        What cannot be read is tried again when the desk starts again."""
        before, pictures = self._unproved_before, self._kept.pictures
        waiting = await self._do(lambda: pictures.unproved(before=before, limit=_PROVED))
        for one in waiting:
            try:
                key = object_key(one.negative.pixels, "full")
                body = await self._do(self._kept.objects.get, key)
                if body is not None:
                    made = await self._kept.darkroom.ask("proof", body, {})
                    await self._do(self._put_proof, one, made["proof"])
            except WarraqError as error:
                log.warning("picture %d gets no prints for screens: %s", one.id, error)
            self._unproved_before = one.id
        return len(waiting)

    def _put_proof(self, picture: Picture, made: dict[str, Any]) -> None:
        self._put_screens(picture.negative.pixels, made)
        self._kept.pictures.prove(picture.id, _proof(made))

    # What did not work

    async def _give_up(self, wanted: Wanted, reason: str) -> None:
        log.info("picture %s is given up: %s", wanted.address, reason)
        now = self._kept.clock.now()
        await self._do(lambda: self._kept.pictures.give_up(wanted.address, reason=reason, now=now))

    async def _put_off(
        self, wanted: Wanted, reason: str, *, wait_s: float = 0, attempted: bool = True
    ) -> None:
        if attempted and wanted.attempts + 1 >= MAX_ATTEMPTS:
            await self._give_up(wanted, reason)
            return
        pause = min(_FIRST_RETRY * 3**wanted.attempts, _LONGEST_RETRY)
        due = self._kept.clock.now() + max(pause, timedelta(seconds=wait_s))
        await self._do(
            lambda: self._kept.pictures.put_off(wanted.address, due=due, reason=reason, attempted=attempted)
        )

    async def _not_asked(self, wanted: Wanted, reason: str, until: datetime) -> None:
        """Put off without an attempt; once its site has not let itself be asked for a month, each look is one: a clock may have
        been set wrong for a few hours."""
        now = self._kept.clock.now()
        if now - wanted.first_seen > _OUTLIVED:
            await self._put_off(wanted, reason, wait_s=(until - now).total_seconds())
            return
        due = max(until, now + _FIRST_RETRY)
        await self._do(
            lambda: self._kept.pictures.put_off(wanted.address, due=due, reason=reason, attempted=False)
        )

    # Retention

    def _swept(self, now: datetime) -> None:
        """Remove the bytes whose time is over, whatever was decided of the picture."""
        pictures = self._kept.pictures
        if self._kept.days <= 0:
            return
        before = now - timedelta(days=self._kept.days)
        while over := pictures.expired(before, limit=_SWEEP):
            removed = [one.id for one in over if self._removed(one)]
            pictures.let_go(removed)
            if len(removed) < len(over):
                return  # what cannot be removed now stands first in the next sweep

    def _removed(self, picture: Picture) -> bool:
        try:
            for key in object_keys(picture.negative):
                self._kept.objects.remove(key)
        except ObjectsError as error:
            log.error("picture %d cannot be removed: %s", picture.id, error)
            return False
        return True


def learn(
    archive: Archive,
    pictures: Pictures,
    kept: Placeholders,
    looked_at: Iterable[PictureId],
    *,
    now: datetime,
) -> int:
    """Note which of these pictures stand in for many (`moderation.placeholders`); how many are new. Blocks."""
    held, fresh = kept.held(), 0
    for picture in looked_at:
        if picture in held:
            continue
        users = pictures.users(picture, limit=_REPEATED_BY)
        if len(users) < placeholders.FEWEST:
            continue
        found = placeholders.repeating((one.draft.source, one.at.date()) for one in archive.articles(users))
        if found is not None:
            fresh += kept.learn(Placeholder(picture, found.source, found.articles, found.days, since=now))
            log.info(
                "picture %d stands in for many: %d articles of %s", picture, found.articles, found.source
            )
    return fresh


def _use(article: Article, now: datetime) -> Use:
    """Which picture the article shows. One that is not shown itself, or is old, has none fetched."""
    image = article.draft.image
    address = image if image and urls.clean(image) else None
    asked = article.state is State.VISIBLE and now - article.at <= FRESH
    return Use(article.id, address, asked=asked)


def _negative(found: dict[str, Any]) -> Negative:
    return Negative(
        pixels=found["pixels"],
        width=found["width"],
        height=found["height"],
        media_type=found["media_type"],
        full=_print(found["full"]),
        card=_print(found["card"]),
        proof=_proof(found["proof"]),
    )


def _proof(made: dict[str, Any]) -> Proof:
    return Proof(tuple(_print(one) for one in made["screens"]), made["tone"], made["pdq"], made["quality"])


def _print(found: dict[str, Any]) -> Print:
    return Print(found["width"], found["height"], found["size_bytes"])
