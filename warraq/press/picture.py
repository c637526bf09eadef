"""What do we hold of a picture, and may it be seen?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

PictureId = NewType("PictureId", int)


class PictureState(StrEnum):
    """What a reader may see of a picture."""

    VISIBLE = "visible"
    BLURRED = "blurred"  # shown to whoever asks to see it
    HIDDEN = "hidden"


# How wide prints for screens are at most: beside a headline, the same on a dense screen, a column, and that on a dense one.
SCREENS = (160, 320, 640, 1280)
TONES = 16


@dataclass(frozen=True, slots=True)
class Print:
    """One size in which a picture is kept."""

    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What is made of a picture for screens, and to know it again.

    `screens` are its prints as WebP, each as wide as its place in `SCREENS` at most; a place where it would be no wider
    than in the one before has none. `tone` (0 to `TONES` - 1) is the colour that fills most of it. `pdq` is what is seen,
    as 64 hexadecimal digits, and `quality` (0 to 100) how much there is to be seen.
    """

    screens: tuple[Print, ...]
    tone: int
    pdq: str
    quality: int


@dataclass(frozen=True, slots=True)
class Negative:
    """A picture as it was developed, before it has a number. `full` and `card` are JPEGs.

    `pixels` is the SHA-256 of its decoded pixels with their size: equal means the same picture, whatever file it came
    in. `width` and `height` are those of the file, `media_type` what the file really was. `proof`: `None` for one that
    was developed before there were any.
    """

    pixels: str
    width: int
    height: int
    media_type: str
    full: Print
    card: Print
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: once, however many articles and addresses show it.

    `rule` names who or what gave it its state (`None`: nobody ever did), `reason` and `since` why and when. `kept`: a
    person has looked and restored it, and reports hide it no more. `stored` is when its bytes were last put; `None`
    once their retention is over.
    """

    id: PictureId
    negative: Negative
    first_seen: datetime
    state: PictureState = PictureState.VISIBLE
    rule: str | None = None
    reason: str | None = None
    since: datetime | None = None
    kept: bool = False
    stored: datetime | None = None

    @property
    def shown(self) -> bool:
        """Whether there is something that may be seen without asking for it."""
        return self.state is PictureState.VISIBLE and self.stored is not None


@dataclass(frozen=True, slots=True)
class Likeness:
    """A picture's PDQ as 64 hexadecimal digits, and its quality from 0 to 100."""

    picture: PictureId
    pdq: str
    quality: int


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports a picture, for the moment of asking; only keyed hashes of it are ever kept.

    `place` is the network's prefix and `net` the wider net it lies in, or both "" on the operator's own machine, where
    everybody has the same one and tokens alone are counted. `made` is when the token was. `provider` is whose network it
    is, where a table tells.
    """

    token: str
    place: str
    net: str
    made: datetime
    provider: str = ""


def object_key(pixels: str, size: str) -> str:
    """Where the bytes of one size (`full`, `card`, or a width of `SCREENS`) of a picture lie in the object store."""
    return f"pictures/{pixels[:2]}/{pixels}.{size}"


def object_keys(negative: Negative) -> tuple[str, ...]:
    """Where all that is kept of a picture lies."""
    screens = SCREENS[: len(negative.proof.screens)] if negative.proof else ()
    return tuple(object_key(negative.pixels, size) for size in ("full", "card", *map(str, screens)))
