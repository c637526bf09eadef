"""The invented press over two months: what is taken away, redesigned, put back, dies and is taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.conftest import JumpingClock, Warraq, warraq
from warraq.crawling import urls
from warraq.demopress.server import Running, serve
from warraq.demopress.truth import Truth, press
from warraq.ports.rechecks import DoorState, Watch
from warraq.press import Article, State

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Months:
    """The press, and a Warraq that visits it when the clock is set ahead."""

    clock: JumpingClock
    served: Running
    ours: Warraq

    def article(self, truth: Truth) -> Article:
        archive = self.ours.house.archive
        found = archive.find(urls.key(self.served.url(truth)))
        assert found is not None, truth.id
        article = archive.article(found)
        assert article is not None
        return article

    def watch(self, truth: Truth) -> Watch:
        found = self.ours.house.rechecks.watch(self.article(truth).id)
        assert found is not None
        return found

    def hidden(self) -> set[int]:
        return set(self.ours.house.archive.ids(state=State.WITHDRAWN))

    def asked(self, paper: str, since: int) -> int:
        host = self.served.origins[paper].partition("//")[2]
        return sum(one.host == host for one in self.served.requests[since:])


@pytest.fixture
async def months(tmp_path: Path) -> AsyncIterator[Months]:
    clock = JumpingClock()
    truth = press(start=clock.now())
    async with (
        serve(truth, clock, ports=()) as served,
        warraq(tmp_path, clock, served.sources, served.private, pictures=False) as ours,
    ):
        yield Months(clock, served, ours)


def taken_away(months: Months) -> list[Truth]:
    start = months.served.press.start
    return [one for one in months.served.press.articles if one.withdrawn_at and one.withdrawn_at > start]


@pytest.mark.timeout(300)
async def test_two_months_of_the_press(months: Months) -> None:
    archive, rechecks = months.ours.house.archive, months.ours.house.rechecks
    async with months.ours.at_work() as around:
        await around()
        gone = taken_away(months)
        assert {one.paper for one in gone} == {"maraya", "zillij"}
        assert all(months.article(one).state is State.VISIBLE for one in gone)

        # single withdrawals are marked after 72 hours, not before
        months.clock.ahead = 14 * HOUR
        await around()
        while any(months.watch(one).missed is None for one in gone):
            assert months.clock.ahead < 5 * DAY
            await _until(months, around, months.clock.now() + 15 * HOUR, step=15 * HOUR)
        missed = [at for one in gone if (at := months.watch(one).missed) is not None]
        first, last = min(missed), max(missed)
        await _until(months, around, first + 71 * HOUR, step=20 * HOUR)

        assert months.hidden() == set()
        await _until(months, around, last + 80 * HOUR, step=10 * HOUR)
        assert months.hidden() == {months.article(one).id for one in gone}
        assert all("72 ساعة" in (months.article(one).reason or "") for one in gone)

        # once papers print no more nothing is written, and who can says 304
        changes, before = archive.last_change(), len(months.served.requests)
        await _until(months, around, months.served.press.start + 11 * DAY, step=35 * HOUR)
        assert archive.last_change() == changes
        paths = {one.path for one in months.served.press.articles}
        answers = Counter(
            one.status
            for one in months.served.requests[before:]
            if one.path in paths and _tags(months, one.host)
        )
        assert answers[304] >= 30
        assert answers[304] >= 0.95 * sum(answers.values()), answers

        # a redesign after twelve days hides nothing, and is told; what was put back is visible again
        await _until(months, around, months.served.press.start + 39 * DAY, step=35 * HOUR)
        kept = [one for one in gone if one.returned_at is None]
        back = [one for one in gone if one.returned_at is not None]
        assert months.hidden() == {months.article(one).id for one in kept}
        assert [months.article(one).state for one in back] == [State.VISIBLE]
        assert rechecks.missing()["mirsat"] > 5
        sample = rechecks.doors()["mirsat"].sample
        assert sample is not None
        assert (sample.answered, sample.asked >= 5) == (0, True)

        # after forty days one paper dies and another's domain is a casino's
        died = months.served.press.start + 40 * DAY
        await _until(months, around, died + HOUR, step=26 * HOUR)
        versions, before = archive.last_change(), len(months.served.requests)
        await _until(months, around, died + 72 * HOUR, step=3 * HOUR)
        assert months.asked("fasqiya", before) <= 12
        await _until(months, around, died + 32 * DAY, step=26 * HOUR)
        doors = rechecks.doors()
        assert doors["hidhab"].state is DoorState.HIJACKED
        assert doors["fasqiya"].state is DoorState.DEAD
        assert {door.state for slug, door in doors.items() if slug not in ("hidhab", "fasqiya")} == {
            DoorState.OPEN
        }
        assert months.hidden() == {months.article(one).id for one in kept}
        assert archive.last_change() == versions  # nothing of the stranger's was filed


async def _until(months: Months, around, until: datetime, *, step: timedelta) -> None:  # type: ignore[no-untyped-def]
    """Go on to that moment in steps, with work at each."""
    while months.clock.now() < until:
        months.clock.ahead += min(step, until - months.clock.now() + timedelta(seconds=1))
        await around()


def _tags(months: Months, host: str) -> bool:
    """Whether the paper at that host gives its pages entity tags."""
    slugs = {origin.partition("//")[2]: slug for slug, origin in months.served.origins.items()}
    return next(one for one in months.served.press.papers if one.slug == slugs[host]).validators in (
        "both",
        "etag",
    )
