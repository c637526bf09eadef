"""Does every back end keep the pasts' contract?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorypast import MemoryPasts
from warraq.archives.sql import SqlArchive, pasts_of
from warraq.ports.past import Pasts
from warraq.press import ArticleId, Backfill, Found, PastKind, PastState

WISH = Backfill("nahar", NOON, date(2019, 5, 3), None, 500, ("https://nahar.example/map.xml",), (), True)
MAP = Found("https://nahar.example/map.xml", PastKind.LIST)
OLD = Found("https://nahar.example/أخبار/1", PastKind.PAGE, datetime(2019, 5, 3, tzinfo=UTC), True)
NEW = Found("https://nahar.example/2", PastKind.PAGE, datetime(2024, 5, 3, tzinfo=UTC))
UNDATED = Found("https://nahar.example/3", PastKind.PAGE)
DAY = Found("https://nahar.example/2019/05/03", PastKind.DAY, datetime(2019, 5, 3, tzinfo=UTC), True, 4)

Again = Callable[[], Pasts]


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    first = opener()[0]
    if isinstance(first, MemoryArchive):
        held = MemoryPasts()
        yield lambda: held
        return

    def opened() -> Pasts:
        archive = opener()[0]
        assert isinstance(archive, SqlArchive)
        return pasts_of(archive)

    yield opened


def test_a_wish_comes_back_as_it_was_put_and_the_last_one_counts(again: Again) -> None:
    again().put(WISH)
    assert again().backfills() == {"nahar": WISH}
    stopped = replace(WISH, since=None, most=None, ended=at(5), problem="HTTP 410")
    again().put(stopped)
    again().put(Backfill("masaa", NOON))
    assert again().backfills() == {"nahar": stopped, "masaa": Backfill("masaa", NOON)}


def test_an_address_is_noted_once_a_paper_and_comes_back_whole(again: Again) -> None:
    assert again().note("nahar", [OLD, NEW, replace(OLD, said=None)], now=NOON) == 2
    assert again().note("nahar", [NEW, UNDATED, DAY], now=at(1)) == 2
    assert again().note("masaa", [NEW], now=at(1)) == 1
    found = again().waiting("nahar", now=at(1), limit=9)
    assert [past.found for past in found] == [NEW, OLD, DAY, UNDATED]  # the latest first, of no date last
    assert {past.host for past in found} == {"nahar.example:443"}
    assert [past.found for past in again().waiting("nahar", now=at(1), limit=9, lists=True)] == [DAY]
    assert [past.found for past in again().waiting("nahar", now=at(1), limit=1, lists=False)] == [NEW]


def test_a_list_that_was_read_is_done_with_all_that_it_names(again: Again) -> None:
    held = again()
    held.note("nahar", [MAP], now=NOON)
    (past,) = held.waiting("nahar", now=NOON, limit=9)
    assert held.read(past, [OLD, NEW, MAP], now=at(1)) == 2
    assert [one.found for one in again().waiting("nahar", now=at(1), limit=9)] == [NEW, OLD]
    tally = again().tally("nahar", since=NOON)
    assert tally.count(PastState.DONE, PastKind.LIST) == 1
    assert tally.count(PastState.PENDING, PastKind.PAGE) == tally.count(PastState.PENDING) == 2


def test_what_is_put_off_waits_and_counts_an_attempt_only_if_it_was_asked(again: Again) -> None:
    held = again()
    held.note("nahar", [NEW], now=NOON)
    (past,) = held.waiting("nahar", now=NOON, limit=9)
    held.settle(past, PastState.PENDING, now=NOON, due=at(30), reason="HTTP 503")
    assert held.waiting("nahar", now=at(29), limit=9) == ()
    assert again().next_due("nahar") == at(30)
    (past,) = again().waiting("nahar", now=at(30), limit=9)
    assert past.attempts == 1
    held.settle(past, PastState.PENDING, now=at(30), reason="its host is left alone", asked=False)
    (past,) = again().waiting("nahar", now=at(30), limit=9)
    assert past.attempts == 1
    assert again().reasons("nahar") == ((PastState.PENDING, "its host is left alone", 1),)


def test_settled_is_settled_for_good_and_counted_with_its_time(again: Again) -> None:
    held = again()
    held.note("nahar", [NEW, OLD, UNDATED], now=NOON)
    new, old, undated = held.waiting("nahar", now=NOON, limit=9)
    held.settle(new, PastState.DONE, now=at(1), article=ArticleId(7))
    held.settle(new, PastState.FAILED, now=at(2), reason="HTTP 404")
    held.settle(old, PastState.REFUSED, now=at(3), reason="names no day")
    held.settle(undated, PastState.DONE, now=at(4), article=ArticleId(8), asked=False)
    assert again().next_due("nahar") is None
    tally = again().tally("nahar", since=NOON)
    assert tally.count(PastState.DONE) == 2
    assert (tally.asked, tally.first, tally.last) == (2, at(1), at(3))
    assert again().tally("nahar", since=at(2)).asked == 1
    assert again().reasons("nahar") == ((PastState.REFUSED, "names no day", 1),)
    assert again().note("nahar", [NEW], now=at(5)) == 0


def test_what_lay_outside_is_pending_again_and_lists_are_read_again_when_other_days_are_asked_for(
    again: Again,
) -> None:
    held = again()
    held.note("nahar", [NEW, OLD, MAP], now=NOON)
    new, old, found = held.waiting("nahar", now=NOON, limit=9)
    held.settle(new, PastState.DONE, now=NOON)
    held.read(found, [], now=NOON)
    held.settle(old, PastState.OUTSIDE, now=NOON, reason="before the days asked for", asked=False)
    assert held.reopen("nahar", now=at(1)) == 2
    assert [past.found for past in again().waiting("nahar", now=at(1), limit=9)] == [OLD, MAP]
    assert held.reopen("nahar", now=at(1)) == 0


def test_a_thousand_addresses_are_noted_at_once_and_stand_in_their_order(again: Again) -> None:
    found = [
        Found(f"https://nahar.example/{n}", PastKind.PAGE, NOON - timedelta(days=n)) for n in range(1200)
    ]
    assert again().note("nahar", found, now=NOON) == 1200
    assert [past.found for past in again().waiting("nahar", now=NOON, limit=50)] == found[:50]
