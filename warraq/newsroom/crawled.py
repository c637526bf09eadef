"""How do the pages of a crawl made elsewhere come in? Each is read by the workers and filed by the one door.

No feed speaks for these pages, so a page must speak for itself: one that reads like a list, or that says no more than a
teaser, is passed over with its reason.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from warraq.crawling import urls
from warraq.errors import Unreadable
from warraq.extraction.page import PageReading
from warraq.newsroom import filing
from warraq.newsroom.desking import as_it_came
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.recorded import Recorded
from warraq.newsroom.teaching import Teaching
from warraq.ports.archive import Archive
from warraq.press import Article, Capture, Cause, Draft, Entry, Outcome, Source, Spoilt

# Whose an address is, or in a clause why it is nobody's.
Owner = Callable[[str], Source | str]

PAGE_TYPES = frozenset(["text/html", "application/xhtml+xml"])
_BATCH = 100
_AHEAD = 8  # pages in the workers' hands at once
_LONG_ENOUGH = 250  # letters: a dated page with fewer is a caption or a teaser
_LONG_UNDATED = 500  # a page that names no day must be clearly a text
_THE_SAME = "the same"
_SENTENCE = 60  # letters of a usual paragraph; the lines of a list are shorter


@dataclass(frozen=True, slots=True)
class Desk:
    """What the intake works with."""

    archive: Archive
    keeping: Keeping
    parsers: Parsers
    now: Callable[[], datetime]
    desked: Callable[[Draft], Draft] = as_it_came
    teaching: Teaching | None = None  # without one, pages are read as if each were the first of its paper


@dataclass(slots=True)
class Intake:
    """What an import came to. `skipped` counts by reason what is no article; `problems` names the first that failed."""

    filed: int = 0
    versions: int = 0
    duplicates: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def fail(self, where: str, why: str) -> None:
        self.failed += 1
        if len(self.problems) < 20:
            self.problems.append((where, why))


@dataclass(frozen=True, slots=True)
class _Page:
    capture: Capture
    source: Source
    reading: PageReading
    cause: Cause | None  # of the wording that it would make


async def pages(
    desk: Desk,
    recorded: Iterable[Capture | Spoilt],
    owner: Owner,
    *,
    told: Callable[[Intake], None] | None = None,
) -> Intake:
    """File every page that reads as an article. `owner` says whose an address is, or in a clause why it is nobody's.

    Filed a batch in one transaction, its pages in the order of their capture. Idempotent; a page that is older than the wording we hold
    never takes its place.
    """
    intake = Intake()
    recordings = Recorded(desk.parsers, desk.teaching, now=desk.now)
    reading: deque[asyncio.Task[_Page | None]] = deque()
    batch: list[_Page] = []

    async def take(ready: Iterable[tuple[Capture, Source]]) -> None:
        for capture, source in ready:
            reading.append(asyncio.create_task(_read(desk, recordings, capture, source, intake)))
            if len(reading) >= _AHEAD and (page := await reading.popleft()):
                batch.append(page)
            if len(batch) >= _BATCH:
                await asyncio.to_thread(_file, desk, tuple(batch), intake)
                batch.clear()
                if told:
                    told(intake)

    captures = iter(recorded)
    try:
        while (one := await asyncio.to_thread(next, captures, None)) is not None:
            if isinstance(one, Spoilt):
                intake.fail(one.where, one.reason)
                continue
            source = _paper(one, owner)
            if isinstance(source, str):
                intake.skipped[source] += 1
                continue
            await take(await recordings.ready(one, source))
        await take(await recordings.rest())
        batch += [page for task in reading if (page := await task)]
        await asyncio.to_thread(_file, desk, tuple(batch), intake)
        if desk.teaching is not None:
            await asyncio.to_thread(desk.teaching.write, desk.now())
    finally:
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    return intake


def by_site(sources: Iterable[Source]) -> Owner:
    """Whose an address is, by the sites of these papers' homepages and feeds."""
    owners: dict[str, dict[str, Source]] = {}
    for source in sources:
        for address in (source.homepage, *(feed.url for feed in source.feeds)):
            if address:
                owners.setdefault(urls.site(address), {})[source.slug] = source

    def owner(url: str) -> Source | str:
        found = list(owners.get(urls.site(url), {}).values())
        if len(found) == 1:
            return found[0]
        return (
            "of a site that several papers share (name one with --source)"
            if found
            else "of no paper of the edition"
        )

    return owner


def of_one(source: Source, sources: Iterable[Source]) -> Owner:
    """Everything is this paper's, but for what stands on another's site; of a paper with sites, only what is there."""
    of_site = by_site(sources)
    own = bool(source.homepage or source.feeds)

    def owner(url: str) -> Source | str:
        found = of_site(url)
        if isinstance(found, Source):
            return source if found.slug == source.slug else "of another paper's site"
        return f"not on {source.slug}'s site" if own and found.startswith("of no paper") else source

    return owner


def _paper(capture: Capture, owner: Owner) -> Source | str:
    """The paper whose page this may be, or why it is none to read."""
    if capture.status != 200:
        return f"HTTP {capture.status}"
    media = (capture.header("content-type") or "").split(";")[0].strip().lower()
    if media not in PAGE_TYPES:
        return "not a page of HTML"
    if urlsplit(capture.url).path in ("", "/"):
        return "a front page"
    return owner(capture.url)


async def _read(
    desk: Desk, recordings: Recorded, capture: Capture, source: Source, intake: Intake
) -> _Page | None:
    try:
        reading = await recordings.read(capture, source)
    except Unreadable as error:
        intake.skipped[_kind(str(error))] += 1
        return None
    if why := no_article(reading):
        intake.skipped[why] += 1
        return None
    held = await asyncio.to_thread(_held, desk.archive, capture, reading, source)
    return _Page(
        capture, source, reading, await recordings.cause(desk.keeping, held, capture, reading, source)
    )


def no_article(reading: PageReading) -> str | None:
    """Why this page is not filed as an article; `None` if it reads as one."""
    if not reading.title:
        return "without a headline"
    paragraphs = [line for line in reading.body.split("\n") if line.strip()]
    long = sum(len(line) for line in paragraphs if len(line) >= _SENTENCE)
    if long < (_LONG_ENOUGH if reading.published else _LONG_UNDATED):
        return "too few sentences for an article"
    return "more like a list than an article" if long * 2 < len(reading.body) else None


def _kind(reason: str) -> str:
    """A reader's reason without what is peculiar to one page."""
    return reason.split(" (")[0][:80]


def _file(desk: Desk, batch: Sequence[_Page], intake: Intake) -> None:
    # a recording may hold a page's later wording before the earlier one
    drafts = list(_drafts(desk, sorted(batch, key=lambda page: page.capture.at), intake))
    seen = {place: cause for place, (_, cause) in enumerate(drafts) if cause is not None}
    for filed in desk.archive.file([draft for draft, _ in drafts], now=desk.now(), seen=seen):
        intake.filed += filed.outcome is Outcome.NEW
        intake.versions += filed.outcome is Outcome.VERSION
        intake.duplicates += filed.outcome is Outcome.UNCHANGED


def _drafts(desk: Desk, batch: list[_Page], intake: Intake) -> Iterator[tuple[Draft, Cause | None]]:
    for page in batch:
        url = page.capture.url
        held = _held(desk.archive, page.capture, page.reading, page.source)
        if held is not None and (stands := _stands(desk, held, page)):
            if stands == _THE_SAME:
                intake.duplicates += 1
            else:
                intake.skipped[stands] += 1
            continue
        try:
            draft = filing.drafted(
                page.reading,
                Entry(guid=url, url=url),
                page.source,
                address=url,
                section=None,
                capture=desk.keeping.keep(page.capture, now=desk.now()),
                headers=page.capture.headers,
            )
            yield desk.desked(filing.prepared(draft)), page.cause
        except Unreadable as error:
            intake.fail(url, str(error))


def _stands(desk: Desk, held: Article, page: _Page) -> str | None:
    """Why what we hold is not worded anew by this page; `None` if it is to be filed."""
    said_at = _said_at(desk.keeping, held)
    if said_at < page.capture.at:
        return None
    if (held.draft.title, held.draft.body) == (page.reading.title, page.reading.body):
        return _THE_SAME if said_at > page.capture.at else None
    if said_at > page.capture.at:
        return "older than the wording we hold"
    # The very page, read with what was learnt since: `warraq source reread` proposes that.
    return _THE_SAME if page.cause is Cause.REREAD else None


def _held(archive: Archive, capture: Capture, reading: PageReading, source: Source) -> Article | None:
    found = archive.find_all(filing.keys(capture.url, reading.canonical))
    article = archive.article(next(iter(found.values()))) if found else None
    return article if article and article.draft.source == source.slug else None


def _said_at(keeping: Keeping, article: Article) -> datetime:
    """When the wording we hold was captured; where that is no longer known, when it was filed."""
    note = keeping.daybook.capture(article.draft.capture) if article.draft.capture else None
    return note.at if note else article.changed or article.first_seen
