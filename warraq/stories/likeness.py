"""Do two accounts tell of one happening? A likeness, what speaks for it, and what forbids it.

The weights were fitted on judged pairs of two corpora and rounded (docs/design/0038). The vetoes are rules
of the craft: under like words, names, numbers and days must agree where news come in series.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from warraq.stories.kinds import DAILY
from warraq.stories.reading import Reading

_DAY = 86_400.0
_MOST_DAYS = 3.0
_SOME = 3  # statements
VETOED = -9.0
_BARE = -2.2  # of two articles that share nothing
_TOUCHING = 0.08  # cosine of two statements about one happening


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score`: from 0 on they are of one event, if those around them agree. `cosine` is of all words, `names` of names, `title` of headlines."""

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
    for stem in filter(others.__contains__, terms):
        both = terms[stem] * others[stem]
        dot += both
        if stem in one.names:
            named += both
    names = _part(named, one.name_length * other.name_length)
    rest = _part(dot - named, one.rest_length * other.rest_length)
    title = 0.0
    for stem in filter(other.title.__contains__, one.title):
        title += one.title[stem] * one.title[stem]
    title /= one.title_length * other.title_length
    low, high = _covered(one, other), _covered(other, one)
    if low > high:
        low, high = high, low
    days = min(abs(one.at - other.at) / _DAY, _MOST_DAYS)
    numbers = 0.0
    if one.numbers and other.numbers:
        numbers = len(one.numbers & other.numbers) / len(one.numbers | other.numbers)
    statements = one.reacts and other.reacts and dot >= _TOUCHING
    score = (
        _BARE + 1.6 * dot + 1.0 * title + 1.4 * names + 1.4 * rest + 1.5 * high + 0.7 * numbers + 1.6 * share
        - (0.7 if statements else 1.5) * days * (1 - names)  # the more names agree, the less a late paper matters
        + 2.3 * statements  # which come in for days
    )  # fmt: skip
    if one.kinds & other.kinds:
        score -= 0.9 + 0.7 * days + 0.8 * (1 - low)
    forbidden = veto(one, other, days=days, covered=low, share=share, names=names)
    return Likeness(VETOED if forbidden else score, dot, names, title, low, days, share, forbidden)


def veto(
    one: Reading, other: Reading, *, days: float, covered: float, share: float, names: float
) -> str | None:
    """Why they cannot be one happening; `None`: nothing forbids it."""
    series = one.kinds & other.kinds
    if series & DAILY and days > 0.75:
        return "another day of a series"
    if one.subject and other.subject and one.subject != other.subject and share < 0.5:
        return "prices of other things"
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
    found, terms, title = 0.0, other.terms, other.title
    for stem, weight in one.title.items():
        if stem in terms or stem in title:
            found += weight
    return found / one.title_weight


def shared(one: Reading, other: Reading, *, names: bool, limit: int = 6) -> tuple[str, ...]:
    """What both hold, as `one` has it printed, the most telling first."""
    both = [
        (weight * other.terms[stem], stem)
        for stem, weight in one.terms.items()
        if stem in other.terms and (stem in one.names) is names
    ]
    return tuple(one.spelled[stem] for _, stem in sorted(both, key=lambda pair: (-pair[0], pair[1]))[:limit])


def are_statements(one: Sequence[Reading], other: Sequence[Reading]) -> bool:
    """Whether statements make up a good part of both: each says little of the happening, all together name it."""
    return all(
        len(group) >= _SOME and 3 * sum(member.reacts for member in group) >= len(group)
        for group in (one, other)
    )


def of_groups(one: Sequence[Reading], other: Sequence[Reading]) -> float:
    """The cosine of all that two groups say."""
    left, right = Counter[str](), Counter[str]()
    for whole, group in ((left, one), (right, other)):
        for member in group:
            whole.update(member.terms)
    dot = sum(weight * right[stem] for stem, weight in left.items() if stem in right)
    return dot / (math.hypot(*left.values()) * math.hypot(*right.values()) or 1)
