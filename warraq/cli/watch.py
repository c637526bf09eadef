"""`warraq watch`: tell me, once a story, whenever the press prints something that answers this."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import click

from warraq import editions, wiring
from warraq.cli import output
from warraq.cli.flaws import told
from warraq.cli.options import shared
from warraq.errors import SettingsError, WarraqError
from warraq.press import Edition, Message, Rule, Settings, Watch, WatchState
from warraq.wiring import House

_SALT_BYTES = 16
_LONGEST = 2_000
_MOST = 10_000
_MESSAGES = 20


class _Watch(click.Group):
    """A group in which whatever is no command is a query: `warraq watch QUERY` adds a watch."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = args and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if known or not args else ["add", *args])


@click.group(cls=_Watch)
def watch() -> None:
    """What is watched for: warraq watch QUERY --to WEBHOOK adds a watch.

    A running `warraq up` or `warraq collect` holds each new article against every watch, and tells of each story once, by the
    webhook and in the watch's feed. docs/howto/watch.md shows a receiver.
    """


@watch.command("add")
@shared
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--to", "target", metavar="URL", help="The webhook that is called. Without one there is the feed alone."
)
@click.option("--name", help="What the watch is called.  [default: the query]")
@click.option("--services", is_flag=True, help="Also the weather, prices and other services.")
def add_watch(
    settings: Settings,
    *,
    query: tuple[str, ...],
    target: str | None,
    name: str | None,
    services: bool,
    as_json: bool,
) -> None:
    """Watch for QUERY, read as `warraq search` reads it, and tell of each story once.

    The first message holds what the last 24 hours have. The key that messages are signed with is shown now, and never again.
    """
    text = " ".join(query)
    if not text.strip() or len(text) > _LONGEST:
        raise SettingsError(f"a query has 1 to {_LONGEST} characters")
    to = _target(settings, target) if target else None
    with _kept(settings) as house:
        _read(house, settings, text)
        if len(house.watches.listed()) >= _MOST:
            raise SettingsError(f"{_MOST} watches are kept already; `warraq watch remove ID` makes room")
        made = house.watches.add(
            Rule((name or text).strip()[:200], text, to, services),
            salt=secrets.token_hex(_SALT_BYTES),
            now=house.clock.now(),
            position=house.archive.last_change(),
        )
        key = wiring.watch_key(settings, made) if to else None
        row = _row(house, made)
    output.note(f"watch {made.id} is kept; a running `warraq up` or `warraq collect` tells of it")
    if key:
        output.note("messages are signed with the key below; note it, it is not shown again")
    if as_json:
        output.say_json(row | {"key": key})
        return
    click.echo(f"watch\t{made.id}\nfeed\t{row['feed']}" + (f"\nkey\t{key}" if key else ""))


@watch.command("list")
@shared
def list_watches(settings: Settings, *, as_json: bool) -> None:
    """List every watch, with how its messages fared."""
    with _kept(settings) as house:
        rows = [_row(house, one) for one in house.watches.listed()]
    if as_json:
        output.say_json({"watches": rows})
        return
    for row in rows:
        said = ", ".join(f"{many} {state}" for state, many in row["messages"].items()) or "nothing yet"
        click.echo(
            "\t".join(map(str, (row["id"], row["state"], row["name"], row["to"] or "feed alone", said)))
        )
        if row["problem"]:
            click.echo(f"\t{row['problem']}")
    output.note(f"{len(rows)} watches")


@watch.command("show")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
def show_watch(settings: Settings, *, number: int, as_json: bool) -> None:
    """Say all that is kept of a watch but its key, and its last twenty messages."""
    with _kept(settings) as house:
        held = _held(house, number)
        row = _row(house, held)
        messages = [_message(one) for one in house.watches.told(held.id, limit=_MESSAGES)]
    if as_json:
        output.say_json(row | {"last": messages})
        return
    for name, value in row.items():
        click.echo(f"{name}\t{value}")
    for one in messages:
        click.echo("\t".join(str(value) for value in one.values() if value is not None))


@watch.command("pause")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
def pause_watch(settings: Settings, *, number: int, as_json: bool) -> None:
    """Let a watch rest: nothing is noted or sent. What is printed meanwhile is not told of later."""
    with _kept(settings) as house:
        house.watches.restate(_held(house, number).id, WatchState.PAUSED)
        row = _row(house, _held(house, number))
    output.note(f"watch {number} rests; `warraq watch resume {number}` wakes it")
    if as_json:
        output.say_json(row)


@watch.command("resume")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
def resume_watch(settings: Settings, *, number: int, as_json: bool) -> None:
    """Wake a watch, whoever paused it, and try again what was given up."""
    with _kept(settings) as house:
        held = _held(house, number)
        again = house.watches.retry(held.id, now=house.clock.now())
        house.watches.restate(held.id, WatchState.ACTIVE)
        row = _row(house, _held(house, number))
    output.note(f"watch {number} is awake; {again} messages that were given up are tried again")
    if as_json:
        output.say_json(row)


@watch.command("remove")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
def remove_watch(settings: Settings, *, number: int, as_json: bool) -> None:
    """Forget a watch, its key, its feed and its messages, for good."""
    with _kept(settings) as house:
        row = _row(house, _held(house, number))
        house.watches.remove(_held(house, number).id)
    output.note(f"watch {number} is forgotten")
    if as_json:
        output.say_json(row)


@watch.command("test")
@shared
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
def test_watch(settings: Settings, *, number: int, as_json: bool) -> None:
    """Call the webhook now with a message of the type watch.test, signed as all are; non-zero if it does not arrive."""
    from warraq.wiring import desks  # what fetches is heavy

    with _kept(settings) as house:
        held = _held(house, number)
        if held.rule.target is None:
            raise WarraqError(f"watch {number} has no webhook; its feed is {_feed(settings, held)}")
        problem = desks.ring_once(house, _edition(settings), held)
    if as_json:
        output.say_json({"id": int(held.id), "arrived": problem is None, "problem": problem})
    if problem:
        raise WarraqError(f"{held.rule.target}: {problem}")
    output.note(f"{held.rule.target} took the message")


def _target(settings: Settings, target: str) -> str:
    """The webhook as it is called. Raises: SettingsError for one that the egress door would never open."""
    refused = wiring.webhook_refusal(settings, target)
    if refused:
        raise SettingsError(f"--to {target!r}: {refused}")
    if urlsplit(target).scheme.lower() == "http":
        output.note(
            "the webhook is no https: whoever stands between reads the messages (they cannot alter them)"
        )
    return target


def _edition(settings: Settings) -> Edition:
    if settings.demo:
        return wiring.demo_edition(())
    return editions.load(settings.edition, folder=settings.data / "editions")


def _read(house: House, settings: Settings, text: str) -> None:
    """Say how the query is read. Raises: SettingsError for one that asks for nothing."""
    from warraq.newsroom import naming

    question = naming.read(text, _edition(settings), house.archive.sources(), now=house.clock.now())
    for note in question.notes:
        output.note(told(note))
    if question.empty:
        raise SettingsError(f"there is nothing to watch for in {text!r}")


def _kept(settings: Settings) -> Any:
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet; `warraq up` or `warraq collect` begins")
    return wiring.house(settings)


def _held(house: House, number: int) -> Watch:
    if (found := house.watches.watch(number)) is None:
        raise WarraqError(f"there is no watch {number}; `warraq watch list` lists them")
    return found


def _feed(settings: Settings, held: Watch) -> str:
    return f"{(settings.address or '').rstrip('/')}/watch/{wiring.watch_token(settings, held)}/rss"


def _row(house: House, held: Watch) -> dict[str, Any]:
    return {
        "id": int(held.id),
        "state": held.state.value,
        "name": held.rule.name,
        "query": held.rule.query,
        "to": held.rule.target,
        "services": held.rule.services,
        "made": _when(held.made),
        "begun": _when(held.begun) if held.begun else None,
        "problem": held.problem,
        "feed": _feed(house.settings, held),
        "messages": {state.value: many for state, many in sorted(house.watches.tally(held.id).items())},
    }


def _message(one: Message) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.note.state.value,
        "story": one.note.story or "digest",
        "articles": " ".join(map(str, one.note.articles)),
        "made": _when(one.made),
        "tries": one.tries,
        "due": _when(one.due),
        "problem": one.problem,
    }


def _when(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
