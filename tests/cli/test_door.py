"""An operator's word about a paper's door sticks, and lists and doctor tell how doors stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.ports.drafting import NOON, draft
from warraq import editions, wiring
from warraq.cli import main
from warraq.ports.rechecks import DoorState, Doorway, Sample, Watch
from warraq.press import ArticleId, Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with wiring.house(Settings(data=tmp_path)) as house:
        house.archive.put_sources(editions.load("eg", folder=tmp_path / "editions").sources)
        house.archive.file([draft(1, source=slug(tmp_path))], now=NOON)
    return tmp_path


def slug(folder: Path) -> str:
    return editions.load("eg", folder=folder / "editions").sources[0].slug


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--data", str(folder)])


def door(folder: Path) -> Doorway:
    with wiring.house(Settings(data=folder)) as house:
        return house.rechecks.doors()[slug(folder)]


def test_a_word_is_kept_with_its_reason_and_no_look_changes_it(folder: Path) -> None:
    done = run(folder, "source", "door", slug(folder), "dead", "--reason", "the editor wrote, 2026-11-01")
    assert done.exit_code == 0, done.output
    kept = door(folder)
    assert (kept.state, kept.decided, kept.reason) == (DoorState.DEAD, True, "the editor wrote, 2026-11-01")
    with wiring.house(Settings(data=folder)) as house:
        house.rechecks.put_door(replace(kept, state=DoorState.OPEN))
    assert door(folder).state is DoorState.DEAD
    listed = run(folder, "source", "list")
    assert "door dead since" in listed.output
    assert "the editor wrote, 2026-11-01 (decided by the operator)" in listed.output
    assert "door dead" in run(folder, "doctor").output


def test_a_word_can_be_taken_back(folder: Path) -> None:
    run(folder, "source", "door", slug(folder), "hijacked", "--reason", "seen")
    run(folder, "source", "door", slug(folder), "watched", "--reason", "it is theirs again")
    assert (door(folder).state, door(folder).decided) == (DoorState.OPEN, False)


def test_a_paper_nobody_knows_and_an_empty_reason_are_refused(folder: Path) -> None:
    assert (
        "no paper is called 'nobody'"
        in run(folder, "source", "door", "nobody", "dead", "--reason", "x").output
    )
    assert (
        "the reason is empty" in run(folder, "source", "door", slug(folder), "dead", "--reason", " ").output
    )


def test_a_redesign_is_told_with_its_figures(folder: Path) -> None:
    with wiring.house(Settings(data=folder)) as house:
        watch = Watch(
            ArticleId(1), slug(folder), "h:443", since=NOON, filed=NOON, due=NOON, missed=NOON, misses=2
        )
        house.rechecks.follow([watch], position=1)
        sample = Sample(NOON + timedelta(days=4), 20, 3)
        house.rechecks.put_door(Doorway(slug(folder), checked=NOON, sample=sample))
    said = "17 of 20 old addresses asked do not answer: a redesign, or a dead paper; nothing is hidden"
    assert said in run(folder, "doctor").output
    rows = json.loads(run(folder, "source", "list", "--json").stdout)["sources"]
    one = next(row for row in rows if row["slug"] == slug(folder))
    assert (one["missed"], one["door"]["sample"]["answered"]) == (1, 3)


def test_a_paper_that_moved_is_adopted_at_its_new_address_and_may_be_sent_back(folder: Path) -> None:
    name = slug(folder)
    refused = run(folder, "source", "door", name, "adopted", "--reason", "the editor wrote")
    assert "was not seen to lead elsewhere" in refused.output
    old = home(folder)
    with wiring.house(Settings(data=folder)) as house:
        house.rechecks.put_door(
            Doorway(
                name,
                DoorState.MOVED,
                since=NOON,
                due=NOON + timedelta(days=7),
                target="https://new.example/ar",
            )
        )
    done = run(folder, "source", "door", name, "adopted", "--reason", "the editor wrote, 2026-11-01")
    assert done.exit_code == 0, done.output
    assert "it is at home at https://new.example/ar; `warraq decide undo 1` takes it back" in done.output
    assert home(folder) == "https://new.example/ar"
    kept = door(folder)
    assert (kept.state, kept.decided, kept.target) == (DoorState.OPEN, False, None)
    assert kept.due is not None
    assert "the editor wrote, 2026-11-01" in run(folder, "decide", "list").output
    run(folder, "decide", "undo", "1", "--reason", "it was another paper")
    assert home(folder) == old


@pytest.mark.parametrize("address", ["javascript:alert(1)", "new.example", ""])
def test_a_paper_is_at_home_at_web_addresses_alone(folder: Path, address: str) -> None:
    done = run(folder, "source", "door", slug(folder), "adopted", "--reason", "seen", "--to", address)
    assert done.exit_code != 0
    with wiring.house(Settings(data=folder)) as house:
        assert house.decisions.last() == 0
    assert (
        "--to goes with adopted"
        in run(
            folder, "source", "door", slug(folder), "open", "--reason", "seen", "--to", "https://new.example/"
        ).output
    )


def home(folder: Path) -> str | None:
    """The paper's address as readers see it."""
    with wiring.house(Settings(data=folder)) as house:
        return house.shown()[0].sources()[slug(folder)].homepage
