"""How is one reporter told from another without knowing either? By a signed token that says nothing of them.

The token is made by the form on which a picture is reported, and by no other page: who only reads carries none.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta

COOKIE = "warraq-reporter"
LASTS = timedelta(days=180)
# Never longer than this: what a browser sends is not trusted to be ours.
_SHAPE = re.compile(r"([0-9a-f]{32})\.([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)


def token(secret: bytes, *, now: datetime) -> str:
    """A new one: a random name, when it was made (its age counts), and our signature."""
    said = f"{secrets.token_hex(16)}.{int(now.timestamp())}"
    return f"{said}.{_signed(secret, 'reporter', said)}"


def name(secret: bytes, given: str | None, *, now: datetime) -> str | None:
    """The random name in a token of ours that is still good; `None` for anything else."""
    parts = _SHAPE.fullmatch(given or "")
    if parts is None:
        return None
    who, made, signature = parts.groups()
    if not hmac.compare_digest(signature, _signed(secret, "reporter", f"{who}.{made}")):
        return None
    return who if 0 <= now.timestamp() - int(made) + 1 < LASTS.total_seconds() else None


def made(given: str) -> datetime:
    """When a token was made whose `name` is known."""
    return datetime.fromtimestamp(int(given.split(".")[1]), UTC)


def form_token(secret: bytes, who: str, subject: int | str) -> str:
    """What the form for this picture (its number), or for another subject, sends back: nobody who cannot read the form can make it."""
    return _signed(secret, "form", f"{who}.{subject}")


def is_form_token(secret: bytes, given: str, who: str, subject: int | str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), form_token(secret, who, subject).encode())


def _signed(secret: bytes, kind: str, said: str) -> str:
    return hmac.new(secret, f"{kind}:{said}".encode(), hashlib.sha256).hexdigest()
