"""In which language, and with which digits, does the site speak to this reader?

What a reader set in their own browser counts, and before it what the address asks for one page (`?ui=fr`). Who set nothing
reads Arabic, whatever their browser prefers: the press kept here is Arabic, and an address says the same to everybody.

The answer goes with the request, also into the threads of the pool, so that no function between door and template hands it
on. Whatever is made once for many readers has `spoken()` in its key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Send

from warraq.web import reading

ARABIC = "ar"
TONGUES = reading.UIS
_FEED = "/rss"
_RIGHT_TO_LEFT = frozenset([ARABIC])
_EASTERN = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
_EASTERN_FIGURES = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True)
class Speech:
    """`eastern`: with the digits ٠-٩, in Arabic alone."""

    tongue: str = ARABIC
    eastern: bool = False

    @property
    def way(self) -> str:
        """Of a page's `dir`."""
        return "rtl" if self.tongue in _RIGHT_TO_LEFT else "ltr"


PLAIN = Speech()
_speech: ContextVar[Speech] = ContextVar("speech", default=PLAIN)
_here: ContextVar[str] = ContextVar("here", default="/")


def spoken() -> Speech:
    """How the site speaks to whoever is being answered; to nobody in particular, in Arabic."""
    return _speech.get()


def here() -> str:
    """The address that is being answered, without what asks for its language; "/" where there is none."""
    return _here.get()


@contextmanager
def speaking(speech: Speech, *, at: str = "/") -> Iterator[None]:
    """Within, the site speaks so."""
    before, stood = _speech.set(speech), _here.set(at)
    try:
        yield
    finally:
        _speech.reset(before)
        _here.reset(stood)


def wished(asked: HTTPConnection) -> Speech:
    """What a request wishes; of what is no language of ours, nothing. A feed goes by its address alone: caches on the way may give
    to all what one was answered."""
    speech = PLAIN
    if "cookie" in asked.headers and not str(asked.scope["path"]).endswith(_FEED):
        known = reading.wishes(asked)
        speech = Speech(known.ui or ARABIC, known.digits == "arab")
    if b"ui=" in asked.scope.get("query_string", b""):
        speech = _in(speech, asked.query_params.getlist("ui"))
    return speech if speech.tongue == ARABIC else replace(speech, eastern=False)


def figures(text: str) -> str:
    """The digits of what the interface says, as this reader reads them; never for papers' words, addresses or machines."""
    return text.translate(_EASTERN_FIGURES) if _speech.get().eastern else text


def number(value: int) -> str:
    """A whole number with its thousands parted, as this language and reader write it."""
    speech = _speech.get()
    text = f"{value:,}"
    if speech.eastern:
        return text.translate(_EASTERN)
    return text.replace(",", "\u202f") if speech.tongue == "fr" else text  # CLDR: a narrow no-break space


def decimal(value: float) -> str:
    """A number with as few decimals as it has, as this language and reader write it."""
    speech, text = _speech.get(), f"{value:g}"
    if speech.eastern:
        return text.translate(_EASTERN)
    return text.replace(".", ",") if speech.tongue == "fr" else text


class Tongues:
    """Gives each request its language before anything is said."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        by_address = b"ui=" in scope.get("query_string", b"")
        silent = not by_address and all(name != b"cookie" for name, _ in scope["headers"])  # as most are
        speech = PLAIN if silent else wished(HTTPConnection(scope))
        here = address(scope)

        async def led(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                headers = MutableHeaders(scope=message)
                if "location" in headers:
                    headers["location"] = _onward(headers["location"], speech.tongue)
            await send(message)

        with speaking(speech, at=here):
            await self._app(scope, receive, led if by_address else send)


def address(scope: Any) -> str:
    """A request's path and question, quoted anew, without its language."""
    query = scope.get("query_string", b"").decode("latin-1")
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "ui"] if query else []
    return quote(scope["path"]) + (f"?{urlencode(kept)}" if kept else "")


def _onward(location: str, tongue: str) -> str:
    """Where a page that was asked for in a language leads on, in that language; another site is left alone."""
    place, hash_, part = location.partition("#")
    if not place.startswith("/") or place.startswith("//") or "ui=" in place:
        return location
    return f"{place}{'&' if '?' in place else '?'}ui={tongue}{hash_}{part}"


def _in(speech: Speech, told: list[str] | None) -> Speech:
    known = [one for one in told or () if one in TONGUES]
    return replace(speech, tongue=known[-1]) if known else speech
