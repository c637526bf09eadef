"""Does a follower of the change feed see every change, whoever writes at the same time?"""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft, reworded
from warraq.errors import ArchiveError
from warraq.ports.archive import Archive
from warraq.press import ArticleId, Change, ChangeKind, Filed, State

WRITERS = 4
BATCHES = 12
EACH = 5


def test_an_empty_archive_has_no_change(archive: Archive) -> None:
    assert archive.changes(0, limit=10) == ()
    assert archive.last_change() == 0


def test_changes_are_told_in_their_order_from_any_place(archive: Archive) -> None:
    archive.file([draft(1), draft(2)], now=NOON)
    archive.file([reworded(1)], now=at(1))
    archive.restate(ArticleId(2), State.WITHDRAWN, reason=None, now=at(2))
    told = archive.changes(0, limit=10)
    assert [(one.kind, one.article, one.version, one.at) for one in told] == [
        (ChangeKind.FILED, 1, 1, NOON),
        (ChangeKind.FILED, 2, 1, NOON),
        (ChangeKind.REVISED, 1, 2, at(1)),
        (ChangeKind.RESTATED, 2, 1, at(2)),
    ]
    numbers = [one.number for one in told]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > 0
    assert archive.last_change() == numbers[-1]
    for place, number in enumerate(numbers):
        assert archive.changes(number, limit=10) == told[place + 1 :]
    assert archive.changes(0, limit=2) == told[:2]
    assert archive.changes(0, limit=0) == ()
    assert archive.changes(-5, limit=10) == told


def test_a_refused_batch_leaves_no_change(archive: Archive) -> None:
    archive.file([draft(1)], now=NOON)
    with pytest.raises(ArchiveError):
        archive.file([draft(2), draft(3, title="\0")], now=NOON)
    assert len(archive.changes(0, limit=10)) == 1
    (filed,) = archive.file([draft(2)], now=NOON)
    assert archive.changes(0, limit=10)[-1].number == filed.change == archive.last_change()


def test_a_change_is_told_only_after_what_it_tells_of_can_be_read(opener: Opener) -> None:
    """A follower that hears of a change reads the article at once: it must be there, in that version or a later one."""
    writing, reading = opener()[0], opener()[0]
    ended = threading.Event()

    def write() -> None:
        try:
            for number in range(40):
                writing.file([draft(number), draft(number + 1)], now=NOON)
                writing.file([reworded(number)], now=at(1))
        finally:
            ended.set()

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        last = 0
        while not (ended.is_set() and last == reading.last_change()):
            for change in reading.changes(last, limit=50):
                article = reading.article(change.article)
                assert article is not None
                assert article.version >= change.version
                last = change.number
        writer.result()


def test_a_follower_misses_nothing_while_several_write(opener: Opener) -> None:
    """The reason for the lock: numbers given out before the commit become visible in any order."""
    followed: list[Change] = []
    filed: list[Filed] = []
    reading = opener()[0]
    started, ended = threading.Barrier(WRITERS + 1, timeout=30), threading.Event()

    def follow() -> None:
        started.wait()
        last = 0
        while True:
            over = ended.is_set()
            found = reading.changes(last, limit=7)
            followed.extend(found)
            last = found[-1].number if found else last
            if over and not found:
                return

    def write(writer: int, archive: Archive) -> None:
        started.wait()
        for batch in range(BATCHES):
            base = (writer * BATCHES + batch) * EACH
            # One article of every batch is contested by all.
            drafts = [draft(base + number) for number in range(EACH - 1)]
            filed.extend(
                archive.file(
                    [*drafts, draft(10_000, fingerprint=f"{base}", body=f"بلغ العدد {base} في البلاد.")],
                    now=NOON,
                )
            )
            if batch % 3 == 0:
                archive.restate(filed[-1].id, State.WITHHELD, reason=None, now=NOON)
                archive.restate(filed[-1].id, State.VISIBLE, reason=None, now=NOON)

    # Some share a door, as threads do; some have their own, as processes do.
    shared = opener()[0]
    doors = [shared, shared, opener()[0], opener()[0]]
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(follow)
        writers = [pool.submit(write, number, door) for number, door in enumerate(doors)]
        try:
            for one in writers:
                one.result(timeout=60)
        finally:
            ended.set()
        follower.result(timeout=60)

    numbers = [change.number for change in followed]
    assert numbers == sorted(set(numbers))
    assert tuple(followed) == reading.changes(0, limit=100_000)
    assert {one.change for one in filed} <= set(numbers)
    assert reading.last_change() == numbers[-1]
    assert reading.count() == WRITERS * BATCHES * (EACH - 1) + 1
    assert len({one.id for one in filed}) == reading.count()
    contested = reading.find(draft(10_000).keys[0])
    assert contested is not None
    versions = reading.versions(contested)
    assert [version.number for version in versions] == list(range(1, WRITERS * BATCHES + 1))
    assert all(one.hash == next_one.previous for one, next_one in itertools.pairwise(versions))
