"""How long is a server left alone after what it has just answered?

Failing, one waits twice as long each time, up to a day, and never less than the server asked for. A host's state is
shared by all that we want of it: feeds, pages, robots.txt.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from warraq.ports.daybook import HostState
from warraq.ports.fetcher import Failed, FetchOutcome, Refused

LONGEST_BACK_OFF = timedelta(hours=24)
# A wish to be left alone for longer than this is taken for a mistake: nothing is given up for good unless a 410 says so.
LONGEST_RETRY_AFTER = timedelta(days=30)
# Further ahead than any wait that is ever written down: the clock has jumped back since.
FURTHEST = LONGEST_RETRY_AFTER + timedelta(days=1)
DELAY = timedelta(seconds=2)
INTERVAL = timedelta(minutes=15)
# What a host that answers, but badly, begins with: one broken page must not silence a paper for half an hour.
STRUGGLING = timedelta(minutes=2)

_MOST_DOUBLINGS = 20


def after_request(
    host: HostState,
    outcome: FetchOutcome,
    *,
    now: datetime,
    delay: timedelta = DELAY,
    interval: timedelta = INTERVAL,
    jitter: float = 0.0,
) -> HostState:
    """The host's state after one request. `delay` is the pause between two requests, `interval` what failures double
    where nothing was reached; a host that was reached and failed begins lower, with two minutes.

    Only what the whole host answers for counts as its failure: no answer, 5xx, 429 or a Retry-After. A page that is
    not there (404, 410) or not for us (403) is an answer. `jitter` is a random number in [0, 1).
    """
    if isinstance(outcome, Refused):
        return host  # nothing was asked
    if not isinstance(outcome, Failed) or not _host_failed(outcome):
        return replace(host, due=now + delay, errors=0)
    errors = host.errors + 1
    doubled = interval if outcome.offline else min(interval, STRUGGLING)
    wait = max(delay, back_off(errors, interval=doubled, jitter=jitter), retry_after(outcome))
    return replace(host, due=now + wait, errors=errors)


def back_off(errors: int, *, interval: timedelta, jitter: float = 0.0) -> timedelta:
    """min(interval x 2^errors, 24 h), shortened by up to a tenth so that hosts do not come due all at once.

    Never shorter than `interval`, however long that is.
    """
    if errors <= 0:
        return interval
    longest = max(LONGEST_BACK_OFF, interval)
    # In seconds as a float: a timedelta overflows where a long-dead host meets a long interval.
    doubled_s = min(interval.total_seconds() * 2.0 ** min(errors, _MOST_DOUBLINGS), longest.total_seconds())
    return max(timedelta(seconds=doubled_s * (1 - 0.1 * jitter)), interval)


def is_due(at: datetime | None, now: datetime) -> bool:
    """Whether what was put off until `at` may be done now."""
    return at is None or at <= now or at > now + FURTHEST


def passing(outcome: Failed) -> bool:
    """Whether it may be over in an hour: no answer to its end, 5xx, 429; not what a page is or is not (4xx)."""
    return outcome.status is None or outcome.status >= 500 or outcome.status == 429 or outcome.status < 300


def retry_after(outcome: Failed) -> timedelta:
    """What the server asked for, zero if nothing; at most thirty days."""
    return timedelta(seconds=min(max(outcome.retry_after_s or 0.0, 0.0), LONGEST_RETRY_AFTER.total_seconds()))


def retry_after_s(value: str | None, *, now: datetime) -> float | None:
    """A Retry-After header in seconds from `now`: it says seconds or an HTTP date. `None` for anything else.

    Source: RFC 9110, section 10.2.3.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:20]), LONGEST_RETRY_AFTER.total_seconds())
    try:
        at = parsedate_to_datetime(value)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return min(max((at - now).total_seconds(), 0.0), LONGEST_RETRY_AFTER.total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _host_failed(outcome: Failed) -> bool:
    return (
        outcome.status is None
        or outcome.status >= 500
        or outcome.status == 429
        or outcome.retry_after_s is not None
    )
