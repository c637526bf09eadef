"""Whom is this report attributed to, and who speaks in it? What stands beside an article, told from the text that is shown.

Told when the page is read (1.5 ms, kept for the texts read last): nothing is stored, so nothing has to be rebuilt when the grammar grows.
Where care is due (`entities.persons.careful`) only agencies, papers and bodies are told: no speaker, nobody
unnamed. Of crimes and courts (`charged`) no speaker is told either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup, escape

from warraq import citations
from warraq.citations import Attribution, Kind, Quote
from warraq.entities import persons
from warraq.press import Draft
from warraq.web import wording
from warraq.web.naming import Run
from warraq.web.tongue import Speech, spoken

_MOST_VOICES, _MOST_QUOTES = 12, 4
_LONGEST = 220  # characters of a quotation beside the text that has it whole


@dataclass(frozen=True, slots=True)
class Voice:
    """A source: what it is and how often it is named, in words, and where in the text it is named first."""

    name: str
    kind: str
    times: str
    href: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody says in quotation marks, cut where it is long."""

    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Attributed:
    """`unnamed` are the printed words for people left unnamed, each once. `places` are the attributions, in order."""

    voices: tuple[Voice, ...] = ()
    unnamed: tuple[Voice, ...] = ()
    quotes: tuple[Spoken, ...] = ()
    places: tuple[Attribution, ...] = ()


def attributed(draft: Draft, shown: str) -> Attributed:
    """Of the text that is shown, which may be less than the article's own. Arabic is read; other languages are not yet."""
    if draft.language not in (None, "ar"):
        return Attributed()
    careful = persons.careful(draft.title, draft.body, draft.section)
    quoting = not careful and not persons.charged(draft.title, draft.body)
    return _told(shown, careful, quoting, spoken())


def marked(runs: Sequence[Run], start: int, places: Sequence[Attribution]) -> tuple[Run, ...]:
    """The pieces of the paragraph that begins at character `start`, each attribution in them an anchor. One that goes on in the next
    piece, where a name is a link, is marked as far as its own piece goes."""
    found = []
    for run in runs:
        found.append(replace(run, text=_anchored(run.text, start, places)))
        start += len(run.text)
    return tuple(found)


def _anchored(text: str, start: int, places: Sequence[Attribution]) -> Markup:
    done, parts = 0, []
    for number, place in enumerate(places, 1):
        first, last = place.start - start, min(place.end - start, len(text))
        if not done <= first < len(text):
            continue  # of another piece
        anchor = Markup('<span class="cited" id="said-{n}">{words}</span>')
        parts += [escape(text[done:first]), anchor.format(n=number, words=text[first:last])]
        done = last
    return Markup("").join([*parts, escape(text[done:])])


@lru_cache(maxsize=512)
def _told(text: str, careful: bool, quoting: bool, _: Speech) -> Attributed:
    found = tuple(one for one in citations.attributions(text) if not (careful and one.kind is Kind.UNNAMED))
    named = _voices([(number, one) for number, one in enumerate(found, 1) if one.kind is not Kind.UNNAMED])
    unnamed = _voices([(number, one) for number, one in enumerate(found, 1) if one.kind is Kind.UNNAMED])
    spoken = _quotes(text, citations.quotes(text)) if quoting else ()
    return Attributed(named[:_MOST_VOICES], unnamed[:_MOST_VOICES], spoken, found)


def _voices(found: Sequence[tuple[int, Attribution]]) -> tuple[Voice, ...]:
    """Each source once, the oftenest first, else as the text has them."""
    first: dict[str, tuple[int, Kind]] = {}
    times: dict[str, int] = {}
    for number, one in found:
        first.setdefault(one.source, (number, one.kind))
        times[one.source] = times.get(one.source, 0) + 1
    return tuple(
        Voice(
            name=source,
            kind=wording.said("attributed", first[source][1].value),
            times=wording.counted("cited", times[source]) if times[source] > 1 else "",
            href=f"#said-{first[source][0]}",
        )
        for source in sorted(first, key=lambda source: (-times[source], first[source][0]))
    )


def _quotes(text: str, found: Sequence[Quote]) -> tuple[Spoken, ...]:
    spoken = [
        Spoken(one.speaker, _cut(text[one.start : one.end])) for one in found if one.speaker is not None
    ]
    return tuple(spoken[:_MOST_QUOTES])


def _cut(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + " …"
