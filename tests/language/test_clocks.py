"""A time of day is read by the clock that the text says, or left open."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from warraq.language import zones
from warraq.language.clocks import OWN, Clock, clocks
from warraq.language.instants import Time
from warraq.language.months import plain


def read(text: str, country: str = "eg") -> list[Clock]:
    return clocks(plain(text), country=country)[0]


@pytest.mark.parametrize(
    ("text", "country", "time"),
    [
        ("03:15 م", "eg", (15, 15, None)),
        ("12:09 ص", "eg", (0, 9, None)),
        ("12:09 م", "eg", (12, 9, None)),
        ("10:30ص", "eg", (10, 30, None)),
        ("ص 10:30", "eg", (10, 30, None)),
        ("PM 10:30", "eg", (22, 30, None)),
        ("مساءً 10:30", "eg", (22, 30, None)),
        ("10:30 ب.ظ", "iq", (22, 30, None)),
        ("10:30 ق ظ", "iq", (10, 30, None)),
        ("10:30 P.M.", "eg", (22, 30, None)),
        ("9:30 ليلاً", "ye", (21, 30, None)),
        ("4:30 عصراً", "om", (16, 30, None)),
        ("1:15 ظهراً", "ae", (13, 15, None)),
        ("11:50 ظهراً", "ae", (11, 50, None)),
        ("5:10 فجراً", "sa", (5, 10, None)),
        ("2:30 بعد الظهر", "lb", (14, 30, None)),
        ("15:45 مساءً", "ae", (15, 45, None)),
        ("10:30:20 PM", "so", (22, 30, 20)),
        ("الساعة 10 مساءً", "eg", (22, 0, None)),
        ("الساعة 10 م", "eg", (22, 0, None)),
        ("20h30", "tn", (20, 30, None)),
        ("8h", "dj", (8, 0, None)),
        ("20سا30", "dz", (20, 30, None)),
        ("الساعة 18.30", "jo", (18, 30, None)),
        ("9:05", "tn", (9, 5, None)),
        ("09:05", "eg", (9, 5, None)),
        ("0:30", "eg", (0, 30, None)),
        ("9:05", "eg", None),
        ("الساعة 09:05", "eg", None),
        ("م 03:15", "eg", None),
        ("(03:15) م", "eg", None),
        ("الثامنة مساء أو 08:00", "eg", None),
        ("12:30 ليلاً", "eg", None),
        ("2:30 ليلاً", "eg", None),
        ("14:20 ص", "eg", None),
        ("24:00", "eg", None),
    ],
)
def test_a_time_says_its_half_of_the_day_or_is_not_read(text: str, country: str, time: Time | None) -> None:
    assert read(text, country) == [Clock(time, (OWN,))]


@pytest.mark.parametrize("text", ["10 م", "18.30", "3:1", "2025", "12:345", "بطول 5 م", "سعر 10.50"])
def test_a_number_is_no_time(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "country", "meant"),
    [
        ("20:30 GMT", "eg", ("Z",)),
        ("20:30 (بتوقيت غرينتش)", "eg", ("Z",)),
        ("بتوقيت جرينتش 20:30", "eg", ("Z",)),
        ("20:30 ت.غ", "ma", ("Z",)),
        ("11,00 ت غ", "ma", ("Z",)),
        ("20:30 بتوقيت غرينتش +3", "eg", ("+03:00",)),
        ("20:30+03:00", "eg", ("+03:00",)),
        ("20:30 (+0300)", "eg", ("+0300",)),
        ("20:30 بتوقيت مكة المكرمة", "eg", ("Asia/Riyadh",)),
        ("20:30 (مكة المكرمة)", "qa", ("Asia/Riyadh",)),
        ("20:30 بتوقيت أبو ظبي", "eg", ("Asia/Dubai",)),
        ("20:30 بالتوقيت المحلي", "sa", (OWN,)),
        ("20:30 بتوقيت عمّان", "jo", ("Asia/Amman",)),
        ("20:30 بتوقيت عُمان", "om", ("Asia/Muscat",)),
        ("20:30 بتوقيت عمان", "eg", ("Asia/Amman", "Asia/Muscat")),
        ("20:30 بتوقيت طوكيو", "eg", ()),
        ("20:30 KSA", "ae", ("Asia/Riyadh",)),
        ("20:30 AST", "ae", ()),  # Arabia's, or the Atlantic's
    ],
)
def test_a_time_is_by_the_clock_that_stands_beside_it(
    text: str, country: str, meant: tuple[str, ...]
) -> None:
    (found,) = read(text, country)
    assert found.zones == meant


def test_each_of_two_times_has_its_own_clock() -> None:
    first, second = read("20:30 بتوقيت غرينتش (23:30 بتوقيت مكة)")
    assert (first.zones, second.zones) == (("Z",), ("Asia/Riyadh",))


def test_every_zone_is_in_the_database_and_every_country_has_places_of_its_own() -> None:
    for zone in {*zones.COUNTRIES.values(), *(zone for names in zones.PLACES.values() for zone in names)}:
        assert ZoneInfo(zone).key == zone
    placed = {zone for names in zones.PLACES.values() for zone in names}
    assert placed >= set(zones.COUNTRIES.values())
