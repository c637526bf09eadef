"""Where in a list that has changed meanwhile does the next page begin?"""

from __future__ import annotations

from collections.abc import Sequence

from warraq.ports.index import Cursor
from warraq.press import ArticleId
from warraq.query.tree import Sort


def begins(keyed: Sequence[tuple[int, ArticleId]], offset: int, after: Cursor | None, sort: Sort) -> int:
    """How many of the hits, each with what it is sorted by, stand before the page."""
    if after is None:
        return offset
    places = {article: at for at, (_, article) in enumerate(keyed, 1)}
    if after.article in places:
        return places[after.article]
    if sort is Sort.NEWEST:  # dates stay what they were
        return sum((-key, -article) <= (-after.key, -after.article) for key, article in keyed)
    return places.get(after.before, after.rank - 1)
