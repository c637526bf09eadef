"""Which papers of an edition live? What each gave last, and whether a feed of its answers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.daybook import Daybook, FeedState
from warraq.press import Edition, Pulse, Source, Standing

WEEK = timedelta(days=7)
# A question a paper: asked again no sooner than this.
_HELD = timedelta(seconds=60)


def standing(archive: Archive, daybook: Daybook, edition: Edition, *, now: datetime) -> Standing:
    """How each paper of the edition, and each that only the archive remembers, stands at `now`."""
    states = daybook.feed_states()
    known = archive.sources() | {source.slug: source for source in edition.sources}
    return Standing({slug: _pulse(archive, source, states, now) for slug, source in known.items()})


def _pulse(archive: Archive, source: Source, states: Mapping[str, FeedState], now: datetime) -> Pulse:
    newest = archive.newest(limit=1, source=source.slug)
    last = newest[0].at if newest else None
    feeds = [states[feed.id] for feed in source.feeds if feed.id in states]
    answering = [state for state in feeds if state.reached and not (state.problem or state.stopped)]
    problems = [told for state in feeds if (told := state.stopped or state.problem)]
    return Pulse(
        lives=bool(answering) or (last is not None and last >= now - WEEK),
        last=last,
        reached=max((state.reached for state in feeds if state.reached), default=None),
        problem=problems[0] if problems and not answering else None,
        asked=any(state.tried for state in feeds),
    )


@dataclass(slots=True)
class Watch:
    """The standing of an edition's papers, asked for as often as one likes and looked up once a minute."""

    archive: Archive
    daybook: Daybook
    clock: Clock
    edition: Edition
    _held: tuple[datetime, Standing] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def standing(self) -> Standing:
        with self._lock:
            now = self.clock.now()
            if self._held is None or not timedelta(0) <= now - self._held[0] < _HELD:
                self._held = (now, standing(self.archive, self.daybook, self.edition, now=now))
            return self._held[1]
