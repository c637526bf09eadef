"""What do watches and doors do, with nothing behind them? The port's contract in dictionaries: for tests, and to read."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from warraq.archives.wording import clause, kept_reason
from warraq.ports.rechecks import Doorway, Watch
from warraq.press import ArticleId


class MemoryRechecks:
    """`ports.rechecks.Rechecks` in dictionaries, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._position = 0
        self._watches: dict[ArticleId, Watch] = {}
        self._doors: dict[str, Doorway] = {}

    def position(self) -> int:
        return self._position

    def follow(self, watches: Sequence[Watch], *, position: int) -> int:
        with self._lock:
            before = len(self._watches)
            for watch in watches:
                self._watches.setdefault(watch.article, replace(watch, problem=clause(watch.problem)))
            self._position = position
            return len(self._watches) - before

    def due(self, *, now: datetime, limit: int, without: frozenset[str] = frozenset()) -> tuple[Watch, ...]:
        with self._lock:
            waiting = sorted(self._watches.values(), key=lambda one: (one.due, one.article))
        first: dict[str, Watch] = {}
        for one in waiting:
            if one.due <= now and one.host not in without:
                first.setdefault(one.host, one)
        return tuple(first.values())[: max(limit, 0)]

    def watch(self, article: ArticleId) -> Watch | None:
        return self._watches.get(article)

    def put(self, watch: Watch) -> None:
        with self._lock:
            if watch.article in self._watches:
                self._watches[watch.article] = replace(watch, problem=clause(watch.problem))

    def old(self, source: str, *, after: ArticleId, filed_before: datetime) -> Watch | None:
        with self._lock:
            found = (
                one
                for one in self._watches.values()
                if one.source == source
                and one.article > after
                and one.filed < filed_before
                and not one.withdrawn
            )
            return min(found, key=lambda one: one.article, default=None)

    def missing(self) -> dict[str, int]:
        with self._lock:
            return dict(Counter(one.source for one in self._watches.values() if one.missed is not None))

    def doors(self) -> dict[str, Doorway]:
        with self._lock:
            return dict(self._doors)

    def put_door(self, door: Doorway) -> None:
        with self._lock:
            held = self._doors.get(door.source)
            if held is not None and held.decided:
                door = replace(held, checked=door.checked, due=door.due, sample=door.sample)
            self._doors[door.source] = replace(
                door, decided=bool(held and held.decided), reason=kept_reason(door.reason)
            )

    def decide_door(self, door: Doorway) -> None:
        with self._lock:
            self._doors[door.source] = replace(door, reason=kept_reason(door.reason))
