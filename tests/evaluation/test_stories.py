"""Does `evaluation.stories` count as it says, and do stories stand as well as they did?"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evaluation import grouped, ours, stories
from evaluation.grouped import Grouped, Pair

LONG = bool(os.environ.get("WARRAQ_LONG"))
# What ours must have, at least, on the judged development set, all articles fed. Never lower without a design note.
FLOORS = {"pairwise": 0.87, "bcubed": 0.95, "merge": 0.82, "text": 0.92}
MOST_TRAPS = 3


GOLD = {"a": "1", "b": "1", "c": "2", "d": "3"}
SAID = {"a": "x", "b": "x", "c": "x", "d": "y"}


def test_pairs_of_articles_are_counted_that_stand_together() -> None:
    found = grouped.pairwise(GOLD, SAID, GOLD)(None)
    assert (found.p, found.r) == (1 / 3, 1.0)


def test_bcubed_is_the_mean_over_articles() -> None:
    found = grouped.bcubed(GOLD, SAID, GOLD)(None)
    assert found.p == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.r == 1.0


def test_an_event_that_was_drawn_twice_counts_twice_and_one_that_was_not_counts_nothing() -> None:
    weigh = grouped.pairwise(GOLD, SAID, GOLD)
    assert weigh(Counter({"1": 2})).p == 1.0
    assert weigh(Counter({"1": 1, "2": 1})).p == pytest.approx(1 / 3)
    assert weigh(Counter({"3": 1})).p is None


def test_an_interval_is_always_the_same_and_holds_what_it_is_of() -> None:
    figures_of = grouped.bcubed(GOLD, SAID, GOLD)
    low, high = grouped.interval(figures_of, GOLD.values()) or (1.0, 0.0)
    assert (low, high) == grouped.interval(figures_of, GOLD.values())
    assert low <= (figures_of(None).f1 or 0) <= high


@pytest.mark.parametrize(
    ("a", "b", "label"),
    [("a", "b", "reprint"), ("b", "c", "same_event"), ("c", "d", "same_story"), ("a", "e", "different")],
)
def test_the_first_label_that_holds_is_the_label(a: str, b: str, label: str) -> None:
    events = {"a": ("1",), "b": ("1", "2"), "c": ("2",), "d": ("3",), "e": ("4",)}
    told = {"a": ("1",), "b": ("1",), "c": ("2",), "d": ("2",), "e": ("4",)}
    made = Grouped(events, told, {("a", "b"): "reprint"})
    assert grouped.label(Pair(a, b, "different"), made) == label


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    text = (
        "أعلن المشير خليفة حفتر سيطرة قواته على مدينة درنة شرق ليبيا بعد معارك استمرت أسابيع مع مجلس الشورى"
    )
    articles = written(tmp_path / "articles.jsonl", [
        {"id": "a", "source": "one", "title": "حفتر يعلن السيطرة على درنة", "text": text, "published": "2018-06-28T20:00:00"},
        {"id": "b", "source": "two", "title": "حفتر يعلن السيطرة على مدينة درنة", "text": f"{text} كما قال", "published": "2018-06-28T21:00:00Z"},
        {"id": "c", "source": "two", "title": "الأهلي يفوز على الزمالك", "text": "فاز الأهلي في القمة", "published": None},
    ])  # fmt: skip
    clusters = written(tmp_path / "clusters.jsonl", [
        {"id": "a", "event": "derna", "story": "libya"}, {"id": "b", "event": "derna", "story": "libya"},
        {"id": "c", "event": "match", "story": "match", "note": "CONTESTED pair"}, {"id": "z", "event": "lost", "story": "lost"},
    ])  # fmt: skip
    pairs = written(tmp_path / "pairs.jsonl", [
        {"a": "a", "b": "b", "label": "reprint", "trap": False, "contested": False, "multi": False},
        {"a": "a", "b": "c", "label": "different", "trap": True, "contested": False, "multi": False},
        {"a": "b", "b": "c", "label": "same_event", "trap": False, "contested": "merge", "multi": False},
        {"a": "b", "b": "c", "label": "same_event", "trap": False, "contested": False, "multi": True},
    ])  # fmt: skip
    return ["--articles", str(articles), "--clusters", str(clusters), "--pairs", str(pairs)]


def test_one_object_is_printed_last_and_baselines_have_the_same_keys(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert stories.main(files) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["missing"] == ["z"]
    assert found["events"]["pairwise"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert found["merge"] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert (found["traps_merged"], found["traps"]) == (0, 1)
    assert found["pairs"]["reprint"]["f1"] == 1.0
    assert found["baselines"].keys() == {"title", "tfidf", "minhash"}
    for baseline in found["baselines"].values():
        assert baseline.keys() == found.keys() - {"corpora", "errors", "articles", "missing", "baselines"}


def test_what_cannot_be_measured_is_said_and_ends_in_2(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = written(tmp_path / "other.jsonl", [{"id": "q", "title": "خبر", "text": "نص"}])
    assert stories.main([*files[:1], str(other), *files[2:]]) == 2
    assert "not one article" in capsys.readouterr().err


@pytest.mark.timeout(3600)
@pytest.mark.skipif(not LONG, reason="feeds 22,000 articles: WARRAQ_LONG=1")
def test_stories_stand_as_well_as_they_did(shared: Path) -> None:
    data = shared / "data"
    work = stories.task(
        [data / name / "articles.jsonl.gz" for name in ("saudinewsnet", "antcorpus-multisource")],
        data / "stories" / "clusters.jsonl", data / "stories" / "pairs.jsonl",
    )  # fmt: skip
    found = stories.report(work, ours.grouped(work.articles, work.pairs))
    assert found["events"]["pairwise"]["f1"] >= FLOORS["pairwise"]
    assert found["events"]["bcubed"]["f1"] >= FLOORS["bcubed"]
    assert found["merge"]["f1"] >= FLOORS["merge"]
    assert found["pairs"]["reprint_or_excerpt"]["f1"] >= FLOORS["text"]
    assert found["traps_merged"] <= MOST_TRAPS
