"""Who runs this site, how are they reached, what is kept of readers, and what may publishers ask?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation.policy import EXCERPT_LETTERS, SNIPPET_LETTERS
from warraq.web import wording
from warraq.web.pages import page
from warraq.web.site import Site, scope_of, site_of

_MONTHS = 24


async def about(request: Request) -> Response:
    """GET /about"""
    return await _said(request, "about.html")


async def contact(request: Request) -> Response:
    """GET /contact"""
    return await _said(request, "contact.html")


async def privacy(request: Request) -> Response:
    """GET /privacy: what is kept of readers"""
    return await _said(request, "privacy.html")


async def rights(request: Request) -> Response:
    """GET /rights: what publishers and people may ask, and how many did"""
    site = site_of(request)
    held = site.rights
    if held:  # also where nobody collects
        await site.pool.ask(lambda: held.desk.forget(site.clock.now()))
    months = await site.pool.ask(held.claims.months) if held else ()
    reports = await site.pool.ask(lambda: _reports(site)) if site.gallery else ()
    return await _said(request, "rights.html", months=months[:_MONTHS], reports=reports)


@dataclass(frozen=True, slots=True)
class _Month:
    month: str
    counted: Mapping[str, int]


def _reports(site: Site) -> tuple[_Month, ...]:
    """What came of reported pictures in months that are over: today's numbers would tell which report counted."""
    assert site.gallery is not None
    now = f"{site.clock.now():%Y-%m}"
    over = (one for one in site.gallery.desk.reports.months() if one.month < now)
    return tuple(_Month(one.month, dict(one.counts)) for one in over)[:_MONTHS]


async def _said(request: Request, template: str, **given: Any) -> Response:
    site = site_of(request)
    around = await site.frame(scope_of(request))
    said = around.masthead.contact or site.settings.contact
    return await page(
        request,
        template,
        kept=True,
        settings=site.settings,
        contact=said,
        contact_href=None if said is None else said if said.startswith("https://") else f"mailto:{said}",
        excerpt=EXCERPT_LETTERS,
        snippet=SNIPPET_LETTERS,
        captures=wording.counted("kept_days", site.settings.capture_days),
        **given,
    )
