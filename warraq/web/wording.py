"""How does the site say a number of things in its reader's language, and what does it call a desk?

The words are gettext catalogues, one a language (`locale/*/LC_MESSAGES/warraq.po`), by names like `coverage.gap`: whole
messages, and where a number decides the words, one for each form that the language counts with. In which language a page
speaks, `web.tongue` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from babel import Locale
from markupsafe import Markup, escape

from warraq.press import Edition
from warraq.web.tongue import ARABIC, figures, number, spoken

_PLACE = re.compile("{([a-z_]+)}")


class _Unknown(NullTranslations):
    """A message that a catalogue lacks is a mistake of ours."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


def counted(message: str, count: int, *, room: str = "counted") -> str:
    """The message of that name in the form that `count` (>= 0) asks for, thousands parted as the language does.

    A language whose plural has no form for nothing may have a message of its own for it, `<name>.none`.
    Raises: KeyError for a message that the catalogue does not have.
    """
    words, name = _words(spoken().tongue), f"{room}.{message}"
    text = (_known(f"{name}.none") if count == 0 else None) or words.ngettext(name, name, count)
    return figures(text).replace("{n}", number(count))


def said(room: str, message: str, **values: str) -> str:
    """A message that no number decides, with its values filled in: markup where a value is markup, all else escaped.

    Raises: KeyError for a message that the catalogue does not have.
    """
    text = figures(_words(spoken().tongue).gettext(f"{room}.{message}"))
    if not values:
        return text
    # in one pass: what a reader typed may itself look like a place for a value
    if any(isinstance(value, Markup) for value in values.values()):
        filled = _PLACE.sub(lambda place: escape(values.get(place[1], place[0])), str(escape(text)))
        return Markup(filled)  # noqa: S704 (escaped piece by piece)
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def section(slug: str | None, labels: Mapping[str, str] | None = None) -> str | None:
    """What a desk is called; `None` for one we have no word for: better silent than a slug on the page.

    `labels` are an edition's own Arabic words, and come before the site's.
    """
    if slug is None:
        return None
    own = (labels or {}).get(slug) if spoken().tongue == ARABIC else None
    return own or _known(f"sections.{slug.lower()}")


def edition(of: Edition) -> str:
    """What an edition is called: by its country where it has one, in another language than its own."""
    if spoken().tongue == ARABIC:
        return of.name
    parts = of.parts or (of,)
    return ", ".join(country(part.code) or part.name_en or part.name for part in parts)


def country(code: str) -> str | None:
    """What a country (ISO 3166, either case) is called; `None` for a code that is none."""
    name: str | None = _locale(spoken().tongue).territories.get(code.upper())
    return name


def of_country(code: str) -> str | None:
    """What a country's papers are called («مصرية»); `None` for a country nobody has such a word for."""
    return _known(f"of_country.{code.lower()}")


def papers_of(code: str, count: int) -> str:
    """So many papers of that country: «9 صحف مصرية»."""
    if of_country(code) is not None:
        return counted(code.lower(), count, room="papers_of")
    papers = counted("paper", count)
    return said("coverage", "from_country", papers=papers, country=country(code) or code.upper())


def language(code: str) -> str | None:
    """What a language (BCP 47) is called; `None` for one nobody has a word for."""
    name: str | None = _locale(spoken().tongue).languages.get(code)
    return name


def regions(called: str) -> str:
    """A country's governorates all together, by what it calls one of them."""
    return _known(f"regions.{called}") or said("regions", "other")


def note(key: str, value: str) -> str | None:
    """How the page explains one way in which a question was read; `None` for a note that needs no words."""
    text = _known(f"notes.{key}")
    return None if text is None else text.replace("{value}", value)


def listed(parts: Iterable[str]) -> str:
    """Several things in a row, parted by this language's comma; markup where one of them is markup."""
    held, comma = list(parts), said("numbers", "comma")
    marked = any(isinstance(one, Markup) for one in held)
    return escape(comma).join(held) if marked else comma.join(held)


def percent(share: int) -> str:
    """So many of a hundred, with its sign."""
    return said("numbers", "percent", share=figures(f"{share}"))


@cache
def _words(tongue: str) -> GNUTranslations:
    """A language's catalogue, read when it is first spoken."""
    with (files("warraq.web") / "locale" / tongue / "LC_MESSAGES" / "warraq.mo").open("rb") as compiled:
        found = GNUTranslations(compiled)
    # of a language that is not yet whole the rest is said in Arabic
    found.add_fallback(_Unknown() if tongue == ARABIC else _words(ARABIC))
    return found


def _known(name: str) -> str | None:
    try:
        return _words(spoken().tongue).gettext(name)
    except KeyError:
        return None


@cache
def _locale(tongue: str) -> Locale:
    return Locale.parse(tongue)
