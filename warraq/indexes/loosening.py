"""How is a question asked more loosely, where few or none answer it, and which other words may have been meant?

Whatever the index: it is asked only how many articles hold a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from warraq.indexes.weights import SOUGHT
from warraq.language import spelling
from warraq.language.analysis import Form, Why
from warraq.query.asked import Asked, Both, Either, Node, Reading, Row, Sought, Term
from warraq.query.tree import Field

# A word in fewer articles than this may be a slip; its neighbour must be in so many times more, and so must be the answers.
_RARE = 5
MUCH_MORE = 10
_GUESSED = 0.5  # forms of no more weight are made by rule: they say little of which word was meant
_WORDS = 8  # that are looked into, of a long question


class Vocabulary(Protocol):
    """The words of an index, and in how many articles each stands; those that left may still be counted for a while."""

    def articles(self) -> int: ...

    def often(self, stem: str, field: Field | None) -> int: ...

    def spelled(self, surface: str, field: Field | None) -> int: ...


def loosened(ask: Asked, words: Vocabulary, reading: Reading) -> Asked | None:
    """The same question asked so that an article which holds some of its outermost words is found too; None where there is no
    looser way.

    One of the words must be held (of many, one of the rarest), in any of its forms; a word that no article holds, or
    next to none, is sought in what is spelled nearly like it. Quotes beside words are loosened too: a headline or a question quotes a
    name that its article spells without; and so is a name of several
    words that is all of the question. What is neither must hold as before.
    """
    typed = [part for part in ask.root.parts if isinstance(part, Term)]
    near = {word: _nearly(word, words, reading) for word in typed}
    if not typed:
        return None
    rows = [part for part in ask.root.parts if isinstance(part, Row) and part.field is None]
    quoted = [one for row in rows for one in _words([" ".join(row.surfaces)], reading)]
    if len(typed) == 1 and not rows:  # beside other words a name is not to be taken apart
        quoted = _words(typed[0].surface.split(), reading, typed[0].field) if " " in typed[0].surface else []
    if len(typed) == 1 and near[typed[0]] == typed[0] and not quoted:
        return None
    some = tuple(_rare(list(dict.fromkeys([*near.values(), *quoted])), words))
    rest = tuple(part for part in ask.root.parts if part not in typed and part not in rows)
    root = Both((Either(some) if len(some) > 1 else some[0], *rest))
    terms = (near.get(term, term) if isinstance(term, Term) else term for term in ask.terms)
    return Asked(root, tuple(dict.fromkeys([*terms, *quoted])))


def besides(loose: Asked, ask: Asked) -> tuple[Sought, ...]:
    """What the loosened question seeks and the question itself does not: nothing that nobody typed or spelled nearly so."""
    return tuple(term for term in loose.terms if term not in ask.terms)


def as_typed(ask: Asked) -> Both:
    """What an article must hold to hold every outermost word as it was typed, none under another name alone."""
    parts = ask.root.parts
    return Both(tuple(replace(one, forms=one.forms[:1]) if isinstance(one, Term) else one for one in parts))


def _words(texts: Iterable[str], reading: Reading, field: Field | None = None) -> list[Term]:
    """The words of a quote, or of a name, each by itself."""
    read = (word for text in texts for word in reading(text))
    return [Term(word.surface, word.forms, word.telling, field) for word in read if word.telling]


def meant(ask: Asked, words: Vocabulary, reading: Reading) -> tuple[Asked, dict[str, str]] | None:
    """The question with other words in place of outermost ones that next to no article holds, and which for which, folded."""
    instead: dict[Node, Node] = {}
    for term in [one for one in ask.root.parts if isinstance(one, Term)][:_WORDS]:
        if (better := _better(term, words, reading)) is not None:
            instead[term] = better
    if not instead:
        return None
    root = Both(tuple(instead.get(part, part) for part in ask.root.parts))
    pairs = {
        old.surface: new.surface
        for old, new in instead.items()
        if isinstance(old, Term) and isinstance(new, Term)
    }
    return replace(ask, root=root), pairs


def _nearly(term: Term, words: Vocabulary, reading: Reading) -> Term:
    """The term with forms of what is spelled nearly like it, if no article holds it; or next to none, which may have the same
    slip, and many that."""
    held = max(_held(form, term, words) for form in term.forms if form.weight > _GUESSED)
    if held >= _RARE:
        return term
    found = spelling.near(
        term.surface, lambda word: words.spelled(word, term.field), more_than=MUCH_MORE * held
    )
    weight = spelling.NEAR_A_RARE_ONE if held else spelling.NEAR
    forms = [
        Form(form.words, weight * form.weight, Why.NEAR)
        for word, _ in found
        for asked in reading(word)
        for form in asked.forms[:1]
    ]
    return replace(term, forms=(*term.forms, *dict.fromkeys(forms))) if forms else term


def _rare(typed: list[Term], words: Vocabulary) -> list[Term]:
    """The rarest of the words, as BM25 has it: of a long question the frequent ones find everything and tell nothing."""
    rarity = {word: rare for word in typed if (rare := _rarity(word, words))}
    return sorted(rarity, key=lambda one: -rarity[one])[:SOUGHT] or typed


def _rarity(term: Term, words: Vocabulary) -> float:
    """Of its most frequent form; 0 for a word that no article holds."""
    everything = words.articles()
    often = min(max(_held(form, term, words) for form in term.forms), everything)
    return math.log1p((everything - often + 0.5) / (often + 0.5)) if often else 0.0


def _better(term: Term, words: Vocabulary, reading: Reading) -> Term | None:
    often = max([words.spelled(term.surface, term.field), *(_held(form, term, words) for form in term.forms)])
    if often >= _RARE:
        return None
    found = spelling.near(
        term.surface, lambda word: words.spelled(word, term.field), more_than=MUCH_MORE * often
    )
    for word, _ in found:
        for read in reading(word):
            return Term(read.surface, read.forms, read.telling, term.field)
    return None


def _held(form: Form, term: Term, words: Vocabulary) -> int:
    """At most so many articles hold the form."""
    return min(words.often(stem, term.field) for stem in form.words)
