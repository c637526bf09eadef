from __future__ import annotations

from datetime import timedelta

from tests.web.conftest import Opens
from tests.web.press import BODY, NOON, Newsstand
from warraq.press import Edition, Precision, Progress, Source, State
from warraq.web.front import arranged


async def test_an_empty_archive_shows_how_far_collecting_has_come_and_asks_again_by_itself(
    opens: Opens,
) -> None:
    stand = Newsstand(
        progress=Progress(
            feeds=41, reached=12, failed=2, pending=38, problems=(("sada/politics", "HTTP 503"),)
        )
    )
    answer = await (await opens(stand)).get("/")
    assert answer.status == 200
    assert answer.page.css_first("meta[http-equiv=refresh]").attributes["content"] == "4"
    assert "وصلنا إلى 12 مصدرًا من أصل 41 مصدرًا" in answer.words(".figures")
    assert "38 صفحة في الانتظار" in answer.words(".figures")
    assert answer.words(".problems li") == "صدى النهر HTTP 503"


async def test_an_empty_archive_says_when_nothing_can_be_reached(opens: Opens) -> None:
    stand = Newsstand(progress=Progress(feeds=41, failed=41, offline=True))
    assert (await (await opens(stand)).get("/")).words("h1") == "لم نصل إلى أي صحيفة"


async def test_an_empty_archive_without_collecting_names_the_command(opens: Opens) -> None:
    assert "warraq up" in (await (await opens(Newsstand())).get("/")).words(".first-run")


async def test_news_end_the_waiting_page(opens: Opens) -> None:
    stand = Newsstand()
    reader = await opens(stand)
    assert "refresh" in (await reader.get("/")).text
    stand.file(title="أول خبر يصل")
    stand.clock.time += timedelta(seconds=2)
    answer = await reader.get("/")
    assert answer.page.css_first("meta[http-equiv=refresh]") is None
    assert answer.words(".lead h2") == "أول خبر يصل"


async def test_while_collecting_goes_on_the_front_page_says_so(opens: Opens) -> None:
    stand = Newsstand(progress=Progress(feeds=41, reached=3))
    stand.file()
    assert "وصلنا إلى 3 مصادر من أصل 41 مصدرًا" in (await (await opens(stand)).get("/")).words(".collecting")


async def test_no_headline_stands_twice_in_the_columns(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(60):
        stand.file(source=("sada", "manara", "phare")[number % 3])
    page = (await (await opens(stand)).get("/")).page
    shown = [
        link.attributes["href"]
        for link in page.css(".front h2 a, .front h3 a, .paper-line")
        if link.attributes["href"].count("/") == 2
    ]
    assert len(shown) == len(set(shown)) > 30


async def test_no_paper_fills_the_ticker(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(30):
        stand.file()
    stand.file(source="manara")
    page = (await (await opens(stand)).get("/")).page
    papers = [link.attributes["href"].split("/")[1] for link in page.css(".ticker li a")]
    assert sorted(papers) == ["manara", "sada", "sada"]


async def test_the_middle_gives_each_paper_its_turn(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(20):
        stand.file()
    stand.file(source="manara")
    stand.file(source="phare")
    page = (await (await opens(stand)).get("/")).page
    papers = [link.attributes["href"] for link in page.css(".middle .meta .paper")]
    assert set(papers) == {"/sada", "/manara", "/phare"}
    assert papers.count("/sada") == 4


async def test_a_paper_that_is_alone_fills_the_middle(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(30):
        stand.file()
    page = (await (await opens(stand)).get("/")).page
    assert len(page.css(".middle h2 a, .middle h3 a")) == 11
    assert len(page.css(".rail h3 a")) == 19


async def test_a_headline_without_abstract_can_still_lead(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(body="", title="خبر بلا نص")
    answer = await (await opens(stand)).get("/")
    assert answer.words(".lead h2") == "خبر بلا نص"


async def test_the_masthead_shows_today_in_both_calendars(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/")
    assert answer.words(".calendars") == "الاثنين 23 نوفمبر 202613 جمادى الآخرة 1448 هـ"


async def test_a_withdrawn_article_leaves_the_front_page(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="باقٍ")
    gone = stand.file(title="مسحوب")
    reader = await opens(stand)
    assert "مسحوب" in (await reader.get("/")).text
    stand.archive.restate(gone, State.WITHDRAWN, reason="404", now=NOON)
    stand.clock.time += timedelta(seconds=2)
    assert "مسحوب" not in (await reader.get("/")).text


async def test_another_countrys_papers_stay_out_of_the_edition(opens: Opens) -> None:
    stand = Newsstand()
    stand.archive.put_sources([Source("rabat", "بريد الرباط", "ma", "Africa/Casablanca")])
    stand.file(title="من مصر")
    stand.file(title="من المغرب", source="rabat", ago=timedelta(0))
    answer = await (await opens(stand)).get("/")
    assert "من مصر" in answer.text
    assert "من المغرب" not in answer.text


async def test_where_the_edition_gave_nothing_the_whole_archive_is_shown_and_said_so(opens: Opens) -> None:
    stand = Newsstand()
    stand.archive.put_sources([Source("corpus", "مجموعة محفوظة", "zz", "UTC")])
    stand.file(title="من المجموعة", source="corpus")
    answer = await (await opens(stand)).get("/")
    assert answer.words(".lead h2") == "من المجموعة"
    assert "في الأرشيف كله" in answer.words(".papers")


async def test_a_date_without_hour_gets_none(opens: Opens) -> None:
    stand = Newsstand()
    from warraq.press import Moment

    stand.file(published=Moment(NOON.replace(hour=0) - timedelta(hours=2), Precision.DAY, "Africa/Cairo"))
    time = (await (await opens(stand)).get("/")).page.css_first(".lead .meta time")
    assert (time.text(), time.attributes["datetime"]) == ("اليوم", "2026-11-23")


async def test_a_date_that_is_unknown_is_said_to_be_when_we_saw_it(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(published=None, seen=NOON - timedelta(minutes=5))
    time = (await (await opens(stand)).get("/")).page.css_first(".lead .meta time")
    assert time.text() == "رُصد 11:55 ص"
    assert "لم تذكر الصحيفة تاريخ النشر" in time.attributes["title"]


async def test_the_front_page_asks_the_archive_nothing_while_it_is_fresh(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    reader = await opens(stand)
    first = await reader.get("/")

    def refuse(**_: object) -> None:
        raise AssertionError("asked")

    stand.archive.newest = refuse
    assert (await reader.get("/")).body == first.body


async def test_papers_of_three_countries_make_one_demo_edition(opens: Opens) -> None:
    papers = tuple(
        Source(slug, slug, country, "UTC", invented=True)
        for slug, country in (("one", "eg"), ("two", "ma"), ("three", "sy"))
    )
    stand = Newsstand(edition=Edition("demo", "صحافة مخترعة", "Africa/Cairo", papers))
    for paper in papers:
        stand.file(source=paper.slug)
    page = (await (await opens(stand)).get("/")).page
    assert {link.attributes["href"] for link in page.css(".papers .paper-name")} == {"/one", "/two", "/three"}


def test_one_line_is_enough_for_a_front_page() -> None:
    stand = Newsstand()
    stand.file(body=BODY[:20])
    from warraq.web import dates
    from warraq.web.lines import lines

    made = lines(
        stand.archive.newest(limit=9),
        sources={},
        now=NOON,
        zone=dates.zone_of("UTC"),
        how=dates.manner(stand.edition),
        public=False,
    )
    front = arranged(made)
    assert (front.lead, front.cards, front.rail) == (made[0], (), ())


async def test_a_full_disk_is_said_where_collecting_was(opens: Opens) -> None:
    stand = Newsstand(progress=Progress(feeds=41, reached=3, halted="the disk is more than 90% full"))
    assert "توقف الجمع" in (await (await opens(stand)).get("/")).words("h1")
    stand.file()
    assert "امتلأ قرص هذا الخادم" in (await (await opens(stand)).get("/")).words(".collecting")
