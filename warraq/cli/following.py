"""How do the index, the stories and the names follow while a command works: in a thread, in a process of its own, or until all is followed?"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Event

from warraq import wiring
from warraq.errors import Busy
from warraq.newsroom.indexing import Follower, Following
from warraq.press import Settings
from warraq.wiring import House

_STALLED_S = 60.0
_HEAD_START_S = 1.0  # of the first page before what nobody misses for a second
_PATIENCE_S = 5.0  # to begin anew, the desk that groups reads the last days; nobody waits for that to end


@contextlib.contextmanager
def following(house: House) -> Iterator[Follower]:
    """Keep the index current in a thread, the stories and who is named in others."""
    follower = Follower(house.indexing())
    grouper = Follower(
        _Later(house.grouping), naps=(1.0, 5.0), rest=1.0, head_start=_HEAD_START_S, name="grouping"
    )
    naming = Follower(house.registering(), naps=(1.0, 5.0), rest=1.0, head_start=_HEAD_START_S, name="naming")
    moderator = Follower(
        house.moderating(), naps=(5.0, 10.0), rest=1.0, head_start=_HEAD_START_S, name="moderating"
    )
    follower.start()
    grouper.start()
    naming.start()
    moderator.start()
    try:
        yield follower
    finally:
        moderator.stop()
        naming.stop()
        follower.stop()
        grouper.stop(patience_s=_PATIENCE_S)


class _Later:
    """A desk that is made when it is first asked, in the thread that asks: to load it would hold up the first page."""

    def __init__(self, make: Callable[[], Following]) -> None:
        self._make = make
        self._desk: Following | None = None

    def step(self) -> int:
        self._desk = self._desk or self._make()
        return self._desk.step()

    def behind(self) -> bool:
        return self._desk is not None and self._desk.behind()


@contextlib.contextmanager
def following_apart(settings: Settings) -> Iterator[None]:
    """Keep the index current in a process of its own while this one files: two cores, one article's cost each."""
    context = multiprocessing.get_context("spawn")
    done = context.Event()
    process = context.Process(
        target=_follow, args=(settings, done, os.getpid()), name="follower", daemon=True
    )
    process.start()
    try:
        yield
    finally:
        done.set()
        process.join()


def _follow(settings: Settings, done: Event, parent: int) -> None:
    """The follower's process: until `done`, or until the one who files is gone (killed, it could not say so)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who files decides when to end
    with wiring.house(settings) as house:
        follower = Follower(house.indexing(), naps=(0.05, 0.5))
        follower.start()
        while not done.wait(1.0):
            if os.getppid() != parent:
                break
        follower.stop()


def wait_indexed(house: House) -> None:
    """Return once the index holds everything filed so far: by this process, or by the one that writes the index.

    Raises: Busy when another process holds the index but does not move for a minute.
    """
    target, desk = house.archive.last_change(), house.indexing()
    moved, position = time.monotonic(), house.index.position()
    while position < target:
        try:
            desk.step()
        except Busy:
            if time.monotonic() - moved > _STALLED_S:
                raise Busy(
                    f"everything is filed, but the process that writes the index has not moved for {_STALLED_S:.0f} s; "
                    "is a stopped warraq still running? `warraq doctor` tells more"
                ) from None
            time.sleep(0.1)
        if (now_at := house.index.position()) > position:
            moved, position = time.monotonic(), now_at
