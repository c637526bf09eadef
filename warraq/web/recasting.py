"""May the site be called and coloured so? What was typed, read into a masthead, and what is wrong with each field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from warraq.extraction.sanitise import line, paragraphs
from warraq.press import Masthead, Titles
from warraq.web import colours
from warraq.web.tongue import TONGUES

LANGUAGES = TONGUES
# What is said in each language, and how many letters it has at most.
TEXTS = {"name": 40, "tagline": 120, "about": 5_000, "footer": 300}
CONTACT_LETTERS = 200
HIJRI = range(-2, 3)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a field, by its name in the form (`where`): `long`, `colour`, `faint`, `contact` or `hijri`; `said` are the
    values of the sentence that says so."""

    where: str
    kind: str
    said: Mapping[str, str] = field(default_factory=dict)


def read(given: Mapping[str, str]) -> tuple[Masthead, tuple[Flaw, ...]]:
    """The masthead of a form's fields (`name_ar` … `footer_en`, `light`, `dark`, `contact`, `hijri`; absent or blank: as Warraq
    has it), with what is wrong left out, and told."""
    flaws: list[Flaw] = []
    masthead = Masthead(
        ar=_titles(given, "ar", flaws),
        fr=_titles(given, "fr", flaws),
        en=_titles(given, "en", flaws),
        light=_colour(given, "light", flaws),
        dark=_colour(given, "dark", flaws),
        contact=_contact(given, flaws),
        hijri=_hijri(given, flaws),
    )
    return masthead, tuple(flaws)


def written(masthead: Masthead) -> dict[str, str]:
    """The fields of a form that say this masthead: `read(written(m)) == (m, ())` for every one that may be set."""
    told = {
        f"{name}_{language}": getattr(getattr(masthead, language), name) or ""
        for language in LANGUAGES
        for name in TEXTS
    }
    plain = {name: getattr(masthead, name) or "" for name in ("light", "dark", "contact")}
    return told | plain | {"hijri": "" if masthead.hijri is None else str(masthead.hijri)}


def _titles(given: Mapping[str, str], language: str, flaws: list[Flaw]) -> Titles:
    said = {name: _text(given, f"{name}_{language}", most, flaws) for name, most in TEXTS.items()}
    return Titles(**said)


def _text(given: Mapping[str, str], name: str, most: int, flaws: list[Flaw]) -> str | None:
    """Plain text: tags, controls and what else no page needs are taken out."""
    clean = paragraphs if name.startswith("about") else line
    text = clean(given.get(name, "").strip(), limit=most + 1)
    if len(text) > most:
        flaws.append(Flaw(name, "long", {"most": str(most)}))
        return None
    return text or None


def _colour(given: Mapping[str, str], name: str, flaws: list[Flaw]) -> str | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    colour = colours.spelt(text)
    if colour is None:
        flaws.append(Flaw(name, "colour"))
        return None
    if faint := colours.faint(colour, dark=name == "dark"):
        told = {"ratio": f"{faint.ratio:.1f}", "least": f"{colours.LEAST:g}", "nearest": faint.nearest}
        flaws.append(Flaw(name, "faint", told))
        return None
    return colour


def _contact(given: Mapping[str, str], flaws: list[Flaw]) -> str | None:
    text = given.get("contact", "").strip()
    if not text:
        return None
    if len(text) > CONTACT_LETTERS or not (_MAIL.fullmatch(text) or _is_page(text)):
        flaws.append(Flaw("contact", "contact"))
        return None
    return text


def _is_page(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and re.fullmatch(r"[!-~]+", text) is not None
    except ValueError:
        return False


def _hijri(given: Mapping[str, str], flaws: list[Flaw]) -> int | None:
    text = given.get("hijri", "").strip()
    if not text:
        return None
    if not _WHOLE.fullmatch(text) or int(text) not in HIJRI:
        flaws.append(Flaw("hijri", "hijri"))
        return None
    return int(text)
