"""kill -9 over pictures, backups and restores: nothing acknowledged is lost, nothing half stands under its name.

The short form strikes at a few seeded points; WARRAQ_LONG=1 strikes at a hundred of each kind.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import run
from tests.journeys.test_crashes import ROOT, Press, demo, struck  # noqa: F401
from tests.lengths import figure, points, seeds
from tests.ports.drafting import NOON, draft
from warraq import wiring
from warraq.errors import SettingsError
from warraq.ports.pictures import AddressState
from warraq.press import PictureId, Settings, object_keys
from warraq.wiring import House

pytestmark = pytest.mark.slow
PAPERS = 2
POINTS, FEWER = points(3, 100), points(2, 100)  # each of these begins a process and its workers


def shown(house: House) -> int:
    """How many pictures stand, each once, each with the bytes it promises."""
    pixels = set()
    for number in range(1, house.pictures.count() + 1):
        picture = house.pictures.picture(PictureId(number))
        assert picture is not None
        assert picture.stored is not None
        negative = picture.negative
        pixels.add(negative.pixels)
        assert negative.proof is not None
        promises = (negative.full, negative.card, *negative.proof.screens)
        for key, promised in zip(object_keys(negative), promises, strict=True):
            data = house.objects.get(key)
            assert data is not None, f"picture {number} has no {key}"
            assert len(data) == promised.size_bytes
    assert len(pixels) == house.pictures.count()
    return len(pixels)


@pytest.mark.timeout(1800)
def test_pictures_survive_kill_9(demo: Press, tmp_path: Path) -> None:  # noqa: F811
    listed, pages = tmp_path / "sources.json", tmp_path / "pages"
    rows: list[Any] = [asdict(source) for source in demo.sources[:PAPERS]]
    listed.write_text(json.dumps(rows))
    given = (str(listed), *demo.private)
    _whole("collect", pages, given)
    whole = tmp_path / "whole"
    shutil.copytree(pages, whole)
    _whole("pictures", whole, given)
    with wiring.house(Settings(data=whole)) as house:
        all_of_them, tally = shown(house), house.pictures.tally()
        assert all_of_them >= 10
        assert tally[AddressState.WANTED] == 0
    cut_short = 0
    for seed in seeds(2, 100):
        data = tmp_path / str(seed)
        shutil.copytree(pages, data)
        blow = struck(["pictures", str(data), *given], 3000 + seed)
        acknowledged, cut_short = blow.acknowledged, cut_short + (not blow.ended)
        with wiring.house(Settings(data=data)) as house:
            for pixels, (number, _) in acknowledged.items():
                picture = house.pictures.picture(PictureId(number))
                assert picture is not None
                assert picture.negative.pixels == pixels
            assert len(acknowledged) <= shown(house) <= all_of_them
        if seed % 5 == 0:
            _whole("pictures", data, given)
            with wiring.house(Settings(data=data)) as house:
                assert shown(house) == all_of_them
                assert house.pictures.tally() == tally
    assert cut_short >= FEWER * 0.5, "the harness must strike while there is work left"
    figure(
        "kill -9 while fetching pictures",
        f"{cut_short} points: each once",
        bar="0 lost, 0 twice",
        store="sqlite",
    )


def _whole(kind: str, data: Path, given: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "tests.journeys.killed", kind, str(data), *given]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder and a backup of it."""
    data, file = tmp_path_factory.mktemp("house") / "data", tmp_path_factory.mktemp("backup") / "all.warraq"
    with wiring.house(Settings(data=data)) as house:
        for first in range(0, 2000, 500):
            drafts = [draft(one, body="نص الخبر " * 200) for one in range(first, first + 500)]
            house.archive.file(drafts, now=NOON)
        for number in range(300):
            house.objects.put(f"captures/2026/03/10/{number}.zst", random.Random(number).randbytes(20_000))
    assert run("backup", str(file), data=data).exit_code == 0
    return data, file


def killed(arguments: list[str], seed: int) -> bool:
    """Run the command and kill it a moment after one of the lines that it says; whether that was in time."""
    chance = random.Random(seed)
    after, pause_s = chance.randrange(0, 19), chance.uniform(0, 0.1)
    with subprocess.Popen(
        [sys.executable, "-m", "warraq", *arguments], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for count, _ in enumerate(process.stderr):
            if count >= after:
                time.sleep(pause_s)
                break
        process.kill()
        return process.wait() != 0


@pytest.mark.timeout(1800)
def test_a_backup_that_is_killed_is_none_and_leaves_the_house_alone(
    backed_up: tuple[Path, Path], tmp_path: Path
) -> None:
    data, _ = backed_up
    cut_short = 0
    for seed in seeds(3, 100):
        file = tmp_path / f"{seed}.warraq"
        cut_short += killed(["backup", str(file), "--data", str(data)], 5000 + seed)
        if file.exists():
            assert run("backup", "--check", str(file)).exit_code == 0
    with wiring.house(Settings(data=data)) as house:
        assert house.archive.count() == 2000
        assert house.archive.damage() is None
    assert run("backup", str(tmp_path / "last.warraq"), data=data).exit_code == 0
    assert {path.suffix for path in tmp_path.iterdir()} == {".warraq"}, "what was half written is removed"
    assert cut_short >= POINTS * 0.5
    figure(
        "kill -9 during a backup", f"{cut_short} points: none or whole", bar="no half file", store="sqlite"
    )


@pytest.mark.timeout(1800)
def test_a_restore_that_is_killed_is_no_house_or_a_whole_one(
    backed_up: tuple[Path, Path], tmp_path: Path
) -> None:
    _, file = backed_up
    cut_short = 0
    for seed in seeds(3, 100):
        data = tmp_path / str(seed)
        cut_short += killed(["restore", str(file), "--data", str(data)], 7000 + seed)
        settings = Settings(data=data)
        if (data / wiring.RESTORING).exists():
            with pytest.raises(SettingsError, match="cut short"), wiring.house(settings):
                pass
        elif wiring.begun(settings):
            with wiring.house(settings) as house:
                house.indexing().catch_up()
                assert house.archive.count() == house.index.count() == 2000
                assert len(list(house.objects.keys())) == 300
        else:
            assert not data.exists() or list(data.iterdir()) == []
        shutil.rmtree(data, ignore_errors=True)
        if seed % 5 == 0:
            assert run("restore", str(file), "--no-index", data=data).exit_code == 0
    assert cut_short >= POINTS * 0.5
    figure(
        "kill -9 during a restore", f"{cut_short} points: none or whole", bar="no half house", store="sqlite"
    )
