"""Does the archive in a file keep what SQLite promises: durable, one writer, readers that never wait, lists by index?"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable

from tests.ports.drafting import NOON, at, draft
from warraq.archives.sql import SqlArchive, SqlDaybook, lists, open_archive
from warraq.archives.sql import articles as asked
from warraq.archives.sql.daybook import _EXPIRED
from warraq.archives.sql.engine import Desk, Store, Values, address
from warraq.archives.sql.queue import _NEXT_DUE, _OPEN, _QUEUE_OF_HOST, _REASONS_SETTLED, _fronts
from warraq.errors import ArchiveError
from warraq.press import Entry, Feed, Source, State


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.sqlite3"


@pytest.fixture
def pair(path: Path) -> Iterator[tuple[SqlArchive, SqlDaybook]]:
    archive, daybook = open_archive(f"sqlite:///{path}")
    yield archive, daybook
    archive.close()


@pytest.fixture
def archive(pair: tuple[SqlArchive, SqlDaybook]) -> SqlArchive:
    return pair[0]


def plan(store: Store, statement: Executable, values: Values) -> str:
    """How SQLite means to find the answer."""
    prepared = store.prepared(statement)
    with store.reading() as work:
        cursor = work._connection.cursor()
        cursor.execute("EXPLAIN QUERY PLAN " + prepared.sql, prepared.values(values))
        return " / ".join(row[3] for row in cursor.fetchall())


# Lists


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize(
    ("one", "given", "index"),
    [
        (None, (), "articles_newest"),
        (None, ("without", "since_us"), "articles_newest"),
        ("source", (), "articles_newest_of_source"),
        ("source", ("section", "since_us"), "articles_newest_of_source"),
        ("country", (), "articles_newest_of_country"),
        ("country", ("without",), "articles_newest_of_country"),
        ("country", ("section",), "articles_newest_of_section"),
        ("country", ("section", "since_us"), "articles_newest_of_section"),
        ("nowhere", ("section",), "articles_newest_of_section"),
        (None, ("author",), "bylines_newest"),
        ("country", ("author", "without"), "bylines_newest"),
        ("source", ("author",), "bylines_newest"),
    ],
)
@pytest.mark.parametrize("paged", [False, True])
def test_every_list_is_a_walk_along_an_index(
    archive: SqlArchive,
    path: Path,
    one: str | None,
    given: tuple[str, ...],
    index: str,
    paged: bool,
    analysed: bool,
) -> None:
    archive.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo")])
    archive.file(
        [
            draft(
                number,
                source=("nahar", "other")[number % 2],
                section=("sports", "opinion", None)[number % 3],
                authors=((f"كاتب {number % 40}",) if number % 4 else ()),
            )
            for number in range(1200)
        ],
        now=NOON,
    )
    if analysed:
        with sqlite3.connect(path) as other:
            other.execute("ANALYZE")
        other.close()
    store = archive._store
    values: dict[str, Any] = {"most": 50, "source": "nahar", "country": "eg", "section": "sports"}
    values |= {"author": "كاتب-7", "without": "opinion", "since_us": 0, "before_us": 10**15, "before_id": 9}
    bound = frozenset(given) | ({"before_us", "before_id"} if paged else set()) | {"most"}
    how = plan(store, lists.statement(one, bound), values)
    assert f"USING INDEX {index} " in f"{how} ".replace("COVERING ", "")
    assert "TEMP B-TREE" not in how
    assert ("SCAN" not in how) or (one is None and not paged and how == f"SCAN articles USING INDEX {index}")


@pytest.mark.parametrize(
    "statement",
    [
        asked._ARTICLE, asked._ADDRESS, asked._VERSIONS, asked._CHANGES, asked._IDS, asked._IDS_HIDDEN,
        lists._COUNTRY, lists.NUMBERED, _OPEN, _NEXT_DUE, _QUEUE_OF_HOST, _EXPIRED,
    ],
)  # fmt: skip
def test_no_frequent_question_scans_or_sorts(
    pair: tuple[SqlArchive, SqlDaybook], statement: Executable
) -> None:
    values = dict.fromkeys(
        ("one", "address", "of", "after", "most", "in_state", "paper", "of_feed", "of_guid", "of_host", "by_us",
         "until_us"), 1
    )  # fmt: skip
    how = plan(pair[0]._store, statement, values)
    assert "SCAN" not in how
    assert "TEMP B-TREE" not in how


def test_the_reasons_of_what_is_settled_are_found_along_an_index(
    pair: tuple[SqlArchive, SqlDaybook],
) -> None:
    how = plan(pair[1]._store, _REASONS_SETTLED, {"in_state": "failed", "most": 1})
    assert "entries_reasons" in how


def steps(store: Store, statement: Executable, values: Values) -> int:
    """How much work an answer is, in SQLite's own steps: the same on every machine."""
    counted = 0

    def step() -> None:
        nonlocal counted
        counted += 1

    prepared = store.prepared(statement)
    with store.reading() as work:
        connection = work._connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        connection.set_progress_handler(step, 1)
        connection.execute(prepared.sql, prepared.values(values)).fetchall()
        connection.set_progress_handler(None, 1)
    return counted


def test_a_long_queue_costs_what_a_short_one_does(pair: tuple[SqlArchive, SqlDaybook]) -> None:
    daybook = pair[1]

    def queue(entries: int) -> int:
        """The work of finding what is next, once every one of ten hosts has so many entries waiting."""
        for host in range(10):
            daybook.note(
                Feed(f"f{host}", "nahar", "https://nahar.example/rss"),
                [Entry(f"g{number}", f"https://h{host}.example/{number}") for number in range(entries)],
                now=NOON,
            )
        assert len(daybook.assignments(now=NOON, limit=99)) == 10
        return steps(daybook._store, _fronts(), {"by_us": 10**18, "most": 99})

    short = queue(3)
    assert short > 100
    assert queue(300) <= short * 1.2


def test_a_list_costs_the_same_in_a_larger_archive(archive: SqlArchive) -> None:
    asking = lists.statement("source", frozenset(["before_us", "before_id"]))
    values = {"most": 20, "source": "nahar", "before_us": 10**18, "before_id": 1}
    archive.file([draft(number) for number in range(100)], now=NOON)
    small = steps(archive._store, asking, values)
    archive.file([draft(number) for number in range(100, 1500)], now=at(1))
    assert small > 20
    assert steps(archive._store, asking, values) <= small * 1.1


# Durability


def test_what_is_acknowledged_is_forced_to_disk(archive: SqlArchive) -> None:
    with archive._store.writing(Desk.ARCHIVE) as work:
        assert work.plain("PRAGMA synchronous") == [(2,)]
        assert work.plain("PRAGMA journal_mode") == [("wal",)]
        assert work.plain("PRAGMA foreign_keys") == [(1,)]
    with archive._store.writing(Desk.DAYBOOK, durable=False) as work:
        assert work.plain("PRAGMA synchronous") == [(1,)]
    with archive._store.writing(Desk.ARCHIVE) as work:
        assert work.plain("PRAGMA synchronous") == [(2,)]


def test_the_log_of_writes_stays_small_while_readers_overlap(archive: SqlArchive, path: Path) -> None:
    """Where at every moment somebody reads, SQLite by itself never starts its log anew."""
    archive.file([draft(1)], now=NOON)
    ended = threading.Event()

    def read() -> None:
        relay = [sqlite3.connect(path, isolation_level=None) for _ in range(2)]
        while not ended.is_set():
            relay[0].execute("BEGIN")
            relay[0].execute("SELECT count(*) FROM articles").fetchone()
            if relay[1].in_transaction:
                relay[1].execute("COMMIT")
            relay.reverse()
        for reader in relay:
            reader.close()

    reading = threading.Thread(target=read)
    reading.start()
    try:
        body = "خبر طويل " * 20_000
        log, sizes = path.with_name(path.name + "-wal"), []
        for number in range(2, 60):
            archive.file(
                [draft(number * 10 + part, body=f"{body}{part}") for part in range(8)], now=at(number)
            )
            sizes.append(log.stat().st_size)
    finally:
        ended.set()
        reading.join()
    assert max(sizes) <= 64 * 2**20
    assert path.stat().st_size > 96 * 2**20  # more went through the log than it may hold


def test_a_reader_is_not_kept_waiting_by_a_writer(archive: SqlArchive) -> None:
    archive.file([draft(1)], now=NOON)
    with archive._store.writing(Desk.ARCHIVE) as work:
        work.plain("UPDATE articles SET title = 'نصف'")
        headlines = archive.newest(limit=1)
    assert headlines[0].title == draft(1).title


def test_a_writer_that_fails_takes_everything_back(archive: SqlArchive) -> None:
    archive.file([draft(1)], now=NOON)

    def stop_halfway() -> None:
        with archive._store.writing(Desk.ARCHIVE) as work:
            work.plain("DELETE FROM changes")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_halfway()
    assert archive.last_change() == 1
    assert len(archive.changes(0, limit=5)) == 1
    archive.file([draft(2)], now=NOON)


def test_two_processes_write_at_once(archive: SqlArchive, path: Path) -> None:
    program = (
        "import sys; from tests.ports.drafting import NOON, draft; from warraq.archives.sql import open_archive\n"
        "archive, _ = open_archive(sys.argv[1])\n"
        "for number in range(1000, 1060): archive.file([draft(number), draft(1)], now=NOON)\n"
        "archive.close()"
    )
    root = Path(__file__).parents[2]
    other = subprocess.Popen([sys.executable, "-c", program, f"sqlite:///{path}"], cwd=root)
    written = 0
    while other.poll() is None or written < 60:
        archive.file([draft(written), draft(1)], now=NOON)
        written += 1
    assert other.returncode == 0
    numbers = {draft(number).keys[0] for number in (*range(written), *range(1000, 1060), 1)}
    assert archive.count() == len(numbers)
    assert all(archive.find(key) for key in numbers)
    assert [change.number for change in archive.changes(0, limit=10**6)] == list(
        range(1, archive.last_change() + 1)
    )


# What can be wrong with a file


def test_a_closed_archive_says_so(archive: SqlArchive) -> None:
    archive.close()
    archive.close()
    with pytest.raises(ArchiveError, match="was closed"):
        archive.count()
    with pytest.raises(ArchiveError, match="was closed"):
        archive.file([draft(1)], now=NOON)


def test_nothing_is_left_beside_a_closed_archive(path: Path) -> None:
    archive, _ = open_archive(f"sqlite:///{path}")
    archive.file([draft(1)], now=NOON)
    archive.newest(limit=1)
    archive.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_file_of_another_kind_is_refused(path: Path) -> None:
    path.write_bytes("هذا نص وليس قاعدة بيانات. ".encode() * 100)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=r"archive\.sqlite3 cannot be opened: file is not a database"):
        open_archive(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    with pytest.raises(ArchiveError, match="tables of another program"):
        open_archive(f"sqlite:///{path}")
    with sqlite3.connect(path) as other:
        assert [row[0] for row in other.execute("SELECT name FROM sqlite_master")] == ["bookmarks"]
    other.close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"no-such-folder.*cannot be opened"):
        open_archive(f"sqlite:///{tmp_path}/no-such-folder/archive.sqlite3")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_an_archive_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(ArchiveError, match="needs a file"):
        address(url)


@pytest.mark.parametrize("url", ["", "archive.sqlite3", "mysql://host/name", "sqlite"])
def test_an_address_that_nobody_serves_is_refused(url: str) -> None:
    with pytest.raises(ArchiveError):
        address(url)


def test_a_damaged_archive_says_so_and_files_nothing_halfway(path: Path) -> None:
    archive, _ = open_archive(f"sqlite:///{path}")
    archive.file([draft(number) for number in range(200)], now=NOON)
    archive.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))

    def file_more() -> None:
        damaged, _ = open_archive(f"sqlite:///{path}")
        try:
            damaged.file([draft(number) for number in range(150, 250)], now=NOON)
        finally:
            damaged.close()

    with pytest.raises(ArchiveError, match=r"archive\.sqlite3"):
        file_more()


def test_the_daybook_and_the_archive_wait_for_each_other(pair: tuple[SqlArchive, SqlDaybook]) -> None:
    archive, daybook = pair
    feed = Feed("f", "nahar", "https://nahar.example/rss")

    def note() -> None:
        for number in range(40):
            daybook.note(feed, [Entry(f"g{number}", f"https://nahar.example/{number}")], now=NOON)

    noting = threading.Thread(target=note)
    noting.start()
    for number in range(40):
        archive.file([draft(number)], now=NOON)
    noting.join()
    assert archive.count() == 40
    assert len(daybook.assignments(now=NOON, limit=99, per_host=99)) == 40
    assert list(archive.ids(state=State.VISIBLE)) == list(archive.ids())
