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
from warraq.web.tongue import PLAIN, speaking

_GUIDE: dict[str, Any] = tomllib.loads((files("warraq.web") / "locale" / "guide.toml").read_text("utf-8"))


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
    with speaking(PLAIN):  # questions are asked in Arabic, whatever explains them
        countries = [name for code in sorted(scope.countries) if (name := wording.country(code))]
    own = {
        "paper": next((paper.name for paper in scope.edition.sources), _GUIDE["paper"]),
        "country": next(iter(countries), _GUIDE["country"]),
    }
    return tuple(
        Group(
            wording.said("guide", f"part_{part['name']}"),
            tuple(
                _way(way["ask"].format(**own), wording.said("guide", way["says"]), scope)
                for way in part["ways"]
            ),
        )
        for part in _GUIDE["parts"]
    )


async def guide(request: Request) -> Response:
    """GET /search/help"""
    return await page(request, "guide.html", groups=groups(scope_of(request)), most=MAX_TERMS)


def _way(ask: str, says: str, scope: Scope) -> Way:
    return Way(ask, says, f"{scope.path('/search')}?q={quote_plus(ask)}")
