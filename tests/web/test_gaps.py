"""Is a gap said only where we looked, and in right Arabic?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, egypt
from warraq.archives.memoryledger import MemoryLedger
from warraq.ports.stories import Batch
from warraq.press import (
    Coverage,
    DayTally,
    DecisionKind,
    Event,
    EventId,
    Evidence,
    Gap,
    GapKind,
    Grounds,
    Member,
    Placing,
    Source,
    StoryId,
)
from warraq.web import gaps, wording

TUNISIA = tuple(Source(f"tn{number}", f"صحيفة {number}", "tn", "Africa/Tunis") for number in range(12))
NOW = NOON + timedelta(hours=8)
READ = [DayTally(f"{one.slug}-feed", one.slug, NOW.date(), fetched=9) for one in TUNISIA]


def event(papers: int = 9, *, also: str | None = None) -> Event:
    told = [Coverage(f"eg{number}", "eg", NOON, 1, own=True) for number in range(papers)]
    if also:
        told.append(Coverage(also, also[:2], NOON, 1, own=False))
    return Event(EventId(1), StoryId(1), None, NOON, NOON, len(told), tuple(told))


@pytest.fixture
def ledger() -> MemoryLedger:
    made = MemoryLedger()
    made.add(READ, beat=NOW)
    return made


def test_a_country_that_was_read_and_says_nothing_is_named(ledger: MemoryLedger) -> None:
    assert gaps.gaps(event(), TUNISIA, ledger, now=NOW) == (
        "غطّته 9 صحف مصرية، ولم نرصده في أيٍّ من الصحف التونسية الـ12 التي نتابعها.",
    )


def test_papers_that_opted_out_are_not_followed(ledger: MemoryLedger) -> None:
    papers = (replace(TUNISIA[0], opted_out=True), *TUNISIA[1:])
    [said] = gaps.gaps(event(), papers, ledger, now=NOW)
    assert "التونسية الـ11 التي" in said


def test_else_nothing_is_said(ledger: MemoryLedger) -> None:
    assert gaps.gaps(event(), TUNISIA, None, now=NOW) == ()
    assert gaps.gaps(event(), TUNISIA, MemoryLedger(), now=NOW) == ()
    assert gaps.gaps(event(also="tn5"), TUNISIA, ledger, now=NOW) == ()
    assert gaps.gaps(event(2), TUNISIA, ledger, now=NOW) == ()
    assert gaps.gaps(event(), TUNISIA, ledger, beside=[event(1, also="tn5")], now=NOW) == ()
    ledger.put_gap(Gap(NOW - timedelta(hours=3), None, GapKind.OFFLINE))
    assert gaps.gaps(event(), TUNISIA, ledger, now=NOW) == ()


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


async def test_the_page_of_an_event_follows_no_paper_that_opted_out_since(opens: Opens) -> None:
    papers = tuple(Source(f"eg{number}", f"جريدة {number}", "eg", "Africa/Cairo") for number in range(5))
    stand = Newsstand(edition=egypt(sources=(*papers, *TUNISIA)))
    members = []
    for number, paper in enumerate(papers):
        article = stand.file(
            source=paper.slug, keys=(f"{paper.slug}.example/1",), ago=timedelta(minutes=90 - number)
        )
        placing = Placing(article, EventId(1), StoryId(1), Grounds(Evidence.FIRST))
        members.append(Member(placing, paper.slug, "eg", stand.archive.article(article).at))
    assert stand.stories.group(Batch(tuple(members)), position=stand.archive.last_change(), after=0)
    stand.ledger.add(READ, beat=NOW)
    stand.clock.time = NOW
    reader = await opens(stand)
    assert "التونسية الـ12 التي" in (await reader.get("/story/1")).page.css_first(".gap").text()
    stand.decide(DecisionKind.OPT_OUT, source="tn3")
    await stand.clock.sleep(3)
    assert "التونسية الـ11 التي" in (await reader.get("/story/1")).page.css_first(".gap").text()
