"""What does a server's answer come to? The same for every fetcher."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from warraq.crawling import politeness, urls
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Moved, Request, Unchanged
from warraq.press import Capture

_MOVED = frozenset([301, 302, 303, 307, 308])
_PERMANENT = frozenset([301, 308])
_LONGEST_KEPT_HEADERS = 64 * 1024


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


def is_held(request: Request, capture: Capture) -> bool:
    """Whether the request's validators are those of this capture; the etag decides where there is one."""
    etag = capture.header("etag")
    if request.etag and etag:
        return request.etag == etag
    modified = capture.header("last-modified")
    return bool(request.last_modified and request.last_modified == modified)


def kept(raw: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """An answer's headers as text, without cookies, up to 64 KiB of them."""
    headers: list[tuple[str, str]] = []
    room = _LONGEST_KEPT_HEADERS
    for raw_name, raw_value in raw:
        name = raw_name.decode("latin-1").lower()
        room -= len(raw_name) + len(raw_value)
        if room < 0:
            break
        if name not in ("set-cookie", "set-cookie2"):
            headers.append((name, _text(name, raw_value)))
    return tuple(headers)


def _text(name: str, value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        if name == "location":  # an address in windows-1256 keeps its bytes
            return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in value)
        return value.decode("latin-1")
