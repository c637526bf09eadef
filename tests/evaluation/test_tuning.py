"""Does the walk over weights end, and say with which?"""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from evaluation import tuning
from warraq.indexes.weights import WEIGHTS

WORDS = ["جسر", "مدرسة", "ميناء", "قطار", "جامعة", "مصنع", "ملعب", "مستشفى", "متحف", "مطار", "سوق", "حديقة"]


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _asked(folder: Path, halves: tuple[str, ...]) -> Path:
    """A folder of questions, of paragraphs, and of what answers what."""
    folder.mkdir()
    rows = [{"id": f"{n}", "title": "", "text": f"افتتاح {word} في المدينة"} for n, word in enumerate(WORDS)]
    with gzip.open(folder / "paragraphs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(_lines(rows))
    queries = [
        {"qid": f"q{n}", "text": f"ال{word}", "half": halves[n % len(halves)]} for n, word in enumerate(WORDS)
    ]
    (folder / "questions.jsonl").write_text(_lines(queries), encoding="utf-8")
    (folder / "queries.jsonl").write_text(_lines(queries), encoding="utf-8")
    judged = "".join(f"q{n}\t{n}\t1\n" for n in range(len(WORDS)))
    (folder / "qrels.tsv").write_text(judged, encoding="utf-8")
    return folder


def _arguments(tmp_path: Path, halves: tuple[str, ...] = tuning.HALVES) -> list[str]:
    folder = _asked(tmp_path / "asked", halves)
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {
            "id": f"{n}",
            "title": f"{word} جديد في المدينة",
            "text": f"{word} " + "كلام كثير عن البلد " * 12 + str(n),
        }
        for n, word in enumerate(WORDS * 20)
    ]
    corpus.write_text(_lines(rows), encoding="utf-8")
    return ["--corpus", str(corpus), "--qa", str(folder), "--news", str(folder), "--short"]


def test_the_walk_ends_with_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tuning.main(_arguments(tmp_path)) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found.keys() == asdict(WEIGHTS).keys()


def test_a_half_that_nobody_asked_ends_it_with_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tuning.main(_arguments(tmp_path, ("tune",))) == 2
    assert "no query of the half report" in capsys.readouterr().err
