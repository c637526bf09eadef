"""Does `warraq train sections` learn from what is kept, say what, and change nothing that it was not asked to?"""

from __future__ import annotations

import json
import random
from pathlib import Path

from click.testing import CliRunner

from tests.sections.test_learning import WORDS, article
from warraq.cli import main


def press(folder: Path, *, labelled: bool = True) -> Path:
    """A data folder with two papers' labelled articles, and ten without a label."""
    dice, lines = random.Random(4), []
    for paper in ("nahar", "sada"):
        for desk in WORDS:
            for number in range(30 if labelled else 2):
                title, text = article(desk, dice)
                lines.append(
                    {
                        "id": f"{paper}{desk}{number}",
                        "source": paper,
                        "title": title,
                        "text": text,
                        "category": desk,
                    }
                )
    for number in range(10):
        title, text = article("sports", dice)
        lines.append({"id": f"none{number}", "source": "nahar", "title": title, "text": text})
    file = folder / "press.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in lines), "utf-8")
    run("import", "jsonl", "--data", str(folder / "data"), str(file))
    return folder / "data"


def run(*words: str, status: int = 0) -> str:
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == status, answer.output
    return answer.output


def test_it_says_what_each_paper_taught_and_proposes_before_it_changes(tmp_path: Path) -> None:
    data = press(tmp_path)
    said = json.loads(run("train", "sections", "--data", str(data), "--json").splitlines()[-1])
    assert (said["articles"], said["desks"]) == (240, sorted(WORDS))
    assert said["sources"]["nahar"]["labels"] == dict.fromkeys(sorted(WORDS), 30)
    assert said["sources"]["nahar"]["accuracy"] > 0.9
    assert (said["proposed"], said["changed"]) == ({"given": 10, "other": 0, "taken": 0}, 0)
    assert (data / "desks.json").is_file()
    again = json.loads(run("train", "sections", "--data", str(data), "--apply", "--json").splitlines()[-1])
    assert (again["articles"], again["changed"]) == (240, 10)
    last = run("train", "sections", "--data", str(data))
    assert "240 articles taught 4 desks: arab, economy, sports, world" in last
    assert "0 would get a desk" in last


def test_what_is_imported_later_gets_a_desk(tmp_path: Path) -> None:
    data = press(tmp_path)
    run("train", "sections", "--data", str(data))
    title, text = article("economy", random.Random(8))
    file = tmp_path / "later.jsonl"
    file.write_text(json.dumps({"id": "later", "source": "sada", "title": title, "text": text}), "utf-8")
    run("import", "jsonl", "--data", str(data), str(file))
    last = json.loads(run("train", "sections", "--data", str(data), "--json").splitlines()[-1])
    assert last["articles"] == 240  # what a model told teaches nothing
    assert last["proposed"]["given"] == 10  # the later one has its desk already


def test_too_few_labels_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    data = press(tmp_path, labelled=False)
    assert "too few articles have a desk" in run("train", "sections", "--data", str(data), status=1)
    assert not (data / "desks.json").exists()
    assert "nothing is kept" in run("train", "sections", "--data", str(tmp_path / "none"), status=1)


def test_what_was_learnt_can_be_forgotten(tmp_path: Path) -> None:
    data = press(tmp_path)
    run("train", "sections", "--data", str(data))
    assert "forgotten" in run("train", "sections", "--data", str(data), "--forget")
    assert not (data / "desks.json").exists()
