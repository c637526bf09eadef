"""Is this nearly the same picture, recompressed or made smaller? By the 256 bits that PDQ makes of what is seen.

Recompressed and resized copies lie at most 16 bits apart, different pictures at least 108: the line is drawn between, as
near to the copies as PDQ's own authors draw it.
Source: Meta 2019, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from warraq.press import PictureId

BITS = 256
NEAR = 31
# A picture with less to be seen than this (a white page, a logo on one colour) is like too many others.
LEAST_QUALITY = 50


@dataclass(frozen=True, slots=True)
class Likeness:
    """A picture's PDQ as 64 hexadecimal digits, and its quality from 0 to 100."""

    picture: PictureId
    pdq: str
    quality: int


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
