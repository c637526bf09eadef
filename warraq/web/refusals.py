"""Why was a decision refused, in the language of who sits at the desk?"""

from __future__ import annotations

import logging

from markupsafe import Markup

from warraq.errors import WarraqError
from warraq.web import wording
from warraq.web.bidi import isolated

log = logging.getLogger(__name__)

ROOM = "refusals"
# The end of a value's name that is itself a word of this room.
WORDED = "_why"


def told(error: WarraqError) -> str:
    """The sentence of its `word`. What the error says to an operator stands in the log alone: it is English."""
    log.info("refused at the desk: %s", error)
    values = {name: _value(name, said) for name, said in error.values.items()}
    return wording.said(ROOM, error.word or "other", **values)


def _value(name: str, said: str) -> Markup | str:
    return wording.said(ROOM, said) if name.endswith(WORDED) else isolated(said)
