"""`warraq export`: what is kept here goes out, in forms that others read."""

from __future__ import annotations

from pathlib import Path

import click

from warraq import editions
from warraq.cli import output
from warraq.cli.options import shared
from warraq.cli.warcs import export_warc
from warraq.errors import WarraqError
from warraq.feeds import opml as lists
from warraq.newsroom import subscribing
from warraq.press import Settings


@click.group()
def exports() -> None:
    """Take out what is kept, in forms that others read."""


exports.add_command(export_warc)


@exports.command()
@shared
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file.  [default: stdout]",
)
def opml(settings: Settings, *, path: Path | None, as_json: bool) -> None:
    """Write the edition's feeds as an OPML list, one group a paper."""
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    listed = subscribing.subscriptions(edition)
    data = lists.write(listed)
    if path is None:
        click.echo(data.decode(), nl=False)
    else:
        try:
            path.write_bytes(data)
        except OSError as error:
            raise WarraqError(
                f"{path} cannot be written ({error.strerror}); choose another with -o"
            ) from error
    output.note(f"{len(edition.sources)} papers, {len(listed.feeds)} feeds of {edition.name}")
    if as_json:
        output.say_json(
            {
                "edition": edition.code,
                "papers": len(edition.sources),
                "feeds": len(listed.feeds),
                "file": path,
            }
        )
