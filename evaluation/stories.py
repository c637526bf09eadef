"""Who tells the same story? `python -m evaluation.stories --articles FILE… --clusters FILE --pairs FILE`

Our reprints and stories, beside like headlines, one pass over TF-IDF centroids and MinHash in the same run. The whole corpus
is fed in order of publication; clusters and pairs judge only what they name. One JSON object is the last line of stdout;
what it holds is in docs/reference/evaluation.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluation import figures, grouped, groupers, ours
from evaluation.command import apart, ended, peak_mb, say
from evaluation.corpus import Unmeasurable, documents, rows
from evaluation.grouped import LABELS, MERGED, Figures, Grouped, Judged, Pair
from evaluation.groupers import Told, ordered

OURS = "ours"
METHODS: dict[str, groupers.Grouper] = {OURS: ours.grouped, **groupers.BASELINES}


@dataclass(frozen=True, slots=True)
class Task:
    """What is fed, and what of it is judged. `missing`: judged ids that no file holds. `corpora`: of each judged article."""

    articles: Sequence[Told]
    clusters: tuple[Judged, ...]
    pairs: tuple[Pair, ...]
    missing: tuple[str, ...] = ()
    corpora: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What somebody made of it, with what it cost: seconds of processor time."""

    grouped: Grouped
    seconds: float
    peak_mb: float


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _arguments(arguments)
    return ended("stories", lambda: run(asked))


def run(asked: argparse.Namespace) -> dict[str, Any]:
    """Everything that is printed. Raises: Unmeasurable."""
    began = time.perf_counter()
    work = task(asked.articles, asked.clusters, asked.pairs)
    say(f"{len(work.articles)} articles, {len(work.clusters)} and {len(work.pairs)} pairs judged")
    measured = {name: _measured(name, work) for name in METHODS}
    return {
        **_told(work, measured[OURS]),
        "corpora": {
            name: report(_only(work, name), measured[OURS].grouped)
            for name in sorted(set((work.corpora or {}).values()))
        },
        "errors": errors(work, measured[OURS].grouped),
        "articles": len(work.articles),
        "missing": list(work.missing),
        "seconds": round(time.perf_counter() - began, 3),
        "peak_mb": measured[OURS].peak_mb,
        "baselines": {
            name: {
                **_told(work, measured[name]),
                "seconds": round(measured[name].seconds, 3),
                "peak_mb": measured[name].peak_mb,
            }
            for name in groupers.BASELINES
        },
    }


def task(files: Sequence[Path], clusters: Path, pairs: Path) -> Task:
    """Raises: Unmeasurable, saying what is missing."""
    told: dict[str, Told] = {}
    corpora: dict[str, str] = {}
    for path in files:
        for one in documents([path]):
            if one.id not in told:
                told[one.id] = Told(one.id, one.source or "", one.title, one.text, _moment(one.published))
                corpora[one.id] = path.parent.name or path.name
    judged = [one for one in _clusters(clusters) if one]
    couples = [one for one in _pairs(pairs) if one]
    named = {one.id for one in judged} | {one for pair in couples for one in (pair.a, pair.b)}
    there = tuple(one for one in judged if one.id in told)
    kept = tuple(one for one in couples if one.a in told and one.b in told)
    if not there and not kept:
        raise Unmeasurable("not one article that is judged stands in the articles given")
    return Task(ordered(told.values()), there, kept, tuple(sorted(named - told.keys())), corpora)


def _clusters(path: Path) -> list[Judged]:
    """Those on which careful readers agree."""
    return [
        Judged(str(row["id"]), str(row["event"]), str(row.get("story") or row["event"]))
        for row in rows(path)
        if row.get("id") and row.get("event") and "CONTESTED" not in str(row.get("note") or "")
        and row.get("contested") != "merge"
    ]  # fmt: skip


def _pairs(path: Path) -> list[Pair]:
    return [
        Pair(str(row["a"]), str(row["b"]), str(row["label"]), trap=bool(row.get("trap")))
        for row in rows(path)
        if row.get("a") and row.get("b") and row.get("label") in LABELS
        and row.get("contested") != "merge" and not row.get("multi")
    ]  # fmt: skip


def _moment(said: str | None) -> datetime | None:
    """A date without a zone is taken as UTC; one that cannot be read is none."""
    try:
        at = datetime.fromisoformat(said) if said else None
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def _measured(name: str, work: Task) -> Measured:
    found = apart(measure, name, work)
    said = report(work, found.grouped)
    say(f"{name}: events {said['events']['pairwise']}, merge {said['merge']}, traps {said['traps_merged']}/{said['traps']}, {found.seconds:.1f} s")  # fmt: skip
    return found


def measure(name: str, work: Task) -> Measured:
    began = time.process_time()
    made = METHODS[name](work.articles, work.pairs)
    return Measured(made, time.process_time() - began, peak_mb())


def _told(work: Task, measured: Measured) -> dict[str, Any]:
    return {
        **report(work, measured.grouped),
        "articles_per_s": round(len(work.articles) / measured.seconds, 1) if measured.seconds else None,
    }


def report(work: Task, made: Grouped) -> dict[str, Any]:
    """The figures of one grouping, with the middle 95 % of F1 over samples of the judged events."""
    events = {one.id: one.event for one in work.clusters}
    found: dict[str, Any] = {}
    intervals: dict[str, Any] = {}
    for level, gold, said in (
        ("events", events, made.events),
        ("stories", {one.id: one.story for one in work.clusters}, made.stories),
    ):
        first = {one: said[one][0] for one in gold}
        found[level], intervals[level] = {}, {}
        for name, measure_of in (("pairwise", grouped.pairwise), ("bcubed", grouped.bcubed)):
            measured = measure_of(gold, first, events)
            found[level][name] = _rounded(measured(None))
            intervals[level][name] = figures.ends(grouped.interval(measured, events.values()))
    labels = [(pair, grouped.label(pair, made)) for pair in work.pairs]
    found["pairs"] = {name: _of_label(labels, {name}) for name in LABELS}
    found["pairs"]["reprint_or_excerpt"] = _of_label(labels, {"reprint", "excerpt"})
    merged = grouped.merging([(pair, pair.label in MERGED, said in MERGED) for pair, said in labels], events)
    found["merge"] = _rounded(merged(None))
    drawn = {events.get(one, one) for pair in work.pairs for one in (pair.a, pair.b)}
    intervals["merge"] = figures.ends(grouped.interval(merged, drawn))
    traps = [said in MERGED for pair, said in labels if pair.trap]
    return {**found, "traps_merged": sum(traps), "traps": len(traps), "intervals": intervals}


def errors(work: Task, made: Grouped) -> list[dict[str, Any]]:
    """Every pair whose label is not the judged one, those that were merged wrongly or not merged first."""
    titles = {one.id: one.title for one in work.articles}
    wrong = [(pair, said) for pair in work.pairs if (said := grouped.label(pair, made)) != pair.label]
    wrong.sort(key=lambda one: ((one[0].label in MERGED) == (one[1] in MERGED), not one[0].trap, one[0].a))
    return [
        {"a": pair.a, "b": pair.b, "label": pair.label, "found": said, "trap": pair.trap,
         "titles": [titles[pair.a], titles[pair.b]]}
        for pair, said in wrong
    ]  # fmt: skip


def _only(work: Task, corpus: str) -> Task:
    of = work.corpora or {}
    return replace(
        work,
        clusters=tuple(one for one in work.clusters if of[one.id] == corpus),
        pairs=tuple(one for one in work.pairs if of[one.a] == of[one.b] == corpus),
    )


def _of_label(labels: Sequence[tuple[Pair, str]], names: set[str]) -> dict[str, float | None]:
    counts = Counter((pair.label in names, said in names) for pair, said in labels)
    right, told, wanted = (
        counts[True, True],
        counts[True, True] + counts[False, True],
        counts[True, True] + counts[True, False],
    )
    return _rounded(Figures(right / told if told else None, right / wanted if wanted else None))


def _rounded(found: Figures) -> dict[str, float | None]:
    return {name: figures.rounded(getattr(found, name)) for name in ("p", "r", "f1")}


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation.stories", description=__doc__)
    parser.add_argument("--articles", nargs="+", action="extend", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--clusters", type=Path, required=True, metavar="FILE", help="JSON lines: id, event, story"
    )
    parser.add_argument(
        "--pairs", type=Path, required=True, metavar="FILE", help="JSON lines: a, b, label, trap"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
