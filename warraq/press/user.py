"""Who works at the desk, and what are they let do?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

UserId = NewType("UserId", int)


class Role(StrEnum):
    """What somebody may do: a moderator decides what is shown, an admin also what the site is called and looks like."""

    MODERATOR = "moderator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sit at the desk. `password` is its argon2id hash in PHC's form, never the password."""

    id: UserId
    name: str
    role: Role
    password: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody signed in. `key` is the SHA-256 (hex) of what its cookie holds: who reads the store can
    make no cookie of it. `seen`: when it was last used, as far as that is written down."""

    key: str
    user: UserId
    opened: datetime
    seen: datetime
