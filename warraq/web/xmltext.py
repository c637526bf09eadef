"""How does a paper's text stand in XML, whatever is in it?"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

# What XML 1.0 cannot hold, not even as a reference (section 2.2); lone surrogates among it.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def inert(given: str) -> str:
    """It as whoever takes it for HTML shows it: as the same words. What would open a tag gets a space, as in what is filed."""
    return _OPENS_TAG.sub("< ", given)


def writable(given: str) -> str:
    """It without what XML cannot hold."""
    return _UNWRITABLE.sub("", given)


def text(given: str) -> str:
    """It as it stands between two tags."""
    return escape(writable(given), {"\r": "&#13;"})


def element(name: str, given: str) -> str:
    """An element with this text and no attributes."""
    return f"<{name}>{text(given)}</{name}>"
