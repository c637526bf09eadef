"""How does a reader say which kinds of headlines they do not want among the news? A plain form, and a cookie of its own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.sections.genres import GENRES
from warraq.web import asker, forms, wording
from warraq.web.muting import COOKIE, muted
from warraq.web.pages import page
from warraq.web.site import scope_of, site_of

PATH = "/settings/headlines"
_LASTS_S = 365 * 24 * 3600
_MOST_BYTES = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind on the form."""

    slug: str
    name: str
    told: str
    muted: bool


async def headlines(request: Request) -> Response:
    """GET and POST /settings/headlines: a plain form; the answer to it is a cookie that holds the names of kinds and no more."""
    if request.method != "POST":
        return await _form(request, stage="saved" if "saved" in request.query_params else None)
    site = site_of(request)
    sent = await forms.body(request, most=_MOST_BYTES)
    if sent is None or not asker.from_our_page(request, site.settings.address):
        return await _form(request, stage="strange", status=403)
    wanted = parse_qs(sent.decode("utf-8", "replace")).get("mute", [])
    chosen = [kind for kind in GENRES if kind in wanted]
    answer = RedirectResponse(f"{scope_of(request).path(PATH)}?saved", status_code=303)
    if chosen:
        secure = forms.is_secure(request, site)
        answer.set_cookie(
            COOKIE, ".".join(chosen), max_age=_LASTS_S, path="/", secure=secure, httponly=True, samesite="lax"
        )
    else:
        answer.delete_cookie(COOKIE, path="/")
    return forms.private(answer)


async def _form(request: Request, *, stage: str | None, status: int = 200) -> Response:
    kinds = muted(request)
    choices = tuple(
        Choice(kind, wording.said("genres", kind), wording.said("genres_told", kind), kind in kinds)
        for kind in GENRES
    )
    told = wording.said("muting", stage) if stage else None
    answer = await page(
        request, "muting.html", status=status, choices=choices, told=told, action=scope_of(request).path(PATH)
    )
    return forms.private(answer)
