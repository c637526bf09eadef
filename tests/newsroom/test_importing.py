"""Importing JSON lines: idempotent, and each line judged by itself."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom.conftest import NOON
from warraq.archives.memory import MemoryArchive
from warraq.newsroom.importing import Mapped, Tally, jsonl, slug_of
from warraq.press import RESERVED_SLUGS, ArticleId, Precision, Source


def line(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"set-{number}",
        "source": "Jawhara FM",
        "url": f"http://www.paper.example/خبر/{number}",
        "title": f"عنوان الخبر {number}",
        "text": f"فقرة أولى {number}\n\n فقرة ثانية",
        "published": "2018-06-25T15:19:08+04:00",
        "category": "sport",
        **more,
    }


def write(path: Path, lines: Iterable[Any]) -> Path:
    raw = "".join(
        (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in lines
    )
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(raw.encode()))
    else:
        path.write_text(raw, encoding="utf-8")
    return path


RADIO = Source("jawharafm", "جوهرة أف أم", "tn", "Africa/Tunis", homepage="https://www.paper.example/")


def take(archive: MemoryArchive, path: Path, **mapped: Any) -> Tally:
    return jsonl(archive, [path], Mapped(**mapped), now=lambda: NOON)


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_a_second_import_files_nothing(archive: MemoryArchive, tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, [line(number) for number in range(1203)])
    first = take(archive, path)
    assert (first.filed, first.versions, first.duplicates, first.failed) == (1203, 0, 0, 0)
    second = take(archive, path)
    assert (second.filed, second.versions, second.duplicates, second.failed) == (0, 0, 1203, 0)
    assert archive.count() == 1203
    assert archive.last_change() == 1203


def test_two_wordings_of_one_address_are_two_versions_and_stay_two(
    archive: MemoryArchive, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", [line(1), line(2, url=line(1)["url"], text="نص آخر تماما")])
    assert take(archive, path).versions == 1
    again = take(archive, path)
    assert (again.filed, again.versions, again.duplicates) == (0, 0, 2)
    assert len(archive.versions(next(archive.ids()))) == 2


def test_the_original_is_kept_to_the_letter(archive: MemoryArchive, tmp_path: Path) -> None:
    title = "«مُبتعث» في أمريكـا: 5 < 7 و٣ مدارس"
    take(archive, write(tmp_path / "a.jsonl", [line(1, title=title)]))
    article = archive.article(next(archive.ids()))
    assert article is not None
    assert article.draft.title == title
    assert article.draft.body == "فقرة أولى 1\nفقرة ثانية"
    assert article.draft.section == "sports"
    assert article.draft.label == "sport"
    assert article.draft.source == "jawhara-fm"
    assert archive.sources()["jawhara-fm"].name == "Jawhara FM"


@pytest.mark.parametrize(
    ("printed", "zone", "expected", "precision"),
    [
        ("2018-06-25T15:19:08+04:00", "UTC", datetime(2018, 6, 25, 11, 19, 8, tzinfo=UTC), Precision.SECOND),
        ("2015-08-06T01:00:00", "Asia/Riyadh", datetime(2015, 8, 5, 22, 0, tzinfo=UTC), Precision.SECOND),
        ("2015-08-06", "Africa/Tunis", datetime(2015, 8, 5, 23, 0, tzinfo=UTC), Precision.DAY),
    ],
)
def test_dates_are_read_in_their_zone(
    archive: MemoryArchive, tmp_path: Path, printed: str, zone: str, expected: datetime, precision: Precision
) -> None:
    take(archive, write(tmp_path / "a.jsonl", [line(1, published=printed)]), zone=zone)
    article = archive.article(ArticleId(1))
    assert article is not None
    assert article.draft.published is not None
    assert article.draft.published.at == expected
    assert article.draft.published.precision is precision
    assert article.draft.published.printed == printed


def test_an_unknown_date_stays_unknown(archive: MemoryArchive, tmp_path: Path) -> None:
    take(archive, write(tmp_path / "a.jsonl", [line(1, published=None)]))
    article = archive.article(ArticleId(1))
    assert article is not None
    assert article.draft.published is None
    assert article.at == NOON


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("{not json", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        (line(9, title=None, text=""), "neither a title nor a text"),
        (line(9, source=None), "no source"),
        (line(9, published="أمس"), "not an ISO 8601 date"),
    ],
)
def test_a_wrong_line_is_named_and_costs_only_itself(
    archive: MemoryArchive, tmp_path: Path, bad: Any, why: str
) -> None:
    tally = take(archive, write(tmp_path / "a.jsonl", [line(1), bad, line(2)]))
    assert (tally.filed, tally.failed) == (2, 1)
    ((where, reason),) = tally.problems
    assert where == "a.jsonl:2"
    assert why in reason


def test_other_names_of_fields_are_mapped(archive: MemoryArchive, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [{"headline": "عنوان", "content": "نص", "link": "http://x.example/1"}])
    tally = take(
        archive, path, fields={"title": "headline", "text": "content", "url": "link"}, source="صحيفة"
    )
    assert tally.filed == 1
    article = archive.article(ArticleId(1))
    assert article is not None
    assert article.draft.title == "عنوان"
    assert archive.sources()[article.draft.source].name == "صحيفة"


def test_a_file_broken_halfway_keeps_what_came_before_and_the_next_file(
    archive: MemoryArchive, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl.gz"
    rows = "".join(json.dumps(line(number)) + "\n" for number in range(1000))
    path.write_bytes(gzip.compress(rows.encode())[:-200])
    whole = write(tmp_path / "b.jsonl", [line(5000)])
    tally = jsonl(archive, [path, tmp_path / "nowhere.jsonl", whole], Mapped(), now=lambda: NOON)
    assert tally.filed > 500
    assert tally.failed == 2
    assert [where for where, _ in tally.problems] == ["a.jsonl.gz", "nowhere.jsonl"]
    assert archive.find("paper.example/%D8%AE%D8%A8%D8%B1/5000") is not None


@pytest.mark.parametrize(
    "printed", ["9999-12-31T23:30:00+00:00", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00"]
)
def test_a_date_of_no_newspaper_costs_its_line(archive: MemoryArchive, tmp_path: Path, printed: str) -> None:
    path = write(tmp_path / "a.jsonl", [line(1, published=printed), line(2)])
    tally = take(archive, path, zone="Africa/Cairo")
    assert (tally.filed, tally.failed) == (1, 1)


def test_nuls_and_marks_at_the_beginning_cost_nothing(archive: MemoryArchive, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [line(1, id="a\x00b"), line(2, title="عنوان\x00 مقطوع")]
    path.write_bytes(b"\xef\xbb\xbf" + "".join(json.dumps(row) + "\n" for row in rows).encode())
    assert take(archive, path).filed == 2
    assert take(archive, path).duplicates == 2


def test_slugs_are_ascii_and_never_reserved() -> None:
    assert slug_of("Jawhara FM") == "jawhara-fm"
    assert slug_of("الأهرام").startswith("paper-")
    assert slug_of("search") == "search-press"
    assert all(slug_of(word) not in RESERVED_SLUGS for word in RESERVED_SLUGS)


def test_a_paper_of_the_catalogue_is_known_by_its_site(archive: MemoryArchive, tmp_path: Path) -> None:
    path = write(
        tmp_path / "set.jsonl", [line(1), line(2, url="http://elsewhere.example/2"), line(3, url="")]
    )
    tally = jsonl(archive, [path], Mapped(), now=lambda: NOON, known={"jawharafm": RADIO})
    assert {slug: paper.name for slug, paper in archive.sources().items()} == {
        "jawharafm": "جوهرة أف أم",
        "jawhara-fm": "Jawhara FM",
    }
    assert tally.matched == {"Jawhara FM": "jawharafm"}
    assert tally.papers == {"jawharafm", "jawhara-fm"}
    again = jsonl(archive, [path], Mapped(), now=lambda: NOON, known={"jawharafm": RADIO})
    assert (again.filed, again.duplicates) == (0, 3)


def test_a_paper_that_the_operator_names_or_that_is_kept_already_stays_itself(
    archive: MemoryArchive, tmp_path: Path
) -> None:
    path = write(tmp_path / "set.jsonl", [line(1)])
    take(archive, path)
    jsonl(archive, [path], Mapped(), now=lambda: NOON, known={"jawharafm": RADIO})
    jsonl(archive, [path], Mapped(source="mine"), now=lambda: NOON, known={"jawharafm": RADIO})
    assert set(archive.sources()) == {"jawhara-fm", "mine"}


def test_its_site_says_more_of_a_paper_than_a_name_that_two_bear(
    archive: MemoryArchive, tmp_path: Path
) -> None:
    egyptian = Source("alwatan", "الوطن", "eg", "Africa/Cairo", homepage="https://nile.example/")
    saudi = Source("alwatan-sa", "الوطن", "sa", "Asia/Riyadh", homepage="https://paper.example/")
    path = write(tmp_path / "set.jsonl", [line(1, source="alwatan"), line(2, source="alwatan", url="")])
    known = {paper.slug: paper for paper in (egyptian, saudi)}
    jsonl(archive, [path], Mapped(), now=lambda: NOON, known=known)
    assert [one.source for one in archive.newest(limit=9)] == ["alwatan", "alwatan-sa"]


def test_a_paper_of_no_country_gets_one_by_importing_again(archive: MemoryArchive, tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", [line(1)])
    take(archive, path)
    assert archive.newest(limit=1, countries=frozenset(["tn"])) == ()
    second = take(archive, path, country="tn", zone="Africa/Tunis")
    assert second.moved == {"jawhara-fm"}
    assert len(archive.newest(limit=1, countries=frozenset(["tn"]))) == 1
    third = take(archive, path, country="eg")
    assert third.moved == set()
    assert archive.sources()["jawhara-fm"].country == "tn"
