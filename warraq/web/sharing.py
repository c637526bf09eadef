"""How does a reader hand an article on? By plain links, which ask nobody anything before they are followed.

What is handed on is a headline and one address, with nothing behind it that tells who handed it on. Where the instance is its
operator's own, nobody else can open our address: then it is the paper's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.requests import Request

from warraq.ports.rechecks import Doorway
from warraq.press import Article
from warraq.web import addresses, origins
from warraq.web.bidi import uncontrolled
from warraq.web.lines import article_path
from warraq.web.site import site_of


@dataclass(frozen=True, slots=True)
class Way:
    """`name` is a message of the catalogue's room `share`."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What is handed on, and the ways by which. `permalink` is our own address, whoever can open it."""

    title: str
    address: str
    permalink: str
    ways: tuple[Way, ...]


def of_article(request: Request, article: Article, doors: Mapping[str, Doorway]) -> Shared:
    """`doors` is how papers' sites stand."""
    draft = article.draft
    path = article_path(draft.source, article.id, draft.language)
    return shared(request, draft.title, path, theirs=origins.reachable(draft.url, draft.source, doors))


def shared(request: Request, title: str, path: str, *, theirs: str | None = None) -> Shared:
    """What stands at our `path`; `theirs` is the paper's own address of it."""
    site = site_of(request)
    ours = addresses.home(request, site.settings.address) + path
    address = ours if site.settings.public or theirs is None else theirs
    return Shared(uncontrolled(title), address, ours, _ways(" ".join(uncontrolled(title).split()), address))


def _ways(title: str, address: str) -> tuple[Way, ...]:
    """Sources: RFC 6068 (mailto) and what each service documents for links."""
    both = f"{title}\n{address}"
    mail = {"subject": title, "body": both.replace("\n", "\r\n")}
    return (
        Way("whatsapp", f"https://wa.me/?{urlencode({'text': both}, quote_via=quote)}"),
        Way(
            "telegram",
            f"https://t.me/share/url?{urlencode({'url': address, 'text': title}, quote_via=quote)}",
        ),
        Way("x", f"https://x.com/intent/post?{urlencode({'text': title, 'url': address}, quote_via=quote)}"),
        Way("mail", f"mailto:?{urlencode(mail, quote_via=quote)}"),
    )
