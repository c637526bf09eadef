"""Was another word meant, and what would be found if less were asked for? Links with their numbers, each of few questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from markupsafe import Markup

from warraq.language import arabic
from warraq.ports.index import Index, Suggestion
from warraq.query import grammar
from warraq.query.tree import All, In, Not, Part, Phrase, Prefix, Word
from warraq.web import wording
from warraq.web.asked import Asked, Narrowing
from warraq.web.bidi import isolated

FEW = 10  # answers; with more, nobody asks what else could have been meant
_ASKED = 12  # looser questions that are put to the index for one page
_SHOWN = 6
_WORDS = 6
_SETS: tuple[Narrowing, ...] = ("sources", "sections", "places", "countries", "languages", "when")


@dataclass(frozen=True, slots=True)
class Way:
    """Another question: what it is, where it leads, and how many answer it."""

    says: Markup
    href: str
    count: str


def suggested(found: Suggestion | None, asked: Asked) -> Way | None:
    """«هل تقصد»: the same question, what narrows it included, with words that are likelier."""
    if found is None:
        return None
    text = found.put_in(asked.text)
    if text == asked.text:
        return None
    return Way(isolated(text), asked.worded(text).address(), wording.counted("article", found.total))


def looser(index: Index, asked: Asked) -> tuple[Way, ...]:
    """Which part of the question keeps answers away: without it, so many are found. The least that is given up first."""
    return tuple(
        Way(isolated(says), other.address(), wording.counted("article", total))
        for says, other, total in milder(index, asked)
    )


def milder(index: Index, asked: Asked) -> tuple[tuple[str, Asked, int], ...]:
    """The same as questions: what is given up, the question without it, and how many answer. Of quotes that nothing holds, not
    even their words each for itself, what holds some of the words."""
    found: list[tuple[str, Asked, int]] = []
    for says, other in islice(_others(asked), _ASKED):
        question = other.question()
        if not question.empty and (total := index.search(question, limit=0).total):
            found.append((says, other, total))
    if (
        not found
        and (loose := _unquoted(asked))
        and (total := index.search(loose[1].question(), limit=1).total)
    ):
        found.append((*loose, total))
    return tuple(found[:_SHOWN])


def _unquoted(asked: Asked) -> tuple[str, Asked] | None:
    """The question without any quotes; None where that changes nothing."""
    parts = asked.said.tree.parts
    bare = tuple(one for part in parts for one in next((way[2] for way in _loosest(part)), (part,)))
    quoted = [part for part in parts if isinstance(part, Phrase)]
    return (_said("some", quoted[0]), _with(asked, bare)) if quoted and bare != parts else None


def _loosest(part: Part) -> Iterator[tuple[str, Part, tuple[Part, ...]]]:
    return _milder(part) if isinstance(part, Phrase) else iter(())


def _others(asked: Asked) -> Iterator[tuple[str, Asked]]:
    parts = asked.said.tree.parts
    for number, part in enumerate(parts):
        for message, told, instead in _milder(part):
            yield _said(message, told), _with(asked, (*parts[:number], *instead, *parts[number + 1 :]))
    for name in _SETS:
        if asked.chosen(name):
            yield wording.said("looser", name), asked.held(name, ())
    for typed in asked.said.typed:
        rest = tuple(part for part in parts if part != typed.part)
        text = asked.text[typed.start : typed.end]
        left = asked.but(asked.text[: typed.start], asked.text[typed.end :])
        yield wording.said("looser", "typed", name=text), replace(left, said=_with(asked, rest).said)
    if asked.within:
        yield (
            wording.said("looser", "everywhere"),
            replace(asked, path="/search", within=frozenset(), after=()),
        )
    words = [part for part in parts if isinstance(part, Word | Phrase | Prefix | In)]
    if len(words) > 1:
        for part in words[:_WORDS]:
            rest = tuple(one for one in parts if one is not part)
            yield _said("part", part), _with(asked, rest)


def _milder(part: Part) -> Iterator[tuple[str, Part, tuple[Part, ...]]]:
    """What asks for less in its place: the message, the part that it names, and what stands there then."""
    match part:
        case Phrase(text) if len(words := [text[one.start : one.end] for one in arabic.tokens(text)]) > 1:
            yield "quotes", part, tuple(map(Word, words))
        case In(_, inner):
            yield "field", inner, inner.parts if isinstance(inner, All) else (inner,)
        case Not(inner):
            yield "exclusion", inner, ()


def _said(message: str, part: Part) -> str:
    return wording.said("looser", message, name=grammar.format(replace(_NOTHING, tree=All((part,)))))


_NOTHING = grammar.read("")


def _with(asked: Asked, parts: tuple[Part, ...]) -> Asked:
    said = replace(asked.said, tree=All(parts), typed=(), notes=())
    return replace(asked, text=grammar.format(said), said=said, after=())
