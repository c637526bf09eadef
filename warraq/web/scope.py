"""Which edition does an address ask for, and who are its readers?

One deployment shows one edition or several. The address without an edition's word shows all that is deployed; with several,
`/eg` and what stands below it shows one. The word is taken off before the routes see the address, so one table serves all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Send

from warraq.press import Edition
from warraq.web import addresses, dates, wording
from warraq.web.lines import LANGUAGES

# What stands below an article's address.
_BENEATH = ("versions", "cite", "record")
# What the site's own wrapper leaves in a request.
_CODE, _ASKED = "warraq.edition", "warraq.asked"


@dataclass(frozen=True, slots=True)
class Scope:
    """The readers of one edition, or of the whole site (`prefix` is then ""). `countries` are those of its papers: of their
    news is its front. `kept` are those whose papers its lists hold, `None` for every paper ever kept. `zone` and `how` are its readers' own, `labels` what its press calls its desks."""

    edition: Edition
    prefix: str
    countries: frozenset[str]
    zone: tzinfo
    how: dates.Manner
    labels: Mapping[str, str]

    @property
    def code(self) -> str:
        """Its word in addresses."""
        return self.prefix.removeprefix("/")

    @property
    def kept(self) -> frozenset[str] | None:
        """The front is the press of what is deployed, the archive everything: also what was imported of other countries,
        or collected when another edition was deployed."""
        return self.countries if self.prefix else None

    def path(self, address: str) -> str:
        """An address of the whole site ("/latest") as this edition has it ("/eg/latest")."""
        return address if not self.prefix else self.prefix + address.rstrip("/")

    def label(self, desk: str | None) -> str | None:
        """What this edition calls a desk; `None` for none, and for one nobody has a word for."""
        return wording.section(desk, self.labels)


def scopes(edition: Edition, *, hijri_offset: int = 0, moved: int | None = None) -> dict[str, Scope]:
    """Every scope of a deployment by its word in addresses: "" for all of it, then each edition where there are several.
    `hijri_offset` is that of editions that do not say their own, `moved` what the operator's page says for all."""
    parts = {part.code: part for part in edition.parts} if len(edition.parts) > 1 else {}
    under = partial(dates.manner, hijri_offset=hijri_offset, moved=moved)
    return {"": _scope(edition, "", under(edition))} | {
        code: _scope(part, f"/{code}", under(part)) for code, part in parts.items()
    }


def _scope(edition: Edition, prefix: str, how: dates.Manner) -> Scope:
    return Scope(
        edition,
        prefix,
        # of an edition without papers what was kept of its country
        frozenset(source.country for source in edition.sources) or frozenset([edition.code]),
        dates.zone_of(edition.zone),
        how,
        dict(edition.section_labels),
    )


class Editions:
    """Reads an address's first word: an edition of several is taken off and remembered; the only edition, and a slash at
    the end, lead to the address without. An article is everybody's: before one the word is no edition (`/fr/<paper>/<id>`)."""

    def __init__(self, app: ASGIApp, *, edition: Edition) -> None:
        self._app = app
        self._codes = frozenset(code for code in scopes(edition) if code)
        papers = {source.slug for source in edition.sources}
        self._alone = None if self._codes or edition.code in papers else edition.code

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        word, _, rest = path[1:].partition("/")
        if path != "/" and path.endswith("/"):
            await _led(f"/{path.strip('/')}", scope, receive, send)
        elif word == self._alone and not _article(rest):
            await _led(f"/{rest.strip('/')}", scope, receive, send)
        elif word in (*self._codes, self._alone, *LANGUAGES) and _article(rest):
            await self._app({**scope, "path": f"/{rest}", _ASKED: path}, receive, send)
        elif word in self._codes:
            await self._app({**scope, "path": f"/{rest}", _CODE: word, _ASKED: path}, receive, send)
        else:
            await self._app(scope, receive, send)


def code_of(request: Request) -> str:
    """The edition's word that the address began with; "" for none."""
    code: str = request.scope.get(_CODE, "")
    return code


def asked(request: Request) -> str:
    """The path as it was asked for, decoded, with what was taken off."""
    path: str = request.scope.get(_ASKED, request.scope["path"])
    return path


def _article(rest: str) -> bool:
    """Whether this is an article's address, or one below it."""
    _, *below = rest.split("/", 2)
    return (
        bool(below)
        and addresses.article_id(below[0]) is not None
        and (len(below) == 1 or below[1].partition("/")[0].partition(".")[0] in _BENEATH)
    )


async def _led(path: str, scope: Any, receive: Receive, send: Send) -> None:
    """301 inside the house: a path of one leading slash, with the question as it was asked."""
    query = scope.get("query_string", b"").decode("latin-1")
    target = quote(path, safe="/") + (f"?{query}" if query else "")
    await RedirectResponse(target, status_code=301)(scope, receive, send)


def of_several(known: Mapping[str, Scope]) -> tuple[Scope, ...]:
    """What the masthead's switch leads to: all first, then each edition; nothing where there is but one."""
    return tuple(known.values()) if len(known) > 1 else ()
