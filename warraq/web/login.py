"""How does one get in to the desk, and out again?"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.moderation.voices import place_of
from warraq.newsroom.admission import Refused, Seat
from warraq.newsroom.passwords import MOST
from warraq.press import Role
from warraq.web import asker, forms, tokens, wording
from warraq.web.admitted import DESK, Fields, cookie, form, guarded, seat_down, seated, stand_up, unkept
from warraq.web.failing import not_found
from warraq.web.lodge import Lodge
from warraq.web.pages import page
from warraq.web.site import Site, site_of

_SUBJECT = "desk-login"
_MOST_BYTES = 12 * MOST + 2_000  # a letter is at most twelve bytes as forms send it
_STATUS = {"strange": 403, "wrong": 403, "long": 413, "many": 429, "bare": 403}


async def login(request: Request) -> Response:
    """GET and POST /desk/login"""
    site = site_of(request)
    lodge = site.lodge
    if lodge is None:
        return await not_found(request)
    if not guarded(request, site):
        return await _asked(request, site, lodge, stage="bare")
    if request.method != "POST":
        return await _asked(request, site, lodge)
    fields = await form(request, _MOST_BYTES)
    if fields is None:
        return await _asked(request, site, lodge, stage="long")
    known = forms.who(request, site, lodge.secret)
    if not forms.ours(request, site, lodge.secret, fields.get("token", ""), known, _SUBJECT):
        return await _asked(request, site, lodge, stage="strange")
    return await _tried(request, site, lodge, fields)


async def _tried(request: Request, site: Site, lodge: Lodge, fields: Fields) -> Response:
    place, _ = place_of(asker.address(request, site.settings.proxies), public=site.settings.public)
    name, password, now = fields.get("name", ""), fields.get("password", ""), site.clock.now()
    before = request.cookies.get(cookie(request, site), "")
    found = await lodge.pool.ask(lambda: lodge.admission.admit(name, password, place=place, now=now))
    if isinstance(found, Refused):
        return await _asked(request, site, lodge, stage=found.name.lower(), name=name[:200])
    await site.pool.ask(lambda: lodge.admission.leave(before))  # whoever sat here before sits here no more
    answer = RedirectResponse(DESK, status_code=303)
    seat_down(answer, found, request, site)
    return unkept(answer)


async def _asked(
    request: Request, site: Site, lodge: Lodge, *, stage: str | None = None, name: str = ""
) -> Response:
    known, fresh = forms.named(request, site, lodge.secret)
    answer = await page(
        request,
        "login.html",
        status=_STATUS[stage] if stage else 200,
        kept=False,
        told=wording.said("login", stage) if stage else None,
        closed=stage == "bare",
        name=name,
        token=tokens.form_token(lodge.secret, known, _SUBJECT),
    )
    forms.give(answer, fresh, request, site, path=DESK)
    return unkept(answer)


async def _nothing(request: Request, _: Seat) -> Response:
    return RedirectResponse(DESK, status_code=303)


async def _left(request: Request, _: Seat, __: Fields) -> Response:
    site = site_of(request)
    secret = request.cookies.get(cookie(request, site), "")
    if site.lodge is not None:
        admission = site.lodge.admission
        await site.pool.ask(lambda: admission.leave(secret))
    answer = RedirectResponse("/", status_code=303)
    stand_up(answer, request, site)
    return answer


# POST /desk/logout
logout = seated(_nothing, _left, least=Role.MODERATOR)
