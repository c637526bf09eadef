"""`warraq source`: which papers are read, does each work, and how is one added?"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, get_args

import click

from warraq import editions, wiring
from warraq.cli import ailing, output
from warraq.cli import door as doors
from warraq.cli.icon import icon
from warraq.cli.options import shared
from warraq.cli.optout import optout
from warraq.cli.papers import country_of
from warraq.cli.policy import agreement, policy
from warraq.cli.teach import teach
from warraq.cli.template import reread, template
from warraq.cli.unfiled import pages
from warraq.crawling import moving, urls
from warraq.crawling.health import Health
from warraq.crawling.wishes import TDM
from warraq.errors import EditionError, WarraqError
from warraq.moderation.policy import agreed, in_public
from warraq.newsroom.importing import slug_of
from warraq.newsroom.probing import Probe, Probing
from warraq.ports.daybook import FeedState
from warraq.press import Edition, Feed, FeedKind, Settings, SiteWishes, Source
from warraq.wiring import desks

_MOST_RULES = 3


@click.group()
def source() -> None:
    """The papers of an edition: list them, probe them, add one, record what was agreed with one."""


source.add_command(policy)
source.add_command(doors.door)
source.add_command(optout)
source.add_command(icon)
source.add_command(template)
source.add_command(reread)
source.add_command(teach)
source.add_command(pages)


@source.command("list")
@shared
def list_sources(settings: Settings, *, as_json: bool) -> None:
    """List the edition's papers, how each of their feeds does, and what a public site shows of them and why."""
    edition = _edition(settings)
    with wiring.house(settings) as house:
        states, report = house.daybook.feed_states(), house.examining(edition)()
        held = house.shown()[0].sources()
        papers = agreed(edition.sources, held)
        asked = house.archive.asked_of_robots()
        ways, missing = house.rechecks.doors(), house.rechecks.missing()
        sites = house.wishes.held()
    rows = [(paper, feed, states.get(feed.id)) for paper in papers.values() for feed in paper.feeds]
    others = [held[slug] for slug in sorted(held.keys() - papers.keys())]
    if as_json:
        listed = [
            {
                **_row(*one, report.papers[one[0].slug]),
                "door": doors.row(ways.get(one[0].slug)),
                "missed": missing.get(one[0].slug, 0),
                "robots": asked.get(one[0].slug, {}),
                "site": site_row(sites.get(one[0].slug)),
            }
            for one in rows
        ]
        kept = [
            {"slug": one.slug, "name": one.name, "in_public": in_public(one), "opted_out": one.opted_out}
            for one in others
        ]
        output.say_json({"edition": edition.code, "sources": listed, "others": kept})
        return
    for paper, feed, state in rows:  # a line a feed, whole: to be read, searched and copied from
        how, way = report.papers[paper.slug], ways.get(paper.slug)
        last = f"last article {how.last:%Y-%m-%d}" if how.last else "no article"
        pace = f"{how.pace:.3g} articles a day" if how.pace is not None else "its pace is not known yet"
        door = (
            doors.spoken(way)
            if paper.homepage or way
            else "no front page is known: its door is not looked at"
        )
        home = "; ".join(filter(None, (door, doors.gone(paper.slug, way, missing))))
        wished = "; ".join(
            filter(None, (wishes(asked.get(paper.slug, {})), site_wishes(sites.get(paper.slug))))
        )
        said = (agreement(paper), wished or "-", home, ailing.words(how), last, pace)
        click.echo("\t".join((feed.id, paper.name, health(state), feed.url, *said)))
    for paper in others:
        click.echo("\t".join((paper.slug, paper.name, "kept, of no edition deployed", "-", agreement(paper))))
    more = f"; {len(others)} more of which something is kept" if others else ""
    output.note(f"{len(edition.sources)} papers, {len(rows)} feeds of {edition.name}{more}")


@source.command("probe")
@shared
@click.argument("names", nargs=-1, metavar="[SLUG|URL]...")
def probe_sources(settings: Settings, *, names: tuple[str, ...], as_json: bool) -> None:
    """Fetch feeds once and say what came of each; nothing is filed.

    Names papers by slug, or feeds by address; without names, the feeds that the edition tries first. Given a page
    instead of a feed (a paper's homepage), finds the feeds that it names and probes them.
    Ends non-zero if one of them does not work.
    """
    edition = _edition(settings)
    found = asyncio.run(_probe(settings, _chosen(edition, names)))
    for one, feeds in found:
        output.note(f"{one.url}\n  {_said(one, feeds)}")
        for feed in feeds:
            output.note(f"    {feed.url}\n      {_said(feed, ())}")
    if as_json:
        rows = [{**_probe_row(one), "feeds": [_probe_row(feed) for feed in feeds]} for one, feeds in found]
        output.say_json({"probes": rows})
    bad = sum(1 for one, feeds in found if one.problem and not _working(feeds))
    if bad:
        raise WarraqError(f"{bad} of {len(found)} feeds do not work")


@source.command("add")
@shared
@click.argument("feed_url")
@click.option("--name", help="The paper's name as readers know it.  [default: the feed's title]")
@click.option("--slug", help="Its word in addresses.  [default: from its host]")
@click.option("--section", help="The desk the feed belongs to: politics, sports …")
@click.option(
    "--homepage",
    help="The paper's front page.  [default: FEED_URL, where it is one; else what the feed says]",
)
@click.option(
    "--kind", type=click.Choice(get_args(FeedKind)), default="feed",
    help="listing: a section page without a feed, whose links are the entries.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Add it although the probe fails.")
def add(
    settings: Settings,
    *,
    feed_url: str,
    name: str | None,
    slug: str | None,
    section: str | None,
    homepage: str | None,
    kind: FeedKind,
    force: bool,
    as_json: bool,
) -> None:
    """Add the paper behind FEED_URL to the edition, once a probe of it succeeds.

    FEED_URL is a feed or sitemap, or the paper's homepage: then the best feed that it names is added.
    It is written to editions/<code>.toml in the data folder; a running collector reads it at its next start.
    """
    edition = _edition(settings)
    url = urls.clean(feed_url)
    if url is None:
        raise EditionError(f"{feed_url!r} is no web address; it begins with http:// or https://")
    ((found, named),) = asyncio.run(_probe(settings, [(url, edition.zone, kind)]))
    if working := _working(named):
        found, homepage = working[0], homepage or url
        for other in working[1:]:
            output.note(f"  it also names {other.url}: {_said(other, ())}")
    if found.problem and not force:
        hint = (
            f"; {found.links} of its links look like articles: --kind listing reads them"
            if found.links
            else ""
        )
        raise EditionError(
            f"{url} was not added: {found.problem}{hint}. Mend the address, or add it all the same with --force"
        )
    word = slug or slug_of(urls.site(url).split(".")[0])
    feed = Feed(f"{word}/{section}" if section else word, word, found.url, section, kind)
    paper = Source(
        slug=word,
        name=name or found.title or word,
        country=country_of(edition.code),
        zone=edition.zone,
        homepage=homepage or _front(found, section),
        feeds=(feed,),
    )
    path = editions.write_source(settings.data / "editions", edition.code.split(",")[0], paper)
    if not paper.homepage:
        says = f"; its feed says {found.page}" if found.page else ""
        output.note(f"no front page of {word} is known{says}: --homepage says it")
    output.note(f"{paper.name} ({paper.slug}) is added in {path}: {feed.url}, {_size(found)} at the moment")
    if as_json:
        output.say_json(
            {"added": paper.slug, "feed": feed.url, "file": str(path), "probe": _probe_row(found)}
        )


@source.command("move")
@shared
@click.argument("slug")
def move(settings: Settings, *, slug: str, as_json: bool) -> None:
    """Write down the new addresses of a paper's feeds that moved for good, as the collector saw them.

    A permanent redirect is believed after three visits over three days; `warraq doctor` tells of it. The addresses are
    written to editions/<code>.toml in the data folder; a running collector, which asks there already, reads them at its
    next start.
    """
    folder = settings.data / "editions"
    code, paper = _of_edition(settings, slug)
    with wiring.house(settings) as house:
        states = house.daybook.feed_states()
    moved: list[dict[str, str]] = []
    for feed in paper.feeds:
        state = states.get(feed.id)
        new = moving.proven(state) if state is not None and state.url == feed.url else None
        if new is not None:
            path = editions.write_address(folder, code, feed, new)
            output.note(f"{feed.id}: {feed.url} is {new} from now on, in {path}")
            moved.append({"feed": feed.id, "from": feed.url, "to": new, "file": str(path)})
    if as_json:
        output.say_json({"slug": slug, "moved": moved})
    if not moved:
        raise EditionError(
            f"no feed of {slug} was seen to move for good; `warraq source list` says how each does"
        )


def _front(found: Probe, section: str | None) -> str | None:
    """The front page as the feed itself says it: of a desk's feed that of its site. None where it speaks of another site."""
    if found.page is None or not urls.same_site(found.page, found.address):
        return None
    return (urls.absolute("/", found.page) or found.page) if section else found.page


def _of_edition(settings: Settings, slug: str) -> tuple[str, Source]:
    """The edition's code and the paper. Raises: EditionError."""
    for code in settings.edition.split(","):
        for paper in editions.load(code, folder=settings.data / "editions").sources:
            if paper.slug == slug:
                return code, paper
    raise EditionError(f"no paper of {settings.edition} is called {slug!r}; `warraq source list` lists them")


def _working(feeds: Sequence[Probe]) -> list[Probe]:
    return [one for one in feeds if one.problem is None]


def _said(one: Probe, feeds: Sequence[Probe]) -> str:
    """What came of a probe, in words."""
    if feeds:
        return f"a page, not a feed; it names {len(feeds)}, of which {len(_working(feeds))} work:"
    if one.problem:
        hint = f' ({one.links} of its links look like articles: kind = "listing")' if one.links else ""
        return f"FAILED {one.problem}{hint}"
    newest = f", newest {one.newest:%Y-%m-%d %H:%M} UTC" if one.newest else ""
    return f"ok {_size(one)}{newest}{f': {one.example}' if one.example else ''}"


def _size(one: Probe) -> str:
    return f"{one.parts} parts of a sitemap index" if one.parts else f"{one.entries} entries"


def health(state: FeedState | None) -> str:
    """A feed's state in words."""
    if state is None:
        return "not tried yet"
    if state.stopped:
        return f"stopped: {state.stopped}"
    if state.problem:
        since = f", last reached {state.reached:%Y-%m-%d %H:%M} UTC" if state.reached else ", never reached"
        often = f" ({state.errors} times in a row{since})" if state.errors else f" ({since.lstrip(', ')})"
        return state.problem + often
    return f"well, reached {state.reached:%Y-%m-%d %H:%M} UTC" if state.reached else "not tried yet"


def _edition(settings: Settings) -> Edition:
    return editions.load(settings.edition, folder=settings.data / "editions")


def _chosen(edition: Edition, names: Sequence[str]) -> list[tuple[str, str, FeedKind]]:
    """(address, zone, kind) of the feeds named."""
    every = {feed.id: (feed.url, paper.zone, feed.kind) for paper in edition.sources for feed in paper.feeds}
    if not names:
        return [every[name] for name in edition.first if name in every] or list(every.values())
    chosen: list[tuple[str, str, FeedKind]] = []
    for name in names:
        papers = [paper for paper in edition.sources if paper.slug == name]
        if papers:
            chosen += [(feed.url, paper.zone, feed.kind) for paper in papers for feed in paper.feeds]
        elif (url := urls.clean(name)) is not None:
            chosen.append((url, edition.zone, "feed"))
        else:
            raise EditionError(
                f"{name!r} is neither a paper of {edition.name} nor a web address; `warraq source list` lists them"
            )
    return chosen


async def _probe(
    settings: Settings, feeds: Sequence[tuple[str, str, FeedKind]]
) -> list[tuple[Probe, tuple[Probe, ...]]]:
    """Each address's probe; of a page, also those of the feeds it names."""
    async with contextlib.AsyncExitStack() as stack:
        fetcher = desks.fetcher(settings)
        stack.push_async_callback(fetcher.close)
        readers = await stack.enter_async_context(desks.parsers(settings))
        clock = wiring.SystemClock()
        asking = desks.asking(settings, fetcher, clock)
        gate = asyncio.Semaphore(settings.max_hosts)

        async def one(url: str, zone: str, kind: FeedKind) -> tuple[Probe, tuple[Probe, ...]]:
            probing = Probing(asking, readers, clock, zone)
            async with gate:
                found = await probing.probe(url, kind=kind)
                return found, await probing.discover(found)

        return list(await asyncio.gather(*(one(*feed) for feed in feeds)))


def wishes(asked: dict[str, int]) -> str:
    """How many of a paper's pages ask what of robots."""
    counted = sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))
    return f"its pages ask: {', '.join(f'{one} {count}' for one, count in counted)}" if counted else ""


def site_wishes(said: SiteWishes | None) -> str:
    """What a paper's site asks for all its pages, and where it says so."""
    if said is None:
        return ""
    signals = ", ".join(f"{name}={value}" for name, value in said.signals)
    rules = [f"{TDM} {rule.location or '/'}" + (f" (terms: {rule.policy})" if rule.policy else "")
             for rule in said.rules if rule.reserved]  # fmt: skip
    more = f" and {len(rules) - _MOST_RULES} more" if len(rules) > _MOST_RULES else ""
    told = (
        f"{signals} (robots.txt)" if signals else "",
        f"{', '.join(rules[:_MOST_RULES])}{more} (tdmrep.json)" if rules else "",
    )
    asks, problem = ", ".join(filter(None, told)), said.problem or ""
    if problem and not problem.startswith("robots.txt"):
        problem = f"tdmrep.json: {problem}"
    return "; ".join(filter(None, (f"its site asks: {asks}" if asks else "", problem)))


def site_row(said: SiteWishes | None) -> dict[str, Any] | None:
    """The same for programs."""
    if said is None:
        return None
    return {
        "host": said.host,
        "asked": said.asked,
        "signals": dict(said.signals),
        "rules": [
            {"location": one.location, TDM: int(one.reserved), "tdm-policy": one.policy} for one in said.rules
        ],
        "problem": said.problem,
    }


def _row(paper: Source, feed: Feed, state: FeedState | None, how: Health) -> dict[str, Any]:
    return {
        "slug": paper.slug,
        "name": paper.name,
        "country": paper.country,
        "feed": feed.id,
        "url": feed.url,
        "section": feed.section,
        "kind": feed.kind,
        "health": health(state),
        "reached": state.reached if state else None,
        "errors": state.errors if state else 0,
        "policy": paper.policy,
        "permission": paper.permission,
        "in_public": in_public(paper),
        "condition": how.condition.value,
        "last_article": how.last,
        "articles_a_day": how.pace,
        "moved_to": moving.proven(state) if state else None,
    }


def _probe_row(one: Probe) -> dict[str, Any]:
    return {
        "url": one.url,
        "address": one.address,
        "kind": one.kind,
        "ok": one.problem is None,
        "entries": one.entries,
        "parts": one.parts,
        "newest": one.newest,
        "title": one.title,
        "problem": one.problem,
        "links": one.links,
    }
