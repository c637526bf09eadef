"""What of a reader changes a page, beside its address? All of it, in one value: pages made once for many readers are kept under it.

Whoever lets a page follow anything else of a request adds it here, or one reader sees what was made for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from warraq.web.muting import Muted, muted
from warraq.web.tongue import COOKIE, Speech, spoken

# What such pages vary by for caches on the way.
VARY = "accept-encoding, cookie"


@dataclass(frozen=True, slots=True)
class Manner:
    """`speech` is what `reading` or the address says of language and digits."""

    speech: Speech
    muted: Muted
    reading: str


def manner(request: Request) -> Manner:
    """The reader's. The cookie of wishes counts as a whole: two spellings of one wish are two pages, and none is a wrong one."""
    return Manner(spoken(), muted(request), request.cookies.get(COOKIE, ""))
