"""How does the site say a number of things in Arabic, and what does it call a desk?

The words are data (`locale/ar.toml`), one whole message for each of the six forms that Arabic counts with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from babel import Locale

_WORDS: dict[str, Any] = tomllib.loads((files("warraq.web") / "locale" / "ar.toml").read_text("utf-8"))
_ARABIC = Locale.parse("ar")
_PLACE = re.compile("{([a-z_]+)}")
_form = _ARABIC.plural_form  # CLDR: zero one two few many other


def counted(message: str, number: int) -> str:
    """The message of that name in the form that `number` (>= 0) asks for; digits 0-9, thousands parted by a comma.

    Raises: KeyError for a message that `locale/ar.toml` does not have.
    """
    text: str = _WORDS["counted"][message][_form(number)]
    return text.replace("{n}", f"{number:,}")


def said(room: str, message: str, **values: str) -> str:
    """A message that no number decides, with its values filled in."""
    text: str = _WORDS[room][message]
    # in one pass: what a reader typed may itself look like a place for a value
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def section(slug: str | None, labels: Mapping[str, str] | None = None) -> str | None:
    """What a desk is called; `None` for one we have no word for: better silent than a slug on the page.

    `labels` are an edition's own, and come before the site's.
    """
    if slug is None:
        return None
    name: str | None = (labels or {}).get(slug) or _WORDS["sections"].get(slug.lower())
    return name


def country(code: str) -> str | None:
    """What a country (ISO 3166, either case) is called; `None` for a code that is none."""
    name: str | None = _ARABIC.territories.get(code.upper())
    return name


def of_country(code: str) -> str | None:
    """What a country's paper is called («مصرية»); `None` for a country nobody has such a word for."""
    found: str | None = _WORDS["of_country"].get(code.lower())
    return found


def papers_of(code: str, count: int) -> str:
    """So many papers of that country: «9 صحف مصرية»."""
    adjective = of_country(code)
    if adjective is None:
        return f"{counted('paper', count)} من {country(code) or code.upper()}"
    if count == 1:
        return said("coverage", "one_of", adjective=adjective)
    if count == 2:
        return said("coverage", "two_of", adjective=f"{adjective.removesuffix('ة')}تان")
    return f"{counted('paper', count)} {adjective}"


def language(code: str) -> str | None:
    """What a language (BCP 47) is called; `None` for one nobody has a word for."""
    name: str | None = _ARABIC.languages.get(code)
    return name


def regions(called: str) -> str:
    """A country's governorates all together, by what it calls one of them."""
    name: str = _WORDS["regions"].get(called, _WORDS["regions"]["محافظة"])
    return name


def note(key: str, value: str) -> str | None:
    """How the page explains one way in which a question was read; `None` for a note that needs no words."""
    text: str | None = _WORDS["notes"].get(key)
    return None if text is None else text.replace("{value}", value)
