"""Is a printed date read rightly, or not at all? `python -m evaluation.dates --cases FILE`

Our reader, through the function that feeds and pages use, beside dateparser and htmldate. One JSON object is the last line of
stdout; what it holds is in docs/reference/evaluation.md.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module, util
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.core import get_global

from evaluation.command import ended, peak_mb, say
from evaluation.corpus import Unmeasurable
from warraq.language import dates, zones
from warraq.press import Moment, Precision

UNKNOWN = "unknown"
_COLUMNS = 4
_ISO = re.compile(
    r"(?P<local>\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}(?::\d{2}(?::\d{2})?)?)?)?)?)(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)
# How much of 2025-06-03T15:15:00 a precision vouches for.
_LENGTHS = {
    Precision.YEAR: 4,
    Precision.MONTH: 7,
    Precision.DAY: 10,
    Precision.MINUTE: 16,
    Precision.SECOND: 19,
}

Verdict = Literal["right", "wrong", "unknown"]


@dataclass(frozen=True, slots=True)
class Case:
    """One line. `expected`: local ISO text as fine as the value is, or "unknown"; `reference` as a stated moment."""

    line: int
    text: str
    country: str
    zone: str
    reference: Moment | None
    expected: str


# What a reader says to a case: local ISO text as fine as it vouches for, or `None`.
Reader = Callable[[Case], str | None]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m evaluation.dates", description=__doc__)
    parser.add_argument(
        "--cases",
        type=Path,
        required=True,
        metavar="FILE",
        help="lines of text, country, reference, expected",
    )
    asked = parser.parse_args(arguments)
    return ended("dates", lambda: run(asked.cases))


def run(path: Path) -> dict[str, Any]:
    """Everything that is printed. Raises: Unmeasurable."""
    began = time.perf_counter()
    work = cases(path)
    ours = report(work, warraq(datetime.now(UTC)), name="warraq")
    baselines = {
        name: report(work, made(), name=name) if util.find_spec(name) else None
        for name, made in (("dateparser", dateparser), ("htmldate", htmldate))
    }
    return {
        **ours,
        "seconds": round(time.perf_counter() - began, 3),
        "peak_mb": peak_mb(),
        "baselines": baselines,
    }


def cases(path: Path) -> list[Case]:
    """The cases of a file. Raises: Unmeasurable, naming the line that is none."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unmeasurable(f"{path} cannot be read: {error}") from error
    found = [_case(number, line, path) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise Unmeasurable(f"{path} holds no case")
    return found


def verdict(said: str | None, expected: str) -> Verdict:
    """At the expected value's own precision. What is coarser than that, and agrees as far as it goes, does not know the rest."""
    if expected == UNKNOWN:
        return "right" if said is None else "wrong"
    if said is None or (len(said) < len(expected) and expected.startswith(said)):
        return "unknown"
    return "right" if said.startswith(expected) else "wrong"


def report(work: Sequence[Case], reader: Reader, *, name: str) -> dict[str, Any]:
    """Counts of verdicts, and every case that was not read rightly."""
    began = time.perf_counter()
    counts: dict[Verdict, int] = {"right": 0, "wrong": 0, "unknown": 0}
    errors = []
    for case in work:
        said = reader(case)
        found = verdict(said, case.expected)
        counts[found] += 1
        if found != "right":
            errors.append(
                {
                    "line": case.line,
                    "text": case.text,
                    "country": case.country,
                    "expected": case.expected,
                    "found": said or UNKNOWN,
                    "verdict": found,
                }
            )
    seconds = time.perf_counter() - began
    say(f"{name}: {counts} of {len(work)} in {seconds:.2f} s")
    return {
        **{str(name): count for name, count in counts.items()},
        "cases": len(work),
        "errors": errors,
        "seconds": round(seconds, 3),
        "peak_mb": peak_mb(),
    }


def warraq(now: datetime) -> Reader:
    """Ours. `now`: what lies ahead of it, and of the case's reference, is no date."""

    def read(case: Case) -> str | None:
        present = max(now, case.reference.at) if case.reference else now
        found = dates.read(
            case.text, country=case.country, zone=case.zone, now=present, reference=case.reference
        )
        return _local(found.at, case.zone)[: _LENGTHS[found.precision]] if found else None

    return read


def dateparser() -> Reader:
    """dateparser, told what a caller can know: the languages, the order of numbers, the zone and the moment to count from."""
    parser_of = import_module("dateparser.date").DateDataParser
    lengths = {"year": 4, "month": 7, "week": 10, "day": 10, "time": 16}

    def read(case: Case) -> str | None:
        settings: dict[str, Any] = {
            "DATE_ORDER": "DMY",
            "TIMEZONE": case.zone,
            "TO_TIMEZONE": case.zone,
            "RETURN_AS_TIMEZONE_AWARE": True,
            "RETURN_TIME_AS_PERIOD": True,
        }
        if case.reference:
            settings["RELATIVE_BASE"] = case.reference.at.astimezone(ZoneInfo(case.zone)).replace(tzinfo=None)
        parser = parser_of(languages=["ar", "fr", "en"], settings=settings)
        found = _unfailing(lambda: parser.get_date_data(case.text))
        if found is None or found.date_obj is None:
            return None
        return _local(found.date_obj, case.zone)[: lengths[found.period]]

    return read


def htmldate() -> Reader:
    """htmldate, shown the text as a page's date line. It knows days only."""
    find_date = import_module("htmldate").find_date

    def read(case: Case) -> str | None:
        text = case.text.replace("&", "&amp;").replace("<", "&lt;")
        page = f'<html lang="ar"><body><p class="date">{text}</p></body></html>'
        found: str | None = _unfailing(lambda: find_date(page, outputformat="%Y-%m-%d"))
        return found

    return read


def _unfailing(ask: Callable[[], Any]) -> Any:
    """A peer's answer; `None` where it raises, as both do on years and offsets at the edge of the calendar."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ask()
        except Exception:
            return None


def _case(number: int, line: str, path: Path) -> Case:
    columns = line.split("\t")
    if len(columns) < _COLUMNS:
        raise Unmeasurable(
            f"{path}, line {number}: {len(columns)} columns; expected text, country, reference, expected value"
        )
    text, country, reference, expected = columns[0], *(column.strip() for column in columns[1:_COLUMNS])
    zone = _zone(country.lower())
    if zone is None:
        raise Unmeasurable(f"{path}, line {number}: no time zone is known for the country {country!r}")
    try:
        wanted = UNKNOWN if expected.lower() == UNKNOWN else _expected(expected, zone)
        stated = _reference(reference, zone) if reference else None
    except ValueError as error:
        raise Unmeasurable(f"{path}, line {number}: {error}") from error
    return Case(number, text, country.lower(), zone, stated, wanted)


def _zone(country: str) -> str | None:
    """The zone of a country's press; UTC where no country is said, `None` where it is none."""
    if not country:
        return "UTC"
    if country in zones.COUNTRIES:
        return zones.COUNTRIES[country]
    others = get_global("territory_zones").get(country.upper(), ())
    return str(others[0]) if others else None


def _expected(value: str, zone: str) -> str:
    """In the country's own time, as fine as it was given."""
    match = _ISO.fullmatch(value)
    if not match:
        raise ValueError(f"{value!r} is neither an ISO date nor {UNKNOWN!r}")
    local = match["local"].replace(" ", "T")
    if not match["offset"]:
        return local
    return _local(datetime.fromisoformat(value), zone)[: len(local)]


def _reference(value: str, zone: str) -> Moment:
    at = datetime.fromisoformat(value)
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
    return Moment(at, Precision.MINUTE if len(value) > _LENGTHS[Precision.DAY] else Precision.DAY, zone)


def _local(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")


if __name__ == "__main__":
    sys.exit(main())
