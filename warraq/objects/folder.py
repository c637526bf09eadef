"""How do bytes stand in a folder so that a power cut never leaves half of them under their name?"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from warraq.errors import ObjectsError
from warraq.objects.keys import checked

# Beside the shards, on the same file system: `rename` is atomic only there.
_WRITING = ".writing"
_GIVEN_UP_S = 3600.0


class FolderObjects:
    """`ports.objects.Objects` in a folder: one file an object.

    A key's directories are kept, so that a person can find a day's captures; its file stands in one of 256 shards
    by the key's hash (`captures/2026/11/23/=4f/<hex>`), so that no directory grows past what tools can list.
    Bytes are written beside, forced to disk, then renamed; the directories that changed are forced too.
    """

    def __init__(self, folder: Path, *, forced: bool = True) -> None:
        """Not `forced`: whoever fills a folder that is not in use yet forces the whole of it to disk at the end."""
        self._folder = folder
        self._forced = forced
        # Directories whose own entry is known to be on disk.
        self._durable: set[Path] = set()
        with _told(f"the folder {folder} cannot be made"):
            (folder / _WRITING).mkdir(parents=True, exist_ok=True)
            self._sweep()

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        with _told(f"object {key} cannot be kept in {self._folder}"):
            if self._holds(path, data):
                self._force(path.parent)  # whoever put it may have been killed before this
                return
            self._make(path.parent)
            written = self._folder / _WRITING / f"{os.getpid()}-{secrets.token_hex(8)}"
            try:
                with written.open("xb") as file:
                    file.write(data)
                    file.flush()
                    if self._forced:
                        os.fsync(file.fileno())
                written.replace(path)
            except BaseException:
                written.unlink(missing_ok=True)
                raise
            self._force(path.parent)

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        with _told(f"object {key} cannot be read in {self._folder}"):
            try:
                return path.read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def remove(self, key: str) -> None:
        path = self._path(key)
        with _told(f"object {key} cannot be removed from {self._folder}"):
            try:
                path.unlink()
            except (FileNotFoundError, NotADirectoryError):
                return
            self._force(path.parent)

    def keys(self, prefix: str = "") -> Iterator[str]:
        with _told(f"the objects in {self._folder} cannot be listed"):
            # Only the directories that the prefix names are walked.
            parts = prefix.split("/")[:-1]
            if any(not part or part.startswith(".") for part in parts):
                return iter(())
            found = sorted(key for key in self._walk(self._folder.joinpath(*parts)) if key.startswith(prefix))
        return iter(found)

    def _walk(self, top: Path) -> Iterator[str]:
        for place, directories, files in os.walk(top, onerror=_raise_unless_absent):
            directories[:] = [name for name in directories if not name.startswith(".")]
            parts = Path(place).relative_to(self._folder).parts
            for name in files:
                # Files of another make in the folder are not objects: only what stands in its own shard counts.
                key = "/".join((*parts[:-1], name))
                if parts and parts[-1] == _shard(key):
                    yield key

    def _path(self, key: str) -> Path:
        *parts, name = checked(key).split("/")
        return self._folder.joinpath(*parts, _shard(key), name)

    def _holds(self, path: Path, data: bytes) -> bool:
        """Whether exactly these bytes stand there already: what has its name was forced to disk before it got it."""
        try:
            return path.stat().st_size == len(data) and path.read_bytes() == data
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _make(self, directory: Path) -> None:
        """Make a directory and force its entry, and those above it, to disk."""
        if directory in self._durable and directory.is_dir():
            return
        if directory != self._folder:
            self._make(directory.parent)
            directory.mkdir(exist_ok=True)
            self._force(directory.parent)
        self._durable.add(directory)

    def _force(self, directory: Path) -> None:
        if not self._forced:
            return
        handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _sweep(self) -> None:
        """Remove what writers that were killed left half written, once no living one can still be at it."""
        for left in (self._folder / _WRITING).iterdir():
            with contextlib.suppress(FileNotFoundError):  # another process sweeps too
                if time.time() - left.stat().st_mtime > _GIVEN_UP_S:
                    left.unlink()


def _shard(key: str) -> str:
    # No key holds "=", so that a shard is never taken for a part of a key.
    return "=" + hashlib.sha256(key.encode("ascii")).hexdigest()[:2]


def _raise_unless_absent(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ObjectsError(
            f"{what}: {error.strerror or error}; check its disk and its permissions"
        ) from error
