"""Did the reader mean another word? Where next to no article holds one, and many hold its neighbour in spelling."""

from __future__ import annotations

from dataclasses import replace

from warraq.indexes import asking
from warraq.indexes.asking import View
from warraq.indexes.completing import printed
from warraq.indexes.paging import counted
from warraq.language import spelling
from warraq.ports.index import Suggestion
from warraq.query.asked import Asked, Both, Node, Term
from warraq.query.tree import Question

# A word in fewer articles than this may be a slip; its neighbour must be in so many times more, and so must be the answers.
_RARE = 5
_MUCH_MORE = 10
_WORDS = 8  # that are looked into, of a long question


def suggest(view: View, ask: Asked, question: Question) -> Suggestion | None:
    meant: dict[Node, Node] = {}
    words: list[tuple[str, str]] = []
    for term in [one for one in ask.root.parts if isinstance(one, Term)][:_WORDS]:
        if (better := _better(view, term)) is not None:
            meant[term] = better
            words.append((term.surface, printed(view, better.surface)))
    if not words:
        return None
    root = Both(tuple(meant.get(part, part) for part in ask.root.parts))
    total = counted(view, asking.strict(view, replace(ask, root=root), question))
    found = counted(view, asking.strict(view, ask, question))
    if total < max(1, _MUCH_MORE * found):
        return None
    return Suggestion(tuple(words), total)


def _better(view: View, term: Term) -> Term | None:
    """The word that was likely meant in the place of one."""
    stem, surface = asking.there(view, term)
    often = max(
        [
            *(min(view.often(stem, one) for one in form.words) for form in term.forms),
            view.often(surface, term.surface),
        ]
    )
    if often >= _RARE:
        return None
    least = _MUCH_MORE * often
    found = spelling.near(term.surface, lambda word: view.often(surface, word), more_than=least)
    for word, _ in found:
        for read in view.analyzer.reading(word):
            return Term(read.surface, read.forms, read.telling, term.field)
    return None
