"""Which records stand in a WARC or ARC file? Read one by one; a broken one costs itself wherever the next can be found.

Sources: ISO 28500 (WARC 1.0, 1.1); the ARC 1.0 and 2.0 description of the Internet Archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from warraq.fetchers.decoding import Spoiled
from warraq.fetchers.runs import Run, run_at, runs

_LONGEST_LINE = 64 * 1024
_LONGEST_HEAD = 256 * 1024
_ARC = re.compile(
    rb"(?P<url>\w[^\r\n]*) (?P<ip>\S+) (?P<date>\d{8,20}) (?P<type>\S+)(?: \S+ \S+ \S+ \d+ \S+)? (?P<length>\S+)\s*"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: so far into the run that begins at `run`."""

    run: int
    skip: int


class Block:
    """A record's content, as many bytes of the run as its length says. `broken`: there were fewer."""

    def __init__(self, run: Run, length: int) -> None:
        self._run = run
        self.left = length
        self.broken = False

    def line(self, longest: int) -> bytes:
        return self._counted(self._run.line(min(longest, self.left))) if self.left else b""

    def take(self, size: int) -> bytes:
        return self._counted(self._run.take(min(size, self.left))) if self.left else b""

    def drain(self) -> None:
        while self.left and self.take(_LONGEST_LINE):
            pass

    def _counted(self, part: bytes) -> bytes:
        self.left -= len(part)
        if not part:
            self.broken, self.left = True, 0
        return part


@dataclass(frozen=True, slots=True)
class Record:
    """One record, its head read. `kind` is its WARC-Type (what an ARC file holds are responses); `fields` its WARC
    fields, names in lower case, the first of each name. The block is read before the next record is asked for."""

    place: Place
    kind: str
    url: str
    at: datetime
    fields: dict[str, str]
    block: Block


@dataclass(frozen=True, slots=True)
class Broken:
    """What stands at `place` is no record, or none that can be read."""

    place: Place
    reason: str


def records(file: BinaryIO) -> Iterator[Record | Broken]:
    """Every record of the file, in its order."""
    place = Place(0, 0)
    try:
        for run in runs(file):
            place = Place(run.start, 0)
            yield from _of_run(run)
    except Spoiled as spoiled:
        yield Broken(place, str(spoiled))


def record_at(file: BinaryIO, place: Place) -> Record:
    """The record that was met at this place. Raises: Spoiled."""
    run = run_at(file, place.run, place.skip)
    return _begun(run, run.line(_LONGEST_LINE), place)


def _of_run(run: Run) -> Iterator[Record | Broken]:
    while True:
        line = _next_line(run)
        if not line:
            return
        place = Place(run.start, run.position - len(line))
        try:
            record = _begun(run, line, place)
        except Spoiled as spoiled:
            yield Broken(place, str(spoiled))
            if not _found_next(run):
                return
            continue
        yield record
        record.block.drain()


def _next_line(run: Run) -> bytes:
    """The first line that says something; empty at the end."""
    while (line := run.line(_LONGEST_LINE)) and not line.strip(b"\0\r\n \t"):
        pass
    return line


def _found_next(run: Run) -> bool:
    """Pass over what is no record, up to what may begin one."""
    while line := run.line(_LONGEST_LINE):
        if line.startswith(b"WARC/") or (line.startswith(b"http") and _ARC.fullmatch(line)):
            run.put_back(line)
            return True
    return False


def _begun(run: Run, line: bytes, place: Place) -> Record:
    if line.startswith(b"WARC/"):
        return _warc(run, place)
    if found := _ARC.fullmatch(line):
        return _arc(run, found, place)
    said = line[:40].decode("latin-1").strip()
    raise Spoiled(f"no record of a WARC or ARC file begins with {said!r}")


def _warc(run: Run, place: Place) -> Record:
    fields = _fields(run)
    kind = fields.get("warc-type", "").lower()
    length = fields.get("content-length", "")
    if not _is_number(length):
        raise Spoiled(f"a record of {kind[:40] or 'no type'} whose content-length is {length[:40]!r}")
    url = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">").replace(" ", "%20")
    return Record(place, kind, url, _iso(fields.get("warc-date", "")), fields, Block(run, int(length)))


def _fields(run: Run) -> dict[str, str]:
    """A WARC head's fields, folded lines joined. Raises: Spoiled for one that is longer than any honest one."""
    fields: dict[str, str] = {}
    size, last = 0, ""
    while (line := run.line(_LONGEST_LINE)).strip():
        size += len(line)
        if size > _LONGEST_HEAD or not line.endswith(b"\n"):
            raise Spoiled(f"a record's head is cut off, or longer than {_LONGEST_HEAD // 1024} KB")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t":
            if last in fields:
                fields[last] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        last = name.strip().lower()
        fields.setdefault(last, value.strip())
    return fields


def _arc(run: Run, found: re.Match[bytes], place: Place) -> Record:
    url, length = found["url"].decode("utf-8", "replace").replace(" ", "%20"), found["length"]
    if url.startswith("filedesc:") and length == b"-1":  # written by a crawler that did not know yet
        while run.line(_LONGEST_LINE).strip():
            pass
        length = b"0"
    if not _is_number(length.decode("latin-1")):
        raise Spoiled(f"the record of {url[:120]} says {length[:40].decode('latin-1')!r} for its length")
    kind = "warcinfo" if url.startswith("filedesc:") else "response"
    date = found["date"].decode()
    try:
        at = datetime.strptime(date, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        if kind == "response":
            run.skip(int(length))
            raise Spoiled(f"the record of {url[:120]} says {date} for its date") from error
        at = datetime.fromtimestamp(0, UTC)
    return Record(
        place, kind, url, at, {"content-type": found["type"].decode("latin-1")}, Block(run, int(length))
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15


def _iso(text: str) -> datetime:
    """A WARC-Date: ISO 8601, in WARC 1.1 also a year, a month or a day alone. Raises: Spoiled."""
    whole = text + "-01" * (2 - text.count("-")) if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else text
    try:
        at = datetime.fromisoformat(whole)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Spoiled(f"WARC-Date {text[:40]!r} is no date") from error
