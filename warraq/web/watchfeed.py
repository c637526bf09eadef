"""What did a watch find? Its stories as a feed, one item a story, for whoever was given the address."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation.policy import Case, case, unsought
from warraq.newsroom import signing
from warraq.press import DIGEST, Article, Source, State, Watch
from warraq.web.addresses import home
from warraq.web.failing import not_found
from warraq.web.outfeeds import answered, rss
from warraq.web.site import Site, scope_of, site_of
from warraq.web.view import View, headline

_ITEMS = 40
_LOOKED_AT = 200  # messages; not all of them may be shown any more


async def feed(request: Request) -> Response:
    """GET /watch/<token>/rss: also of a watch that is paused."""
    site, scope, token = site_of(request), scope_of(request), request.path_params["token"]
    watch = await site.pool.ask(lambda: _called(site, token))
    if watch is None:
        return await not_found(request)
    found = await site.pool.ask(lambda: list(_found(site, watch)))
    around = await site.frame(scope)
    lines = site.lines(tuple(map(headline, found)), around, scope)
    view = View("/search", watch.rule.name, query=urlencode({"q": watch.rule.query, "sort": "newest"}))
    held = {one.id: one for one in found}
    own = home(request, site.settings.address)
    text = rss(view, lines, held, around, home=own, at=f"/watch/{token}/rss")
    return answered(request, text.encode("utf-8"))


def _called(site: Site, token: str) -> Watch | None:
    """The watch whose feed's address has that word."""
    if site.watches is None or site.rights is None:
        return None
    given, secret = token.encode("utf-8", "replace"), site.rights.secret
    for watch in site.watches.listed():
        if hmac.compare_digest(signing.feed_token(secret, watch.salt).encode("ascii"), given):
            return watch
    return None


def _case(article: Article, sources: Mapping[str, Source], site: Site) -> Case:
    paper, public = sources.get(article.draft.source), site.settings.public is True
    return case(article.state, paper, public=public, robots=article.draft.robots)


def _found(site: Site, watch: Watch) -> Iterator[Article]:
    """The article by which each story is told, or, where that may not be shown, another of it; the newest story first."""
    messages = site.watches.told(watch.id, limit=_LOOKED_AT) if site.watches else ()
    notes = [one.note for one in messages if one.note.story != DIGEST]
    ids = [article for note in notes for article in note.articles]
    held = {one.id: one for one in site.archive.articles(ids) if one.state is State.VISIBLE}
    sources = site.archive.sources()
    shown = 0
    for note in notes:
        told = (held[one] for one in note.articles if one in held)
        first = next((one for one in told if not unsought(_case(one, sources, site))), None)
        if first is not None and shown < _ITEMS:
            shown += 1
            yield first
