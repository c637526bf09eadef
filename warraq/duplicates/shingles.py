"""Which runs of words does a text hold? As numbers, all of them and a sample.

Source: Broder 1997, "On the resemblance and containment of documents".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from warraq.duplicates.verdict import words_without_furniture

SIZE = 4
SAMPLED = 8  # one run of so many is sampled
MOST_SAMPLED = 160  # runs of one text
_MASK = (1 << 61) - 1
_STEP = 0x9E3779B97F4A7C15 & _MASK | 1


def of(text: str) -> tuple[int, ...]:
    """61-bit hashes of every run of four folded words, in their order; of a shorter text, one of all its words.

    The furniture of the page (other news, share buttons, clocks) is left out.
    """
    words = list(map(_hash, words_without_furniture(text)))
    if len(words) < SIZE:
        return (_run(words),) if words else ()
    return tuple(
        ((((a * _STEP + b) * _STEP + c) * _STEP + d) * _STEP) & _MASK
        for a, b, c, d in zip(words, words[1:], words[2:], words[3:], strict=False)
    )


def sample(shingles: Sequence[int]) -> tuple[int, ...]:
    """Those by which a text is found again: about an eighth, at least four where it has them, at most `MOST_SAMPLED`.

    Which ones depends on the numbers alone, so that texts that share runs share sampled ones.
    """
    known = sorted(set(shingles))
    picked = known[: bisect_left(known, _LIMIT)]
    return tuple((picked if len(picked) >= _FEWEST else known[:_FEWEST])[:MOST_SAMPLED])


_FEWEST = 4
_LIMIT = (1 << 61) // SAMPLED


def _run(words: Sequence[int]) -> int:
    value = 0
    for word in words:
        value = (value * _STEP + word) & _MASK
    return (value * _STEP) & _MASK


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    encoded = word.encode("utf-8", "surrogatepass")
    return crc32(encoded) | len(encoded) << 32
