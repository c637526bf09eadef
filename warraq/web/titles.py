"""What is this site called, and what does it say of itself? What its operator set, else what Warraq says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from warraq.press import Masthead, Titles
from warraq.web import colours, wording
from warraq.web.tongue import Speech, spoken


@dataclass(frozen=True, slots=True)
class Shown:
    """A masthead as readers of one language have it. `home` names the way to the first page; `drawn`: the name is our own wordmark, as nobody set another;
    `tagline` and `about` are `None` and empty where nothing was set; `sheet` is where the colours stand, `None` for ours."""

    name: str
    home: str
    tagline: str | None
    about: tuple[str, ...]
    footer: str
    drawn: bool
    contact: str | None
    sheet: str | None


def shown(masthead: Masthead) -> Shown:
    """For the language that is spoken. What was set in another stands for a name that was set in that one alone: a name is
    a name."""
    return _shown(masthead, spoken())


@lru_cache(maxsize=64)
def _shown(masthead: Masthead, speech: Speech) -> Shown:
    own: Titles = getattr(masthead, speech.tongue)
    given = own.name or masthead.ar.name or masthead.fr.name or masthead.en.name
    name = given or wording.said("site", "name")
    return Shown(
        name=name,
        home=wording.said("site", "home", name=name),
        tagline=own.tagline,
        about=tuple(own.about.split("\n")) if own.about else (),
        footer=own.footer or wording.said("site", "footer", name=name),
        drawn=given is None,
        contact=masthead.contact,
        sheet=f"/site.css?v={mark(masthead)}" if colours.sheet(masthead) else None,
    )


def mark(masthead: Masthead) -> str:
    """The mark of its stylesheet: another for other colours."""
    return hashlib.sha256(colours.sheet(masthead).encode()).hexdigest()[:12]
