"""A picture of which a paper repeats itself is a placeholder; what many papers or one day show is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.moderation.placeholders import DAYS, FEWEST, Repeating, repeating

FIRST = date(2026, 3, 1)


def shown(articles: int, days: int, source: str = "nahar") -> list[tuple[str, date]]:
    return [(source, FIRST + timedelta(days=number % days)) for number in range(articles)]


@pytest.mark.parametrize(
    ("articles", "days", "is_one"),
    [
        (FEWEST, DAYS, True),
        (FEWEST - 1, DAYS, False),
        (FEWEST, DAYS - 1, False),
        (500, 1, False),
        (500, 90, True),
    ],
)
def test_it_takes_so_many_articles_on_so_many_days(articles: int, days: int, is_one: bool) -> None:
    assert (repeating(shown(articles, days)) is not None) is is_one


def test_papers_are_counted_apart() -> None:
    every = [pair for number in range(20) for pair in shown(FEWEST - 1, 9, f"p{number}")]
    assert repeating(every) is None
    assert repeating([*every, *shown(FEWEST, DAYS, "nahar")]) == Repeating("nahar", FEWEST, DAYS)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.dates()), max_size=60))
def test_the_order_is_of_no_importance_and_more_articles_never_acquit(said: list[tuple[str, date]]) -> None:
    found = repeating(said)
    assert repeating(reversed(said)) == found
    if found is not None:
        assert repeating([*said, *shown(3, 3, found.source)]) is not None
