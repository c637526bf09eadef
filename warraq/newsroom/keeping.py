"""How long do we keep what a server answered? Captures are single compressed records with a retention."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import zstandard

from warraq.errors import ObjectsError
from warraq.ports.daybook import Daybook
from warraq.ports.objects import Objects
from warraq.press import Capture, CaptureNote

log = logging.getLogger(__name__)

# Single records, so that a takedown can remove one; level 3 stores a news page in about 18 KB.
_LEVEL = 3
_SWEEP = 500


@dataclass(frozen=True, slots=True)
class Keeping:
    """The desk that keeps captures for `days` days (0: keeps none)."""

    objects: Objects
    daybook: Daybook
    days: int

    def keep(self, capture: Capture, *, now: datetime, trail: tuple[Capture, ...] = ()) -> str | None:
        """Store a capture; its id, or `None` where captures are not kept. The bytes are durable before the note is.

        `trail` holds the redirects that led to it, kept as well: replayed, the way must be there.
        """
        if self.days <= 0:
            return None
        for hop in trail:
            self.keep(hop, now=now)
        record = packed(capture)
        body = hashlib.sha256(capture.body).hexdigest()
        name = hashlib.sha256(f"{capture.url}\n{capture.at.isoformat()}\n{body}".encode()).hexdigest()[:32]
        key = f"captures/{capture.at:%Y/%m/%d}/{name}.zst"
        self.objects.put(key, record)
        self.daybook.keep(
            CaptureNote(
                id=name,
                url=capture.url,
                at=capture.at,
                status=capture.status,
                media_type=(capture.header("content-type") or "").split(";")[0].strip().lower() or None,
                digest=body,
                size_bytes=len(record),
                object=key,
                expires=now + timedelta(days=self.days),
            )
        )
        return name

    def open(self, name: str) -> Capture | None:
        """A kept capture, whole; `None` where it was never kept or its time is over. Raises: ObjectsError."""
        note = self.daybook.capture(name)
        record = self.objects.get(note.object) if note else None
        if record is None:
            return None
        try:
            return replace(unpacked(record), id=name)
        except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
            raise ObjectsError(f"capture {name} is damaged ({error}); remove it, or restore it") from error

    def found(self, name: str | None) -> Capture | None:
        """As `open`; `None` too where no name is known, and for a damaged one, of which the log says so."""
        try:
            return self.open(name) if name is not None else None
        except ObjectsError as error:
            log.warning("%s", error)
            return None

    def sweep(self, now: datetime) -> int:
        """Remove the captures whose time is over; how many. Bytes go first: a note without bytes is harmless."""
        gone = 0
        while notes := self.daybook.expired(now, limit=_SWEEP):
            removed = [note.id for note in notes if self._removed(note)]
            self.daybook.forget(removed)
            gone += len(removed)
            if len(removed) < len(notes):
                break  # what cannot be removed now stands first in the next sweep; it must not be asked for again and again
        if gone:
            log.info("captures removed after their retention: %d", gone)
        return gone

    def _removed(self, note: CaptureNote) -> bool:
        try:
            self.objects.remove(note.object)
        except ObjectsError as error:
            log.error("capture %s cannot be removed: %s", note.id, error)
            return False
        return True


def packed(capture: Capture) -> bytes:
    """A capture as one record: a line of JSON (all but the body), then the body, compressed together."""
    head = {
        "url": capture.url,
        "at": capture.at.isoformat(),
        "status": capture.status,
        "headers": capture.headers,
    }
    line = json.dumps(head, ensure_ascii=False).encode("utf-8", "replace")
    return zstandard.ZstdCompressor(level=_LEVEL).compress(line + b"\n" + capture.body)


def unpacked(record: bytes) -> Capture:
    """The inverse of `packed`."""
    line, _, body = zstandard.ZstdDecompressor().decompress(record).partition(b"\n")
    head = json.loads(line)
    return Capture(
        url=head["url"],
        at=datetime.fromisoformat(head["at"]),
        status=head["status"],
        headers=tuple((name, value) for name, value in head["headers"]),
        body=body,
    )
