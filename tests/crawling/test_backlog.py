"""A sitemap of years yields what is new; an index leads to the parts that hold news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import backlog
from warraq.press import Entry, FeedReading, Moment, Part, Precision

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(number: int, hours_ago: float | None, *, precision: Precision = Precision.SECOND) -> Entry:
    moment = None if hours_ago is None else Moment(NOW - hours_ago * HOUR, precision)
    return Entry(f"{number}", f"https://a.example/{number}", updated=moment)


def sitemap(*entries: Entry) -> FeedReading:
    return FeedReading(None, entries, "sitemap/1", whole=True)


def numbers(entries: tuple[Entry, ...]) -> list[int]:
    return [int(one.guid) for one in entries]


def test_all_of_a_feed_is_wanted_however_old() -> None:
    reading = FeedReading(None, (entry(1, 9_000), entry(2, None)), "rss/1")
    assert backlog.wanted(reading, reached=None, now=NOW) == reading.entries


def test_at_first_sight_a_sitemap_counts_from_three_days_back() -> None:
    reading = sitemap(entry(1, 100), entry(2, 71), entry(3, 1), entry(4, None))
    assert numbers(backlog.wanted(reading, reached=None, now=NOW)) == [3, 2]


@pytest.mark.parametrize(
    ("reached_hours_ago", "wanted"),
    [(-9_000, [4]), (1, [4]), (40, [4, 3]), (300, [4, 3, 2]), (9_000, [4, 3, 2])],
)
def test_later_it_counts_from_a_day_before_the_last_visit(reached_hours_ago: int, wanted: list[int]) -> None:
    reading = sitemap(entry(1, 24 * 40), entry(2, 24 * 12), entry(3, 60), entry(4, 3))
    found = backlog.wanted(reading, reached=NOW - reached_hours_ago * HOUR, now=NOW)
    assert numbers(found) == wanted


def test_a_day_counts_until_its_end() -> None:
    reading = sitemap(entry(1, 80, precision=Precision.DAY), entry(2, 80))
    assert numbers(backlog.wanted(reading, reached=None, now=NOW)) == [1]


def test_of_many_the_newest_two_hundred_count() -> None:
    reading = sitemap(*(entry(n, n / 100) for n in range(900)))
    assert numbers(backlog.wanted(reading, reached=None, now=NOW)) == list(range(200))


def test_without_any_date_both_ends_count() -> None:
    reading = sitemap(*(entry(n, None) for n in range(900)))
    assert numbers(backlog.wanted(reading, reached=NOW, now=NOW)) == [*range(50), *range(850, 900)]
    short = sitemap(*(entry(n, None) for n in range(60)))
    assert numbers(backlog.wanted(short, reached=None, now=NOW)) == list(range(60))


def part(name: str, days_ago: float | None = None) -> Part:
    changed = None if days_ago is None else Moment(NOW - timedelta(days=days_ago), Precision.SECOND)
    return Part(f"https://a.example/{name}", changed)


@pytest.mark.parametrize(
    ("parts", "first"),
    [
        ([part("post-sitemap.xml", 1), part("category-sitemap.xml", 0), part("page-sitemap.xml", 0)], "post-sitemap.xml"),
        ([part("sitemap-2024.xml"), part("sitemap-2026.xml"), part("sitemap-2025.xml")], "sitemap-2026.xml"),
        ([part("sitemap-9.xml"), part("sitemap-10.xml"), part("sitemap-1.xml")], "sitemap-10.xml"),
        ([part("sitemap-1.xml", 9), part("sitemap-2.xml", 1), part("sitemap-3.xml", 300)], "sitemap-2.xml"),
        ([part("posts-2026-11.xml", 0), part("news-sitemap.xml", 2)], "news-sitemap.xml"),
        ([part("sitemap.xml?page=1"), part("sitemap.xml?page=44")], "sitemap.xml?page=44"),
        ([part("old.xml", -900), part("new.xml", 1)], "new.xml"),
    ],
)  # fmt: skip
def test_the_parts_that_hold_news_come_first(parts: list[Part], first: str) -> None:
    found = backlog.newest(tuple(parts), now=NOW)
    assert found[0].url == f"https://a.example/{first}"


def test_three_parts_are_visited_at_most() -> None:
    undated = tuple(part(f"{n}.xml") for n in range(40))
    assert [len(each) for each in backlog.turns(undated, read={}, reached=NOW, now=NOW)] == [3, 0]
    assert backlog.turns((), read={}, reached=None, now=NOW) == ((), ())


def test_parts_of_categories_pages_and_authors_are_left_where_articles_have_one() -> None:
    names = ("post-sitemap.xml", "page-sitemap.xml", "category-sitemap.xml", "author-sitemap.xml")
    (chosen, later) = backlog.turns(tuple(part(name, 0) for name in names), read={}, reached=None, now=NOW)
    assert ([one.url for one in chosen], later) == (["https://a.example/post-sitemap.xml"], ())


def test_what_changed_and_was_not_read_has_the_next_turn() -> None:
    parts = (*(part(f"desk-{n}.xml", n / 100) for n in range(8)), part("2025.xml", 90))
    first, later = backlog.turns(parts, read={}, reached=NOW - HOUR, now=NOW)
    assert (first, later) == (parts[:3], parts[3:8])
    read = {one.url: one.changed for one in first}
    assert backlog.turns(parts, read=read, reached=NOW, now=NOW)[0] == parts[3:6]
    busy = (*(part(f"desk-{n}.xml", 0) for n in range(3)), *parts[3:])
    assert backlog.turns(busy, read=read, reached=NOW, now=NOW)[0] == parts[3:6]


def test_where_few_are_dated_the_others_are_not_forgotten() -> None:
    reading = sitemap(entry(0, 1), *(entry(n, None) for n in range(1, 30)))
    assert numbers(backlog.wanted(reading, reached=NOW, now=NOW)) == list(range(30))


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e4, 1e5)), max_size=300),
    st.one_of(st.none(), st.floats(-100, 1e5)),
)
def test_what_is_wanted_stands_in_the_list_once_and_is_never_too_much(ago: list[float | None], reached: float | None) -> None:  # fmt: skip
    reading = sitemap(*(entry(n, hours) for n, hours in enumerate(ago)))
    last = None if reached is None else NOW - reached * HOUR
    found = numbers(backlog.wanted(reading, reached=last, now=NOW))
    assert len(found) == len(set(found)) <= backlog.MOST + backlog.MOST_UNDATED
    assert set(found) <= set(range(len(ago)))
