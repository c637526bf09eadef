"""A printed date is read rightly, or not at all."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from warraq.language import dates, zones
from warraq.language.dates import Doubt
from warraq.language.months import EGYPTIAN, LEVANTINE, LIBYAN, MAGHREBI, MAURITANIAN, MOROCCAN
from warraq.press import Moment, Precision

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ZONES = zones.COUNTRIES


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
        ("15 رجب 1447", "sa", "2026-01-04"),
        ("1447/7/3هـ", "sa", "2025-12-23"),
        ("السبت 15 رجب 1447", "eg", "2026-01-03"),  # the weekday tells which day was sighted
        ("الثلاثاء 3 من رجب 1447 هــ 23 ديسمبر 2025 السنة 150 العدد 50785", "eg", "2025-12-23"),
        ("فاتح ماي 2024", "ma", "2024-05-01"),
        ("الأول من يونيو 2025", "eg", "2025-06-01"),
        ("في الثالث والعشرين من ديسمبر 2025", "eg", "2025-12-23"),
        ("النصف الأول من ديسمبر 2025", "eg", "2025-12"),  # no day
        ("1 تشرين الأول أكتوبر 2024", "lb", "2024-10-01"),
        ("عام 2003", "eg", "2003"),
        ("10:30 - 5 يونيو 2025", "eg", "2025-06-05T10:30"),
        ("23\\12\\2025", "iq", "2025-12-23"),
        ("June 3, 2025 10:30 PM", "eg", "2025-06-03T22:30"),
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
        ("15 رجب 1447", "eg"),  # a sighted month: the calculated calendar and it differ by days
        ("1447/7/3هـ", "ma"),
        ("الخميس 15 رجب 1447", "sa"),  # no day within a sighting's tolerance bears that name
        ("15 رمضان 2024", "sa"),
        ("3-5 يونيو 2025", "eg"),
        ("من 3 إلى 5 يونيو 2025", "eg"),
        ("2 مايو - 5 مايو 2025", "eg"),
        ("2025/23/12", "eg"),
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


def test_a_time_that_is_not_certain_leaves_the_day() -> None:
    for printed in (
        "الأحد 5 يناير 2025 الساعة 5:30",  # a person's hour, its half unsaid
        "5 يناير 2025 10:30 بتوقيت طوكيو",  # a place that we do not know
        "5 يناير 2025 09:00 - 10:00 ص",
        "5 يناير 2025 12:30 ليلاً",  # at which end of the day?
        "5 يناير 2025 م 03:15",  # is م the era or the half?
        "5 يناير 2025 14:20 ص",
    ):
        moment = read(printed)
        assert moment is not None
        assert (moment.precision, local(moment, "eg")) == (Precision.DAY, "2025-01-05"), printed


def test_a_time_that_summer_time_left_out_leaves_the_day() -> None:
    moment = read("25 أبريل 2025 00:30")
    assert moment is not None
    assert (moment.precision, moment.at) == (Precision.DAY, datetime(2025, 4, 24, 22, tzinfo=UTC))


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


def doubts(printed: str, country: str = "eg") -> tuple[Doubt, ...] | None:
    found = dates.reading(printed, country=country, zone=ZONES[country], now=NOW)
    return found.doubts if found else None


def test_a_weekday_that_contradicts_its_date_is_kept_and_flagged() -> None:
    for printed in ("الاثنين 23 ديسمبر 2025", "lundi 23 décembre 2025", "Mon, 23 Dec 2025 10:00:00 GMT"):
        moment = read(printed)
        assert moment is not None
        assert local(moment, "eg")[:10] == "2025-12-23"
        assert doubts(printed) == (Doubt.WEEKDAY,)
    for printed in ("الثلاثاء 23 ديسمبر 2025", "mardi 23 décembre 2025", "Tue, 23 Dec 2025 23:30:00 GMT"):
        assert doubts(printed) == ()


def test_the_weekday_is_that_of_the_date_s_own_zone() -> None:
    assert doubts("الثلاثاء 23 ديسمبر 2025 23:30 بتوقيت غرينتش") == ()  # Wednesday in Cairo already


def test_a_gregorian_date_wins_over_its_hijri_one_and_a_sighting_explains_two_days() -> None:
    assert doubts("الخميس 7/3/1429 هـ - الموافق 13/3/2008 م", "sa") == ()  # calculated: 15 March
    assert doubts("10/3/1429 هـ - الموافق 13/3/2008 م", "sa") == (Doubt.CALENDAR,)
    moment = read("10/3/1429 هـ - الموافق 13/3/2008 م", "sa")
    assert moment is not None
    assert local(moment, "sa") == "2008-03-13"


def test_words_that_count_need_a_stated_moment() -> None:
    reference = Moment(datetime(2026, 3, 10, 7, tzinfo=UTC), Precision.MINUTE, "Africa/Cairo")
    for printed, meant in (
        ("منذ ٣ ساعات", "2026-03-10T06:00"),
        ("أمس الاثنين", "2026-03-09"),
        ("أمس 21:15", "2026-03-09T21:15"),
        ("الشهر الماضي", "2026-02"),
        ("قبل سنة", "2025"),
    ):
        assert read(printed) is None
        found = dates.reading(printed, country="eg", zone="Africa/Cairo", now=NOW, reference=reference)
        assert found is not None
        assert local(found.moment, "eg") == meant
        assert found.doubts == (Doubt.COUNTED,)


DIALECTS = {
    "eg": EGYPTIAN,
    "lb": LEVANTINE,
    "dz": MAGHREBI,
    "ma": MOROCCAN,
    "mr": MAURITANIAN,
    "ly": LIBYAN,
}
WEEKDAY_NAMES = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
FORMS = [
    "{d} {month} {y}",
    "{weekday} {d} {month} {y}",
    "{weekday}، {d:02} {month} {y} - {h12:02}:{minute:02} {half}",
    "{d} من {month} عام {y}م",
    "{d}/{month}/{y} {h:02}:{minute:02}",
    "نشر يوم {weekday} {d}{month} {y} الساعة {h12}:{minute:02} {half}",
]
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@given(
    when=st.datetimes(datetime(1971, 1, 2), datetime(2010, 12, 31)),  # noqa: DTZ001 (as printed)
    country=st.sampled_from(sorted(DIALECTS)),
    form=st.sampled_from(FORMS),
    indic=st.booleans(),
)
def test_a_date_printed_in_any_dialect_is_read_as_the_day_it_was(
    when: datetime, country: str, form: str, indic: bool
) -> None:
    assume((when.month, when.day) != (1, 1))  # what programs print for none
    printed = form.format(
        d=when.day,
        month=DIALECTS[country][when.month - 1],
        y=when.year,
        weekday=WEEKDAY_NAMES[when.weekday()],
        h=when.hour,
        h12=when.hour % 12 or 12,
        minute=when.minute,
        half="م" if when.hour >= 12 else "ص",
    )
    printed = printed.translate(ARABIC_INDIC) if indic else printed
    moment = read(printed, country)
    assert moment is not None, printed
    assert local(moment, country)[:10] == f"{when:%Y-%m-%d}"
    if moment.precision is Precision.MINUTE:
        assert local(moment, country) == f"{when:%Y-%m-%dT%H:%M}"
    assert doubts(printed, country) == ()


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


WORDS = [
    *("9", "23", "2025", "1447", "10:30", "20h30", "/", "-", "، ", ":", "(", ")", "م", "ص", "هـ", "و", " "),
    *(
        "منذ",
        "قبل",
        "أمس",
        "أول",
        "اليوم",
        "الاثنين",
        "الماضي",
        "ساعات",
        "ساعة",
        "يومين",
        "شهر",
        "نصف",
        "خمس",
    ),
    *(
        "يناير",
        "كانون الأول",
        "ماي",
        "رجب",
        "ربيع الأول",
        "هانيبال",
        "بتوقيت",
        "غرينتش",
        "مكة المكرمة",
        "GMT",
        "+3",
    ),
]


@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="0123456789٠١٢٣/-:.,TZ+ هـ صمabAPM" + "".join(EGYPTIAN[:3]), max_size=60),
        st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
        st.lists(st.sampled_from(WORDS), max_size=12).map("".join),
    ),
    st.sampled_from(sorted(ZONES)),
)
def test_no_text_raises(printed: str, country: str) -> None:
    reference = Moment(NOW, Precision.MINUTE)
    found = dates.read(printed, country=country, zone=ZONES[country], now=NOW, reference=reference)
    assert found is None or found.at <= NOW.replace(day=11)


@pytest.mark.parametrize("word", [*WORDS, "9 ", "9-", "9 و", "1:1", "منذ 3 ساعات و", "كانون ", "9 كانون "])
def test_no_repetition_makes_reading_slow(word: str) -> None:
    reference = Moment(NOW, Precision.MINUTE)
    began = time.process_time()
    for text in ((word * 300)[:300], (f"{word} " * 300)[:300], word * 1_000_000):
        dates.read(text, country="eg", zone="Africa/Cairo", now=NOW, reference=reference)
    assert time.process_time() - began < 1
