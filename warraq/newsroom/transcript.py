"""How do decisions reach a house that is older than they are? As a transcript of the log, carried out anew.

A backup knows what was decided before it was made. A transcript names articles by their addresses and pictures by their
pixels, since what came in after the backup has another number when it is collected again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from warraq.errors import DecisionError
from warraq.moderation.decisions import broken, read, written
from warraq.newsroom.deciding import Bench, decide
from warraq.ports.claims import Claims
from warraq.press import ArticleId, Decision, Recorded


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log with what its numbers stand for: `keys` are each article's addresses, `pixels` its picture's."""

    line: Recorded
    keys: dict[int, tuple[str, ...]] = field(default_factory=dict)
    pixels: str | None = None


@dataclass(slots=True)
class Carried:
    """What came of a transcript: lines that were there, lines that were carried out, of these those that nobody has looked
    at though their request is not here, and what waits, by its number in the transcript and why."""

    known: int = 0
    done: int = 0
    unlooked: int = 0
    waiting: list[tuple[int, str]] = field(default_factory=list)


def entries(bench: Bench) -> Iterator[Entry]:
    """The whole log of a house."""
    for line in bench.decisions.log():
        held = bench.archive.articles(_articles(line.decision))
        picture = bench.pictures.picture(line.decision.picture) if line.decision.picture is not None else None
        yield Entry(
            line, {one.id: one.draft.keys for one in held}, picture.negative.pixels if picture else None
        )


def text(entry: Entry) -> str:
    """An entry as one line of JSON."""
    line = entry.line
    said = {"number": line.number, "at": line.at.isoformat(), "said": written(line.decision)}
    chain = {"hash": line.hash, "previous": line.previous}
    return json.dumps({**said, **chain, "keys": entry.keys, "pixels": entry.pixels}, ensure_ascii=False)


def parsed(lines: Iterable[str]) -> tuple[Entry, ...]:
    """What a transcript holds. Raises: DecisionError where it is none, or was altered since it was written."""
    try:
        found = tuple(_entry(json.loads(one)) for one in lines if one.strip())
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise DecisionError(
            f"this is no transcript of decisions ({type(error).__name__}: {error})"
        ) from error
    if (wrong := broken([one.line for one in found])) is not None:
        raise DecisionError(f"line {wrong} of the transcript is not as it was written")
    return found


def carry(bench: Bench, claims: Claims, transcript: Iterable[Entry]) -> Carried:
    """Carry out what this house does not know yet, each at its own moment; again as often as one likes.

    Raises: ArchiveError.
    """
    carried, numbers = Carried(), dict[int, int]()
    log = bench.decisions.log()
    here = {(one.number, one.hash) for one in log}
    before = {_mark(one.at, one.decision): one.number for one in log}
    for entry in transcript:
        line = entry.line
        if (line.number, line.hash) in here:
            numbers[line.number] = line.number
            carried.known += 1
            continue
        try:
            said = _translated(bench, claims, entry, numbers)
            if (number := before.get(_mark(line.at, said))) is not None:
                carried.known += 1
            else:
                number = decide(bench, said, now=line.at).number
                carried.done += 1
                carried.unlooked += said.provisional and said.claim is None
            numbers[line.number] = number
        except DecisionError as error:
            carried.waiting.append((line.number, str(error)))
    return carried


def _entry(said: dict[str, Any]) -> Entry:
    line = Recorded(
        int(said["number"]),
        datetime.fromisoformat(said["at"]),
        read(said["said"]),
        str(said["hash"]),
        said["previous"],
    )
    keys = {int(number): tuple(map(str, held)) for number, held in said["keys"].items()}
    return Entry(line, keys, said["pixels"])


def _translated(bench: Bench, claims: Claims, entry: Entry, numbers: dict[int, int]) -> Decision:
    """The decision in this house's numbers. Raises: DecisionError where what it is about is not here."""
    said = entry.line.decision
    if said.undoes is not None and said.undoes not in numbers:
        raise DecisionError(f"it takes back decision {said.undoes}, which waits itself")
    if said.picture is not None:
        held = bench.pictures.picture(said.picture)
        if held is None or held.negative.pixels != entry.pixels:
            raise DecisionError(f"picture {said.picture} is not here under that number")
    asked = claims.claim(said.claim) if said.claim is not None else None
    return replace(
        said,
        article=_found(bench, entry, said.article) if said.article is not None else None,
        articles=tuple(_found(bench, entry, one) for one in said.articles),
        undoes=numbers[said.undoes] if said.undoes is not None else None,
        # a request that came later has that number here
        claim=said.claim if asked is not None and asked.opened <= entry.line.at else None,
    )


def _found(bench: Bench, entry: Entry, article: ArticleId) -> ArticleId:
    keys = entry.keys.get(article, ())
    held = bench.archive.find_all(keys)
    number = next((held[key] for key in keys if key in held), None)
    if number is None:
        raise DecisionError(f"its article {keys[0] if keys else article} is not here yet")
    return number


def _articles(decision: Decision) -> tuple[ArticleId, ...]:
    own = () if decision.article is None else (decision.article,)
    return (*own, *decision.articles)


def _mark(at: datetime, decision: Decision) -> str:
    """By which a decision carried out once is known: its state before is this house's own."""
    return hashlib.sha256(f"{at.isoformat()} {written(replace(decision, before=None))}".encode()).hexdigest()
