"""Does `evaluation.dates` count as it says, and is the public list read wholly?"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from evaluation import dates
from warraq.language import zones

LIST = Path(dates.__file__).with_suffix(".tsv")
# The list that the floor below was measured on: who changes it pins both anew.
DIGEST = "75bc29f8baa89914"
FLOOR, CASES = 315, 315
ARAB_LEAGUE = frozenset("ae bh dj dz eg iq jo km kw lb ly ma mr om ps qa sa sd so sy tn ye".split())  # noqa: SIM905
FIGURES = {"right", "wrong", "unknown", "cases", "errors", "seconds", "peak_mb"}
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_the_public_list_is_the_one_that_was_pinned_and_every_country_is_in_it() -> None:
    assert hashlib.sha256(LIST.read_bytes()).hexdigest()[:16] == DIGEST
    work = dates.cases(LIST)
    assert len({(case.text, case.country, case.reference) for case in work}) == len(work) == CASES
    countries = Counter(case.country for case in work)
    assert countries.keys() >= ARAB_LEAGUE
    assert zones.COUNTRIES.keys() >= ARAB_LEAGUE
    assert sum(case.expected == dates.UNKNOWN for case in work) >= 50


def test_every_string_of_the_public_list_is_read_rightly_or_rightly_unknown() -> None:
    found = dates.report(dates.cases(LIST), dates.warraq(NOW), name="warraq")
    assert found["errors"] == []
    assert (found["right"], found["wrong"], found["unknown"]) == (FLOOR, 0, 0)


@pytest.mark.parametrize(
    ("said", "expected", "verdict"),
    [
        ("2025-06-03T15:15", "2025-06-03T15:15", "right"),
        ("2025-06-03T15:15:20", "2025-06-03T15:15", "right"),
        ("2025-06-03T15:15", "2025-06-03", "right"),
        ("2025-06-03", "2025-06-03T15:15", "unknown"),  # it does not know the hour
        ("2025-06", "2025-06-03", "unknown"),
        ("2025-06-04", "2025-06-03T15:15", "wrong"),
        ("2025-03-06", "2025-06-03", "wrong"),
        (None, "2025-06-03", "unknown"),
        (None, "unknown", "right"),
        ("2025", "unknown", "wrong"),
    ],
)
def test_an_answer_is_judged_at_the_precision_that_was_expected(
    said: str | None, expected: str, verdict: str
) -> None:
    assert dates.verdict(said, expected) == verdict


def test_one_object_is_printed_last_and_baselines_have_the_same_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text(
        "\ufeff3/6/2025\teg\t\t2025-06-03\r\n\n"
        "منذ 3 ساعات\tEG\t2025-06-03T12:00\t2025-06-03T09:00\n"
        "3 يونيو 2025 20:30 GMT\tae\t\t2025-06-03T20:30Z\n"
        "أمس\tgb\t2025-06-03\tUNKNOWN\n"
        "20:30\tir\t\tunknown\n",
        encoding="utf-8",
    )
    assert dates.main(["--cases", str(path)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found.keys() == FIGURES | {"baselines"}
    assert (found["right"], found["wrong"], found["unknown"], found["cases"]) == (4, 1, 0, 5)
    (error,) = found["errors"]
    assert (error["line"], error["expected"], error["found"]) == (5, "unknown", "2025-06-02")
    for name in ("dateparser", "htmldate"):
        baseline = found["baselines"][name]
        assert baseline is None or baseline.keys() == FIGURES


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("3/6/2025\teg\t2025-06-03\n", "line 1: 3 columns"),
        ("\n3/6/2025\tq9\t\t2025-06-03\n", "line 2: no time zone"),
        ("3/6/2025\teg\t\t3 June\n", "neither an ISO date"),
        ("3/6/2025\teg\tyesterday\t2025-06-03\n", "line 1"),
        ("\n\n", "no case"),
    ],
)
def test_what_cannot_be_measured_is_said_and_ends_in_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, complaint: str
) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text(text, encoding="utf-8")
    assert dates.main(["--cases", str(path)]) == 2
    assert dates.main(["--cases", str(tmp_path / "none.tsv")]) == 2
    assert complaint in capsys.readouterr().err
