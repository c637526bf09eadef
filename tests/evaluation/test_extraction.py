"""Does `evaluation.extraction` print what others read, whatever form their pages and gold come in?"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from evaluation import bodies, extraction, judged
from evaluation.bodies import Found, scores
from evaluation.judged import Gold
from tests.extraction.pages import PARAGRAPHS, TITLE, page
from tests.extraction.test_template import article

KEYS = {
    "f1", "precision", "recall", "paragraph_f1", "title_exact", "date_right", "date_wrong", "date_unknown",
    "image_right", "leaks", "pages", "pages_per_s", "seconds", "peak_mb",
}  # fmt: skip
BOX = "اشترك في نشرتنا البريدية لتصلك أخبار المدينة كل صباح"


def gold(**said: Any) -> Gold:
    return Gold(stem="a", body=("واحد اثنان ثلاثة", "أربعة خمسة"), **said)


def found(*paragraphs: str, **more: Any) -> Found:
    return Found(paragraphs, tells=True, **more)


def html(number: int) -> str:
    printed = "".join(f"<p>{line}</p>" for line in article(number, BOX))
    return page(
        head=f'<link rel="canonical" href="https://www.paper.example/n/{number}">',
        body=printed,
        title=f"{TITLE} {number}",
    )


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, Path]:
    """Three pages of one source, two of them judged."""
    pages, golds = tmp_path / "pages", tmp_path / "gold"
    pages.mkdir()
    golds.mkdir()
    for number in (1, 2, 3):
        (pages / f"p_{number}.html.gz").write_bytes(gzip.compress(html(number).encode()))
    for number in (1, 2):
        said = {"body": article(number), "title": f"{TITLE} {number}", "must_not": ["نشرتنا البريدية"]}
        (golds / f"p_{number}.json").write_text(json.dumps(said), encoding="utf-8")
    return pages, golds


def printed(capsys: pytest.CaptureFixture[str], *given: object) -> dict[str, Any]:
    assert extraction.main(list(map(str, given))) == 0
    last: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return last


def test_every_key_is_there_and_pages_without_gold_teach(
    data: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    pages, golds = data
    result = printed(capsys, "--pages", pages, "--gold", golds)
    assert result.keys() >= {*KEYS, "baselines", "intervals"}
    assert (result["pages"], result["f1"], result["title_exact"], result["leaks"]) == (2, 1.0, 1.0, 0)
    assert (result["date_right"], result["image_right"]) == (None, None)
    assert result["baselines"].keys() == set(extraction.PEERS)
    anchor = result["baselines"]["trafilatura-precision"]
    assert anchor.keys() >= KEYS
    assert anchor["leaks"] == 2


def test_a_peer_stands_first_when_asked_for(
    data: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    pages, golds = data
    result = printed(
        capsys, "--pages", pages, "--gold", golds / "p_1.json", "--extractor", "trafilatura-precision"
    )
    assert (result["extractor"], result["pages"], result["leaks"]) == ("trafilatura-precision", 1, 1)


@pytest.mark.parametrize("missing", ["pages", "gold"])
def test_what_cannot_be_measured_is_said(
    missing: str, data: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pages, golds = data
    where = {"pages": pages, "gold": golds, missing: tmp_path / "nowhere"}
    assert extraction.main(["--pages", str(where["pages"]), "--gold", str(where["gold"])]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_gold_without_a_page_is_reported_missing(data: tuple[Path, Path]) -> None:
    pages, golds = data
    (pages / "p_2.html.gz").unlink()
    work = extraction.task(pages, golds)
    assert (work.missing, [one.stem for one in work.asked]) == (("p_2",), ["p_1"])


@pytest.mark.parametrize(
    ("head", "url", "source"),
    [
        (
            '<link rel="canonical" href="https://m.paper.example/1">',
            "https://other.example/1",
            "paper.example",
        ),
        ('<meta property="og:url" content="https://www.paper.example/1">', None, "paper.example"),
        ("", "https://amp.other.example/1", "other.example"),
        ("", None, "Paper_Name"),
    ],
)
def test_a_page_s_source_is_what_it_calls_itself_then_the_gold_s_then_its_name(
    head: str, url: str | None, source: str
) -> None:
    said = gold(url=url) if url else None
    assert extraction.page("Paper_Name_3", page(head=head).encode(), said).source == source


@pytest.mark.parametrize(
    "written",
    [
        {"p_1.json": {"body": "\n\n".join(PARAGRAPHS)}},
        {"ground-truth.json": {"p_1": {"articleBody": "\n\n".join(PARAGRAPHS), "url": "https://x.example/"}}},
        {"ground_truth.json": {"p_1.html.gz": {"body": [*PARAGRAPHS, "[زائد]"], "crawl_date": "2024-02-28"}}},
        {
            "index.json": {"eg/Paper": {"p_1.html.gz": {"url": "https://x.example/", "crawl_date": "2025-06-05"}}},
            "eg/Paper.json": {"V1": {"body": {"summary": PARAGRAPHS[:1], "sections": [{"headline": [], "paragraphs": PARAGRAPHS[1:]}]}}},
        },
    ],
)  # fmt: skip
def test_a_set_is_known_by_its_shape(written: dict[str, Any], tmp_path: Path) -> None:
    for name, content in written.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    assert judged.golds(tmp_path)["p_1"].body == PARAGRAPHS


def test_words_and_paragraphs_are_counted_as_folded_multisets() -> None:
    one = scores(found("واحد اثنان، ثلاثه", "اربعة"), gold())
    assert (one.precision, one.recall, one.f1) == (1.0, 0.8, pytest.approx(8 / 9))
    assert one.paragraph_f1 == 0.5


def test_what_is_optional_neither_helps_nor_hurts() -> None:
    judge = gold(optional=("ستة واحد",))
    whole = ("واحد اثنان ثلاثة", "أربعة خمسة")
    assert scores(found(*whole, "ستة واحد"), judge).f1 == scores(found(*whole), judge).f1 == 1.0
    assert scores(found(*whole, "ستة واحد"), judge).paragraph_f1 == 1.0
    assert scores(found(*whole, "سبعة"), judge).f1 < 1.0


@pytest.mark.parametrize(
    ("at", "zone", "verdict"),
    [
        (datetime(2025, 6, 3, 22, 30, tzinfo=UTC), "Africa/Cairo", "right"),
        (datetime(2025, 6, 3, 22, 30, tzinfo=UTC), "+03:00", "right"),
        (datetime(2025, 6, 3, 20, 30, tzinfo=UTC), "Africa/Cairo", "wrong"),
        (None, None, "unknown"),
    ],
)
def test_a_date_is_right_at_its_day_in_the_page_s_own_zone(
    at: datetime | None, zone: str | None, verdict: str
) -> None:
    one = scores(found("واحد", at=at, zone=zone), gold(day=date(2025, 6, 4)))
    told = {"right": one.date_right, "wrong": one.date_wrong, "unknown": one.date_unknown}
    assert told == {**dict.fromkeys(told, 0.0), verdict: 1.0}


def test_a_moment_in_utc_is_the_day_that_its_readers_had() -> None:
    judge = gold(day=date(2025, 6, 18), published=datetime(2025, 6, 18, 2, tzinfo=UTC))
    assert scores(
        found("واحد", at=datetime(2025, 6, 18, 2, tzinfo=UTC), zone="America/New_York"), judge
    ).date_right


def test_a_picture_is_right_by_its_address_alternates_included() -> None:
    judge = gold(pictures=frozenset({"https://Img.example/a b.jpg", "https://img.example/c.jpg"}))
    assert scores(found("واحد", image="https://img.example/a%20b.jpg"), judge).image_right == 1.0
    assert scores(found("واحد", image="https://img.example/d.jpg"), judge).image_right == 0.0
    assert scores(Found(("واحد",)), judge).image_right is None


def test_an_interval_draws_sites_not_pages() -> None:
    assert bodies.interval({"a": [0.5, 0.5], "b": [0.5]}) == (0.5, 0.5)
    assert bodies.interval({"a": [0.5] * 50}) is None
    low, high = bodies.interval({"a": [1.0] * 50, "b": [0.0]}) or (None, None)
    assert (low, high) == (0.0, 1.0)
