"""Which selector names the box that holds this text? For a page whose article a person gave."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from warraq.errors import Unreadable
from warraq.extraction import choosing, tree, ways
from warraq.language import markup
from warraq.press import Layout

_BOXES = frozenset(
    ["div", "article", "section", "main", "td", "span", "body", "table", "tr", "tbody", "center"]
)
_NAME = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
_OF_ONE_PAGE = re.compile(r"\d{3}")  # post-48213: another page's box is called otherwise
_DEEPEST = 100
_ENOUGH = 0.8


def layout(html: str, text: str) -> tuple[Layout, float] | None:
    """The selector whose box agrees best with the text, and how far (0 to 1); `None` where no box with a name does."""
    try:
        box: HtmlElement | None = tree.parsed(html)
    except Unreadable:
        return None
    found: dict[str, None] = {}
    for _ in range(_DEEPEST):
        if box is None:
            break
        if (name := _selector(box)) is not None:
            found[name] = None
        box = _best(box, text)
    judged = [(_agreement(html, Layout(one), text), at, one) for at, one in enumerate(found)]
    value, _, best = max(judged, default=(0.0, 0, ""))
    return (Layout(best), value) if value >= _ENOUGH else None


def _best(box: HtmlElement, text: str) -> HtmlElement | None:
    """The box inside that agrees best with the text."""
    inside = [one for one in box if isinstance(one, HtmlElement) and one.tag in _BOXES]
    judged = [(choosing.agreement(markup.inner_text(one), text), at) for at, one in enumerate(inside)]
    value, at = max(judged, default=(0.0, 0), key=lambda pair: (pair[0], -pair[1]))
    return inside[at] if value > 0 else None


def _selector(box: HtmlElement) -> str | None:
    """How its box is called on every page of the paper; `None` where it has no name, or one that is this page's alone."""
    own = box.get("id") or ""
    if _NAME.fullmatch(own) and not _OF_ONE_PAGE.search(own):
        return f"{box.tag}#{own}"
    names = [
        one
        for one in (box.get("class") or "").split()
        if _NAME.fullmatch(one) and not _OF_ONE_PAGE.search(one)
    ]
    return ".".join([str(box.tag), *names[:3]]) if names else None


def _agreement(html: str, asked: Layout, text: str) -> float:
    return choosing.agreement("\n".join(ways.selected(html, asked)), text)
