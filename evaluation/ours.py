"""How does Warraq itself group the articles? Each as it arrives: its kin by their words, then its place among the stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from evaluation.grouped import Grouped, Pair, Text
from evaluation.groupers import Told
from warraq.duplicates import kinship, shingles
from warraq.duplicates.window import Window
from warraq.press import ArticleId, EventId, Kin, Kinship, Move, MoveKind, Placing, StoryId
from warraq.stories.clustering import Clustering
from warraq.stories.reading import Account

_POSTINGS = 1 << 21
_LIKE_LONG = frozenset({Kinship.SAME, Kinship.REPRINT, Kinship.VERSION})


def grouped(articles: Sequence[Told], pairs: Sequence[Pair]) -> Grouped:
    """In their order; one without a date comes at the moment of the one before it, as a follower would meet it."""
    window, clustering, kept = Window(_POSTINGS), Clustering(), Kept()
    runs: list[tuple[int, ...]] = []
    kin: list[Kin] = []
    at = datetime(1970, 1, 2, tzinfo=UTC)
    for number, one in enumerate(articles):
        at = one.at or at
        runs.append(shingles.of(one.text))
        own = _kin(ArticleId(number), runs, window)
        kin += own
        kept.take(clustering.place(Account(ArticleId(number), one.source, one.title, one.text, at, own)))
        kept.follow(clustering.moves())
    return kept.grouped([one.id for one in articles], kin)


@dataclass(slots=True)
class Kept:
    """What an archive would keep: the events of each article, the story of each event."""

    events: dict[ArticleId, tuple[EventId, ...]] = field(default_factory=dict)
    stories: dict[EventId, StoryId] = field(default_factory=dict)
    articles: dict[EventId, list[ArticleId]] = field(default_factory=lambda: defaultdict(list))

    def take(self, places: Sequence[Placing]) -> None:
        self.events[places[0].article] = tuple(dict.fromkeys(place.event for place in places))
        for place in places:
            self.stories.setdefault(place.event, place.story)
            self.articles[place.event].append(place.article)

    def follow(self, moves: Iterable[Move]) -> None:
        """What becomes of whole events."""
        for move in moves:
            if move.other is None:
                continue
            if move.kind is MoveKind.SPLIT:
                self.stories[move.other] = self.stories[move.event]
                self._renamed(move.event, move.other, move.articles)
            else:
                self._renamed(move.other, move.event, self.articles.pop(move.other, []))

    def _renamed(self, was: EventId, now: EventId, articles: Sequence[ArticleId]) -> None:
        for article in articles:
            events = (now if event == was else event for event in self.events[article])
            self.events[article] = tuple(dict.fromkeys(events))
        self.articles[now] += articles

    def grouped(self, names: Sequence[str], kin: Iterable[Kin]) -> Grouped:
        """By the articles' own names. A like text of another happening is a template, and no reprint."""
        texts: dict[tuple[str, str], Text] = {}
        for one in kin:
            if set(self.events[one.article]) & set(self.events[one.older]):
                low, high = sorted((names[one.article], names[one.older]))
                texts[low, high] = "reprint" if one.kinship in _LIKE_LONG else "excerpt"
        events = {names[article]: tuple(map(str, held)) for article, held in self.events.items()}
        stories = {
            names[article]: tuple(dict.fromkeys(str(self.stories[event]) for event in held))
            for article, held in self.events.items()
        }
        return Grouped(events, stories, texts)


def _kin(article: ArticleId, runs: Sequence[tuple[int, ...]], window: Window) -> tuple[Kin, ...]:
    sample = shingles.sample(runs[article])
    found = []
    for candidate in window.alike(sample):
        verdict = kinship.between(runs[candidate.article], runs[article])
        if verdict.kinship:
            found.append(Kin(article, candidate.article, verdict.kinship, verdict.share))
    window.keep(article, sample)
    return tuple(found)
