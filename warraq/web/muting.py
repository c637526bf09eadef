"""Which kinds of headlines does this reader not want among the news? Their own browser remembers it, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from starlette.requests import Request

from warraq.press import Headline
from warraq.sections.genres import GENRES, genre
from warraq.web.frame import Frame
from warraq.web.lines import Line

T = TypeVar("T", Line, Headline)

COOKIE = "warraq-muted"

Muted = frozenset[str]
NOTHING: Muted = frozenset()


def muted(request: Request) -> Muted:
    """The kinds that the reader muted; what a browser sends besides is passed over."""
    return frozenset(request.cookies.get(COOKIE, "").split(".")) & frozenset(GENRES)


def spared(lines: Iterable[T], kinds: Muted) -> tuple[T, ...]:
    """Those of other kinds."""
    return tuple(one for one in lines if not kinds or genre(one.title) not in kinds)


def quieted(around: Frame, kinds: Muted) -> Frame:
    """The frame without headlines of these kinds: the same where there are none."""
    if not kinds:
        return around
    desks = tuple(replace(desk, newest=spared(desk.newest, kinds)) for desk in around.desks)
    return replace(
        around,
        newest=spared(around.newest, kinds),
        ticker=around.tickers.get(kinds, around.ticker),
        desks=desks,
    )
