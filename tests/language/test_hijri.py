"""A Hijri date is the day that the calendar or the weekday tells, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.language import hijri


@pytest.mark.parametrize(
    ("year", "month", "day", "meant"),
    [
        (1445, 9, 1, date(2024, 3, 11)),
        (1446, 1, 1, date(2024, 7, 7)),
        (1446, 10, 1, date(2025, 3, 30)),
        (1446, 12, 9, date(2025, 6, 5)),
        (1447, 7, 15, date(2026, 1, 4)),
        (1446, 9, 30, date(2025, 3, 30)),  # a sighting's thirtieth, where the calculated month has 29
        (1446, 13, 1, None),
        (1446, 9, 31, None),
        (2025, 6, 3, None),
    ],
)
def test_the_calculated_day_is_umm_al_qura_s(year: int, month: int, day: int, meant: date | None) -> None:
    assert hijri.calculated(year, month, day) == meant


@given(st.integers(1400, 1499), st.integers(1, 12), st.integers(1, 29), st.integers(0, 6))
def test_a_weekday_picks_a_day_within_the_tolerance_or_none(
    year: int, month: int, day: int, weekday: int
) -> None:
    reckoned = hijri.calculated(year, month, day)
    assert reckoned is not None
    found = hijri.day_of(year, month, day, country="eg", weekday=weekday)
    if found is None:
        assert (weekday - reckoned.weekday()) % 7 in (3, 4)
    else:
        assert found.weekday() == weekday
        assert hijri.agree(reckoned, found)


def test_without_a_weekday_only_a_civil_calendar_tells_the_day() -> None:
    assert hijri.day_of(1447, 7, 15, country="sa", weekday=None) == date(2026, 1, 4)
    assert hijri.day_of(1447, 7, 15, country="eg", weekday=None) is None
    assert hijri.day_of(1446, 9, 30, country="sa", weekday=None) is None
