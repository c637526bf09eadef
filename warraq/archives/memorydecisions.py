"""What do the logs of decisions and claims do, with nothing behind them? Their contracts in lists."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from warraq.archives.wording import mended
from warraq.moderation import decisions
from warraq.ports.claims import Mark, Stood
from warraq.press import ArticleId, Claim, ClaimKind, ClaimState, Decision, Month, Recorded

_ANSWERED = (ClaimState.GRANTED, ClaimState.REFUSED)


class MemoryDecisions:
    """`ports.decisions.Decisions` in a list, under a lock."""

    def __init__(self) -> None:
        self.turn = threading.RLock()
        self._log: list[Recorded] = []

    def record(self, decision: Decision, *, now: datetime) -> Recorded:
        with self.turn:
            line = decisions.recorded(decision, last=self._log[-1] if self._log else None, now=now)
            self._log.append(line)
            return line

    def record_next(self, decision: Decision, *, last: int, now: datetime) -> Recorded | None:
        with self.turn:
            return self.record(decision, now=now) if self.last() == last else None

    def log(self, *, after: int = 0) -> tuple[Recorded, ...]:
        with self.turn:
            return tuple(self._log[max(after, 0) :])

    def last(self) -> int:
        return len(self._log)


class MemoryClaims:
    """`ports.claims.Claims` in a dictionary, under a lock, beside a log in memory."""

    def __init__(self, decisions: MemoryDecisions | None = None) -> None:
        self._decisions = decisions or MemoryDecisions()
        self._lock = threading.Lock()
        self._claims: dict[int, Claim] = {}

    def open(
        self,
        kind: ClaimKind,
        text: str,
        *,
        key: str,
        article: ArticleId | None,
        contact: str | None,
        now: datetime,
    ) -> Claim:
        with self._lock:
            number = len(self._claims) + 1
            said = mended(contact) if contact else None
            claim = Claim(number, kind, mended(text), key, now, article=article, contact=said)
            self._claims[number] = claim
            return claim

    def claim(self, number: int) -> Claim | None:
        return self._claims.get(number)

    def listed(self, *, state: ClaimState | None, limit: int) -> tuple[Claim, ...]:
        with self._lock:
            found = [one for one in self._claims.values() if state is None or one.state is state]
        return tuple(reversed(found))[: max(limit, 0)]

    def answered(
        self, *, kind: ClaimKind | None = None, mark: Mark | None = None, later: bool = False, limit: int
    ) -> tuple[Claim, ...]:
        with self._lock:
            found = sorted(
                (one.settled, one.number, one)
                for one in self._claims.values()
                if one.state in _ANSWERED and one.settled is not None and kind in (None, one.kind)
            )
        place = (mark.at, mark.number) if mark else None
        if later:
            after = [one for at, number, one in found if place is None or (at, number) > place]
            return tuple(reversed(after[: max(limit, 0)]))
        behind = [one for at, number, one in found if place is None or (at, number) < place]
        return tuple(reversed(behind))[: max(limit, 0)]

    def count(self, states: Collection[ClaimState], *, kind: ClaimKind | None = None) -> int:
        with self._lock:
            return sum(one.state in states and kind in (None, one.kind) for one in self._claims.values())

    def mark_hidden(self, number: int) -> None:
        with self._lock:
            self._claims[number] = replace(self._claims[number], hidden=True)

    def prove(self, number: int, proof: str) -> None:
        with self._lock:
            self._claims[number] = replace(self._claims[number], proof=mended(proof))

    def settle(
        self,
        number: int,
        state: ClaimState,
        *,
        outcome: str,
        now: datetime,
        decisions: Sequence[Decision] = (),
        stood: Stood | None = None,
    ) -> tuple[Recorded, ...] | None:
        with self._lock, self._decisions.turn:
            held = self._claims[number]
            if stood is not None and (held, self._decisions.last()) != (stood.claim, stood.last):
                return None
            lines = tuple(self._decisions.record(one, now=now) for one in decisions)
            self._claims[number] = replace(held, state=state, outcome=mended(outcome), settled=now)
            return lines

    def reopen(self, number: int, text: str) -> bool:
        with self._lock:
            held = self._claims.get(number)
            if held is None or held.state is not ClaimState.ASKED:
                return False
            self._claims[number] = replace(
                held, text=mended(text), state=ClaimState.OPEN, outcome=None, settled=None
            )
            return True

    def hidden_since(self, since: datetime) -> int:
        with self._lock:
            return sum(one.hidden and one.opened >= since for one in self._claims.values())

    def forget_contacts(self, before: datetime) -> int:
        with self._lock:
            over = [
                one
                for one in self._claims.values()
                if one.contact and one.settled is not None and one.settled < before
            ]
            self._claims.update({one.number: replace(one, contact=None) for one in over})
            return len(over)

    def months(self) -> tuple[Month, ...]:
        counted: dict[str, list[ClaimState]] = defaultdict(list)
        with self._lock:
            for one in self._claims.values():
                counted[f"{one.opened.astimezone(UTC):%Y-%m}"].append(one.state)
        return tuple(
            Month(name, len(states), states.count(ClaimState.GRANTED), states.count(ClaimState.REFUSED))
            for name, states in sorted(counted.items(), reverse=True)
        )
