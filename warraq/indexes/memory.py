"""How does a copy for searching hold in memory alone? Simply, article by article: for tests and as a model."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from warraq.ports.index import Facets, Hits, IndexEntry, by_day, day_of
from warraq.press import ArticleId
from warraq.query.asked import Asked, Sought, asked, sought
from warraq.query.tree import Question, Sort

_TITLE_WEIGHT = 2.0
_SURFACE_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class _Held:
    entry: IndexEntry
    stems: Counter[str]
    title: frozenset[str]
    surfaces: tuple[str, ...]  # of title and body, with an empty word between

    @staticmethod
    def of(entry: IndexEntry) -> _Held:
        title, body = sought(entry.title), sought(entry.body)
        return _Held(
            entry,
            Counter(word.stem for word in (*title, *body)),
            frozenset(word.stem for word in title),
            (*(word.surface for word in title), "", *(word.surface for word in body)),
        )

    def holds(self, phrase: tuple[Sought, ...]) -> bool:
        words = tuple(word.surface for word in phrase)
        return any(self.surfaces[at : at + len(words)] == words for at in range(len(self.surfaces)))

    def holds_all(self, words: tuple[Sought, ...]) -> bool:
        return all(word.stem in self.stems for word in words)


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
        found = self._found(question, ask, lambda held: held.holds_all(ask.words))
        if found or len(ask.words) < 2:
            return found, False
        found = self._found(question, ask, lambda held: any(held.holds_all((word,)) for word in ask.words))
        return found, bool(found)

    def _found(self, question: Question, ask: Asked, holds_words: Callable[[_Held], bool]) -> list[_Held]:
        with self._lock:
            everything = list(self._held.values())
        return [
            held
            for held in everything
            if _lets_through(question, held.entry)
            and holds_words(held)
            and all(held.holds(phrase) for phrase in ask.phrases)
            and not any(held.holds_all(words) for words in ask.without)
            and not any(held.holds(phrase) for phrase in ask.without_phrases)
        ]

    def _scores(self, ask: Asked) -> Callable[[_Held], float]:
        """A plain tf-idf: enough to put a title before a body, and a rare word before a frequent one."""
        with self._lock:
            everything = list(self._held.values())
        words = dict.fromkeys([*ask.words, *(word for phrase in ask.phrases for word in phrase)])
        rarity = {
            word: math.log1p(len(everything) / (1 + sum(word.stem in held.stems for held in everything)))
            for word in words
        }

        def score(held: _Held) -> float:
            total = 0.0
            for word, rare in rarity.items():
                often = held.stems[word.stem]
                total += rare * (often / (often + 1.2))
                total += rare * (
                    _TITLE_WEIGHT * (word.stem in held.title)
                    + _SURFACE_WEIGHT * (word.surface in held.surfaces)
                )
            return total

        return score


def _lets_through(question: Question, entry: IndexEntry) -> bool:
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


def _most(counted: Counter[str], most: int) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[: max(0, most)])
