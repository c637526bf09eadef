"""How are the answers to a question spread? Counted once while neither the index nor what people decided changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from warraq.ports.archive import Archive
from warraq.ports.index import Facets, Index
from warraq.query.tree import Question, Sort
from warraq.web import histogram

_REMEMBERED = 256  # questions; what is kept of one are some hundred numbers

_Key = tuple[Question, int, int, int]


@dataclass(slots=True)
class Counts:
    index: Index
    archive: Archive
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: OrderedDict[_Key, Facets] = field(default_factory=OrderedDict)

    def of(self, question: Question, *, most: int, at: tuple[int, int] | None = None) -> Facets:
        """With days wherever they are few, whether or not the question says so. `at`: the papers' change and the index's position
        as whoever asks has just seen them. Raises what the index raises."""
        asked = replace(question, sort=Sort.BEST)  # the order changes nothing
        # before counting: what changes meanwhile is seen the next time
        key = (asked, most, *(at or (self.archive.papers_change(), self.index.position())))
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        counted = self._counted(asked, most)
        with self._lock:
            self._held[key] = counted
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
        return counted

    def _counted(self, question: Question, most: int) -> Facets:
        found = self.index.facets(question, most=most, texts=True)
        if days := histogram.finer(question, found):
            within = replace(question, since=days[0], until=days[1])
            return replace(found, days=self.index.facets(within, most=0).days)
        return found
