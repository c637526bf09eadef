"""What was written, before any paper printed it? Stories, events, wire texts and articles, read from `content/`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from warraq.demopress.papers import CONTENT


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, once. `at` is relative to the start; `day_zone` is where its day is counted.

    `story` is the running story, the file's name unless the event says another.
    """

    id: str
    story: str
    at: timedelta
    day_zone: str


@dataclass(frozen=True, slots=True)
class WireText:
    """A text of the invented agency, which papers reprint."""

    id: str
    event: str
    at: timedelta
    headline: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """What an article says from `at` on. `None`: as before."""

    at: timedelta
    headline: str | None
    paragraphs: tuple[str, ...] | None
    replace: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """An article as its desk wrote it, its dates and typesetting still to come."""

    id: str
    paper: str
    event: str | None
    at: timedelta
    section: str
    headline: str
    paragraphs: tuple[str, ...]
    also: tuple[str, ...] = ()  # further events it belongs to (a round-up)
    author: str | None = None
    wire: str | None = None
    rewordings: tuple[Rewording, ...] = ()
    withdrawn: timedelta | None = None
    returned: timedelta | None = None  # put back where it stood
    members: bool = False
    trap: str | None = None  # pieces of one trap look alike and tell different events
    governorate: str | None = None  # named in its dateline
    language: str | None = None  # where it is not its paper's
    picture: str | None = None  # a kind out of the ordinary, or "none"


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was written."""

    events: dict[str, Event]
    wires: dict[str, WireText]
    pieces: tuple[Piece, ...]


@functools.cache
def content() -> Content:
    """All stories of `content/stories`, in the order of their file names. Raises: ValueError naming a wrong table."""
    events: dict[str, Event] = {}
    wires: dict[str, WireText] = {}
    pieces: list[Piece] = []
    for path in sorted((CONTENT / "stories").glob("*.toml")):
        with path.open("rb") as file:
            tables = tomllib.load(file)
        for event in _events(path, tables):
            events[event.id] = event
        for table in tables.get("wire", ()):
            wires[table["id"]] = _wire(table)
        pieces.extend(_pieces(path, tables, wires))
    _check(pieces, events)
    return Content(events, wires, tuple(pieces))


def span(text: str) -> timedelta:
    """`-49:20` is 49 hours and 20 minutes before the start, `+0:12` twelve minutes after it. Raises: ValueError."""
    hours, _, minutes = text[1:].partition(":")
    if text[0] not in "+-" or not minutes:
        raise ValueError(f"a time is written -49:20 or +0:12, not {text!r}")
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return -length if text[0] == "-" else length


def paragraphs(text: str) -> tuple[str, ...]:
    """Lines of a body, empty ones left out."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))


def _events(path: Path, tables: dict[str, Any]) -> Iterator[Event]:
    for table in tables.get("event", ()):
        yield Event(
            table["id"], table.get("story", path.stem), span(table["at"]), tables.get("zone", "Africa/Cairo")
        )


def _check(pieces: list[Piece], events: dict[str, Event]) -> None:
    seen: set[str] = set()
    for piece in pieces:
        if piece.id in seen:
            raise ValueError(
                f"{piece.id}: two articles have this id; tell an event in its own story's file only"
            )
        seen.add(piece.id)
        for event in (piece.event, *piece.also):
            if event is not None and event not in events:
                raise ValueError(f"{piece.id}: there is no event {event!r}")


def _wire(table: dict[str, Any]) -> WireText:
    return WireText(
        table["id"], table["event"], span(table["at"]), table["headline"], paragraphs(table["body"])
    )


def _pieces(path: Path, tables: dict[str, Any], wires: dict[str, WireText]) -> Iterator[Piece]:
    counted: dict[str, int] = {}
    for table in (*tables.get("article", ()), *tables.get("reprint", ())):
        about = table.get("event") or (
            wires[table["wire"]].event if table.get("wire") in wires else path.stem
        )
        stem = f"{about}/{table['paper']}"
        counted[stem] = counted.get(stem, 0) + 1
        yield _piece(f"{stem}-{counted[stem]}", table, wires)


def _piece(piece: str, table: dict[str, Any], wires: dict[str, WireText]) -> Piece:
    wire = wires.get(table.get("wire", ""))
    if wire is None and "wire" in table:
        raise ValueError(f"{piece}: there is no wire text {table['wire']!r}")
    return Piece(
        id=piece,
        paper=table["paper"],
        event=table.get("event") or (wire.event if wire else None),
        at=span(table["at"]),
        section=table["section"],
        headline=table.get("headline") or (wire.headline if wire else ""),
        paragraphs=_reprinted(piece, table, wire) if wire else paragraphs(table["body"]),
        also=tuple(table.get("also", ())),
        author=table.get("author"),
        wire=wire.id if wire else None,
        rewordings=tuple(_rewording(one) for one in table.get("version", ())),
        withdrawn=span(table["withdrawn"]) if "withdrawn" in table else None,
        returned=span(table["returned"]) if "returned" in table else None,
        members=table.get("members", False),
        trap=table.get("trap"),
        governorate=table.get("governorate"),
        language=table.get("language"),
        picture=table.get("picture"),
    )


def _reprinted(piece: str, table: dict[str, Any], wire: WireText) -> tuple[str, ...]:
    """The wire's paragraphs with a paper's edits: `drop` (numbered from 1), `replace`, then `lead` and `append`."""
    kept = [text for number, text in enumerate(wire.paragraphs, 1) if number not in table.get("drop", ())]
    kept = list(replaced(kept, tuple((old, new) for old, new in table.get("replace", ())), where=piece))
    return (*paragraphs(table.get("lead", "")), *kept, *paragraphs(table.get("append", "")))


def replaced(texts: list[str], pairs: tuple[tuple[str, str], ...], *, where: str) -> tuple[str, ...]:
    """Texts with each old wording replaced. Raises: ValueError when an old wording stands nowhere."""
    for old, new in pairs:
        if not any(old in text for text in texts):
            raise ValueError(f"{where}: {old!r} stands in no paragraph")
        texts = [text.replace(old, new) for text in texts]
    return tuple(texts)


def _rewording(table: dict[str, Any]) -> Rewording:
    return Rewording(
        span(table["at"]),
        table.get("headline"),
        paragraphs(table["body"]) if "body" in table else None,
        tuple((old, new) for old, new in table.get("replace", ())),
    )
