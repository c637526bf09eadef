"""Which answers stand on a page, and where does the next one begin?

The order is one of all answers: by score, the youngest article first among equals, or by date and number. Of several
answers with one text the earliest filed stands for all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, cast

import tantivy
from tantivy import Occur, Order, Query

from warraq.indexes.asking import View
from warraq.indexes.cursors import begins
from warraq.ports.index import Cursor
from warraq.press import ArticleId
from warraq.query.tree import Sort

# Scores are told in thousandths: what differs by less is one score, whose order is the articles'.
_SCORE = 1000
# So many more are looked at than are shown: for equals across the border of a page, and for copies.
_MARGIN = 14
_MOST = 10_000  # equals that are put in order


class Found(Protocol):
    """A result of tantivy's search; its published types leave `count` out."""

    hits: list[tuple[float, tantivy.DocAddress]]
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """`ids` with the copies of each, and where to go on; `total` counts all answers, copies among them."""

    total: int
    ids: tuple[ArticleId, ...] = ()
    copies: tuple[tuple[ArticleId, ...], ...] = ()
    next: Cursor | None = None


class _Looked(NamedTuple):
    """The first hits in order, in three columns of one length; whether there are more, and how many there are in all."""

    keys: Sequence[int]  # what they are sorted by
    articles: Sequence[ArticleId]
    addresses: Sequence[tantivy.DocAddress]
    more: bool
    total: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All answers in their order, looked at from its beginning: to `ranked`, which finds what `strict` finds and may weigh it.
    `dated`: a younger one counts a little more; `collapsed`: one of each text."""

    view: View
    ranked: Query
    strict: Callable[[], Query]
    sort: Sort
    dated: bool = False
    collapsed: bool = True

    def page(self, limit: int, *, offset: int = 0, after: Cursor | None = None) -> Page:
        rank = after.rank if after else offset
        if limit <= 0 or rank >= self.view.searcher.num_docs:
            return Page(self._first(1).total)
        wanted = rank + min(limit, self.view.searcher.num_docs)
        while True:
            looked = self._first(wanted)
            at = begins(looked.keys, looked.articles, after, self.sort) if after else offset
            page = self._cut(looked, at, limit)
            if page is not None:
                return page
            wanted *= 2

    def _cut(self, looked: _Looked, at: int, limit: int) -> Page | None:
        """The page that begins there; None where more must be looked at to fill it."""
        shown: list[ArticleId] = []
        copies: dict[ArticleId, tuple[ArticleId, ...] | None] = {}
        there = len(looked.articles)
        while at < there:
            part = slice(at, at + limit - len(shown))
            if self.collapsed:
                copies |= self._copies(looked.articles[part], looked.addresses[part])
            for article in looked.articles[part]:
                at += 1
                if copies and copies.get(article, ()) is None:  # another one stands for it
                    continue
                shown.append(article)
            if len(shown) == limit:
                goes_on = looked.more or at < there
                before = looked.articles[max(at - 2, 0)]
                cursor = Cursor(looked.articles[at - 1], before, at, looked.keys[at - 1]) if goes_on else None
                return Page(looked.total, tuple(shown), _of_each(shown, copies), cursor)
        return None if looked.more else Page(looked.total, tuple(shown), _of_each(shown, copies))

    def _first(self, wanted: int) -> _Looked:
        """At least the first `wanted`, no equals of theirs left behind (unless they are thousands)."""
        searcher = self.view.searcher
        # tantivy makes room for as many hits as are asked for, so it is not asked for more than there are documents
        most = min(wanted + _MARGIN, max(searcher.num_docs, 1)) + 1
        newest = self.sort is Sort.NEWEST
        if newest:
            found = cast(Found, searcher.search(self.ranked, limit=most, order_by_field="at"))
        else:
            weighed = "fresh" if self.dated else None
            found = cast(Found, searcher.search(self.ranked, limit=most, weight_by_field=weighed))
        hits = found.hits  # a list made anew at each look
        keys = [int(key) for key, _ in hits] if newest else [round(score * _SCORE) for score, _ in hits]
        if (whole := _whole(keys, wanted) if len(keys) == most else most) is None:
            if most <= _MOST:
                return self._first(most * 4)
            whole = most - 1
        addresses = [address for _, address in hits[:whole]]
        articles = cast(list[ArticleId], searcher.fast_field_values("id", addresses))
        if len(set(keys)) < len(keys):  # equals: which of them tantivy tells first is chance
            order = sorted(range(len(articles)), key=lambda at: (-keys[at], -articles[at]))
            keys, articles = [keys[at] for at in order], [articles[at] for at in order]
            addresses = [addresses[at] for at in order]
        return _Looked(keys[:whole], articles, addresses, whole < len(hits), found.count)

    def _copies(
        self, articles: Sequence[ArticleId], addresses: Sequence[tantivy.DocAddress]
    ) -> dict[ArticleId, tuple[ArticleId, ...] | None]:
        """Of each article that has copies among the answers, which; None if it is itself one of an earlier filed."""
        searcher = self.view.searcher
        if "text" not in self.view.fields:
            return {}
        marks = cast(list[int | None], searcher.fast_field_values("text", list(addresses)))
        repeated = self.view.repeated
        several = {mark for mark in marks if mark is not None and (repeated is None or mark in repeated)}
        often = sum(number for mark in several if (number := searcher.doc_freq("text", mark)) > 1)
        if not often:
            return {}
        same = (Occur.Must, self.view.among("text", sorted(several)))
        among = Query.boolean_query([same, (Occur.Must, self.strict())])
        most = min(_MOST, often)  # room is made for as many as are asked for
        found = searcher.search(among, limit=most, count=False, order_by_field="id", order=Order.Asc).hits
        groups: dict[int, list[ArticleId]] = {}
        for text, (article, _) in zip(numbers(searcher, "text", found), found, strict=True):
            groups.setdefault(text, []).append(ArticleId(int(article)))
        return {
            article: tuple(groups[mark][1:]) if article == groups[mark][0] else None
            for article, mark in zip(articles, marks, strict=True)
            if mark is not None and len(groups.get(mark, ())) > 1
        }


def _whole(keys: Sequence[int], wanted: int) -> int | None:
    """How many, `wanted` or more, of the first hits there are behind which no equal of theirs stands; None where none are."""
    return next((at for at in range(len(keys) - 1, wanted - 1, -1) if keys[at] != keys[at - 1]), None)


def _of_each(
    shown: Sequence[ArticleId], copies: dict[ArticleId, tuple[ArticleId, ...] | None]
) -> tuple[tuple[ArticleId, ...], ...]:
    return tuple(copies.get(one) or () for one in shown) if copies and any(copies.values()) else ()


def counted(view: View, query: Query) -> int:
    # by a column, since a score would be worked out for each
    found = cast(Found, view.searcher.search(query, limit=1, order_by_field="at"))
    return found.count


def numbers(
    searcher: tantivy.Searcher, field: str, hits: Sequence[tuple[object, tantivy.DocAddress]]
) -> list[int]:
    values = searcher.fast_field_values(field, [address for _, address in hits])
    return [int(value) for value in values if value is not None]
