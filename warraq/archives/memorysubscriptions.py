"""What do subscriptions do, with nothing behind them?"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

from warraq.ports.subscriptions import Subscription


class MemorySubscriptions:
    """`ports.subscriptions.Subscriptions` in a dictionary, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._held: dict[str, Subscription] = {}

    def put(self, subscription: Subscription) -> None:
        with self._lock:
            self._held[subscription.feed] = subscription

    def of(self, feed: str) -> Subscription | None:
        with self._lock:
            return self._held.get(feed)

    def by_token(self, token: str) -> Subscription | None:
        with self._lock:
            return next((one for one in self._held.values() if one.token == token), None)

    def promise(self, token: str, *, lease: datetime | None, problem: str | None) -> None:
        with self._lock:
            if (one := self.by_token(token)) is not None:
                self._held[one.feed] = replace(one, lease=lease, problem=problem)

    def call(self, token: str, *, now: datetime) -> None:
        with self._lock:
            if (one := self.by_token(token)) is not None:
                self._held[one.feed] = replace(one, called=now)

    def called_since(self, moment: datetime) -> dict[str, datetime]:
        with self._lock:
            held = self._held.values()
            return {one.feed: one.called for one in held if one.called is not None and one.called > moment}

    def drop(self, feed: str) -> None:
        with self._lock:
            self._held.pop(feed, None)
