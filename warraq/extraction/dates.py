"""When was it printed? The page's own statements, from the most exact to the last resort; none of them a guess.

1. JSON-LD `datePublished`, then the meta tags and microdata that mean publication.
2. The date that the page prints in its heading block, or beside a word for publishing.
3. A day in the address (`/2025/6/3/`). Where the address gives another day than 2., the address is believed: what pages
   print near the headline may be today's date.
Of several printed lines those without a doubt count: the Gregorian date, not the Hijri one beside it; the one whose weekday is
its own. Words that count («منذ 3 ساعات») are not read: a page may have stood in a cache for longer than that.
A `Z` is false, and the time local, where the page prints the same hour and minute for its readers
(`09:23 ص` beside `T09:23:13Z`) although its zone is not UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lxml.etree import XPath
from lxml.html import HtmlElement

from warraq.extraction.evidence import Evidence, elements, words_of
from warraq.extraction.headline import heading
from warraq.language import dates, markup
from warraq.press import Moment, Precision

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "date",
)
_UPDATED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "lastmod",
    "dcterms.modified",
)
_MICRODATA = XPath("//*[@itemprop='datePublished' or @itemprop='datepublished' or @pubdate]")
_WORD_PUBLISHED = re.compile(
    r"\W*(?:تم\s+)?(?:ال)?(?:نشره?|منشور|[أا]ضيفت?|حرر|كتب|تاريخ|publi[ée]|posted|date)\b", re.IGNORECASE
)
_WORD_UPDATED = re.compile(r"تحديث|آخر تعديل|update|mis à jour|modifi", re.IGNORECASE)
_HAS_DATE = re.compile(r"[\d٠-٩۰-۹]{4}")
_TIME = re.compile(r"[\d٠-٩]{1,2}:[\d٠-٩]{2}")
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)/(?:[a-z_]+/)?(\d{1,2})/(\d{1,2})(?=[/_.-]|$)|/((?:19|20)\d\d)-(\d\d)-(\d\d)(?=[/_.-]|$)"
)
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# The heading block: what stands in the smallest elements around the headline, up to this many characters.
_BLOCK_MAX = 600
_LINE_MAX = 120
_AFTER_MAX = 1_500


@dataclass(frozen=True, slots=True)
class Place:
    """What a date is read with: the country's habits, its zone, and the present."""

    country: str
    zone: str
    now: datetime

    def reading(self, printed: str) -> dates.Reading | None:
        return dates.reading(printed, country=self.country, zone=self.zone, now=self.now)

    def moment(self, printed: str | None) -> Moment | None:
        found = self.reading(printed) if printed else None
        return found.moment if found else None


def published(evidence: Evidence, place: Place, *, title: str | None) -> Moment | None:
    """When the paper says it printed the article; `None` if it does not say so plainly."""
    declared = _first(_declared(evidence), place)
    if declared:
        return _truly_utc(declared, evidence, place)
    visible = _visible(evidence, place, title)
    addressed = _addressed(evidence, place)
    if addressed and (visible is None or _day(visible, place) != _day(addressed, place)):
        return addressed
    return visible


def updated(evidence: Evidence, place: Place, *, since: Moment | None) -> Moment | None:
    """When the paper says it last changed it; `None` if it does not, or says that was before printing."""
    candidates = (words_of(value) for value in evidence.said("dateModified"))
    metas = (value for name in _UPDATED for value in evidence.metas.get(name, ()))
    moment = _first((text for texts in (candidates, metas) for text in texts), place)
    if moment is None:
        return None
    if (
        since is not None
        and since.zone is not None
        and moment.zone is None
        and (since.printed or "").endswith("Z")
    ):
        moment = _as_local(moment, place)  # the paper's Z was found out to be false
    return None if since is not None and moment.at <= since.at else moment


def _declared(evidence: Evidence) -> Iterator[str | None]:
    for value in evidence.said("datePublished", "dateCreated"):
        yield words_of(value)
    for name in _PUBLISHED:
        yield from evidence.metas.get(name, ())
    for element in elements(_MICRODATA, evidence.tree)[:3]:
        yield element.get("content") or element.get("datetime") or markup.inner_text(element)[:_LINE_MAX]


def _first(printed: Iterator[str | None], place: Place) -> Moment | None:
    return next((moment for text in printed if (moment := place.moment(text))), None)


def _visible(evidence: Evidence, place: Place, title: str | None) -> Moment | None:
    """The one date of the heading block, or the one behind a word for publishing; `None` if they are several."""
    element = heading(evidence, title)
    if element is None:
        return None
    found = _only(_dated_lines(_block(element, title)), place)
    if found:
        return found
    after = markup.text_after(element, limit=_AFTER_MAX)
    return _only((line for line in _dated_lines(after) if _WORD_PUBLISHED.match(line)), place)


def _only(lines: Iterator[str], place: Place) -> Moment | None:
    readings = [reading for line in lines if (reading := place.reading(line))]
    certain = [reading for reading in readings if not reading.doubts]
    moments = [reading.moment for reading in certain or readings]
    if not moments or len({_day(moment, place) for moment in moments}) > 1:
        return None
    finest = [
        moment
        for moment in moments
        if moment.precision not in (Precision.DAY, Precision.MONTH, Precision.YEAR)
    ]
    if len({moment.at for moment in finest}) > 1:
        return replace(
            moments[0], at=_start_of_day(moments[0], place), precision=Precision.DAY, zone=place.zone
        )
    return finest[0] if finest else moments[0]


def _dated_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if len(line) <= _LINE_MAX and _HAS_DATE.search(line) and not _WORD_UPDATED.search(line):
            yield line


def _block(element: HtmlElement, title: str | None) -> str:
    """What is printed closest around the headline."""
    block = ""
    for around in element.iterancestors():
        text = "".join(str(piece) for piece in around.itertext())
        if len(" ".join(text.split())) > _BLOCK_MAX + len(title or ""):
            break
        block = markup.inner_text(around)
    return block


def _addressed(evidence: Evidence, place: Place) -> Moment | None:
    match = _IN_ADDRESS.search(evidence.url.partition("?")[0])
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return dates.of_day(year, month, day, zone=place.zone, now=place.now, printed=match.group().strip("/"))


def _truly_utc(moment: Moment, evidence: Evidence, place: Place) -> Moment:
    """The moment, or the same wall clock read locally where the page shows that its Z is not meant."""
    if moment.zone is not None or moment.precision not in (Precision.MINUTE, Precision.SECOND):
        return moment
    local = _as_local(moment, place)
    if local.at == moment.at or local.at > place.now:
        return moment
    if not _prints_clock(evidence.source, moment.at):
        return moment
    wanted = f"{moment.at:%H:%M}", f"{moment.at.astimezone(ZoneInfo(place.zone)):%H:%M}"
    shown = {
        f"{at.astimezone(ZoneInfo(place.zone)):%H:%M}" for at in _shown(evidence, place, _day(local, place))
    }
    return local if wanted[0] in shown and wanted[1] not in shown else moment


def _prints_clock(source: str, at: datetime) -> bool:
    """Whether the page has this hour and minute for readers, on either clock and in either row of digits.

    A cheap look at the whole source, so that the dear one at what is shown is rarely needed.
    """
    hours = {str(at.hour), str(at.hour % 12 or 12), f"{at.hour:02}", f"{at.hour % 12 or 12:02}"}
    for digits in (None, _ARABIC_DIGITS):
        minute = f":{at.minute:02}".translate(digits or {})
        ends = tuple(hour.translate(digits or {}) for hour in hours)
        start = source.find(minute)
        while start >= 0:
            before, after = source[max(0, start - 3) : start], source[start + 3 : start + 4]
            if before.endswith(ends) and after != ":" and not before.startswith("T"):
                return True
            start = source.find(minute, start + 3)
    return False


def _shown(evidence: Evidence, place: Place, day: tuple[int, int, int]) -> Iterator[datetime]:
    """The moments of that day which the page prints for its readers."""
    for line in markup.inner_text(evidence.tree).split("\n"):
        moment = place.moment(line) if len(line) <= _LINE_MAX and _TIME.search(line) else None
        if moment and moment.precision is not Precision.DAY and _day(moment, place) == day:
            yield moment.at


def _as_local(moment: Moment, place: Place) -> Moment:
    at = moment.at.replace(tzinfo=ZoneInfo(place.zone)).astimezone(UTC)
    return replace(moment, at=at, zone=place.zone)


def _day(moment: Moment, place: Place) -> tuple[int, int, int]:
    local = moment.at.astimezone(ZoneInfo(place.zone))
    return local.year, local.month, local.day


def _start_of_day(moment: Moment, place: Place) -> datetime:
    local = moment.at.astimezone(ZoneInfo(place.zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
