"""Which words does the index hold for a text?

Speed decides how long an import takes, so the text is folded and cut in two strokes, and each word stemmed once and
remembered: press text repeats itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from warraq.language import arabic
from warraq.language.words import FUNCTION

# Names what an index was analysed by. Whoever changes what is said here about any text changes it: an index made by
# another analyser is made anew.
ANALYZER = "light-1"

# Words remembered: some 20 MB, and what a hostile text can fill.
_REMEMBERED = 150_000
# Stands for the stem of a word that is to be cut first: letters beside digits, or longer than words are.
_UNCUT = "\x00"


class _Spelling(dict[int, str]):
    """Folds letters and turns all else into spaces; learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = "".join(one if one.isalnum() else " " for one in arabic.fold(chr(code)))
        if code <= 0xFFFF:  # hostile text must not fill memory with a million rare signs
            self[code] = folded
        return folded


class _Stems(dict[str, str]):
    """The stems of folded words, emptied when full: the frequent ones are soon back."""

    def __missing__(self, word: str) -> str:
        whole = word.isalpha() or word.isdecimal()
        stem = arabic.stem(word) if whole and len(word) <= arabic.MAX_LETTERS else _UNCUT
        if len(word) <= arabic.MAX_LETTERS:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = stem
        return stem


_SPELLING = _Spelling()
_STEMS = _Stems()
_FUNCTION = frozenset(map(arabic.fold, FUNCTION.split()))


def stems(text: str) -> str:
    """The stems of a text in order, parted by white space."""
    return analysed(text)[0]


def surface(text: str) -> str:
    """The folded words of a text in order, parted by white space."""
    return analysed(text)[1]


def analysed(text: str) -> tuple[str, str]:
    """The stems and the folded words of a text: as many of the one as of the other, parted by white space."""
    words = text.translate(_SPELLING).split()
    stemmed = list(map(_STEMS.__getitem__, words))
    at = -1
    for _ in range(stemmed.count(_UNCUT)):
        at = stemmed.index(_UNCUT, at + 1)
        parts = arabic.parts(words[at])
        words[at] = " ".join(parts)
        stemmed[at] = " ".join(map(arabic.stem, parts))
    return " ".join(stemmed), " ".join(words)


def says(words: Iterable[str]) -> bool:
    """Whether folded words name anything at all, or only hold a sentence together (في, أن, ما هو …)."""
    return not _FUNCTION.issuperset(words)
