"""Who sits at the desk in this request, and is what they send from a page of ours that was made for them?

Every page of the desk is behind `seated`, and there alone is decided: who is not signed in is led to the door, an unsafe
request counts only with the session, from our own page, with the token that this session's pages carry.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.newsroom.admission import Seat
from warraq.press import Role
from warraq.web import asker, forms, tokens, wording
from warraq.web.bidi import isolated
from warraq.web.failing import not_found
from warraq.web.lodge import Lodge
from warraq.web.pages import page
from warraq.web.site import Site, site_of
from warraq.web.upkeep import from_here

LOGIN, DESK = "/desk/login", "/desk"
_SUBJECT = "desk"
_RANKS = (Role.MODERATOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Way:
    """A page in the desk's bar: its name there (templates mark it by `here`), its address, the message that it is called by
    (room and name), and the least role that sees it."""

    here: str
    href: str
    called: tuple[str, str]
    least: Role = Role.MODERATOR


WAYS = (
    Way("desk", DESK, ("desk", "title")),
    Way("pictures", "/desk/pictures", ("hung", "title")),
    Way("requests", "/desk/requests", ("petitions", "nav")),
    Way("stories", "/desk/stories", ("edited", "nav")),
    Way("papers", "/desk/papers", ("agreed", "nav")),
    Way("site", "/desk/site", ("recast", "title"), Role.ADMIN),
)

Fields = dict[str, str]
Page = Callable[[Request, Seat], Awaitable[Response]]
Deed = Callable[[Request, Seat, Fields], Awaitable[Response]]


def seated(
    shown: Page, done: Deed | None = None, *, least: Role, longest: int = 2_000, fields: int = 60
) -> Callable[[Request], Awaitable[Response]]:
    """The page for those signed in with that role or a higher one; `done` answers what its form, of at most `longest`
    bytes and so many `fields`, sends."""

    async def answered(request: Request) -> Response:
        site = site_of(request)
        if site.lodge is None:
            return await not_found(request)
        seat = await seat_of(request, site, site.lodge)
        safe = request.method in ("GET", "HEAD")
        if seat is None:
            return (
                unkept(RedirectResponse(LOGIN, 303)) if safe else await refused(request, "signed_out", None)
            )
        if _RANKS.index(seat.user.role) < _RANKS.index(least):
            return await refused(request, "not_yours", seat)
        if safe or done is None:
            return unkept(await shown(request, seat))
        given = await form(request, longest, most=fields)
        if given is None:
            return await refused(request, "long", seat, status=413)
        if not _ours(request, site, site.lodge, seat, given):
            return await refused(request, "strange", seat)
        return unkept(await done(request, seat, given))

    return answered


async def seat_of(request: Request, site: Site, lodge: Lodge) -> Seat | None:
    """Who is signed in in this browser."""
    secret = request.cookies.get(cookie(request, site), "")
    return (
        await site.pool.ask(lambda: lodge.admission.seated(secret, now=site.clock.now())) if secret else None
    )


async def form(request: Request, longest: int, *, most: int = 60) -> Fields | None:
    """What was posted, the first of each of at most `most` fields; `None` for more than a form of ours sends."""
    read = await forms.body(request, most=longest)
    if read is None:
        return None
    try:
        given = parse_qs(read.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most)
    except ValueError:
        return None
    return {name: said[0] for name, said in given.items()}


async def refused(request: Request, why: str, seat: Seat | None, *, status: int = 403) -> Response:
    """Nothing was done, and why."""
    told = wording.said("desk", why)
    return unkept(
        await page(
            request,
            "desk_refused.html",
            status=status,
            kept=False,
            told=told,
            seat=seat,
            **room(request, seat),
        )
    )


def room(request: Request, seat: Seat | None) -> dict[str, Any]:
    """What every page of the desk is given: who sits there, the pages that they may open, and the token of their forms."""
    lodge = site_of(request).lodge
    token = tokens.form_token(lodge.secret, seat.key, _SUBJECT) if lodge and seat else ""
    rank = _RANKS.index(seat.user.role) if seat else -1
    return {
        "who": seat.user.name if seat else None,
        "ways": [(one, wording.said(*one.called)) for one in WAYS if _RANKS.index(one.least) <= rank],
        "role": wording.said("roles", seat.user.role.value) if seat else None,
        "token": token,
    }


def signature(seat: Seat) -> str:
    """Who decides, and in what office, as the logs have it: no page of readers shows it."""
    return f"{seat.user.name}, {seat.user.role.value}"


def signed(by: str) -> Markup | str:
    """A signature of a log as a page shows it: the office in the reader's language."""
    name, comma, office = by.rpartition(", ")
    if comma and office in {one.value for one in Role}:
        return wording.listed([isolated(name), wording.said("roles", office)])
    return isolated(by)


def guarded(request: Request, site: Site) -> bool:
    """Whether a password may travel so: encrypted, or inside this machine."""
    return forms.is_secure(request, site) or from_here(request)


def cookie(request: Request, site: Site) -> str:
    """What the session's cookie is called: `__Host-` lets no other host of the domain set it. Source: RFC 6265bis, 4.1.3.2."""
    return "__Host-warraq-desk" if forms.is_secure(request, site) else "warraq-desk"


def seat_down(answer: Response, secret: str, request: Request, site: Site) -> None:
    """Give the session's secret to the browser, which forgets it when it is closed, or is told to."""
    answer.set_cookie(
        cookie(request, site),
        secret,
        path="/",
        secure=forms.is_secure(request, site),
        httponly=True,
        samesite="strict",
    )


def stand_up(answer: Response, request: Request, site: Site) -> None:
    answer.delete_cookie(
        cookie(request, site),
        path="/",
        secure=forms.is_secure(request, site),
        httponly=True,
        samesite="strict",
    )


def unkept(answer: Response) -> Response:
    """No browser, proxy or robot keeps a page of the desk."""
    forms.private(answer)
    answer.headers["cache-control"] = "no-store"
    return answer


def _ours(request: Request, site: Site, lodge: Lodge, seat: Seat, fields: Fields) -> bool:
    from_us = asker.from_our_page(request, site.settings.address)
    return from_us and tokens.is_form_token(lodge.secret, fields.get("token", ""), seat.key, _SUBJECT)
