"""What are the words of a text, whichever way they are spelled? Folding, and tokens with their places.

Nothing here is ever stored or shown: the original spelling is; folded text is for comparing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Marks that stand inside words and say nothing for comparing: accents, harakat, tatweel, joiners, direction controls.
_IGNORED = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0600-\u0605\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dd\u06df-\u06e8\u06ea-\u06ed\u070f"
    "\u0890\u0891\u08ca-\u0902\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200c-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
_IS_IGNORED = re.compile(f"[{_IGNORED}]")

# Letters or digits, never both: papers print `23ديسمبر`. Tatweel is a letter to `re`, so a run may hold nothing else.
WORD = re.compile(rf"[^\W\d_]+(?:[{_IGNORED}]+[^\W\d_]+)*[{_IGNORED}]*|\d+(?:[{_IGNORED}]+\d+)*")

# Where Unicode's own decomposition does not lead to the letter that an Arab reader would type for it.
_LETTERS = {
    "\u0624": "ء",  # مسؤول and مسئول are one word: a hamza loses its seat
    "\u0626": "ء",
    "\u0649": "ي",  # Egypt prints فى, the Levant في
    "\u0629": "ه",
    **dict.fromkeys("\u0671\u0672\u0673\u0675\u0773\u0774\u0870\u0882", "ا"),
    **dict.fromkeys("\u0676\u0677", "ء"),
    **dict.fromkeys("\u06cc\u06cd\u06ce\u06d0\u06d1\u06d2\u06d3\u0678", "ي"),
    **dict.fromkeys("\u06be\u06c0\u06c1\u06c2\u06c3\u06d5\u06ff", "ه"),
    **dict.fromkeys(
        "\u06a9\u06aa\u06ab\u06ac\u06ad\u06ae\u06af\u06b0\u0762\u0763", "ك"
    ),  # ڭ and ݣ: the Moroccan g
    **dict.fromkeys("\u06a4\u06a5\u06a2", "ف"),  # ڤ, ڥ: v; ڢ: the Maghrebi fa
    **dict.fromkeys("\u06a7\u06a8", "ق"),  # ڨ: the Tunisian g
    **dict.fromkeys("\u067e", "ب"),
    **dict.fromkeys("\u0686\u0684", "ج"),
    **dict.fromkeys("\u0698", "ز"),
    **dict.fromkeys("\u06cb\u06c6\u06c7\u06c8", "و"),
    "\u200b": " ",  # a space, if of no width
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ł": "l",
}

# A word longer than this is no word (base64, a hash, an address without dots) and is known by its beginning.
MAX_LETTERS = 64


class Token(NamedTuple):
    """One folded word and where it stands: `original[start:end]` is its spelling."""

    text: str
    start: int
    end: int


class _Folding(dict[int, str]):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if code <= 0xFFFF:  # hostile text must not fill memory with a million rare signs
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    """What one character folds to: a string of characters that fold to themselves, so that folding is idempotent."""
    if _IS_IGNORED.match(character):
        return ""
    if character in _LETTERS:
        return _LETTERS[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if not character.isalnum():
        return character  # signs stay: ™ must not become the letters tm, glued to a name
    if (spelled := unicodedata.normalize("NFKD", character).casefold()) == character:
        return character
    return "".join(_fold_character(one) for one in spelled)


_FOLDING = _Folding()
# What folds to itself in nearly every text.
_PLAIN = "0-9a-z\u0621\u0627\u0628\u062a-\u063a\u0641-\u0648\u064a"
_NOT_PLAIN = re.compile(f"[^{_PLAIN}\\s!-/:-@\\[-`{{-~\u060c\u061b\u061f«»]")
NOT_LETTERS = re.compile(f"[^{_PLAIN} ]")  # nor digits, nor the space
# Beyond so many different ones a table, looked into at each character, is faster than a stroke through the text for each.
_STROKES = 64
_SHORT = 16  # letters: below, the table is as fast


def fold(text: str) -> str:
    """The same text without what spelling varies in: idempotent, and blind to the context of a character.

    Hamza seats, alef, ya and ta marbuta forms, harakat, tatweel, presentation forms, Persian and Maghrebi letters, every
    script's digits (to 0-9), letter case and accents are folded; white space and punctuation stay as they are.
    """
    return translated(text, _FOLDING, _NOT_PLAIN)


def translated(text: str, table: dict[int, str], others: re.Pattern[str]) -> str:
    """`text.translate(table)` at a quarter of the price, where few characters change. The table's strings are of characters that
    stay; `others` finds every character that may not."""
    if len(text) < _SHORT:
        return text.translate(table)
    changed = set(others.findall(text))
    if len(changed) > _STROKES:
        return text.translate(table)
    for one in changed:
        text = text.replace(one, table[ord(one)])
    return text


def tokens(text: str) -> Iterator[Token]:
    """The words of a text with their places in it. A ligature that spells several words gives several tokens there."""
    for match in WORD.finditer(text):
        for folded in _split(match[0]):
            yield Token(folded, match.start(), match.end())


def _split(run: str) -> list[str]:
    """The folded words of one run of letters: nearly always one; none for bare tatweel, four for ﷺ."""
    return parts(run.translate(_FOLDING))


def parts(folded: str) -> list[str]:
    """The words in folded text, each of letters or of digits only, at most `MAX_LETTERS` long."""
    return [part[:MAX_LETTERS] for part in WORD.findall(folded)]
