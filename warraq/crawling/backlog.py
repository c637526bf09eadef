"""Of a list of years, what is news? A sitemap's entries since the last visit, and the newest parts of an index.

A feed lists the newest, and all of it is wanted. A sitemap lists everything a site has:

- dated entries count from a day before the last visit that went well (thirty days back at most), at the first visit
  from three days back; of them the newest two hundred
- where most entries are not dated, the first and the last fifty of those count too: new ones are set in at either end
- of an index, three parts are visited each time: those for news first, then the latest changed, then the highest
  numbers in their addresses; those of tags, authors, pages and pictures only where there is nothing else
- where more than three parts changed since the last visit, each has its turn: the longest unread first
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from warraq.press import Entry, FeedReading, Moment, Part, Precision

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
    since = _since(reached, now)
    # A date without its hour is the beginning of its day, somewhere: a day's slack.
    new = [(at, entry) for at, entry in dated if at >= since - timedelta(days=1) * _is_a_day(entry)]
    new.sort(key=lambda one: one[0], reverse=True)
    undated = [entry for entry in reading.entries if _date(entry) is None]
    if len(undated) <= len(dated):  # a few in a dated list are its front and its contact page
        undated = []
    half = MOST_UNDATED // 2
    return (*(entry for _, entry in new[:MOST]), *undated[:half], *undated[half:][-half:])


def turns(
    parts: tuple[Part, ...],
    *,
    read: Mapping[str, Moment | None],
    reached: datetime | None,
    now: datetime,
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of an index to visit now, and those that changed as well and have their turn at the next visits.

    `read` has the parts that were read, longest ago first, with their date at that time; `reached` is as in `wanted`.
    """
    ranked = newest(parts, now=now)
    since = _since(reached, now) - timedelta(days=1)
    changed = [part for part in ranked if part.changed is not None and since <= part.changed.at <= _soon(now)]
    unread = [
        part
        for part in dict.fromkeys((*ranked[:MOST_PARTS], *changed))
        if part.changed is None or read.get(part.url) != part.changed
    ]
    ages = {url: age for age, url in enumerate(read)}
    unread.sort(key=lambda part: (not _NEWS.search(_name(part)), ages.get(part.url, -1)))
    return tuple(unread[:MOST_PARTS]), tuple(unread[MOST_PARTS:])


def newest(parts: tuple[Part, ...], *, now: datetime) -> tuple[Part, ...]:
    """The parts that may hold news, the likeliest first."""

    def rank(part: Part) -> tuple[bool, float, list[int]]:
        name = _name(part)
        known = part.changed is not None and part.changed.at <= _soon(now)
        changed = part.changed.at.timestamp() if known and part.changed is not None else 0.0
        numbers = [int(number[:12]) for number in re.findall(r"\d+", name)]
        return bool(_NEWS.search(name)), changed, numbers

    articles = [part for part in parts if not _ASIDE.search(_name(part))]
    return tuple(sorted(articles or parts, key=rank, reverse=True))


def _since(reached: datetime | None, now: datetime) -> datetime:
    if reached is None:
        return now - FIRST_SIGHT
    # a visit that is yet to come was made by a clock that has jumped back since
    return max(min(reached, now) - OVERLAP, now - LONGEST_ABSENCE)


def _soon(now: datetime) -> datetime:
    """Dates later than this are mistakes."""
    return now + timedelta(days=1)


def _name(part: Part) -> str:
    """Its address without the host."""
    return part.url.partition("://")[2].partition("/")[2]


def _date(entry: Entry) -> datetime | None:
    return max((said.at for said in (entry.published, entry.updated) if said), default=None)


def _is_a_day(entry: Entry) -> bool:
    said = entry.updated or entry.published
    return said is not None and said.precision is Precision.DAY
