"""How else may a name from another language be spelled, in Arabic letters or in Latin ones? By rule, for names no list knows.

Arabic has no letter for g, p, v or ch, and papers write the vowels of foreign names or leave them out: غ ج ك ق for g, ب for p,
ف for v, تش or ش for ch, ترامب and ترمب. What the spellings of one name share are its consonants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Arabic spellings of what Latin letters stand for, the likeliest first. Longer groups are read first.
_LATIN = {
    "sch": ("ش",),
    "tch": ("تش",),
    "ch": ("تش", "ش", "خ"),
    "sh": ("ش",),
    "kh": ("خ",),
    "gh": ("غ",),
    "th": ("ث", "ت"),
    "dh": ("ذ",),
    "ph": ("ف",),
    "ck": ("ك",),
    "ou": ("و",),
    "oo": ("و",),
    "ee": ("ي",),
    "ea": ("ي",),
    "ai": ("ي", "اي"),
    "ei": ("ي", "اي"),
    "ay": ("اي", "ي"),
    "ey": ("ي",),
    "oe": ("و",),
    "ow": ("او", "و"),
    "au": ("او", "و"),
    "qu": ("ك", "كو"),
    "b": ("ب",),
    "c": ("ك",),
    "d": ("د",),
    "f": ("ف",),
    "g": ("غ", "ج"),
    "h": ("ه", "ح"),
    "j": ("ج", "ي"),
    "k": ("ك",),
    "l": ("ل",),
    "m": ("م",),
    "n": ("ن",),
    "p": ("ب",),
    "q": ("ق",),
    "r": ("ر",),
    "s": ("س",),
    "t": ("ت", "ط"),
    "v": ("ف",),
    "w": ("و",),
    "x": ("كس",),
    "y": ("ي",),
    "z": ("ز",),
    "a": ("ا", ""),
    "e": ("ي", ""),
    "i": ("ي", ""),
    "o": ("و", ""),
    "u": ("و", ""),
}
_GROUPS = re.compile("|".join(sorted(_LATIN, key=len, reverse=True)))
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_FIRST = {"a": ("ا", "ع"), "e": ("ا", "اي"), "i": ("اي", "ا"), "o": ("او", "ع"), "u": ("او", "يو")}

# Letters that stand for one foreign sound.
_ALIKE = ({"غ", "ج", "ك", "ق"}, {"ت", "ط"}, {"ث", "س"}, {"ز", "ذ"})
_VOWELS = "اوي"

# By consonant: what it is in a key. Vowels, ع, hamza and h have none.
_KEYS = {
    letter: key
    for key, letters in {
        "B": "بbp",
        "T": "تطt",
        "S": "سصثsc",
        "Z": "زذظz",
        "D": "دضd",
        "K": "كقغجخkqgjx",
        "X": "شx",
        "R": "رr",
        "L": "لl",
        "M": "مm",
        "N": "نn",
        "F": "فfv",
    }.items()
    for letter in letters
}
_KEY_GROUPS = (("تش", "ش"), ("sch", "ش"), ("tch", "ش"), ("ch", "ش"), ("sh", "ش"), ("kh", "k"), ("gh", "g"),
               ("ph", "f"), ("th", "t"), ("dh", "z"), ("ck", "k"), ("x", "ks"))  # fmt: skip
_SOFT = re.compile("c(?=[eiy])")

MOST = 12
_WIDTH = 24


def key(word: str) -> str:
    """The consonants of a folded name in a spelling that both scripts share (ترامب, ترمب, Trump: TRMB); "" of fewer than three.

    Only a hint: many words share one.
    """
    for group, letter in _KEY_GROUPS:
        word = word.replace(group, letter)
    word = _SOFT.sub("s", word).replace("c", "k")
    found = "".join(_KEYS.get(letter, "") for letter in word)
    found = "".join(one for at, one in enumerate(found) if at == 0 or found[at - 1] != one)
    return found if len(found) > 2 else ""


def in_arabic(word: str) -> tuple[str, ...]:
    """At most twelve Arabic spellings of a folded word in Latin letters, the likeliest first."""
    word = _SOFT.sub("s", _DOUBLED.sub(r"\1", word))
    groups = _GROUPS.findall(word.removesuffix("e") if len(word) > 4 else word)
    beam = [(0, "")]
    for at, group in enumerate(groups):
        letters = _FIRST[group] if at == 0 and group in _FIRST else _LATIN[group]
        longer = [(cost + turn, before + one) for cost, before in beam for turn, one in enumerate(letters)]
        beam = sorted(longer, key=lambda one: one[0])[:_WIDTH]
    return tuple(dict.fromkeys(spelled for _, spelled in beam if len(spelled) > 2))[:MOST]


def respelled(word: str) -> Iterator[str]:
    """Other spellings of a foreign name in Arabic letters: another letter for a foreign sound, a vowel left out, a final ا or ه."""
    for alike in _ALIKE:
        for letter in sorted(alike.intersection(word)):
            yield from (word.replace(letter, other) for other in sorted(alike - {letter}))
    if word.endswith(("ا", "ه")):
        yield word[:-1] + ("ه" if word[-1] == "ا" else "ا")
    if "تش" in word:
        yield word.replace("تش", "ش")
    for at in range(1, len(word) - 1):
        if word[at] in _VOWELS and len(word) > 4:
            yield word[:at] + word[at + 1 :]
