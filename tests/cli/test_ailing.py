"""The doctor names each paper that is not as it should be, the worst first, and what is to be done."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.cli import ailing
from warraq.crawling.health import Health
from warraq.newsroom.health import Report
from warraq.ports.daybook import FeedState
from warraq.press import Condition, Edition, Feed, Settings, Source, Trouble

NOW = datetime.now(UTC)
PRESS = """
[edition]
name = "تجربة"
zone = "Africa/Cairo"

[papers.nahar]
name = "النهار"
homepage = "https://nahar.example/"
[papers.nahar.feeds]
main = "https://nahar.example/rss"      # the old one
sports = { url = "https://nahar.example/sports", section = "sports" }

[papers.ahd]
name = "العهد"
[papers.ahd.feeds]
main = "https://ahd.example/rss"
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARRAQ_EDITION", "zz")
    monkeypatch.setenv("WARRAQ_DISK_FULL", "1")
    folder = tmp_path / "data"
    (folder / "editions").mkdir(parents=True)
    (folder / "editions" / "zz.toml").write_text(PRESS, "utf-8")
    return folder


def visited(data: Path, *states: FeedState) -> None:
    with wiring.house(Settings(data=data)) as house:
        for state in states:
            house.daybook.put_feed_state(state)


def well(feed: str, url: str, **given: object) -> FeedState:
    return FeedState(feed, url, tried=NOW, reached=NOW, status=200, **given)  # type: ignore[arg-type]


GONE = FeedState(
    "ahd", "https://ahd.example/rss", tried=NOW, reached=NOW - timedelta(days=4), status=410,
    problem="HTTP 410 since 2026-11-20; remove it", stopped="HTTP 410 since 2026-11-20; remove it",
)  # fmt: skip
MOVED = {
    "moved_to": "https://nahar.example/new.xml",
    "moved_since": NOW - timedelta(days=5),
    "moved_times": 3,
}


def test_the_doctor_names_what_is_wrong_the_worst_first_and_stays_calm(data: Path) -> None:
    visited(data, GONE, well("nahar", "https://nahar.example/rss", **MOVED))
    result = run("doctor", "--json", data=data)
    assert result.exit_code == 0, result.output
    told = said(result)
    assert [(one["slug"], one["condition"], one["trouble"]) for one in told["papers"]] == [
        ("ahd", "gone", "gone"),
        ("nahar", "well", "moved"),
    ]
    assert set(told["papers"][0]) == {"slug", "name", "condition", "trouble", "since", "says", "do"}
    assert "`warraq source add`" in told["papers"][0]["do"]
    assert told["papers"][1]["do"] == "write it down: `warraq source move nahar`"
    check = next(one for one in told["checks"] if one["name"] == "papers")
    assert (check["well"], check["says"]) == (None, "2 of 2 want a look")
    spoken = run("doctor", data=data).output
    assert spoken.index("ahd: gone") < spoken.index("nahar: moved for good")


def test_the_doctor_s_json_has_its_papers_also_where_nothing_is_kept(data: Path) -> None:
    assert said(run("doctor", "--json", data=data))["papers"] == []


def test_a_feed_that_moved_is_written_down_in_its_line(data: Path) -> None:
    visited(
        data,
        well("nahar", "https://nahar.example/rss", **MOVED),
        well(
            "nahar/sports",
            "https://nahar.example/sports",
            **(MOVED | {"moved_to": "https://nahar.example/s2"}),
        ),
    )
    result = run("source", "move", "nahar", "--json", data=data)
    assert result.exit_code == 0, result.output
    assert [(one["feed"], one["to"]) for one in said(result)["moved"]] == [
        ("nahar", "https://nahar.example/new.xml"),
        ("nahar/sports", "https://nahar.example/s2"),
    ]
    text = (data / "editions" / "zz.toml").read_text("utf-8")
    assert tomllib.loads(text)["papers"]["nahar"]["feeds"] == {
        "main": "https://nahar.example/new.xml",
        "sports": {"url": "https://nahar.example/s2", "section": "sports"},
    }
    assert "# the old one" in text
    again = run("source", "move", "nahar", data=data)
    assert again.exit_code != 0
    assert "no feed of nahar was seen to move for good" in again.output


@pytest.mark.parametrize("times", [1, 2])
def test_what_was_seen_too_seldom_is_not_written_down(data: Path, times: int) -> None:
    visited(data, well("nahar", "https://nahar.example/rss", **(MOVED | {"moved_times": times})))
    assert run("source", "move", "nahar", data=data).exit_code != 0
    assert (data / "editions" / "zz.toml").read_text("utf-8") == PRESS


def test_a_paper_nobody_knows_cannot_move(data: Path) -> None:
    result = run("source", "move", "nobody", data=data)
    assert result.exit_code != 0
    assert "no paper of zz is called 'nobody'" in result.output


def test_a_packaged_paper_s_feed_moves_into_the_operator_s_file(tmp_path: Path) -> None:
    from warraq.editions import load, write_address

    paper = next(one for one in load("eg", folder=tmp_path).sources if one.feeds)
    write_address(tmp_path, "eg", paper.feeds[0], "https://new.example/feed")
    after = next(one for one in load("eg", folder=tmp_path).sources if one.slug == paper.slug)
    assert (after.feeds[0].id, after.feeds[0].url, after.feeds[0].section) == (
        paper.feeds[0].id, "https://new.example/feed", paper.feeds[0].section,
    )  # fmt: skip
    assert len(after.feeds) == len(paper.feeds)


def test_the_list_says_how_each_paper_does(data: Path) -> None:
    visited(data, GONE, well("nahar", "https://nahar.example/rss"))
    rows = {row["feed"]: row for row in said(run("source", "list", "--json", data=data))["sources"]}
    assert rows["ahd"]["condition"] == "gone"
    assert (rows["nahar"]["condition"], rows["nahar"]["last_article"], rows["nahar"]["articles_a_day"]) == (
        "well", None, None,
    )  # fmt: skip
    line = next(
        one for one in run("source", "list", data=data).output.splitlines() if one.startswith("ahd\t")
    )
    assert line.split("\t")[-3:] == [
        "gone: every feed said HTTP 410",
        "no article",
        "its pace is not known yet",
    ]


PAPER = Source(
    "nahar",
    "النهار",
    "eg",
    "Africa/Cairo",
    homepage="https://nahar.example/",
    feeds=(Feed("nahar", "nahar", "x"),),
)


@pytest.mark.parametrize("trouble", list(Trouble))
def test_for_every_trouble_there_is_something_to_do(trouble: Trouble) -> None:
    report = Report({"nahar": Health("nahar", Condition.FAILING, "why", trouble)}, (), (), NOW)
    (found,) = ailing.ailments(Edition("eg", "مصر", "Africa/Cairo", (PAPER,)), report)
    assert found.says == "no feed has answered for a day or longer: why"
    assert found.do
    assert "{" not in found.do


def test_silence_comes_before_what_mends_itself_and_after_what_does_not() -> None:
    papers = {
        "a": Health("a", Condition.TROUBLED, "HTTP 503", Trouble.BUSY),
        "b": Health("b", Condition.SILENT, last=NOW - timedelta(days=3), pace=12.0, silent_days=3),
        "c": Health("c", Condition.GONE, "HTTP 410", Trouble.GONE),
        "d": Health("d", Condition.WELL),
        "e": Health("e", Condition.NEW),
    }
    sources = tuple(Source(slug, slug, "eg", "Africa/Cairo") for slug in papers)
    found = ailing.ailments(Edition("eg", "مصر", "Africa/Cairo", sources), Report(papers, (), (), NOW))
    assert [one.slug for one in found] == ["c", "b", "a"]
    assert found[1].says == "silent for 3 days (usually 12 a day)"
