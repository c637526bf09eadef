"""How does a picture's case lie in rows, and what of it is written when something came of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, false, insert, or_, select, update

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Row, Work
from warraq.archives.sql.schema import (
    pictures,
    report_cases,
    report_log,
    report_members,
    report_months,
    report_moves,
    report_voices,
)
from warraq.moderation import caselog, transitions, voices
from warraq.ports.reports import Asked, Case, Outcome
from warraq.press import (
    CaseEvent,
    CaseLine,
    CaseStanding,
    CaseState,
    CaseWord,
    Category,
    PictureId,
    PictureState,
    Voice,
)

_SEEN = ("state", "rule", "reason", "since_us", "kept")
KNOWN = select(pictures.c.id).where(pictures.c.id == bindparam("of_picture"))
CASES = select(
    report_cases.c.picture,
    report_cases.c.state,
    report_cases.c.since_us,
    report_cases.c.appealed,
    report_cases.c.opened_us,
    report_cases.c.key,
    report_cases.c.severe,
    report_cases.c.appeal,
    report_cases.c.due_us,
    pictures.c.state.label("seen"),
    pictures.c.rule,
    pictures.c.reason,
    pictures.c.since_us.label("judged_us"),
).join_from(report_cases, pictures, pictures.c.id == report_cases.c.picture)
CASE = CASES.where(report_cases.c.picture == bindparam("of_picture"))
VOICES = select(*report_voices.c).where(report_voices.c.picture == bindparam("of_picture"))
_SAY = insert(report_voices)
_UNSAY = delete(report_voices).where(
    report_voices.c.picture == bindparam("of_picture"),
    report_voices.c.token == bindparam("of_token"),
    report_voices.c.prefix == bindparam("of_prefix"),
)
_OPEN = insert(report_cases)
_CLOSE = delete(report_cases).where(report_cases.c.picture == bindparam("of_picture"))
_SHOW = (
    update(pictures)
    .where(pictures.c.id == bindparam("of_picture"))
    .values({name: bindparam(f"new_{name}", type_=pictures.c[name].type) for name in _SEEN})
)
_LOG = insert(report_log)
LINES = select(
    report_log.c.number, report_log.c.at_us, report_log.c.said, report_log.c.hash, report_log.c.previous
)
_LINE = LINES.where(report_log.c.number == bindparam("of_number"))


# Only what readers took away is read: a day with ten thousand reports must not make each of them slower than the last.
def telling(events: Iterable[CaseEvent]) -> ColumnElement[bool]:
    """Lines of one of these events, by their words."""
    return or_(false(), *(report_log.c.said.contains(f'"event":"{one.value}"') for one in sorted(events)))


_LATELY = select(report_log.c.said).where(
    report_log.c.at_us > bindparam("since_us"), telling(transitions.BY_READERS)
)
_MOVES = select(report_moves.c.mover, report_moves.c.picture)
_MOVE = insert(report_moves)
_UNMOVE = delete(report_moves).where(
    report_moves.c.mover == bindparam("of_mover"), report_moves.c.picture == bindparam("of_picture")
)
_MEMBERS = select(report_members.c.member, report_members.c.agreed, report_members.c.differed)
_JOIN = insert(report_members)
_JUDGE = (
    update(report_members)
    .where(report_members.c.member == bindparam("of_member"))
    .values(
        period=bindparam("new_period", type_=report_members.c.period.type),
        agreed=report_members.c.agreed + bindparam("more_agreed", type_=report_members.c.agreed.type),
        differed=report_members.c.differed + bindparam("more_differed", type_=report_members.c.differed.type),
    )
)
_COUNT = (
    update(report_months)
    .where(report_months.c.month == bindparam("of_month"), report_months.c.what == bindparam("of_what"))
    .values(times=report_months.c.times + bindparam("more", type_=report_months.c.times.type))
)
_BEGIN = insert(report_months)
_DAY = timedelta(days=1)


def read(work: Work, picture: PictureId, asked: Asked, now: datetime) -> Case:
    """The case with all that it is judged by."""
    case = plain(work, picture)
    movers = sorted(asked.movers | {one.mover for one in case.voices if one.mover})
    moved: dict[str, set[PictureId]] = {mover: set() for mover in movers}
    for mover, other in rows.among(work, _MOVES, report_moves.c.mover, list(movers)):
        if other != picture:
            moved[mover].add(PictureId(other))
    told = rows.among(work, _MEMBERS, report_members.c.member, sorted(asked.members))
    return Case(
        case.picture,
        case.standing,
        case.opened,
        case.key,
        case.voices,
        case.severe,
        case.appeal,
        case.due,
        moved={mover: frozenset(pictures) for mover, pictures in moved.items()},
        agreed={member: (agreed, differed) for member, agreed, differed in told},
        spent=_spent(work, picture, asked.sources, now),
    )


def plain(work: Work, picture: PictureId) -> Case:
    found = work.rows(CASE, {"of_picture": picture})
    return whole(work, found[0]) if found else Case(picture)


def whole(work: Work, row: Row) -> Case:
    """A row of `CASES`, with its voices."""
    picture, _, _, _, opened_us, key, severe, appeal, due_us, *_ = row
    return Case(
        PictureId(picture),
        standing(row),
        rows.maybe_instant(opened_us),
        key,
        tuple(_voice(one) for one in work.rows(VOICES, {"of_picture": picture})) if key is not None else (),
        bool(severe),
        appeal,
        rows.maybe_instant(due_us),
    )


def standing(row: Row) -> CaseStanding:
    """What a row of `CASES` says of how the picture stands."""
    _, state, since_us, appealed, _, _, _, _, _, seen, rule, reason, at_us = row
    return CaseStanding(
        CaseState(state),
        rows.maybe_instant(since_us),
        PictureState(seen),
        rule,
        reason,
        rows.maybe_instant(at_us),
        bool(appealed),
    )


def _spent(work: Work, picture: PictureId, sources: tuple[str, ...], now: datetime) -> dict[str, int]:
    if not sources:
        return {}
    lately = [caselog.read(said) for (said,) in work.rows(_LATELY, {"since_us": rows.micros(now - _DAY)})]
    lost = [said for said in lately if said.event in transitions.BY_READERS]
    return {
        source: len({said.picture for said in lost if source in said.sources} - {picture})
        for source in sources
    }


def write(work: Work, before: Case, outcome: Outcome, now: datetime) -> tuple[CaseLine, ...]:
    """All that came of it, in the transaction at hand."""
    case = outcome.case
    lines = tuple(_line_added(work, word, now) for word in outcome.words)
    work.run(_CLOSE, {"of_picture": case.picture})
    work.run(_OPEN, _case_values(case))
    _voices(work, before, case)
    _moves(work, before, case, voices.period_of(now))
    for member, right in outcome.judged.items():
        _judge(work, member, right=right, period=voices.period_of(now))
    counts = Counter(word.event.value for word in outcome.words) + Counter(voices=outcome.received)
    for what, more in counts.items():
        _count(work, f"{now:%Y-%m}", what, more)
    _show(work, before.standing, case)
    return lines


def _line_added(work: Work, word: CaseWord, now: datetime) -> CaseLine:
    number = counters.read(work, counters.PICTURE_DECISIONS)
    held = work.rows(_LINE, {"of_number": number}) if number else []
    added = caselog.added(line(held[0]) if held else None, word, now)
    work.run(
        _LOG,
        {
            "number": added.number,
            "picture": word.picture,
            "at_us": rows.micros(now),
            "said": caselog.written(word),
            "hash": added.hash,
            "previous": added.previous,
        },
    )
    counters.add(work, counters.PICTURE_DECISIONS, 1)
    return added


def line(row: Row) -> CaseLine:
    """A row of `LINES`."""
    number, at_us, said, digest, previous = row
    return CaseLine(number, rows.instant(at_us), caselog.read(said), digest, previous)


def _case_values(case: Case) -> dict[str, Any]:
    standing = case.standing
    return {
        "picture": case.picture,
        "state": standing.state.value,
        "since_us": rows.maybe_micros(standing.since),
        "appealed": standing.appealed,
        "opened_us": rows.maybe_micros(case.opened),
        "key": case.key,
        "severe": case.severe,
        "appeal": case.appeal,
        "due_us": rows.maybe_micros(case.due),
    }


def _voices(work: Work, before: Case, case: Case) -> None:
    known, now = frozenset(before.voices), frozenset(case.voices)
    for one in before.voices:
        if one not in now:
            work.run(_UNSAY, {"of_picture": case.picture, "of_token": one.token, "of_prefix": one.prefix})
    work.many(_SAY, [_voice_values(case.picture, one) for one in case.voices if one not in known])


def _moves(work: Work, before: Case, case: Case, period: int) -> None:
    """A report taken back is forgotten here too; one that was decided about is remembered to the period's end."""
    known = {one.mover for one in before.voices}
    now = {one.mover for one in case.voices}
    if case.key is not None:
        for mover in known - now - {""}:
            work.run(_UNMOVE, {"of_mover": mover, "of_picture": case.picture})
    fresh = sorted(now - known - {""})
    for mover in fresh:  # one that reported it in an earlier case is there already
        work.run(_UNMOVE, {"of_mover": mover, "of_picture": case.picture})
    work.many(_MOVE, [{"mover": mover, "picture": case.picture, "period": period} for mover in fresh])


def _judge(work: Work, member: str, *, right: bool, period: int) -> None:
    values = {"of_member": member, "new_period": period}
    if not work.run(_JUDGE, values | {"more_agreed": int(right), "more_differed": int(not right)}):
        told = {"member": member, "period": period, "agreed": int(right), "differed": int(not right)}
        work.run(_JOIN, told)


def _count(work: Work, month: str, what: str, more: int) -> None:
    if not work.run(_COUNT, {"of_month": month, "of_what": what, "more": more}):
        work.run(_BEGIN, {"month": month, "what": what, "times": more})


def _show(work: Work, before: CaseStanding, case: Case) -> None:
    """What readers see of the picture, where that or its reason changed."""
    now = case.standing
    values = {
        "new_state": now.seen.value,
        "new_rule": now.rule,
        "new_reason": now.reason,
        "new_since_us": rows.maybe_micros(now.judged),
        "new_kept": now.kept,
    }
    shown = (before.seen, before.rule, before.reason, before.judged, before.kept)
    if shown == (now.seen, now.rule, now.reason, now.judged, now.kept):
        return
    work.run(_SHOW, {"of_picture": case.picture, **values})
    counters.add(work, counters.PICTURES_CHANGED, 1)


def _voice_values(picture: PictureId, one: Voice) -> dict[str, Any]:
    return {
        "picture": picture,
        "token": one.token,
        "prefix": one.prefix,
        "net": one.net,
        "made_us": rows.micros(one.made),
        "trust": round(one.trust * 1000),
        "provider": one.provider,
        "member": one.member,
        "mover": one.mover,
        "category": one.category.value,
    }


def _voice(row: Row) -> Voice:
    _, token, prefix, net, made_us, trust, provider, member, mover, category = row
    made = rows.instant(made_us)
    return Voice(token, prefix, net, made, trust / 1000, provider, member, mover, Category(category))
