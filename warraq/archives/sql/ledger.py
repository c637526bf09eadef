"""What did each day bring of each feed, and when did we not look? In the archive's own database.

Written like the daybook, without forcing the disk: after a power cut it may lack its last hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import bindparam, delete, func, insert, select, text, update

from warraq.archives.memoryledger import summed
from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import REVISION, crawl_gaps, feed_days, source_turns
from warraq.archives.wording import bounded, clause
from warraq.errors import ArchiveError
from warraq.press import Condition, DayTally, Gap, GapKind, Trouble, Turn

_BEAT = "collector_beat"
_FIRST = date(1970, 1, 1)
_DAYS = (
    select(*feed_days.c)
    .where(feed_days.c.day >= bindparam("since"))
    .order_by(feed_days.c.day, feed_days.c.feed)
)
_OF_SOURCE = _DAYS.where(feed_days.c.source == bindparam("paper"))
_DAY = select(*feed_days.c).where(
    feed_days.c.day == bindparam("on_day"), feed_days.c.feed == bindparam("of_feed")
)
_COUNTED = ("source", "fetched", "unchanged", "failures", "entries", "filed", "versions")
_NEW_DAY = insert(feed_days)
_MORE = (
    update(feed_days)
    .where(feed_days.c.day == bindparam("on_day"), feed_days.c.feed == bindparam("of_feed"))
    .values({name: bindparam(f"new_{name}", type_=feed_days.c[name].type) for name in _COUNTED})
)
_GAPS = (
    select(*crawl_gaps.c)
    .where(crawl_gaps.c.ended_us.is_(None) | (crawl_gaps.c.ended_us > bindparam("since_us")))
    .order_by(crawl_gaps.c.began_us)
)
_NEW_GAP = insert(crawl_gaps)
_OTHER_GAP = (
    update(crawl_gaps)
    .where(crawl_gaps.c.began_us == bindparam("began"))
    .values(
        ended_us=bindparam("ended", type_=crawl_gaps.c.ended_us.type),
        kind=bindparam("new_kind", type_=crawl_gaps.c.kind.type),
    )
)
_TURN = [column for column in source_turns.c if column.name != "number"]
_TURNS = select(*_TURN).order_by(source_turns.c.number.desc()).limit(bindparam("most"))
_TURNS_OF = select(*_TURN, source_turns.c.number)
_LATEST = select(func.max(source_turns.c.number)).group_by(source_turns.c.source).scalar_subquery()
_CONDITIONS = select(*_TURN).where(source_turns.c.number.in_(_LATEST))
_NEW_TURN = insert(source_turns).values({column.name: bindparam(column.name) for column in _TURN})
_OLD_DAYS = delete(feed_days).where(feed_days.c.day < bindparam("before"))
_OLD_GAPS = delete(crawl_gaps).where(crawl_gaps.c.ended_us < bindparam("before_us"))
_OLD_TURNS = delete(source_turns).where(
    source_turns.c.at_us < bindparam("before_us"), source_turns.c.number.not_in(_LATEST)
)
_SCHEMA = text("SELECT version_num FROM alembic_version")


class SqlLedger:
    """`ports.ledger.Ledger` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, tallies: Sequence[DayTally], *, beat: datetime) -> None:
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            for tally in tallies:
                _add(work, tally)
            counters.begin(work, _BEAT)
            before, now = counters.read(work, _BEAT), rows.micros(beat)
            counters.add(work, _BEAT, max(now - before, 0))

    def beat(self) -> datetime | None:
        with self._store.reading() as work:
            found = counters.begun(work, _BEAT)
        return rows.instant(found) if found else None

    def tallies(self, since: date, *, source: str | None = None) -> tuple[DayTally, ...]:
        with self._store.reading() as work:
            if source is None:
                found = work.rows(_DAYS, {"since": _number(since)})
            else:
                found = work.rows(_OF_SOURCE, {"since": _number(since), "paper": bounded(source)})
        return tuple(map(_tally, found))

    def put_gap(self, gap: Gap) -> None:
        began, ended = rows.micros(gap.began), rows.maybe_micros(gap.ended)
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            if not work.run(_OTHER_GAP, {"began": began, "ended": ended, "new_kind": gap.kind.value}):
                work.run(_NEW_GAP, {"began_us": began, "ended_us": ended, "kind": gap.kind.value})

    def gaps(self, since: datetime) -> tuple[Gap, ...]:
        with self._store.reading() as work:
            found = work.rows(_GAPS, {"since_us": rows.micros(since)})
        return tuple(
            Gap(rows.instant(began), rows.maybe_instant(ended), GapKind(kind)) for began, ended, kind in found
        )

    def turned(self, turns: Sequence[Turn]) -> None:
        if not turns:
            return
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            for turn in turns:
                work.run(_NEW_TURN, {
                    "source": bounded(turn.source), "at_us": rows.micros(turn.at), "condition": turn.condition.value,
                    "says": None if turn.says is None else clause(turn.says),
                    "last_us": rows.maybe_micros(turn.last), "pace": None if turn.pace is None else repr(turn.pace),
                })  # fmt: skip

    def turns(self, *, limit: int, sources: frozenset[str] | None = None) -> tuple[Turn, ...]:
        with self._store.reading() as work:
            if sources is None:
                return tuple(map(_turn, work.rows(_TURNS, {"most": max(limit, 0)})))
            wanted = sorted(map(bounded, sources))
            found = sorted(
                rows.among(work, _TURNS_OF, source_turns.c.source, wanted), key=lambda row: -row[-1]
            )
        return tuple(_turn(row[:-1]) for row in found[: max(limit, 0)])

    def conditions(self) -> dict[str, Turn]:
        with self._store.reading() as work:
            return {row[0]: _turn(row) for row in work.rows(_CONDITIONS, {})}

    def forget(self, before: date) -> None:
        midnight = rows.micros(datetime(before.year, before.month, before.day, tzinfo=UTC))
        with self._store.writing(Desk.DAYBOOK, durable=False) as work:
            work.run(_OLD_DAYS, {"before": _number(before)})
            work.run(_OLD_GAPS, {"before_us": midnight})
            work.run(_OLD_TURNS, {"before_us": midnight})

    def unready(self) -> str | None:
        try:
            with self._store.reading() as work:
                found = str(work.rows(_SCHEMA, {})[0][0])
            if found != REVISION:
                return f"the schema is at {found}, this program is of {REVISION}"
            with self._store.writing(Desk.DAYBOOK, durable=False) as work:
                work.run(
                    _OLD_GAPS, {"before_us": -(2**62)}
                )  # asks for the writer's place, and touches nothing
        except ArchiveError as error:
            return str(error)
        return None


def _add(work: Work, tally: DayTally) -> None:
    place = {"on_day": _number(tally.day), "of_feed": bounded(tally.feed)}
    held = work.rows(_DAY, place)
    whole = summed(_tally(held[0]) if held else DayTally(tally.feed, tally.source, tally.day), tally)
    values = {
        "source": bounded(whole.source),
        "fetched": whole.fetched,
        "unchanged": whole.unchanged,
        "failures": " ".join(f"{kind} {times}" for kind, times in whole.failures),
        "entries": whole.entries,
        "filed": whole.filed,
        "versions": whole.versions,
    }
    if held:
        work.run(_MORE, {**place, **{f"new_{name}": value for name, value in values.items()}})
    else:
        work.run(_NEW_DAY, {"day": place["on_day"], "feed": place["of_feed"], **values})


def _tally(row: Row) -> DayTally:
    day, feed, source, fetched, unchanged, failures, *came = row
    told = _failures(failures) if failures else ()
    return DayTally(feed, source, _FIRST + timedelta(days=day), fetched, unchanged, told, *came)


@lru_cache(maxsize=4096)
def _failures(words: str) -> tuple[tuple[Trouble, int], ...]:
    """A month of many feeds says few different things."""
    parts = words.split()
    return tuple((Trouble(kind), int(times)) for kind, times in zip(parts[::2], parts[1::2], strict=True))


def _turn(row: Row) -> Turn:
    source, at_us, condition, says, last_us, pace = row
    last, usual = rows.maybe_instant(last_us), None if pace is None else float(pace)
    return Turn(source, rows.instant(at_us), Condition(condition), says, last, usual)


def _number(day: date) -> int:
    return (day - _FIRST).days
