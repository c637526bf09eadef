"""What turned of late: which paper fell silent, failed for a day or came back, and when did we ourselves not look? As RSS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import quoteattr

from starlette.requests import Request
from starlette.responses import Response

from warraq.crawling import troubles
from warraq.newsroom.health import Report
from warraq.press import Condition, Gap, Turn
from warraq.web import titles, wording, xmltext
from warraq.web.addresses import home
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.health import gap_told
from warraq.web.lines import paper_path
from warraq.web.outfeeds import answered
from warraq.web.scope import Scope
from warraq.web.site import scope_of, site_of
from warraq.web.tongue import spoken
from warraq.web.upkeep import upkeep_of
from warraq.web.xmltext import element, writable

_ITEMS = 60


@dataclass(frozen=True, slots=True)
class _Item:
    at: datetime
    key: str
    href: str
    title: str
    told: str | None = None


async def feed(request: Request) -> Response:
    """GET /health/rss"""
    site, scope, upkeep = site_of(request), scope_of(request), upkeep_of(request)
    if upkeep.report is None:
        return await not_found(request)
    report = await site.pool.ask(upkeep.report)
    around = await site.frame(scope)
    items = sorted(_items(report, around, scope), key=lambda item: (item.at, item.key), reverse=True)[:_ITEMS]
    name = titles.shown(around.masthead).name
    text = _rss(items, scope, home=home(request, site.settings.address), name=name)
    return answered(request, text.encode("utf-8"))


def _items(report: Report, around: Frame, scope: Scope) -> Iterator[_Item]:
    papers = {source.slug for source in scope.edition.sources}
    for turn in report.turns:
        if turn.source in papers:
            source = around.sources.get(turn.source)
            name = source.name if source else turn.source
            title = wording.said("health", "turn", paper=name, told=turned(turn))
            yield _Item(turn.at, f"{turn.source}/{turn.condition.value}", f"{paper_path(turn.source)}/health", title, _why(turn))  # fmt: skip
    for gap in report.gaps:
        yield _Item(_told_at(gap), "gap", scope.path("/health"), gap_told(gap, scope))


def turned(turn: Turn) -> str:
    """A turn in words, as it stood then."""
    if turn.condition is not Condition.SILENT:
        return wording.said("turns", turn.condition.value)
    days = (turn.at - turn.last).days if turn.last else 0
    silent = wording.counted("silent_days", days)
    usual = wording.counted("usual_articles", round(turn.pace or 0))
    return wording.said("health", "silent_turn", silent=silent, usual=usual)


def _why(turn: Turn) -> str | None:
    kind = troubles.trouble(turn.says)
    ill = turn.condition in (Condition.FAILING, Condition.GONE)
    return wording.said("troubles", kind.value) if ill and kind else None


def _told_at(gap: Gap) -> datetime:
    return gap.ended or gap.began


def _rss(items: list[_Item], scope: Scope, *, home: str, name: str) -> str:
    page = home + scope.path("/health")
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">',
        "<channel>",
        element("title", f"{wording.said('health', 'name')} · {name}"),
        element("link", page),
        f'<atom:link href={quoteattr(f"{page}/rss")} rel="self" type="application/rss+xml"/>',
        element("description", wording.said("health", "feed")),
        element("language", spoken().tongue),
        element("generator", "Warraq"),
    ]
    for item in items:
        stamp = int(item.at.timestamp())
        parts += [
            "<item>",
            element("title", item.title),
            element("link", home + item.href),
            f'<guid isPermaLink="false">{xmltext.text(f"{home}/health/{item.key}/{stamp}")}</guid>',
            element("pubDate", format_datetime(item.at.astimezone(UTC), usegmt=True)),
            *([element("description", writable(item.told))] if item.told else []),
            "</item>",
        ]
    return "\n".join([*parts, "</channel>", "</rss>", ""])
