"""`warraq export warc` and `warraq import warc`: captures as others keep them, out and in."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import click

from warraq import __version__, editions, wiring
from warraq.cli import following, output
from warraq.cli.options import of_paper, shared
from warraq.cli.papers import iso_country, known, spoken, strangers, time_zone
from warraq.crawling import urls
from warraq.crawling.wishes import TDM, of_site
from warraq.errors import SettingsError, WarraqError
from warraq.newsroom import crawled, exporting
from warraq.press import RESERVED_SLUGS, Capture, Edition, Settings, Source, Spoilt
from warraq.wiring import House, deskmodel, desks

_DAY = click.DateTime(["%Y-%m-%d"])
_FILES = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("warc")
@shared
@click.option("--source", metavar="SLUG", help="Only captures of this paper's sites.")
@click.option("--since", type=_DAY, metavar="DAY", help="Captured on this day (UTC) or later: 2026-11-01.")
@click.option("--until", type=_DAY, metavar="DAY", help="Captured on this day (UTC) or before.")
@click.option(
    "--whole",
    is_flag=True,
    help="Also what is withheld and what speaks a masked name: for no hands but your own.",
)
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="FILE.warc.gz"
)  # fmt: skip
def export_warc(
    settings: Settings,
    *,
    source: str | None,
    since: datetime | None,
    until: datetime | None,
    whole: bool,
    target: Path,
    as_json: bool,
) -> None:
    """Write the captures kept to FILE.warc.gz: WARC 1.1, one gzip member a record.

    What a server answered twice in the same words is written once. Pages of articles that are withheld, what papers answered
    that opted out, and answers in which a name stands that is not shown or a withheld headline, are left out and counted. The file stands under its name only when it is whole.
    """
    if not target.name.endswith(".warc.gz"):
        raise click.BadParameter(f"{target.name}: a name that ends with .warc.gz", param_hint="-o")
    wanted = exporting.Wanted(
        _sites(settings, source) if source else None,
        since and since.replace(tzinfo=UTC),
        until and until.replace(tzinfo=UTC) + timedelta(days=1),
    )
    began = time.monotonic()
    part = target.with_name(target.name + ".part")
    try:
        with wiring.house(settings) as house, part.open("wb") as out:
            if not whole:
                kept_back = exporting.decided(house.archive, house.docket().rulings())
                wanted = replace(wanted, kept_back=kept_back)
            exported = exporting.warc(
                out,
                house.keeping(),
                wanted,
                software=f"Warraq/{__version__}",
                now=house.clock.now(),
                wishes=_wishes(house, wanted.sites),
            )
        part.replace(target)
    except OSError as error:
        raise SettingsError(
            f"{target} cannot be written ({error.strerror}); choose another file with -o"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    for url, why in exported.problems:
        output.note(f"  missing  {url}: {why}")
    output.note(
        f"{exported.responses} answers and {exported.revisits} repetitions written to {target}, "
        f"{exported.size_bytes / 1e6:.1f} MB; {exported.missing} missing"
        + (f", {exported.kept_back} kept back as people decided" if exported.kept_back else "")
    )
    if as_json:
        output.say_json(
            {
                "file": str(target),
                "responses": exported.responses,
                "revisits": exported.revisits,
                "missing": exported.missing,
                "kept_back": exported.kept_back,
                "bytes": exported.size_bytes,
                "seconds": round(time.monotonic() - began, 3),
                "problems": [{"where": where, "why": why} for where, why in exported.problems],
            }
        )


@click.command("warc")
@shared
@click.argument("files", nargs=-1, required=True, type=_FILES)
@of_paper
def import_warc(
    settings: Settings,
    *,
    files: tuple[Path, ...],
    source: str | None,
    country: str,
    zone: str,
    as_json: bool,
) -> None:
    """Import the articles among the pages of FILES: WARC or ARC, plain or .gz.

    A page is its paper's by its site, among the papers of the edition, or with --source that paper's. What does not
    read as an article is skipped and counted by its reason. A second import files nothing; a page older than the
    wording we hold files nothing. Ends non-zero when not one page came in.
    """
    bring_in(settings, desks.recorded(files), source=source, country=country, zone=zone, as_json=as_json)


def bring_in(
    settings: Settings,
    captures: Iterator[Capture | Spoilt],
    *,
    source: str | None,
    country: str,
    zone: str,
    as_json: bool,
) -> None:
    """Import the articles among pages that somebody has. Raises: WarraqError where not one came in."""
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    began = time.monotonic()
    with wiring.house(settings) as house:
        paper = _paper(settings, edition, source, iso_country(country), zone) if source else None
        papers = (paper,) if paper else edition.sources
        owner = crawled.of_one(paper, (*edition.sources, paper)) if paper else crawled.by_site(papers)
        house.archive.put_sources(papers)
        intake = asyncio.run(_taken(house, captures, owner))
        following.wait_indexed(house)
    if paper and (strange := strangers([paper], edition)):
        output.note(spoken(strange, edition))
    _tell(intake, time.monotonic() - began, as_json=as_json)
    if not (intake.filed or intake.versions or intake.duplicates):
        raise WarraqError("not one page could be imported; see the reasons above")


async def _taken(house: House, captures: Iterator[Capture | Spoilt], owner: crawled.Owner) -> crawled.Intake:
    """Read pages with the workers and file them."""
    async with desks.parsers(house.settings) as readers:
        desk = crawled.Desk(
            house.archive,
            house.keeping(),
            readers,
            house.clock.now,
            deskmodel.desking(house.settings).desked,
            desks.teaching(house),
        )
        return await crawled.pages(desk, captures, owner, told=_told)


def _tell(intake: crawled.Intake, seconds: float, *, as_json: bool) -> None:
    """Say what an import came to."""
    for where, why in intake.problems:
        output.note(f"  failed  {where}: {why}")
    for why, count in intake.skipped.most_common():
        output.note(f"  skipped {count}: {why}")
    output.note(
        f"{intake.filed} articles filed, {intake.versions} new versions, {intake.duplicates} known already, "
        f"{intake.failed} failed, {intake.skipped.total()} skipped, in {seconds:.1f} s"
    )
    if as_json:
        output.say_json(
            {
                "filed": intake.filed,
                "versions": intake.versions,
                "duplicates": intake.duplicates,
                "failed": intake.failed,
                "skipped": intake.skipped.total(),
                "reasons": [{"why": why, "count": count} for why, count in intake.skipped.most_common()],
                "problems": [{"where": where, "why": why} for where, why in intake.problems],
                "seconds": round(seconds, 3),
            }
        )


def _told(intake: crawled.Intake) -> None:
    output.note(
        f"  {intake.filed} filed, {intake.versions} versions, {intake.duplicates} known, "
        f"{intake.skipped.total()} skipped, {intake.failed} failed"
    )


def _wishes(house: House, sites: frozenset[str] | None) -> dict[str, tuple[str, ...]]:
    """What the sites of an export ask of robots, by host; path by path where they reserve parts of themselves."""
    found: dict[str, tuple[str, ...]] = {}
    for one in house.wishes.held().values():
        host = one.host.rpartition(":")[0]
        if sites is None or urls.site(f"https://{one.host}/") in sites:
            parts = (f"{TDM}={rule.location}" for rule in one.rules if rule.reserved)
            found[host] = tuple(
                dict.fromkeys((*of_site(one), *(quote(part, safe="=/*$-._~") for part in parts)))
            )
    return found


def _sites(settings: Settings, slug: str) -> frozenset[str]:
    """The sites of a paper of the catalogue or of the operator's own. Raises: SettingsError."""
    paper = known(settings).get(slug)
    if paper is None:
        raise SettingsError(f"no edition knows a paper {slug!r}; `warraq source list` names those of yours")
    return frozenset(
        urls.site(address) for address in (paper.homepage, *(feed.url for feed in paper.feeds)) if address
    )


def _paper(settings: Settings, edition: Edition, slug: str, country: str, zone: str) -> Source:
    """The paper of that name: of this edition, of the catalogue, or a new one. Raises: BadParameter."""
    ours = {one.slug: one for one in edition.sources}
    if found := ours.get(slug) or known(settings).get(slug):
        return found
    if (
        slug in RESERVED_SLUGS
        or not slug.replace("-", "").isalnum()
        or slug != slug.lower()
        or not slug.isascii()
    ):
        raise click.BadParameter(f"{slug!r}: ASCII letters, digits and dashes", param_hint="--source")
    return Source(slug=slug, name=slug, country=country, zone=time_zone(zone))
