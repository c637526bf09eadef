"""Articles' pictures are asked for once, politely, after pages; what cannot be had is given up and says why."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any, cast

import pytest

from tests.fetchers.loopback import Writer, message, serving
from tests.newsroom import pictures as files
from tests.newsroom.conftest import StoppedClock, Web
from tests.ports.drafting import draft
from warraq.archives.memory import MemoryArchive
from warraq.archives.memoryicons import MemoryPlaceholders
from warraq.archives.memorypictures import MemoryPictures
from warraq.archives.memoryreports import MemoryReports
from warraq.crawling.room import Usage
from warraq.errors import ArchiveError, ObjectsError, Unreadable
from warraq.fetchers.http import HttpFetcher
from warraq.moderation import cases, nearcopies
from warraq.newsroom import darkroom
from warraq.newsroom.asking import Asking
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.picturing import ACCEPT, FRESH, MAX_ATTEMPTS, Kept, Picturing
from warraq.newsroom.room import Room, endless
from warraq.objects.memory import MemoryObjects
from warraq.ports.fetcher import Failed
from warraq.ports.pictures import AddressState, Use
from warraq.press import (
    ArticleId,
    CaseEvent,
    Moment,
    Negative,
    Picture,
    PictureId,
    PictureState,
    Precision,
    Print,
    StandInState,
    State,
    object_key,
    object_keys,
)

CDN = "http://cdn.example/"
A, B, C = CDN + "a.jpg", CDN + "b.jpg", "http://other.example/c.png"


@dataclass
class HereDarkroom:
    """Develops in this process: the same darkroom, without the worker."""

    damaged: int = 0

    async def ask(self, job: str, data: bytes, fields: dict[str, Any]) -> Any:
        if self.damaged:
            self.damaged -= 1
            raise Unreadable("took more than 15 s to read")
        return darkroom.JOBS[job](data, fields)


@dataclass
class Desk:
    """A picture desk on fakes, which a test may run again and again."""

    clock: StoppedClock
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    pictures: MemoryPictures = field(default_factory=MemoryPictures)
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    darkroom: HereDarkroom = field(default_factory=HereDarkroom)
    days: int = 0
    room: Room = field(default_factory=endless)
    filed: int = 0
    alone: frozenset[str] = frozenset()
    placeholders: MemoryPlaceholders = field(default_factory=MemoryPlaceholders)

    def __post_init__(self) -> None:
        self.web = Web(self.clock)

    def file(self, image: str | None, **given: Any) -> ArticleId:
        self.filed += 1
        given.setdefault("published", Moment(self.clock.now(), Precision.MINUTE))
        (filed,) = self.archive.file([draft(self.filed, image=image, **given)], now=self.clock.now())
        return filed.id

    def desk(self, **given: Any) -> Picturing:
        kept = Kept(
            self.archive,
            self.pictures,
            self.objects,
            cast(Parsers, self.darkroom),
            self.clock,
            self.days,
            self.room,
            left_alone=lambda: self.alone,
            placeholders=self.placeholders,
        )
        asking = Asking(self.web, self.clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
        return Picturing(kept, asking, places=4, **given)

    async def run(self) -> None:
        await self.desk().run(once=True)

    def asked(self, url: str) -> int:
        return sum(one == url for one, _ in self.web.asked)

    def of(self, article: ArticleId) -> Picture | None:
        return self.pictures.of([article]).get(article)

    def why(self, state: AddressState = AddressState.GIVEN_UP) -> list[str]:
        return [reason for reason, _ in self.pictures.reasons(state)]


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    desk = Desk(clock)
    desk.web.says(A, files.file(), media="image/jpeg")
    desk.web.says(B, files.file(files.scene(seed=3), "PNG"), media="image/png")
    desk.web.says(C, files.file(files.scene(seed=3), "WEBP", lossless=True), media="image/webp")
    return desk


async def test_an_articles_picture_is_fetched_once_and_kept_in_its_sizes(desk: Desk) -> None:
    first, second, plain = desk.file(A), desk.file(A), desk.file(None)
    await desk.run()
    await desk.run()
    picture = desk.of(first)
    assert picture is not None
    assert picture == desk.of(second)
    assert desk.of(plain) is None
    assert desk.asked(A) == 1
    negative = picture.negative
    keys = [
        f"pictures/{negative.pixels[:2]}/{negative.pixels}.{size}" for size in ("full", "card", 160, 320, 640)
    ]
    assert list(desk.objects.keys()) == sorted(keys)
    assert keys == list(object_keys(negative))
    assert negative.proof is not None
    assert [one.width for one in negative.proof.screens] == [160, 320, 400]
    for key, size in zip(keys, (negative.full, negative.card, *negative.proof.screens), strict=True):
        body = desk.objects.get(key)
        assert body is not None
        assert len(body) == size.size_bytes
    assert desk.pictures.position() == desk.archive.last_change()


async def test_a_picture_that_is_wanted_already_is_not_asked_for_once_its_paper_opted_out(desk: Desk) -> None:
    article = desk.file(A, source="nahar")
    desk.alone = frozenset(["nahar"])
    await desk.run()
    desk.clock.pass_by(days=8)
    await desk.run()
    assert desk.web.asked == []
    desk.alone = frozenset()
    desk.clock.pass_by(days=8)
    await desk.run()
    assert desk.of(article) is not None


async def test_a_picture_that_another_paper_shows_too_is_that_papers(desk: Desk) -> None:
    own, others = desk.file(A, source="nahar"), desk.file(A, source="masaa")
    desk.alone = frozenset(["nahar"])
    await desk.run()
    assert desk.of(own) == desk.of(others) is not None


async def test_the_same_pixels_at_another_address_are_stored_once(desk: Desk) -> None:
    one, other = desk.file(B), desk.file(C)
    await desk.run()
    picture = desk.of(one)
    assert picture is not None
    assert picture == desk.of(other)
    assert list(desk.objects.keys()) == sorted(object_keys(picture.negative))


async def test_robots_are_obeyed_and_pauses_kept(desk: Desk) -> None:
    desk.web.says(CDN + "robots.txt", b"User-agent: *\nDisallow: /b", media="text/plain")
    desk.file(A), desk.file(B), desk.file(CDN + "d.jpg")
    await desk.run()
    assert desk.asked(B) == 0
    assert desk.why() == ["HTTP 404", "robots.txt of cdn.example:80 disallows it"]
    times = [at for url, at in desk.web.asked if url.startswith(CDN)]
    assert all(later - earlier >= 1 for earlier, later in pairwise(times))
    assert desk.web.most == 1


@pytest.mark.parametrize("status", [404, 410])
async def test_what_is_gone_is_given_up_at_once(desk: Desk, status: int) -> None:
    desk.web.fails(A, Failed(f"HTTP {status}", status=status))
    desk.file(A)
    await desk.run()
    assert desk.why() == [f"HTTP {status}"]
    assert desk.asked(A) == 1


async def test_what_fails_is_tried_five_times_at_growing_intervals_then_given_up(desk: Desk) -> None:
    desk.web.fails(A, Failed("HTTP 403", status=403))
    desk.file(A)
    for _ in range(60):
        await desk.run()
        desk.clock.pass_by(hours=1)
    assert desk.asked(A) == 5
    assert desk.why() == ["HTTP 403"]
    times = [at for url, at in desk.web.asked if url == A]
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert pauses == sorted(pauses)
    assert pauses[-1] > 4 * 3600


async def test_a_host_that_is_not_reached_costs_no_attempt(desk: Desk) -> None:
    desk.web.fails(CDN + "robots.txt", Failed("no connection", offline=True))
    desk.file(A)
    for _ in range(40):
        await desk.run()
        desk.clock.pass_by(hours=6)
    (wanted,) = desk.pictures.wanted(now=desk.clock.now() + timedelta(days=9), limit=1)
    assert wanted.attempts == 0
    desk.web.pages.pop(CDN + "robots.txt")
    desk.clock.pass_by(days=2)
    await desk.run()
    assert desk.why() == []
    assert desk.pictures.count() == 1


async def test_a_picture_nobody_let_us_ask_for_in_a_month_is_given_up_after_some_looks(desk: Desk) -> None:
    desk.web.fails(CDN + "robots.txt", Failed("no connection", offline=True))
    desk.file(A)
    await desk.run()
    desk.clock.pass_by(days=31)
    for look in range(MAX_ATTEMPTS):
        assert desk.pictures.tally().get(AddressState.GIVEN_UP, 0) == 0, look
        await desk.run()
        desk.clock.pass_by(days=1)
    assert desk.pictures.tally()[AddressState.GIVEN_UP] == 1


async def test_a_clock_a_year_ahead_for_an_hour_costs_no_picture(desk: Desk) -> None:
    desk.web.fails(CDN + "robots.txt", Failed("no connection", offline=True))
    desk.file(A)
    await desk.run()
    desk.clock.pass_by(days=400)
    await desk.run()
    desk.clock.time -= timedelta(days=400)
    desk.web.pages.pop(CDN + "robots.txt")
    desk.web.says(A, files.file(), media="image/jpeg")
    desk.clock.pass_by(days=1)
    await desk.run()
    assert desk.pictures.count() == 1


async def test_what_is_no_picture_is_given_up_by_name_and_what_is_damaged_tried_again(desk: Desk) -> None:
    desk.web.says(A, files.svg(), media="image/svg+xml")
    desk.web.says(B, files.html(), media="image/jpeg")
    desk.web.says(C, files.truncated(), media="image/jpeg")
    for url in (A, B, C):
        desk.file(url)
    await desk.run()
    assert desk.why() == ["no picture in a format that is taken (JPEG, PNG, GIF, WEBP, AVIF)"]
    assert "damaged" in desk.why(AddressState.WANTED)[0]
    desk.web.says(C, files.file())
    desk.clock.pass_by(hours=1)
    await desk.run()
    assert desk.pictures.count() == 1


async def test_a_worker_that_was_lost_costs_one_attempt(desk: Desk) -> None:
    desk.darkroom.damaged = 1
    article = desk.file(A)
    await desk.run()
    assert desk.of(article) is None
    desk.clock.pass_by(hours=1)
    await desk.run()
    assert desk.of(article) is not None


async def test_an_old_articles_picture_is_not_asked_for(desk: Desk) -> None:
    printed = Moment(desk.clock.now() - FRESH - timedelta(days=1), Precision.DAY)
    desk.file(A, published=printed)
    await desk.run()
    assert desk.web.asked == []
    assert desk.why() == ["the article was old when it came"]


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.WITHHELD])
async def test_an_article_that_is_not_shown_has_no_picture_fetched(desk: Desk, state: State) -> None:
    article = desk.file(A)
    desk.archive.restate(article, state, reason="x", now=desk.clock.now())
    await desk.run()
    assert desk.web.asked == []
    desk.archive.restate(article, State.VISIBLE, reason=None, now=desk.clock.now())
    await desk.run()
    assert desk.of(article) is not None


async def test_a_revision_with_another_picture_shows_the_other(desk: Desk) -> None:
    article = desk.file(A)
    await desk.run()
    revised = draft(
        1,
        image=B,
        body="كلمات أخرى.",
        fingerprint="other words",
        published=Moment(desk.clock.now(), Precision.MINUTE),
    )
    desk.archive.file([revised], now=desk.clock.now())
    await desk.run()
    shown = desk.of(article)
    assert shown is not None
    assert shown.negative.media_type == "image/png"


@pytest.mark.parametrize(
    "image", ["javascript:alert(1)", "data:image/png;base64,x", "/a.jpg", "ftp://x.example/a.jpg", ""]
)
async def test_what_is_no_web_address_is_not_even_noted(desk: Desk, image: str) -> None:
    desk.file(image)
    await desk.run()
    assert sum(desk.pictures.tally().values()) == 0


async def test_pages_come_first_and_their_host_gives_a_picture_a_turn_now_and_then(desk: Desk) -> None:
    desk.file(A), desk.file(B)
    busy = frozenset(["cdn.example:80"])
    at_work = desk.desk(pages=lambda: busy)
    for _ in range(40):
        await at_work._round(once=False)
        desk.clock.pass_by(seconds=1)
    await at_work._end()
    times = [at for url, at in desk.web.asked if url in (A, B)]
    assert len(times) == 2
    assert times[1] - times[0] >= 30


async def test_a_full_disk_puts_pictures_off_and_counts_no_attempt(desk: Desk) -> None:
    class Full(MemoryObjects):
        def put(self, key: str, data: bytes) -> None:
            raise ObjectsError("no space left on device")

    desk.objects = Full()
    desk.file(A)
    await desk.run()
    (wanted,) = desk.pictures.wanted(now=desk.clock.now() + timedelta(hours=1), limit=1)
    assert wanted.attempts == 0
    assert desk.pictures.count() == 0


async def test_on_a_full_disk_nothing_is_asked_for(desk: Desk) -> None:
    desk.room = Room(lambda: Usage(100, 5), limit=0.9)
    article = desk.file(A)
    await desk.run()
    assert desk.web.asked == []
    desk.room = endless()
    await desk.run()
    assert desk.of(article) is not None


async def test_a_store_that_fails_for_a_while_stops_nothing(desk: Desk) -> None:
    class Failing(MemoryPictures):
        failures = 3

        def wanted(self, **given: Any) -> Any:
            if self.failures:
                self.failures -= 1
                raise ArchiveError("the archive cannot be read: disk I/O error")
            return super().wanted(**given)

    desk.pictures = Failing()
    article = desk.file(A)
    await desk.run()
    assert desk.of(article) is not None


async def test_bytes_are_removed_when_their_days_are_over_and_decisions_stay(desk: Desk) -> None:
    desk.days = 10
    desk.file(A)
    await desk.run()
    now = desk.clock.now()
    MemoryReports(desk.pictures).settle(
        PictureId(1), lambda case: cases.decided(case, CaseEvent.LEGAL, "a court", now=now), now=now
    )
    desk.clock.pass_by(days=11)
    again = desk.file(A, fingerprint="x", keys=("another.example/1",))
    await desk.run()
    shown = desk.of(again)
    assert shown is not None
    assert (shown.state, shown.reason) == (PictureState.HIDDEN, "a court")
    assert desk.asked(A) == 2
    desk.clock.pass_by(days=11)
    await desk.run()
    assert list(desk.objects.keys()) == []
    gone = desk.of(again)
    assert gone is not None
    assert gone.stored is None


async def test_what_was_kept_before_there_were_prints_for_screens_is_printed_from_what_is_kept(
    desk: Desk,
) -> None:
    whole = darkroom.develop(files.file(), {})
    taken = []
    for number in range(1, 8):
        negative = Negative(f"{number:064x}", 400, 300, "image/jpeg", Print(400, 300, 9), Print(400, 300, 9))
        address = f"{CDN}{number}.jpg"
        desk.pictures.follow([Use(ArticleId(number), address)], position=0, now=desk.clock.now())
        if number != 3:  # whose bytes were lost
            desk.objects.put(object_key(negative.pixels, "full"), base64.b64decode(whole["full"]["body"]))
        taken.append(desk.pictures.take(address, negative, now=desk.clock.now()))
    desk.darkroom.damaged = 1
    changed = desk.pictures.last_change()
    await desk.run()
    assert [one.id for one in desk.pictures.unproved(limit=9)] == [
        7,
        3,
    ]  # and the one at which the worker was lost
    await desk.run()
    assert [one.id for one in desk.pictures.unproved(limit=9)] == [3]
    assert desk.pictures.last_change() == changed
    held = desk.pictures.picture(taken[0].id)
    assert held is not None
    proof = held.negative.proof
    assert proof is not None
    assert nearcopies.distance(proof.pdq, whole["proof"]["pdq"]) <= 16
    assert (proof.tone, [one.width for one in proof.screens]) == (whole["proof"]["tone"], [160, 320, 400])
    for key in object_keys(held.negative)[2:]:
        assert desk.objects.get(key) is not None


# Over a real socket, through the egress door, into a real worker


@pytest.fixture
async def worker() -> AsyncIterator[Parsers]:
    async with Parsers(count=1, deadline_s=60, jobs="warraq.newsroom.darkroom:JOBS") as parsers:
        yield parsers


async def test_pictures_from_a_hostile_server_are_taken_or_refused_by_name(
    clock: StoppedClock, worker: Parsers
) -> None:
    bodies = {
        "/good.jpg": files.file(),
        "/page.jpg": files.html(),
        "/bomb.png": files.bomb(),
        "/big.jpg": b"\xff" * 50_000_000,
    }

    async def script(head: bytes, writer: Writer) -> None:
        path = head.split(b" ")[1].decode()
        if path == "/door.jpg":
            writer.write(message(302, [("Location", "http://127.0.0.2/secret")]))
        elif path in bodies:
            writer.write(message(200, [("Content-Type", "image/jpeg")], bodies[path]))
        else:
            writer.write(message(404))
        await writer.drain()

    desk = Desk(clock)
    async with serving(script) as server:
        fetcher = HttpFetcher(user_agent="Warraq/test", clock=clock, private=server.private)
        desk.web = cast(Web, fetcher)
        desk.darkroom = cast(HereDarkroom, worker)
        for path in (*bodies, "/door.jpg", "/none.jpg"):
            desk.file(server.url(path))
        await desk.run()
        await fetcher.close()
    assert desk.pictures.count() == 1
    told = desk.why() + desk.why(AddressState.WANTED)
    for word in (
        "HTTP 404",
        "no picture in a format",
        "too many pixels",
        "50000000 bytes announced",
        "127.0.0.2",
    ):
        assert any(word in reason for reason in told), (word, told)
    assert server.most_open == 1
    assert set(server.said("referer")) == set()
    assert server.said("accept").count(ACCEPT) >= 5
    assert "image/avif" in ACCEPT


async def repeated(desk: Desk, articles: int, days: int, *, source: str = "nahar") -> ArticleId:
    """So many articles of a paper show one picture, over so many days."""
    for number in range(articles):
        if number and number % max(articles // days, 1) == 0:
            desk.clock.pass_by(days=1)
        last = desk.file(A, source=source)
    await desk.run()
    return last


async def test_a_picture_that_a_paper_shows_again_and_again_stands_in_for_many(desk: Desk) -> None:
    picture = desk.of(await repeated(desk, 12, 6))
    assert picture is not None
    (found,) = desk.placeholders.held().values()
    assert (found.picture, found.source, found.articles, found.days) == (picture.id, "nahar", 12, 6)
    assert not found.hangs


async def test_a_picture_of_a_day_or_of_many_papers_stands_for_itself(desk: Desk) -> None:
    await repeated(desk, 40, 1)
    for number in range(30):
        desk.file(B, source=f"p{number % 10}")
        desk.clock.pass_by(days=1)
    await desk.run()
    assert desk.placeholders.held() == {}


async def test_the_same_pixels_under_many_addresses_are_one_placeholder(desk: Desk) -> None:
    for number in range(12):
        desk.web.says(f"{CDN}{number}.jpg", files.file(), media="image/jpeg")
        desk.file(f"{CDN}{number}.jpg")
        desk.clock.pass_by(days=1)
    await desk.run()
    assert [one.articles for one in desk.placeholders.held().values()] == [12]


async def test_what_a_person_hung_again_is_not_learnt_again(desk: Desk) -> None:
    await repeated(desk, 12, 6)
    (found,) = desk.placeholders.held().values()
    desk.placeholders.say(replace(found, state=StandInState.HUNG, reason="صورة الخبر"))
    await repeated(desk, 12, 6)
    assert [one.hangs for one in desk.placeholders.held().values()] == [True]
