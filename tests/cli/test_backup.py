"""Backups on the command line: one file, whole or refused by name, and a data folder again."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from tests.cli.test_commands import run, said
from tests.ports.drafting import NOON, draft, reworded, whole
from tests.postgres import Server
from warraq import settings, wiring
from warraq.cli.backup import stand
from warraq.errors import BackupError, SettingsError
from warraq.press import Masthead, Role, Settings, Source, State

Parts = dict[str, bytes]


def kept(folder: Path, **more: Any) -> Settings:
    """A small house with something of every kind in it."""
    settings = Settings(data=folder, **more)
    with wiring.house(settings) as house:
        house.archive.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo", policy="excerpt")])
        house.archive.file([whole(), *(draft(number) for number in range(40))], now=NOON)
        house.archive.file([reworded(3)], now=NOON)
        first = next(house.archive.ids())
        house.archive.restate(first, State.WITHHELD, reason="طلب الناشر", now=NOON)
        house.objects.put("captures/2026/03/10/aa.zst", b"capture")
        house.objects.put("pictures/aa/bb.full", b"\xff\xd8picture")
        house.indexing().catch_up()
    (folder / "editions").mkdir(exist_ok=True)
    (folder / "editions" / "eg.toml").write_text("# ours\n", encoding="utf-8")
    (folder / "warraq.toml").write_text('port = 8123\ncontact = "desk@example.org"\n', encoding="utf-8")
    (folder / "secret").write_bytes(b"s" * 32)
    for name in ("names.txt", "words.txt", "desks.json", "providers.txt"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    return settings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    kept(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def file(data: Path, tmp_path: Path) -> Path:
    made = run("backup", str(tmp_path / "all.warraq"), data=data)
    assert made.exit_code == 0, made.output
    return tmp_path / "all.warraq"


def manifest(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as packed:
        value: dict[str, Any] = json.loads(packed.read("manifest.json"))
    return value


def members(file: Path) -> dict[str, tuple[str, int]]:
    return {one["name"]: (one["sha256"], one["count"]) for one in manifest(file)["members"]}


def test_a_backup_says_what_it_holds_and_only_its_owner_reads_it(
    data: Path, file: Path, tmp_path: Path
) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "all.warraq",
        "data",
    ]  # nothing half written stays
    checked = said(run("backup", "--check", str(file), "--json"))
    assert checked["counts"]["articles"] == 41
    assert checked["counts"]["versions"] == 42
    assert checked["counts"]["objects"] == 2
    assert checked["counts"]["files"] == 7
    assert checked["schema"] == manifest(file)["schema"]
    stamp = json.loads((data / "last-backup").read_text("utf-8"))
    assert stamp["file"] == str(file)
    assert stamp["bytes"] == file.stat().st_size == checked["bytes"]


def test_what_is_restored_is_what_was_backed_up(data: Path, file: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    told = said(run("restore", str(file), "--json", data=new))
    assert told["indexed"] == 40  # one is withheld
    again = tmp_path / "again.warraq"
    assert run("backup", str(again), data=new).exit_code == 0
    assert members(again) == members(file)
    assert manifest(again)["head"] == manifest(file)["head"]
    assert (new / "secret").read_bytes() == (data / "secret").read_bytes()
    assert stat.S_IMODE((new / "secret").stat().st_mode) == 0o600
    assert (new / "warraq.toml").read_bytes() == (data / "warraq.toml").read_bytes()
    for name in ("names.txt", "words.txt", "desks.json", "providers.txt"):
        assert (new / name).read_bytes() == (data / name).read_bytes()
    assert not (new / ".restoring").exists()
    with wiring.house(Settings(data=new)) as house:
        (hidden,) = house.archive.ids(state=State.WITHHELD)
        article = house.archive.article(hidden)
        assert article is not None
        assert article.reason == "طلب الناشر"
        assert house.archive.sources()["nahar"].policy == "excerpt"
        assert house.objects.get("pictures/aa/bb.full") == b"\xff\xd8picture"
        assert house.archive.file([draft(99)], now=NOON)[0].id == 42  # numbers go on


def test_a_house_restored_is_its_owner_s_alone_as_the_backup_was(file: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    told = run("restore", str(file), "--no-index", data=new)
    assert told.exit_code == 0
    assert (
        "`warraq decide import`" in told.stderr
    )  # a backup with no decision says so, too: later ones are not in it
    assert stat.S_IMODE(new.stat().st_mode) == 0o700


def test_of_two_backups_under_one_name_the_first_stands(file: Path, tmp_path: Path) -> None:
    whole, part = file.read_bytes(), tmp_path / "part"
    part.write_bytes(b"the second, begun before the first stood")
    with pytest.raises(BackupError, match="there already"):
        stand(part, file)
    assert file.read_bytes() == whole
    stand(part, tmp_path / "other.warraq")
    assert (tmp_path / "other.warraq").read_bytes() == part.read_bytes()


def test_captures_and_the_secret_may_stay_at_home(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "small.warraq"
    run("backup", str(file), "--without", "captures", "--without", "secret", data=data)
    new = tmp_path / "new"
    assert run("restore", str(file), "--no-index", data=new).exit_code == 0
    assert [path.name for path in (new / "objects").iterdir() if path.name[0] != "."] == ["pictures"]
    assert not (new / "secret").exists()


@pytest.mark.postgres
def test_a_backup_of_one_back_end_is_restored_on_the_other_and_back(
    postgres_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (postgres_server.url(postgres_server.create()) for _ in range(2))
    kept(tmp_path / "data", database=first)
    files = [tmp_path / f"{number}.warraq" for number in range(3)]
    monkeypatch.setenv("WARRAQ_DATABASE", first)
    assert run("backup", str(files[0]), data=tmp_path / "data").exit_code == 0
    monkeypatch.delenv("WARRAQ_DATABASE")
    assert run("restore", str(files[0]), data=tmp_path / "lite").exit_code == 0
    assert run("backup", str(files[1]), data=tmp_path / "lite").exit_code == 0
    monkeypatch.setenv("WARRAQ_DATABASE", second)
    told = run("restore", str(files[1]), data=tmp_path / "grown")
    assert told.exit_code == 0, told.output
    assert run("backup", str(files[2]), data=tmp_path / "grown").exit_code == 0
    assert members(files[0]) == members(files[1]) == members(files[2])
    refused = run("restore", str(files[1]), data=tmp_path / "twice")
    assert "holds tables already" in refused.stderr
    with wiring.house(Settings(data=tmp_path / "grown", database=second)) as house:
        assert house.archive.file([draft(99)], now=NOON)[0].id == 42


@pytest.mark.parametrize("key", ['"database"', "'database'", "\t database "])
def test_however_the_old_database_is_named_the_restored_house_does_not_write_there(
    data: Path, tmp_path: Path, key: str
) -> None:
    elsewhere = f"sqlite:///{data / 'archive.sqlite3'}"
    (data / "warraq.toml").write_text(f'port = 8123\n{key} = "{elsewhere}"\n', encoding="utf-8")
    assert run("backup", str(tmp_path / "a.warraq"), data=data).exit_code == 0
    assert run("restore", str(tmp_path / "a.warraq"), data=tmp_path / "new").exit_code == 0
    assert settings.load(environment={}, file=None, given={"data": tmp_path / "new"}).database is None


def test_a_database_that_cannot_be_taken_out_of_the_settings_is_refused(data: Path, tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{data / 'archive.sqlite3'}"
    (data / "warraq.toml").write_text(f'"\\u0064atabase" = "{elsewhere}"\n', encoding="utf-8")
    assert run("backup", str(tmp_path / "a.warraq"), data=data).exit_code == 0
    refused = run("restore", str(tmp_path / "a.warraq"), data=tmp_path / "new")
    assert refused.exit_code != 0
    assert "names a database" in refused.output
    assert list((tmp_path / "new").iterdir()) == []


def test_a_restored_house_never_writes_to_the_database_of_the_old_one(data: Path, tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{data / 'archive.sqlite3'}"
    (data / "warraq.toml").write_text(f'port = 8123\ndatabase = "{elsewhere}"\n', encoding="utf-8")
    run("backup", str(tmp_path / "b.warraq"), data=data)
    told = run("restore", str(tmp_path / "b.warraq"), data=tmp_path / "new")
    assert "that line is a comment now" in told.stderr
    assert f'# (before the restore) database = "{elsewhere}"' in (tmp_path / "new/warraq.toml").read_text()
    assert (tmp_path / "new/archive.sqlite3").is_file()


def test_a_folder_that_holds_anything_is_left_alone(file: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    (new / "note.txt").write_text("mine")
    refused = run("restore", str(file), data=new)
    assert refused.exit_code == 1
    assert "holds note.txt already" in refused.stderr
    assert [path.name for path in new.iterdir()] == ["note.txt"]


def test_a_backup_never_overwrites_and_never_makes_an_archive(file: Path, tmp_path: Path) -> None:
    assert "is there already" in run("backup", str(file), data=tmp_path / "data").stderr
    refused = run("backup", str(tmp_path / "none.warraq"), data=tmp_path / "nothing")
    assert "nothing is kept" in refused.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_restore_that_was_cut_short_is_no_house(tmp_path: Path) -> None:
    (tmp_path / "new" / ".restoring").mkdir(parents=True)
    with (
        pytest.raises(SettingsError, match="restore was cut short"),
        wiring.house(Settings(data=tmp_path / "new")),
    ):
        pass


def test_what_a_killed_backup_left_is_removed_by_the_next(data: Path, tmp_path: Path) -> None:
    left = tmp_path / ".warraq-backup-killed"
    left.mkdir()
    (left / "part").write_bytes(b"half")
    assert run("backup", str(tmp_path / "b.warraq"), data=data).exit_code == 0
    assert not left.exists()


def rewritten(file: Path, change: Callable[[Parts, dict[str, Any]], None]) -> None:
    """The backup with other parts, and a manifest that speaks of them as `change` leaves it."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    listed = orjson.loads(parts.pop("manifest.json"))
    change(parts, listed)
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
        packed.writestr("manifest.json", orjson.dumps(listed))


def entry(listed: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in listed["members"] if one["name"] == name)
    return found


def told_right(parts: Parts, listed: dict[str, Any], name: str, data: bytes) -> None:
    """A part with other bytes, of which the manifest tells the truth: only what they say is wrong."""
    parts[name] = zstandard.ZstdCompressor().compress(data)
    entry(listed, name).update(size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


def climbing(parts: Parts, listed: dict[str, Any]) -> None:
    told_right(parts, listed, "objects/000001.zst", b"../../outside 3\nabc")
    entry(listed, "objects/000001.zst")["count"] = 1


def climbing_file(parts: Parts, listed: dict[str, Any]) -> None:
    told_right(parts, listed, "folder.zst", b"editions/../../x.toml 3\nabc")
    entry(listed, "folder.zst")["count"] = 1


def climbing_part(parts: Parts, listed: dict[str, Any]) -> None:
    parts["../../evil"] = b"x"
    listed["members"].append({"name": "../../evil", "size_bytes": 1, "sha256": "", "count": 0, "columns": []})


def unnamed(parts: Parts, listed: dict[str, Any]) -> None:
    parts["archive/extra.jsonl.zst"] = b"x"


def bomb(parts: Parts, listed: dict[str, Any]) -> None:
    parts["folder.zst"] = zstandard.ZstdCompressor().compress(b"\0" * 300_000_000)


def honest_bomb(parts: Parts, listed: dict[str, Any]) -> None:
    entry(listed, "folder.zst")["size_bytes"] = 10**18


def flipped(parts: Parts, listed: dict[str, Any]) -> None:
    entry(listed, "archive/versions.jsonl.zst")["sha256"] = "0" * 64


def reworded_row(parts: Parts, listed: dict[str, Any]) -> None:
    name = "archive/versions.jsonl.zst"
    rows = zstandard.ZstdDecompressor().decompressobj().decompress(parts[name])
    told_right(parts, listed, name, rows.replace(b'"hash', b'"hash').replace(b"\n", b" \n", 1))


def short_row(parts: Parts, listed: dict[str, Any]) -> None:
    told_right(parts, listed, "archive/counters.jsonl.zst", b'["last_change"]\n')


def no_row(parts: Parts, listed: dict[str, Any]) -> None:
    told_right(parts, listed, "archive/counters.jsonl.zst", b'{"a": 1}\n')


def other_chain(parts: Parts, listed: dict[str, Any]) -> None:
    listed["head"] = "0" * 64


def newer_format(parts: Parts, listed: dict[str, Any]) -> None:
    listed["format"] = 2


def newer_schema(parts: Parts, listed: dict[str, Any]) -> None:
    listed["schema"] = "9999"


def large_object(parts: Parts, listed: dict[str, Any]) -> None:
    told_right(parts, listed, "objects/000001.zst", b"pictures/x 999999999999\nabc")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (climbing, "'../../outside'"),
        (climbing_file, "is no file of a data folder"),
        (climbing_part, "'../../evil'"),
        (unnamed, "not those that the manifest names"),
        (bomb, "folder.zst holds more than the manifest says"),
        (honest_bomb, "1500000000.00 GB"),
        (flipped, "versions.jsonl.zst is damaged"),
        (reworded_row, "versions restored"),
        (short_row, "no row of 2 values"),
        (no_row, "no row of 2 values"),
        (other_chain, "chain of versions"),
        (newer_format, "format 2"),
        (newer_schema, "newer Warraq \\(schema 9999"),
        (large_object, "objects/000001.zst holds an object of 999999999999 bytes"),
    ],
)
def test_a_hostile_backup_is_named_and_leaves_nothing(
    file: Path, tmp_path: Path, change: Callable[[Parts, dict[str, Any]], None], named: str
) -> None:
    rewritten(file, change)
    new = tmp_path / "deep" / "new"
    refused = run("restore", str(file), data=new)
    assert refused.exit_code == 1, refused.output
    assert str(file) in refused.stderr or "the backup was written by" in refused.stderr
    assert re.search(named, refused.stderr), refused.stderr
    assert "Traceback" not in refused.stderr
    assert not new.exists() or list(new.iterdir()) == []
    assert not (tmp_path / "outside").exists()
    assert {path.name for path in tmp_path.iterdir()} <= {"all.warraq", "data", "deep"}


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_backup_that_is_cut_short_is_named(file: Path, tmp_path: Path, share: float) -> None:
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    for command in (("backup", "--check"), ("restore",)):
        refused = run(*command, str(file), data=tmp_path / "new")
        assert refused.exit_code == 1
        assert "cut short or no backup" in refused.stderr


def test_a_byte_changed_anywhere_is_noticed_or_changes_nothing(file: Path, tmp_path: Path) -> None:
    sound = file.read_bytes()
    spoilt = tmp_path / "spoilt.warraq"
    noticed = 0
    for place in range(40, len(sound) - 22, max(len(sound) // 40, 1)):
        changed = bytearray(sound)
        changed[place] ^= 0x55
        spoilt.write_bytes(changed)
        checked = run("backup", "--check", str(spoilt))
        assert "Traceback" not in checked.stderr
        if checked.exit_code == 0:  # what a zip file says of its parts' times and systems is nobody's content
            assert manifest(spoilt) == manifest(file)
        noticed += checked.exit_code == 1
    assert noticed > 25


def test_another_zip_file_is_no_backup(tmp_path: Path) -> None:
    file = tmp_path / "other.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("readme", b"x")
    assert "it has no manifest" in run("backup", "--check", str(file)).stderr


def test_a_full_disk_leaves_no_backup_and_says_so(data: Path, tmp_path: Path) -> None:
    """The file may grow no further: what the kernel says of a full disk, at a point of our choosing."""
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))\n"
        "from warraq.cli import main; main(sys.argv[1:])"
    )
    for target in ("a.warraq",):
        done = subprocess.run(
            # -B: Python 3.11 keeps the bytecode of a module cut off, too, where the file may grow no further
            [sys.executable, "-B", "-c", program, "backup", str(tmp_path / target), "--data", str(data)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "cannot be" in done.stderr
        assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
    assert run("backup", str(tmp_path / "b.warraq"), data=data).exit_code == 0


def test_too_little_room_is_said_before_anything_is_written(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "bytes_kept", lambda _: (10**15, 10**15))
    refused = run("backup", str(tmp_path / "b.warraq"), data=data)
    assert "3000000.00 GB" in refused.stderr
    assert "--without captures" in refused.stderr


def test_a_backup_holds_who_works_at_the_desk_and_not_who_is_signed_in(data: Path, tmp_path: Path) -> None:
    with wiring.house(Settings(data=data)) as house:
        user = house.users.add("ليلى", Role.ADMIN, "$argon2id$of-nobody", now=NOON)
        assert user is not None
        assert house.users.open("k1", user, now=NOON)
        house.mastheads.put(Masthead(light="#174a6e"), by="ليلى", now=NOON, after=0)
    file = tmp_path / "desk.warraq"
    assert run("backup", str(file), data=data).exit_code == 0
    counts = {name: count for name, (_, count) in members(file).items()}
    assert (counts["archive/users.jsonl.zst"], counts["archive/sessions.jsonl.zst"]) == (1, 0)
    assert run("restore", str(file), data=tmp_path / "again").exit_code == 0
    with wiring.house(Settings(data=tmp_path / "again")) as house:
        assert house.users.listed() == (user,)
        assert house.users.session("k1") is None
        assert house.mastheads.last() == 1
