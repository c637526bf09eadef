"""What is known of a paper's icon is told; it is asked for again, or taken down, by a person's word."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from warraq import wiring
from warraq.press import Icon, Settings, Source, icon_key

PRINT = "ab" * 32


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a paper that has an icon, and one that was never asked."""
    with wiring.house(Settings(data=tmp_path)) as house:
        papers = (
            Source("nahar", "النهار", "eg", "Africa/Cairo"),
            Source("masaa", "المساء", "eg", "Africa/Cairo"),
        )
        house.archive.put_sources(papers)
        now = house.clock.now()
        house.objects.put(icon_key(PRINT), b"png")
        house.icons.put(
            Icon("nahar", now, now + timedelta(days=28), PRINT, "https://nahar.example/i.png", now)
        )
    return tmp_path


def held(data: Path) -> Icon:
    with wiring.house(Settings(data=data)) as house:
        return house.icons.held()["nahar"]


def test_it_is_told_where_it_came_from_and_when_it_is_asked_for_again(data: Path) -> None:
    told = said(run("source", "icon", "nahar", "--json", data=data))
    assert (told["shown"], told["address"], told["print"]) == (True, "https://nahar.example/i.png", PRINT)
    assert "https://nahar.example/i.png, kept since" in run("source", "icon", "nahar", data=data).output
    assert "never asked for yet" in run("source", "icon", "masaa", "--refresh", data=data).output


def test_taken_down_its_bytes_are_gone_and_it_is_asked_for_no_more_until_somebody_says_so(data: Path) -> None:
    told = said(run("source", "icon", "nahar", "--remove", "طلب الصحيفة", "--json", data=data))
    assert (told["shown"], told["removed"], told["due"]) == (False, "طلب الصحيفة", None)
    with wiring.house(Settings(data=data)) as house:
        assert house.objects.get(icon_key(PRINT)) is None
    assert "taken down by a person: طلب الصحيفة" in run("source", "icon", "nahar", data=data).output
    run("source", "icon", "nahar", "--refresh", data=data)
    assert held(data).removed is None


def test_refreshed_it_is_due_at_once_and_stays_meanwhile(data: Path) -> None:
    before = held(data)
    run("source", "icon", "nahar", "--refresh", data=data)
    after = held(data)
    assert after.due < before.due
    assert after.shown


@pytest.mark.parametrize(
    "words", [("none",), ("nahar", "--remove", " "), ("nahar", "--remove", "x", "--refresh")]
)
def test_what_makes_no_sense_is_refused(data: Path, words: tuple[str, ...]) -> None:
    assert run("source", "icon", *words, data=data).exit_code == 1
    assert held(data).shown
