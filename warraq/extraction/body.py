"""Which words are the article's? Read by trafilatura, precision before recall, without readers' comments."""

from __future__ import annotations

import logging
import re

from lxml.etree import XPath, strip_elements

from warraq.extraction.evidence import Evidence, elements, same
from warraq.language import markup

# It reports every page it gives up on; the desk does that, with the address.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Lines that lead to other news, whole: papers set them between the paragraphs.
_ELSEWHERE = re.compile(
    r"(?:[اإأ]قر[أا] أيض[اًا]+|[اإأ]قر[أا] المزيد|شاهد أيض[اًا]+|طالع أيض[اًا]+|مواضيع ذات صلة|أخبار ذات صلة|[اإأ]ضغط هنا|للمزيد)\s*[:.…|]*(?:\s.*)?",
)
_ELSEWHERE_MAX = 160
_LEADS = XPath(
    "//*[contains(@class, 'lead') or contains(@class, 'lede') or contains(@class, 'intro') or contains(@class, 'chapo')]"
)
_LEAD_BEGINNING = 50
_LEAD_MAX = 1_500


def paragraphs(evidence: Evidence, *, title: str | None) -> tuple[str, ...]:
    """The article's paragraphs as plain text, in order; empty where there is no article. Takes the tree's scripts out."""
    import trafilatura  # half a second: only the workers, which read pages, pay for it

    # It copies the tree several times: what no reader sees need not be copied.
    strip_elements(evidence.tree, "script", "style", "svg", with_tail=False)
    found = trafilatura.bare_extraction(
        evidence.tree, url=evidence.url, favor_precision=True, include_comments=False
    )
    text: str = getattr(found, "text", None) or ""
    headline = same(title or "")
    kept: list[str] = []
    for raw in text.split("\n"):
        line = markup.tidy(raw)
        if not line or (not kept and same(line) == headline):
            continue
        if len(line) <= _ELSEWHERE_MAX and _ELSEWHERE.fullmatch(line):
            continue
        kept.append(line)
    if not kept:
        return ()
    return (*_lead(evidence, same("\n".join(kept))), *kept)


def _lead(evidence: Evidence, body: str) -> tuple[str, ...]:
    """The first paragraph, where a page keeps it in a box of its own that precision leaves out.

    The paper's own summary must begin with the same words, and the body must not hold them.
    """
    summary = same(evidence.meta("og:description", "description") or "")[:_LEAD_BEGINNING]
    if len(summary) < _LEAD_BEGINNING or summary in body:
        return ()
    for element in elements(_LEADS, evidence.tree):
        text = markup.inner_text(element)
        if len(text) <= _LEAD_MAX and same(text).startswith(summary):
            return tuple(text.split("\n"))
    return ()
