"""Can the day's papers be had as one file, where no site is up?"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result
from selectolax.lexbor import LexborHTMLParser

from warraq import wiring
from warraq.cli import main
from warraq.press import Draft, Moment, Precision, Settings, Source

DAY = "2026-11-20"


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["issue", *arguments, "--data", str(data)])


def kept(data: Path) -> None:
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    with wiring.house(Settings(data=data)) as house:
        house.archive.put_sources([Source("sada", "صدى النهر", "eg", "Africa/Cairo")])
        draft = Draft(
            source="sada",
            url="https://sada.example/1",
            keys=("sada.example/1",),
            title="المجلس يقر خطة الجسر",
            body="أعلن المجلس ذلك.",
            reader="test/1",
            published=Moment(at, Precision.MINUTE, "Africa/Cairo"),
            fingerprint="1",
        )
        house.archive.file([draft], now=at)


def test_a_days_issue_is_written_to_one_file(tmp_path: Path) -> None:
    kept(tmp_path / "data")
    target = tmp_path / "issue.html"
    result = run(tmp_path / "data", DAY, "--to", str(target), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1]) == {
        "day": DAY, "file": str(target), "bytes": target.stat().st_size,
    }  # fmt: skip
    page = LexborHTMLParser(target.read_text("utf-8"))
    assert "المجلس يقر خطة الجسر" in page.css_first(".sheet-lead").text()
    assert not page.css("script, link")
    first = target.read_bytes()
    assert run(tmp_path / "data", DAY, "--to", str(target)).exit_code == 0
    assert target.read_bytes() == first


def test_a_day_of_which_nothing_is_kept_is_no_file(tmp_path: Path) -> None:
    kept(tmp_path / "data")
    result = run(tmp_path / "data", "2026-11-19", "--to", str(tmp_path / "issue.html"))
    assert result.exit_code == 1
    assert "nothing is kept of the papers of 2026-11-19" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_an_empty_folder_and_what_is_no_day_are_said_to_be_so(tmp_path: Path) -> None:
    assert "nothing is kept in" in run(tmp_path / "none", "--to", str(tmp_path / "a.html")).stderr
    assert run(tmp_path / "none", "tomorrow", "--to", str(tmp_path / "a.html")).exit_code == 2
