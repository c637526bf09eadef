"""Whose is a data folder? Its owner's alone where we make it, and as its operator made it where it stands."""

from __future__ import annotations

import stat
from pathlib import Path

from warraq import wiring
from warraq.press import Settings


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_data_folder_that_is_made_is_its_owner_s_alone(tmp_path: Path) -> None:
    made, collected = tmp_path / "made", tmp_path / "collected"
    with wiring.house(Settings(data=made)) as house:
        wiring.secret(house.settings)
    with wiring.only_collector(collected):
        pass
    assert mode(made) == mode(collected) == 0o700
    assert mode(made / wiring.SIGNING) == 0o600


def test_a_folder_that_stands_already_stays_as_its_operator_made_it(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o750)
    with wiring.house(Settings(data=shared)):
        assert mode(shared) == 0o750
