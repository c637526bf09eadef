"""How is a link, a stress or a machine's word set into a sentence? As markup that fills a place of a message."""

from __future__ import annotations

from markupsafe import Markup


def linked(href: str, text: str, *, kind: str | None = None) -> Markup:
    """A link; `kind` is its class."""
    sort = Markup(' class="{}"').format(kind) if kind else Markup("")
    return Markup('<a{} href="{}">{}</a>').format(sort, href, text)


def strong(text: str) -> Markup:
    return Markup("<strong>{}</strong>").format(text)


def ltr(text: str) -> Markup:
    """What machines read, from left to right in every language."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)
