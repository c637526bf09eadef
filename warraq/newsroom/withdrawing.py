"""May an article be called withdrawn? Only if its paper stands: else it is a redesign or a dead paper, and nothing is hidden."""

from __future__ import annotations

import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime

from warraq.crawling import recheck
from warraq.language.months import EGYPTIAN
from warraq.newsroom.tools import Do
from warraq.ports.archive import Archive
from warraq.ports.clock import Clock
from warraq.ports.rechecks import DoorState, Doorway, Rechecks, Sample, Watch
from warraq.press import Article, ArticleId, State

log = logging.getLogger(__name__)

# Places in a paper's past that are tried for one sample: where nothing old stands behind a place, the next is taken.
_TRIES = 3 * recheck.SAMPLE


class Withdrawing:
    """The desk that marks what its paper took away, and unmarks what came back.

    `look` visits an article as the desk does, and says what came of it; `None` where nothing was learnt.
    """

    def __init__(
        self,
        archive: Archive,
        rechecks: Rechecks,
        clock: Clock,
        *,
        look: Callable[[Watch], Awaitable[Watch | None]],
        do: Do,
    ) -> None:
        self._archive = archive
        self._rechecks = rechecks
        self._clock = clock
        self._look = look
        self._do = do

    async def judge(self, watch: Watch) -> None:
        """Mark an article that was missed twice as withdrawn, if its paper's other old addresses answer."""
        article = await self._do(lambda: self._archive.article(watch.article))
        door = (await self._do(self._rechecks.doors)).get(watch.source) or Doorway(watch.source)
        if article is None or article.state is not State.VISIBLE or door.state is not DoorState.OPEN:
            return
        sample = door.sample
        if sample is None or not recheck.holds(sample, self._clock.now()):
            sample = await self._sampled(watch)
            held = (await self._do(self._rechecks.doors)).get(watch.source) or door
            taken = replace(held, sample=sample)
            await self._do(lambda: self._rechecks.put_door(taken))
        lives = recheck.lives(sample)
        if lives:
            await self._do(lambda: self._mark(watch))
        else:
            log.warning("%s: %s; nothing is hidden", watch.source, told(sample))

    async def came_back(self, article: Article) -> None:
        """Show an article again that this desk had marked; what a person decided in between stands."""
        now = self._clock.now()
        reason = f"عاد الخبر إلى موقع صحيفته؛ رصدناه {spoken(now)}"
        await self._do(
            lambda: self._archive.restate(
                article.id, State.VISIBLE, reason=reason, now=now, only_from=State.WITHDRAWN
            )
        )

    def _mark(self, watch: Watch) -> None:
        now = self._clock.now()
        first = watch.missed or now
        reason = (
            "حذفته الصحيفة من موقعها، وبقيت أخبارها القديمة الأخرى في مواضعها؛ "
            f"رصدنا غيابه مرتين بينهما 72 ساعة على الأقل: {spoken(first)}، و{spoken(now)}"
        )
        change = self._archive.restate(
            watch.article, State.WITHDRAWN, reason=reason, now=now, only_from=State.VISIBLE
        )
        if change is not None:
            self._rechecks.put(replace(watch, withdrawn=True, due=now + recheck.STILL_WITHDRAWN))

    async def _sampled(self, watch: Watch) -> Sample:
        """Ask some of the paper's other addresses, all from before the first miss, anywhere in its past."""
        asked = answered = 0
        for one in await self._do(lambda: self._drawn(watch)):
            seen = await self._look(one)
            if seen is None:
                continue
            asked += 1
            # a doubtful page leaves its miss as it was, and is not an answer
            answered += seen.problem is None and seen.missed is None
        return Sample(self._clock.now(), asked, answered)

    def _drawn(self, watch: Watch) -> list[Watch]:
        """Addresses from all over the paper's past; of a small paper, those there are."""
        before: datetime = watch.missed or self._clock.now()
        found: dict[ArticleId, Watch] = {}

        def next_behind(place: int) -> Watch | None:
            return self._rechecks.old(watch.source, after=ArticleId(place), filed_before=before)

        chance = random.Random(int(watch.article))  # noqa: S311 (which are asked guards nothing)
        low, high = 0, self._archive.count()
        for _ in range(_TRIES):
            if len(found) >= recheck.SAMPLE or high <= low:
                break
            place = chance.randrange(low, high)
            if (one := next_behind(place)) is None:
                high = place
            else:
                found[one.article] = one
        walked = next_behind(low)
        while walked is not None and len(found) <= recheck.SAMPLE:
            found[walked.article] = walked
            walked = next_behind(walked.article)
        found.pop(watch.article, None)
        return list(found.values())[: recheck.SAMPLE]


def spoken(at: datetime) -> str:
    """A moment as public reasons give it, everywhere the same: they are kept with the article for good."""
    at = at.astimezone(UTC)
    return f"{at.day} {EGYPTIAN[at.month - 1]} {at.year} الساعة {at:%H:%M} بتوقيت غرينتش"


def told(sample: Sample) -> str:
    """What a sample says where nothing may be withdrawn by it, for the operator."""
    if recheck.lives(sample) is None:
        return f"only {sample.asked} of its other old addresses could be asked: too few to tell a withdrawal"
    return (
        f"{sample.asked - sample.answered} of {sample.asked} old addresses asked do not answer: "
        "a redesign, or a dead paper"
    )
