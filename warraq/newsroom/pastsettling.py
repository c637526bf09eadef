"""How is it kept what came of an address of the past? On the desk's one writer thread, with the time at which it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warraq.newsroom.asking import PATIENCE
from warraq.newsroom.tools import Do
from warraq.ports.clock import Clock
from warraq.ports.past import Pasts
from warraq.press import ArticleId, Past, PastState


@dataclass(frozen=True, slots=True)
class Settling:
    """For the lists of a past and its pages alike."""

    kept: Pasts
    clock: Clock
    do: Do

    async def settle(
        self,
        past: Past,
        state: PastState,
        *,
        article: ArticleId | None = None,
        reason: str | None = None,
        due: datetime | None = None,
        asked: bool = True,
    ) -> None:
        """As `Pasts.settle`, now."""
        now = self.clock.now()
        await self.do(
            lambda: self.kept.settle(
                past, state, now=now, article=article, reason=reason, due=due, asked=asked
            )
        )

    async def wait(self, past: Past, reason: str, until: datetime) -> None:
        """It was not asked for: again then, and no attempt is counted."""
        due = max(until, self.clock.now() + PATIENCE)
        await self.settle(past, PastState.PENDING, reason=reason, due=due, asked=False)
