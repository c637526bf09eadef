"""Does the long row of harnesses know its parts, go on where it stood, and tell what failed?"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.torture.parts import PARTS, Part, chosen
from tests.torture.report import Result, keep, kept, table

ROOT = Path(__file__).resolve().parents[2]


def test_every_part_has_a_name_of_its_own_and_tests_that_exist() -> None:
    assert len({part.name for part in PARTS}) == len(PARTS)
    for part in PARTS:
        assert all((ROOT / path).is_file() for path in part.tests.split()), part.name


def test_every_harness_whose_length_may_be_asked_for_is_part_of_it() -> None:
    told = {path for part in PARTS for path in part.tests.split()}
    for path in (ROOT / "tests" / "journeys").glob("test_*.py"):
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and node.module == "tests.lengths"
            for alias in node.names
        }
        if names & {"points", "seeds", "figure"}:
            assert str(path.relative_to(ROOT)) in told, path.name


def test_so_is_every_harness_of_hostile_input_that_has_a_long_form() -> None:
    told = {path for part in PARTS for path in part.tests.split()}
    for folder in ("suites", "fuzz"):
        for path in (ROOT / "tests" / folder).glob("test_*.py"):
            text = path.read_text(encoding="utf-8")
            if "LONG" in text or "    measured(" in text:
                assert str(path.relative_to(ROOT)) in told, path.name
    named = (
        "journeys/test_hostile_files.py",
        "newsroom/test_mutated_pages.py",
        "newsroom/test_strange_pictures.py",
    )
    assert {f"tests/{name}" for name in named} <= told


def test_five_hundred_points_are_struck_on_each_store_and_no_seed_twice() -> None:
    for store in ("sqlite", "postgres"):
        parts = chosen(f"kill-collecting-{store}")
        struck = [seed for part in parts for seed in range(part.offset, part.offset + part.long)]
        assert len(struck) == len(set(struck)) == 500


def test_parts_are_chosen_by_how_their_names_begin_and_an_idle_word_is_told() -> None:
    assert {part.name for part in chosen("chaos, drips")} == {"chaos-sqlite", "chaos-postgres", "drips"}
    assert chosen("") == PARTS
    with pytest.raises(ValueError, match="no part begins with 'nothing'"):
        chosen("chaos nothing")


def test_a_result_is_read_as_it_was_written_and_half_a_one_is_none(tmp_path: Path) -> None:
    result = Result("a", "pytest a", 3, True, "1 passed", 2.5, (("lost", "0", "0", "sqlite"),))
    keep(tmp_path / "a.json", result)
    assert kept(tmp_path / "a.json") == result
    (tmp_path / "b.json").write_text('{"part": "b"')
    assert kept(tmp_path / "b.json") is None
    assert kept(tmp_path / "c.json") is None


def test_the_table_says_what_failed_and_gives_each_store_its_column() -> None:
    done = Result("a", "pytest a", 0, True, "2 passed", 1.0, (("lost", "none", "0", "postgres"),))
    failed = Result("b", "pytest b", 0, False, "1 failed", 1.0)
    rows = table([done, failed]).splitlines()[2:]
    assert rows[0] == "| lost | 0 |  | none | `pytest a` |"
    assert "FAILED" in rows[1]


def test_a_part_of_which_all_was_left_out_is_not_told_as_passed() -> None:
    left_out = Result("a", "pytest a", 0, True, "3 skipped in 0.50s", 1.0)
    assert not left_out.ran
    assert "**not run**: 3 skipped" in table([left_out])
    assert Result("a", "pytest a", 0, True, "1 passed, 3 skipped in 0.50s", 1.0).ran
    assert Result("a", "pytest a", 0, False, "1 error in 0.50s", 1.0).ran


def test_the_parts_can_be_listed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--list", "--seed", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    assert "WARRAQ_LONG=100 WARRAQ_SEED=107 pytest tests/journeys/test_crashes.py" in done.stdout


def test_a_part_says_how_to_run_it_by_hand() -> None:
    part = Part("a", "tests/a.py", "sqlite", 100, 200)
    assert part.command(5) == 'WARRAQ_LONG=100 WARRAQ_SEED=205 pytest tests/a.py -k "sqlite"'
