"""Several instances on one data folder, or one database: who may do what, and what is said to the one too many."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.test_commands import run
from tests.journeys.test_up import ROOT, free_port, get, stopped
from tests.ports.drafting import NOON, draft
from tests.postgres import Server
from warraq import wiring
from warraq.errors import Busy
from warraq.press import Settings


@contextlib.contextmanager
def serving(data: Path, database: str | None = None) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`warraq serve` on that folder, and that database where it has one, once it answers; and its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "warraq", "serve", "--port", str(port), "--data", str(data)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | ({"WARRAQ_DATABASE": database} if database else {}),
    )
    try:
        until(lambda: _answers(port), what="the site answers")
        yield process, port
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return get(port)[0] == 200
    return False


def until(holds: Callable[[], bool], *, what: str, seconds: float = 40) -> float:
    """How long it took; asked every tenth of a second."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, what
        time.sleep(0.1)
    return time.monotonic() - began


def finds(port: int, words: str) -> bool:
    return words in get(port, f"/search?q={quote(words)}")[1].replace("<mark>", "").replace("</mark>", "")


def test_several_sites_serve_one_folder_and_when_the_index_writer_dies_another_takes_over(
    tmp_path: Path,
) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        house.archive.file([draft(1)], now=NOON)
    with serving(tmp_path) as (first, one), serving(tmp_path) as (second, other):
        until(lambda: finds(one, "الخطة") and finds(other, "الخطة"), what="both find what stands")
        first.send_signal(signal.SIGKILL)  # the one that began first writes the index
        first.wait()
        with wiring.house(Settings(data=tmp_path)) as house:
            house.archive.file([draft(2, title="زيارة مفاجئة للميناء")], now=NOON)
        until(lambda: finds(other, "مفاجئة"), what="the other follows from then on")
        assert "Warraq serves" in stopped(second, signal.SIGTERM)


def test_one_process_collects_into_a_folder_and_the_second_hears_which(tmp_path: Path) -> None:
    with wiring.only_collector(tmp_path):
        refused = run("collect", "--once", data=tmp_path)
        assert refused.exit_code == 1
        assert f"another warraq (process {os.getpid()}) collects into {tmp_path}" in refused.stderr
        assert (
            run("rebuild", "index", data=tmp_path).exit_code == 0
        )  # an index is filled beside the one that serves
    with wiring.only_collector(tmp_path):
        pass


def test_one_process_writes_the_index_and_the_second_hears_so(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        house.archive.file([draft(1)], now=NOON)
        house.indexing().catch_up()
        house.archive.file([draft(2)], now=NOON)
        with (
            wiring.house(Settings(data=tmp_path)) as other,
            pytest.raises(Busy, match="another process writes"),
        ):
            other.indexing().step()
        house.indexing().catch_up()
        with wiring.house(Settings(data=tmp_path)) as other:
            assert other.index.count() == 2, "reading takes no turn"


def test_one_process_groups_a_folder_s_articles_and_the_second_hears_so(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        house.archive.file([draft(1)], now=NOON)
        house.grouping().catch_up()
        house.archive.file([draft(2)], now=NOON)
        with (
            wiring.house(Settings(data=tmp_path)) as other,
            pytest.raises(Busy, match=f"another warraq groups the articles of {tmp_path}"),
        ):
            other.grouping().step()
        house.grouping().catch_up()
    with wiring.house(Settings(data=tmp_path)) as other:
        other.archive.file([draft(3)], now=NOON)
        assert other.grouping().step(), "the turn went with who had it"


@pytest.mark.postgres
def test_of_all_machines_one_collects_into_a_database(postgres_server: Server, tmp_path: Path) -> None:
    url = postgres_server.url(postgres_server.create())
    with wiring.only_collector(tmp_path / "here", database=url):
        with (
            pytest.raises(Busy, match=rf"warraq process {os.getpid()} on .* collects into postgres"),
            wiring.only_collector(tmp_path / "there", database=url),
        ):
            pass
        with wiring.only_collector(
            tmp_path / "there", database=postgres_server.url(postgres_server.create())
        ):
            pass
    with wiring.only_collector(tmp_path / "there", database=url):
        pass
