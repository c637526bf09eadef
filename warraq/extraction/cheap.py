"""Which words are the article's, where there are a hundred thousand pages to read? By resiliparse, and what pages call their boxes.

Six times as fast as the careful way. Resiliparse keeps nearly every word of an article and much of what stands around
it; the lines that only stand in boxes named as menus, other news or readers' comments are dropped, then those of the
source's template. Where no paragraph vouches for what it found and much of it is links, it took other papers' headlines
for the article, and says nothing: the careful way is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

# Where fewer of its letters are seen outside foreign boxes, the page names its article's own box so.
_SEEN = 0.6
_LONG = 40  # characters: such a line is told also inside another one
_LINKED = 0.2  # of the letters, from which on it is headlines that were found
_LINK = 10  # characters: shorter ones are names in a text
# As pages write them; one that shouts (<SCRIPT>) is read a little slower.
_SILENT = re.compile(r"<(script|style|svg|noscript|iframe|nav|footer|select|button|picture)\b([^>]*)>|<!--")
_NESTING = frozenset(["svg", "nav", "footer", "select", "button", "picture"])
_DATA = "ld+json"


def lean(html: str) -> str:
    """The page without scripts, styles, drawings, comments and menus, which are three quarters of it; JSON-LD stays."""
    pieces: list[str] = []
    at = 0
    for match in _SILENT.finditer(html):
        start, inside, name = match.start(), match.end(), match.group(1)
        if start < at or (name == "script" and _DATA in match.group(2)):
            continue
        ending = f"</{name}>" if name is not None else "-->"
        end = html.find(ending, inside)
        # What never ends is left to the parser; so is a menu in which another begins: it may not have ended where it should.
        if end < 0 or (name in _NESTING and html.find(f"<{name}", inside, end) >= 0):
            continue
        pieces.append(html[at:start])
        at = end + len(ending)
    return "".join((*pieces, html[at:]))


def lines(html: str, tree: HtmlElement, *, shown: Sequence[str]) -> list[str]:
    """The lines of the page that read like an article's; none where it went astray. `tree` is the page's, and `shown` are its
    lines outside menus and other news (`prose.shown`)."""
    from resiliparse.extract.html2text import extract_plain_text  # only who reads pages pays for it

    text = extract_plain_text(
        html,
        main_content=True,
        alt_texts=False,
        comments=False,
        post_meta=False,
        list_bullets=False,
    )
    found = [(" ".join(words), "".join(words)) for raw in text.split("\n") if (words := raw.split())]
    own = _outside_boxes(found, shown)
    every = [line for line, _ in found]
    if sum(map(len, own)) >= _SEEN * sum(map(len, every)):
        return own
    return [] if _is_linked("\n".join(near for _, near in found), tree) else every


def _is_linked(whole: str, tree: HtmlElement) -> bool:
    """Whether links make up much of what was found, which is given without spaces."""
    texts = {"".join("".join(link.itertext()).split()) for link in tree.iter("a")}
    linked = sum(len(text) for text in texts if len(text) >= _LINK and text in whole)
    return linked >= _LINKED * len(whole) > 0


def _outside_boxes(found: Sequence[tuple[str, str]], shown: Sequence[str]) -> list[str]:
    """`found`: each line, and the same without spaces. Both readers saw one page; they differ in spaces alone."""
    seen = {"".join(line.split()) for line in shown}
    whole = ""
    kept = []
    for line, near in found:
        if near in seen:
            kept.append(line)
        elif len(line) > _LONG:  # two lines to one reader, one to the other
            whole = whole or "\n".join(seen)
            if near in whole:
                kept.append(line)
    return kept
