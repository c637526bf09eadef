"""Which forms does an Arabic verb take in news? The third person, past and present, by rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Verb(NamedTuple):
    """A verb, folded: past and present of «he», and the nouns of its act."""

    past: str
    present: str
    nouns: tuple[str, ...]
    passives: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()


# Derived forms of a sound root fعل: past, present, noun of the act, participle.
_DERIVED = {
    "2": ("{0}{1}{2}", "ي{0}{1}{2}", "ت{0}{1}ي{2}", "م{0}{1}{2}"),
    "3": ("{0}ا{1}{2}", "ي{0}ا{1}{2}", "م{0}ا{1}{2}ه", "م{0}ا{1}{2}"),
    "4": ("ا{0}{1}{2}", "ي{0}{1}{2}", "ا{0}{1}ا{2}", "م{0}{1}{2}"),
    "5": ("ت{0}{1}{2}", "يت{0}{1}{2}", "ت{0}{1}{2}", "مت{0}{1}{2}"),
    "6": ("ت{0}ا{1}{2}", "يت{0}ا{1}{2}", "ت{0}ا{1}{2}", "مت{0}ا{1}{2}"),
    "7": ("ان{0}{1}{2}", "ين{0}{1}{2}", "ان{0}{1}ا{2}", "من{0}{1}{2}"),
    "8": ("ا{0}ت{1}{2}", "ي{0}ت{1}{2}", "ا{0}ت{1}ا{2}", "م{0}ت{1}{2}"),
    "10": ("است{0}{1}{2}", "يست{0}{1}{2}", "است{0}{1}ا{2}", "مست{0}{1}{2}"),
}


def verbs(line: str) -> Iterator[Verb]:
    """The verbs of a folded line of `lists/verbs.txt`."""
    head, _, tail = line.partition("|")
    first, *others = head.split()
    if not others or not others[0].isdecimal():
        words = [word for word in others if not word.startswith("~")]
        passives = tuple(word[1:] for word in others if word.startswith("~"))
        yield Verb(first, words[0], tuple(words[1:]), passives)
        return
    for number in others:
        if number == "1":
            participles = (f"{first[0]}ا{first[1:]}", f"م{first[:2]}و{first[2:]}")
            yield Verb(first, "ي" + first, tuple(tail.split()), (), participles)
        else:
            past, present, noun, participle = (one.format(*first) for one in _DERIVED[number])
            yield Verb(past, present, (noun,), (), (participle,))


def inflected(verb: Verb) -> Iterator[str]:
    """The forms of a verb beside its past: she, they, of both times, of a defective verb too."""
    for past in (verb.past, *verb.passives):
        if past != verb.past:
            yield past
        if past[-1] in "يا" and len(past) > 2:
            yield from (past[:-1] + ending for ending in ("ت", "وا", "تا"))
        if past[-1] != "ي":  # قرأ, folded, ends as دعا does
            yield from (past + ending for ending in ("ت", "وا", "تا"))
    present = verb.present[1:]
    short = present[:-1] if present[-1] in "يوا" and len(present) > 2 else present
    for person in "يتن":
        yield person + present
    for person in "يت":
        yield from (f"{person}{short}{ending}" for ending in ("ون", "وا", "ان"))
    if short != present:
        yield "ي" + short  # jussive: لم يعط
    if len(present) > 2 and present[-2] == "ي":  # hollow, passive: يقيم, يقام
        yield from (f"{person}{present[:-2]}ا{present[-1]}" for person in "يت")
