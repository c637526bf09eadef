"""How often do a feed's entries come, and so how often is it looked at?

    gap      = the mean time between the newest ten dated entries (their silence since counted as one more gap), or,
               where a feed prints no dates, the time since the last visit by the number of entries that came
    target   = gap / 2, between a third of the usual interval and six hours
    learnt   = target, where that is sooner than before; halfway to it, where it is later
    learnt  += a quarter, when a visit brought nothing

A feed's own wishes come on top: the wait is never shorter than its ttl (six hours of it count), than what is left of
the answer's Cache-Control max-age (one hour of it counts), and moved out of the hours and days in which it says that
nothing comes (by two days at most).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from warraq.press import Capture, Entry

LONGEST = timedelta(hours=6)
LONGEST_TTL = timedelta(hours=6)
LONGEST_MAX_AGE = timedelta(hours=1)
LONGEST_SKIP = timedelta(days=2)
_NEWEST = 10
_FEWEST = 3  # dates below which their gaps say nothing
_HOUR = timedelta(hours=1)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def learnt(
    before: timedelta | None,
    entries: Sequence[Entry],
    *,
    fresh: int,
    elapsed: timedelta | None,
    now: datetime,
    usual: timedelta,
) -> timedelta:
    """The interval after a visit that was read: `fresh` of its entries were new or changed, `elapsed` since the last.

    `usual` is the interval that the operator wants; `before` what was learnt until now, `None` for nothing.
    """
    gap = _gap(entries, now)
    if gap is None and fresh and elapsed is not None and before is not None:
        gap = elapsed / fresh
    if gap is None:
        return usual if before is None else _bounded(before, usual)
    target = _bounded(gap / 2, usual)
    if before is None or target < before:
        return target
    return _bounded((before + target) / 2, usual)


def quiet(before: timedelta | None, *, usual: timedelta) -> timedelta | None:
    """The interval after a visit that brought nothing; nothing is learnt of a feed that was never read."""
    return None if before is None else _bounded(before * 1.25, usual)


def ttl(seconds: int | None) -> timedelta | None:
    """What a feed asks for, as far as it counts: a ttl of a year must not silence it."""
    return None if not seconds or seconds < 0 else min(timedelta(seconds=min(seconds, 10**9)), LONGEST_TTL)


def max_age(capture: Capture) -> timedelta:
    """For how long the answer says that it is fresh, less the time it has lain in a cache; an hour at most."""
    match = _MAX_AGE.search(capture.header("cache-control") or "")
    if match is None or "no-cache" in (capture.header("cache-control") or "").lower():
        return timedelta()
    age = (capture.header("age") or "").strip()
    lain = int(age[:9]) if age.isascii() and age.isdigit() else 0
    return min(timedelta(seconds=max(int(match.group(1)) - lain, 0)), LONGEST_MAX_AGE)


def awake(due: datetime, *, skip_hours: Iterable[int], skip_days: Iterable[int]) -> datetime:
    """`due`, or the first full hour (UTC) after it that the feed does not skip; at most two days later.

    Source: https://www.rssboard.org/skip-hours-days
    """
    hours, days = set(skip_hours), set(skip_days)
    if not hours and not days:
        return due
    moment, last = due, due + LONGEST_SKIP
    while moment <= last:
        at = moment.astimezone(UTC)
        if at.hour not in hours and at.weekday() not in days:
            return moment
        moment = at.replace(minute=0, second=0, microsecond=0) + _HOUR
    return last if len(hours) < 24 and len(days) < 7 else due  # who skips everything has said nothing


def _gap(entries: Sequence[Entry], now: datetime) -> timedelta | None:
    """Between the newest dated entries, and since the newest; `None` where too few are dated."""
    said = (entry.published or entry.updated for entry in entries)
    dates = sorted((moment.at for moment in said if moment and moment.at <= now), reverse=True)[:_NEWEST]
    if len(dates) < _FEWEST:
        return None
    # From the oldest of them until now: as many gaps as dates.
    return (now - dates[-1]) / len(dates)


def _bounded(interval: timedelta, usual: timedelta) -> timedelta:
    return min(max(interval, usual / 3), max(LONGEST, usual))
