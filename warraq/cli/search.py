"""`warraq search`: what is kept, found by its words."""

from __future__ import annotations

from dataclasses import dataclass

import click
from rich.console import Console
from rich.text import Text

from warraq import wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.moderation.policy import Door, case, may_show, sought
from warraq.press import Article, Settings, Source
from warraq.query import grammar, snippet
from warraq.query.tree import Question, Sort

_LETTERS = 160
_out = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit, with the pieces of its text that answer."""

    article: Article
    snippet: tuple[snippet.Piece, ...]


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
        papers = house.archive.sources()
        if strange := sorted(set(sources) - papers.keys()):
            raise SettingsError(
                f"no paper {', '.join(map(repr, strange))} is kept here; `warraq source list` names the edition's"
            )
        if behind := house.archive.last_change() - house.index.position():
            output.note(
                f"The index is {behind} changes behind the archive: a running warraq catches up, or `warraq rebuild index`."
            )
        archive, index = house.shown()
        hits = index.search(question, limit=limit)
        held = archive.articles(hits.ids)
        papers = archive.sources()
    found = tuple(
        shown(article, papers.get(article.draft.source), question, public=settings.public)
        for article in held
        if article.state in sought(public=settings.public)  # the index follows the archive
    )
    if as_json:
        output.say_json(
            {
                "total": hits.total,
                "relaxed": hits.relaxed,
                "hits": [
                    {
                        "id": one.article.id,
                        "title": one.article.draft.title,
                        "source": one.article.draft.source,
                        "published": one.article.draft.published
                        and one.article.draft.published.at.isoformat(),
                        "url": one.article.draft.url,
                        "snippet": "".join(piece for piece, _ in one.snippet),
                    }
                    for one in found
                ],
            }
        )
        return
    if not found:
        output.note(_nothing(question))
    if hits.relaxed:
        output.note("No article holds every word; these hold some of them.")
    for one in found:
        draft = one.article.draft
        paper = papers[draft.source].name if draft.source in papers else draft.source
        _out.print(Text(draft.title or "".join(piece for piece, _ in one.snippet)[:80], style="bold"))
        when = f"{draft.published.at:%Y-%m-%d}" if draft.published else "date unknown"
        _out.print(Text(f"  {paper} · {when} · /{draft.source}/{one.article.id}", style="dim"))
        line = Text("  ")
        for piece, marked in one.snippet:
            line.append(piece, style="bold yellow" if marked else "")
        _out.print(line)
    output.note(f"{hits.total} articles")


def _nothing(question: Question) -> str:
    """Why there is no hit, in words."""
    if not question.tree.parts:
        return "There is no word to look for in this query."
    if question.empty:
        return "The query only says what to leave out; add a word to look for."
    return "Nothing found. Try fewer words, another spelling, or without quotes."


def shown(article: Article, paper: Source | None, question: Question, *, public: bool) -> Shown:
    """The article with no more of its text around what was sought than may be shown."""
    grant = may_show(case(article.state, paper, public=public, robots=article.draft.robots), Door.SNIPPET)
    width = _LETTERS if grant.letters is None else min(_LETTERS, grant.letters)
    return Shown(article, snippet.marked(article.draft.body, question, width=width) if width else ())
