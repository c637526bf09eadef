"""Does `evaluation.search` print what others read, whatever form their data come in?"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation import headlines, search
from evaluation.corpus import Document

FIGURES = {"ndcg10", "mrr10", "recall20", "unjudged10", "queries", "queries_per_s", "documents_per_s"}
OVERALL = {
    "seconds",
    "peak_mb",
    "baselines",
    "halves",
    "families",
    "intervals",
    "missing",
    "articles",
    "analyzer",
}
ARTICLES = [
    {"id": "a", "title": "افتتاح المدرسة الجديدة", "text": "حضر المحافظ افتتاح مدرسة في القرية."},
    {"id": "b", "title": "أسعار الذهب", "text": "ارتفعت أسعار الذهب اليوم في الأسواق.", "source": "alpha"},
    {"id": 3, "title": None, "text": "أعلنت الوزارة مواعيد الامتحانات.", "published": "2025-06-03"},
    {"id": "d", "title": "سعر الدولار", "text": ""},
]
QUERIES = [
    {"qid": "q1", "text": "المدرسه الجديده", "half": "tune", "phenomenon": "ya/ta marbuta"},
    {"qid": "q2", "text": "الامتحانات", "half": "report"},
    {"qid": 7, "text": "من القائل؟"},
]
QRELS = "q1\ta\t3\nq1\tgone\t3\nq1\tb\t0\nq2\t3\t2\n"


def lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> dict[str, Path]:
    paths = {name: tmp_path / name for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv")}
    for path, text in zip(paths.values(), (lines(ARTICLES), lines(QUERIES), QRELS), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def arguments(data: dict[str, Path], *more: str) -> list[str]:
    corpus, queries, qrels = map(str, data.values())
    return ["--corpus", corpus, "--queries", queries, "--qrels", qrels, *more]


def printed(capsys: pytest.CaptureFixture[str], given: list[str]) -> dict[str, Any]:
    assert search.main(given) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_the_keys_that_others_read_are_there(
    data: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(capsys, arguments(data, "--run", str(tmp_path / "run")))
    assert found.keys() == FIGURES | OVERALL
    assert list(found["baselines"]) == ["raw", "folded", "light10"]
    for one in found["baselines"].values():
        assert one.keys() == FIGURES | {"seconds", "peak_mb", "halves", "families", "intervals"}
    assert found["halves"].keys() == {"tune", "report"}
    for half in found["halves"].values():
        assert half.keys() == FIGURES | {"intervals"}
    assert found["families"].keys() == {"spelling"}
    assert found["intervals"].keys() == {"ndcg10", "mrr10", "recall20"}
    assert found["intervals"]["mrr10"] == [0.0, 0.0]
    assert (found["queries"], found["articles"], found["missing"]) == (2, 4, ["gone"])
    assert (found["mrr10"], found["ndcg10"]) == (1.0, 1.0)
    run = [line.split() for line in (tmp_path / "run").read_text("utf-8").splitlines()]
    assert run[0] == ["q1", "Q0", "a", "1", run[0][4], "warraq-ours"]
    assert {row[0] for row in run} == {"q1", "q2"}


def test_any_form_of_the_same_data_is_read(data: dict[str, Path], tmp_path: Path) -> None:
    plain = search.task([data["corpus.jsonl"]], data["queries.jsonl"], data["qrels.tsv"], by_headline=False)
    first, second = tmp_path / "first.jsonl.gz", tmp_path / "second.json"
    first.write_bytes(gzip.compress(("\ufeff\r\n" + lines(ARTICLES[:2]).replace("\n", "\r\n\r\n")).encode()))
    second.write_text("nonsense\n" + json.dumps(ARTICLES[1:]), encoding="utf-8")
    queries, qrels = tmp_path / "q", tmp_path / "r"
    queries.write_bytes(b"\xef\xbb\xbf" + lines(QUERIES).replace("\n", "\r\n").encode())
    qrels.write_text("qid\tdocid\tgrade\r\n" + QRELS.replace("\t", " 0 ", 1).replace("\n", "\r\n"), "utf-8")
    assert search.task([first, second], queries, qrels, by_headline=False) == plain


@pytest.mark.parametrize("spoilt", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
@pytest.mark.parametrize("content", [None, "", "\n\n", "<html>\n", '{"title": "بلا رقم"}\n'])
def test_what_cannot_be_measured_is_said_and_ends_non_zero(
    data: dict[str, Path], capsys: pytest.CaptureFixture[str], spoilt: str, content: str | None
) -> None:
    path = data[spoilt]
    if content is None:
        path.unlink()
    else:
        path.write_text(content, encoding="utf-8")
    assert search.main(arguments(data)) != 0
    said = capsys.readouterr()
    assert said.out == ""
    assert str(path) in said.err


def test_judgements_that_name_no_query_measure_nothing(
    data: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    data["qrels.tsv"].write_text("other\ta\t3\n", encoding="utf-8")
    assert search.main(arguments(data)) != 0
    assert "judges none of the queries" in capsys.readouterr().err
    data["qrels.tsv"].write_text("q1\tgone\t3\n", encoding="utf-8")
    assert search.main(arguments(data)) != 0
    assert "stands in the corpus" in capsys.readouterr().err


def test_one_article_in_twenty_asks_its_headline_and_its_copies_answer() -> None:
    body = "كلمة " * 50
    articles = [
        Document(f"n{number}", "عنوان من أربع كلمات", f"{body} {number // 2}") for number in range(400)
    ]
    queries, judged = headlines.asked(articles)
    assert 8 < len(queries) < 40
    assert {query.half for query in queries} == {"tune", "report"}
    for query in queries:
        number = int(query.qid[1:])
        assert judged[query.qid] == {f"n{number - number % 2}": 1, f"n{number - number % 2 + 1}": 1}
    short = [Document(one.id, "عنوان من كلمات", one.text) for one in articles]
    assert headlines.asked(short)[0] == []
    assert all(one.title == "" for one in headlines.untitled(articles))


def test_headlines_ask_without_queries(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {
            "id": f"n{n}",
            "title": f"مجلس المدينة يقر الخطة {n}",
            "text": f"أقر المجلس الخطة {n}. " + "كلام كثير " * 30,
        }
        for n in range(60)
    ]
    corpus.write_text(lines(rows), encoding="utf-8")
    found = printed(capsys, ["--corpus", str(corpus), "--headlines"])
    assert found["queries"] > 0
    assert found["mrr10"] == 1.0
    assert (found["ndcg10"], found["recall20"], found["unjudged10"]) == (None, None, None)
