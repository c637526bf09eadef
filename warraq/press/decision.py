"""What did a person decide of an article, a picture, a name or a paper, and what did they write down of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warraq.press.article import ArticleId, State
from warraq.press.edition import Policy
from warraq.press.picture import PictureId


class DecisionKind(StrEnum):
    """What is decided. Each is undone by a later decision of the same kind (`Decision.undoes`), never taken out."""

    WITHHOLD = "withhold"  # an article, whole
    HIDE = "hide"  # a picture, wherever it is shown
    DELIST = "delist"  # a name is no way to find articles; they stay, and are found by their other words
    MASK = "mask"  # a name is not shown: of minors, of victims
    REPLY = "reply"  # the right of reply: words beneath an article
    OPT_OUT = "optout"  # a paper wants no more than headline and link
    ADOPT = "adopt"  # a paper is at home at another address now
    AGREE = "agree"  # what was agreed with a paper: the newest counts, and none is taken back but by another


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `reason` is what the public is told, `note` what it is not; `by` says in what office, and `claim` the
    number of the request it answers.

    Of `article`, `picture`, `source` and `name` one is the subject, by the kind. A name may be spelled in `variants`, and
    counts in `articles` alone where some are named, else everywhere. `shown` stands in a masked name's place (`None`: its
    initials). `text` and `signed` are a reply's. `provisional`: nobody has looked yet. `before` is what state a withheld
    article had. `address` is where an adopted paper is at home; `policy` and
    `permission` are what was agreed with a paper (`press.Source`). `undoes` is the number of the decision that is taken back; nothing but that one then changes.
    """

    kind: DecisionKind
    reason: str
    by: str
    article: ArticleId | None = None
    picture: PictureId | None = None
    source: str | None = None
    name: str | None = None
    variants: tuple[str, ...] = ()
    articles: tuple[ArticleId, ...] = ()
    shown: str | None = None
    text: str | None = None
    signed: str | None = None
    note: str | None = None
    claim: int | None = None
    provisional: bool = False
    before: State | None = None
    address: str | None = None
    undoes: int | None = None
    policy: Policy | None = None
    permission: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as the log holds it. `hash` is over the previous line's and all that this one says."""

    number: int
    at: datetime
    decision: Decision
    hash: str
    previous: str | None = None
