"""`warraq picture placeholders`: which pictures stand in for many reports, why, and what does a person say of one?"""

from __future__ import annotations

from typing import Any

import click

from warraq.cli import output
from warraq.cli.decide import kept
from warraq.cli.options import shared
from warraq.errors import WarraqError
from warraq.newsroom import picturing
from warraq.press import PictureId, Placeholder, Settings, StandInState
from warraq.wiring import House

_SHOWING = 60


@click.command("placeholders")
@shared
@click.option(
    "--learn",
    is_flag=True,
    help="Look through all pictures that are kept, and not only through those of new articles.",
)
def placeholders(settings: Settings, *, learn: bool, as_json: bool) -> None:
    """List the pictures that a paper sets where it has none of its own, and by what each was told.

    A picture that 12 articles of one paper show on 5 days is such a one, and hangs nowhere; `warraq picture unhang ID --undo`
    hangs it again, for good.
    """
    with kept(settings) as house:
        if learn:
            every = (PictureId(number) for number in range(1, house.pictures.count() + 1))
            fresh = picturing.learn(
                house.archive, house.pictures, house.placeholders, every, now=house.clock.now()
            )
            output.note(f"{fresh} were learnt")
        rows = [row(one) for _, one in sorted(house.placeholders.held().items())]
    if as_json:
        output.say_json({"placeholders": rows})
        return
    for one in rows:
        click.echo(
            "\t".join(
                (str(one["picture"]), one["source"] or "-", "hangs" if one["hangs"] else "-", one["told"])
            )
        )
    output.note(f"{sum(not one['hangs'] for one in rows)} pictures stand in for many, and hang nowhere")


@click.command("unhang")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why, in one clause: it is kept beside it.")
@click.option(
    "--undo",
    "back",
    is_flag=True,
    help="It is a report's own after all, and hangs again, whatever is learnt.",
)
def unhang(settings: Settings, *, number: int, reason: str, back: bool, as_json: bool) -> None:
    """Say that picture ID stands in for many, and hangs nowhere from now on; a running site obeys within seconds."""
    if not reason.strip():
        raise WarraqError("a reason is wanted: it is what is told to whoever asks later")
    with kept(settings) as house:
        one = _said(house, PictureId(number), reason, back=back)
        house.placeholders.say(one)
    output.note(f"picture {number}: {told(one)}")
    if as_json:
        output.say_json(row(one))


def row(one: Placeholder) -> dict[str, Any]:
    return {
        "picture": one.picture,
        "source": one.source,
        "hangs": one.hangs,
        "articles": one.articles,
        "days": one.days,
        "since": one.since,
        "state": one.state.value,
        "reason": one.reason,
        "told": told(one),
    }


def told(one: Placeholder) -> str:
    """Why it hangs or does not, in words."""
    seen = f"{one.articles} articles of {one.source} showed it on {one.days} days"
    match one.state:
        case StandInState.LEARNT:
            return f"stands in for many: {seen}"
        case StandInState.SAID:
            return f"stands in for many, a person said: {one.reason}"
        case StandInState.HUNG:
            return f"hangs, a person said: {one.reason}{f' ({seen})' if one.articles else ''}"


def _said(house: House, number: PictureId, reason: str, *, back: bool) -> Placeholder:
    """A person's word, with what was learnt before. Raises: WarraqError where there is nothing to say it of."""
    before, now = house.placeholders.held().get(number), house.clock.now()
    state = StandInState.HUNG if back else StandInState.SAID
    if before is not None:
        return Placeholder(number, before.source, before.articles, before.days, now, state, reason)
    if back or house.pictures.picture(number) is None:
        raise WarraqError(
            f"no picture {number} stands in for many; `warraq picture placeholders` lists those that do"
            if back
            else f"there is no picture {number}; its number stands in its address, /picture/<number>"
        )
    users = house.archive.articles(house.pictures.users(number, limit=_SHOWING))
    days = {one.at.date() for one in users}
    source = users[0].draft.source if users else ""
    return Placeholder(number, source, len(users), len(days), now, state, reason)
