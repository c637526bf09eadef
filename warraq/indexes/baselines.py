"""What do others compare words by? Raw words, folded words, and light10 as Lucene's ArabicAnalyzer has it.

Nobody searches by these: they are what our own analysis is measured against.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from warraq.language import arabic

# Lucene's StandardTokenizer (Unicode text segmentation, UAX 29), as far as press text shows a difference: letters, digits
# and their marks are one word, 23ديسمبر too; a point or comma between digits, and one of . ' : between letters, part none.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c\u200d"
_WORD = re.compile(
    rf"\w[\w{_MARKS}]*(?:(?:(?<=\d)[.,;'’٫٬](?=\d)|(?<=[^\W\d_])[.'’:·](?=[^\W\d_]))\w[\w{_MARKS}]*)*"
)


def raw(text: str) -> list[str]:
    """Words as they are spelled, in small letters."""
    return _WORD.findall(text.lower())


def folded(text: str) -> list[str]:
    """Words without what spelling varies in: alef, ya, ta marbuta, hamza, harakat, tatweel, digits."""
    return [token.text for token in arabic.tokens(text)]


def light10(text: str) -> list[str]:
    """Lucene's ArabicAnalyzer: small letters, decimal digits, stop words out, then normalised and stemmed by light10."""
    words = (_decimal(word) for word in raw(text))
    return [_light10(word) for word in words if word not in _STOP]


def _decimal(word: str) -> str:
    if word.isascii() or not any(one.isdecimal() for one in word):
        return word
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in word)


_NORMAL = {
    **dict.fromkeys(map(ord, "آأإ"), "ا"),
    ord("ى"): "ي",
    ord("ة"): "ه",
    **dict.fromkeys((0x640, *range(0x64B, 0x653)), None),
}
_PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")


@lru_cache(maxsize=200_000)
def _light10(word: str) -> str:
    """Larkey, Ballesteros and Connell 2007, "Light stemming for Arabic information retrieval", as Lucene has it.

    The first prefix that leaves two letters (three behind a lone و) goes; then each suffix in turn that leaves two.
    """
    word = word.translate(_NORMAL)
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) >= max(len(prefix) + 2, 4):
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


# The list that Lucene's ArabicAnalyzer takes by default: Jacques Savoy, BSD licence; compared before words are normalised.
_STOPPED = """
من ومن منها منه في وفي فيها فيه و ف ثم او أو ب بها به ا أ اى اي أي أى لا ولا الا ألا إلا لكن ما وما كما فما عن مع اذا إذا
ان أن إن انها أنها إنها انه أنه إنه بان بأن فان فأن وان وأن وإن التى التي الذى الذي الذين الى الي إلى إلي على عليها عليه
اما أما إما ايضا أيضا كل وكل لم ولم لن ولن هى هي هو وهى وهي وهو فهى فهي فهو انت أنت لك لها له هذه هذا تلك ذلك هناك كانت كان
يكون تكون وكانت وكان غير بعض قد نحو بين بينما منذ ضمن حيث الان الآن خلال بعد قبل حتى عند عندما لدى جميع
"""
_STOP = frozenset(_STOPPED.split())
