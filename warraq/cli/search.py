"""`warraq search`: what is kept, found by its words."""

from __future__ import annotations

import click
from rich.text import Text

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.press import Settings
from warraq.query import grammar, snippet
from warraq.query.tree import Sort


@click.command()
@shared
@click.argument("query", nargs=-1, required=True)
@click.option("--newest", is_flag=True, help="Newest first, instead of best first.")
@click.option(
    "--source", "sources", multiple=True, metavar="SLUG", help="Only this paper (may be given again)."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
def search(
    settings: Settings,
    *,
    query: tuple[str, ...],
    newest: bool,
    sources: tuple[str, ...],
    limit: int,
    as_json: bool,
) -> None:
    """Search for QUERY: words, "exact phrases", -without."""
    question = grammar.read(
        " ".join(query), sort=Sort.NEWEST if newest else Sort.BEST, sources=frozenset(sources)
    )
    if not wiring.begun(settings):
        demo = settings.data / "demo"
        beside = f"; the demo press is in {demo}: --data {demo}" if demo.is_dir() else ""
        raise SettingsError(
            f"nothing is kept in {settings.data} yet: `warraq up` or `warraq import` begins it{beside}"
        )
    with wiring.house(settings) as house:
        if behind := house.archive.last_change() - house.index.position():
            output.note(
                f"The index is {behind} changes behind the archive: a running warraq catches up, or `warraq rebuild index`."
            )
        hits = house.index.search(question, limit=limit)
        articles = house.archive.articles(hits.ids)
        names = house.archive.sources()
    if as_json:
        output.say_json(
            {
                "total": hits.total,
                "relaxed": hits.relaxed,
                "hits": [
                    {
                        "id": article.id,
                        "title": article.draft.title,
                        "source": article.draft.source,
                        "published": article.draft.published.at.isoformat()
                        if article.draft.published
                        else None,
                        "url": article.draft.url,
                    }
                    for article in articles
                ],
            }
        )
        return
    if not articles:
        output.note("Nothing found. Try fewer words, another spelling, or without quotes.")
    if hits.relaxed:
        output.note("No article holds every word; these hold some of them.")
    for article in articles:
        draft = article.draft
        paper = names[draft.source].name if draft.source in names else draft.source
        output.out.print(Text(draft.title or draft.body[:80], style="bold"))
        when = f"{draft.published.at:%Y-%m-%d}" if draft.published else "date unknown"
        output.out.print(Text(f"  {paper} · {when} · /{draft.source}/{article.id}", style="dim"))
        line = Text("  ")
        for piece, marked in snippet.marked(draft.body, question, width=160):
            line.append(piece, style="bold yellow" if marked else "")
        output.out.print(line)
    output.note(f"{hits.total} articles")
