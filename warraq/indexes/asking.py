"""How is an analysed question put to tantivy? As one query, of what must hold and of what only weighs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

import tantivy
from tantivy import FieldType, Occur, Query

from warraq.indexes import explaining, loosening, times
from warraq.indexes.analyzers import Analyzer
from warraq.indexes.explaining import As
from warraq.indexes.fields import ARTICLE, STEMS, SURFACES
from warraq.indexes.weights import LONG, OTHER_FORMS, WHOLE, WHOLE_OF_MANY, Weights
from warraq.language.analysis import Form
from warraq.ports.index import Reason
from warraq.press import ArticleId
from warraq.query.asked import (
    Asked,
    Beginning,
    Between,
    Both,
    Either,
    Held,
    Node,
    Row,
    Term,
    Without,
)
from warraq.query.tree import Field, Question

Part = tuple[Occur, Query]  # of a query that has several
_FEW = 512
_TERMS = 1_000  # whose forms are remembered
# A form of no more weight finds an article; where in it that form stands tells next to nothing.
_SLIGHT = 0.3


@dataclass(frozen=True, slots=True)
class View:
    """One commit of an index, as it is asked. `fields`: those that it has, `columns`: of these, what can be counted by; an older
    one may lack some. `ours`: whether it was analysed by the analyzer that reads the question. `repeated`: the marks of all texts
    that several articles have, maybe of some more; None where they are too many to know."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    fields: frozenset[str]
    columns: frozenset[str]
    analyzer: Analyzer
    ours: bool = True
    repeated: frozenset[int] | None = None
    _present: dict[Term, tuple[Form, ...]] = field(default_factory=dict, compare=False, repr=False)

    def term(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, field, value)

    def among(self, field: str, values: Sequence[str | int]) -> Query:
        """One of these stands in the field."""
        if (
            not 0 < len(values) <= _FEW
        ):  # the set is built anew for each segment: .2 ms where a few words cost .01
            return Query.term_set_query(self.schema, field, list(values))
        return _some([Query.term_query(self.schema, field, value) for value in values])

    def row(self, field: str, words: Sequence[str]) -> Query:
        if len(words) == 1:
            return self.term(field, words[0])
        return Query.phrase_query(self.schema, field, list(words))

    # `indexes.loosening.Vocabulary`

    def articles(self) -> int:
        return self.searcher.num_docs

    def often(self, stem: str, field: Field | None) -> int:
        return self.searcher.doc_freq(_there(self, STEMS[field]), stem)

    def spelled(self, surface: str, field: Field | None) -> int:
        return self.searcher.doc_freq(_there(self, SURFACES[field]), surface)

    def present(self, term: Term) -> tuple[Form, ...]:
        """The forms that some article holds: most spellings of a foreign name were never printed."""
        if len(term.forms) == 1:
            return term.forms
        if (known := self._present.get(term)) is not None:
            return known
        found = tuple(form for form in term.forms if all(self.often(word, term.field) for word in form.words))
        if len(self._present) >= _TERMS:
            self._present.clear()
        return self._present.setdefault(term, found or term.forms[:1])


def strict(view: View, ask: Asked, question: Question) -> Query:
    """What an answer must hold, and nothing else: for counting."""
    return Query.boolean_query([*_required(view, ask.root, question.zone), *_filters(view, question)])


def ranked(view: View, ask: Asked, question: Question, weights: Weights) -> Query:
    """The same answers, with what weighs."""
    required = _required(view, ask.root, question.zone)
    return Query.boolean_query([*required, *_filters(view, question), *_weighing(view, ask, weights)])


def bag(view: View, question: Question) -> Query:
    """Any word, as a baseline's reader asks: BM25 over one field and nothing else. Said twice, a word counts twice."""
    words = view.analyzer.typed(question)
    some = _some([view.term("stem", word) for word in words]) if words else Query.empty_query()
    return Query.boolean_query([(Occur.Must, some), *_filters(view, question)])


def relatives(view: View, ask: Asked, loose: Asked, question: Question, weights: Weights) -> Query:
    """Articles that hold some of the words. Of a short question those that hold all as they were typed come first; whatever
    else holds all of them has more weight."""
    required = _required(view, loose.root, question.zone)
    weighing = [*_weighing(view, loose, weights), *_grams(view, loose, weights)]
    rows = (term for term in loose.terms if isinstance(term, Row) and term not in loose.root.parts)
    weighing.extend((Occur.Should, holding(view, row, question.zone)) for row in rows)
    wholes = [(ask.root, WHOLE_OF_MANY)]
    if len(ask.root.parts) <= LONG:
        wholes = [(ask.root, WHOLE), (loosening.as_typed(ask), _ABOVE_ALL)]
    for root, above in wholes:
        whole = Query.boolean_query(_required(view, root, question.zone))
        weighing.append((Occur.Should, Query.const_score_query(whole, above)))
    return Query.boolean_query([*required, *_filters(view, question), *weighing])


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
            return beginning(view, node.surface, node.field)


def beginning(view: View, begun: str, field: Field | None) -> Query:
    """Folded words or stems that begin so: nothing weighs more than another."""
    names = dict.fromkeys(_there(view, names[field]) for names in (SURFACES, STEMS))
    pattern = re.escape(begun) + ".*"
    return _weightless(_some([Query.regex_query(view.schema, name, pattern) for name in names]))


def among(view: View, query: Query, ids: Sequence[ArticleId]) -> list[ArticleId]:
    """Which of these articles answer."""
    if not ids:
        return []
    these = Query.boolean_query([(Occur.Must, view.among("id", ids)), (Occur.Must, query)])
    found = view.searcher.search(these, limit=len(ids), count=False).hits
    values = view.searcher.fast_field_values("id", [address for _, address in found])
    return [ArticleId(int(value)) for value in values if value is not None]


def reasons(view: View, ask: Asked, ids: Sequence[ArticleId]) -> dict[ArticleId, list[Reason]]:
    """The ways in which each of these articles answers: each way is a query of its own, and the index says who does."""
    told: dict[ArticleId, list[Reason]] = {article: [] for article in ids}
    for way in explaining.ways(ask):
        names = SURFACES if way.how is As.SURFACES else STEMS
        if not told or names[way.field] not in view.fields:
            continue
        if way.how is As.BEGINNING:
            query = beginning(view, way.words[0], way.field)
        else:
            query = view.row(names[way.field], way.words)
        for article in among(view, query, ids):
            told[article].append(way.reason)
    return told


def _forms(view: View, term: Term) -> Iterator[Query]:
    """In which forms a term may stand; they are one word."""
    stem = _there(view, STEMS[term.field])
    rows = [(form, view.row(stem, form.words)) for form in view.present(term)]
    yield _best([row if form.weight == 1 else Query.boost_query(row, form.weight) for form, row in rows])
    if not view.ours:  # stems of another analyzer: a word is known by its spelling too
        yield view.row(_there(view, SURFACES[term.field]), term.surface.split())


def _best(queries: list[Query]) -> Query:
    """Any of them; an article weighs what the best gives it, and a little of what the others do."""
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries, OTHER_FORMS)


def _required(view: View, root: Both, zone: tzinfo) -> list[Part]:
    parts = [
        (Occur.MustNot, _left_out(view, part, zone))
        if isinstance(part, Without)
        else (Occur.Must, holding(view, part, zone))
        for part in root.parts
    ]
    if all(isinstance(part, Without) for part in root.parts):  # all else passes, but not the position
        parts.append((Occur.Must, _weightless(view.term("kind", ARTICLE))))
    return parts


def _left_out(view: View, node: Without, zone: tzinfo) -> Query:
    without = holding(view, node.part, zone)
    if not node.unless:
        return without
    spared = [(Occur.MustNot, holding(view, one, zone)) for one in node.unless]
    return Query.boolean_query([(Occur.Must, without), *spared])


def _weighing(view: View, ask: Asked, weights: Weights) -> Iterator[Part]:
    """The exact spelling, the title and the lead: of words asked of title and body."""
    for term in ask.terms:
        if term.field is not None:
            continue
        match term:
            case Term():
                spelled = view.row("surface", term.surface.split())
                yield Occur.Should, Query.boost_query(spelled, weights.surface)
                forms = [form for form in view.present(term) if form.weight > _SLIGHT]
                # one union a field: each part of a query is looked up at every answer
                yield Occur.Should, _weighed(view, "title", forms, weights.title)
                if "lead" in view.fields:  # which has no positions
                    single = [form for form in forms if len(form.words) == 1]
                    yield Occur.Should, _weighed(view, "lead", single, weights.lead)
            case Row() if "title_surface" in view.fields:
                row = view.row("title_surface", term.surfaces)
                yield Occur.Should, Query.boost_query(row, weights.title)


def _weighed(view: View, field: str, forms: Sequence[Form], weight: float) -> Query:
    rows = [Query.boost_query(view.row(field, form.words), weight * form.weight) for form in forms]
    return _best(rows) if rows else Query.empty_query()


def _grams(view: View, ask: Asked, weights: Weights) -> Iterator[Part]:
    words = [term.surface for term in ask.terms if isinstance(term, Term) and term.field is None]
    if weights.gram and "gram" in view.fields and len(words) <= weights.gram_words:
        for gram in view.analyzer.grams([one for word in words for one in word.split()]):
            yield Occur.Should, Query.boost_query(view.term("gram", gram), weights.gram)


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
    if question.without_sources:
        filters.append((Occur.MustNot, view.among("source", sorted(question.without_sources))))
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
