"""Which feeds are visited now, and when is each visited again?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from warraq.crawling import pace, politeness, urls
from warraq.ports.daybook import FeedState, HostState
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Moved, Refused, Unchanged
from warraq.press import Capture, Feed, FeedReading

_LONGEST_VALIDATOR = 1024
_BETWEEN_CALLS = timedelta(minutes=1)
_CLOCKS = timedelta(minutes=1)  # by so much two machines' clocks may differ
# For so long a feed is asked at its usual interval although its server answers badly, and only then less and less often: of
# a server that fails three times in ten, three failures in a row, and with them hours of doubling, come every other day.
_MISHAP = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Read:
    """What a visit brought: the reading, and how many of its entries were new or changed."""

    reading: FeedReading
    fresh: int


def due(
    feeds: Iterable[Feed],
    states: Mapping[str, FeedState],
    hosts: Mapping[str, HostState],
    now: datetime,
    *,
    first: tuple[str, ...] = (),
    again: bool = False,
) -> Iterator[Feed]:
    """The feeds to visit now: those named in `first` in that order, then those never visited, then the longest due.

    A feed whose host wants to be left alone is not due. With `again` (someone asks for all of them now) every feed is
    that has not stopped; whoever fetches keeps to the hosts' wishes.
    """
    rank = {feed: place for place, feed in enumerate(first)}
    waiting: list[tuple[int, float, Feed]] = []
    for feed in feeds:
        state = _state(feed, states)
        if state.stopped:
            continue
        if not again and not (_is_due(state, now) and _host_is_due(feed, hosts, now)):
            continue
        since = state.due.timestamp() if state.due else float("-inf")
        waiting.append((rank.get(feed.id, len(rank)), since, feed))
    # sorted keeps the edition's own order among equals
    return iter([feed for _, _, feed in sorted(waiting, key=lambda one: one[:2])])


def well(state: FeedState | None) -> bool:
    """Whether the feed was reached and read when it was last visited."""
    return state is not None and state.reached is not None and not state.errors


def called(
    states: Mapping[str, FeedState], calls: Mapping[str, datetime], *, now: datetime
) -> Iterator[FeedState]:
    """The states of feeds whose hub has called since they were last visited: due at once, or a minute after that visit,
    so that a hub that calls without end is no reason to ask without end."""
    for feed, at in calls.items():
        state = states.get(feed)
        if state is None or state.stopped or (state.tried is not None and state.tried >= at):
            continue
        due = now if state.tried is None else max(now, state.tried + _BETWEEN_CALLS)
        if state.due is None or state.due > due:
            yield replace(state, due=due)


def after_visit(
    state: FeedState,
    outcome: FetchOutcome,
    *,
    now: datetime,
    interval: timedelta = politeness.INTERVAL,
    jitter: float = 0.0,
    read: Read | None = None,
    unreadable: str | None = None,
) -> FeedState:
    """The feed's state after a visit. `read` is what the bytes said, `None` where they were those of the last visit;
    `unreadable` says why they were no feed.

    Failing, a feed waits for min(interval x 2^errors, 24 h); where its server answers, but badly, errors count from two
    hours on, and until then the server's own back-off is enough. 410 stops the feed and says so. Where nothing was reached at all the feed is due after its normal interval, and its
    host backs off for all its feeds: the first that gets through frees the others. `jitter` is random in [0, 1).
    """
    tried = replace(state, tried=now)
    match outcome:
        case Fetched(capture=capture) if unreadable is None:
            held = replace(
                tried, etag=_validator(capture, "etag"), last_modified=_validator(capture, "last-modified")
            )
            paced = _paced(held, read, since=state.reached, now=now, usual=interval)
            return _went_well(paced, capture, now=now, interval=interval, jitter=jitter)
        case Fetched(capture=capture):
            # Validators are not kept: what could not be read must be sent again, not answered with 304.
            failed = replace(tried, status=capture.status, etag=None, last_modified=None, problem=unreadable)
            return _backed_off(failed, now=now, interval=interval, jitter=jitter, mishap=True)
        case Unchanged(capture=capture):
            paced = _paced(tried, None, since=state.reached, now=now, usual=interval)
            return _went_well(paced, capture, now=now, interval=interval, jitter=jitter)
        case Failed(status=410):
            reason = f"HTTP 410 since {now:%Y-%m-%d}; remove it or give it its new address"
            return replace(
                tried, status=410, errors=state.errors + 1, problem=reason, stopped=reason, due=None
            )
        case Failed(offline=True, reason=reason):
            wait = max(_normal(interval, jitter), politeness.retry_after(outcome))
            return replace(tried, status=None, errors=state.errors + 1, problem=reason, due=now + wait)
        case Failed(status=status, reason=reason):
            failed = replace(tried, status=status, problem=reason)
            least, mishap = politeness.retry_after(outcome), politeness.passing(outcome)
            return _backed_off(failed, now=now, interval=interval, jitter=jitter, least=least, mishap=mishap)
        case Moved(url=url, capture=capture):
            failed = replace(
                tried, status=capture.status, problem=f"moved to {url[:200]}, which was not followed"
            )
            return _backed_off(failed, now=now, interval=interval, jitter=jitter)
        case Refused(reason=reason):
            failed = replace(tried, status=None, problem=reason)
            return _backed_off(failed, now=now, interval=interval, jitter=jitter)


def _state(feed: Feed, states: Mapping[str, FeedState]) -> FeedState:
    """What we know of the feed at its present address: with another address it starts anew."""
    state = states.get(feed.id)
    return state if state is not None and state.url == feed.url else FeedState(feed.id, feed.url)


def _is_due(state: FeedState, now: datetime) -> bool:
    """Put off by a clock that was set back since, it is due at once."""
    return politeness.is_due(state.due, now) or (state.tried is not None and state.tried > now + _CLOCKS)


def _host_is_due(feed: Feed, hosts: Mapping[str, HostState], now: datetime) -> bool:
    state = hosts.get(urls.host(feed.url))
    return state is None or politeness.is_due(state.due, now)


def _went_well(
    state: FeedState, capture: Capture, *, now: datetime, interval: timedelta, jitter: float
) -> FeedState:
    wait = max(_normal(state.interval or interval, jitter), state.ttl or timedelta(), pace.max_age(capture))
    due = pace.awake(now + wait, skip_hours=state.skip_hours, skip_days=state.skip_days)
    return replace(state, status=capture.status, reached=now, errors=0, problem=None, stopped=None, due=due)


def _paced(
    state: FeedState, read: Read | None, *, since: datetime | None, now: datetime, usual: timedelta
) -> FeedState:
    """The state with what the visit taught of the feed's pace; `since` is when it was reached before."""
    if read is None:
        return replace(state, interval=pace.quiet(state.interval, usual=usual))
    reading = read.reading
    learnt = pace.learnt(
        state.interval,
        reading.entries,
        fresh=read.fresh,
        elapsed=now - since if since else None,
        now=now,
        usual=usual,
    )
    return replace(
        state,
        interval=learnt,
        ttl=pace.ttl(reading.ttl_s),
        skip_hours=reading.skip_hours,
        skip_days=reading.skip_days,
    )


def _backed_off(
    state: FeedState,
    *,
    now: datetime,
    interval: timedelta,
    jitter: float,
    least: timedelta = timedelta(),
    mishap: bool = False,
) -> FeedState:
    errors = state.errors + 1
    spared = int(_MISHAP / interval) if mishap else 0
    if errors <= spared and (state.reached is None or now - state.reached < _MISHAP):
        wait = _normal(interval, jitter)
    else:
        wait = politeness.back_off(max(errors - spared, 1), interval=interval, jitter=jitter)
    return replace(state, errors=errors, due=now + max(wait, least))


def _normal(interval: timedelta, jitter: float) -> timedelta:
    """The interval, drawn out by up to a tenth: feeds that began together drift apart."""
    return interval * (1 + 0.1 * jitter)


def _validator(capture: Capture, name: str) -> str | None:
    value = capture.header(name)
    return value if value and len(value) <= _LONGEST_VALIDATOR else None
