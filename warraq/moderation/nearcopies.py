"""Is this nearly the same picture, recompressed or made smaller? By the 256 bits that PDQ makes of what is seen.

Recompressed and resized copies lie at most 16 bits apart, different pictures at least 108: the line is drawn between, as
near to the copies as PDQ's own authors draw it. Copies are found without looking at every picture: of two hashes that
differ in at most 31 bits, one of their 16 bands of 16 bits differs in one bit at most.
Source: Meta 2019, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"; M. Norouzi, A. Punjani,
D. Fleet 2012, "Fast Search in Hamming Space with Multi-Index Hashing".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from warraq.press import Likeness, PictureId

BITS = 256
NEAR = 31
# A picture with less to be seen than this (a white page, a logo on one colour) is like too many others.
LEAST_QUALITY = 50
# 16 bands, in which 31 bits cannot all differ twice.
_BAND = 16
_BANDS = BITS // _BAND
MOST = 2 * _BANDS - 1


def distance(one: str, other: str) -> int:
    """In how many of their bits two PDQ hashes differ: 0 to 256. Raises: ValueError for what is no such hash."""
    if len(one) != BITS // 4 or len(other) != BITS // 4:
        raise ValueError("a PDQ hash has 64 hexadecimal digits")
    return (int(one, 16) ^ int(other, 16)).bit_count()


def alike(one: Likeness, other: Likeness) -> bool:
    """Whether a decision about one holds for the other."""
    if min(one.quality, other.quality) < LEAST_QUALITY:
        return False
    return distance(one.pdq, other.pdq) <= NEAR


def copies(origin: Likeness, others: Iterable[Likeness]) -> Iterator[PictureId]:
    """Those of the others that are nearly the same picture."""
    return (other.picture for other in others if other.picture != origin.picture and alike(origin, other))


def bands(pdq: str) -> tuple[int, ...]:
    """The 16 bands of a hash, each as one number that says which band it is: under these it is found."""
    bits = int(pdq, 16)
    return tuple(band << _BAND | bits >> band * _BAND & (1 << _BAND) - 1 for band in range(_BANDS))


def probes(pdq: str) -> tuple[int, ...]:
    """The bands under which every hash stands that differs in at most `MOST` bits: its own, and each with one bit changed."""
    own = bands(pdq)
    return own + tuple(band ^ 1 << bit for band in own for bit in range(_BAND))


class Album:
    """Likenesses among which near copies of another are found at once, however many they are."""

    def __init__(self, likenesses: Iterable[Likeness]) -> None:
        self._under: dict[int, list[Likeness]] = defaultdict(list)
        for one in likenesses:
            if one.quality >= LEAST_QUALITY:
                for band in bands(one.pdq):
                    self._under[band].append(one)

    def like(self, one: Likeness) -> PictureId | None:
        """The nearest that is nearly the same picture; of several as near, the oldest."""
        found = {other for band in probes(one.pdq) for other in self._under.get(band, ())}
        near = [other for other in found if other.picture != one.picture and alike(one, other)]
        ranked = sorted((distance(one.pdq, other.pdq), other.picture) for other in near)
        return ranked[0][1] if ranked else None
