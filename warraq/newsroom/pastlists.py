"""Where does a paper's past begin, and what does each list of it name?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from warraq.crawling import past as pasts
from warraq.crawling import urls
from warraq.errors import Unreadable
from warraq.feeds.past import Named, PastReading
from warraq.newsroom.asking import Asking, Disallowed, Unknown, Waiting, unasked
from warraq.newsroom.homes import homes, is_home
from warraq.newsroom.pastsettling import Settling
from warraq.newsroom.tools import Do, Tools
from warraq.ports.fetcher import Failed, Fetched, Limits, Refused, Request
from warraq.ports.past import Pasts
from warraq.press import Backfill, Capture, Found, Past, PastKind, PastState, Source

MAX_ATTEMPTS = 5
_RETRY = timedelta(minutes=10)
_LIMITS = Limits(wire_bytes=20 * 2**20, decoded_bytes=52 * 2**20, deadline_s=120.0)


class Lists:
    """Looks for the lists of a past, and reads them."""

    def __init__(
        self, tools: Tools, kept: Pasts, asking: Asking, sources: tuple[Source, ...], *, do: Do
    ) -> None:
        self._tools = tools
        self._kept = kept
        self._asking = asking
        self._homes = homes(sources)
        self._do = do
        self._settling = Settling(kept, tools.clock, do)
        self._before: dict[str, frozenset[str]] = {}  # what stood on the paper's last day

    async def begin(self, backfill: Backfill, source: Source) -> None:
        """Note the addresses with which the walk begins: those the operator named, else what the site itself names."""
        lists, archives = backfill.lists, backfill.archives
        if not lists and not archives:
            home = urls.clean(source.homepage or (source.feeds[0].url if source.feeds else ""))
            if home is None:
                await self._end(backfill, "no address of the paper is known")
                return
            if barred := await self._asking.barred(home):
                await self._end(backfill, f"{home} is not asked for: {barred}")
                return
            if not await self._asking.reachable(home):
                return  # asked again when its host may be
            lists, archives = await self._looked_for(home)
        now = self._tools.clock.now()
        backfill = replace(backfill, archives=archives, begun=True)
        today = now.astimezone(ZoneInfo(source.zone)).date()
        found = [*(Found(url, PastKind.LIST) for url in lists), *pasts.first_days(backfill, today=today)]
        # first what was found: killed in between, it is looked for once more
        await self._do(lambda: self._kept.note(source.slug, found, now=now))
        await self._do(lambda: self._kept.put(backfill))

    async def _end(self, backfill: Backfill, problem: str) -> None:
        ended = replace(backfill, ended=self._tools.clock.now(), problem=problem)
        await self._do(lambda: self._kept.put(ended))

    async def _looked_for(self, home: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sitemaps of robots.txt (else where they usually stand), and the day archives to which the front page leads."""
        named = [url for one in await self._asking.sitemaps(home) if (url := urls.absolute(one, home))]
        lists = named or [url for one in pasts.GUESSED if (url := urls.absolute(one, home))]
        answer = await self._asking.ask(Request(home))
        if not isinstance(answer.outcome, Fetched):
            return tuple(lists), ()
        try:
            links = (await self._reading(answer.outcome.capture, answer.url, "UTC")).links
        except Unreadable:
            links = ()
        patterns = (pasts.pattern_of(link) for link in links if urls.same_site(link, home))
        return tuple(lists), tuple(dict.fromkeys(filter(None, patterns)))[:3]

    async def read(self, past: Past, backfill: Backfill, source: Source) -> None:
        """Ask for a list and note what it names."""
        answer = await self._asking.ask(Request(past.found.url, limits=_LIMITS, accept="*/*"))
        match answer.outcome:
            case Fetched(capture=capture):
                try:
                    reading = await self._reading(capture, answer.url, source.zone)
                except Unreadable as error:
                    await self._nothing(past, backfill, str(error))
                    return
                await self._note(past, backfill, source, reading)
            case Unknown(reason=reason, barred=True):
                await self._barred(past, reason)
            case Waiting() | Unknown() | Failed(offline=True) as silent:
                await self._settling.wait(past, *unasked(silent, now=self._tools.clock.now()))
            case Disallowed(reason=reason) | Refused(reason=reason):
                await self._settling.settle(past, PastState.REFUSED, reason=reason)
            case Failed(reason=reason, status=404 | 410):
                await self._nothing(past, backfill, reason)
            case Failed(reason=reason) if past.attempts + 1 < MAX_ATTEMPTS:
                await self._later(past, reason)
            case other:
                reason = getattr(other, "reason", f"unexpected {type(other).__name__}")
                await self._nothing(past, backfill, reason)

    async def _barred(self, past: Past, reason: str) -> None:
        """Our own door does not open it: tried again, as a name may lead to a private address for an hour, but not without end.
        Of an archive the days before stand behind the same door."""
        if past.attempts + 1 < MAX_ATTEMPTS:
            await self._later(past, reason)
            return
        await self._settling.settle(past, PastState.FAILED, reason=reason, asked=False)

    async def _later(self, past: Past, reason: str) -> None:
        due = self._tools.clock.now() + _RETRY * 3**past.attempts
        await self._settling.settle(past, PastState.PENDING, reason=reason, due=due)

    async def _note(self, past: Past, backfill: Backfill, source: Source, reading: PastReading) -> None:
        now = self._tools.clock.now()
        pages = [one for one in reading.pages if is_home(one.url, source, self._homes)]
        named = list(found(pages, PastKind.PAGE))
        if past.found.kind is PastKind.LIST:
            named += found(
                (one for one in reading.lists if urls.same_site(one.url, past.found.url)), PastKind.LIST
            )
        else:
            day = (
                past.found.said
            )  # of the list, not of each page: the margin of a day's page leads to other days
            named = [replace(one, said=one.said or day) for one in named]
            named += pasts.further(past.found, reading.links)
        wanted = list(pasts.wanted(named, backfill))
        if past.found.kind is PastKind.DAY:
            names = frozenset(one.url for one in pages)
            own = names - self._before.get(source.slug, frozenset())
            self._before[source.slug] = names
            wanted += _one(pasts.day_before(past.found, backfill, empty=not own))
        await self._do(lambda: self._kept.read(past, wanted, now=now))

    async def _nothing(self, past: Past, backfill: Backfill, reason: str) -> None:
        """A list that cannot be had for good; of an archive, a day without a page of its own: the walk goes on."""
        if past.found.kind is PastKind.DAY:
            before = _one(pasts.day_before(past.found, backfill, empty=True))
            now = self._tools.clock.now()
            await self._do(lambda: self._kept.read(past, before, now=now, reason=reason))
            return
        await self._settling.settle(past, PastState.FAILED, reason=reason)

    async def _reading(self, capture: Capture, url: str, zone: str) -> PastReading:
        return await self._tools.parsers.past(
            capture.body, url=url, content_type=capture.header("content-type"), zone=zone, now=capture.at
        )


def found(named: Iterable[Named], kind: PastKind) -> Iterator[Found]:
    """What a list names, as addresses of the past; what is no web address is left."""
    for one in named:
        if (url := urls.clean(one.url)) is not None:
            yield Found(url, kind, one.said and one.said.astimezone(UTC), one.printed)


def _one(found: Found | None) -> list[Found]:
    return [] if found is None else [found]
