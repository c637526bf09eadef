"""How does a receiver know that a message is ours? By a signature over its id, its time and its bytes: Standard Webhooks, v1.

A watch's key and the address of its feed are made of the house's secret and the watch's salt: nothing more is kept, and none of
them tells another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

_PREFIX = "whsec_"
_TOKEN_LETTERS = 32


def key(secret: bytes, salt: str) -> bytes:
    """What the messages of the watch with this salt are signed with: 32 bytes."""
    return _made(secret, "watch key", salt)


def shown_key(secret: bytes, salt: str) -> str:
    """The key as receivers' libraries take it: `whsec_` and base64."""
    return _PREFIX + base64.b64encode(key(secret, salt)).decode("ascii")


def feed_token(secret: bytes, salt: str) -> str:
    """The word in the address of the watch's feed: nobody guesses it, and it gives nothing away."""
    return base64.urlsafe_b64encode(_made(secret, "watch feed", salt)).decode("ascii")[:_TOKEN_LETTERS]


def headers(key: bytes, name: str, body: bytes, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """The three headers of a message called `name`, sent now.

    Source: Standard Webhooks 1.0.0, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    """
    sent = str(int(now.timestamp()))
    return (
        ("webhook-id", name),
        ("webhook-timestamp", sent),
        ("webhook-signature", signature(key, name, sent, body)),
    )


def signature(key: bytes, name: str, sent: str, body: bytes) -> str:
    """`v1,` and base64 of HMAC-SHA256 over `name.sent.body`; `sent` in seconds since 1970, as the header says them."""
    signed = hmac.new(key, f"{name}.{sent}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode("ascii")


def _made(secret: bytes, purpose: str, salt: str) -> bytes:
    return hmac.new(secret, f"{purpose}\0{salt}".encode(), hashlib.sha256).digest()
