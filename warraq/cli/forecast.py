"""When will the disk be full? The pace of the last days, from what is there, carried on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warraq import wiring
from warraq.crawling import room
from warraq.crawling.room import Growth
from warraq.wiring import House

_WINDOW = timedelta(days=7)
_SOON_DAYS = 7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a day adds, and in how many days the disk is full (`None`: not within ten years)."""

    captures: Growth
    pictures: Growth
    rest: Growth  # archive and index
    window_days: float
    days: int | None

    @property
    def soon(self) -> bool:
        return self.days is not None and self.days < _SOON_DAYS


def forecast(house: House) -> Forecast | None:
    """`None` where less than a day was collected: too early to tell. Raises: WarraqError, OSError."""
    now, first = house.clock.now(), house.archive.changes(0, limit=1)
    if not first or not room.told_enough(now - first[0].at):
        return None
    window = min(now - first[0].at, _WINDOW)
    days, since = window.total_seconds() / _DAY_S, now - window
    settings = house.settings
    pictures = list(_sizes(settings.data / "objects" / "pictures"))
    pace = _captured(house, since) / days if settings.capture_days else 0.0
    captures = Growth(_captured(house, _EPOCH), pace, settings.capture_days)
    shown = Growth(
        sum(size for size, _ in pictures),
        sum(size for size, written in pictures if written >= since.timestamp()) / days,
        settings.picture_days,
    )
    held = _archive_bytes(settings.data) + sum(size for size, _ in _sizes(settings.data / "index"))
    rest = Growth(held, held * _share_since(house, since) / days)
    left = room.left_bytes(wiring.usage(settings.data), limit=settings.disk_full)
    return Forecast(captures, shown, rest, days, room.days_until(left, (captures, shown, rest)))


def spoken(found: Forecast | None, *, limit: float) -> str:
    """The forecast as an operator reads it."""
    if found is None:
        return "too early to tell: less than a day was collected here"
    when = (
        "not full within ten years" if found.days is None else f"{limit:.0%} full in about {found.days} days"
    )
    kinds = (("captures", found.captures), ("pictures", found.pictures), ("archive and index", found.rest))
    paces = ", ".join(f"{name} {size(growth.daily_bytes)}" for name, growth in kinds)
    steady = "; ".join(
        f"{name} level off at {size(growth.steady_bytes)} ({growth.days} days kept)"
        for name, growth in kinds
        if growth.steady_bytes
    )
    return f"a day adds {paces}, as in the last {found.window_days:.0f} days; at that pace {when}" + (
        f"; {steady}" if steady else ""
    )


def figures(found: Forecast | None) -> dict[str, object] | None:
    """The same for programs: bytes and days."""
    if found is None:
        return None
    return {
        "captures_bytes_a_day": round(found.captures.daily_bytes),
        "pictures_bytes_a_day": round(found.pictures.daily_bytes),
        "archive_and_index_bytes_a_day": round(found.rest.daily_bytes),
        "captures_steady_bytes": found.captures.steady_bytes,
        "pictures_steady_bytes": found.pictures.steady_bytes,
        "window_days": round(found.window_days, 2),
        "days_until_full": found.days,
    }


def size(size_bytes: float) -> str:
    if size_bytes >= 2**30:
        return f"{size_bytes / 2**30:.1f} GB"
    return f"{size_bytes / 2**20:.1f} MB"


def _captured(house: House, since: datetime) -> int:
    return sum(size for _, _, size in house.daybook.captures_by_day(since))


def _share_since(house: House, since: datetime) -> float:
    """The share of all changes that were made since then: they are numbered in the order of their time."""
    last = house.archive.last_change()
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        found = house.archive.changes(middle, limit=1)
        low, high = (low, middle) if not found or found[0].at >= since else (middle + 1, high)
    return (last - low) / last if last else 0.0


def _archive_bytes(folder: Path) -> int:
    """SQLite's own files; a database elsewhere stands on another disk."""
    return sum(path.stat().st_size for path in folder.glob("archive.sqlite3*"))


def _sizes(folder: Path) -> Iterator[tuple[int, float]]:
    """(bytes, when written) of every file below; what goes away meanwhile is passed over."""
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                for one in found:
                    if one.is_dir(follow_symlinks=False):
                        waiting.append(one.path)
                        continue
                    told = one.stat(follow_symlinks=False)
                    yield told.st_size, told.st_mtime
        except FileNotFoundError:
            continue
