"""How does Warraq itself group the articles? Each as it arrives: its kin by their words, then its place among the stories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from evaluation.grouped import Grouped, Pair, Text
from evaluation.groupers import Told
from warraq.duplicates import kinship, shingles
from warraq.duplicates.window import Window
from warraq.press import ArticleId, Kin, Kinship
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
    at = datetime(1970, 1, 2, tzinfo=UTC)
    for number, one in enumerate(articles):
        at = one.at or at
        kept.append(shingles.of(one.text))
        kin = _kin(ArticleId(number), kept, window)
        places = clustering.place(Account(ArticleId(number), one.source, one.title, one.text, at, kin))
        events[one.id] = tuple(str(place.event) for place in places)
        stories[one.id] = tuple(str(place.story) for place in places)
        for other in kin:
            older = articles[other.older].id
            if set(events[older]) & set(events[one.id]):  # a like text of another happening is a template
                low, high = sorted((older, one.id))
                texts[low, high] = "reprint" if other.kinship in _LIKE_LONG else "excerpt"
    return Grouped(events, stories, texts)


def _kin(article: ArticleId, kept: Sequence[tuple[int, ...]], window: Window) -> tuple[Kin, ...]:
    sample = shingles.sample(kept[article])
    found = []
    for candidate in window.alike(sample):
        verdict = kinship.between(kept[candidate.article], kept[article])
        if verdict.kinship:
            found.append(Kin(article, candidate.article, verdict.kinship, verdict.share))
    window.keep(article, sample)
    return tuple(found)
