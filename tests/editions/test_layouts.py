"""A hard paper's pages are read by selectors that stand in its edition's table, each until its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from warraq import editions
from warraq.press import Edition, Layout

TABLE = '[papers.nahar]\nname = "النهار"\n'


def load(tmp_path: Path, text: str) -> Edition:
    folder = tmp_path / "editions"
    folder.mkdir()
    (folder / "eg.toml").write_text(text, "utf-8")
    return editions.load("eg", folder=folder)


def layouts(edition: Edition) -> tuple[Layout, ...]:
    return next(one.layouts for one in edition.sources if one.slug == "nahar")


def test_layouts_come_as_they_are_written(tmp_path: Path) -> None:
    edition = load(
        tmp_path,
        TABLE
        + '[[papers.nahar.layouts]]\nbody = "div.story > .text"\ndrop = [".more", "#مزيد"]\n'
        + '[[papers.nahar.layouts]]\nbody = "#text"\nuntil = 2019-05-01\n',
    )
    assert edition.problems == ()
    assert layouts(edition) == (
        Layout("div.story > .text", (".more", "#مزيد")),
        Layout("#text", until=date(2019, 5, 1)),
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("drop = ['.a']", "a selector is text in quotes"),
        ("body = 'p['", "no CSS selector"),
        ("body = '.a'\ndrop = '.b'", "drop is a list"),
        ("body = '.a'\ndrop = ['::']", "no CSS selector"),
        ("body = '.a'\nuntil = '2019-05-01'", "until is a day"),
        ("body = '.a'\nuntil = 2019-05-01T10:00:00Z", "until is a day"),
        ("body = '.a'\nfrom = 2019-05-01", "its keys are"),
    ],
)
def test_a_wrong_layout_costs_only_itself(tmp_path: Path, line: str, why: str) -> None:
    good = "[[papers.nahar.layouts]]\nbody = '.b'\n"
    edition = load(tmp_path, f"{TABLE}[[papers.nahar.layouts]]\n{line}\n{good}")
    assert layouts(edition) == (Layout(".b"),)
    (problem,) = edition.problems
    assert "[[papers.nahar.layouts]]" in problem
    assert why in problem


def test_layouts_that_are_no_list_are_told(tmp_path: Path) -> None:
    edition = load(tmp_path, f"{TABLE}layouts = '.a'\n")
    assert layouts(edition) == ()
    assert "a list of tables" in edition.problems[0]
