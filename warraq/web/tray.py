"""Which articles did we read a moment ago? What is in the news stands on many pages of answers.

Each is held until the change feed names it, and all until something is decided or a paper changes: what is read here is what
the archive would say now.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from warraq.ports.archive import Archive
from warraq.press import Article, ArticleId

MOST_LETTERS = 8_000_000  # of texts: some 16 MB
_BESIDES = 1_000  # letters' worth of what an article has beside its text
_MOST_CHANGES = 500  # that are followed one by one: beyond them it is cheaper to begin anew

Standing = tuple[int, int]  # `Archive.last_change` and `papers_change`


@dataclass(slots=True)
class Tray:
    """At most `most` letters of articles: those go first that nobody asked for the longest."""

    archive: Archive
    most: int = MOST_LETTERS
    letters: int = 0
    _held: OrderedDict[ArticleId, Article] = field(default_factory=OrderedDict)
    _position: int = 0
    _papers: int = -1
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def articles(self, ids: Sequence[ArticleId], *, at: Standing | None = None) -> tuple[Article, ...]:
        """As `Archive.articles`; `at` is where the archive stood when it was last asked. Blocks; raises what it raises."""
        change, papers = at or (self.archive.last_change(), self.archive.papers_change())
        with self._lock:
            if papers != self._papers or change > self._position + _MOST_CHANGES:
                self._begin(change, papers)
            elif change > self._position:
                self._follow(change)
            found = {number: self._held[number] for number in ids if number in self._held}
            for number in found:
                self._held.move_to_end(number)
            began = self._position, self._papers
        missing = [number for number in dict.fromkeys(ids) if number not in found]
        if missing:
            read = self.archive.articles(missing)
            found |= {article.id: article for article in read}
            self._take(read, began)
        return tuple(found[number] for number in ids if number in found)

    def _begin(self, change: int, papers: int) -> None:
        self._held.clear()
        self.letters, self._position, self._papers = 0, change, papers

    def _follow(self, change: int) -> None:
        for one in self.archive.changes(self._position, limit=_MOST_CHANGES):
            self._drop(one.article)
            change = max(change, one.number)
        self._position = change

    def _take(self, read: Iterable[Article], began: tuple[int, int]) -> None:
        """Only where nothing was followed since they were asked for: else what was read may be older than what was dropped."""
        with self._lock:
            if began != (self._position, self._papers):
                return
            for article in read:
                self._drop(article.id)
                self._held[article.id] = article
                self.letters += _letters(article)
            while self.letters > self.most:
                self._drop(next(iter(self._held)))

    def _drop(self, number: ArticleId) -> None:
        if (held := self._held.pop(number, None)) is not None:
            self.letters -= _letters(held)


def _letters(article: Article) -> int:
    return len(article.draft.body) + len(article.draft.title) + _BESIDES
