"""`warraq search`: what is kept, found by its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import click

from warraq import editions, wiring
from warraq.cli import answers, output
from warraq.cli.answers import Answer, Shown
from warraq.cli.flaws import told
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.moderation.policy import Door, case, may_show, sought
from warraq.newsroom import naming
from warraq.ports.index import Cursor, Index
from warraq.press import Article, Settings, Source
from warraq.query import snippet
from warraq.query.tree import Question, Sort
from warraq.web.asked import Asked
from warraq.web.meant import milder

_LETTERS = 160
_FEW = 10  # answers; with fewer another spelling is looked for
_FACETS = 20


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says beside the query."""

    newest: bool
    sort: str | None
    sources: tuple[str, ...]
    limit: int
    after: str | None
    facets: bool
    why: bool
    as_csv: bool


@click.command()
@shared
@click.argument("query", nargs=-1, required=True)
@click.option("--newest", is_flag=True, help="Newest first, instead of best first.")
@click.option(
    "--sort", type=click.Choice([sort.value for sort in Sort]), help="The order; the query's own else."
)
@click.option(
    "--source", "sources", multiple=True, metavar="SLUG", help="Only this paper (may be given again)."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--after", metavar="CURSOR", help="The page behind that place: `next` of the page before.")
@click.option(
    "--facets", is_flag=True, help="How the answers are spread over papers, desks, places and time."
)
@click.option("--why", is_flag=True, help="Which words of each article answer which of the query.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table as CSV.")
def search(settings: Settings, *, query: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Search for QUERY in what is kept.

    Words, "exact phrases", -without, one OR another, (groups), begin*, title:word, author:name, source:name, section:sports,
    country:eg, from:2025 to:2026-03, sort:newest: docs/reference/search.md has all of it. Before a QUERY that begins with a
    hyphen write --.
    """
    given = Options(**options)
    found = _answer(settings, " ".join(query), given)
    for note in found.question.notes:
        output.note(told(note))
    if as_json:
        output.say_json(answers.as_json(found))
    elif given.as_csv:
        click.echo(answers.as_csv(found), nl=False)
    else:
        answers.say(found, nothing=_nothing(found.question))


def _answer(settings: Settings, text: str, given: Options) -> Answer:
    """Raises: SettingsError for an empty folder, a strange paper or cursor."""
    if not wiring.begun(settings):
        demo = settings.data / "demo"
        beside = f"; the demo press is in {demo}: --data {demo}" if demo.is_dir() else ""
        raise SettingsError(
            f"nothing is kept in {settings.data} yet: `warraq up` or `warraq import` begins it{beside}"
        )
    after = Cursor.read(given.after) if given.after else None
    if given.after and after is None:
        raise SettingsError(f"--after {given.after!r} is no place in a list: take `next` of the page before")
    with wiring.house(settings) as house:
        papers = house.archive.sources()
        if strange := sorted(set(given.sources) - papers.keys()):
            raise SettingsError(
                f"no paper {', '.join(map(repr, strange))} is kept here; `warraq source list` names the edition's"
            )
        if behind := house.archive.last_change() - house.index.position():
            output.note(
                f"The index is {behind} changes behind the archive: a running warraq catches up, or `warraq rebuild index`."
            )
        edition = editions.load(settings.edition, folder=settings.data / "editions")
        question = naming.read(text, edition, papers, now=house.clock.now())
        wanted = Sort.NEWEST if given.newest else Sort(given.sort) if given.sort else question.sort
        question = replace(question, sources=frozenset(given.sources), sort=wanted)
        archive, index = house.shown()
        hits = index.search(question, limit=given.limit, after=after, near=True)
        held = archive.articles(hits.ids)
        papers = archive.sources()
        reasons = index.explain(question, hits.ids) if given.why else {}
        counts = index.facets(question, most=_FACETS, texts=True) if given.facets else None
        likelier = index.suggest(question) if hits.total < _FEW or hits.relaxed else None
        given_up = _looser(index, text, question) if (hits.relaxed or not hits.total) and not after else ()
    copies = dict(zip(hits.ids, hits.copies, strict=True)) if hits.copies else {}
    marker = snippet.marker(question, hits.found_as)
    found = tuple(
        replace(
            shown(article, papers.get(article.draft.source), marker, public=settings.public),
            copies=len(copies.get(article.id, ())),
            near=article.id in hits.some,
            why=reasons.get(article.id, ()),
        )
        for article in held
        if article.state in sought(public=settings.public)  # the index follows the archive
    )
    return Answer(
        question,
        hits,
        found,
        papers,
        counts,
        likelier.put_in(text) if likelier and not after else None,
        given_up,
    )


def _looser(index: Index, text: str, question: Question) -> tuple[tuple[str, int], ...]:
    """What finds something where the query finds nothing whole, with how much: as `/search` offers it."""
    if question.empty:
        return ()
    papers = tuple(sorted(question.sources))
    asked = Asked("/search", text, question, sources=papers, zone=question.zone)
    return tuple(
        (f"{other.text} (in every paper)" if papers and not other.sources else other.text, total)
        for _, other, total in milder(index, asked)
    )


def _nothing(question: Question) -> str:
    """Why there is no hit, in words."""
    if not question.tree.parts:
        return "There is no word to look for in this query."
    if question.empty:
        return "There is nothing to look for in this query."
    return "Nothing found. Try fewer words, another spelling, or without quotes."


def shown(article: Article, paper: Source | None, marker: snippet.Marker, *, public: bool) -> Shown:
    """The article with no more of its text around what was sought than may be shown."""
    grant = may_show(case(article.state, paper, public=public, robots=article.draft.robots), Door.SNIPPET)
    width = _LETTERS if grant.letters is None else min(_LETTERS, grant.letters)
    return Shown(article, marker.marked(article.draft.body, width=width) if width else ())
