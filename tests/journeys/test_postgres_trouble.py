"""On PostgreSQL: another holds the store, the disk of its server runs full, a site is asked to end. Who lends a hand? Nobody."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests import postgres
from tests.journeys.test_crashes import examine
from tests.journeys.test_instances import until
from tests.journeys.test_postgres_killed import serving, status
from tests.journeys.test_up import ROOT, free_port, get
from tests.lengths import figure
from tests.ports.drafting import NOON, draft
from tests.postgres import Mortal, Server
from warraq import wiring
from warraq.archives.sql import open_archive
from warraq.archives.sql.engine import LOCK_ROOM, Desk
from warraq.errors import ArchiveError
from warraq.press import Settings

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.postgres
_PAGES = ("/", "/latest", "/latest/rss", "/sources")


def test_while_another_files_reads_go_on_and_what_is_filed_waits(postgres_server: Server) -> None:
    url = postgres_server.ready()
    archive, _ = open_archive(url)
    try:
        archive.file([draft(1)], now=NOON)
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(%s, %s)", (LOCK_ROOM, int(Desk.ARCHIVE)))
            filing = threading.Thread(target=archive.file, args=([draft(2)],), kwargs={"now": NOON})
            filing.start()
            began = time.monotonic()
            for _ in range(20):
                assert archive.count() == 1
                assert len(archive.newest(limit=5)) == 1
            assert time.monotonic() - began < 2.0
            assert filing.is_alive()
        filing.join(20)
        assert archive.count() == 2
    finally:
        archive.close()


def test_asked_to_end_a_site_ends_within_its_grace_and_leaves_no_connection(
    postgres_server: Server, tmp_path: Path
) -> None:
    url = postgres_server.ready()
    with wiring.house(Settings(data=tmp_path, database=url)) as house:
        house.archive.file([draft(one) for one in range(200)], now=NOON)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "warraq", "serve", "--port", str(port), "--data", str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"WARRAQ_DATABASE": url},
    )
    try:
        until(lambda: _answers(port), what="the site answers", seconds=90)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert process.wait(30) == 0
        assert time.monotonic() - began < 10
    finally:
        process.kill()
    until(lambda: _sessions(url) == 0, what="no connection is left")
    assert examine(tmp_path, {}, database=url) == 200


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return get(port)[0] == 200
    return False


def _sessions(url: str) -> int:
    """Others' connections to this database."""
    with psycopg.connect(url.replace("+psycopg", "")) as session:
        found = session.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    return int(found[0]) if found else 0


@pytest.fixture
def on_a_small_disk() -> Iterator[Mortal]:
    """A server whose cluster stands on a disk of 120 MB."""
    if reason := postgres.absent():
        pytest.skip(reason)
    with postgres.made("--wal-segsize=1") as folder:
        data, aside = folder / "data", folder / "aside"
        data.rename(aside)
        data.mkdir(mode=0o700)
        mount = ["mount", "-t", "tmpfs", "-o", "size=120m,mode=0700", "tmpfs", data]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("no small disk can be mounted here (it takes root)")
        try:
            shutil.copytree(aside, data, dirs_exist_ok=True)
            postgres.given(folder)
            server = Mortal(folder)
            try:
                server.start()
                yield server
            finally:
                server.stop()
        finally:
            subprocess.run(["umount", "-l", data], check=True)


@pytest.mark.slow
def test_on_a_full_disk_of_the_server_nothing_acknowledged_is_lost_and_with_room_again_all_goes_on(
    on_a_small_disk: Mortal, tmp_path: Path
) -> None:
    server, ballast = on_a_small_disk, on_a_small_disk.folder / "data" / "ballast"
    url = server.ready()
    acknowledged: dict[str, tuple[int, str]] = {}
    with wiring.house(Settings(data=tmp_path, database=url)) as house, serving(tmp_path, url) as port:

        def file(first: int) -> None:
            drafts = [draft(one, body="نص الخبر " * 400) for one in range(first, first + 20)]
            for each, filed in zip(drafts, house.archive.file(drafts, now=NOON), strict=True):
                acknowledged[each.keys[0]] = (filed.id, "")

        file(0)
        with ballast.open("wb", buffering=0) as out, contextlib.suppress(OSError):
            while True:
                out.write(bytes(2**16))
        with pytest.raises(ArchiveError, match=r"space|disk|connection|recovery|closed"):  # noqa: PT012
            for first in range(
                20, 8000, 20
            ):  # what lies in room that the server holds already is still taken
                file(first)
        stands = _settled(server)
        held = len(acknowledged)
        if stands:  # what reads stood in the connection that broke is asked for again, as a page is
            until(lambda: _counted(house) is not None, what="reads go on", seconds=10)
            assert _counted(house) in (held, held + 20), (
                "a filing whose commit was not answered may stand, or not"
            )
            assert house.archive.article(next(house.archive.ids())) is not None
        else:
            with pytest.raises(ArchiveError):
                house.archive.count()
        answers = Counter(status(port, path) for _ in range(10) for path in _PAGES)
        assert set(answers) <= {200, 304, 503}, answers
        if stands:
            assert answers[200] == answers.total(), answers
        ballast.unlink()
        server.up()  # as whoever watches over the server's process does
        until(lambda: _filed(lambda: file(8000)), what="filing goes on")
        for path in _PAGES:
            until(partial(_served, port, path), what=f"{path} is served again")
    assert examine(tmp_path, acknowledged, database=url) >= len(acknowledged)
    figure(
        "disk full",
        f"refused by name; the server {'stands, reads go on' if stands else 'is down, reads are refused by name'}: the site gave"
        f" {answers[200] + answers[304]} pages and {answers[503]} honest 503; 0 of {len(acknowledged)} lost, all goes on with room",
        bar="reads go on, nothing corrupt, recovery without hands",
        store="postgres",
    )


def _settled(server: Mortal) -> bool:
    """Whether its process stands and takes questions, once it has made up its mind: a log without room brings it down."""
    address = {"host": str(server.folder), "user": "warraq", "dbname": "postgres"}

    def made_up() -> bool:
        if not server.alive():
            return True
        with contextlib.suppress(psycopg.Error), psycopg.connect(**address) as session:
            return session.execute("SELECT 1").fetchone() == (1,)
        return False

    until(made_up, what="the server stands, or is down", seconds=60)
    return server.alive()


def _counted(house: wiring.House) -> int | None:
    with contextlib.suppress(ArchiveError):
        return house.archive.count()
    return None


def _served(port: int, path: str) -> bool:
    return status(port, path) == 200


def _filed(file: Callable[[], None]) -> bool:
    with contextlib.suppress(ArchiveError):
        file()
        return True
    return False
