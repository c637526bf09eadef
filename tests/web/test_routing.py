"""By its first word an address comes to the same page as by trying every route."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from starlette.routing import Match, Router

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.test_doors import WALK
from warraq.web.routes import ROUTES

ADDRESSES = sorted({address for some in WALK.values() for address in some} | {
    "/sada/1/versions", "/latest/x/y", "/search/none", "/x", "//", "//latest", "/static", "/{source}", "/hub", "/day/rss",
})  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES, ids=quote)
async def test_an_address_meets_the_route_that_it_would_among_all(opens: Opens, address: str) -> None:
    path = re.split(r"\?", address)[0]
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}
    matches = (route for route in Router(list(ROUTES)).routes if route.matches(scope)[0] is Match.FULL)
    expected = next(matches, None)
    reader = await opens(Newsstand())
    met: list[object] = []
    app = reader.app.router.middleware_stack

    async def noting(scope: dict[str, object], receive: object, send: object) -> None:
        try:
            await app(scope, receive, send)  # type: ignore[arg-type]
        finally:
            met.append(scope.get("endpoint"))

    reader.app.router.middleware_stack = noting  # type: ignore[assignment]
    await reader.get(address)
    assert met == [expected.endpoint if expected else None]  # type: ignore[attr-defined]
