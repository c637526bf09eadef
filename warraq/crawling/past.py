"""How is a paper's past walked? Which addresses of a list are wanted, what comes after a day, how long will it take.

A day archive is written as a pattern: `https://paper.example/{yyyy}/{mm}/{dd}/`, `…/archive?date={yyyy}-{mm}-{dd}`, or by
months without `{dd}`; `{m}` and `{d}` have no leading zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from warraq.crawling import urls
from warraq.press import Backfill, Found, PastKind, PastState, PastTally

BLANKS = 45  # days (or a year of months) without anything, one after another: here the past begins
_BLANK_MONTHS = 12
GUESSED = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml")
_FIELDS = {"{yyyy}": "%Y", "{mm}": "%m", "{dd}": "%d"}
_IN_ADDRESS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-/_]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)", re.ASCII
)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])(?!\d)", re.ASCII)
# A day's own address: nothing of weight behind the date.
_DAY_PATH = re.compile(r"^(?:/[a-z_-]{2,20})?/((?:19|20)\d\d)([/-])(\d{1,2})\2(\d{1,2})/?$", re.ASCII)
_DAY_ASKED = re.compile(
    r"^(?:[a-z]{1,12}=[a-z]{1,12}&)?(?:date|day|d|archive|archive_date)=((?:19|20)\d\d)([-/]?)(\d{1,2})\2(\d{1,2})$", re.ASCII
)  # fmt: skip
_NUMBERED = r"/?(?:page/\d{1,4}|[?&](?:page|paged|p|pg)=\d{1,4})/?$"
_MORE, _MORE_END = re.compile("^" + _NUMBERED), re.compile(_NUMBERED)
_OBSERVED = 30  # pages, before their own pace tells more than the budget
_ASIDE = re.compile(r"categor|/tags?[/-]|author|image|video-sitemap|(?:^|[-_/])(?:misc|static)[-_./]", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is left: pages that wait, pages in all as far as can be told, and how long they take (`None`: not known yet).

    `exact`: every list was read, so the pages are counted, not estimated.
    """

    waiting: int
    pages: int
    left: timedelta | None
    exact: bool


def estimate(tally: PastTally, *, pause: timedelta) -> Estimate:
    """From how many lists were read and what they named; the pace is that of the pages asked for so far, at first the
    budget's (`pause` between two requests)."""
    lists, days = (PastKind.LIST,), (PastKind.DAY, PastKind.MORE)
    waiting = tally.count(PastState.PENDING, PastKind.PAGE)
    known = tally.count(PastState.DONE, PastKind.PAGE) + waiting
    known += sum(tally.count(one, PastKind.PAGE) for one in (PastState.REFUSED, PastState.FAILED))
    read = tally.count(PastState.DONE, *lists)
    unread = tally.count(PastState.PENDING, *lists)
    # an index names no page itself: it is one of a few among many
    more = round(known * unread / read) if read else 0
    walking = tally.count(PastState.PENDING, *days) > 0
    each = pause
    if tally.asked >= _OBSERVED and tally.first and tally.last and tally.last > tally.first:
        each = (tally.last - tally.first) / (tally.asked - 1)
    left = None if walking or (unread and not read) else each * (waiting + more) + pause * unread
    return Estimate(waiting, known + more, left, exact=not unread and not walking)


# Which of what a list names


def wanted(named: Iterable[Found], backfill: Backfill) -> Iterator[Found]:
    """The addresses that may hold what was printed in the days asked for, each with the day that its address says.

    A page that last changed before the first day was printed before it; one that changed after the last day may have been
    printed within.
    """
    for one in named:
        if one.kind is PastKind.LIST and _ASIDE.search(urlsplit(one.url).path):
            continue
        dated = _dated(one)
        if not _is_outside(dated, backfill):
            yield dated


def is_within(printed: date, backfill: Backfill) -> bool:
    """Whether a day is one of those asked for."""
    return not (
        (backfill.since is not None and printed < backfill.since)
        or (backfill.until is not None and printed > backfill.until)
    )


def day_in(url: str) -> date | None:
    """The day that an address names (`/2019/05/03/`, `2019-05-03`, `20190503`)."""
    for match in _IN_ADDRESS.finditer(url.partition("://")[2]):
        try:
            return date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
    return None


def _dated(one: Found) -> Found:
    if one.kind is not PastKind.PAGE or one.printed or (day := day_in(one.url)) is None:
        return one
    return replace(one, said=datetime(day.year, day.month, day.day, tzinfo=UTC), printed=True)


def _is_outside(one: Found, backfill: Backfill) -> bool:
    if one.kind is PastKind.LIST and (match := _MONTH.search(urlsplit(one.url).path)):
        first = date(int(match[1]), int(match[2]), 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if (backfill.until and first > backfill.until) or (backfill.since and last < backfill.since):
            return True
    if one.said is None:
        return False
    day = one.said.date()
    if backfill.since is not None and day < backfill.since - timedelta(days=1):  # a day's slack for zones
        return True
    return one.printed and backfill.until is not None and day > backfill.until + timedelta(days=1)


# Day archives


def pattern_of(url: str) -> str | None:
    """The pattern of a day archive of which this is one day; `None` where the address is none."""
    parts = urlsplit(url)
    for where, said in ((_DAY_PATH, parts.path), (_DAY_ASKED, parts.query)):
        if not (match := where.match(said)) or (where is _DAY_PATH and parts.query):
            continue
        try:
            date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
        marks = [(match.span(1), "{yyyy}")]
        for group, padded, bare in ((3, "{mm}", "{m}"), (4, "{dd}", "{d}")):
            marks.append((match.span(group), bare if len(match[group]) == 1 else padded))
        for (begin, end), mark in reversed(marks):
            said = said[:begin] + mark + said[end:]
        changed = {"path": said} if where is _DAY_PATH else {"query": said}
        return parts._replace(**changed).geturl()
    return None


def is_pattern(text: str) -> bool:
    """Whether it says year and month, as a pattern must."""
    return "{yyyy}" in text and ("{mm}" in text or "{m}" in text) and urls.clean(_filled(text, date(2000, 1, 1))) is not None  # fmt: skip


def first_days(backfill: Backfill, *, today: date) -> tuple[Found, ...]:
    """Where each archive's walk begins: at the last day asked for."""
    last = min(backfill.until or today, today)
    return tuple(_day(pattern, last, 0) for pattern in backfill.archives)


def day_before(one: Found, backfill: Backfill, *, empty: bool) -> Found | None:
    """The archive's page that comes after this one, a day (or a month) earlier; `None` where the walk ends: at the first
    day asked for, or where nothing has stood for weeks."""
    pattern = next((said for said in backfill.archives if one.said and _filled(said, one.said.date()) == one.url), None)  # fmt: skip
    if pattern is None or one.said is None:
        return None
    blank = one.blank + 1 if empty else 0
    by_days = "{dd}" in pattern or "{d}" in pattern
    step = one.said.date() if by_days else one.said.date().replace(day=1)
    before = step - timedelta(days=1)
    if backfill.since is not None and before < backfill.since:
        return None
    if backfill.since is None and blank >= (BLANKS if by_days else _BLANK_MONTHS):
        return None
    return _day(pattern, before, blank)


def further(one: Found, links: Sequence[str]) -> Iterator[Found]:
    """The further pages of a day: links that are its own address and a page's number; also from one of them."""
    day = _MORE_END.sub("", one.url).rstrip("/")
    for link in links:
        if link.startswith(day) and _MORE.match(link[len(day) :]) and not link.endswith(("page/1", "page/1/", "page=1")):  # fmt: skip
            yield replace(one, url=link, kind=PastKind.MORE)


def _day(pattern: str, day: date, blank: int) -> Found:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Found(_filled(pattern, day), PastKind.DAY, at, printed=True, blank=blank)


def _filled(pattern: str, day: date) -> str:
    for mark, form in _FIELDS.items():
        pattern = pattern.replace(mark, day.strftime(form).zfill(2))
    return pattern.replace("{m}", str(day.month)).replace("{d}", str(day.day))
