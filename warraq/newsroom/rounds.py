"""How does a desk go round and round, and outlive what fails here? For desks that stand beside collecting."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from warraq.errors import WarraqError
from warraq.ports.clock import Clock

_TROUBLE_NAP_S = 5.0
_MOST_TROUBLES = 5


async def rounds(
    around: Callable[[], Awaitable[bool]], clock: Clock, log: logging.Logger, *, name: str, once: bool
) -> None:
    """Call `around` until it says that all is done. What it raises is logged and tried again after a nap: a store that is
    full mends itself or is mended. `once`, it is raised when it came several times in a row."""
    troubles = 0
    while True:
        try:
            if await around():
                return
            troubles = 0
        except Exception as error:
            troubles += 1
            log.error("%s: %s", name, error, exc_info=not isinstance(error, WarraqError))
            if once and troubles >= _MOST_TROUBLES:
                raise
            await clock.sleep(_TROUBLE_NAP_S)
