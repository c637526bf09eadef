"""`warraq export`: what is kept here goes out."""

from __future__ import annotations

import click

from warraq.cli.warcs import export_warc


@click.group()
def exports() -> None:
    """Take out what is kept, in forms that others read."""


exports.add_command(export_warc)
