"""Do bytes in a folder outlive whoever wrote them, whole or not at all?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from warraq.errors import ObjectsError
from warraq.objects.folder import FolderObjects

KEY = "captures/2026/03/10/0f3a.zst"


def test_another_process_finds_what_this_one_put(tmp_path: Path) -> None:
    FolderObjects(tmp_path).put(KEY, b"x")
    assert FolderObjects(tmp_path).get(KEY) == b"x"


def test_bytes_are_on_disk_before_they_have_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = FolderObjects(tmp_path)
    acts: list[str] = []
    force, rename = os.fsync, Path.replace

    def forced(handle: int) -> None:
        acts.append("directory" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        force(handle)

    def renamed(self: Path, target: Path) -> Path:
        acts.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", forced)
    monkeypatch.setattr(Path, "replace", renamed)
    objects.put(KEY, b"x")
    # The new directories first, then the bytes, their name, and the directory that holds it.
    assert acts[-3:] == ["file", "rename", "directory"]
    assert acts[:-3] == ["directory"] * 5
    acts.clear()
    objects.put(KEY, b"x")
    assert acts == ["directory"]
    acts.clear()
    objects.remove(KEY)
    assert acts == ["directory"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    objects = FolderObjects(tmp_path)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ObjectsError, match="No space left on device"):
            objects.put("a", b"x")
    assert objects.get("a") is None
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
    objects.put("a", b"x")
    assert objects.get("a") == b"x"


def test_what_a_killed_writer_left_is_swept_later(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path)
    left = tmp_path / ".writing" / "123-dead"
    left.write_bytes(b"half")
    assert list(objects.keys()) == []
    FolderObjects(tmp_path)
    assert left.exists()  # its writer may still live
    os.utime(left, (1, 1))
    FolderObjects(tmp_path)
    assert not left.exists()


def test_other_files_in_the_folder_are_not_objects(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path)
    objects.put("a/b", b"x")
    (tmp_path / "a" / "readme").write_text("hello")
    (tmp_path / "lost+found").mkdir()
    assert list(objects.keys()) == ["a/b"]
    assert objects.get("a/readme") is None


def test_no_directory_grows_without_bound(tmp_path: Path) -> None:
    objects = FolderObjects(tmp_path)
    for number in range(300):
        objects.put(f"captures/2026/03/10/{number:x}", b"")
    day = tmp_path / "captures/2026/03/10"
    assert len(list(day.iterdir())) <= 256
    assert max(len(list(shard.iterdir())) for shard in day.iterdir()) < 12
    assert len(list(objects.keys("captures/2026/03/10/"))) == 300


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ObjectsError, match="file/objects cannot be made"):
        FolderObjects(tmp_path / "file" / "objects")
