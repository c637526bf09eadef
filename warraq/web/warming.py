"""What takes long the first time, and is therefore asked before any reader does?"""

from __future__ import annotations

import logging
import threading

from starlette.types import ASGIApp, Receive, Scope, Send

from warraq.errors import WarraqError
from warraq.language import analysis
from warraq.language.traces import traces
from warraq.ports.index import Index
from warraq.web import later

log = logging.getLogger(__name__)

# So many words begin so that looking through them takes longer than a key is held; what is found is remembered.
_MANY_BEGIN = (*(f"ال{letter}" for letter in "مابتحعسقشنخفردجكوه"), "وا", "وال", "با", "بال", "لل")


class Answered:
    """Tells who waits for it that somebody was answered."""

    def __init__(self, app: ASGIApp, *, first: threading.Event) -> None:
        self._app, self._first = app, first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
        if scope["type"] == "http":
            self._first.set()


def warm(index: Index) -> None:
    """Read the pages' modules and the lists of words and names, and look for the commonest beginnings. For a thread of its own:
    some .5 s."""
    later.read_all()
    for form in analysis.forms("خبر"):
        traces(form.words[0])
    try:
        for begun in _MANY_BEGIN:
            index.complete(begun, most=1)
    except WarraqError as error:  # whoever asks will hear of it
        log.info("warming ended early: %s", error)
