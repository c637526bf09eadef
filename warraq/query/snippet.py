"""Where in a text does it say what was asked for? Pieces of the original spelling, marked where it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from warraq.language import analysis, arabic
from warraq.query.asked import Asked, Row, Term, asked
from warraq.query.tree import Question

# (a piece of the text as it stands, whether it answers)
Piece = tuple[str, bool]

# What is looked at of a text: the rest of a longer one is not worth the time of whoever waits for the page.
_LETTERS = 60_000
# News says what it is about at its beginning: when all that was asked for stands there, the rest is not looked at.
_FIRST_LOOK = 1_200
_SPACE = re.compile(r"\s")
_PIECE = re.compile(r"\S+")
_REMEMBERED = 20_000  # pieces a question


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
        rows = tuple(term.surfaces for term in ask.terms if isinstance(term, Row))
        terms = (term for term in ask.terms if isinstance(term, Term))
        return _Wanted(frozenset(stem for term in terms for form in term.forms for stem in form.words), rows)


def marked(text: str, question: Question, *, width: int = 240, ellipsis: str = "") -> tuple[Piece, ...]:
    """The window of at most `width` characters that answers best, cut between words; the beginning if none does.

    Joined, the pieces are a part of the text exactly as it stands; `ellipsis`, if given, is added as a piece of its own
    where the text goes on beyond.
    """
    marks = _marks(text[:_FIRST_LOOK], question)
    if len(text) > _FIRST_LOOK and len({mark.why for mark in marks}) < _parts(question):
        marks = _marks(text[:_LETTERS], question)
    start, end = _window(text, marks, width)
    pieces = _pieces(text, marks, start, end)
    before = ((ellipsis, False),) if ellipsis and text[:start].strip() else ()
    after = ((ellipsis, False),) if ellipsis and text[end:].strip() else ()
    return (*before, *pieces, *after)


def _parts(question: Question) -> int:
    """How many different marks a text can bear at most."""
    wanted = _Wanted.of(asked(question))
    return len(wanted.stems) + len(wanted.phrases)


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
    """Pieces between white space repeat themselves: each is judged once a question, and only those that answer sought."""
    if not wanted.stems:
        return
    for piece, marks in _answers(wanted.stems).among(set(text.split())):
        for at in _places(text, piece):
            yield from (_Mark(at + start, at + end, why) for start, end, why in marks)


class _Answers:
    """Which pieces answer these stems, and with which of their words. Set operations do what a page does by thousands."""

    def __init__(self, stems: frozenset[str]) -> None:
        self._sought = stems
        # (pieces judged, marks of those that answer): one value, since several threads search at once
        self._known: tuple[frozenset[str], dict[str, tuple[_Mark, ...]]] = (frozenset(), {})

    def among(self, pieces: set[str]) -> list[tuple[str, tuple[_Mark, ...]]]:
        judged, marks = self._known
        if new := pieces - judged:
            found = {
                piece: self._answering(piece) for piece in new if not self._sought.isdisjoint(_stems(piece))
            }
            marks = {**marks, **found}
            self._known = (judged | new, marks) if len(judged) < _REMEMBERED else (frozenset(), {})
        return [(piece, marks[piece]) for piece in pieces & marks.keys()]

    def _answering(self, piece: str) -> tuple[_Mark, ...]:
        words = ((token, arabic.stem(token.text)) for token in _tokens(piece))
        return tuple(_Mark(token.start, token.end, stem) for token, stem in words if stem in self._sought)


@lru_cache(maxsize=32)
def _answers(stems: frozenset[str]) -> _Answers:
    return _Answers(stems)


def _places(text: str, piece: str) -> Iterator[int]:
    """Where the piece stands between white space. Plain finding: a pattern of all pieces costs more to compile."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(piece, end)


@lru_cache(maxsize=50_000)
def _stems(piece: str) -> tuple[str, ...]:
    return tuple(analysis.stems(piece).split())


@lru_cache(maxsize=50_000)
def _tokens(piece: str) -> tuple[arabic.Token, ...]:
    return tuple(arabic.tokens(piece))


def _phrase_marks(text: str, wanted: _Wanted) -> Iterator[_Mark]:
    if not wanted.phrases:
        return
    tokens = [(token, piece.start()) for piece in _PIECE.finditer(text) for token in _tokens(piece[0])]
    surfaces = [token.text for token, _ in tokens]
    for phrase in wanted.phrases:
        at = -1
        while (at := _next(surfaces, phrase[0], at + 1)) >= 0:
            if tuple(surfaces[at : at + len(phrase)]) == phrase:
                (first, begins), (last, ends) = tokens[at], tokens[at + len(phrase) - 1]
                yield _Mark(begins + first.start, ends + last.end, phrase)


def _next(words: list[str], word: str, start: int) -> int:
    try:
        return words.index(word, start)
    except ValueError:
        return -1


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
