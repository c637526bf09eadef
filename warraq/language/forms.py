"""Which words of an article answer a word that a reader typed, and how surely?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from warraq.language import arabic, recognise
from warraq.language.lexicon import functions
from warraq.language.recognise import Tongue


class Why(StrEnum):
    """How a form belongs to the word that was typed."""

    STEM = "stem"  # the same word, whatever is attached to it
    PLURAL = "plural"  # its broken plural or singular
    KIN = "kin"  # another word of its meaning and root: the verb of a noun
    ALIAS = "alias"  # another name or spelling of the same
    LATIN = "latin"  # its spelling in the other script, known or by rule
    DIALECT = "dialect"  # its word in the standard language
    FRENCH = "french"  # its stem as a French word
    ENGLISH = "english"
    NEAR = "near"  # a word spelled nearly like one that no article holds: an index finds it


@dataclass(frozen=True, slots=True)
class Form:
    """Stems that answer a word where they stand in a row (nearly always one). `weight` is above 0, at most 1."""

    words: tuple[str, ...]
    weight: float
    why: Why


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a typed text: `text[start:end]`, `surface` folded.

    A name of several words that has a name of other words (فيس بوك, الولايات المتحدة) is one: its surface holds spaces.
    `forms` are best first, the first of weight 1 and its own. Not `telling`: it only holds the sentence together, or asks.
    """

    surface: str
    start: int
    end: int
    forms: tuple[Form, ...]
    telling: bool


def asked_words(text: str) -> tuple[AskedWord, ...]:
    """The words of a typed text in order."""
    return tuple(
        AskedWord(token.text, token.start, token.end, forms(token.text), token.text not in functions())
        for token in arabic.tokens(text)
    )


def forms(word: str) -> tuple[Form, ...]:
    """Whatever answers one typed word, best first, each row of stems once. `word` is folded or as typed."""
    best: dict[tuple[str, ...], Form] = {}
    for form in _forms(arabic.fold(word)):
        if form.words not in best or best[form.words].weight < form.weight:
            best[form.words] = form
    return tuple(sorted(best.values(), key=lambda form: -form.weight))


def _forms(word: str) -> Iterator[Form]:
    yield Form((arabic.stem(word),), 1, Why.STEM)
    if "a" <= word[:1] <= "z":
        yield Form((recognise.stem(word, Tongue.FRENCH),), 0.9, Why.FRENCH)
        yield Form((recognise.stem(word, Tongue.ENGLISH),), 0.9, Why.ENGLISH)
