"""How is this article cited, and what proves what was read? Its citation in several forms, and the record of what we keep of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from warraq import __version__
from warraq.crawling import urls
from warraq.moderation.policy import Door
from warraq.press import Capture, CaptureNote, Moment, Precision, Source, Version
from warraq.web import addresses, citing, dates, origins, titles
from warraq.web.bidi import attributes, direction
from warraq.web.citing import Reference
from warraq.web.failing import not_found
from warraq.web.pages import packed_for, page
from warraq.web.site import Site, site_of
from warraq.web.upkeep import upkeep_of
from warraq.web.versions import Found, found_of

_HELD = {"cache-control": "private, no-cache"}
# By the ending of the address: the media type, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Reference], str | bytes]]] = {
    "txt": ("text/plain; charset=utf-8", lambda one: citing.plain(one) + "\n"),
    "bib": ("application/x-bibtex; charset=utf-8", citing.bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", citing.ris),
    "json": ("application/vnd.citationstyles.csl+json", citing.csl),
}
HOW = "SHA-256 of the text in UTF-8: its paragraphs as they are kept, one line feed between two, none at the end"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of the page that a wording was read from, as a reader is told of it."""

    when: str
    machine: str
    status: int
    kind: str | None
    digest: str
    until: str | None


@dataclass(frozen=True, slots=True)
class _Cited:
    """A wording that is cited. `whole`: its text, and what it was read from, may leave the house."""

    found: Found
    version: Version
    reference: Reference
    note: CaptureNote | None
    whole: bool


async def cite(request: Request) -> Response:
    """GET /<source>/<id>/cite?version=<number>: without a number the newest."""
    cited = await _cited(request, "/cite")
    if not isinstance(cited, _Cited):
        return cited
    site, one = site_of(request), cited.reference
    query = f"?version={one.version}" if one.version != cited.found.article.version else ""
    return await page(
        request,
        "cite.html",
        kept=False,
        source=cited.found.source,
        article=cited.found.article,
        way=direction(one.title, one.language),
        one=one,
        many=len(cited.found.versions),
        parts=tuple(Markup("<bdi{}>{}</bdi>").format(_way(part), part) for part in citing.parts(one)),
        bibtex=citing.bibtex(one),
        href=cited.found.href,
        query=query,
        forms=tuple(FORMS),
        capture=_kept(cited, site),
        whole=cited.whole,
        held=cited.note is not None and cited.whole and await _capture(request, cited) is not None,
        chain=cited.version.hash,
        how=HOW,
    )


async def as_form(request: Request) -> Response:
    """GET /<source>/<id>/cite.<form>: txt, bib, ris or json (CSL-JSON), as a file."""
    form = request.path_params["form"]
    if form not in FORMS:
        return await not_found(request)
    cited = await _cited(request, f"/cite.{form}")
    if not isinstance(cited, _Cited):
        return cited
    kind, write = FORMS[form]
    text = write(cited.reference)
    body = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return packed_for(request, body, kind, _HELD | _named(cited, f".{form}"))


async def record(request: Request) -> Response:
    """GET /<source>/<id>/record.<form>: what we keep of it, as JSON, and the capture that it was read from, as WARC (`warc.gz`)."""
    form = request.path_params["form"]
    if form not in ("json", "warc.gz"):
        return await not_found(request)
    cited = await _cited(request, f"/record.{form}")
    if not isinstance(cited, _Cited):
        return cited
    if form == "json":
        text = orjson.dumps(
            recorded(cited.version, cited.reference, cited.note, whole=cited.whole),
            option=orjson.OPT_INDENT_2,
        )
        return packed_for(request, text, "application/json", _HELD | _named(cited, ".record.json"))
    capture = await _capture(request, cited)
    if capture is None:
        return await not_found(request)
    from warraq.newsroom import exporting

    robots = (*cited.found.article.draft.robots, *cited.found.source.wishes)
    wishes = {urls.host(capture.url).rpartition(":")[0]: robots} if robots else {}
    data = exporting.alone(capture, software=f"Warraq/{__version__}", wishes=wishes)
    return Response(data, media_type="application/warc", headers=_HELD | _named(cited, ".warc.gz"))


def text_hash(version: Version) -> str:
    """Of the text as it is kept: see `HOW`."""
    return hashlib.sha256(version.draft.body.encode("utf-8", "surrogatepass")).hexdigest()


def recorded(
    version: Version, reference: Reference, note: CaptureNote | None, *, whole: bool
) -> dict[str, Any]:
    """The record as JSON has it (docs/reference/citing.md); `None` is what the source did not say, or we did not keep."""
    draft = version.draft
    return {
        "key": reference.key,
        "permalink": reference.permalink,
        "article": version.article,
        "version": version.number,
        "cause": version.cause.value,
        "filed": dates.instant(version.filed),
        "source": draft.source,
        "paper": reference.paper,
        "url": reference.url,
        "title": draft.title,
        "authors": draft.authors,
        "published": dates.machine(draft.published) if draft.published else None,
        "printed": draft.published.printed if draft.published else None,
        "language": draft.language,
        "reader": draft.reader,
        "text_sha256": reference.text_hash,
        "text_sha256_of": HOW,
        "text": draft.body if whole else None,
        "chain": version.hash,
        "chain_previous": version.previous,
        "capture": None
        if note is None
        else {
            "id": note.id,
            "at": dates.instant(note.at),
            "status": note.status,
            "media_type": note.media_type,
            "body_sha256": note.digest,
            "expires": dates.instant(note.expires) if note.expires else None,
        },
    }


async def _cited(request: Request, tail: str) -> _Cited | Response:
    found = await found_of(request, tail)
    if not isinstance(found, Found):
        return found
    asked = request.query_params.get("version")
    number = addresses.article_id(asked) if asked is not None else found.article.version
    if number is None or number > len(found.versions):
        return await not_found(request)
    site, version = site_of(request), found.versions[number - 1]
    around = await site.whole()
    article = found.article
    daybook, held = upkeep_of(request).daybook, version.draft.capture
    note = await site.pool.ask(lambda: daybook.capture(held)) if daybook is not None and held else None
    grant = site.grant(article.state, found.source, Door.EXPORT, robots=article.draft.robots)
    home = addresses.home(request, site.settings.address)
    tail = "" if number == article.version else f"/versions/{number}"
    url = origins.reachable(version.draft.url, article.draft.source, around.doors)
    name = titles.shown(around.masthead).name
    made = _reference(version, found.source, site, name=name, url=url, permalink=home + found.href + tail)
    return _Cited(found, version, made, note, grant.whole)


def _reference(
    version: Version, source: Source, site: Site, *, name: str, url: str | None, permalink: str
) -> Reference:
    """`name` is the site's."""
    draft, how, zone = version.draft, site.customs(source), dates.zone_of(source.zone)
    seen = version.filed.astimezone(zone).date()
    printed = _printed(draft.published, source)
    return Reference(
        source=draft.source,
        paper=source.name,
        number=version.article,
        version=version.number,
        title=draft.title,
        authors=draft.authors,
        language=draft.language,
        printed=printed,
        dated=_dated(draft.published, printed, how),
        seen=seen,
        seen_said=dates.both(seen, how),
        site=name,
        url=url,
        permalink=permalink,
        text_hash=text_hash(version),
    )


def _printed(moment: Moment | None, source: Source) -> tuple[int, ...]:
    """Year, month and day, as far as they were said."""
    if moment is None:
        return ()
    day = dates.printed_day(moment, dates.zone_of(source.zone))
    parts = (day.year, day.month, day.day)
    return parts[: {Precision.YEAR: 1, Precision.MONTH: 2}.get(moment.precision, 3)]


def _dated(moment: Moment | None, printed: tuple[int, ...], how: dates.Manner) -> str | None:
    if moment is None:
        return None
    if len(printed) < 3:
        return f"{printed[0]}" if len(printed) == 1 else f"{how.months[printed[1] - 1]} {printed[0]}"
    return dates.both(date(printed[0], printed[1], printed[2]), how)


def _kept(cited: _Cited, site: Site) -> Kept | None:
    note = cited.note
    if note is None:
        return None
    source = cited.found.source
    how, zone = site.customs(source), dates.zone_of(source.zone)
    return Kept(
        when=f"{dates.both(note.at.astimezone(zone).date(), how)}، {dates.hour_and_zone(note.at, source.zone, how)}",
        machine=dates.instant(note.at),
        status=note.status,
        kind=note.media_type,
        digest=note.digest,
        until=dates.day(note.expires.astimezone(zone).date(), how) if note.expires else None,
    )


async def _capture(request: Request, cited: _Cited) -> Capture | None:
    """What the server answered, if it is still kept and may leave the house: by the paper's policy, and by what people decided."""
    site, keeping = site_of(request), upkeep_of(request).keeping
    name, rights = cited.version.draft.capture, site.rights
    if keeping is None or not cited.whole or name is None:
        return None
    from warraq.newsroom import exporting  # its tables of charsets are not needed for the first page

    def asked() -> Capture | None:
        capture = keeping.found(name)
        if capture is None or rights is None:
            return capture
        kept_back = exporting.decided(rights.bench.archive, rights.docket.rulings())
        return None if kept_back(capture) else capture

    return await site.pool.ask(asked)


def _named(cited: _Cited, ending: str) -> dict[str, str]:
    """A name that says which, of ASCII alone: it is the reference's key."""
    return {"content-disposition": f'attachment; filename="{cited.reference.key}{ending}"'}


def _way(part: str) -> Markup:
    """An address runs from left to right, whatever letters it has."""
    return Markup(' dir="ltr"') if part.startswith(("http://", "https://")) else attributes(part)
