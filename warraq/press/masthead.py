"""What does an operator call this site, and in what colour?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Titles:
    """What the site says of itself in one language, plain text; `None`: what Warraq says by itself. `about` is in
    paragraphs, with "\\n" between them."""

    name: str | None = None
    tagline: str | None = None
    about: str | None = None
    footer: str | None = None


@dataclass(frozen=True, slots=True)
class Masthead:
    """A site's name, colours and texts. `light` and `dark` are the accent on light and on dark paper, `#rrggbb`; `contact` a
    mail address or https page for readers; `hijri` days by which today's Hijri date is moved, -2 to 2. `None`: as Warraq
    has it by itself, or the settings say."""

    ar: Titles = Titles()
    fr: Titles = Titles()
    en: Titles = Titles()
    light: str | None = None
    dark: str | None = None
    contact: str | None = None
    hijri: int | None = None


@dataclass(frozen=True, slots=True)
class Recast:
    """A masthead as somebody set it. Numbers go up by one. `undoes`: the earlier one whose state it is again."""

    number: int
    masthead: Masthead
    by: str
    at: datetime
    undoes: int | None = None
