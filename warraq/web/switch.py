"""How does a reader say in which language the site shall speak? One of three buttons at the foot of every page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from warraq.web import asker, forms, reading
from warraq.web.pages import page
from warraq.web.site import scope_of, site_of
from warraq.web.tongue import TONGUES

_MOST_BYTES = 8000  # an address, and three letters


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
    known = replace(reading.wishes(request), ui=wanted)
    reading.keep(answer, known, secure=forms.is_secure(request, site))
    return forms.private(answer)


def _within(address: str) -> str | None:
    """An address of this site as a form names it; `None` for any other, which leads nobody out of the house."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    plain = address.isprintable() and "\\" not in address
    inside = address.startswith("/") and not address.startswith("//")
    return address if plain and inside and not parts.scheme and not parts.netloc else None
