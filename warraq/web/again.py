"""Was the same asked a moment ago? Then the same page is said again: what is in the news, many ask for at once.

Only while nothing changed: no article, no decision, no paper, no commit of the index, and the frame around it. So a page that is
said again is never staler than one made anew, but for "3 minutes ago", by as much as the frame is (`web.fresh`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from warraq.ports.archive import Archive
from warraq.ports.index import Index
from warraq.web.frame import Frame
from warraq.web.manner import Manner
from warraq.web.packing import Made

_REMEMBERED = 128  # pages of some 20 kB, packed
_LONGEST = 2000  # bytes of a question: nobody asks a longer one twice

Mark = tuple[int, int, int]
Key = tuple[bytes, str, Manner]


@dataclass(frozen=True, slots=True)
class _Held:
    mark: Mark
    around: Frame
    made: Made


@dataclass(slots=True)
class Again:
    """Keys are a question as it stands in the address, the edition's word, and the reader's manner."""

    archive: Archive
    index: Index
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: OrderedDict[Key, _Held] = field(default_factory=OrderedDict)

    def mark(self) -> Mark:
        """Where everything stands: asked before a page is made. Blocks; raises what archive and index raise."""
        return self.archive.last_change(), self.archive.papers_change(), self.index.position()

    def said(self, key: Key, mark: Mark, around: Frame) -> Made | None:
        with self._lock:
            held = self._held.get(key)
            if held is None or held.mark != mark or held.around is not around:
                return None
            self._held.move_to_end(key)
            return held.made

    def keep(self, key: Key, mark: Mark, around: Frame, made: Made) -> None:
        if len(key[0]) > _LONGEST:
            return
        made.packed.shrink()
        with self._lock:
            self._held[key] = _Held(mark, around, made)
            while len(self._held) > _REMEMBERED:
                self._held.popitem(last=False)
