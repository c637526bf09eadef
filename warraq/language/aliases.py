"""Which other words mean the same: names of one thing, dialect, a verb and the noun of its act, plurals that are another word too?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache

from warraq.language import lists, months
from warraq.language.conjugation import verbs
from warraq.language.folding import fold, parts
from warraq.language.lexicon import functions
from warraq.language.stemming import stem


class Why(StrEnum):
    """How a form belongs to the word that was typed."""

    STEM = "stem"  # the same word, whatever is attached to it
    PLURAL = "plural"  # what may be its broken plural, or singular
    KIN = "kin"  # the verb of a noun, or the noun of a verb's act
    ALIAS = "alias"  # another name or spelling of the same
    LATIN = "latin"  # its spelling in the other script
    DIALECT = "dialect"  # its word in the standard language
    FRENCH = "french"  # its stem as a French word
    ENGLISH = "english"
    NEAR = "near"  # a word spelled nearly like one that no article holds: an index finds it


# How much what is found by another word counts beside the word itself.
WEIGHTS = {Why.ALIAS: 0.8, Why.LATIN: 0.8, Why.DIALECT: 0.8, Why.PLURAL: 0.6, Why.KIN: 0.25}

Row = tuple[str, ...]  # stems that stand in a row, nearly always one
MOST_WORDS = 5


def row(text: str) -> Row:
    """The stems of a name as it is written in a list."""
    return tuple(map(stem, parts(fold(text))))


@cache
def table() -> dict[Row, dict[Row, Why]]:
    """For each name or word of the lists the others that answer for it. Both ways, but for dialect."""
    found: dict[Row, dict[Row, Why]] = defaultdict(dict)
    for names in _groups():
        _join(found, names, Why.ALIAS)
    for line in lists.lines("names"):
        arabic, latin = line.split(" = ")
        _join(found, [*map(row, arabic.split()), *map(row, latin.split())], Why.LATIN)
    for line in lists.lines("shared"):
        _join(found, list(map(row, line.split())), Why.PLURAL)
    for line in lists.lines("kin"):
        _join(found, list(map(row, line.split())), Why.KIN)
    for line in lists.lines("verbs"):
        for verb in verbs(fold(line)):
            for noun in verb.nouns:
                _join(found, [(stem(verb.past),), (stem(noun),)], Why.KIN)
    for line in lists.lines("dialect"):
        typed, standard = line.split(" = ")
        for word in map(row, typed.split()):
            for name in map(row, standard.split(", ")):
                if name != word:
                    found[word].setdefault(name, Why.DIALECT)
    return dict(found)


def _groups() -> Iterator[list[Row]]:
    for line in lists.lines("aliases"):
        yield list(dict.fromkeys(map(row, line.split(" = "))))
    by_month: dict[int, list[Row]] = defaultdict(list)
    for name, number in months.MONTHS.items():
        if len(name) > 3 or not name.isascii():  # may and mar are other words too
            by_month[number].append(row(name))
    yield from (list(dict.fromkeys(names)) for names in by_month.values())


def _join(found: dict[Row, dict[Row, Why]], names: Iterable[Row], why: Why) -> None:
    names = [name for name in names if not functions().issuperset(name)]
    for name in names:
        for other in names:
            if other != name:
                found[name].setdefault(other, why)


@cache
def beginnings() -> dict[str, int]:
    """Of the first stems of names of several words: how many words the longest has."""
    longest: dict[str, int] = {}
    for name in table():
        if len(name) > 1:
            longest[name[0]] = max(longest.get(name[0], 0), min(len(name), MOST_WORDS))
    return longest


def forget() -> None:
    """Read the lists again when next needed: what is known has changed, and with it stems."""
    table.cache_clear()
    beginnings.cache_clear()
