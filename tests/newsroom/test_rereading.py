"""A better reader of ours is never taken for the paper's edit, nor hides one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.newsroom.conftest import StoppedClock
from tests.newsroom.test_collecting import FEED, WORDS, Desk, feed, page
from warraq.press import ArticleId, Cause, Draft, Version

ADDRESS = "http://paper.example/1"
LATER = "Wed, 11 Mar 2026 11:00:00 +0200"


class OldReader:
    """An archive as an older reader would have filed it: every body cut short."""

    def __init__(self, archive: Any) -> None:
        self.archive = archive

    def __getattr__(self, name: str) -> Any:
        return getattr(self.archive, name)

    def file(self, drafts: list[Draft], **given: Any) -> Any:
        old = [
            replace(one, reader="old/1", body=one.body.split("\n")[0], fingerprint=f"old {one.fingerprint}")
            for one in drafts
        ]
        return self.archive.file(old, **given)


@pytest.fixture
async def desk(clock: StoppedClock) -> Desk:
    """A desk whose one article was read by an older reader."""
    desk = Desk(clock)
    desk.web.says(FEED, feed(("عنوان", ADDRESS)), media="application/rss+xml")
    desk.web.says(ADDRESS, page("عنوان"))
    real = desk.archive
    desk.archive = OldReader(real)  # type: ignore[assignment]
    await desk.run()
    desk.archive = real
    clock.pass_by(days=1)
    desk.web.says(FEED, feed(("عنوان", ADDRESS), date=LATER), media="application/rss+xml")
    return desk


def last(desk: Desk) -> Version:
    return desk.archive.versions(ArticleId(1))[-1]


async def test_a_page_that_stands_as_it_stood_is_a_rereading(desk: Desk) -> None:
    await desk.run()
    assert (last(desk).number, last(desk).cause, last(desk).proven) == (2, Cause.REREAD, True)


async def test_a_page_that_says_something_else_was_edited(desk: Desk) -> None:
    desk.web.says(ADDRESS, page("عنوان", words=WORDS.replace("صباح", "مساء")))
    await desk.run()
    assert (last(desk).cause, last(desk).proven) == (Cause.EDIT, True)


async def test_without_the_page_as_it_stood_nobody_claims_an_edit(desk: Desk) -> None:
    desk.web.says(ADDRESS, page("عنوان", words=WORDS.replace("صباح", "مساء")))
    kept = desk.archive.versions(ArticleId(1))[0].draft.capture
    assert kept is not None
    desk.daybook.forget([kept])
    await desk.run()
    assert (last(desk).cause, last(desk).proven) == (Cause.REREAD, False)
    assert desk.archive.told(limit=5) == ()


async def test_a_page_that_cannot_be_read_any_more_proves_nothing(desk: Desk) -> None:
    kept = desk.daybook.capture(desk.archive.versions(ArticleId(1))[0].draft.capture or "")
    assert kept is not None
    desk.objects.put(kept.object, b"damaged")
    await desk.run()
    assert (last(desk).cause, last(desk).proven) == (Cause.REREAD, False)
