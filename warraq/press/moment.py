"""When was it, and how exactly do we know?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Precision(StrEnum):
    """The finest part of a date that the source really said."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a source gave it.

    `at` is aware and in UTC: for a precision of day or coarser, the *start* of that day, month or year in `zone`.
    `zone` is the IANA name (or "+03:00" offset) it was read in; `None` means the source gave UTC.
    `printed` is the string it was read from, kept exactly.
    """

    at: datetime
    precision: Precision
    zone: str | None = None
    printed: str | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"a Moment needs an aware datetime, not {self.at!r}")
        if self.at.tzinfo is not UTC:
            object.__setattr__(self, "at", self.at.astimezone(UTC))
