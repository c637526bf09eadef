"""Where in a text does it say what was asked for? Pieces of the original spelling, marked where it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from warraq.language import analysis, arabic
from warraq.language.recognise import Tongue
from warraq.query.asked import Asked, Beginning, Row, Term, asked
from warraq.query.tree import Field, Question

T = TypeVar("T")

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
    why: int  # the number of the term that it answers


class _Run(NamedTuple):
    """Words that answer where they stand in a row: stems, or folded spellings."""

    words: tuple[str, ...]
    stemmed: bool
    why: int

    def holds(self, word: str, token: arabic.Token, stems: tuple[str, ...]) -> bool:
        """Whether a word of the text, with its stems, is that word of the run."""
        return word in stems if self.stemmed else word == token.text


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What answers in one field, each with the number of its term."""

    stems: frozenset[tuple[str, int]]
    beginnings: tuple[tuple[str, int], ...]
    runs: tuple[_Run, ...]

    @staticmethod
    def of(ask: Asked, field: Field | None) -> _Wanted:
        stems: list[tuple[str, int]] = []
        beginnings: list[tuple[str, int]] = []
        runs: list[_Run] = []
        for why, term in enumerate(ask.terms):
            if term.field not in (None, field):
                continue
            match term:
                case Term():
                    stems += [(form.words[0], why) for form in term.forms if len(form.words) == 1]
                    runs += [_Run(form.words, True, why) for form in term.forms if len(form.words) > 1]
                case Row(surfaces):
                    runs.append(_Run(surfaces, False, why))
                case Beginning(surface):
                    beginnings.append((surface, why))
        return _Wanted(frozenset(stems), tuple(beginnings), tuple(runs))

    @property
    def parts(self) -> int:
        """How many different terms a text can answer at most."""
        return len({why for _, why in (*self.stems, *self.beginnings)} | {run.why for run in self.runs})


@lru_cache(maxsize=64)
def _wanted(question: Question, field: Field | None) -> _Wanted:
    return _Wanted.of(asked(question), field)


def marked(text: str, question: Question, *, width: int = 240, ellipsis: str = "") -> tuple[Piece, ...]:
    """The window of at most `width` characters that answers best, cut between words; the beginning if none does.

    Joined, the pieces are a part of the text exactly as it stands; `ellipsis`, if given, is added as a piece of its own
    where the text goes on beyond.
    """
    wanted = _wanted(question, None)
    marks = _marks(text[:_FIRST_LOOK], wanted)
    if len(text) > _FIRST_LOOK and len({mark.why for mark in marks}) < wanted.parts:
        marks = _marks(text[:_LETTERS], wanted)
    start, end = _window(text, marks, width)
    pieces = _pieces(text, marks, start, end)
    before = ((ellipsis, False),) if ellipsis and text[:start].strip() else ()
    after = ((ellipsis, False),) if ellipsis and text[end:].strip() else ()
    return (*before, *pieces, *after)


def title(text: str, question: Question) -> tuple[Piece, ...]:
    """The whole text in pieces, none left out: for a headline."""
    return _pieces(text, _marks(text, _wanted(question, Field.TITLE)), 0, len(text))


def _marks(text: str, wanted: _Wanted) -> list[_Mark]:
    """What answers, in order, not overlapping."""
    found = sorted(
        [*_word_marks(text, wanted), *_run_marks(text, wanted.runs)], key=lambda mark: (mark.start, -mark.end)
    )
    marks: list[_Mark] = []
    for mark in found:
        if not marks or mark.start >= marks[-1].end:
            marks.append(mark)
    return marks


def _word_marks(text: str, wanted: _Wanted) -> Iterator[_Mark]:
    if not wanted.stems and not wanted.beginnings:
        return
    for piece, marks in _answers(wanted.stems, wanted.beginnings).among(text):
        for at in _places(text, piece):
            yield from (_Mark(at + start, at + end, why) for start, end, why in marks)


def _run_marks(text: str, runs: tuple[_Run, ...]) -> Iterator[_Mark]:
    if not runs:
        return
    for piece, begun in _anchors(runs).among(text):
        for at in _places(text, piece):
            for number, run in begun:
                if mark := _run_at(text, at, number, run):
                    yield mark


def _run_at(text: str, at: int, number: int, run: _Run) -> _Mark | None:
    """The mark of a run that begins with that word of the piece there, if the others follow."""
    row: list[tuple[int, arabic.Token, tuple[str, ...]]] = []
    pieces = _PIECE.finditer(text, at)
    while len(row) < number + len(run.words) and (piece := next(pieces, None)):
        row += [(piece.start(), token, stems) for token, stems in _words(piece[0])]
    row = row[number : number + len(run.words)]
    follow = (run.holds(word, token, stems) for word, (_, token, stems) in zip(run.words, row, strict=False))
    if len(row) < len(run.words) or not all(follow):
        return None
    return _Mark(row[0][0] + row[0][1].start, row[-1][0] + row[-1][1].end, run.why)


class _Judged(dict[str, tuple[T, ...]]):
    """What each piece between white space is worth to one question: pieces repeat themselves, and most are worth nothing.

    Emptied when full. Threads that meet in it do the same twice at worst.
    """

    def __init__(self, judge: Callable[[str], tuple[T, ...]]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, piece: str) -> tuple[T, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        worth = self[piece] = self._judge(piece)
        return worth

    def among(self, text: str) -> list[tuple[str, tuple[T, ...]]]:
        return [(piece, worth) for piece in set(text.split()) if (worth := self[piece])]


@lru_cache(maxsize=32)
def _answers(stems: frozenset[tuple[str, int]], beginnings: tuple[tuple[str, int], ...]) -> _Judged[_Mark]:
    """Which words of a piece answer by themselves."""
    reasons = dict(sorted(stems, key=lambda pair: -pair[1]))  # of several terms the first
    begun = tuple(beginning for beginning, _ in beginnings)

    def reason(surface: str, known: tuple[str, ...]) -> int | None:
        for stem in known:
            if stem in reasons:
                return reasons[stem]
        words = (surface, *known)
        return next((why for begun, why in beginnings if any(word.startswith(begun) for word in words)), None)

    def judge(piece: str) -> tuple[_Mark, ...]:
        known = _known_by(piece)
        if known.isdisjoint(reasons) and not (begun and any(word.startswith(begun) for word in known)):
            return ()
        return tuple(
            _Mark(token.start, token.end, why)
            for token, stems in _words(piece)
            if (why := reason(token.text, stems)) is not None
        )

    return _Judged(judge)


@lru_cache(maxsize=32)
def _anchors(runs: tuple[_Run, ...]) -> _Judged[tuple[int, _Run]]:
    """Which runs begin with which words of a piece."""

    def judge(piece: str) -> tuple[tuple[int, _Run], ...]:
        return tuple(
            (number, run)
            for number, known in enumerate(_words(piece))
            for run in runs
            if run.holds(run.words[0], *known)
        )

    return _Judged(judge)


def _places(text: str, piece: str) -> Iterator[int]:
    """Where the piece stands between white space. Plain finding: a pattern of all pieces costs more to compile."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(piece, end)


@lru_cache(maxsize=50_000)
def _words(piece: str) -> tuple[tuple[arabic.Token, tuple[str, ...]], ...]:
    """The words of a piece with their stems: of one in Latin letters in every language that it may be of."""
    return tuple((token, _stems(token.text)) for token in arabic.tokens(piece))


@lru_cache(maxsize=50_000)
def _known_by(piece: str) -> frozenset[str]:
    """The stems and folded spellings in it."""
    words = _words(piece)
    return frozenset([stem for _, stems in words for stem in stems] + [token.text for token, _ in words])


def _stems(word: str) -> tuple[str, ...]:
    tongues = (None, *Tongue) if "a" <= word[:1] <= "z" else (None,)
    return tuple(dict.fromkeys(stem for tongue in tongues for stem in analysis.analysed(word, tongue).stems))


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
