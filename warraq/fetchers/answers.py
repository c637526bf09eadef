"""What does a server's answer come to? The same for every fetcher."""

from __future__ import annotations

from datetime import datetime

from warraq.crawling import politeness, urls
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Moved, Unchanged
from warraq.press import Capture

_MOVED = frozenset([301, 302, 303, 307, 308])
_PERMANENT = frozenset([301, 308])


def outcome(capture: Capture, *, now: datetime) -> FetchOutcome:
    """The outcome that this answer is; `now` is what a Retry-After date counts from."""
    status = capture.status
    if 200 <= status < 300:
        return Fetched(capture)
    if status == 304:
        return Unchanged(capture)
    if status in _MOVED:
        return _moved(capture)
    wait_s = politeness.retry_after_s(capture.header("retry-after"), now=now)
    return Failed(f"HTTP {status}", status=status, retry_after_s=wait_s)


def _moved(capture: Capture) -> FetchOutcome:
    location = capture.header("location")
    if not location:
        return Failed(f"HTTP {capture.status} without a new address", status=capture.status)
    url = urls.absolute(location, capture.url)
    if url is None:
        return Failed(
            f"HTTP {capture.status} to what is no web address: {location[:120]!r}", status=capture.status
        )
    return Moved(url, permanent=capture.status in _PERMANENT, capture=capture)
