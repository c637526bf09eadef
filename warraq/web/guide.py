"""How is a question asked? `/search/help`: what the language can, by examples that lead to what they find."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote_plus

from starlette.requests import Request
from starlette.responses import Response

from warraq.query.grammar import MAX_TERMS
from warraq.web import wording
from warraq.web.pages import page
from warraq.web.scope import Scope
from warraq.web.site import scope_of

_PARTS: list[dict[str, Any]] = tomllib.loads(
    (files("warraq.web") / "locale" / "guide.toml").read_text("utf-8")
)["parts"]


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that can be asked, and what it finds."""

    ask: str
    says: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    ways: tuple[Way, ...]


def groups(scope: Scope) -> tuple[Group, ...]:
    """Every way to ask, with a paper and a country that the edition's readers know."""
    own = {
        "paper": next((paper.name for paper in scope.edition.sources), "الأهرام"),
        "country": next(filter(None, map(wording.country, sorted(scope.countries))), "مصر"),
    }
    return tuple(
        Group(part["name"], tuple(_way(way["ask"].format(**own), way["says"], scope) for way in part["ways"]))
        for part in _PARTS
    )


async def guide(request: Request) -> Response:
    """GET /search/help"""
    return await page(request, "guide.html", groups=groups(scope_of(request)), most=MAX_TERMS)


def _way(ask: str, says: str, scope: Scope) -> Way:
    return Way(ask, says, f"{scope.path('/search')}?q={quote_plus(ask)}")
