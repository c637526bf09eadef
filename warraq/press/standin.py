"""What stands where an article should?"""

from __future__ import annotations

from enum import StrEnum


class StandIn(StrEnum):
    """What a page is that holds no article, as a clause: the reason by which desks count it.

    A reason may go on in parentheses with what is peculiar to one page.
    """

    EMPTY = "the answer is empty, not a page"
    PDF = "a PDF, no page"
    PICTURE = "a picture, no page"
    PACKED = "packed data, no page"
    JSON = "data for a program, no page"
    FEED = "a feed, no page"
    NO_HTML = "no HTML in it"
    TOO_BIG = "too big for a page"
    TOO_DEEP = "elements nested too deeply for a page"
    TOO_MANY_TAGS = "too many tags in one page"
    CUT = "a page that was cut off before its end"
    FRONT = "a front page"
    LIST = "a list of articles"
    NOT_THERE = "a page that says it is not there"
    LOGIN = "a page to log in at"
    PAYWALL = "only the beginning of an article that is sold"
    SCRIPTS = "a page that only scripts fill"
    VIDEO = "a video without a text"
    NO_TEXT = "no article text found in the page"

    @property
    def lasts(self) -> bool:
        """Whether the address is likely to answer so tomorrow as well."""
        return self in _LAST

    @property
    def passes(self) -> bool:
        """Whether it is the answer that went wrong, and not the page."""
        return self in (StandIn.EMPTY, StandIn.CUT)

    @classmethod
    def of(cls, reason: str) -> StandIn | None:
        """Of a reason as it was kept; `None` where it is another one."""
        clause = reason.partition(" (")[0]
        return next((kind for kind in cls if kind.value == clause), None)


_LAST = frozenset(
    [
        StandIn.PDF,
        StandIn.PICTURE,
        StandIn.PACKED,
        StandIn.JSON,
        StandIn.FEED,
        StandIn.TOO_BIG,
        StandIn.TOO_DEEP,
        StandIn.TOO_MANY_TAGS,
        StandIn.FRONT,
        StandIn.LIST,
        StandIn.LOGIN,
        StandIn.PAYWALL,
        StandIn.VIDEO,
    ]
)
