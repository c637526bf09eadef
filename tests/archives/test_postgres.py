"""What is PostgreSQL's own: its lock while filing, its address, and how its absence is told?"""

from __future__ import annotations

import builtins
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.ports.drafting import NOON, at, draft
from tests.postgres import Server
from warraq.archives.sql import lists, open_archive
from warraq.archives.sql.engine import Desk, Store, address
from warraq.errors import ArchiveError
from warraq.press import Moment, Precision, Source

pytestmark = pytest.mark.postgres


@pytest.fixture
def url(postgres_server: Server) -> Iterator[str]:
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


def test_while_one_files_another_waits_for_its_turn(url: str) -> None:
    """Numbers are given out and committed by one at a time: that is what a follower's position rests on."""
    holder, waiter = open_archive(url)[0], open_archive(url)[0]
    filed = threading.Event()

    def file() -> None:
        waiter.file([draft(2)], now=NOON)
        filed.set()

    thread = threading.Thread(target=file)
    with holder._store.writing(Desk.ARCHIVE):
        thread.start()
        assert not filed.wait(0.3)
        with holder._store.writing(Desk.DAYBOOK):
            pass  # the daybook has a turn of its own
    assert filed.wait(30)
    thread.join()
    holder.close()
    waiter.close()


def test_what_is_acknowledged_is_forced_to_disk_whatever_the_cluster_says(url: str) -> None:
    archive, _ = open_archive(url)
    with archive._store.writing(Desk.ARCHIVE) as work:
        assert work.plain("SHOW synchronous_commit") == [("on",)]
    with archive._store.writing(Desk.DAYBOOK, durable=False) as work:
        assert work.plain("SHOW synchronous_commit") == [("off",)]
    archive.close()


@pytest.mark.parametrize(
    ("one", "given"),
    [(None, ()), ("source", ()), ("country", ()), ("country", ("section",)), (None, ("author",))],
)
def test_every_list_is_a_walk_along_an_index(url: str, one: str | None, given: tuple[str, ...]) -> None:
    archive, _ = open_archive(url)
    archive.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo")])
    archive.file(
        [
            draft(
                number,
                source=("nahar", "x")[number % 2],
                section=("sports", "world", "opinion")[number % 3],
                authors=(f"كاتب {number % 9}",),
                published=Moment(at(number), Precision.MINUTE),
            )
            for number in range(3000)
        ],
        now=NOON,
    )
    bound = frozenset([*given, "before_us", "before_id"])
    prepared = archive._store.prepared(lists.statement(one, bound))
    values: dict[str, object] = {"most": 20, "source": "nahar", "country": "eg", "section": "sports"}
    values |= {"author": "كاتب-7", "before_us": 10**18, "before_id": 1}
    with archive._store.writing(Desk.DAYBOOK) as work:
        work.plain("ANALYZE articles, bylines")
        cursor = work._connection.cursor()
        cursor.execute("EXPLAIN " + prepared.sql, prepared.values(values))
        how = " / ".join(row[0] for row in cursor.fetchall())
        cursor.close()
    walked = "bylines_newest" if "author" in given else "articles_newest"
    assert re.search(f"Index (Only )?Scan Backward using {walked}", how), how
    assert "Sort" not in how
    assert "Seq Scan" not in how
    archive.close()


def test_a_lost_connection_costs_one_answer(url: str, postgres_server: Server) -> None:
    archive, _ = open_archive(url)
    archive.file([draft(1)], now=NOON)
    database = url.split("/")[3].split("?")[0]
    postgres_server.run(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
    )
    assert archive.count() == 1  # connections are tried before they are used
    archive.file([draft(2)], now=NOON)
    assert archive.count() == 2
    archive.close()


def test_a_connection_lost_in_the_middle_is_an_archive_error(url: str) -> None:
    archive, _ = open_archive(url)

    def lose() -> None:
        with archive._store.writing(Desk.ARCHIVE) as work:
            work.plain("DELETE FROM counters")
            work.plain("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(ArchiveError, match="cannot be written"):
        lose()
    assert archive.count() == 0
    archive.close()


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Any) -> None:
    with pytest.raises(ArchiveError) as told:
        open_archive(f"postgresql://editor:geheim@/press?host={tmp_path}")
    assert "cannot be opened" in str(told.value)
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize("given", ["postgresql://h/n", "postgres://h/n", "postgresql+psycopg://h/n"])
def test_every_way_to_write_the_address_means_the_same(given: str) -> None:
    assert address(given).drivername == "postgresql+psycopg"


def test_without_psycopg_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "psycopg":
            raise ImportError("No module named 'psycopg'")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ArchiveError, match=r"warraq\[postgres\]"):
        Store(address("postgresql://h/n"))
