"""How does the page of one entry become an article, and what if it does not?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from warraq.crawling import politeness, recheck, urls
from warraq.errors import Unreadable
from warraq.newsroom import filing, rereading
from warraq.newsroom.asking import Answer, Asking, Disallowed, Unknown, Waiting, unasked
from warraq.newsroom.homes import homes
from warraq.newsroom.parsing import other_than_page
from warraq.newsroom.tools import Do, Tools
from warraq.newsroom.watching import Watching
from warraq.ports.daybook import Assignment, EntryState
from warraq.ports.fetcher import Failed, Fetched, Refused, Request, Unchanged
from warraq.press import ArticleId, Capture, Draft, Outcome, Source, StandIn

MAX_ATTEMPTS = 6
# What fails by mishap (a server that breaks down, or off) is tried for three days: an article lost for good is dearer.
_MISHAPS = 10
_FIRST_RETRY = timedelta(minutes=10)
# What is no article and will hardly become one (a PDF, a list, a log-in) is looked at once more, when a mishap would be over.
_LASTING_ATTEMPTS = 2
_SECOND_LOOK = timedelta(hours=6)
_LONGEST_RETRY = timedelta(hours=12)
# An entry whose site has not let itself be asked for so long is given up after as many looks as a mishap gets: a clock may
# have been set wrong for a day, or nobody have looked for a month.
_OUTLIVED = timedelta(days=30)


class Paging:
    """Asks for pages, has them read, and files them. `filed` and `versions` count what came of it since it began."""

    def __init__(
        self,
        tools: Tools,
        asking: Asking,
        sources: tuple[Source, ...],
        *,
        watching: Watching,
        told: Callable[[str, str], None],
        do: Do,
    ) -> None:
        """`told` hears what (an address) failed for good or for the first time, and why."""
        self._tools = tools
        self._asking = asking
        self._sources = {source.slug: source for source in sources}
        self._feeds = {feed.id: feed for source in sources for feed in source.feeds}
        self._sites = homes(sources)
        self._watching = watching
        self._told = told
        self._do = do
        self.filed = self.versions = 0

    async def page(self, assignment: Assignment) -> None:
        entry, now = assignment.entry, self._tools.clock.now()
        if (clean := urls.clean(entry.url)) is None:
            await self._settle(assignment, EntryState.REFUSED, reason="not a web address")
            return
        if (held := await self._do(lambda: self._held(assignment, clean))) is not None:
            await self._settle(assignment, EntryState.FILED, article=held)
            return
        answer = await self._asking.ask(Request(clean))
        match answer.outcome:
            case Fetched(capture=capture):
                await self._file(assignment, capture, answer)
            case Waiting() | Unknown() | Failed(offline=True) as silent:
                await self.not_asked(assignment, *unasked(silent, now=now))
            case Disallowed(reason=reason):
                await self._settle(assignment, EntryState.REFUSED, reason=reason)
            case Refused(reason=reason):
                # a name may lead to a private address for an hour (a hotel's portal): not refused for good at once
                await self.put_off(assignment, reason, now)
            case Failed(reason=reason, status=404 | 410):
                await self._settle(assignment, EntryState.FAILED, reason=reason)
            case Failed(reason=reason, retry_after_s=wait) as failed:
                most = _MISHAPS if politeness.passing(failed) else MAX_ATTEMPTS
                await self.put_off(assignment, reason, now, wait, most=most)
            case Unchanged():
                await self.put_off(assignment, "HTTP 304 to an unconditional request", now)
            case other:
                await self.put_off(assignment, f"unexpected {type(other).__name__}", now)

    def _held(self, assignment: Assignment, url: str) -> ArticleId | None:
        """The article, if we hold it and the entry says nothing newer (two feeds of a paper list one page)."""
        entry, archive = assignment.entry, self._tools.archive
        found = archive.find(urls.key(url))
        article = archive.article(found) if found is not None else None
        if article is None or article.draft.source != assignment.source:
            return None
        told = entry.updated or entry.published
        known = article.changed or article.first_seen
        # what is known from a moment that is yet to come was filed by a clock that was set back since
        newer = told is not None and (told.at > known or known > self._tools.clock.now())
        feed = self._feeds.get(assignment.feed)
        renamed = filing.renamed(entry, article.draft.title, kind=feed.kind if feed else "feed")
        if newer or renamed:
            return None
        named = filing.desk(assignment.section, None, entry.categories)
        if (draft := filing.labelled(article.draft, named)) != article.draft:
            archive.file([draft], now=self._tools.clock.now())
        return article.id

    async def _file(self, assignment: Assignment, capture: Capture, answer: Answer) -> None:
        now, source = self._tools.clock.now(), self._sources[assignment.source]
        if (media := other_than_page(capture)) is not None:
            await self._settle(assignment, EntryState.REFUSED, reason=f"not a page but {media}")
            return
        if owner := self._other_owner(source, answer.url):
            await self._settle(
                assignment, EntryState.REFUSED, reason=f"the page belongs to another paper, {owner}"
            )
            return
        kept = await self._do(lambda: self._tools.keeping.keep(capture, now=now, trail=answer.trail))
        try:
            _check_led(assignment, answer.url)
            reading = await self._tools.read(
                capture, source, address=answer.url, told=assignment.entry.content
            )
            draft = filing.drafted(
                reading,
                assignment.entry,
                source,
                address=answer.url,
                section=assignment.section,
                capture=kept,
                headers=capture.headers,
            )
            draft = self._tools.desked(filing.prepared(draft))
            await self._do(lambda: self._check_there(assignment, draft))
        except Unreadable as error:
            await self.put_off(assignment, str(error), now)
            return
        cause = await rereading.cause(
            self._tools,
            self._do,
            draft,
            entry=assignment.entry,
            section=assignment.section,
            source=source,
        )
        seen = {} if cause is None else {0: cause}
        (filed,) = await self._do(lambda: self._tools.archive.file([draft], now=now, seen=seen))
        self.filed += filed.outcome is Outcome.NEW
        self.versions += filed.outcome is Outcome.VERSION
        self._watching.filed(assignment.feed, assignment.source, filed.outcome, now=now)
        await self._settle(assignment, EntryState.FILED, article=filed.id)

    def _check_there(self, assignment: Assignment, draft: Draft) -> None:
        """Raises: Unreadable where a page that answered says that it is not there."""
        entry = assignment.entry
        held = rereading.held(self._tools, draft)
        title, text = (held.draft.title, held.draft.body) if held else (entry.title or "", "")
        if title and recheck.doubt(title, text, draft.title, draft.body) == recheck.NOT_THERE:
            raise Unreadable(recheck.NOT_THERE)

    def _other_owner(self, source: Source, url: str) -> str | None:
        """The other paper of the edition whose site this is, if it is not this paper's own."""
        owners = self._sites.get(urls.site(url), frozenset())
        return None if not owners or source.slug in owners else min(owners)

    async def put_off(
        self,
        assignment: Assignment,
        reason: str,
        now: datetime,
        wait_s: float | None = None,
        *,
        most: int = MAX_ATTEMPTS,
    ) -> None:
        kind = StandIn.of(reason)
        lasts = kind is not None and kind.lasts
        if assignment.attempts + 1 >= (_LASTING_ATTEMPTS if lasts else most):
            self._told(assignment.entry.url, reason)
            await self._settle(assignment, EntryState.FAILED, reason=reason)
            return
        pause = _SECOND_LOOK if lasts else min(_FIRST_RETRY * 3**assignment.attempts, _LONGEST_RETRY)
        due = now + max(pause, timedelta(seconds=wait_s or 0))
        await self._settle(assignment, EntryState.PENDING, reason=reason, due=due)
        if assignment.attempts == 0:
            self._told(assignment.entry.url, reason)

    async def not_asked(self, assignment: Assignment, reason: str, until: datetime) -> None:
        """Put off without an attempt; once its site has not let itself be asked for a month, each look is one."""
        now = self._tools.clock.now()
        if now - assignment.first_seen > _OUTLIVED:
            await self.put_off(assignment, reason, now, (until - now).total_seconds(), most=_MISHAPS)
            return
        least = now + _FIRST_RETRY
        await self._settle(
            assignment, EntryState.PENDING, reason=reason, due=max(until, least), attempted=False
        )

    async def _settle(
        self,
        assignment: Assignment,
        state: EntryState,
        *,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        attempted: bool = True,
    ) -> None:
        now = self._tools.clock.now()
        await self._do(
            lambda: self._tools.daybook.settle(
                assignment.feed,
                assignment.entry.guid,
                state,
                now=now,
                article=article,
                reason=reason,
                due=due,
                attempted=attempted,
            )
        )


def _check_led(assignment: Assignment, answered: str) -> None:
    """Raises: Unreadable where the entry's address leads to the site's front page."""
    asked = assignment.entry.url
    away = recheck.led_away(urls.clean(asked) or asked, answered)
    if away and away[0] is recheck.Sight.GONE:
        raise Unreadable(away[1])
