"""Which page's module is read when the page is first asked for? All that the first page does not need: a site is back the sooner.

A page is named by its module and function, `"prayer.prayers"`. `tests/web/test_later.py` holds that each name is one, and
`web.warming` reads them all once the first page is out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from importlib import import_module

from starlette.requests import Request
from starlette.responses import Response

from warraq.web.view import View

Page = Callable[[Request], Awaitable[Response]]
Views = Callable[[Request], Awaitable[View | None]]

_named: list[Callable[[], Page]] = []


def page(name: str) -> Page:
    """The page of that name, read when it is first asked for."""
    return _asked(lambda: _page(name))


def feed(view: str) -> Page:
    """The feed of the view of that name, likewise."""
    return _asked(lambda: _feed(view))


def read_all() -> tuple[Page, ...]:
    """Every page that was named here, read now. Blocks: some .3 s the first time."""
    return tuple(found() for found in _named)


def _asked(found: Callable[[], Page]) -> Page:
    _named.append(found)

    async def asked(request: Request) -> Response:
        return await found()(request)

    return asked


@cache
def _page(name: str) -> Page:
    module, _, function = name.partition(".")
    found: Page = getattr(import_module(f"warraq.web.{module}"), function)
    return found


@cache
def _feed(view: str) -> Page:
    from warraq.web import outfeeds

    module, _, function = view.partition(".")
    found: Views = getattr(import_module(f"warraq.web.{module}"), function)
    return outfeeds.of(found)
