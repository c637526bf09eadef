"""A newsstand and someone who reads at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.asking import Reader
from tests.web.browser import CHROMIUM, FLAGS
from tests.web.press import Newsstand

Opens = Callable[[Newsstand], Awaitable[Reader]]


@pytest.fixture
async def opens() -> AsyncIterator[Opens]:
    """Open the site of a newsstand; it is closed when the test ends."""
    async with AsyncExitStack() as stack:

        async def reader(stand: Newsstand) -> Reader:
            app = stand.application()
            await stack.enter_async_context(app.router.lifespan_context(app))
            return Reader(app)

        yield reader


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium, one for a module's tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()
