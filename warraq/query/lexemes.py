"""Of which pieces is a typed text made, before anything is understood? Words, quoted phrases and parentheses that match.

Quotes of any kind («…», “…”, "…") hold a phrase together. A hyphen glued to what follows it, and to nothing before, excludes;
with a space behind it, it is a dash. A quote or parenthesis that has no other is none. One walk over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from warraq.language import arabic
from warraq.query.tree import Note

# A quote is closed by any mark of its own family: keyboards and right-to-left text mix up which is which.
FAMILIES = ("«»‹›", '"“”„‟＂❝❞〝〞')
_CLOSING = {mark: re.compile(f"[{family}]") for family in FAMILIES for mark in family}
_QUOTES = "".join(FAMILIES)

# Parentheses in more of them are read as if they were not there.
MAX_DEPTH = 8

# Pieces read of a text, many times what a question of `grammar.MAX_TERMS` words needs.
_MOST = 512

# Marks of direction do not show, and count for nothing where they stand.
MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
COLON = re.compile("[:：]")

_LONGEST_OPERATOR = 16  # with marks
_MARKED = re.compile(f"[{MARKS}]+")
_PIECE = re.compile(
    rf"(?P<excluded>(?<![^\s({MARKS}])[{MARKS}]*-[{MARKS}]*(?=[^\s)\-{MARKS}]))?"
    rf"(?:(?P<quote>[{_QUOTES}])|(?P<parenthesis>[()])|(?P<word>[^\s(){_QUOTES}]+))"
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """`text` is what stands in the quotes, or the word with its punctuation; `text[start:end]` of the whole is all of it.
    `excluded` where a hyphen stands before, with which it begins; `content` is where it begins without."""

    kind: Literal["word", "phrase", "open", "close"]
    text: str
    start: int
    end: int
    content: int
    excluded: bool = False


def lexemes(text: str, notes: dict[Note, None]) -> tuple[list[Lexeme], bool]:
    """The pieces in order, and whether there were more than are read; every "open" has its "close", none more than `MAX_DEPTH`
    deep."""
    pieces = list(islice(_pieces(text, notes), _MOST + 1))
    return list(_matched(pieces[:_MOST], notes)), len(pieces) > _MOST


def _pieces(text: str, notes: dict[Note, None]) -> Iterator[Lexeme]:
    at = 0
    while found := _PIECE.search(text, at):
        at = found.end()
        excluded = found["excluded"] is not None
        if mark := found["quote"]:
            closed = _CLOSING[mark].search(text, at)
            if closed is None:
                notes["unbalanced_quote", mark] = None
                continue
            inside, at = text[at : closed.start()], closed.end()
            yield Lexeme("phrase", inside, found.start(), at, found.start("quote"), excluded)
        elif mark := found["parenthesis"]:
            kind: Literal["open", "close"] = "open" if mark == "(" else "close"
            yield Lexeme(kind, mark, found.start(), at, found.start("parenthesis"), excluded)
        else:
            yield Lexeme("word", found["word"], found.start(), at, found.start("word"), excluded)


def _matched(pieces: list[Lexeme], notes: dict[Note, None]) -> Iterator[Lexeme]:
    """Without parentheses that match no other, or stand too deep."""
    mates: set[int] = set()
    opened: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.kind == "open":
            opened.append(place)
        elif piece.kind == "close":
            if not opened:
                notes["unbalanced_parenthesis", ")"] = None
            elif len(opened) > MAX_DEPTH:
                notes["too_deep", str(MAX_DEPTH)] = None
                opened.pop()
            else:
                mates |= {opened.pop(), place}
    if opened:
        notes["unbalanced_parenthesis", "("] = None
    return (piece for place, piece in enumerate(pieces) if place in mates or piece.kind in ("word", "phrase"))


def says_or(text: str) -> bool:
    """Whether a word is the operator, whatever does not show around it."""
    return len(text) <= _LONGEST_OPERATOR and _MARKED.sub("", text) == "OR"


def may_say_or(text: str) -> bool:
    """Whether a word is أو in any spelling: an operator in some places."""
    return len(text) <= _LONGEST_OPERATOR and arabic.fold(text) == "او"
