"""`warraq backfill`: a paper's past, from its sitemaps and day archives."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import click

from warraq import editions, wiring
from warraq.cli import following, output, running
from warraq.cli.options import shared
from warraq.crawling import past as pasts
from warraq.crawling import urls
from warraq.errors import Busy, EditionError, WarraqError
from warraq.newsroom import backfilling
from warraq.press import Backfill, Edition, PastKind, PastState, PastTally, Settings, Source
from warraq.wiring import House, desks

_DAY = click.DateTime(["%Y-%m-%d"])
_TOLD_EVERY_S = 10.0
_MOST_REASONS = 5


@click.command()
@shared
@click.argument("name", required=False)
@click.option("--from", "since", type=_DAY, metavar="DAY", help="Printed on this day or later: 2019-05-03.")
@click.option("--to", "until", type=_DAY, metavar="DAY", help="Printed on this day or before.")
@click.option(
    "--limit", "most", type=click.IntRange(1), help="Ask for so many pages at most, the newest first."
)
@click.option(
    "--list", "lists", multiple=True, metavar="URL", help="Begin with this sitemap (again for several)."
)
@click.option(
    "--archive", "archives", multiple=True, metavar="PATTERN",
    help="The address of a day's archive: https://paper.example/{yyyy}/{mm}/{dd}/ or …?date={yyyy}-{mm}-{dd}.",
)  # fmt: skip
@click.option("--stop", is_flag=True, help="Stop it; what was found is kept, and it can go on later.")
def backfill(
    settings: Settings,
    *,
    name: str | None,
    since: datetime | None,
    until: datetime | None,
    most: int | None,
    lists: tuple[str, ...],
    archives: tuple[str, ...],
    stop: bool,
    as_json: bool,
) -> None:
    """Fetch the past of the paper NAME, slowly; without a NAME, say how far each is.

    It begins with the sitemaps that the site's robots.txt names and the day archives that its front page leads to, or with
    what --list and --archive name. Where a collector runs on the data folder, it does the work beside today's news;
    otherwise this command does, until all is had or Ctrl-C. Called again it goes on; with other days or lists it looks
    through the lists anew. An article comes in under the day printed on it; what names no day is left.
    """
    if name is None:
        with wiring.house(settings) as house:
            _tell(house, settings, sorted(house.pasts.backfills()), as_json=as_json)
        return
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    source = paper(edition, name)
    days = tuple(day and day.date() for day in (since, until))
    asked = _asked(source.slug, days, most, lists, archives)
    if stop:
        with wiring.house(settings) as house:
            _stop(house, source)
            _tell(house, settings, [source.slug], as_json=as_json)
        return
    work(settings, edition, source.slug, lambda house: wish(house, asked), as_json=as_json)


def work(
    settings: Settings, edition: Edition, slug: str, wished: Callable[[House], None], *, as_json: bool
) -> None:
    """Have the wish written down and fetch the past, or leave it to the collector that runs on the data folder."""
    alone = wiring.only_collector(settings.data, database=settings.database)
    try:
        with alone, wiring.house(settings) as house:
            wiring.remember(house, edition)
            wished(house)
            asyncio.run(fetched(house, edition, slug))
            _tell(house, settings, [slug], as_json=as_json)
    except Busy:
        with wiring.house(settings) as house:
            wished(house)
            output.note(
                "the collector that runs here fetches it beside today's news; `warraq backfill` tells how far"
            )
            _tell(house, settings, [slug], as_json=as_json)


def wish(house: House, asked: Backfill) -> None:
    """Write the wish down. The one that stands goes on if nothing else is asked for; one that was stopped or had its limit
    does too, and one that had all looks through its lists anew. What is `begun` already has its addresses noted.

    Raises: WarraqError for a paper that wants to be left alone.
    """
    if asked.source in house.docket().rulings().opted_out:
        raise WarraqError(f"{asked.source} wants to be left alone; nothing of its past is asked for")
    before, now = house.pasts.backfills().get(asked.source), house.clock.now()
    if before is not None and before.ended is None and _same(before, asked):
        return
    if before is not None and (asked.begun or not _named(asked)):
        if not asked.begun and house.pasts.next_due(asked.source) is None:
            house.pasts.reopen(asked.source, now=now)
        house.pasts.put(replace(before, asked=now, most=None, ended=None, problem=None))
        return
    if before is not None:
        house.pasts.reopen(asked.source, now=now)
        asked = replace(asked, lists=asked.lists or before.lists, archives=asked.archives or before.archives)
    house.pasts.put(replace(asked, asked=now))


async def fetched(house: House, edition: Edition, slug: str) -> None:
    """Fetch one paper's past until all is had, or a signal."""
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(following.following(house))
        fetcher = desks.fetcher(house.settings)
        stack.push_async_callback(fetcher.close)
        readers = await stack.enter_async_context(desks.parsers(house.settings))
        manners = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
        desk = desks.backfilling(house, manners, readers, edition, only=slug)
        ended = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, ended.set)
        telling = asyncio.create_task(_telling(house, slug))
        work = asyncio.create_task(desk.run(once=True))
        try:
            await running.ended_or(ended, work)
        finally:
            await running.cancelled(work, telling)
        await asyncio.to_thread(following.wait_indexed, house)


def row(house: House, settings: Settings, one: Backfill) -> dict[str, Any]:
    """How far a back-fill is, for programs."""
    tally = house.pasts.tally(one.source, since=one.asked)
    left = pasts.estimate(tally, pause=_pause(settings))
    return {
        "source": one.source,
        "asked": one.asked,
        "since": one.since,
        "until": one.until,
        "most": one.most,
        "lists": list(one.lists),
        "archives": list(one.archives),
        "ended": one.ended,
        "problem": one.problem,
        "pages": left.pages,
        "pages_exact": left.exact,
        "had": tally.count(PastState.DONE, PastKind.PAGE),
        "waiting": left.waiting,
        "outside": tally.count(PastState.OUTSIDE, PastKind.PAGE),
        "refused": tally.count(PastState.REFUSED, PastKind.PAGE),
        "failed": tally.count(PastState.FAILED, PastKind.PAGE),
        "lists_read": _lists(tally, PastState.DONE),
        "lists_waiting": _lists(tally, PastState.PENDING),
        "asked_pages": tally.asked,
        "left_s": round(left.left.total_seconds()) if left.left is not None else None,
        "reasons": [
            {"state": state.value, "why": why, "count": count}
            for state, why, count in house.pasts.reasons(one.source)
        ],
    }


def spoken(said: dict[str, Any]) -> str:
    """The same in a line."""
    about = "" if said["pages_exact"] else "about "
    line = f"{said['source']}: {said['had']} of {about}{said['pages']} pages had, {said['waiting']} wait"
    if said["lists_waiting"]:
        line += f", {said['lists_waiting']} lists to read"
    if said["ended"]:
        return f"{line}; ended {said['ended']:%Y-%m-%d}" + (f": {said['problem']}" if said["problem"] else "")
    if said["left_s"] is None:
        return f"{line}; how long it takes is not known yet"
    return f"{line}; some {length(timedelta(seconds=said['left_s']))} left"


def length(span: timedelta) -> str:
    """«3 days», «5 h», «20 min», in the largest unit of which there are two."""
    seconds = span.total_seconds()
    for size, name in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} s"


async def _telling(house: House, slug: str) -> None:
    while True:
        await asyncio.sleep(_TOLD_EVERY_S)
        one = (await asyncio.to_thread(house.pasts.backfills)).get(slug)
        if one is not None:
            output.note(spoken(await asyncio.to_thread(row, house, house.settings, one)))


def _tell(house: House, settings: Settings, slugs: list[str], *, as_json: bool) -> None:
    held = house.pasts.backfills()
    said = [row(house, settings, held[slug]) for slug in slugs if slug in held]
    for one in said:
        output.note(spoken(one))
        for reason in one["reasons"][:_MOST_REASONS]:
            output.note(f"  {reason['state']} {reason['count']}: {reason['why']}")
    if not said:
        output.note("no past is asked for; `warraq backfill NAME` begins one")
    if as_json:
        output.say_json({"backfills": said})


def _stop(house: House, source: Source) -> None:
    held = house.pasts.backfills().get(source.slug)
    if held is None:
        raise WarraqError(f"the past of {source.slug} was never asked for")
    house.pasts.put(replace(held, ended=house.clock.now(), problem=backfilling.STOPPED))


def _asked(
    slug: str,
    days: tuple[date | None, ...],
    most: int | None,
    lists: tuple[str, ...],
    archives: tuple[str, ...],
) -> Backfill:
    since, until = days
    if since and until and since > until:
        raise click.BadParameter("the first day comes after the last", param_hint="--from")
    clean = tuple(url for one in lists if (url := urls.clean(one)))
    if len(clean) < len(lists):
        raise click.BadParameter(
            "a list is an address that begins with http:// or https://", param_hint="--list"
        )
    for one in archives:
        if not pasts.is_pattern(one):
            raise click.BadParameter(
                f"{one!r}: write the address of a day with {{yyyy}}, {{mm}} and {{dd}} in it",
                param_hint="--archive",
            )
    return Backfill(slug, wiring.SystemClock().now(), since, until, most, clean, archives)


def _same(before: Backfill, asked: Backfill) -> bool:
    """Whether nothing else is asked for than before."""
    held = (before.since, before.until, before.most, before.lists, before.archives)
    return all(new in (None, (), old) for new, old in zip(_said(asked), held, strict=True))


def _named(asked: Backfill) -> bool:
    """Whether anything is said of it but the paper's name."""
    return any(one not in (None, ()) for one in _said(asked))


def _said(asked: Backfill) -> tuple[object, ...]:
    return asked.since, asked.until, asked.most, asked.lists, asked.archives


def paper(edition: Edition, name: str) -> Source:
    """The edition's paper of this name. Raises: EditionError."""
    for one in edition.sources:
        if one.slug == name:
            return one
    raise EditionError(f"no paper of {edition.code} is called {name!r}; `warraq source list` lists them")


def _lists(tally: PastTally, state: PastState) -> int:
    return tally.count(state, PastKind.LIST, PastKind.DAY, PastKind.MORE)


def _pause(settings: Settings) -> timedelta:
    return max(settings.backfill_pause, settings.host_delay)
