"""Which back end stands behind which port? The only room that knows.

`wiring.desks`, which collects, is imported by those who collect.
"""

from warraq.wiring.folder import (
    COLLECTING_LOCK,
    SIGNING,
    only_collector,
    own_files,
    secret,
    usage,
    watch_key,
    watch_token,
    webhook_refusal,
)
from warraq.wiring.opening import (
    INDEXES,
    RESTORING,
    House,
    SystemClock,
    begun,
    bytes_kept,
    demo_edition,
    filled,
    held,
    house,
    objects,
    remember,
    spare_index,
    teach,
    throw_index_away,
)

__all__ = [
    "COLLECTING_LOCK",
    "INDEXES",
    "RESTORING",
    "SIGNING",
    "House",
    "SystemClock",
    "begun",
    "bytes_kept",
    "demo_edition",
    "filled",
    "held",
    "house",
    "objects",
    "only_collector",
    "own_files",
    "remember",
    "secret",
    "spare_index",
    "teach",
    "throw_index_away",
    "usage",
    "watch_key",
    "watch_token",
    "webhook_refusal",
]
