"""Is a gap said only where we looked, and in right Arabic?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.press import NOON
from warraq.press import Coverage, Event, EventId, Pulse, Source, Standing, StoryId
from warraq.web import gaps, wording

TUNISIA = tuple(Source(f"tn{number}", f"صحيفة {number}", "tn", "Africa/Tunis") for number in range(12))
WELL = Standing({one.slug: Pulse(lives=True) for one in TUNISIA})
LATER = NOON + timedelta(hours=8)


def event(papers: int = 9, *, also: str | None = None) -> Event:
    told = [Coverage(f"eg{number}", "eg", NOON, 1, own=True) for number in range(papers)]
    if also:
        told.append(Coverage(also, also[:2], NOON, 1, own=False))
    return Event(EventId(1), StoryId(1), None, NOON, NOON, len(told), tuple(told))


def test_a_country_whose_papers_all_live_and_say_nothing_is_named() -> None:
    assert gaps.gaps(event(), TUNISIA, WELL, LATER) == (
        "غطّته 9 صحف مصرية، ولم نرصده في أيٍّ من الصحف التونسية الـ12 التي نتابعها.",
    )


@pytest.mark.parametrize(
    "silent",
    [
        "a paper is down",
        "a paper is unknown",
        "one tells of it",
        "few tell of it",
        "too early",
        "too late",
        "few are followed",
    ],
)
def test_else_nothing_is_said(silent: str) -> None:
    known, standing, told, now = TUNISIA, WELL, event(), LATER
    match silent:
        case "a paper is down":
            standing = Standing({**WELL.papers, "tn3": Pulse(lives=True, problem="HTTP 503")})
        case "a paper is unknown":
            standing = Standing({slug: one for slug, one in WELL.papers.items() if slug != "tn3"})
        case "one tells of it":
            told = event(also="tn5")
        case "few tell of it":
            told = event(2)
        case "too early":
            now = NOON + timedelta(hours=1)
        case "too late":
            now = NOON + timedelta(days=3)
        case _:
            known = TUNISIA[:2]
    assert gaps.gaps(told, known, standing, now) == ()


def test_papers_of_a_country_are_counted_in_arabic() -> None:
    counts = (1, 2, 3, 11, 100)
    assert [wording.papers_of("eg", count) for count in counts] == [
        "صحيفة مصرية واحدة",
        "صحيفتان مصريتان",
        "3 صحف مصرية",
        "11 صحيفة مصرية",
        "100 صحيفة مصرية",
    ]
    assert wording.papers_of("jp", 3) == "3 صحف من اليابان"
    assert [(one.code, one.count) for one in gaps.countries(event(2, also="tn5"))] == [("eg", 2), ("tn", 1)]
