"""Which papers were read without a gap since a moment? Only of those can it be said that they did not print something."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from warraq.ports.ledger import Ledger
from warraq.press import Condition, Gap

_SHORT = timedelta(minutes=30)  # a gap of ours that hides nothing: feeds hold what is newer than that
_UNWELL = frozenset({Condition.TROUBLED, Condition.FAILING, Condition.GONE, Condition.SILENT, Condition.UNREAD, Condition.ALONE})  # fmt: skip
_BEAT = timedelta(hours=2)  # the collector says every hour that it lives


def attended(ledger: Ledger, *, since: datetime, now: datetime) -> frozenset[str]:
    """Papers of which a feed answered on every day since then, more often than not, and that are not known to be unwell; nobody,
    where we ourselves did not look for a while. Raises: ArchiveError."""
    beat = ledger.beat()
    if beat is None or now - beat > _BEAT or any(_hides(gap, since, now) for gap in ledger.gaps(since)):
        return frozenset()
    first = since.astimezone(UTC).date()
    answered: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for tally in ledger.tallies(first):
        answered[tally.source][tally.day] += tally.answered - tally.failed
    # what today brought is written down by the hour
    days = [first + timedelta(days=day) for day in range((beat.astimezone(UTC).date() - first).days + 1)]
    unwell = {source for source, turn in ledger.conditions().items() if turn.condition in _UNWELL}
    return frozenset(
        source
        for source, by_day in answered.items()
        if source not in unwell and all(by_day.get(day, 0) > 0 for day in days)
    )


def _hides(gap: Gap, since: datetime, now: datetime) -> bool:
    return min(gap.ended or now, now) - max(gap.began, since) > _SHORT
