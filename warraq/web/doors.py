"""How much of an article stands on this page, and what does the page say of the rest?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from warraq.moderation.policy import Door, Grant, bounding, case, cut, may_show
from warraq.press import Article, Headline, Source
from warraq.web import wording


@dataclass(frozen=True, slots=True)
class Excerpt:
    """As much of an article's text as its page may show. `why` says in one sentence what is held back and for what
    reason, `None` where nothing is."""

    text: str
    why: str | None


def excerpt(article: Article, source: Source | None, grant: Grant) -> Excerpt:
    """The text under that grant. A text so short that it is whole all the same needs no excuse."""
    whole = article.draft.body
    text = cut(whole, grant)
    return Excerpt(text, None if text == whole else _why(article, source, grant))


def abstract(headline: Headline, source: Source | None, *, public: bool) -> str | None:
    """The lines under a headline, as lists and feeds may show them; `None`: none."""
    if not headline.abstract:
        return None
    grant = may_show(case(headline.state, source, public=public, robots=headline.robots), Door.LIST)
    return cut(headline.abstract, grant) or None


def snippet_width(grant: Grant, *, most: int) -> int:
    """How many letters of the text a search shows, the ellipses at both ends beside them; 0: none."""
    return most if grant.letters is None else max(0, min(most, grant.letters - 2))


def _why(article: Article, source: Source | None, grant: Grant) -> str:
    unasked = replace(source, wishes=()) if source else None
    freely = may_show(case(article.state, unasked, public=True), Door.PAGE)
    asked = bounding((*article.draft.robots, *(source.wishes if source else ())))
    if asked is not None and freely != grant:  # without its page's wish, more would stand here
        whose = (
            "asked" if asked in article.draft.robots else "wished"
        )  # its own page, or its paper's whole site
        key = f"{whose}_beginning" if grant.letters else whose
        return wording.said("held", key, asked=f"\u2066{asked}\u2069")
    if source is not None and source.opted_out:
        return wording.said("held", "opted_out")
    agreed = source is not None and bool(source.permission)
    shown = "beginning" if grant.letters else "headline"
    return wording.said("held", f"{shown}_agreed" if agreed else shown)
