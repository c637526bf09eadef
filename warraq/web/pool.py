"""How does an async page ask the archive and the index, which are plain and may block?

In a few threads of its own, and no further than a bound: beyond it a reader is told to come back, and nobody waits in a
queue that only grows.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from warraq.errors import WarraqError

T = TypeVar("T")

_WAITING_A_THREAD = 16


class Crowded(WarraqError):
    """More readers wait than can be served soon."""


class Pool:
    """`threads` readers of the back ends, and at most sixteen times as many waiting."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=max(1, threads), thread_name_prefix="page")
        self._most = max(1, threads) * _WAITING_A_THREAD
        self._asked = 0

    async def ask(self, question: Callable[[], T]) -> T:
        """What `question` returns or raises. Raises: Crowded."""
        if self._asked >= self._most:
            raise Crowded("too many readers at once; ask again in a few seconds")
        self._asked += 1
        here = contextvars.copy_context()  # with it goes the reader's language
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, here.run, question)
        finally:
            self._asked -= 1

    def close(self) -> None:
        """End the threads once what they were asked is answered."""
        self._threads.shutdown(wait=True, cancel_futures=True)
