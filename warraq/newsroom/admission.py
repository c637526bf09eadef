"""Who is let in to the desk? Names, passwords, and the sessions that come of them."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from warraq.newsroom import passwords
from warraq.newsroom.tries import Tries
from warraq.ports.users import Users
from warraq.press import User

IDLE = timedelta(hours=8)
LASTS = timedelta(days=30)
# How exactly it is written down when a session was last used.
_NOTED_EVERY = timedelta(minutes=5)
_SECRET_BYTES = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_NAME = re.compile(r"\w(?:[\w.-]{0,38}\w)?")


class Refused(Enum):
    """Why nobody was let in. Whether there is such a name is never said."""

    WRONG = auto()
    MANY = auto()  # tries; this one was not even looked at


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who sits at the desk: in the session of that key."""

    user: User
    key: str


@dataclass(slots=True)
class Admission:
    """Lets in and out. `fits` says whether a password is that of a hash. Blocks, some 20 ms a try."""

    users: Users
    fits: Callable[[str, str], bool] = passwords.fits
    _tries: Tries = field(default_factory=Tries)

    def admit(self, name: str, password: str, *, place: str, now: datetime) -> str | Refused:
        """The secret of a new session for its cookie. A name that nobody has costs what a wrong password costs."""
        called = spelt(name) or ""
        if not self._tries.take(called, place, now=now):
            return Refused.MANY
        user = self.users.named(called)
        right = self.fits(user.password if user else passwords.NOBODY, password)
        if user is None or not right:
            return Refused.WRONG
        self._tries.give_back(called, place, now=now)
        self.users.forget(opened_before=now - LASTS, seen_before=now - IDLE)
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        return (
            secret
            if self.users.open(key_of(secret), self._renewed(user, password), now=now)
            else Refused.WRONG
        )

    def seated(self, secret: str, *, now: datetime) -> Seat | None:
        """Who holds this secret, if their session lasts; it counts as used now."""
        found = self.users.session(key_of(secret)) if _SECRET.fullmatch(secret) else None
        if found is None:
            return None
        session, user = found
        if now - session.opened >= LASTS or now - session.seen >= IDLE:
            return None
        if now - session.seen >= _NOTED_EVERY:
            self.users.touch(session.key, now=now)
        return Seat(user, session.key)

    def leave(self, secret: str) -> None:
        """End the session of this secret, if there is one."""
        if _SECRET.fullmatch(secret):
            self.users.end(key_of(secret))

    def _renewed(self, user: User, password: str) -> User:
        """The user, with the password hashed by today's parameters: only now is it known."""
        if not passwords.outdated(user.password):
            return user
        fresh = passwords.hashed(password)
        return (
            replace(user, password=fresh) if self.users.rehash(user.id, fresh, before=user.password) else user
        )


def key_of(secret: str) -> str:
    """What is kept of a session's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def spelt(name: str) -> str | None:
    """A name as it is kept and compared: its letters composed, small; `None` for what can be none. 1 to 40 letters, digits,
    dots, dashes and low lines, of any script; first and last a letter, a digit or a low line."""
    if len(name) > 200:
        return None
    said = unicodedata.normalize("NFKC", name.strip()).casefold()
    return said if _NAME.fullmatch(said) else None
