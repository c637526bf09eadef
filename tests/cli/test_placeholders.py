"""Pictures that stand in for many are listed with why, said by a person, and hung again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.ports.pictures import Use
from warraq.press import ArticleId, Draft, Moment, Negative, Precision, Print, Settings

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
ADDRESS = "https://cdn.example/mark.jpg"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with fourteen days of a paper that sets one picture beside everything."""
    with wiring.house(Settings(data=tmp_path)) as house:
        for number in range(1, 15):
            at = NOON + timedelta(days=number)
            url = f"https://nahar.example/{number}"
            when = Moment(at, Precision.MINUTE)
            draft = Draft(
                "nahar", url, (url,), f"خبر {number}", "نص", "test/1", image=ADDRESS, published=when
            )
            house.archive.file([draft], now=at)
            house.pictures.follow([Use(ArticleId(number), ADDRESS)], position=number, now=at)
        negative = Negative("ab" * 32, 1600, 900, "image/png", Print(1200, 675, 9), Print(480, 270, 3))
        house.pictures.take(ADDRESS, negative, now=NOON)
    return tmp_path


def listed(data: Path, *more: str) -> list[tuple[int, bool, str]]:
    rows = said(run("picture", "placeholders", "--json", *more, data=data))["placeholders"]
    return [(one["picture"], one["hangs"], one["told"]) for one in rows]


def test_the_past_is_looked_through_when_asked_and_each_says_why(data: Path) -> None:
    assert listed(data) == []
    told = "stands in for many: 14 articles of nahar showed it on 14 days"
    assert listed(data, "--learn") == [(1, False, told)]
    assert said(run("picture", "show", "1", "--json", data=data))["placeholder"] == told
    assert told in run("picture", "placeholders", data=data).output


def test_a_person_hangs_one_again_for_good(data: Path) -> None:
    listed(data, "--learn")
    assert run("picture", "unhang", "1", "--undo", "--reason", "صورة الخبر", data=data).exit_code == 0
    told = "hangs, a person said: صورة الخبر (14 articles of nahar showed it on 14 days)"
    assert listed(data, "--learn") == [(1, True, told)]


def test_a_person_may_say_it_before_it_is_learnt(data: Path) -> None:
    assert run("picture", "unhang", "1", "--reason", "شعار الصحيفة", data=data).exit_code == 0
    assert listed(data) == [(1, False, "stands in for many, a person said: شعار الصحيفة")]


@pytest.mark.parametrize(
    "words", [("9", "--reason", "x"), ("9", "--undo", "--reason", "x"), ("1", "--reason", " ")]
)
def test_nothing_is_said_of_a_picture_that_is_not_there_or_without_a_reason(
    data: Path, words: tuple[str, ...]
) -> None:
    assert run("picture", "unhang", *words, data=data).exit_code == 1
    assert listed(data) == []
