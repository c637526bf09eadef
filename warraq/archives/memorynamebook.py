"""Who is named where, with nothing behind it?"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from warraq.ports.archive import Cursor
from warraq.ports.namebook import DAYS, PAPERS, Followed, ProposedName, Step
from warraq.press import ArticleId, Known, Named, NameUse, Naming


class MemoryNamebook:
    """`ports.namebook.Namebook` in dictionaries, under one lock: everything is counted when it is asked for."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._followed = Followed(0, 0)
        self._called: dict[str, Named] = {}
        self._namings: dict[ArticleId, Naming] = {}

    def followed(self) -> Followed:
        with self._lock:
            return self._followed

    def follow(self, namings: Sequence[Naming], *, after: int, position: int) -> bool:
        with self._lock:
            if self._followed.position != after:
                return False
            for naming in namings:
                self._namings[naming.article] = naming
                for one in naming.names:
                    held = self._called.get(one.key)
                    self._called[one.key] = held if held and not held.listed and not one.listed else one
            self._followed = replace(self._followed, position=position)
            return True

    def restart(self, register: int) -> None:
        with self._lock:
            self._followed = Followed(0, register)

    def clear(self) -> None:
        with self._lock:
            self._namings, self._called, self._followed = {}, {}, Followed(0, 0)

    def known(self, keys: Sequence[str]) -> dict[str, Known]:
        with self._lock:
            found = (self._known(key) for key in keys if key in self._called)
            return {one.key: one for one in found if one.articles}

    def of(self, article: ArticleId) -> tuple[Known, ...]:
        with self._lock:
            naming = self._namings.get(article)
            held = [(one, self._known(one.key)) for one in naming.names] if naming else []
            held.sort(key=lambda pair: (not pair[0].headline, -pair[1].articles, pair[1].key))
            return tuple(known for _, known in held)

    def articles(
        self,
        key: str,
        *,
        limit: int,
        before: Cursor | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[NameUse, ...]:
        with self._lock:
            found = [
                NameUse(naming.article, naming.source, naming.at, one.headline)
                for naming in self._with(key, countries)
                for one in naming.names
                if one.key == key
            ]
        found.sort(key=lambda use: (use.at, use.article), reverse=True)
        behind = [use for use in found if before is None or (use.at, use.article) < (before.at, before.id)]
        return tuple(behind[: max(limit, 0)])

    def beside(
        self, key: str, *, most: int, of: int = 200, countries: frozenset[str] | None = None
    ) -> tuple[tuple[Known, int], ...]:
        with self._lock:
            newest = self.articles(key, limit=of, countries=countries)
            counted = Counter(
                one.key for use in newest for one in self._namings[use.article].names if one.key != key
            )
            found = [(self._known(one), many) for one, many in counted.items()]
        believed = [pair for pair in found if pair[0].believed]
        return tuple(sorted(believed, key=lambda pair: (-pair[1], pair[0].key))[: max(most, 0)])

    def papers(self, key: str) -> dict[str, int]:
        with self._lock:
            return dict(Counter(naming.source for naming in self._with(key)))

    def times(
        self, key: str, step: Step, *, since: date, countries: frozenset[str] | None = None
    ) -> dict[date, int]:
        with self._lock:
            days = [naming.day for naming in self._with(key, countries)]
        firsts = Counter(day if step == "day" else day.replace(day=1) for day in days)
        return {first: many for first, many in sorted(firsts.items()) if first >= since}

    def begun(self, prefix: str, *, most: int) -> tuple[Known, ...]:
        with self._lock:
            found = [one for one in self._all() if one.believed and one.key.startswith(prefix)]
        return tuple(sorted(found, key=lambda one: one.key)[: max(most, 0)])

    def most(self, *, limit: int) -> tuple[Known, ...]:
        with self._lock:
            found = [one for one in self._all() if one.believed]
        return tuple(sorted(found, key=lambda one: (-one.articles, one.key))[: max(limit, 0)])

    def proposed(self, *, limit: int) -> tuple[ProposedName, ...]:
        with self._lock:
            found = [
                ProposedName(
                    one, len(self.papers(one.key)), len({naming.day for naming in self._with(one.key)})
                )
                for one in self._all()
                if not one.listed
            ]
        found.sort(key=lambda one: (-one.papers, -one.name.articles, one.name.key))
        return tuple(found[: max(limit, 0)])

    def _all(self) -> Iterable[Known]:
        return (one for one in map(self._known, self._called) if one.articles)

    def _with(self, key: str, countries: frozenset[str] | None = None) -> list[Naming]:
        return [
            naming
            for naming in self._namings.values()
            if any(one.key == key for one in naming.names)
            and (countries is None or naming.country in countries)
        ]

    def _known(self, key: str) -> Known:
        held, uses = self._called[key], self._with(key)
        often = len({one.source for one in uses}) >= PAPERS and len({one.day for one in uses}) >= DAYS
        return Known(key, held.kind, held.shown, held.listed, held.listed or often, len(uses))
