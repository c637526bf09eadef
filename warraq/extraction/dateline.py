"""What date does the page print beside its headline? The one of its dateline, or none where it prints several.

Read is what stands closest around the headline, then what follows it behind a word for publishing. A `<time>` there says the same as its
text, and often more exactly; where the two name different days the text counts, since readers see it. Of several lines those without a
doubt count: the Gregorian date, not the Hijri one beside it; the one whose weekday is its own.
Words that count («منذ 3 ساعات») count from the present that is given, and only where nothing else is printed. Programs cut what
they count, so «منذ 3 ساعات» is a day, if all of its hour lies in one, and «منذ يومين» is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lxml.etree import XPath
from lxml.html import HtmlElement

from warraq.language import dates, markup
from warraq.language.dates import Doubt
from warraq.press import Moment, Precision

_WORD_PUBLISHED = re.compile(
    r"\W*(?:تم\s+)?(?:ال)?(?:نشره?|منشور|[أا]ضيفت?|حرر|كتب|تاريخ|publi[ée]|posted|date)\b", re.IGNORECASE
)
_WORD_UPDATED = re.compile(r"(?:[آا]خر\s+)?تحديث|آخر تعديل|update|mis à jour|modifi", re.IGNORECASE)
_HAS_DATE = re.compile(r"[\d٠-٩۰-۹]{4}")
_COUNTS = re.compile(r"منذ|قبل|مضت|\bago\b|il y a|اليوم|[أا]مس|today|yesterday|aujourd|hier", re.IGNORECASE)
_CUT = re.compile(r"منذ|قبل|مضت|\bago\b|il y a", re.IGNORECASE)
# The heading block: what stands in the smallest elements around the headline, up to this many characters.
_BLOCK_MAX = 600
_LINE_MAX = 120
_COUNTED_MAX = 40
_AFTER_MAX = 1_500
_MAX_TIMES = 20
_STRING = XPath("string()")
# What programs cut off when they count hours, and what a page may be older than it says when they count minutes.
_CUT_BY = timedelta(hours=1)
_WHOLE = (Precision.DAY, Precision.MONTH, Precision.YEAR)


@dataclass(frozen=True, slots=True)
class Place:
    """What a date is read with: the country's habits, its zone, and the present."""

    country: str
    zone: str
    now: datetime

    def reading(self, printed: str, *, reference: Moment | None = None) -> dates.Reading | None:
        return dates.reading(printed, country=self.country, zone=self.zone, now=self.now, reference=reference)

    def moment(self, printed: str | None) -> Moment | None:
        found = self.reading(printed) if printed else None
        return found.moment if found else None

    def day(self, moment: Moment) -> tuple[int, int, int]:
        local = moment.at.astimezone(ZoneInfo(self.zone))
        return local.year, local.month, local.day


@dataclass(frozen=True, slots=True)
class Dateline:
    """`published` and `updated` as printed; `counted`: a day that was counted back from the present, the last resort."""

    published: Moment | None = None
    updated: Moment | None = None
    counted: Moment | None = None


NONE = Dateline()


def dateline(heading: HtmlElement, place: Place) -> Dateline:
    """The dates printed beside the element that prints the headline."""
    block = _block(heading)
    text = markup.inner_text(block) if block is not None else ""
    first, later = _parted(text)
    published = _timed(_only(first, place), _times(block, updates=False), place)
    if published is None:
        after, _ = _parted(markup.text_after(heading, limit=_AFTER_MAX))
        published = _only((line for line in after if _WORD_PUBLISHED.match(line)), place)
    updated = _timed(_only(later, place), _times(block, updates=True), place)
    return Dateline(published, updated, _counted(text, place))


def _only(lines: Iterable[str], place: Place) -> Moment | None:
    readings = [reading for line in lines if (reading := place.reading(line))]
    certain = [reading for reading in readings if not reading.doubts]
    moments = [reading.moment for reading in certain or readings]
    if not moments or len({place.day(moment) for moment in moments}) > 1:
        return None
    finest = [moment for moment in moments if moment.precision not in _WHOLE]
    if len({moment.at for moment in finest}) > 1:
        return _whole_day(moments[0], place)
    return finest[0] if finest else moments[0]


def _timed(printed: Moment | None, stated: Iterable[str], place: Place) -> Moment | None:
    """What is printed, as exactly as the `<time>` elements beside it say it; what they say, where nothing is printed."""
    exact = _only(stated, place)
    if printed is None or exact is None:
        return printed or exact
    finer = printed.precision in _WHOLE and exact.precision not in _WHOLE
    return exact if finer and place.day(exact) == place.day(printed) else printed


def _times(block: HtmlElement | None, *, updates: bool) -> Iterator[str]:
    """What the `<time>` elements of the block state, those of publishing or those of changes."""
    if block is None:
        return
    for element, _ in zip(block.iter("time"), range(_MAX_TIMES), strict=False):
        kinds = (element.get("class") or "").lower()
        before = (element.getparent().text or "") if element.getparent() is not None else ""
        is_update = bool(("updat" in kinds or "modif" in kinds) and "publi" not in kinds) or bool(
            _WORD_UPDATED.search(f"{before[-30:]} {element.text or ''}")
        )
        if is_update is updates and (stated := element.get("datetime")):
            yield stated


def _counted(text: str, place: Place) -> Moment | None:
    lines = {line for line in text.split("\n") if len(line) <= _COUNTED_MAX and _COUNTS.search(line)}
    reference = Moment(place.now, Precision.MINUTE, place.zone)
    found = [
        (line, reading.moment)
        for line in sorted(lines)
        if not _WORD_UPDATED.search(line)
        and (reading := place.reading(line, reference=reference))
        and Doubt.COUNTED in reading.doubts
    ]
    if len(found) != 1:
        return None
    line, moment = found[0]
    if moment.precision is Precision.DAY:
        return None if _CUT.search(line) else moment
    if moment.precision in _WHOLE:
        return None
    earliest = replace(moment, at=moment.at - _CUT_BY)
    return _whole_day(moment, place) if place.day(earliest) == place.day(moment) else None


def _parted(text: str) -> tuple[list[str], list[str]]:
    """The lines with a date, before and after a word for a change of the text."""
    first: list[str] = []
    later: list[str] = []
    for line in text.split("\n"):
        if len(line) > _LINE_MAX or not _HAS_DATE.search(line):
            continue
        word = _WORD_UPDATED.search(line)
        for part, lines in (
            (line[: word.start()] if word else line, first),
            (line[word.start() :] if word else "", later),
        ):
            if _HAS_DATE.search(part):
                lines.append(part.strip(" |•·-–—"))
    return first, later


def _block(heading: HtmlElement) -> HtmlElement | None:
    """The largest of the elements around the headline that hold little more than it."""
    block = None
    most = _BLOCK_MAX + len(str(_STRING(heading)))
    for around in heading.iterancestors():
        if len(" ".join(str(_STRING(around)).split())) > most:
            break
        block = around
    return block


def _whole_day(moment: Moment, place: Place) -> Moment:
    local = moment.at.astimezone(ZoneInfo(place.zone))
    at = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    return replace(moment, at=at, precision=Precision.DAY, zone=place.zone)
