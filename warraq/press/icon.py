"""What is known of a paper's icon, and what of a picture that stands in for many?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warraq.press.picture import PictureId

# Pixels of a side, printed for 16 to 24 on screens of any density.
ICON_SIDE = 48


@dataclass(frozen=True, slots=True)
class Icon:
    """The small mark by which a paper's own site is known, as our print of it, ICON_SIDE pixels square.

    `print` is the SHA-256 of the printed bytes, under which they lie in the object store; `None`: none is kept. `address` is where it
    came from and `stored` when. `asked` is when the site was asked last, `due` when it is next, `attempts` how often in a row
    nothing came of it and `problem` why. `removed`: a person took it down, and why; it is neither shown nor asked for.
    """

    source: str
    asked: datetime
    due: datetime
    print: str | None = None
    address: str | None = None
    stored: datetime | None = None
    attempts: int = 0
    problem: str | None = None
    removed: str | None = None

    @property
    def shown(self) -> bool:
        return self.print is not None and self.removed is None

    @property
    def mark(self) -> str:
        """What of its print stands in its address; "" for none."""
        return (self.print or "")[:16]


def icon_key(print_: str) -> str:
    """Where the bytes of an icon lie in the object store."""
    return f"icons/{print_[:2]}/{print_}"


class StandInState(StrEnum):
    """Who says that a picture stands in for many reports."""

    LEARNT = "learnt"  # so many articles of one paper show it
    SAID = "said"  # a person did
    HUNG = "hung"  # a person said that it does not


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A picture that a paper sets where it has none of its own. `articles` of the paper showed it on so many `days` when it was
    learnt; 0 where only a person said so. `reason` is the person's."""

    picture: PictureId
    source: str
    articles: int
    days: int
    since: datetime
    state: StandInState = StandInState.LEARNT
    reason: str | None = None

    @property
    def hangs(self) -> bool:
        """Whether it is shown all the same."""
        return self.state is StandInState.HUNG
