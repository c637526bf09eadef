"""Which paper, country and time zone does an operator mean?"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from warraq import editions
from warraq.press import Edition, Settings, Source

_MOST_NAMED = 6


def known(settings: Settings) -> dict[str, Source]:
    """The papers of every edition, packaged and the operator's own: an imported paper keeps its name and country."""
    papers: dict[str, Source] = {}
    folder = settings.data / "editions"
    for code in editions.codes(folder):
        for paper in editions.load(code, folder=folder).sources:
            papers.setdefault(paper.slug, paper)
    return papers


def strangers(papers: Iterable[Source], edition: Edition) -> list[Source]:
    """Those of countries that are not deployed: they stand in the lists of everything kept, not on the front."""
    deployed = {paper.country for paper in edition.sources}
    return sorted((paper for paper in papers if paper.country not in deployed), key=lambda paper: paper.slug)


def spoken(strange: list[Source], edition: Edition) -> str:
    """What an operator should hear of them (at least one): why the front does not show them, and what would."""
    named = ", ".join(f"{paper.slug} ({_said(paper)})" for paper in strange[:_MOST_NAMED])
    more = f" and {len(strange) - _MOST_NAMED} more" if len(strange) > _MOST_NAMED else ""
    fronts = sorted({paper.country for paper in strange} & set(editions.codes()))
    deploy = f" EDITION={','.join([edition.code, *fronts])} deploys them too." if fronts else ""
    nowhere = any(paper.country == "zz" for paper in strange)
    file = " The same import with --country CODE files those of no country under one." if nowhere else ""
    return (
        f"Of no edition deployed ({edition.code}): {named}{more}. They stand in /latest, /day, searches and pages of "
        f"their own, not on the front.{deploy}{file}"
    )


def _said(paper: Source) -> str:
    return "no country" if paper.country == "zz" else paper.country


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
