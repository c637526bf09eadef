"""Do two accounts tell of one happening? A likeness, what speaks for it, and what forbids it.

The weights were fitted on judged pairs of two corpora and rounded; each corpus alone gives the same signs. The vetoes are rules of
the craft: under like words, names, numbers and days must agree where news come in series.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from warraq.press import Kinship
from warraq.stories.kinds import DAILY
from warraq.stories.reading import Reading

_DAY = 86_400.0
_MOST_DAYS = 3.0
VETOED = -9.0
W = [-2.2,1.6,1.0,1.4,1.4,1.5,1.5,0.0,0.7,1.6,2.3,0.08,0.9,0.7,0.8]


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score`: above `clustering.Bars.event` they are of one event. `cosine` is of all words, `names` of names, `title` of headlines."""

    score: float
    cosine: float
    names: float
    title: float
    covered: float
    days: float
    share: float = 0.0
    veto: str | None = None


def between(one: Reading, other: Reading, *, share: float = 0.0) -> Likeness:
    """`share`: of the shorter text, what stands in the other one (`duplicates.kinship`)."""
    dot = named = 0.0
    terms, others = one.terms, other.terms
    if len(terms) > len(others):
        terms, others = others, terms
    for stem, weight in terms.items():
        if stem in others:
            both = weight * others[stem]
            dot += both
            if stem in one.names:
                named += both
    names = _part(named, one.name_length * other.name_length)
    rest = _part(dot - named, one.rest_length * other.rest_length)
    title = sum(weight * weight for stem, weight in one.title.items() if stem in other.title)
    title /= one.title_length * other.title_length
    low, high = sorted((_covered(one, other), _covered(other, one)))
    days = min(abs(one.at - other.at) / _DAY, _MOST_DAYS)
    numbers = len(one.numbers & other.numbers) / (len(one.numbers | other.numbers) or 1)
    score = (
        W[0] + W[1] * dot + W[2] * title + W[3] * names + W[4] * rest + W[5] * high - W[6] * max(0.0, days - W[7]) + W[8] * numbers
        + W[9] * share + W[10] * (one.reacts and other.reacts and dot >= W[11])
    )  # fmt: skip
    series = one.kinds & other.kinds
    if series:
        score -= W[12] + W[13] * days + W[14] * (1 - low)
    forbidden = veto(one, other, days=days, covered=low, share=share, names=names)
    return Likeness(VETOED if forbidden else score, dot, names, title, low, days, share, forbidden)


def veto(
    one: Reading, other: Reading, *, days: float, covered: float, share: float, names: float
) -> str | None:
    """Why they cannot be one happening; `None`: nothing forbids it."""
    series = one.kinds & other.kinds
    if series & DAILY and days > 0.75:
        return "another day of a series"
    if one.title_kinds and other.title_kinds and not one.title_kinds & other.title_kinds and share < 0.5:
        return "other kinds of news"
    if series and share < 0.5 and covered < 0.35 and names < 0.3:
        return "other particulars in a series"
    if one.stage and other.stage and one.stage != other.stage and share < 0.5:
        return "before and after"
    return None


def _part(dot: float, lengths: float) -> float:
    return dot / lengths if lengths > 0.01 else 0.0


def _covered(one: Reading, other: Reading) -> float:
    """Of the weight of a headline, what stands in the other's headline or lead."""
    total = sum(one.title.values())
    return sum(weight for stem, weight in one.title.items() if stem in other.terms or stem in other.title) / (
        total or 1
    )


def shared(one: Reading, other: Reading, *, names: bool, limit: int = 6) -> tuple[str, ...]:
    """What both hold, as `one` has it printed, the most telling first."""
    both = [
        (weight * other.terms[stem], stem)
        for stem, weight in one.terms.items()
        if stem in other.terms and (stem in one.names) is names
    ]
    return tuple(one.spelled[stem] for _, stem in sorted(both, key=lambda pair: (-pair[0], pair[1]))[:limit])


def share_of(one: Reading, other: Reading) -> float:
    """What is known of their texts."""
    for newer, older in ((one, other), (other, one)):
        for kin in newer.kin:
            if kin.older == older.article:
                return kin.share if kin.kinship is not Kinship.SAME else 1.0
    return 0.0


def decayed(score: float, seconds: float, *, half_s: float) -> float:
    return score * math.exp2(-seconds / half_s)
