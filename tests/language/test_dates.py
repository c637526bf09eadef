"""A printed date is read rightly, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.language import dates
from warraq.language.months import EGYPTIAN, LEVANTINE, LIBYAN, MAGHREBI, MAURITANIAN, MOROCCAN
from warraq.press import Moment, Precision

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ZONES = {
    "eg": "Africa/Cairo",
    "lb": "Asia/Beirut",
    "jo": "Asia/Amman",
    "tn": "Africa/Tunis",
    "dz": "Africa/Algiers",
    "ma": "Africa/Casablanca",
    "mr": "Africa/Nouakchott",
    "ly": "Africa/Tripoli",
    "sa": "Asia/Riyadh",
    "fr": "Europe/Paris",
}


def read(printed: str, country: str = "eg") -> Moment | None:
    return dates.read(printed, country=country, zone=ZONES[country], now=NOW)


def local(moment: Moment, country: str) -> str:
    """As evaluation sets print it: in the country's own time, as fine as is known."""
    at = moment.at.astimezone(ZoneInfo(ZONES[country]))
    formats = {
        "year": "%Y",
        "month": "%Y-%m",
        "day": "%Y-%m-%d",
        "minute": "%Y-%m-%dT%H:%M",
        "second": "%Y-%m-%dT%H:%M:%S",
    }
    return at.strftime(formats[moment.precision])


@pytest.mark.parametrize(
    ("printed", "country", "meant"),
    [
        ("03 - 06 - 2025", "eg", "2025-06-03"),
        ("3/6/2025", "eg", "2025-06-03"),
        ("3.6.2025", "tn", "2025-06-03"),
        ("٣/٦/٢٠٢٥", "sa", "2025-06-03"),
        ("نشر في المصري اليوم يوم 03 - 06 - 2025", "eg", "2025-06-03"),
        ("الثلاثاء 23 ديسمبر 2025", "eg", "2025-12-23"),
        ("23ديسمبر 2025", "eg", "2025-12-23"),
        ("الثلاثاء، ٢٣ ديسمبر ٢٠٢٥", "eg", "2025-12-23"),
        ("23 من ديسمبر عام 2025", "eg", "2025-12-23"),
        ("ديسمبر 25, 2020", "eg", "2020-12-25"),
        ("٢٣ كانون الأول ٢٠٢٥ - ٠٣:١٥ م", "lb", "2025-12-23T15:15"),
        ("5 تشرين الثاني 2024", "lb", "2024-11-05"),
        ("8 آب 2024", "lb", "2024-08-08"),
        ("الجمعة 24 نيسان / أبريل 2020 09:22 مساءً", "jo", "2020-04-24T21:22"),
        ("24 نيسان/أبريل 2020", "jo", "2020-04-24"),
        ("12 جانفي 2024", "tn", "2024-01-12"),
        ("8 فيفري 2024 على 14:05", "dz", "2024-02-08T14:05"),
        ("5 ماي 2024", "ma", "2024-05-05"),
        ("3 غشت 2024 - 09:05", "ma", "2024-08-03T09:05"),
        ("1 شتنبر 2024", "ma", "2024-09-01"),
        ("5 دجمبر 2024", "mr", "2024-12-05"),
        ("3 هانيبال 2005", "ly", "2005-08-03"),
        ("1 الفاتح 1999", "ly", "1999-09-01"),
        ("الأربعاء، 07 أكتوبر 2020 - 12:09 م", "eg", "2020-10-07T12:09"),
        ("الأربعاء، 07 أكتوبر 2020 - 12:09 ص", "eg", "2020-10-07T00:09"),
        ("الخميس 7/3/1429 هـ - الموافق 13/3/2008 م", "sa", "2008-03-13"),
        ("15 رجب 1447 - 4 يناير 2026", "sa", "2026-01-04"),
        ("2025/06/03", "eg", "2025-06-03"),
        ("ديسمبر 2025", "eg", "2025-12"),
        ("5 يناير 2025 10:30 GMT", "eg", "2025-01-05T12:30"),
        ("الأحد 5 يناير 2025 22:30", "eg", "2025-01-05T22:30"),
        ("le 5 février 2024 à 14:30", "fr", "2024-02-05T14:30"),
        ("2025-06-03", "eg", "2025-06-03"),
        ("2025-06-03T10:00:00+03:00", "eg", "2025-06-03T10:00:00"),
        ("2025-06-03T10:00:00Z", "eg", "2025-06-03T13:00:00"),
        ("2025-06-03 10:00", "eg", "2025-06-03T10:00"),
        ("2025-06-03T10:00:00.123456+0100", "eg", "2025-06-03T12:00:00"),
        ("Tue, 03 Jun 2025 10:00:00 GMT", "eg", "2025-06-03T13:00:00"),
        ("Tue, 3 Jun 2025 10:00 +0200", "eg", "2025-06-03T11:00"),
        ("03 Jun 2025 10:00:00", "eg", "2025-06-03T10:00:00"),
    ],
)
def test_a_date_means_what_its_readers_read(printed: str, country: str, meant: str) -> None:
    moment = read(printed, country)
    assert moment is not None
    assert local(moment, country) == meant
    assert moment.printed == printed


@pytest.mark.parametrize(
    ("printed", "country"),
    [
        ("12/25/2020", "eg"),  # only month-first makes sense of it, and we never read so
        ("3/6/25", "eg"),  # which century, which order?
        ("31/2/2025", "eg"),
        ("الثلاثاء 23 ديسمبر", "eg"),  # no year
        ("3 نيسان/مايو 2020", "jo"),  # twins that are none
        ("15 رجب 1447", "sa"),  # the calculated calendar and the sighted one differ by days
        ("1447/7/3هـ", "sa"),
        ("3 هانيبال 2005", "eg"),  # an everyday word outside Libya
        ("3 هانيبال 2015", "ly"),  # and in Libya after 2011
        ("منذ 3 ساعات", "eg"),
        ("3/6/2025 - 4/6/2025", "eg"),
        ("2 مايو 2025 - 3 مايو 2025", "eg"),
        ("1970-01-01T00:00:00Z", "eg"),
        ("01/01/1970", "eg"),
        ("2000-01-01", "eg"),
        ("0001-01-01T00:00:00", "eg"),
        ("2026-03-12", "eg"),  # two days ahead of now
        ("2025-06-03T10:00:00+99:00", "eg"),
        ("2025-06-03T25:00:00", "eg"),
        ("2025", "eg"),
        ("", "eg"),
        ("خبر", "eg"),
    ],
)
def test_what_is_not_said_plainly_is_unknown(printed: str, country: str) -> None:
    assert read(printed, country) is None


def test_an_unsaid_half_of_the_day_leaves_the_day() -> None:
    for printed in (
        "الأحد 5 يناير 2025 10:30",
        "5 يناير 2025 10:30 بتوقيت مكة",
        "5 يناير 2025 09:00 - 10:00 ص",
    ):
        moment = read(printed)
        assert moment is not None
        assert (moment.precision, local(moment, "eg")) == (Precision.DAY, "2025-01-05")


def test_a_date_without_offset_is_in_the_zone_of_its_source() -> None:
    moment = read("2025-06-03 10:00:00")
    assert moment == Moment(
        datetime(2025, 6, 3, 7, tzinfo=UTC), Precision.SECOND, "Africa/Cairo", "2025-06-03 10:00:00"
    )


@pytest.mark.parametrize(
    ("dialect", "country"),
    [
        (EGYPTIAN, "eg"),
        (LEVANTINE, "lb"),
        (MAGHREBI, "tn"),
        (MOROCCAN, "ma"),
        (MAURITANIAN, "mr"),
        (LIBYAN, "ly"),
    ],
)
def test_every_month_of_every_dialect_is_known(dialect: list[str], country: str) -> None:
    assert len(dialect) == 12
    for number, name in enumerate(dialect, 1):
        moment = read(f"9 {name} 2008", country)
        assert moment is not None, name
        assert local(moment, country) == f"2008-{number:02}-09"


@given(
    st.dates(date(1971, 1, 2), date(2026, 3, 9)),
    st.sampled_from(["{d}/{m}/{y}", "{d:02} - {m:02} - {y}", "{y}-{m:02}-{d:02}"]),
)
def test_numbers_are_day_first_whatever_they_are(day: date, form: str) -> None:
    moment = read(form.format(d=day.day, m=day.month, y=day.year))
    if (day.month, day.day) == (1, 1) and day.year in (1980, 2000):
        assert moment is None
    else:
        assert moment is not None
        assert local(moment, "eg") == f"{day:%Y-%m-%d}"


@given(st.text(alphabet="0123456789٠١٢٣/-:.,TZ+ هـ صمabAPM" + "".join(EGYPTIAN[:3]), max_size=60))
def test_no_text_raises(printed: str) -> None:
    moment = read(printed)
    assert moment is None or moment.at <= NOW.replace(day=11)
