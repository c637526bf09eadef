"""How does a reader say in which language the site shall speak? One of three buttons at the foot of every page."""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.web import asker, forms
from warraq.web.pages import page
from warraq.web.site import scope_of, site_of
from warraq.web.tongue import COOKIE, TONGUES

_LASTS_S = 365 * 24 * 3600
_MOST_BYTES = 8000  # an address, and three letters
_LONGEST_WISHES = 1000


async def language(request: Request) -> Response:
    """GET and POST /settings/language: the answer to the form is a cookie, and the way back to where the reader was.

    A browser that does not say where a form was sent from (over plain HTTP, since pages name themselves to nobody) is given
    the form once more, on a page that does.
    """
    site, scope = site_of(request), scope_of(request)
    if request.method != "POST":
        return forms.private(await page(request, "language.html", back=scope.path("/")))
    sent = await forms.body(request, most=_MOST_BYTES)
    given = parse_qs((sent or b"").decode("utf-8", "replace"))
    back = _within(given.get("to", [""])[0]) or scope.path("/")
    wanted = given.get("ui", [""])[0]
    if wanted not in TONGUES or not asker.from_our_page(request, site.settings.address):
        return forms.private(await page(request, "language.html", status=403, back=back))
    answer = RedirectResponse(back, status_code=303)
    answer.set_cookie(
        COOKIE,
        _wishing(request.cookies.get(COOKIE, ""), wanted),
        max_age=_LASTS_S,
        path="/",
        secure=forms.is_secure(request, site),
        httponly=True,
        samesite="lax",
    )
    return forms.private(answer)


def _wishing(told: str, tongue: str) -> str:
    """The reader's wishes with this language among them, the others as they were."""
    kept = parse_qsl(told) if len(told) <= _LONGEST_WISHES else []
    return urlencode([pair for pair in kept if pair[0] != "ui"] + [("ui", tongue)])


def _within(address: str) -> str | None:
    """An address of this site as a form names it; `None` for any other, which leads nobody out of the house."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    plain = address.isprintable() and "\\" not in address
    inside = address.startswith("/") and not address.startswith("//")
    return address if plain and inside and not parts.scheme and not parts.netloc else None
