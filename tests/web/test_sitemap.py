"""Maps for other search engines: what stands in them, that they stay as they are, and that they are XML whatever is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, SOURCES, Newsstand
from warraq.archives.memory import MemoryArchive
from warraq.press import ArticleId, Edition, Headline, Moment, Precision, Settings, Source, State

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
HOSTILE = "</news:title><x>&amp; ]]> \x0b\ufffe خبر\r\n"


def papers(**agreed: Any) -> tuple[Source, ...]:
    """The first paper gave leave, the others did not."""
    return (replace(SOURCES[0], permission="a letter, 2026-11-01", **agreed), *SOURCES[1:])


def stand(settings: Settings = PUBLIC, **given: Any) -> Newsstand:
    return Newsstand(edition=Edition("eg", "مصر", "Africa/Cairo", papers()), settings=settings, **given)


def locations(answer: Answer) -> list[str]:
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/xml"
    return [node.text or "" for node in ElementTree.fromstring(answer.body).iter(LOC)]


async def paths(reader: Reader, address: str) -> list[str]:
    found = locations(await reader.get(address))
    assert all(one.startswith("https://press.example/") for one in found)
    return [one.removeprefix("https://press.example") for one in found]


class Numbered(MemoryArchive):
    """An archive whose articles have the numbers that a test says, and which remembers what it was asked."""

    def __init__(self, numbers: range) -> None:
        super().__init__()
        self.numbers = list(numbers)
        self.asked: list[int] = []

    def numbered(self, after: int, *, limit: int) -> tuple[Headline, ...]:
        self.asked.append(limit)
        found = [number for number in self.numbers if number > after][:limit]
        return tuple(Headline(ArticleId(n), "sada", "خبر", NOON, None, NOON, State.VISIBLE) for n in found)


async def test_a_private_instance_has_no_maps(opens: Opens) -> None:
    made = stand(Settings())
    made.file()
    reader = await opens(made)
    for address in ("/sitemap.xml", "/sitemap/0.xml", "/sitemap/news.xml", "/sitemap/pages.xml"):
        assert (await reader.get(address)).status == 404


async def test_a_map_holds_the_articles_that_may_be_kept_and_each_of_them_answers(opens: Opens) -> None:
    made = stand()
    whole, _, gone, french = made.file(), made.file(source="manara"), made.file(), made.file(language="fr")
    made.archive.restate(gone, State.WITHDRAWN, reason="404", now=NOON)
    reader = await opens(made)
    found = await paths(reader, "/sitemap/0.xml")
    assert [int(one.rpartition("/")[2]) for one in found] == [whole, french]
    for one in [*found, *await paths(reader, "/sitemap/pages.xml")]:
        answer = await reader.get(one)
        assert (answer.status, answer.headers["x-robots-tag"]) == (200, "all"), one
    assert await paths(reader, "/sitemap.xml") == [
        "/sitemap/pages.xml",
        "/sitemap/news.xml",
        "/sitemap/0.xml",
    ]


async def test_without_any_leave_there_are_lists_alone(opens: Opens) -> None:
    made = Newsstand(settings=PUBLIC)
    made.file()
    reader = await opens(made)
    assert await paths(reader, "/sitemap.xml") == ["/sitemap/pages.xml"]
    assert await paths(reader, "/sitemap/0.xml") == []
    assert await paths(reader, "/sitemap/pages.xml") == ["/", "/sources", "/sada"]


@pytest.mark.parametrize(
    ("numbers", "maps"),
    [
        (range(1, 10_001), ["0"]),
        (range(1, 10_002), ["0", "1"]),
        (range(10_000, 30_002, 10_000), ["0", "1", "2"]),
        (range(955_000, 955_001), ["95"]),
    ],
)
async def test_maps_are_ranges_of_numbers(opens: Opens, numbers: range, maps: list[str]) -> None:
    reader = await opens(stand(archive=prepared(numbers)))
    named = await paths(reader, "/sitemap.xml")
    assert named[2:] == [f"/sitemap/{number}.xml" for number in maps]
    found = [one for number in maps for one in await paths(reader, f"/sitemap/{number}.xml")]
    assert found == [f"/sada/{number}" for number in numbers]
    for number in maps:
        assert len(await paths(reader, f"/sitemap/{number}.xml")) <= 10_000


def prepared(numbers: range) -> Numbered:
    archive = Numbered(numbers)
    archive.put_sources(papers())
    archive.file([], now=NOON)
    return archive


async def test_a_full_map_stays_byte_for_byte_while_the_archive_grows(opens: Opens) -> None:
    archive = prepared(range(1, 10_001))
    reader = await opens(stand(archive=archive))
    before = (await reader.get("/sitemap/0.xml")).body
    archive.numbers += range(10_001, 10_501)
    archive.asked.clear()
    assert (await reader.get("/sitemap/0.xml")).body == before
    assert len(await paths(reader, "/sitemap/1.xml")) == 500
    # whatever the archive's size, at most so many are held at a time, and one map's are asked for
    assert max(archive.asked) <= 1_000
    assert sum(archive.asked) <= 24_000


@pytest.mark.parametrize("name", ["1", "00", "-1", "01", "x", "0x1", "99999999999999", "9" * 200, "٣", "0.5"])
async def test_a_map_that_is_none_is_not_found(opens: Opens, name: str) -> None:
    made = stand()
    made.file()
    assert (await (await opens(made)).get(f"/sitemap/{name}.xml")).status == 404


async def test_the_news_of_two_days_say_when_as_exactly_as_their_source_did(opens: Opens) -> None:
    made = stand()
    at = NOON - timedelta(hours=3)
    exact = made.file(published=Moment(at, Precision.MINUTE, "Africa/Cairo"))
    day = made.file(
        published=Moment(NOON.replace(hour=0) - timedelta(hours=2), Precision.DAY, "Africa/Cairo"),
        language="fr",
    )
    made.file(published=Moment(NOON.replace(day=1, hour=0), Precision.MONTH, "UTC"), seen=NOON)
    made.file(published=None, seen=NOON)
    made.file(ago=timedelta(hours=49))
    made.file(ago=timedelta(hours=-2))  # printed tomorrow
    made.file(source="manara")
    root = ElementTree.fromstring((await (await opens(made)).get("/sitemap/news.xml")).body)
    entries = {
        int((url.findtext(LOC) or "").rpartition("/")[2]): (
            url.findtext(f".//{NEWS}publication_date"),
            url.findtext(f".//{NEWS}name"),
            url.findtext(f".//{NEWS}language"),
        )
        for url in root
    }
    assert entries == {
        exact: ("2026-11-23T07:00:00Z", "صدى النهر", "ar"),
        day: ("2026-11-23", "صدى النهر", "fr"),
    }


async def test_the_news_are_at_most_a_thousand_and_the_newest(opens: Opens) -> None:
    made = stand()
    ids = [made.file(ago=timedelta(seconds=number)) for number in range(1_005)]
    found = await paths(await opens(made), "/sitemap/news.xml")
    assert [int(one.rpartition("/")[2]) for one in found] == ids[:1_000]


async def test_hostile_titles_stay_words_in_xml(opens: Opens) -> None:
    made = Newsstand(
        edition=Edition("eg", HOSTILE, "Africa/Cairo", (replace(papers()[0], name=HOSTILE + "\x00\ud800"),)),
        settings=PUBLIC,
    )
    made.file(title=HOSTILE, language=HOSTILE)
    root = ElementTree.fromstring((await (await opens(made)).get("/sitemap/news.xml")).body)
    assert root.findtext(f".//{NEWS}title") == "</news:title><x>&amp; ]]>  خبر\r\n"
    assert root.findtext(f".//{NEWS}language") == "ar"


async def test_a_map_is_packed_for_those_who_can_read_that_and_kept_by_nobody_for_long(opens: Opens) -> None:
    made = stand()
    made.file()
    reader = await opens(made)
    plain = await reader.get("/sitemap/0.xml")
    packed = await reader.get("/sitemap/0.xml", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.body == plain.body
    assert plain.headers["cache-control"] == "public, max-age=50"


async def test_what_is_withdrawn_or_whose_leave_ended_leaves_its_map(opens: Opens) -> None:
    made = stand()
    one, other = made.file(), made.file()
    reader = await opens(made)
    made.archive.restate(one, State.WITHHELD, reason="طلب", now=NOON)
    assert await paths(reader, "/sitemap/0.xml") == [f"/sada/{other}"]
    made.archive.put_sources([replace(SOURCES[0], permission=None)])
    await made.clock.sleep(3)
    assert await paths(reader, "/sitemap/0.xml") == []
