"""What does a paper's site ask of robots for all that it prints, and where does it say so?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reservation:
    """A rule of a site's tdmrep.json: whether text and data mining is reserved at the addresses that `location` matches (as
    in robots.txt: `*`, and `$` at its end), and where the terms stand (`None`: nowhere)."""

    location: str
    reserved: bool
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class SiteWishes:
    """What one paper's site says. `host` is name:port, `asked` when it was last asked.

    `signals` are (name, "yes" | "no") of robots.txt, as far as they mean us; `rules` those of tdmrep.json. `problem` says
    why the latter could not be had the last time, in one clause: then what it said before holds.
    """

    source: str
    host: str
    asked: datetime
    signals: tuple[tuple[str, str], ...] = ()
    rules: tuple[Reservation, ...] = ()
    problem: str | None = None
