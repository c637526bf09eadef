"""What is read of an article, to compare it: the words of its headline and lead with their weights, names, numbers, kind.

Weights are TF-IDF over our analyser's stems, the headline twice. Frequencies are those of the press that came before.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import TypeVar

from warraq.language import analysis
from warraq.press import ArticleId, Kin
from warraq.stories import kinds
from warraq.stories.kinds import Kind, Stage

_Held = TypeVar("_Held")
_BODY_WORDS = 120
_MOST_TERMS = 56  # the heaviest are kept
_FIRST_WORDS = 25  # of the text, which tell its kind beside the headline
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Account:
    """An article as it comes to the stories. `at`: when it was published, else first seen; `kin`: older ones with its words."""

    article: ArticleId
    source: str
    title: str
    body: str
    at: datetime
    kin: tuple[Kin, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """`terms`: stems with their weights, together of length 1, the heaviest first. `title`: those of the headline with their own.
    `at`: seconds since 1970. `spelled`: how stems were printed."""

    article: ArticleId
    source: str
    at: float
    terms: Mapping[str, float]
    title: Mapping[str, float]
    names: frozenset[str]
    numbers: frozenset[str]
    kinds: frozenset[Kind]
    title_kinds: frozenset[Kind]
    subject: Kind | None
    reacts: bool
    stage: Stage | None
    name_length: float  # the share of names in the length of `terms`
    rest_length: float
    title_length: float
    title_weight: float  # of all its stems together
    spelled: Mapping[str, str]
    kin: tuple[Kin, ...] = ()


@dataclass(slots=True)
class Frequencies:
    """In how many articles stems stood. Rare ones are forgotten where there are too many; old ones fade."""

    articles: float = 0
    seen: dict[str, float] = field(default_factory=dict)
    most: int = 400_000

    def note(self, stems: set[str]) -> None:
        self.articles += 1
        for stem in stems:
            self.seen[stem] = self.seen.get(stem, 0) + 1
        if len(self.seen) > self.most:
            self.articles /= 2
            self.seen = {stem: times / 2 for stem, times in self.seen.items() if times > 1}

    def rarities(self, stems: Iterable[str]) -> dict[str, float]:
        articles, seen = max(self.articles, _AT_LEAST), self.seen
        return {stem: math.log(1 + articles / max(seen.get(stem, 1), 1)) for stem in stems}


_FINEST = 1 << 13
# Weights are held once for all readings, as fine as it takes: a number of its own each is a quarter of what readings hold.
_SHARES = tuple(share / _FINEST for share in range(_FINEST + 1))
_AT_LEAST = 1_000  # articles: a young archive knows no frequencies


def read(account: Account, frequencies: Frequencies, *, noted: bool = True) -> Reading:
    """The reading of an article, and its words noted in `frequencies` (unless it is only looked at)."""
    title = analysis.analysed(account.title)
    body = analysis.analysed(" ".join(account.body.split(None, _BODY_WORDS)[:_BODY_WORDS]))
    counts = Counter(title.stems * 2)
    counts.update(body.stems)
    if noted:
        frequencies.note(set(counts))
    rarity = frequencies.rarities(counts)
    weights = {stem: (1 + math.log(times)) * rarity[stem] for stem, times in counts.items()}
    heaviest = sorted(zip(weights.values(), weights, strict=True), reverse=True)[:_MOST_TERMS]
    share = _FINEST / (math.hypot(*(weight for weight, _ in heaviest)) or 1.0)
    terms = {stem: _SHARES[round(weight * share) or 1] for weight, stem in heaviest}
    spelled = dict(zip(body.stems, body.surfaces, strict=True)) | dict(
        zip(title.stems, title.surfaces, strict=True)
    )
    names = frozenset({stem for stem in terms if _is_name(spelled[stem])})  # of a set: as small as it can be
    numbers = _one(
        frozenset(
            word
            for word in (*title.surfaces, *body.surfaces)
            if word.isdecimal() and len(word) <= _LONGEST_NUMBER
        )
    )
    headline = {stem: rarity[stem] for stem in title.stems}
    beginning = body.surfaces[:_FIRST_WORDS]
    named = math.hypot(*(terms[stem] for stem in names))
    return Reading(
        account.article, intern(account.source), account.at.timestamp(), terms, headline, names, numbers,
        _one(kinds.kinds((*title.surfaces, *beginning))), _one(kinds.kinds(title.surfaces)), kinds.subject(title.surfaces),
        kinds.reacts((*title.surfaces, *beginning)), kinds.stage(title.surfaces),
        named, math.sqrt(max(0.0, 1 - named * named)), math.hypot(*headline.values()) or 1.0,
        sum(headline.values()) or 1.0, {stem: spelled[stem] for stem in terms}, account.kin,
    )  # fmt: skip


@lru_cache(maxsize=2_000)
def _one(held: frozenset[_Held]) -> frozenset[_Held]:
    """One set for all readings that hold the same: nearly all of them are empty or of one."""
    return held


def _is_name(word: str) -> bool:
    """A name, or a word that no list knows: as good as one to tell things apart by."""
    return word.isalpha() and (not "\u0621" <= word[0] <= "\u064a" or analysis.foreign(word))
