"""Articles are visited again politely; what their paper took away is marked, and only that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import cast

import pytest

from tests.newsroom.conftest import NOON, HereParsers, StoppedClock, Web
from tests.newsroom.test_collecting import PAPER, WORDS, page
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memoryrechecks import MemoryRechecks
from warraq.crawling.room import Usage
from warraq.extraction.page import PageReading
from warraq.newsroom import filing
from warraq.newsroom.asking import Asking
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.rechecking import Rechecking
from warraq.newsroom.room import Room
from warraq.newsroom.tools import Tools
from warraq.objects.memory import MemoryObjects
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Request, Unchanged
from warraq.ports.rechecks import DoorState, Doorway
from warraq.press import Article, ArticleId, Capture, Cause, Change, Entry, State

HOME = "http://paper.example/"


@dataclass
class Server(Web):
    """A paper's server: pages by path with entity tags, what is missing answers 404; it counts requests by status."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    headers: tuple[tuple[str, str], ...] = ()

    async def fetch(self, request: Request) -> FetchOutcome:
        self.requests.append(request)
        body = self.bodies.get(request.url)
        if body is None or request.url in self.pages:
            return await super().fetch(request)
        tag = f'"{hash(body)}"'
        headers = (("content-type", "text/html; charset=utf-8"), ("etag", tag), *self.headers)
        self.asked.append((request.url, self.clock.now().timestamp()))
        if request.etag == tag:
            return Unchanged(Capture(request.url, self.clock.now(), 304, headers, b""))
        return Fetched(Capture(request.url, self.clock.now(), 200, headers, body))


def url(number: int) -> str:
    return f"{HOME}news/{number}"


class Desk:
    """The desk on fakes, with a paper of some articles, which a test may run again and again."""

    def __init__(self, clock: StoppedClock, articles: int = 30) -> None:
        self.clock, self.web = clock, Server(clock)
        self.archive, self.daybook, self.rechecks = MemoryArchive(), MemoryDaybook(), MemoryRechecks()
        self.keeping = Keeping(MemoryObjects(), self.daybook, days=300)
        self.parsers = HereParsers()
        self.disk = Usage(100 * 2**30, 50 * 2**30)
        self.busy: frozenset[str] = frozenset()
        self.alone: frozenset[str] = frozenset()
        for number in range(1, articles + 1):
            self.file(number)

    def body(self, number: int, words: str = WORDS) -> bytes:
        return page(f"خبر الحديقة رقم {number}", words=words)

    def file(self, number: int, **given: object) -> ArticleId:
        """File an article as the collecting desk does, its page kept."""
        self.web.bodies[url(number)] = self.body(number)
        capture = self._capture(number)
        kept = self.keeping.keep(capture, now=self.clock.now())
        reading = self._reading(capture)
        draft = filing.drafted(
            reading, Entry(url(number), url(number)), PAPER, address=url(number), section=None, capture=kept
        )
        (filed,) = filing.file(self.archive, [replace(draft, **given)], now=self.clock.now())  # type: ignore[arg-type]
        return filed.id

    def _capture(self, number: int) -> Capture:
        body = self.web.bodies[url(number)]
        headers = (("content-type", "text/html; charset=utf-8"), ("etag", f'"{hash(body)}"'))
        return Capture(url(number), self.clock.now(), 200, headers, body)

    def _reading(self, capture: Capture) -> PageReading:
        from warraq.extraction.page import read

        return read(
            capture.body,
            url=capture.url,
            content_type="text/html; charset=utf-8",
            country="eg",
            zone="Africa/Cairo",
            now=capture.at,
        )

    async def run(self, **later: float) -> int:
        """Once around, so much later; how many requests for articles."""
        self.clock.pass_by(**later)
        before = len(self.web.requests)
        room = Room(lambda: self.disk, limit=0.9)
        parsers = cast(Parsers, self.parsers)
        tools = Tools(
            self.archive,
            self.daybook,
            self.keeping,
            parsers,
            self.clock,
            room,
            left_alone=lambda: self.alone,
        )
        asking = Asking(
            self.web,
            self.clock,
            agent="Warraq",
            delay=timedelta(seconds=1),
            jitter=lambda: 0.0,
            states=self.daybook.host_states(),
        )
        desk = Rechecking(
            tools, self.rechecks, asking, (PAPER,), places=2, jitter=lambda: 0.0, pages=lambda: self.busy
        )
        await desk.run(once=True)
        return sum("/news/" in request.url for request in self.web.requests[before:])

    async def days(self, count: float, *, step_h: float = 6) -> None:
        for _ in range(int(count * 24 / step_h)):
            await self.run(hours=step_h)

    def article(self, number: int) -> Article:
        found = self.archive.article(ArticleId(number))
        assert found is not None
        return found

    def hidden(self) -> list[int]:
        return list(self.archive.ids(state=State.WITHDRAWN))

    def takes_away(self, *numbers: int) -> None:
        for number in numbers:
            del self.web.bodies[url(number)]

    def changes(self) -> tuple[Change, ...]:
        return self.archive.changes(0, limit=999)


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    return Desk(clock)


async def test_what_did_not_change_is_answered_304_and_nothing_is_written(desk: Desk) -> None:
    assert await desk.run() == 0
    assert await desk.run(hours=2) == 30
    assert await desk.run() == 0
    assert await desk.run(hours=5) == 30
    conditional = [one for one in desk.web.requests if "/news/" in one.url and one.etag]
    assert len(conditional) == 60
    assert desk.parsers.read == []
    assert desk.archive.last_change() == 30


async def test_a_paper_that_opted_out_is_not_visited_again_until_it_may_be(desk: Desk) -> None:
    desk.alone = frozenset([PAPER.slug])
    await desk.run()
    assert await desk.run(hours=2) == 0
    assert await desk.run(days=9) == 0
    assert desk.web.requests == []
    desk.alone = frozenset()
    assert await desk.run(days=8) == 30


async def test_the_same_words_in_other_wrappings_are_no_edit(desk: Desk) -> None:
    desk.web.bodies[url(3)] = desk.body(3).replace(b"<article>", b"<!-- 12:04:31 --><article class='x'>")
    await desk.run()
    await desk.run(hours=2)
    assert desk.archive.last_change() == 30
    await desk.run(hours=5)  # from now on by the new page's validators
    assert len(desk.parsers.read) == 1


async def test_other_words_are_filed_as_a_new_version(desk: Desk) -> None:
    desk.web.bodies[url(3)] = desk.body(3, WORDS.replace("أوسع", "أضيق"))
    await desk.run()
    await desk.run(hours=2)
    versions = desk.archive.versions(ArticleId(3))
    assert [one.number for one in versions] == [1, 2]
    assert "أضيق" in versions[1].draft.body
    assert versions[1].draft.capture not in (None, versions[0].draft.capture)
    assert desk.keeping.open(versions[1].draft.capture or "") is not None


async def test_a_wish_that_a_page_utters_later_is_obeyed_though_no_word_changed(desk: Desk) -> None:
    await desk.run()
    desk.web.bodies[url(3)] = desk.body(3).replace(
        b"<head>", b'<head><meta name="robots" content="noarchive">'
    )
    assert b"noarchive" in desk.web.bodies[url(3)]
    await desk.run(hours=2)
    robots = {number: desk.article(number).draft.robots for number in (2, 3)}
    assert robots == {2: (), 3: ("noarchive",)}
    assert len(desk.archive.versions(ArticleId(3))) == 1


async def test_what_another_reader_read_is_never_taken_for_an_edit(clock: StoppedClock) -> None:
    desk = Desk(clock, articles=0)
    desk.file(1, reader="import/1", body="كما جاء في المجموعة " + WORDS)
    await desk.run()
    assert await desk.run(hours=2) == 1
    assert len(desk.archive.versions(ArticleId(1))) == 1


async def test_an_edit_is_noticed_though_a_reader_of_ours_before_read_the_article(
    clock: StoppedClock,
) -> None:
    desk = Desk(clock, articles=0)
    for number in (1, 2):
        desk.file(number, reader="trafilatura/0", body=WORDS.split(".")[0])
    desk.web.bodies[url(2)] = desk.body(2, WORDS.replace("أوسع", "أضيق"))
    await desk.run()
    assert await desk.run(hours=2) == 2
    assert len(desk.archive.versions(ArticleId(1))) == 1, (
        "the page stands as it stood: read otherwise by us alone"
    )
    assert [one.cause for one in desk.archive.versions(ArticleId(2))] == [Cause.FIRST, Cause.EDIT]


async def test_without_the_page_as_it_stood_other_words_are_a_reading_of_ours_that_is_not_proven(
    clock: StoppedClock,
) -> None:
    desk = Desk(clock, articles=0)
    desk.file(1, reader="trafilatura/0", body=WORDS.split(".")[0], capture=None)
    await desk.run()
    await desk.run(hours=2)
    assert [(one.cause, one.proven) for one in desk.archive.versions(ArticleId(1))][1:] == [
        (Cause.REREAD, False)
    ]
    assert desk.archive.told(limit=5) == ()
    desk.web.bodies[url(1)] = desk.body(1, WORDS.replace("أوسع", "أضيق"))
    await desk.run(hours=6)
    assert [one.cause for one in desk.archive.versions(ArticleId(1))][2:] == [Cause.EDIT]


async def test_furniture_that_moves_is_neither_filed_nor_kept(desk: Desk) -> None:
    kept = len(desk.daybook.captures(after=None, limit=99))
    for hour in range(3):
        clock_told = f"<p>آخر تحديث: {hour}:30</p></article>".encode()
        desk.web.bodies[url(3)] = desk.body(3).replace(b"</article>", clock_told)
        await desk.run(hours=9)
    assert desk.archive.last_change() == 30
    assert len(desk.daybook.captures(after=None, limit=99)) == kept


async def test_what_a_page_asks_of_robots_later_is_obeyed_though_its_words_are_the_same(desk: Desk) -> None:
    asks = b'<head><meta name="robots" content="noarchive">'
    desk.web.bodies[url(3)] = desk.body(3).replace(b"<head>", asks)
    assert asks in desk.web.bodies[url(3)]
    await desk.run()
    await desk.run(hours=2)
    assert desk.article(3).draft.robots == ("noarchive",)
    assert desk.article(3).version == 1
    assert desk.archive.last_change() == 31
    await desk.run(hours=6)
    assert desk.archive.last_change() == 31


async def test_what_the_answer_s_headers_ask_of_robots_holds_for_a_new_wording_too(desk: Desk) -> None:
    desk.web.bodies[url(3)] = desk.body(3, WORDS.replace("أوسع", "أضيق"))
    desk.web.headers = (("x-robots-tag", "nosnippet"),)
    await desk.run()
    await desk.run(hours=2)
    assert desk.article(3).version == 2
    assert desk.article(3).draft.robots == ("nosnippet",)


async def test_an_edit_keeps_what_only_the_feed_said(clock: StoppedClock) -> None:
    desk = Desk(clock, articles=0)
    desk.file(1, abstract="خلاصة من الخلاصة", label="محليات")
    desk.web.bodies[url(1)] = desk.body(1, WORDS.replace("أوسع", "أضيق"))
    await desk.run()
    await desk.run(hours=2)
    draft = desk.article(1).draft
    assert (desk.article(1).version, draft.abstract, draft.label) == (2, "خلاصة من الخلاصة", "محليات")


async def test_a_desk_that_a_page_prints_later_takes_the_place_of_a_guess(clock: StoppedClock) -> None:
    desk = Desk(clock, articles=0)
    desk.file(1, section="arts", guessed=True)
    labelled = '<meta property="article:section" content="رياضة"></head>'
    desk.web.bodies[url(1)] = desk.web.bodies[url(1)].replace(b"</head>", labelled.encode())
    await desk.run()
    await desk.run(hours=2)
    article = desk.article(1)
    assert (article.version, article.draft.section, article.draft.guessed) == (1, "sports", False)


async def test_an_article_that_moved_for_good_is_known_at_its_new_address(desk: Desk) -> None:
    desk.web.bodies[f"{HOME}new/7"] = desk.body(7)
    desk.web.moves(url(7), f"{HOME}new/7")
    await desk.run()
    await desk.run(hours=2)
    assert desk.archive.find("paper.example/new/7") == ArticleId(7)
    assert desk.archive.last_change() == 30


async def test_an_address_where_quite_another_article_stands_now_is_no_edit(desk: Desk) -> None:
    """Two texts of one paper share its small words: those say nothing."""
    other = (
        "أعلن الاتحاد أن المباراة التي كانت في ملعب العاصمة تأجلت إلى الأحد على أن تقام في ملعب آخر من دون جمهور. "
        "وقال المدرب إن الفريق كان في حال جيدة، وإنه على ثقة من أن اللاعبين عادوا إلى مستواهم بعد أيام من الراحة. "
    )
    desk.web.bodies[url(7)] = page("تأجيل مباراة القمة إلى الأحد", words=other)
    await desk.run()
    await desk.run(hours=2)
    watch = desk.rechecks.watch(ArticleId(7))
    assert watch is not None
    assert (desk.article(7).version, watch.problem) == (1, "a page with quite other words")


async def test_what_another_desk_filed_meanwhile_stands(desk: Desk) -> None:
    edited = desk.body(3, WORDS.replace("أوسع", "أضيق"))

    def answers() -> FetchOutcome:
        desk.file(3, body="نص أحدث", fingerprint="newer")
        return Fetched(Capture(url(3), desk.clock.now(), 200, (("content-type", "text/html"),), edited))

    await desk.run()
    desk.web.pages[url(3)] = answers
    await desk.run(hours=2)
    assert [one.draft.body for one in desk.archive.versions(ArticleId(3))][1:] == ["نص أحدث"]


async def test_an_article_put_back_to_its_first_wording_is_seen_though_another_desk_read_the_second(
    desk: Desk,
) -> None:
    """What a server says of the first page must not answer for the second."""
    first = desk.body(3)
    await desk.run()
    await desk.run(hours=2)
    capture = Capture(url(3), desk.clock.now(), 200, (), desk.body(3, WORDS.replace("أوسع", "أضيق")))
    draft = filing.drafted(
        desk._reading(capture),
        Entry(url(3), url(3)),
        PAPER,
        address=url(3),
        section=None,
        capture=desk.keeping.keep(capture, now=desk.clock.now()),
    )
    filing.file(desk.archive, [draft], now=desk.clock.now())
    assert desk.article(3).version == 2
    assert desk.web.bodies[url(3)] == first
    await desk.run(hours=9)
    assert [one.cause for one in desk.archive.versions(ArticleId(3))] == [Cause.FIRST, Cause.EDIT, Cause.EDIT]


async def test_a_single_withdrawal_is_marked_after_72_hours_and_not_before(desk: Desk) -> None:
    await desk.run()
    desk.takes_away(7)
    await desk.run(hours=2)
    missed = desk.rechecks.watch(ArticleId(7))
    assert missed is not None
    assert missed.missed is not None
    while desk.clock.now() < missed.missed + timedelta(hours=71):
        await desk.run(hours=6)
        assert desk.hidden() == [] or desk.clock.now() >= missed.missed + timedelta(hours=72)
    await desk.run(hours=7)
    assert desk.hidden() == [7]
    reason = desk.article(7).reason or ""
    assert "حذفته الصحيفة من موقعها" in reason
    assert "مرتين بينهما 72 ساعة" in reason
    assert "10 مارس 2026 الساعة 14:" in reason


async def test_a_redesign_hides_nothing_and_is_told(desk: Desk) -> None:
    await desk.run()
    desk.takes_away(*range(1, 31))
    await desk.days(9)
    assert desk.hidden() == []
    sample = desk.rechecks.doors()["paper"].sample
    assert sample is not None
    assert (sample.asked, sample.answered) == (20, 0)
    assert desk.rechecks.missing() == {"paper": 30}


async def test_new_addresses_that_answer_do_not_speak_for_the_old_ones(desk: Desk) -> None:
    """A redesigned paper's articles of today answer, all older ones do not."""
    await desk.run()
    desk.takes_away(*range(1, 31))
    await desk.run(hours=2)
    for number in range(31, 90):
        desk.file(number)
    await desk.days(9)
    assert desk.hidden() == []


async def test_two_of_thirty_withdrawn_together_are_withdrawals(desk: Desk) -> None:
    await desk.run()
    desk.takes_away(7)
    await desk.days(5)
    desk.takes_away(8)
    await desk.days(9)
    assert desk.hidden() == [7, 8]


async def test_of_a_paper_with_few_articles_nothing_is_said(clock: StoppedClock) -> None:
    desk = Desk(clock, articles=4)
    await desk.run()
    desk.takes_away(2)
    await desk.days(9)
    assert desk.hidden() == []


async def test_what_came_back_is_visible_again_with_a_public_reason(desk: Desk) -> None:
    await desk.run()
    desk.takes_away(7)
    await desk.days(5)
    assert desk.hidden() == [7]
    desk.web.bodies[url(7)] = desk.body(7)
    await desk.days(31, step_h=24)
    assert desk.hidden() == []
    assert desk.article(7).reason is None
    watch = desk.rechecks.watch(ArticleId(7))
    assert watch is not None
    assert not watch.withdrawn


async def test_what_a_person_withheld_is_neither_asked_for_nor_shown_again(desk: Desk) -> None:
    await desk.run()
    desk.takes_away(7)
    await desk.days(5)
    desk.archive.restate(ArticleId(7), State.WITHHELD, reason="طلب رقم 4", now=desk.clock.now())
    desk.web.bodies[url(7)] = desk.body(7)
    before = desk.web.asked.copy()
    await desk.days(40, step_h=24)
    assert desk.article(7).state is State.WITHHELD
    assert all(asked != url(7) for asked, _ in desk.web.asked[len(before) :])


async def test_an_article_that_leads_to_the_front_page_or_to_another_is_gone(desk: Desk) -> None:
    desk.web.says(HOME, desk.body(99))
    await desk.run()
    desk.web.moves(url(7), HOME)
    desk.web.moves(url(9), url(10))
    await desk.run(hours=2)
    assert {n for n in range(1, 31) if (w := desk.rechecks.watch(ArticleId(n))) and w.missed} == {7, 9}


async def test_a_page_that_says_it_is_not_there_is_a_suspicion_and_never_filed(desk: Desk) -> None:
    desk.web.bodies[url(7)] = page("الصفحة غير موجودة", words="عذرا، لم نجد ما تبحث عنه. عد إلى الرئيسية. ")
    await desk.run()
    await desk.days(20, step_h=24)
    watch = desk.rechecks.watch(ArticleId(7))
    assert watch is not None
    assert (watch.misses, watch.problem) == (0, "a page that says it is not there")
    assert desk.hidden() == []
    assert desk.archive.last_change() == 30


@pytest.mark.parametrize(
    "failure", [Failed("HTTP 500", 500), Failed("no route", offline=True), Failed("HTTP 403", 403)]
)
async def test_a_server_in_trouble_withdraws_nothing(desk: Desk, failure: Failed) -> None:
    await desk.run()
    for number in range(1, 31):
        desk.web.fails(url(number), failure)
    await desk.days(9)
    assert desk.rechecks.missing() == {}
    assert desk.hidden() == []


async def test_a_dead_host_is_asked_a_dozen_times_in_72_hours(desk: Desk) -> None:
    await desk.run()
    before = len(desk.web.requests)
    desk.web.pages[f"{HOME}robots.txt"] = lambda: Failed("no route", offline=True)
    for number in range(1, 31):
        desk.web.fails(url(number), Failed("no route", offline=True))
    asking = Asking(desk.web, desk.clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
    tools = Tools(desk.archive, desk.daybook, desk.keeping, cast(Parsers, desk.parsers), desk.clock)
    again = Rechecking(tools, desk.rechecks, asking, (PAPER,), places=2, jitter=lambda: 0.0)
    try:
        for _ in range(72 * 12):
            desk.clock.pass_by(minutes=5)
            await again._start(desk.clock.now(), sharing=True)
            while again._turns.free() < 2:
                await again._turns.rest(desk.clock, more=True, once=False)
    finally:
        await again._end()
    assert len(desk.web.requests) - before <= 12


async def test_pages_come_first_at_their_host(desk: Desk) -> None:
    """Not `once`: a host whose pages are being fetched gives a visit one turn a minute."""
    desk.busy = frozenset({"paper.example:80"})
    await desk.run()
    desk.clock.pass_by(hours=2)
    ended = desk.clock.now() + timedelta(minutes=10)

    class Ended(Exception): ...

    sleep: Callable[[float], object] = desk.clock.sleep

    async def until(seconds: float) -> None:
        await sleep(seconds)  # type: ignore[misc]
        if desk.clock.now() > ended:
            raise Ended

    desk.clock.sleep = until  # type: ignore[method-assign]
    tools = Tools(desk.archive, desk.daybook, desk.keeping, cast(Parsers, desk.parsers), desk.clock)
    asking = Asking(desk.web, desk.clock, agent="Warraq", delay=timedelta(seconds=1), jitter=lambda: 0.0)
    again = Rechecking(
        tools, desk.rechecks, asking, (PAPER,), places=2, jitter=lambda: 0.0, pages=lambda: desk.busy
    )
    before = len(desk.web.requests)
    with pytest.raises(Ended):
        await again.run()
    visits = [one for one in desk.web.requests[before:] if "/news/" in one.url]
    assert 5 <= len(visits) <= 12


async def test_behind_a_dead_door_nothing_is_asked_for(desk: Desk) -> None:
    await desk.run()
    desk.rechecks.put_door(Doorway("paper", DoorState.DEAD, since=NOON))
    assert await desk.run(hours=2) == 0


async def test_on_a_full_disk_nothing_is_visited(desk: Desk) -> None:
    await desk.run()
    desk.disk = Usage(100 * 2**30, 2**30)
    assert await desk.run(hours=2) == 0


async def test_what_was_marked_just_before_a_crash_still_comes_back(desk: Desk) -> None:
    await desk.run()
    desk.takes_away(7)
    await desk.days(5)
    marked = desk.rechecks.watch(ArticleId(7))
    assert marked is not None
    desk.rechecks.put(replace(marked, withdrawn=False, due=desk.clock.now()))  # the note was lost
    desk.web.bodies[url(7)] = desk.body(7)
    await desk.run()
    assert desk.hidden() == []
