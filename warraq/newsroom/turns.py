"""Whose turn is it, for a desk that stands behind pages? A few places, and of each host one request at a time.

A host whose pages are being fetched gives such a desk a turn now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from warraq.ports.clock import Clock

_NAP_S = 2.0
_MOST_HOSTS = 2_000


class Turns:
    """What a desk has in hand, by host. Hosts are name:port."""

    def __init__(self, *, places: int, share: timedelta, pages: Callable[[], frozenset[str]]) -> None:
        """`pages` names the hosts whose pages are being fetched: they come first, but for a turn every `share`."""
        self._places = places
        self._share = share
        self._pages = pages
        self._running: dict[asyncio.Task[None], str] = {}
        self._had: dict[str, datetime] = {}

    def free(self) -> int:
        """How many more can be begun; never less than 0."""
        return max(self._places - len(self._running), 0)

    @property
    def busy(self) -> bool:
        """Whether anything is in hand."""
        return bool(self._running)

    def without(self, now: datetime, *, sharing: bool) -> frozenset[str]:
        """The hosts that have no turn now. Not `sharing`, only those that have one already."""
        busy = self._pages() if sharing else frozenset[str]()
        waiting = {host for host in busy if now - self._had.get(host, now - self._share) < self._share}
        return frozenset(self._running.values()) | waiting

    def begin(self, host: str, work: Coroutine[Any, Any, None], now: datetime) -> None:
        if len(self._had) >= _MOST_HOSTS:
            self._had.clear()
        self._had[host] = now
        self._running[asyncio.create_task(work)] = host

    async def rest(self, clock: Clock, *, more: bool, once: bool) -> bool:
        """Wait for something in hand to end, or where nothing is, for what may come; whether, `once`, all is done.

        `more`: there is more to follow at once.
        """
        if self._running:
            done, _ = await asyncio.wait(self._running, timeout=_NAP_S, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                self._running.pop(task)
                task.result()
            return False
        if more:
            return False
        if once:
            return True
        await clock.sleep(_NAP_S)
        return False

    async def end(self) -> None:
        """Let go of what is in hand."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
