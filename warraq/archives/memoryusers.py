"""What do users and their sessions do, with nothing behind them?"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

from warraq.press import Role, Session, User, UserId


class MemoryUsers:
    """`ports.users.Users` in dictionaries, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._users: dict[UserId, User] = {}
        self._sessions: dict[str, Session] = {}
        self._last = 0

    def add(self, name: str, role: Role, password: str, *, now: datetime) -> User | None:
        with self._lock:
            if self.named(name):
                return None
            self._last += 1
            made = User(UserId(self._last), name, role, password, now)
            self._users[made.id] = made
            return made

    def named(self, name: str) -> User | None:
        with self._lock:
            return next((one for one in self._users.values() if one.name == name), None)

    def listed(self) -> tuple[User, ...]:
        with self._lock:
            return tuple(sorted(self._users.values(), key=lambda one: one.name))

    def set_password(self, user: UserId, password: str) -> None:
        with self._lock:
            if held := self._users.get(user):
                self._users[user] = replace(held, password=password)
            self._end_all(user)

    def rehash(self, user: UserId, password: str, *, before: str) -> bool:
        with self._lock:
            held = self._users.get(user)
            if held is None or held.password != before:
                return False
            self._users[user] = replace(held, password=password)
            return True

    def set_role(self, user: UserId, role: Role) -> None:
        with self._lock:
            if held := self._users.get(user):
                self._users[user] = replace(held, role=role)
            self._end_all(user)

    def remove(self, user: UserId) -> None:
        with self._lock:
            self._users.pop(user, None)
            self._end_all(user)

    def open(self, key: str, user: User, *, now: datetime) -> bool:
        with self._lock:
            if self._users.get(user.id) != user:
                return False
            self._sessions[key] = Session(key, user.id, now, now)
            return True

    def session(self, key: str) -> tuple[Session, User] | None:
        with self._lock:
            held = self._sessions.get(key)
            return (held, self._users[held.user]) if held else None

    def touch(self, key: str, *, now: datetime) -> None:
        with self._lock:
            if held := self._sessions.get(key):
                self._sessions[key] = replace(held, seen=now)

    def end(self, key: str) -> None:
        with self._lock:
            self._sessions.pop(key, None)

    def forget(self, *, opened_before: datetime, seen_before: datetime) -> int:
        with self._lock:
            old = [
                one.key
                for one in self._sessions.values()
                if one.opened < opened_before or one.seen < seen_before
            ]
            for key in old:
                del self._sessions[key]
            return len(old)

    def _end_all(self, user: UserId) -> None:
        self._sessions = {key: one for key, one in self._sessions.items() if one.user != user}
