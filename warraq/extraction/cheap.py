"""Which words are the article's, where there are a hundred thousand pages to read? By resiliparse, and what pages call their boxes.

Six times as fast as the careful way. Resiliparse keeps nearly every word of an article and much of what stands around
it; the lines that only stand in boxes named as menus, other news or readers' comments are dropped, then those of the
source's template.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Where fewer of its letters are seen outside foreign boxes, the page names its article's own box so.
_SEEN = 0.6
_LONG = 40  # characters: such a line is told also inside another one
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


def lines(html: str, *, shown: Sequence[str]) -> list[str]:
    """The lines of the page that read like an article's; `shown` are those outside menus and other news (`prose.shown`)."""
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
    return own if sum(map(len, own)) >= _SEEN * sum(map(len, every)) else every


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
