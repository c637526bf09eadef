"""`warraq restore`: a backup becomes a data folder, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click

from warraq import wiring
from warraq.cli import output
from warraq.cli.backup import figures, reading, spoken
from warraq.cli.options import shared
from warraq.errors import BackupError
from warraq.newsroom import depositing
from warraq.newsroom.packing import Manifest, Pack
from warraq.press import Settings

_CONFIG = "warraq.toml"
_DATABASE = re.compile(rb"""^(?=[ \t]*["']?database["']?[ \t]*=)""", re.MULTILINE)
# The archive last: until it is there, nothing is kept in the folder.
_ORDER = ("objects", "editions", "secret", _CONFIG)


@click.command()
@shared
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--no-index", is_flag=True, help="Leave the index to the first start of the site.")
def restore(settings: Settings, *, source: Path, no_index: bool, as_json: bool) -> None:
    """Make a data folder of a backup: FILE into the folder that --data names, which must hold nothing.

    Every part is compared with its SHA-256, and what stands in the archive is read again and compared, before anything
    stands under its name. A backup of an older schema is brought up. With WARRAQ_DATABASE the archive goes into that
    database, which must be empty, whatever it stood in before.
    """
    began = time.monotonic()
    with reading(source) as pack:
        try:
            manifest = _restored(settings, pack)
        except OSError as error:
            raise BackupError(f"{settings.data} cannot be filled ({error.strerror})") from error
    output.note(f"restored into {settings.data}: {spoken(manifest)}, in {time.monotonic() - began:.1f} s")
    if settings.database is None and b"database" in _toml(settings.data):
        output.note(
            "its warraq.toml named a database: that line is a comment now, since the archive stands in the folder"
        )
    output.note(
        f"what was decided after {manifest.at} is not in it: `warraq decide import` brings it from a file of"
        " `warraq decide export`"
    )
    found = None
    if no_index:
        output.note("the index is made at the first start, or by `warraq rebuild index`")
    else:
        with wiring.house(settings) as house:
            house.indexing().catch_up(told=lambda count: output.note(f"  {count} changes indexed"))
            found = house.index.count()
    if as_json:
        output.say_json(
            figures(source, manifest)
            | {"data": str(settings.data), "indexed": found, "seconds": round(time.monotonic() - began, 3)}
        )


def _restored(settings: Settings, pack: Pack) -> Manifest:
    with _filling(settings.data) as folder:
        _has_room(folder, pack.manifest)
        with wiring.filled(settings, folder, schema=pack.manifest.schema) as filling:
            depositing.unpack(
                pack,
                filling,
                wiring.objects(folder, forced=False),
                place=lambda name, data: _place(folder, name, data),
                told=lambda line: output.note(f"  {line}"),
            )
    return pack.manifest


@contextlib.contextmanager
def _filling(data: Path) -> Iterator[Path]:
    """A folder inside the new one (which may be a mount), whose content moves up once all of it is on disk."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)  # its owner's alone, as the backup was
    if held := sorted(path.name for path in data.iterdir()):
        raise BackupError(
            f"{data} holds {held[0]} already; a backup is restored into a folder that holds nothing: choose another --data"
        )
    folder = data / wiring.RESTORING
    folder.mkdir(mode=0o700)
    try:
        yield folder
        os.sync()
        rest = sorted(path.name for path in folder.iterdir() if path.name not in _ORDER)
        for name in (*_ORDER, *reversed(rest)):
            if (folder / name).exists():
                (folder / name).rename(data / name)
        folder.rmdir()
        os.sync()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _has_room(folder: Path, manifest: Manifest) -> None:
    """Indexes of the database take room beside its rows; a file that claims more than any disk holds is refused here."""
    needed, free = int(1.5 * manifest.size_bytes), wiring.usage(folder).free_bytes
    if needed > free:
        raise BackupError(
            f"unpacked it says to need {needed / 1e9:.2f} GB on the disk of {folder.parent},"
            f" and {free / 1e9:.2f} GB are free"
        )


def _place(folder: Path, name: str, data: bytes) -> None:
    """One of the folder's own files, under the only names that there are. Raises: ValueError for another."""
    if not depositing.FILES.fullmatch(name):
        raise ValueError(f"{name[:80]!r} is no file of a data folder")
    if name == _CONFIG:
        # The archive stands where this restore puts it: never in the database of the house that was backed up.
        data = _DATABASE.sub(b"# (before the restore) ", data)
        if _names_database(data):
            raise ValueError("its warraq.toml names a database in a way that cannot be taken out")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _names_database(data: bytes) -> bool:
    """Whether the setting is still there, however its key is spelled; what is no TOML sets nothing."""
    try:
        return "database" in tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False


def _toml(data: Path) -> bytes:
    path = data / _CONFIG
    return path.read_bytes() if path.is_file() else b""
