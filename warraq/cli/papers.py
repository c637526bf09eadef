"""Which paper, country and time zone does an operator mean?"""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from warraq import editions
from warraq.press import Settings, Source


def known(settings: Settings) -> dict[str, Source]:
    """The papers of every edition, packaged and the operator's own: an imported paper keeps its name and country."""
    papers: dict[str, Source] = {}
    folder = settings.data / "editions"
    for code in editions.codes(folder):
        for paper in editions.load(code, folder=folder).sources:
            papers.setdefault(paper.slug, paper)
    return papers


def country_of(edition: str) -> str:
    """The country of an edition's papers by its code (of several, the first's); "zz" where it is no country's."""
    code = edition.split(",")[0].strip().lower()
    return code if len(code) == 2 else "zz"


def time_zone(name: str) -> str:
    """The name itself. Raises: BadParameter for one that names no zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(
            f"{name!r} is no time zone; write for example Africa/Cairo", param_hint="--zone"
        ) from error
    return name


def iso_country(code: str) -> str:
    """A lower-case ISO 3166 code; "zz" stands for none. Raises: BadParameter."""
    from babel import Locale

    found = code.strip().upper()
    if found != "ZZ" and not (len(found) == 2 and found.isalpha() and found in Locale("en").territories):
        raise click.BadParameter(
            f"{code!r} is no country; write its two letters, for example eg", param_hint="--country"
        )
    return found.lower()
