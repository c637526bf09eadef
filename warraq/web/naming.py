"""Whom does this article name, and where in its text does the first link to each stand?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from warraq.newsroom.shownnames import Mentioned
from warraq.press import Article, Known, NameKind
from warraq.web import wording
from warraq.web.bidi import isolated
from warraq.web.site import Site

_MOST = 16
_ORDER = (NameKind.PERSON, NameKind.BODY, NameKind.PLACE)


@dataclass(frozen=True, slots=True)
class Chip:
    """A name with its page. `says`: in how many articles it stands, if that is known."""

    name: Markup
    href: str
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text; `href` is the page of whom it names."""

    text: str
    href: str | None = None


def name_path(key: str) -> str:
    return f"/name/{quote(key, safe='')}"


def kind(of: NameKind) -> str:
    """What a reader calls one of its kind."""
    return wording.said("names", of.value)


def named(site: Site, article: Article, text: str) -> tuple[tuple[Chip, ...], tuple[Mentioned, ...]]:
    """The names of an article of which `text` is shown, and where they stand in it. Blocks.

    Of a paper that gives headlines alone nobody is named: what stands in the text is the paper's to tell.
    """
    names = site.names
    if names is None or not text.strip():
        return (), ()
    found = names.of(article.id)
    return chips(found), names.mentions(article.id, article.draft.title, text) if found else ()


def chips(found: Sequence[Known]) -> tuple[Chip, ...]:
    """People first, then bodies, then places."""
    ordered = sorted(found, key=lambda one: _ORDER.index(one.kind))
    return tuple(Chip(isolated(one.shown), name_path(one.key)) for one in ordered[:_MOST])


def runs(text: str, mentioned: Sequence[Mentioned], *, start: int) -> tuple[Run, ...]:
    """A part of a text, from `start` on, as runs: what is mentioned in it leads to its page."""
    return tuple(_runs(text, mentioned, start))


def _runs(text: str, mentioned: Sequence[Mentioned], start: int) -> Iterator[Run]:
    at = 0
    for one in mentioned:
        first, last = one.start - start, one.end - start
        if not at <= first < last <= len(text):
            continue
        if at < first:
            yield Run(text[at:first])
        yield Run(text[first:last], name_path(one.key))
        at = last
    if at < len(text):
        yield Run(text[at:])
