"""How does a copy for searching hold in memory alone? Simply, article by article: for tests and as a model."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from warraq.language import analysis
from warraq.ports.index import Facets, Hits, IndexEntry, by_day, day_of
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
    Sought,
    Term,
    Without,
    asked,
)
from warraq.query.tree import Field, Kind, Question, Sort

_TITLE_WEIGHT = 2.0
_SURFACE_WEIGHT = 0.3


# Between title and body, and between authors: no word of an article is empty.
_BORDER = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """The stems and the folded words of a text, as many of the one as of the other."""

    stems: tuple[str, ...]
    surfaces: tuple[str, ...]

    @staticmethod
    def of(*texts: str) -> _Words:
        stems: list[str] = []
        surfaces: list[str] = []
        for text in texts:
            more_stems, more_surfaces = analysis.analysed(text)
            stems += [*more_stems, _BORDER]
            surfaces += [*more_surfaces, _BORDER]
        return _Words(tuple(stems), tuple(surfaces))

    def hold(self, sought: Sought) -> bool:
        match sought:
            case Term():
                return any(_in_a_row(form.words, self.stems) for form in sought.forms)
            case Row():
                return _in_a_row(sought.surfaces, self.surfaces)
            case Beginning():
                return any(word.startswith(sought.surface) for word in (*self.surfaces, *self.stems))


@dataclass(frozen=True, slots=True)
class _Held:
    entry: IndexEntry
    whole: _Words
    title: _Words
    author: _Words
    often: Counter[str]  # each stem of title and body

    @staticmethod
    def of(entry: IndexEntry) -> _Held:
        whole = _Words.of(entry.title, entry.body)
        return _Held(
            entry,
            whole,
            _Words.of(entry.title),
            _Words.of(*entry.authors),
            Counter(filter(None, whole.stems)),
        )

    def words(self, field: Field | None) -> _Words:
        return {None: self.whole, Field.TITLE: self.title, Field.AUTHOR: self.author}[field]

    def answers(self, node: Node, zone: tzinfo) -> bool:
        """Whether the article holds what the node asks for: the meaning of every question."""
        match node:
            case Both(parts):
                return all(self.answers(part, zone) for part in parts)
            case Either(parts):
                return any(self.answers(part, zone) for part in parts)
            case Without(part):
                return not self.answers(part, zone)
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


class MemoryIndex:
    """`warraq.ports.index.Index` without a file."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._held: dict[ArticleId, _Held] = {}
        self._position = 0

    def position(self) -> int:
        return self._position

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        analysed = {entry.id: _Held.of(entry) for entry in entering}
        with self._lock:
            for article in leaving:
                self._held.pop(article, None)
            self._held.update(analysed)
            self._position = position

    def search(self, question: Question, *, limit: int, offset: int = 0) -> Hits:
        ask = asked(question)
        found, relaxed = self._answers(question, ask)
        found.sort(key=lambda held: (held.entry.at, held.entry.id), reverse=True)
        if question.sort is Sort.BEST and not ask.empty:
            found.sort(key=self._scores(ask), reverse=True)
        ids = tuple(held.entry.id for held in found[offset : offset + max(0, limit)])
        return Hits(len(found), ids, relaxed)

    def facets(self, question: Question, *, most: int) -> Facets:
        found, _ = self._answers(question, asked(question))
        entries = [held.entry for held in found]
        days = [day_of(entry.at, question.zone) for entry in entries]
        return Facets(
            total=len(entries),
            sources=_most(Counter(entry.source for entry in entries), most),
            sections=_most(Counter(entry.section for entry in entries if entry.section), most),
            places=_most(Counter(place for entry in entries for place in set(entry.places)), most),
            months=tuple(sorted(Counter(day.replace(day=1) for day in days).items())),
            days=tuple(sorted(Counter(days).items())) if by_day(question) else (),
        )

    def count(self) -> int:
        return len(self._held)

    def ids(self) -> Iterator[ArticleId]:
        with self._lock:
            return iter(tuple(self._held))

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._position = 0

    def close(self) -> None:
        """Nothing is held open."""

    def _answers(self, question: Question, ask: Asked) -> tuple[list[_Held], bool]:
        """What answers, and whether it holds only some of the words."""
        if ask.empty and not question.narrowed:
            return [], False
        found = self._found(question, ask.root)
        if found or ask.loosened is None:
            return found, False
        found = self._found(question, ask.loosened)
        return found, bool(found)

    def _found(self, question: Question, root: Node) -> list[_Held]:
        with self._lock:
            everything = list(self._held.values())
        return [
            held
            for held in everything
            if _lets_through(question, held.entry) and held.answers(root, question.zone)
        ]

    def _scores(self, ask: Asked) -> Callable[[_Held], float]:
        """A plain tf-idf: enough to put a title before a body, and a rare word before a frequent one."""
        with self._lock:
            everything = list(self._held.values())
        rarity = {
            term: math.log1p(
                len(everything) / (1 + sum(held.words(term.field).hold(term) for held in everything))
            )
            for term in ask.terms
        }

        def score(held: _Held) -> float:
            total = 0.0
            for term, rare in rarity.items():
                if not held.words(term.field).hold(term):
                    continue
                often = _often(term, held)
                total += rare * (often / (often + 1.2))
                total += rare * (
                    _TITLE_WEIGHT * held.title.hold(term)
                    + _SURFACE_WEIGHT * (isinstance(term, Term) and term.surface in held.whole.surfaces)
                )
            return total

        return score


def _often(term: Sought, held: _Held) -> float:
    if isinstance(term, Term):
        return max(
            (form.weight * held.often[form.words[0]] for form in term.forms if form.words), default=0.0
        )
    return 1.0


def _in_a_row(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    if len(words) == 1:
        return words[0] in text
    return bool(words) and any(text[at : at + len(words)] == words for at in range(len(text)))


def _lets_through(question: Question, entry: IndexEntry) -> bool:
    day = day_of(entry.at, question.zone)
    return (
        entry.id not in question.without_articles
        and (not question.sources or entry.source in question.sources)
        and (not question.sections or entry.section in question.sections)
        and (not question.countries or entry.country in question.countries)
        and (not question.languages or entry.language in question.languages)
        and (not question.places or not question.places.isdisjoint(entry.places))
        and (question.since is None or day >= question.since)
        and (question.until is None or day <= question.until)
    )


def _most(counted: Counter[str], most: int) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[: max(0, most)])
