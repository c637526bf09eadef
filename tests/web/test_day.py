from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, egypt, two
from warraq.press import Settings
from warraq.web.calendar import MOST, Reader, sheet
from warraq.web.dates import manner, zone_of
from warraq.web.day import day_of, month_of

DAY = timedelta(days=1)


async def test_a_day_lists_what_was_printed_on_it_where_the_edition_is(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="اليوم")
    stand.file(title="ليلًا", ago=timedelta(hours=13))  # 21:00 UTC: eleven in the evening in Cairo
    stand.file(title="بعد منتصف الليل", ago=timedelta(hours=11, minutes=30))  # 22:30 UTC: today in Cairo
    reader = await opens(stand)
    listed = {
        day: [link.text() for link in (await reader.get(f"/day/{day}")).page.css(".stream h3 a")]
        for day in ("2026-11-22", "2026-11-23")
    }
    assert listed == {"2026-11-22": ["ليلًا"], "2026-11-23": ["اليوم", "بعد منتصف الليل"]}


async def test_a_day_is_named_in_both_calendars(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/day/2026-11-23")
    assert answer.words("h1") == "صحف الاثنين 23 نوفمبر 2026"
    assert answer.words(".told") == "13 جمادى الآخرة 1448 هـ"


async def test_a_long_day_goes_on_by_pages_and_stays_within_itself(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(70):
        stand.file(title=f"خبر {number}")
    stand.file(title="أمس", ago=DAY)
    reader = await opens(stand)
    first = (await reader.get("/day/2026-11-23")).page
    second = (await reader.get(first.css_first(".turn a.onward[href*=before]").attributes["href"])).page
    found = [link.text() for page in (first, second) for link in page.css(".stream h3 a")]
    assert found == [f"خبر {number}" for number in range(70)]


async def test_neighbouring_days_are_one_link_away_and_gaps_are_stepped_over(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(ago=timedelta(0))
    stand.file(ago=5 * DAY)
    reader = await opens(stand)
    turns = (await reader.get("/day/2026-11-23")).page.css(".turn-days a")
    assert [(turn.attributes["href"], turn.text()) for turn in turns] == [
        ("/day/2026-11-18", "→ الأربعاء 18 نوفمبر")
    ]
    turns = (await reader.get("/day/2026-11-18")).page.css(".turn-days a")
    assert [turn.attributes["href"] for turn in turns] == ["/day/2026-11-19"]


async def test_the_month_begins_its_weeks_as_its_readers_do_and_links_the_days_with_articles(
    opens: Opens,
) -> None:
    stand = Newsstand(edition=two())
    stand.file()
    stand.file(source="marsa", ago=DAY)
    reader = await opens(stand)
    egyptian, tunisian = (
        (await reader.get("/eg/day/2026-11")).page,
        (await reader.get("/tn/day/2026-11")).page,
    )
    assert [head.text() for head in egyptian.css("th")][:2] == ["السبت", "الأحد"]
    assert [head.text() for head in tunisian.css("th")][:2] == ["الاثنين", "الثلاثاء"]
    assert [link.attributes["href"] for link in egyptian.css("td a")] == ["/eg/day/2026-11-23"]
    assert [link.attributes["href"] for link in tunisian.css("td a")] == ["/tn/day/2026-11-22"]
    assert egyptian.css_first("td a").attributes["title"] == "الاثنين 23 نوفمبر 2026: خبر واحد"
    assert egyptian.css_first("td a small").text() == "13"
    # the first of November 2026 is a Sunday
    assert [bool(cell.text().strip()) for cell in egyptian.css("tr td")][:2] == [False, True]
    assert len(egyptian.css("td")) % 7 == 0


async def test_months_and_years_reach_as_far_as_the_archive_does(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    stand.file(ago=400 * DAY)
    stand.file(ago=365 * 40 * DAY)
    page = (await (await opens(stand)).get("/day/2026-11")).page
    assert [link.text() for link in page.css(".years a")] == ["2026", "2025", "1986"]
    assert [link.text() for link in page.css(".leaves:not(.years) a")] == ["نوفمبر"]
    turned = (await (await opens(stand)).get("/day/2025-11")).page
    assert [link.attributes["href"] for link in turned.css(".leaves:not(.years) a")] == ["/day/2025-10"]


async def test_from_month_to_month_gaps_are_stepped_over_and_nothing_lies_before_the_first(
    opens: Opens,
) -> None:
    stand = Newsstand()
    stand.file()
    stand.file(ago=100 * DAY)
    reader = await opens(stand)
    turns = [link.attributes["href"] for link in (await reader.get("/day/2026-11")).page.css(".turn-days a")]
    assert turns == ["/day/2026-08"]
    turns = [link.attributes["href"] for link in (await reader.get("/day/2026-08")).page.css(".turn-days a")]
    assert turns == ["/day/2026-09"]


async def test_the_archives_door_opens_on_this_month(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/day")
    assert (answer.status, answer.headers["location"]) == (302, "/day/2026-11")


@pytest.mark.parametrize(
    "day",
    ["2026-11-31", "2026-13", "2026-00", "2026-11-25", "2027-01", "1899-12-31", "0000-00-00", "2026", "x", "٢٠٢٦-١١"],
)  # fmt: skip
async def test_what_is_no_day_of_the_press_is_not_found(opens: Opens, day: str) -> None:
    assert (await (await opens(Newsstand())).get(f"/day/{day}")).status == 404


async def test_an_empty_day_says_so(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/day/1999-01-01")
    assert (answer.status, answer.words(".nothing")) == (200, "لم نحفظ من صحف هذا اليوم شيئًا.")


def test_a_crowded_day_is_counted_no_further_than_a_bound() -> None:
    stand = Newsstand()
    for _ in range(MOST + 5):
        stand.file(ago=timedelta(minutes=1))
    edition = egypt()
    reader = Reader(zone_of(edition.zone), manner(edition), frozenset(["eg"]), "/day", NOON.date())
    made = sheet(stand.archive, reader, date(2026, 11, 1))
    [cell] = [cell for week in made.weeks for cell in week if cell and cell.href]
    assert cell.hint.endswith(": 200 خبر أو أكثر")
    assert cell.today


def test_a_month_that_two_hijri_years_share_names_both() -> None:
    stand, edition = Newsstand(), egypt()
    reader = Reader(zone_of(edition.zone), manner(edition), None, "/day", NOON.date())
    assert sheet(stand.archive, reader, date(2025, 6, 1)).other == "ذو الحجة 1446، محرم 1447 هـ"
    assert sheet(stand.archive, reader, date(1910, 6, 1)).other is None


def test_days_and_months_are_read_strictly() -> None:
    assert day_of("2024-02-29") == date(2024, 2, 29)
    assert day_of("2023-02-29") is None
    assert month_of("2024-02") == date(2024, 2, 1)
    assert month_of("2024-2") is None


async def test_no_link_leads_to_a_day_that_is_still_to_come(opens: Opens) -> None:
    """A paper may print any date; a page that is not there must not be promised."""
    stand = Newsstand()
    for days in (340, 0, -1, -3, -20, -400):  # December of last year is one of them
        stand.file(ago=timedelta(days=days))
    reader = await opens(stand)
    for address in ("/day/2026-11", "/day/2026-11-23", "/day/2025-12"):
        page = (await reader.get(address)).page
        links = [link.attributes["href"] for link in page.css("main a")]
        assert "/day/2026-11" in links
        for link in links:
            assert (await reader.get(link)).status == 200, link


async def test_a_month_without_an_article_is_nobodys_to_keep(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(public=True))
    stand.file()
    reader = await opens(stand)
    said = [(await reader.get(f"/day/{month}")).headers["x-robots-tag"] for month in ("2026-11", "1925-03")]
    assert said == ["all", "noindex"]


async def test_a_hijri_month_has_a_calendar_of_its_own_whose_days_lead_to_the_same_pages(
    opens: Opens,
) -> None:
    stand = Newsstand()
    stand.file(title="اليوم")
    stand.file(title="قبل ثلاثة أيام", ago=3 * DAY)
    stand.file(title="قبل شهرين", ago=60 * DAY)
    reader = await opens(stand)
    answer = await reader.get("/day/1448-06")  # of which today, 23 November 2026, is the 13th
    assert answer.words("h1") == "أرشيف جمادى الآخرة 1448 هـ"
    assert "نوفمبر، ديسمبر 2026" in answer.words("caption")
    cells = {
        link.css_first("time").text(): (link.attributes["href"], link.css_first("small").text())
        for link in answer.page.css(".calendar a[href^='/day/2026']")
    }
    assert cells == {"10": ("/day/2026-11-20", "20"), "13": ("/day/2026-11-23", "23")}
    assert answer.page.css_first(".other-calendar a").attributes["href"] == "/day/2026-11"
    turns = [turn.attributes["href"] for turn in answer.page.css(".turn-days a")]
    assert turns == ["/day/1448-04"]  # a month without anything is stepped over
    leaves = [leaf.attributes["href"] for leaf in answer.page.css(".leaves:not(.years) a")]
    assert leaves == ["/day/1448-04", "/day/1448-06"]
    back = (await reader.get("/day/2026-11")).page.css_first(".other-calendar a").attributes["href"]
    assert back == "/day/1448-05"


async def test_a_hijri_day_leads_to_its_gregorian_one_and_none_that_is_none(opens: Opens) -> None:
    reader = await opens(Newsstand())
    led = await reader.get("/day/1448-06-13")
    assert (led.status, led.headers["location"]) == (302, "/day/2026-11-23")
    for address in ("/day/1448-06-31", "/day/1448-13", "/day/1448-07", "/day/1448-08-01", "/day/1342-01"):
        assert (await reader.get(address)).status == 404, address


@pytest.mark.parametrize(
    ("own", "setting", "today"),
    [(None, 0, 13), (None, -1, 12), (2, -1, 15), (0, 2, 13)],
    ids=["reckoned", "setting", "edition", "edition-zero"],
)
async def test_today_is_the_hijri_day_that_the_edition_counts(
    opens: Opens, own: int | None, setting: int, today: int
) -> None:
    stand = Newsstand(edition=egypt(hijri_offset=own), settings=Settings(hijri_offset=setting))
    stand.file(title="اليوم")
    reader = await opens(stand)
    assert (await reader.get("/latest")).words(".hijri") == f"{today} جمادى الآخرة 1448 هـ"
    shown = await reader.get("/day/2026-11-23")
    assert shown.words(".told") == f"{today} جمادى الآخرة 1448 هـ"
    assert shown.words(".calendar [aria-current] small") == f"{today}"
    month = (await reader.get("/day/1448-06")).page.css(".calendar a time")
    assert [cell.text() for cell in month] == [f"{today}"]
    assert (await reader.get(f"/day/1448-06-{today}")).headers["location"] == "/day/2026-11-23"


async def test_a_date_that_a_paper_printed_is_not_moved_by_the_offset(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(hijri_offset=2))
    article = stand.file(title="الأول من رجب 1448", body="صدر يوم الخميس 1 رجب 1448 هـ.")
    page = await (await opens(stand)).get(f"/sada/{article}")
    assert "1 رجب 1448 هـ" in page.words(".body")
