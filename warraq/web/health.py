"""How does each paper do, in words for its readers: since when is it silent, and was it we who did not look?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.crawling.health import DAYS, Health
from warraq.newsroom.health import Report
from warraq.press import Condition, Gap, Source
from warraq.web import addresses, chart, dates, wording
from warraq.web.bidi import isolated
from warraq.web.failing import not_found
from warraq.web.lines import paper_path
from warraq.web.pages import page
from warraq.web.scope import Scope, code_of
from warraq.web.site import Site, scope_of, site_of
from warraq.web.upkeep import Upkeep, upkeep_of
from warraq.web.view import View

# What needs attention stands first.
_ORDER = (
    Condition.SILENT, Condition.FAILING, Condition.UNREAD, Condition.GONE, Condition.TROUBLED, Condition.WELL, Condition.NEW,
    Condition.ALONE,
)  # fmt: skip
_MOST_GAPS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A paper among others. `told` is its condition in a sentence, `why` what is wrong in one more, `raw` the operator's
    clause where the operator alone reads."""

    name: Markup
    href: str
    told: str
    last: str
    machine: str | None
    why: str | None
    raw: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The papers of one condition."""

    condition: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a paper's page: what, and how it stands."""

    what: str
    told: str
    raw: str | None = None


async def health(request: Request) -> Response:
    """GET /health"""
    site, scope = site_of(request), scope_of(request)
    report = await _report(site, upkeep_of(request))
    if report is None:
        return await not_found(request)
    now, raw = site.clock.now(), not site.settings.public
    papers = [(one, report.papers[one.slug]) for one in scope.edition.sources if one.slug in report.papers]
    groups = [
        Group(
            condition.value,
            wording.said("conditions", condition.value),
            tuple(
                sorted(
                    (
                        row(one, found, scope, now, raw=raw)
                        for one, found in papers
                        if found.condition is condition
                    ),
                    key=lambda shown: shown.name,
                )
            ),
        )
        for condition in _ORDER
    ]
    return await page(
        request,
        "health.html",
        kept=False,
        view=View(scope.path("/health"), wording.said("health", "name")),
        groups=[group for group in groups if group.rows],
        count=len(papers),
        well=sum(found.condition is Condition.WELL for _, found in papers),
        gaps=gaps(report.gaps, scope),
        begun=_begun(report, scope),
        days=DAYS,
    )


async def of_source(request: Request) -> Response:
    """GET /<source>/health: a paper is everybody's, an edition's word before it leads to the address without."""
    site, scope = site_of(request), scope_of(request)
    report = await _report(site, upkeep_of(request))
    slug = addresses.slug(request.path_params["source"])
    source = (await site.whole()).sources.get(slug or "")
    if report is None or source is None or source.slug not in report.papers:
        return await not_found(request)
    path = f"{paper_path(source.slug)}/health"
    if code_of(request):
        return RedirectResponse(path, status_code=301)
    found, now = report.papers[source.slug], site.clock.now()
    bars = chart.bars(found.days, pace=found.pace, how=scope.how)
    return await page(
        request,
        "source_health.html",
        kept=False,
        source=source,
        told=sentence(found, scope),
        ailing=found.condition not in (Condition.WELL, Condition.NEW, Condition.ALONE),
        facts=tuple(facts(found, scope, now, raw=not site.settings.public)),
        bars=bars if any(day.articles for day in found.days) else None,
        gaps=gaps(report.gaps, scope),
        begun=_begun(report, scope),
        paper=paper_path(source.slug),
        all_papers=scope.path("/health"),
        days=DAYS,
    )


def row(source: Source, found: Health, scope: Scope, now: datetime, *, raw: bool) -> Row:
    """A paper's line."""
    ill = found.condition in (Condition.FAILING, Condition.TROUBLED)
    return Row(
        name=isolated(source.name),
        href=f"{paper_path(source.slug)}/health",
        told=sentence(found, scope),
        last=_last(found, scope, now),
        machine=dates.instant(found.last) if found.last else None,
        why=wording.said("troubles", found.trouble.value) if ill and found.trouble else None,
        raw=found.says if raw else None,
    )


def sentence(found: Health, scope: Scope) -> str:
    """The paper's condition in a sentence."""
    if found.condition is Condition.SILENT:
        silent = wording.counted("silent_days", found.silent_days or 0)
        usual = wording.counted("usual_articles", round(found.pace or 0))
        return wording.said("health", "silent_than", silent=silent, usual=usual)
    if found.condition is Condition.FAILING and found.reached is not None:
        when = dates.day(found.reached.astimezone(scope.zone).date(), scope.how)
        return wording.said("health", "failing_since", when=when)
    return wording.said("health", found.condition.value)


def facts(found: Health, scope: Scope, now: datetime, *, raw: bool) -> Iterator[Fact]:
    """What stands on a paper's page, one line each."""
    said = wording.said
    never = said("health", "never")
    reached = dates.ago(found.reached, now, scope.zone, scope.how) if found.reached else never
    yield Fact(said("health", "reached"), reached)
    if found.condition is not Condition.ALONE:
        yield Fact(said("health", "ailed"), _ailed(found, scope, now), found.says if raw else None)
        yield Fact(said("health", "next"), _next(found, scope, now))
    yield Fact(said("health", "newest"), _last(found, scope, now))
    if found.pace is not None:
        yield Fact(said("health", "pace"), wording.counted("articles_a_day", round(found.pace)))
    if found.days:
        yield Fact(said("health", "so_far"), wording.counted("article", found.days[-1].articles))
    if found.unchanged is not None:
        yield Fact(
            said("health", "unchanged"),
            said("health", "share", share=wording.percent(round(100 * found.unchanged))),
        )
    for _, new in found.moved:
        yield Fact(said("health", "moved"), said("health", "moved_to"), new)


def gaps(found: Iterable[Gap], scope: Scope) -> tuple[str, ...]:
    """Our own gaps, the latest first."""
    latest = sorted(found, key=lambda gap: gap.began, reverse=True)[:_MOST_GAPS]
    return tuple(gap_told(gap, scope) for gap in latest)


def gap_told(gap: Gap, scope: Scope) -> str:
    """One gap of ours, plainly."""
    began = _stamp(gap.began, scope)
    if gap.ended is None:
        return wording.said("gaps", f"{gap.kind.value}_still", began=began)
    same = gap.began.astimezone(scope.zone).date() == gap.ended.astimezone(scope.zone).date()
    ended = _hour(gap.ended, scope) if same else _stamp(gap.ended, scope)
    return wording.said("gaps", gap.kind.value, began=began, ended=ended)


def _begun(report: Report, scope: Scope) -> str | None:
    """Since when we look, where that is not long ago: of the days before, nothing is claimed."""
    if report.begun is None:
        return None
    return wording.said("gaps", "begun", when=dates.day(report.begun, scope.how))


def _last(found: Health, scope: Scope, now: datetime) -> str:
    if found.last is None:
        return wording.said("papers", "gave_nothing")
    return dates.ago(found.last, now, scope.zone, scope.how)


def _ailed(found: Health, scope: Scope, now: datetime) -> str:
    if found.trouble is not None:
        return wording.said("health", "ails_now", why=wording.said("troubles", found.trouble.value))
    if found.ailed is None:
        return wording.counted("no_failure_days", DAYS)
    day, kind = found.ailed
    today = now.astimezone(UTC).date()
    when = wording.said("dates", "today") if day == today else dates.day(day, scope.how)
    return wording.said("health", "ailed_on", when=when, why=wording.said("troubles", kind.value))


def _next(found: Health, scope: Scope, now: datetime) -> str:
    if found.condition is Condition.GONE:
        return wording.said("health", "no_next")
    if found.due is None or found.due <= now:
        return wording.said("health", "next_now")
    wait = found.due - now
    if wait >= timedelta(hours=12):
        return _stamp(found.due, scope)
    minutes = -(-wait // timedelta(minutes=1))
    return (
        wording.counted("in_minutes", minutes) if minutes < 60 else wording.counted("in_hours", minutes // 60)
    )


def _stamp(at: datetime, scope: Scope) -> str:
    return f"{dates.day(at.astimezone(scope.zone).date(), scope.how)} {_hour(at, scope)}"


def _hour(at: datetime, scope: Scope) -> str:
    return wording.said("dates", "at_hour", clock=dates.clock(at.astimezone(scope.zone), scope.how))


async def _report(site: Site, upkeep: Upkeep) -> Report | None:
    return None if upkeep.report is None else await site.pool.ask(upkeep.report)
