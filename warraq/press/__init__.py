"""The nouns of the press, as frozen values. No verbs live here."""

from warraq.press.article import (
    Article,
    ArticleId,
    Cause,
    Change,
    ChangeKind,
    Draft,
    Filed,
    Headline,
    LedgerLine,
    Outcome,
    State,
    Telling,
    Told,
    Version,
    chain_hash,
)
from warraq.press.capture import Capture, CaptureNote, Spoilt
from warraq.press.claim import Claim, ClaimKind, ClaimState, Month
from warraq.press.decision import Decision, DecisionKind, Recorded
from warraq.press.edition import RESERVED_SLUGS, Edition, Feed, FeedKind, Policy, Source
from warraq.press.entry import Entry, FeedReading, Part
from warraq.press.health import Condition, DayTally, Gap, GapKind, Trouble, Turn
from warraq.press.moment import Moment, Precision
from warraq.press.name import Known, Named, NameKind, NameUse, Naming
from warraq.press.picture import (
    Negative,
    Picture,
    PictureDecision,
    PictureId,
    PictureState,
    Print,
    Reporter,
    object_key,
)
from warraq.press.progress import Progress, Pulse, Standing
from warraq.press.settings import Settings
from warraq.press.wish import Reservation, SiteWishes

__all__ = [
    "RESERVED_SLUGS",
    "Article",
    "ArticleId",
    "Capture",
    "CaptureNote",
    "Cause",
    "Change",
    "ChangeKind",
    "Claim",
    "ClaimKind",
    "ClaimState",
    "Condition",
    "DayTally",
    "Decision",
    "DecisionKind",
    "Draft",
    "Edition",
    "Entry",
    "Feed",
    "FeedKind",
    "FeedReading",
    "Filed",
    "Gap",
    "GapKind",
    "Headline",
    "Known",
    "LedgerLine",
    "Moment",
    "Month",
    "NameKind",
    "NameUse",
    "Named",
    "Naming",
    "Negative",
    "Outcome",
    "Part",
    "Picture",
    "PictureDecision",
    "PictureId",
    "PictureState",
    "Policy",
    "Precision",
    "Print",
    "Progress",
    "Pulse",
    "Recorded",
    "Reporter",
    "Reservation",
    "Settings",
    "SiteWishes",
    "Source",
    "Spoilt",
    "Standing",
    "State",
    "Telling",
    "Told",
    "Trouble",
    "Turn",
    "Version",
    "chain_hash",
    "object_key",
]
