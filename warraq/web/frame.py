"""What stands around every page? Both calendars, the papers, the ticker: read once for all readers, then kept fresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from markupsafe import Markup

from warraq.moderation import policy
from warraq.ports.archive import Archive
from warraq.press import Edition, Source
from warraq.web import dates
from warraq.web.lines import Line, lines
from warraq.web.templating import templates

# Enough for the front page's columns and for every busy paper to show what it gave.
NEWEST = 160
_TICKER = 14
_TICKER_EACH = 2
_PAPERS_IN_BAR = 14


@dataclass(frozen=True, slots=True)
class Calendars:
    gregorian: str
    hijri: str | None
    machine: str


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    name: Markup


@dataclass(frozen=True, slots=True)
class Frame:
    """`newest` are the edition's latest lines; `wide` says that the edition's own countries gave nothing, so that these
    are the whole archive's. `ticker` is rendered, `bar` names by slug the papers most seen of late."""

    now: datetime
    calendars: Calendars
    sources: Mapping[str, Source]
    newest: tuple[Line, ...]
    ticker: Markup
    bar: tuple[tuple[str, Link], ...]
    wide: bool = False


def calendars(now: datetime, zone: tzinfo, how: dates.Manner) -> Calendars:
    today = now.astimezone(zone).date()
    return Calendars(dates.day(today, how, weekday=True), dates.hijri(today), today.isoformat())


def bare(now: datetime, *, zone: tzinfo, how: dates.Manner) -> Frame:
    """The frame of a page that must stand although the archive does not answer."""
    return Frame(now, calendars(now, zone, how), {}, (), Markup(), ())


def frame(
    archive: Archive, edition: Edition, *, now: datetime, zone: tzinfo, how: dates.Manner, public: bool
) -> Frame:
    """Read the frame from the archive: two questions, whatever its size."""
    sources = known_sources(archive, edition)
    countries = frozenset(source.country for source in edition.sources)
    found = archive.newest(limit=NEWEST, countries=countries) if countries else ()
    wide = not found
    if wide:
        found = archive.newest(limit=NEWEST)
    newest = lines(found, sources=sources, now=now, zone=zone, how=how, public=public)
    often = Counter(line.source for line in newest)
    one = {line.source: Link(line.paper_href, line.paper) for line in newest}
    bar = tuple((slug, one[slug]) for slug, _ in often.most_common(_PAPERS_IN_BAR))
    return Frame(now, calendars(now, zone, how), sources, newest, _ticker(newest), bar, wide)


def known_sources(archive: Archive, edition: Edition) -> dict[str, Source]:
    """Every paper by slug: those the archive remembers, and the edition's own, which say more of themselves; what was
    agreed with each as the archive has it."""
    held = archive.sources()
    return held | policy.agreed(edition.sources, held)


def capped(newest: Iterable[Line], *, each: int, most: int) -> tuple[Line, ...]:
    """The first `most` lines with at most `each` of a paper, so that no paper fills the page with its flood."""
    given: Counter[str] = Counter()
    chosen: list[Line] = []
    for line in newest:
        if len(chosen) == most:
            break
        if given[line.source] < each:
            given[line.source] += 1
            chosen.append(line)
    return tuple(chosen)


def _ticker(newest: tuple[Line, ...]) -> Markup:
    if not newest:
        return Markup()
    chosen = capped(newest, each=_TICKER_EACH, most=_TICKER)
    return Markup(templates().get_template("ticker.html").render(ticker=chosen))  # noqa: S704 (it escaped)
