"""Does what was recorded answer as it did then?"""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fetchers.warcs import written
from warraq.fetchers.warc import WarcFetcher
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Limits, Moved, Request, Unchanged
from warraq.press import Capture

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
URL = "http://paper.example/1"
TYPE = ("content-type", "text/html; charset=utf-8")


def capture(
    body: bytes = b"<p>1</p>", *, url: str = URL, hours: int = 0, etag: str = '"1"', status: int = 200
) -> Capture:
    return Capture(url, NOON + timedelta(hours=hours), status, (TYPE, ("etag", etag)), body)


def body(outcome: FetchOutcome) -> bytes:
    assert isinstance(outcome, Fetched), outcome
    return outcome.capture.body


async def test_an_address_answers_with_its_captures_in_their_order_and_stays_at_the_last(
    tmp_path: Path,
) -> None:
    later = written(tmp_path / "later.warc.gz", [capture(b"3", hours=3), capture(b"2", hours=2)])
    first = written(tmp_path / "first.warc", [capture(b"1")], gzip=False)
    fetcher = WarcFetcher([later, first])
    assert [body(await fetcher.fetch(Request(URL))) for _ in range(5)] == [b"1", b"2", b"3", b"3", b"3"]
    assert fetcher.times([URL, "http://other.example/"]) == 3
    assert len(fetcher) == 3


async def test_a_capture_says_when_it_was_made(tmp_path: Path) -> None:
    fetcher = WarcFetcher([written(tmp_path / "x.warc.gz", [capture(hours=5)])])
    outcome = await fetcher.fetch(Request(URL))
    assert isinstance(outcome, Fetched)
    assert outcome.capture == capture(hours=5).__class__(
        URL, NOON + timedelta(hours=5), 200, (TYPE, ("etag", '"1"')), b"<p>1</p>"
    )


async def test_what_the_asker_holds_is_not_given_again_and_the_next_is(tmp_path: Path) -> None:
    fetcher = WarcFetcher(
        [written(tmp_path / "x.warc.gz", [capture(), capture(b"new", hours=1, etag='"2"')])]
    )
    assert body(await fetcher.fetch(Request(URL))) == b"<p>1</p>"
    assert body(await fetcher.fetch(Request(URL, etag='"1"'))) == b"new"
    assert isinstance(await fetcher.fetch(Request(URL, etag='"2"')), Unchanged)


async def test_the_very_address_comes_before_one_that_means_the_same_page(tmp_path: Path) -> None:
    secure = URL.replace("http:", "https:")
    moved = Capture(URL, NOON, 301, (("location", secure),), b"")
    fetcher = WarcFetcher([written(tmp_path / "x.warc.gz", [moved, capture(url=secure, hours=1)])])
    outcome = await fetcher.fetch(Request(URL))
    assert isinstance(outcome, Moved)
    assert body(await fetcher.fetch(Request(outcome.url))) == b"<p>1</p>"
    known_again = await fetcher.fetch(Request("https://www.paper.example/1?utm_source=x"))
    assert isinstance(known_again, Fetched)
    assert known_again.capture.url == "https://www.paper.example/1?utm_source=x"


async def test_an_arabic_address_is_found_in_either_spelling(tmp_path: Path) -> None:
    fetcher = WarcFetcher(
        [written(tmp_path / "x.warc.gz", [capture(url="http://paper.example/%D8%AE%D8%A8%D8%B1")])]
    )
    for spelt in ("http://paper.example/خبر", "http://paper.example/%d8%ae%d8%a8%d8%b1"):
        assert body(await fetcher.fetch(Request(spelt))) == b"<p>1</p>"


async def test_repetitions_are_answered_with_what_they_repeat(shared: Path) -> None:
    folder = shared / "suites" / "warc" / "iipc"
    files = sorted(folder.glob("201*"))
    fetcher = WarcFetcher(files)
    home, subject = "http://www.bl.uk/", "http://bl.uk/subjects/news-media/"
    first = [await fetcher.fetch(Request(home)) for _ in range(3)]
    assert [len(body(one)) for one in first] == [68639] * 3
    assert [one.capture.at.year for one in first if isinstance(one, Fetched)] == [2013, 2013, 2014]
    assert [len(body(await fetcher.fetch(Request(subject)))) for _ in range(2)] == [75331] * 2
    alone = WarcFetcher([path for path in files if "revisit" in path.name])
    assert await alone.fetch(Request(home)) == Failed(
        "recorded, but as a repetition of what is not in these files", status=404
    )


async def test_what_cannot_be_read_is_a_failure_that_says_why(tmp_path: Path) -> None:
    path = written(tmp_path / "x.warc.gz", [capture(b"x" * 9000)])
    fetcher = WarcFetcher([path, tmp_path / "none.warc"])
    assert [one.where for one in fetcher.spoilt] == ["none.warc"]
    outcome = await fetcher.fetch(Request(URL, limits=Limits(wire_bytes=5000)))
    assert outcome == Failed("recorded, but 9000 bytes recorded, more than are taken", status=404)
    path.unlink()
    outcome = await fetcher.fetch(Request(URL))
    assert isinstance(outcome, Failed)
    assert "the file cannot be read" in outcome.reason


def test_places_are_remembered_and_not_bodies(tmp_path: Path) -> None:
    many = [capture(b"x" * 20_000, url=f"http://paper.example/{number}") for number in range(2000)]
    path = written(tmp_path / "x.warc", many, gzip=False)
    del many
    tracemalloc.start()
    fetcher = WarcFetcher([path])
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(fetcher) == 2000
    assert held / 2000 < 1000
    assert peak < held + 3 * 2**20
