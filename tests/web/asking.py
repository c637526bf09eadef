"""How do these tests ask the site? In this process, without a socket."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import brotli
from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def page(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    def words(self, selector: str) -> str:
        """The text of the first element, its blanks made single."""
        node = self.page.css_first(selector)
        assert node is not None, f"no {selector} on the page"
        return " ".join(node.text().split())


class Reader:
    """Someone who asks the site for pages."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    async def get(
        self,
        address: str,
        *,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        body: bytes | None = b"",
        peer: str = "127.0.0.1",
        dies: bool = False,
        more: Iterable[tuple[bytes, bytes]] = (),
        query: bytes | None = None,
    ) -> Answer:
        """`peer` is the address that asks; with `body` as `None` it goes away before it has sent any. `dies`: the framework raises the page's mistake again after its answer, for the server's log. `more` are further header lines,
        whatever their bytes, and `query` the address's question as it arrives."""
        parts = urlsplit(address)
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if body is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(parts.path),  # as a server hands it on
            "raw_path": quote(parts.path, safe="/%").encode(),
            "query_string": quote(parts.query, safe="=&%+").encode() if query is None else query,
            "root_path": "",
            "headers": [
                *((name.encode(), value.encode()) for name, value in (headers or {}).items()),
                *more,
            ],
            "client": (peer, 1),
            "server": ("127.0.0.1", 80),
        }
        try:
            await self.app(scope, receive, send)
        except Exception:
            if not dies:
                raise
        start = next(message for message in sent if message["type"] == "http.response.start")
        answered = b"".join(
            message.get("body", b"") for message in sent if message["type"] == "http.response.body"
        )
        found = {name.decode(): value.decode() for name, value in start["headers"]}
        if found.get("content-encoding") == "gzip":
            answered = gzip.decompress(answered)
        elif found.get("content-encoding") == "br":
            answered = brotli.decompress(answered)
        return Answer(start["status"], found, answered)
