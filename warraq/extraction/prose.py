"""Which running text does a page show, and did the reader miss the article in it?

The second reading. A single page cannot tell its article from what stands around it; once the template of its source is
known, the prose that no other article of the source shows can. Where the body holds less than half of it, the reader
stopped too early (a live page's posts, a page of nested boxes), and that prose is the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from warraq.extraction.template import Repeated
from warraq.language import markup

PROSE = 12  # words: shorter lines are headings, labels, links
_RUNNING = 80  # characters: a sentence or more, without counting its words
_SHORTEST = 2 * PROSE - 1  # characters of so many words
TAUGHT = 3  # distinct articles, before a template says what a page's own prose is
MISSED = 0.5  # of the page's own prose
_MOST = 2_000  # paragraphs of one page
_NAMES = 300  # characters of a box's names

_PARAGRAPHS = ("p", "h2", "h3", "h4", "li", "blockquote")
_AROUND = frozenset(["nav", "aside", "footer", "header", "form", "figure", "noscript", "button"])
# Readers' words, other news and the paper's offers, by the names that pages give to their boxes.
_FOREIGN = re.compile(
    r"comment|disqus|caption|related|recommend|promo|newsletter|subscri|most-?(?:read|viewed|popular)|trending|sidebar|footer"
    r"|cookie|consent|modal|popup|share|social|author-?bio|taboola|outbrain|read-?more|see-?also",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def shown(tree: HtmlElement) -> tuple[str, ...]:
    """The lines of running text that a page shows outside its menus, lists of other news and readers' comments."""
    foreign: dict[HtmlElement, bool] = {}
    found = []
    for element in _innermost(tree)[:_MOST]:
        if _stands_around(element, foreign):
            continue
        if len(element) == 0:
            found.append(markup.tidy((element.text or "").replace("\n", " ")))
        elif not _is_link(element):
            found.append(markup.inner_text(element).replace("\n", " "))
    return tuple(line for line in found if line)


def is_running(line: str) -> bool:
    """Whether it is a sentence or more, no heading, label or link."""
    return len(line) >= _SHORTEST and _length(line) >= PROSE


def is_enough(found: Sequence[str], shown: Sequence[str]) -> bool:
    """Whether it holds half of the running text that the page shows: otherwise the reader went astray."""
    whole = sum(len(line) for line in shown if len(line) > _RUNNING)
    return bool(found) and sum(map(len, found)) >= MISSED * whole


def reread(paragraphs: tuple[str, ...], shown: Sequence[str], template: Repeated) -> tuple[str, ...]:
    """The body, or the page's own prose where the body holds less than half of it."""
    if template.articles < TAUGHT:
        return paragraphs
    long = sum(words for line in shown if len(line) >= _SHORTEST and (words := _length(line)) >= PROSE)
    if _total(paragraphs) >= MISSED * long:  # whatever of it is its own
        return paragraphs
    own = [line for line in shown if not template.shows_elsewhere(line)]
    places = [at for at, line in enumerate(own) if is_running(line)]
    if not places or _total(paragraphs) >= MISSED * sum(_length(own[at]) for at in places):
        return paragraphs
    # Headings between the paragraphs are the article's; what stands before the first and after the last is not.
    return tuple(dict.fromkeys(own[places[0] : places[-1] + 1]))


def _innermost(tree: HtmlElement) -> list[HtmlElement]:
    """The paragraphs, headings and items that hold no other, in page order."""
    found = list(tree.iter(*_PARAGRAPHS))
    boxes: set[HtmlElement] = set()
    for element in found:
        box = element.getparent()
        while box is not None and box not in boxes:
            boxes.add(box)
            box = box.getparent()
    return [element for element in found if element not in boxes]


def _stands_around(element: HtmlElement, foreign: dict[HtmlElement, bool]) -> bool:
    """Whether it or a box that holds it is named as something else than the article; remembered for its siblings."""
    path = []
    answer = False
    node: HtmlElement | None = element
    while node is not None:
        if node in foreign:
            answer = foreign[node]
            break
        path.append(node)
        node = node.getparent()
    for one in reversed(path):
        if not answer and one.tag not in ("html", "body"):  # their classes name the page's kind, not a box
            answer = one.tag in _AROUND or _is_foreign(one.get("class") or "", one.get("id") or "")
        foreign[one] = answer
    return answer


@lru_cache(maxsize=4_096)
def _is_foreign(names: str, own: str) -> bool:
    return _FOREIGN.search(f"{names[:_NAMES]} {own[:_NAMES]}") is not None


def _is_link(element: HtmlElement) -> bool:
    """Whether it is one link and nothing else, which leads to other news; a list of the article's own links has more."""
    if element.tag != "p" or (element.text and not element.text.isspace()):
        return False
    node = element
    while len(node) == 1:
        node = node[0]
        if node.tail and not node.tail.isspace():
            return False
        if node.tag == "a":
            return True
        if node.text and not node.text.isspace():
            return False
    return False


def _total(lines: Iterable[str]) -> int:
    return sum(map(_length, lines))


def _length(line: str) -> int:
    return len(_WORD.findall(line))
