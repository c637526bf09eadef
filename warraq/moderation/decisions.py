"""What holds, after everything that people decided? State is what the log says when it is read from its beginning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import pairwise

from warraq.moderation.names import Silence, silence
from warraq.press import ArticleId, Decision, DecisionKind, PictureId, Recorded, State


@dataclass(frozen=True, slots=True)
class Rulings:
    """What holds. `last` is the newest line's number. Of an article, a picture and a paper the first decision that still
    stands is given, but of where a paper is at home (`adopted`) the last; `delisted` and `masked` are names, `replies` by article in the order of the log.
    `looked`: those of the pictures that a person hid, and not a request before anybody looked."""

    last: int = 0
    withheld: Mapping[ArticleId, Recorded] = field(default_factory=dict)
    pictures: Mapping[PictureId, Recorded] = field(default_factory=dict)
    opted_out: Mapping[str, Recorded] = field(default_factory=dict)
    adopted: Mapping[str, str] = field(default_factory=dict)
    replies: Mapping[ArticleId, tuple[Recorded, ...]] = field(default_factory=dict)
    delisted: tuple[Silence, ...] = ()
    masked: tuple[Silence, ...] = ()
    looked: frozenset[PictureId] = frozenset()


def standing(log: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """The decisions that hold: those that no later one took back."""
    lines = tuple(log)
    undone = {one.decision.undoes for one in lines if one.decision.undoes is not None}
    return tuple(one for one in lines if one.decision.undoes is None and one.number not in undone)


def replay(log: Sequence[Recorded]) -> Rulings:
    """What the whole log comes to."""
    holds = standing(log)
    replies: dict[ArticleId, tuple[Recorded, ...]] = {}
    withheld: dict[ArticleId, Recorded] = {}
    pictures: dict[PictureId, Recorded] = {}
    opted_out: dict[str, Recorded] = {}
    adopted: dict[str, str] = {}
    for one in holds:
        said = one.decision
        if said.kind is DecisionKind.WITHHOLD and said.article is not None:
            withheld.setdefault(said.article, one)
        elif said.kind is DecisionKind.HIDE and said.picture is not None:
            pictures.setdefault(said.picture, one)
        elif said.kind is DecisionKind.OPT_OUT and said.source is not None:
            opted_out.setdefault(said.source, one)
        elif said.kind is DecisionKind.ADOPT and said.source is not None and said.address is not None:
            adopted[said.source] = said.address
        elif said.kind is DecisionKind.REPLY and said.article is not None:
            replies[said.article] = (*replies.get(said.article, ()), one)
    return Rulings(
        last=log[-1].number if log else 0,
        withheld=withheld,
        pictures=pictures,
        opted_out=opted_out,
        adopted=adopted,
        replies=replies,
        delisted=_silenced(holds, DecisionKind.DELIST),
        masked=_silenced(holds, DecisionKind.MASK),
        looked=looked(holds),
    )


def looked(holds: Iterable[Recorded]) -> frozenset[PictureId]:
    """Of the decisions that hold: the pictures that one of them hides at which a person has looked."""
    return frozenset(
        one.decision.picture
        for one in holds
        if one.decision.kind is DecisionKind.HIDE
        and one.decision.picture is not None
        and not one.decision.provisional
    )


def before(article: ArticleId, log: Iterable[Recorded]) -> State:
    """The state that an article had before it was first withheld, of the last time that it was."""
    states = (
        one.decision.before
        for one in log
        if one.decision.article == article and one.decision.undoes is None and one.decision.before is not None
    )
    last = State.VISIBLE
    for state in states:
        last = state if state is not State.WITHHELD else last
    return last


def _silenced(holds: Iterable[Recorded], kind: DecisionKind) -> tuple[Silence, ...]:
    return tuple(
        silence(one.decision.name, one.decision.variants, one.decision.articles, shown=one.decision.shown)
        for one in holds
        if one.decision.kind is kind and one.decision.name
    )


def written(decision: Decision) -> str:
    """The decision as it lies in a store: JSON, its keys in order, without what it does not say."""
    said = {key: value for key, value in asdict(decision).items() if value not in (None, (), False)}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Decision:
    """The decision that was written so."""
    said = json.loads(text)
    for name in ("variants", "articles"):
        if name in said:
            said[name] = tuple(said[name])
    said["kind"] = DecisionKind(said["kind"])
    if "before" in said:
        said["before"] = State(said["before"])
    return Decision(**said)


def chained(previous: str | None, number: int, at: datetime, text: str) -> str:
    """SHA-256 over the previous line's hash and what this one says."""
    parts = (previous or "", str(number), at.isoformat(), text)
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def recorded(decision: Decision, *, last: Recorded | None, now: datetime) -> Recorded:
    """The line that follows `last`."""
    number, previous = (last.number + 1, last.hash) if last else (1, None)
    return Recorded(number, now, decision, chained(previous, number, now, written(decision)), previous)


def broken(log: Sequence[Recorded]) -> int | None:
    """The number of the first line that is not as it was written, or does not follow the one before; `None`: none."""
    if log and (log[0].number != 1 or log[0].previous is not None):
        return log[0].number
    for one in log:
        if one.hash != chained(one.previous, one.number, one.at, written(one.decision)):
            return one.number
    for first, second in pairwise(log):
        if second.previous != first.hash or second.number != first.number + 1:
            return second.number
    return None
