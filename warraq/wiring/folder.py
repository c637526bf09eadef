"""What else stands in a data folder, beside the archive, the index and the objects: its locks, its secret, its owner's files?"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from warraq.archives.sql import alone
from warraq.crawling import addresses, urls
from warraq.crawling.room import Usage
from warraq.errors import Busy, SettingsError
from warraq.newsroom import signing
from warraq.newsroom.depositing import FILES
from warraq.press import Settings, Watch

COLLECTING_LOCK = "collecting.lock"
GROUPING_LOCK = "grouping.lock"
SIGNING = "secret"
_SECRET_BYTES = 32


@contextlib.contextmanager
def only_collector(folder: Path, *, database: str | None = None) -> Iterator[None]:
    """Hold the promise that one process collects into a data folder, and of all machines one into a database.

    Raises: Busy, naming the other; SettingsError; ArchiveError for a database that cannot be reached.
    """
    path = folder / COLLECTING_LOCK
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = path.open("a+", encoding="ascii")
    except OSError as error:
        raise SettingsError(
            f"the data folder {folder} cannot be written to ({error.strerror}); mend its owner or set DATA"
        ) from error
    with opened as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            other = lock.read().strip() or "unknown"
            raise Busy(
                f"another warraq (process {other}) collects into {folder}; stop it, or give this one its own DATA folder"
            ) from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        with alone(database) if database else contextlib.nullcontext():
            yield


class Turn:
    """The turn to group a folder's articles: one process has it, from when it first asks until it is closed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / GROUPING_LOCK
        self._held: TextIO | None = None

    def ask(self) -> None:
        """Raises: Busy while another process has the turn; SettingsError where the folder cannot be written to."""
        if self._held is not None:
            return
        try:
            lock = self._path.open("a+", encoding="ascii")
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be written to ({error.strerror}); mend its owner or set DATA"
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise Busy(f"another warraq groups the articles of {self._path.parent}") from error
        self._held = lock

    def close(self) -> None:
        """Let another process have it; closing twice is harmless."""
        if self._held is not None:
            self._held.close()
            self._held = None


def own_files(folder: Path) -> dict[str, bytes]:
    """What of a data folder is the operator's, or cannot be made again, by its path in it. Raises: OSError."""
    found = (path.relative_to(folder).as_posix() for path in (*folder.glob("*"), *folder.glob("editions/*")))
    return {name: (folder / name).read_bytes() for name in sorted(found) if FILES.fullmatch(name)}


def usage(folder: Path) -> Usage:
    """How full the disk of a folder is, also of one that is not there yet. Raises: OSError."""
    there = next(place for place in (folder.resolve(), *folder.resolve().parents) if place.exists())
    measured = shutil.disk_usage(there)
    return Usage(measured.total, measured.free)


def watch_key(settings: Settings, watch: Watch) -> str:
    """What the watch's messages are signed with, as receivers take it. Raises: SettingsError."""
    return signing.shown_key(secret(settings), watch.salt)


def watch_token(settings: Settings, watch: Watch) -> str:
    """The word in the address of the watch's feed. Raises: SettingsError."""
    return signing.feed_token(secret(settings), watch.salt)


def webhook_refusal(settings: Settings, url: str) -> str | None:
    """Why the egress door would never open this address, one clause; a name is looked up only when it is called."""
    clean = urls.clean(url)
    if clean is None:
        return "only http and https addresses, without credentials, are called"
    name, _, port = urls.host(clean).rpartition(":")
    refused = addresses.port_refusal(int(port), settings.private)
    if refused is None and addresses.is_literal(name.strip("[]")):
        refused = addresses.refusal(name.strip("[]"), int(port), settings.private)
    return f"{refused}; the setting `private` names what is opened all the same" if refused else None


def put(place: Path, data: bytes) -> None:
    """Write a file of the data folder whole: who reads meanwhile has the one before. Raises: OSError."""
    fresh = place.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place)


def secret(settings: Settings) -> bytes:
    """What the site signs its tokens with: made once, in a file of the data folder that its owner alone may read.

    Raises: SettingsError.
    """
    path = settings.data / SIGNING
    made = secrets.token_bytes(_SECRET_BYTES)
    try:
        with contextlib.suppress(FileExistsError):
            beside = path.with_name(f"{SIGNING}.{os.getpid()}")
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(beside, path)  # whole or not at all, and never over one that is there
            finally:
                beside.unlink()
        found = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"the secret {path} cannot be read or made ({error.strerror}); mend the folder's owner"
        ) from error
    if len(found) < _SECRET_BYTES:
        raise SettingsError(f"the secret {path} is cut short; remove it, and a new one is made")
    return found
