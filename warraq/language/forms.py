"""Which words of an article answer a word that a reader typed, and how surely?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from warraq.language import aliases, compounds, recognise, transliteration
from warraq.language.aliases import WEIGHTS, Row, Why
from warraq.language.colloquial import standard
from warraq.language.folding import Token, fold, tokens
from warraq.language.lexicon import functions, lexicon
from warraq.language.recognise import Tongue
from warraq.language.stemming import is_foreign, stem

# What is guessed by rule counts less than what a list says; most guesses are no word of any article.
_RESPELLED, _BY_RULE = 0.5, 0.4
_SNOWBALL = 0.9


@dataclass(frozen=True, slots=True)
class Form:
    """Stems that answer a word where they stand in a row (nearly always one). `weight` is above 0, at most 1."""

    words: Row
    weight: float
    why: Why


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a typed text: `text[start:end]`, `surface` folded.

    A name of several words that has other names (فيس بوك, الولايات المتحدة) is one: its surface holds spaces. `forms`
    are best first, the first of weight 1 and its own. Not `telling`: it only holds the sentence together, or asks.
    """

    surface: str
    start: int
    end: int
    forms: tuple[Form, ...]
    telling: bool


def asked_words(text: str) -> tuple[AskedWord, ...]:
    """The words of a typed text in order, the longest name first where names overlap."""
    typed = list(tokens(text))
    words = [_asked(typed[at:end]) for at, end in _names(text, typed)]
    return tuple(_unless_asking(word, words[max(at - 2, 0) : at]) for at, word in enumerate(words))


# What a question asks for in so many words: nobody writes them beside the answer. Only behind a word that asks.
_ASKING = frozenset(map(fold, ["ما", "ماذا", "كم", "أي", "أية", "ماهو", "ماهي", "وما", "وكم"]))
_ASKED_FOR = frozenset(map(fold, ["اسم", "أسماء", "عدد", "نوع", "أنواع", "معنى"]))


def _unless_asking(word: AskedWord, before: list[AskedWord]) -> AskedWord:
    """The word, not `telling` where it is but what is asked for: ما اسم, ما هو عدد."""
    asks = word.surface in _ASKED_FOR and any(one.surface in _ASKING for one in before)
    close = asks and not any(one.telling for one in before)
    return replace(word, telling=False) if close else word


def _names(text: str, typed: list[Token]) -> Iterator[tuple[int, int]]:
    """From where to where a word goes, or a name of several that a list knows or a rule, or a number in groups."""
    stems = [stem(token.text) for token in typed]
    at = 0
    while at < len(stems):
        longest = min(aliases.beginnings().get(stems[at], 1), len(stems) - at)
        ends = (at + words for words in range(longest, 1, -1))
        end = next((end for end in ends if tuple(stems[at:end]) in aliases.table()), 0)
        if not end:
            end = compounds.thousands(text, typed, at)
            pair = [token.text for token in typed[at : at + 2]]
            if end == at + 1 and len(pair) > 1 and compounds.compound(*pair):
                end += 1
        yield at, end
        at = end


def _asked(typed: list[Token]) -> AskedWord:
    surface = " ".join(token.text for token in typed)
    telling = any(not _only_holds(token.text) for token in typed)
    return AskedWord(surface, typed[0].start, typed[-1].end, forms(surface), telling)


def _only_holds(word: str) -> bool:
    return word in functions() or (
        word[0] in "وف" and word[1:] in functions() and word not in lexicon().words
    )


@lru_cache(maxsize=1024)
def forms(word: str) -> tuple[Form, ...]:
    """Whatever answers one typed word (or a name of several), best first, each row of stems once."""
    best: dict[Row, Form] = {}
    for form in _forms(fold(word)):
        if form.words not in best or best[form.words].weight < form.weight:
            best[form.words] = form
    return tuple(sorted(best.values(), key=lambda form: -form.weight))


def _forms(word: str) -> Iterator[Form]:
    own = tuple(map(stem, word.split()))
    yield Form(own, 1, Why.STEM)
    for name, why in aliases.table().get(own, {}).items():
        yield Form(name, WEIGHTS[why], why)
        if len(name) == 1 and _is_latin(name[0]):
            yield from (Form(row, WEIGHTS[why], why) for row, _ in _snowball(name[0]))
    for other in compounds.otherwise(word.split()):
        yield Form(tuple(map(stem, other)), WEIGHTS[Why.ALIAS], Why.ALIAS)
    if len(own) > 1:
        return
    yield from _as_verb(word, own)
    if _is_latin(word):
        yield from (Form(row, _SNOWBALL, why) for row, why in _snowball(word))
        if len(word) > 2 and own not in aliases.table():
            yield from (Form((stem(one),), _BY_RULE, Why.LATIN) for one in transliteration.in_arabic(word))
    elif spoken := standard(word):
        yield from _spoken(spoken)
    elif len(own[0]) > 3 and own not in aliases.table() and is_foreign(word):
        yield from _respelled(own[0])


def _as_verb(word: str, own: Row) -> Iterator[Form]:
    """The verb of a noun that is spelled as its present: تقطع, that she cuts or that it breaks up."""
    past = lexicon().verbs.get("ي" + word[1:]) if word[:1] == "ت" and own == (word,) else None
    if past and past != word:
        yield Form((past,), WEIGHTS[Why.PLURAL], Why.KIN)
        yield from _kin((past,))


def _kin(own: Row) -> Iterator[Form]:
    kin = (row for row, why in aliases.table().get(own, {}).items() if why is Why.KIN)
    yield from (Form(row, WEIGHTS[Why.KIN], Why.KIN) for row in kin)


def _spoken(words: tuple[str, ...]) -> Iterator[Form]:
    """Standard words for one of a dialect, and the nouns of what was done."""
    for own in [(stem(one),) for one in words]:
        yield Form(own, WEIGHTS[Why.DIALECT], Why.DIALECT)
        yield from _kin(own)


def _respelled(name: str) -> Iterator[Form]:
    """Other spellings of a name; none that is another word behind a proclitic (بكيم)."""
    for spelled in transliteration.respelled(name):
        if (own := stem(spelled))[0] == spelled[0]:
            yield Form((own,), _RESPELLED, Why.ALIAS)


def _is_latin(word: str) -> bool:
    return "a" <= word[:1] <= "z"


def _snowball(word: str) -> Iterator[tuple[Row, Why]]:
    yield (recognise.stem(word, Tongue.FRENCH),), Why.FRENCH
    yield (recognise.stem(word, Tongue.ENGLISH),), Why.ENGLISH
