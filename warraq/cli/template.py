"""`warraq source template` and `warraq source reread`: what does a paper repeat, and which articles would be read otherwise now?"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import click

from warraq import editions, wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import EditionError, SettingsError
from warraq.extraction import choosing
from warraq.extraction.template import Standing, Template, explained
from warraq.newsroom import proposing
from warraq.newsroom.proposing import OtherReading
from warraq.newsroom.teaching import chosen, opened
from warraq.ports.templates import Approval, KeptTemplate
from warraq.press import Layout, Settings, Source
from warraq.wiring import House, desks


@click.command("template")
@shared
@click.argument("slug")
@click.option("--limit", default=50, show_default=True, help="At most so many lines.")
@click.option("--forget", is_flag=True, help="Forget what was learnt; approvals stay.")
def template(settings: Settings, *, slug: str, limit: int, forget: bool, as_json: bool) -> None:
    """Say what the paper SLUG repeats on its pages, and how its next page is read and why.

    A line that stood in the bodies of two or more distinct articles is the paper's own, and left out of bodies. It is
    forgotten when no article has printed it for 90 days. Bodies that were filed before are not changed by it:
    `warraq source reread` says which would be read otherwise now.
    """
    with house_of(settings) as house:
        paper = paper_of(settings, house, slug)
        if forget and not house.templates.forget(slug):
            output.note(f"nothing was learnt of {slug}")
        kept, approvals = house.templates.of(slug), house.templates.approvals(slug)
        now = house.clock.now()
    held = opened(kept)
    way, layout = chosen(paper, approvals, held, now)
    lines = explained(held)
    if as_json:
        output.say_json(_row(paper, kept, held, lines[: max(limit, 0)], approvals, how=(way, layout)))
        return
    if kept is None:
        output.note(f"{paper.name} ({slug}): nothing was learnt yet; every page that is read teaches")
    else:
        output.note(
            f"{paper.name} ({slug}): template {kept.version}, taught by {held.articles} articles,"
            f" {len(lines)} lines are left out of bodies, {len(held.standing)} stand on several pages"
        )
    output.note(
        f"  its next page is read by {spoken(way, layout)}: {_why(paper, approvals, held, layout, now)}"
    )
    for line in lines[: max(limit, 0)]:
        since = f"{line.first_seen:%Y-%m-%d} to {line.last_seen:%Y-%m-%d}"
        click.echo(f"{line.bodies} articles, {since}\t{line.text}")


@click.command("reread")
@shared
@click.argument("slug")
@click.option("--most", default=200, show_default=True, help="Of the paper's newest articles, so many.")
@click.option("--apply", "applied", is_flag=True, help="File the other readings.")
def reread(settings: Settings, *, slug: str, most: int, applied: bool, as_json: bool) -> None:
    """Say which articles of the paper SLUG would be read otherwise today, by what was learnt of it since.

    The pages are read as they were kept; what is not kept any more stays as it is. Nothing is changed without --apply;
    then each is a new wording, shown as read again by us and never as the paper's edit.
    """
    with house_of(settings) as house:
        paper = paper_of(settings, house, slug)
        found = asyncio.run(_proposals(house, paper, most, applied=applied))
    taken = sum(filed for _, filed in found)
    for one, _ in found:
        before, after = (len(body.split()) for body in (one.article.draft.body, one.draft.body))
        if not as_json:
            click.echo(f"{one.article.id}\t{before} words -> {after}\t{one.article.draft.title}")
    done = f", {taken} filed" if applied else "; --apply files them"
    output.note(
        f"{len(found)} of the newest {most} articles of {slug} would be read otherwise{done if found else ''}"
    )
    if as_json:
        rows = [
            {
                "article": one.article.id,
                "title": one.article.draft.title,
                "reader": one.article.draft.reader,
                "by": one.draft.reader,
                "words": [len(one.article.draft.body.split()), len(one.draft.body.split())],
                "filed": filed,
            }
            for one, filed in found
        ]
        output.say_json({"slug": slug, "proposals": rows, "filed": taken})


def house_of(settings: Settings) -> Any:
    """The house, where one was ever opened. Raises: SettingsError."""
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet: there is no page to speak of")
    return wiring.house(settings)


def paper_of(settings: Settings, house: House, slug: str) -> Source:
    """The paper, as its edition or else the archive knows it. Raises: EditionError."""
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    found = next((one for one in edition.sources if one.slug == slug), None) or house.archive.sources().get(
        slug
    )
    if found is None:
        raise EditionError(f"no paper is called {slug!r}; `warraq source list` lists them")
    return found


def spoken(way: str, layout: Layout | None) -> str:
    """A way of reading, in words."""
    if layout is None:
        return way
    drop = f" without {', '.join(layout.drop)}" if layout.drop else ""
    return f"the selector {layout.body}{drop}"


async def _proposals(
    house: House, paper: Source, most: int, *, applied: bool
) -> list[tuple[OtherReading, bool]]:
    async with desks.parsers(house.settings) as readers:
        tools = desks.tools(house, readers)
        found = []
        async for one in proposing.proposals(tools, paper, most=most):
            found.append((one, applied and proposing.take(tools, one)))
        return found


def _why(
    paper: Source, approvals: tuple[Approval, ...], held: Template, layout: Layout | None, now: datetime
) -> str:
    if layout is not None and layout in paper.layouts:
        return f"its edition's table says so{f' until {layout.until}' if layout.until else ''}"
    if approvals:
        newest = approvals[0]
        by = f" by {newest.by}" if newest.by else ""
        return f"approved{by} on {newest.at:%Y-%m-%d} at {newest.url}"
    usual = held.trials.get("precision", (0, 0.0))[0]
    if usual < choosing.TRIED:
        return "the usual way; its feed told no full text to compare with"
    means = ", ".join(f"{way} {total / times:.2f}" for way, (times, total) in sorted(held.trials.items()))
    return f"its feed's own text of {usual} articles agrees so far: {means}"


def _row(
    paper: Source,
    kept: KeptTemplate | None,
    held: Template,
    lines: tuple[Standing, ...],
    approvals: tuple[Approval, ...],
    *,
    how: tuple[str, Layout | None],
) -> dict[str, Any]:
    return {
        "slug": paper.slug,
        "name": paper.name,
        "version": kept.version if kept else None,
        "articles": held.articles,
        "written": kept.at if kept else None,
        "left_out": (held.repeated.bodies and len(held.repeated.bodies)) or 0,
        "standing": len(held.standing),
        "way": how[0],
        "layout": layout_row(how[1]),
        "trials": {way: {"articles": times, "agreement": round(total / times, 4)}
                   for way, (times, total) in held.trials.items()},
        "lines": [
            {
                "text": one.text,
                "bodies": one.bodies,
                "pages": one.pages,
                "first_seen": one.first_seen,
                "last_seen": one.last_seen,
            }
            for one in lines
        ],
        "approvals": [
            {"url": one.url, "way": one.way, "layout": layout_row(one.layout), "words": one.words, "at": one.at,
             "by": one.by}
            for one in approvals
        ],
    }  # fmt: skip


def layout_row(layout: Layout | None) -> dict[str, Any] | None:
    """Selectors for programs."""
    if layout is None:
        return None
    return {"body": layout.body, "drop": list(layout.drop), "until": layout.until}
