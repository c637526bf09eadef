"""Do pages cost the same in an archive of 250,000 articles as in one of 25,000?

Real articles, told again under other addresses and dates where there are too few. Both archives are served at once, by
a server each on one core, and asked in turns, so that a noisy machine strikes both alike.
"""

from __future__ import annotations

import contextlib
import http.client
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from benchmarks import corpora
from benchmarks.asking import apart, get, server
from warraq.language import names
from warraq.newsroom.importing import slug_of

SMALL, LARGE = 25_000, 250_000
ROUNDS = 300
_COUNTRY = "eg"
_DESKS = ("politics", "economy", "sports", "society", "world", "culture", "opinion")
_FIRST = (
    "أحمد",
    "منى",
    "خالد",
    "سلمى",
    "يوسف",
    "هدى",
    "عمر",
    "ليلى",
    "طارق",
    "نورة",
    "سامي",
    "رانيا",
    "حسن",
    "دينا",
    "زياد",
    "مها",
    "وليد",
    "سعاد",
    "كريم",
    "نجلاء",
)
_LAST = (
    "الحداد",
    "النجار",
    "السباعي",
    "القاضي",
    "المنصوري",
    "البدوي",
    "الشافعي",
    "الزيات",
    "العطار",
    "الفقي",
    "الغزالي",
    "الصاوي",
    "الجمال",
    "الخطيب",
    "الراوي",
    "التونسي",
    "المراكشي",
    "الحلبي",
    "البصري",
    "الكاتب",
)
_AUTHORS = tuple(f"{first} {last}" for last in _LAST for first in _FIRST)
_LATEST = datetime(2026, 11, 25, 12, tzinfo=UTC)


def run(data: Path, *, short: bool = False) -> dict[str, float]:
    sizes = (SMALL // 10, LARGE // 10) if short else (SMALL, LARGE)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        ports = []
        for size in sizes:
            place = Path(folder) / str(size)
            fill(place, data, size)
            command = [sys.executable, "-m", "warraq", "serve", "--data", str(place), "--edition", _COUNTRY]
            ports.append(stack.enter_context(server(command)))
        sites = [http.client.HTTPConnection("127.0.0.1", port, timeout=30) for port in ports]
        apart()
        result = {"small": float(sizes[0]), "large": float(sizes[1])}
        for name, paths in _paths(data, sizes).items():
            small, large = _compare(sites, paths)
            result |= {f"{name}_p50_ms": large, f"{name}_growth (bar 1.3)": large / small}
    return result


def _paths(data: Path, sizes: tuple[int, int]) -> dict[str, tuple[list[str], list[str]]]:
    """page -> the addresses to ask the small archive for, and the large one."""
    sources = sorted({one["source"] for one in corpora.records(data, limit=sizes[0])})
    days = [(_LATEST - timedelta(days=number)).date().isoformat() for number in range(1, 20)]
    same = {
        "home": ["/"],
        "latest": ["/latest"],
        "source": [f"/{slug_of(_paper(name))}" for name in sources],
        "section": [f"/section/{desk}" for desk in _DESKS],
        "day": [f"/day/{day}" for day in days],
        "author": [f"/author/{quote(names.key(name))}" for name in _AUTHORS[::9]],
    }
    articles = [[f"/x/{number}" for number in range(1, size, size // 60)] for size in sizes]
    return {name: (paths, paths) for name, paths in same.items()} | {"article": (articles[0], articles[1])}


def _compare(
    sites: list[http.client.HTTPConnection], paths: tuple[list[str], list[str]]
) -> tuple[float, float]:
    asked = [[_real(site, path) for path in mine] for site, mine in zip(sites, paths, strict=True)]
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 20):
        for site, addresses, mine in zip(sites, asked, times, strict=True):
            seconds, _ = get(site, addresses[number % len(addresses)])
            if number >= 20:  # the first are for warming up
                mine.append(seconds)
    return statistics.median(times[0]) * 1000, statistics.median(times[1]) * 1000


def _real(site: http.client.HTTPConnection, path: str) -> str:
    """Where the site itself says that the page stands."""
    site.request("GET", path)
    answer = site.getresponse()
    answer.read()
    return answer.getheader("location") or path if answer.status == 301 else path


def fill(place: Path, data: Path, count: int) -> None:
    lines = place.with_suffix(".jsonl")
    with lines.open("wb") as file:
        file.writelines(orjson.dumps(one) + b"\n" for one in _told(data, count))
    command = [sys.executable, "-m", "warraq", "import", "jsonl", str(lines)]
    subprocess.run(
        [*command, "--data", str(place), "--country", _COUNTRY], check=True, stderr=subprocess.DEVNULL
    )
    lines.unlink()


def _told(data: Path, count: int) -> Iterator[dict[str, Any]]:
    """So many articles, a thousand a day up to the latest, with desks and authors."""
    real = corpora.records(data, limit=count)
    for number in range(count):
        one = real[number % len(real)]
        yield {
            "id": f"{number}-{one['id']}",
            "source": _paper(one["source"]),
            "title": one["title"],
            "text": one["text"],
            "published": (_LATEST - timedelta(minutes=1.44 * number)).isoformat(),
            "category": _DESKS[number % len(_DESKS)],
            "author": _AUTHORS[number % len(_AUTHORS)],
        }


def _paper(name: str) -> str:
    """A paper that no catalogue knows, so that all are of one country."""
    return f"told {name}"
