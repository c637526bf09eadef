"""What are other sites and machines told of an article's page? Its card (Open Graph), its description, and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from warraq.moderation.policy import EXCERPT_LETTERS, Door, Grant, cut
from warraq.ports.rechecks import Doorway
from warraq.press import Article, Source
from warraq.sections.desks import OPINION
from warraq.web import addresses, dates, wording
from warraq.web.lines import article_path
from warraq.web.origins import reachable
from warraq.web.site import site_of

# What ends a script or a line in JavaScript; in JSON each may be written as an escape.
_HTML = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Card:
    """`url` is our page's address, `canonical` the paper's own where other search engines may keep ours. `published` is no finer than its source. `data` is the JSON-LD, safe inside a script element."""

    title: str
    description: str | None
    url: str
    canonical: str | None
    image: str | None
    published: str | None
    section: str | None
    data: Markup


def card(
    request: Request,
    article: Article,
    source: Source,
    *,
    section: str | None,
    picture: str | None,
    kept: bool,
    doors: Mapping[str, Doorway],
) -> Card:
    """The card of a visible article; `section` is its desk as readers know it, `picture` our address of the picture that
    hangs on its page, `kept` whether the page may be indexed, `doors` how papers' sites stand."""
    site = site_of(request)
    home = addresses.home(request, site.settings.address)
    grant = site.grant(article.state, source, Door.CARD, robots=article.draft.robots)
    draft = article.draft
    origin = reachable(draft.url, draft.source, doors)
    made = Card(
        title=draft.title,
        description=_description(article, grant),
        url=home + article_path(draft.source, article.id, draft.language),
        canonical=origin if kept else None,
        image=home + picture if picture and grant.picture else None,
        published=dates.machine(draft.published) if draft.published else None,
        section=section,
        data=Markup(),
    )
    homepage = reachable(source.homepage, source.slug, doors)
    return _with_data(made, article, source, origin, homepage)


def _description(article: Article, grant: Grant) -> str | None:
    """Where a text is held back, the very beginning that its page shows, lest both together say more than either may."""
    draft = article.draft
    words = (draft.abstract or draft.body) if grant.whole else draft.body
    most = EXCERPT_LETTERS if grant.letters is None else min(EXCERPT_LETTERS, grant.letters)
    return " ".join(cut(words, Grant(headline=True, letters=most, picture=False)).split()) or None


def _with_data(
    made: Card, article: Article, source: Source, origin: str | None, homepage: str | None
) -> Card:
    """With schema.org's NewsArticle: the paper's, of which ours is a copy. What no source said is left out."""
    draft = article.draft
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "OpinionNewsArticle" if draft.section == OPINION else "NewsArticle",
        "headline": made.title,
        "description": made.description,
        "inLanguage": draft.language,
        "articleSection": made.section,
        "datePublished": made.published,
        "dateModified": dates.machine(draft.updated) if draft.updated else None,
        # a byline may be a person's or an agency's, and an author must be said to be one of them: we do not know which
        "creditText": wording.listed(draft.authors) or None,
        "publisher": _without({"@type": "Organization", "name": source.name, "url": homepage}),
        "url": origin,
        "isBasedOn": origin,
        "mainEntityOfPage": made.url,
        "image": made.image,
    }
    text = json.dumps(_without(said), ensure_ascii=False).translate(_HTML)
    return replace(made, data=Markup(text))  # noqa: S704 (nothing in it can end the element)


def _without(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value}
