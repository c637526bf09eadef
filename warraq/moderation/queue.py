"""In which order do reported pictures wait for a moderator?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from warraq.ports.reports import Case
from warraq.press import CaseState

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# Frozen ones stay on show for their day, whoever looks: they come last, and the alert of their breaker stands apart.
_RANKS = {
    CaseState.QUEUED: 2,
    CaseState.AUTO_HIDDEN: 3,
    CaseState.BLURRED: 3,
    CaseState.FROZEN: 4,
}
_APPEALS, _SEVERE, _REST = 0, 1, 5


def ordered(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Appeals, severe kinds, the queue, what was hidden unseen, what is frozen, then the rest; of each the longest waiting
    first."""
    return tuple(sorted(cases, key=_place))


def _place(case: Case) -> tuple[int, datetime, int]:
    return _rank(case), case.standing.since or _LONG_AGO, case.picture


def _rank(case: Case) -> int:
    if case.standing.state is CaseState.APPEALED:
        return _APPEALS
    return _SEVERE if case.severe else _RANKS.get(case.standing.state, _REST)
