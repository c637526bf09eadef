"""How does everything that is kept become one file, and one file everything again?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import orjson

from warraq.errors import BackupError
from warraq.newsroom.packing import Manifest, Member, Pack, Packing
from warraq.ports.deposit import Filling, Holdings, Row, Shelf
from warraq.ports.objects import Objects

_BUNDLE = 64 * 2**20  # bytes of objects a member, so that a million captures are not a million members
_LARGEST_OBJECT = 2**30
_BATCH = 500
_LONGEST_HEAD = 300
# The files of a data folder that are the operator's, or cannot be made again.
FILES = re.compile(
    r"warraq\.toml|secret|words\.txt|names\.txt|providers\.txt|desks\.json|editions/[a-z0-9-]{1,40}\.toml",
    re.ASCII,
)
CAPTURES = "captures/"
# What is true of the moment alone: who is signed in now would be let in again by whoever restores.
_OF_THE_MOMENT = frozenset(["sessions"])

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a house is put in: `objects` but those whose key begins with one of `without`, and the folder's files."""

    objects: Objects
    files: Mapping[str, bytes]
    without: tuple[str, ...] = ()


def pack(packing: Packing, holdings: Holdings, chosen: Chosen, said: Manifest, *, told: Told) -> Manifest:
    """Write a backup; its manifest. `said` holds what the caller knows of it.

    Objects are listed after the moment that `holdings` shows: each of that moment is in, unless it was removed since.
    """
    head = hashlib.sha256()
    for shelf in holdings.shelves:
        _pack_shelf(packing, holdings, shelf, head.update)
        told(f"{packing.members[-1].count} {shelf.name}")
    _pack_objects(packing, chosen, told)
    with packing.member("folder.zst") as sink:
        for name, data in sorted(chosen.files.items()):
            if FILES.fullmatch(name):
                sink.write(b"%s %d\n%s" % (name.encode("ascii"), len(data), data))
                sink.count += 1
    manifest = replace(said, schema=holdings.schema, head=head.hexdigest(), members=tuple(packing.members))
    packing.finish(manifest)
    return manifest


def check(pack: Pack) -> Manifest:
    """Read everything, and unpack nothing. Raises: BackupError for the first thing that is not as the manifest says."""
    for member in pack.manifest.members:
        with pack.reading(member) as source:
            source.skim()
    return pack.manifest


def unpack(
    pack: Pack,
    filling: Filling,
    objects: Objects,
    *,
    place: Callable[[str, bytes], None],
    told: Told,
) -> None:
    """Fill an empty house. `place` gets the folder's files. What stands in the store is read again and compared.

    Raises: BackupError, ArchiveError, ObjectsError; whoever calls throws away what was filled then.
    """
    members = {member.name: member for member in pack.manifest.members}
    head = hashlib.sha256()
    for shelf in filling.shelves:
        member = members.pop(_shelf_name(shelf.name), None)
        if member is None or set(member.columns) != set(shelf.columns):
            raise BackupError(f"it holds no {shelf.name} as schema {filling.schema} has them")
        _unpack_shelf(pack, member, filling)
        _compare(filling, member, shelf.name, head.update)
        told(f"{member.count} {shelf.name}")
    if head.hexdigest() != pack.manifest.head:
        raise BackupError("the chain of versions does not end where the manifest says")
    for name, member in members.items():
        if name.startswith("archive/"):
            raise BackupError(f"it holds {name}, which schema {filling.schema} does not have")
        _unpack_bytes(pack, member, objects.put if name.startswith("objects/") else place)
    told(f"{pack.manifest.counts['objects']} objects")


def _shelf_name(shelf: str) -> str:
    return f"archive/{shelf}.jsonl.zst"


def _line(row: Row) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def _pack_shelf(packing: Packing, holdings: Holdings, shelf: Shelf, chain: Callable[[bytes], None]) -> None:
    with packing.member(_shelf_name(shelf.name), shelf.columns) as sink:
        for row in () if shelf.name in _OF_THE_MOMENT else holdings.rows(shelf):
            sink.write(_line(row))
            sink.count += 1
            _link(shelf, row, chain)


def _link(shelf: Shelf, row: Row, chain: Callable[[bytes], None]) -> None:
    if shelf.name == "versions":
        chain(str(row[shelf.columns.index("hash")]).encode("ascii"))


def _pack_objects(packing: Packing, chosen: Chosen, told: Told) -> None:
    keys = (key for key in chosen.objects.keys("") if not key.startswith(chosen.without))
    number = 0
    key = next(keys, None)
    while key is not None:
        number += 1
        with packing.member(f"objects/{number:06}.zst") as sink:
            while key is not None and sink.size_bytes < _BUNDLE:
                data = chosen.objects.get(key)
                if data is not None:  # else it was removed since it was listed
                    sink.write(b"%s %d\n" % (key.encode("ascii"), len(data)))
                    sink.write(data)
                    sink.count += 1
                key = next(keys, None)
        told(f"{sum(one.count for one in packing.members if one.name.startswith('objects/'))} objects")


def _unpack_shelf(pack: Pack, member: Member, filling: Filling) -> None:
    shelf = Shelf(member.name.removeprefix("archive/").removesuffix(".jsonl.zst"), member.columns)
    batch: list[Row] = []
    with pack.reading(member) as source:
        while line := source.line():
            batch.append(_row(line, member))
            if len(batch) >= _BATCH:
                filling.put(shelf, batch)
                batch = []
    filling.put(shelf, batch)


def _row(line: bytes, member: Member) -> Row:
    try:
        values = orjson.loads(line)
    except ValueError as error:
        raise BackupError(f"{member.name} holds a line that is no row ({error})") from error
    plain = isinstance(values, list) and all(
        value is None or isinstance(value, str | int | float) for value in values
    )
    if not plain or len(values) != len(member.columns):
        raise BackupError(f"{member.name} holds a line that is no row of {len(member.columns)} values")
    return tuple(values)


def _compare(filling: Filling, member: Member, name: str, chain: Callable[[bytes], None]) -> None:
    """What the filled store gives back must be, byte for byte, what the one backed up gave."""
    shelf, given = Shelf(name, member.columns), hashlib.sha256()
    count = 0
    for row in filling.rows(shelf):
        given.update(_line(row))
        count += 1
        _link(shelf, row, chain)
    if given.hexdigest() != member.sha256 or count != member.count:
        raise BackupError(f"the {name} restored ({count}) are not those of the backup ({member.count})")


def _unpack_bytes(pack: Pack, member: Member, put: Callable[[str, bytes], None]) -> None:
    count = 0
    with pack.reading(member) as source:
        for name, size in _heads(source.line, member):
            data = source.read(size)
            try:
                put(name, data)
            except ValueError as error:  # a key that climbs, or is none of ours
                raise BackupError(f"{member.name}: {error}") from error
            count += 1
    if count != member.count:
        raise BackupError(f"{member.name} holds {count} parts, the manifest says {member.count}")


def _heads(line: Callable[[], bytes], member: Member) -> Iterator[tuple[str, int]]:
    while head := line():
        name, _, size = head.decode("utf-8", "replace").strip().rpartition(" ")
        if len(head) > _LONGEST_HEAD or not size.isascii() or not size.isdigit():
            raise BackupError(f"{member.name} holds something that is no object")
        if int(size) > _LARGEST_OBJECT:
            raise BackupError(f"{member.name} holds an object of {int(size)} bytes, which none of ours is")
        yield name, int(size)
