"""What can be read while there is no network? The worker that keeps pages in a reader's browser, the page that lists them, what
it must forget, and how the site is installed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

import orjson
from starlette.requests import Request
from starlette.responses import Response

from warraq.moderation.transitions import HIDING, LISTENING
from warraq.press import RESERVED_SLUGS, ChangeKind, PictureId, PictureState
from warraq.web import addresses, titles, wording
from warraq.web.gallery import Gallery
from warraq.web.lines import LANGUAGES
from warraq.web.pages import page, tagged
from warraq.web.scope import of_several
from warraq.web.site import Site, site_of
from warraq.web.statics import address, statics
from warraq.web.templating import templates
from warraq.web.tongue import spoken

# So many changes are looked at for one browser; who is further behind asks for everything it keeps again.
_CHANGES = 2000
# Pictures that readers or the operator hid or blurred, the latest first.
_HIDDEN = 500
# Sizes that browsers ask for before they offer to install a site.
_ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))
_PAPER = "#fbf8f1"


async def offline(request: Request) -> Response:
    """GET /offline: what this browser keeps, which only its script can tell."""
    return await page(request, "offline.html")


async def worker(request: Request) -> Response:
    """GET /sw.js: the worker, by the names of this version's files; browsers ask for it again at every visit."""
    editions = tuple(one.prefix for one in of_several(site_of(request).scopes) if one.prefix)
    return tagged(request, _worker(editions), "text/javascript; charset=utf-8")


async def manifest(request: Request) -> Response:
    """GET /manifest.webmanifest: how a phone's first screen shows the site."""
    speech, site = spoken(), site_of(request)
    masthead = (await site.whole()).masthead
    called = titles.shown(masthead)
    said = {
        "id": "/",
        "name": wording.said("manifest", "name") if called.drawn else called.name,
        "short_name": called.name,
        "description": called.tagline or wording.said("manifest", "description"),
        "lang": speech.tongue,
        "dir": speech.way,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": masthead.light or _PAPER,
        "categories": ["news"],
        "icons": [
            {"src": address(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes in _ICONS
            for purpose in ("any", "maskable")
        ],
        "shortcuts": [
            {"name": wording.said("saved", "name"), "url": "/saved"},
            {"name": wording.said("offline", "name"), "url": "/offline"},
        ],
    }
    return tagged(request, orjson.dumps(said), "application/manifest+json")


async def forgotten(request: Request) -> Response:
    """GET /offline.json?since=<position>: which articles changed since then, as JSON {position, articles, pictures, all}.

    `articles` are numbers whose page is another one now, or none; `pictures` are those that are hidden. `all`: something was
    decided that may touch any page, or too much changed to be told. Without `since` only the position is told.
    """
    site = site_of(request)
    told = await site.pool.ask(lambda: _forgotten(site, request.query_params.get("since", "")))
    return tagged(request, orjson.dumps(told), "application/json")


def _forgotten(site: Site, since: str) -> dict[str, object]:
    docket = site.rights.docket if site.rights else None
    # what papers' sites reserve binds a public site alone
    decided = 0 if docket is None else docket.change() if docket.public else docket.rulings().last
    here = f"{site.archive.last_change()}.{decided}"
    change, _, known = since.partition(".")
    after = addresses.article_id(change)  # a number like theirs
    told: dict[str, object] = {"position": here, "articles": [], "pictures": [], "all": False}
    if after is None:
        return told | {"all": bool(since) and since != here}
    changes = site.archive.changes(after, limit=_CHANGES + 1)
    changed = {one.article for one in changes if one.kind is not ChangeKind.FILED}
    pictures = {*_covered(site.gallery), *site.gallery.standing_in()} if site.gallery else set()
    return told | {
        "articles": sorted(changed),
        "pictures": sorted(pictures),
        "all": len(changes) > _CHANGES or known != str(decided),
    }


def _covered(gallery: Gallery) -> Iterator[PictureId]:
    """What no reader is shown unasked; of each kind the newest."""
    reports = gallery.desk.reports
    cases = (
        *reports.listed(HIDING, limit=_HIDDEN),
        *reports.listed(tuple(LISTENING), limit=_HIDDEN, open_only=True),
    )
    return (one.picture for one in cases if one.standing.seen is not PictureState.VISIBLE)


@cache
def _worker(editions: tuple[str, ...]) -> bytes:
    kept = [address(path) for path in sorted(statics()) if not path.endswith(".png")]
    given = {
        "statics": kept,
        "reserved": sorted(RESERVED_SLUGS),
        "languages": list(LANGUAGES),
        "fronts": ["/", *editions],
    }
    source = templates().get_template("sw.js").render(given=given, version="")
    version = hashlib.sha256(source.encode()).hexdigest()[:12]
    return templates().get_template("sw.js").render(given=given, version=version).encode()
