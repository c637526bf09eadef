"""What feeds list and is not filed is counted by paper, and by what it is instead."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.test_ailing import PRESS
from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.ports.daybook import EntryState
from warraq.press import Entry, Feed, Settings, StandIn

NOW = datetime.now(UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "editions").mkdir(parents=True)
    (folder / "warraq.toml").write_text('edition = "zz"\n', "utf-8")
    (folder / "editions" / "zz.toml").write_text(PRESS, "utf-8")
    return folder


def test_pages_that_are_no_articles_are_counted_by_what_they_are(data: Path) -> None:
    nahar, ahd = (
        Feed("nahar", "nahar", "https://nahar.example/rss"),
        Feed("ahd", "ahd", "https://ahd.example/rss"),
    )
    entries = [Entry(guid=str(number), url=f"https://nahar.example/{number}") for number in range(5)]
    reasons = [f"{StandIn.TOO_BIG} (more than 10 MB)", f"{StandIn.TOO_BIG} (more than 20 MB)", "HTTP 404"]
    with wiring.house(Settings(data=data)) as house:
        house.daybook.note(nahar, entries, now=NOW)
        house.daybook.note(ahd, entries[:1], now=NOW)
        for number, reason in enumerate(reasons):
            house.daybook.settle("nahar", str(number), EntryState.FAILED, now=NOW, reason=reason)
        house.daybook.settle("nahar", "3", EntryState.PENDING, now=NOW, due=NOW, reason=StandIn.CUT)
        house.daybook.settle("ahd", "0", EntryState.REFUSED, now=NOW, reason="robots.txt forbids it")
    found = said(run("source", "pages", "--json", data=data))["pages"]
    assert [(one["source"], one["state"], one["pages"], one["kind"]) for one in found] == [
        ("nahar", "given up", 2, "too_big"),
        ("nahar", "given up", 1, None),
        ("nahar", "tried again", 1, "cut"),
        ("ahd", "not asked for again", 1, None),
    ]
    spoken = run("source", "pages", "nahar", data=data)
    assert f"nahar\tالنهار\tgiven up\t2\t{StandIn.TOO_BIG}\n" in spoken.stdout
    assert "ahd" not in spoken.stdout
    assert run("source", "pages", "nobody", data=data).exit_code == 1
