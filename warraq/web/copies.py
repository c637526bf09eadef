"""Who has whose words? The copies of an event as trees, drawn from right to left and said in a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from warraq.duplicates import difference, verdict
from warraq.duplicates.difference import Fate
from warraq.moderation.policy import Door
from warraq.press import Article, ArticleId, Headline, Kin, Kinship, Precision
from warraq.web import wording
from warraq.web.frame import Frame
from warraq.web.lines import Line
from warraq.web.site import Site
from warraq.web.tongue import spoken

WIDTH = 340  # what a phone shows without making letters smaller than they may be
_ROW, _TOP, _EDGE = 58, 20, 60
_DEEPEST = 2  # columns beside the first; what was copied from a copy of a copy stands in the last
_DRAWN = 24
_COMPARED = 8  # copies whose words are compared with the original's: of what a page costs, most
_LETTERS = 20_000  # of each text
_SAID_WORDS = 4  # fewer words in a row say little of what was added
_SAID = 2
_SAID_LETTERS = 180
_NAME_LETTERS = 16
_ALIKE = frozenset([Kinship.SAME, Kinship.REPRINT])
_TURNED = {Kinship.EXCERPT: Kinship.EMBEDS, Kinship.EMBEDS: Kinship.EXCERPT}
# Of the paper's own page again it says nothing who took from whom.
_COPYING = (Kinship.SAME, Kinship.REPRINT, Kinship.EXCERPT, Kinship.EMBEDS)
# How long a date goes on that says no more than this: its article was printed at any time of it.
_LASTS = {
    Precision.SECOND: timedelta(seconds=1),
    Precision.MINUTE: timedelta(minutes=1),
    Precision.DAY: timedelta(days=1),
    Precision.MONTH: timedelta(days=31),
    Precision.YEAR: timedelta(days=366),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A circle with a paper's name beneath it."""

    x: int
    y: int
    name: str
    href: str
    origin: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """From an original to what has its words; `part`: not all of them, or more than them."""

    path: str
    part: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy in words: whose it is, what it did with them (`kind`, `share`), how many words it cut and added, and some that it
    added, as far as they may be shown. `whole`: word for word; `later`: it is known that the other was printed before."""

    line: Line
    older: Line
    kind: str
    share: int
    whole: bool
    later: bool
    counts: tuple[str, str] | None = None
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copies:
    """`told` says in a sentence what the drawing shows; `whole`: it had room for all."""

    copies: tuple[Copy, ...]
    nodes: tuple[Node, ...]
    branches: tuple[Branch, ...]
    height: int
    told: str
    whole: bool
    width: int = WIDTH


def parents(kin: Iterable[Kin], lines: Mapping[ArticleId, Line]) -> dict[ArticleId, Kin]:
    """Of each article that has an older one's words the one that it shares most with, of equals the oldest.

    Older is what was printed before, whichever of the two we came upon first.
    """
    inside = (one for one in kin if one.kinship in _COPYING and {one.article, one.older} <= lines.keys())
    turned = [older_first(one, lines) for one in inside]
    found: dict[ArticleId, Kin] = {}
    for one in sorted(turned, key=lambda one: (-one.share, lines[one.older].at, one.older)):
        found.setdefault(one.article, one)
    return {**_beside(turned, found, lines), **found}


def _beside(
    turned: Iterable[Kin], found: Mapping[ArticleId, Kin], lines: Mapping[ArticleId, Line]
) -> dict[ArticleId, Kin]:
    """Those that we knew to be alike only by way of one that turned out to be newer than both: what is older than all is their original."""
    beside = {}
    for one in turned:
        first = found[one.article]
        later = (lines[first.older].at, first.older) < (lines[one.older].at, one.older)
        if later and one.older not in found and {one.kinship, first.kinship} <= _ALIKE:
            share = min(one.share, first.share)
            beside[one.older] = Kin(one.older, first.older, Kinship.REPRINT, share)
    return beside


def older_first(kin: Kin, lines: Mapping[ArticleId, Line]) -> Kin:
    """The same with `older` as what lists have as the older, whichever we came upon first."""
    if (lines[kin.older].at, kin.older) < (lines[kin.article].at, kin.article):
        return kin
    return Kin(kin.older, kin.article, _TURNED.get(kin.kinship, kin.kinship), kin.share)


def printed_before(one: Headline, other: Headline) -> bool:
    """Whether it is known that one was printed before the other: by what their papers say, as exactly as they say it; what has no
    date was printed before we saw it, and nobody knows how long."""
    if other.published is None:
        return False
    until = one.published.at + _LASTS[one.published.precision] if one.published else one.first_seen
    return until <= other.published.at


def copied(kin: Iterable[Kin], lines: Mapping[ArticleId, Line]) -> frozenset[ArticleId]:
    """Those that say no more than an older one: the same text, or a part of it."""
    found = parents(kin, lines)
    return frozenset(article for article, one in found.items() if one.kinship is not Kinship.EMBEDS)


def copies(
    site: Site,
    kin: Sequence[Kin],
    lines: Mapping[ArticleId, Line],
    heads: Mapping[ArticleId, Headline],
    around: Frame,
) -> Copies | None:
    """The copies among these lines, which are those of `heads`; `None` where everybody wrote for themselves. Blocks."""
    found = parents(kin, lines)
    if not found:
        return None
    made = _told(site, found, lines, heads, around)
    nodes, branches, height = _drawn(found, lines)
    origins = {one.older for one in found.values()} - found.keys()
    told = f"{wording.counted('copied', len(found))} {wording.counted('in_earlier', len(origins))}."
    return Copies(made, nodes, branches, height, told, whole=len(nodes) == len(found) + len(origins))


def _drawn(
    found: Mapping[ArticleId, Kin], lines: Mapping[ArticleId, Line]
) -> tuple[tuple[Node, ...], tuple[Branch, ...], int]:
    below: dict[ArticleId, list[ArticleId]] = {}
    for article in sorted(found, key=lambda one: (lines[one].at, one)):
        below.setdefault(found[article].older, []).append(article)
    depth = dict.fromkeys(sorted(below.keys() - found.keys()), 0)
    places: dict[ArticleId, tuple[int, int]] = {}
    row = 0
    apart = (WIDTH - 2 * _EDGE) // _DEEPEST
    waiting = list(reversed(depth))
    while waiting and len(places) < _DRAWN:
        one = waiting.pop()
        across = _EDGE + depth[one] * apart  # from where the reader's language begins
        places[one] = (WIDTH - across if spoken().way == "rtl" else across, _TOP + row * _ROW)
        if one in below:
            for child in below[one]:
                depth[child] = min(depth[one] + 1, _DEEPEST)
            waiting += reversed(below[one])
        else:
            row += 1
        if one in below and depth[one] == _DEEPEST:
            row += 1
    nodes = tuple(
        Node(x, y, _short(str(lines[one].paper.striptags())), lines[one].href, one not in found)
        for one, (x, y) in places.items()
    )
    branches = tuple(
        Branch(_way(places[found[one].older], place), found[one].kinship in (Kinship.EXCERPT, Kinship.EMBEDS))
        for one, place in places.items()
        if one in found
    )
    lowest = max((y for _, y in places.values()), default=0)
    return nodes, branches, lowest + _ROW - _TOP


def _way(start: tuple[int, int], end: tuple[int, int]) -> str:
    """From one circle to another at right angles, past the names beneath them."""
    (x, y), (to_x, to_y) = start, end
    if x == to_x:  # in the last column: beneath one another
        back = _EDGE - 2 if spoken().way == "rtl" else 2 - _EDGE
        return f"M{x} {y}h{back}V{to_y}h{-back}"
    return f"M{x} {y}H{(x + to_x) // 2}V{to_y}H{to_x}"


def _short(name: str) -> str:
    return name if len(name) <= _NAME_LETTERS else f"{name[: _NAME_LETTERS - 1]}…"


def _told(
    site: Site,
    found: Mapping[ArticleId, Kin],
    lines: Mapping[ArticleId, Line],
    heads: Mapping[ArticleId, Headline],
    around: Frame,
) -> tuple[Copy, ...]:
    ordered = sorted(found.values(), key=lambda one: (lines[one.older].at, one.older, lines[one.article].at))
    reworded = [one for one in ordered if one.kinship is not Kinship.SAME][:_COMPARED]
    held = {
        one.id: one
        for one in site.archive.articles([side for each in reworded for side in (each.article, each.older)])
    }
    compared = {one.article: _compared(site, held, one, around) for one in reworded}
    return tuple(
        Copy(
            lines[one.article],
            lines[one.older],
            wording.said("kinships", one.kinship.value),
            round(100 * one.share),
            one.kinship is Kinship.SAME,
            printed_before(heads[one.older], heads[one.article]),
            *compared.get(one.article, (None, ())),
        )
        for one in ordered
    )


def _compared(
    site: Site, held: Mapping[ArticleId, Article], kin: Kin, around: Frame
) -> tuple[tuple[str, str] | None, tuple[str, ...]]:
    """How many words went and came, and some of those that came."""
    pair = [held.get(kin.older), held.get(kin.article)]
    texts = []
    for one in pair:
        if one is None:
            return None, ()
        source, robots = around.sources.get(one.draft.source), one.draft.robots
        if not site.grant(one.state, source, Door.DIFFERENCE, robots=robots).whole:
            return None, ()
        texts.append(one.draft.body[:_LETTERS])
    gone, came, added = _difference(*texts)
    return (wording.counted("words_gone", gone), wording.counted("words_new", came)), added


@lru_cache(maxsize=256)  # most of what a page costs, and the same for every reader
def _difference(before: str, after: str) -> tuple[int, int, tuple[str, ...]]:
    pieces = difference.between(*map(verdict.without_furniture, (before, after)))
    added = [
        " ".join(piece.text.split())
        for piece in pieces
        if piece.fate is Fate.NEW and not piece.moved and len(piece.text.split()) >= _SAID_WORDS
    ]
    said = sorted(added, key=len, reverse=True)[:_SAID]
    return *difference.counted(pieces), tuple(map(_cut, said))


def _cut(text: str) -> str:
    if len(text) <= _SAID_LETTERS:
        return text
    return f"{text[:_SAID_LETTERS].rsplit(' ', 1)[0]}…"
