"""Where do requests stand? Beside the decisions that answer them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, null, select, true, tuple_, update

from warraq.archives.sql import counters, rows
from warraq.archives.sql.decisions import added
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import ANSWERED, claims
from warraq.archives.wording import mended
from warraq.ports.claims import Mark, Stood
from warraq.press import ArticleId, Claim, ClaimKind, ClaimState, Decision, Month, Recorded

_LARGEST = 2**63 - 1
_ALL = select(*claims.c)
_ONE = _ALL.where(claims.c.number == bindparam("of_claim"))
_NEWEST = _ALL.order_by(claims.c.number.desc()).limit(bindparam("most"))
_NEWEST_OF = _NEWEST.where(claims.c.state == bindparam("in_state"))
_OPEN = insert(claims)
_CHANGE = update(claims).where(claims.c.number == bindparam("of_claim"))
_HIDE = _CHANGE.values(hidden=true())
_PROVE = _CHANGE.values(proof=bindparam("new_proof", type_=claims.c.proof.type))
_SETTLE = _CHANGE.values(
    {name: bindparam(f"new_{name}", type_=claims.c[name].type) for name in ("state", "outcome", "settled_us")}
)
_REOPEN = _CHANGE.where(claims.c.state == bindparam("asked")).values(
    state=ClaimState.OPEN.value,
    outcome=null(),
    settled_us=null(),
    text=bindparam("new_text", type_=claims.c.text.type),
)
_HIDDEN = select(func.count()).where(claims.c.hidden == true(), claims.c.opened_us >= bindparam("since_us"))
_FORGET = (
    update(claims)
    .where(claims.c.contact.is_not(None), claims.c.settled_us < bindparam("before_us"))
    .values(contact=null())
)
_STATES = select(claims.c.opened_us, claims.c.state)


_COUNT = select(func.count()).where(claims.c.state == bindparam("in_state"))
_COUNT_OF = _COUNT.where(claims.c.kind == bindparam("of_kind"))


@cache
def _answered(of_kind: bool, marked: bool, later: bool) -> Select[Any]:
    """Along the index of answers, from the mark on."""
    at, number = claims.c.settled_us, claims.c.number
    asked = _ALL.where(ANSWERED)
    if of_kind:
        asked = asked.where(claims.c.kind == bindparam("of_kind"))
    if marked:
        here = tuple_(at, number)
        mark = tuple_(bindparam("at_us", type_=at.type), bindparam("number", type_=number.type))
        asked = asked.where(here > mark if later else here < mark)
    order = (at, number) if later else (at.desc(), number.desc())
    return asked.order_by(*order).limit(bindparam("most"))


class SqlClaims:
    """`ports.claims.Claims` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(
        self,
        kind: ClaimKind,
        text: str,
        *,
        key: str,
        article: ArticleId | None,
        contact: str | None,
        now: datetime,
    ) -> Claim:
        with self._store.writing(Desk.DECISIONS) as work:
            counters.add(work, counters.CLAIMS, 1)
            number = counters.read(work, counters.CLAIMS)
            values = {
                "number": number,
                "kind": kind.value,
                "text": mended(text),
                "key": key,
                "opened_us": rows.micros(now),
                "article": article,
                "contact": mended(contact) if contact else None,
                "state": ClaimState.OPEN.value,
                "settled_us": None,
                "outcome": None,
                "proof": None,
                "hidden": False,
            }
            work.run(_OPEN, values)
            return _claim(work.rows(_ONE, {"of_claim": number})[0])

    def claim(self, number: int) -> Claim | None:
        if not 0 < number <= _LARGEST:
            return None
        with self._store.reading() as work:
            found = work.rows(_ONE, {"of_claim": number})
        return _claim(found[0]) if found else None

    def listed(self, *, state: ClaimState | None, limit: int) -> tuple[Claim, ...]:
        most = {"most": max(limit, 0)}
        with self._store.reading() as work:
            found = (
                work.rows(_NEWEST, most)
                if state is None
                else work.rows(_NEWEST_OF, {**most, "in_state": state.value})
            )
        return tuple(map(_claim, found))

    def answered(
        self, *, kind: ClaimKind | None = None, mark: Mark | None = None, later: bool = False, limit: int
    ) -> tuple[Claim, ...]:
        values: dict[str, Any] = {"most": max(limit, 0)}
        values |= {"at_us": rows.micros(mark.at), "number": mark.number} if mark else {}
        values |= {"of_kind": kind.value} if kind else {}
        with self._store.reading() as work:
            found = work.rows(_answered(kind is not None, mark is not None, later), values)
        return tuple(_claim(row) for row in (reversed(found) if later else found))

    def count(self, states: Collection[ClaimState], *, kind: ClaimKind | None = None) -> int:
        asked = _COUNT if kind is None else _COUNT_OF
        with self._store.reading() as work:
            return sum(
                int(work.rows(asked, {"in_state": one.value, "of_kind": kind and kind.value})[0][0])
                for one in set(states)
            )

    def mark_hidden(self, number: int) -> None:
        with self._store.writing(Desk.DECISIONS) as work:
            work.run(_HIDE, {"of_claim": number})

    def prove(self, number: int, proof: str) -> None:
        with self._store.writing(Desk.DECISIONS) as work:
            work.run(_PROVE, {"of_claim": number, "new_proof": mended(proof)})

    def settle(
        self,
        number: int,
        state: ClaimState,
        *,
        outcome: str,
        now: datetime,
        decisions: Sequence[Decision] = (),
        stood: Stood | None = None,
    ) -> tuple[Recorded, ...] | None:
        said = {"new_state": state.value, "new_outcome": mended(outcome), "new_settled_us": rows.micros(now)}
        with self._store.writing(Desk.DECISIONS) as work:
            if stood is not None and not _stands(work, stood):
                return None
            lines = tuple(added(work, one, now) for one in decisions)
            work.run(_SETTLE, {"of_claim": number, **said})
        return lines

    def reopen(self, number: int, text: str) -> bool:
        said = {"new_text": mended(text), "asked": ClaimState.ASKED.value}
        with self._store.writing(Desk.DECISIONS) as work:
            return bool(work.run(_REOPEN, {"of_claim": number, **said}))

    def hidden_since(self, since: datetime) -> int:
        with self._store.reading() as work:
            return int(work.rows(_HIDDEN, {"since_us": rows.micros(since)})[0][0])

    def forget_contacts(self, before: datetime) -> int:
        with self._store.writing(Desk.DECISIONS) as work:
            return work.run(_FORGET, {"before_us": rows.micros(before)})

    def months(self) -> tuple[Month, ...]:
        counted: dict[str, list[str]] = defaultdict(list)
        with self._store.reading() as work:
            for opened_us, state in work.rows(_STATES, {}):
                counted[f"{rows.instant(opened_us).astimezone(UTC):%Y-%m}"].append(state)
        return tuple(
            Month(name, len(states), states.count(ClaimState.GRANTED), states.count(ClaimState.REFUSED))
            for name, states in sorted(counted.items(), reverse=True)
        )


def _stands(work: Work, stood: Stood) -> bool:
    if counters.read(work, counters.DECISIONS) != stood.last:
        return False
    held = work.rows(_ONE, {"of_claim": stood.claim.number})
    return bool(held) and _claim(held[0]) == stood.claim


def _claim(row: Row) -> Claim:
    number, kind, text, key, opened_us, article, contact, state, settled_us, outcome, proof, hidden = row
    return Claim(
        number=number,
        kind=ClaimKind(kind),
        text=text,
        key=key,
        opened=rows.instant(opened_us),
        article=ArticleId(article) if article is not None else None,
        contact=contact,
        state=ClaimState(state),
        settled=rows.maybe_instant(settled_us),
        outcome=outcome,
        proof=proof,
        hidden=bool(hidden),
    )
