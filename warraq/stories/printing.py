"""How did the paper print the words by which its article stands where it stands? They are compared folded, and read as printed."""

from __future__ import annotations

from dataclasses import replace

from warraq.language import arabic
from warraq.press import Placing


def as_printed(placing: Placing, title: str, body: str) -> Placing:
    """The placing with shared names and words as headline or text spell them; one that is found in neither stays folded.

    Numbers stand by themselves, and words of one or two letters tell a reader nothing.
    """
    wanted = {*placing.grounds.names, *placing.grounds.words}
    spelled: dict[str, str] = {}
    for text in (title, body):
        if wanted <= spelled.keys():
            break
        for token in arabic.tokens(text):
            if token.text in wanted and token.text not in spelled:
                spelled[token.text] = text[token.start : token.end]
                if len(spelled) == len(wanted):
                    break
    grounds = replace(
        placing.grounds,
        names=tuple(spelled.get(one, one) for one in placing.grounds.names),
        words=tuple(spelled.get(one, one) for one in placing.grounds.words if _tells(one)),
    )
    return replace(placing, grounds=grounds)


def _tells(word: str) -> bool:
    return len(word) > _SHORT and not word.isdecimal()


_SHORT = 2
