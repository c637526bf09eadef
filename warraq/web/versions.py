"""Which wordings of an article are kept, what caused each, and what differs between two?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from urllib.parse import unquote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.duplicates import difference, verdict
from warraq.moderation.policy import Door, Grant
from warraq.press import Article, ArticleId, Cause, Source, Version
from warraq.web import addresses, dates, wording
from warraq.web.bidi import direction
from warraq.web.failing import not_found
from warraq.web.lines import article_path
from warraq.web.marking import marked
from warraq.web.pages import page
from warraq.web.scope import asked
from warraq.web.site import Site, site_of

MOST = 200  # wordings that the list shows, the newest


@dataclass(frozen=True, slots=True)
class Wording:
    """One line of the list: when it came, why, and what of it is other than in the one before."""

    number: int
    href: str
    when: str
    machine: str
    cause: str
    ours: bool  # a reading by us, no edit
    title: str
    way: str
    renamed: bool
    reworded: bool
    reader: str
    capture: str | None
    hash: str


@dataclass(frozen=True, slots=True)
class Edits:
    """What stands beside an article that was changed: how many wordings are kept, and the paper's last change of it.

    `headline` is its headline with the change marked (`None`: no headline was changed, or it may not be shown); `when` is
    of that change, else of the last of the text, `None` where there are but readings of ours.
    """

    href: str
    headline: Markup | None
    when: str | None
    machine: str | None


async def versions(request: Request) -> Response:
    """GET /<source>/<id>/versions, with /fr or /en before it as the article has."""
    found = await found_of(request, "/versions")
    if not isinstance(found, Found):
        return found
    shown = found.versions[-MOST - 1 :]
    pairs = [*([(None, shown[0])] if len(shown) <= MOST else []), *pairwise(shown)]
    site = site_of(request)
    lines = await site.pool.ask(lambda: tuple(_line(found, site, before, one) for before, one in pairs))
    return await page(
        request,
        "versions.html",
        kept=False,
        source=found.source,
        article=found.article,
        way=direction(found.article.draft.title, found.article.draft.language),
        href=found.href,
        lines=lines[::-1],
        earlier=len(found.versions) - len(lines),
    )


async def version(request: Request) -> Response:
    """GET /<source>/<id>/versions/<number>: what differs from the wording before."""
    asked_for = addresses.article_id(request.path_params["number"])
    if asked_for is None:
        return await not_found(request)
    found = await found_of(request, f"/versions/{asked_for}")
    if not isinstance(found, Found):
        return found
    if asked_for > len(found.versions):
        return await not_found(request)
    one = found.versions[asked_for - 1]
    before = found.versions[asked_for - 2] if asked_for > 1 else None
    site = site_of(request)
    title, text, counts = await site.pool.ask(lambda: _differences(before, one, found.grant))
    return await page(
        request,
        "version.html",
        kept=False,
        source=found.source,
        article=found.article,
        line=_line(found, site, before, one),
        href=found.href,
        way=direction(f"{one.draft.title} {one.draft.body[:400]}", one.draft.language),
        title=title,
        text=text,
        counts=counts,
        first=before is None,
        many=len(found.versions),
        why=None if found.grant.whole else _why(found.source),
    )


def edits(site: Site, held: Article, source: Source) -> Edits | None:
    """What stands beside the article; `None` for one that has but one wording. Blocks."""
    if held.version < 2:
        return None
    kept = site.archive.versions(held.id)
    href = f"{article_path(held.draft.source, held.id, held.draft.language)}/versions"
    changed = [(before, one) for before, one in pairwise(kept) if one.cause is Cause.EDIT]
    renamed = [pair for pair in changed if verdict.renamed(pair[0].draft.title, pair[1].draft.title)]
    grant = site.grant(held.state, source, Door.DIFFERENCE, robots=held.draft.robots)
    if not changed or not grant.headline:
        return Edits(href, None, None, None)
    before, last = (renamed or changed)[-1]
    zone = dates.zone_of(source.zone)
    same_day = last.filed.astimezone(zone).date() == held.first_seen.astimezone(zone).date()
    return Edits(
        href,
        marked(difference.between(before.draft.title, last.draft.title)) if renamed else None,
        _hour(last.filed, zone, site) if same_day else _when(last.filed, zone, site),
        dates.instant(last.filed),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """An article with its wordings, oldest first; `grant` is that of `Door.DIFFERENCE`."""

    article: Article
    source: Source
    versions: tuple[Version, ...]
    grant: Grant
    href: str  # of the article


async def found_of(request: Request, tail: str) -> Found | Response:
    """The article with its wordings; or where else the reader must go: its right address, or its own page, which says why
    nothing of it is shown."""
    site = site_of(request)
    wanted = addresses.article_id(request.path_params["id"])
    held = await site.pool.ask(lambda: site.archive.article(wanted)) if wanted is not None else None
    if held is None:
        return await not_found(request)
    href = article_path(held.draft.source, held.id, held.draft.language)
    if asked(request) != unquote(href) + tail:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(href + tail + query, status_code=301)
    around = await site.whole()
    source = around.sources.get(held.draft.source) or Source(
        held.draft.source, held.draft.source, "zz", "UTC"
    )
    grant = site.grant(held.state, source, Door.DIFFERENCE, robots=held.draft.robots)
    if not grant.headline:
        return RedirectResponse(href, status_code=302)
    number: ArticleId = held.id
    kept = await site.pool.ask(lambda: site.archive.versions(number))
    return Found(held, source, kept, grant, href)


def _line(found: Found, site: Site, before: Version | None, one: Version) -> Wording:
    zone = dates.zone_of(found.source.zone)
    return Wording(
        number=one.number,
        href=f"{found.href}/versions/{one.number}",
        when=_when(one.filed, zone, site),
        machine=dates.instant(one.filed),
        cause=caused(one),
        ours=one.cause is Cause.REREAD,
        title=one.draft.title,
        way=direction(one.draft.title, one.draft.language),
        renamed=before is not None and verdict.renamed(before.draft.title, one.draft.title),
        reworded=before is not None and verdict.renamed(before.draft.body, one.draft.body),
        reader=one.draft.reader,
        capture=one.draft.capture,
        hash=one.hash,
    )


def caused(one: Version) -> str:
    """The cause of a wording in words."""
    unproven = one.cause is Cause.REREAD and not one.proven
    return wording.said("causes", "reread_unproven" if unproven else one.cause.value)


def _differences(
    before: Version | None, one: Version, grant: Grant
) -> tuple[Markup, Markup | None, tuple[int, int]]:
    """The headline, and the text where all of it may be shown, each with its change marked; how many words of the text
    went and came."""
    if before is None:
        same = (difference.Piece(difference.Fate.SAME, one.draft.body),)
        return Markup("{}").format(one.draft.title), _set(same) if grant.whole else None, (0, 0)
    title = marked(difference.between(before.draft.title, one.draft.title))
    if not grant.whole:
        return title, None, (0, 0)
    was, says = (verdict.without_furniture(each.draft.body) for each in (before, one))
    pieces = difference.between(was, says)
    return title, _set(pieces), difference.counted(pieces)


def _set(pieces: tuple[difference.Piece, ...]) -> Markup:
    """A text with its changes marked, its paragraphs a line apart."""
    return marked(pieces).replace("\n", "\n\n")


def _why(source: Source) -> str:
    return wording.said("held", "difference_agreed" if source.permission else "difference")


def _hour(at: datetime, zone: tzinfo, site: Site) -> str:
    return wording.said("dates", "at_hour", clock=dates.clock(at.astimezone(zone), site.how))


def _when(at: datetime, zone: tzinfo, site: Site) -> str:
    day = dates.day(at.astimezone(zone).date(), site.how)
    return wording.said("versions", "when", day=day, hour=_hour(at, zone, site))
