"""Who may sit at the desk, and who sits there now?"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from warraq.press import Role, Session, User, UserId


class Users(Protocol):
    """Users by number and by name, and the sessions of each. Several threads may call at once. Raises: ArchiveError.

    Whatever is written is durable when the call returns, but for `touch`. A number is never given twice.
    """

    def add(self, name: str, role: Role, password: str, *, now: datetime) -> User | None:
        """`None`, and nothing done, where somebody has that name already."""
        ...

    def named(self, name: str) -> User | None: ...

    def listed(self) -> tuple[User, ...]:
        """All, by name."""
        ...

    def set_password(self, user: UserId, password: str) -> None:
        """Its sessions end."""
        ...

    def rehash(self, user: UserId, password: str, *, before: str) -> bool:
        """The same password hashed otherwise: its sessions stay. `False` where `before` is not what stands."""
        ...

    def set_role(self, user: UserId, role: Role) -> None:
        """Its sessions end: what is known under one role is worth nothing under another."""
        ...

    def remove(self, user: UserId) -> None:
        """With its sessions, for good."""
        ...

    def open(self, key: str, user: User, *, now: datetime) -> bool:
        """Begin a session; `False`, and nothing done, unless the user still stands as given: a password that was just
        changed, or somebody who was just removed, opens none."""
        ...

    def session(self, key: str) -> tuple[Session, User] | None: ...

    def touch(self, key: str, *, now: datetime) -> None:
        """It is used. One that is not there is no error; lost in a crash, it counts as used a little earlier."""
        ...

    def end(self, key: str) -> None:
        """One that is not there is no error."""
        ...

    def forget(self, *, opened_before: datetime, seen_before: datetime) -> int:
        """Drop sessions opened, or last used, before then; how many."""
        ...
