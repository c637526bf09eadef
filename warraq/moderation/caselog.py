"""Is the log of reports as it was written? Each line holds the hash of the one before: whoever alters one is found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from warraq.moderation.decisions import chained
from warraq.moderation.transitions import leads
from warraq.press import Actor, CaseEvent, CaseLine, CaseState, CaseWord, PictureId

_NUMBERS = ("score", "voices", "prefixes", "nets")


def written(said: CaseWord) -> str:
    """The line as it lies in a store: JSON, its keys in order, without what it does not say."""
    told: dict[str, object] = {
        "picture": int(said.picture),
        "event": said.event.value,
        "actor": said.actor.value,
        "from": said.before.value,
        "to": said.after.value,
        "rule": said.rule,
        "reason": said.reason,
        "sources": list(said.sources),
        "origin": said.origin,
    } | {name: getattr(said, name) for name in _NUMBERS}
    kept = {name: value for name, value in told.items() if value not in (None, [], 0)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> CaseWord:
    """The line that was written so."""
    told = json.loads(text)
    origin = told.get("origin")
    return CaseWord(
        picture=PictureId(told["picture"]),
        event=CaseEvent(told["event"]),
        actor=Actor(told["actor"]),
        before=CaseState(told["from"]),
        after=CaseState(told["to"]),
        rule=told["rule"],
        score=float(told.get("score", 0)),
        voices=told.get("voices", 0),
        prefixes=told.get("prefixes", 0),
        nets=told.get("nets", 0),
        reason=told.get("reason"),
        sources=tuple(told.get("sources", ())),
        origin=None if origin is None else PictureId(origin),
    )


def told(line: CaseLine) -> dict[str, object]:
    """The line as it leaves the house: all that its hash is made of, and nobody's name, as the log knows none."""
    said = line.said
    return {
        "number": line.number,
        "picture": int(said.picture),
        "at": line.at,
        "event": said.event.value,
        "actor": said.actor.value,
        "from": said.before.value,
        "to": said.after.value,
        "rule": said.rule,
        "score": said.score,
        "reporters": said.voices,
        "prefixes": said.prefixes,
        "nets": said.nets,
        "sources": list(said.sources),
        "origin": said.origin,
        "reason": said.reason,
        "hash": line.hash,
        "previous": line.previous,
    }


def added(last: CaseLine | None, said: CaseWord, now: datetime) -> CaseLine:
    """The next line of a log that ends with `last`."""
    number, previous = (last.number + 1, last.hash) if last else (1, None)
    return CaseLine(number, now, said, chained(previous, number, now, written(said)), previous)


def broken(log: Sequence[CaseLine]) -> int | None:
    """The number of the first line that is not as it was written, does not follow the one before, or leads nowhere that
    its event leads; `None`: none."""
    if log and (log[0].number != 1 or log[0].previous is not None):
        return log[0].number
    for one in log:
        if one.hash != chained(one.previous, one.number, one.at, written(one.said)) or not leads(one.said):
            return one.number
    for first, second in pairwise(log):
        if second.previous != first.hash or second.number != first.number + 1:
            return second.number
    return None
