"""What may a person say of a paper's door? A word that no look changes: whether it is open, and where it is at home now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from warraq.crawling import urls
from warraq.errors import EditionError
from warraq.newsroom import deciding
from warraq.newsroom.deciding import Bench
from warraq.ports.rechecks import DoorState, Doorway, Rechecks
from warraq.press import Decision, DecisionKind, Recorded, Source

_WATCHED, _ADOPTED = "watched", "adopted"
# Behind the second and third nothing is visited; `watched` takes a word back; `adopted`: it is at home at another address.
STATES = ("open", "dead", "hijacked", _WATCHED, _ADOPTED)


@dataclass(frozen=True, slots=True)
class Told:
    """The paper, its door before and now, and the line of the log that says where it is at home (`None`: nothing of that was
    said)."""

    paper: Source
    before: Doorway
    now: Doorway
    line: Recorded | None


def say(
    bench: Bench,
    rechecks: Rechecks,
    slug: str,
    state: str,
    *,
    reason: str,
    address: str | None = None,
    by: str,
    now: datetime,
) -> Told:
    """Keep a word of `STATES`. Raises: EditionError for a paper nobody knows, no reason, or an address that is none;
    DecisionError, ArchiveError."""
    if address is not None and state != _ADOPTED:
        raise EditionError(
            "--to goes with adopted: it names the address where the paper is at home now", "home_of_adopted"
        )
    if not reason.strip():
        raise EditionError(
            'the reason is empty; write how you know it: --reason "the editor wrote, 2026-11-01"', "no_reason"
        )
    paper = bench.archive.sources().get(slug)
    if paper is None:
        raise EditionError(
            f"no paper is called {slug!r}; `warraq source list` lists those of an edition",
            "no_paper",
            paper=slug,
        )
    held = rechecks.doors().get(slug) or Doorway(slug)
    line = None
    if state == _ADOPTED:
        home = _home(held, address)
        made = Decision(DecisionKind.ADOPT, reason, by, source=slug, address=home)
        line = deciding.decide(bench, made, now=now)
    watched = state in (_WATCHED, _ADOPTED)
    found = DoorState.OPEN if watched else DoorState(state)
    since = held.since if held.state is found and held.since else now
    due = now if line else held.due  # at its new address it is looked at soon
    said = Doorway(slug, found, since=since, due=due, checked=held.checked, sample=held.sample)
    rechecks.decide_door(replace(said, reason=" ".join(reason.split()), decided=not watched))
    return Told(paper, held, rechecks.doors()[slug], line)


def _home(held: Doorway, address: str | None) -> str:
    """Where the paper is at home now: as it is said, else where its door leads. Raises: EditionError."""
    target = address or (held.target if held.state is DoorState.MOVED else None)
    if target is None:
        raise EditionError(
            f"the door of {held.source} was not seen to lead elsewhere; name the address with --to URL",
            "leads_nowhere",
        )
    home = urls.clean(target)
    if home is None:
        raise EditionError(
            f"{target!r} is no web address; it begins with http:// or https://", "no_home", address=target
        )
    return home
