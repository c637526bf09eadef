"""The suite's archive files go in by the command: each comes to answers that are judged, or to named reasons, and none to a crash.

That what was imported is exported, read by another tool and replayed is `tests/journeys/test_recorded_press.py`.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner

from tests.fetchers.test_records import SUITE
from tests.suites.table import measured
from warraq.cli import main


def run(*words: str, data: Path) -> tuple[int, dict[str, object]]:
    told = CliRunner(env={"WARRAQ_DATA": str(data)}).invoke(main, [*words, "--json"])
    assert told.exception is None or isinstance(told.exception, SystemExit), (words, told.exception)
    last = told.stdout.splitlines()[-1] if told.stdout.strip() else ""
    return told.exit_code, json.loads(last) if last.startswith("{") else {}


def test_every_file_of_the_suite_goes_in_by_the_command(shared: Path, tmp_path: Path) -> None:
    folder = shared / "suites/warc"
    if not folder.is_dir():
        pytest.skip("no suite of archive files beside the checkout")
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "PROVENANCE.md")
    but, data, filed = Counter[str](), tmp_path / "data", 0
    (data / "editions").mkdir(parents=True)
    for site in ("example.com", "archive.org", "iana.org", "warcio.test"):
        slug = site.replace(".", "-")
        text = f'[papers.{slug}]\nname = "{site}"\nhomepage = "https://{site}/"\nfeeds.main = "https://{site}/rss"\n'
        with (data / "editions" / "eg.toml").open("a", encoding="utf-8") as edition:
            edition.write(text)
    for path in paths:
        status, told = run("import", "warc", str(path), data=data)
        answers = [one[:3].isdigit() for one in SUITE[path.name][1]]
        count = {
            name: int(str(told.get(name, -1)))
            for name in ("filed", "versions", "duplicates", "skipped", "failed")
        }
        failed, skipped = count.pop("failed"), count["skipped"]
        why = sum(one["count"] for one in cast(list[dict[str, int]], told.get("reasons", [])))
        if (
            status != (0 if count["filed"] else 1)
            or sum(count.values()) != answers.count(True)
            or failed != answers.count(False)
            or why != skipped
            or len(cast(list[object], told.get("problems", []))) != failed
        ):
            but[f"unlisted: {path.name} {status} {told}"] += 1
        filed += count["filed"]
    print(f"{len(paths)} files: {filed} articles filed")
    measured("warcs", cases=len(paths), but=but)
