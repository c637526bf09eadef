"""How is an analysed question put to tantivy? As one query, of what must hold and of what only weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

import tantivy
from tantivy import FieldType, Occur, Query

from warraq.indexes import spelling, times
from warraq.indexes.analyzers import Analyzer
from warraq.indexes.fields import ARTICLE, STEMS, SURFACES
from warraq.indexes.weights import FREQUENT_PART, Weights
from warraq.query.asked import (
    Asked,
    Beginning,
    Between,
    Both,
    Either,
    Form,
    Held,
    Node,
    Row,
    Term,
    Without,
)
from warraq.query.tree import Question

Part = tuple[Occur, Query]  # of a query that has several


@dataclass(frozen=True, slots=True)
class View:
    """One commit of an index, as it is asked. `fields`: those that it has; an older one may lack some. `ours`: whether it was
    analysed by the analyzer that reads the question."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    fields: frozenset[str]
    analyzer: Analyzer
    ours: bool = True

    def term(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, field, value)

    def among(self, field: str, values: Iterable[str | int]) -> Query:
        return Query.term_set_query(self.schema, field, list(values))

    def row(self, field: str, words: Sequence[str]) -> Query:
        if len(words) == 1:
            return self.term(field, words[0])
        return Query.phrase_query(self.schema, field, list(words))

    def often(self, field: str, value: str) -> int:
        """In how many articles a word stands; those that left may still be counted for a while."""
        return self.searcher.doc_freq(field, value)


def strict(view: View, ask: Asked, question: Question) -> Query:
    """What an answer must hold, and nothing else: for counting."""
    return Query.boolean_query([*_required(view, ask.root, question.zone), *_filters(view, question)])


def ranked(view: View, ask: Asked, question: Question, weights: Weights) -> Query:
    """The same answers, with what weighs."""
    required = _required(view, ask.root, question.zone)
    return Query.boolean_query([*required, *_filters(view, question), *_weighing(view, ask, weights)])


def bag(view: View, question: Question) -> Query:
    """Any word, as a baseline's reader asks: BM25 over one field and nothing else. Said twice, a word counts twice."""
    words = view.analyzer.words(question)
    some = _some([view.term("stem", word) for word in words]) if words else Query.empty_query()
    return Query.boolean_query([(Occur.Must, some), *_filters(view, question)])


def loosened(view: View, ask: Asked, question: Question) -> Asked | None:
    """The same question with what is spelled nearly like the words that no article holds; what must be held of the words is
    one of the rare ones. None where there is no looser way to ask."""
    words = [part for part in ask.root.parts if isinstance(part, Term)]
    if not words:
        return None
    near = {word: _nearly(view, word) for word in words}
    if len(words) == 1 and near[words[0]] == words[0]:
        return None
    rest = tuple(part for part in ask.root.parts if not isinstance(part, Term))
    some = tuple(_telling(view, list(near.values())))
    root = Both((Either(some) if len(some) > 1 else some[0], *rest))
    return Asked(
        root, None, tuple(near.get(term, term) if isinstance(term, Term) else term for term in ask.terms)
    )


def relatives(view: View, ask: Asked, loose: Asked, question: Question, weights: Weights) -> Query:
    """Articles that hold some of the words: those that hold all of them first."""
    required = _required(view, loose.root, question.zone)
    weighing = [*_weighing(view, loose, weights), *_grams(view, loose, weights)]
    whole = Query.const_score_query(Query.boolean_query(_required(view, ask.root, question.zone)), _ABOVE_ALL)
    return Query.boolean_query([*required, *_filters(view, question), *weighing, (Occur.Should, whole)])


# More than any sum of weights comes to: 64 words of some 60 each. Single precision keeps a score's order to .001 beside it.
_ABOVE_ALL = 8192.0


def holding(view: View, node: Node, zone: tzinfo) -> Query:
    match node:
        case Both(parts):
            return Query.boolean_query(_required(view, Both(parts), zone))
        case Either(parts):
            return _some([holding(view, part, zone) for part in parts])
        case Without():
            return holding(view, Both((node,)), zone)
        case Held(kind, values):
            return _weightless(view.among(kind.value, values))
        case Between(since, until):
            return _weightless(_days(view, since, until, zone))
        case Term():
            return _some([*_forms(view, node)])
        case Row():
            return view.row(_there(view, SURFACES[node.field]), node.surfaces)
        case Beginning():
            begun = re.escape(node.surface) + ".*"
            names = dict.fromkeys(_there(view, names[node.field]) for names in (SURFACES, STEMS))
            return _some([Query.regex_query(view.schema, name, begun) for name in names])


def _forms(view: View, term: Term) -> Iterator[Query]:
    stem = _there(view, STEMS[term.field])
    for form in term.forms:
        row = view.row(stem, form.words)
        yield row if form.weight == 1 else Query.boost_query(row, form.weight)
    if not view.ours:  # stems of another analyzer: a word is known by its spelling too
        yield view.row(_there(view, SURFACES[term.field]), term.surface.split())


def _required(view: View, root: Both, zone: tzinfo) -> list[Part]:
    parts = [
        (Occur.MustNot, holding(view, part.part, zone))
        if isinstance(part, Without)
        else (Occur.Must, holding(view, part, zone))
        for part in root.parts
    ]
    if all(isinstance(part, Without) for part in root.parts):  # all else passes, but not the position
        parts.append((Occur.Must, _weightless(view.term("kind", ARTICLE))))
    return parts


def _weighing(view: View, ask: Asked, weights: Weights) -> Iterator[Part]:
    """The exact spelling, and the title: of words asked of title and body."""
    for term in ask.terms:
        if term.field is not None:
            continue
        match term:
            case Term():
                spelled = view.row("surface", term.surface.split())
                yield Occur.Should, Query.boost_query(spelled, weights.surface)
                if weights.title:
                    for form in term.forms:
                        row = view.row("title", form.words)
                        yield Occur.Should, Query.boost_query(row, weights.title * form.weight)
            case Row() if weights.title and "title_surface" in view.fields:
                row = view.row("title_surface", term.surfaces)
                yield Occur.Should, Query.boost_query(row, weights.title)


def _grams(view: View, ask: Asked, weights: Weights) -> Iterator[Part]:
    words = [term.surface for term in ask.terms if isinstance(term, Term) and term.field is None]
    if weights.gram and "gram" in view.fields and len(words) <= weights.gram_words:
        for gram in view.analyzer.grams([one for word in words for one in word.split()]):
            yield Occur.Should, Query.boost_query(view.term("gram", gram), weights.gram)


def _nearly(view: View, term: Term) -> Term:
    """The term with forms of what is spelled nearly like it, if no article holds it."""
    stem, surface = _there(view, STEMS[term.field]), _there(view, SURFACES[term.field])
    if any(len(form.words) > 1 or view.often(stem, form.words[0]) for form in term.forms):
        return term
    found = spelling.near(term.surface, lambda word: view.often(surface, word))
    forms = [
        Form(form.words, spelling.NEAR * form.weight)
        for word, _ in found
        for asked in view.analyzer.reading(word)
        for form in asked.forms[:1]
    ]
    return replace(term, forms=(*term.forms, *dict.fromkeys(forms))) if forms else term


def _telling(view: View, words: list[Term]) -> list[Term]:
    """Those of the words of which a relative must hold one: without the most frequent, which come to little in all."""
    everything = max(view.searcher.num_docs, 1)
    rarity = {word: _rarity(view, word, everything) for word in words}
    spare = FREQUENT_PART * sum(rarity.values())
    kept = list(words)
    for word in sorted(words, key=lambda one: rarity[one]):
        if (spare := spare - rarity[word]) < 0 or len(kept) == 1:
            break
        kept.remove(word)
    return kept


def _rarity(view: View, word: Term, everything: int) -> float:
    """As BM25 has it, of its most frequent form."""
    field = _there(view, STEMS[word.field])
    often = max(min(view.often(field, one) for one in form.words) for form in word.forms)
    return math.log1p((everything - min(often, everything) + 0.5) / (often + 0.5))


def _filters(view: View, question: Question) -> list[Part]:
    asked_for = {
        "source": question.sources,
        "section": question.sections,
        "country": question.countries,
        "language": question.languages,
        "place": question.places,
    }
    filters = [
        (Occur.Must, _weightless(view.among(field, sorted(values))))
        for field, values in asked_for.items()
        if values
    ]
    if question.since or question.until:
        days = _days(view, question.since, question.until, question.zone)
        filters.append((Occur.Must, _weightless(days)))
    if question.without_articles:
        filters.append((Occur.MustNot, view.among("id", sorted(question.without_articles))))
    return filters


def _days(view: View, since: date | None, until: date | None, zone: tzinfo) -> Query:
    lower = times.day_key(since or date.min, zone)
    upper = times.day_key(until or date.max, zone, after=1)
    return Query.range_query(view.schema, "at", FieldType.Integer, lower, upper, include_upper=False)


def _weightless(query: Query) -> Query:
    """What passes all the same should not move anything."""
    return Query.const_score_query(query, 0.0)


def _some(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, one) for one in queries])


# An index of an older format has fewer fields: what would be sought there is sought in the one that has it too.
_INSTEAD = {"title_surface": "surface", "author": "stem", "author_surface": "surface"}


def _there(view: View, field: str) -> str:
    return field if field in view.fields else _INSTEAD[field]
