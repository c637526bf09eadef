"""Archive files as other tools write them: byte by byte."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from gzip import compress as packed
from http import HTTPStatus
from pathlib import Path

from warraq.press import Capture

CRLF = b"\r\n"


def written(path: Path, captures: Iterable[Capture], *, gzip: bool = True) -> Path:
    """A WARC of these answers, one gzip member each, bodies as they stand."""
    with path.open("wb") as file:
        for one in captures:
            headers = [f"{name}: {value}".encode() for name, value in one.headers]
            block = answer(
                one.body, *headers, status=f"{one.status} {HTTPStatus(one.status).phrase}".encode()
            )
            data = record(block, url=one.url, at=one.at)
            file.write(packed(data) if gzip else data)
    return path


def record(
    block: bytes,
    *,
    url: str = "http://paper.example/1",
    at: datetime = datetime(2026, 3, 10, 12, tzinfo=UTC),
    length: int | None = None,
    more: bytes = b"",
) -> bytes:
    """One response record, byte by byte, its content-length true or not."""
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%S}Z\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(block) if length is None else length}\r\n"
    )
    return head.encode() + more + CRLF + block + CRLF * 2


def answer(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """An HTTP answer as it came over the wire."""
    return b"HTTP/1.1 " + status + CRLF + b"".join(one + CRLF for one in headers) + CRLF + body
