"""Which routes can answer this address? Those of its first word: a page need not be compared with all that the site has.

An article's route is the last of sixty; to try them all took a fifth of the time of a page that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Send
from starlette.types import Scope as Asked


def by_first_word(router: Router) -> Callable[[Asked, Receive, Send], Coroutine[Any, Any, None]]:
    """What answers as the router would, of whose routes each begins with a word or with any word."""
    words = {id(route): _first_word(route) for route in router.routes}
    free = [route for route in router.routes if words[id(route)] is None]
    tables = {
        word: Router(
            [route for route in router.routes if words[id(route)] in (word, None)], redirect_slashes=False
        )
        for word in set(words.values()) - {None}
    }
    others = Router(free, redirect_slashes=False)

    async def routed(scope: Asked, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await router.app(scope, receive, send)
            return
        word = scope["path"].removeprefix("/").partition("/")[0]
        await tables.get(word, others)(scope, receive, send)

    return routed


def _first_word(route: BaseRoute) -> str | None:
    """`None`: any."""
    assert isinstance(route, Route)
    word = route.path.removeprefix("/").partition("/")[0]
    return None if "{" in word else word
