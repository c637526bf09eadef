"""What do the operator's pages look at: the papers' health, the ledger, the daybook, and who may see figures?"""

from __future__ import annotations

import ipaddress
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from warraq.crawling import addresses
from warraq.crawling.room import Usage
from warraq.newsroom.health import Report
from warraq.newsroom.keeping import Keeping
from warraq.ports.daybook import Daybook
from warraq.ports.ledger import Ledger
from warraq.ports.rechecks import Rechecks
from warraq.press import Policy
from warraq.web.hosts import host_name
from warraq.web.site import Site
from warraq.web.traffic import Traffic

# Records what was agreed with a paper: its slug, the policy, the leave (`None`: that which stands), whether that has ended, the
# reason, and by whom. Blocks; raises EditionError, DecisionError, ArchiveError.
Agree = Callable[[str, Policy | None, str | None, bool, str, str], None]

# A request that carries one of these was passed on by somebody, whatever the header says.
_PASSED_ON = (
    "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "via",
    "cf-connecting-ip", "true-client-ip", "x-client-ip",
)  # fmt: skip


@dataclass(slots=True)
class Upkeep:
    """`report` may block and is cheap to ask; without one (a test, a site on nothing) there is no health to show."""

    report: Callable[[], Report] | None = None
    ledger: Ledger | None = None
    daybook: Daybook | None = None
    keeping: Keeping | None = None  # without it, no capture is given away
    rechecks: Rechecks | None = None  # without them, nothing is said of a paper's door
    agree: Agree | None = (
        None  # without it, what was agreed with papers is recorded by the command line alone
    )
    traffic: Traffic = field(default_factory=Traffic)


def upkeep_of(request: Request) -> Upkeep:
    upkeep: Upkeep = request.app.state.upkeep
    return upkeep


def insider(request: Request, site: Site) -> bool:
    """Whether figures are for whoever asks: by the setting `metrics`. From this machine is who connects over loopback and
    was passed on by no proxy: a proxy on this machine connects over loopback too, and its readers are strangers. Whoever
    asks by another name than this machine's came through one that does not say so, or was sent by a page elsewhere."""
    match site.settings.metrics:
        case "all":
            return True
        case "off":
            return False
        case _:
            return from_here(request)


def from_here(request: Request) -> bool:
    """Whether who asks is this machine itself, as far as that may be known."""
    name = host_name(request.headers.get("host"))
    here = name == "" or (name is not None and addresses.is_this_machine(name))
    return here and _loopback(request) and not any(one in request.headers for one in _PASSED_ON)


def usage(folder: Path) -> Usage | None:
    """How full the data folder's disk is; `None` where it cannot be measured."""
    try:
        measured = shutil.disk_usage(folder)
    except OSError:
        return None
    return Usage(measured.total, measured.free)


def _loopback(request: Request) -> bool:
    try:
        found = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_loopback
