"""What came in since this page was opened? Open pages ask: for the ticker, and for how much the latest news hold that they do not
show."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from starlette.requests import Request
from starlette.responses import Response

from warraq.press import ArticleId
from warraq.web import addresses, latest, wording
from warraq.web.failing import not_found
from warraq.web.frame import ticking
from warraq.web.listing import EACH
from warraq.web.muting import muted, quieted, spared
from warraq.web.pages import tagged
from warraq.web.site import scope_of, site_of


async def ticker(request: Request) -> Response:
    """GET /ticker?after=<article>: the edition's ticker as it stands on every page, at most two seconds old, as JSON
    {ticker, news}: its HTML, and in one sentence how many of its headlines came in after that article; `null` for none."""
    site, scope = site_of(request), scope_of(request)
    around = quieted(await site.frame(scope), muted(request), scope)
    after = addresses.article_id(request.query_params.get("after", ""))
    many = _later((line.id for line in ticking(around.newest, around.places)), after)
    return _told(request, ticker=around.ticker, news=wording.counted("new_headline", many) if many else None)


async def fresh(request: Request) -> Response:
    """GET /latest/new?after=<article>: JSON {news}: in one sentence how many of the list's first page came in after that
    article, `null` for none. The list's own filters hold."""
    site = site_of(request)
    view = await latest.view(request)
    after = addresses.article_id(request.query_params.get("after", ""))
    if view is None or after is None:
        return await not_found(request)
    silent = muted(request)
    without = silent.without_papers if view.source else silent
    found = spared(await site.headlines(view, limit=EACH), without)
    many = _later((one.id for one in found), after)
    message = "many_new_article" if many == EACH else "new_article"
    return _told(request, news=wording.counted(message, many) if many else None)


def _later(ids: Iterable[ArticleId], after: ArticleId | None) -> int:
    """How many were filed after it: numbers are given in the order of filing."""
    return 0 if after is None else sum(number > after for number in ids)


def _told(request: Request, **said: str | None) -> Response:
    """As JSON, since it is no page: what is HTML of it, is so within."""
    return tagged(
        request, orjson.dumps({key: text and str(text) for key, text in said.items()}), "application/json"
    )
