"""Which words are the article's? Read the way its source needs (`ways`), without what papers set around their paragraphs.

Where the template of the source is known, its lines are taken out, and a body that was plainly missed is read again.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from lxml.etree import XPath, strip_elements

from warraq.extraction import prose, ways
from warraq.extraction.evidence import Evidence, elements, same
from warraq.extraction.template import Repeated, without
from warraq.extraction.ways import Way
from warraq.language import markup
from warraq.language.months import MONTHS, plain
from warraq.press import Layout

# Lines that lead to other news, whole: papers set them between the paragraphs.
_ELSEWHERE = re.compile(
    r"(?:[اإأ]قر[أا] أيض[اًا]+|[اإأ]قر[أا] المزيد|شاهد أيض[اًا]+|طالع أيض[اًا]+|مواضيع ذات صلة|أخبار ذات صلة|[اإأ]ضغط هنا|للمزيد)\s*[:.…|]*(?:\s.*)?",
)
_ELSEWHERE_MAX = 160
_RELATED = re.compile(r"[|•\s]*(?:موضوعات|مواضيع|مقالات|[أا]خبار) (?:متعلقة|ذات صلة|قد تهمك|مشابهة)")
_SHARE = re.compile(r"شارك|فيسبوك|واتساب|تويتر|تلغرام|تليجرام|نسخ الرابط|طباعة|البريد ال[إا]لكترون")
# An item that ends in the date and time of its printing is another article's.
_LISTED = re.compile(r"[-•*] .{10,140}[\d٠-٩]{4}\s*[-–|،,]?\s*[\d٠-٩]{1,2}:[\d٠-٩]{2}(?:\s*[صم])?")
# What a paper says to those who comment, after its last paragraph: the rules of the house, and whose opinions these are.
_HOUSE_RULES = re.compile(
    r"(?=.*التعليقات)(?=.*(?:[اإأ]رشادات|شروط|سياسة|قبل نشرها|مراجعة|يرجى|ننصحك)).*"
    r"|.{0,20}(?:الآراء|الاراء|التعليقات|المقالات)\s.{0,60}لا (?:تعبر|تعكس|تمثل)\s.*"
)
_HOUSE_MAX = 700
_DATE_WORDS = frozenset(
    plain(
        "الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت نشر النشر تاريخ تم في يوم الساعة بتوقيت القاهرة "
        "آخر تحديث الموافق هـ م ص صباحا مساء ظهرا GMT AM PM"
    ).split()
) | {part for name in MONTHS for part in name.split()}
_WORD = re.compile(r"[^\W\d_]+")
_SIGNATURE = re.compile(
    r"(?:كتبت?|بقلم|تحرير|إعداد|متابعة)\s*[:/–-]?\s*[^.!؟:]{3,60}|(?:هيئة|أسرة) التحرير"
    r"|(?:Par [^.!?:]{3,60}?,? )?(?:[Pp]ublié|[Mm]is à jour) le[^.!?]{0,40}|Par [^.!?:]{3,60}"
)
# «نشر في الصحيفة يوم …»: the paper's own name stands inside the line of its date.
_PUBLISHED_IN = re.compile(r"^نشرت? في .{2,40}? يوم ")
_YEAR = re.compile(r"\d{4}")
_HEAD_LINES = 4
_LEADS = XPath(
    "//*[contains(@class, 'lead') or contains(@class, 'lede') or contains(@class, 'intro') or contains(@class, 'chapo')]"
)
_LEAD_BEGINNING = 50
_LEAD_MAX = 1_500


@dataclass(frozen=True, slots=True)
class Body:
    """What was found: `paragraphs` are the article's, in order (none: there is no article); `lines` those before the
    source's template was asked, and `shown` the page's own running text, both for learning. `reader` is who read them."""

    paragraphs: tuple[str, ...]
    lines: tuple[str, ...]
    shown: tuple[str, ...]
    reader: str


def found(
    evidence: Evidence,
    *,
    title: str | None,
    names: tuple[str, ...] = (),
    template: Repeated | None = None,
    way: Way = ways.USUAL,
    layout: Layout | None = None,
) -> Body:
    """The article's paragraphs as plain text. `names` are its authors'; `template` is what the source repeats, where that
    is known; `layout` are the source's own selectors, which come before the `way` and are passed over where they find
    nothing.

    Takes the tree's scripts out.
    """
    # It is copied several times: what no reader sees need not be copied.
    if way != "cheap":
        strip_elements(evidence.tree, "script", "style", "svg", with_tail=False)
    shown = prose.shown(evidence.tree)
    lines = ways.selected(evidence.source, layout) if layout else []
    if not lines:
        layout = None
        lines = ways.lines(way, evidence, shown=shown)
        if way != ways.USUAL and not prose.is_enough(
            lines, shown
        ):  # it went astray, or the page is another kind
            way = ways.USUAL
            lines = ways.lines(way, evidence, shown=shown)
    lines = _without_furniture(lines, title, names)
    kept, reader = tuple(lines), ways.reader(way, layout)
    if template is not None:
        kept = without(template, lines)
        # of the cheap way it was asked above whether it holds half of what the page shows
        again = kept if layout or way == "cheap" else prose.reread(kept, shown, template)
        reader = _remembered(reader, template, shown if again is not kept else ())
        kept = again
    if kept and way != "cheap":  # which keeps leads
        kept = (*_lead(evidence, same("\n".join(kept))), *kept)
    return Body(kept, tuple(lines), shown, reader)


def _remembered(reader: str, template: Repeated, shown: tuple[str, ...]) -> str:
    """The reader with the version of the template. A second reading leans on more of it: on all lines of `shown` that
    stand elsewhere."""
    if not template.articles:
        return reader
    mark = f"{reader}+{template.version}"
    if not shown:
        return mark
    dropped = "\n".join(line for line in shown if template.shows_elsewhere(line))
    return f"{mark}~{hashlib.blake2b(dropped.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def _without_furniture(lines: list[str], title: str | None, names: tuple[str, ...]) -> list[str]:
    """The lines without what papers set around and between their paragraphs."""
    headline = same(title or "")
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if headline and same(line) == headline:  # before it: the desk's name, the way there
            lines = lines[number + 1 :]
            break
        if len(line) > _ELSEWHERE_MAX:
            break
    signed = {same(name) for name in names}
    while (
        lines
        and len(lines[0]) <= _ELSEWHERE_MAX
        and (_is_dateline(lines[0]) or _SIGNATURE.fullmatch(lines[0]) or same(lines[0]) in signed)
    ):
        lines = lines[1:]
    while len(lines) > 1 and _ends_badly(lines[-1], headline):
        lines = lines[:-1]
    return [
        line
        for line in lines
        if not (len(line) <= _ELSEWHERE_MAX and _ELSEWHERE.fullmatch(line))
        and not _RELATED.match(line)
        and not _LISTED.fullmatch(line)
        and not (len(line) <= _ELSEWHERE_MAX and len(_SHARE.findall(line)) >= 2)
    ]


def _ends_badly(line: str, headline: str) -> bool:
    """Whether a last line is the house's, not the article's: its rules for comments; or the headline and the line of the
    date, which the reader puts behind a body that stands in no paragraphs."""
    if len(line) <= _HOUSE_MAX and _HOUSE_RULES.fullmatch(line):
        return True
    return len(line) <= _ELSEWHERE_MAX and (_is_dateline(line) or (headline != "" and same(line) == headline))


def _is_dateline(line: str) -> bool:
    """Whether the line, up to a bar, holds a year and nothing but the words of a date."""
    dated = plain(_PUBLISHED_IN.sub("", line.partition("|")[0]))
    return _YEAR.search(dated) is not None and all(word in _DATE_WORDS for word in _WORD.findall(dated))


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
