"""What may a reader say of a picture? That it should not be shown; and that they take it back.

Nothing happens by opening an address: only a POST of our own form counts. What it is answered never depends on whether
the report counted, so that nobody can feel their way to what does.
"""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from warraq.errors import ArchiveError
from warraq.moderation.policy import Door
from warraq.moderation.reports import place_of
from warraq.press import Article, Picture, PictureState, Reporter
from warraq.web import addresses, asker, forms, tokens
from warraq.web.failing import not_found
from warraq.web.gallery import Gallery
from warraq.web.lines import article_path
from warraq.web.pages import page
from warraq.web.picture import found
from warraq.web.site import Site

_LONGEST_BODY = 1024
_KEY_BYTES = 32


async def report(request: Request) -> Response:
    """GET and POST /picture/<id>/report"""
    posted = request.method == "POST"
    body = await forms.body(request, most=_LONGEST_BODY) if posted else b""
    if body is None:
        return await _said(request, "refused", None, status=413)
    asked = await found(request)
    if asked is None:
        return await not_found(request)
    site, gallery, picture = asked
    article = await _article(site, gallery, picture, request.query_params.get("article", ""))
    if not posted:
        return await _form(request, site, gallery, picture, article)
    who = _reporter(request, site, gallery)
    fields = parse_qs(body.decode("utf-8", "replace"))
    given = fields.get("token", [""])[0]
    known = who.token if who else None
    if who is None or not forms.ours(request, site, gallery.secret, given, known, picture.id):
        return await _said(request, "refused", article, status=403)
    if fields.get("do") == ["withdraw"]:
        await site.pool.ask(lambda: gallery.pictures.withdraw(picture.id, who))
        return await _said(request, "withdrawn", article, token=given)
    await _counted(site, gallery, picture, who)
    return await _said(request, "thanks", article, token=given)


async def _form(
    request: Request, site: Site, gallery: Gallery, picture: Picture, article: Article | None
) -> Response:
    if picture.state is PictureState.HIDDEN:
        return await page(request, "picture_hidden.html", status=410)
    who, fresh = forms.named(request, site, gallery.secret)
    form = tokens.form_token(gallery.secret, who, picture.id)
    answer = await _said(request, "ask", article, token=form)
    forms.give(answer, fresh, request, site, path="/picture")
    return answer


async def _counted(site: Site, gallery: Gallery, picture: Picture, who: Reporter) -> None:
    now, key = site.clock.now(), secrets.token_hex(_KEY_BYTES)
    threshold = site.settings.report_threshold
    await site.pool.ask(
        lambda: gallery.pictures.report(picture.id, who, threshold=threshold, key=key, now=now)
    )


async def _said(
    request: Request, stage: str, article: Article | None, *, status: int = 200, token: str = ""
) -> Response:
    back = article_path(article.draft.source, article.id, article.draft.language) if article else "/"
    answer = await page(
        request, "report.html", status=status, stage=stage, article=article, back=back, token=token
    )
    return forms.private(answer)


def _reporter(request: Request, site: Site, gallery: Gallery) -> Reporter | None:
    who = forms.who(request, site, gallery.secret)
    if who is None:
        return None
    place = place_of(asker.address(request, site.settings.proxies), public=site.settings.public)
    return Reporter(who, place)


async def _article(site: Site, gallery: Gallery, picture: Picture, asked: str) -> Article | None:
    """The article to go back to: one that shows the picture, and may still be named. Where the archive cannot say, there
    is always the front page."""
    number = addresses.article_id(asked)
    if number is None:
        return None
    sources = (await site.whole()).sources

    def found() -> Article | None:
        held = site.archive.article(number)
        if held is None or not site.grant(held.state, sources.get(held.draft.source), Door.LIST).headline:
            return None
        shows = gallery.pictures.of([number]).get(number)
        return held if shows is not None and shows.id == picture.id else None

    try:
        return await site.pool.ask(found)
    except ArchiveError:
        return None
