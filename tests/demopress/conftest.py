"""What do the tests of the invented press share?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from warraq.demopress.truth import DemoPress, press

START = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class StoppedClock:
    """A clock that goes only when it is told to."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(START)


@pytest.fixture(scope="session")
def demo() -> DemoPress:
    return press(start=START)
