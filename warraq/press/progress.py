"""How far has collecting come, and which papers live?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """A snapshot of the collecting desk, for the operator's screen and the site's first-run page.

    `problems` pairs what failed (a feed id or an address) with one readable clause, newest first, at most 50.
    `pending` counts entries whose pages are still to be fetched. `offline`: no source at all could be reached.
    `halted` says why nothing is visited for now (a full disk); collecting goes on by itself when that is over.
    `visits` counts what came of visits: "fetched", "unchanged", or a kind of `press.Trouble`.
    """

    feeds: int = 0
    reached: int = 0
    failed: int = 0
    filed: int = 0
    versions: int = 0
    pending: int = 0
    offline: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    halted: str | None = None
    visits: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Pulse:
    """What one paper gave of late. `last` is the date of its newest article; `reached` when one of its feeds last answered;
    `problem` says, in one clause, why none of them does now (`None`: one answers, or none was ever asked); `asked` whether
    anybody has asked. `lives`: it gave something within a week, or a feed of its answers."""

    lives: bool
    last: datetime | None = None
    reached: datetime | None = None
    problem: str | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How the papers of an edition stand, by slug; a paper that is not there is one that nobody knows anything of."""

    papers: Mapping[str, Pulse] = field(default_factory=dict)
