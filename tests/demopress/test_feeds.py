"""Do the feeds say what is true, as each paper says it?"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any
from urllib.parse import quote

import feedparser
import pytest

from tests.demopress.conftest import START
from warraq.demopress.feeds import changed, entries, feed_bytes
from warraq.demopress.papers import Paper, PaperFeed, papers
from warraq.demopress.truth import DemoPress

ORIGIN = "http://127.0.0.1:8791"
FEEDS = [(paper, feed) for paper in papers() for feed in paper.feeds]
NAMES = [f"{paper.slug}{feed.path}" for paper, feed in FEEDS]
ALL = pytest.mark.parametrize(("paper", "feed"), FEEDS, ids=NAMES)
BY_SLUG = {paper.slug: (paper, feed) for paper, feed in FEEDS}


def _read(demo: DemoPress, paper: Paper, feed: PaperFeed, now: datetime = START) -> Any:
    return feedparser.parse(io.BytesIO(feed_bytes(demo, paper, feed, now=now, origin=ORIGIN)))


def _utc(parsed: struct_time) -> datetime:
    return datetime(*parsed[:6], tzinfo=UTC)


@ALL
def test_a_feed_parses_and_lists_what_is_printed(demo: DemoPress, paper: Paper, feed: PaperFeed) -> None:
    read = _read(demo, paper, feed)
    listed = entries(demo, paper, feed, now=START)
    assert not read.bozo
    assert read.encoding == paper.charset
    assert len(listed) >= 2
    assert [entry.title for entry in read.entries] == [truth.versions[0].headline for truth in listed]
    for entry, truth in zip(read.entries, listed, strict=True):
        assert quote(entry.link.removeprefix(ORIGIN), safe="/?=&%").startswith(truth.path)


@ALL
def test_dates_are_the_truths_or_absent(demo: DemoPress, paper: Paper, feed: PaperFeed) -> None:
    listed = entries(demo, paper, feed, now=START)
    for entry, truth in zip(_read(demo, paper, feed).entries, listed, strict=True):
        given = entry.get("published_parsed") or entry.get("updated_parsed")
        if paper.dates == "none":
            assert given is None
        else:
            assert _utc(given) == truth.published.replace(microsecond=0)


def test_the_feeds_of_a_paper_list_all_that_it_printed(demo: DemoPress) -> None:
    for paper in demo.papers:
        listed = [truth for feed in paper.feeds for truth in entries(demo, paper, feed, now=START)]
        assert sorted(truth.id for truth in listed) == sorted(
            truth.id for truth in demo.at(START, paper=paper.slug)
        )


def test_a_feed_of_full_texts_holds_every_paragraph(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["diffatayn"]
    listed = entries(demo, paper, feed, now=START)
    for entry, truth in zip(_read(demo, paper, feed).entries, listed, strict=True):
        said = truth.wording(START)
        assert said is not None
        assert entry.content[0].value == "".join(f"<p>{line}</p>" for line in said.paragraphs)


def test_a_correction_shows_in_the_feed(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["fasqiya"]
    truth = demo.article("bridge-collapse/fasqiya-1")
    since = truth.versions[1].since
    before, after = (
        next(entry for entry in _read(demo, paper, feed, now).entries if entry.link == ORIGIN + truth.path)
        for now in (since - timedelta(seconds=1), since)
    )
    assert before.id == after.id
    assert before.title != after.title
    assert _utc(before.published_parsed) == _utc(after.published_parsed) < _utc(after.updated_parsed)


def test_a_feed_changes_only_when_something_of_it_does(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["shurfa"]
    moments = [START + timedelta(minutes=minutes) for minutes in range(0, 360, 15)]
    bodies = {feed_bytes(demo, paper, feed, now=now, origin=ORIGIN) for now in moments}
    stamps = {changed(demo, paper, feed, now=now) for now in moments}
    assert len(bodies) == len(stamps) == 4  # a rewording and two articles after what stood there


def test_a_withdrawal_changes_the_feed_too(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["maraya"]
    gone = demo.article("singles/maraya-2").withdrawn_at
    assert gone is not None
    assert changed(demo, paper, feed, now=gone) == gone


def test_the_entry_that_robots_closes_is_listed(demo: DemoPress) -> None:
    paper, feed = BY_SLUG["fasqiya"]
    assert any("/mushtarikun/" in entry.link for entry in _read(demo, paper, feed).entries)
