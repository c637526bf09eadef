"""What is loaded before the first page: only what it needs, so that a site is back as soon as it can be."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.test_instances import until
from tests.journeys.test_up import NOWHERE, ROOT, free_port, get
from warraq import wiring
from warraq.press import Settings

# Each is for reading pages, feeds and pictures, for asking papers, for migrating, or for another back end.
NEEDED_LATER = frozenset(
    {
        "PIL",
        "aiohttp",
        "alembic",
        "argon2",
        "charset_normalizer",
        "fastapi",
        "feedparser",
        "protego",
        "pydantic",
        "rich",
        "selectolax",
        "sqlalchemy.dialects.postgresql",
        "trafilatura",
        "warraq.demopress",
        "warraq.extraction.page",
        "warraq.feeds",
        "warraq.newsroom.asking",
        "warraq.newsroom.collecting",
        "warraq.newsroom.parsing",
        "warraq.wiring.desks",
    }
)

ANSWERING = "uvicorn.protocols.http.h11_impl"
# What the page of the figures needs: read when the first asks for that page, or once the first page of all is out.
WARMED = "warraq.web.exposition"


@contextlib.contextmanager
def watched(tmp_path: Path, *command: str) -> Iterator[tuple[int, Path]]:
    """Its port, and the file that lists modules in the order in which they were loaded, once the site listens."""
    port, told = free_port(), tmp_path / "told"
    with told.open("wb") as out, subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "warraq", *command, "--port", str(port), "--data", str(tmp_path / "data")],
        cwd=ROOT, stderr=out,
    ) as process:  # fmt: skip
        try:
            until(lambda: _stands(told), what="the site listens")
            yield port, told
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0, told.read_text("utf-8")[-2000:]
        finally:
            if process.poll() is None:
                process.kill()


def _stands(told: Path) -> bool:
    """Whether the server read what it answers with; that is the last of its start."""
    return ANSWERING in loaded(told)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return get(port)[0] == 200
    return False


def loaded(told: Path) -> list[str]:
    lines = told.read_text("utf-8").splitlines()
    return [line.rsplit("|", 1)[-1].strip() for line in lines if line.startswith("import time:")]


def test_a_site_loads_nothing_that_its_first_page_does_not_need(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path / "data")):
        pass  # an archive at our schema: nothing is to be brought up
    with watched(tmp_path, "serve") as (port, told):
        until(lambda: _answers(port), what="the site answers")
    names = loaded(told)
    assert "warraq.web.front" in names
    assert NEEDED_LATER & set(names) == set()


def test_what_is_warmed_waits_for_the_first_page(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path / "data")):
        pass
    with watched(tmp_path, "serve") as (port, told):
        time.sleep(1)  # nobody asks yet: a machine under load may take as long to its first page
        assert WARMED not in loaded(told)
        until(lambda: _answers(port), what="the site answers")
        until(lambda: WARMED in loaded(told), what="what is warmed is read")


def test_who_collects_too_loads_that_once_the_site_stands(tmp_path: Path) -> None:
    editions = tmp_path / "data" / "editions"
    editions.mkdir(parents=True)
    (editions / "nowhere.toml").write_text(NOWHERE, encoding="utf-8")
    with wiring.house(Settings(data=tmp_path / "data")):
        pass
    with watched(tmp_path, "up", "--edition", "nowhere") as (_, told):
        until(lambda: "warraq.wiring.desks" in loaded(told), what="what collects is loaded")
    names = loaded(told)
    stands = names.index(ANSWERING)
    assert NEEDED_LATER & set(names[:stands]) == set()
