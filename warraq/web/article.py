"""What did the paper print? One article, or why it is no longer shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.crawling import urls
from warraq.entities import persons
from warraq.moderation.policy import Door, Grant
from warraq.newsroom.shownnames import Mentioned
from warraq.press import Article, Moment, Precision, Source, State
from warraq.web import addresses, cards, dates, doors, naming, origins, replies, sharing, versions, wording
from warraq.web.bidi import direction
from warraq.web.desks import Writer, desk_path, writers
from warraq.web.failing import not_found
from warraq.web.frame import Frame
from warraq.web.gallery import Shown
from warraq.web.lines import article_path, coarse
from warraq.web.muting import Muted, muted, spared, told
from warraq.web.naming import Chip, Run
from warraq.web.pages import page
from warraq.web.panels import Panels, panels
from warraq.web.scope import Scope, asked
from warraq.web.site import Site, scope_of, site_of

if TYPE_CHECKING:
    from warraq.citations import Attribution
    from warraq.language.dates import Doubt

_BESIDE = 7
_KEYWORDS, _KEYWORD = 6, 60  # of an article, and characters of one
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Byline:
    """When it was printed. `day` is "DD - MM - YYYY", or `coarse` what little was said of it, or neither: then it was
    first seen on `seen`. `hint` gives the hour and its zone where they are known. `updated`: when the paper says it last changed it."""

    day: str | None
    coarse: str | None
    seen: str
    seen_machine: str
    seen_hint: str
    machine: str | None
    hint: str | None
    updated: str | None = None
    updated_machine: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`runs` are its text in pieces, of which some lead to a name's page; its attributions are marked in them."""

    way: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of an article that is not shown to all: why and since when, and how it is cited. `cited` is when we
    recorded it, `hash` its wording's in the chain."""

    reason: str | None
    since: str | None
    since_machine: str | None
    cited: str
    cited_machine: str
    hash: str


async def article(request: Request) -> Response:
    """GET /<source>/<id>, or /fr/<source>/<id> for an article in French (/en for English): the id alone counts; another
    paper's or language's word before it leads to the right address."""
    site = site_of(request)
    wanted = addresses.article_id(request.path_params["id"])
    if wanted is None:
        return await not_found(request)
    held = await site.pool.ask(lambda: site.archive.article(wanted))
    if held is None:
        return await not_found(request)
    right = article_path(held.draft.source, wanted, held.draft.language)
    if asked(request) != unquote(right):
        return RedirectResponse(right, status_code=301)
    around = await site.whole()
    source = around.sources.get(held.draft.source) or _unknown(held.draft.source)
    line = byline(held, source, site)
    grant = site.grant(held.state, source, Door.PAGE, robots=held.draft.robots)
    stone = tombstone(held, source, site)
    if held.state is not State.VISIBLE and not grant.whole:
        way = direction(held.draft.title, held.draft.language)
        return await page(
            request, "gone.html", status=410, source=source, article=held, byline=line, way=way, stone=stone
        )
    newest, silent = await site.newest_of(held.draft.source), muted(request)
    shown, scope = doors.excerpt(held, source, grant), scope_of(request)
    asked_for = await site.pool.ask(
        lambda: _asked_for(site, held, source, grant, shown.text, around, scope, silent)
    )
    picture = asked_for.picture
    from warraq.web import attributed  # its lists of cues are not needed for the first page

    said = attributed.attributed(held.draft, shown.text)
    kept = site.indexed(held.state, source, robots=held.draft.robots)
    desk = site.scopes[""].label(held.draft.section)
    section = desk or held.draft.label
    return await page(
        request,
        "article.html",
        kept=kept,
        cite_href=f"{right}/cite",
        share=sharing.of_article(request, held, around.doors),
        card=cards.card(
            request,
            held,
            source,
            section=section,
            picture=picture.href if picture and picture.covered is None else None,
            kept=kept,
            doors=around.doors,
        ),
        source=source,
        article=held,
        stone=stone if held.state is not State.VISIBLE else None,
        byline=line,
        way=direction(f"{held.draft.title} {held.draft.body[:400]}", held.draft.language),
        title_way=direction(held.draft.title, held.draft.language),
        paragraphs=paragraphs(shown.text, held.draft.language, asked_for.mentioned, said.places),
        attribution=said,
        named=asked_for.chips,
        why=shown.why,
        unread=not held.draft.body.strip(),
        keywords=keywords(held.draft.keywords) if shown.why is None else (),
        section=section,
        guessed=held.draft.guessed and desk is not None,
        section_href=desk_path(held.draft.section) if held.draft.section and desk else None,
        writers=asked_for.writers,
        picture=picture,
        edits=asked_for.edits,
        origin=origins.origin(
            held.draft.url,
            around.doors.get(held.draft.source),
            dates.zone_of(source.zone),
            site.customs(source),
            whole=shown.why is None,
        ),
        replies=asked_for.replies,
        panels=asked_for.panels,
        silenced=told(request, around, right),
        beside=spared((line for line in newest if line.id != wanted), silent.without_papers)[:_BESIDE],
    )


@dataclass(frozen=True, slots=True)
class _AskedFor:
    """What is asked of the stores for an article's page, beside the article."""

    picture: Shown | None
    chips: tuple[Chip, ...]
    mentioned: tuple[Mentioned, ...]
    writers: tuple[Writer, ...]
    edits: versions.Edits | None
    replies: tuple[replies.Reply, ...]
    panels: Panels | None


def _asked_for(
    site: Site,
    held: Article,
    source: Source,
    grant: Grant,
    text: str,
    around: Frame,
    scope: Scope,
    silent: Muted,
) -> _AskedFor:
    """All in one turn of the pool: to change threads costs more than most of it. Blocks."""
    return _AskedFor(
        _picture(site, held, around.sources) if grant.picture else None,
        *naming.named(site, held, text),
        writers(site.archive, held.draft.authors),
        versions.edits(site, held, source),
        replies.to(site, held.id),
        panels(site, held.id, around, scope, silent),
    )


async def by_address(request: Request) -> Response:
    """GET /url?u=<a paper's own address>: our copy of it."""
    site = site_of(request)
    sought = request.query_params.get("u", "").strip()
    held = await site.pool.ask(lambda: _find(site, sought)) if sought else None
    if held is None:
        return await page(request, "unknown_address.html", status=404, asked=sought[:300])
    return RedirectResponse(article_path(held.draft.source, held.id, held.draft.language), status_code=302)


def tombstone(article: Article, source: Source, site: Site) -> Tombstone:
    """What its page says of an article that its paper took away, or we did."""
    zone, how = dates.zone_of(source.zone), site.customs(source)
    changed = article.changed.astimezone(zone) if article.changed else None
    first = article.first_seen.astimezone(zone)
    return Tombstone(
        reason=article.reason,
        since=dates.day(changed.date(), how) if changed else None,
        since_machine=dates.instant(changed) if changed else None,
        cited=wording.listed(
            [dates.day(first.date(), how), dates.hour_and_zone(article.first_seen, source.zone, how)]
        ),
        cited_machine=dates.instant(article.first_seen),
        hash=article.hash,
    )


def byline(article: Article, source: Source, site: Site) -> Byline:
    """The article's date as its paper's own readers saw it."""
    zone, how = dates.zone_of(source.zone), site.customs(source)
    moment, changed = article.draft.published, _finer(article.draft.updated)
    seen = article.first_seen.astimezone(zone).date()
    seen_hint = dates.hour_and_zone(article.first_seen, source.zone, how)
    day = rough = hint = None
    if moment is not None and moment.precision in (Precision.YEAR, Precision.MONTH):
        rough = coarse(moment, how)
    elif moment is not None:
        day = dates.spaced(dates.printed_day(moment, zone))
        hint = _hint(moment, zone, source, how)
    return Byline(
        day=day,
        coarse=rough,
        seen=dates.spaced(seen),
        seen_machine=dates.instant(article.first_seen),
        seen_hint=seen_hint,
        machine=dates.machine(moment) if moment else None,
        hint=hint,
        updated=_hint(changed, zone, source, how) if changed else None,
        updated_machine=dates.machine(changed) if changed else None,
    )


def keywords(printed: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The first of the paper's own keywords, each with the search for it as a phrase; what is long is no keyword."""
    words = [" ".join(word.replace('"', " ").split()) for word in printed]
    kept = [word for word in dict.fromkeys(words) if 1 < len(word) <= _KEYWORD][:_KEYWORDS]
    return tuple((word, "/search?" + urlencode({"q": f'"{word}"'})) for word in kept)


def paragraphs(
    body: str,
    language: str | None,
    mentioned: Sequence[Mentioned] = (),
    places: Sequence[Attribution] = (),
) -> tuple[Paragraph, ...]:
    """The text's paragraphs, each with its own direction: a quotation in French inside an Arabic report runs its way."""
    from warraq.web import attributed

    found, start = [], 0
    for text in body.split("\n"):
        if text.strip():
            runs = attributed.marked(naming.runs(text, mentioned, start=start), start, places)
            found.append(Paragraph(direction(text, language), runs))
        start += len(text) + 1
    return tuple(found)


def _picture(site: Site, article: Article, sources: Mapping[str, Source]) -> Shown | None:
    """The picture beside the article, or why it is covered; `None`: there is none, or it may not be shown. Words that tell of a child
    or a victim cover it, no desk: not every accident has one."""
    gallery = site.gallery
    if gallery is None or article.draft.image is None:
        return None
    papers, public = {article.id: article.draft.source}, site.settings.public
    robots = {article.id: article.draft.robots}
    found = gallery.of(papers, sources, public=public, robots=robots)
    picture = found.get(article.id)
    if picture is None or picture.covered is not None:
        return picture
    return (
        replace(picture, covered="care")
        if persons.careful(article.draft.title, article.draft.body, None)
        else picture
    )


def _hint(moment: Moment, zone: tzinfo, source: Source, how: dates.Manner) -> str:
    day = dates.day(dates.printed_day(moment, zone), how, weekday=True)
    if dates.has_hour(moment):
        day = wording.listed([day, dates.hour_and_zone(moment.at, source.zone, how)])
    doubt = _doubt(moment, source)
    return f"{day}. {wording.said('doubts', doubt.value, printed=moment.printed or '')}" if doubt else day


def _doubt(moment: Moment, source: Source) -> Doubt | None:
    """What a reader should know of a date: that the paper printed a day of the week that is not that date's, or only words that
    count («منذ 3 ساعات»)."""
    from warraq.language.dates import (
        Doubt,
        reading,
    )  # its patterns take a tenth of a second, which no first page waits for

    zone = moment.zone or source.zone
    found = reading(
        moment.printed or "",
        country=source.country,
        zone=zone if "/" in zone else source.zone,
        now=moment.at + _A_DAY,
        reference=replace(moment, precision=Precision.MINUTE),
    )
    told = (Doubt.WEEKDAY, Doubt.COUNTED)
    return next((doubt for doubt in told if found and doubt in found.doubts), None)


def _finer(moment: Moment | None) -> Moment | None:
    """The moment, if it says at least the day."""
    return None if moment is None or moment.precision in (Precision.YEAR, Precision.MONTH) else moment


def _find(site: Site, address: str) -> Article | None:
    found = site.archive.find(urls.key(address))
    return None if found is None else site.archive.article(found)


def _unknown(slug: str) -> Source:
    """A paper that nobody remembers any more; its articles stay readable."""
    return Source(slug=slug, name=slug, country="zz", zone="UTC")
