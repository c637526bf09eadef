"""Which country's papers do not tell of what another's are full of? Said only where the silence cannot be ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from warraq.press import Event

_TELLING = 5  # papers of one country, for it to be full of it
_FOLLOWED = 4  # papers of another, for its silence to say anything
_WELL = 0.8  # of those followed must have been read all the time
_PATIENCE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Silence:
    """`telling` papers of `country` tell of it, not one of the `followed` papers of `silent` does that were read all the time."""

    country: str
    telling: int
    silent: str
    followed: int


def silences(
    event: Event, followed: Mapping[str, frozenset[str]], *, well: frozenset[str], now: datetime
) -> tuple[Silence, ...]:
    """Silent countries, those with most papers first. `followed`: papers by country; `well`: those that were read without a gap
    since the event began. None in the first hours, while it is not settled, or of a country of which a fifth was not read."""
    if event.first is None or not event.settled or not event.live or now - event.first < _PATIENCE:
        return ()
    telling = Counter(one.country for one in event.papers if one.country)
    if not telling:
        return ()
    country, count = max(telling.items(), key=lambda one: (one[1], one[0]))
    if count < _TELLING:
        return ()
    found = []
    for silent, papers in followed.items():
        read = len(papers & well)
        if silent not in telling and read >= _FOLLOWED and read >= _WELL * len(papers):
            found.append(Silence(country, count, silent, read))
    return tuple(sorted(found, key=lambda one: (-one.followed, one.silent)))
