"""How is what a reader types read as a question? Any text is one: nothing typed is an error.

Words beside each other must all hold. Quotes of any kind («…», “…”, "…") hold a phrase together. A hyphen glued to a word or
to a quote excludes it; with a space behind it, it is a dash. Everything else, `|` and `x:` among it, is punctuation: readers
paste headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from warraq.language import arabic
from warraq.query.tree import All, Not, Phrase, Question, Sort, Word

# What is read of a question: words beyond are left out, and said so.
MAX_TERMS = 64
_MAX_LETTERS = 8192

# A quote is closed by any mark of its own family: keyboards and right-to-left text mix up which is which.
_FAMILIES = ("«»‹›", '"“”„‟＂❝❞〝〞')
_FAMILY_OF = {mark: family for family in _FAMILIES for mark in family}

# A hyphen counts at the beginning or behind white space; direction marks before it do not show.
_PART = re.compile(
    r"(?P<excluded>(?<!\S)[\u200e\u200f\u061c]*-(?=[^\s-]))?(?:(?P<open>[{q}])|(?P<word>[^\s{q}]+))".format(
        q="".join(_FAMILIES)
    )
)


def read(
    text: str,
    *,
    sort: Sort = Sort.BEST,
    sources: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> Question:
    """The question that a text asks. Never raises, whatever the text.

    Notes: ("cut", the number of terms kept) when more were typed than are read; ("unbalanced_quote", the mark) when a
    quote is never closed, which is then no quote.
    """
    notes: dict[tuple[str, str], None] = {}
    if len(text) > _MAX_LETTERS:
        notes["cut", str(MAX_TERMS)] = None
        text = text[:_MAX_LETTERS]
    parts: list[Word | Phrase | Not] = []
    left = MAX_TERMS
    for part in _parts(text, notes):
        inner = part.part if isinstance(part, Not) else part
        terms = list(islice(arabic.tokens(inner.text), left + 1))
        if len(terms) > left:
            notes["cut", str(MAX_TERMS)] = None
            # a ligature that spells several words is kept whole or not at all
            terms = [term for term in terms[:left] if term.end <= terms[left].start]
            left = len(terms)
        if terms:
            kept = type(inner)(inner.text[terms[0].start : terms[-1].end])
            parts.append(Not(kept) if isinstance(part, Not) else kept)
        left -= len(terms)
    return Question(All(tuple(parts)), sort, frozenset(sources), since, until, tuple(notes))


def format(question: Question) -> str:  # noqa: A001  the inverse of `read`, and only ever called as grammar.format
    """A text that `read` reads as the same tree."""
    return " ".join(map(_written, question.tree.parts))


def _parts(text: str, notes: dict[tuple[str, str], None]) -> Iterator[Word | Phrase | Not]:
    """Words and phrases as typed, with their punctuation."""
    at = 0
    while found := _PART.search(text, at):
        at = found.end()
        part: Word | Phrase
        if mark := found["open"]:
            end = _closing(text, mark, at)
            if end is None:
                notes["unbalanced_quote", mark] = None
                continue
            part, at = Phrase(text[at:end]), end + 1
        else:
            part = Word(found["word"])
        yield Not(part) if found["excluded"] else part


def _closing(text: str, mark: str, start: int) -> int | None:
    places = (text.find(one, start) for one in _FAMILY_OF[mark])
    return min((place for place in places if place >= 0), default=None)


def _written(part: Word | Phrase | Not) -> str:
    match part:
        case Not(inner):
            return "-" + _written(inner)
        case Phrase(text):
            return f'"{text}"' if frozenset(_FAMILIES[1]).isdisjoint(text) else f"«{text}»"
        case Word(text):
            return text
