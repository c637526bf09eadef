"""A newsstand and someone who reads at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from tests.web.asking import Reader
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
