"""What of a reader changes a page, beside its address? All of it, in one value: pages made once for many readers are kept under it.

Whoever lets a page follow anything else of a request adds it here, or one reader sees what was made for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from warraq.web.reading import Wishes, wishes
from warraq.web.tongue import Speech, spoken

# What such pages vary by for caches on the way.
VARY = "accept-encoding, cookie"


@dataclass(frozen=True, slots=True)
class Manner:
    """`speech` is what the wishes or the address say of language and digits."""

    speech: Speech
    wishes: Wishes


def manner(request: Request) -> Manner:
    return Manner(spoken(), wishes(request))
