"""Which language are words in Latin letters: French, English, or neither that we know?

Told by function words, which no sentence does without; a lone name has none and keeps its letters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

import Stemmer

from warraq.language import arabic


class Tongue(StrEnum):
    """How words in Latin letters are stemmed."""

    FRENCH = "fr"
    ENGLISH = "en"
    OTHER = "other"


# Folded, and none that is a word of both languages.
_FRENCH_WORDS = """
le les des du un une et dans sur pour par que qui est sont au aux avec ce cette ces il elle ils elles nous
vous leur leurs son ses sa mais ou donc ne pas plus ont ete etait comme entre apres avant selon chez sous
tout tous toute toutes aussi lors contre depuis sans deux quand comment pourquoi quel quelle qu c d l s n
"""
_ENGLISH_WORDS = """
the of and to is was were are with that this these those he she they it its his her their we you your from
by as be been has have had will would which who what when where how why not but or if than then there about
after before into over under between says said more new for at
"""
_FRENCH = frozenset(_FRENCH_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())

_FEMININE = re.compile("ees?$")


@lru_cache(maxsize=256)  # asked for every text
def tongue(language: str | None) -> Tongue | None:
    """The one that a BCP 47 tag names, if it is French or English."""
    beginning = (language or "").lower().replace("_", "-").partition("-")[0]
    return next((one for one in (Tongue.FRENCH, Tongue.ENGLISH) if one.value == beginning), None)


def latin(words: Collection[str]) -> Tongue:
    """The language of the folded words in Latin letters among these."""
    seen = set(words)
    french, english = len(seen & _FRENCH), len(seen & _ENGLISH)
    if french == english:
        return Tongue.OTHER
    return Tongue.FRENCH if french > english else Tongue.ENGLISH


def stem(word: str, language: Tongue) -> str:
    """The stem of a folded word: light for Arabic, Snowball's for one in Latin letters of a language that we know."""
    if language is not Tongue.OTHER and "a" <= word[:1] <= "z":
        if language is Tongue.FRENCH:  # annoncée, folded, is annonce with a second e
            word = _FEMININE.sub("e", word)
        stemmed: str = _snowball(language).stemWord(word)
        return arabic.fold(stemmed)
    return arabic.stem(word)


@lru_cache
def _snowball(language: Tongue) -> Stemmer.Stemmer:
    return Stemmer.Stemmer({Tongue.FRENCH: "french", Tongue.ENGLISH: "english"}[language])
