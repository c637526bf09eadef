"""When was it printed? The page's own statements, from the most exact to the last resort; none of them a guess.

1. JSON-LD and microdata `datePublished`, then the meta tags that mean publication.
2. The date that the page prints beside its headline (`extraction.dateline`).
3. A day in the address (`/2025/6/3/`). Where the address gives another day than 2., the address is believed: what pages
   print near the headline may be today's date.
4. Words that count («منذ 3 ساعات»), from the moment of the capture.
Where the statements differ:
- A `Z` is false, and the time local, where the page prints the same hour and minute for its readers
  (`09:23 ص` beside `T09:23:13Z`) although its zone is not UTC.
- What 1. says is a template's, and not believed, where 2. and 3. both name one other day.
- A day alone in 1. may have been cut from UTC: a printed time of that day, in UTC or here, says which moment it was.
- What programs print for "no date" (1 January 2000) is none, in any of them: the next is asked (`language.dates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lxml.etree import XPath

from warraq.extraction.dateline import NONE, Dateline, Place, dateline
from warraq.extraction.evidence import Evidence, elements, words_of
from warraq.extraction.headline import heading
from warraq.language import dates, markup
from warraq.press import Moment, Precision

__all__ = ["Place", "beside", "published", "updated"]

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
_TIME = re.compile(r"[\d٠-٩]{1,2}:[\d٠-٩]{2}")
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)/(?:[a-z_]+/)?(\d{1,2})/(\d{1,2})(?=[/_.-]|$)|/((?:19|20)\d\d)-(\d\d)-(\d\d)(?=[/_.-]|$)"
)
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LINE_MAX = 120
_EXACT = (Precision.MINUTE, Precision.SECOND)


def beside(evidence: Evidence, place: Place, *, title: str | None) -> Dateline:
    """What the page prints beside its headline; `title`: the headline as it prints it."""
    element = heading(evidence, title)
    return NONE if element is None else dateline(element, place)


def published(evidence: Evidence, place: Place, *, beside: Dateline) -> Moment | None:
    """When the paper says it printed the article; `None` if it does not say so plainly."""
    addressed = _addressed(evidence, place)
    visible = beside.published
    if addressed and (visible is None or place.day(visible) != place.day(addressed)):
        visible = addressed
    declared = _first(_declared(evidence), place)
    if declared is None:
        return visible or beside.counted
    if _is_template(declared, beside.published, addressed, place):
        return visible
    if declared.precision is Precision.DAY and beside.published is not None:
        return _as_printed(declared, beside.published, place)
    return _truly_utc(declared, evidence, place)


def updated(evidence: Evidence, place: Place, *, beside: Dateline, since: Moment | None) -> Moment | None:
    """When the paper says it last changed it; `None` if it does not, or says that was before printing."""
    candidates = (words_of(value) for value in evidence.said("dateModified"))
    metas = (value for name in _UPDATED for value in evidence.metas.get(name, ()))
    moment = _first((text for texts in (candidates, metas) for text in texts), place)
    if moment is None:
        moment = beside.updated
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


def _is_template(declared: Moment, printed: Moment | None, addressed: Moment | None, place: Place) -> bool:
    """Whether what is printed and the address name one day that is not the declared one, in no zone."""
    if printed is None or addressed is None or place.day(printed) != place.day(addressed):
        return False
    return place.day(printed) not in {place.day(declared), _utc_day(declared)}


def _as_printed(declared: Moment, printed: Moment, place: Place) -> Moment:
    """A declared day at the time that is printed for it."""
    days = {place.day(printed), _utc_day(printed)}
    return printed if printed.precision in _EXACT and place.day(declared) in days else declared


def _utc_day(moment: Moment) -> tuple[int, int, int]:
    return moment.at.year, moment.at.month, moment.at.day


def _declared(evidence: Evidence) -> Iterator[str | None]:
    for value in evidence.said("datePublished", "dateCreated"):
        yield words_of(value)
    for name in _PUBLISHED:
        yield from evidence.metas.get(name, ())
    for element in elements(_MICRODATA, evidence.tree)[:3]:
        yield element.get("content") or element.get("datetime") or markup.inner_text(element)[:_LINE_MAX]


def _first(printed: Iterator[str | None], place: Place) -> Moment | None:
    return next((moment for text in printed if (moment := place.moment(text))), None)


def _addressed(evidence: Evidence, place: Place) -> Moment | None:
    match = _IN_ADDRESS.search(evidence.url.partition("?")[0])
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return dates.of_day(year, month, day, zone=place.zone, now=place.now, printed=match.group().strip("/"))


def _truly_utc(moment: Moment, evidence: Evidence, place: Place) -> Moment:
    """The moment, or the same wall clock read locally where the page shows that its Z is not meant."""
    if moment.zone is not None or moment.precision not in _EXACT:
        return moment
    local = _as_local(moment, place)
    if local.at == moment.at or local.at > place.now:
        return moment
    if not _prints_clock(evidence.source, moment.at):
        return moment
    wanted = f"{moment.at:%H:%M}", f"{moment.at.astimezone(ZoneInfo(place.zone)):%H:%M}"
    shown = {
        f"{at.astimezone(ZoneInfo(place.zone)):%H:%M}" for at in _shown(evidence, place, place.day(local))
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
        if moment and moment.precision is not Precision.DAY and place.day(moment) == day:
            yield moment.at


def _as_local(moment: Moment, place: Place) -> Moment:
    at = moment.at.replace(tzinfo=ZoneInfo(place.zone)).astimezone(UTC)
    return replace(moment, at=at, zone=place.zone)
