"""What pages did somebody save to a folder, and at which addresses did they stand?

An address is what the folder's manifest says of a file, else what the page calls its own (`rel=canonical`, else `og:url`).
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from warraq.press import Capture, Spoilt

MANIFESTS = ("manifest.jsonl", "manifest.csv")
MAX_BYTES = 20 * 2**20
_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
_HEAD_BYTES = 512 * 1024
_MAX_LINES = 5_000_000
_TAG = re.compile(r"<(link|meta)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z:_-]{1,30})\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))")


def pages(folder: Path) -> Iterator[Capture | Spoilt]:
    """Every page of a folder and those below it, by its path; made when its file was last written, where the manifest
    does not say otherwise.

    A manifest is JSON lines or CSV with the columns `file` and `url`, and `at` (ISO 8601) if it likes. Raises: OSError.
    """
    known = _manifest(folder)
    for path in sorted(folder.rglob("*")):
        if not path.name.lower().endswith(_ENDINGS) or not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            yield Spoilt(name, "leads out of the folder")
            continue
        yield _page(path, name, *known.get(name, (None, None)))


def declared(head: str) -> str | None:
    """The address that a page's head calls its own: an absolute one, http(s)."""
    found: dict[str, str] = {}
    for match in _TAG.finditer(head):
        said = {name.lower(): one or two or three for name, one, two, three in _ATTRIBUTE.findall(match[2])}
        if match[1].lower() == "link" and "canonical" in said.get("rel", "").lower().split():
            found.setdefault("canonical", unescape(said.get("href", "")).strip())
        elif said.get("property", "").lower() == "og:url":
            found.setdefault("og:url", unescape(said.get("content", "")).strip())
    return next((url for name in ("canonical", "og:url") if _is_address(url := found.get(name, ""))), None)


def _page(path: Path, name: str, url: str | None, at: datetime | None) -> Capture | Spoilt:
    try:
        body = _bytes(path)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        return Spoilt(name, f"cannot be read ({error})")
    address = url or declared(body[:_HEAD_BYTES].decode("latin-1"))
    if address is None:
        return Spoilt(name, "names no address of its own (rel=canonical, og:url), and no manifest does")
    return Capture(address, at or written, 200, (("content-type", "text/html"),), body)


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as stream:
            body = stream.read(MAX_BYTES + 1)
    else:
        with path.open("rb") as plain:
            body = plain.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES // 2**20} MB")
    return body


def _manifest(folder: Path) -> dict[str, tuple[str, datetime | None]]:
    known: dict[str, tuple[str, datetime | None]] = {}
    for path in (folder / name for name in MANIFESTS):
        if not path.is_file():
            continue
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            rows = csv.DictReader(lines) if path.suffix == ".csv" else map(_row, lines)
            for _, row in zip(range(_MAX_LINES), rows, strict=False):
                name, url = str(row.get("file") or ""), str(row.get("url") or "")
                if name and _is_address(url):
                    known[name] = (url, _moment(row.get("at")))
    return known


def _row(line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _moment(said: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
