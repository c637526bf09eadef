"""Whose article does a portal's page say it is? A portal prints other papers' words: «نشر في … يوم …», and a link to the source.

Both are the portal's words, and are told as such: whether that paper ever printed it stands on that paper's own page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import XPath

from warraq.extraction.evidence import Evidence, elements, same
from warraq.extraction.headline import heading
from warraq.language import markup

_LINKS = XPath("//a[@href]")
_MOST_LINKS = 3_000
_LONGEST = 80
# «انقر هنا لقراءة الخبر من مصدره», «اقرأ الخبر من المصدر», «لقراءة الموضوع كاملا من المصدر الأصلي»
_TO_THE_SOURCE = re.compile(
    r"(?=.*(?:مصدره|المصدر|الموقع ال[أا]صلي))(?=.*(?:[اإأ]نقر|[اإأ]ضغط|[اإأ]قر[أا]|لقراءة|قراءة|طالع)).*"
)
_WORDS = ("مصدره", "المصدر", "الموقع ال")  # a page without them links to no source: most are left at once
_NUMBERED = re.compile(
    r"&#(?:1[5-7]\d\d|x0?6)", re.IGNORECASE
)  # Arabic letters by their numbers: who looks must read them
_PRINTED_IN = re.compile(r"^نشرت? في (?P<paper>.{2,40}?) (?:يوم|بتاريخ) .*[\d٠-٩]{4}")
_AFTER_MAX = 300


@dataclass(frozen=True, slots=True)
class Origin:
    """The paper as the page prints its name, and where the page says its article stands; `None` where it does not say."""

    paper: str | None
    url: str | None


def origin(evidence: Evidence, *, title: str | None) -> Origin | None:
    """Where the page says its article comes from; `None` for a page that speaks for itself.

    A link to the page itself, or to the site's front, names no other source.
    """
    said = evidence.source
    spelt = _NUMBERED.search(said) is not None
    paper = _paper(evidence, title) if spelt or "نشر" in said else None
    url = _source(evidence) if spelt or any(word in said for word in _WORDS) else None
    if paper is not None and evidence.site is not None and same(paper) == same(evidence.site):
        paper = None
    return Origin(paper, url) if paper or url else None


def _paper(evidence: Evidence, title: str | None) -> str | None:
    element = heading(evidence, title)
    if element is None:
        return None
    for line in markup.text_after(element, limit=_AFTER_MAX).split("\n"):
        if match := _PRINTED_IN.match(line):
            return match["paper"].strip()
    return None


def _source(evidence: Evidence) -> str | None:
    for element in elements(_LINKS, evidence.tree)[:_MOST_LINKS]:
        words = "".join(str(piece) for piece in element.itertext())[: _LONGEST * 2]
        said = markup.tidy(words).replace("\n", " ")
        if len(said) <= _LONGEST and _TO_THE_SOURCE.fullmatch(said):
            address = markup.link(element.get("href"), evidence.url)
            return None if address == markup.link(evidence.url, evidence.url) else address
    return None
