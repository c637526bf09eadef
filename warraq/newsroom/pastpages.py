"""How does a page of the past become an article? As every page does; but it must say for itself that it is one, and when.

An article without a printed day would stand among today's news: it is not filed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from warraq.crawling import past as pasts
from warraq.crawling import recheck, urls
from warraq.errors import Unreadable
from warraq.newsroom import filing, rereading
from warraq.newsroom.asking import Answer, Asking, Disallowed, Unknown, Waiting, unasked
from warraq.newsroom.crawled import no_article
from warraq.newsroom.homes import homes, is_home
from warraq.newsroom.parsing import other_than_page
from warraq.newsroom.pastreading import Reading
from warraq.newsroom.pastsettling import Settling
from warraq.newsroom.tools import Do, Tools
from warraq.ports.fetcher import Failed, Fetched, Refused, Request
from warraq.ports.past import Pasts
from warraq.press import (
    Backfill,
    Capture,
    Draft,
    Entry,
    Moment,
    Outcome,
    Past,
    PastState,
    Precision,
    Source,
    StandIn,
)

MAX_ATTEMPTS = 4
_FIRST_RETRY = timedelta(minutes=10)
UNDATED = "names no day: it would stand among today's news"
OUTSIDE = "printed outside the days asked for"


class Pages:
    """Asks for pages of the past, has them read, and files them."""

    def __init__(
        self, tools: Tools, kept: Pasts, asking: Asking, sources: tuple[Source, ...], *, do: Do
    ) -> None:
        self._tools = tools
        self._asking = asking
        self._homes = homes(sources)
        self._do = do
        self._settling = Settling(kept, tools.clock, do)
        self._reading = Reading(tools)
        self.filed = 0

    async def page(self, past: Past, backfill: Backfill, source: Source) -> bool:
        """Bring in one page; whether it was asked for at all."""
        held = await self._do(lambda: self._tools.archive.find(urls.key(past.found.url)))
        if held is not None:
            await self._settling.settle(past, PastState.DONE, article=held, asked=False)
            return False
        answer = await self._asking.ask(Request(past.found.url))
        now = self._tools.clock.now()
        match answer.outcome:
            case Fetched(capture=capture):
                await self._read(past, backfill, source, capture, answer)
                return True
            case Refused(reason=reason) | Unknown(reason=reason, barred=True):
                # a name may lead to a private address for an hour: tried again, but not without end
                await self.put_off(past, reason, now)
            case Waiting() | Unknown() | Failed(offline=True) as silent:
                await self._settling.wait(past, *unasked(silent, now=now))
            case Disallowed(reason=reason):
                await self._settling.settle(past, PastState.REFUSED, reason=reason, asked=False)
            case Failed(reason=reason, status=404 | 410):
                await self._settling.settle(past, PastState.FAILED, reason=reason)
                return True
            case Failed(reason=reason, retry_after_s=wait):
                await self.put_off(past, reason, now, wait)
            case other:
                await self.put_off(past, f"unexpected {type(other).__name__}", now)
        return False

    async def _read(
        self, past: Past, backfill: Backfill, source: Source, capture: Capture, answer: Answer
    ) -> None:
        if why := self._strange(past, source, capture, answer):
            await self._settling.settle(past, PastState.REFUSED, reason=why)
            return
        try:
            reading = await self._reading.read(capture, source, address=answer.url)
        except Unreadable as error:
            await self._unread(past, str(error))
            return
        if why := no_article(reading):
            await self._settling.settle(past, PastState.REFUSED, reason=why)
            return
        entry = Entry(past.found.url, past.found.url, published=_said(past, source))
        draft = filing.drafted(
            reading, entry, source, address=answer.url, section=None, capture=None, headers=capture.headers
        )
        if draft.published is None:
            await self._settling.settle(past, PastState.REFUSED, reason=UNDATED)
            return
        if not pasts.is_within(draft.published.at.astimezone(ZoneInfo(source.zone)).date(), backfill):
            await self._settling.settle(past, PastState.OUTSIDE, reason=OUTSIDE)
            return
        await self._file(past, draft, capture, answer)

    async def _unread(self, past: Past, reason: str) -> None:
        """What is no article is refused; an answer that went wrong is asked for again."""
        kind = StandIn.of(reason)
        if kind is not None and kind.passes:
            await self.put_off(past, reason, self._tools.clock.now())
            return
        await self._settling.settle(past, PastState.REFUSED, reason=reason)

    async def _file(self, past: Past, draft: Draft, capture: Capture, answer: Answer) -> None:
        now = self._tools.clock.now()
        kept = await self._do(lambda: self._tools.keeping.keep(capture, now=now, trail=answer.trail))
        draft = filing.prepared(replace(draft, capture=kept))
        # What we hold under another address is followed by those who revisit: the past makes no wordings.
        if (held := await self._do(lambda: rereading.held(self._tools, draft))) is not None:
            await self._settling.settle(past, PastState.DONE, article=held.id)
            return
        (filed,) = await self._do(lambda: self._tools.archive.file([draft], now=now))
        self.filed += filed.outcome is Outcome.NEW
        await self._settling.settle(past, PastState.DONE, article=filed.id)

    def _strange(self, past: Past, source: Source, capture: Capture, answer: Answer) -> str | None:
        """Why what answered is no page of this paper's."""
        if (media := other_than_page(capture)) is not None:
            return f"not a page but {media}"
        if not is_home(answer.url, source, self._homes):
            return f"it leads to another site, {urls.host(answer.url)}"
        away = recheck.led_away(past.found.url, answer.url)
        return away[1] if away else None

    async def put_off(self, past: Past, reason: str, now: datetime, wait_s: float | None = None) -> None:
        if past.attempts + 1 >= MAX_ATTEMPTS:
            await self._settling.settle(past, PastState.FAILED, reason=reason)
            return
        due = now + max(_FIRST_RETRY * 3**past.attempts, timedelta(seconds=wait_s or 0))
        await self._settling.settle(past, PastState.PENDING, reason=reason, due=due)


def _said(past: Past, source: Source) -> Moment | None:
    """The day on which the list, or the address, says that it was printed; a list's word for a change is none."""
    said = past.found.said
    if said is None or not past.found.printed:
        return None
    return Moment(said, Precision.DAY, source.zone, said.date().isoformat())
