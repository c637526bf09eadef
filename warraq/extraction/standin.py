"""What stands on this page instead of an article? Told by what it is, or not at all: a short article is one.

Each kind needs a sign that no article has: words that are all of a title, a declaration, the beginnings of other formats. A page that
declares an article, or names its day, is doubted by nothing but its own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import can_ada
from lxml.etree import XPath
from lxml.html import HtmlElement

from warraq.extraction.evidence import Evidence, elements, same
from warraq.language import markup
from warraq.press import Moment, StandIn

SHORTEST = 25  # characters: a menu's word is no article, a one-line bulletin is
_SHORT = 600  # characters: what a page says that has nothing to say
_TEASER = 1_200  # characters of a beginning, at most
_BEGINNINGS = (
    (b"%PDF-", StandIn.PDF),
    (b"\x89PNG", StandIn.PICTURE),
    (b"\xff\xd8\xff", StandIn.PICTURE),
    (b"GIF8", StandIn.PICTURE),
    (b"RIFF", StandIn.PICTURE),
    (b"PK\x03\x04", StandIn.PACKED),
    (b"\x1f\x8b", StandIn.PACKED),
    (b"\x28\xb5\x2f\xfd", StandIn.PACKED),
)
_FEED = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)
_DATA = re.compile(r"[\[{]\s*(?:[\"\[{\]}]|-?\d)")
_HTML = re.compile(r"<(?:html|head|body|!doctype)\b", re.IGNORECASE)
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_OPENED = re.compile(r"<(?:div|article|main|section)\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:div|article|main|section)\s*>", re.IGNORECASE)
_LEFT_OPEN = 3
_TITLE_NOT_THERE = re.compile(
    r"(?:خطا |عذرا |عفوا |error )?404(?: (?:error|خطا|not found|page|الصفحه|عذرا|عفوا).{0,40})?|(?:عذرا |عفوا |ناسف )?.{0,12}\b(?:الصفحه|الخبر|المقال|الرابط|المحتوي)"
    r" (?:المطلوبه? |التي تبحث عنها |الذي تبحث عنه )?(?:غير (?:موجوده?|متوفره?|متاحه?)|لم يعد متاحا).{0,20}"
    r"|(?:error )?(?:page|article|content) (?:not found|no longer (?:available|exists)).{0,20}|not found"
    r"|(?:erreur )?page (?:introuvable|non trouvee).{0,20}|لم يتم العثور علي الصفحه.{0,20}"
)
_TITLE_LOGIN = re.compile(
    r"(?:صفحه )?(?:تسجيل (?:ال)?دخول|دخول الاعضاء|تسجيل عضويه|انشاء حساب).{0,20}|(?:log ?in|sign ?in|sign ?up|register)|(?:se )?conne(?:xion|cter)"
)
_SOLD = re.compile(
    r"(?:للمشتركين|لقراءة (?:بقية|باقي|كامل) المقال|اشترك (?:الآن )?(?:لقراءة|لمتابعة|لتكمل|للاطلاع)|محتوى مدفوع|subscribers only"
    r"|subscribe to (?:read|continue)|(?:already|déjà) (?:a subscriber|abonné)|réservé aux abonnés|il vous reste \d+ ?%)",
    re.IGNORECASE,
)
_ASKS_FOR_SCRIPTS = re.compile(r"javascript|جافا ?سكر[ي]?بت|الجافا", re.IGNORECASE)
_LISTS = frozenset(["CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList"])
_PASSWORDS = XPath("//input[@type='password']")
_VIDEOS = XPath(
    "//video|//iframe[contains(@src, 'youtu') or contains(@src, 'dailymotion') or contains(@src, 'vimeo') or contains(@src, 'jwplayer')]"
)
_SEARCHED = re.compile(r"(?:^|[?&])(?:s|q|query|search|keyword|keywords)=", re.IGNORECASE)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5"])
_WHOLE = frozenset(["p", "a", *_HEADINGS])  # read with what stands in them
_LOOKED_AT = ("h1", "h2", "h3", "h4", "h5", "p", "a", "div", "li", "span", "td")
_FEW = 3  # teasers: an article has one or two among its paragraphs
_MOSTLY = 0.7  # of its paragraphs
_STRING = XPath("string()")  # itertext takes seconds where boxes stand in boxes
_LONGEST = 3_000  # characters of a paragraph of a teaser
_MAX_LOOKED_AT = 20_000  # elements


def of_bytes(page: bytes, text: str) -> StandIn | None:
    """What the bytes are, where they are no HTML; `text` is what they were read as."""
    if not page.strip():
        return StandIn.EMPTY
    for beginning, kind in _BEGINNINGS:
        if page.startswith(beginning):
            return kind
    head = text[:4_096].lstrip("\ufeff \t\r\n\0")
    if _FEED.match(head):
        return StandIn.FEED
    if _DATA.match(head) and not _HTML.search(head):
        return StandIn.JSON
    return StandIn.NO_HTML if "<" not in text else None


def instead(
    evidence: Evidence, *, title: str | None, paragraphs: Sequence[str], published: Moment | None
) -> StandIn | None:
    """What the page is, where its words are no article; `None` where they are one. `paragraphs` are those that would be its body."""
    size = sum(map(len, paragraphs))
    dated = published is not None or bool(evidence.articles)
    titles = {same(one) for one in (title, evidence.window_title, *evidence.headings) if one}
    if _is_front(evidence.url):
        return StandIn.FRONT
    if size < _SHORT and published is None and any(map(_TITLE_NOT_THERE.fullmatch, titles)):
        return StandIn.NOT_THERE
    asks = bool(elements(_PASSWORDS, evidence.tree))
    if asks and not dated and size < _SHORT and (size < SHORTEST or any(map(_TITLE_LOGIN.fullmatch, titles))):
        return StandIn.LOGIN
    if not dated and _is_list(evidence, paragraphs):
        return StandIn.LIST
    if size < _TEASER and _is_sold(evidence, paragraphs):
        return StandIn.PAYWALL
    if is_cut(evidence.source):
        return StandIn.CUT
    return _without_text(evidence) if size < SHORTEST else None


def is_cut(source: str) -> bool:
    """Whether the page stops before its end: in a tag, a comment or a script, in a sentence, or with its boxes open.

    HTML allows to leave its last end tags out, and then boxes are closed all the same.
    """
    if not _BODY.search(source) or _END.search(source):
        return False
    rest = source.rstrip()
    if rest.rfind("<") > rest.rfind(">") or rest.rfind("<!--") > rest.rfind("-->"):
        return True
    if rest.lower().rfind("<script") > rest.lower().rfind("</script"):
        return True
    left_open = len(_OPENED.findall(rest)) - len(_CLOSED.findall(rest))
    return left_open >= (_LEFT_OPEN if rest.endswith(">") else 1)


def _without_text(evidence: Evidence) -> StandIn:
    if elements(_VIDEOS, evidence.tree) or (evidence.meta("og:type") or "").startswith("video"):
        return StandIn.VIDEO
    shown = markup.inner_text(evidence.tree)
    silent = " ".join(str(_STRING(one)) for one in evidence.tree.iter("noscript"))
    if "<script" in evidence.source.lower() and (
        _ASKS_FOR_SCRIPTS.search(silent)
        or _ASKS_FOR_SCRIPTS.search(shown[:_SHORT])
        or len(shown) < 2 * SHORTEST
    ):
        return StandIn.SCRIPTS
    return StandIn.NO_TEXT


def _is_sold(evidence: Evidence, paragraphs: Sequence[str]) -> bool:
    """Whether the text stops where the page asks for money. That it declares to be sold is not enough: many papers declare it of
    pages that hold the whole text."""
    last = paragraphs[-1].rstrip() if paragraphs else ""
    if any(map(_SOLD.search, paragraphs[-2:])):
        return True
    declared = [str(value).lower() for value in evidence.said("isAccessibleForFree")]
    declared += [value.lower() for value in evidence.metas.get("article:content_tier", ())]
    if not any(value in ("false", "locked") for value in declared):
        return False
    return not last or last.endswith(("…", "..")) or bool(_SOLD.search(markup.inner_text(evidence.tree)))


def _is_list(evidence: Evidence, paragraphs: Sequence[str]) -> bool:
    """Whether most of the body stands in teasers: a headline that leads to another page, and what it says; of a page that declares to
    be a list or answers a search, whether one does."""
    inside, teasers = _teased(evidence, frozenset(map(same, paragraphs)))
    if teasers >= _FEW and inside >= _MOSTLY * len(paragraphs):
        return True
    query = can_ada.parse(evidence.url).search if "?" in evidence.url else ""
    return teasers >= 1 and (bool(evidence.kinds & _LISTS) or bool(_SEARCHED.search(query.lstrip("?"))))


def _teased(evidence: Evidence, wanted: frozenset[str]) -> tuple[int, int]:
    """How many of the wanted paragraphs are words of a link or stand under a heading that is one, and how many such there are."""
    inside: set[str] = set()
    teasers: set[str] = set()
    link: str | None = None
    for element, _ in zip(evidence.tree.iter(*_LOOKED_AT), range(_MAX_LOOKED_AT), strict=False):
        text = str(_STRING(element)) if element.tag in _WHOLE else element.text or ""
        own = same(text) if len(text) <= _LONGEST else ""
        if element.tag in _HEADINGS:
            link = _leads_to(element)
        if own in wanted and (
            leads := link if element.tag not in _HEADINGS and element.tag != "a" else _leads_to(element)
        ):
            inside.add(own)
            teasers.add(leads)
    return len(inside), len(teasers)


def _leads_to(element: HtmlElement) -> str | None:
    """Where an element that is a link, holds one or stands in one leads."""
    if element.tag == "a":
        return element.get("href") or None
    inner = next((one.get("href") for one in element.iter("a") if one.get("href")), None)
    parent = element.getparent()
    return inner or (parent.get("href") if parent is not None and parent.tag == "a" else None)


def _is_front(url: str) -> bool:
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError):
        return False
    return not parsed.search and parsed.pathname.strip("/").lower() in (
        "",
        "index.html",
        "index.php",
        "index.aspx",
    )
