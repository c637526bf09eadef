"""`warraq site`: what is the site called, in which colours, and what was it before?"""

from __future__ import annotations

from typing import Any

import click

from warraq.cli import output
from warraq.cli.decide import OPERATOR, kept
from warraq.cli.options import shared
from warraq.errors import SettingsError, WarraqError
from warraq.press import Masthead, Settings
from warraq.web import recasting
from warraq.web.recasting import LANGUAGES, TEXTS, Flaw
from warraq.wiring import House

_LISTED = 1_000
_SAYS = {
    "long": "longer than {most} letters",
    "colour": "no colour; write #rrggbb",
    "faint": "cannot be read on the page: its contrast is {ratio}, {least} is needed; the nearest that can is {nearest}",
    "contact": "neither a mail address nor a page that begins with https://",
    "hijri": "days from -2 to 2",
}


@click.group()
def site() -> None:
    """What readers see the site called, its colours and its own words: the page /desk/site, from the command line."""


@site.command("show")
@shared
@click.option("--history", is_flag=True, help="Also every earlier state: who set it and when.")
def show_site(settings: Settings, *, history: bool, as_json: bool) -> None:
    """Say what is set; what is not is as Warraq has it."""
    with kept(settings) as house:
        listed = house.mastheads.listed(limit=_LISTED if history else 1)
    rows = [
        {"number": one.number, "by": one.by, "at": f"{one.at:%Y-%m-%dT%H:%M:%SZ}", "undoes": one.undoes}
        | _set(one.masthead)
        for one in listed
    ]
    if as_json:
        output.say_json(
            {"site": _set(listed[0].masthead) if listed else {}} | ({"history": rows} if history else {})
        )
        return
    for row in rows:
        for name, value in row.items():
            if value is not None:
                click.echo("{}\t{}".format(name, str(value).replace("\n", "\n\t")))
    if not rows:
        output.note("nothing is set: the site is called and coloured as Warraq is")


@site.command("set")
@shared
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="ar", help="In which the texts are.  [default: ar]"
)
@click.option("--name", help="What the site is called, in titles, feeds and at the head of every page.")
@click.option("--tagline", help="A line under the name.")
@click.option("--about", help="The beginning of /about, a paragraph a line.")
@click.option("--footer", help="The line at the foot of every page.")
@click.option("--light", metavar="#RRGGBB", help="The accent on light paper.")
@click.option("--dark", metavar="#RRGGBB", help="The accent on dark paper.")
@click.option("--public-contact", "readers", help="A mail address or https page for readers, on /contact.")
@click.option("--hijri", metavar="DAYS", help="Days by which today's Hijri date is moved, -2 to 2.")
@click.option("--by", default=OPERATOR, help="Who sets it, for the history.")
def set_site(settings: Settings, *, language: str, by: str, as_json: bool, **given: str | None) -> None:
    """Set what is given and leave the rest. An empty text ("") is as Warraq has it. A running site follows within 5 s."""
    given["contact"] = given.pop("readers")  # --contact is a setting's name
    said = {
        f"{name}_{language}" if name in TEXTS else name: text
        for name, text in given.items()
        if text is not None
    }
    if not said:
        raise SettingsError("nothing is given to set; `warraq site set --help` lists what may be")
    with kept(settings) as house:
        standing = house.mastheads.standing()
        before = recasting.written(standing.masthead if standing else Masthead())
        masthead, flaws = recasting.read(before | said)
        if flaws:
            raise SettingsError("; ".join(_told(flaw) for flaw in flaws))
        _put(house, masthead, by=by, after=standing.number if standing else 0)
    output.note("it is set; a running site follows within 5 s")
    if as_json:
        output.say_json({"site": _set(masthead)})


@site.command("undo")
@shared
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=0))
@click.option("--by", default=OPERATOR, help="Who does it, for the history.")
def undo_site(settings: Settings, *, number: int, by: str, as_json: bool) -> None:
    """Let the state of that NUMBER be again; 0: as Warraq has it. What was set since stays in the history."""
    with kept(settings) as house:
        earlier = house.mastheads.recast(number) if number else None
        if earlier is None and number:
            raise WarraqError(f"there is no state {number}; `warraq site show --history` lists them")
        masthead = earlier.masthead if earlier else Masthead()
        _put(house, masthead, by=by, after=house.mastheads.last(), undoes=number)
    output.note("it is so again; a running site follows within 5 s")
    if as_json:
        output.say_json({"site": _set(masthead)})


def _put(house: House, masthead: Masthead, *, by: str, after: int, undoes: int | None = None) -> None:
    if house.mastheads.put(masthead, by=by, now=house.clock.now(), after=after, undoes=undoes) is None:
        raise WarraqError(
            "somebody else set it at the same moment; look with `warraq site show`, and try again"
        )


def _told(flaw: Flaw) -> str:
    return f"{flaw.where}: {_SAYS[flaw.kind].format(**flaw.said)}"


def _set(masthead: Masthead) -> dict[str, Any]:
    """What is set, by the names of the form's fields."""
    return {name: text for name, text in recasting.written(masthead).items() if text}
