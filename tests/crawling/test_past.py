"""Which addresses of a past are wanted, how is an archive walked, and is what is left told rightly?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import past
from warraq.press import Backfill, Found, PastKind, PastState, PastTally

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
PAUSE = timedelta(seconds=6)
SITE = "https://nahar.example"


def _wish(since: date | None = None, until: date | None = None, *archives: str) -> Backfill:
    return Backfill("nahar", NOON, since, until, archives=archives)


def _wanted(found: Found, wish: Backfill) -> bool:
    return bool(list(past.wanted([found], wish)))


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("/2019/05/03/story", date(2019, 5, 3)),
        ("/2019/5/3/story", date(2019, 5, 3)),
        ("/news/2019-05-03-story", date(2019, 5, 3)),
        ("/20190503/1", date(2019, 5, 3)),
        ("/2019/13/03/story", None),
        ("/2019/02/30/story", None),
        ("/120190503", None),
        ("/story-2019", None),
    ],
)
def test_the_day_of_an_address_is_read_or_there_is_none(url: str, day: date | None) -> None:
    assert past.day_in(SITE + url) == day


def test_a_page_that_changed_after_the_days_asked_for_may_have_been_printed_within() -> None:
    wish = _wish(date(2019, 1, 1), date(2019, 12, 31))
    late, early = datetime(2022, 1, 1, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC)
    page = SITE + "/story"
    assert _wanted(Found(page, PastKind.PAGE, late), wish)
    assert not _wanted(Found(page, PastKind.PAGE, late, printed=True), wish)
    assert not _wanted(Found(page, PastKind.PAGE, early), wish)
    assert _wanted(Found(page, PastKind.PAGE), wish)
    assert not _wanted(Found(SITE + "/2022/01/01/story", PastKind.PAGE), wish)
    assert _wanted(Found(SITE + "/2019/06/01/story", PastKind.PAGE, early), wish)  # the address says so


def test_of_lists_those_of_other_months_and_of_tags_are_left() -> None:
    wish = _wish(date(2019, 5, 1), date(2019, 6, 30))
    listed = {
        "sitemap-2019-05.xml": True,
        "sitemap-201906.xml": True,
        "sitemap-2019-07.xml": False,
        "sitemap-2018-12.xml.gz": False,
        "sitemap-7.xml": True,
        "category-sitemap.xml": False,
        "post_tag-sitemap.xml": True,  # a name that is not known for certain is looked into
    }
    for name, is_wanted in listed.items():
        assert _wanted(Found(f"{SITE}/{name}", PastKind.LIST), wish) is is_wanted, name


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("/2019/05/03/", "/{yyyy}/{mm}/{dd}/"),
        ("/archive/2019/5/3", "/archive/{yyyy}/{m}/{d}"),
        ("/arshif/2019-05-03", "/arshif/{yyyy}-{mm}-{dd}"),
        ("/archive.aspx?date=2019-05-03", "/archive.aspx?date={yyyy}-{mm}-{dd}"),
        ("/archive?day=20190503", "/archive?day={yyyy}{mm}{dd}"),
        ("/2019/05/03/a-story-of-that-day", None),
        ("/archive/2019/13/3", None),
        ("/news/12345", None),
        ("/?p=20190503", None),
    ],
)
def test_the_pattern_of_a_day_archive_is_told_from_a_storys_address(url: str, pattern: str | None) -> None:
    assert past.pattern_of(SITE + url) == (SITE + pattern if pattern else None)


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_pattern_leads_back_to_the_day_it_was_made_of(day: date) -> None:
    for form in (f"{SITE}/{day:%Y/%m/%d}/", f"{SITE}/a?date={day:%Y-%m-%d}"):
        pattern = past.pattern_of(form)
        assert pattern is not None
        assert past.is_pattern(pattern)
        (first,) = past.first_days(_wish(None, day, pattern), today=date(2031, 1, 1))
        assert first.url == form


def test_an_archive_is_walked_back_to_the_first_day_asked_for() -> None:
    wish = _wish(date(2019, 4, 29), date(2019, 5, 2), SITE + "/{yyyy}/{mm}/{dd}")
    (found,) = past.first_days(wish, today=date(2026, 1, 1))
    days = [found.url[-10:]]
    while (before := past.day_before(found, wish, empty=True)) is not None:
        found = before
        days.append(found.url[-10:])
    assert days == ["2019/05/02", "2019/05/01", "2019/04/30", "2019/04/29"]


def test_without_a_first_day_the_walk_ends_where_nothing_stood_for_weeks_and_by_months_for_a_year() -> None:
    for pattern, steps in (("/{yyyy}/{mm}/{dd}", past.BLANKS), ("/{yyyy}/{mm}", 12)):
        wish = _wish(None, None, SITE + pattern)
        (found,) = past.first_days(wish, today=date(2026, 1, 1))
        walked = 1
        while (before := past.day_before(found, wish, empty=True)) is not None:
            found, walked = before, walked + 1
        assert walked == steps
        again = past.day_before(found, wish, empty=False)  # something stands there: it goes on
        assert again is not None
        assert again.blank == 0


def test_the_further_pages_of_a_day_are_known_by_their_form() -> None:
    day = Found(SITE + "/2019/05/03/", PastKind.DAY, datetime(2019, 5, 3, tzinfo=UTC), True)
    links = [
        SITE + "/2019/05/03/page/1/",
        SITE + "/2019/05/03/page/2/",
        SITE + "/2019/05/03?page=3",
        SITE + "/2019/05/03/a-story",
        SITE + "/2019/05/04/page/2/",
    ]
    more = list(past.further(day, links))
    assert [one.url for one in more] == links[1:3]
    assert {one.kind for one in more} == {PastKind.MORE}
    assert [one.url for one in past.further(more[0], [SITE + "/2019/05/03/page/3/"])] == [
        SITE + "/2019/05/03/page/3/"
    ]


def _tally(asked: int = 0, hours: float = 0.0, **counts: int) -> PastTally:
    names = {
        "had": (PastKind.PAGE, PastState.DONE),
        "waiting": (PastKind.PAGE, PastState.PENDING),
        "read": (PastKind.LIST, PastState.DONE),
        "unread": (PastKind.LIST, PastState.PENDING),
        "days": (PastKind.DAY, PastState.PENDING),
    }
    times = (NOON, NOON + timedelta(hours=hours)) if asked else (None, None)
    return PastTally({names[name]: count for name, count in counts.items()}, asked, *times)


def test_at_first_the_budget_tells_how_long_it_takes_then_the_pages_themselves() -> None:
    began = past.estimate(_tally(waiting=600, read=3), pause=PAUSE)
    assert (began.pages, began.exact, began.left) == (600, True, timedelta(hours=1))
    slower = past.estimate(_tally(asked=101, hours=1, had=101, waiting=200, read=3), pause=PAUSE)
    assert slower.left == timedelta(hours=2)


def test_unread_lists_count_as_much_as_those_that_were_read() -> None:
    found = past.estimate(_tally(had=50, waiting=150, read=2, unread=8), pause=PAUSE)
    assert (found.pages, found.exact) == (1000, False)
    assert found.left == PAUSE * (150 + 800) + PAUSE * 8


def test_nothing_is_claimed_of_an_archive_whose_end_nobody_knows() -> None:
    found = past.estimate(_tally(waiting=10, days=1), pause=PAUSE)
    assert (found.left, found.exact) == (None, False)
