"""Which way does this text run, and what must be kept from turning its surroundings round?

Measured in browsers: isolating a run without letters ("03 - 06 - 2025", "2-1") lets it guess its own direction, which
is left to right, and so turns a date or a score round. Only words are isolated; runs without letters take the page's way.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from markupsafe import Markup, escape

from warraq.web.tongue import spoken

_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_FOREIGN_RUN = re.compile(
    r"[A-Za-z\u00c0-\u024f](?:[A-Za-z\u00c0-\u024f0-9 .,'’&+/:@#_-]*[A-Za-z\u00c0-\u024f0-9+#])?"
)
_RIGHT_RUN = re.compile(
    rf"(?:[0-9]+ )?{_RIGHT.pattern}+(?:[ 0-9-]+{_RIGHT.pattern}+)*(?: [0-9]+)?"  # a date keeps its figures
)
_ARABIC = Markup('<bdi lang="ar">{}</bdi>')
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RTL_LANGUAGES = frozenset(["ar", "fa", "ur", "he", "ps", "ckb", "sd", "ug", "yi", "dv"])


@lru_cache(maxsize=8192)  # the same headlines stand on page after page
def direction(text: str, language: str | None = None) -> str:
    """`rtl` or `ltr`. What the paper says of its language counts, unless the letters contradict it."""
    right = len(_RIGHT.findall(text))
    left = len(_LATIN.findall(text))
    if not right and not left:
        return "ltr" if any(_is_left(letter) for letter in text) else "rtl"
    if language and language.partition("-")[0].lower() in _RTL_LANGUAGES and right:
        return "rtl"
    return "rtl" if right * 2 >= left else "ltr"


def isolated(text: str) -> Markup:
    """Escaped text whose foreign words cannot reorder the page's around them: on an Arabic page words in Latin letters, on
    another whatever is Arabic, which is then said to be so."""
    return _isolated(text) if spoken().way == "rtl" else _arabic_isolated(text)


@lru_cache(maxsize=2048)
def _arabic_isolated(text: str) -> Markup:
    if not _RIGHT.search(text):
        return escape(text)
    if direction(text) == "rtl":
        return _ARABIC.format(text)
    parts: list[Markup] = []
    end = 0
    for run in _RIGHT_RUN.finditer(text):
        parts += [escape(text[end : run.start()]), _ARABIC.format(run.group())]
        end = run.end()
    return Markup("").join([*parts, escape(text[end:])])


@lru_cache(maxsize=2048)
def _isolated(text: str) -> Markup:
    if direction(text) == "ltr":
        return Markup("<bdi>{}</bdi>").format(text)
    if not _LATIN.search(text):
        return escape(text)
    parts: list[Markup] = []
    end = 0
    for run in _FOREIGN_RUN.finditer(text):
        parts += [escape(text[end : run.start()]), Markup("<bdi>{}</bdi>").format(run.group())]
        end = run.end()
    parts.append(escape(text[end:]))
    return Markup("").join(parts)


def attributes(text: str, language: str | None = None) -> Markup:
    """`dir` and `lang` of an element with this text, where they differ from those of the page around it."""
    speech = spoken()
    return _attributes(text, language, speech.tongue, speech.way)


@lru_cache(maxsize=8192)
def _attributes(text: str, language: str | None, tongue: str, around: str) -> Markup:
    way = direction(text, language)
    told = Markup(' dir="{}"').format(way) if way != around else Markup("")
    said = language or ("ar" if _RIGHT.search(text) else tongue)
    if said.partition("-")[0].lower() != tongue:
        told += Markup(' lang="{}"').format(said)
    return told


def uncontrolled(text: str) -> str:
    """Text for places that have no markup to isolate it with (a title bar, an attribute): no bidi controls."""
    return _CONTROLS.sub("", text)


def _is_left(letter: str) -> bool:
    return letter.isalpha() and unicodedata.bidirectional(letter) == "L"
