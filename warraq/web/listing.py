"""How is a list laid out? Under its days, newest first, with a way on to what is older."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from warraq.ports.archive import Cursor
from warraq.press import Headline
from warraq.web import addresses, dates, wording
from warraq.web.failing import not_found
from warraq.web.lines import Line
from warraq.web.muting import Muted, muted, spared, told
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View

T = TypeVar("T")

EACH = 60
_ROUNDS = 4  # questions for one page, where what a reader muted leaves it short


@dataclass(frozen=True, slots=True)
class Day:
    """The lines of one day, under its name."""

    name: str
    machine: str
    lines: tuple[Line, ...]


async def listed(request: Request, view: View | None, template: str = "list.html", **given: Any) -> Response:
    """A page of the view, from `?before=<cursor>` on; not found where there is no such list or cursor."""
    site, scope = site_of(request), scope_of(request)
    before = addresses.cursor(request.query_params.get("before"))
    if view is None or (before is None and "before" in request.query_params):
        return await not_found(request)
    around, silent = await site.frame(scope), muted(request)
    # whoever asks for a paper or a person by name hears them
    by_name = (view.source, view.author, view.named) != (None, None, None)
    found, last = await _found(site, view, silent.without_papers if by_name else silent, before)
    lines = site.lines(found, around, scope)
    return await page(
        request,
        template,
        kept=None if lines else False,  # an empty list is nothing to be found
        view=view,
        first=before is None,
        days=days(lines, scope, site.clock.now()),
        older=view.older(last) if last else None,
        silenced=None if by_name else told(request, around, view.href),
        **given,
    )


async def _found(
    site: Site, view: View, without: Muted, before: Cursor | None
) -> tuple[tuple[Headline, ...], Cursor | None]:
    """A page of the view without what is muted, and behind which article the list goes on; `None`: nowhere. Where much is
    muted a page is short, sooner than that the archive is asked without end."""
    shown: list[Headline] = []
    for _ in range(_ROUNDS):
        found = await site.headlines(view, limit=EACH + 1, before=before)
        looked = found[:EACH]
        for one in looked:
            before = Cursor(one.at, one.id)
            shown += spared((one,), without)
            if len(shown) == EACH:
                break
        if len(found) <= EACH and (not looked or before == Cursor(looked[-1].at, looked[-1].id)):
            return tuple(shown), None
        if len(shown) == EACH:
            break
    return tuple(shown), before


def days(lines: tuple[Line, ...], scope: Scope, now: datetime) -> tuple[Day, ...]:
    """Lines, newest first, under the days of the edition's zone."""
    return tuple(
        Day(name, machine, under)
        for name, machine, under in by_day(lines, lambda line: line.at, scope=scope, now=now)
    )


def by_day(
    given: Iterable[T], at: Callable[[T], datetime], *, scope: Scope, now: datetime
) -> Iterator[tuple[str, str, tuple[T, ...]]]:
    """What is given under the days of the edition's zone: each day's name, its date for machines, and what is of it."""
    today = now.astimezone(scope.zone).date()
    names = {
        today: wording.said("dates", "today"),
        today - timedelta(days=1): wording.said("dates", "yesterday"),
    }
    for day, group in groupby(given, key=lambda one: at(one).astimezone(scope.zone).date()):
        full = dates.day(day, scope.how, weekday=True)
        relative = names.get(day)
        yield wording.listed([relative, full]) if relative else full, day.isoformat(), tuple(group)
