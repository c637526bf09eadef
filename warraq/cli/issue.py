"""`warraq issue`: a day's papers as one file, for the days when the network is cut."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime
from pathlib import Path

import click

from warraq import editions, wiring
from warraq.cli import output, running
from warraq.cli.options import shared
from warraq.errors import SettingsError, WarraqError
from warraq.press import Edition, Settings
from warraq.web.issue import Issues
from warraq.web.site import Site
from warraq.wiring import House


@click.command()
@shared
@click.argument("day", required=False, type=click.DateTime(["%Y-%m-%d"]), metavar="[DAY]")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The HTML file to write.",
)
def issue(settings: Settings, *, day: datetime | None, target: Path, as_json: bool) -> None:
    """Write the issue of DAY (2026-11-23; today by default) to one HTML file of at most a megabyte.

    Style, letters and small pictures stand in the file; it opens without a network and asks nobody for anything. It is the file of
    the site's /issue/DAY.html, with no more of any text than the site shows. With --edition one of several editions.
    """
    if not wiring.begun(settings):
        raise SettingsError(
            f"nothing is kept in {settings.data} yet: `warraq up` or `warraq import` begins it"
        )
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    with wiring.house(settings) as house:
        number, body = _made(house, edition, day)
    if body is None:
        raise WarraqError(f"nothing is kept of the papers of {number}; choose another DAY")
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(body)
        part.replace(target)
    except OSError as error:
        raise WarraqError(
            f"{target} cannot be written ({error.strerror}); choose another with --to"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    output.note(f"the issue of {number}: {target}, {len(body) / 1000:.0f} kB")
    if as_json:
        output.say_json({"day": number, "file": str(target), "bytes": len(body)})


def _made(house: House, edition: Edition, day: datetime | None) -> tuple[str, bytes | None]:
    site: Site = running.pages(house, edition).state.site
    scope, settings = site.scopes[""], house.settings
    wanted = day.date() if day else site.clock.now().astimezone(scope.zone).date()
    home = (settings.address or running.address(settings)).rstrip("/")
    try:
        return wanted.isoformat(), asyncio.run(Issues().file(site, scope, wanted, home=home))
    finally:
        site.pool.close()
