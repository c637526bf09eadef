"""Figures are in Prometheus' own text format, and for nobody but whom the operator lets in."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand
from warraq.errors import ArchiveError
from warraq.ports.daybook import FeedState
from warraq.press import Progress, Settings
from warraq.web.exposition import Family, by, histogram, written
from warraq.web.status import MOST_BEHIND

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_SAMPLE = re.compile(rf"({_NAME})(?:\{{(.*)\}})? (\S+)")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')


@dataclass
class Metric:
    kind: str
    samples: dict[tuple[str, tuple[tuple[str, str], ...]], float] = field(default_factory=dict)


def strictly(text: str) -> dict[str, Metric]:
    """The families of an exposition. Everything that the format forbids fails, and what promtool would warn of too."""
    assert text.endswith("\n")
    found: dict[str, Metric] = {}
    helped, current = "", ""
    for line in text[:-1].split("\n"):
        assert line == line.strip(), line
        if line.startswith("# HELP "):
            helped = line.split(" ", 3)[2]
            assert line.split(" ", 3)[3]
        elif line.startswith("# TYPE "):
            _, _, current, kind = line.split(" ")
            assert current == helped, "HELP stands before its TYPE"
            assert current not in found, "a family stands in one piece"
            assert kind in ("counter", "gauge", "histogram")
            assert re.fullmatch(_NAME, current)
            assert (kind == "counter") == current.endswith("_total"), current
            found[current] = Metric(kind)
        else:
            _sample(line, current, found[current])
    for name, metric in found.items():
        assert metric.samples, name
        if metric.kind == "histogram":
            _whole(name, metric)
    return found


def _sample(line: str, family: str, metric: Metric) -> None:
    told = _SAMPLE.fullmatch(line)
    assert told, line
    suffix = told[1].removeprefix(family)
    assert told[1].startswith(family)
    assert suffix in (("_bucket", "_sum", "_count") if metric.kind == "histogram" else ("",)), line
    place, labels, rest = 0, [], told[2] or ""
    while place < len(rest):
        label = _LABEL.match(rest, place)
        assert label, line
        labels.append((label[1], re.sub(r"\\(.)", lambda one: {"n": "\n"}.get(one[1], one[1]), label[2])))
        place = label.end()
    assert len({name for name, _ in labels}) == len(labels)
    value = {"+Inf": math.inf, "-Inf": -math.inf}.get(told[3])
    value = float(told[3]) if value is None else value
    assert metric.kind == "gauge" or value >= 0
    key = (suffix, tuple(sorted(labels)))
    assert key not in metric.samples, f"twice: {line}"
    metric.samples[key] = value


def _whole(name: str, metric: Metric) -> None:
    buckets = [
        (float(dict(labels)["le"]), value)
        for (suffix, labels), value in metric.samples.items()
        if suffix == "_bucket"
    ]
    assert buckets == sorted(buckets), f"{name}: bounds and counts ascend"
    assert buckets[-1] == (math.inf, metric.samples["_count", ()])
    assert ("_sum", ()) in metric.samples


def value(found: dict[str, Metric], name: str, **labels: str) -> float:
    return found[name].samples["", tuple(sorted(labels.items()))]


def stand_of(metrics: str = "loopback", **given: object) -> Newsstand:
    return Newsstand(settings=Settings(metrics=metrics, **given))  # type: ignore[arg-type]


async def test_the_house_tells_its_figures_in_the_strict_format(opens: Opens, tmp_path: Path) -> None:
    stand = stand_of(data=tmp_path)
    stand.progress = Progress(since=NOON, filed=4, versions=1, visits=(("busy", 2), ("fetched", 7)))
    stand.tell(stand.file())
    stand.follow()
    stand.file()
    stand.daybook.put_feed_state(
        FeedState("sada", "https://sada.example/rss", tried=NOON, problem="HTTP 503")
    )
    reader = await opens(stand)
    await reader.get("/latest")
    await reader.get("/sada/1")
    await reader.get("/sada/999")
    await reader.get('/no"such\\page/at/all')
    answer = await reader.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = strictly(answer.text)
    assert value(found, "warraq_articles") == 2
    assert value(found, "warraq_changes_total") == 2
    assert value(found, "warraq_index_lag_changes") == 1
    assert value(found, "warraq_feeds", state="failing") == 1
    assert value(found, "warraq_visits_total", outcome="busy") == 2
    assert value(found, "warraq_filed_total", **{"as": "new"}) == 4
    assert value(found, "warraq_collecting") == 1
    assert value(found, "warraq_papers", condition="new") == 2
    assert value(found, "warraq_watch_messages", state="listed") == 1
    assert value(found, "warraq_reported_pictures", state="frozen") == 0
    assert value(found, "warraq_watch_messages", state="dead") == 0
    assert value(found, "warraq_http_requests_total", route="/latest", status="200") == 1
    assert value(found, "warraq_http_requests_total", route="/{source}/{id}", status="404") == 1
    assert value(found, "warraq_http_requests_total", route="none", status="404") == 1
    assert found["warraq_http_request_seconds"].samples["_count", ()] == 4
    assert value(found, "process_resident_memory_bytes") > 2**20
    assert value(found, "warraq_disk_free_bytes") > 0
    assert "warraq_last_backup_age_seconds" not in found


async def test_the_last_backup_s_age_is_told_once_there_was_one(opens: Opens, tmp_path: Path) -> None:
    mark = tmp_path / "last-backup"
    mark.write_text("x", "ascii")
    made = (NOON - timedelta(hours=2)).timestamp()
    os.utime(mark, (made, made))
    found = strictly((await (await opens(stand_of(data=tmp_path))).get("/metrics")).text)
    assert value(found, "warraq_last_backup_age_seconds") == 7200


async def test_a_process_that_does_not_collect_counts_no_visits(opens: Opens) -> None:
    found = strictly((await (await opens(stand_of())).get("/metrics")).text)
    assert value(found, "warraq_collecting") == 0
    assert "warraq_visits_total" not in found


SPOOFED = [
    {"x-forwarded-for": "127.0.0.1"},
    {"x-forwarded-for": "127.0.0.1, 8.8.8.8"},
    {"forwarded": "for=127.0.0.1"},
    {"x-real-ip": "127.0.0.1"},
    {"via": "1.1 proxy"},
    {"x-forwarded-proto": "https"},
]


@pytest.mark.parametrize("headers", SPOOFED)
async def test_whoever_was_passed_on_is_a_stranger_whatever_the_header_says(
    opens: Opens, headers: dict[str, str]
) -> None:
    reader = await opens(stand_of(proxies=("127.0.0.1/32",)))
    assert (await reader.get("/metrics", headers=headers)).status == 404
    assert (await reader.get("/metrics", headers=headers, peer="8.8.8.8")).status == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("[::1]:8000", 200),
        ("press.example", 404),
        ("203.0.113.9", 404),
    ],
)
async def test_a_proxy_that_says_nothing_is_known_by_the_name_it_was_asked_for(
    opens: Opens, host: str, status: int
) -> None:
    reader = await opens(stand_of(public=True, contact="desk@press.example", address="https://press.example"))
    assert (await reader.get("/metrics", headers={"host": host})).status == status


@pytest.mark.parametrize(
    ("metrics", "peer", "status"),
    [
        ("loopback", "127.0.0.1", 200),
        ("loopback", "::1", 200),
        ("loopback", "::ffff:127.0.0.1", 200),
        ("loopback", "10.0.0.7", 404),
        ("loopback", "203.0.113.9", 404),
        ("loopback", "unknown", 404),
        ("off", "127.0.0.1", 404),
        ("all", "203.0.113.9", 200),
    ],
)
async def test_the_setting_says_who_reads_figures(opens: Opens, metrics: str, peer: str, status: int) -> None:
    assert (await (await opens(stand_of(metrics))).get("/metrics", peer=peer)).status == status


async def test_the_house_is_ready_while_all_works(opens: Opens) -> None:
    answer = await (await opens(stand_of(disk_full=1.0))).get("/readyz")
    assert (answer.status, answer.text) == (200, '{"ready":true,"reasons":[]}')


async def test_readiness_names_each_reason(opens: Opens) -> None:
    stand = stand_of(disk_full=1.0)

    class Locked:
        def unready(self) -> str:
            return "the archive /data/archive.sqlite3 cannot be written: database is locked"

    stand.ledger = Locked()
    stand.archive.last_change = lambda: MOST_BEHIND + 1
    reader = await opens(stand)
    answer = await reader.get("/readyz")
    assert answer.status == 503
    assert '"check":"index","reason":"5001 changes behind the archive"' in answer.text
    assert "database is locked" in answer.text
    abroad = await reader.get("/readyz", peer="203.0.113.9")
    assert abroad.text == '{"ready":false,"reasons":[{"check":"index"},{"check":"writing"}]}'


async def test_an_archive_that_does_not_answer_is_not_ready(opens: Opens) -> None:
    stand = stand_of(disk_full=1.0)

    def fail() -> int:
        raise ArchiveError("disk full")

    stand.archive.last_change = fail
    answer = await (await opens(stand)).get("/readyz")
    assert (answer.status, '"check":"archive","reason":"disk full"' in answer.text) == (503, True)


def test_what_a_label_holds_is_escaped() -> None:
    odd = 'a"b\\c\nd'
    found = strictly(written([by("x", "told\nin two lines", "word", [(odd, 1.5)])]))
    assert value(found, "x", word=odd) == 1.5


def test_a_family_without_samples_is_left_out() -> None:
    assert written([Family("x", "gauge", "told", ())]) == ""


def test_a_histogram_counts_up_to_each_bound() -> None:
    text = written([histogram("t", "told", (0.5, 1.0), [2, 0, 3], 7.25)])
    assert strictly(text)["t"].samples["_bucket", (("le", "1"),)] == 2
    assert 't_bucket{le="+Inf"} 5' in text


@pytest.mark.parametrize(
    "broken",
    [
        "x 1",
        '# HELP x y\n# TYPE x gauge\nx{a="b} 1\n',
        "# HELP x y\n# TYPE x gauge\nx 1\nx 2\n",
        "# HELP x y\n# TYPE x counter\nx 1\n",
    ],
)
def test_the_strict_reader_of_these_tests_is_strict(broken: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        strictly(broken)
