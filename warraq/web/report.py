"""What may a reader say of a picture? That it should not be shown, and why; that they take it back; or that hiding it was wrong.

Nothing happens by opening an address: only a POST of our own form counts. What it is answered never depends on whether
the report counted, so that nobody can feel their way to what does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from warraq.errors import ArchiveError
from warraq.moderation.policy import Door
from warraq.moderation.voices import place_of
from warraq.newsroom.moderating import APPEAL_LETTERS
from warraq.press import Article, Category, Picture, PictureState, Reporter
from warraq.web import addresses, asker, forms, tokens
from warraq.web.failing import not_found
from warraq.web.gallery import Gallery
from warraq.web.lines import article_path
from warraq.web.pages import page
from warraq.web.picture import found
from warraq.web.site import Site

_LONGEST_BODY = 1024
# Arabic as forms send it takes six letters each.
_LONGEST_APPEAL = 6 * APPEAL_LETTERS + 500
# In the order in which the form names them: the gravest last, where nobody ticks them by haste.
CATEGORIES = (
    Category.OTHER,
    Category.FALSE,
    Category.PRIVATE,
    Category.VIOLENCE,
    Category.INTIMATE,
    Category.CHILD,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a request for one of our forms: who sends which fields, of which picture and from which article."""

    site: Site
    gallery: Gallery
    picture: Picture
    article: Article | None
    fields: dict[str, str]
    who: Reporter | None


async def report(request: Request) -> Response:
    """GET and POST /picture/<id>/report"""
    heard = await _heard(request, "report.html", most=_LONGEST_BODY)
    if isinstance(heard, Response):
        return heard
    picture, gallery, who = heard.picture, heard.gallery, heard.who
    if request.method != "POST":
        if picture.state is PictureState.HIDDEN:
            appeal = f"/picture/{picture.id}/appeal"
            return await page(request, "picture_hidden.html", status=410, appeal=appeal)
        return await _form(request, heard, "report.html", subject=picture.id, categories=CATEGORIES)
    given = heard.fields.get("token", "")
    if who is None or not _ours(request, heard, picture.id):
        return await _said(request, "report.html", "refused", heard.article, status=403)
    if heard.fields.get("do") == "withdraw":
        await heard.site.pool.ask(lambda: gallery.desk.withdraw(picture.id, who))
        return await _said(request, "report.html", "withdrawn", heard.article, token=given)
    category = _category(heard.fields.get("category", ""))
    await heard.site.pool.ask(lambda: gallery.desk.report(picture.id, who, category))
    return await _said(request, "report.html", "thanks", heard.article, token=given)


async def appeal(request: Request) -> Response:
    """GET and POST /picture/<id>/appeal: that it was wrong to hide the picture. Nobody needs an account."""
    heard = await _heard(request, "appeal.html", most=_LONGEST_APPEAL)
    if isinstance(heard, Response):
        return heard
    subject = f"appeal-{heard.picture.id}"
    if request.method != "POST":
        return await _form(request, heard, "appeal.html", subject=subject, letters=APPEAL_LETTERS)
    if heard.who is None or not _ours(request, heard, subject):
        return await _said(request, "appeal.html", "refused", heard.article, status=403)
    words = heard.fields.get("text", "")
    if not words.strip():
        return await _form(
            request, heard, "appeal.html", subject=subject, letters=APPEAL_LETTERS, stage="empty", status=422
        )
    await heard.site.pool.ask(lambda: heard.gallery.desk.appeal(heard.picture.id, words))
    return await _said(request, "appeal.html", "thanks", heard.article)


async def _heard(request: Request, template: str, *, most: int) -> Heard | Response:
    """What is asked, read within bounds; or the answer to what cannot be."""
    body = await forms.body(request, most=most) if request.method == "POST" else b""
    if body is None:
        return await _said(request, template, "refused", None, status=413)
    asked = await found(request)
    if asked is None:
        return await not_found(request)
    site, gallery, picture = asked
    article = await _article(site, gallery, picture, request.query_params.get("article", ""))
    fields = {name: said[0] for name, said in parse_qs(body.decode("utf-8", "replace")).items()}
    return Heard(site, gallery, picture, article, fields, _reporter(request, site, gallery))


def _ours(request: Request, heard: Heard, subject: int | str) -> bool:
    known = heard.who.token if heard.who else None
    return forms.ours(
        request, heard.site, heard.gallery.secret, heard.fields.get("token", ""), known, subject
    )


def _category(said: str) -> Category:
    """The reason that was ticked; what is none of ours is another."""
    return Category(said) if said in set(Category) else Category.OTHER


async def _form(
    request: Request,
    heard: Heard,
    template: str,
    *,
    subject: int | str,
    stage: str = "ask",
    status: int = 200,
    **shown: Any,
) -> Response:
    site, secret = heard.site, heard.gallery.secret
    who, fresh = forms.named(request, site, secret)
    form = tokens.form_token(secret, who, subject)
    answer = await _said(request, template, stage, heard.article, status=status, token=form, **shown)
    forms.give(answer, fresh, request, site, path="/picture")
    return answer


async def _said(
    request: Request,
    template: str,
    stage: str,
    article: Article | None,
    *,
    status: int = 200,
    token: str = "",
    **shown: Any,
) -> Response:
    back = article_path(article.draft.source, article.id, article.draft.language) if article else "/"
    answer = await page(
        request, template, status=status, stage=stage, article=article, back=back, token=token, **shown
    )
    return forms.private(answer)


def _reporter(request: Request, site: Site, gallery: Gallery) -> Reporter | None:
    who = forms.who(request, site, gallery.secret)
    if who is None:
        return None
    address = asker.address(request, site.settings.proxies)
    place, net = place_of(address, public=site.settings.public)
    provider = gallery.desk.providers.of(address)
    return Reporter(who, place, net, tokens.made(request.cookies[tokens.COOKIE]), provider)


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
