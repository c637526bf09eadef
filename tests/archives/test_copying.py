"""An archive is read whole as it stood at one moment, while somebody else files between one table and the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ports.drafting import NOON, draft
from tests.postgres import Server
from warraq.archives.sql import open_archive, sqlite_url
from warraq.archives.sql.copying import holdings


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "archive.sqlite3")
    server: Server = request.getfixturevalue("postgres_server")
    return server.ready()


def test_what_is_filed_while_it_is_read_is_in_no_table(url: str, tmp_path: Path) -> None:
    archive, _ = open_archive(url)
    archive.file([draft(1), draft(2)], now=NOON)
    beside = tmp_path / "beside"
    beside.mkdir()
    with holdings(url, beside=beside) as held:
        read: dict[str, int] = {}
        for number, shelf in enumerate(held.shelves):
            read[shelf.name] = len(list(held.rows(shelf)))
            archive.file([draft(10 + number, title=f"خبر {number}")], now=NOON)
    assert (read["articles"], read["versions"], read["changes"]) == (2, 2, 2)
    assert archive.count() == 2 + len(read)
    archive.close()
