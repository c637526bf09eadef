"""A search for programs: JSON and CSV, page by page."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, unquote_plus

import pytest

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import Newsstand, two
from warraq.press import Moment, Precision, Settings
from warraq.web import csvtext
from warraq.web.answers import KEYS


def told(answer: Answer) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(answer.body)
    return value


def rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def stood(number: int = 25, settings: Settings | None = None) -> Newsstand:
    stand = Newsstand(settings=settings or Settings(address="https://press.example"))
    for one in range(number):
        stand.file(title=f"جسر {one}", body=f"عن الجسر {one}.", section="sports", ago=timedelta(hours=one))
    stand.follow()
    return stand


async def test_an_answer_has_the_documented_keys(opens: Opens) -> None:
    answer = await (await opens(stood(3))).get("/search.json?q=جسر&sort=newest&facets=1")
    assert answer.headers["content-type"] == "application/json"
    found = told(answer)
    assert (found["query"], found["total"], found["texts"], found["relaxed"], found["next"]) == (
        "جسر",
        3,
        3,
        False,
        None,
    )
    assert found["facets"]["sources"] == [["sada", 3]]
    assert found["facets"]["days"] == [["2026-11-23", 3]]
    assert tuple(found["hits"][0]) == KEYS
    assert found["hits"][0] == {
        "id": 1,
        "title": "جسر 0",
        "source": "sada",
        "paper": "صدى النهر",
        "country": "eg",
        "section": "sports",
        "language": "ar",
        "authors": [],
        "published": "2026-11-23T10:00:00Z",
        "first_seen": "2026-11-23T10:00:00Z",
        "url": "https://sada.example/news/1",
        "page": "https://press.example/sada/1",
        "snippet": "عن الجسر 0.",
        "copies": 0,
        "near": False,
    }


@pytest.mark.parametrize("kind", ["json", "csv"])
async def test_pages_join_by_the_header_link(opens: Opens, kind: str) -> None:
    reader, address, found = await opens(stood()), f"/search.{kind}?q=جسر&sort=newest&limit=10", []
    while address:
        answer = await reader.get(unquote(address))
        found += [one["title"] for one in (told(answer)["hits"] if kind == "json" else rows(answer))]
        link = answer.headers.get("link", "")
        address = link.partition(">")[0].removeprefix("<https://press.example")
        assert not link or link.endswith('; rel="next"')
    assert found == [f"جسر {number}" for number in range(25)]


async def test_a_table_has_the_same_heads_and_no_formula(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title='=HYPERLINK("https://x.example","جسر")', authors=("منى", "علي"))
    stand.file(
        title="\u202b+1 جسر", body="غيره", published=Moment(stand.clock.time, Precision.MONTH, "Africa/Cairo")
    )
    stand.follow()
    answer = await (await opens(stand)).get("/search.csv?q=جسر")
    assert answer.headers["content-type"] == csvtext.TYPE
    assert answer.headers["content-disposition"] == 'attachment; filename="warraq-search.csv"'
    found = {one["id"]: one for one in rows(answer)}
    assert tuple(found["1"]) == KEYS
    assert found["1"]["title"] == '\'=HYPERLINK("https://x.example","جسر")'
    assert found["2"]["title"] == "'\u202b+1 جسر"
    assert (found["1"]["authors"], found["2"]["published"], found["2"]["near"]) == (
        "منى; علي",
        "2026-11",
        "0",
    )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("خبر", "خبر"),
        ("12-3", "12-3"),
        ("=1", "'=1"),
        ("  @x", "'  @x"),
        ("\u200f\u2067-2", "'\u200f\u2067-2"),
        ("\ufeff\uff1d1", "'\ufeff\uff1d1"),
        ("\tx", "'\tx"),
        ("\r=1", "'\r=1"),
        ("\ud800", "?"),
        ("a\x00b", "ab"),
    ],
)
def test_what_a_spreadsheet_would_calculate_is_text(text: str, cell: str) -> None:
    assert csvtext.cell(text) == cell


def test_numbers_and_nothing_stay_what_they_are() -> None:
    assert (csvtext.cell(-3), csvtext.cell(None)) == (-3, None)


async def test_in_public_no_more_of_a_text_leaves_than_a_snippet(opens: Opens) -> None:
    stand = Newsstand(
        settings=Settings(public=True, contact="desk@example.org", address="https://press.example")
    )
    stand.file(title="جسر", body="عن الجسر كلام كثير. " * 60)
    stand.follow()
    reader = await opens(stand)
    [hit] = told(await reader.get("/search.json?q=الجسر"))["hits"]
    assert 0 < len(hit["snippet"]) <= 160
    assert rows(await reader.get("/search.csv?q=الجسر"))[0]["snippet"] == hit["snippet"]


@pytest.mark.parametrize("limit", ["0", "-1", "x", "٩", "1e9", "999999999999", ""])
async def test_a_strange_limit_breaks_nothing(opens: Opens, limit: str) -> None:
    found = told(await (await opens(stood(3))).get(f"/search.json?q=جسر&limit={limit}"))
    assert found["total"] == 3
    assert found["hits"]


async def test_a_search_of_an_edition_stays_in_it_for_programs_too(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(title="جسر القاهرة")
    for number in range(3):
        stand.file(title=f"جسر بنزرت {number}", body=f"خبر {number}", source="marsa")
    stand.follow()
    answer = await (await opens(stand)).get("/tn/search.json?q=جسر&limit=2")
    assert told(answer)["total"] == 3
    assert "/tn/search.json?q=" in answer.headers["link"]


async def test_what_is_typed_goes_on_with_papers_names_and_words(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="صدارة الدوري", authors=("صدام حسن",))
    stand.follow()
    reader = await opens(stand)
    found = json.loads((await reader.get("/search/complete?q=صد")).body)
    assert {(one["text"], one["says"], unquote(one["href"])) for one in found} == {
        ("صدى النهر", "صحيفة", "/sada"),
        ("صدارة", "في عنوان واحد", "/search?q=صدارة"),
        ("صدام حسن", "اسم كاتب", "/author/صدام-حسن"),
    }
    assert found[0]["text"] == "صدى النهر"
    for nothing in ("", " ", "؟", "ظظظظ", "صد " * 60, "\x00صد", "صد\u202e"):
        answer = await reader.get(f"/search/complete?q={nothing}")
        assert (answer.status, answer.text) == (200, "[]"), nothing
    assert answer.headers["cache-control"] == "private, max-age=60"


async def test_what_stands_before_the_word_is_kept_in_how_it_goes_on(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر الميناء الجديد", authors=("جسار النهري",))
    stand.file(title="جسر الميناء")
    stand.follow()
    reader = await opens(stand)

    async def told(typed: str) -> list[tuple[str, str]]:
        found = json.loads((await reader.get(f"/search/complete?q={typed}")).body)
        return [(one["text"], unquote_plus(one["href"])) for one in found]

    def leading(*texts: str) -> list[tuple[str, str]]:
        return [(text, f"/search?q={text}") for text in texts]

    assert await told("-جس") == leading("-جسر")
    assert await told('"جسر المي') == leading('"جسر الميناء"')
    assert await told("العنوان:مين") == []
    assert await told("جسر -title:المي") == leading("جسر -title:الميناء")
    assert await told("الكاتب:جس") == leading('الكاتب:"جسار النهري"')
    assert await told("جسر الصحيفة:صد") == leading('جسر الصحيفة:"صدى النهر"')
    assert await told("source:zzz") == []
    assert [text for text, _ in await told("مصدر:جس")] == []
