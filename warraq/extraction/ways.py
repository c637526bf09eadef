"""By which ways are a page's words found? Each gives its lines, furniture and all; which one a source needs is evidence."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal, get_args

from lxml.etree import XPath

from warraq.extraction import cheap
from warraq.extraction.evidence import Evidence, elements
from warraq.language import markup
from warraq.press import Layout

# It reports every page it gives up on; the desk does that, with the address.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

Way = Literal["precision", "recall", "declared", "cheap"]
WAYS: tuple[Way, ...] = get_args(Way)
USUAL: Way = "precision"

# The name and version of each, as bodies remember them.
READERS: dict[Way, str] = {
    "precision": "trafilatura/3",
    "recall": "trafilatura-recall/1",
    "declared": "declared/1",
    "cheap": "resiliparse/2",
}
_SELECTED = "selectors/1"

_LAYOUT = XPath("//table[.//h1 or .//td[count(p) > 1]]")
_CELLS = XPath("./tr | ./tr/td | ./tbody | ./tbody/tr | ./tbody/tr/td")
_DECLARED_MAX = 1_000_000


def is_ours(reader: str) -> bool:
    """Whether a reader of pages made such a body, and not an import or a feed."""
    name = reader.partition("/")[0]
    return any(name == one.partition("/")[0] for one in (*READERS.values(), _SELECTED))


def reader(way: Way, layout: Layout | None) -> str:
    """The name of whoever reads so: another one for other selectors."""
    if layout is None:
        return READERS[way]
    mark = hashlib.blake2b("\n".join((layout.body, *layout.drop)).encode(), digest_size=4).hexdigest()
    return f"{_SELECTED}.{mark}"


def layout_at(layouts: Sequence[Layout], now: datetime) -> Layout | None:
    """The layout of a page fetched at that moment: the one that ends first after it, else the one without an end."""
    dated = sorted(
        (one for one in layouts if one.until is not None and now.date() < one.until),
        key=lambda one: str(one.until),
    )
    return next(iter(dated), None) or next((one for one in layouts if one.until is None), None)


def lines(way: Way, evidence: Evidence, *, shown: Sequence[str]) -> list[str]:
    """Its lines, tidy; none where it finds nothing."""
    return _FINDS[way](evidence, shown)


def selected(html: str, layout: Layout) -> list[str]:
    """What a source's own selectors name, in page order, without what they drop. Selectors that are none find nothing."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    tree = LexborHTMLParser(html)
    try:
        for selector in layout.drop:
            for node in tree.css(selector):
                node.decompose()
        found = [node.html or "" for node in tree.css(layout.body)]
    except (SelectolaxError, ValueError):
        return []
    texts = dict.fromkeys(line for one in found for line in markup.text(one).split("\n") if line)
    return list(texts)


def _trafilatura(evidence: Evidence, **options: Any) -> list[str]:
    import trafilatura  # half a second: only the workers, which read pages, pay for it

    _unfold(evidence)
    found = trafilatura.bare_extraction(evidence.tree, url=evidence.url, include_comments=False, **options)
    return _tidy(getattr(found, "text", None) or "")


def _declared(evidence: Evidence, shown: Sequence[str]) -> list[str]:
    del shown
    said = next((value for value in evidence.said("articleBody") if isinstance(value, str)), "")
    return _tidy(markup.text(said[:_DECLARED_MAX]))


def _tidy(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := markup.tidy(raw))]


def _unfold(evidence: Evidence) -> None:
    """Tables that hold the page, not figures, become plain boxes: their cells would be read as one row of text."""
    for table in elements(_LAYOUT, evidence.tree):
        for part in (table, *elements(_CELLS, table)):
            part.tag = "div"


_FINDS: dict[Way, Callable[[Evidence, Sequence[str]], list[str]]] = {
    "precision": lambda evidence, shown: _trafilatura(evidence, favor_precision=True),
    "recall": lambda evidence, shown: _trafilatura(evidence, favor_recall=True),
    "declared": _declared,
    "cheap": lambda evidence, shown: cheap.lines(evidence.source, evidence.tree, shown=shown),
}
