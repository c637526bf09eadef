"""What does a look at one part of a house find, and how far have stories and names followed the archive?"""

from __future__ import annotations

from dataclasses import dataclass

from warraq.cli import ailing
from warraq.wiring import House


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `well` is None for a remark that is neither good nor bad; `figures` are for programs, and `papers` says
    what is wrong with each."""

    name: str
    well: bool | None
    says: str
    figures: dict[str, object] | None = None
    papers: tuple[ailing.Ailment, ...] = ()


def stories_read(house: House) -> Check:
    return _followed(house, "stories", house.stories.position())


def names_read(house: House) -> Check:
    found = _followed(house, "names", house.namebook.followed().position)
    if found.well and house.registering().outdated():
        return Check("names", None, "read with other lists than now; `warraq rebuild names` reads again")
    return found


def _followed(house: House, name: str, position: int) -> Check:
    """Nothing ails where what follows is not there yet: whatever runs goes on with it."""
    if (left := house.archive.last_change() - position) > 0:
        return Check(name, None, f"{left} changes still to be read; a running warraq reads them")
    return Check(name, True, "read to the last change")
