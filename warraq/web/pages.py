"""How does a page leave the house? Rendered, compressed for those who can read that, never without its safeguards."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Asked

from warraq.press import Source
from warraq.web import robots, tongue
from warraq.web.frame import Frame
from warraq.web.muting import muted, quieted
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
_WORTH_PACKING_BYTES = 1000


class Safeguards:
    """Every answer carries the headers above, whoever wrote it; one that has its own is stricter (a picture)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFEGUARDS.items():
                    headers.setdefault(name, value)
                headers.setdefault("x-robots-tag", robots.CLOSED)  # who says nothing is nobody's to index
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's bytes, plain and packed."""

    plain: bytes
    packed: bytes


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
            q=given.pop("q", ""),
            speech=tongue.spoken(),
            returns=given.pop("returns", None) or tongue.here(),
            **given,
        )
    )


def packed(text: str) -> Rendered:
    """Compressed once, for what is sent many times."""
    plain = text.encode("utf-8", "replace")  # a lone surrogate from a broken page must not break ours
    return Rendered(plain, _packed(plain, level=6))


def answer(request: Request, content: str | Rendered, *, status: int = 200, kept: bool = False) -> Response:
    """HTML, packed for browsers that say they can read it. Pages are checked again at every visit. `kept`: where the
    instance is public, other search engines may keep it."""
    headers = {
        "cache-control": "private, no-cache",
        "vary": "accept-encoding, cookie",
        "x-robots-tag": robots.said(findable=site_of(request).findable, kept=kept),
    }
    if kept and site_of(request).findable:
        headers["link"] = _alternates(site_of(request).settings.address or "")
    readable = "gzip" in request.headers.get("accept-encoding", "")
    if isinstance(content, Rendered):
        body = content.packed if readable else content.plain
    else:
        body = content.encode("utf-8", "replace")
        readable = readable and len(body) >= _WORTH_PACKING_BYTES
        body = _packed(body, level=1) if readable else body
    if readable:
        headers["content-encoding"] = "gzip"
    return Response(body, status_code=status, media_type="text/html", headers=headers)


def packed_for(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """What is no page, packed for those who can read that."""
    told = {**headers, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", "") and len(body) >= _WORTH_PACKING_BYTES:
        body, told["content-encoding"] = _packed(body, level=1), "gzip"
    return Response(body, media_type=kind, headers=told)


async def page(
    request: Request, template: str, *, status: int = 200, kept: bool | None = None, **given: Any
) -> Response:
    """Render a template in its edition's fresh frame and answer with it; `given` is as `render` has it. Whether it may be
    `kept` its address says, else `kept`."""
    site, scope = site_of(request), scope_of(request)
    around = quieted(await site.frame(scope), muted(request), scope)
    keep = status == 200 and (robots.first_page(request) if kept is None else kept)
    text = render(site, template, around, scope=scope, kept=keep, reader=wishes(request), **given)
    return answer(request, text, status=status, kept=keep)


def standing(request: Request, template: str, *, status: int, **given: Any) -> Response:
    """As `page`, asking the archive nothing: for when it does not answer."""
    site, scope = site_of(request), scope_of(request)
    around = site.standing_frame(scope)
    text = render(site, template, around, scope=scope, reader=wishes(request), **given)
    return answer(request, text, status=status)


def tagged(request: Request, body: bytes, kind: str) -> Response:
    """What browsers ask about again each time: 304 for who has these very bytes."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if holds(request, etag):
        return Response(status_code=304, headers=headers)
    return packed_for(request, body, kind, headers)


def _alternates(house: str) -> str:
    """The page that is answered in each language, as a header. Source: RFC 8288."""
    here = house.rstrip("/") + tongue.here()
    mark = "&" if "?" in here else "?"
    told = [(one, f"{here}{mark}ui={one}") for one in tongue.TONGUES] + [("x-default", here)]
    return ", ".join(f'<{address}>; rel="alternate"; hreflang="{one}"' for one, address in told)


def holds(request: Request, etag: str) -> bool:
    """Whether who asks has this answer already. Source: RFC 9110, section 13.1.2 (weak comparison)."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag in known or known == ["*"]


def _packed(body: bytes, *, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)  # 31: with gzip's header
    return packer.compress(body) + packer.flush()
