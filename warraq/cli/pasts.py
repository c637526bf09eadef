"""`warraq import sitemap` and `warraq import pages`: a past as somebody lists it, or has saved it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from warraq import editions
from warraq.cli import backfill, output
from warraq.cli.options import of_paper, shared
from warraq.cli.warcs import bring_in
from warraq.crawling import past as walking
from warraq.crawling import urls
from warraq.errors import Unreadable, WarraqError
from warraq.feeds import past
from warraq.newsroom import crawled, pastlists
from warraq.newsroom.homes import homes, is_home
from warraq.press import Backfill, Edition, Found, PastKind, Settings, Source
from warraq.wiring import House, desks

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("sitemap")
@shared
@click.argument("place", metavar="URL|FILE")
@click.option("--source", metavar="SLUG", help="The paper, where its site does not tell.")
def import_sitemap(settings: Settings, *, place: str, source: str | None, as_json: bool) -> None:
    """Fetch the pages that the sitemap at URL, or in FILE, names: slowly, as `warraq backfill` does, which goes on with it.

    FILE is a sitemap, an index of them (plain or .gz), or a list of addresses, one a line. Only pages of the paper's own
    site are fetched, only what robots.txt allows, and what is held already is not asked for.
    """
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    if (url := urls.clean(place)) is not None:
        paper = _owner(edition, source, (url,))
        found: list[Found] = []
        wish = Backfill(paper.slug, datetime.now(UTC), lists=(url,))
    else:
        found = _named(Path(place))
        paper = _owner(edition, source, tuple(one.url for one in found))
        wish = Backfill(paper.slug, datetime.now(UTC), begun=True)
    at_home = homes(edition.sources)
    own = [one for one in found if is_home(one.url, paper, at_home)]
    if len(own) < len(found):
        output.note(f"  {len(found) - len(own)} addresses are not of {paper.slug}'s site, and are left")

    def wished(house: House) -> None:
        house.pasts.note(paper.slug, own, now=house.clock.now())
        backfill.wish(house, wish)

    backfill.work(settings, edition, paper.slug, wished, as_json=as_json)


@click.command("pages")
@shared
@click.argument("folders", nargs=-1, required=True, type=_FOLDER)
@of_paper
def import_pages(
    settings: Settings,
    *,
    folders: tuple[Path, ...],
    source: str | None,
    country: str,
    zone: str,
    as_json: bool,
) -> None:
    """Import the articles among the pages saved in FOLDERS: .html and .htm, plain or .gz.

    A page's address is what manifest.jsonl or manifest.csv in the folder says of its file (`file`, `url`, `at`), else what
    the page calls its own. What does not read as an article is skipped and counted by its reason; a second import files
    nothing. Ends non-zero when not one page came in.
    """
    bring_in(settings, desks.saved(folders), source=source, country=country, zone=zone, as_json=as_json)


def _named(path: Path) -> list[Found]:
    """What a file lists. Raises: BadParameter."""
    try:
        read = past.read(
            path.read_bytes(),
            url=path.resolve().as_uri(),
            content_type=None,
            zone="UTC",
            now=datetime.now(UTC),
        )
    except (OSError, Unreadable) as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="URL|FILE") from error
    pages = pastlists.found(read.pages, PastKind.PAGE)
    lists = pastlists.found(read.lists, PastKind.LIST)
    everything = Backfill("", datetime.now(UTC))
    return list(walking.wanted([*pages, *lists], everything))


def _owner(edition: Edition, slug: str | None, addresses: tuple[str, ...]) -> Source:
    """The paper named, or the one on whose site most addresses stand. Raises: WarraqError."""
    if slug is not None:
        return backfill.paper(edition, slug)
    of_site = crawled.by_site(edition.sources)
    owners = [owner for url in addresses[:1000] if isinstance(owner := of_site(url), Source)]
    if not owners:
        raise WarraqError(f"no paper of {edition.code} is known by this site; name it with --source")
    return max(owners, key=owners.count)
