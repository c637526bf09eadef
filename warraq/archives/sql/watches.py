"""Where does stand what is watched for, and what was told of it? In the archive's own database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select, update

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import watch_messages, watches
from warraq.archives.wording import clause, mended
from warraq.press import ArticleId, Message, MessageState, Note, Rule, Watch, WatchId, WatchState

_LARGEST = 2**63 - 1
_ALL = select(*watches.c).order_by(watches.c.id)
_ONE = select(*watches.c).where(watches.c.id == bindparam("of_watch"))
_ADD = insert(watches)
_CHANGE = update(watches).where(watches.c.id == bindparam("of_watch"))
_RESTATE = _CHANGE.values(
    state=bindparam("new_state", type_=watches.c.state.type),
    problem=bindparam("new_problem", type_=watches.c.problem.type),
)
_BEGIN = _CHANGE.where(watches.c.begun_us.is_(None)).values(
    begun_us=bindparam("new_begun", type_=watches.c.begun_us.type)
)
_DROP = delete(watches).where(watches.c.id == bindparam("of_watch"))

_of_watch = watch_messages.c.watch == bindparam("of_watch")
_DROP_TOLD = delete(watch_messages).where(_of_watch)
_KNOWN = select(watch_messages.c.number).where(_of_watch, watch_messages.c.story == bindparam("of_story"))
_KEPT = [column.name for column in watch_messages.c if column.name != "number"]
_KEEP = insert(watch_messages).values({name: bindparam(name) for name in _KEPT})
_TOLD = (
    select(*watch_messages.c)
    .where(_of_watch)
    .order_by(watch_messages.c.number.desc())
    .limit(bindparam("most"))
)
_DUE = (
    select(*watch_messages.c)
    .join(watches, watches.c.id == watch_messages.c.watch)
    .where(
        watch_messages.c.state == MessageState.WAITING.value,
        watch_messages.c.due_us <= bindparam("now_us"),
        watches.c.state == WatchState.ACTIVE.value,
    )
    .order_by(watch_messages.c.due_us, watch_messages.c.number)
    .limit(bindparam("most"))
)
_SETTLE = (
    update(watch_messages)
    .where(watch_messages.c.number == bindparam("of_number"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=watch_messages.c[name].type)
            for name in ("state", "tries", "due_us", "problem")
        }
    )
)
_RETRY = (
    update(watch_messages)
    .where(_of_watch, watch_messages.c.state == MessageState.DEAD.value)
    .values(
        state=MessageState.WAITING.value,
        tries=0,
        due_us=bindparam("new_due_us", type_=watch_messages.c.due_us.type),
    )
)
_TALLY_ALL = select(watch_messages.c.state, func.count()).group_by(watch_messages.c.state)
_TALLY = _TALLY_ALL.where(_of_watch)
_FORGET = delete(watch_messages).where(
    watch_messages.c.made_us < bindparam("before_us"),
    watch_messages.c.state != MessageState.WAITING.value,
)


class SqlWatches:
    """`ports.watches.Watches` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, rule: Rule, *, salt: str, now: datetime, position: int) -> Watch:
        with self._store.writing(Desk.WATCHES) as work:
            if not work.rows(_ALL, {}):
                _move(work, position)
            counters.begin(work, counters.WATCHES)
            counters.add(work, counters.WATCHES, 1)
            values = {
                "id": counters.read(work, counters.WATCHES),
                "name": mended(rule.name),
                "query": mended(rule.query),
                "target": rule.target,
                "services": rule.services,
                "salt": salt,
                "made_us": rows.micros(now),
                "state": WatchState.ACTIVE.value,
                "begun_us": None,
                "problem": None,
            }
            work.run(_ADD, values)
            return _watch(work.rows(_ONE, {"of_watch": values["id"]})[0])

    def watch(self, number: int) -> Watch | None:
        if not 0 < number <= _LARGEST:
            return None
        with self._store.reading() as work:
            found = work.rows(_ONE, {"of_watch": number})
        return _watch(found[0]) if found else None

    def listed(self) -> tuple[Watch, ...]:
        with self._store.reading() as work:
            return tuple(map(_watch, work.rows(_ALL, {})))

    def restate(self, watch: WatchId, state: WatchState, *, problem: str | None = None) -> None:
        said = {"of_watch": watch, "new_state": state.value, "new_problem": clause(problem)}
        with self._store.writing(Desk.WATCHES) as work:
            work.run(_RESTATE, said)

    def remove(self, watch: WatchId) -> None:
        with self._store.writing(Desk.WATCHES) as work:
            work.run(_DROP_TOLD, {"of_watch": watch})
            work.run(_DROP, {"of_watch": watch})

    def position(self) -> int:
        with self._store.reading() as work:
            return counters.begun(work, counters.WATCHES_FOLLOWED)

    def tell(self, notes: Sequence[Note], *, now: datetime, position: int, after: int) -> bool:
        with self._store.writing(Desk.WATCHES) as work:
            if counters.begun(work, counters.WATCHES_FOLLOWED) != after:
                return False
            _keep(work, notes, now)
            _move(work, position)
        return True

    def begin(self, watch: WatchId, notes: Sequence[Note], *, now: datetime) -> None:
        with self._store.writing(Desk.WATCHES) as work:
            if work.run(_BEGIN, {"of_watch": watch, "new_begun": rows.micros(now)}):
                _keep(work, notes, now)

    def told(self, watch: WatchId, *, limit: int) -> tuple[Message, ...]:
        with self._store.reading() as work:
            return tuple(map(_message, work.rows(_TOLD, {"of_watch": watch, "most": max(limit, 0)})))

    def due(self, now: datetime, *, limit: int) -> tuple[Message, ...]:
        with self._store.reading() as work:
            found = work.rows(_DUE, {"now_us": rows.micros(now), "most": max(limit, 0)})
        return tuple(map(_message, found))

    def settle(self, message: Message, state: MessageState, *, due: datetime, problem: str | None) -> None:
        values = {
            "of_number": message.number,
            "new_state": state.value,
            "new_tries": message.tries + 1,
            "new_due_us": rows.micros(due),
            "new_problem": clause(problem),
        }
        with self._store.writing(Desk.WATCHES) as work:
            work.run(_SETTLE, values)

    def retry(self, watch: WatchId, *, now: datetime) -> int:
        with self._store.writing(Desk.WATCHES) as work:
            return work.run(_RETRY, {"of_watch": watch, "new_due_us": rows.micros(now)})

    def tally(self, watch: WatchId | None = None) -> dict[MessageState, int]:
        with self._store.reading() as work:
            found = work.rows(_TALLY_ALL, {}) if watch is None else work.rows(_TALLY, {"of_watch": watch})
        return {MessageState(state): many for state, many in found}

    def forget(self, before: datetime) -> int:
        with self._store.writing(Desk.WATCHES) as work:
            return work.run(_FORGET, {"before_us": rows.micros(before)})


def _move(work: Work, position: int) -> None:
    counters.begin(work, counters.WATCHES_FOLLOWED)
    counters.add(work, counters.WATCHES_FOLLOWED, position - counters.read(work, counters.WATCHES_FOLLOWED))


def _keep(work: Work, notes: Sequence[Note], now: datetime) -> None:
    """Those whose watch stands, and has not told of their story."""
    for note in notes:
        known = work.rows(_KNOWN, {"of_watch": note.watch, "of_story": note.story})
        if known or not work.rows(_ONE, {"of_watch": note.watch}):
            continue
        work.run(
            _KEEP,
            {
                "watch": note.watch,
                "story": note.story,
                "articles": " ".join(map(str, note.articles)),
                "state": note.state.value,
                "made_us": rows.micros(now),
                "due_us": rows.micros(now),
                "tries": 0,
                "problem": None,
            },
        )


def _watch(row: Row) -> Watch:
    number, name, query, target, services, salt, made_us, state, begun_us, problem = row
    return Watch(
        WatchId(number),
        Rule(name, query, target, bool(services)),
        salt,
        rows.instant(made_us),
        WatchState(state),
        rows.maybe_instant(begun_us),
        problem,
    )


def _message(row: Row) -> Message:
    number, watch, story, articles, state, made_us, due_us, tries, problem = row
    told = tuple(ArticleId(int(one)) for one in articles.split())
    return Message(
        number,
        Note(WatchId(watch), story, told, MessageState(state)),
        rows.instant(made_us),
        rows.instant(due_us),
        tries,
        problem,
    )
