"""What does the porter of the desk need: who is let in, what signs its forms, and threads in which passwords are compared?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from warraq.newsroom.admission import Admission
from warraq.web.pool import Pool


@dataclass(slots=True)
class Lodge:
    """`pool` is apart from the pages': who tries passwords by the thousand keeps no reader waiting."""

    admission: Admission
    secret: bytes
    turn: asyncio.Lock = field(
        default_factory=asyncio.Lock
    )  # what is decided by a form is held against what it saw, one at a time
    pool: Pool = field(default_factory=lambda: Pool(1))
