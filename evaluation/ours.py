"""How does Warraq itself group the articles? Each as it arrives: its kin by their words, then its place among the stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from evaluation.grouped import Grouped, Pair, Text
from evaluation.groupers import Told
from warraq.duplicates import kinship, shingles
from warraq.duplicates.window import Window
from warraq.press import ArticleId, Kin, Kinship, MoveKind
from warraq.stories.clustering import Clustering
from warraq.stories.reading import Account

_POSTINGS = 1 << 21
_LIKE_LONG = frozenset({Kinship.SAME, Kinship.REPRINT, Kinship.VERSION})


def grouped(articles: Sequence[Told], pairs: Sequence[Pair]) -> Grouped:
    """In their order; one without a date comes at the moment of the one before it, as a follower would meet it."""
    window, clustering = Window(_POSTINGS), Clustering()
    texts: dict[tuple[str, str], Text] = {}
    events: dict[str, tuple[str, ...]] = {}
    stories: dict[str, tuple[str, ...]] = {}
    kept: list[tuple[int, ...]] = []
    merged: dict[str, str] = {}
    alike: list[tuple[str, str, Kinship]] = []
    at = datetime(1970, 1, 2, tzinfo=UTC)
    for number, one in enumerate(articles):
        at = one.at or at
        kept.append(shingles.of(one.text))
        kin = _kin(ArticleId(number), kept, window)
        places = clustering.place(Account(ArticleId(number), one.source, one.title, one.text, at, kin))
        events[one.id] = tuple(str(place.event) for place in places)
        stories[one.id] = tuple(str(place.story) for place in places)
        for move in clustering.moves():
            if move.kind is MoveKind.MERGED and move.other is not None:
                merged[str(move.other)] = str(move.event)
        alike += [(articles[other.older].id, one.id, other.kinship) for other in kin]
    events = {
        one: tuple(dict.fromkeys(_now(event, merged) for event in found)) for one, found in events.items()
    }
    stories = {one: tuple(dict.fromkeys(found)) for one, found in stories.items()}
    for older, newer, kinship_of in alike:
        if set(events[older]) & set(events[newer]):  # a like text of another happening is a template
            low, high = sorted((older, newer))
            texts[low, high] = "reprint" if kinship_of in _LIKE_LONG else "excerpt"
    return Grouped(events, stories, texts)


def _now(event: str, merged: Mapping[str, str]) -> str:
    while event in merged:
        event = merged[event]
    return event


def _kin(article: ArticleId, kept: Sequence[tuple[int, ...]], window: Window) -> tuple[Kin, ...]:
    sample = shingles.sample(kept[article])
    found = []
    for candidate in window.alike(sample):
        verdict = kinship.between(kept[candidate.article], kept[article])
        if verdict.kinship:
            found.append(Kin(article, candidate.article, verdict.kinship, verdict.share))
    window.keep(article, sample)
    return tuple(found)
