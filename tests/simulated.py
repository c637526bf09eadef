"""How do days pass in seconds? An event loop whose waits are skipped: every desk's own code, and only time is simulated.

Where nothing is ready and nobody outside the loop is at work (a thread, a worker process, a real socket), the loop's
clock jumps to the next thing that is waited for. `asyncio.sleep`, `asyncio.timeout` and pauses of many desks at once
therefore behave as they do in life, only sooner.
"""

from __future__ import annotations

import asyncio
import contextlib
import selectors
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class _Skipping(selectors.DefaultSelector):
    """Waits for files, or lets the time of the wait pass at once."""

    loop: SimulatedLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(0)
        found = super().select(0)
        if found:
            return found
        if self.loop.outside or timeout is None:
            return super().select(min(timeout, 1.0) if timeout and self.loop.flowing else None)
        self.loop.skipped_s += timeout
        return []


class SimulatedLoop(asyncio.SelectorEventLoop):
    """`flowing`: the machine's own time passes too (where real sockets have real deadlines); else only what is skipped
    passes, and two runs of one seed are the same."""

    def __init__(self, *, flowing: bool = False) -> None:
        selector = _Skipping()
        selector.loop = self
        self.flowing = flowing
        self.skipped_s = 0.0
        self.outside = 0
        super().__init__(selector)

    def time(self) -> float:
        return self.skipped_s + (time.monotonic() if self.flowing else 0.0)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = super().run_in_executor(executor, func, *args)
        self.outside += 1
        future.add_done_callback(self._inside)
        return future

    def _inside(self, _: object) -> None:
        self.outside -= 1

    @contextlib.contextmanager
    def awaiting(self) -> Iterator[None]:
        """While the block lasts somebody outside is at work, and no time is skipped."""
        self.outside += 1
        try:
            yield
        finally:
            self.outside -= 1


@dataclass
class SimulatedClock:
    """The port's clock, from `start` on, in the loop's time."""

    loop: SimulatedLoop
    start: datetime
    zero_s: float = 0.0

    def __post_init__(self) -> None:
        self.zero_s = self.loop.time()

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.loop.time() - self.zero_s)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Outside:
    """Anything with coroutines that wait for somebody outside the loop: reading workers, a fetcher with real sockets."""

    def __init__(self, real: Any, loop: SimulatedLoop) -> None:
        self._real, self._loop = real, loop

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if not callable(found):
            return found

        async def called(*args: Any, **given: Any) -> Any:
            with self._loop.awaiting():
                return await found(*args, **given)

        return called


def lived(main: Callable[[SimulatedLoop], Coroutine[Any, Any, T]], *, flowing: bool = False) -> T:
    """Run it in a simulated loop of its own."""
    loop = SimulatedLoop(flowing=flowing)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main(loop))
