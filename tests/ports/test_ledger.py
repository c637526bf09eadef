"""Does every ledger keep the ledger's contract?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.ports.conftest import Pair
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memoryledger import MemoryLedger
from warraq.archives.sql import SqlArchive, ledger_of
from warraq.ports.ledger import Ledger
from warraq.press import Condition, DayTally, Gap, GapKind, Trouble, Turn

TODAY = NOON.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def ledger(pair: Pair) -> Ledger:
    archive = pair[0]
    if isinstance(archive, SqlArchive):
        return ledger_of(archive)
    assert isinstance(archive, MemoryArchive)
    return MemoryLedger()


def tally(day: date = TODAY, feed: str = "nahar/politics", **given: object) -> DayTally:
    return DayTally(feed, feed.split("/")[0], day, **given)  # type: ignore[arg-type]


def test_what_is_added_to_a_day_is_added_to_what_stands(ledger: Ledger) -> None:
    first = tally(fetched=2, unchanged=5, failures=((Trouble.BUSY, 1), (Trouble.SLOW, 2)), entries=9, filed=7)
    ledger.add([first, tally(YESTERDAY, unchanged=3)], beat=NOON)
    ledger.add([tally(unchanged=1, failures=((Trouble.GONE, 1), (Trouble.SLOW, 1)), versions=4)], beat=at(60))
    assert ledger.tallies(YESTERDAY) == (
        tally(YESTERDAY, unchanged=3),
        tally(
            fetched=2, unchanged=6, failures=((Trouble.BUSY, 1), (Trouble.GONE, 1), (Trouble.SLOW, 3)),
            entries=9, filed=7, versions=4,
        ),
    )  # fmt: skip
    assert ledger.tallies(TODAY)[0].visits == 13


def test_tallies_are_asked_for_by_day_and_paper(ledger: Ledger) -> None:
    ledger.add([tally(), tally(feed="ahd"), tally(YESTERDAY, "ahd"), tally(feed="ahd/sports")], beat=NOON)
    assert [one.feed for one in ledger.tallies(TODAY)] == ["ahd", "ahd/sports", "nahar/politics"]
    assert [(one.day, one.feed) for one in ledger.tallies(YESTERDAY, source="ahd")] == [
        (YESTERDAY, "ahd"), (TODAY, "ahd"), (TODAY, "ahd/sports"),
    ]  # fmt: skip
    assert ledger.tallies(TODAY, source="nobody") == ()


def test_the_latest_sign_of_life_counts(ledger: Ledger) -> None:
    assert ledger.beat() is None
    ledger.add([], beat=at(5))
    ledger.add([], beat=NOON)
    assert ledger.beat() == at(5)


def test_a_gap_is_open_until_it_is_ended(ledger: Ledger) -> None:
    ledger.put_gap(Gap(at(0), at(60), GapKind.STOPPED))
    ledger.put_gap(Gap(at(90), None, GapKind.HALTED))
    assert ledger.gaps(at(60)) == (Gap(at(90), None, GapKind.HALTED),)
    ledger.put_gap(Gap(at(90), at(95), GapKind.HALTED))
    assert ledger.gaps(at(59)) == (
        Gap(at(0), at(60), GapKind.STOPPED),
        Gap(at(90), at(95), GapKind.HALTED),
    )


def test_turns_are_told_newest_first_and_each_paper_s_last_is_its_condition(ledger: Ledger) -> None:
    silent = Turn("nahar", at(0), Condition.SILENT, last=at(-9000), pace=12.5)
    failing = Turn("ahd", at(1), Condition.FAILING, "HTTP 503 \0 again")
    back = Turn("nahar", at(2), Condition.WELL)
    ledger.turned([silent, failing])
    ledger.turned([back])
    ledger.turned([])
    told = ledger.turns(limit=10)
    assert (told[0], told[2]) == (back, silent)
    assert told[1].condition is Condition.FAILING
    assert ledger.turns(limit=1) == (back,)
    assert ledger.turns(limit=9, sources=frozenset({"nahar", "x"})) == (back, silent)
    assert ledger.turns(limit=9, sources=frozenset()) == ()
    assert {slug: turn.condition for slug, turn in ledger.conditions().items()} == {
        "nahar": Condition.WELL,
        "ahd": Condition.FAILING,
    }


def test_what_is_old_is_dropped_but_a_paper_s_last_turn(ledger: Ledger) -> None:
    ledger.add([tally(YESTERDAY), tally()], beat=NOON)
    old = NOON - timedelta(days=2)
    ledger.put_gap(Gap(old, old + timedelta(hours=1), GapKind.OFFLINE))
    ledger.put_gap(Gap(old - timedelta(days=1), None, GapKind.HALTED))
    ledger.turned([Turn("nahar", old, Condition.SILENT), Turn("nahar", old, Condition.WELL)])
    ledger.forget(TODAY)
    assert ledger.tallies(YESTERDAY) == (tally(),)
    assert [gap.kind for gap in ledger.gaps(old - timedelta(days=9))] == [GapKind.HALTED]
    assert [turn.condition for turn in ledger.turns(limit=9)] == [Condition.WELL]
    assert ledger.beat() == NOON


def test_a_ledger_at_hand_is_ready(ledger: Ledger) -> None:
    assert ledger.unready() is None
