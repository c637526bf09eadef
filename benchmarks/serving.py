"""Home, article and search over an archive of 25,000 articles, beside a bare template page of the same bytes.

Server and client are processes of their own, pinned to one core each where the machine has two. Each page is asked
for over one kept connection, in turns with its bare twin (the same server, a Jinja template that prints the same
lines), so that a noisy machine strikes both alike. The same pages at a tenth of the archive show what grows with it.
"""

from __future__ import annotations

import http.client
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import orjson

from benchmarks import corpora
from benchmarks.asking import addresses, apart, get, server

ARTICLES = 25_000
ROUNDS = 300
QUERIES = (
    "انسحاب القوات",
    "وزير التعليم",
    '"مجلس الأمن"',
    "كأس العالم",
    "أسعار النفط",
    "تونس",
    "مظاهرات في الجزائر",
    "الاتحاد الأوروبي -بريطانيا",
)


def run(data: Path, *, short: bool = False) -> dict[str, float]:
    count = ARTICLES // 10 if short else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large", Path(folder) / "small"
        _fill(large, data, count)
        _fill(small, data, count // 10)
        at_large, at_small = _measure(large, count), _measure(small, count // 10)
    result = {"articles": float(count)}
    for name in ("home", "article", "search", "search_anew", "search_new"):
        page, bare, size = at_large[name]
        result |= {
            f"{name}_bytes": float(size),
            f"{name}_p50_ms": page,
            f"{name}_bare_p50_ms": bare,
            f"{name}_ratio (bar 4)": page / bare,
            f"{name}_growth_over_10x": page / at_small[name][0],
        }
    return result


def _fill(place: Path, data: Path, count: int) -> None:
    lines = place.with_suffix(".jsonl")
    lines.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in corpora.records(data, limit=count)))
    command = [sys.executable, "-m", "warraq", "import", "jsonl", str(lines), "--data", str(place)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def _measure(place: Path, count: int) -> dict[str, tuple[float, float, int]]:
    """page -> (p50 in ms, p50 of its bare twin in ms, bytes)."""
    with server([sys.executable, "-m", "warraq", "serve", "--data", str(place)]) as port:
        site = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        paths = {
            "home": ["/"],
            "article": addresses(site, range(1, count, max(count // 60, 1))),
            # asked again while nothing changes, and each time as nobody asked before
            "search": [f"/search?q={quote(query)}" for query in QUERIES],
            "search_anew": [
                f"/search?q={quote(QUERIES[number % len(QUERIES)])}&x={number}"
                for number in range(ROUNDS + 20)
            ],
            # questions that nobody asked yet, each once
            "search_new": [f"/search?q={quote(words)}" for words in _headline_words(place)],
        }
        twins = place / "twins"
        twins.mkdir()
        for name, asked in paths.items():
            (twins / f"{name}.html").write_bytes(get(site, asked[0])[1])
        with server([sys.executable, "-m", "benchmarks.bare", str(twins)]) as bare_port:
            bare = http.client.HTTPConnection("127.0.0.1", bare_port, timeout=30)
            apart()
            return {name: _compare(site, asked, bare, f"/{name}") for name, asked in paths.items()}


def _compare(
    site: http.client.HTTPConnection, addresses: list[str], bare: http.client.HTTPConnection, twin: str
) -> tuple[float, float, int]:
    ours: list[float] = []
    theirs: list[float] = []
    size = 0
    for number in range(ROUNDS + 20):
        seconds, body = get(site, addresses[number % len(addresses)])
        bare_seconds, _ = get(bare, twin)
        if number >= 20:  # the first are for warming up
            ours.append(seconds)
            theirs.append(bare_seconds)
            size = max(size, len(body))
    return statistics.median(ours) * 1000, statistics.median(theirs) * 1000, size


def _headline_words(place: Path) -> list[str]:
    """Two words in a row of headlines all over the archive, none of them twice."""
    titles = [orjson.loads(line)["title"].split() for line in place.with_suffix(".jsonl").open("rb")]
    pairs = dict.fromkeys(" ".join(words[1:3]) for words in titles if len(words) > 3)
    return list(pairs)[:: max(len(pairs) // (ROUNDS + 20), 1)][: ROUNDS + 20]
