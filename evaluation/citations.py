"""Is it told whom the news is attributed to? `python -m evaluation.citations --cases FILE`

A span is right when it overlaps one of the case's and names the same source; each counts once. One JSON object is the last line of
stdout; what it holds is in docs/reference/evaluation.md. Texts that are not ours are named in the cases by corpus, id and sha256, and
read from a folder of corpora.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from evaluation.command import ended, peak_mb, say
from evaluation.corpus import Unmeasurable
from warraq import citations
from warraq.citations.mentions import mention
from warraq.citations.text import read


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
    parser.add_argument("--texts", type=Path, metavar="DIR", help="corpora, for cases that name their text")
    parser.add_argument("--half", choices=("tune", "report"), help="only the cases of this half")
    asked = parser.parse_args(arguments)
    return ended("citations", lambda: run(asked.cases, texts=asked.texts, half=asked.half))


def run(path: Path, *, texts: Path | None = None, half: str | None = None) -> dict[str, Any]:
    """Everything that is printed. Raises: Unmeasurable."""
    work = cases(path, texts=texts, half=half)
    return {
        **report(work, ours, name="warraq"),
        "baselines": {"lexicon": report(work, lexicon, name="lexicon")},
    }


def cases(path: Path, *, texts: Path | None = None, half: str | None = None) -> list[Case]:
    """The cases of a file, of one half where it is said. Raises: Unmeasurable, naming the line that is none."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise Unmeasurable(f"{path} cannot be read: {error}") from error
    rows = [_row(number, line, path) for number, line in enumerate(lines, 1) if line.strip()]
    rows = [row for row in rows if half is None or row.said.get("half") == half]
    if not rows:
        raise Unmeasurable(f"{path} holds no case")
    kept = _texts(texts, {str(row.said["corpus"]) for row in rows if "corpus" in row.said})
    return [_case(row, kept) for row in rows]


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
    say(f"{name}: {right} right of {said} said, {expected} expected")
    return {
        "p": round(p, 4),
        "r": round(r, 4),
        "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0,
        "cases": len(work),
        "spans": expected,
        "errors": errors,
        "seconds": round(seconds, 3),
        "peak_mb": peak_mb(),
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


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the file, and what an error says of where it stands."""

    at: str
    said: Mapping[str, Any]


def _row(number: int, line: bytes, path: Path) -> _Row:
    at = f"{path}, line {number}"
    try:
        said = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Unmeasurable(f"{at}: no JSON: {error}") from error
    if not isinstance(said, dict):
        raise Unmeasurable(f"{at}: expected an object")
    return _Row(at, said)


def _texts(folder: Path | None, corpora: set[str]) -> Mapping[tuple[str, str], str]:
    """(corpus, id) -> text, of the corpora that cases name."""
    if corpora and folder is None:
        raise Unmeasurable(f"the cases name texts of {', '.join(sorted(corpora))}: say --texts DIR")
    kept = {}
    for corpus in sorted(corpora):
        file = Path(folder or ".") / corpus / "articles.jsonl.gz"
        try:
            lines = gzip.decompress(file.read_bytes()).split(b"\n")
        except (OSError, EOFError) as error:
            raise Unmeasurable(f"{file} cannot be read: {error}") from error
        for said in map(orjson.loads, filter(None, lines)):
            kept[corpus, str(said["id"])] = said["text"] or ""
    return kept


def _case(row: _Row, kept: Mapping[tuple[str, str], str]) -> Case:
    try:
        named = None if "text" in row.said else (str(row.said["corpus"]), str(row.said["id"]))
        text = row.said["text"] if named is None else kept.get(named)
        spans = tuple(
            Span(int(span["start"]), int(span["end"]), str(span["source"])) for span in row.said["spans"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unmeasurable(
            f"{row.at}: expected text (or corpus, id) and spans of start, end, source: {error!r}"
        ) from error
    if not isinstance(text, str):
        raise Unmeasurable(f"{row.at}: its text is not there")
    if named and hashlib.sha256(text.encode()).hexdigest() != row.said.get("sha256"):
        raise Unmeasurable(f"{row.at}: its text is another one than was judged")
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        raise Unmeasurable(f"{row.at}: a span stands outside its text")
    return Case(text, spans)


if __name__ == "__main__":
    sys.exit(main())
