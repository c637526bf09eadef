"""`warraq backup`: everything that is kept, in one file, while all goes on; or is that file whole?"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from warraq import __version__, wiring
from warraq.cli import output
from warraq.cli.options import shared
from warraq.errors import BackupError
from warraq.newsroom import depositing, packing
from warraq.newsroom.packing import Manifest
from warraq.press import Settings

STAMP = "last-backup"
_BESIDE = ".warraq-backup-"


@click.command()
@shared
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", is_flag=True, help="Write nothing: is FILE a whole backup?")
@click.option(
    "--without", multiple=True, type=click.Choice(["captures", "secret"]),
    help="Leave this out (again for both): pages as they were fetched; what the site signs with.",
)  # fmt: skip
def backup(settings: Settings, *, target: Path, check: bool, without: tuple[str, ...], as_json: bool) -> None:
    """Write everything that is kept to one FILE, while a running warraq collects and serves.

    The archive as it is at one moment, pictures and captures, the editions' files, warraq.toml and the secret: all
    but the search index, which is made again. FILE stands under its name only when it is whole and on disk, and can be
    read by its owner alone. `warraq restore` makes a data folder of it.
    """
    began = time.monotonic()
    if check:
        with reading(target) as pack:
            manifest = depositing.check(pack)
        output.note(f"{target} is whole: {spoken(manifest)}")
    else:
        manifest = _written(settings, target, without)
        output.note(f"{target}: {spoken(manifest)}, in {time.monotonic() - began:.1f} s")
    if as_json:
        output.say_json(figures(target, manifest) | {"seconds": round(time.monotonic() - began, 3)})


def spoken(manifest: Manifest) -> str:
    counts = manifest.counts
    return (
        f"{counts.get('articles', 0)} articles in {counts.get('versions', 0)} versions, {counts['objects']} objects,"
        f" schema {manifest.schema}, of {manifest.at}"
    )


def figures(file: Path, manifest: Manifest) -> dict[str, object]:
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "schema": manifest.schema,
        "at": manifest.at,
        "head": manifest.head,
        "without": list(manifest.without),
        "counts": manifest.counts,
    }


@dataclass(frozen=True, slots=True)
class Made:
    """The last backup that was made of a data folder, and where it was put."""

    at: datetime
    file: str


def last(data: Path) -> Made | None:
    """What the stamp in the data folder says; `None` where none was made, or the stamp cannot be read."""
    try:
        said = json.loads((data / STAMP).read_text("utf-8"))
        return Made(datetime.fromisoformat(said["at"]), str(said["file"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def reading(file: Path) -> Iterator[packing.Pack]:
    """A backup to be read; what is wrong with it is said with its name. Raises: BackupError."""
    try:
        with file.open("rb") as stream, packing.opened(stream) as pack:
            yield pack
    except BackupError as error:
        raise BackupError(f"{file}: {error}") from error
    except OSError as error:
        raise BackupError(f"{file} cannot be read ({error.strerror})") from error


def _written(settings: Settings, target: Path, without: tuple[str, ...]) -> Manifest:
    if not wiring.begun(settings):
        raise BackupError(f"nothing is kept in {settings.data} yet; name its folder with --data")
    if target.exists():
        raise _taken(target)
    try:
        _has_room(settings, target.absolute().parent)
        with _beside(target.absolute().parent) as folder:
            part = folder / "part"
            manifest = _pack(settings, part, folder, without)
            stand(part, target)
        _force(target.absolute().parent)
    except OSError as error:
        raise BackupError(f"{target} cannot be written ({error.strerror}); nothing stands there") from error
    try:
        _stamp(settings.data, target, manifest)
    except OSError as error:  # the backup stands all the same
        output.note(f"warraq: {settings.data / STAMP} cannot be written ({error.strerror})")
    return manifest


def stand(part: Path, target: Path) -> None:
    """Give what is whole its name, unless another backup took it meanwhile. Raises: BackupError, OSError."""
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError:  # a file system without links
        part.rename(target)


def _taken(target: Path) -> BackupError:
    return BackupError(f"{target} is there already; a backup never overwrites another: choose another name")


def _pack(settings: Settings, part: Path, folder: Path, without: tuple[str, ...]) -> Manifest:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    said = Manifest(warraq=__version__, schema="", at=now, head="", without=without)
    with (
        os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out,
        wiring.held(settings, beside=folder) as holdings,
    ):
        files = wiring.own_files(settings.data)
        if "secret" in without:
            files.pop(wiring.SIGNING, None)
        chosen = depositing.Chosen(
            wiring.objects(settings.data), files, (depositing.CAPTURES,) if "captures" in without else ()
        )
        manifest = depositing.pack(
            packing.Packing(out), holdings, chosen, said, told=lambda line: output.note(f"  {line}")
        )
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _has_room(settings: Settings, folder: Path) -> None:
    """Room for a passing copy of the archive and for a file that is not smaller than what it holds: on the safe side."""
    archive, objects = wiring.bytes_kept(settings)
    needed, free = 2 * archive + objects, wiring.usage(folder).free_bytes
    if needed > free:
        raise BackupError(
            f"a backup may need {needed / 1e9:.2f} GB on the disk of {folder}, and {free / 1e9:.2f} GB are free;"
            " choose another disk, or leave captures out with --without captures"
        )


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder for what is half written, on the target's own disk. Those of backups that were killed are removed."""
    for left in folder.glob(f"{_BESIDE}*"):
        with contextlib.suppress(OSError), _locked(left):
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_BESIDE, dir=folder) as made, _locked(Path(made)):
        yield Path(made)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Raises: OSError where a living backup holds it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _stamp(data: Path, target: Path, manifest: Manifest) -> None:
    """When the last backup was made, for those who ask whether there is one."""
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    said = {
        "at": manifest.at,
        "file": str(target.absolute()),
        "bytes": target.stat().st_size,
        "sha256": digest,
    }
    beside = data / f"{STAMP}.{os.getpid()}"
    beside.write_text(json.dumps(said, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(data / STAMP)


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
