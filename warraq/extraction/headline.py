"""What is the headline? The one that the page's JSON-LD or microdata names; else what it declares, in the words of the h1 that
confirms it.

Where the two differ, both are the paper's: it printed one and gave its articles' lists, feeds and archive the other. Kept is the one
that it named a headline, unless that is only the beginning of what it printed, or has not a word in common with it (a list's article,
a template's text).
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from warraq.extraction.evidence import Evidence, same, words_of

_SEPARATED = re.compile(r"\s+[-–—|:•·»«]+\s+|\s*[|•·]\s*|\s+::\s+| [:-]|[:-] ")
_HEADINGS = frozenset(["h1", "h2", "h3"])
_SHORTEST = 8  # characters: shorter h1 are the names of desks and papers
_TELLING = 4  # letters of a word that says something


def headline(evidence: Evidence) -> str | None:
    """The headline without the paper's name; `None` if the page has none."""
    shown = printed(evidence)
    if shown is None:
        return None
    own = same(shown)
    for said in evidence.said("headline"):
        named = without_site(words_of(said) or "", evidence.site)
        if same(named) == own:
            return shown
        if _is_of(named, shown, evidence):
            return named
    return shown


def printed(evidence: Evidence) -> str | None:
    """The headline as the page shows it to its readers, so that it can be found there; `None` if the page has none.

    The h1 wins where a declared title confirms it (they hold one another); else JSON-LD, then the meta tags, then an only h1, then
    the window's title.
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
    """The element that prints the headline: an h1 if one does, since the way to the page may end in it too."""
    wanted = same(title or "")
    if not wanted:
        return None
    for tags in (("h1",), ("h2", "h3", "div", "span", "td", "p", "strong")):
        for element in evidence.tree.iter(*tags):
            own = "".join(map(str, element.itertext())) if element.tag in _HEADINGS else element.text
            if own and len(own) < 2 * len(title or "") + 100 and same(own) == wanted:
                return element
    return None


def _is_of(named: str, shown: str, evidence: Evidence) -> bool:
    """Whether a title that differs from the one that is shown is a whole headline of the same article."""
    own, other = same(named), same(shown)
    if len(own) < _SHORTEST or named.rstrip().endswith(("…", "..")):
        return False
    twice = any(
        same(without_site(title, evidence.site)) == own for title in evidence.metas.get("og:title", ())
    )
    if other.startswith(own) and not (twice and other[len(own)] == " "):
        return False  # cut to a length: in a word, or no one else says that it ends there
    telling = {word for word in other.split() if len(word) >= _TELLING}
    return not telling.isdisjoint(own.split())


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
