"""How many requests came, for what kind of page, and how long did they take? Counted by route and status, by nobody's name."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Send

# Upper bounds in seconds, of Prometheus' own usual ones.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
NO_ROUTE = "none"


@dataclass(slots=True)
class Traffic:
    """Since the site was opened. `requests` are by (route template, status); `within` counts by the first of BOUNDS that
    a request did not pass, the last being those that passed all."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    within: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def note(self, route: str, status: int, seconds: float) -> None:
        self.requests[route, status] += 1
        self.within[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


class Counted:
    """Notes each request once it is answered. An address that no route knows counts as "none", whatever it says: what
    strangers type must not become labels. `templates` are the routes' by their endpoints."""

    def __init__(self, app: ASGIApp, *, traffic: Traffic, templates: Mapping[Any, str]) -> None:
        self._app = app
        self._templates = templates
        self._traffic = traffic

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = self._templates.get(scope.get("endpoint"), NO_ROUTE)
            self._traffic.note(route, status, time.perf_counter() - began)
