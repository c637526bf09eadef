"""How the papers do is noted beside collecting: counted by the day, written by the hour, and no turn goes untold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.newsroom.conftest import StoppedClock
from tests.newsroom.test_collecting import FEED, PAPER, Desk, feed, page
from warraq.archives.memoryledger import MemoryLedger
from warraq.crawling.room import Usage
from warraq.errors import ArchiveError
from warraq.ports.fetcher import Failed, Unchanged
from warraq.press import Capture, Condition, DayTally, Gap, GapKind, Trouble

NEW = "http://new.example/rss"


@pytest.fixture
def desk(clock: StoppedClock) -> Desk:
    desk = Desk(clock)
    desk.web.says(FEED, feed(("عنوان أول", "http://paper.example/1")), media="text/xml")
    desk.web.says("http://paper.example/1", page("عنوان أول"))
    return desk


def today(desk: Desk) -> DayTally:
    (found,) = desk.ledger.tallies(desk.clock.now().date())
    return found


async def test_a_run_is_counted_by_feed_and_day(desk: Desk) -> None:
    await desk.run()
    day = desk.clock.now().date()
    assert today(desk) == DayTally("paper", "paper", day, fetched=1, entries=1, filed=1)
    desk.web.pages[FEED] = lambda: Unchanged(Capture(FEED, desk.clock.now(), 304, (), b""))
    desk.clock.pass_by(hours=1)
    await desk.run()
    desk.web.fails(FEED, Failed("HTTP 503", status=503))
    desk.clock.pass_by(hours=1)
    await desk.run()
    assert today(desk) == DayTally(
        "paper", "paper", day, fetched=1, unchanged=1, failures=((Trouble.BUSY, 1),), entries=1, filed=1
    )


async def test_a_stop_of_ours_is_noted_by_the_next_run_and_a_short_one_is_not(desk: Desk) -> None:
    await desk.run()
    stopped = desk.ledger.beat()
    assert stopped is not None
    desk.clock.pass_by(minutes=80)
    await desk.run()
    assert desk.ledger.gaps(stopped - timedelta(days=1)) == ()
    began = desk.ledger.beat()
    desk.clock.pass_by(hours=7)
    again = desk.clock.now()
    await desk.run()
    (gap,) = desk.ledger.gaps(stopped - timedelta(days=1))
    assert (gap.began, gap.kind) == (began, GapKind.STOPPED)
    assert gap.ended == again


async def test_a_full_disk_is_a_gap_of_ours_from_beginning_to_end(desk: Desk) -> None:
    desk.disk = Usage(100 * 2**30, 2**30)
    await desk.run()
    (gap,) = desk.ledger.gaps(desk.clock.now() - timedelta(days=1))
    assert (gap.kind, gap.ended) == (GapKind.HALTED, None)
    desk.disk = Usage(100 * 2**30, 50 * 2**30)
    desk.clock.pass_by(hours=3)
    await desk.run()
    (ended,) = desk.ledger.gaps(desk.clock.now() - timedelta(days=1))
    assert ended.began == gap.began
    assert ended.ended is not None
    assert ended.ended - ended.began >= timedelta(hours=3)


class Full(MemoryLedger):
    """Nothing can be written for now."""

    full = True

    def add(self, *given: object, **more: object) -> None:
        if self.full:
            raise ArchiveError("disk full")
        super().add(*given, **more)  # type: ignore[arg-type]

    def put_gap(self, gap: Gap) -> None:
        if self.full:
            raise ArchiveError("disk full")
        super().put_gap(gap)


async def test_a_ledger_that_cannot_be_written_stops_nothing(desk: Desk) -> None:
    desk.ledger = Full()
    done = await desk.run()
    assert done.progress().filed == 1
    assert desk.ledger.tallies(desk.clock.now().date()) == ()


async def test_a_paper_that_fails_for_a_day_is_told_once_and_so_is_its_return(desk: Desk) -> None:
    await desk.run()
    desk.web.fails(FEED, Failed("HTTP 500", status=500))
    said: list[tuple[str, str]] = []
    for _ in range(30):
        desk.clock.pass_by(minutes=70)
        said += (await desk.run()).progress().problems
    assert [why for what, why in said if "for a day" in why] == ["no feed has answered for a day: HTTP 500"]
    desk.web.says(FEED, feed(("عنوان ثان", "http://paper.example/2")), media="text/xml")
    desk.web.says("http://paper.example/2", page("عنوان ثان"))
    for _ in range(3):
        desk.clock.pass_by(hours=25)
        said += (await desk.run()).progress().problems
    assert [why for what, why in said if why == "is well again"] == ["is well again"]
    assert [turn.condition for turn in desk.ledger.turns(limit=9)] == [Condition.WELL, Condition.FAILING]


async def test_a_paper_that_opted_out_is_never_told_to_fail_or_to_be_well_again(desk: Desk) -> None:
    await desk.run()
    desk.clock.pass_by(minutes=70)
    desk.web.fails(FEED, Failed("HTTP 500", status=500))
    await desk.run()
    desk.alone = lambda: frozenset(["paper"])
    for _ in range(30):
        desk.clock.pass_by(minutes=70)
        assert (await desk.run()).progress().problems == ()
    assert desk.ledger.turns(limit=9) == ()


async def test_a_feed_that_is_gone_is_told_with_its_day(desk: Desk) -> None:
    desk.web.fails(FEED, Failed("HTTP 410", status=410))
    await desk.run()
    desk.clock.pass_by(minutes=61)
    done = await desk.run()
    assert (
        "paper",
        "every feed is gone: HTTP 410 since 2026-03-10; remove it or give it its new address",
    ) in (done.progress().problems)
    assert desk.daybook.feed_states()["paper"].stopped is not None


async def test_a_feed_moved_for_good_is_asked_at_its_new_address_after_three_days(desk: Desk) -> None:
    desk.web.says(NEW, feed(("عنوان أول", "http://paper.example/1")), media="text/xml")
    desk.web.moves(FEED, NEW)
    for _ in range(4):
        await desk.run()
        desk.clock.pass_by(days=1, hours=1)
    assert desk.daybook.feed_states()["paper"].moved_to == NEW
    before = desk.asked(FEED)
    await desk.run()
    assert (desk.asked(FEED), desk.daybook.feed_states()["paper"].url) == (before, FEED)
    desk.web.fails(NEW, Failed("HTTP 410", status=410))
    desk.clock.pass_by(days=1)
    await desk.run()
    state = desk.daybook.feed_states()["paper"]
    assert (state.moved_to, state.stopped) == (None, None)
    desk.clock.pass_by(days=1)
    await desk.run()
    assert desk.asked(FEED) == before + 1


async def test_a_redirect_to_a_page_is_no_move(desk: Desk) -> None:
    desk.web.says(NEW, page("صفحة"))
    desk.web.moves(FEED, NEW)
    for _ in range(5):
        await desk.run()
        desk.clock.pass_by(days=1, hours=1)
    assert desk.daybook.feed_states()["paper"].moved_to is None


async def test_an_unchanged_feed_writes_no_figures_within_the_hour(desk: Desk) -> None:
    written: list[int] = []

    class Noting(MemoryLedger):
        def add(self, tallies: object, **given: object) -> None:
            written.append(1)
            super().add(tallies, **given)  # type: ignore[arg-type]

    desk.ledger = Noting()
    watching = (await desk.run())._watching
    written.clear()
    for _ in range(11):
        desk.clock.pass_by(minutes=5)
        watching.visited(PAPER.feeds[0], False, entries=0, now=desk.clock.now())
        await _look(watching, desk)
    assert written == []
    desk.clock.pass_by(minutes=10)
    await _look(watching, desk)
    assert written == [1]


async def _look(watching: object, desk: Desk) -> None:
    async def here(call: object) -> object:
        return call()  # type: ignore[operator]

    watching._do = here  # type: ignore[attr-defined]
    await watching.look(desk.clock.now(), offline=False, halted=False)  # type: ignore[attr-defined]
