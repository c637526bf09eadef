"""Where in a text does it say what was asked for? Pieces of the original spelling, marked where it answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from warraq.language import analysis, arabic
from warraq.language.recognise import Tongue
from warraq.language.traces import traces
from warraq.query.asked import Beginning, Row, Sought, Term, asked
from warraq.query.tree import Field, Question

# (a piece of the text as it stands, whether it answers)
Piece = tuple[str, bool]
# a text, how wide it is shown, its ellipsis
_Key = tuple[str, int, str]

# News says what it is about at its beginning: when all that was asked for stands there, the rest is not looked at. Nor is what
# follows the last of these letters: it is not worth the time of whoever waits for the page.
_LOOKS = (1_200, 60_000)
_SPACE = re.compile(r"\s")
_PIECE = re.compile(r"\S+")
_LATIN = re.compile(
    "[^\u0000-\u0040\u005b-\u0060\u007b-\u00a9\u0600-\u06ff\u2000-\u206f\ufb50-\ufdff\ufe70-\ufeff]"
)
_WHOLE = -1  # as wide as it is
_TEXTS = 80  # remembered a question: headlines and bodies of some pages
_LONGEST_TEXT = 8_000  # letters of one that is remembered: of a hundred articles all but one
_REMEMBERED = 5_000  # pieces a question, of those that may answer it
_REMEMBERED_PIECES = 100_000  # some 30 MB
_LONGEST_REMEMBERED = 100  # letters: nobody writes a longer word twice


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
    def of(terms: tuple[Sought, ...], field: Field | None) -> _Wanted:
        stems: list[tuple[str, int]] = []
        beginnings: list[tuple[str, int]] = []
        runs: list[_Run] = []
        for why, term in enumerate(terms):
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


class Marker:
    """A question as it is looked for in texts. Made once for a page of them; threads that meet in it do the same twice at worst."""

    def __init__(self, question: Question, found_as: tuple[Sought, ...] = ()) -> None:
        """`found_as`: what relatives were found by beside what was typed (`ports.index.Hits.found_as`)."""
        again = {(one.surface, one.field) for one in found_as if isinstance(one, Term)}
        typed = asked(question).terms
        own = (one for one in typed if not (isinstance(one, Term) and (one.surface, one.field) in again))
        terms = (*own, *found_as)
        self._text, self._title = (_sought(_Wanted.of(terms, field)) for field in (None, Field.TITLE))
        self._shown: dict[_Key, tuple[Piece, ...]] = {}

    def marked(self, text: str, *, width: int = 240, ellipsis: str = "") -> tuple[Piece, ...]:
        """The window of at most `width` characters that answers best, cut between words; the beginning if none does.

        Joined, the pieces are a part of the text exactly as it stands; `ellipsis`, if given, is added as a piece of its own
        where the text goes on beyond. What was shown of a text is remembered: a question in the news is asked again and
        again, and between two of its pages a few hits changed.
        """
        return self._once((text, width, ellipsis), lambda: self._cut(text, width, ellipsis))

    def title(self, text: str) -> tuple[Piece, ...]:
        """The whole text in pieces, none left out: for a headline."""
        return self._once((text, _WHOLE, ""), lambda: self._named(text))

    def _once(self, key: _Key, made: Callable[[], tuple[Piece, ...]]) -> tuple[Piece, ...]:
        shown = self._shown.get(key)
        if shown is None:
            shown = made()
            if len(self._shown) >= _TEXTS:
                self._shown.clear()
            if len(key[0]) <= _LONGEST_TEXT:
                self._shown[key] = shown
        return shown

    def _cut(self, text: str, width: int, ellipsis: str) -> tuple[Piece, ...]:
        marks: list[_Mark] = []
        for most in _LOOKS:
            marks = self._text.marks(text, most=most)
            if len(text) <= most or len({mark.why for mark in marks}) >= self._text.parts:
                break
        start, end = _window(text, marks, width)
        pieces = _pieces(text, marks, start, end)
        before = ((ellipsis, False),) if ellipsis and text[:start].strip() else ()
        after = ((ellipsis, False),) if ellipsis and text[end:].strip() else ()
        return (*before, *pieces, *after)

    def _named(self, text: str) -> tuple[Piece, ...]:
        return _pieces(text, self._title.marks(text, most=len(text)), 0, len(text))


@lru_cache(maxsize=64)
def marker(question: Question, found_as: tuple[Sought, ...] = ()) -> Marker:
    """The question's own, as long as it is asked."""
    return Marker(question, found_as)


def marked(text: str, question: Question, *, width: int = 240, ellipsis: str = "") -> tuple[Piece, ...]:
    """As `Marker.marked`, for one text."""
    return marker(question).marked(text, width=width, ellipsis=ellipsis)


def title(text: str, question: Question) -> tuple[Piece, ...]:
    """As `Marker.title`, for one headline."""
    return marker(question).title(text)


class _Sought:
    """What of a text answers in one field. Few pieces of a text do: where no word can, for want of the letters in it, none is
    analysed, and the words of the others are judged once a question."""

    def __init__(self, wanted: _Wanted) -> None:
        self.parts = wanted.parts
        self._reasons = dict(sorted(wanted.stems, key=lambda pair: -pair[1]))  # of several terms the first
        self._beginnings = wanted.beginnings
        self._begun = tuple(beginning for beginning, _ in wanted.beginnings)
        self._runs = wanted.runs
        begins = {run.words[0] for run in wanted.runs}
        self._keys = frozenset(self._reasons) | begins
        self._foreign = any(map(_LATIN.search, self._keys))  # no word of other letters has an Arabic stem
        self._traces = tuple(dict.fromkeys(chain.from_iterable(map(traces, self._keys))))
        self._judged: dict[str, tuple[tuple[_Mark, ...], tuple[tuple[int, _Run], ...]]] = {}

    def marks(self, text: str, *, most: int) -> list[_Mark]:
        """What answers in the first `most` letters, in order, not overlapping."""
        looked = text[:most]
        found: list[_Mark] = []
        for piece in self._candidates(looked):
            words, begun = self._worth(piece)
            for at in _places(looked, piece) if words or begun else ():
                found += [_Mark(at + start, at + end, why) for start, end, why in words]
                found += [mark for number, run in begun if (mark := _run_at(looked, at, number, run))]
        found.sort(key=lambda mark: (mark.start, -mark.end))
        marks: list[_Mark] = []
        for mark in found:
            if not marks or mark.start >= marks[-1].end:
                marks.append(mark)
        return marks

    def _candidates(self, text: str) -> set[str]:
        """Pieces that may answer: those that hold letters without which no word does, and of other scripts those that do."""
        if self._begun:
            return self._answering(text.split())
        found = set(_holding(text, self._traces))
        if self._foreign and _LATIN.search(text):
            found |= self._answering(filter(_LATIN.search, text.split()))
        return found

    def _answering(self, pieces: Iterable[str]) -> set[str]:
        keys, begun = self._keys, self._begun
        return {
            piece
            for piece in set(pieces)
            if not keys.isdisjoint(words := _KNOWN[piece])
            or (begun and any(word.startswith(begun) for word in words))
        }

    def _worth(self, piece: str) -> tuple[tuple[_Mark, ...], tuple[tuple[int, _Run], ...]]:
        """Which words of a piece answer by themselves, and which runs begin with which of them."""
        worth = self._judged.get(piece)
        if worth is None:
            words = _words(piece)
            alone = tuple(
                _Mark(token.start, token.end, why)
                for token, stems in words
                if (why := self._reason(token.text, stems)) is not None
            )
            begun = tuple(
                (number, run)
                for number, known in enumerate(words)
                for run in self._runs
                if run.holds(run.words[0], *known)
            )
            if len(self._judged) >= _REMEMBERED:
                self._judged.clear()
            worth = self._judged[piece] = alone, begun
        return worth

    def _reason(self, surface: str, stems: tuple[str, ...]) -> int | None:
        for stem in stems:
            if stem in self._reasons:
                return self._reasons[stem]
        words = (surface, *stems)
        return next(
            (why for begun, why in self._beginnings if any(word.startswith(begun) for word in words)), None
        )


@lru_cache(maxsize=64)
def _sought(wanted: _Wanted) -> _Sought:
    """Shared by title and text where nothing is asked of one of them alone."""
    return _Sought(wanted)


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


def _places(text: str, piece: str) -> Iterator[int]:
    """Where the piece stands between white space. Plain finding: a pattern of all pieces costs more to compile."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(piece, end)


def _holding(text: str, runs: Iterable[str]) -> Iterator[str]:
    """The pieces that hold one of these runs of letters, however they spell it. No word is looked at for that."""
    pieces = text.split()
    folded = arabic.fold("\n".join(pieces))
    for run in runs:
        at = folded.find(run)
        while at >= 0:
            yield pieces[folded.count("\n", 0, at)]
            end = folded.find("\n", at)
            at = folded.find(run, end) if end >= 0 else -1


class _Known(dict[str, tuple[str, ...]]):
    """The stems and folded spellings of each piece between white space: press text repeats itself. Emptied when full."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if _LATIN.search(piece):
            words = _words(piece)
            found = [stem for _, stems in words for stem in stems] + [token.text for token, _ in words]
        else:  # at a quarter of the price
            stems, surfaces = analysis.analysed(piece, "ar")
            found = [*stems, *surfaces]
        if len(self) >= _REMEMBERED_PIECES:
            self.clear()
        known = tuple(dict.fromkeys(found))
        if len(piece) <= _LONGEST_REMEMBERED:
            self[piece] = known
        return known


_KNOWN = _Known()


@lru_cache(maxsize=10_000)
def _words(piece: str) -> tuple[tuple[arabic.Token, tuple[str, ...]], ...]:
    """The words of a piece with their stems: of one in Latin letters in every language that it may be of."""
    return tuple((token, _stems(token.text)) for token in arabic.tokens(piece))


def _stems(word: str) -> tuple[str, ...]:
    if not "a" <= word[:1] <= "z":
        return analysis.stems_of(word)
    tongues = (None, *Tongue)
    return tuple(dict.fromkeys(stem for tongue in tongues for stem in analysis.analysed(word, tongue).stems))


def _window(text: str, marks: list[_Mark], width: int) -> tuple[int, int]:
    """Where to cut: around the marks that answer most different parts of the question, then most, then first."""
    first, last = 0, 0
    best = (0, 0)
    begin = 0
    inside: Counter[int] = Counter()  # marks of each part
    for end, mark in enumerate(marks):
        inside[mark.why] += 1
        while mark.end - marks[begin].start > width and begin < end:
            left = marks[begin].why
            inside[left] -= 1
            if not inside[left]:
                del inside[left]
            begin += 1
        worth = (len(inside), end - begin + 1)
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
