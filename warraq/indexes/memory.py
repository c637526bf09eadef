"""How does a copy for searching hold in memory alone? Simply, article by article: for tests and as a model."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from warraq.ports.index import Hits, IndexEntry
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
        if ask.empty:
            return Hits(0, ())
        found = self._found(question, ask, lambda held: held.holds_all(ask.words))
        if relaxed := not found and len(ask.words) > 1:
            found = self._found(
                question, ask, lambda held: any(held.holds_all((word,)) for word in ask.words)
            )
        score = self._scores(ask)
        found.sort(key=lambda held: (held.entry.at, held.entry.id), reverse=True)
        if question.sort is Sort.BEST:
            found.sort(key=score, reverse=True)
        ids = tuple(held.entry.id for held in found[offset : offset + max(0, limit)])
        return Hits(len(found), ids, relaxed and bool(found))

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
    day = entry.at.astimezone(UTC).date()
    return (
        (not question.sources or entry.source in question.sources)
        and (question.since is None or day >= question.since)
        and (question.until is None or day <= question.until)
    )
