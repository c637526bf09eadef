"""`warraq source`: which papers are read, does each work, and how is one added?"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import click

from warraq import editions, wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.cli.policy import agreement, in_public, policy
from warraq.crawling import urls
from warraq.errors import EditionError, WarraqError
from warraq.moderation.policy import agreed
from warraq.newsroom.importing import slug_of
from warraq.newsroom.probing import Probe, probe
from warraq.ports.daybook import FeedState
from warraq.press import Edition, Feed, Settings, Source


@click.group()
def source() -> None:
    """The papers of an edition: list them, probe them, add one, record what was agreed with one."""


source.add_command(policy)


@source.command("list")
@shared
def list_sources(settings: Settings, *, as_json: bool) -> None:
    """List the edition's papers, how each of their feeds does, and what a public site shows of them."""
    edition = _edition(settings)
    with wiring.house(settings) as house:
        states = house.daybook.feed_states()
        papers = agreed(edition.sources, house.archive.sources()).values()
    rows = [(paper, feed, states.get(feed.id)) for paper in papers for feed in paper.feeds]
    if as_json:
        output.say_json({"edition": edition.code, "sources": [_row(*row) for row in rows]})
        return
    for paper, feed, state in rows:  # a line a feed, whole: to be read, searched and copied from
        click.echo("\t".join((feed.id, paper.name, health(state), feed.url, agreement(paper))))
    output.note(f"{len(edition.sources)} papers, {len(rows)} feeds of {edition.name}")


@source.command("probe")
@shared
@click.argument("names", nargs=-1, metavar="[SLUG|URL]...")
def probe_sources(settings: Settings, *, names: tuple[str, ...], as_json: bool) -> None:
    """Fetch feeds once and say what came of each; nothing is filed.

    Names papers by slug, or feeds by address; without names, the feeds that the edition tries first.
    Ends non-zero if one of them does not work.
    """
    edition = _edition(settings)
    probes = asyncio.run(_probe(settings, _chosen(edition, names)))
    for one in probes:
        newest = f", newest {one.newest:%Y-%m-%d %H:%M} UTC" if one.newest else ""
        said = f"FAILED {one.problem}" if one.problem else f"ok {one.entries} entries{newest}: {one.example}"
        output.note(f"{one.url}\n  {said}")
    if as_json:
        output.say_json({"probes": [_probe_row(one) for one in probes]})
    if bad := sum(1 for one in probes if one.problem):
        raise WarraqError(f"{bad} of {len(probes)} feeds do not work")


@source.command("add")
@shared
@click.argument("feed_url")
@click.option("--name", help="The paper's name as readers know it.  [default: the feed's title]")
@click.option("--slug", help="Its word in addresses.  [default: from its host]")
@click.option("--section", help="The desk the feed belongs to: politics, sports …")
@click.option("--homepage", help="The paper's front page.")
@click.option("--force", is_flag=True, help="Add it although the probe fails.")
def add(
    settings: Settings,
    *,
    feed_url: str,
    name: str | None,
    slug: str | None,
    section: str | None,
    homepage: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Add the paper behind FEED_URL to the edition, once a probe of it succeeds.

    It is written to editions/<code>.toml in the data folder; a running collector reads it at its next start.
    """
    edition = _edition(settings)
    url = urls.clean(feed_url)
    if url is None:
        raise EditionError(f"{feed_url!r} is no web address; it begins with http:// or https://")
    (found,) = asyncio.run(_probe(settings, [(url, edition.zone)]))
    if found.problem and not force:
        raise EditionError(
            f"{url} was not added: {found.problem}. Mend the address, or add it all the same with --force"
        )
    word = slug or slug_of(urls.site(url).split(".")[0])
    paper = Source(
        slug=word,
        name=name or found.title or word,
        country=edition.code.split(",")[0],
        zone=edition.zone,
        homepage=homepage,
        feeds=(Feed(id=f"{word}/{section}" if section else word, source=word, url=url, section=section),),
    )
    path = editions.write_source(settings.data / "editions", edition.code.split(",")[0], paper)
    output.note(f"{paper.name} ({paper.slug}) is added in {path}: {found.entries} entries at the moment")
    if as_json:
        output.say_json({"added": paper.slug, "file": str(path), "probe": _probe_row(found)})


def health(state: FeedState | None) -> str:
    """A feed's state in words."""
    if state is None:
        return "not tried yet"
    if state.stopped:
        return f"stopped: {state.stopped}"
    if state.problem:
        since = f", last reached {state.reached:%Y-%m-%d %H:%M} UTC" if state.reached else ", never reached"
        return f"{state.problem} ({state.errors} times in a row{since})"
    return f"well, reached {state.reached:%Y-%m-%d %H:%M} UTC" if state.reached else "not tried yet"


def _edition(settings: Settings) -> Edition:
    return editions.load(settings.edition, folder=settings.data / "editions")


def _chosen(edition: Edition, names: Sequence[str]) -> list[tuple[str, str]]:
    """(address, zone) of the feeds named."""
    every = {feed.id: (feed.url, paper.zone) for paper in edition.sources for feed in paper.feeds}
    if not names:
        return [every[name] for name in edition.first if name in every] or list(every.values())
    chosen: list[tuple[str, str]] = []
    for name in names:
        papers = [paper for paper in edition.sources if paper.slug == name]
        if papers:
            chosen += [(feed.url, paper.zone) for paper in papers for feed in paper.feeds]
        elif (url := urls.clean(name)) is not None:
            chosen.append((url, edition.zone))
        else:
            raise EditionError(
                f"{name!r} is neither a paper of {edition.name} nor a web address; `warraq source list` lists them"
            )
    return chosen


async def _probe(settings: Settings, feeds: Sequence[tuple[str, str]]) -> list[Probe]:
    async with contextlib.AsyncExitStack() as stack:
        fetcher = wiring.fetcher(settings)
        stack.push_async_callback(fetcher.close)
        readers = await stack.enter_async_context(wiring.parsers(settings))
        clock = wiring.SystemClock()
        asking = wiring.asking(settings, fetcher, clock)
        gate = asyncio.Semaphore(settings.max_hosts)

        async def one(url: str, zone: str) -> Probe:
            async with gate:
                return await probe(url, asking=asking, parsers=readers, clock=clock, zone=zone)

        return list(await asyncio.gather(*(one(url, zone) for url, zone in feeds)))


def _row(paper: Source, feed: Feed, state: FeedState | None) -> dict[str, Any]:
    return {
        "slug": paper.slug,
        "name": paper.name,
        "country": paper.country,
        "feed": feed.id,
        "url": feed.url,
        "section": feed.section,
        "health": health(state),
        "reached": state.reached if state else None,
        "errors": state.errors if state else 0,
        "policy": paper.policy,
        "permission": paper.permission,
        "in_public": in_public(paper),
    }


def _probe_row(one: Probe) -> dict[str, Any]:
    return {
        "url": one.url,
        "address": one.address,
        "ok": one.problem is None,
        "entries": one.entries,
        "newest": one.newest,
        "title": one.title,
        "problem": one.problem,
    }
