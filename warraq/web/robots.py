"""Which of our pages may other search engines keep? One answer for a page's header, its meta tag and robots.txt."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from warraq.press import RESERVED_SLUGS
from warraq.web import addresses, tongue
from warraq.web.site import site_of

# What a header and a meta tag say. Whoever says nothing says the last.
KEPT, PASSED, CLOSED = "all", "noindex", "noindex, nofollow"

# Lists that are worth finding by their first page: the home page, the papers, desks and days. Lists by author or place
# are cut from the same articles once more.
_LISTS = frozenset(["/", "/sources", "/day"])
_BELOW = ("/section/", "/day/")


# What is made anew for each question.
_ANEW = ("/search", "/url", "/clippings", "/*/search", "/*/url", "/*/clippings")


def said(*, findable: bool, kept: bool) -> str:
    """What a page tells robots: where the instance is not open to them, that none is to read here."""
    if not findable:
        return CLOSED
    return KEPT if kept else PASSED


def first_page(request: Request) -> bool:
    """Whether the address is the first page of a list that may be kept."""
    path: str = request.scope["path"]
    if "?" in tongue.here():  # another language is the same page
        return False
    head, _, rest = path.rpartition("/")
    if f"{head}/" in _BELOW:
        return bool(rest)
    return path in _LISTS or (not head and addresses.slug(rest) is not None and rest not in RESERVED_SLUGS)


async def robots(request: Request) -> Response:
    """GET /robots.txt: a private instance, or an invented press, asks every robot to stay out; a public one only out of what is made anew for
    each question, and names its maps."""
    site = site_of(request)
    lines = ["User-agent: *"]
    if site.findable:
        lines += [f"Disallow: {path}" for path in _ANEW]
        lines += ["Allow: /", "", f"Sitemap: {addresses.home(request, site.settings.address)}/sitemap.xml"]
    else:
        lines.append("Disallow: /")
    return PlainTextResponse("\n".join([*lines, ""]), headers={"cache-control": "public, max-age=60"})
