"""How does this reader want to read? Their own browser remembers it in one cookie, and nobody else.

What a browser sends may be anybody's: what is no wish that the form offers is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

from starlette.requests import HTTPConnection
from starlette.responses import Response

from warraq.sections.genres import GENRES

COOKIE = "reading"
MOST_BYTES = 1024  # of the cookie's value
MOST_PAPERS = 60
_LASTS_S = 365 * 24 * 3600
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)  # as papers' slugs and editions' codes are made
_LONGEST_WORD = 40

UIS = ("ar", "fr", "en")
SIZES = ("s", "m", "l", "xl")
DIGITS = ("latn", "arab")
THEMES = ("light", "dark")
# What everybody has who wished nothing: no wish, and nothing to remember.
_USUAL = frozenset([("ui", "ar"), ("size", "m"), ("digits", "latn")])
# What a list is asked with to hide nothing this once.
SHOWN = ("muted", "shown")


@dataclass(frozen=True, slots=True)
class Wishes:
    """`None` and empty: the reader did not say. `mute` are kinds of headlines (`sections.genres`), `papers` slugs of muted
    papers, `edition` the code of the edition that the bare address leads to; `digits` as CLDR names them."""

    ui: str | None = None
    size: str | None = None
    digits: str | None = None
    theme: str | None = None
    mute: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    edition: str | None = None

    @property
    def look(self) -> str:
        """The classes of a page's root: they alone tell the stylesheet of these wishes."""
        size = f"size-{self.size}" if self.size and self.size != "m" else ""
        theme = f"theme-{self.theme}" if self.theme else ""
        return f"{size} {theme}".strip()


NONE = Wishes()


def wishes(request: HTTPConnection) -> Wishes:
    """What the reader's own browser says."""
    return read(request.cookies.get(COOKIE, ""))


@lru_cache(maxsize=512)
def read(text: str) -> Wishes:
    """The wishes that a cookie's value holds; none where it is longer than any of ours."""
    if not text or len(text) > MOST_BYTES:
        return NONE
    try:
        given = parse_qs(text, max_num_fields=20)
    except ValueError:
        return NONE
    return chosen(
        {key: [part for value in values for part in value.split(".")] for key, values in given.items()}
    )


def chosen(given: Mapping[str, Sequence[str]]) -> Wishes:
    """The wishes among what a form or a cookie gave, by key; of several values for one wish the first counts."""

    def one(key: str, known: Sequence[str]) -> str | None:
        value = next(iter(given.get(key, ())), None)
        return value if value in known and (key, value) not in _USUAL else None

    papers = sorted({word for word in given.get("papers", ()) if _is_word(word)})
    edition = next(iter(given.get("edition", ())), "")
    return Wishes(
        ui=one("ui", UIS),
        size=one("size", SIZES),
        digits=one("digits", DIGITS),
        theme=one("theme", THEMES),
        mute=frozenset(given.get("mute", ())) & frozenset(GENRES),
        papers=frozenset(papers[:MOST_PAPERS]),
        edition=edition if _is_word(edition) else None,
    )


def written(of: Wishes) -> str:
    """The cookie's value: "" for no wish. `read` gives the same wishes back, as long as it is no longer than `MOST_BYTES`."""
    said = {
        "ui": of.ui,
        "size": of.size,
        "digits": of.digits,
        "theme": of.theme,
        "mute": ".".join(kind for kind in GENRES if kind in of.mute),
        "papers": ".".join(sorted(of.papers)),
        "edition": of.edition,
    }
    return urlencode({key: value for key, value in said.items() if value})


def keep(answer: Response, of: Wishes, *, secure: bool) -> None:
    """Hand the wishes to the reader's browser, or take the cookie away where there are none. No script needs to read them."""
    text = written(of)
    lasts = _LASTS_S if text else 0
    # by hand: the library would set it in quotation marks, which other readers of cookies take for a part of it
    line = f"{COOKIE}={text}; Max-Age={lasts}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"
    answer.headers.append("set-cookie", line)


def _is_word(word: str) -> bool:
    return len(word) <= _LONGEST_WORD and _WORD.fullmatch(word) is not None
