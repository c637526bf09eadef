"""How does a page leave the house? Rendered, compressed for those who can read that, never without its safeguards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Asked

from warraq.press import Source
from warraq.web import robots, titles, tongue
from warraq.web.frame import Frame
from warraq.web.manner import VARY
from warraq.web.muting import muted, quieted
from warraq.web.packing import Form, Made, Packed, holds, wanted
from warraq.web.reading import NONE, Wishes, wishes
from warraq.web.scope import Scope, of_several
from warraq.web.site import Site, scope_of, site_of
from warraq.web.templating import templates
from warraq.web.view import View

# Nothing but our own files, no script or style written into a page. There is no form that leaves the house.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFEGUARDS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

_GUARDS = [
    (name.encode(), value.encode())
    for name, value in (SAFEGUARDS | {"x-robots-tag": robots.CLOSED}).items()
    # who says nothing to robots is nobody's to index
]


class Safeguards:
    """Every answer carries the headers above, whoever wrote it; one that has its own is stricter (a picture)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                missing = [header for header in _GUARDS if header[0] not in said]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


class Page(Response):
    """A page on its way. `made`: what may be sent to all who ask for it in one manner, as long as nothing changes; `None`
    where it is one reader's, or of this moment."""

    media_type = "text/html"
    made: Made | None = None


def render(
    site: Site,
    template: str,
    around: Frame,
    *,
    scope: Scope,
    kept: bool = False,
    source: Source | None = None,
    view: View | None = None,
    reader: Wishes = NONE,
    **given: Any,
) -> str:
    """The page's HTML. `source` is the paper that the page is about, `view` the list that it shows, `reader` how it is read; `kept` as
    `answer` has it; `returns` is where a reader comes back to who changes the language, without one the address that is answered."""
    return (
        templates()
        .get_template(template)
        .render(
            frame=around,
            scope=scope,
            edition=scope.edition,
            scopes=of_several(site.scopes),
            invented=site.invented(source),
            asks=site.rights is not None,
            source=source,
            view=view,
            reader=reader,
            robots=robots.said(findable=site.findable, kept=kept),
            titles=given.pop("titles", None) or titles.shown(around.masthead),
            q=given.pop("q", ""),
            speech=tongue.spoken(),
            returns=given.pop("returns", None) or tongue.here(),
            **given,
        )
    )


def answer(
    request: Request, text: str, *, status: int = 200, kept: bool = False, lasting: bool = True
) -> Page:
    """HTML, packed for browsers that say they can read it. Pages are checked again at every visit. `kept`: where the
    instance is public, other search engines may keep it; `lasting`: a page of status 200 may be sent again."""
    site = site_of(request)
    headers = {"x-robots-tag": robots.said(findable=site.findable, kept=kept)}
    if kept and site.findable:
        headers["link"] = _alternates(site.settings.address or "")
    packed = Packed(text.encode("utf-8", "replace"))  # of a broken page a lone surrogate must not break ours
    made = Made(packed, headers)
    page = _sent(request, made, packed.once(wanted(request)), status=status)
    page.made = made if lasting and status == 200 else None
    return page


def again(request: Request, made: Made) -> Page:
    """A page that was sent before."""
    return _sent(request, made, made.packed.again(wanted(request)), status=200)


def _sent(request: Request, made: Made, packed: tuple[bytes, Form], *, status: int) -> Page:
    """The page, or 304 for who has it."""
    body, form = packed
    headers = {
        "cache-control": "private, no-cache",
        "vary": VARY,
        **made.headers,
    }
    if status == 200:
        headers["etag"] = made.packed.etag
    if status == 200 and holds(request, made.packed.etag):
        return Page(status_code=304, headers=headers)
    if form:
        headers["content-encoding"] = form
    return Page(body, status_code=status, headers=headers)


def packed_for(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """What is no page, packed for those who can read that; 304 for who has it."""
    packed = Packed(body)
    told = {"vary": "accept-encoding", **headers, "etag": packed.etag}
    if holds(request, packed.etag):
        return Response(status_code=304, headers=told)
    body, form = packed.once(wanted(request))
    if form:
        told["content-encoding"] = form
    return Response(body, media_type=kind, headers=told)


async def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    kept: bool | None = None,
    lasting: bool = True,
    **given: Any,
) -> Page:
    """Render a template in its edition's fresh frame and answer with it; `given` is as `render` has it. Whether it may be
    `kept` its address says, else `kept`; `lasting` as `answer` has it."""
    site, scope = site_of(request), scope_of(request)
    around = quieted(await site.frame(scope), muted(request), scope)
    keep = status == 200 and (robots.first_page(request) if kept is None else kept)
    text = render(site, template, around, scope=scope, kept=keep, reader=wishes(request), **given)
    return answer(request, text, status=status, kept=keep, lasting=lasting)


def standing(request: Request, template: str, *, status: int, **given: Any) -> Response:
    """As `page`, asking the archive nothing: for when it does not answer."""
    site, scope = site_of(request), scope_of(request)
    around = site.standing_frame(scope)
    text = render(site, template, around, scope=scope, reader=wishes(request), **given)
    return answer(request, text, status=status)


def tagged(request: Request, body: bytes, kind: str) -> Response:
    """What browsers ask about again each time: 304 for who has these very bytes."""
    return packed_for(request, body, kind, {"cache-control": "private, no-cache"})


def _alternates(house: str) -> str:
    """The page that is answered in each language, as a header. Source: RFC 8288."""
    here = house.rstrip("/") + tongue.here()
    mark = "&" if "?" in here else "?"
    told = [(one, f"{here}{mark}ui={one}") for one in tongue.TONGUES] + [("x-default", here)]
    return ", ".join(f'<{address}>; rel="alternate"; hreflang="{one}"' for one, address in told)
