"""How often may one try to sign in, when nobody's address is written down?

Wrong tries are counted in memory for an hour, by name and by network, under a key that dies with the hour: neither who
tried nor whose name can be read back. Several processes count each for itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

OF_BOTH = 10  # of one name from one network
OF_A_PLACE = 30
OF_A_NAME = (
    60  # from wherever: a net of many machines locks a name for an hour at most, and no session that is open
)
OF_ALL = 2_000


@dataclass(slots=True)
class Tries:
    """The wrong tries of this hour."""

    _hour: datetime | None = None
    _key: bytes = b""
    _made: Counter[str] = field(default_factory=Counter)
    _all: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str, place: str, *, now: datetime) -> bool:
        """Whether one more is let through. It counts, as one that is under way may be wrong; `give_back` where it was right."""
        with self._lock:
            self._turn(now)
            bounds = self._bounds(name, place)
            if self._all >= OF_ALL or any(self._made[who] >= most for who, most in bounds):
                return False
            self._all += 1
            self._made.update(who for who, _ in bounds)
            return True

    def give_back(self, name: str, place: str, *, now: datetime) -> None:
        with self._lock:
            self._turn(now)
            for who, _ in self._bounds(name, place):
                if self._made[who] > 1:
                    self._made[who] -= 1
                else:
                    del self._made[who]
            self._all = max(self._all - 1, 0)

    def _turn(self, now: datetime) -> None:
        hour = now.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour, self._key, self._all = hour, secrets.token_bytes(32), 0
            self._made.clear()

    def _bounds(self, name: str, place: str) -> tuple[tuple[str, int], ...]:
        return (
            (self._who("both", f"{name}\0{place}"), OF_BOTH),
            (self._who("place", place), OF_A_PLACE),
            (self._who("name", name), OF_A_NAME),
        )

    def _who(self, kind: str, said: str) -> str:
        return hmac.new(
            self._key, f"{kind}:{said}".encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()
