"""How does what is being typed in a search field go on? With papers, names, authors and words of headlines.

What stands before the word is kept: an exclusion stays one, and behind a field's colon stand papers, names or words of headlines
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote_plus

import orjson
from starlette.requests import Request
from starlette.responses import Response

from warraq.language import arabic, names
from warraq.query import fields
from warraq.query.tree import Field, Kind
from warraq.web import naming, wording
from warraq.web.desks import author_path
from warraq.web.frame import Frame
from warraq.web.lines import paper_path
from warraq.web.pages import packed_for
from warraq.web.scope import Scope
from warraq.web.site import Site, scope_of, site_of

_LONGEST = 100  # letters: nobody completes a sentence
_MOST = 8
_PAPERS, _NAMES = 2, 3
# Before the first word; and a field's name with what stands before it, its colon, and the beginning of its value.
_SIGN = re.compile(r"[-\u2212(\"«“]+")
_FIELD = re.compile(r"(?P<before>(?:.*[\s(])?-?(?P<name>[^\s:()\"«]+):)[\"«“]?(?P<value>[^:\"«»“”()]+)")
_CLOSING = {'"': '"', "«": "»", "“": "”", "(": ")"}
_FIELDS = frozenset([Kind.SOURCE, Field.TITLE, Field.AUTHOR])
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
    if (field := _FIELD.fullmatch(typed)) and (of := fields.meaning(field["name"])) in _FIELDS:
        yield from _values(site, field["before"], of, field["value"], around, scope)
        return
    sign = _SIGN.match(typed)
    before = sign[0] if sign else ""
    if not before:
        yield from (
            Choice(name, wording.said("completing", "paper"), paper_path(slug))
            for slug, name in _papers(typed, around)
        )
        yield from _named(site, typed, scope)
    for one in site.index.complete(typed[len(before) :], most=_MOST):
        if not one.name:
            text = before + one.text + _CLOSING.get(before[-1:], "")
            yield _asked(text, wording.counted("in_headline", one.articles), scope)
        elif not before and (key := names.key(one.text)):
            yield Choice(one.text, wording.said("completing", "name"), scope.path(author_path(key)))


def _named(site: Site, typed: str, scope: Scope) -> Iterator[Choice]:
    """Whoever has a page of their own, of whose name one word begins so."""
    for one in site.names.begun(typed, most=_NAMES) if site.names else ():
        yield Choice(one.shown, naming.kind(one.kind), scope.path(naming.name_path(one.key)))


def _values(
    site: Site, before: str, of: fields.Meaning | None, typed: str, around: Frame, scope: Scope
) -> Iterator[Choice]:
    """How a field's value goes on; what holds several words stands in quotes."""
    if of is Kind.SOURCE:
        says = wording.said("completing", "paper")
        yield from (_asked(before + _value(name), says, scope) for _, name in _papers(typed, around))
        return
    for one in site.index.complete(typed, most=_MOST):
        if one.name is (of is Field.AUTHOR):
            says = (
                wording.said("completing", "name")
                if one.name
                else wording.counted("in_headline", one.articles)
            )
            yield _asked(before + _value(one.text), says, scope)


def _asked(text: str, says: str, scope: Scope) -> Choice:
    return Choice(text, says, f"{scope.path('/search')}?q={quote_plus(text)}")


def _value(text: str) -> str:
    return text if text.isalnum() else f'"{text.replace(chr(34), "")}"'


def _papers(typed: str, around: Frame) -> list[tuple[str, str]]:
    """Slug and name of papers one of whose words begins so, those whose name does before the others."""
    begun = _folded(typed)
    if len(begun) < 2:
        return []
    known = ((_folded(paper.name), slug, paper.name) for slug, paper in around.sources.items())
    found = sorted(
        (not name.startswith(begun), name, slug, printed)
        for name, slug, printed in known
        if f" {begun}" in f" {name}"
    )
    return [(slug, printed) for _, _, slug, printed in found[:_PAPERS]]


def _folded(text: str) -> str:
    return " ".join(word.text for word in arabic.tokens(text))
