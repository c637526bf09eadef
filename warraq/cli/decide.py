"""`warraq decide`: what people decided of articles, pictures, names and papers; each undone by another decision."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import WarraqError
from warraq.moderation.decisions import broken, standing, written
from warraq.newsroom import deciding, transcript
from warraq.press import ArticleId, Decision, DecisionKind, PictureId, Recorded, Settings

F = TypeVar("F", bound=Callable[..., Any])

OPERATOR = "إدارة الموقع"


@click.group()
def decide() -> None:
    """Decisions: withhold an article or a picture, be silent about a name, attach a reply; and take one back."""


def said(command: F) -> F:
    """Adds what every decision says of itself."""

    @click.option("--reason", required=True, help="Why, in public words: the page shows them.")
    @click.option("--note", help="What is remembered of it and never shown.")
    @click.option("--by", default=OPERATOR, help="In what office it is decided.")
    @click.option("--request", "claim", type=click.IntRange(min=1), help="The request that it answers.")
    @functools.wraps(command)
    def with_words(*args: Any, **given: Any) -> Any:
        return command(*args, **given)

    return with_words  # type: ignore[return-value]


def of_a_name(command: F) -> F:
    """Adds how a name is spelled, and where it counts."""

    @click.option("--variant", "variants", multiple=True, help="Another spelling (may be given again).")
    @click.option(
        "--article",
        "articles",
        multiple=True,
        type=click.IntRange(min=1),
        help="Only in this article (may be given again).  [default: in all]",
    )
    @functools.wraps(command)
    def with_name(*args: Any, **given: Any) -> Any:
        return command(*args, **given)

    return with_name  # type: ignore[return-value]


@decide.command()
@shared
@click.argument("article", type=click.IntRange(min=1))
@said
def withhold(settings: Settings, *, article: int, as_json: bool, **words: Any) -> None:
    """Withhold an article: nothing of it passes any door, its page says why (410)."""
    _made(settings, Decision(DecisionKind.WITHHOLD, article=ArticleId(article), **words), as_json=as_json)


@decide.command()
@shared
@click.argument("picture", type=click.IntRange(min=1))
@said
def hide(settings: Settings, *, picture: int, as_json: bool, **words: Any) -> None:
    """Hide a picture, in every article that shows it."""
    _made(settings, Decision(DecisionKind.HIDE, picture=PictureId(picture), **words), as_json=as_json)


@decide.command()
@shared
@click.argument("name")
@of_a_name
@said
def delist(settings: Settings, *, name: str, articles: tuple[int, ...], as_json: bool, **words: Any) -> None:
    """Keep a name from being a way to find articles: they stay, and are found by their other words."""
    of = tuple(map(ArticleId, articles))
    _made(settings, Decision(DecisionKind.DELIST, name=name, articles=of, **words), as_json=as_json)


@decide.command()
@shared
@click.argument("name")
@of_a_name
@click.option("--shown", help="What stands in its place.  [default: its initials]")
@said
def mask(settings: Settings, *, name: str, articles: tuple[int, ...], as_json: bool, **words: Any) -> None:
    """Show a name nowhere, of a minor or a victim: initials stand in its place, and nothing is found by it."""
    of = tuple(map(ArticleId, articles))
    _made(settings, Decision(DecisionKind.MASK, name=name, articles=of, **words), as_json=as_json)


@decide.command()
@shared
@click.argument("article", type=click.IntRange(min=1))
@click.option(
    "--file", "path", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The reply, as plain text in UTF-8.",
)  # fmt: skip
@click.option("--signed", required=True, help="Whose reply it is.")
@said
def reply(settings: Settings, *, article: int, path: Path, signed: str, as_json: bool, **words: Any) -> None:
    """Show a reply beneath an article: «حق الرد»."""
    made = Decision(
        DecisionKind.REPLY, article=ArticleId(article), text=text_of(path), signed=signed, **words
    )
    _made(settings, made, as_json=as_json)


@decide.command("undo")
@shared
@click.argument("number", type=click.IntRange(min=1))
@said
def undo_decision(
    settings: Settings,
    *,
    number: int,
    reason: str,
    note: str | None,
    by: str,
    claim: int | None,
    as_json: bool,
) -> None:
    """Take decision NUMBER back: what it hid is as it was before."""
    with kept(settings) as house:
        line = deciding.undo(house.bench(), number, reason=reason, by=by, now=house.clock.now(), claim=claim)
    _told(line, as_json=as_json)


@decide.command("list")
@shared
@click.option(
    "--all", "every", is_flag=True, help="Also those that were taken back, and what took them back."
)
def list_decisions(settings: Settings, *, every: bool, as_json: bool) -> None:
    """List the decisions that stand, the newest last."""
    with kept(settings) as house:
        log = house.decisions.log()
    shown = log if every else standing(log)
    if as_json:
        output.say_json({"decisions": [row(one) for one in shown], "lines": len(log)})
        return
    for one in shown:
        click.echo("\t".join((str(one.number), f"{one.at:%Y-%m-%d %H:%M}", *_spoken(one))))
    output.note(f"{len(shown)} decisions, {len(log)} lines in the log")


@decide.command()
@shared
def verify(settings: Settings, *, as_json: bool) -> None:
    """Check that no line of the log was altered since it was written, and that articles and pictures obey it."""
    with kept(settings) as house:
        log = house.decisions.log()
        wrong = broken(log)
        mended = 0 if wrong else deciding.enforce(house.bench(), now=house.clock.now())
    if as_json:
        output.say_json({"lines": len(log), "broken": wrong, "mended": mended})
    if wrong is not None:
        raise WarraqError(f"line {wrong} of the log of decisions is not as it was written; restore a backup")
    output.note(f"{len(log)} lines, unbroken; {mended} articles or pictures were set to what the log says")


@decide.command("export")
@shared
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="The file, which its owner alone may read: names and notes stand in it.",
)  # fmt: skip
def export_decisions(settings: Settings, *, path: Path, as_json: bool) -> None:
    """Write the log to a file, for a house restored from a backup that is older than some of it."""
    with kept(settings) as house:
        lines = [transcript.text(one) for one in transcript.entries(house.bench())]
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as out:
            out.writelines(f"{line}\n" for line in lines)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WarraqError(f"{path} cannot be written ({error.strerror}); choose another with -o") from error
    output.note(f"{len(lines)} lines written to {path}")
    if as_json:
        output.say_json({"file": str(path), "lines": len(lines)})


@decide.command("import")
@shared
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_decisions(settings: Settings, *, path: Path, as_json: bool) -> None:
    """Carry out what FILE says and this house does not know: after a restore. Again does no harm.

    Articles are known by their addresses. What is about an article that was not collected again yet waits: it is named, and
    the same command carries it out later; ends non-zero until nothing waits.
    """
    wanted = transcript.parsed(text_of(path).splitlines())
    with kept(settings) as house:
        carried = transcript.carry(house.bench(), house.claims, wanted)
    for number, why in carried.waiting:
        output.note(f"  line {number} waits: {why}")
    if carried.unlooked:
        output.note(f"  {carried.unlooked} hide something until somebody looks, and their requests are lost")
    output.note(f"{carried.done} decisions carried out, {carried.known} known, {len(carried.waiting)} wait")
    if as_json:
        waiting = [{"line": number, "why": why} for number, why in carried.waiting]
        output.say_json({"done": carried.done, "known": carried.known, "waiting": waiting})
    if carried.waiting:
        raise SystemExit(1)


def kept(settings: Settings) -> Any:
    """The house, where there is one. Raises: WarraqError."""
    if not wiring.begun(settings):
        raise WarraqError(f"nothing is kept in {settings.data} yet; `warraq up` or `warraq collect` begins")
    return wiring.house(settings)


def text_of(path: Path) -> str:
    """What stands in a file. Raises: WarraqError."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WarraqError(f"{path} cannot be read as UTF-8: {error}") from error


def row(line: Recorded) -> dict[str, Any]:
    """A line of the log, for `--json`."""
    import json

    spoken: dict[str, Any] = json.loads(written(line.decision))
    return {"number": line.number, "at": line.at, "hash": line.hash, **spoken}


def _made(settings: Settings, decision: Decision, *, as_json: bool) -> None:
    with kept(settings) as house:
        line = deciding.decide(house.bench(), decision, now=house.clock.now())
    _told(line, as_json=as_json)


def _told(line: Recorded, *, as_json: bool) -> None:
    output.note(f"decision {line.number}: {' · '.join(_spoken(line))}")
    if as_json:
        output.say_json(row(line))


def _spoken(line: Recorded) -> tuple[str, str, str]:
    one = replace(line.decision, note=None)
    subject = next(
        (
            f"{kind} {value}"
            for kind, value in (("article", one.article), ("picture", one.picture), ("paper", one.source))
            if value is not None
        ),
        one.name or "",
    )
    kind = one.kind.value if one.undoes is None else f"{one.kind.value} (undoes {one.undoes})"
    return kind, subject, one.reason
