"""What is a list? Its address, its name, and what it asks of the archive or of the index.

Page, feed and the way to older articles all come from one view, so that they cannot show different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warraq.newsroom.shownnames import ShownNames
from warraq.ports.archive import Archive, Cursor
from warraq.ports.index import Index
from warraq.press import Article, ArticleId, Headline, State
from warraq.query.tree import Question
from warraq.web import addresses
from warraq.web.lines import Line


@dataclass(frozen=True, slots=True)
class View:
    """`path` is its page's, quoted, with the edition's word; `query` what stands there after the question mark. `since` is
    inclusive, `until` exclusive. With a `question` the index is asked, newest first, and the rest does not count; with `named`, a name's key, the names, and of
    the rest the countries count."""

    path: str
    title: str
    countries: frozenset[str] | None = None
    source: str | None = None
    section: str | None = None
    author: str | None = None
    without: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    question: Question | None = None
    named: str | None = None
    query: str = ""

    @property
    def href(self) -> str:
        return self.path + (f"?{self.query}" if self.query else "")

    @property
    def feed(self) -> str:
        """Where the same list is as RSS."""
        return f"{self.path.rstrip('/')}/rss" + (f"?{self.query}" if self.query else "")

    def older(self, after: Line | Cursor) -> str:
        """Where the list goes on after this line."""
        before = f"before={addresses.cursor_text(after.at, after.id)}"
        return f"{self.path}?{self.query}&{before}" if self.query else f"{self.path}?{before}"


def headlines(
    archive: Archive,
    index: Index,
    view: View,
    *,
    names: ShownNames | None = None,
    limit: int,
    before: Cursor | None = None,
    offset: int = 0,
) -> tuple[Headline, ...]:
    """The view's newest, or those after a cursor; those after `offset` where it has a question. Blocks; raises what archive
    and index raise."""
    if view.question is not None:
        hits = index.search(view.question, limit=limit, offset=offset)
        if hits.relaxed:  # who subscribes to two words is not told of each
            return ()
        return tuple(headline(one) for one in archive.articles(hits.ids) if one.state is State.VISIBLE)
    if view.named is not None:
        uses = (
            names.articles(view.named, limit=limit, before=before, countries=view.countries) if names else ()
        )
        held = archive.articles([use.article for use in uses])
        return tuple(headline(one) for one in held if one.state is State.VISIBLE)
    if view.until is not None and (before is None or before.at >= view.until):
        before = Cursor(view.until, ArticleId(0))
    return archive.newest(
        limit=limit,
        before=before,
        source=view.source,
        countries=view.countries,
        section=view.section,
        author=view.author,
        without=view.without,
        since=view.since,
    )


def headline(article: Article) -> Headline:
    """What a list shows of an article that was read whole; it has no abstract."""
    draft = article.draft
    return Headline(
        id=article.id,
        source=draft.source,
        title=draft.title,
        at=article.at,
        published=draft.published,
        first_seen=article.first_seen,
        state=article.state,
        section=draft.section,
        language=draft.language,
        guessed=draft.guessed,
        robots=draft.robots,
    )
