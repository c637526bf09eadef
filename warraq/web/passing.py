"""What passes a door, in a few words? For an editor who looks at what a decision would change."""

from __future__ import annotations

from warraq.moderation.policy import Door, Grant
from warraq.web import wording

# Those at which a reader would see a difference.
DOORS = (Door.PAGE, Door.LIST, Door.SNIPPET, Door.PICTURE)


def passes(grant: Grant, door: Door) -> str:
    """ "النص كله", "العنوان و200 حرف", "لا شيء" …"""
    if door is Door.PICTURE:
        return wording.said("doors", "shown" if grant.picture else "nothing")
    if not grant.headline:
        return wording.said("doors", "nothing")
    if grant.whole:
        return wording.said("doors", "whole")
    if not grant.letters:
        return wording.said("doors", "headline")
    return wording.counted("letters_pass", grant.letters)
