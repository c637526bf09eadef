"""What is asked of pictures at every visit costs the same with few and with many, with statistics and without."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Executable

from tests.archives.test_sqlite import plan, steps
from tests.ports.drafting import NOON, draft
from tests.ports.test_pictures import negative
from warraq.archives.sql import SqlArchive, SqlPictures, open_archive, picturequeue, pictures_of, reports_of
from warraq.archives.sql import pictures as kept
from warraq.archives.sql import reports as told
from warraq.archives.sql.engine import Values
from warraq.moderation import cases
from warraq.ports.pictures import Use
from warraq.press import ArticleId, CaseEvent, PictureId, Voice

ASKED: dict[str, tuple[Executable, Values]] = {
    "the next of each host": (picturequeue._fronts(), {"by_us": 10**18, "most": 9}),
    "when the next is due": (picturequeue._NEXT_DUE, {}),
    "who shows it": (picturequeue._USERS, {"of_picture": 3, "most": 4}),
    "one of the pictures": (kept._PICTURE, {"of_picture": 3}),
    "known by its pixels": (kept._OF_PIXELS, {"of_pixels": f"{3:064x}"}),
    "those hidden": (told._LISTED, {"in_state": "confirmed_hidden", "most": 9}),
    "those reported": (told._LISTED_OPEN, {"in_state": "reported", "most": 9}),
    "whose case is due": (told._DUE, {"until_us": 10**18, "most": 9}),
    "whose time is over": (kept._EXPIRED, {"before_us": 5, "most": 9}),
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[SqlArchive]:
    archive, _ = open_archive(f"sqlite:///{tmp_path}/archive.sqlite3")
    yield archive
    archive.close()


def fill(archive: SqlArchive, first: int, last: int) -> SqlPictures:
    """Articles from `first` to `last`, each with an address at one of seven hosts; the first half of them are taken."""
    archive.file([draft(number) for number in range(first, last)], now=NOON)
    pictures = pictures_of(archive)
    named = {number: f"https://h{number % 7}.example/{number}.jpg" for number in range(first, last)}
    uses = [Use(ArticleId(number + 1), address) for number, address in named.items()]
    pictures.follow(uses, position=last, now=NOON)
    for number in range(first, (first + last) // 2):
        pictures.take(named[number], negative(number), now=NOON)
    return pictures


@pytest.mark.parametrize("analysed", [False, True])
def test_what_is_asked_at_every_visit_costs_the_same_with_many(
    archive: SqlArchive, tmp_path: Path, analysed: bool
) -> None:
    fill(archive, 0, 60)
    reports, one = reports_of(archive), Voice("t", "p", "n", NOON)
    reports.settle(PictureId(2), lambda case: cases.decided(case, CaseEvent.HIDE, "x", now=NOON), now=NOON)
    reports.settle(
        PictureId(5), lambda case: cases.reported(case, one, cases.Bounds(), key="ab", now=NOON), now=NOON
    )
    few = {name: steps(archive.store, *asked) for name, asked in ASKED.items()}
    fill(archive, 60, 1500)
    if analysed:
        with sqlite3.connect(tmp_path / "archive.sqlite3") as connection:
            connection.execute("ANALYZE")
        connection.close()
        archive.close()
        archive = open_archive(f"sqlite:///{tmp_path}/archive.sqlite3")[0]
    try:
        for name, asked in ASKED.items():
            many = steps(archive.store, *asked)
            assert many <= few[name] * 1.3 + 60, (name, few[name], many, plan(archive.store, *asked))
    finally:
        archive.close()


def test_a_picture_that_everybody_uses_is_as_cheap_as_one_that_nobody_does(archive: SqlArchive) -> None:
    """A paper's stock picture stands beside thousands of its articles, or comes at an address of its own for each."""
    pictures = fill(archive, 0, 2000)
    one = "https://h0.example/0.jpg"
    asked = picturequeue._USERS, {"of_picture": 1, "most": 4}
    alone = steps(archive.store, *asked)
    pictures.follow([Use(ArticleId(number), one) for number in range(1, 900)], position=1, now=NOON)
    assert steps(archive.store, *asked) <= alone * 2 + 60
    for number in range(300, 1500):
        pictures.take(f"https://h{number % 7}.example/{number}.jpg", negative(0), now=NOON)
    assert steps(archive.store, *asked) <= alone * 2 + 60
    assert len(pictures.users(PictureId(1), limit=4)) == 4
