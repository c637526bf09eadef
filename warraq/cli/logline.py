"""How does one event stay one line of the log, whatever is in it?

A headline, an address or another program's error may hold line ends, escapes that colour a terminal, and marks that turn the
direction of what follows: a forged line would look like one of ours. Each is written as its escape, a traceback's line ends too.
"""

from __future__ import annotations

import logging
import re

# Controls (C0, DEL, C1), line and paragraph separators, marks that turn directions, lone surrogates, the byte order mark,
# marks between lines, invisible tags. Source: Boucher and Anderson 2021, "Trojan Source"; CWE-117.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}
FORM = "%(levelname)s %(name)s: %(message)s"


class OneLine(logging.Formatter):
    """`level name: message`, one line an event."""

    def format(self, record: logging.LogRecord) -> str:
        return escaped(super().format(record))


def escaped(text: str) -> str:
    """The text with everything that is not seen, or ends a line, as an escape."""
    return _UNSEEN.sub(lambda found: _NAMED.get(found[0]) or found[0].encode("unicode_escape").decode(), text)


def begin(level: int) -> None:
    """Log to the standard error stream, from this level on."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(FORM))
    logging.basicConfig(level=level, handlers=[handler])
