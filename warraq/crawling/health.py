"""How does a paper do: is it well, unreachable, or silent, and is the silence its own? Judges what others counted.

Silence is claimed only where it cannot be ours: its feed answered every day, we looked all the time, and what its feed
named is filed. How long is long follows from the paper itself: twice its longest silence of the last four weeks, and
never less than two days or than the time of six articles.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from statistics import mean, median

from warraq.crawling import moving, troubles
from warraq.ports.daybook import FeedState
from warraq.press import Condition, DayTally, Gap, Trouble, Turn

DAYS = 30  # days looked back upon, today among them
_A_DAY = timedelta(days=1)
_LEAST_BASELINE = 7
_LEAST_SILENCE = timedelta(days=2)
_LEAST_MISSED = 6
# What counts as a turn; what lies between (a bad hour, a first visit) is no news.
_TOLD = frozenset([Condition.WELL, Condition.FAILING, Condition.GONE, Condition.SILENT, Condition.UNREAD])


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the paper's own zone: the visible articles dated on it, and whether we looked all the time."""

    day: date
    articles: int
    looked: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a paper at `now`. `days` ascend and end with today; `states` are those of its feeds; `tallies`
    and `gaps` those of the same days. `last` is the date of its newest visible article. `alone`: it opted out, and is not asked."""

    source: str
    now: datetime
    zone: tzinfo
    states: tuple[FeedState, ...]
    days: tuple[Day, ...] = ()
    tallies: tuple[DayTally, ...] = ()
    gaps: tuple[Gap, ...] = ()
    last: datetime | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """How a paper does. `says` is the operator's clause for what is wrong, `trouble` its kind; `pace` its usual articles
    a day (`None`: too little is known); `silent_days` whole days without an article, where silence is claimed;
    `unchanged` the share of its answers that were 304 (`None`: there were none). `ailed` is the latest UTC day on which
    a visit failed, with the kind that failed most. `moved` pairs feeds with the addresses they moved to for good."""

    source: str
    condition: Condition
    says: str | None = None
    trouble: Trouble | None = None
    last: datetime | None = None
    reached: datetime | None = None
    due: datetime | None = None
    pace: float | None = None
    silent_days: int | None = None
    unchanged: float | None = None
    ailed: tuple[date, Trouble] | None = None
    moved: tuple[tuple[str, str], ...] = ()
    days: tuple[Day, ...] = ()


def judged(facts: Facts) -> Health:
    """The paper's health."""
    condition = _condition(facts)
    if condition is Condition.ALONE:  # what its feeds said last is of the past, and nothing is asked
        return Health(facts.source, condition, last=facts.last, reached=_reached(facts), days=facts.days)
    ill = next((state for state in facts.states if state.stopped or state.problem), None)
    says = (ill.stopped or ill.problem) if ill else None
    dues = [state.due for state in facts.states if state.due and not state.stopped]
    answers = sum(tally.answered for tally in facts.tallies)
    return Health(
        facts.source,
        condition,
        says=says,
        trouble=troubles.trouble(says, status=ill.status if ill else None),
        last=facts.last,
        reached=_reached(facts),
        due=min(dues, default=None),
        pace=pace(facts),
        silent_days=(facts.now - facts.last).days if condition is Condition.SILENT and facts.last else None,
        unchanged=sum(tally.unchanged for tally in facts.tallies) / answers if answers else None,
        ailed=_ailed(facts.tallies),
        moved=tuple((state.feed, new) for state in facts.states if (new := moving.proven(state))),
        days=facts.days,
    )


def turn(before: Turn | None, found: Health, *, now: datetime) -> Turn | None:
    """The turn that is worth telling, if the paper's condition turned since `before`. A paper that was never anything but
    well is no news."""
    was = before.condition if before else Condition.WELL
    if found.condition not in _TOLD or found.condition is was:
        return None
    return Turn(found.source, now, found.condition, found.says, found.last, found.pace)


def pace(facts: Facts) -> float | None:
    """Its usual articles a day: the median of the days on which we looked, up to its newest article; where that is none,
    the mean. A flood of imports is not its usual. `None` before there are seven such days."""
    counts = [day.articles for day in _baseline(facts)]
    if len(counts) < _LEAST_BASELINE:
        return None
    usual = float(median(counts))
    return usual if usual >= 1 else mean(counts)


def looked(day: date, zone: tzinfo, gaps: Iterable[Gap], *, now: datetime) -> bool:
    """Whether nothing of ours fell into that day."""
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    return not any(_within(gap, begins, begins + _A_DAY, now) for gap in gaps)


def _condition(facts: Facts) -> Condition:
    if facts.alone:
        return Condition.ALONE
    asked = [state for state in facts.states if state.tried or state.problem]
    if not asked:
        return Condition.NEW
    if all(state.stopped for state in asked):
        return Condition.GONE
    if not any(state.reached and not (state.problem or state.stopped) for state in asked):
        lasts = _failing_for(facts) >= _A_DAY or _failed_again_and_again(facts)
        return Condition.FAILING if lasts else Condition.TROUBLED
    return _quiet(facts)


def _failing_for(facts: Facts) -> timedelta:
    """How long nothing answers although we ask: the time in which we did not is not the paper's."""
    since = _reached(facts)
    if since is None:
        first = min((tally.day for tally in facts.tallies if tally.failed), default=None)
        since = datetime(first.year, first.month, first.day, tzinfo=UTC) + _A_DAY if first else facts.now
    ours = sum((_overlap(gap, since, facts.now) for gap in facts.gaps), timedelta())
    return facts.now - since - ours


def _failed_again_and_again(facts: Facts) -> bool:
    """Whether visits failed on two whole days since its last answer: that holds however seldom we ask."""
    reached = _reached(facts)
    since = reached.astimezone(UTC).date() if reached else date.min
    return len({tally.day for tally in facts.tallies if tally.failed and tally.day > since}) >= 2


def _quiet(facts: Facts) -> Condition:
    """Its feeds answer: does it give anything?"""
    usual, last, now = pace(facts), facts.last, facts.now
    if not usual or last is None or now - last < _threshold(facts, usual):
        return Condition.WELL
    if any(_within(gap, last, now, now) for gap in facts.gaps):
        return Condition.WELL  # we do not know
    since = [tally for tally in facts.tallies if tally.day > last.astimezone(UTC).date()]
    answered = {tally.day for tally in since if tally.answered}
    first, today = last.astimezone(UTC).date(), now.astimezone(UTC).date()
    between = {first + timedelta(days=number) for number in range(1, (today - first).days)}
    if not between <= answered or any(tally.filed for tally in since):
        return Condition.WELL
    return Condition.UNREAD if any(tally.entries for tally in since) else Condition.SILENT


def _threshold(facts: Facts, usual: float) -> timedelta:
    longest = run = 0
    for day in _baseline(facts):
        run = 0 if day.articles else run + 1
        longest = max(longest, run)
    return max(_LEAST_SILENCE, 2 * (longest + 1) * _A_DAY, math.ceil(_LEAST_MISSED / usual) * _A_DAY)


def _baseline(facts: Facts) -> Sequence[Day]:
    """The days to judge by: from its first article to its newest one, today and the days of our gaps left out."""
    if facts.last is None:
        return ()
    today, newest = facts.now.astimezone(facts.zone).date(), facts.last.astimezone(facts.zone).date()
    given = [day.day for day in facts.days if day.articles]
    if not given:
        return ()
    return [day for day in facts.days if day.looked and given[0] <= day.day <= newest and day.day != today]


def _reached(facts: Facts) -> datetime | None:
    return max((state.reached for state in facts.states if state.reached), default=None)


def _ailed(tallies: Iterable[DayTally]) -> tuple[date, Trouble] | None:
    failed = [tally for tally in tallies if tally.failures]
    if not failed:
        return None
    day = max(tally.day for tally in failed)
    counted: dict[Trouble, int] = {}
    for tally in failed:
        if tally.day == day:
            for kind, times in tally.failures:
                counted[kind] = counted.get(kind, 0) + times
    return day, max(counted, key=lambda kind: (counted[kind], kind))


def _within(gap: Gap, since: datetime, until: datetime, now: datetime) -> bool:
    return gap.began < until and (gap.ended or max(now, until)) > since


def _overlap(gap: Gap, since: datetime, until: datetime) -> timedelta:
    return max(min(gap.ended or until, until) - max(gap.began, since), timedelta())
