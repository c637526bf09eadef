"""Which words does a text hold, cut once though several ask one after the other?"""

from __future__ import annotations

from functools import lru_cache

from warraq.language import arabic


@lru_cache(maxsize=8)
def words(text: str) -> tuple[arabic.Token, ...]:
    """Its words, folded, with their offsets: those of the last texts are remembered, as cutting is half of what naming costs."""
    return tuple(arabic.tokens(text))
