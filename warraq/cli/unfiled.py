"""`warraq source pages`: what became of pages that were not filed, paper by paper?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import click

from warraq import editions, wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import EditionError
from warraq.ports.daybook import Daybook, EntryState
from warraq.press import Settings, StandIn

_MOST = 200  # reasons of a paper and state that are looked at
# With the word that an operator hears of each.
_STATES = {
    EntryState.FAILED: "given up",
    EntryState.REFUSED: "not asked for again",
    EntryState.PENDING: "tried again",
}


@click.command("pages")
@shared
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
def pages(settings: Settings, *, slugs: tuple[str, ...], as_json: bool) -> None:
    """Count the pages that feeds list and that are not filed, by paper and by what they are instead."""
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    names = {paper.slug: paper.name for paper in edition.sources}
    if unknown := [slug for slug in slugs if slug not in names]:
        raise EditionError(f"{edition.code} has no paper {', '.join(unknown)}: see `warraq source list`")
    with wiring.house(settings) as house:
        rows = list(_rows(house.daybook, slugs or tuple(names)))
    if as_json:
        output.say_json({"edition": edition.code, "pages": rows})
        return
    for row in rows:
        click.echo(
            "\t".join((row["source"], names[row["source"]], row["state"], str(row["pages"]), row["reason"]))
        )
    total = sum(row["pages"] for row in rows)
    output.note(f"{total} pages are not filed, of {len({row['source'] for row in rows})} papers")


def _rows(daybook: Daybook, slugs: Iterable[str]) -> Iterable[dict[str, Any]]:
    for slug in slugs:
        for state, word in _STATES.items():
            counted: Counter[str] = Counter()
            for reason, count in daybook.reasons(state, source=slug, limit=_MOST):
                counted[_kind(reason)] += count
            for reason, count in counted.most_common():
                kind = StandIn.of(reason)
                yield {
                    "source": slug,
                    "state": word,
                    "pages": count,
                    "reason": reason,
                    "kind": kind.name.lower() if kind else None,
                }


def _kind(reason: str) -> str:
    """A reason without what is peculiar to one page."""
    kind = StandIn.of(reason)
    return kind.value if kind else reason
