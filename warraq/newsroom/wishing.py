"""What do papers' sites ask of robots, for all that they print? Each is asked once a day, one at a time.

Its robots.txt is the one by which everything else is asked for; tdmrep.json costs one request a day and site, whatever comes of it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from warraq.crawling import doors, urls, wishes
from warraq.newsroom.asking import Asking
from warraq.newsroom.rounds import rounds
from warraq.newsroom.tools import Tools
from warraq.newsroom.writer import Writer
from warraq.ports.fetcher import Failed, Fetched, Limits, Request
from warraq.ports.rechecks import Rechecks
from warraq.ports.wishes import Wishes
from warraq.press import Capture, SiteWishes, Source

log = logging.getLogger(__name__)


_DAILY = timedelta(days=1)
_NAP_S = 30.0
_LIMITS = Limits(wire_bytes=256 * 1024, decoded_bytes=512 * 1024, deadline_s=20.0)


class Wishing:
    """The desk that asks sites for their wishes until told to stop (or asks all that are due)."""

    def __init__(
        self, tools: Tools, kept: Wishes, rechecks: Rechecks, asking: Asking, sources: tuple[Source, ...]
    ) -> None:
        self._tools = tools
        self._rechecks = rechecks
        self._kept = kept
        self._asking = asking
        self._homes = {one.slug: home for one in sources if (home := _home(one)) is not None}
        self._writer = Writer("wishing")
        self._do = self._writer.do

    async def run(self, *, once: bool = False) -> None:
        """Ask until cancelled; with `once`, every site that is due."""
        try:
            await rounds(partial(self._round, once=once), self._tools.clock, log, name="wishes", once=once)
        finally:
            await self._writer.end()

    async def _round(self, *, once: bool) -> bool:
        """Ask the site that was not asked for the longest; whether, `once`, all were asked today."""
        now = self._tools.clock.now()
        held, moved = await self._do(self._kept.held), await self._do(self._tools.homes)
        alone = await self._do(self._tools.left_alone) | await self._do(self._shut)
        homes = {slug: moved.get(slug, home) for slug, home in self._homes.items() if slug not in alone}
        due = [slug for slug, home in homes.items() if _is_due(held.get(slug), home, now)]
        if not due or self._tools.room.lacking(now):
            if not once:
                await self._tools.clock.sleep(_NAP_S)
            return once
        first = min(due, key=lambda slug: (slug in held, held[slug].asked if slug in held else now, slug))
        host = urls.host(homes[first])
        found = await self._asked(homes[first], held.get(first))
        for slug in due:  # papers of one house share its site
            if urls.host(homes[slug]) == host:
                await self._do(self._kept.put, replace(found, source=slug))
        return False

    def _shut(self) -> frozenset[str]:
        """Papers at whose address nobody is at home, or, as it seems, a stranger, who has no say in what the paper printed."""
        return frozenset(slug for slug, door in self._rechecks.doors().items() if doors.shut(door))

    async def _asked(self, home: str, before: SiteWishes | None) -> SiteWishes:
        """What the site says now; of what cannot be had, what it said before, also where it stood before it moved."""
        signals = await self._asking.signals(home)
        host, now = urls.host(home), self._tools.clock.now()
        said = replace(before or SiteWishes("", host, now), host=host, asked=now, problem=None)
        if signals is None:
            return replace(said, problem="robots.txt cannot be had")
        said = replace(said, signals=wishes.signals(signals))
        answer = await self._asking.ask(
            Request(urls.absolute(wishes.ADDRESS, home) or home, accept="application/json", limits=_LIMITS)
        )
        match answer.outcome:
            case Fetched() if not urls.same_site(home, answer.url):
                return replace(said, problem=f"it leads to {urls.site(answer.url)}")
            case Fetched(capture=capture):
                return await self._read(said, capture)
            case Failed(status=int() as status) if 400 <= status < 500 and status != 429:
                return replace(said, rules=())  # there is none
            case other:
                return replace(said, problem=getattr(other, "reason", "its host is left alone"))

    async def _read(self, said: SiteWishes, capture: Capture) -> SiteWishes:
        # a site that answers everything with a page has no such file
        if "html" in (capture.header("content-type") or ""):
            return replace(said, rules=())
        rules = await asyncio.to_thread(wishes.rules, capture.body)
        return (
            replace(said, rules=rules) if rules is not None else replace(said, problem="it is no tdmrep.json")
        )


def _home(source: Source) -> str | None:
    return urls.clean(source.homepage or (source.feeds[0].url if source.feeds else ""))


def _is_due(held: SiteWishes | None, home: str, now: datetime) -> bool:
    """Once a day; a clock that was set back far makes nobody wait."""
    if held is None or held.host != urls.host(home):
        return True
    return not timedelta(0) <= now - held.asked < _DAILY
