"""What came in, newest first, without end? `/latest`, and the same for one paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from warraq.crawling import urls
from warraq.web import addresses, dates, wording
from warraq.web.failing import not_found
from warraq.web.lines import Line
from warraq.web.pages import page
from warraq.web.site import Site, site_of

_EACH = 60


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day, under its name."""

    name: str
    machine: str
    lines: tuple[Line, ...]


async def latest(request: Request) -> Response:
    """GET /latest?before=<cursor>"""
    site = site_of(request)
    around = await site.frames.get()
    countries = None if around.wide else frozenset(source.country for source in site.edition.sources) or None
    before = addresses.cursor(request.query_params.get("before"))
    if before is None and "before" in request.query_params:
        return await not_found(request)
    if before is None:  # what the frame holds already
        lines = around.newest[: _EACH + 1]
    else:
        found = await site.pool.ask(
            lambda: site.archive.newest(limit=_EACH + 1, before=before, countries=countries)
        )
        lines = site.lines(found, around)
    return await page(request, "latest.html", first=before is None, **listed(lines, site))


async def paper(request: Request) -> Response:
    """GET /<source>?before=<cursor>"""
    site = site_of(request)
    around = await site.frames.get()
    slug = addresses.slug(request.path_params["source"])
    before = addresses.cursor(request.query_params.get("before"))
    source = around.sources.get(slug or "")
    if source is None or (before is None and "before" in request.query_params):
        return await not_found(request)
    found = await site.pool.ask(
        lambda: site.archive.newest(limit=_EACH + 1, before=before, source=source.slug)
    )
    lines = site.lines(found, around)
    home = urls.clean(source.homepage) if source.homepage else None
    return await page(
        request,
        "paper.html",
        source=source,
        home=home,
        home_name=urls.host(home).rpartition(":")[0] if home else None,
        first=before is None,
        **listed(lines, site),
    )


async def papers(request: Request) -> Response:
    """GET /sources"""
    site = site_of(request)
    around = await site.frames.get()
    seen: dict[str, Line] = {}
    for line in around.newest:
        seen.setdefault(line.source, line)
    known = sorted(around.sources.values(), key=lambda source: (source.slug not in seen, source.name))
    return await page(request, "papers.html", known=known, seen=seen)


def listed(lines: tuple[Line, ...], site: Site) -> dict[str, Any]:
    """What a list's template is given: its days, and the cursor of the next page when there is one line too many."""
    shown = lines[:_EACH]
    more = len(lines) > _EACH
    return {
        "days": days(shown, site),
        "older": addresses.cursor_text(shown[-1].at, shown[-1].id) if more else None,
    }


def days(lines: tuple[Line, ...], site: Site) -> tuple[Day, ...]:
    """Lines, newest first, under the days of the edition's zone."""
    return tuple(_days(lines, site, site.clock.now().astimezone(site.zone)))


def _days(lines: tuple[Line, ...], site: Site, now: datetime) -> Iterator[Day]:
    names = {
        now.date(): wording.said("dates", "today"),
        now.date() - timedelta(days=1): wording.said("dates", "yesterday"),
    }
    for day, group in groupby(lines, key=lambda line: line.at.astimezone(site.zone).date()):
        full = dates.day(day, site.how, weekday=True)
        relative = names.get(day)
        yield Day(f"{relative}، {full}" if relative else full, day.isoformat(), tuple(group))
