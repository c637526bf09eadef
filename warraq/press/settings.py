"""What may an operator set? (`warraq.settings` loads it from TOML and WARRAQ_* variables)"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from warraq.press.reports import ReportRules

# Nobody, whoever asks from this machine, or everybody.
Metrics = Literal["off", "loopback", "all"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default. Lengths of time are timedeltas, sizes bytes."""

    data: Path = Path("data")  # the data folder: archive, index, captures, operator's sources
    edition: str = "eg"
    host: str = "127.0.0.1"
    port: int = 8000
    database: str | None = None  # SQLAlchemy URL; None: SQLite in the data folder
    contact: str | None = None  # an address or page named in the User-Agent, for papers to reach the operator
    public: bool = (
        False  # readers other than the operator: publishers' rights are kept, and a contact is needed
    )
    address: str | None = (
        None  # where readers find the site (https://press.example), for feeds, maps and cards
    )
    proxies: tuple[str, ...] = ()  # CIDRs of proxies whose X-Forwarded-For is believed
    report_threshold: int = 5  # readers whose reports hide a picture; fewer for a small private site
    reports: tuple[tuple[str, Any], ...] = ()  # other numbers of `ReportRules`, by name
    provisional_each: int = 2  # requests a day and network for which something is hidden at once
    provisional_day: int = 20  # and from everywhere together
    pictures: bool = True  # whether articles' pictures are fetched
    revisit: bool = True  # whether articles are visited again: for corrections, and for what papers take away
    private: tuple[str, ...] = ()  # CIDR:port the egress door may open although not public
    capture_days: int = 30  # how long captures are kept; 0: not at all
    picture_days: int = 0  # how long pictures are kept; 0: for good
    disk_full: float = 0.9  # share of the data folder's disk from which on nothing is collected; 1: never
    feed_interval: timedelta = timedelta(minutes=15)
    host_delay: timedelta = timedelta(seconds=2)  # pause between two requests to one host
    backfill_pause: timedelta = timedelta(seconds=6)  # the same for a paper's past, on top of it
    max_hosts: int = 16  # hosts visited at once
    parse_workers: int = 2
    demo: bool = False
    search_pool: int = 4  # threads that read archive and index for pages
    hijri_offset: int = 0  # days added to today's Hijri date by Umm al-Qura, where an edition says nothing
    metrics: Metrics = "loopback"  # who may read /metrics
    log_level: str = "WARNING"
    said: frozenset[str] = field(default=frozenset(), compare=False)  # settings that the operator spoke of
    unknown: tuple[str, ...] = field(default=())  # settings given that we do not know, to warn about


# How many wider nets the reporters of a picture must come from, where the threshold is not lower.
_NETS = 3


def report_rules(settings: Settings) -> ReportRules:
    """By which numbers this site judges reports: those of its threshold, then what else the operator set."""
    many = settings.report_threshold
    of_many = ReportRules(
        score=float(many), prefixes=many, nets=min(_NETS, many), queue=min(2.0, float(many)), plain=many
    )
    return replace(of_many, **dict(settings.reports))
