"""`warraq import`: articles collected elsewhere come in, and lists of feeds."""

from __future__ import annotations

import contextlib
import gc
import time
from pathlib import Path

import click

from warraq import editions, wiring
from warraq.cli import following, output
from warraq.cli.options import shared
from warraq.cli.papers import country_of, iso_country, known, spoken, strangers, time_zone
from warraq.cli.pasts import import_pages, import_sitemap
from warraq.cli.warcs import import_warc
from warraq.errors import EditionError, Unreadable, WarraqError
from warraq.feeds import opml as lists
from warraq.newsroom import importing, subscribing
from warraq.press import Edition, Settings, Source
from warraq.wiring import deskmodel

# Past this many bytes a process of its own follows with the index; below, starting it costs more than it saves.
_LARGE = 4 * 2**20


@click.group()
def imports() -> None:
    """Bring in articles collected elsewhere, or lists of feeds."""


imports.add_command(import_warc)
imports.add_command(import_sitemap)
imports.add_command(import_pages)


@imports.command()
@shared
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--field", "fields", multiple=True, metavar="OURS=THEIRS", help="Where a field of ours stands: text=body."
)
@click.option("--source", metavar="NAME", help="The paper, where the lines do not name it.")
@click.option(
    "--country", default="zz", show_default=True, help="Country of papers not known yet (ISO code)."
)
@click.option(
    "--zone", default="UTC", show_default=True, help="Time zone of dates that have none, and of new papers."
)
@click.option("--strict", is_flag=True, help="End non-zero if a single line failed.")
def jsonl(
    settings: Settings,
    *,
    files: tuple[Path, ...],
    fields: tuple[str, ...],
    source: str | None,
    country: str,
    zone: str,
    strict: bool,
    as_json: bool,
) -> None:
    """Import FILES of JSON lines, plain or .gz: one object a line.

    Our fields: id, source, url, title, text, abstract, author, published (ISO 8601), category, language, image.
    A second import of the same lines files nothing. A wrong line is named and costs only itself; the command
    ends non-zero when not one line could be imported, and with --strict when one failed. Returns when what was filed can be searched, indexed by the running server or by this command.
    """
    mapped = importing.Mapped(_mapping(fields), source, iso_country(country), time_zone(zone))
    began = time.monotonic()
    gc.set_threshold(
        50_000, 20, 50
    )  # an import makes only plain values, by the million: hunting cycles costs a tenth
    apart = (
        following.following_apart(settings) if sum(map(_size, files)) > _LARGE else contextlib.nullcontext()
    )
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    with wiring.house(settings) as house, apart:
        tally = importing.jsonl(
            house.archive,
            files,
            mapped,
            now=house.clock.now,
            known=known(settings),
            desked=deskmodel.desking(settings).desked,
            told=_told,
        )
        following.wait_indexed(house)
        papers = house.archive.sources()
    strange = strangers((papers[slug] for slug in tally.papers), edition)
    _tell(tally, strange, edition, time.monotonic() - began, as_json=as_json)
    if tally.failed and strict:
        raise WarraqError(f"{tally.failed} lines failed; the others are imported")
    if tally.failed and not (tally.filed or tally.versions or tally.duplicates):
        raise WarraqError("not one line could be imported; see the reasons above")


@imports.command()
@shared
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--country", help="Country of new papers (ISO code).  [default: the edition's]")
def opml(settings: Settings, *, files: tuple[Path, ...], country: str | None, as_json: bool) -> None:
    """Add the feeds of OPML FILES to the edition, one paper a site.

    They are written to editions/<code>.toml in the data folder; a running collector reads them at its next start.
    Nothing is fetched: `warraq source probe` says which of them work. Feeds that are read already are left alone.
    """
    code = settings.edition.split(",")[0].strip().lower()
    where = iso_country(country or country_of(code))
    added: list[dict[str, str]] = []
    catalogue = known(settings)
    read: list[str] = []
    failed: list[dict[str, str]] = []
    for path in files:
        try:
            listed = lists.read(path.read_bytes())
        except (OSError, Unreadable) as error:
            failed.append({"where": str(path), "why": str(error)})
            continue
        failed += [{"where": str(path), "why": why} for why in listed.dropped]
        edition = editions.load(settings.edition, folder=settings.data / "editions")
        ours = {paper.slug for paper in edition.sources}
        others = [paper for slug, paper in catalogue.items() if slug not in ours]
        zone = _zone_of(where, edition)
        sorted_ = subscribing.papers(listed.feeds, edition, country=where, zone=zone, others=others)
        read += sorted_.known
        failed += [{"where": url, "why": _whose(paper)} for url, paper in sorted_.elsewhere]
        for paper in sorted_.papers:
            try:
                editions.write_source(settings.data / "editions", _file_of(paper, edition), paper)
            except EditionError as error:
                failed += [{"where": feed.url, "why": str(error)} for feed in paper.feeds]
            else:
                added += [{"paper": paper.slug, "name": paper.name, "url": feed.url} for feed in paper.feeds]
    for one in failed:
        output.note(f"  failed  {one['where']}: {one['why']}")
    papers = len({one["paper"] for one in added})
    output.note(
        f"{len(added)} feeds of {papers} papers added, {len(read)} known already, {len(failed)} failed"
    )
    if as_json:
        output.say_json({"edition": code, "added": added, "known": read, "failed": failed})
    if failed and not (added or read):
        raise WarraqError("not one feed could be added; see the reasons above")


def _tell(
    tally: importing.Tally, strange: list[Source], edition: Edition, seconds: float, *, as_json: bool
) -> None:
    for where, why in tally.problems:
        output.note(f"  failed  {where}: {why}")
    for name, slug in sorted(tally.matched.items()):
        output.note(f"  {name} is {slug} of the catalogue, by its site")
    if tally.moved:
        output.note(
            f"  {', '.join(sorted(tally.moved))}: of a country now; `warraq rebuild index` tells an edition's searches"
        )
    output.note(
        f"{tally.filed} articles filed, {tally.versions} new versions, {tally.duplicates} known already, "
        f"{tally.failed} failed, in {seconds:.1f} s"
    )
    if strange:
        output.note(spoken(strange, edition))
    if as_json:
        output.say_json(
            {
                "filed": tally.filed,
                "versions": tally.versions,
                "duplicates": tally.duplicates,
                "failed": tally.failed,
                "papers": sorted(tally.papers),
                "matched": tally.matched,
                "not_deployed": [paper.slug for paper in strange],
                "seconds": round(seconds, 3),
                "problems": [{"where": where, "why": why} for where, why in tally.problems],
            }
        )


def _whose(paper: Source) -> str:
    return (
        f"of {paper.name} ({paper.slug}), a paper of another edition ({paper.country}): deploy that one, or add "
        "the feed to its file"
    )


def _file_of(paper: Source, edition: Edition) -> str:
    """The code of the edition whose file a paper belongs in: its own, or the first of those deployed."""
    parts = edition.parts or (edition,)
    own = (part.code for part in parts if any(one.slug == paper.slug for one in part.sources))
    return next(own, parts[0].code)


def _zone_of(country: str, edition: Edition) -> str:
    """The time of a country that has an edition, else that of this one."""
    return editions.load(country).zone if country in editions.codes() else edition.zone


def _size(path: Path) -> int:
    return path.stat().st_size * (3 if path.suffix == ".gz" else 1)


def _mapping(fields: tuple[str, ...]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for given in fields:
        ours, equals, theirs = given.partition("=")
        if not equals or ours not in importing.FIELDS or not theirs:
            known = ", ".join(importing.FIELDS)
            raise click.BadParameter(
                f"{given!r}: write OURS=THEIRS, where OURS is one of {known}", param_hint="--field"
            )
        mapping[ours] = theirs
    return mapping


def _told(tally: importing.Tally) -> None:
    if (tally.filed + tally.duplicates) % 5000 < importing.BATCH:
        output.note(
            f"  {tally.filed} filed, {tally.versions} versions, {tally.duplicates} known, {tally.failed} failed"
        )
