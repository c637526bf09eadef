"""What does somebody ask of us: a correction, a withdrawal, silence about a name?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warraq.press.article import ArticleId


class ClaimKind(StrEnum):
    """What is asked for."""

    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"  # by the publisher
    OPT_OUT = "optout"  # by the publisher: to be left alone
    NAME = "name"  # out of search
    MINOR = "minor"  # it is about a minor or a victim
    INTIMATE = "intimate"  # an intimate picture
    REPLY = "reply"
    OTHER = "other"


class ClaimState(StrEnum):
    """How far it is."""

    OPEN = "open"
    ASKED = "asked"  # who asks was asked for more, and has not said it yet
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Claim:
    """A request as it is kept. `contact` is how to reach who asked, as they gave it: forgotten 30 days after the request
    is settled. `key` is a hash of the secret part of its address. `hidden`: something was hidden at once, until
    a person has looked. `proof` says by what a publisher was known, `outcome` in public words what came of it, or what was asked."""

    number: int
    kind: ClaimKind
    text: str
    key: str
    opened: datetime
    article: ArticleId | None = None
    contact: str | None = None
    state: ClaimState = ClaimState.OPEN
    settled: datetime | None = None
    outcome: str | None = None
    proof: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """How many requests came in a month (its first day in UTC, `yyyy-mm`), and what came of those by now."""

    name: str
    opened: int
    granted: int
    refused: int
