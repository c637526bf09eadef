"""How does a page leave the house? Rendered, compressed for those who can read that, never without its safeguards."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warraq.press import Source
from warraq.web.frame import Frame
from warraq.web.site import Site, site_of
from warraq.web.templating import templates

# Nothing but our own files, no script or style written into a page. There is no form that leaves the house.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFEGUARDS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # A private instance is nobody's to index.
    "x-robots-tag": "noindex, nofollow",
}
_WORTH_PACKING_BYTES = 1000


class Safeguards:
    """Every answer carries the headers above, whoever wrote it; one that has its own is stricter (a picture)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFEGUARDS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's bytes, plain and packed."""

    plain: bytes
    packed: bytes


def render(site: Site, template: str, around: Frame, *, source: Source | None = None, **given: Any) -> str:
    """The page's HTML. `source` is the paper that the page is about."""
    return (
        templates()
        .get_template(template)
        .render(
            frame=around,
            edition=site.edition,
            invented=site.invented(source),
            source=source,
            q=given.pop("q", ""),
            **given,
        )
    )


def packed(text: str) -> Rendered:
    """Compressed once, for what is sent many times."""
    plain = text.encode("utf-8", "replace")  # a lone surrogate from a broken page must not break ours
    return Rendered(plain, _packed(plain, level=6))


def answer(request: Request, content: str | Rendered, *, status: int = 200) -> Response:
    """HTML, packed for browsers that say they can read it. Pages are checked again at every visit."""
    headers = {"cache-control": "private, no-cache", "vary": "accept-encoding"}
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


async def page(
    request: Request, template: str, *, status: int = 200, source: Source | None = None, **given: Any
) -> Response:
    """Render a template in the fresh frame and answer with it."""
    site = site_of(request)
    around = await site.frames.get()
    return answer(request, render(site, template, around, source=source, **given), status=status)


def standing(request: Request, template: str, *, status: int, **given: Any) -> Response:
    """As `page`, asking the archive nothing: for when it does not answer."""
    site = site_of(request)
    return answer(request, render(site, template, site.standing_frame(), **given), status=status)


def _packed(body: bytes, *, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)  # 31: with gzip's header
    return packer.compress(body) + packer.flush()
