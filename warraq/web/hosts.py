"""Is it really this site that a browser was sent to? On a private instance names that lead here by stealth are turned away.

A page elsewhere may give its own name this machine's address for a moment (DNS rebinding) and then read in a reader's
browser what stands here. It cannot make the browser say another name than its own.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Asked

from warraq.crawling import addresses
from warraq.press import Settings
from warraq.web import wording
from warraq.web.tongue import Speech, speaking


class Hosts:
    """Lets pass what names this machine itself: an address in figures, localhost, or the site's own `address`."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._own = urlsplit(settings.address or "").hostname
        self._open = settings.public or not addresses.is_this_machine(settings.host)

    async def __call__(self, scope: Asked, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._open or self._answers(Headers(scope=scope).get("host")):
            await self._app(scope, receive, send)
            return
        await PlainTextResponse(_told(), status_code=421)(scope, receive, send)

    def _answers(self, header: str | None) -> bool:
        name = host_name(header)
        return name is not None and (name in ("", self._own) or _of_this_machine(name))


@lru_cache(maxsize=256)
def _of_this_machine(name: str) -> bool:
    return addresses.is_this_machine(name) or addresses.is_literal(name)


def _told() -> str:
    """In Arabic and in English: nobody's wishes are read here."""
    told = []
    for tongue in ("ar", "en"):
        with speaking(Speech(tongue)):
            told.append(wording.said("failing", "host") + "\n")
    return "".join(told)


def host_name(header: str | None) -> str | None:
    """The name in a Host header, without its port, in lower case; "" for none, `None` for what is no name."""
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".") if header else ""
    except ValueError:
        return None
