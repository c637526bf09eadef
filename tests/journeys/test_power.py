"""The power goes: whatever was not forced to disk is lost, and of what was acknowledged nothing is.

A small library, built with the machine's C compiler, keeps beside the data folder what a disk would hold: each file as
it was at its last fsync, each directory as it was at its own. After the cut that is the data folder. Of the rest a disk
may have kept any part: in every second cut some files stand as they were written.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import postgres
from tests.journeys.test_crashes import ROOT, Blow, examine
from tests.lengths import figure, points, seeds
from warraq import wiring
from warraq.objects.folder import FolderObjects
from warraq.press import Settings

COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        COMPILER is None or not sys.platform.startswith("linux"), reason="no C compiler for Linux here"
    ),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("library") / "powercut.so"
    source = Path(__file__).with_name("powercut.c")
    assert COMPILER is not None
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-o", built, source, "-ldl", "-pthread"], check=True)
    return built


def cut(
    command: list[str], live: Path, disk: Path, library: Path, *, seed: int
) -> dict[str, tuple[int, str]]:
    """Run until the power goes; what was acknowledged before."""
    chance = random.Random(seed)
    after, pause_s = chance.randrange(0, 25), chance.uniform(0, 0.05)
    live.mkdir()
    (disk / ".inodes").mkdir(parents=True)
    blow, count = Blow(), 0
    loaded = {"LD_PRELOAD": str(library), "POWERCUT_LIVE": str(live), "POWERCUT_DISK": str(disk)}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | loaded
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            count += blow.hear(line)
            if count > after:
                time.sleep(pause_s)
                break
        process.kill()
        for line in process.stdout.read().splitlines(keepends=True):
            blow.hear(line)
    return blow.acknowledged


def left(live: Path, disk: Path, *, seed: int) -> Path:
    """The data folder after the cut."""
    chance = random.Random(seed)
    after = disk.with_name("after")
    shutil.copytree(disk, after, ignore=shutil.ignore_patterns(".inodes", "*.~"), dirs_exist_ok=True)
    if seed % 2:
        for path in after.rglob("*"):
            written = live / path.relative_to(after)
            if path.is_file() and written.is_file() and chance.random() < 0.5:
                shutil.copyfile(written, path)
    return after


@pytest.mark.timeout(900)
def test_what_was_acknowledged_survives_a_power_cut(
    records: Path,
    library: Path,
    tmp_path: Path,
) -> None:
    lost_something = 0
    for seed in seeds(3, 50):
        place = tmp_path / str(seed)
        place.mkdir()
        live, disk = place / "live", place / "disk"
        command = [sys.executable, "-m", "tests.journeys.killed", "import", str(live), str(records)]
        acknowledged = cut(command, live, disk, library, seed=seed)
        after = left(live, disk, seed=seed)
        held = examine(after, acknowledged)
        assert held >= len(acknowledged) > 0
        lost_something += _bytes(after) != _bytes(live)
        with wiring.house(Settings(data=after)) as house:
            assert house.archive.damage() is None
        shutil.rmtree(place, ignore_errors=True)
    assert lost_something, "the harness must have something to drop"
    figure(
        "power lost while importing",
        f"{points(3, 50)} cuts: 0 lost, nothing damaged, index equals archive",
        bar="0 acknowledged lost",
        store="sqlite",
    )


@pytest.mark.timeout(300)
def test_objects_that_were_put_survive_a_power_cut(library: Path, tmp_path: Path) -> None:
    program = (
        "import json, sys; from pathlib import Path; from warraq.objects.folder import FolderObjects\n"
        "kept = FolderObjects(Path(sys.argv[1]))\n"
        "for number in range(10000):\n"
        "    kept.put(f'captures/2026/{number % 28 + 1:02}/{number}', b'x' * (number * 37 % 9000))\n"
        "    print(json.dumps([[number, str(number), 'new']]), flush=True)\n"
    )
    for seed in seeds(3, 50):
        place = tmp_path / str(seed)
        place.mkdir()
        live, disk = place / "live", place / "disk"
        spoken = cut([sys.executable, "-c", program, str(live)], live, disk, library, seed=seed)
        kept = FolderObjects(left(live, disk, seed=seed))
        standing = {int(key.rpartition("/")[2]): kept.get(key) for key in list(kept.keys())}
        for number, data in standing.items():
            assert data == b"x" * (number * 37 % 9000), f"object {number} has its name, and is not whole"
        assert spoken
        assert not {number for number in map(int, spoken) if number not in standing}, "acknowledged"
        shutil.rmtree(place, ignore_errors=True)
    figure("power lost while objects are put", f"{points(3, 50)} cuts: 0 lost", bar="0 acknowledged lost")


@pytest.mark.postgres
@pytest.mark.timeout(14_400)
def test_what_was_acknowledged_on_postgres_survives_a_power_cut_of_its_server(
    records: Path,
    library: Path,
    tmp_path: Path,
) -> None:
    """The server's own disk loses what it did not force; ours, with the index, keeps more than it."""
    if reason := postgres.absent():
        pytest.skip(reason)
    lost_something = 0
    with postgres.made("--wal-segsize=1") as folder:
        model = folder.with_name(folder.name + "-model")
        shutil.copytree(folder / "data", model)
        try:
            for seed in seeds(1, 50):
                place = tmp_path / str(seed)
                place.mkdir()
                lost_something += _cut_of_the_server(folder, model, library, records, place, seed=seed)
                shutil.rmtree(place, ignore_errors=True)
        finally:
            shutil.rmtree(model, ignore_errors=True)
    assert lost_something, "the harness must have something to drop"
    figure(
        "power lost while importing",
        f"{points(1, 50)} cuts of the server's: 0 lost, index equals archive",
        bar="0 acknowledged lost",
        store="postgres",
    )


def _cut_of_the_server(
    folder: Path,
    model: Path,
    library: Path,
    rows: Path,
    place: Path,
    *,
    seed: int,
) -> bool:
    """Import until the server's power goes, start it on what its disk kept, and examine; whether something was dropped."""
    data, disk, own = folder / "data", folder / "disk", folder / library.name
    for path in (data, disk, disk.with_name("after")):
        shutil.rmtree(path, ignore_errors=True)
        if path != disk.with_name("after"):
            shutil.copytree(model, path)
    (disk / ".inodes").mkdir()
    shutil.copyfile(library, own)
    postgres.given(folder)
    server = postgres.Mortal(folder)
    server.loaded.update(LD_PRELOAD=str(own), POWERCUT_LIVE=str(data), POWERCUT_DISK=str(disk))
    server.start()
    url = server.url(server.create())
    chance, live = random.Random(seed), place / "live"
    blow, count = Blow(), 0
    command = [sys.executable, "-m", "tests.journeys.killed", "import", str(live), str(rows)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"KILLED_DATABASE": url}
    ) as process:
        assert process.stdout is not None
        after, pause_s = chance.randrange(0, 25), chance.uniform(0, 0.05)
        for line in process.stdout:
            count += blow.hear(line)
            if count > after:
                time.sleep(pause_s)
                break
        server.kill("hard")
        process.kill()
        for line in process.stdout.read().splitlines(keepends=True):
            blow.hear(line)
    kept = left(data, disk, seed=seed)
    (kept / "postmaster.pid").unlink(missing_ok=True)
    dropped = _sums(kept) != _sums(data)
    shutil.rmtree(data)
    kept.rename(data)
    postgres.given(folder)
    server.loaded.clear()
    server.start()
    assert examine(live, blow.acknowledged, database=url) >= len(blow.acknowledged) > 0
    server.stop()
    return dropped


def _sums(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_harness_loses_what_was_not_forced(library: Path, tmp_path: Path) -> None:
    """Files written without fsync, and names without their directory's, are not there after the cut."""
    program = (
        "import os, sys; from pathlib import Path\n"
        "live = Path(sys.argv[1])\n"
        "(live / 'lost').write_bytes(b'never forced')\n"
        "with (live / 'half').open('wb') as file:\n"
        "    file.write(b'forced'); file.flush(); os.fsync(file.fileno()); file.write(b' and lost'); file.flush()\n"
        "with (live / 'beside').open('wb') as file:\n"
        "    file.write(b'new'); file.flush(); os.fsync(file.fileno())\n"
        "os.rename(live / 'beside', live / 'name')\n"
        "print('[]', flush=True); sys.stdin.read()\n"
    )
    live, disk = tmp_path / "live", tmp_path / "disk"
    cut([sys.executable, "-c", program, str(live)], live, disk, library, seed=0)
    after = left(live, disk, seed=0)
    assert {path.name: path.read_bytes() for path in after.iterdir()} == {"half": b"forced", "beside": b"new"}


def _bytes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()
    }
