"""What is the headline? What the page declares, in the words of the h1 that confirms it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from warraq.extraction.evidence import Evidence, same, words_of

_SEPARATED = re.compile(r"\s+[-–—|:•·»«]+\s+|\s*[|•·]\s*|\s+::\s+| [:-]|[:-] ")
_SHORTEST = 8  # characters: shorter h1 are the names of desks and papers


def headline(evidence: Evidence) -> str | None:
    """The headline without the paper's name; `None` if the page has none.

    The h1 wins where a declared title confirms it (they hold one another), since it is what the paper printed; else
    JSON-LD, then the meta tags, then an only h1, then the window's title.
    """
    declared = [title for title in map(words_of, evidence.said("headline", "name")) if title]
    declared += [
        title
        for name in ("og:title", "twitter:title", "title")
        for title in evidence.metas.get(name, ())
        if title
    ]
    if evidence.window_title:
        declared.append(evidence.window_title)
    confirmed = [heading for heading in evidence.headings if _confirmed(heading, declared)]
    if confirmed:
        return max(confirmed, key=len)
    for title in declared[:-1] if evidence.window_title else declared:
        return without_site(title, evidence.site)
    if len(evidence.headings) == 1 and len(evidence.headings[0]) >= _SHORTEST:
        return evidence.headings[0]
    return without_site(evidence.window_title, evidence.site) if evidence.window_title else None


def without_site(title: str, site: str | None) -> str:
    """The title without the paper's name before or after it: only a name that the page itself gives is taken off."""
    own = same(site or "")
    if not own:
        return title
    spans = [match.span() for match in _SEPARATED.finditer(title)]
    for start, end in spans:
        if same(title[:start]) == own and title[end:].strip():
            return title[end:].strip()
    for start, end in reversed(spans):
        if same(title[end:]) == own and title[:start].strip():
            return title[:start].strip()
    return title


def parts(title: str) -> list[str]:
    """What stands between a title's separators: a headline, a desk, a paper's name."""
    ends = [match.span() for match in _SEPARATED.finditer(title)]
    return [
        title[a:b]
        for a, b in zip(
            [0, *(end for _, end in ends)], [*(start for start, _ in ends), len(title)], strict=True
        )
    ]


def heading(evidence: Evidence, title: str | None) -> HtmlElement | None:
    """The element that prints the headline."""
    wanted = same(title or "")
    if not wanted:
        return None
    for element in evidence.tree.iter("h1", "h2", "h3", "div", "span", "td", "p", "strong"):
        own = "".join(map(str, element.itertext())) if element.tag in ("h1", "h2", "h3") else element.text
        if own and len(own) < 2 * len(title or "") + 100 and same(own) == wanted:
            return element
    return None


def _confirmed(heading: str, declared: list[str]) -> bool:
    own = same(heading)
    if len(own) < _SHORTEST:
        return False
    for title in declared:
        other = same(title.rstrip(" .…"))
        # A title cut short ("…") confirms the heading that goes on where it stops; a mere name does not.
        if own in other or (len(other) >= max(_SHORTEST * 2, len(own) // 3) and own.startswith(other)):
            return True
    return False
