"""Does what cannot wait stand first?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warraq.moderation import queue
from warraq.moderation.transitions import AWAITING
from warraq.ports.reports import Case
from warraq.press import CaseStanding, CaseState, PictureId

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def case(number: int, state: CaseState, *, severe: bool = False, hours: float = 0) -> Case:
    standing = CaseStanding(state, NOON - timedelta(hours=hours))
    return Case(PictureId(number), standing, severe=severe)


def test_appeals_stand_first_then_severe_kinds_then_the_queue_and_frozen_ones_last() -> None:
    waiting = [
        case(1, CaseState.FROZEN, hours=20),
        case(2, CaseState.BLURRED, hours=200),
        case(3, CaseState.QUEUED),
        case(4, CaseState.AUTO_HIDDEN, severe=True),
        case(5, CaseState.APPEALED),
        case(6, CaseState.AUTO_HIDDEN, hours=3),
        case(7, CaseState.FROZEN, severe=True, hours=1),
        case(8, CaseState.KEPT, hours=900),
    ]
    assert [one.picture for one in queue.ordered(waiting)] == [5, 7, 4, 3, 2, 6, 1, 8]


def test_of_one_kind_the_longest_waiting_stands_first() -> None:
    waiting = [case(number, CaseState.QUEUED, hours=hours) for number, hours in ((1, 1), (2, 9), (3, 9))]
    assert [one.picture for one in queue.ordered(waiting)] == [2, 3, 1]


@given(st.permutations(range(12)))
def test_the_order_in_which_they_were_found_does_not_matter(found: list[int]) -> None:
    states = (*AWAITING, CaseState.KEPT)
    cases = [case(one, states[one % 6], severe=one % 4 == 0, hours=one % 3) for one in range(12)]
    assert queue.ordered(cases[one] for one in found) == queue.ordered(cases)
