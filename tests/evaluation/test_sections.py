"""Are desks measured on papers that taught nothing, by the figures of the interface, and is what cannot be measured refused?"""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from evaluation.sections import Judged, accuracy, main, surest
from tests.sections.test_learning import WORDS, article


def corpus(place: Path, *papers: str, labels: bool = True) -> Path:
    dice, lines = random.Random(4), []
    for paper in papers:
        for desk in WORDS:
            for number in range(25):
                title, text = article(desk, dice)
                line = {"id": f"{paper}-{desk}-{number}", "source": paper, "title": title, "text": text}
                lines.append(json.dumps(line | ({"category": desk} if labels else {}), ensure_ascii=False))
    place.write_text("\n".join(lines), "utf-8")
    return place


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_each_paper_is_left_out_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = corpus(tmp_path / "a.jsonl", "one", "two", "three")
    assert main(["--leave-one-paper-out", str(file)]) == 0
    found = said(capsys)
    assert found["articles"] == 300
    assert {"accuracy", "accuracy_at_85", "merged", "baselines", "seconds", "peak_mb"} <= found.keys()
    assert found["per_source"].keys() == {"one", "two", "three"}  # type: ignore[attr-defined]
    assert found["accuracy"] > 0.9  # type: ignore[operator]


def test_only_labels_that_were_taught_are_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = corpus(tmp_path / "train.jsonl", "one", "two")
    test = corpus(tmp_path / "test.jsonl", "three")
    strange = {"id": "x", "source": "three", "title": "برجك", "text": "الحمل", "category": "horoscope"}
    test.write_text(test.read_text("utf-8") + "\n" + json.dumps(strange), "utf-8")
    assert main(["--train", str(train), "--test", str(test)]) == 0
    found = said(capsys)
    assert found["articles"] == 100
    assert found["per_source"]["three"]["labels"].keys() == set(WORDS)  # type: ignore[index]


@pytest.mark.parametrize("labels", [True, False], ids=["one paper", "no labels"])
def test_what_cannot_be_measured_ends_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], labels: bool
) -> None:
    file = corpus(tmp_path / "a.jsonl", "one", labels=labels)
    assert main(["--leave-one-paper-out", str(file)]) == 2
    assert "evaluation.sections: " in capsys.readouterr().err


def test_the_surest_are_the_ones_that_say_so() -> None:
    judged = [Judged("one", "a", "a" if number < 17 else "b", 1 - number / 100) for number in range(20)]
    assert accuracy(judged) == 0.85
    assert surest(judged) == 1.0
