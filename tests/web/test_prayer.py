"""Does the page tell today's hours of prayer where its readers are, with whose reckoning it is and which prayer is next?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand, StoppedClock, egypt, two
from warraq import almanac
from warraq.press import Edition, Settings
from warraq.web.prayer import authority, explained


async def test_an_editions_cities_stand_with_today_and_the_next_prayer_marked(opens: Opens) -> None:
    page = await (await opens(Newsstand())).get("/prayer")  # noon of a Monday in Cairo
    rows = page.page.css(".hours tbody tr")
    assert len(rows) == 10
    cairo = rows[0]
    assert cairo.css_first("th a").attributes["href"] == "/prayer/cairo"
    assert [cell.text() for cell in cairo.css("td time")] == [
        "4:56", "6:27", "11:41", "2:36", "4:56", "6:17",
    ]  # fmt: skip
    assert cairo.css_first(".next-prayer time").text() == "2:36"
    assert "الهيئة المصرية العامة للمساحة" in page.words("main")


async def test_of_several_editions_each_keeps_its_cities_its_clock_and_its_authority(opens: Opens) -> None:
    reader = await opens(Newsstand(edition=two()))
    both = await reader.get("/prayer")
    assert [one.text() for one in both.page.css("h2")] == ["مصر", "تونس"]
    tunis = await reader.get("/tn/prayer")
    assert [one.text() for one in tunis.page.css("h2")] == ["تونس"]
    assert tunis.page.css_first("tbody th a").attributes["href"] == "/tn/prayer/tunis"
    assert tunis.page.css_first("tbody td time").text() == "05:34"
    assert "المعهد الوطني للرصد الجوي في تونس" in tunis.words("main")


async def test_an_edition_of_no_arab_country_is_shown_every_capital(opens: Opens) -> None:
    abroad = Edition("de", "ألمانيا", "Europe/Berlin", ())
    page = await (await opens(Newsstand(edition=abroad))).get("/prayer")
    assert len(page.page.css(".hours tbody tr")) == 22


async def test_a_citys_page_tells_the_day_in_both_calendars_its_zone_and_a_month(opens: Opens) -> None:
    page = await (await opens(Newsstand())).get("/prayer/mecca")
    assert page.words("h1") == "مكة المكرمة"
    assert page.words(".told") == "الاثنين 23 نوفمبر 2026 · 13 جمادى الآخرة 1448 هـ · بتوقيت الرياض"
    assert page.words(".next-told") == "الصلاة التالية: العصر 3:16 م"
    assert page.words(".authority") == "بحساب تقويم أم القرى."
    assert len(page.page.css(".hours tbody tr")) == 30
    assert page.page.css_first(".today-row th").text() == "الاثنين 23"
    turns = [turn.attributes["href"] for turn in page.page.css(".turn a")]
    assert turns == ["/prayer/mecca?month=2026-10#month", "/prayer/mecca?month=2026-12#month"]


async def test_after_the_last_prayer_the_next_is_tomorrows_first(opens: Opens) -> None:
    stand = Newsstand(clock=StoppedClock(datetime(2026, 11, 23, 20, 0, tzinfo=UTC)))
    page = await (await opens(stand)).get("/prayer/cairo")
    assert page.words(".next-told") == "الصلاة التالية: الفجر 4:57 ص"
    assert not page.page.css(".hours-today .next-prayer")  # it is none of today's


async def test_in_ramadan_as_the_edition_counts_it_nightfall_is_later_in_mecca(opens: Opens) -> None:
    for offset, isha in (
        (0, "20:20"),
        (-1, "19:50"),
    ):  # 18 February 2026 is the first of Ramadan, or the day before it
        edition = Edition("sa", "السعودية", "Asia/Riyadh", egypt().sources, hijri_offset=offset)
        page = await (await opens(Newsstand(edition=edition))).get("/prayer/mecca?month=2026-02")
        day = page.page.css_first('.hours time[datetime="2026-02-18"]').parent.parent
        assert day.css("td time")[-1].text() == isha


async def test_the_month_reaches_no_further_than_the_calendar(opens: Opens) -> None:
    reader = await opens(Newsstand())
    for month, status in (("2000-01", 200), ("2076-12", 200), ("2077-01", 404), ("1999-12", 404), ("x", 404)):
        assert (await reader.get(f"/prayer/cairo?month={month}")).status == status, month
    assert len((await reader.get("/prayer/cairo?month=2000-01")).page.css(".turn a")) == 1


@pytest.mark.parametrize("country", sorted({one.country for one in almanac.cities()}))
def test_each_country_is_told_whose_reckoning_it_is_and_how(country: str) -> None:
    said = authority(country)
    assert ("لم نقف" in said) != almanac.own(country)
    assert 3 <= len(list(explained(almanac.method_of(country)))) <= 4


async def test_cities_and_their_months_take_no_question_to_the_archive(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(hijri_offset=1))
    page = await (await opens(stand)).get("/prayer/rabat")
    assert "14 جمادى الآخرة 1448 هـ" in page.words(".told")
    assert date(2026, 11, 23).isoformat() in page.text


async def test_an_editions_home_tells_the_next_prayer_in_one_line_and_that_of_several_countries_none(
    opens: Opens,
) -> None:
    one, several = Newsstand(), Newsstand(edition=two())
    for stand in (one, several):
        stand.file()
        stand.follow()
    home = (await (await opens(one)).get("/")).page
    link = home.css_first('a[href="/prayer/cairo"]')
    assert link.text() == "الصلاة التالية في القاهرة: العصر 2:36 م"
    reader = await opens(several)
    assert not (await reader.get("/")).page.css('a[href^="/prayer/"]')
    assert (await reader.get("/eg")).page.css('a[href="/eg/prayer/cairo"]')
