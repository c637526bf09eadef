"""What does a question mean? The simplest reading of it, article by article: what every index must do faster."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import tzinfo

from warraq.indexes import spellings
from warraq.indexes.explaining import As, Way
from warraq.language import analysis
from warraq.ports.index import IndexEntry, day_of
from warraq.query.asked import (
    Beginning,
    Between,
    Both,
    Either,
    Held,
    Node,
    Row,
    Sought,
    Term,
    Without,
)
from warraq.query.tree import Field, Kind, Question

# Between title and body, and between authors: no word of an article is empty.
_BORDER = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The stems and the folded words of a text, as many of the one as of the other."""

    stems: tuple[str, ...]
    surfaces: tuple[str, ...]

    @staticmethod
    def of(*texts: str, language: str | None = None) -> Words:
        stems: list[str] = []
        surfaces: list[str] = []
        for text in texts:
            words = analysis.analysed(text, language)
            stems += [*words.stems, _BORDER]
            surfaces += [*words.surfaces, _BORDER]
        return Words(tuple(stems), tuple(surfaces))

    def hold(self, sought: Sought) -> bool:
        match sought:
            case Term():
                return any(_in_a_row(form.words, self.stems) for form in sought.forms)
            case Row():
                return _in_a_row(sought.surfaces, self.surfaces)
            case Beginning():
                return any(word.startswith(sought.surface) for word in (*self.surfaces, *self.stems))


@dataclass(frozen=True, slots=True)
class Article:
    entry: IndexEntry
    whole: Words
    title: Words
    author: Words
    often: Counter[str]  # each stem of title and body
    text: int | None  # equal for equal bodies

    @staticmethod
    def of(entry: IndexEntry) -> Article:
        whole = Words.of(entry.title, entry.body, language=entry.language)
        title = Words.of(entry.title, language=entry.language)
        often = Counter(filter(None, whole.stems))
        body = analysis.analysed(entry.body, entry.language).surfaces
        return Article(
            entry,
            whole,
            title,
            Words.of(*entry.authors, language=entry.language),
            often,
            spellings.text(body),
        )

    def words(self, field: Field | None) -> Words:
        return {None: self.whole, Field.TITLE: self.title, Field.AUTHOR: self.author}[field]

    def answers(self, node: Node, zone: tzinfo) -> bool:
        """Whether the article holds what the node asks for: the meaning of every question."""
        match node:
            case Both(parts):
                return all(self.answers(part, zone) for part in parts)
            case Either(parts):
                return any(self.answers(part, zone) for part in parts)
            case Without(part, unless):
                return not self.answers(part, zone) or any(self.answers(one, zone) for one in unless)
            case Held(kind, values):
                return not self._of(kind).isdisjoint(values)
            case Between(since, until):
                day = day_of(self.entry.at, zone)
                return (since is None or day >= since) and (until is None or day <= until)
            case _:
                return self.words(node.field).hold(node)

    def _of(self, kind: Kind) -> frozenset[str | None]:
        entry = self.entry
        match kind:
            case Kind.SOURCE:
                return frozenset([entry.source])
            case Kind.SECTION:
                return frozenset([entry.section])
            case Kind.COUNTRY:
                return frozenset([entry.country])
            case Kind.LANGUAGE:
                return frozenset([entry.language])
            case Kind.PLACE:
                return frozenset(entry.places)

    def holds(self, way: Way) -> bool:
        words = self.words(way.field)
        match way.how:
            case As.STEMS:
                return _in_a_row(way.words, words.stems)
            case As.SURFACES:
                return _in_a_row(way.words, words.surfaces)
            case As.BEGINNING:
                return words.hold(Beginning(way.words[0]))


def lets_through(question: Question, entry: IndexEntry) -> bool:
    day = day_of(entry.at, question.zone)
    return (
        entry.id not in question.without_articles
        and entry.source not in question.without_sources
        and (not question.sources or entry.source in question.sources)
        and (not question.sections or entry.section in question.sections)
        and (not question.countries or entry.country in question.countries)
        and (not question.languages or entry.language in question.languages)
        and (not question.places or not question.places.isdisjoint(entry.places))
        and (question.since is None or day >= question.since)
        and (question.until is None or day <= question.until)
    )


def _in_a_row(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    if len(words) == 1:
        return words[0] in text
    return bool(words) and any(text[at : at + len(words)] == words for at in range(len(text)))
