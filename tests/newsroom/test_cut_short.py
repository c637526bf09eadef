"""Whichever write was the last before a kill, does a desk that is begun anew file all that was listed, once?

A process that is really killed (`tests/journeys/test_crashes.py`) dies where chance has it; here it dies before its first write,
before its second, and so on to the last.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from tests.newsroom.conftest import StoppedClock, clock  # noqa: F401
from tests.newsroom.test_collecting import FEED, Desk, feed, page
from warraq.errors import ArchiveError
from warraq.ports.daybook import EntryState

PAGES = {f"http://paper.example/{number}": f"عنوان {number} للخبر" for number in (1, 2)}
WRITES = frozenset(
    ["note", "put_feed_state", "put_feed_states", "put_host_state", "settle", "keep", "forget", "file", "put_sources", "put"]
)  # fmt: skip


class Killed(BaseException):
    """Nobody in the process catches it."""


@dataclass
class Life:
    """So many writes are left to the process."""

    left: int
    over: bool = False

    def write(self) -> None:
        if self.over:
            raise ArchiveError("who is dead writes nothing")
        if not self.left:
            self.over = True
            raise Killed
        self.left -= 1


class Mortal:
    """A store whose process dies before one of its writes."""

    def __init__(self, store: Any, life: Life) -> None:
        self._store, self._life = store, life

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if name not in WRITES:
            return found

        def written(*given: Any, **named: Any) -> Any:
            self._life.write()
            return found(*given, **named)

        return written


async def killed(desk: Desk, *, after: int) -> bool:
    """Collect, and die after so many writes; whether there were as many."""
    life, kept = Life(after), (desk.archive, desk.daybook, desk.objects)
    stores: list[Any] = [Mortal(store, life) for store in kept]
    desk.archive, desk.daybook, desk.objects = stores
    try:
        await desk.run()
    except Killed:
        pass
    finally:
        desk.archive, desk.daybook, desk.objects = kept
    return life.over


async def test_killed_before_any_of_its_writes_a_desk_begun_anew_files_everything_once(
    clock: StoppedClock,  # noqa: F811
) -> None:
    for writes in itertools.count():
        desk = Desk(clock)
        desk.web.says(FEED, feed(*((title, url) for url, title in PAGES.items())), media="text/xml")
        for url, title in PAGES.items():
            desk.web.says(url, page(title))
        before_the_end = await killed(desk, after=writes)
        notes = desk.daybook.captures(limit=99)
        assert all(desk.objects.get(note.object) for note in notes), f"killed after {writes}: noted, not kept"
        clock.pass_by(hours=1)
        await desk.run()
        held = desk.archive.articles(list(desk.archive.ids()))
        assert sorted(one.draft.title for one in held) == sorted(PAGES.values()), f"killed after {writes}"
        assert desk.daybook.tally()[EntryState.FILED] == len(PAGES), f"killed after {writes} writes"
        for one in held:
            assert one.draft.capture is not None
            note = desk.daybook.capture(one.draft.capture)
            assert note is not None
            assert desk.objects.get(note.object), f"killed after {writes}"
        if not before_the_end:
            break
    assert writes >= 10
