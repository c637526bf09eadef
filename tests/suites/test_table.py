"""The table in the documentation is the one that the tests hold."""

from __future__ import annotations

from pathlib import Path

from tests.suites.table import ROWS, table

ROOT = Path(__file__).resolve().parents[2]


def test_the_documentation_shows_the_table_as_it_is_measured() -> None:
    assert table() in (ROOT / "docs/reference/suites.md").read_text("utf-8")


def test_every_row_has_its_test() -> None:
    for name, row in ROWS.items():
        assert f'"{name}"' in (ROOT / "tests/suites" / row.test).read_text("utf-8"), name
        assert row.passed >= 0.9 * row.cases, name
