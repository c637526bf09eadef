"""Which articles may hold the same words? A window on the newest samples, of a fixed size in memory, the oldest forgotten.

Chains of postings in a ring, as compressors keep theirs: a place that was overwritten ends its chain. An archive that keeps
samples may answer in its place: both are asked for the articles that share keys.
Source: Deutsch 1996, RFC 1951, section 4.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from warraq.duplicates.kinship import PROPOSED
from warraq.press import ArticleId

POSTINGS = 1 << 24  # half a million articles of some 30 sampled runs
_A_PLACE = 16  # postings for each: a million articles in the largest, though many be short
_STEPS = 48  # postings of one chain that are looked at: a run that so many articles hold is a formula
_LOW = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """An older article, and what share of the smaller sample both hold."""

    article: ArticleId
    share: float


class Window:
    """The newest `postings` sampled runs (a power of two, 16 at least). Some 15 bytes each, all taken at once."""

    def __init__(self, postings: int = POSTINGS) -> None:
        if postings < 16 or postings & (postings - 1):
            raise ValueError(f"postings must be a power of two from 16 on, not {postings}")
        self._size = postings
        self._heads = _zeros("I", postings // 2)
        self._before, self._checks, self._numbers = (_zeros("I", postings) for _ in range(3))
        self._articles = _zeros("q", postings // _A_PLACE)
        self._lengths = _zeros("H", postings // _A_PLACE)
        self._written = 1  # 0 ends a chain
        self._kept = 0

    @property
    def postings(self) -> int:
        """How many it may hold."""
        return self._size

    def full(self) -> bool:
        """Whether the oldest make room from now on."""
        return self._written > self._size or self._kept > len(self._articles)

    def keep(self, article: ArticleId, sample: Sequence[int]) -> None:
        """Know the sample of a new article; the oldest make room."""
        if not sample:
            return
        number = self._kept & _LOW
        place = number % len(self._articles)
        self._articles[place], self._lengths[place] = article, len(sample)
        self._kept += 1
        heads, before, ring = self._heads, self._before, self._size - 1
        for key in sample:
            head, at = (key >> 20) % len(heads), self._written & ring
            before[at], heads[head] = heads[head], self._written & _LOW
            self._checks[at], self._numbers[at] = key & _LOW, number
            self._written += 1

    def alike(self, sample: Sequence[int], *, limit: int = 16) -> tuple[Candidate, ...]:
        """Articles that share `kinship.PROPOSED` of the smaller sample or more, the best first, the newest of equals."""
        shared: Counter[int] = Counter()
        for key in sample:
            shared.update(self._holding(key))
        found = [
            (both / min(len(sample), self._lengths[place]), place)
            for place, both in shared.items()
            if both >= PROPOSED * min(len(sample), self._lengths[place])
        ]
        found.sort(key=lambda one: (-one[0], -self._articles[one[1]]))
        return tuple(
            Candidate(ArticleId(self._articles[place]), min(share, 1.0)) for share, place in found[:limit]
        )

    def _holding(self, key: int) -> set[int]:
        """Places of the articles with that key, as far as the chain is walked."""
        found: set[int] = set()
        places, kept = len(self._articles), self._kept & _LOW
        ring, check, written = self._size - 1, key & _LOW, self._written & _LOW
        at, behind = self._heads[(key >> 20) % len(self._heads)], 0
        for _ in range(_STEPS):
            now_behind = (written - at) & _LOW
            # overwritten since, or no older than the one before it: the chain ends
            if not at or now_behind > self._size or now_behind <= behind:
                break
            behind = now_behind
            if self._checks[at & ring] == check:
                number = self._numbers[at & ring]
                if (kept - number) & _LOW <= places:  # else its place is another's by now
                    found.add(number % places)
            at = self._before[at & ring]
        return found


def _zeros(kind: str, length: int) -> array[int]:
    return array(kind, [0]) * length
