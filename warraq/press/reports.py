"""What do readers report of a picture, what is decided of it, and by which numbers? (`moderation.cases` decides)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from warraq.press.picture import PictureId, PictureState


class CaseState(StrEnum):
    """How a picture stands between readers and moderators."""

    VISIBLE = "visible"
    REPORTED = "reported"
    QUEUED = "queued"  # a moderator should look
    FROZEN = "frozen"  # a breaker is open: reports only queue
    AUTO_HIDDEN = "auto_hidden"
    BLURRED = "blurred"  # hidden by readers, and no moderator looked for a week
    APPEALED = "appealed"
    KEPT = "kept"
    CONFIRMED_HIDDEN = "confirmed_hidden"
    MATCH_HIDDEN = "match_hidden"  # nearly the same picture was confirmed hidden, or hidden by law
    LEGAL_HIDDEN = "legal_hidden"


class CaseEvent(StrEnum):
    """What moves a picture from one state to the next."""

    REPORT = "report"
    QUEUE = "queue"
    VEIL = "veil"  # a severe category: blurred early, the state stays
    CROWD = "crowd"  # all conditions hold
    FREEZE = "freeze"
    THAW = "thaw"
    LAPSE = "lapse"  # nobody looked for a week
    APPEAL = "appeal"
    KEEP = "keep"
    HIDE = "hide"
    MATCH = "match"
    LIFT = "lift"  # the word for whose sake likeness hid it was taken back
    LEGAL = "legal"


class Actor(StrEnum):
    """Who moved it: a role, never a person."""

    READERS = "readers"
    CLOCK = "clock"
    MODERATOR = "moderator"
    COPY = "copy"


class Category(StrEnum):
    """Why a reader says that a picture should not be shown."""

    VIOLENCE = "violence"
    PRIVATE = "private"
    FALSE = "false"
    OTHER = "other"
    INTIMATE = "intimate"
    CHILD = "child"


# At the head of the queue, and blurred early where several people say so.
SEVERE = frozenset([Category.INTIMATE, Category.CHILD])


@dataclass(frozen=True, slots=True)
class ReportRules:
    """Every number by which reports are judged. Shares are 0 to 1.

    Source: the project's rules for crowd reports (docs/design/0048-crowd-reports.md).
    """

    score: float = 5.0  # hidden from this score on,
    prefixes: int = 5  # from so many prefixes (/24, /48)
    nets: int = 3  # in so many wider nets (/16, /32),
    providers: int = 2  # of so many providers, where a table tells whose a network is
    wait: timedelta = timedelta(minutes=10)  # so long after the first report
    queue: float = 2.0  # a moderator should look from this score on
    plain: int = 5  # browsers that hide a picture on a private instance's own machine
    net_most: float = 2.0  # what one wider net counts for at most
    young: timedelta = timedelta(minutes=10)  # a token younger than this counts for nothing,
    fresh: timedelta = timedelta(hours=24)  # one younger than this for
    fresh_weight: float = 0.5
    agree_prior: float = (
        2.0  # how slowly disagreement with moderators weighs: (right + prior) / (all + prior)
    )
    together: int = 3  # prefixes that reported so many pictures together before,
    together_share: float = 0.5  # and so great a share of all that either reported, are one voice
    day_least: int = 3  # a paper loses at most so many pictures a day by reports alone,
    day_share: float = 0.02  # or this share of its day's, whichever is more
    frozen: timedelta = timedelta(hours=24)
    lapse: timedelta = timedelta(days=7)  # an automatic hide nobody looked at is click-to-view then
    case: timedelta = timedelta(days=30)  # a case's key is destroyed so long after its first report
    severe_prefixes: int = 3  # a severe category blurs early from so many prefixes
    severe_nets: int = 2  # in so many wider nets


@dataclass(frozen=True, slots=True)
class Voice:
    """One report as its case knows it. Hashes are keyed: `token`, `prefix`, `net` and `provider` with the case's key,
    `member` (the token) and `mover` (the prefix) with the key of the 30-day period.

    `prefix` is "" on a private instance's own machine, where browsers are counted; `provider` is "" where no table tells.
    `made`: when the token was made, to the minute, and never told apart beyond a day before the report. `trust` is 0 to
    1, from past agreement with moderators.
    """

    token: str
    prefix: str
    net: str
    made: datetime
    trust: float = 1.0
    provider: str = ""
    member: str = ""
    mover: str = ""
    category: Category = Category.OTHER


@dataclass(frozen=True, slots=True)
class CaseWord:
    """What one line of the log says. It names a role, a rule and numbers, never a person.

    `sources` are the papers that show the picture, `origin` the picture it is nearly the same as (of MATCH).
    """

    picture: PictureId
    event: CaseEvent
    actor: Actor
    before: CaseState
    after: CaseState
    rule: str
    score: float = 0.0
    voices: int = 0
    prefixes: int = 0
    nets: int = 0
    reason: str | None = None
    sources: tuple[str, ...] = ()
    origin: PictureId | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A line of the log as it stands: chained to the one before by its hash."""

    number: int
    at: datetime
    said: CaseWord
    hash: str
    previous: str | None


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """What the log comes to. `seen` is what readers see; `rule`, `reason` and `judged` say why and since when.

    `since` is when the state began; `None`: nothing ever happened. `appealed`: an appeal was made since a person last
    hid it of their own accord, and there is no second one.
    """

    state: CaseState = CaseState.VISIBLE
    since: datetime | None = None
    seen: PictureState = PictureState.VISIBLE
    rule: str | None = None
    reason: str | None = None
    judged: datetime | None = None
    appealed: bool = False

    @property
    def kept(self) -> bool:
        return self.state is CaseState.KEPT


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """What came of reports in a month (`2026-03`): how often each thing happened, by its event's name, and `voices`."""

    month: str
    counts: tuple[tuple[str, int], ...] = ()
