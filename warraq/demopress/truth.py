"""What is true of the invented press: who printed what, when, about which event, from whom, and what became of it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from urllib.parse import quote
from zoneinfo import ZoneInfo

from warraq.demopress.choosing import number
from warraq.demopress.content import Content, Event, Piece, WireText, content, replaced
from warraq.demopress.habits import PLACE, months_of, printed_by, told
from warraq.demopress.papers import Paper, papers
from warraq.demopress.pictures import Picture, pictured

AGENCY = "الأصطرلاب"
_NOT_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """What an article says from `since` on, exactly as its page prints it."""

    since: datetime
    headline: str
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Truth:
    """All there is to know of one printed article.

    `path` is what one asks the paper's server for (percent-encoded, query included). `event` is what it tells,
    `events` all it tells (a round-up tells several), `story` the running story; `None` and () for an item that stands
    alone. `copy_of` is the id of the earliest article with the same words, where this is a reprint; `wire` the agency
    text it came from. `forbidden`: the paper's robots.txt closes its path. Articles of one `trap` look alike and tell
    different events. `author` is `None` where the page names nobody (or only the paper itself). `governorate` is the one
    its dateline names. `language` may be another than its paper's. `picture` is its lead picture, `None` where the page has none.
    """

    id: str
    paper: str
    path: str
    section: str
    language: str
    published: datetime
    versions: tuple[Wording, ...]
    event: str | None = None
    events: tuple[str, ...] = ()
    story: str | None = None
    copy_of: str | None = None
    wire: str | None = None
    author: str | None = None
    withdrawn_at: datetime | None = None
    returned_at: datetime | None = None
    forbidden: bool = False
    trap: str | None = None
    governorate: str | None = None
    picture: Picture | None = None

    def wording(self, now: datetime) -> Wording | None:
        """What the page says at `now`; `None` before it is printed and once it is withdrawn."""
        if now < self.published or self.withdrawn(now):
            return None
        return next(version for version in reversed(self.versions) if version.since <= now)

    def withdrawn(self, now: datetime) -> bool:
        back = self.returned_at is not None and now >= self.returned_at
        return self.withdrawn_at is not None and now >= self.withdrawn_at and not back


@dataclass(frozen=True, slots=True)
class DemoPress:
    """The invented press of one start and seed. `articles` holds everything it ever prints, oldest first."""

    seed: int
    start: datetime
    papers: tuple[Paper, ...]
    articles: tuple[Truth, ...]

    def at(self, now: datetime, *, paper: str | None = None) -> tuple[Truth, ...]:
        """What can be read at `now`, newest first."""
        return tuple(
            truth
            for truth in reversed(self.articles)
            if (paper is None or truth.paper == paper) and truth.wording(now) is not None
        )

    def collectable(self, now: datetime) -> tuple[Truth, ...]:
        """What a crawler that obeys robots.txt can have read at `now`, newest first."""
        return tuple(truth for truth in self.at(now) if not truth.forbidden)

    def article(self, name: str) -> Truth:
        """The article of this id. Raises: KeyError."""
        for truth in self.articles:
            if truth.id == name:
                return truth
        raise KeyError(name)

    def same_event(self) -> frozenset[frozenset[str]]:
        """Every pair of articles that tell an event in common, reprints included."""
        return frozenset(
            frozenset((one.id, other.id))
            for one, other in combinations(self.articles, 2)
            if set(one.events) & set(other.events)
        )

    def copies(self) -> frozenset[frozenset[str]]:
        """Every pair of articles with the same words, but for a paper's edits."""
        return frozenset(
            frozenset((one.id, other.id))
            for one, other in combinations(self.articles, 2)
            if (one.copy_of or one.id) == (other.copy_of or other.id)
        )

    def traps(self) -> frozenset[frozenset[str]]:
        """Every pair that looks alike and must not be merged."""
        return frozenset(
            frozenset((one.id, other.id))
            for one, other in combinations(self.articles, 2)
            if one.trap is not None and one.trap == other.trap and not set(one.events) & set(other.events)
        )


def press(*, start: datetime, seed: int = 1) -> DemoPress:
    """The invented press whose first three days end at `start` (aware); it goes on printing for some hours after.

    The same seed and start always give the same press. Addresses depend on the seed alone. Raises: ValueError.
    """
    if start.tzinfo is None:
        raise ValueError(f"the demo press needs an aware start, not {start!r}")
    written = content()
    by_slug = {paper.slug: paper for paper in papers()}
    made = [_printed(piece, by_slug[piece.paper], written, start, seed) for piece in written.pieces]
    made.sort(key=lambda truth: (truth.published, truth.id))
    return DemoPress(seed, start, papers(), tuple(_with_originals(made)))


def _printed(piece: Piece, paper: Paper, written: Content, start: datetime, seed: int) -> Truth:
    published = start + piece.at + timedelta(seconds=number(seed, f"second {piece.id}", below=60))
    event = written.events[piece.event] if piece.event else None
    versions = tuple(_wordings(piece, paper, event, written.wires.get(piece.wire or ""), start, published))
    events = tuple(dict.fromkeys((*([piece.event] if piece.event else []), *piece.also)))
    path = _path(piece, paper, seed)
    return Truth(
        id=piece.id,
        paper=paper.slug,
        path=path,
        section=piece.section,
        language=piece.language or paper.language,
        published=published,
        versions=versions,
        event=piece.event,
        events=events,
        story=event.story if event else None,
        wire=piece.wire,
        author=_author(piece, paper, seed),
        withdrawn_at=start + piece.withdrawn if piece.withdrawn is not None else None,
        returned_at=start + piece.returned if piece.returned is not None else None,
        forbidden=any(path.startswith(closed) for closed in paper.disallow),
        trap=piece.trap,
        governorate=piece.governorate,
        picture=pictured(piece.id, paper, seed, scene=_scene(piece, seed), special=piece.picture),
    )


def _scene(piece: Piece, seed: int) -> str | None:
    """What the agency's picture, or that of the event, shows; `None` for an article with a picture of its own."""
    if piece.wire:
        return piece.wire
    return piece.event if piece.event and not number(seed, f"scene {piece.id}", below=2) else None


def _wordings(
    piece: Piece,
    paper: Paper,
    event: Event | None,
    wire: WireText | None,
    start: datetime,
    published: datetime,
) -> Iterator[Wording]:
    def set_in_type(text: str) -> str:
        # a reprint keeps the agency's own «أمس», whoever prints it
        filled = told(
            text,
            event=start + event.at if event else published,
            printed=start + wire.at if wire else published,
            zone=ZoneInfo(event.day_zone) if event else paper.tz,
            months=months_of(paper, piece.language or paper.language),
        )
        return printed_by(paper, filled, language=piece.language)

    headline, lines, since = piece.headline, piece.paragraphs, published
    yield Wording(since, set_in_type(headline), tuple(map(set_in_type, lines)))
    for change in piece.rewordings:
        headline, lines, since = change.headline or headline, change.paragraphs or lines, start + change.at
        lines = replaced(list(lines), change.replace, where=piece.id)
        yield Wording(since, set_in_type(headline), tuple(map(set_in_type, lines)))


def _path(piece: Piece, paper: Paper, seed: int) -> str:
    address = (paper.members_address or paper.address) if piece.members else paper.address
    # dates are left out: an address must not depend on the start
    words = "-".join(word for word in _NOT_WORD.split(PLACE.sub("", piece.headline)) if word)
    filled = address.format(section=piece.section, number=100_000 + number(seed, piece.id), words=words)
    return quote(filled, safe="/?=&")


def _author(piece: Piece, paper: Paper, seed: int) -> str | None:
    """Two of three articles are signed; a reprint is signed by the agency."""
    if piece.author or piece.wire:
        return printed_by(paper, piece.author or AGENCY)
    chosen = number(seed, f"author {piece.id}", below=3 * len(paper.authors))
    return paper.authors[chosen // 3] if chosen % 3 else None


def _with_originals(made: list[Truth]) -> Iterator[Truth]:
    """Each reprint learns which article printed its words first."""
    first: dict[str, str] = {}
    for truth in made:
        original = first.setdefault(truth.wire, truth.id) if truth.wire else truth.id
        yield truth if original == truth.id else replace(truth, copy_of=original)
