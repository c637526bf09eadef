"""What did a server answer, by the record that somebody kept of it? Judged by the same limits as a live answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from warraq.crawling import urls
from warraq.fetchers.answers import kept
from warraq.fetchers.decoding import Body, Spoiled
from warraq.fetchers.records import Block, Broken, Record, records
from warraq.ports.fetcher import Limits
from warraq.press import Capture, Spoilt

_LONGEST_LINE = 16 * 1024
_MOST_HEADERS = 128
_STEP = 64 * 1024
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})\s*(?:;[^\r\n]*)?\r?\n")
_ANSWERS = frozenset(["response", "resource", "revisit"])
# Crawlers that unpack a body and leave the header standing are common; such a body begins as text does.
_AS_TEXT = (b"<", b"{", b"[", b"\xef\xbb\xbf")


def answers(record: Record) -> bool:
    """Whether this record says what an address of the web answered."""
    return record.kind in _ANSWERS and record.url.startswith(("http://", "https://"))


def captured(record: Record, limits: Limits) -> Capture:
    """The answer that a response or resource record holds, its body decoded.

    A revisit says only status and headers (200 and none where it has none); its body stands in another record.

    Raises: Spoiled if it cannot be had whole within its limits.
    """
    url = urls.clean(record.url)
    if url is None:
        raise Spoiled(f"{record.url[:120]!r} is no web address")
    block = record.block
    if record.kind == "resource":
        headers: tuple[tuple[str, str], ...] = (("content-type", record.fields.get("content-type", "")),)
        return Capture(url, record.at, 200, headers, _body(block, headers, limits, record))
    first = block.line(_LONGEST_LINE)
    if record.kind == "revisit" and not first:
        return Capture(url, record.at, 304 if _not_modified(record) else 200, (), b"")
    status = _STATUS.match(first)
    if status is None:
        raise Spoiled("no HTTP answer stands in the record")
    headers = _headers(block)
    capture = Capture(url, record.at, int(status[1]), headers, b"")
    if record.kind == "revisit" or not 200 <= capture.status < 300:
        return capture
    return replace(capture, body=_body(block, headers, limits, record))


def captures(path: Path, limits: Limits) -> Iterator[Capture | Spoilt]:
    """What every answer of the file comes to, one after the other; revisits are passed over: they say nothing new."""
    last: Capture | Spoilt | None = None
    try:
        with path.open("rb") as file:
            for record in records(file):
                if isinstance(record, Broken):
                    if not (
                        isinstance(last, Spoilt) and last.reason == record.reason
                    ):  # one break, told once
                        yield Spoilt(f"{path.name}:{record.place.run + record.place.skip}", record.reason)
                elif answers(record) and record.kind != "revisit":
                    last = _capture_or_reason(record, path, limits)
                    yield last
    except OSError as error:
        yield Spoilt(path.name, f"cannot be read ({error.strerror})")


def _capture_or_reason(record: Record, path: Path, limits: Limits) -> Capture | Spoilt:
    try:
        return captured(record, limits)
    except Spoiled as spoiled:
        return Spoilt(f"{path.name}: {record.url[:200]}", str(spoiled))


def _not_modified(record: Record) -> bool:
    return record.fields.get("warc-profile", "").endswith("server-not-modified")


def _headers(block: Block) -> tuple[tuple[str, str], ...]:
    raw: list[tuple[bytes, bytes]] = []
    while (line := block.line(_LONGEST_LINE)).strip():
        if not line.endswith(b"\n") and block.left:
            raise Spoiled(f"a header of more than {_LONGEST_LINE // 1024} KB")
        if len(raw) >= _MOST_HEADERS:
            raise Spoiled(f"more than {_MOST_HEADERS} headers")
        name, colon, value = line.partition(b":")
        if colon and line[:1] not in b" \t":
            raw.append((name.strip(), value.strip()))
    return kept(raw)


def _body(block: Block, headers: tuple[tuple[str, str], ...], limits: Limits, record: Record) -> bytes:
    if cut := record.fields.get("warc-truncated"):
        raise Spoiled(f"recorded only in part (WARC-Truncated: {cut[:40]})")
    if block.left > limits.wire_bytes:
        raise Spoiled(f"{block.left} bytes recorded, more than are taken")
    sent = b"".join(iter(lambda: block.take(_STEP), b""))
    if block.broken:
        raise Spoiled("the record breaks off before its end")
    said = {name: ",".join(value for key, value in headers if key == name) for name, _ in headers}
    if "chunked" in said.get("transfer-encoding", "").lower():
        sent = _unchunked(sent)
    encoding = said.get("content-encoding")
    if encoding and sent.lstrip()[:3].startswith(_AS_TEXT):
        encoding = None
    body = Body(encoding, limits)
    for start in range(0, len(sent), _STEP):
        body.feed(sent[start : start + _STEP])
    return body.whole()


def _unchunked(sent: bytes) -> bytes:
    """The body out of its chunks; what is not in chunks, or no longer, stays as it is. Source: RFC 9112, section 7.1."""
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(sent, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(sent[size.end() : size.end() + length])
        at = size.end() + length
        if at > len(sent):
            raise Spoiled("the last chunk breaks off")
        at += 2 if sent.startswith(b"\r\n", at) else 1 if sent.startswith(b"\n", at) else 0
    return sent if not parts else b"".join(parts) + sent[at:]
