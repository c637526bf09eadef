"""Which shared words may be told as the reason why an article stands where it stands? As printed, and none that names whom care spares."""

from __future__ import annotations

from dataclasses import replace

from warraq.entities.persons import careful, charged
from warraq.press import Placing
from warraq.stories.printing import as_printed


def told(placing: Placing, title: str, body: str, section: str | None) -> Placing:
    """The placing as it is kept and shown. Of news of children, victims, crimes and courts neither names nor words are told, since a name that
    nobody knows is a word. Numbers and times remain."""
    if not (placing.grounds.names or placing.grounds.words):
        return placing  # most stand alone
    if careful(title, body, section) or charged(title, body):
        return replace(placing, grounds=replace(placing.grounds, names=(), words=()))
    return as_printed(placing, title, body)
