"""How does an event stand in the log? On one line of its own, whatever words of others it repeats.

A paper's address, a server's reason or a file's name may hold the end of a line, colours of a terminal, or marks that turn
what is read around: they are written as what they are. What follows a mistake of ours is set in, so that none of it looks like an event.
"""

from __future__ import annotations

import logging
import re
import sys
from types import TracebackType

_FORM = "%(levelname)s %(name)s: %(message)s"
# Controls (C0 but the tab, C1), ends of lines, what turns the direction of others' words, and invisible tags.
# Source: Boucher and Anderson 2021, "Trojan Source"; CWE-117.
_ACTIVE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")  # fmt: skip
_SET_IN = "  | "


class Lines(logging.Formatter):
    """One event, one line; its traceback, if any, set in beneath it."""

    def __init__(self) -> None:
        super().__init__(_FORM)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the library's name)
        return plain(super().formatMessage(record))

    def formatException(  # noqa: N802
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return _set_in(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return _set_in(super().formatStack(stack_info))


def plain(text: str) -> str:
    """The text on one line, with what acts in it written as Python writes it."""
    return _ACTIVE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def begin(level: int) -> None:
    """Tell events from that level on, on stderr."""
    told = logging.StreamHandler(sys.stderr)
    told.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[told])


def _set_in(text: str) -> str:
    return "\n".join(_SET_IN + plain(line) for line in text.split("\n"))
