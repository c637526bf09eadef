"""May readers be sent to this paper's own site? One answer for every door: pages, feeds, cards, machine data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from warraq.crawling import urls
from warraq.ports.rechecks import DoorState, Doorway
from warraq.web import dates, wording

# A paper that moved is still reached by its old address; behind these is nobody, or somebody else.
_BAD = (DoorState.DEAD, DoorState.HIJACKED)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the paper's own page is (`None`: nowhere to send a reader), and what is said in place of a bad link."""

    href: str | None
    said: str | None


def origin(
    address: str | None, door: Doorway | None, zone: tzinfo, how: dates.Manner, *, whole: bool = True
) -> Origin:
    """The paper's address as it may be shown. `whole`: our copy shows the whole text."""
    if door is None or door.state not in _BAD:
        return Origin(urls.clean(address) if address else None, None)
    return Origin(None, epitaph(door, zone, how, copy="copy" if whole else "part"))


def reachable(address: str | None, source: str, doors: Mapping[str, Doorway]) -> str | None:
    """The address for machines, http(s) only; `None` behind a bad door."""
    door = doors.get(source)
    if not address or (door is not None and door.state in _BAD):
        return None
    return urls.clean(address)


def epitaph(door: Doorway, zone: tzinfo, how: dates.Manner, *, copy: str | None = None) -> str | None:
    """What became of the paper's site, in one sentence; `None` for an open door. `copy` names what is said of ours."""
    if door.state is DoorState.OPEN:
        return None
    when = dates.day(door.since.astimezone(zone).date(), how) if door.since else ""
    key = f"{door.state.value}{'' if door.since else '_some_day'}"
    site = urls.host(door.target).rpartition(":")[0] if door.target else ""
    text = wording.said("door", key, when=when, site=site)
    if copy is None:
        return wording.said("door", "alone", site=text)
    return wording.said("door", "and_copy", site=text, copy=wording.said("door", copy))


def bad(doors: Mapping[str, Doorway]) -> dict[str, Doorway]:
    """The doors of which something is to be said."""
    return {slug: door for slug, door in doors.items() if door.state is not DoorState.OPEN}
