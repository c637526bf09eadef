"""Which stem has a word that the lists know, and which words are known at all?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from warraq.language import lists
from warraq.language.affixes import without_article, without_suffixes
from warraq.language.conjugation import Verb, inflected, verbs
from warraq.language.folding import fold


class Lexicon(NamedTuple):
    """Folded words. `forms` have the stem that is said here; `bare` are stems that may take endings.

    `verbs` are forms of verbs with the past of each; `words` are known as they stand, `stems` by their light stem;
    `present` are the verbs' forms of the present, before which س may stand; `names` the stems that are of names alone.
    """

    forms: dict[str, str]
    bare: frozenset[str]
    verbs: dict[str, str]
    present: frozenset[str]
    words: frozenset[str]
    stems: frozenset[str]
    names: frozenset[str]


class _Learnt:
    """What an operator's own archive taught: one list a process."""

    words: frozenset[str] = frozenset()


def learn(words: Iterable[str]) -> bool:
    """Know these folded words too, in place of what was learnt before. Whether that changes anything."""
    new = frozenset(words)
    if new == _Learnt.words:
        return False
    _Learnt.words = new
    lexicon.cache_clear()
    return True


# The lists give a word as it is looked up: such an ending is then its own (إعلان is no dual).
_LOOKS_INFLECTED = ("ان", "ون", "ين")


@cache
def lexicon() -> Lexicon:
    """Read when the first word is stemmed."""
    whole = _words("whole")
    forms = {word: word for word in functions()} | {word: word for word in whole}
    bare = {word for word in whole if len(word) > 2}
    for line in _lines("plurals"):
        first, *others = line.removeprefix("!").split()
        stem = first if line[0] == "!" or first in whole else _line_stem(first)
        forms |= dict.fromkeys((first, *others), stem)
        if len(stem) > 2:
            bare.add(stem)
    all_verbs = [verb for line in _lines("verbs") for verb in verbs(line)]
    listed, nouns = _words("words"), {noun for verb in all_verbs for noun in verb.nouns}
    words = {*forms, *listed, *nouns}
    for verb in all_verbs:
        words.update((verb.past, *verb.participles))
    names = {*_words("proper"), *_Learnt.words} - words
    words |= names
    singular = {one for one in listed | nouns | names if one.endswith(_LOOKS_INFLECTED)}
    singular |= {noun for noun in nouns if noun.endswith("ات")}  # إثبات is no plural
    singular = {one for one in singular if len(one) > 3}
    forms = {word: word for word in singular} | forms
    bare |= singular
    shorts = {word: without_suffixes(word) for word in words}
    spelled_alike = _with_article(words | bare, frozenset(shorts.values()), whole)
    words -= spelled_alike
    past_of, present = _inflections(all_verbs, words)
    return Lexicon(
        {word: stem for word, stem in forms.items() if word in words},
        frozenset(bare - spelled_alike),
        past_of,
        present,
        frozenset(words),
        frozenset(shorts[word] for word in words - functions() if len(shorts[word]) > 2),
        frozenset(shorts[word] for word in names) - {shorts[word] for word in words - names},
    )


@cache
def functions() -> frozenset[str]:
    """Words that hold a sentence together, or only ask."""
    return _words("function")


def _words(name: str) -> frozenset[str]:
    return frozenset(" ".join(_lines(name)).split())


def _lines(name: str) -> Iterable[str]:
    """The folded lines of a list: signs stay as they are."""
    return fold("\n".join(lists.lines(name))).splitlines()


def _line_stem(word: str) -> str:
    """The stem of a line of forms: the word itself where the stem would be so short that other words share it."""
    stem = without_suffixes(word)
    return stem if len(stem) > 2 else word


def _with_article(words: set[str], stems: frozenset[str], whole: frozenset[str]) -> set[str]:
    """Words that folding makes the same as another with its article: ألسنة is spelled as السنة, the year."""
    return {
        word
        for word in words
        if word[:1] in "اوبكفل"
        and word not in whole
        and (rest := without_article(word))
        and (rest in words or (len(short := without_suffixes(rest)) > 2 and short in stems))
    }


def _inflections(all_verbs: list[Verb], words: set[str]) -> tuple[dict[str, str], frozenset[str]]:
    """Forms that are no words of their own, with the past of their verb (the first in the list, where two share one);
    and all forms of the present."""
    past_of: dict[str, str] = {}
    present: set[str] = set()
    for verb in all_verbs:
        forms = list(inflected(verb))
        present.update(forms)
        for form in forms:
            if form not in words:
                past_of.setdefault(form, verb.past)
    return past_of, frozenset(form for form in present if form[0] in "يتن")
