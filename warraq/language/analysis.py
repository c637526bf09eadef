"""Which words does the index hold for a text, and which of them answer a word that is typed?

Speed decides how long an import takes, so the text is folded and cut in two strokes, and each word stemmed once and
remembered: press text repeats itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from warraq.language import aliases, arabic, lexicon, lists, recognise, traces, transliteration
from warraq.language.aliases import Why
from warraq.language.folding import NOT_LETTERS, translated
from warraq.language.forms import AskedWord, Form, asked_words, forms
from warraq.language.recognise import Tongue
from warraq.language.stemming import is_foreign

__all__ = [
    "ANALYZER",
    "Analysed",
    "AskedWord",
    "Form",
    "Why",
    "analysed",
    "asked_words",
    "foreign",
    "forget",
    "forms",
    "grams",
    "learn",
    "says",
    "stems",
    "stems_of",
    "surface",
]

# Names what an index was analysed by. Whoever changes what is said here about any text changes it: an index made by
# another analyser is made anew.
ANALYZER = f"known-2-{lists.version()}"

# Letters of a gram.
GRAM = 4

# Words remembered: some 20 MB, and what a hostile text can fill.
_REMEMBERED = 150_000
# Stands for the stem of a word that is to be cut first: letters beside digits, or longer than words are.
_UNCUT = "\x00"


class Analysed(NamedTuple):
    """The words of a text in order: their stems and their folded spelling, one of each a word, none with a space."""

    stems: list[str]
    surfaces: list[str]


class _Spelling(dict[int, str]):
    """Folds letters and turns all else into spaces; learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = "".join(one if one.isalnum() else " " for one in arabic.fold(chr(code)))
        if code <= 0xFFFF:  # hostile text must not fill memory with a million rare signs
            self[code] = folded
        return folded


class _Stems(dict[str, str]):
    """The stems of folded words of one tongue, emptied when full: the frequent ones are soon back."""

    def __init__(self, tongue: Tongue) -> None:
        super().__init__()
        self._tongue = tongue

    def __missing__(self, word: str) -> str:
        whole = word.isalpha() or word.isdecimal()
        stem = recognise.stem(word, self._tongue) if whole and len(word) <= arabic.MAX_LETTERS else _UNCUT
        if len(word) <= arabic.MAX_LETTERS:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = stem
        return stem


class _Foreign(dict[str, bool]):
    """Whether folded words are names, or none that we know; emptied when full."""

    def __missing__(self, word: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found = is_foreign(word)
        return found


_FOREIGN = _Foreign()
_SPELLING = _Spelling()
_STEMS = {tongue: _Stems(tongue) for tongue in Tongue}


def analysed(text: str, language: str | None = None) -> Analysed:
    """The stems and the folded words of a text.

    Arabic is known by its script. Words in Latin letters are French or English by the text's `language` (a BCP 47 tag)
    if it is one of these, else by the function words among them; else they keep their letters.
    """
    surfaces = translated(text, _SPELLING, NOT_LETTERS).split()
    tongue = recognise.tongue(language) or recognise.latin(surfaces)
    remembered = _STEMS[tongue]
    stems = list(map(remembered.__getitem__, surfaces))
    return _cut(stems, surfaces, tongue) if _UNCUT in stems else Analysed(stems, surfaces)


def stems_of(word: str) -> tuple[str, ...]:
    """The stem of one folded word that is not in Latin letters, as `analysed` has it; of one that is to be cut, those of its parts."""
    stem = _STEMS[Tongue.OTHER][word]
    return tuple(analysed(word).stems) if stem == _UNCUT else (stem,)


def foreign(word: str) -> bool:
    """`stemming.is_foreign`, remembered: whether a folded Arabic word is a name, or none that we know."""
    return _FOREIGN[word]


def _cut(stems: list[str], surfaces: list[str], tongue: Tongue) -> Analysed:
    """The same with every word in its parts."""
    cut = Analysed([], [])
    for stem, surface in zip(stems, surfaces, strict=True):
        parts = arabic.parts(surface) if stem == _UNCUT else [surface]
        cut.surfaces.extend(parts)
        cut.stems.extend([recognise.stem(part, tongue) for part in parts] if stem == _UNCUT else [stem])
    return cut


def stems(text: str) -> str:
    """The stems of a text in order, parted by white space."""
    return " ".join(analysed(text).stems)


def surface(text: str) -> str:
    """The folded words of a text in order, parted by white space."""
    return " ".join(analysed(text).surfaces)


def grams(surfaces: Iterable[str]) -> list[str]:
    """The runs of four letters within each folded word, in order; a word of four letters or fewer is its own.

    A name, a word that no list knows, or one in Latin letters adds the key of its consonants, in capitals: names spelled otherwise
    share it (ترامب, ترمب, Trump: TRMB).
    """
    return list(chain.from_iterable(map(_GRAMS.__getitem__, surfaces)))


class _Grams(dict[str, tuple[str, ...]]):
    """The grams of folded words, emptied when full."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        runs = [word[at : at + GRAM] for at in range(max(1, len(word) - GRAM + 1))]
        if key := _key(word):
            runs.append(key)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found = tuple(runs)
        return found


def _key(word: str) -> str:
    if word.isdecimal():
        return ""
    if "a" <= word[:1] <= "z":
        return transliteration.key(word)
    return transliteration.key(arabic.stem(word)) if is_foreign(word) else ""


_GRAMS = _Grams()


def learn(words: Iterable[str]) -> str:
    """Know the words of an operator's own list too (none: no longer), in this process. The name of the analyser then."""
    own = sorted(set(words))
    if lexicon.learn(own):
        forget()
    if not own:
        return ANALYZER
    return f"{ANALYZER}-{hashlib.sha256(' '.join(own).encode()).hexdigest()[:8]}"


def forget() -> None:
    """Empty what is remembered of texts: for whoever measures, or has read something hostile."""
    _SPELLING.clear()
    _GRAMS.clear()
    _FOREIGN.clear()
    forms.cache_clear()
    aliases.forget()
    traces.forget()
    for remembered in _STEMS.values():
        remembered.clear()


def says(words: Iterable[str]) -> bool:
    """Whether folded words name anything at all, or only hold a sentence together (في, أن, ما هو …)."""
    return not lexicon.functions().issuperset(words)
