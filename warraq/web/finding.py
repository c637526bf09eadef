"""Which articles stand on a page of answers, and how much of each may be shown around what was sought?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from warraq.moderation.policy import Door, sought
from warraq.ports.index import Hits
from warraq.press import Article, ArticleId
from warraq.query import snippet
from warraq.query.tree import Question
from warraq.web import doors
from warraq.web.asked import Asked
from warraq.web.bidi import direction
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.scope import Scope
from warraq.web.site import Site
from warraq.web.tongue import spoken
from warraq.web.tray import Standing
from warraq.web.view import headline

_SNIPPET_LETTERS = 240
_MEANS_MORE = re.compile("[&<>\"']")  # in HTML
_INSTEAD = 4  # copies that are looked at for one that may be shown


@dataclass(frozen=True, slots=True)
class Result:
    """One article that answers: pieces of its headline and text in the paper's spelling, those marked that were sought.

    `copies`: the other answers that have its text. `near`: it holds but some of what was asked for.
    """

    article: Article
    line: Line
    title: tuple[snippet.Piece, ...]
    text: tuple[snippet.Piece, ...]
    copies: tuple[ArticleId, ...] = ()
    near: bool = False

    @property
    def head(self) -> Markup:
        """Paper, date and headline. Not of a template, which takes five times as long, ten times a page."""
        line = self.line
        return Markup(  # noqa: S704 (each part is markup, or escaped)
            f'<p class="meta"><a class="paper" href="{_escaped(line.paper_href)}">{line.paper}</a>'
            f'<time datetime="{_escaped(line.machine)}" title="{_escaped(line.hint)}">{_escaped(line.ago)}</time></p>\n'
            f'      <h2><a href="{_escaped(line.href)}"{line.attributes}>{marked(self.title)}</a></h2>'
        )

    @property
    def said(self) -> Markup:
        """The text, in its direction, and said to be of its language where the page is of another."""
        told = self.article.draft.language
        way = direction("".join([piece for piece, _ in self.text]), told)
        language = told or ("ar" if way == "rtl" else spoken().tongue)
        other = language.partition("-")[0].lower() != spoken().tongue
        lang = f' lang="{escape(language)}"' if other else ""
        return Markup(f'<p class="snippet" dir="{way}"{lang}>{marked(self.text)}</p>')  # noqa: S704 (marked escapes)


def hits(site: Site, asked: Asked, question: Question, *, limit: int) -> Hits:
    """The page that the address asks for; beside few answers also what holds some of the words."""
    if question.empty:
        return Hits(0, ())
    after = asked.after[-1] if asked.after else None
    return site.index.search(question, limit=limit, after=after, near=True)


def results(
    site: Site,
    question: Question,
    found: Hits,
    *,
    around: Frame,
    scope: Scope,
    through: tuple[Door, ...] = (Door.SNIPPET,),
    at: Standing | None = None,
) -> tuple[Result, ...]:
    """What of these hits may be shown, in their order; of each text as much as passes every one of these doors. `at` is as
    `tray` has it."""
    shown = tuple(_shown(site, found, at))
    marker = snippet.marker(question, found.found_as)
    lines = site.lines(tuple(headline(article) for article, _, _ in shown), around, scope)
    return tuple(
        Result(
            article,
            line,
            marker.title(article.draft.title),
            _text(site, article, marker, around, through),
            copies,
            near,
        )
        for line, (article, copies, near) in zip(lines, shown, strict=True)
    )


def _shown(
    site: Site, found: Hits, at: Standing | None
) -> Iterator[tuple[Article, tuple[ArticleId, ...], bool]]:
    """Each hit with its copies, and whether it is only near. For one that was hidden a moment ago a copy of its text stands in."""
    held = {article.id: article for article in held_of(site, found.ids, at)}
    for number, copies in zip(found.ids, found.copies or ((),) * len(found.ids), strict=True):
        if number in held:
            yield held[number], copies, number in found.some
        elif others := held_of(site, copies[:_INSTEAD], at):
            yield others[0], tuple(one for one in copies if one != others[0].id), number in found.some


def held_of(site: Site, ids: Sequence[ArticleId], at: Standing | None = None) -> tuple[Article, ...]:
    """The articles that may be found: the index follows the archive, and what was hidden a moment ago may still be in it."""
    states = sought(public=site.settings.public)
    return tuple(article for article in site.tray.articles(ids, at=at) if article.state in states)


def _text(
    site: Site, article: Article, marker: snippet.Marker, around: Frame, through: tuple[Door, ...]
) -> tuple[snippet.Piece, ...]:
    source, robots = around.sources.get(article.draft.source), article.draft.robots
    grants = (site.grant(article.state, source, door, robots=robots) for door in through)
    width = min(doors.snippet_width(grant, most=_SNIPPET_LETTERS) for grant in grants)
    return marker.marked(article.draft.body, width=width, ellipsis="…") if width else ()


def _escaped(text: str) -> str:
    return escape(text) if _MEANS_MORE.search(text) else text


@lru_cache(maxsize=2048)  # as long as `snippet` remembers its pieces
def marked(pieces: tuple[snippet.Piece, ...]) -> Markup:
    if not any(
        _MEANS_MORE.search(piece) for piece, _ in pieces
    ):  # nearly always: most of the price is escaping
        plain = [f"<mark>{piece}</mark>" if hit else piece for piece, hit in pieces]
        return Markup("".join(plain))  # noqa: S704 (nothing in it means more than itself)
    html = (f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces)
    return Markup("".join(html))  # noqa: S704 (escaped piece by piece)
