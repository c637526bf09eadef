"""What exactly did a server answer, and when?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of one server to one request (one hop: a redirect is a capture of its own, usually not kept).

    `headers` are as sent, in order, names in lower case. `body` is decoded of its transfer and content encodings
    (gzip, br …), not of its charset. `id` is empty until it is kept.
    """

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    id: str = ""

    def header(self, name: str) -> str | None:
        """The first header of that name (in lower case), or `None`."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class CaptureNote:
    """What the archive's daybook remembers of a kept capture; the bytes are in the object store under `object`.

    `digest` is the SHA-256 of the body; `size_bytes` that of the stored record; `expires` when retention removes it.
    """

    id: str
    url: str
    at: datetime
    status: int
    media_type: str | None
    digest: str
    size_bytes: int
    object: str
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A record of somebody's crawl of which no capture can be had: where it stands, and why in one clause."""

    where: str
    reason: str
