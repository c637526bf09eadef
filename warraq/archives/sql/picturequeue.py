"""Which pictures do articles name, and which of their addresses are still to be asked for?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, null, select, update

from warraq.archives.sql import counters, rows, turns
from warraq.archives.sql.engine import Row, Work
from warraq.archives.sql.schema import WANTED, picture_addresses, picture_uses, pictures
from warraq.archives.wording import NOT_ASKED, bounded, clause, mended
from warraq.crawling import urls
from warraq.ports.pictures import AddressState, Use, Wanted

_KNOWN = select(
    picture_addresses.c.address,
    picture_addresses.c.state,
    picture_addresses.c.reason,
    pictures.c.stored_us,
).join_from(picture_addresses, pictures, pictures.c.id == picture_addresses.c.picture, isouter=True)
_NUMBERS = select(picture_addresses.c.address, picture_addresses.c.number)
_NEW = insert(picture_addresses).values(
    {
        column.name: bindparam(column.name, type_=column.type)
        for column in picture_addresses.c
        if column.name != "number"
    }
)
_AGAIN = (
    update(picture_addresses)
    .where(picture_addresses.c.address == bindparam("of_address"))
    .values(
        state=bindparam("new_state", type_=picture_addresses.c.state.type),
        due_us=bindparam("new_due_us", type_=picture_addresses.c.due_us.type),
        attempts=bindparam("new_attempts", type_=picture_addresses.c.attempts.type),
        reason=null(),
    )
)
_UNUSED = delete(picture_uses).where(picture_uses.c.article == bindparam("of_article"))
_USED = insert(picture_uses)
_USERS = (
    select(picture_uses.c.article)
    .join_from(picture_addresses, picture_uses, picture_uses.c.address == picture_addresses.c.number)
    .where(picture_addresses.c.picture == bindparam("of_picture"))
    .limit(bindparam("most"))
)
_SHOWING = (
    select(picture_uses.c.article)
    .join_from(picture_addresses, picture_uses, picture_uses.c.address == picture_addresses.c.number)
    .where(picture_addresses.c.address == bindparam("of_address"))
    .limit(bindparam("most"))
)
_QUEUED = select(
    picture_addresses.c.url,
    picture_addresses.c.host,
    picture_addresses.c.attempts,
    picture_addresses.c.due_us,
    picture_addresses.c.first_seen_us,
)
_NEXT_DUE = select(func.min(picture_addresses.c.due_us)).where(picture_addresses.c.state == WANTED)
_STATE = select(picture_addresses.c.state).where(picture_addresses.c.address == bindparam("of_address"))
_PUT_OFF = (
    update(picture_addresses)
    .where(picture_addresses.c.address == bindparam("of_address"), picture_addresses.c.state == WANTED)
    .values(
        attempts=picture_addresses.c.attempts + bindparam("more", type_=picture_addresses.c.attempts.type),
        due_us=bindparam("new_due_us", type_=picture_addresses.c.due_us.type),
        reason=bindparam("new_reason", type_=picture_addresses.c.reason.type),
    )
)
_SETTLE = (
    update(picture_addresses)
    .where(picture_addresses.c.address == bindparam("of_address"))
    .values(
        state=bindparam("new_state", type_=picture_addresses.c.state.type),
        reason=bindparam("new_reason", type_=picture_addresses.c.reason.type),
        picture=bindparam("new_picture", type_=picture_addresses.c.picture.type),
    )
)
_TIMES = func.count().label("times")
_REASONS = (
    select(picture_addresses.c.reason, _TIMES)
    .where(picture_addresses.c.state == bindparam("in_state"), picture_addresses.c.reason.is_not(None))
    .group_by(picture_addresses.c.reason)
    .order_by(_TIMES.desc(), picture_addresses.c.reason)
    .limit(bindparam("most"))
)


def follow(work: Work, uses: Sequence[Use], now: datetime) -> int:
    """See `ports.pictures.Pictures.follow`, but for the position."""
    last = {use.article: use for use in uses}
    work.many(_UNUSED, [{"of_article": article} for article in last])
    named = [use for use in last.values() if use.address is not None]
    # One address may be told of by several articles: it is asked for if any of them wants it.
    told: dict[str, tuple[str, bool]] = {}
    for use in named:
        address = bounded(use.address or "")
        told[address] = (use.address or "", use.asked or told.get(address, ("", False))[1])
    known = {row[0]: row for row in rows.among(work, _KNOWN, picture_addresses.c.address, list(told))}
    fresh = _note(work, told, known, now)
    numbers = {row[0]: row[1] for row in rows.among(work, _NUMBERS, picture_addresses.c.address, list(told))}
    work.many(
        _USED,
        [{"article": use.article, "address": numbers[bounded(use.address or "")]} for use in named],
    )
    return fresh


def _note(work: Work, told: dict[str, tuple[str, bool]], known: dict[str, Row], now: datetime) -> int:
    now_us = rows.micros(now)
    new = [
        {
            "address": address,
            "url": mended(url),
            "host": bounded(urls.host(url)),
            "state": (AddressState.WANTED if asked else AddressState.GIVEN_UP).value,
            "attempts": 0,
            "due_us": now_us,
            "first_seen_us": now_us,
            "reason": None if asked else NOT_ASKED,
            "picture": None,
        }
        for address, (url, asked) in told.items()
        if address not in known
    ]
    again = [row for address, row in known.items() if told[address][1] and _may_be_asked_again(row)]
    work.many(_NEW, new)
    work.many(
        _AGAIN,
        [
            {
                "of_address": row[0],
                "new_state": AddressState.WANTED.value,
                "new_due_us": now_us,
                "new_attempts": 0,
            }
            for row in again
        ],
    )
    wanted = sum(row["reason"] is None for row in new)
    _count(work, AddressState.WANTED, wanted + len(again))
    _count(work, AddressState.GIVEN_UP, len(new) - wanted)
    for state, times in Counter(AddressState(row[1]) for row in again).items():
        _count(work, state, -times)
    return wanted + len(again)


def _may_be_asked_again(row: Row) -> bool:
    """Whether it was never asked for, or gave a picture whose bytes were let go since."""
    state, reason, stored_us = str(row[1]), row[2], row[3]
    if state == AddressState.TAKEN.value:
        return stored_us is None
    return (state, reason) == (AddressState.GIVEN_UP.value, NOT_ASKED)


def wanted(work: Work, *, now: datetime, limit: int, without: frozenset[str]) -> tuple[Wanted, ...]:
    found = work.rows(_fronts(), {"by_us": rows.micros(now), "most": limit + len(without)})
    kept = [row for row in found if row[1] not in without][:limit]
    return tuple(
        Wanted(url, host, attempts, rows.instant(due_us), rows.instant(seen_us))
        for url, host, attempts, due_us, seen_us in kept
    )


@cache
def _fronts() -> Select[Any]:
    return turns.fronts(picture_addresses, _QUEUED, WANTED, key="number")


def next_due(work: Work) -> datetime | None:
    return rows.maybe_instant(work.rows(_NEXT_DUE, {})[0][0])


def put_off(work: Work, address: str, *, due: datetime, reason: str, attempts: int) -> None:
    values = {"new_due_us": rows.micros(due), "new_reason": clause(reason), "more": attempts}
    work.run(_PUT_OFF, {"of_address": bounded(address), **values})


def settle(work: Work, address: str, state: AddressState, *, reason: str | None, picture: int | None) -> None:
    """Taken or given up; an address nobody named is passed over."""
    found = work.rows(_STATE, {"of_address": bounded(address)})
    if not found:
        return
    values = {"new_state": state.value, "new_reason": clause(reason), "new_picture": picture}
    work.run(_SETTLE, {"of_address": bounded(address), **values})
    _count(work, AddressState(found[0][0]), -1)
    _count(work, state, 1)


def users(work: Work, picture: int, limit: int) -> list[Row]:
    return work.rows(_USERS, {"of_picture": picture, "most": limit})


def showing(work: Work, address: str, limit: int) -> list[Row]:
    return work.rows(_SHOWING, {"of_address": bounded(address), "most": limit})


def tally(work: Work) -> dict[AddressState, int]:
    names = {state: counters.picture_addresses(state) for state in AddressState}
    counted = counters.read_all(work, list(names.values()))
    return {state: counted[name] for state, name in names.items()}


def reasons(work: Work, state: AddressState, limit: int) -> tuple[tuple[str, int], ...]:
    found = work.rows(_REASONS, {"in_state": state.value, "most": limit})
    return tuple((reason, times) for reason, times in found)


def _count(work: Work, state: AddressState, more: int) -> None:
    counters.add(work, counters.picture_addresses(state), more)
