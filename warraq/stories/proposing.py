"""What would grouping anew do otherwise than what stands? It is proposed to an editor, and never done by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from warraq.press import ArticleId, EventId, MoveKind, Proposal, SaidOfStory, StoryWordKind

_MOSTLY = 0.5  # of the smaller event must stand with the other one


def proposals(
    stands: Mapping[ArticleId, EventId], anew: Mapping[ArticleId, EventId], words: Iterable[SaidOfStory] = ()
) -> tuple[Proposal, ...]:
    """Events that would be one, then articles that would leave theirs; never what goes against an editor's word."""
    apart = set()
    whole = set()
    for said in words:
        if said.word.kind is StoryWordKind.SPLIT:
            apart.add(frozenset({said.word.event, said.made}))
        elif said.word.kind is StoryWordKind.MERGE:
            whole.add(said.made)
    sizes = Counter(stands.values())
    groups: dict[EventId, Counter[EventId]] = defaultdict(Counter)
    for article, event in stands.items():
        if article in anew:
            groups[anew[article]][event] += 1
    return (*_merges(groups, sizes, apart), *_splits(stands, anew, whole))


def _merges(
    groups: Mapping[EventId, Counter[EventId]], sizes: Mapping[EventId, int], apart: set[frozenset[EventId]]
) -> list[Proposal]:
    found: dict[tuple[EventId, EventId], None] = {}
    for together in groups.values():
        mostly = sorted(event for event, count in together.items() if count >= _MOSTLY * sizes[event])
        for other in mostly[1:]:
            if frozenset({mostly[0], other}) not in apart:
                found[mostly[0], other] = None
    return [Proposal(MoveKind.MERGED, event, other) for event, other in sorted(found)]


def _splits(
    stands: Mapping[ArticleId, EventId],
    anew: Mapping[ArticleId, EventId],
    whole: set[EventId],
) -> list[Proposal]:
    """The largest part of an event is it; an article that would stand alone or with its like leaves."""
    parts: dict[EventId, dict[EventId, list[ArticleId]]] = defaultdict(lambda: defaultdict(list))
    for article in sorted(stands):
        if article in anew:
            parts[stands[article]][anew[article]].append(article)
    found = []
    for event, its in sorted(parts.items()):
        if event in whole or len(its) == 1:
            continue
        stays = max(its, key=lambda one: (len(its[one]), -one))
        for group, articles in sorted(its.items()):
            if group != stays:
                found.append(Proposal(MoveKind.SPLIT, event, articles=tuple(articles)))
    return found
