"""Is a paper said to have been read all the time only where it was?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.newsroom.conftest import NOON
from warraq.archives.memoryledger import MemoryLedger
from warraq.newsroom.attending import attended
from warraq.press import Condition, DayTally, Gap, GapKind, Trouble, Turn

SINCE = NOON - timedelta(hours=26)
DAYS = (date(2026, 3, 9), date(2026, 3, 10))


@pytest.fixture
def ledger() -> MemoryLedger:
    made = MemoryLedger()
    whole = [DayTally(f"{slug}-feed", slug, day, fetched=9) for slug in ("a", "b", "c", "d") for day in DAYS]
    failing = [DayTally("c-feed", "c", DAYS[1], failures=((Trouble.SERVER, 12),))]
    made.add([*whole, *failing, DayTally("e-feed", "e", DAYS[1], fetched=9)], beat=NOON)
    made.turned([Turn("d", NOON, Condition.SILENT), Turn("a", NOON, Condition.WELL)])
    return made


def test_a_paper_was_read_whose_feed_answered_on_every_day_and_that_is_well(ledger: MemoryLedger) -> None:
    assert attended(ledger, since=SINCE, now=NOON) == {"a", "b"}


@pytest.mark.parametrize("ended", [None, NOON - timedelta(hours=1)])
def test_nobody_was_read_while_we_did_not_look(ledger: MemoryLedger, ended: object) -> None:
    ledger.put_gap(Gap(NOON - timedelta(hours=3), ended, GapKind.OFFLINE))  # type: ignore[arg-type]
    assert attended(ledger, since=SINCE, now=NOON) == frozenset()
    assert attended(ledger, since=NOON - timedelta(minutes=20), now=NOON) == {"a", "b", "e"}


def test_nobody_was_read_where_no_collector_lives(ledger: MemoryLedger) -> None:
    assert attended(ledger, since=SINCE, now=NOON + timedelta(hours=5)) == frozenset()
    assert attended(MemoryLedger(), since=SINCE, now=NOON) == frozenset()
