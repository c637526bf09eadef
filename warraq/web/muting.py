"""What does this reader not want among the news? Kinds of headlines, and papers: left out where nobody asked for them by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from starlette.requests import Request

from warraq.press import Headline
from warraq.sections.genres import genre
from warraq.web import wording
from warraq.web.frame import Frame, ticker
from warraq.web.lines import Line
from warraq.web.reading import SHOWN, Wishes, wishes
from warraq.web.scope import Scope

T = TypeVar("T", Line, Headline)


@dataclass(frozen=True, slots=True)
class Muted:
    """`kinds` as `sections.genres` has them, `papers` by slug."""

    kinds: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.papers)

    def hides(self, title: str, source: str) -> bool:
        return source in self.papers or (bool(self.kinds) and genre(title) in self.kinds)

    @property
    def without_papers(self) -> Muted:
        """The same where a reader asked for papers or people by name."""
        return replace(self, papers=frozenset())


NOTHING = Muted()


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of what it leaves out, and where the reader sees it after all."""

    text: str
    href: str
    way: str


def muted(request: Request) -> Muted:
    """What the reader muted; nothing where they ask to see it this once."""
    return NOTHING if request.query_params.get(SHOWN[0]) == SHOWN[1] else of(wishes(request))


def of(reader: Wishes) -> Muted:
    return Muted(reader.mute, reader.papers) if reader.mute or reader.papers else NOTHING


def spared(lines: Iterable[T], without: Muted) -> tuple[T, ...]:
    """Those that are not muted."""
    return tuple(one for one in lines if not (without and without.hides(one.title, one.source)))


def quieted(around: Frame, without: Muted, scope: Scope) -> Frame:
    """The frame without what is muted: the same where nothing is. A frame is made once for all readers of an edition, and
    what one of them mutes is left out when their page is made."""
    if not without:
        return around
    newest = spared(around.newest, without)
    return replace(
        around,
        newest=newest,
        ticker=ticker(newest, scope, around.places),
        desks=tuple(replace(desk, newest=spared(desk.newest, without)) for desk in around.desks),
        columns=tuple(one for one in around.columns if one.line.source not in without.papers),
    )


def told(request: Request, around: Frame, href: str) -> Told | None:
    """What a list at `href` says of the papers that this reader muted; `None` where they muted none that is known."""
    count = len(wishes(request).papers & around.sources.keys())
    if not count:
        return None
    if not muted(request).papers:
        return Told(wording.said("reading", "shown_once"), href, wording.said("reading", "hide_again"))
    shown = f"{href}{'&' if '?' in href else '?'}{SHOWN[0]}={SHOWN[1]}"
    return Told(wording.counted("muted_papers", count), shown, wording.said("reading", "show_once"))
