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


@dataclass(frozen=True, slots=True)
class Print:
    """One size in which a picture is kept, as a JPEG."""

    width: int
    height: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Negative:
    """A picture as it was developed, before it has a number.

    `pixels` is the SHA-256 of its decoded pixels with their size: equal means the same picture, whatever file it came
    in. `width` and `height` are those of the decoded picture, `media_type` what the file really was.
    """

    pixels: str
    width: int
    height: int
    media_type: str
    full: Print
    card: Print


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
    """Where the bytes of one size (`full`, `card`) of a picture lie in the object store."""
    return f"pictures/{pixels[:2]}/{pixels}.{size}"
