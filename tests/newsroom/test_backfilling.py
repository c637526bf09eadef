"""Is a paper's past brought in whole, slowly, and only as far as it may be?"""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import cast

import pytest

from tests.newsroom.conftest import NOON, HereParsers, StoppedClock, Web
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memorypast import MemoryPasts
from warraq.newsroom.asking import Asking
from warraq.newsroom.backfilling import Backfilling
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.pastpages import UNDATED
from warraq.newsroom.tools import Tools
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Refused, Request
from warraq.press import Backfill, PastKind, PastState, Precision, Source

HOME = "https://nahar.example/"
PAPER = Source("nahar", "النهار", "eg", "Africa/Cairo", homepage=HOME)
PAUSE = timedelta(seconds=6)
SENTENCES = (
    "أعلنت محافظة الضفة الشرقية أن العمل في الجسر رقم {0} انتهى قبل موعده بعامين، وأن المارة سيعبرونه ابتداء من الخميس.",
    "وقال مدير المشروع إن كلفة الجسر رقم {0} لم تتجاوز ما رُصد له، وإن ما تبقى سيُنفق على إنارة الطريق المؤدي إليه.",
    "وينتظر سكان الضفتين منذ سنوات فتح الجسر رقم {0} أمام السيارات، إذ كانوا يقطعون تسعين كيلومترا للوصول إلى المدينة.",
)


def page(number: int, printed: date | None) -> bytes:
    said = f'<meta property="article:published_time" content="{printed}T09:00:00Z">' if printed else ""
    text = "".join(f"<p>{one.format(number)}</p>" for one in SENTENCES)
    return (
        f'<html lang="ar"><head>{said}<title>فتح الجسر رقم {number} أمام المارة</title></head>'
        f"<body><h1>فتح الجسر رقم {number} أمام المارة</h1><article>{text}</article></body></html>"
    ).encode()


def sitemap(*urls: str, index: bool = False, changed: str = "") -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    said = f"<lastmod>{changed}</lastmod>" if changed else ""
    listed = "".join(f"<{inner}><loc>{url}</loc>{said}</{inner}>" for url in urls)
    return f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{outer}>'.encode()


@dataclass
class Press:
    """One paper with a past, and a desk that fetches it."""

    clock: StoppedClock
    web: Web
    archive: MemoryArchive
    keeping: Keeping
    daybook: MemoryDaybook
    pasts: MemoryPasts = field(default_factory=MemoryPasts)
    alone: set[str] = field(default_factory=set)
    fetched_now: set[str] = field(default_factory=set)
    reading: HereParsers = field(default_factory=HereParsers)

    def prints(self, numbers: range, *, day: Callable[[int], date | None]) -> list[str]:
        urls = [f"{HOME}news/{number}" for number in numbers]
        for number, url in zip(numbers, urls, strict=True):
            self.web.says(url, page(number, day(number)))
        return urls

    def lists(self, url: str, body: bytes) -> None:
        self.web.says(url, body, media="application/xml")

    def wishes(self, **wish: object) -> None:
        self.pasts.put(Backfill("nahar", self.clock.now(), **wish))  # type: ignore[arg-type]

    def desk(self) -> Backfilling:
        tools = Tools(
            self.archive,
            self.daybook,
            self.keeping,
            cast(Parsers, self.reading),
            self.clock,
            left_alone=lambda: frozenset(self.alone),
        )
        asking = Asking(self.web, self.clock, agent="Warraq", delay=timedelta(seconds=2), jitter=lambda: 0.0)
        return Backfilling(
            tools,
            self.pasts,
            asking,
            (PAPER,),
            pause=PAUSE,
            places=2,
            pages=lambda: frozenset(self.fetched_now),
        )

    async def fetch(self) -> Backfill:
        await self.desk().run(once=True)
        return self.pasts.backfills()["nahar"]

    def count(self, state: PastState, kind: PastKind = PastKind.PAGE) -> int:
        return self.pasts.tally("nahar", since=NOON).count(state, kind)


@pytest.fixture
def paper(clock: StoppedClock, archive: MemoryArchive, keeping: Keeping, daybook: MemoryDaybook) -> Press:
    return Press(clock, Web(clock), archive, keeping, daybook)


def days_back(number: int) -> date:
    return (NOON - timedelta(days=100 + number)).date()


async def test_a_past_comes_in_from_nested_and_gzipped_sitemaps_under_its_printed_days(paper: Press) -> None:
    urls = paper.prints(range(30), day=days_back)
    paper.web.says(HOME + "robots.txt", b"Sitemap: https://nahar.example/maps.xml\n", media="text/plain")
    paper.lists(HOME + "maps.xml", sitemap(HOME + "more.xml", HOME + "tags-sitemap.xml", index=True))
    paper.lists(HOME + "more.xml", sitemap(HOME + "a.xml.gz", HOME + "b.xml", index=True))
    paper.web.says(HOME + "a.xml.gz", gzip.compress(sitemap(*urls[:15])), media="application/octet-stream")
    paper.lists(HOME + "b.xml", sitemap(*urls[10:]))
    paper.wishes()
    ended = await paper.fetch()
    assert ended.ended is not None
    assert ended.problem is None
    assert paper.archive.count() == 30
    assert paper.count(PastState.DONE) == 30
    for headline in paper.archive.newest(limit=50):
        assert headline.published is not None
        assert headline.at == headline.published.at < NOON - timedelta(days=99)
        assert headline.first_seen > NOON  # when it was collected, and so it says
    assert not any("tags" in url for url, _ in paper.web.asked)


async def test_requests_keep_the_budget_and_one_stands_at_a_time(paper: Press) -> None:
    urls = paper.prints(range(12), day=days_back)
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",))
    await paper.fetch()
    times = [at for url, at in paper.web.asked if "/news/" in url]
    assert len(times) == 12
    assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= PAUSE.total_seconds()
    assert paper.web.most == 1


async def test_a_host_with_new_pages_gives_the_past_a_turn_now_and_then(paper: Press) -> None:
    urls = paper.prints(range(4), day=days_back)
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",))
    desk = paper.desk()
    paper.fetched_now.add("nahar.example:443")
    for _ in range(60):
        await desk._round(once=False)
    times = [at for url, at in paper.web.asked if "/news/" in url]
    assert times
    assert all(later - earlier >= 30 for earlier, later in itertools.pairwise(times))


async def test_only_the_days_asked_for_come_in_and_other_days_may_be_asked_for_later(paper: Press) -> None:
    urls = paper.prints(range(40), day=lambda number: date(2019, 5, 1) + timedelta(days=number))
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",), since=date(2019, 5, 3), until=date(2019, 5, 12))
    await paper.fetch()
    assert paper.archive.count() == paper.count(PastState.DONE) == 10
    assert paper.count(PastState.OUTSIDE) == 30
    paper.pasts.reopen("nahar", now=paper.clock.now())
    paper.wishes(lists=(HOME + "map.xml",), since=date(2019, 5, 1), until=date(2019, 5, 20))
    await paper.fetch()
    assert paper.archive.count() == 20


async def test_the_newest_so_many_are_asked_for_where_a_limit_is_set(paper: Press) -> None:
    urls = [f"{HOME}2019/05/{number:02}/news-{number}" for number in range(1, 21)]
    for number, url in enumerate(urls, 1):
        paper.web.says(url, page(number, date(2019, 5, number)))
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",), most=5)
    ended = await paper.fetch()
    assert ended.ended is not None
    found = {headline.published.at.day for headline in paper.archive.newest(limit=9) if headline.published}
    assert found == {16, 17, 18, 19, 20}
    assert paper.count(PastState.PENDING) == 15
    paper.pasts.put(replace(ended, ended=None, most=None))
    await paper.fetch()
    assert paper.archive.count() == 20


async def test_a_new_wish_counts_its_limit_anew_also_in_a_desk_that_runs(paper: Press) -> None:
    urls = paper.prints(range(12), day=days_back)
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",), most=3)
    desk = paper.desk()
    while paper.pasts.backfills()["nahar"].ended is None:
        await desk._round(once=False)
    assert paper.archive.count() == 3
    again = paper.pasts.backfills()["nahar"]
    paper.pasts.put(replace(again, asked=paper.clock.now(), ended=None, most=4))
    for _ in range(60):
        await desk._round(once=False)
    assert paper.archive.count() == 7


async def test_a_day_archive_is_walked_back_until_nothing_stands_there_any_more(paper: Press) -> None:
    first = date(2026, 2, 1)
    for number in range(30):  # two a day
        day = first + timedelta(days=number // 2)
        url = f"{HOME}news/{number + 5000}"
        paper.web.says(url, page(number, day))
    for back in range(60):
        day = date(2026, 3, 10) - timedelta(days=back)
        numbers = [number for number in range(30) if first + timedelta(days=number // 2) == day]
        links = "".join(
            f'<li><a href="/news/{number + 5000}">فتح الجسر رقم {number} أمام المارة</a></li>'
            for number in numbers
        )
        paper.web.says(
            f"{HOME}archive/{day:%Y/%m/%d}", f"<html><body><h1>أرشيف</h1>{links}</body></html>".encode()
        )
    paper.web.says(
        HOME,
        b'<html><body><a href="/archive/2026/03/10">x</a><a href="/2019/05/03/long-story-of-a-day">y</a></body></html>',
    )
    paper.wishes()
    ended = await paper.fetch()
    assert ended.archives == (HOME + "archive/{yyyy}/{mm}/{dd}",)
    assert paper.archive.count() == 30
    days = [url for url, _ in paper.web.asked if "/archive/" in url]
    # from today to the first day with news, and 45 days behind it
    assert len(days) == len(set(days)) == 38 + 45


async def test_a_day_on_several_pages_is_read_whole(paper: Press) -> None:
    urls = paper.prints(range(5000, 5009), day=lambda _: date(2019, 5, 3))
    links = [f'<a href="{url}">فتح الجسر رقم {url[-4:]} أمام المارة</a>' for url in urls]
    base = f"{HOME}2019/05/03/"
    for number, address in enumerate((base, base + "page/2/", base + "page/3/")):
        more = f'<a href="{base}page/{number + 2}/">{number + 2}</a>' if number < 2 else ""
        body = f"<html><body>{''.join(links[3 * number : 3 * number + 3])}{more}</body></html>"
        paper.web.says(address, body.encode())
    paper.wishes(archives=(HOME + "{yyyy}/{mm}/{dd}/",), since=date(2019, 5, 3), until=date(2019, 5, 3))
    await paper.fetch()
    assert paper.archive.count() == 9


async def test_what_names_no_day_is_never_filed_as_todays(paper: Press) -> None:
    (url,) = paper.prints(range(1), day=lambda _: None)
    longer = "".join(f"<p>{one.format(99)}</p>" for one in SENTENCES)
    paper.web.says(url, page(0, None).replace(b"</article>", longer.encode() + b"</article>"))
    dated = f"{HOME}2019/05/03/news-7"
    paper.web.says(dated, page(7, None))
    paper.lists(HOME + "map.xml", sitemap(url, dated, changed="2026-03-09T08:00:00Z"))
    paper.wishes(lists=(HOME + "map.xml",))
    await paper.fetch()
    (headline,) = paper.archive.newest(limit=9)
    assert headline.published is not None
    assert (headline.published.at.date(), headline.published.precision) == (date(2019, 5, 2), Precision.DAY)
    assert (PastState.REFUSED, UNDATED, 1) in paper.pasts.reasons("nahar")


async def test_robots_are_obeyed_and_nothing_closed_is_asked_for(paper: Press) -> None:
    urls = paper.prints(range(6), day=days_back)
    paper.web.says(HOME + "robots.txt", b"User-agent: *\nDisallow: /news/3\n", media="text/plain")
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",))
    await paper.fetch()
    assert paper.archive.count() == 5
    assert not any(url.endswith("/news/3") for url, _ in paper.web.asked)


async def test_who_opts_out_is_asked_for_nothing_from_then_on(paper: Press) -> None:
    urls = paper.prints(range(20), day=days_back)
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",))
    desk = paper.desk()
    while paper.archive.count() < 3:
        await desk._round(once=False)
    paper.alone.add("nahar")
    before = len(paper.web.asked)
    for _ in range(50):
        await desk._round(once=False)
    assert len(paper.web.asked) - before <= 1  # what was in hand
    paper.alone.clear()
    assert (await paper.fetch()).ended is not None
    assert paper.archive.count() == 20


async def test_a_host_that_is_too_busy_is_left_alone_as_long_as_it_asks_and_loses_nothing(
    paper: Press,
) -> None:
    urls = paper.prints(range(8), day=days_back)
    answers = {url: paper.web.pages[url] for url in urls}
    began = paper.clock.now()

    def answer(url: str) -> Callable[[], object]:
        def said() -> object:
            busy = paper.clock.now() < began + timedelta(hours=2)
            return Failed("HTTP 429", status=429, retry_after_s=3600) if busy else answers[url]()

        return said

    for url in urls:
        paper.web.pages[url] = answer(url)  # type: ignore[assignment]
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",))
    assert (await paper.fetch()).ended is not None
    assert paper.archive.count() == 8
    early = [
        at for url, at in paper.web.asked if "/news/" in url and at < (began + timedelta(hours=2)).timestamp()
    ]
    assert len(early) <= 3
    assert all(later - one >= 3600 for one, later in itertools.pairwise(early))


async def test_what_is_held_already_costs_no_request_and_makes_no_wording(paper: Press) -> None:
    urls = paper.prints(range(4), day=days_back)
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",))
    await paper.fetch()
    last, asked = paper.archive.last_change(), len(paper.web.asked)
    fresh = MemoryPasts()  # everything that was known of the past is lost
    paper.pasts = fresh
    paper.wishes(lists=(HOME + "map.xml",))
    await paper.fetch()
    assert paper.archive.last_change() == last
    assert {url for url, _ in paper.web.asked[asked:]} == {HOME + "robots.txt", HOME + "map.xml"}


async def test_pages_of_other_sites_and_of_other_kinds_are_none_of_it(paper: Press) -> None:
    paper.web.says(HOME + "list", b"<html><body><h1>x</h1></body></html>")
    paper.web.moves(HOME + "news/9", "https://other.example/news/9")
    paper.web.says("https://other.example/news/9", page(9, date(2019, 5, 3)))
    listed = ("https://other.example/news/1", HOME + "list", HOME + "news/404", HOME + "news/9")
    paper.lists(HOME + "map.xml", sitemap(*listed))
    paper.wishes(lists=(HOME + "map.xml",))
    assert (await paper.fetch()).ended is not None
    assert paper.archive.count() == 0
    assert not any(url.endswith("other.example/news/1") for url, _ in paper.web.asked)
    assert (paper.count(PastState.REFUSED), paper.count(PastState.FAILED)) == (2, 1)


async def test_a_past_without_any_list_ends_and_says_what_to_do(paper: Press) -> None:
    paper.wishes()
    ended = await paper.fetch()
    assert ended.ended is not None
    assert ended.problem is not None
    assert "--list" in ended.problem


@pytest.mark.parametrize("inner", [1, 3], ids=["one inner address", "several"])
async def test_addresses_that_our_own_door_does_not_open_are_given_up_in_hours_and_say_why(
    paper: Press, inner: int
) -> None:
    urls = paper.prints(range(3), day=days_back)
    closed = [f"http://10.0.0.{number}" for number in range(1, inner + 1)]
    for one in closed:
        paper.web.pages[f"{one}/robots.txt"] = lambda: Refused("10.0.0.0 is not a public address")
    named = "".join(f"Sitemap: {one}\n" for one in (HOME + "map.xml", *(f"{one}/map.xml" for one in closed)))
    paper.web.says(HOME + "robots.txt", named.encode(), media="text/plain")
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes()
    ended = await paper.fetch()
    assert ended.ended is not None
    assert paper.count(PastState.DONE) == 3
    assert paper.count(PastState.FAILED, PastKind.LIST) == inner
    assert paper.pasts.reasons("nahar")[0][1] == "10.0.0.0 is not a public address"
    assert paper.clock.now() - NOON < timedelta(hours=12)
    assert not any(url.endswith("/map.xml") for url, _ in paper.web.asked if "//10." in url)


async def test_pages_behind_a_robots_txt_that_leads_inwards_are_given_up_too(paper: Press) -> None:
    paper.lists(HOME + "map.xml", sitemap("https://www.nahar.example/news/1"))
    paper.web.pages["https://www.nahar.example/robots.txt"] = lambda: Refused("::1 is not a public address")
    paper.wishes(lists=(HOME + "map.xml",))
    assert (await paper.fetch()).ended is not None
    assert paper.count(PastState.FAILED) == 1
    assert not any(url.endswith("/news/1") for url, _ in paper.web.asked)


async def test_an_archive_of_days_behind_a_closed_door_is_not_walked_day_by_day(paper: Press) -> None:
    paper.web.pages["http://10.0.0.1/robots.txt"] = lambda: Refused("10.0.0.1 is not a public address")
    paper.wishes(archives=("http://10.0.0.1/{yyyy}/{mm}/{dd}/",))
    ended = await paper.fetch()
    assert ended.ended is not None
    assert paper.count(PastState.FAILED, PastKind.DAY) == 1


async def test_a_paper_at_home_behind_our_closed_door_is_told_at_once(paper: Press) -> None:
    paper.web.pages[HOME + "robots.txt"] = lambda: Refused("127.0.0.1 is not a public address")
    paper.wishes()
    ended = await paper.fetch()
    assert ended.ended is not None
    assert ended.problem is not None
    assert "127.0.0.1 is not a public address" in ended.problem
    assert len(paper.web.asked) == 1


async def test_a_past_goes_on_when_our_network_is_up_again(paper: Press) -> None:
    urls = paper.prints(range(3), day=days_back)
    down_until = NOON + timedelta(minutes=15)
    kept = paper.web.fetch
    paper.lists("https://maps.nahar.example/map.xml", sitemap(*urls))

    async def fetch(request: Request) -> FetchOutcome:
        if NOON < paper.clock.now() < down_until:
            return Failed("no route", offline=True)
        return await kept(request)

    paper.web.fetch = fetch  # type: ignore[method-assign]
    paper.wishes(lists=("https://maps.nahar.example/map.xml", HOME + "map.xml"))
    assert (await paper.fetch()).ended is not None
    assert paper.archive.count() == 3


async def test_a_page_that_breaks_here_is_put_off_and_stops_nobody(paper: Press) -> None:
    urls = paper.prints(range(5), day=days_back)
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.reading.refuse.add(urls[2])
    paper.wishes(lists=(HOME + "map.xml",))
    assert (await paper.fetch()).ended is not None
    assert paper.archive.count() == 4


async def test_a_page_that_was_cut_is_asked_for_again_and_a_list_is_not(paper: Press) -> None:
    urls = paper.prints(range(3), day=days_back)
    whole = page(0, days_back(0))
    answers = itertools.chain([whole[:300]], itertools.repeat(whole))
    paper.web.says(urls[0], whole)
    kept = paper.web.pages[urls[0]]

    def said() -> object:
        answer = kept()
        assert isinstance(answer, Fetched)
        return replace(answer, capture=replace(answer.capture, body=next(answers)))

    paper.web.pages[urls[0]] = said  # type: ignore[assignment]
    heads = "".join(
        f"<h2><a href='/n/{one}'>{SENTENCES[0].format(one)}</a></h2><p>{SENTENCES[1]}</p>" for one in range(9)
    )
    paper.web.says(urls[1], f"<html><body><h1>أخبار الجسور</h1>{heads}</body></html>".encode())
    paper.lists(HOME + "map.xml", sitemap(*urls))
    paper.wishes(lists=(HOME + "map.xml",))
    assert (await paper.fetch()).ended is not None
    asked = [url for url, _ in paper.web.asked]
    assert [asked.count(url) for url in urls] == [2, 1, 1]
    assert paper.archive.count() == 2
