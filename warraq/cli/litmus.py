"""`warraq litmus`: does search find what any reader of the Arabic press means?"""

from __future__ import annotations

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.newsroom.litmus import Case, cases, failing
from warraq.press import Settings


@click.command()
@shared
@click.option(
    "--index",
    "kinds",
    multiple=True,
    type=click.Choice(wiring.INDEXES),
    help="Only this kind of index (may be given again).  [default: all]",
)
@click.option(
    "--phenomenon", "phenomena", multiple=True, metavar="NAME", help="Only cases of this phenomenon."
)
@click.pass_context
def litmus(
    context: click.Context,
    settings: Settings,
    *,
    kinds: tuple[str, ...],
    phenomena: tuple[str, ...],
    as_json: bool,
) -> None:
    """Put the public litmus to every kind of index and print what fails.

    Each index is a temporary one: nothing that is kept is read or changed. Non-zero when a case fails.
    """
    tried = tuple(case for case in cases() if not phenomena or case.phenomenon in phenomena)
    if not tried:
        known = ", ".join(dict.fromkeys(case.phenomenon for case in cases()))
        raise click.BadParameter(f"there is no such phenomenon; there are {known}", param_hint="--phenomenon")
    failed: dict[str, tuple[Case, ...]] = {}
    for kind in kinds or wiring.INDEXES:
        with wiring.spare_index(kind) as index:
            failed[kind] = failing(index, tried)
        output.note(f"{kind}: {len(tried) - len(failed[kind])} of {len(tried)} cases pass")
        if not as_json:
            for case in failed[kind]:
                _print(case)
    if as_json:
        output.say_json(
            {"cases": len(tried), "failed": {kind: [*map(_told, found)] for kind, found in failed.items()}}
        )
    context.exit(1 if any(failed.values()) else 0)


def _print(case: Case) -> None:
    verdict = "is not found" if case.must else "must not be found"
    click.echo(f"  {case.phenomenon}: {case.query}  →  {case.text}  ({verdict})")
    click.echo(f"    {case.why}")


def _told(case: Case) -> dict[str, object]:
    return {
        "query": case.query,
        "text": case.text,
        "must": case.must,
        "phenomenon": case.phenomenon,
        "why": case.why,
    }
