"""What stands around every page? Both calendars, the desks, the ticker: read once for all readers of an edition, then kept fresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from typing import TypeVar

from markupsafe import Markup

from warraq.moderation import policy
from warraq.newsroom import naming
from warraq.ports.archive import Archive
from warraq.ports.rechecks import Doorway
from warraq.press import ArticleId, Edition, EventId, Headline, Icon, Masthead, Member, Source
from warraq.query.names import Names
from warraq.query.tree import Kind
from warraq.sections.desks import OPINION
from warraq.web import dates
from warraq.web.desks import Column, Desk, columns, desk_path, desks, given
from warraq.web.lines import Line, lines
from warraq.web.scope import Scope
from warraq.web.templating import templates

T = TypeVar("T", Line, Headline)

# Enough for the front page's columns and for every busy paper to show what it gave.
NEWEST = 160
_TICKER = 14
_TICKER_EACH = 2
_IN_BAR = 11  # desks; all of them stand at the foot of every page


@dataclass(frozen=True, slots=True)
class Calendars:
    gregorian: str
    hijri: str | None
    machine: str


@dataclass(frozen=True, slots=True)
class Frame:
    """`newest` are the edition's latest lines, opinion left out; `wide` says that the countries of all that is deployed gave nothing,
    so that these are the whole archive's, and `countries`, those of the front, are then `None`. `places` are those that they have
    in events. `ticker` is rendered of `newest`,
    `ways` where every page leads, and `unmarked` the bar of desks on a page that stands in none of them;
    `desks` are those whose list holds something, `bar` the first of them, and opinion last.
    `doors` are those of papers that are not open, `icons` those that may be seen, `names` what readers' questions call papers, desks, countries and places."""

    now: datetime
    calendars: Calendars
    sources: Mapping[str, Source]
    countries: frozenset[str] | None
    newest: tuple[Line, ...]
    ticker: Markup
    ways: Markup
    unmarked: Markup
    desks: tuple[Desk, ...] = ()
    columns: tuple[Column, ...] = ()
    bar: tuple[Desk, ...] = ()
    wide: bool = False
    doors: Mapping[str, Doorway] = field(default_factory=dict)
    names: Mapping[Kind, Names] = field(default_factory=dict)
    masthead: Masthead = field(default_factory=Masthead)
    places: Mapping[ArticleId, Member] = field(default_factory=dict)
    icons: Mapping[str, Icon] = field(default_factory=dict)


def calendars(now: datetime, zone: tzinfo, how: dates.Manner) -> Calendars:
    today = now.astimezone(zone).date()
    hijri = dates.hijri(today, how.hijri_offset)
    return Calendars(dates.day(today, how, weekday=True), hijri, today.isoformat())


def bare(now: datetime, scope: Scope) -> Frame:
    """The frame of a page that must stand although the archive does not answer."""
    dated = calendars(now, scope.zone, scope.how)
    return Frame(now, dated, {}, scope.countries, (), Markup(), *_ways(scope, (), (), signed=False))


def frame(
    archive: Archive,
    scope: Scope,
    *,
    now: datetime,
    known: Edition,
    public: bool,
    places: Callable[[Sequence[ArticleId]], Mapping[ArticleId, Sequence[Member]]] | None = None,
) -> Frame:
    """Read an edition's frame from the archive: one question and one a desk, whatever its size. `known` is all that is
    deployed: its papers are known in every edition's frame. `places` says where articles stand; `None`: nobody groups them."""
    sources = known_sources(archive, known)
    countries: frozenset[str] | None = scope.countries
    found = archive.newest(limit=NEWEST, countries=countries, without=OPINION)
    wide = not found and not scope.prefix and not archive.newest(limit=1, countries=countries)
    if wide:
        countries = None
        found = archive.newest(limit=NEWEST, without=OPINION)
    lined = partial(
        lines,
        sources=sources,
        now=now,
        zone=scope.zone,
        how=scope.how,
        labels=scope.labels,
        public=public,
    )
    newest = lined(found)
    placed = {one: held[0] for one, held in places([line.id for line in newest]).items()} if places else {}
    beyond = frozenset() if countries is None or scope.prefix else _countries(sources) - countries
    filled = desks(archive, scope, countries, beyond)
    opinion = columns(archive, countries, lined)
    signed = bool(opinion) or given(archive, OPINION, beyond)
    bar = (*filled[:_IN_BAR], *(_opinion(scope) if signed else ()))
    ways, unmarked = _ways(scope, filled, bar, signed=bool(opinion))
    return Frame(
        now=now,
        calendars=calendars(now, scope.zone, scope.how),
        sources=sources,
        countries=countries,
        newest=newest,
        ticker=ticker(newest, scope, placed),
        ways=ways,
        unmarked=unmarked,
        desks=filled,
        columns=opinion,
        bar=bar,
        wide=wide,
        names=naming.known(sources, scope.labels),
        places=placed,
    )


def known_sources(archive: Archive, edition: Edition) -> dict[str, Source]:
    """Every paper by slug: those the archive remembers, and the edition's own, which say more of themselves; what was
    agreed with each as the archive has it."""
    held = archive.sources()
    return held | policy.agreed(edition.sources, held)


def capped(
    newest: Iterable[T], *, each: int, most: int, places: Mapping[ArticleId, Member] | None = None
) -> tuple[T, ...]:
    """The first `most` with at most `each` of a paper, so that no paper fills the page with its flood; where `places` are told
    with one of an event."""
    given: Counter[str] = Counter()
    told: set[EventId] = set()
    chosen: list[T] = []
    for one in newest:
        if len(chosen) == most:
            break
        place = (places or {}).get(one.id)
        if given[one.source] == each or (place is not None and place.placing.event in told):
            continue
        given[one.source] += 1
        chosen.append(one)
        if place is not None:
            told.add(place.placing.event)
    return tuple(chosen)


def ticking(newest: tuple[Line, ...], places: Mapping[ArticleId, Member]) -> tuple[Line, ...]:
    """What the ticker shows of an edition's newest: few of a paper, and of an event one."""
    return capped(newest, each=_TICKER_EACH, most=_TICKER, places=places)


def ticker(newest: tuple[Line, ...], scope: Scope, places: Mapping[ArticleId, Member]) -> Markup:
    """The newest headlines in one line; nothing where there are none."""
    if not newest:
        return Markup()
    chosen = ticking(newest, places)
    template = templates().get_template("ticker.html")
    last = max(line.id for line in chosen)
    return Markup(template.render(ticker=chosen, last=last, scope=scope))  # noqa: S704 (it escaped)


def _countries(sources: Mapping[str, Source]) -> frozenset[str]:
    return frozenset(source.country for source in sources.values())


def _opinion(scope: Scope) -> tuple[Desk, ...]:
    name = scope.label(OPINION)
    return (Desk(OPINION, name, scope.path(desk_path(OPINION)), ()),) if name else ()


def _ways(
    scope: Scope, desks: tuple[Desk, ...], bar: tuple[Desk, ...], *, signed: bool
) -> tuple[Markup, Markup]:
    """The links around every page, which are half of what is printed of one: once a frame."""
    made = (
        templates()
        .get_template(name)
        .render(scope=scope, desks=desks, bar=bar, signed=signed, here="")
        .strip()
        for name in ("ways.html", "bar.html")
    )
    ways, unmarked = map(Markup, made)
    return ways, unmarked
