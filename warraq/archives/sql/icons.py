"""Where do papers' icons stand, and which pictures stand in for many reports? In the archive's own database."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, delete, insert, select

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import icons, placeholders
from warraq.archives.wording import clause, mended
from warraq.press import Icon, PictureId, Placeholder, StandInState

_ICONS = select(*icons.c)
_ICON = _ICONS.where(icons.c.source == bindparam("of_source"))
_NEW_ICON = insert(icons)
_DROP_ICON = delete(icons).where(icons.c.source == bindparam("of_source"))
_PLACEHOLDERS = select(*placeholders.c)
_PLACEHOLDER = _PLACEHOLDERS.where(placeholders.c.picture == bindparam("of_picture"))
_NEW_PLACEHOLDER = insert(placeholders)
_DROP_PLACEHOLDER = delete(placeholders).where(placeholders.c.picture == bindparam("of_picture"))


class SqlIcons:
    """`ports.icons.Icons` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def held(self) -> dict[str, Icon]:
        with self._store.reading() as work:
            return {row[0]: _icon(row) for row in work.rows(_ICONS, {})}

    def put(self, icon: Icon) -> None:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            before = _held(work, icon.source)
            if before is not None and before.removed is not None:
                icon = replace(icon, removed=before.removed, print=None, address=None, stored=None)
            _set(work, before, icon)

    def say(self, icon: Icon) -> None:
        with self._store.writing(Desk.PICTURES) as work:
            _set(work, _held(work, icon.source), icon)

    def changes(self) -> int:
        with self._store.reading() as work:
            return counters.begun(work, counters.ICONS)


class SqlPlaceholders:
    """`ports.placeholders.Placeholders` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def held(self) -> dict[PictureId, Placeholder]:
        with self._store.reading() as work:
            return {PictureId(row[0]): _placeholder(row) for row in work.rows(_PLACEHOLDERS, {})}

    def learn(self, placeholder: Placeholder) -> bool:
        with self._store.writing(Desk.PICTURES, durable=False) as work:
            if work.rows(_PLACEHOLDER, {"of_picture": placeholder.picture}):
                return False
            _note(work, placeholder)
            return True

    def say(self, placeholder: Placeholder) -> None:
        with self._store.writing(Desk.PICTURES) as work:
            work.run(_DROP_PLACEHOLDER, {"of_picture": placeholder.picture})
            _note(work, placeholder)

    def changes(self) -> int:
        with self._store.reading() as work:
            return counters.begun(work, counters.PLACEHOLDERS)


def _held(work: Work, source: str) -> Icon | None:
    found = work.rows(_ICON, {"of_source": source})
    return _icon(found[0]) if found else None


def _set(work: Work, before: Icon | None, icon: Icon) -> None:
    work.run(_DROP_ICON, {"of_source": icon.source})
    work.run(
        _NEW_ICON,
        {
            "source": icon.source,
            "asked_us": rows.micros(icon.asked),
            "due_us": rows.micros(icon.due),
            "print": icon.print,
            "address": mended(icon.address) if icon.address else None,
            "stored_us": rows.micros(icon.stored) if icon.stored else None,
            "attempts": icon.attempts,
            "problem": clause(icon.problem),
            "removed": clause(icon.removed),
        },
    )
    seen, sees = before.print if before and before.shown else None, icon.print if icon.shown else None
    if seen != sees:
        counters.begin(work, counters.ICONS)
        counters.add(work, counters.ICONS, 1)


def _icon(row: Row) -> Icon:
    source, asked_us, due_us, print_, address, stored_us, attempts, problem, removed = row
    return Icon(
        source,
        rows.instant(asked_us),
        rows.instant(due_us),
        print_,
        address,
        rows.maybe_instant(stored_us),
        attempts,
        problem,
        removed,
    )


def _note(work: Work, one: Placeholder) -> None:
    values = {
        "source": one.source,
        "articles": one.articles,
        "days": one.days,
        "since_us": rows.micros(one.since),
    }
    said = {"picture": one.picture, "state": one.state.value, "reason": clause(one.reason)}
    work.run(_NEW_PLACEHOLDER, values | said)
    counters.begin(work, counters.PLACEHOLDERS)
    counters.add(work, counters.PLACEHOLDERS, 1)


def _placeholder(row: Row) -> Placeholder:
    picture, source, articles, days, since_us, state, reason = row
    return Placeholder(
        PictureId(picture), source, articles, days, rows.instant(since_us), StandInState(state), reason
    )
