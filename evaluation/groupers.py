"""Who groups the articles? Ours, and three baselines: like headlines, one pass over TF-IDF centroids, MinHash."""

from __future__ import annotations

import heapq
import math
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from evaluation.grouped import Grouped, Pair, Text
from warraq.language import analysis, arabic

_WORDS = 120  # of a body, as in our own
_MOST_POSTINGS = 300


@dataclass(frozen=True, slots=True)
class Told:
    """An article in its order: `at` is `None` where it has no date."""

    id: str
    source: str
    title: str
    text: str
    at: datetime | None


Grouper = Callable[[Sequence[Told], Sequence[Pair]], Grouped]


def title(
    articles: Sequence[Told], pairs: Sequence[Pair], *, event: float = 0.5, story: float = 0.3
) -> Grouped:
    """Headlines whose stems overlap (Jaccard) within three days, each with its nearest; nothing is said of texts."""
    found = {}
    for name, least in (("events", event), ("stories", story)):
        groups: dict[str, str] = {}
        having: dict[str, list[tuple[int, datetime | None]]] = defaultdict(list)
        stems = [frozenset(analysis.analysed(one.title).stems) for one in articles]
        for at, one in enumerate(articles):
            shared: Counter[int] = Counter()
            for stem in stems[at]:
                shared.update(
                    place
                    for place, when in having[stem][-_MOST_POSTINGS:]
                    if _near(when, one.at, timedelta(days=3))
                )
                having[stem].append((at, one.at))
            best, place = max(
                ((both / len(stems[at] | stems[other]), -other) for other, both in shared.items()),
                default=(0.0, 0),
            )
            groups[one.id] = groups[articles[-place].id] if best >= least else one.id
        found[name] = {one: (group,) for one, group in groups.items()}
    return Grouped(found["events"], found["stories"], {})


def tfidf(
    articles: Sequence[Told], pairs: Sequence[Pair], *, event: float = 0.34, story: float = 0.2
) -> Grouped:
    """One pass: each article to the nearest centroid by cosine, of what was new within four days. Texts: plain shingles."""
    vectors = _vectors(articles)
    events = _one_pass(articles, vectors, least=event)
    stories = _one_pass(articles, vectors, least=story)
    return Grouped(events, stories, _plain_texts(articles, pairs))


def minhash(articles: Sequence[Told], pairs: Sequence[Pair], *, least: float = 0.5) -> Grouped:
    """Near copies alone: one permutation in 64 bins, 16 bands, estimated Jaccard of word 4-grams.

    Source: Li, Owen and Zhang 2012, "One permutation hashing".
    """
    signatures: dict[str, tuple[int, ...]] = {}
    buckets: dict[tuple[int, tuple[int, ...]], list[str]] = defaultdict(list)
    groups: dict[str, str] = {}
    for one in articles:
        groups[one.id] = one.id
        if not (hashes := _shingles(one.text)):
            continue
        bins = [_EMPTY] * 64
        for value in hashes:
            bins[value & 63] = min(bins[value & 63], value >> 6)
        signatures[one.id] = signature = tuple(bins)
        for band in range(16):
            key = (band, signature[band * 4 : band * 4 + 4])
            if key[1] == (_EMPTY,) * 4:
                continue
            for other in buckets[key][-20:]:
                if _agreeing(signature, signatures[other]) >= least:
                    groups[one.id] = groups[other]
            buckets[key].append(one.id)
    texts: dict[tuple[str, str], Text] = {}
    for pair in pairs:
        low, high = sorted((pair.a, pair.b))
        if low in signatures and high in signatures and _agreeing(signatures[low], signatures[high]) >= least:
            texts[low, high] = "reprint"
    said = {one: (group,) for one, group in groups.items()}
    return Grouped(said, said, texts)


_EMPTY = 1 << 30


BASELINES: dict[str, Grouper] = {"title": title, "tfidf": tfidf, "minhash": minhash}


def _near(one: datetime | None, other: datetime | None, most: timedelta) -> bool:
    return one is None or other is None or abs(one - other) <= most


def _agreeing(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    held = [(a, b) for a, b in zip(one, other, strict=True) if a != _EMPTY or b != _EMPTY]
    return sum(a == b for a, b in held) / (len(held) or 1)


_WORD = re.compile(r"[^\W\d_]+|\d+")


def _shingles(text: str) -> set[int]:
    words = _WORD.findall(arabic.fold(text))
    return {zlib.crc32(" ".join(words[at : at + 4]).encode()) for at in range(len(words) - 3)}


def _plain_texts(articles: Sequence[Told], pairs: Sequence[Pair]) -> dict[tuple[str, str], Text]:
    named = {one for pair in pairs for one in (pair.a, pair.b)}
    shingles = {one.id: _shingles(one.text) for one in articles if one.id in named}
    found: dict[tuple[str, str], Text] = {}
    for pair in pairs:
        low, high = sorted((pair.a, pair.b))
        one, other = shingles[low], shingles[high]
        small, large = sorted((len(one), len(other)))
        if small and len(one & other) / small >= 0.5:
            found[low, high] = "reprint" if small / large >= 0.67 else "excerpt"
    return found


def _vectors(articles: Sequence[Told]) -> list[dict[str, float]]:
    """Stems of the title twice and of the body's beginning, by log TF and the IDF of what came before, of length 1."""
    seen: Counter[str] = Counter()
    vectors = []
    for number, one in enumerate(articles, 1):
        counts: Counter[str] = Counter(analysis.analysed(one.title).stems * 2)
        counts.update(analysis.analysed(" ".join(one.text.split()[:_WORDS])).stems)
        seen.update(counts.keys())
        weights = {
            stem: (1 + math.log(count)) * math.log(1 + number / seen[stem]) for stem, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        top = heapq.nlargest(40, weights.items(), key=lambda item: (item[1], item[0]))
        vectors.append({stem: weight / length for stem, weight in top})
    return vectors


@dataclass(slots=True)
class _Centroid:
    name: str
    at: datetime | None
    size: int = 0
    sums: dict[str, float] = field(default_factory=dict)

    def cosine(self, vector: dict[str, float]) -> float:
        length = math.sqrt(sum(value * value for value in self.sums.values())) or 1.0
        return sum(weight * self.sums.get(stem, 0.0) for stem, weight in vector.items()) / length


def _one_pass(
    articles: Sequence[Told], vectors: Sequence[dict[str, float]], *, least: float
) -> dict[str, tuple[str, ...]]:
    centroids: list[_Centroid] = []
    having: dict[str, list[int]] = defaultdict(list)
    found: dict[str, tuple[str, ...]] = {}
    for one, vector in zip(articles, vectors, strict=True):
        shared: Counter[int] = Counter()
        for stem in heapq.nlargest(12, vector, key=lambda name: (vector[name], name)):
            shared.update(
                place
                for place in having[stem][-200:]
                if _near(centroids[place].at, one.at, timedelta(days=4))
            )
        scored = ((centroids[place].cosine(vector), -place) for place, _ in shared.most_common(30))
        best, place = max(scored, default=(0.0, 0))
        if best < least:
            place = -len(centroids)
            centroids.append(_Centroid(one.id, one.at))
        centroid = centroids[-place]
        _joined(centroid, vector, having, -place)
        centroid.at = one.at or centroid.at
        found[one.id] = (centroid.name,)
    return found


def _joined(centroid: _Centroid, vector: dict[str, float], having: dict[str, list[int]], place: int) -> None:
    for stem, weight in vector.items():
        if stem not in centroid.sums:
            having[stem].append(place)
            centroid.sums[stem] = 0.0
        centroid.sums[stem] += weight
    centroid.size += 1


def ordered(articles: Iterable[Told]) -> list[Told]:
    """In order of publication; those without a date last, in the order they came."""
    return sorted(articles, key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0.0))
