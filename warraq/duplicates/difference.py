"""Which words went and which came, between two wordings?

Words are equal when they fold to the same; every piece keeps its own spelling. Paragraphs are matched first, then the
words of those that have no match; what is unique on both sides anchors the rest (patience), and only small gaps are
matched word by word, so that no pair of texts takes long.
Source: Bram Cohen's patience diff; the longest increasing subsequence after Fredman 1975.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from warraq.language.arabic import WORD, fold


class Fate(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row with what stands between and after them, as printed. `SAME` is spelled as in the newer wording.

    `moved`: these paragraphs stand elsewhere in the other wording, word for word.
    """

    fate: Fate
    text: str
    moved: bool = False


_WORD = re.compile(r"[^\W\d_]+|\d+")
_TABLE = 2_500  # a gap is matched by a table of so many cells at most
_TO_SPACE = re.compile(r"(?s:.*\s)|\S*")  # what belongs to the word before it, of what stands between two
_ALL_TABLES = 300_000  # and all gaps together by so many
_SAID_SO_LITTLE = 1  # words that stay between two changes of several words each, and only break them up
_MOVED_WORDS = 5
_FEW = 4  # paragraphs that may share a word which tells which was made from which

Key = tuple[str, ...]
Pairs = list[tuple[int, int]]


class _Token(NamedTuple):
    text: str
    key: Key
    moved: bool = False


def between(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that make up both wordings, in order; what went stands before what came in its place.

    The texts of `SAME` and `NEW` together are `after` exactly; those of `GONE` and `SAME` say what `before` said.
    """
    known: dict[str, Key] = {}
    old, new = (_tokens(text.splitlines(keepends=True), known) for text in (before, after))
    rows = _matched([one.key for one in old], _akin(old, new))
    # What was reworded keeps the row in order, and is then compared with what stands around it: it may have been parted.
    pairs = [(left, right) for left, right in rows if old[left].key == new[right].key]
    old, new = _with_moved(old, new, pairs)
    pieces: list[Piece] = []
    for gone, came, stays in _gaps(len(old), len(new), pairs):
        pieces += _changed(old[slice(*gone)], new[slice(*came)], known)
        if stays is not None:
            pieces.append(Piece(Fate.SAME, new[stays].text))
    return tuple(_joined([one for piece in pieces if (one := _told(piece))]))


def changed(pieces: Sequence[Piece]) -> bool:
    """Whether any word went or came."""
    return any(piece.fate is not Fate.SAME for piece in pieces)


def counted(pieces: Sequence[Piece]) -> tuple[int, int]:
    """How many words went, and how many came."""
    words: Counter[Fate] = Counter()
    for piece in pieces:
        words[piece.fate] += len(_WORD.findall(fold(piece.text)))
    return words[Fate.GONE], words[Fate.NEW]


def _tokens(parts: Sequence[str], known: dict[str, Key]) -> list[_Token]:
    """Each part with its words; one without any (a blank line, bare tatweel) belongs to the one before."""
    found: list[_Token] = []
    for text in parts:
        if (key := known.get(text)) is None:
            key = known[text] = _key(text)
        if found and (not key or not found[-1].key):
            found[-1] = _Token(found[-1].text + text, found[-1].key + key)
        else:
            found.append(_Token(text, key))
    return found


def _words(text: str, known: dict[str, Key]) -> list[_Token]:
    """The text in pieces of one word each, together the text: a sign belongs to the word that it touches."""
    cuts: list[int] = []
    end = 0
    for match in WORD.finditer(text):
        signs = _TO_SPACE.match(text, end, match.start())
        cuts.append(signs.end() if signs and cuts else 0)
        end = match.end()
    parts = [text[first:last] for first, last in pairwise([*(cuts or [0]), len(text)])] if text else []
    return _tokens(parts, known)


def _key(text: str) -> Key:
    return tuple(_WORD.findall(fold(text)))


def _akin(old: list[_Token], new: list[_Token]) -> list[Key]:
    """The newer paragraphs' words, or those of the older one that each was made from: with which alone it shares half of
    its words, by those that few paragraphs have."""
    same = {one.key for one in old} & {one.key for one in new}
    having: dict[str, list[int]] = {}
    for place, one in enumerate(new):
        if one.key not in same:
            for word in set(one.key):
                having.setdefault(word, []).append(place)
    found = [one.key for one in new]
    taken: set[int] = set()
    for one in old:
        if one.key in same:
            continue
        words = set(one.key)
        shared: Counter[int] = Counter()
        for word in words:
            if len(places := having.get(word, ())) <= _FEW:
                shared.update(places)
        for place, _ in shared.most_common(1):
            both = len(words & set(new[place].key))
            if place not in taken and both * 2 >= max(len(words), len(set(new[place].key))):
                taken.add(place)
                found[place] = one.key
    return found


def _with_moved(old: list[_Token], new: list[_Token], pairs: Pairs) -> tuple[list[_Token], list[_Token]]:
    """The same paragraphs, those marked that stand unmatched on both sides."""
    stay_old, stay_new = {one for one, _ in pairs}, {other for _, other in pairs}
    gone = {one.key for place, one in enumerate(old) if place not in stay_old}
    came = {one.key for place, one in enumerate(new) if place not in stay_new}
    both = {key for key in gone & came if len(key) >= _MOVED_WORDS}
    if not both:
        return old, new

    def marked(paragraphs: list[_Token], stay: set[int]) -> list[_Token]:
        return [
            _Token(one.text, one.key, moved=place not in stay and one.key in both)
            for place, one in enumerate(paragraphs)
        ]

    return marked(old, stay_old), marked(new, stay_new)


def _changed(old: list[_Token], new: list[_Token], known: dict[str, Key]) -> Iterator[Piece]:
    """Paragraphs without a match, word by word; what moved stands for itself, and parts what it stands in.

    Only the longest of the parts on each side are matched; the others went, or came, as a whole.
    """
    was, says = _runs(old), _runs(new)
    one, other = (max(range(len(runs)), key=lambda at: _length(runs[at])) for runs in (was, says))
    yield from _whole(Fate.GONE, was[:one])
    yield from _whole(Fate.NEW, says[:other])
    texts = ("".join(token.text for token in run) for run in (was[one], says[other]))
    yield from _reworded(*(_words(text, known) for text in texts))
    yield from _whole(Fate.GONE, was[one + 1 :])
    yield from _whole(Fate.NEW, says[other + 1 :])


def _runs(paragraphs: list[_Token]) -> list[list[_Token]]:
    """Parts at what moved: a moved paragraph alone, the others together; at least one, and one of these first."""
    runs: list[list[_Token]] = [[]]
    for one in paragraphs:
        if one.moved:
            runs += [[one], []]
        else:
            runs[-1].append(one)
    return runs


def _length(run: list[_Token]) -> int:
    return -1 if any(one.moved for one in run) else sum(len(one.key) for one in run)


def _whole(fate: Fate, runs: list[list[_Token]]) -> Iterator[Piece]:
    return (Piece(fate, one.text, moved=one.moved) for run in runs for one in run)


def _reworded(old: list[_Token], new: list[_Token]) -> Iterator[Piece]:
    pairs = _steady(len(old), len(new), _matched([one.key for one in old], [one.key for one in new]))
    for gone, came, stays in _gaps(len(old), len(new), pairs):
        if went := "".join(one.text for one in old[slice(*gone)]):
            yield Piece(Fate.GONE, went)
        if come := "".join(one.text for one in new[slice(*came)]):
            yield Piece(Fate.NEW, come)
        if stays is not None:
            yield Piece(Fate.SAME, new[stays].text)


def _steady(old: int, new: int, pairs: Pairs) -> Pairs:
    """Without lone words that stay between changes of several words on both sides: a reader sees one change there."""
    kept: Pairs = []
    run: Pairs = []
    before = (-1, -1)
    for pair in [*pairs, (old, new)]:
        if run and pair == (run[-1][0] + 1, run[-1][1] + 1) and pair != (old, new):
            run.append(pair)
            continue
        if run and not _lost(run, before, pair):
            kept += run
            before = run[-1]
        run = [pair]
    return kept


def _lost(run: Pairs, before: tuple[int, int], after: tuple[int, int]) -> bool:
    if len(run) > _SAID_SO_LITTLE:
        return False
    first, last = run[0], run[-1]
    ahead = (first[0] - before[0] - 1, first[1] - before[1] - 1)
    behind = (after[0] - last[0] - 1, after[1] - last[1] - 1)
    went, came = ahead[0] + behind[0], ahead[1] + behind[1]
    return min(went, came) >= 2 and min(sum(ahead), sum(behind)) >= 3


def _gaps(old: int, new: int, pairs: Pairs) -> Iterator[tuple[tuple[int, int], tuple[int, int], int | None]]:
    """What lies between the pairs on both sides, each with the newer place of the pair that ends it."""
    one = other = 0
    for left, right in pairs:
        yield (one, left), (other, right), right
        one, other = left + 1, right + 1
    yield (one, old), (other, new), None


def _told(piece: Piece) -> Piece | None:
    """Signs that came or went without a word are no change."""
    if piece.fate is Fate.SAME or _key(piece.text):
        return piece
    return Piece(Fate.SAME, piece.text) if piece.fate is Fate.NEW else None


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one fate as one piece: what went stands before what came, up to the next words that stay."""
    held: dict[Fate, list[str]] = {fate: [] for fate in _ORDER}
    for piece in pieces:
        if piece.moved or (piece.fate is Fate.SAME) == bool(held[Fate.GONE] or held[Fate.NEW]):
            yield from _let_go(held)
        if piece.moved:
            yield piece
        else:
            held[piece.fate].append(piece.text)
    yield from _let_go(held)


_ORDER = (Fate.SAME, Fate.GONE, Fate.NEW)


def _let_go(held: dict[Fate, list[str]]) -> Iterator[Piece]:
    for fate in _ORDER:
        if held[fate]:
            yield Piece(fate, "".join(held[fate]))
            held[fate].clear()


def _matched(was: Sequence[Key], says: Sequence[Key]) -> Pairs:
    """Which places of both stay, ascending on both sides."""
    numbers: dict[Key, int] = {}
    old = [numbers.setdefault(key, len(numbers)) for key in was]
    new = [numbers.setdefault(key, len(numbers)) for key in says]
    found: Pairs = []
    left_over = _ALL_TABLES
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        left, right, low, high = waiting.pop()
        while left < right and low < high and old[left] == new[low]:
            found.append((left, low))
            left, low = left + 1, low + 1
        while left < right and low < high and old[right - 1] == new[high - 1]:
            right, high = right - 1, high - 1
            found.append((right, high))
        if left == right or low == high:
            continue
        cells = (right - left) * (high - low)
        if cells <= min(_TABLE, left_over):
            left_over -= cells
            found += _by_table(old, new, (left, right, low, high))
            continue
        if not (anchors := _anchors(old, new, (left, right, low, high))):
            continue  # nothing to hold on to: all of it went, all of it came
        for one, other in [*anchors, (right, high)]:
            waiting.append((left, one, low, other))
            left, low = one + 1, other + 1
        found += anchors
    return sorted(found)


Part = tuple[int, int, int, int]


def _anchors(old: Sequence[int], new: Sequence[int], part: Part) -> Pairs:
    """The longest row of pairs, in order on both sides, of what stands once on each."""
    left, right, low, high = part
    once_old, once_new = Counter(old[left:right]), Counter(new[low:high])
    place = {key: at for at, key in enumerate(new[low:high], low) if once_new[key] == 1}
    pairs = [
        (at, place[key])
        for at, key in enumerate(old[left:right], left)
        if once_old[key] == 1 and key in place
    ]
    tails: list[int] = []
    ends: list[int] = []
    came: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(tails, other)
        came.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(other)
            ends.append(number)
        else:
            tails[length], ends[length] = other, number
    row: Pairs = []
    number = ends[-1] if ends else -1
    while number >= 0:
        row.append(pairs[number])
        number = came[number]
    return row[::-1]


def _by_table(old: Sequence[int], new: Sequence[int], part: Part) -> Pairs:
    """The longest common subsequence of a small gap."""
    left, right, low, high = part
    width, says = high - low, new[low:high]
    longest = [[0] * (width + 1)]
    for one in range(right - 1, left - 1, -1):
        below, row, was, most = longest[-1], [0] * (width + 1), old[one], 0
        for other in range(width - 1, -1, -1):
            if was == says[other]:
                most = below[other + 1] + 1
            elif below[other] > most:
                most = below[other]
            row[other] = most
        longest.append(row)
    longest.reverse()
    found: Pairs = []
    one, other = 0, 0
    while one < right - left and other < width:
        if old[left + one] == new[low + other]:
            found.append((left + one, low + other))
            one, other = one + 1, other + 1
        elif longest[one + 1][other] >= longest[one][other + 1]:
            one += 1
        else:
            other += 1
    return found
