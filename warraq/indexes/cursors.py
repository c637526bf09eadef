"""Where in a list that has changed meanwhile does the next page begin?"""

from __future__ import annotations

from collections.abc import Sequence

from warraq.ports.index import Cursor
from warraq.press import ArticleId
from warraq.query.tree import Sort


def begins(keys: Sequence[int], articles: Sequence[ArticleId], after: Cursor, sort: Sort) -> int:
    """How many of the hits, of which these are numbers and what they are sorted by, stand before the page."""
    places = {article: at for at, article in enumerate(articles, 1)}
    if after.article in places:
        return places[after.article]
    if sort is Sort.NEWEST:  # dates stay what they were
        last = (-after.key, -after.article)
        return sum((-key, -article) <= last for key, article in zip(keys, articles, strict=True))
    return places.get(after.before, after.rank - 1)
