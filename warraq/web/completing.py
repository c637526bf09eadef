"""How does what is being typed in a search field go on? With papers, authors' names and words of headlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus

import orjson
from starlette.requests import Request
from starlette.responses import Response

from warraq.language import arabic, names
from warraq.web import wording
from warraq.web.desks import author_path
from warraq.web.frame import Frame
from warraq.web.lines import paper_path
from warraq.web.pages import packed_for
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of

_LONGEST = 100  # letters: nobody completes a sentence
_MOST = 8
_PAPERS = 2
_HELD = {"cache-control": "private, max-age=60"}


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` as it is printed, what it `says` it is, and where it leads."""

    text: str
    says: str
    href: str


async def complete(request: Request) -> Response:
    """GET /search/complete?q=: a list of {text, says, href}; empty where nothing is known, or is being typed."""
    site, scope = site_of(request), scope_of(request)
    typed = request.query_params.get("q", "").lstrip()
    choices: list[Choice] = []
    if 0 < len(typed) <= _LONGEST and typed.isprintable():
        around = await site.frame(scope)
        choices = await site.pool.ask(lambda: list(_choices(site, typed, around, scope)))
    told = [{"text": one.text, "says": one.says, "href": one.href} for one in choices[:_MOST]]
    return packed_for(request, orjson.dumps(told), "application/json", _HELD)


def _choices(site: Site, typed: str, around: Frame, scope: Scope) -> Iterator[Choice]:
    yield from _papers(typed, around)
    for one in site.index.complete(typed, most=_MOST):
        if one.name:
            key = names.key(one.text)
            if key:
                yield Choice(one.text, wording.said("completing", "name"), scope.path(author_path(key)))
        else:
            count = wording.counted("in_headline", one.articles)
            yield Choice(one.text, count, f"{scope.path('/search')}?q={quote_plus(one.text)}")


def _papers(typed: str, around: Frame) -> list[Choice]:
    """Papers one of whose words begins so, those whose name does before the others."""
    begun = _folded(typed)
    if len(begun) < 2:
        return []
    known = ((_folded(paper.name), slug, paper.name) for slug, paper in around.sources.items())
    found = sorted(
        (not name.startswith(begun), name, slug, printed)
        for name, slug, printed in known
        if f" {begun}" in f" {name}"
    )
    says = wording.said("completing", "paper")
    return [Choice(printed, says, paper_path(slug)) for _, _, slug, printed in found[:_PAPERS]]


def _folded(text: str) -> str:
    return " ".join(word.text for word in arabic.tokens(text))
