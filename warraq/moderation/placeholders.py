"""Which picture is no report's own, but what its paper sets where it has none?

Learnt from what a paper did: so many of its articles, on so many days, cannot all be told by one picture. A face over a column and a chart of
prices that comes every day are such pictures too: they say who writes and what it is about, and not what happened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# A report that goes on for days is updated under one address; news agencies' file pictures come back a few times a year. Above that a
# paper repeats itself.
FEWEST = 12
DAYS = 5


@dataclass(frozen=True, slots=True)
class Repeating:
    """A paper that shows one picture again and again: with how many articles, on how many days."""

    source: str
    articles: int
    days: int


def repeating(shown: Iterable[tuple[str, date]]) -> Repeating | None:
    """The paper that shows it the most, if that makes it a placeholder. `shown`: paper and day of each article with the picture."""
    times: dict[str, list[date]] = defaultdict(list)
    for source, day in shown:
        times[source].append(day)
    found = max(times.items(), key=lambda item: (len(item[1]), item[0]), default=None)
    if found is None:
        return None
    one = Repeating(found[0], len(found[1]), len(set(found[1])))
    return one if one.articles >= FEWEST and one.days >= DAYS else None
