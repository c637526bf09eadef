"""Where does each bar of a small chart stand? Articles a day, from right to left as the page is read, without a script."""

from __future__ import annotations

from dataclasses import dataclass

from warraq.crawling.health import Day
from warraq.web import dates, wording

WIDTH, HEIGHT = 600, 120
_GAP = 4  # between two bars
_LEAST = 2  # one article among thousands is still seen


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in the chart's own units, and what it says. `blind`: we did not look all of that day."""

    x: float
    y: float
    width: float
    height: float
    name: str
    count: str
    machine: str
    blind: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """`usual` is the height at which the paper's pace is drawn. `told` says in words what the picture shows."""

    bars: tuple[Bar, ...]
    usual: float | None
    most: str
    first: str
    last: str
    told: str
    width: int = WIDTH
    height: int = HEIGHT


def bars(days: tuple[Day, ...], *, pace: float | None, how: dates.Manner) -> Bars | None:
    """The chart of these days, the oldest at the right; `None` without days."""
    if not days:
        return None
    most = max(max(day.articles for day in days), 1)
    step = WIDTH / len(days)

    def height(articles: float) -> float:
        return round(max(articles / most * HEIGHT, _LEAST if articles else 0), 2)

    drawn = tuple(
        Bar(
            x=round(WIDTH - (number + 1) * step + _GAP / 2, 2),
            y=round(HEIGHT - height(day.articles), 2),
            width=round(step - _GAP, 2),
            height=height(day.articles),
            name=dates.day(day.day, how, year=False),
            count=wording.counted("article", day.articles),
            machine=day.day.isoformat(),
            blind=not day.looked,
        )
        for number, day in enumerate(days)
    )
    busiest = max(drawn[::-1], key=lambda bar: bar.height)
    return Bars(
        drawn,
        usual=round(HEIGHT - height(pace), 2) if pace and pace <= most else None,
        most=wording.counted("article", most),
        first=drawn[0].name,
        last=wording.said("dates", "today"),
        told=wording.said(
            "health",
            "chart",
            first=drawn[0].name,
            last=drawn[-1].name,
            total=wording.counted("article", sum(day.articles for day in days)),
            busiest=busiest.name,
            most=busiest.count,
        ),
    )
