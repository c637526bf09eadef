"""Is it told whom the news is attributed to? `python -m evaluation.citations --cases FILE`

A span is right when it overlaps one of the case's and names the same source; each counts once. One JSON object is the last line of
stdout; what it holds is in docs/reference/evaluation.md.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from evaluation.command import ended
from evaluation.corpus import Unmeasurable
from warraq import citations
from warraq.citations.mentions import mention, read


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` names the source."""

    start: int
    end: int
    source: str


@dataclass(frozen=True, slots=True)
class Case:
    """A text and every attribution in it."""

    text: str
    spans: tuple[Span, ...]


Finder = Callable[[str], Sequence[Span]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluation.citations", description=__doc__)
    parser.add_argument("--cases", type=Path, required=True, metavar="FILE", help="JSONL: text, spans")
    asked = parser.parse_args(arguments)
    return ended("citations", lambda: run(asked.cases))


def run(path: Path) -> dict[str, Any]:
    """Everything that is printed. Raises: Unmeasurable."""
    work = cases(path)
    return {
        **report(work, ours, name="warraq"),
        "baselines": {"lexicon": report(work, lexicon, name="lexicon")},
    }


def cases(path: Path) -> list[Case]:
    """The cases of a file. Raises: Unmeasurable, naming the line that is none."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise Unmeasurable(f"{path} cannot be read: {error}") from error
    found = [_case(number, line, path) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise Unmeasurable(f"{path} holds no case")
    return found


def ours(text: str) -> list[Span]:
    """The attributions as the product finds them."""
    return [Span(found.start, found.end, found.source) for found in citations.attributions(text)]


def lexicon(text: str) -> list[Span]:
    """The baseline: every name of the lexicon is an attribution, wherever it stands."""
    said, found, at = read(text), [], 0
    while at < len(said.words):
        named = mention(said, at)
        if named is None or named.source.short:
            at += 1
            continue
        found.append(Span(said.words[named.first].start, said.words[named.last - 1].end, named.source.name))
        at = named.last
    return found


def report(work: Sequence[Case], finder: Finder, *, name: str) -> dict[str, Any]:
    """Precision and recall over all spans of all cases, and what was missed or made up."""
    began = time.perf_counter()
    right = expected = said = 0
    errors: list[dict[str, Any]] = []
    for number, case in enumerate(work, 1):
        found = list(finder(case.text))
        hits, missed, wrong = matched(case.spans, found)
        right, expected, said = right + hits, expected + len(case.spans), said + len(found)
        errors += [
            _error(number, case, span, kind)
            for kind, spans in (("missed", missed), ("wrong", wrong))
            for span in spans
        ]
    seconds = time.perf_counter() - began
    p, r = right / said if said else 0.0, right / expected if expected else 0.0
    print(f"{name}: {right} right of {said} said, {expected} expected", file=sys.stderr, flush=True)
    return {
        "p": round(p, 4),
        "r": round(r, 4),
        "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0,
        "cases": len(work),
        "spans": expected,
        "errors": errors,
        "seconds": round(seconds, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def matched(expected: Sequence[Span], found: Sequence[Span]) -> tuple[int, list[Span], list[Span]]:
    """How many are right, which expected ones were missed, which found ones are wrong. Each span is used once."""
    left = list(expected)
    wrong = []
    for span in found:
        partner = next(
            (one for one in left if _overlap(one, span) and citations.same(one.source, span.source)), None
        )
        if partner is None:
            wrong.append(span)
        else:
            left.remove(partner)
    return len(found) - len(wrong), left, wrong


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _error(number: int, case: Case, span: Span, kind: str) -> dict[str, Any]:
    around = case.text[max(0, span.start - 40) : span.end + 30]
    return {
        "case": number,
        "kind": kind,
        "source": span.source,
        "text": case.text[span.start : span.end],
        "around": around,
    }


def _case(number: int, line: bytes, path: Path) -> Case:
    try:
        said = orjson.loads(line)
        text = said["text"]
        spans = tuple(
            Span(int(span["start"]), int(span["end"]), str(span["source"])) for span in said["spans"]
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise Unmeasurable(
            f"{path}, line {number}: expected text and spans of start, end, source: {error}"
        ) from error
    if not isinstance(text, str) or any(not 0 <= span.start < span.end <= len(text) for span in spans):
        raise Unmeasurable(f"{path}, line {number}: a span stands outside its text")
    return Case(text, spans)


if __name__ == "__main__":
    sys.exit(main())
