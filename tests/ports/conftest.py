"""On which back ends does each contract suite run?"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import Server
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.sql import open_archive
from warraq.indexes.memory import MemoryIndex
from warraq.indexes.tantivy import TantivyIndex
from warraq.objects.folder import FolderObjects
from warraq.objects.memory import MemoryObjects
from warraq.ports.archive import Archive
from warraq.ports.daybook import Daybook
from warraq.ports.index import Index
from warraq.ports.objects import Objects

Pair = tuple[Archive, Daybook]
Opener = Callable[[], Pair]


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive without articles, to copy: made once."""
    path = tmp_path_factory.mktemp("empty") / "archive.sqlite3"
    open_archive(f"sqlite:///{path}")[0].close()
    return path


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: Server) -> str:
    """The name of a database without articles, to copy: made once."""
    name = postgres_server.create()
    open_archive(postgres_server.url(name))[0].close()
    return name


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same archive again, as another process would; the memory one is only ever itself."""
    with contextlib.ExitStack() as stack:
        if request.param == "memory":
            pair = (MemoryArchive(), MemoryDaybook())
            yield lambda: pair
            return
        if request.param == "sqlite":
            path = tmp_path / "archive.sqlite3"
            shutil.copy(request.getfixturevalue("empty_sqlite"), path)
            url = f"sqlite:///{path}"
        else:
            server: Server = request.getfixturevalue("postgres_server")
            name = server.create(like=request.getfixturevalue("empty_postgres"))
            stack.callback(server.drop, name)
            url = server.url(name)

        def opened() -> Pair:
            archive, daybook = open_archive(url)
            stack.callback(archive.close)
            return archive, daybook

        yield opened


@pytest.fixture
def pair(opener: Opener) -> Pair:
    return opener()


@pytest.fixture
def archive(pair: Pair) -> Archive:
    return pair[0]


@pytest.fixture
def daybook(pair: Pair) -> Daybook:
    return pair[1]


@pytest.fixture(params=["memory", "folder"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    return MemoryObjects() if request.param == "memory" else FolderObjects(tmp_path / "objects")


@pytest.fixture(params=["memory", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    opened: Index = MemoryIndex() if request.param == "memory" else TantivyIndex(tmp_path / "index")
    yield opened
    opened.close()
