"""Is what was agreed with a paper read back, and does the operator's file stay theirs?"""

from __future__ import annotations

from pathlib import Path

import pytest

from warraq import editions
from warraq.errors import EditionError
from warraq.press import Policy, Source

LEAVE = 'mail of the editor: "yes", 2026-11-01'


def youm7(folder: Path) -> Source:
    edition = editions.load("eg", folder=folder)
    assert edition.problems == ()
    (found,) = [paper for paper in edition.sources if paper.slug == "youm7"]
    return found


def write(folder: Path, policy: Policy | None, permission: str | None) -> str:
    editions.write_policy(folder, "eg", "youm7", policy=policy, permission=permission)
    path = folder / "eg.toml"
    return path.read_text("utf-8") if path.is_file() else ""


def test_what_was_agreed_is_read_back_and_taken_away_again(tmp_path: Path) -> None:
    before = youm7(tmp_path)
    assert (before.policy, before.permission) == (None, None)
    write(tmp_path, "full", LEAVE)
    now = youm7(tmp_path)
    assert (now.policy, now.permission) == ("full", LEAVE)
    assert now.feeds == before.feeds
    write(tmp_path, "link", None)
    assert (youm7(tmp_path).policy, youm7(tmp_path).permission) == ("link", None)
    write(tmp_path, None, None)
    assert youm7(tmp_path) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[papers.youm7]\npolicy = "full"\npermission = "2026"\n'),
        (
            '# mine\n[papers.youm7]  # a paper\nnote = "x"\n\n[papers.youm7.feeds]\npolitics = false\n',
            '# mine\n[papers.youm7]  # a paper\npolicy = "full"\npermission = "2026"\nnote = "x"\n\n'
            "[papers.youm7.feeds]\npolitics = false\n",
        ),
        (
            "[papers.youm7.feeds]\npolitics = false # off",
            '[papers.youm7]\npolicy = "full"\npermission = "2026"\n\n[papers.youm7.feeds]\npolitics = false # off',
        ),
        (
            "[papers.youm7]\npermission = 'old' # from the mail\npolicy = \"link\"   # for now\n",
            '[papers.youm7]\npermission = "2026" # from the mail\npolicy = "full"   # for now\n',
        ),
        (
            '[papers.mada]\nname = "مدى"\npolicy = "link"\n',
            '[papers.mada]\nname = "مدى"\npolicy = "link"\n\n[papers.youm7]\npolicy = "full"\npermission = "2026"\n',
        ),
    ],
)
def test_only_the_two_lines_change(tmp_path: Path, before: str, after: str) -> None:
    if before:
        (tmp_path / "eg.toml").write_text(before, encoding="utf-8")
    assert write(tmp_path, "full", "2026") == after


@pytest.mark.parametrize(
    "before", ["", "[papers.youm7.feeds]\npolitics = false\n", '[papers.youm7]\nnote = "x"\n']
)
def test_agreeing_and_taking_back_leaves_the_paper_as_it_was(tmp_path: Path, before: str) -> None:
    if before:
        (tmp_path / "eg.toml").write_text(before, encoding="utf-8")
    was = youm7(tmp_path)
    write(tmp_path, "excerpt", LEAVE)
    write(tmp_path, None, None)
    assert youm7(tmp_path) == was


@pytest.mark.parametrize(
    "before",
    [
        "papers.youm7.policy = 'link'\n",
        "papers = { youm7 = { policy = 'link' } }\n",
        '[papers.youm7]\npolicy = """link"""\n',
        '[papers."youm7"]\nnote = "x"\n',
    ],
)
def test_a_file_of_another_shape_stays_and_the_lines_are_told(tmp_path: Path, before: str) -> None:
    (tmp_path / "eg.toml").write_text(before, encoding="utf-8")
    with pytest.raises(EditionError, match=r'(?s)by hand:.*policy = "full"'):
        write(tmp_path, "full", LEAVE)
    assert (tmp_path / "eg.toml").read_text("utf-8") == before


def test_none_holds_above_what_a_file_below_says(tmp_path: Path) -> None:
    (tmp_path / "zz.toml").write_text(
        '[edition]\nname = "س"\nzone = "UTC"\n[papers.a]\nname = "أ"\npermission = "2026"\npolicy = "none"\n'
    )
    (paper,) = editions.load("zz", folder=tmp_path).sources
    assert (paper.policy, paper.permission) == (None, None)


def test_a_policy_nobody_knows_costs_the_table_and_says_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "eg.toml").write_text('[papers.youm7]\npolicy = "all"\n')
    (problem,) = editions.load("eg", folder=tmp_path).problems
    assert "full, excerpt, link, none" in problem


def test_no_packaged_paper_claims_a_leave() -> None:
    """A leave is given to one operator: it cannot come with the program."""
    assert not [
        paper for code in editions.codes() for paper in editions.load(code).sources if paper.permission
    ]
