"""Where does each bar of a small chart stand? Articles a day, from right to left as the page is read, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warraq.crawling.health import Day
from warraq.web import dates, wording
from warraq.web.tongue import spoken

WIDTH, HEIGHT = 600, 120
_GAP = 4  # between two bars
_WIDEST = 40  # a bar of few
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
class Place:
    """A rectangle in the chart's own units. Its column is `wide`, from `left` on and as high as the chart."""

    x: float
    y: float
    width: float
    height: float
    left: float
    wide: float


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


def places(counts: Sequence[int]) -> tuple[Place, ...]:
    """Where a bar stands for each number, the first where the reader's language begins."""
    most = max([*counts, 1])
    wide = WIDTH / max(len(counts), 1)
    gap = max(min(_GAP, wide / 4), wide - _WIDEST)
    return tuple(
        Place(
            x=round(left + gap / 2, 2),
            y=round(HEIGHT - high, 2),
            width=round(wide - gap, 2),
            height=high,
            left=round(left, 2),
            wide=round(wide, 2),
        )
        for number, count in enumerate(counts)
        for left in [WIDTH - (number + 1) * wide if spoken().way == "rtl" else number * wide]
        for high in [_height(count, most)]
    )


def _height(count: float, most: int) -> float:
    return round(max(count / most * HEIGHT, _LEAST if count else 0), 2)


def bars(days: tuple[Day, ...], *, pace: float | None, how: dates.Manner) -> Bars | None:
    """The chart of these days, the oldest where the language begins; `None` without days."""
    if not days:
        return None
    most = max(max(day.articles for day in days), 1)
    drawn = tuple(
        Bar(
            x=place.x,
            y=place.y,
            width=place.width,
            height=place.height,
            name=dates.day(day.day, how, year=False),
            count=wording.counted("article", day.articles),
            machine=day.day.isoformat(),
            blind=not day.looked,
        )
        for place, day in zip(places([day.articles for day in days]), days, strict=True)
    )
    busiest = max(drawn[::-1], key=lambda bar: bar.height)
    return Bars(
        drawn,
        usual=round(HEIGHT - _height(pace, most), 2) if pace and pace <= most else None,
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
