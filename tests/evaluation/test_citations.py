"""Does `evaluation.citations` count as it says, and is the news still attributed as well as it was?"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation import citations
from evaluation.citations import Case, Span
from evaluation.corpus import Unmeasurable

JUDGED = Path(citations.__file__).parent / "judged" / "attributions.jsonl"
SHARED = Path(__file__).parents[3] / "shared" / "data"
# The labels that the floors below were measured on: who changes them pins both anew.
DIGEST = "2f81343c0021e2c9"
FLOORS = {"tune": (0.97, 0.91), "report": (0.97, 0.86)}  # precision, recall
FIGURES = {"p", "r", "f1", "cases", "spans", "errors", "seconds", "peak_mb", "baselines"}
TEXT = "قالت رويترز إن الأمر انتهى. وزار الوفد مقر فرانس برس."


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return file


def row(**more: Any) -> dict[str, Any]:
    return {"text": TEXT, "spans": [{"start": 5, "end": 11, "source": "رويترز"}]} | more


def test_a_span_is_right_when_it_overlaps_and_names_the_same_source() -> None:
    expected = [Span(5, 11, "رويترز"), Span(20, 30, "وزارة الصحة")]
    found = [Span(0, 6, "وكالة رويترز"), Span(20, 30, "وزارة الدفاع"), Span(40, 44, "رويترز")]
    hits, missed, wrong = citations.matched(expected, found)
    assert (hits, missed, wrong) == (1, expected[1:], found[1:])


def test_each_expected_span_is_found_once() -> None:
    twice = [Span(5, 8, "رويترز"), Span(8, 11, "رويترز")]
    assert citations.matched([Span(5, 11, "رويترز")], twice)[0] == 1


def test_precision_recall_and_the_errors_are_told() -> None:
    case = Case(TEXT, (Span(5, 11, "رويترز"), Span(44, 52, "فرانس برس")))
    found = citations.report([case], lambda text: [Span(5, 11, "رويترز"), Span(0, 4, "قالت")], name="test")
    assert (found["p"], found["r"], found["f1"]) == (0.5, 0.5, 0.5)
    assert [error["kind"] for error in found["errors"]] == ["missed", "wrong"]


def test_finding_nothing_is_no_division_by_nothing() -> None:
    found = citations.report([Case(TEXT, ())], lambda text: [], name="test")
    assert (found["p"], found["r"], found["f1"]) == (0.0, 0.0, 0.0)


def test_a_file_of_cases_is_measured_beside_the_bare_lexicon(tmp_path: Path) -> None:
    found = citations.run(written(tmp_path, row()))
    assert found.keys() == FIGURES
    assert (found["p"], found["r"]) == (1.0, 1.0)
    assert found["baselines"]["lexicon"]["p"] == 0.5


def test_a_text_that_is_named_is_read_from_its_corpus(tmp_path: Path) -> None:
    corpus = tmp_path / "paper"
    corpus.mkdir()
    line = json.dumps({"id": "a1", "text": TEXT}).encode()
    (corpus / "articles.jsonl.gz").write_bytes(gzip.compress(line))
    named = row(corpus="paper", id="a1", sha256=hashlib.sha256(TEXT.encode()).hexdigest())
    del named["text"]
    assert citations.cases(written(tmp_path, named), texts=tmp_path)[0].text == TEXT
    with pytest.raises(Unmeasurable, match="another one"):
        citations.cases(written(tmp_path, named | {"sha256": "0"}), texts=tmp_path)
    with pytest.raises(Unmeasurable, match="--texts"):
        citations.cases(written(tmp_path, named))
    with pytest.raises(Unmeasurable, match="not there"):
        citations.cases(written(tmp_path, named | {"id": "a2"}), texts=tmp_path)


def test_one_half_is_measured_alone(tmp_path: Path) -> None:
    file = written(tmp_path, row(half="tune"), row(half="report"), row())
    assert [len(citations.cases(file, half=half)) for half in ("tune", "report", None)] == [1, 1, 3]


@pytest.mark.parametrize(
    "broken",
    [
        {"text": TEXT},
        {"text": 5, "spans": []},
        row(spans=[{"start": 5, "end": 500, "source": "رويترز"}]),
        row(spans=[{"start": 5, "end": 5, "source": "رويترز"}]),
        row(spans=[{"start": "x", "end": 6, "source": "رويترز"}]),
    ],
)
def test_a_line_that_is_no_case_ends_the_run_by_its_number(tmp_path: Path, broken: dict[str, Any]) -> None:
    with pytest.raises(Unmeasurable, match="line 1"):
        citations.cases(written(tmp_path, broken))


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_file_without_cases_says_so(tmp_path: Path, content: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(content)
    with pytest.raises(Unmeasurable):
        citations.cases(file)


def test_the_judged_cases_are_those_that_were_pinned_and_hold_no_text() -> None:
    assert hashlib.sha256(JUDGED.read_bytes()).hexdigest()[:16] == DIGEST
    rows = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    assert not any("text" in line for line in rows)
    assert len(rows) == len({(line["corpus"], line["id"]) for line in rows})
    assert sum(len(line["spans"]) for line in rows) >= 1700


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")
@pytest.mark.parametrize("half", sorted(FLOORS))
def test_the_news_is_attributed_as_well_as_it_was(half: str) -> None:
    found = citations.report(citations.cases(JUDGED, texts=SHARED, half=half), citations.ours, name=half)
    precision, recall = FLOORS[half]
    assert (found["p"] >= precision, found["r"] >= recall) == (True, True), (found["p"], found["r"])
