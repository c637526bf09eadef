"""What do templates and approvals do, with nothing behind them?"""

from __future__ import annotations

import threading

from warraq.ports.templates import Approval, KeptTemplate


class MemoryTemplates:
    """`ports.templates.Templates` in dictionaries, under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, KeptTemplate] = {}
        self._approved: dict[tuple[str, str], Approval] = {}

    def of(self, source: str) -> KeptTemplate | None:
        with self._lock:
            return self._held.get(source)

    def put(self, kept: KeptTemplate) -> bool:
        with self._lock:
            before = self._held.get(kept.source)
            if (before.revision if before else 0) != kept.revision - 1:
                return False
            self._held[kept.source] = kept
            return True

    def forget(self, source: str) -> bool:
        with self._lock:
            return self._held.pop(source, None) is not None

    def approve(self, approval: Approval) -> None:
        with self._lock:
            self._approved[approval.source, approval.url] = approval

    def approvals(self, source: str) -> tuple[Approval, ...]:
        with self._lock:
            found = [one for one in self._approved.values() if one.source == source]
        return tuple(sorted(found, key=lambda one: (one.at, one.url), reverse=True))

    def withdraw(self, source: str, url: str) -> bool:
        with self._lock:
            return self._approved.pop((source, url), None) is not None
