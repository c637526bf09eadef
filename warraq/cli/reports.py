"""`warraq reports`: what readers report of pictures, what became of it, and the moderator's word."""

from __future__ import annotations

from datetime import UTC, date, datetime

import click

from warraq.cli import output, picture
from warraq.cli.options import shared
from warraq.errors import WarraqError
from warraq.moderation import caselog, transitions
from warraq.newsroom import casework
from warraq.press import CaseEvent, CaseState, PictureId, Settings

_STATES = [one.value for one in CaseState if one is not CaseState.VISIBLE]
_number = click.argument("number", metavar="ID", type=click.IntRange(min=1))
_reason = click.option("--reason", required=True, help="Why, in one clause: it stands in the log.")


@click.group()
def reports() -> None:
    """Reported pictures: the queue, the log, and a moderator's word."""


@reports.command("list")
@shared
@click.option(
    "--state",
    "states",
    type=click.Choice(_STATES),
    multiple=True,
    help="Those in this state; may be repeated.",
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="How many at most.  [default: 50]")
def list_cases(settings: Settings, *, states: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List what waits for a moderator: appeals, what is queued or frozen, and what was hidden or blurred unseen."""
    with picture.kept(settings) as house:
        wanted = tuple(map(CaseState, states)) or transitions.AWAITING
        cases = casework.queue(house.moderating(), wanted, limit=limit)[:limit]
        rows = [
            picture.row(house, held, one) for one in cases if (held := house.pictures.picture(one.picture))
        ]
        tally = {state.value: many for state, many in sorted(house.reports.tally().items())}
    if as_json:
        output.say_json({"pictures": rows, "states": tally})
        return
    for one in rows:
        click.echo(
            "\t".join(picture.plain(one[name]) for name in ("id", "case", "severe", "reporters", "since"))
        )
    output.note(", ".join(f"{many} {state}" for state, many in tally.items()) or "nothing was reported")


@reports.command("show")
@shared
@_number
def show(settings: Settings, *, number: int, as_json: bool) -> None:
    """Say how a reported picture stands, which articles show it, what an appeal says, and every line of its log."""
    picture.show(settings, number, as_json=as_json)


@reports.command("keep")
@shared
@_number
@_reason
def keep(settings: Settings, *, number: int, reason: str, as_json: bool) -> None:
    """Keep a picture: no number of reports hides it from now on, until its pixels change."""
    picture.decide(settings, number, CaseEvent.KEEP, reason, as_json=as_json)


@reports.command("hide")
@shared
@_number
@_reason
def hide(settings: Settings, *, number: int, reason: str, as_json: bool) -> None:
    """Hide a picture for good, and what is nearly the same picture."""
    picture.decide(settings, number, CaseEvent.HIDE, reason, as_json=as_json)


@reports.command("thaw")
@shared
@_number
@_reason
def thaw(settings: Settings, *, number: int, reason: str, as_json: bool) -> None:
    """Take a picture that a breaker froze back to the queue, before its 24 hours are over."""
    with picture.kept(settings) as house:
        said = house.moderating().thaw(PictureId(number), reason)
    if said is None:
        raise WarraqError(f"picture {number} is not frozen; `warraq reports list --state frozen` lists those")
    output.note(f"picture {number}: {picture.spoken(said)}")
    if as_json:
        output.say_json(caselog.told(said))


@reports.command("restore")
@shared
@click.argument("source")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="The day, in UTC: 2026-03-10.  [default: today]"
)
@_reason
def restore(settings: Settings, *, source: str, day: datetime | None, reason: str, as_json: bool) -> None:
    """Keep every picture of a paper that reports alone hid, blurred or froze on a day: the answer to an attack."""
    with picture.kept(settings) as house:
        if source not in house.archive.sources():
            raise WarraqError(f"no paper is called {source!r}; `warraq source list` lists them")
        on: date = (day or house.clock.now()).date()
        lines = house.moderating().restore(source, on, UTC, reason)
    output.note(f"{len(lines)} pictures of {source} are kept that reports took on {on}")
    if as_json:
        output.say_json(
            {"source": source, "day": on.isoformat(), "kept": [one.said.picture for one in lines]}
        )


@reports.command("log")
@shared
@click.option("--picture", "number", type=click.IntRange(min=1), help="That picture's lines alone.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=100, help="The last lines.  [default: 100]"
)
def log(settings: Settings, *, number: int | None, limit: int, as_json: bool) -> None:
    """Print the log: role, rule, score and counts, and never a person."""
    with picture.kept(settings) as house:
        lines = house.reports.log(PictureId(number) if number else None)[-limit:]
    if as_json:
        output.say_json({"lines": [caselog.told(one) for one in lines]})
        return
    for one in lines:
        click.echo(f"{one.number}\t{one.said.picture}\t{picture.spoken(one)}")


@reports.command("verify")
@shared
def verify(settings: Settings, *, as_json: bool) -> None:
    """Check that no line of the log was altered since it was written, and that every picture stands as it says."""
    with picture.kept(settings) as house:
        found = casework.verified(house.reports)
    differ = found.differ
    if as_json:
        output.say_json({"lines": found.lines, "broken": found.broken, "differ": differ})
    if found.broken is not None:
        raise WarraqError(
            f"line {found.broken} of the log is not as it was written, or does not follow the one before; "
            "restore a backup, and find out who writes to the archive"
        )
    if differ:
        raise WarraqError(
            f"{len(differ)} pictures do not stand as the log says ({', '.join(map(str, differ[:9]))}): "
            "somebody wrote past it"
        )
    output.note(f"{found.lines} lines, unbroken; {found.pictures} pictures stand as they say")
