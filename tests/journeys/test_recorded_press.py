"""What was collected once can be collected again from its recording, without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from gzip import compress as packed
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from tests.fetchers.warcs import written
from tests.journeys.conftest import JumpingClock, Warraq, warraq
from warraq.cli import main
from warraq.cli.collect import replay
from warraq.crawling import urls
from warraq.demopress.papers import papers
from warraq.demopress.server import serve
from warraq.demopress.truth import press
from warraq.newsroom import crawled, exporting
from warraq.press import Article, Capture, Edition, Source
from warraq.wiring import desks


def printed(archive_of: Warraq) -> dict[str, tuple[object, ...]]:
    """Every article by its address: all that a reader sees of it, but for the summaries of papers with a slogan.

    Where a paper declares its slogan as the summary of every article, the first pages teach that, in whichever order they came.
    """
    archive = archive_of.house.archive
    articles: tuple[Article, ...] = archive.articles(list(archive.ids()))
    slogans = {(paper.slug, paper.tagline) for paper in papers()}
    taught = {one.draft.source for one in articles if (one.draft.source, one.draft.abstract) in slogans}
    return {
        one.draft.url: (
            one.draft.source, one.draft.title, one.draft.body, one.draft.published, one.draft.updated, one.draft.section,
            one.draft.label, one.draft.authors, None if one.draft.source in taught else one.draft.abstract, one.draft.keys, one.draft.language, one.draft.image,
        )
        for one in articles
    }  # fmt: skip


async def test_the_press_replayed_from_its_export_gives_the_same_articles(tmp_path: Path) -> None:
    clock = JumpingClock()
    truth = press(start=clock.now())
    file = tmp_path / "press.warc.gz"
    async with (
        serve(truth, clock, ports=None) as served,
        warraq(tmp_path / "live", clock, served.sources, served.private) as live,
    ):
        unread = (await live.collect()).progress().failed  # feeds of which nothing could be had then
        collected = printed(live)
        sources = served.sources
        with file.open("wb") as out:
            exported = exporting.warc(
                out, live.house.keeping(), exporting.Wanted(), software="test", now=clock.now()
            )
    assert exported.missing == 0
    assert exported.responses >= len(collected) > 100

    checked_by_warcio(file, exported.responses + exported.revisits)

    # three days later, the press gone, a house that never had a network
    async with warraq(tmp_path / "again", clock, sources, ()) as again:
        progress = await replay(again.house, Edition("demo", "demo", "UTC", sources), (file,))
        assert progress.failed == unread, progress.problems
        assert printed(again) == collected
        assert again.house.index.count() == len(collected)

        twice = await replay(again.house, Edition("demo", "demo", "UTC", sources), (file,))
        assert (twice.filed, twice.versions) == (0, 0)

    # the same pages, no feed listing them
    async with warraq(tmp_path / "pages", clock, sources, ()) as pages:
        intake = await taken(pages, file, crawled.by_site(sources))
        found = printed(pages)
        assert not intake.failed, intake.problems
        assert found.keys() <= collected.keys()
        assert len(found) >= 0.9 * len(collected), intake.skipped


async def test_what_was_corrected_while_it_was_recorded_is_corrected_in_the_replay(tmp_path: Path) -> None:
    clock = JumpingClock()
    file = tmp_path / "press.warc.gz"
    async with (
        serve(press(start=clock.now()), clock, ports=None) as served,
        warraq(tmp_path / "live", clock, served.sources, served.private) as live,
    ):
        await live.collect()
        clock.ahead = timedelta(hours=12)
        await live.collect()
        sources, collected = served.sources, printed(live)
        corrected = corrections(live)
        assert corrected
        with file.open("wb") as out:
            exporting.warc(out, live.house.keeping(), exporting.Wanted(), software="test", now=clock.now())
    async with warraq(tmp_path / "again", clock, sources, ()) as again:
        progress = await replay(again.house, Edition("demo", "demo", "UTC", sources), (file,))
        assert progress.versions >= len(corrected)
        assert again.house.ledger.beat() is None  # a recording says nothing of how the papers do today
        assert printed(again) == collected
        assert corrections(again) == corrected


def corrections(ours: Warraq) -> dict[str, list[str]]:
    """The headlines of every article that has more than one version."""
    archive = ours.house.archive
    found = {one: archive.versions(one) for one in archive.ids()}
    return {
        versions[0].draft.url: [version.draft.title for version in versions]
        for versions in found.values()
        if len(versions) > 1
    }


def checked_by_warcio(file: Path, records: int) -> None:
    """Another tool reads the file, finds every digest true, and every address in ASCII."""
    with file.open("rb") as stream:
        seen = 0
        for record in ArchiveIterator(stream, check_digests="raise"):
            if record.rec_type == "warcinfo":
                continue
            seen += 1
            assert record.rec_headers.get_header("WARC-Target-URI").isascii()
            body = record.content_stream().read()
            if record.rec_type == "response":
                assert len(body) == int(record.http_headers.get_header("content-length"))
    assert seen == records


async def taken(ours: Warraq, file: Path, owner: Callable[[str], Source | str]) -> crawled.Intake:
    async with desks.parsers(ours.house.settings) as readers:
        desk = crawled.Desk(ours.house.archive, ours.house.keeping(), readers, ours.house.clock.now)
        intake = await crawled.pages(desk, desks.recorded([file]), owner)
    ours.house.indexing().catch_up()
    return intake


def run(*arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_real_pages_of_a_crawl_come_in_are_found_and_go_out_again(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "html-fixtures"
    rows = json.loads((folder / "manifest.json").read_text())
    saved = [
        Capture(
            urls.clean(row.get("url") or f"https://paper.example/news/{number}") or "",
            datetime(2021, 1, 1, number, tzinfo=UTC),
            200,
            (("content-type", "text/html"), ("content-encoding", "gzip"), ("transfer-encoding", "chunked")),
            packed((folder / row["file"]).read_bytes()),
        )
        for number, row in enumerate(rows)
    ]
    picture = Capture(
        "https://paper.example/a.png", saved[0].at, 200, (("content-type", "image/png"),), b"\x89PNG"
    )
    home = replace(saved[0], url="https://paper.example/")
    file = written(tmp_path / "crawl.warc.gz", [*saved, picture, home])
    data = ("--data", str(tmp_path / "data"))

    first = run(
        "import", "warc", str(file), "--source", "crawl", "--country", "eg", "--zone", "Africa/Cairo", *data
    )
    reasons = {one["why"]: one["count"] for one in first["reasons"]}
    theirs = reasons.pop("of another paper's site")  # papers of the edition: nobody else speaks for them
    assert reasons == {"not a page of HTML": 1, "a front page": 1}
    assert (first["filed"], first["failed"], first["duplicates"]) == (len(saved) - theirs, 0, 0), first
    by_site = run("import", "warc", str(file), *data)
    assert by_site["filed"] == theirs > 0
    again = run("import", "warc", str(file), "--source", "crawl", *data)
    assert (again["filed"], again["versions"], again["duplicates"]) == (0, 0, len(saved) - theirs)
    assert run("search", "معارضون يسيطرون على مخازن للصواريخ", *data)["total"] == 2

    out = tmp_path / "out.warc.gz"
    exported = run("export", "warc", "-o", str(out), *data)
    assert exported["responses"] == len(saved)
    other = run("import", "warc", str(out), "--source", "crawl", "--data", str(tmp_path / "other"))
    assert other["filed"] == first["filed"]
    youm7 = run("export", "warc", "-o", str(out), "--source", "youm7", *data)
    assert youm7["responses"] == 1
    late = run("export", "warc", "-o", str(out), "--since", "2021-01-02", *data)
    assert (late["responses"], late["missing"]) == (0, 0)
