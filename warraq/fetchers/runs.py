"""Which bytes stand in an archive file, one run after the other? A gzip member is a run; a plain file is one run.

Nothing is read whole: lines have a limit, what is not wanted is passed over in steps, and a member that unpacks to far
more than it weighs ends the reading. `Spoiled` says in one clause why no more can be had.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from warraq.fetchers.decoding import Spoiled

_STEP = 64 * 1024
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_RATIO, _RATIO_FROM = 100, 64 * 2**20


class Run:
    """Bytes read one after the other. `start` is where the run begins in its file, `position` how far it was read."""

    def __init__(self, start: int, chunks: Iterator[bytes]) -> None:
        self.start = start
        self.position = 0
        self._chunks = chunks
        self._held = b""
        self._at = 0
        self._spoiled: Spoiled | None = None

    def line(self, longest: int) -> bytes:
        """Up to the next line's end, it included; at most `longest` bytes of it. Empty at the run's end."""
        found = self._held.find(b"\n", self._at)
        while found < 0 and len(self._held) - self._at < longest and self._more():
            found = self._held.find(b"\n", self._at)
        end = found + 1 if found >= 0 else len(self._held)
        return self._taken(min(end - self._at, longest))

    def take(self, size: int) -> bytes:
        """The next bytes, at most `size` of them and seldom all at once. Empty at the run's end."""
        if self._at == len(self._held) and not self._more():
            return b""
        return self._taken(min(size, len(self._held) - self._at))

    def skip(self, size: int) -> int:
        """Pass over so many bytes; how many there were."""
        left = size
        while left and (part := self.take(left)):
            left -= len(part)
        return size - left

    def put_back(self, read: bytes) -> None:
        """What was just read stands again before the reader."""
        self._held = read + self._held[self._at :]
        self._at = 0
        self.position -= len(read)

    def drain(self) -> None:
        while self.take(_STEP):
            pass

    def _taken(self, size: int) -> bytes:
        part = self._held[self._at : self._at + size]
        self._at += len(part)
        self.position += len(part)
        return part

    def _more(self) -> bool:
        if self._spoiled:  # whoever asks again hears it again
            raise self._spoiled
        try:
            chunk = next(self._chunks, b"")
        except Spoiled as spoiled:
            self._spoiled = spoiled
            raise
        self._held, self._at = self._held[self._at :] + chunk, 0
        return bool(chunk)


def runs(file: BinaryIO) -> Iterator[Run]:
    """Every run of a file, each to be read before the next is asked for.

    Raises (also the runs): Spoiled, where the file breaks off or is of another kind.
    """
    start = 0
    while True:
        file.seek(start)
        head = file.read(4)
        if start == 0 and not head.startswith(_GZIP):
            if head == _ZSTD:
                raise Spoiled("packed with Zstandard: unpack it first")
            yield Run(0, _plain(file, 0))
            return
        if not head.strip(b"\0"):
            return  # the end, or what pads it
        if not head.startswith(_GZIP):
            raise Spoiled(f"what stands at byte {start} is no gzip: the rest cannot be read")
        member = _Member(file, start)
        run = Run(start, member.chunks())
        yield run
        run.drain()
        start = member.end


def run_at(file: BinaryIO, start: int, skip: int) -> Run:
    """The run that begins at `start`, read up to `skip`. Raises: Spoiled."""
    file.seek(start)
    if file.read(2) == _GZIP:
        run = Run(start, _Member(file, start).chunks())
        run.skip(skip)
    else:
        run = Run(start, _plain(file, start + skip))
        run.position = skip
    return run


def _plain(file: BinaryIO, start: int) -> Iterator[bytes]:
    file.seek(start)
    while chunk := file.read(_STEP):
        yield chunk


class _Member:
    """One gzip member as it unpacks; `end` is known once all of it was read."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._start = start
        self.end = start

    def chunks(self) -> Iterator[bytes]:
        self._file.seek(self._start)
        inflating, packed, size = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS), b"", 0
        while not inflating.eof:
            packed = packed or self._file.read(_STEP)
            try:
                part = inflating.decompress(packed, _STEP)
            except zlib.error as error:
                raise Spoiled(f"the gzip at byte {self._start} is damaged ({error})") from error
            if not packed and not part and not inflating.eof:
                raise Spoiled(f"the gzip at byte {self._start} breaks off")
            packed = inflating.unconsumed_tail
            size += len(part)
            weight = self._file.tell() - len(packed) - self._start
            if size > _RATIO_FROM and size > weight * _RATIO:
                raise Spoiled(f"the gzip at byte {self._start} unpacks to more than {_RATIO} times its size")
            if part:
                yield part
        self.end = self._file.tell() - len(inflating.unused_data)
