"""How do tests get a PostgreSQL of their own? From Debian's package, started on a socket in a temporary folder."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.lengths import LONG

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
# Nothing here has to outlive the machine; what is killed itself runs as an operator's does (`durable`).
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    # in days of collecting the planner has to know its tables, as it does at an operator's
    "autovacuum": "on" if LONG else "off",
    "max_wal_size": "256MB",
}
DURABLE = FAST | {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. Its superuser is `warraq`; every database is reached over the socket in `folder`."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _models: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://warraq@/{database}?host={self.folder}"

    def create(self, *, like: str = "template0") -> str:
        """A new database; its name."""
        name = f"test_{next(self._numbers)}"
        self.run(f'CREATE DATABASE {name} TEMPLATE {like} ENCODING "UTF8"')
        return name

    def ready(self) -> str:
        """The address of a new database in which an empty archive stands already: faster than to bring one up."""
        if not self._models:
            from warraq.archives.sql import open_archive

            model = self.create()
            open_archive(self.url(model))[0].close()
            self._models.append(model)
        return self.url(self.create(like=self._models[0]))

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, sql: str, *, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(
            host=str(self.folder), user="warraq", dbname=database, autocommit=True
        ) as session:
            session.execute(sql)


def absent() -> str | None:
    """Why there is no PostgreSQL to test with; `None` if there is."""
    if not (PROGRAMS / "postgres").exists():
        return f"no PostgreSQL 15 in {PROGRAMS} (Debian: apt-get install postgresql-15)"
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed (the extra `postgres`)"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL refuses to run as root, and there is no user to run it as"
    return None


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block lasts; it ends with this process even if that is killed."""
    with made() as folder:
        process = _started(folder, FAST, {})
        try:
            _wait(folder, process)
            yield Server(folder)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)


@dataclass(frozen=True, slots=True)
class Mortal(Server):
    """A server that forces what it acknowledges to disk, and may be killed and started again."""

    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    loaded: dict[str, str] = field(default_factory=dict)  # what is in its environment beside our own
    # The death signal is that of the thread that started it: one that lives as long as the server.
    _starter: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def start(self) -> None:
        """Returns once it takes connections."""
        process = self._starter.submit(_started, self.folder, DURABLE, self.loaded).result()
        self._processes.append(process)
        _wait(self.folder, process)

    def kill(self, how: str) -> None:
        """`hard`: SIGKILL to the server and all its processes. `immediate`: as `pg_ctl stop -m immediate`. `backend`: SIGKILL
        to the processes that serve connections, after which the server starts itself anew. Returns at once after that, and
        for the others when all of it is gone."""
        process = self._processes[-1]
        children = _children(process.pid)
        if how == "backend":
            for pid in children:
                with contextlib.suppress(OSError):
                    if b"[local]" in _title(pid):
                        os.kill(pid, signal.SIGKILL)
            return
        process.send_signal(signal.SIGQUIT if how == "immediate" else signal.SIGKILL)
        if how == "hard":
            for pid in children:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        process.wait(timeout=60)
        while any(Path(f"/proc/{pid}").exists() for pid in children):
            time.sleep(0.01)

    def alive(self) -> bool:
        """Whether its process stands."""
        return bool(self._processes) and self._processes[-1].poll() is None

    def up(self) -> None:
        """Returns once it takes connections, started by us where it does not start itself."""
        if self._processes[-1].poll() is not None:
            self.start()
        else:
            _wait(self.folder, self._processes[-1])

    def stop(self) -> None:
        if self._processes and self._processes[-1].poll() is None:
            self.kill("immediate")
        self._starter.shutdown()


@contextlib.contextmanager
def mortal() -> Iterator[Mortal]:
    """A server of one's own to kill, started."""
    with made() as folder:
        server = Mortal(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def made(*options: str) -> Iterator[Path]:
    """A folder of the server's user with a new cluster in its `data`; `options` of initdb's."""
    folder = Path(tempfile.mkdtemp(prefix="warraq-pg-"))
    try:
        if user := _unprivileged():
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run(
            "initdb",
            "-D",
            str(folder / "data"),
            "-U",
            "warraq",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--auth=trust",
            "--no-sync",
            *options,
        )
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def given(folder: Path) -> None:
    """Make the folder and all in it the server's."""
    folder.chmod(0o700)
    if user := _unprivileged():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)


def _started(folder: Path, values: dict[str, str], loaded: dict[str, str]) -> subprocess.Popen[bytes]:
    settings = [part for name, value in values.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [
                *_as_user(),
                str(PROGRAMS / "postgres"),
                "-D",
                str(folder / "data"),
                "-k",
                str(folder),
                *settings,
            ],
            stdout=log,
            stderr=log,
            env=os.environ | loaded,
        )


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
    return found


def _title(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        ready = subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", folder], check=False)
        if ready.returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')[-2000:]}")


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [*_as_user(), str(PROGRAMS / program), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")


def _as_user() -> list[str]:
    """PostgreSQL refuses to run as root. The death signal ends it with us."""
    command = ["setpriv", "--pdeathsig", "QUIT"]
    if user := _unprivileged():
        command += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*command, "--"]


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run it as, where we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None
