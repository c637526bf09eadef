"""Which paper, and which time zone, does an operator mean?"""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from warraq import editions
from warraq.press import Settings, Source


def known(settings: Settings) -> dict[str, Source]:
    """The papers of every edition, packaged and the operator's own: an imported paper keeps its name and country."""
    papers: dict[str, Source] = {}
    for code in editions.codes():
        for paper in editions.load(code, folder=settings.data / "editions").sources:
            papers.setdefault(paper.slug, paper)
    return papers


def time_zone(name: str) -> str:
    """The name itself. Raises: BadParameter for one that names no zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(
            f"{name!r} is no time zone; write for example Africa/Cairo", param_hint="--zone"
        ) from error
    return name
