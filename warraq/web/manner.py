"""What of a reader changes a page, beside its address? All of it, in one value: pages made once for many readers are kept under it.

Whoever lets a page follow anything else of a request adds it here, or one reader sees what was made for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from warraq.web.muting import Muted, muted

# Where readers' other wishes stand, as their browser sends them. As a whole: two spellings of one wish are two pages, no wrong one.
READING = "reading"
# What such pages vary by for caches on the way.
VARY = "accept-encoding, cookie"


@dataclass(frozen=True, slots=True)
class Manner:
    muted: Muted
    reading: str


def manner(request: Request) -> Manner:
    """The reader's, from the cookies of the site."""
    return Manner(muted(request), request.cookies.get(READING, ""))
