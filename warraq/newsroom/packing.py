"""How is a backup laid out, so that one file holds everything and nothing hostile in it does harm?

A zip file (members stored, each compressed with zstd by us) whose last member `manifest.json` names every other one
with its length and SHA-256 before compression. Members are found by the manifest alone, and no name in the file ever
becomes a path.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

import orjson
import zstandard

from warraq.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
_LEVEL = 3
_WINDOW = 2**24  # what reading a member may take of memory; our level needs an eighth of it
_LARGEST_MANIFEST = 64 * 2**20
_LONGEST_LINE = 256 * 2**20
_PART = 2**20
_NAME = re.compile(r"archive/[a-z_]{1,60}\.jsonl\.zst|objects/[0-9]{6}\.zst|folder\.zst", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a backup: its length and SHA-256 before compression, and how many things it holds."""

    name: str
    size_bytes: int
    sha256: str
    count: int
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `head` is the SHA-256 over every version's hash, in the order of the articles."""

    warraq: str
    schema: str
    at: str
    head: str
    without: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    format: int = FORMAT

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table, objects and files."""
        counted: dict[str, int] = {"objects": 0}
        for member in self.members:
            kind, _, name = member.name.removesuffix(".zst").partition("/")
            counted_as = {"archive": name.removesuffix(".jsonl"), "objects": "objects"}.get(kind, "files")
            counted[counted_as] = counted.get(counted_as, 0) + member.count
        return counted

    @property
    def size_bytes(self) -> int:
        """What it comes to, unpacked."""
        return sum(member.size_bytes for member in self.members)


class Sink:
    """Where a member is written."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._sha = hashlib.sha256()
        self.size_bytes = 0
        self.count = 0

    def write(self, data: bytes) -> None:
        self._sha.update(data)
        self.size_bytes += len(data)
        self._out.write(data)

    def member(self, name: str, columns: tuple[str, ...]) -> Member:
        return Member(name, self.size_bytes, self._sha.hexdigest(), self.count, columns)


@dataclass(slots=True)
class Packing:
    """A backup that is being written, member by member; the manifest comes last."""

    out: BinaryIO
    members: list[Member] = field(default_factory=list)
    _zip: zipfile.ZipFile = field(init=False)

    def __post_init__(self) -> None:
        self._zip = zipfile.ZipFile(self.out, "w", zipfile.ZIP_STORED, allowZip64=True)

    @contextlib.contextmanager
    def member(self, name: str, columns: tuple[str, ...] = ()) -> Iterator[Sink]:
        """Write a member; whoever writes counts what it holds."""
        compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        with (
            self._zip.open(name, "w", force_zip64=True) as stored,
            compressor.stream_writer(stored, closefd=False) as out,
        ):
            sink = Sink(out)
            yield sink
        self.members.append(sink.member(name, columns))

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(MANIFEST, orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        self._zip.close()


class Source:
    """Where a member is read from: never more than it says of itself."""

    def __init__(self, out: io.BufferedReader, member: Member) -> None:
        self._in = out
        self._member = member
        self._sha = hashlib.sha256()
        self._left = member.size_bytes

    def line(self) -> bytes:
        """The next line with its end; empty at the end of the member."""
        line = self._in.readline(min(self._left + 1, _LONGEST_LINE))
        self._take(line)
        if line and not line.endswith(b"\n"):
            raise BackupError(f"{self._member.name} holds a line without an end")
        return line

    def read(self, size: int) -> bytes:
        """So many bytes exactly."""
        if size > self._left:
            raise BackupError(f"{self._member.name} promises an object larger than the member")
        data = self._in.read(size)
        self._take(data)
        if len(data) != size:
            raise BackupError(f"{self._member.name} ends in the middle of an object")
        return data

    def skim(self) -> None:
        """Read what is left, for its hash alone."""
        while data := self._in.read(min(_PART, self._left + 1)):
            self._take(data)

    def end(self) -> None:
        """Raises: BackupError unless exactly what the manifest names was read."""
        if self._in.read(1):
            raise BackupError(f"{self._member.name} holds more than the manifest says")
        if self._left:
            raise BackupError(f"{self._member.name} holds less than the manifest says")
        if self._sha.hexdigest() != self._member.sha256:
            raise BackupError(f"{self._member.name} is damaged: its SHA-256 is not the manifest's")

    def _take(self, data: bytes) -> None:
        if len(data) > self._left:
            raise BackupError(f"{self._member.name} holds more than the manifest says")
        self._left -= len(data)
        self._sha.update(data)


@dataclass(frozen=True, slots=True)
class Pack:
    """A backup that is read."""

    manifest: Manifest
    _zip: zipfile.ZipFile

    @contextlib.contextmanager
    def reading(self, member: Member) -> Iterator[Source]:
        """A member's bytes; they are what the manifest says once the block has ended. Raises: BackupError."""
        with _named(member.name):
            info = self._zip.getinfo(member.name)
            if info.compress_type != zipfile.ZIP_STORED:
                raise BackupError(f"{member.name} is packed in a way that Warraq does not use")
            decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
            with self._zip.open(info) as stored, decompressor.stream_reader(stored) as raw:
                source = Source(io.BufferedReader(raw, _PART), member)
                yield source
                source.end()


@contextlib.contextmanager
def opened(file: BinaryIO) -> Iterator[Pack]:
    """A backup's manifest, judged, and the way to its members. Raises: BackupError, saying what is wrong."""
    with _named("the file"):
        packed = zipfile.ZipFile(file)
    with packed:
        names = packed.namelist()
        if MANIFEST not in names:
            raise BackupError("this is a zip file, but no backup of Warraq: it has no manifest")
        info = packed.getinfo(MANIFEST)
        if info.file_size > _LARGEST_MANIFEST or info.compress_type != zipfile.ZIP_STORED:
            raise BackupError("its manifest is no manifest of Warraq")
        with _named(MANIFEST):
            manifest = _manifest(packed.read(info))
        _judge(manifest, names)
        yield Pack(manifest, packed)


def _manifest(data: bytes) -> Manifest:
    try:
        said = orjson.loads(data)
        if said["format"] != FORMAT:
            raise BackupError(
                f"it is of format {said['format']!r}, and this Warraq reads format {FORMAT}; restore it with a newer one"
            )
        members = tuple(
            Member(
                str(one["name"]),
                int(one["size_bytes"]),
                str(one["sha256"]),
                int(one["count"]),
                tuple(map(str, one["columns"])),
            )
            for one in said["members"]
        )
        warraq, schema, at, head = (str(said[name]) for name in ("warraq", "schema", "at", "head"))
        return Manifest(warraq, schema, at, head, tuple(map(str, said["without"])), members)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"its manifest cannot be read ({type(error).__name__}: {_words(error)})") from error


def _judge(manifest: Manifest, names: list[str]) -> None:
    """Every member once, under a name of ours, and none that the manifest does not know."""
    known = [member.name for member in manifest.members]
    for name in known:
        if not _NAME.fullmatch(name):
            raise BackupError(f"it names a part {name[:80]!r}, which no backup of Warraq has")
    if len(set(names)) != len(names) or len(set(known)) != len(known):
        raise BackupError("it holds a part twice")
    if odd := sorted(set(names) ^ {*known, MANIFEST}):
        raise BackupError(f"its parts are not those that the manifest names ({odd[0][:80]!r})")
    if any(member.size_bytes < 0 or member.count < 0 for member in manifest.members):
        raise BackupError("its manifest counts below nothing")


@contextlib.contextmanager
def _named(what: str) -> Iterator[None]:
    """The libraries' own words for what is damaged, as ours."""
    try:
        yield
    except zipfile.BadZipFile as error:
        raise BackupError(f"{what} is cut short or no backup ({_words(error)})") from error
    except (
        zstandard.ZstdError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError, OverflowError, struct.error
    ) as error:  # fmt: skip
        raise BackupError(f"{what} is damaged ({_words(error)})") from error


def _words(error: Exception) -> str:
    """A library's, which may hold whole names of 65,535 bytes out of a damaged file."""
    return str(error)[:_LONGEST_WORDS]


_LONGEST_WORDS = 200
