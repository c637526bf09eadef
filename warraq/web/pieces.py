"""What of an article stands on a sheet that leaves the house, on paper or as a file?

No more than passes both its own page and exports, and no more than there is room for. Nothing on it grows older by itself: the same
article is the same words tomorrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from markupsafe import Markup, escape

from warraq.entities import persons
from warraq.moderation.policy import Door, Grant, cut
from warraq.press import Article, ArticleId, Headline, PictureId, Precision, Source, State, object_key
from warraq.web import dates, doors, origins, wording
from warraq.web.bidi import attributes, direction, isolated
from warraq.web.frame import Frame
from warraq.web.lines import article_path, coarse
from warraq.web.offprint import inlined
from warraq.web.site import Site

TITLE = 300  # letters of a headline
_WRITERS, _WRITER = 4, 80  # of an article, and letters of a name
_TYPED = 110  # characters of one that is printed
_ADDRESS = 400  # characters of a paper's own address: a longer one is no use on paper


@dataclass(frozen=True, slots=True)
class Room:
    """How much a sheet holds. All are bytes as they stand in HTML; `pictures` those of the files."""

    each: int
    texts: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that hangs on a sheet: where the site has it, its size in pixels, and by what its bytes are found."""

    id: PictureId
    href: str
    width: int
    height: int
    object: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Piece:
    """An article on a sheet. `href` is our path, `origin` the paper's own address and `origin_said` the same as a reader types it, where it is short enough to be typed; `dated` in both calendars, `hour` where it is known.
    `attributes` are its headline's `lang` and `dir` and `apart` its text's, where they differ from the page's; `paragraphs` are (direction, text); `why` says what is held back, `cut` that there was no room for the rest."""

    id: ArticleId
    title: str
    attributes: Markup
    paper: Markup
    source: str
    href: str
    origin: str | None
    origin_said: str | None
    dated: str
    machine: str
    hour: str | None
    writers: tuple[str, ...]
    apart: Markup
    way: str
    paragraphs: tuple[tuple[str, str], ...]
    why: str | None
    cut: bool
    picture: Picture | None = None


def pieces(
    site: Site, articles: Sequence[Article], around: Frame, *, room: Room, hung: Mapping[ArticleId, Picture]
) -> tuple[Piece, ...]:
    """These articles in their order; those of which nothing may be shown are left out. Texts are cut where the room ends."""
    made: list[Piece] = []
    left = room.texts
    for article in articles:
        source = around.sources.get(article.draft.source)
        grant = least(site, article, source)
        if not grant.headline:
            continue
        shown = doors.excerpt(article, source, grant)
        if article.state is State.WITHDRAWN:
            shown = replace(shown, why=wording.said("clippings", "withdrawn"))
        text = _fitting(shown.text, min(room.each, left))
        left -= size(text)
        picture = hung.get(article.id) if grant.picture else None
        made.append(
            _piece(
                site,
                article,
                source,
                around,
                text=text,
                why=shown.why,
                cut=text != shown.text,
                picture=picture,
            )
        )
    return tuple(made)


def least(site: Site, article: Article, source: Source | None) -> Grant:
    """What of an article passes every door by which a sheet leaves."""
    robots = article.draft.robots
    both = [site.grant(article.state, source, door, robots=robots) for door in (Door.PAGE, Door.EXPORT)]
    letters = [one.letters for one in both if one.letters is not None]
    return Grant(
        headline=all(one.headline for one in both),
        letters=min(letters) if letters else None,
        picture=all(one.picture for one in both),
    )


def hung(site: Site, articles: Sequence[Article], around: Frame, *, room: Room) -> dict[ArticleId, Picture]:
    """The small prints that may hang beside these articles, the first ones first, as long as there is room; none beside what tells of
    a child, a victim or the like. Blocks."""
    gallery = site.gallery
    if gallery is None or not room.pictures:
        return {}
    able = [
        one for one in articles if not persons.careful(one.draft.title, one.draft.body, one.draft.section)
    ]
    papers = {one.id: one.draft.source for one in able}
    robots = {one.id: one.draft.robots for one in able}
    found = gallery.of(papers, around.sources, public=site.settings.public, robots=robots)
    chosen: dict[ArticleId, Picture] = {}
    left = room.pictures
    for article in able:
        shown = found.get(article.id)
        if shown is None or shown.covered is not None:
            continue
        held = gallery.pictures.picture(shown.id)
        if (
            held is None
            or held.negative.card.size_bytes > left
            or shown.id in {one.id for one in chosen.values()}
        ):
            continue
        left -= held.negative.card.size_bytes
        key = object_key(held.negative.pixels, "card")
        card = held.negative.card
        chosen[article.id] = Picture(shown.id, shown.card, card.width, card.height, key, card.size_bytes)
    return chosen


def tender(head: Headline) -> bool:
    """Whether what a list tells of it asks for care: then it neither leads nor has a picture."""
    return persons.careful(head.title, head.abstract or "", head.section)


def printed(site: Site, hanging: Sequence[Picture]) -> dict[PictureId, str]:
    """These pictures as they stand in a file, by number; those whose bytes are gone are left out. Blocks."""
    if site.gallery is None:
        return {}
    bodies = {one.id: site.gallery.objects.get(one.object) for one in hanging}
    return {number: inlined(body) for number, body in bodies.items() if body is not None}


def size(text: str) -> int:
    """What a text takes in HTML, in bytes."""
    return len(escape(text).encode("utf-8", "replace"))


def said_address(address: str) -> str | None:
    """An address in letters instead of escapes, without what every browser adds; `None` for one that nobody types off paper."""
    read = unquote(address)
    # what is no text, or would end the address, stays escaped
    said = read if read.isprintable() and not set(read) & set(' \ufffd"<>') else address
    said = said.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return said if len(said) <= _TYPED else None


def _fitting(text: str, most: int) -> str:
    """As much of the text as takes at most so many bytes, broken between words."""
    if size(text) <= most:
        return text
    letters = len(text)
    while letters and size(text[:letters]) > most:
        letters = letters * most // max(size(text[:letters]), 1)
    return cut(text, Grant(headline=True, letters=max(letters - 1, 0), picture=False))


def _piece(
    site: Site,
    article: Article,
    source: Source | None,
    around: Frame,
    *,
    text: str,
    why: str | None,
    cut: bool,
    picture: Picture | None,
) -> Piece:
    draft = article.draft
    title = draft.title if len(draft.title) <= TITLE else f"{draft.title[: TITLE - 1]}…"
    origin = origins.reachable(draft.url, draft.source, around.doors)
    start = f"{draft.title} {draft.body[:400]}"
    known = source or Source(draft.source, draft.source, "zz", "UTC")
    dated, machine, hour = _dated(site, article, known)
    return Piece(
        id=article.id,
        title=title,
        attributes=attributes(title, draft.language),
        paper=isolated(known.name),
        source=draft.source,
        href=article_path(draft.source, article.id, draft.language),
        origin=origin if origin and len(origin) <= _ADDRESS else None,
        origin_said=said_address(origin) if origin else None,
        dated=dated,
        machine=machine,
        hour=hour,
        writers=tuple(one for one in draft.authors[:_WRITERS] if len(one) <= _WRITER),
        apart=attributes(start, draft.language),
        way=direction(start, draft.language),
        paragraphs=tuple(
            (direction(one, draft.language), one.strip()) for one in text.split("\n") if one.strip()
        ),
        why=why,
        cut=cut,
        picture=picture,
    )


def _dated(site: Site, article: Article, source: Source) -> tuple[str, str, str | None]:
    """In both calendars, for machines, and the hour as its paper's readers say it."""
    how, zone, moment = site.customs(source), dates.zone_of(source.zone), article.draft.published
    if moment is None:
        seen = dates.both(article.first_seen.astimezone(zone).date(), how)
        return wording.said("dates", "seen", when=seen), dates.instant(article.first_seen), None
    if moment.precision in (Precision.YEAR, Precision.MONTH):
        return coarse(moment, how), dates.machine(moment), None
    day = dates.both(dates.printed_day(moment, zone), how)
    hour = dates.clock(moment.at.astimezone(zone), how) if dates.has_hour(moment) else None
    return day, dates.machine(moment), hour
