"""Which figures does a monitor read, and from what are they taken?"""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from warraq import __version__
from warraq.moderation.transitions import AWAITING
from warraq.ports.daybook import EntryState, FeedState
from warraq.press import CaseState, Condition, MessageState
from warraq.web import exposition
from warraq.web.exposition import Family, Sample, by, gauge
from warraq.web.failing import not_found
from warraq.web.site import Site, site_of
from warraq.web.traffic import BOUNDS, Traffic
from warraq.web.upkeep import Upkeep, insider, upkeep_of, usage

LAST_BACKUP = "last-backup"
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_FEEDS = ("well", "failing", "stopped", "new")


async def metrics(request: Request) -> Response:
    """GET /metrics: for whom the setting `metrics` lets in; to everybody else there is no such page."""
    site, upkeep = site_of(request), upkeep_of(request)
    if not insider(request, site):
        return await not_found(request)
    text = await site.pool.ask(lambda: exposition.written(families(site, upkeep)))
    return Response(text, media_type=exposition.MEDIA_TYPE, headers={"cache-control": "no-store"})


def families(site: Site, upkeep: Upkeep) -> Iterator[Family]:
    """Every figure. Blocks; raises what the archive and the index raise: a scrape that fails is a sign too."""
    build = (("version", __version__), ("python", platform.python_version()))
    yield Family("warraq_build_info", "gauge", "The program that runs.", (Sample(1, build),))
    change = site.archive.last_change()
    yield gauge("warraq_articles", "Articles in the archive, in any state.", site.archive.count())
    yield Family("warraq_changes_total", "counter", "Changes of the archive.", (Sample(change),))
    behind = max(change - site.index.position(), 0)
    yield gauge("warraq_index_lag_changes", "Changes that the search index has not followed yet.", behind)
    yield from _collecting(site)
    if upkeep.daybook is not None:
        states, tally = upkeep.daybook.feed_states(), upkeep.daybook.tally()
        yield by("warraq_feeds", "Feeds by how they do.", "state", _feeds(site, states))
        pending = tally.get(EntryState.PENDING, 0)
        yield gauge("warraq_pages_pending", "Pages still to be fetched.", pending)
        days = upkeep.daybook.captures_by_day(_EVER)
        yield gauge("warraq_captures", "Answers kept.", sum(count for _, count, _ in days))
        yield gauge("warraq_captures_bytes", "Bytes of answers kept.", sum(size for *_, size in days))
    if upkeep.report is not None:
        papers = Counter(paper.condition for paper in upkeep.report().papers.values())
        counted = [(kind.value, float(papers[kind])) for kind in Condition]
        yield by("warraq_papers", "Papers by condition.", "condition", counted)
    if site.gallery is not None:
        yield gauge("warraq_pictures", "Pictures kept.", site.gallery.pictures.count())
        cases = site.gallery.desk.reports.tally()
        stand = [(state.value, float(cases.get(state, 0))) for state in CaseState if state in AWAITING]
        yield by("warraq_reported_pictures", "Pictures that wait for a moderator.", "state", stand)
    if site.watches is not None:
        told = site.watches.tally()
        messages = [(state.value, float(told.get(state, 0))) for state in MessageState]
        yield by("warraq_watch_messages", "Messages of watches by how they fared.", "state", messages)
    yield from _house(site)
    yield from _requests(upkeep.traffic)


def _collecting(site: Site) -> Iterator[Family]:
    progress = site.progress()
    running = progress.since is not None
    yield gauge("warraq_collecting", "1 while this process collects and nothing stops it.",
                int(running and not progress.halted and not progress.offline))  # fmt: skip
    if running:
        yield by("warraq_visits_total", "Visits of feeds by outcome, since the collector started.", "outcome",
                 [(name, float(count)) for name, count in progress.visits], counter=True)  # fmt: skip
        filed = [("new", float(progress.filed)), ("version", float(progress.versions))]
        yield by(
            "warraq_filed_total", "What was filed since the collector started.", "as", filed, counter=True
        )


def _feeds(site: Site, states: Mapping[str, FeedState]) -> list[tuple[str, float]]:
    found: Counter[str] = Counter()
    for source in site.edition.sources:
        for feed in source.feeds:
            state = states.get(feed.id)
            if state is None or state.url != feed.url or not (state.tried or state.problem):
                found["new"] += 1
            else:
                found["stopped" if state.stopped else "failing" if state.problem else "well"] += 1
    return [(name, float(found[name])) for name in _FEEDS]


def _house(site: Site) -> Iterator[Family]:
    measured = usage(site.settings.data)
    if measured is not None:
        yield gauge(
            "warraq_disk_free_bytes",
            "What may still be written to the data folder's disk.",
            measured.free_bytes,
        )
        yield gauge("warraq_disk_bytes", "The size of the data folder's disk.", measured.total_bytes)
    yield gauge("process_resident_memory_bytes", "Memory of this process.", _resident_bytes())
    yield gauge(
        "warraq_last_backup_age_seconds",
        "Since the last backup.",
        _backup_age_s(site.settings.data, site.clock.now()),
    )


def _requests(traffic: Traffic) -> Iterator[Family]:
    samples = tuple(
        Sample(count, (("route", route), ("status", str(status))))
        for (route, status), count in sorted(traffic.requests.copy().items())
    )
    yield Family("warraq_http_requests_total", "counter", "Requests by route and status.", samples)
    yield exposition.histogram(
        "warraq_http_request_seconds",
        "How long requests took.",
        BOUNDS,
        list(traffic.within),
        traffic.seconds,
    )


def _resident_bytes() -> int | None:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def _backup_age_s(folder: Path, now: datetime) -> float | None:
    """By the time at which its mark was written; without one nothing is said."""
    try:
        written = datetime.fromtimestamp((folder / LAST_BACKUP).stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None
    return max((now - written) / timedelta(seconds=1), 0.0)
