"""`warraq names`: who is named in what is kept, and which lists say whom to look for?"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.entities import register
from warraq.errors import SettingsError
from warraq.newsroom.shownnames import ShownNames
from warraq.press import Known, Settings
from warraq.wiring import House

_MOST = 50


@click.group()
def names() -> None:
    """People, bodies and places that articles name; the names.txt of an operator."""


_most = click.option("--most", type=click.IntRange(min=1), default=_MOST, show_default=True, help="How many.")


@names.command("list")
@shared
@_most
def listed(settings: Settings, *, most: int, as_json: bool) -> None:
    """The names that have pages, those in the most articles first."""
    with _opened(settings) as house:
        found = [one for one in house.namebook.most(limit=most) if _names(house).name(one.key)]
        behind = _state(house)
    for one in found:
        if not as_json:
            click.echo(f"{one.articles}\t{one.kind.value}\t{one.shown}\t{one.key}")
    if as_json:
        output.say_json({**behind, "names": [_told(one) for one in found]})


@names.command()
@shared
@click.argument("name")
def show(settings: Settings, name: str, *, as_json: bool) -> None:
    """NAME, by any of its forms: its articles by paper, and who is named with it."""
    with _opened(settings) as house:
        readers = _names(house)
        found = readers.name(name)
        if found is None:
            raise SettingsError(
                f"nobody called {name!r} has a page: no list has the name, or papers too few; `warraq names proposed` tells"
            )
        others, papers = readers.others(found.key), readers.papers(found.key)
        beside = readers.beside(found.key, most=_MOST)
        newest = [use.article for use in readers.articles(found.key, limit=_MOST)]
    if as_json:
        told = [{"key": known.key, "name": known.shown, "articles": many} for known, many in beside]
        output.say_json(
            {**_told(found), "others": others, "papers": papers, "beside": told, "newest": newest}
        )
        return
    click.echo(f"{found.shown} ({found.kind.value}): {found.articles} articles, /name/{found.key}")
    if others:
        click.echo(f"  also: {'، '.join(others)}")
    for slug, many in sorted(papers.items(), key=lambda pair: -pair[1]):
        click.echo(f"  {many}\t{slug}")
    for known, many in beside[:10]:
        click.echo(f"  with {known.shown}: {many}")


@names.command()
@shared
@_most
def proposed(settings: Settings, *, most: int, as_json: bool) -> None:
    """Names that no list has and a title proposed, those in the most papers first.

    A name has a page from three papers on three days. To give one a page sooner, or all its forms one page, write it into
    names.txt in the data folder.
    """
    with _opened(settings) as house:
        found = house.namebook.proposed(limit=most)
        behind = _state(house)
    for one in found:
        if not as_json:
            page = "page" if one.name.believed else ""
            click.echo(f"{one.papers}\t{one.days}\t{one.name.articles}\t{one.name.shown}\t{page}")
    if as_json:
        told = [{**_told(one.name), "papers": one.papers, "days": one.days} for one in found]
        output.say_json({**behind, "names": told})


@names.command()
@shared
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(settings: Settings, file: Path, *, as_json: bool) -> None:
    """Would FILE do as names.txt? What it holds, or the first line that is wrong (then non-zero). Nothing is kept."""
    try:
        found = register.read(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: {error}") from error
    shipped = {one.key for one in register.shipped()}
    ours = [one for one in found if one.key in shipped]
    output.note(
        f"{len(found)} names in {file}, {len(ours)} of them known to Warraq's own lists; as names.txt in {settings.data} "
        "they count for what comes, and `warraq rebuild names` reads what is kept with them"
    )
    if not as_json:
        for one in found:
            click.echo(f"{one.kind.value}\t{one.shown}\t{len(one.forms) + len(one.short)} forms")
    if as_json:
        told = [
            {"key": one.key, "name": one.shown, "kind": one.kind.value, "others": one.others} for one in found
        ]
        output.say_json({"names": told, "known": [one.key for one in ours]})


def _opened(settings: Settings) -> AbstractContextManager[House]:
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet, so nobody is named")
    return wiring.house(settings)


def _names(house: House) -> ShownNames:
    return house.shown_names(house.docket())


def _state(house: House) -> dict[str, object]:
    """How far names have followed; says so where they have not, or were read with other lists."""
    desk = house.registering()
    behind, outdated = desk.behind(), desk.outdated()
    if behind:
        output.note("names are still being read: a running warraq, or `warraq rebuild names`, goes on")
    if outdated:
        output.note("the lists of names have changed: `warraq rebuild names` reads what is kept with them")
    return {"behind": behind, "outdated": outdated}


def _told(one: Known) -> dict[str, object]:
    return {
        "key": one.key,
        "name": one.shown,
        "kind": one.kind.value,
        "listed": one.listed,
        "page": one.believed,
        "articles": one.articles,
    }
