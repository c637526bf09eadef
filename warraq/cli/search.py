"""`warraq search`: what is kept, found by its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.text import Text

from warraq import editions, wiring
from warraq.cli import output
from warraq.cli.flaws import told
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.moderation.policy import Door, case, may_show, sought
from warraq.newsroom import naming
from warraq.press import Article, Settings, Source
from warraq.query import grammar, snippet
from warraq.query.names import Here
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
    """Search for QUERY in what is kept.

    Words, "exact phrases", -without, one OR another, (groups), begin*, title:word, author:name, source:name, section:sports,
    country:eg, from:2025 to:2026-03, sort:newest: docs/reference/search.md has all of it. Before a QUERY that begins with a
    hyphen write --.
    """
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
        question = _read(" ".join(query), settings, papers, now=house.clock.now())
        question = replace(
            question, sources=frozenset(sources), sort=Sort.NEWEST if newest else question.sort
        )
        for note in question.notes:
            output.note(told(note))
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
                "notes": [told(note) for note in question.notes],
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


def _read(text: str, settings: Settings, papers: Mapping[str, Source], *, now: datetime) -> Question:
    """The question, with names and days as the edition's readers mean them."""
    edition = editions.load(settings.edition, folder=settings.data / "editions")
    zone = ZoneInfo(edition.zone)
    known = {**papers, **{paper.slug: paper for paper in edition.sources}}
    here = Here(
        naming.known(known, dict(edition.section_labels)),
        now.astimezone(zone).date(),
        naming.FIRST_DAYS[edition.week_start],
    )
    return replace(grammar.read(text, here=here), zone=zone)


def _nothing(question: Question) -> str:
    """Why there is no hit, in words."""
    if not question.tree.parts:
        return "There is no word to look for in this query."
    if question.empty:
        return "There is nothing to look for in this query."
    return "Nothing found. Try fewer words, another spelling, or without quotes."


def shown(article: Article, paper: Source | None, question: Question, *, public: bool) -> Shown:
    """The article with no more of its text around what was sought than may be shown."""
    grant = may_show(case(article.state, paper, public=public, robots=article.draft.robots), Door.SNIPPET)
    width = _LETTERS if grant.letters is None else min(_LETTERS, grant.letters)
    return Shown(article, snippet.marked(article.draft.body, question, width=width) if width else ())
