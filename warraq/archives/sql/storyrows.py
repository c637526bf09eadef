"""How do placings, events and editors' words lie in rows, and come back from them exactly?"""

from __future__ import annotations

import base64
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import orjson

from warraq.archives.sql import rows
from warraq.archives.sql.engine import Row
from warraq.archives.sql.schema import events, placings
from warraq.archives.wording import mended
from warraq.press import (
    ArticleId,
    Case,
    Coverage,
    Event,
    EventId,
    Evidence,
    Grounds,
    Member,
    MoveKind,
    Placing,
    Proposal,
    Sameness,
    StoryId,
    StoryWord,
    StoryWordKind,
)

# In the order in which `member` reads them; the event's story after them.
MEMBER = (
    placings.c.article,
    placings.c.rank,
    placings.c.event,
    placings.c.at_us,
    placings.c.source,
    placings.c.country,
    placings.c.section,
    placings.c.shown,
    placings.c.provisional,
    placings.c.past,
    placings.c.leads,
    placings.c["copy"],
    placings.c.grounds,
    events.c.story,
)
EVENT = tuple(events.c)


def member(row: Row) -> Member:
    article, _, event, at_us, source, country, section, shown, provisional, past, leads, copy, said, story = (
        row
    )
    return Member(
        Placing(ArticleId(article), EventId(event), StoryId(story), _grounds(said)),
        source,
        country,
        rows.instant(at_us),
        section,
        shown=bool(shown),
        provisional=bool(provisional),
        past=bool(past),
        leads=bool(leads),
        copy=copy,
    )


def member_values(one: Member, rank: int) -> dict[str, Any]:
    return {
        "article": one.placing.article,
        "rank": rank,
        "event": one.placing.event,
        "at_us": rows.micros(one.at),
        "source": one.source,
        "country": one.country,
        "section": one.section,
        "shown": one.shown,
        "provisional": one.provisional,
        "past": one.past,
        "leads": one.leads,
        "copy": one.copy,
        "grounds": _json(_said_grounds(one.placing.grounds)),
    }


def event(row: Row) -> Event:
    number, story, lead, source, first_us, last_us, articles, papers, section, pin, leads, live, settled = row
    return Event(
        EventId(number),
        StoryId(story),
        lead,
        rows.maybe_instant(first_us),
        rows.maybe_instant(last_us),
        articles,
        tuple(
            Coverage(source, country, rows.instant(us), count, own)
            for source, country, us, count, own in orjson.loads(papers)
        ),
        source,
        section,
        pinned=pin is not None and pin == lead,
        leads=bool(leads),
        live=bool(live),
        settled=bool(settled),
    )


def event_values(one: Event, pin: ArticleId | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "story": one.story,
        "lead": one.lead,
        "source": one.source,
        "first_us": rows.maybe_micros(one.first),
        "last_us": rows.maybe_micros(one.last),
        "articles": one.articles,
        "papers": orjson.dumps(
            [
                (each.source, each.country, rows.micros(each.first), each.articles, each.own)
                for each in one.papers
            ]
        ).decode(),
        "section": one.section,
        "pin": pin,
        "leads": one.leads,
        "live": one.live,
        "settled": one.settled,
    }


def numbers(articles: Sequence[ArticleId]) -> str:
    return _json(list(articles))


def unnumbered(text: str) -> tuple[ArticleId, ...]:
    return tuple(orjson.loads(text))


def packed(sample: tuple[int, ...]) -> str:
    return base64.b64encode(array("Q", sample).tobytes()).decode("ascii")


def unpacked(text: str) -> tuple[int, ...]:
    found = array("Q")
    found.frombytes(base64.b64decode(text))
    return tuple(found)


def word(said: str) -> tuple[StoryWord, EventId]:
    """An editor's word and the event that it made."""
    held = orjson.loads(said)
    made = EventId(held.pop("made"))
    cases = tuple(Case(one["a"], one["b"], Sameness(one["label"])) for one in held.pop("cases"))
    kind, articles = StoryWordKind(held.pop("kind")), tuple(held.pop("articles"))
    return StoryWord(kind=kind, articles=articles, cases=cases, **held), made


def said_word(one: StoryWord, made: EventId) -> str:
    return _json({**asdict(one), "by": mended(one.by), "reason": mended(one.reason), "made": made})


def proposal(said: str) -> Proposal:
    held = orjson.loads(said)
    return Proposal(MoveKind(held["kind"]), EventId(held["event"]), held["other"], tuple(held["articles"]))


def said_proposal(one: Proposal) -> str:
    return _json(asdict(one))


def _said_grounds(one: Grounds) -> Mapping[str, Any]:
    """What says nothing is left out: most articles stand alone."""
    return {
        each.name: value
        for each in fields(Grounds)
        if (value := getattr(one, each.name)) not in (None, (), 0.0)
    }


def _grounds(said: str) -> Grounds:
    held = orjson.loads(said)
    held["evidence"] = Evidence(held["evidence"])
    held |= {name: tuple(held[name]) for name in ("names", "words", "numbers") if name in held}
    return Grounds(**held)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
