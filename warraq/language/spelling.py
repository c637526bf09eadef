"""Which words are spelled nearly like one that nobody wrote? One letter too many, too few, exchanged or turned.

Letters that Arab readers and keyboards confuse come first (ض/ظ, ذ/ز/د, س/ص, ت/ط, ق/غ/ج/ك …), as do doubled and missing
letters; the word that most articles hold is the likeliest meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

# What a form of a nearly spelled word weighs beside one of a word as it was typed: nobody wrote that one, so this is the word.
NEAR = 0.8
# The same beside a word that a few did write.
NEAR_A_RARE_ONE = 0.5

_ARABIC = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_LATIN = "abcdefghijklmnopqrstuvwxyz"

# One sound or one shape apart, or one written for the other in names from abroad.
_CONFUSED = (
    "ضظد",
    "ذزدظ",
    "ثسصت",
    "تط",
    "قغجك",
    "حهخ",
    "ءاعهي",
    "فب",
    "دت",
    "رز",
    "نت",
    "وا",
    "يا",
    "شس",
    "جش",
)
_SISTERS = {
    letter: {other for group in _CONFUSED if letter in group for other in group if other != letter}
    for letter in _ARABIC
}

_SHORTEST = 4  # of a shorter word every other one is near
_MOST = 3


def near(word: str, often: Callable[[str], int], *, more_than: int = 0) -> tuple[tuple[str, int], ...]:
    """At most three folded words spelled nearly like a folded one, likeliest first, with the number of articles that hold them.

    `often` tells that number; a word in no more than `more_than` is none.
    """
    if not _SHORTEST <= len(word) <= 24 or not word.isalpha():
        return ()
    letters = _ARABIC if "\u0621" <= word[0] <= "\u064a" else _LATIN
    found: dict[str, tuple[float, int]] = {}
    for candidate, likely in _changed(word, letters):
        if candidate in found:
            continue
        number = often(candidate)
        if number > more_than:
            found[candidate] = (likely * number, number)
    best = sorted(found.items(), key=lambda pair: (-pair[1][0], pair[0]))[:_MOST]
    return tuple((candidate, number) for candidate, (_, number) in best)


def alike(word: str, other: str) -> bool:
    """Whether two folded words are the same but for one letter too many, too few, exchanged or turned."""
    if word == other:
        return True
    if min(len(word), len(other)) < _SHORTEST - 1 or max(len(word), len(other)) < _SHORTEST:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if begin is None:
        return abs(len(word) - len(other)) == 1
    rest, others = word[begin:], other[begin:]
    turned = rest[:2] == others[1::-1] and rest[2:] == others[2:]
    return turned or rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]


@lru_cache(maxsize=4096)
def shadows(word: str) -> frozenset[str]:
    """The word, and what is left of it without any one of its letters: words that are `alike` have one of these in common.

    Source: W. Garbe 2012, SymSpell (symmetric deletes).
    """
    return frozenset([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))])


def _changed(word: str, letters: str) -> Iterator[tuple[str, float]]:
    """Every word one change away, with how likely the change is beside others; the likely first."""
    for at, letter in enumerate(word):
        for other in sorted(_SISTERS.get(letter, ())):
            yield word[:at] + other + word[at + 1 :], 4.0
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :], 3.0
    for at in range(len(word)):
        if len(word) > _SHORTEST:
            yield word[:at] + word[at + 1 :], 3.0 if word[at] in word[max(at - 1, 0) : at] else 1.0
        for other in letters:
            yield word[:at] + other + word[at:], 2.0 if other in "اويءل" or other == word[at] else 1.0
            if other != word[at]:
                yield word[:at] + other + word[at + 1 :], 1.0
    for other in letters:
        yield word + other, 2.0 if other in "اويءهن" else 1.0
