"""Does what fuzzing found stay mended? Each input as it was found, or cut down to what is wrong with it."""

from __future__ import annotations

import gzip

import brotli
import pytest

from fuzz.door import timed
from fuzz.doors import DOORS

_HTML = "<p>خبر</p>".encode()
_LINE = (
    '{"number": %s, "at": "2026-03-10T12:00:00+00:00", "said": "{\\"by\\":\\"a\\",\\"kind\\":\\"optout\\",\\"reason\\":\\"b\\",\\"source\\":\\"sada\\"}",'
    ' "hash": "2f", "previous": null, "keys": {}, "pixels": null}'
)

_BACKUP = DOORS["backups"].seeds[0]

# (door, input, what comes of it)
FOUND = {
    # int(1e999) is no ValueError
    "a number without bound in a transcript": ("transcripts", (_LINE % "1e999").encode(), "refused: this is no transcript"),
    "a transcript nested without end": ("transcripts", b"[" * 200_000, "refused: this is no transcript"),
    # whether what a server appends was taken for another stream hung on how TCP cut the body: here it comes a byte at a time
    "bytes and then a stream after a gzip stream": ("bodies", b"\x01" + gzip.compress(_HTML, mtime=0) + b"\0" + b"\x1f\x8b\x08\0junk", "read"),
    "bytes after a brotli stream": ("bodies", b"\x03" + brotli.compress(_HTML) + b"\n\n", "refused: broken br"),
    # the type was repeated whole in the reason that operators read
    "a record whose type has no end": ("warc", b"WARC/1.1\r\nWARC-Type: " + b"9" * 5_000 + b"\r\n\r\n", "read: broken"),
    # a day 0 was the first of its month, and no day of the calendar beside it
    "a day nought beside a Hijri date": ("dates", b'10/03/1447 981\xdc1303/1/0!7 981, \xd8\xb5', "refused: no date"),
    # the zip library tells the whole name that it read, whatever its length
    "a backup whose first part has no end of a name": ("backups", _BACKUP[:26] + b"\xff\x03" + _BACKUP[28:], "refused: objects "),
    # offsets that point before the file: the zip library says ValueError
    "a backup cut in its middle": ("backups", _BACKUP.replace(b"folder.zst", b"fo.zst", 1), "refused: "),
}  # fmt: skip


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found_stays_mended(what: str) -> None:
    name, data, outcome = FOUND[what]
    assert timed(DOORS[name], data).startswith(outcome)
