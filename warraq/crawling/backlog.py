"""Of a list of years, what is news? A sitemap's entries since the last visit, and the newest parts of an index.

A feed lists the newest, and all of it is wanted. A sitemap lists everything a site has:

- dated entries count from a day before the last visit that went well (thirty days back at most), at the first visit
  from three days back; of them the newest two hundred
- where no entry at all is dated, the first and the last fifty count: new ones are set in at either end
- of an index, three parts are visited each time: those for news first, then the latest changed, then the highest
  numbers in their addresses; those of tags, authors, pages and pictures only where there is nothing else
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from warraq.press import Entry, FeedReading, Part, Precision

FIRST_SIGHT = timedelta(days=3)
OVERLAP = timedelta(days=1)
LONGEST_ABSENCE = timedelta(days=30)
MOST = 200
MOST_UNDATED = 100
MOST_PARTS = 3
_NEWS = re.compile(r"news|أخبار|actualit", re.IGNORECASE)
_ASIDE = re.compile(
    r"categor|tag|author|writer|(?<![a-z])pages?(?![a-z0-9]*-?20)|image|photo|video|static|topic|section|misc|users?",
    re.IGNORECASE,
)


def wanted(reading: FeedReading, *, reached: datetime | None, now: datetime) -> tuple[Entry, ...]:
    """The entries worth noting; `reached` is when the feed was last visited well, `None` for never."""
    if not reading.whole:
        return reading.entries
    dated = [(at, entry) for entry in reading.entries if (at := _date(entry)) is not None]
    if not dated:
        half = MOST_UNDATED // 2
        return (*reading.entries[:half], *reading.entries[half:][-half:])
    since = now - FIRST_SIGHT if reached is None else max(reached - OVERLAP, now - LONGEST_ABSENCE)
    # A date without its hour is the beginning of its day, somewhere: a day's slack.
    new = [(at, entry) for at, entry in dated if at >= since - timedelta(days=1) * _is_a_day(entry)]
    new.sort(key=lambda one: one[0], reverse=True)
    return tuple(entry for _, entry in new[:MOST])


def newest(parts: tuple[Part, ...], *, now: datetime) -> tuple[Part, ...]:
    """The parts of an index to visit now, the likeliest to hold news first."""

    def rank(part: Part) -> tuple[bool, bool, float, list[int]]:
        name = part.url.partition("://")[2].partition("/")[2]
        known = part.changed is not None and part.changed.at <= now + timedelta(days=1)
        changed = part.changed.at.timestamp() if known and part.changed is not None else 0.0
        numbers = [int(number[:12]) for number in re.findall(r"\d+", name)]
        return not _ASIDE.search(name), bool(_NEWS.search(name)), changed, numbers

    return tuple(sorted(parts, key=rank, reverse=True)[:MOST_PARTS])


def _date(entry: Entry) -> datetime | None:
    return max((said.at for said in (entry.published, entry.updated) if said), default=None)


def _is_a_day(entry: Entry) -> bool:
    said = entry.updated or entry.published
    return said is not None and said.precision is Precision.DAY
