"""Are articles still where their papers printed them, and with the same words? Visited again politely, ever more seldom.

Behind pages, feeds and pictures: a few places of its own, and of a host whose pages are being fetched a turn now and then.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from warraq.crawling import doors, recheck, urls
from warraq.crawling.recheck import Sight
from warraq.duplicates import verdict
from warraq.duplicates.verdict import Verdict
from warraq.errors import ArchiveError, Unreadable, WarraqError
from warraq.extraction import ways
from warraq.newsroom import filing, rereading
from warraq.newsroom.asking import PATIENCE, Answer, Asking, Disallowed, Unknown, Waiting
from warraq.newsroom.parsing import other_than_page
from warraq.newsroom.rounds import rounds
from warraq.newsroom.tools import Tools
from warraq.newsroom.turns import Turns
from warraq.newsroom.withdrawing import Withdrawing
from warraq.newsroom.writer import Writer
from warraq.ports.fetcher import Failed, Fetched, Refused, Request, Unchanged
from warraq.ports.rechecks import Rechecks, Watch
from warraq.press import Article, Capture, Cause, ChangeKind, Draft, Entry, Source, State

log = logging.getLogger(__name__)

_BATCH = 200
# A host whose pages are being fetched is given a visit so often.
_SHARE = timedelta(seconds=60)
_LONGEST_VALIDATOR = 500
# What is not asked for at all (withheld here, of a paper of another edition or one that opted out, behind a bad door)
# lies aside so long.
_ASIDE = timedelta(days=7)
_NOT_ASKED = timedelta(minutes=30)
_TRIED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Look:
    """What one visit said. `until` is when an address that was not asked may be asked; validators come from a page whose
    words are ours."""

    sight: Sight
    reason: str | None = None
    until: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None


class Rechecking:
    """The desk that visits articles again until told to stop (or once around)."""

    def __init__(
        self,
        tools: Tools,
        rechecks: Rechecks,
        asking: Asking,
        sources: tuple[Source, ...],
        *,
        places: int,
        jitter: Callable[[], float],
        pages: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """`pages` names the hosts (name:port) whose pages are being fetched: they come first."""
        self._tools = tools
        self._rechecks = rechecks
        self._asking = asking
        self._sources = {source.slug: source for source in sources}
        self._jitter = jitter
        self._turns = Turns(places=places, share=_SHARE, pages=pages)
        self._shut: frozenset[str] = frozenset()
        self._writer = Writer("rechecking")
        self._do = self._writer.do
        self._withdrawing = Withdrawing(tools.archive, rechecks, tools.clock, look=self.visited, do=self._do)

    async def run(self, *, once: bool = False) -> None:
        """Work until cancelled; with `once`, until everything is followed and nothing is due that can be had."""
        try:
            await rounds(
                partial(self._round, once=once), self._tools.clock, log, name="rechecking", once=once
            )
        finally:
            await self._end()

    async def _round(self, *, once: bool) -> bool:
        now = self._tools.clock.now()
        followed = await self._do(self._follow, now)
        await self._start(now, sharing=not once)
        return await self._turns.rest(self._tools.clock, more=followed > 0, once=once)

    async def _end(self) -> None:
        await self._turns.end()
        await self._writer.end()

    # Following

    def _follow(self, now: datetime) -> int:
        """Watch the articles of the next changes, and forget what servers said of pages that have other words now; how many
        changes."""
        archive = self._tools.archive
        position = self._rechecks.position()
        changes = archive.changes(position, limit=_BATCH)
        if not changes:
            return 0
        filed = [change.article for change in changes if change.kind is ChangeKind.FILED]
        watches = [self._watch(article, now) for article in archive.articles(filed)]
        for reworded in {change.article for change in changes if change.kind is ChangeKind.REVISED}:
            watch = self._rechecks.watch(reworded)
            if watch is not None and (watch.etag or watch.last_modified):
                # they were of the page before; those of the new wording's page stand in its capture
                self._rechecks.put(replace(watch, etag=None, last_modified=None))
        self._rechecks.follow([one for one in watches if one.host], position=changes[-1].number)
        return len(changes)

    def _watch(self, article: Article, now: datetime) -> Watch:
        since = min(article.at, article.first_seen)
        host = urls.host(article.draft.url)
        due = recheck.first_visit(since, now, spread=self._jitter())
        return Watch(article.id, article.draft.source, host, since, article.first_seen, due)

    # Asking

    async def _start(self, now: datetime, *, sharing: bool) -> None:
        free = self._turns.free()
        if not free or self._tools.room.lacking(now) or self._asking.cut_off():
            return
        without = self._turns.without(now, sharing=sharing) | self._asking.waiting()
        due = await self._do(lambda: self._rechecks.due(now=now, limit=free, without=without))
        if due:
            held = await self._do(self._rechecks.doors)
            self._shut = frozenset(slug for slug, door in held.items() if doors.shut(door))
        for watch in due:
            self._turns.begin(watch.host, self._guarded(watch), now)

    async def _guarded(self, watch: Watch) -> None:
        """One bad article is logged and put off, and never stops the others."""
        try:
            await self._visit(watch)
        except Exception as error:
            log.error(
                "rechecking article %d: %s", watch.article, error, exc_info=not isinstance(error, WarraqError)
            )
            with contextlib.suppress(WarraqError):  # the store itself may be what fails
                due = self._tools.clock.now() + _TRIED
                put_off = replace(watch, due=due, problem=f"failed here: {error}")
                await self._do(self._rechecks.put, put_off)

    async def _visit(self, watch: Watch) -> None:
        seen = await self.visited(watch)
        if seen is not None and recheck.ripe(seen) and not seen.withdrawn:
            await self._withdrawing.judge(seen)

    async def visited(self, watch: Watch) -> Watch | None:
        """The watch after a visit that said something of the article; `None` where nothing was learnt."""
        now = self._tools.clock.now()
        article = await self._do(self._tools.archive.article, watch.article)
        source = self._sources.get(watch.source)
        alone = watch.source in self._shut or watch.source in await self._do(self._tools.left_alone)
        if article is None or source is None or article.state is State.WITHHELD or alone:
            await self._do(self._rechecks.put, replace(watch, due=now + _ASIDE))
            return None
        look = await self._look(watch, article, source)
        now = self._tools.clock.now()
        if look.until is not None:
            await self._do(self._rechecks.put, replace(watch, due=look.until, problem=look.reason))
            return None
        after = recheck.after(watch, look.sight, now, spread=self._jitter(), reason=look.reason)
        if look.sight is Sight.HERE:
            after = replace(after, etag=look.etag, last_modified=look.last_modified)
            # missed twice and withdrawn is by us, also where we were stopped before we could note it
            if article.state is State.WITHDRAWN and (watch.withdrawn or recheck.ripe(watch)):
                await self._withdrawing.came_back(article)
                after = replace(after, withdrawn=False)
        await self._do(self._rechecks.put, after)
        return after

    async def _look(self, watch: Watch, article: Article, source: Source) -> Look:
        url = urls.clean(article.draft.url)
        now = self._tools.clock.now()
        if url is None:
            return Look(Sight.UNASKED, "not a web address", until=now + recheck.YEARLY)
        etag, modified = await self._do(self._validators, watch, article, url)
        answer = await self._asking.ask(Request(url, etag=etag, last_modified=modified))
        match answer.outcome:
            case Fetched(capture=capture):
                if away := await self._do(self._led_away, article, url, answer.url):
                    return Look(*away)
                return await self._read(article, source, capture, answer)
            case Unchanged():
                await self._note(article, article.draft, answer)
                return Look(Sight.HERE, etag=etag, last_modified=modified)
            case Failed(reason=reason, status=404 | 410):
                return Look(Sight.GONE, reason)
            case Waiting(until=until):
                return Look(Sight.UNASKED, "its host is left alone", until=max(until, now + _NOT_ASKED))
            case Unknown(reason=reason, until=until):
                return Look(Sight.UNASKED, reason, until=max(until, now + _NOT_ASKED))
            case Failed(reason=reason, offline=True):
                return Look(Sight.UNASKED, reason, until=now + PATIENCE)  # its host's back-off paces the next
            case Disallowed(reason=reason) | Refused(reason=reason):
                return Look(Sight.UNASKED, reason, until=now + _ASIDE)
            case Failed(reason=reason):
                until = recheck.not_told(watch, now, spread=self._jitter())
                return Look(Sight.UNASKED, reason, until=until)
            case other:
                return Look(Sight.UNASKED, f"unexpected {type(other).__name__}", until=now + _TRIED)

    def _validators(self, watch: Watch, article: Article, url: str) -> tuple[str | None, str | None]:
        """Those of the page whose words we hold: as the last visit met them, else as the kept capture has them."""
        if watch.etag or watch.last_modified:
            return watch.etag, watch.last_modified
        try:
            capture = self._tools.keeping.found(article.draft.capture)
        except ArchiveError:
            return None, None  # costs one whole answer, as a damaged capture does
        if capture is None or capture.url != url:
            return None, None
        return _validator(capture, "etag"), _validator(capture, "last-modified")

    def _led_away(self, article: Article, asked: str, answered: str) -> tuple[Sight, str] | None:
        """Whether the address led to another page: the front page, or one that is another article's."""
        if away := recheck.led_away(asked, answered):
            return away
        if urls.key(asked) == urls.key(answered):
            return None
        owner = self._tools.archive.find(urls.key(answered))
        return (
            (Sight.GONE, "it leads to another article") if owner is not None and owner != article.id else None
        )

    # Reading

    async def _read(self, article: Article, source: Source, capture: Capture, answer: Answer) -> Look:
        """What a page that answered says; other words are filed through the ordinary door."""
        if (media := other_than_page(capture)) is not None:
            return Look(Sight.DOUBTFUL, f"not a page but {media}")
        held = article.draft
        try:
            reading = await self._tools.read(capture, source, address=answer.url)
        except Unreadable as error:
            return Look(Sight.DOUBTFUL, str(error))
        if doubt := recheck.doubt(held.title, held.body, reading.title or "", reading.body):
            return Look(Sight.DOUBTFUL, doubt)
        found = Look(
            Sight.HERE, etag=_validator(capture, "etag"), last_modified=_validator(capture, "last-modified")
        )
        entry = _entry(held)
        draft = filing.prepared(
            filing.drafted(
                reading,
                entry,
                source,
                address=answer.url,
                section=None if held.guessed else held.section,
                capture=held.capture,
                headers=capture.headers,
            )
        )
        draft = self._tools.desked(draft)
        says = await self._told(draft, held, entry, source)
        if says is not None:
            cause, proven = says
            kept = await self._do(
                lambda: self._tools.keeping.keep(capture, now=self._tools.clock.now(), trail=answer.trail)
            )
            await self._do(self._file, article, replace(draft, capture=kept), cause if proven else None)
        else:
            await self._note(article, draft, answer)
        return found

    async def _note(self, article: Article, draft: Draft, answer: Answer) -> None:
        """The same words: what the page asks of robots, its desk where it names one at last, and where it stands for good now,
        are noted all the same."""
        held = article.draft
        keys = filing.keys(answer.url, None, held.url) if answer.moved else ()
        known = await self._do(self._tools.archive.find_all, keys) if keys else {}
        noted = replace(filing.labelled(held, None if draft.guessed else draft.section), robots=draft.robots)
        if noted != held or not set(keys) <= known.keys():
            noted = replace(noted, keys=tuple(dict.fromkeys((*held.keys, *keys))))
            await self._do(self._file, article, noted, None)

    def _file(self, read: Article, draft: Draft, cause: Cause | None) -> None:
        """File what was read beside an article as it stood then; if another desk filed meanwhile, that stands."""
        archive = self._tools.archive
        now = archive.article(read.id)
        if now is not None and now.version == read.version:
            archive.file([draft], now=self._tools.clock.now(), seen={} if cause is None else {0: cause})

    async def _told(
        self, draft: Draft, held: Draft, entry: Entry, source: Source
    ) -> tuple[Cause, bool] | None:
        """What other words of the page come from, and whether that is proven; `None` where they are no wording of the
        paper's: the same, or furniture, or read otherwise by us, or never ours to compare (an import)."""
        if verdict.of(held.title, held.body, draft.title, draft.body) is not Verdict.EDIT:
            return None
        if draft.reader == held.reader:
            return Cause.EDIT, True
        if not (ways.is_ours(draft.reader) and ways.is_ours(held.reader)):
            return None
        cause = await rereading.cause(
            self._tools, self._do, draft, entry=entry, section=held.section, source=source
        )
        if (
            cause is None
        ):  # the page as it stood is not kept any more: from now on there is one to compare with
            return Cause.REREAD, False
        return (cause, True) if cause is Cause.EDIT else None


def _entry(held: Draft) -> Entry:
    """What the feed said of it, as far as it was kept: the page speaks first."""
    return Entry(
        guid=held.url,
        url=held.url,
        title=held.title,
        summary=held.abstract,
        authors=held.authors,
        published=held.published,
        updated=held.updated,
        categories=(held.label,) if held.label else (),
        image=held.image,
    )


def _validator(capture: Capture, name: str) -> str | None:
    """The validator a server gave; one too long to be one is not kept a quarter of a million times."""
    value = capture.header(name)
    return value if value and len(value) <= _LONGEST_VALIDATOR else None
