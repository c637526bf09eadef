"""The papers are judged from what stands in the archive, and what was counted once is not counted every minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.web.press import NOON, Newsstand, StoppedClock
from warraq.archives.memory import MemoryArchive
from warraq.newsroom.health import Examining, report
from warraq.press import ArticleId, DecisionKind


class Noting(MemoryArchive):
    """An archive that notes how many days it was asked to count."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: list[int] = []

    def tallied(self, edges: Sequence[datetime], **given: Any) -> tuple[int, ...]:
        self.counted.append(len(edges) - 1)
        return super().tallied(edges, **given)


def test_past_days_are_counted_once_an_hour_and_the_last_two_each_minute() -> None:
    archive, clock = Noting(), StoppedClock()
    stand = Newsstand(archive=archive)
    for day in range(20):
        stand.file(ago=timedelta(days=day, minutes=5))
    examining = Examining(
        lambda now, counts: report(
            archive, stand.daybook, stand.ledger, stand.edition, now=now, counts=counts
        ),
        clock,
    )
    first = examining.report()
    assert examining.report() is first
    assert archive.counted == [30]
    clock.time += timedelta(minutes=2)
    stand.file(ago=timedelta(minutes=1))
    again = examining.report()
    assert archive.counted == [30, 2]
    assert [day.articles for day in again.papers["sada"].days][-3:] == [1, 1, 2]
    clock.time = NOON + timedelta(hours=2)
    examining.report()
    assert archive.counted == [30, 2, 30]


def test_a_new_day_is_counted_without_the_days_before_it() -> None:
    archive, clock = Noting(), StoppedClock(NOON + timedelta(hours=11, minutes=45))  # 23:45 in Cairo
    stand = Newsstand(archive=archive)
    stand.file(ago=timedelta(days=1))
    examining = Examining(
        lambda now, counts: report(
            archive, stand.daybook, stand.ledger, stand.edition, now=now, counts=counts
        ),
        clock,
    )
    examining.report()
    clock.time += timedelta(minutes=30)
    days = examining.report().papers["sada"].days
    assert archive.counted == [30, 2]
    assert [day.articles for day in days][-4:] == [0, 1, 0, 0]


def test_a_paper_that_gave_nothing_of_late_is_not_counted() -> None:
    archive = Noting()
    stand = Newsstand(archive=archive)
    stand.file(ago=timedelta(days=90))
    found = report(archive, stand.daybook, stand.ledger, stand.edition, now=NOON)
    assert archive.counted == []
    assert sum(day.articles for day in found.papers["sada"].days) == 0
    assert len(found.papers["sada"].days) == 30


def test_what_is_withheld_is_counted_no_more_on_the_day_it_was_printed_however_long_ago() -> None:
    archive, clock = MemoryArchive(), StoppedClock()
    stand = Newsstand(archive=archive)
    stand.file(ago=timedelta(days=9))
    examining = Examining(
        lambda now, counts: report(
            archive, stand.daybook, stand.ledger, stand.edition, now=now, counts=counts
        ),
        clock,
        stand.decisions.last,
    )
    assert sum(day.articles for day in examining.report().papers["sada"].days) == 1
    line = stand.decide(DecisionKind.WITHHOLD, article=ArticleId(1))
    assert sum(day.articles for day in examining.report().papers["sada"].days) == 0
    stand.undo(line)
    assert sum(day.articles for day in examining.report().papers["sada"].days) == 1


def test_of_days_before_anything_was_written_down_nothing_is_claimed() -> None:
    stand = Newsstand()
    found = report(stand.archive, stand.daybook, stand.ledger, stand.edition, now=NOON)
    assert stand.ledger.tallies(NOON.date() - timedelta(days=40)) == ()
    assert found.begun == NOON.date()
