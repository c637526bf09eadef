"""The command: teaches, speaks JSON, and says what went wrong and what to do."""

from __future__ import annotations

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result

from warraq.cli import COMMANDS, main
from warraq.cli.options import load
from warraq.feeds import opml
from warraq.feeds.opml import Subscription, Subscriptions
from warraq.newsroom.importing import slug_of
from warraq.press import Capture, Draft, Settings


def run(*arguments: str, data: Path | None = None) -> Result:
    where = ["--data", str(data)] if data else []
    options = arguments.index("--") if "--" in arguments else len(arguments)
    return CliRunner().invoke(main, [*arguments[:options], *where, *arguments[options:]])


def said(result: Result) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return value


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    rows = [
        {
            "id": f"{number}",
            "source": "صحيفة",
            "title": f"انسحاب القوات من القاعدة {number}",
            "text": "أعلن ناطق رسمي أن القوات غادرت القاعدة فجر اليوم.\nوأضاف أن الأهالي عادوا إلى بيوتهم.",
            "published": f"2025-06-{number + 1:02d}",
        }
        for number in range(20)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [(), *((name,) for name in COMMANDS)])
def test_every_command_teaches(name: tuple[str, ...]) -> None:
    result = run(*name, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


@pytest.mark.parametrize(
    ("code", "status"), [("eg", 0), ("TN", 0), ("zz", 0), ("xx", 2), ("egypt", 2), ("", 2)]
)
def test_an_import_of_no_country_is_refused_at_once(
    lines: Path, tmp_path: Path, code: str, status: int
) -> None:
    result = run("import", "jsonl", str(lines), "--country", code, data=tmp_path / "data")
    assert result.exit_code == status
    assert not status or "--country" in result.stderr


def test_import_then_search(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = said(run("import", "jsonl", str(lines), "--json", data=data))
    assert (first["filed"], first["versions"], first["duplicates"], first["failed"]) == (20, 0, 0, 0)
    second = said(run("import", "jsonl", str(lines), "--json", data=data))
    assert (second["filed"], second["duplicates"]) == (0, 20)
    found = said(run("search", "والقوات", "انسحاب", "--json", data=data))
    assert found["total"] == 20
    assert "انسحاب القوات" in found["hits"][0]["title"]
    newest = said(run("search", "القوات", "--newest", "--limit", "3", "--json", data=data))
    dates = [hit["published"] for hit in newest["hits"]]
    assert dates == sorted(dates, reverse=True)
    assert said(run("search", "زرافة", "--json", data=data)) == {
        "total": 0,
        "relaxed": False,
        "notes": [],
        "next": None,
        "meant": None,
        "looser": [],
        "hits": [],
    }


def test_search_counts_explains_turns_pages_and_makes_tables(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    found = said(run("search", "القوات", "--facets", "--why", "--limit", "3", "--json", data=data))
    assert (found["total"], found["texts"]) == (20, 1)
    assert found["facets"]["months"] == [["2025-06", 20]]
    assert [hit["copies"] for hit in found["hits"]] == [19]
    why = {"sought": "القوات", "form": "القوات", "field": "title", "exact": True, "why": "spelled"}
    assert why in found["hits"][0]["why"]
    assert said(run("search", "القاعدة", "--sort", "newest", "--json", data=data))["hits"][0]["id"] == 1
    table = run("search", "القوات", "--csv", data=data).stdout.splitlines()
    assert table[0] == "\ufeffid,title,source,published,url,snippet,copies,near"
    assert table[1].startswith("1,انسحاب القوات من القاعدة 0,")
    people = run("search", "القوات", "--facets", "--why", data=data)
    assert "+19 with the same text" in people.stdout
    assert "القوات ← القوات: as spelled, in title" in people.stdout
    assert "20 articles in 1 texts" in people.stderr
    assert "take `next`" in run("search", "القوات", "--after", "x", data=data).output
    assert "القوات" in said(run("search", "القواتت", "--json", data=data))["meant"]


def test_search_shows_what_holds_some_of_the_words_behind_the_answers_and_says_so(tmp_path: Path) -> None:
    path, data = tmp_path / "set.jsonl", tmp_path / "data"
    titles = ("ولاية القضارف تستعد", "القضارف", "أخبار أخرى", "تستعد المدينة")
    rows = [{"id": f"{n}", "source": "س", "title": title, "text": ""} for n, title in enumerate(titles)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    run("import", "jsonl", str(path), data=data)
    found = said(run("search", "تستعد القضارف", "--json", data=data))
    near = [(hit["title"], hit["near"]) for hit in found["hits"]]
    assert (near[0], {title for title, one in near if one}) == ((titles[0], False), {titles[1], titles[3]})
    assert found["total"] == 1
    people = run("search", "تستعد القضارف", data=data)
    assert people.stdout.count("holds some of the words") == 2
    assert "1 articles; 2 more hold some of the words" in people.stderr


def test_the_next_page_of_a_search_begins_where_the_last_one_ended(tmp_path: Path) -> None:
    path, data = tmp_path / "set.jsonl", tmp_path / "data"
    rows = [{"id": f"{n}", "source": "س", "title": f"جسر {n}", "text": f"خبر {n}"} for n in range(7)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    run("import", "jsonl", str(path), data=data)
    seen: list[int] = []
    place: list[str] = []
    while True:
        found = said(run("search", "جسر", "--limit", "3", *place, "--json", data=data))
        seen += [hit["id"] for hit in found["hits"]]
        if not found["next"]:
            break
        place = ["--after", found["next"]]
    assert sorted(seen) == list(range(1, 8))


def test_a_subscription_list_goes_in_and_out(tmp_path: Path) -> None:
    data, list_ = tmp_path / "data", tmp_path / "list.opml"
    list_.write_text(
        '<opml><body><outline text="العهد"><outline text="العهد" type="rss" xmlUrl="https://ahd.example/rss"/>'
        '<outline text="محليات" type="listing" category="/local" xmlUrl="https://ahd.example/local"/></outline>'
        '<outline text="x" xmlUrl="ftp://x"/></body></opml>',
        encoding="utf-8",
    )
    first = said(run("import", "opml", str(list_), "--json", data=data))
    assert [(one["paper"], one["url"]) for one in first["added"]] == [
        ("ahd", "https://ahd.example/rss"),
        ("ahd", "https://ahd.example/local"),
    ]
    assert [one["why"] for one in first["failed"]] == ["outline 4: no http(s) address of a feed (ftp://x)"]
    second = said(run("import", "opml", str(list_), "--json", data=data))
    assert (second["added"], len(second["known"])) == ([], 2)
    out = tmp_path / "out.opml"
    exported = said(run("export", "opml", "-o", str(out), "--json", data=data))
    assert exported["feeds"] > 100
    again = said(run("import", "opml", str(out), "--json", data=data))
    assert (again["added"], again["failed"], len(again["known"])) == ([], [], exported["feeds"])
    assert "<opml" in run("export", "opml", data=data).stdout


def test_no_name_in_a_subscription_list_becomes_a_path(tmp_path: Path) -> None:
    data, list_ = tmp_path / "a" / "b" / "data", tmp_path / "a" / "list.opml"
    list_.parent.mkdir()
    names = (
        "../../out",
        "/../../../out",
        "..",
        "x/../../y",
        "C:\\out",
        "~",
        "eg.toml",
        "../warraq",
        "secret",
    )
    feeds = [
        Subscription(f"https://{number}.paper.example/rss", name, groups=(name,), section="local")
        for number, name in enumerate(names)
    ]
    feeds += [Subscription(f"https://x.example/{quote(name, safe='')}", name) for name in names]
    list_.write_bytes(opml.write(Subscriptions(names[0], tuple(feeds))))
    told = said(run("import", "opml", str(list_), "--json", data=data))
    assert {one["name"] for one in told["added"]} & set(names), "they came in, as names"
    assert {one["paper"] for one in told["added"]} == {
        one["paper"] for one in told["added"] if re.fullmatch(r"[a-z0-9-]+", one["paper"])
    }
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {"a/list.opml", "a/b/data/editions/eg.toml"}


def test_a_file_that_is_no_list_fails_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "list.opml"
    path.write_text("<html>", encoding="utf-8")
    result = run("import", "opml", str(path), data=tmp_path / "data")
    assert result.exit_code == 1
    assert "no OPML: its root is <html>" in result.output


def test_search_speaks_to_people_too(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    result = run("search", "القاعدة", data=data)
    assert result.exit_code == 0
    assert "انسحاب القوات من القاعدة" in result.stdout


def test_doctor_finds_a_fresh_folder_well(tmp_path: Path) -> None:
    result = run("doctor", "--json", data=tmp_path / "data")
    assert result.exit_code == 0, result.output
    assert said(result)["well"] is True


def test_doctor_sees_an_index_that_is_not_the_archive_and_rebuilding_mends_it(
    lines: Path, tmp_path: Path
) -> None:
    from warraq import wiring
    from warraq.press import ArticleId, Settings

    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    with wiring.house(Settings(data=data)) as house:
        house.index.apply([], [ArticleId(3)], position=house.index.position())
    result = run("doctor", "--json", data=data)
    assert result.exit_code == 1
    assert "rebuild index" in result.output
    assert said(run("rebuild", "index", "--json", data=data))["articles"] == 20
    assert run("doctor", data=data).exit_code == 0


def test_doctor_sees_a_damaged_archive(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    path = data / "archive.sqlite3"
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    path.write_bytes(bytes(raw))
    result = run("doctor", data=data)
    assert result.exit_code == 1
    assert "archive" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "said_of_it"),
    [
        (("import", "jsonl", "/nowhere.jsonl"), "nowhere.jsonl"),
        (("import", "jsonl", __file__, "--field", "nonsense"), "OURS=THEIRS"),
        (("import", "jsonl", __file__, "--zone", "Mars/Olympus"), "Mars/Olympus"),
        (("collect", "--once", "--edition", "zz"), "zz"),
        (("source", "add", "ftp://paper.example/rss"), "ftp://paper.example/rss"),
        (("source", "probe", "لاشيء"), "لاشيء"),
        (("search", "x", "--limit", "0"), "limit"),
        (("fly",), "fly"),
    ],
)
def test_what_is_wrong_is_said_in_one_clear_message(
    arguments: tuple[str, ...], said_of_it: str, tmp_path: Path
) -> None:
    data = None if arguments == ("fly",) else tmp_path / "data"
    result = run(*arguments, data=data)
    assert result.exit_code != 0
    assert said_of_it in result.output
    assert "Traceback" not in result.output


def test_a_broken_edition_file_names_the_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "editions"
    folder.mkdir(parents=True)
    (folder / "eg.toml").write_text("[papers.x\nname = 'a'\n")
    result = run("source", "list", data=tmp_path / "data")
    assert result.exit_code == 1
    assert "eg.toml" in result.output
    assert "line 1" in result.output


def test_a_query_of_any_kind_never_fails(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    for query in ('"', "«", "- -", "((", "القوات OR", "x:y:z", "\u202eabc", "*" * 300, "-القوات"):
        result = run("search", "--json", "--", query, data=data)
        assert result.exit_code == 0, (query, result.output)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    nowhere = tmp_path / "mistyped"
    result = run("search", "القوات", data=nowhere)
    assert result.exit_code == 1
    assert "nothing is kept in" in result.output
    assert run("doctor", data=nowhere).exit_code == 0
    assert not nowhere.exists()


def test_an_index_damaged_beyond_opening_is_named_and_rebuilding_mends_it(
    lines: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    for path in (data / "index").rglob("meta.json"):
        path.write_text("{", encoding="ascii")
    result = run("doctor", "--json", data=data)
    assert result.exit_code == 1
    assert [check["name"] for check in said(result)["checks"] if check["well"] is False] == ["index"]
    assert "rebuild index" in result.output
    assert run("rebuild", "index", data=data).exit_code == 0
    assert said(run("search", "القوات", "--json", data=data))["total"] == 20


def test_one_wrong_line_fails_the_import_only_when_asked_to_be_strict(lines: Path, tmp_path: Path) -> None:
    with lines.open("a", encoding="utf-8") as stream:
        stream.write("{broken\n")
    assert run("import", "jsonl", str(lines), data=tmp_path / "a").exit_code == 0
    result = run("import", "jsonl", str(lines), "--strict", data=tmp_path / "b")
    assert result.exit_code == 1
    assert "set.jsonl:21" in result.output


def test_rebuilding_beside_a_collector_leaves_what_readers_search_in_place_until_it_is_done(
    lines: Path, tmp_path: Path
) -> None:
    from warraq import wiring
    from warraq.press import Settings
    from warraq.query import grammar

    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    with wiring.only_collector(data), wiring.house(Settings(data=data)) as house:
        before = {path.name for path in (data / "index").iterdir() if path.is_dir()}
        assert said(run("rebuild", "index", "--json", data=data))["articles"] == 20
        after = {path.name for path in (data / "index").iterdir() if path.is_dir()}
        assert len(before) == len(after) == 1
        assert before != after
        # a house that was open all the while searches the new one, and may write to it
        assert house.index.search(grammar.read("القوات"), limit=9).total == 20
        assert house.indexing().catch_up() == 0
        house.index.apply([], [], position=house.index.position())


def test_doctor_and_collecting_stop_by_one_rule(tmp_path: Path) -> None:
    from warraq import wiring
    from warraq.cli import doctor
    from warraq.crawling.room import full

    data = tmp_path / "data"
    settings = load({"data": data, "disk_full": 0.5})
    disk = next(check for check in doctor.examine(settings) if check.name == "disk")
    assert disk.well is not full(wiring.usage(data), limit=0.5)
    assert "used" in disk.says


def test_doctor_foretells_nothing_from_less_than_a_day(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    result = run("doctor", "--json", data=data)
    assert said(result)["forecast"] is None
    assert "too early to tell" in result.output


def test_doctor_foretells_the_day_from_the_pace_of_the_last(tmp_path: Path) -> None:
    from warraq import wiring
    from warraq.cli import forecast

    with wiring.house(Settings(data=tmp_path)) as house:
        now = house.clock.now()
        long_ago, lately = now - timedelta(days=40), now - timedelta(days=3)
        for number in range(40):  # 10 of 40 articles were filed in the last week
            filed = lately if number >= 30 else long_ago
            draft = Draft(
                "paper", "", (f"k{number}",), f"عنوان {number}", "نص", "test/1", fingerprint=str(number)
            )
            house.archive.file([draft], now=filed)
        keeping = house.keeping()
        for days in (1, 2, 5, 20):
            capture = Capture(
                f"http://p.example/{days}", now - timedelta(days=days), 200, (), os.urandom(70_000)
            )
            keeping.keep(capture, now=now)
        picture = tmp_path / "objects" / "pictures" / "ab"
        picture.mkdir(parents=True)
        (picture / "new").write_bytes(bytes(7000))
        (picture / "old").write_bytes(bytes(9000))
        os.utime(picture / "old", (long_ago.timestamp(), long_ago.timestamp()))
        found = forecast.forecast(house)
    assert found is not None
    assert found.captures.daily_bytes == pytest.approx(30_000, rel=0.02)
    assert found.captures.steady_bytes == pytest.approx(900_000, rel=0.02)
    assert found.pictures.daily_bytes == 1000
    assert found.pictures.held_bytes == 16_000
    assert found.rest.daily_bytes == pytest.approx(found.rest.held_bytes / 4 / 7)
    assert found.days is None or found.days > 365
    assert "captures level off at 0.9 MB (30 days kept)" in forecast.spoken(found, limit=0.9)


def test_an_export_names_its_file_and_leaves_none_half_written(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert "ends with .warc.gz" in run("export", "warc", "-o", str(tmp_path / "x.zip"), data=data).output
    missing = run("export", "warc", "-o", str(tmp_path / "no" / "x.warc.gz"), data=data)
    assert missing.exit_code == 1
    assert "cannot be written" in missing.output
    target = tmp_path / "x.warc.gz"
    found = said(run("export", "warc", "-o", str(target), "--json", data=data))
    assert (found["responses"], found["missing"]) == (0, 0)
    assert [path.name for path in tmp_path.glob("x.*")] == ["x.warc.gz"]
    strange = run("export", "warc", "-o", str(target), "--source", "nobody", data=data)
    assert "no edition knows a paper 'nobody'" in strange.output


def test_a_recording_is_collected_once_and_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    nonsense = tmp_path / "x.warc"
    nonsense.write_bytes(b"<html>" * 100)
    assert "--replay needs --once" in run("collect", "--replay", str(nonsense), data=tmp_path / "data").output
    result = run(
        "collect", "--once", "--replay", str(nonsense), "--edition", "mr", "--json", data=tmp_path / "data"
    )
    assert result.exit_code == 1
    assert "no record of a WARC or ARC file" in result.output
    imported = run("import", "warc", str(nonsense), "--json", data=tmp_path / "data")
    assert imported.exit_code == 1
    assert said(imported)["failed"] == 1


def test_an_import_of_pages_of_which_none_came_in_fails(tmp_path: Path) -> None:
    page = b"<html><title>x</title>"
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = "\r\n".join(
        (
            "WARC/1.0",
            "WARC-Type: response",
            "WARC-Target-URI: http://stranger.example/a",
            "WARC-Date: 2026-01-01T00:00:00Z",
            "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>",
            "Content-Type: application/http; msgtype=response",
            f"Content-Length: {len(answer)}",
        )
    )
    path = tmp_path / "x.warc"
    path.write_bytes(head.encode() + b"\r\n\r\n" + answer + b"\r\n\r\n")
    result = run("import", "warc", str(path), "--edition", "mr", "--json", data=tmp_path / "data")
    assert (said(result)["skipped"], said(result)["failed"]) == (1, 0)
    assert "of no paper of the edition" in result.output
    assert "not one page could be imported" in result.output
    assert result.exit_code == 1


def test_an_import_says_whose_papers_no_deployed_edition_shows(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    rows = [json.loads(text) for text in lines.read_text("utf-8").splitlines()]
    for row in rows[:10]:
        row |= {"source": "okaz", "url": f"https://www.okaz.com.sa/{row['id']}"}
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("import", "jsonl", str(lines), "--edition", "eg", "--json", data=data)
    stray = slug_of("صحيفة")
    assert said(result)["not_deployed"] == ["okaz", stray]
    assert f"Of no edition deployed (eg): okaz (sa), {stray} (no country)." in result.output
    assert "EDITION=eg,sa" in result.output
    again = run("import", "jsonl", str(lines), "--edition", "eg", "--country", "eg", "--json", data=data)
    assert said(again)["not_deployed"] == ["okaz"]
    assert f"{stray}: of a country now" in again.output
    silent = run("import", "jsonl", str(lines), "--edition", "eg,sa", "--json", data=data)
    assert said(silent)["not_deployed"] == []
    assert "Of no edition" not in silent.output


def test_a_search_that_cannot_find_says_why(lines: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), data=data)
    assert "no word to look for" in run("search", '"', data=data).stderr
    excluding = run("search", "--", "-القوات", data=data)
    assert "only says what to leave out" in excluding.stderr
    unknown = run("search", "--source", "nope", "القوات", data=data)
    assert unknown.exit_code == 1
    assert "no paper 'nope'" in unknown.stderr
    assert "Nothing found" in run("search", "زرافة", data=data).stderr
    loose = run("search", "القوات زرافة", data=data)
    assert ": القوات\n" in loose.stderr
    assert "Less would find" in loose.stderr
    assert [query for query, _ in said(run("search", "القوات زرافة", "--json", data=data))["looser"]] == [
        "القوات"
    ]


def test_search_has_the_whole_language_and_says_what_was_wrong_with_a_question(
    lines: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run("import", "jsonl", str(lines), "--country", "eg", data=data)

    def total(query: str) -> int:
        found: int = said(run("search", "--json", "--", query, data=data))["total"]
        return found

    assert total("القوات OR زرافة") == 20
    assert total("(القوات زرافة) OR انسح*") == 20
    assert total("title:انسحاب country:eg from:2020") == total("title:انسحاب البلد:مصر من:2020") > 0
    assert total("القوات to:1990") == 0
    wrong = run("search", "(القوات الصحيفة:كذا", data=data)
    assert "The parenthesis ( has no other" in wrong.stderr
    assert "No paper here is called كذا" in wrong.stderr
    assert len(said(run("search", "--json", "(القوات الصحيفة:كذا", data=data))["notes"]) == 2
