"""The chart of a search: which step it picks, what a bar says, and where it leads."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from starlette.datastructures import QueryParams

from tests.web.conftest import Opens
from tests.web.press import Newsstand, egypt
from warraq.ports.index import Facets
from warraq.web import spans
from warraq.web.asked import read
from warraq.web.histogram import Histogram, finer, histogram
from warraq.web.scope import scopes

SCOPE = scopes(egypt())[""]


def drawn(
    months: dict[date, int], days: dict[date, int] | None = None, address: str = "q=x"
) -> Histogram | None:
    facets = Facets(total=9, months=tuple(sorted(months.items())), days=tuple(sorted((days or {}).items())))
    return histogram(facets, read(QueryParams(address)), SCOPE)


def month(number: int) -> date:
    """The month so many after January 2020."""
    return date(2020 + number // 12, number % 12 + 1, 1)


@pytest.mark.parametrize(
    ("months", "step", "bars"), [(2, "month", 2), (48, "month", 48), (49, "year", 5), (200, "year", 17)]
)
def test_the_step_is_the_finest_whose_bars_can_be_told_apart(months: int, step: str, bars: int) -> None:
    chart = drawn({month(number): 1 for number in range(months)})
    assert chart is not None
    assert (chart.step, len(chart.bars)) == (step, bars)


def test_few_days_are_told_day_by_day_with_the_empty_ones_between() -> None:
    chart = drawn({month(0): 3}, {date(2020, 1, 3): 2, date(2020, 1, 6): 1})
    assert chart is not None
    assert [bar.count for bar in chart.bars] == ["خبران", "لا أخبار", "لا أخبار", "خبر واحد"]
    assert [bar.href for bar in chart.bars] == [
        "/search?q=x&when=2020-01-03",
        None,
        None,
        "/search?q=x&when=2020-01-06",
    ]


def test_the_oldest_stands_at_the_right_and_the_highest_is_as_high_as_the_chart() -> None:
    chart = drawn({month(0): 1, month(1): 4, month(2): 2})
    assert chart is not None
    assert [bar.at.x for bar in chart.bars] == sorted((bar.at.x for bar in chart.bars), reverse=True)
    assert [bar.at.height for bar in chart.bars] == [30, 120, 60]
    assert chart.told == "أخبار كل شهر من يناير 2020 إلى مارس 2020؛ أكثرها في فبراير 2020: 4 أخبار."


def test_what_is_all_of_one_day_needs_no_chart() -> None:
    assert drawn({}) is None
    assert drawn({month(0): 5}, {date(2020, 1, 3): 5}) is None


def test_dates_at_the_ends_of_time_break_nothing() -> None:
    chart = drawn({date(1, 1, 1): 1, date(9999, 12, 1): 2})
    assert chart is not None
    assert [bar.span for bar in chart.bars] == ["0001", "9999"]
    assert finer(read(QueryParams("q=x")).question(), Facets(months=((date(9999, 12, 1), 2),))) == (
        date(9999, 12, 1),
        date(9999, 12, 30),
    )


def test_days_are_asked_for_where_the_answers_are_of_three_months_at_most() -> None:
    question = read(QueryParams("q=x")).question()
    assert finer(question, Facets(months=((month(0), 1), (month(2), 1)))) == (
        date(2020, 1, 1),
        date(2020, 3, 31),
    )
    assert finer(question, Facets(months=((month(0), 1), (month(4), 1)))) is None
    assert finer(question, Facets()) is None
    assert finer(read(QueryParams("q=x&when=2020-01")).question(), Facets(months=((month(0), 1),))) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2026-02-03", (date(2026, 2, 3), date(2026, 2, 3))),
        ("2025-11..2026-02-03", (date(2025, 11, 1), date(2026, 2, 3))),
        ("2026..2025", None),
        ("2026-02-30", None),
        ("0000", None),
        ("2026-", None),
        ("..", None),
        ("2026..", None),
        ("٢٠٢٦", None),
    ],
)
def test_a_stretch_of_time_is_read_or_none(text: str, days: tuple[date, date] | None) -> None:
    assert spans.read(text) == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026", "2026"),
        ("2026-02", "فبراير 2026"),
        ("2026-02-03", "3 فبراير 2026"),
        ("2026-02-03..2026-02", "من 3 فبراير 2026 إلى 28 فبراير 2026"),
        ("2026-01..2026-12", "2026"),
    ],
)
def test_a_stretch_of_time_is_said_in_words(text: str, said: str) -> None:
    assert spans.said(text, SCOPE) == said


def test_a_form_gives_both_ends_in_whatever_order() -> None:
    assert read(QueryParams("q=x&from=2026-03-01&to=2025-12-01")).when == "2025-12-01..2026-03-01"
    assert read(QueryParams("q=x&from=2026-03-01&to=")).when == "2026-03-01"
    assert read(QueryParams("q=x&from=soon&to=")).when is None


async def test_a_bar_leads_to_its_answers_and_no_script_is_needed(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(6):
        stand.file(title=f"جسر {number}", body=f"خبر {number}", ago=timedelta(days=5 * number))
    stand.follow()
    reader = await opens(stand)
    page = (await reader.get("/search?q=جسر")).page
    links = page.css(".over-time svg a")
    assert [link.attributes["aria-label"] for link in links[-1:]] == ["23 نوفمبر 2026: خبر واحد"]
    assert (
        page.css_first(".over-time svg").attributes["aria-label"].startswith("أخبار كل يوم من 29 أكتوبر 2026")
    )
    assert page.css(".axis span")[0].text() == "29 أكتوبر 2026"
    narrowed = (await reader.get(unquote(links[-1].attributes["href"]))).page
    assert [link.text() for link in narrowed.css(".result h2 a")] == ["جسر 0"]
    assert "23 نوفمبر 2026" in narrowed.css_first(".chips").text()
    hidden = {one.attributes["name"]: one.attributes["value"] for one in page.css(".period input")}
    assert hidden == {"q": "جسر", "from": "2026-10-29", "to": "2026-11-23"}
