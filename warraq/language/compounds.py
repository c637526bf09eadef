"""Which names and numbers are written in one word or in several? عبد الله and عبدالله, نور الدين and نورالدين, 2,000 and 2000."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from warraq.language.folding import Token, fold
from warraq.language.lexicon import functions
from warraq.language.stemming import is_foreign

# What begins a name that goes on in the next word; «father of» in each of its cases.
_FATHER = ("ابو", "ابي", "ابا")
_FATHERED = frozenset(
    map(fold, ["بكر", "طالب", "علي", "الحسن", "العباس", "الفضل", "تمام", "نواس", "ذر", "ظبي"])
)
_HEADS = frozenset([*_FATHER, "عبد", "بو"])
_SON = {"بن": "ابن", "ابن": "بن"}
# What ends one: the first behind whatever word, the second behind these alone (رسول الله is no name of a reader's).
_FAITH, _GOD = "الدين", "الله"
_TAILS = (_FAITH, _GOD)
_OF_GOD = frozenset(
    map(
        fold,
        [
            "نصر",
            "فضل",
            "سعد",
            "خير",
            "عطا",
            "جاد",
            "رزق",
            "ضيف",
            "حمد",
            "عوض",
            "عبيد",
            "جار",
            "منة",
            "هبة",
            "خلف",
            "دفع",
            "حسب",
            "مال",
            "شكر",
            "عون",
            "فتح",
            "لطف",
            "أمة",
        ],
    )
)
_SHORTEST = 2  # letters beside a head or tail
# Short beginnings are letters of other words too: only a name, or a word that we do not know, may be two.
_APART = tuple(sorted(_HEADS, key=len, reverse=True))
_GROUP = 3  # digits between commas
_COMMAS = frozenset(",٬،")
_YEARS = range(1300, 2200)  # never printed with a comma


def compound(before: str, after: str) -> bool:
    """Whether two folded words that stand in a row are likely one name."""
    if before in functions() or after in functions():
        return False
    if before in _HEADS:  # أبي is my father too, and in the Gulf what I want
        named = before not in _FATHER[1:] or after in _FATHERED or is_foreign(after)
        return named and len(after) > _SHORTEST and after.isalpha()
    return (
        before in _OF_GOD
        if after == _GOD
        else after == _FAITH and len(before) > _SHORTEST and before.isalpha()
    )


def thousands(text: str, typed: Sequence[Token], at: int) -> int:
    """Behind which of the words a number ends that begins with that one and has commas between its groups."""
    end = at + 1
    if not typed[at].text.isdecimal() or len(typed[at].text) > _GROUP:
        return end
    for one, other in pairwise(typed[at:]):
        grouped = other.text.isdecimal() and len(other.text) == _GROUP
        if not grouped or text[one.end : other.start] not in _COMMAS:
            break
        end += 1
    return end


def otherwise(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Other ways to write a folded name, or a number of several groups, each as its words; none for what is no such."""
    if all(word.isdecimal() for word in words):
        yield from _number(words)
    for at, word in enumerate(words if len(words) > 1 else ()):
        if word in _SON:
            yield (*words[:at], _SON[word], *words[at + 1 :])
    if len(words) == 2 and compound(words[0], words[1]):
        yield ("".join(words),)
        yield from ((case, words[1]) for case in _FATHER if words[0] in _FATHER and case != words[0])
        yield from ((case + words[1],) for case in _FATHER if words[0] in _FATHER and case != words[0])
    elif len(words) == 1:
        yield from _apart(words[0])


def _number(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if len(words) > 1:
        yield ("".join(words),)
    elif _GROUP < len(number := words[0]) <= 4 * _GROUP and number[0] != "0" and int(number) not in _YEARS:
        first = len(number) % _GROUP
        rest = range(first, len(number), _GROUP)
        yield tuple(filter(None, (number[:first], *(number[at : at + _GROUP] for at in rest))))


def _apart(word: str) -> Iterator[tuple[str, ...]]:
    """One word as the two that it may be of."""
    for tail in _TAILS:
        before = word.removesuffix(tail)
        if before != word and compound(before, tail):
            yield before, tail
            return
    for head in _APART:
        rest = word.removeprefix(head)
        if rest != word and len(rest) > _SHORTEST and (len(head) > len("بو") or is_foreign(word)):
            yield head, rest
            yield from ((case, rest) for case in _FATHER if head in _FATHER and case != head)
            return


assert all(fold(word) == word for word in (*_HEADS, *_TAILS))
