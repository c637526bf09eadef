"""Where in a text does it say what was asked for? Pieces of the original spelling, marked where it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from warraq.language import analysis, arabic
from warraq.query.asked import Asked, asked
from warraq.query.tree import Question

# (a piece of the text as it stands, whether it answers)
Piece = tuple[str, bool]

# What is looked at of a text: the rest of a longer one is not worth the time of whoever waits for the page.
_LETTERS = 60_000
_SPACE = re.compile(r"\s")


class _Mark(NamedTuple):
    start: int
    end: int
    why: object  # what it answers: a stem, or a phrase


@dataclass(frozen=True, slots=True)
class _Wanted:
    stems: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]

    @staticmethod
    def of(ask: Asked) -> _Wanted:
        phrases = tuple(tuple(word.surface for word in phrase) for phrase in ask.phrases)
        return _Wanted(frozenset(word.stem for word in ask.words), phrases)


def marked(text: str, question: Question, *, width: int = 240, ellipsis: str = "") -> tuple[Piece, ...]:
    """The window of at most `width` characters that answers best, cut between words; the beginning if none does.

    Joined, the pieces are a part of the text exactly as it stands; `ellipsis`, if given, is added as a piece of its own
    where the text goes on beyond.
    """
    marks = _marks(text[:_LETTERS], question)
    start, end = _window(text, marks, width)
    pieces = _pieces(text, marks, start, end)
    before = ((ellipsis, False),) if ellipsis and text[:start].strip() else ()
    after = ((ellipsis, False),) if ellipsis and text[end:].strip() else ()
    return (*before, *pieces, *after)


def title(text: str, question: Question) -> tuple[Piece, ...]:
    """The whole text in pieces, none left out: for a headline."""
    return _pieces(text, _marks(text, question), 0, len(text))


def _marks(text: str, question: Question) -> list[_Mark]:
    """What answers, in order, not overlapping."""
    wanted = _Wanted.of(asked(question))
    found = sorted(
        [*_word_marks(text, wanted), *_phrase_marks(text, wanted)], key=lambda mark: (mark.start, -mark.end)
    )
    marks: list[_Mark] = []
    for mark in found:
        if not marks or mark.start >= marks[-1].end:
            marks.append(mark)
    return marks


def _word_marks(text: str, wanted: _Wanted) -> Iterator[_Mark]:
    """Pieces between white space repeat themselves: each is analysed once, and only those that answer are sought."""
    pieces = [piece for piece in set(text.split()) if not wanted.stems.isdisjoint(_stems(piece))]
    if not pieces:
        return
    any_of = "|".join(map(re.escape, sorted(pieces, key=len, reverse=True)))
    for found in re.finditer(rf"(?<!\S)(?:{any_of})(?!\S)", text):
        for token in arabic.tokens(found[0]):
            if (stem := arabic.stem(token.text)) in wanted.stems:
                yield _Mark(found.start() + token.start, found.start() + token.end, stem)


@lru_cache(maxsize=50_000)
def _stems(piece: str) -> tuple[str, ...]:
    return tuple(analysis.stems(piece).split())


def _phrase_marks(text: str, wanted: _Wanted) -> Iterator[_Mark]:
    if not wanted.phrases:
        return
    words = f" {analysis.surface(text)} "
    phrases = [phrase for phrase in wanted.phrases if f" {' '.join(phrase)} " in words]
    if not phrases:
        return
    tokens = list(arabic.tokens(text))
    for phrase in phrases:
        for at in range(len(tokens) - len(phrase) + 1):
            run = tokens[at : at + len(phrase)]
            if run[0].text == phrase[0] and tuple(token.text for token in run) == phrase:
                yield _Mark(run[0].start, run[-1].end, phrase)


def _window(text: str, marks: list[_Mark], width: int) -> tuple[int, int]:
    """Where to cut: around the marks that answer most different parts of the question, then most, then first."""
    first, last = 0, 0
    best = (0, 0)
    begin = 0
    for end, mark in enumerate(marks):
        while mark.end - marks[begin].start > width and begin < end:
            begin += 1
        inside = marks[begin : end + 1]
        worth = (len({one.why for one in inside}), len(inside))
        if worth > best:
            best, first, last = worth, marks[begin].start, mark.end
    room = max(0, width - (last - first))
    start = max(0, first - room // 2)
    if last + room - (first - start) > len(text):
        start = max(0, len(text) - width)
    end = min(len(text), max(start + width, last if last - start <= width else start + width))
    return _between_words(text, start, end, first, last)


def _between_words(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The same window without the halves of words at its ends, unless a word is longer than the window."""
    if start > 0 and not text[start - 1].isspace():
        space = _SPACE.search(text, start, max(first, start) + 1)
        start = space.end() if space else start
    if end < len(text) and not text[end].isspace():
        spaces = [place for place in range(end - 1, max(last, start) - 1, -1) if text[place].isspace()]
        end = spaces[0] if spaces else end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _pieces(text: str, marks: list[_Mark], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for mark in marks:
        if mark.start < at or mark.end > end:
            continue
        if mark.start > at:
            pieces.append((text[at : mark.start], False))
        pieces.append((text[mark.start : mark.end], True))
        at = mark.end
    if at < end:
        pieces.append((text[at:end], False))
    return tuple(pieces)
