"""How is a password kept? As its argon2id hash, by parameters that may grow.

Source of the parameters: the Password Storage Cheat Sheet of OWASP (argon2id, 19 MiB, 2 rounds, 1 lane).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB, ROUNDS, LANES = 19_456, 2, 1
LEAST, MOST = 12, 1_000  # letters
# A hash like any other, of nothing: held against where nobody has the name, so that this costs as much.
NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={ROUNDS},p={LANES}$d2FycmFxIG9mIG5vYm9keQ$JyyrYPwDAq3zGBTnGHTOtrdTBp1rA4fTvv3VQ3k0WUs"


def hashed(password: str) -> str:
    """Its hash in PHC's form, with a salt of its own. Takes some 20 ms and 19 MiB."""
    return _hasher().hash(_letters(password))


def fits(kept: str, password: str) -> bool:
    """Whether this is the password of that hash, made by whatever parameters; what is no hash fits none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, _letters(password))
    except (InvalidHashError, VerificationError, UnicodeEncodeError):
        return False


def outdated(kept: str) -> bool:
    """Whether it was hashed by other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def refusal(password: str) -> str | None:
    """Why it can be no password, one clause; `None` for one that can."""
    if not LEAST <= len(password) <= MOST:
        return f"a password has {LEAST} to {MOST} letters"
    return "a password has more than one letter again and again" if len(set(password)) < 4 else None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # not needed for the first page

    return PasswordHasher(
        time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES, hash_len=32, salt_len=16
    )


def _letters(password: str) -> bytes:
    """The same for every way in which a keyboard may compose its letters; what is too long is cut, and so fits nothing.

    Source: NIST SP 800-63B, section 3.1.1.2.
    """
    return unicodedata.normalize("NFC", password[: MOST + 1]).encode("utf-8", "surrogatepass")
