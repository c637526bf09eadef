"""How does `warraq search` say what it found? To people, as JSON, or as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

from warraq.cli import output
from warraq.cli.flaws import told
from warraq.ports.index import Facets, Hits, Reason
from warraq.press import Article, Source
from warraq.query.snippet import Piece
from warraq.query.tree import Question
from warraq.web import csvtext

_WHY = {
    "spelled": "as spelled",
    "stem": "the same word",
    "plural": "its plural or singular",
    "kin": "its verb or noun",
    "alias": "another name or spelling",
    "latin": "its spelling in the other script",
    "dialect": "its word in the standard language",
    "french": "the same word in French",
    "english": "the same word in English",
    "near": "spelled nearly so",
}
_out = Console(highlight=False, soft_wrap=True)
_LINE_END = re.compile(r"\s*\n\s*")
_BARS = 40  # letters of the longest bar


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit, with the pieces of its text that answer, and why it does where that was asked. `near`: it holds but some of what
    was asked for, and follows the answers."""

    article: Article
    snippet: tuple[Piece, ...]
    copies: int = 0
    near: bool = False
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`meant` is the query with words that are likelier; `looser` are queries that ask for less, with how many answer each."""

    question: Question
    hits: Hits
    shown: tuple[Shown, ...]
    papers: Mapping[str, Source]
    facets: Facets | None = None
    meant: str | None = None
    looser: tuple[tuple[str, int], ...] = ()


def as_json(found: Answer) -> dict[str, Any]:
    """`total` and `hits` first of all; what was not asked for is left out."""
    value: dict[str, Any] = {
        "total": found.hits.total,
        "relaxed": found.hits.relaxed,
        "notes": [told(note) for note in found.question.notes],
        "next": str(found.hits.next) if found.hits.next else None,
        "meant": found.meant,
        "looser": [list(pair) for pair in found.looser],
        "hits": [_row(one) | _reasons(one) for one in found.shown],
    }
    return (
        value
        if found.facets is None
        else value | {"texts": found.facets.texts, "facets": counted(found.facets)}
    )


def as_csv(found: Answer) -> str:
    keys = ("id", "title", "source", "published", "url", "snippet", "copies", "near")
    return csvtext.table(keys, ([_row(one)[key] for key in keys] for one in found.shown))


def counted(facets: Facets) -> dict[str, Any]:
    """Lists of [value, number]."""
    return {name: [list(pair) for pair in pairs] for name, pairs in _facets(facets)}


def say(found: Answer, *, nothing: str) -> None:
    """To people: hits on stdout, what is said of them on stderr."""
    if not found.shown:
        output.note(nothing)
    if found.meant:
        output.note(f"Did you mean: {found.meant}")
    if found.hits.relaxed:
        output.note("No article holds every word; these hold some of them, or a word spelled nearly so.")
    for query, number in found.looser:
        output.note(f"Less would find {number}: {query}")
    for one in found.shown:
        _say_one(one, found)
    for name, pairs in _facets(found.facets) if found.facets else ():
        _say_facet(name, pairs)
    texts = (
        f" in {found.facets.texts} texts" if found.facets and found.facets.texts < found.hits.total else ""
    )
    near = f"; {found.hits.near} more hold some of the words" if found.hits.near else ""
    output.note(f"{found.hits.total} articles{texts}{near}")
    if found.hits.next:
        output.note(f"More: --after {found.hits.next}")


def _say_one(one: Shown, found: Answer) -> None:
    draft = one.article.draft
    paper = found.papers[draft.source].name if draft.source in found.papers else draft.source
    _out.print(Text(draft.title or "".join(piece for piece, _ in one.snippet)[:80], style="bold"))
    when = f"{draft.published.at:%Y-%m-%d}" if draft.published else "date unknown"
    copies = f" · +{one.copies} with the same text" if one.copies else ""
    near = " · holds some of the words" if one.near else ""
    _out.print(Text(f"  {paper} · {when} · /{draft.source}/{one.article.id}{copies}{near}", style="dim"))
    line = Text("  ")
    for piece, marked in one.snippet:
        line.append(_LINE_END.sub(" ", piece), style="bold yellow" if marked else "")
    _out.print(line)
    for reason in one.why:
        _out.print(Text(f"  {_because(reason)}", style="dim"))


def _say_facet(name: str, pairs: tuple[tuple[str, int], ...]) -> None:
    if not pairs:
        return
    _out.print(Text(name, style="bold"))
    most = max(number for _, number in pairs)
    wide = max(len(value) for value, _ in pairs)
    for value, number in pairs:
        _out.print(Text(f"  {value:<{wide}} {number:>7,} {'█' * max(1, round(number / most * _BARS))}"))


def _facets(facets: Facets) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    yield "sources", facets.sources
    yield "sections", facets.sections
    yield "places", facets.places
    yield "countries", facets.countries
    yield "languages", facets.languages
    yield "years", tuple((str(year), number) for year, number in facets.years)
    yield "months", tuple((f"{first:%Y-%m}", number) for first, number in facets.months)
    yield "days", tuple((day.isoformat(), number) for day, number in facets.days)


def _row(one: Shown) -> dict[str, Any]:
    draft = one.article.draft
    return {
        "id": one.article.id,
        "title": draft.title,
        "source": draft.source,
        "published": draft.published and draft.published.at.isoformat(),
        "url": draft.url,
        "snippet": "".join(piece for piece, _ in one.snippet),
        "copies": one.copies,
        "near": one.near,
    }


def _reasons(one: Shown) -> dict[str, Any]:
    reasons = [
        {
            "sought": reason.sought,
            "form": reason.form,
            "field": reason.field and reason.field.value,
            "exact": reason.exact,
            "why": reason.why,
        }
        for reason in one.why
    ]
    return {"why": reasons} if reasons else {}


def _because(reason: Reason) -> str:
    why = _WHY.get(reason.why or "", "the phrase" if reason.exact else "begins so")
    return f"{reason.sought} ← {reason.form}: {why}, in {reason.field.value if reason.field else 'the text'}"
