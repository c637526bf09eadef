"""What may be attached to an Arabic word, and what is left without it? Rules alone, on folded words.

Source: Larkey, Ballesteros and Connell 2007, "Light stemming for Arabic information retrieval" (light10, as in Lucene's
ArabicStemmer); the double proclitics are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

# With the article, or the و that light10 takes from any word of four letters.
_ARTICLES = ("وبال", "وكال", "فبال", "فكال", "وال", "بال", "كال", "فال", "ولل", "فلل", "ال", "لل")
# Taken off only before a word that is known: alone they are too often a letter of the word itself.
_PROCLITICS = ("وب", "ول", "وك", "وف", "وس", "فب", "فل", "فس", "و", "ف", "ب", "ل", "ك", "س")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
# Behind a word that is known: whose it is, that it is two, or the accusative.
_POSSESSIVES = ("هما", "كما", "ها", "هم", "هن", "كم", "نا", "ان", "ين", "ه", "ي", "ك", "ا")

_FEW = 2  # letters that must be left


def _by_beginning(clitics: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By the two letters that a word begins with, or else the first: most words have next to nothing to be tried."""
    second = ("", *"البكلوسف")
    return {
        two: tuple(one for one in clitics if two.startswith(one) or (len(two) == 2 and one.startswith(two)))
        for two in (first + more for first in "وفبكلاس" for more in second)
    }


_ARTICLES_OF = _by_beginning(_ARTICLES)
_PROCLITICS_OF = _by_beginning(_PROCLITICS)
# By the letter that a word ends with: the suffixes to try, each with its turn; first the accusative, of known words.
_ENDINGS = {
    last: tuple((turn, one) for turn, one in enumerate(("ا", *_SUFFIXES)) if one[-1] == last)
    for last in "انتهي"
}
_POSSESSIVES_OF = {
    last: tuple(one for one in _POSSESSIVES if one[-1] == last) for last in {one[-1] for one in _POSSESSIVES}
}


def without_article(word: str) -> str | None:
    """The word behind the article with all that is before it; None where it has none, or too little is left."""
    for article in _clitics(_ARTICLES_OF, word):
        if len(word) >= len(article) + _FEW and word.startswith(article):
            return word[len(article) :]
    return None


def without_proclitics(word: str) -> Iterator[tuple[str, str]]:
    """What may be a lone proclitic (or a pair), with the three letters or more behind it, longest first."""
    for proclitic in _clitics(_PROCLITICS_OF, word):
        if len(word) > len(proclitic) + _FEW and word.startswith(proclitic):
            yield proclitic, word[len(proclitic) :]


def _clitics(of: dict[str, tuple[str, ...]], word: str) -> tuple[str, ...]:
    two = of.get(word[:2])
    return of.get(word[:1], ()) if two is None else two


def without_suffixes(word: str) -> str:
    """Without each of light10's suffixes that it still ends with when their turn comes, two letters being left."""
    turn = 1
    while shorter := _shorter(word, turn):
        turn, word = shorter
    return word


def shortened(word: str) -> Iterator[str]:
    """The word without the accusative and light10's suffixes, one after the other."""
    turn = 0
    while shorter := _shorter(word, turn):
        turn, word = shorter
        yield word


def _shorter(word: str, turn: int) -> tuple[int, str] | None:
    """The word without the first suffix whose turn it is or will be, and the turn of the next."""
    for place, suffix in _ENDINGS.get(word[-1:], ()):
        if place >= turn and word.endswith(suffix) and len(word) >= len(suffix) + _FEW:
            return place + 1, word[: -len(suffix)]
    return None


def without_possessive(word: str) -> Iterator[str]:
    """What may be the word that someone owns, of which there are two, or that is told how: a ت at its end was ة."""
    for ending in _POSSESSIVES_OF.get(word[-1:], ()):
        if len(word) > len(ending) + _FEW and word.endswith(ending):
            owned = word[: -len(ending)]
            yield owned
            if owned[-1] == "ت":
                yield owned[:-1] + "ه"
