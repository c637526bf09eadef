"""Where does stand who may sit at the desk? In the archive's own database; sessions too, and in no backup."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, or_, select, update

from warraq.archives.sql import counters, rows
from warraq.archives.sql.engine import Desk, Row, Store, Work
from warraq.archives.sql.schema import sessions, users
from warraq.press import Role, Session, User, UserId

_ALL = select(*users.c).order_by(users.c.name)
_NAMED = select(*users.c).where(users.c.name == bindparam("of_name"))
_BY_ID = select(*users.c).where(users.c.id == bindparam("of_user"))
_ADD = insert(users)
_CHANGE = update(users).where(users.c.id == bindparam("of_user"))
_SET_PASSWORD = _CHANGE.values(password=bindparam("new_password", type_=users.c.password.type))
_REHASH = _SET_PASSWORD.where(users.c.password == bindparam("old_password"))
_SET_ROLE = _CHANGE.values(role=bindparam("new_role", type_=users.c.role.type))
_DROP = delete(users).where(users.c.id == bindparam("of_user"))

_OPEN = insert(sessions)
_of_key = sessions.c.key == bindparam("of_key")
_SESSION = select(*sessions.c, *users.c).join(users, users.c.id == sessions.c.user_id).where(_of_key)
_TOUCH = (
    update(sessions).where(_of_key).values(seen_us=bindparam("new_seen_us", type_=sessions.c.seen_us.type))
)
_END = delete(sessions).where(_of_key)
_END_ALL = delete(sessions).where(sessions.c.user_id == bindparam("of_user"))
_FORGET = delete(sessions).where(
    or_(sessions.c.opened_us < bindparam("opened_before"), sessions.c.seen_us < bindparam("seen_before"))
)


class SqlUsers:
    """`ports.users.Users` on SQLite or PostgreSQL."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str, role: Role, password: str, *, now: datetime) -> User | None:
        with self._store.writing(Desk.DESK) as work:
            if work.rows(_NAMED, {"of_name": name}):
                return None
            counters.begin(work, counters.USERS)
            counters.add(work, counters.USERS, 1)
            number = counters.read(work, counters.USERS)
            said = {"id": number, "name": name, "role": role.value, "password": password}
            work.run(_ADD, said | {"made_us": rows.micros(now)})
            return _user(work.rows(_NAMED, {"of_name": name})[0])

    def named(self, name: str) -> User | None:
        with self._store.reading() as work:
            found = work.rows(_NAMED, {"of_name": name})
        return _user(found[0]) if found else None

    def listed(self) -> tuple[User, ...]:
        with self._store.reading() as work:
            return tuple(map(_user, work.rows(_ALL, {})))

    def set_password(self, user: UserId, password: str) -> None:
        with self._store.writing(Desk.DESK) as work:
            work.run(_SET_PASSWORD, {"of_user": user, "new_password": password})
            _end_all(work, user)

    def rehash(self, user: UserId, password: str, *, before: str) -> bool:
        said = {"of_user": user, "new_password": password, "old_password": before}
        with self._store.writing(Desk.DESK) as work:
            return work.run(_REHASH, said) == 1

    def set_role(self, user: UserId, role: Role) -> None:
        with self._store.writing(Desk.DESK) as work:
            work.run(_SET_ROLE, {"of_user": user, "new_role": role.value})
            _end_all(work, user)

    def remove(self, user: UserId) -> None:
        with self._store.writing(Desk.DESK) as work:
            work.run(_DROP, {"of_user": user})
            _end_all(work, user)

    def open(self, key: str, user: User, *, now: datetime) -> bool:
        with self._store.writing(Desk.DESK) as work:
            found = work.rows(_BY_ID, {"of_user": user.id})
            if not found or _user(found[0]) != user:
                return False
            at = rows.micros(now)
            work.run(_OPEN, {"key": key, "user_id": user.id, "opened_us": at, "seen_us": at})
        return True

    def session(self, key: str) -> tuple[Session, User] | None:
        with self._store.reading() as work:
            found = work.rows(_SESSION, {"of_key": key})
        if not found:
            return None
        held, user_id, opened_us, seen_us, *user = found[0]
        session = Session(held, UserId(user_id), rows.instant(opened_us), rows.instant(seen_us))
        return session, _user(tuple(user))

    def touch(self, key: str, *, now: datetime) -> None:
        with self._store.writing(Desk.DESK, durable=False) as work:
            work.run(_TOUCH, {"of_key": key, "new_seen_us": rows.micros(now)})

    def end(self, key: str) -> None:
        with self._store.writing(Desk.DESK) as work:
            work.run(_END, {"of_key": key})

    def forget(self, *, opened_before: datetime, seen_before: datetime) -> int:
        said = {"opened_before": rows.micros(opened_before), "seen_before": rows.micros(seen_before)}
        with self._store.writing(Desk.DESK) as work:
            return work.run(_FORGET, said)


def _end_all(work: Work, user: UserId) -> None:
    work.run(_END_ALL, {"of_user": user})


def _user(row: Row) -> User:
    number, name, role, password, made_us = row
    return User(UserId(number), name, Role(role), password, rows.instant(made_us))
