"""`warraq stories`: what papers tell together, why, and what an editor says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Any, TypeVar

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.decide import OPERATOR
from warraq.cli.options import shared
from warraq.errors import SettingsError
from warraq.newsroom import editing
from warraq.press import Article, ArticleId, Event, EventId, Member, SaidOfStory, Settings, State
from warraq.wiring import House

F = TypeVar("F", bound=Callable[..., Any])

_EVENTS = 20
_KIN = 200


@click.group()
def stories() -> None:
    """Stories: what papers tell together and why; split, merged, led otherwise by an editor's word."""


def said(command: F) -> F:
    """Adds what every word says of itself."""
    command = click.option("--by", default=OPERATOR, help="In what office it is said.")(command)
    return click.option("--reason", required=True, help="Why, in public words.")(command)


@stories.command("list")
@shared
@click.option(
    "--country", "countries", multiple=True, metavar="CC", help="By papers of this country (again for more)."
)
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
def listed(settings: Settings, *, countries: tuple[str, ...], limit: int, as_json: bool) -> None:
    """The events that are alive, those that most papers tell of first."""
    with _house(settings) as house:
        asked = frozenset(countries) if countries else None
        found = house.shown_stories().live(limit=limit, countries=asked)
        articles = _articles(house, [one.lead for one in found])
    if as_json:
        output.say_json({"events": [_event_row(one, articles) for one in found]})
        return
    for one in found:
        click.echo(_line(one, articles))


@stories.command()
@shared
@click.argument("event", type=click.IntRange(min=1))
@click.option("--limit", type=click.IntRange(1, 500), default=100, show_default=True, help="Articles shown.")
def show(settings: Settings, *, event: int, limit: int, as_json: bool) -> None:
    """An event: its papers and articles in the order in which they came, what became of it, and its story."""
    with _house(settings) as house:
        asked = house.shown_stories()
        found = asked.event(EventId(event))
        if found is None:
            raise SettingsError(
                f"there is no event {event}; `warraq stories list` names those that are alive"
            )
        members = asked.members(found.id, limit=limit, newest=False)
        others = [one for one in asked.told_in(found.story, limit=_EVENTS) if one.id != found.id]
        moves = asked.moves(found.id)
        told = [one.placing.article for one in members]
        articles = _articles(house, [*told, found.lead, *(one.lead for one in others)])
    if as_json:
        output.say_json(
            {
                **_event_row(found, articles),
                "members": [_member_row(one, articles) for one in members],
                "moves": [asdict(one) for one in moves],
                "others": [_event_row(one, articles) for one in others],
            }
        )
        return
    click.echo(_line(found, articles))
    for one in members:
        marks = " (copy)" * (one.copy is not None) + " (provisional)" * one.provisional
        click.echo(f"  {one.placing.article:>8}  {one.at:%Y-%m-%d %H:%M}  {one.source}  {_title(one.placing.article, articles)}{marks}")  # fmt: skip
    for move in moves:
        click.echo(f"  {move.kind.value} {move.at:%Y-%m-%d %H:%M} {move.other or ''}")
    for other in others:
        click.echo(f"  same story: {_line(other, articles)}")


@stories.command()
@shared
@click.argument("article", type=click.IntRange(min=1))
def why(settings: Settings, *, article: int, as_json: bool) -> None:
    """Why an article stands where it stands: the nearest one, the names, words and numbers that they share, and copies."""
    number = ArticleId(article)
    with _house(settings) as house:
        asked = house.shown_stories()
        places = asked.places([number]).get(number, ())
        kin = asked.kin([number], limit=_KIN)
        near = [one.placing.grounds.nearest for one in places]
        articles = _articles(
            house, [number, *near, *(one.older for one in kin), *(one.article for one in kin)]
        )
    if not places:
        raise SettingsError(
            f"article {article} stands in no event: it is not there, not shown, or not grouped yet"
        )
    if as_json:
        output.say_json(
            {
                "article": article,
                "places": [_member_row(one, articles) for one in places],
                "kin": [asdict(one) for one in kin],
            }
        )
        return
    for one in places:
        grounds = one.placing.grounds
        click.echo(f"event {one.placing.event}, story {one.placing.story}: {grounds.evidence.value}")
        if grounds.nearest is not None:
            click.echo(f"  nearest: {grounds.nearest}  {_title(grounds.nearest, articles)}")
        for name in ("names", "words", "numbers"):
            if shared_ones := getattr(grounds, name):
                click.echo(f"  {name}: {'، '.join(shared_ones)}")
    for each in kin:
        verb = f"{each.kinship.value} of" if each.article == number else f"its {each.kinship.value} is"
        other = each.older if each.article == number else each.article
        click.echo(f"  {verb} {other} ({each.share:.0%})  {_title(other, articles)}")


@stories.command()
@shared
@click.argument("event", type=click.IntRange(min=1))
@click.argument("articles", type=click.IntRange(min=1), nargs=-1, required=True)
@said
def split(
    settings: Settings, *, event: int, articles: tuple[int, ...], by: str, reason: str, as_json: bool
) -> None:
    """These ARTICLES of an EVENT tell of another one."""
    with _house(settings) as house:
        word = editing.split(house.stories, EventId(event), [ArticleId(one) for one in articles],
                             by=by, reason=reason, now=house.clock.now())  # fmt: skip
    _told(word, as_json=as_json)


@stories.command()
@shared
@click.argument("event", type=click.IntRange(min=1))
@click.argument("other", type=click.IntRange(min=1))
@said
def merge(settings: Settings, *, event: int, other: int, by: str, reason: str, as_json: bool) -> None:
    """Two events are one; the older number stays, the other one leads there."""
    with _house(settings) as house:
        word = editing.merge(house.stories, EventId(event), EventId(other),
                             by=by, reason=reason, now=house.clock.now())  # fmt: skip
    _told(word, as_json=as_json)


@stories.command()
@shared
@click.argument("event", type=click.IntRange(min=1))
@click.argument("article", type=click.IntRange(min=1), required=False)
@said
def pin(settings: Settings, *, event: int, article: int | None, by: str, reason: str, as_json: bool) -> None:
    """The headline of that ARTICLE leads its event; without one, whichever leads by itself."""
    with _house(settings) as house:
        number = None if article is None else ArticleId(article)
        word = editing.pin(house.stories, EventId(event), number, by=by, reason=reason, now=house.clock.now())
    _told(word, as_json=as_json)


@stories.command()
@shared
@click.argument("event", type=click.IntRange(min=1))
@click.argument("article", type=click.IntRange(min=1))
@click.argument("other", type=click.IntRange(min=1))
@said
def move(
    settings: Settings, *, event: int, article: int, other: int, by: str, reason: str, as_json: bool
) -> None:
    """One ARTICLE of an EVENT tells of the OTHER event: a split and a merge."""
    with _house(settings) as house:
        words = editing.move(house.stories, EventId(event), ArticleId(article), EventId(other),
                             by=by, reason=reason, now=house.clock.now())  # fmt: skip
    for word in words:
        _told(word, as_json=as_json)


@stories.command()
@shared
@click.argument("number", type=click.IntRange(min=1))
@said
def undo(settings: Settings, *, number: int, by: str, reason: str, as_json: bool) -> None:
    """Take word NUMBER back, by one that says the contrary."""
    with _house(settings) as house:
        word = editing.undo(house.stories, number, by=by, reason=reason, now=house.clock.now())
    _told(word, as_json=as_json)


@stories.command("words")
@shared
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
def list_words(settings: Settings, *, limit: int, as_json: bool) -> None:
    """What editors said, the newest last."""
    with _house(settings) as house:
        found = house.stories.words()[-limit:]
    if as_json:
        rows = [{"number": one.number, "at": one.at, "made": one.made, **asdict(one.word)} for one in found]
        output.say_json({"words": rows})
        return
    for one in found:
        word = one.word
        about = " ".join(map(str, (word.other,) if word.other is not None else word.articles))
        click.echo(f"{one.number:>6}  {one.at:%Y-%m-%d %H:%M}  {word.kind.value} {word.event} {about}  {word.by} · {word.reason}")  # fmt: skip


@stories.command()
@shared
def cases(settings: Settings, *, as_json: bool) -> None:
    """What editors said, as judged pairs: JSON lines that `python -m evaluation.stories --pairs` reads."""
    with _house(settings) as house:
        found = tuple(editing.cases(house.stories))
    for one in found:
        output.say_json({"a": str(one.a), "b": str(one.b), "label": one.label.value})
    output.note(f"{len(found)} pairs")
    if as_json:
        output.say_json({"cases": len(found)})


@stories.command()
@shared
def proposals(settings: Settings, *, as_json: bool) -> None:
    """What grouping anew would do otherwise (`warraq rebuild stories`): an editor may follow it."""
    with _house(settings) as house:
        found = house.stories.proposals()
    if as_json:
        output.say_json({"proposals": [asdict(one) for one in found]})
        return
    for one in found:
        if one.other is not None:
            click.echo(f"warraq stories merge {one.event} {one.other} --reason …")
        else:
            click.echo(f"warraq stories split {one.event} {' '.join(map(str, one.articles))} --reason …")


def _house(settings: Settings) -> AbstractContextManager[House]:
    if not wiring.begun(settings):
        raise SettingsError(f"nothing is kept in {settings.data} yet, so there are no stories")
    return wiring.house(settings)


def _articles(house: House, ids: list[ArticleId | None]) -> Mapping[ArticleId, Article]:
    """As they are shown to readers; those that are not, are left out."""
    wanted = list(dict.fromkeys(one for one in ids if one is not None))
    return {one.id: one for one in house.shown()[0].articles(wanted) if one.state is State.VISIBLE}


def _title(article: ArticleId | None, articles: Mapping[ArticleId, Article]) -> str:
    return articles[article].draft.title if article is not None and article in articles else ""


def _line(one: Event, articles: Mapping[ArticleId, Article]) -> str:
    when = f"{one.first:%Y-%m-%d %H:%M}" if one.first else ""
    return f"{one.id:>8}  {when}  {len(one.papers)} papers, {one.articles} articles  {_title(one.lead, articles)}"


def _event_row(one: Event, articles: Mapping[ArticleId, Article]) -> dict[str, Any]:
    return {
        "event": one.id,
        "story": one.story,
        "title": _title(one.lead, articles),
        "lead": one.lead,
        "pinned": one.pinned,
        "first": one.first,
        "last": one.last,
        "articles": one.articles,
        "papers": [asdict(paper) for paper in one.papers],
        "settled": one.settled,
    }


def _member_row(one: Member, articles: Mapping[ArticleId, Article]) -> dict[str, Any]:
    return {
        "article": one.placing.article,
        "event": one.placing.event,
        "story": one.placing.story,
        "title": _title(one.placing.article, articles),
        "source": one.source,
        "country": one.country,
        "at": one.at,
        "copy": one.copy,
        "provisional": one.provisional,
        "grounds": asdict(one.placing.grounds),
    }


def _told(word: SaidOfStory, *, as_json: bool) -> None:
    spoken = word.word
    output.note(f"word {word.number}: {spoken.kind.value} {spoken.event} → {word.made} · {spoken.reason}")
    if as_json:
        output.say_json({"number": word.number, "at": word.at, "made": word.made, **asdict(spoken)})
