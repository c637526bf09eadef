"""Which links of a section page lead to articles? For papers that have no feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree

from warraq.errors import Unreadable
from warraq.feeds import discovery
from warraq.feeds.gathering import Place, entry_of, reading
from warraq.language import markup
from warraq.press import Entry, FeedReading

MAX_LINKS = 200
_MOST_ADDRESSES = 2_000  # of all that look like articles' before their words are known
_LONGEST = 300  # letters of a headline
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 15
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FURNITURE = frozenset(["nav", "footer", "form", "select", "button", "dialog"])
# Words of `class`, `id` and `role` that mark what stands on every page, whole words only.
_MARKED = re.compile(
    r"(?<![a-z])(?:nav|navbar|navigation|menu|menus|submenu|footer|breadcrumbs?|paginat(?:ion|or)|pager|share|sharing|social"
    r"|login|cookies?|copyright|langs?|languages?)(?![a-z])",
    re.IGNORECASE,
)
_LISTS = frozenset(
    [
        "tag",
        "tags",
        "topic",
        "topics",
        "category",
        "categories",
        "section",
        "sections",
        "author",
        "authors",
        "writer",
        "writers",
        "page",
        "pages",
        "search",
        "login",
        "register",
        "contact",
        "contact-us",
        "about",
        "about-us",
        "privacy",
        "terms",
        "advertise",
        "archive",
        "video-gallery",
        "rss",
        "feed",
        "feeds",
        "ad",
        "ads",
        "amp",
        "redirect",
        "print",
        "share",
        "wp-admin",
        "wp-login.php",
    ]
)
_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|avif|pdf|mp[34]|zip|css|js|xml|rss|json|docx?|apk)$", re.IGNORECASE
)
_DATE = re.compile(r"(?:^|/)(?:19|20)\d\d[/-]\d{1,2}(?:[/-]\d{1,2})?(?:/|-|$)")
_ID = re.compile(r"\d{4,}")
_ID_ASKED = re.compile(
    r"(?:^|&)(?:[a-z_]*id|p|n|news|article|aid|nid|sid|newsid)=[\w-]*\d{2,}", re.IGNORECASE
)
_PAGE_FILE = re.compile(r"\d{2,}[^/]*\.(?:html?|aspx?|php|jsp)$", re.IGNORECASE)
_AGO = re.compile(r"^(?:منذ|قبل|il y a)\s", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """What the page's links to one address say together."""

    title: str = ""
    heading: bool = False
    image: str | None = None


def read(text: str, place: Place, *, most: int = MAX_LINKS) -> FeedReading:
    """The page's articles, in its own order: links inside the site, whose address looks like an article's and whose
    words look like a headline, `most` of them. Titles are the links' words; dates are the articles' own business.

    Raises: Unreadable where nothing on the page looks like one.
    """
    root = discovery.page(text)
    found = {} if root is None else _found(root, place.url)
    entries = [_entry(url, one) for url, one in found.items() if _is_headline(one)][:most]
    if root is None or not entries:
        raise Unreadable("no link on this page leads to an article")
    title = root.find(".//title")
    return reading(
        head_title=markup.inner_text(title).replace("\n", " ") if title is not None else None,
        entries=iter(entries),
        place=place,
        reader="listing/1",
        language=root.get("lang") or None,
    )


def _entry(url: str, found: _Found) -> Entry | None:
    return entry_of(
        guid=url,
        url=url,
        title=found.title,
        summary=None,
        content=None,
        authors=(),
        published=None,
        updated=None,
        categories=(),
        image=found.image,
    )


def _found(root: etree._Element, url: str) -> dict[str, _Found]:
    """What links say, by address in the order of the page."""
    base, here = discovery.base_of(root, url), urlsplit(markup.link(url, url) or url)
    found: dict[str, _Found] = {}
    for anchor in _anchors(root):
        address = markup.link(anchor.get("href"), base)
        if address is None:
            continue
        address = address.partition("#")[0]
        if not _is_article(urlsplit(address), here):
            continue
        if address not in found and len(found) >= _MOST_ADDRESSES:
            break
        one = found.setdefault(address, _Found())
        title, heading = _words(anchor)
        if title and (heading, len(title)) > (one.heading, len(one.title)):
            one.title, one.heading = title, heading
        one.image = one.image or _picture(anchor, base)
    return found


def _anchors(root: etree._Element) -> Iterator[etree._Element]:
    """Links outside of what stands on every page, in one walk: a subtree that is furniture is not entered."""
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            if element is skipped:
                skipped = None
        elif skipped is None:
            if _is_furniture(element):
                skipped = element
            elif element.tag == "a" and element.get("href"):
                yield element


def _is_furniture(element: etree._Element) -> bool:
    if element.tag in _FURNITURE:
        return True
    if element.tag in ("body", "html", "main", "article", "a", *_HEADINGS):
        return False  # a page's own frame says of its parts which there are: `class="has-menu"`
    marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    return bool(marks.strip()) and _MARKED.search(marks) is not None


def _is_article(address: SplitResult, here: SplitResult) -> bool:
    """Whether an address looks like an article's: a number, a date or many words in it, and no list's name."""
    if not _same_site(address.hostname or "", here.hostname or ""):
        return False
    path = address.path.rstrip("/")
    if not path or (path == here.path.rstrip("/") and address.query == here.query) or _FILES.search(path):
        return False
    steps = [step.lower() for step in path.split("/") if step]
    if any(step in _LISTS for step in steps):
        return False
    last = unquote(steps[-1], errors="replace")
    return bool(
        _DATE.search(path)
        or _PAGE_FILE.search(path)
        or any(_ID.search(step) for step in steps)
        or _ID_ASKED.search(address.query)
        or len(re.findall(r"[-_ ]", last)) >= 3
    )


def _same_site(one: str, other: str) -> bool:
    """One host, or one below the other: `arabic.` of a paper is its own, `paper.` of a country is not."""
    one, other = _bare(one), _bare(other)
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def _bare(host: str) -> str:
    for variant in ("www.", "m.", "amp."):
        host = host.removeprefix(variant)
    return host


def _words(anchor: etree._Element) -> tuple[str, bool]:
    """The headline in a link, and whether a heading says it: of a whole card, the heading or the first real line."""
    for heading in anchor.iter(*_HEADINGS):
        if said := markup.inner_text(heading).replace("\n", " "):
            return said, True
    above = anchor.getparent()
    lines = [line for line in markup.inner_text(anchor).split("\n") if not _AGO.match(line)]
    title = next((line for line in lines if _is_long(line)), max(lines, key=len, default=""))
    if not _is_long(title):
        pictures = (picture.get("alt") for picture in anchor.iter("img"))
        title = next(
            (said for said in (anchor.get("title"), *pictures) if said and _is_long(said)), title
        ).strip()
    return " ".join(title.split()), above is not None and above.tag in _HEADINGS


def _is_headline(found: _Found) -> bool:
    return len(found.title) <= _LONGEST and ((found.heading and bool(found.title)) or _is_long(found.title))


def _is_long(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and len(text) >= _FEWEST_LETTERS


def _picture(anchor: etree._Element, base: str) -> str | None:
    for picture in anchor.iter("img"):
        for name in ("data-src", "data-original", "src"):
            if found := markup.link(picture.get(name), base):
                return found
    return None
