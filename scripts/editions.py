"""How does a list of feeds become the files of `warraq/editions/`?

    .venv/bin/python scripts/editions.py catalogue.csv [--into warraq/editions]

The CSV has the columns name_ar, name_en, country, language, homepage, feed_url, section, evidence, lists. Rows are
grouped into papers by the site they belong to; `scripts/editions.toml` holds what a person decided: slugs, names,
what belongs together, notes, the customs of each country. Run again, it writes the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

ROOT = Path(__file__).resolve().parent.parent
DECIDED = ROOT / "scripts" / "editions.toml"
FIRST = 40
_OLD = "2013-era"
_CHECKED = "live check"
_SECTIONS = ("general", "politics", "world", "economy", "society", "sports", "culture", "arts", "opinion")
_AGGREGATORS = {"feedburner.com"}


@dataclass(frozen=True, slots=True)
class Row:
    """One feed as the list has it. `lists` is how many lists name it."""

    name: str
    name_en: str
    country: str
    language: str
    homepage: str
    url: str
    section: str
    lists: int
    old: bool
    checked: bool

    @property
    def weight(self) -> tuple[bool, bool, int, bool]:
        """Best evidence first when sorted downwards; of equal evidence a feed of all sections, over https."""
        return (not self.old, self.checked, self.lists, self.url.startswith("https"))


@dataclass(slots=True)
class Paper:
    slug: str
    rows: list[Row]

    @property
    def best(self) -> Row:
        return max(
            self.rows, key=lambda row: (row.section == "general", not row.old, row.lists, bool(row.homepage))
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--into", type=Path, default=ROOT / "warraq" / "editions")
    options = parser.parse_args(arguments)
    decided = tomllib.loads(DECIDED.read_text("utf-8"))
    papers = _papers(_rows(options.catalogue), decided)
    for code, head in sorted(decided["edition"].items()):
        mine = [paper for paper in papers if _country(paper, decided) == code]
        text = _edition(code, head, mine, decided)
        (options.into / f"{code}.toml").write_text(text, "utf-8")
        print(f"{code}: {len(mine)} papers, {sum(len(paper.rows) for paper in mine)} feeds")
    lost = {_country(paper, decided) for paper in papers} - set(decided["edition"])
    if lost:
        print(f"no [edition.<code>] in {DECIDED.name} for: {', '.join(sorted(lost))}", file=sys.stderr)
    return 1 if lost else 0


def _rows(path: Path) -> list[Row]:
    rows: dict[str, Row] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            row = Row(
                line["name_ar"].strip(), line["name_en"].strip(), line["country"].lower(), line["language"],
                line["homepage"].strip(), line["feed_url"].strip(), line["section"], int(line["lists"] or 1),
                _OLD in line["evidence"] and ";" not in line["evidence"], _CHECKED in line["evidence"],
            )  # fmt: skip
            same = re.sub(r"^https?://(www\.)?", "", row.url).rstrip("/").lower()
            if (
                same in rows
            ):  # one feed must not be asked twice: the better row stays, and a person hears of it
                print(f"one feed, written twice: {rows[same].url} and {row.url}", file=sys.stderr)
            if same not in rows or row.weight > rows[same].weight:
                rows[same] = row
    return list(rows.values())


def _papers(rows: list[Row], decided: dict[str, Any]) -> list[Paper]:
    suffixes = PublicSuffixList()
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[_slug(row, decided, suffixes)].append(row)
    return [Paper(slug, mine) for slug, mine in sorted(grouped.items())]


def _slug(row: Row, decided: dict[str, Any], suffixes: PublicSuffixList) -> str:
    """The person's word for its host, its site or its name; else the site's own name."""
    host = (urlsplit(row.url).hostname or "").removeprefix("www.")
    site = suffixes.privatesuffix(host) or host
    if site in _AGGREGATORS:
        host = site = urlsplit(row.homepage).hostname or ""
    words = decided["slug"]
    for key in (host, site, row.name_en):
        if key in words:
            return str(words[key])
    if not site:
        raise SystemExit(f"no site for {row.name_en} ({row.url}): add it to [slug] in {DECIDED.name}")
    return site.split(".")[0]


def _country(paper: Paper, decided: dict[str, Any]) -> str:
    said = decided["paper"].get(paper.slug, {}).get("country")
    return str(said or paper.best.country)


def _edition(code: str, head: dict[str, Any], papers: list[Paper], decided: dict[str, Any]) -> str:
    feeds = {paper.slug: _keyed(paper) for paper in papers}
    off = {paper.slug: set(decided["paper"].get(paper.slug, {}).get("off", [])) for paper in papers}
    lines = [
        f"# {head['name']}: addresses are candidates until a probe succeeds (`warraq source probe`).",
        "# A file of this name in the data folder's editions/ adds to this one and overrides it.",
        "",
        "[edition]",
        f"code = {_quoted(code)}",
        *(f"{key} = {_quoted(value)}" for key, value in head.items() if key != "sections"),
        "first = [",
        *(f"  {_quoted(name)}," for name in _first(papers, feeds, off, decided)),
        "]",
    ]
    if labels := head.get("sections"):
        lines += ["", "[edition.sections]", *(f"{desk} = {_quoted(label)}" for desk, label in labels.items())]
    for paper in papers:
        lines += [
            "",
            *_paper(paper, feeds[paper.slug], off[paper.slug], decided["paper"].get(paper.slug, {})),
        ]
    return "\n".join(lines) + "\n"


def _paper(paper: Paper, feeds: dict[str, Row], off: set[str], said: dict[str, Any]) -> list[str]:
    best = paper.best
    homepage = said.get("homepage") or next(
        (row.homepage for row in [best, *paper.rows] if row.homepage), None
    )
    values = {
        "name": said.get("name") or best.name,
        "name_en": said.get("name_en") or re.sub(r"\s*\((ar|rdf)\)$", "", best.name_en),
        "homepage": homepage,
        "language": best.language if best.language != "ar" else None,
        "zone": said.get("zone"),
        "note": said.get("note"),
    }
    lines = [
        f"[papers.{paper.slug}]",
        *(f"{key} = {_quoted(value)}" for key, value in values.items() if value),
    ]
    lines += ["", f"[papers.{paper.slug}.feeds]"]
    for old in (False, True):
        mine = {key: row for key, row in feeds.items() if row.old is old}
        if old and mine:
            lines.append("# from a list of about 2013, not checked since")
        for key, row in mine.items():
            url = _quoted(row.url)
            lines.append(f"{key} = {{ url = {url}, enabled = false }}" if key in off else f"{key} = {url}")
    return lines


def _keyed(paper: Paper) -> dict[str, Row]:
    """`main` is the best feed of all sections; another one of the same section gets a number."""
    keyed: dict[str, Row] = {}
    for row in sorted(paper.rows, key=lambda row: (row.old, _rank(row), -row.lists, row.url)):
        stem = "main" if row.section == "general" else row.section
        key, count = stem, 1
        while key in keyed:
            count += 1
            key = f"{stem}-{count}"
        keyed[key] = row
    return keyed


def _rank(row: Row) -> int:
    return _SECTIONS.index(row.section) if row.section in _SECTIONS else len(_SECTIONS)


def _first(
    papers: list[Paper], feeds: dict[str, dict[str, Row]], off: dict[str, set[str]], decided: dict[str, Any]
) -> list[str]:
    """Feeds with newer evidence before those without, papers without a note before those with one.

    Within that papers take turns, the best known first: sixteen addresses are then sixteen hosts.
    """
    late = set(decided.get("last", []))
    named: list[str] = []
    for old in (False, True):
        queues = []
        for paper in papers:
            usable = {
                key: row
                for key, row in feeds[paper.slug].items()
                if row.old is old and key not in off[paper.slug]
            }
            if usable:
                noted = "note" in decided["paper"].get(paper.slug, {})
                best = max(row.weight for row in usable.values())
                ids = [paper.slug if key == "main" else f"{paper.slug}/{key}" for key in usable]
                queues.append(
                    (
                        (paper.slug not in late, not noted, "main" in usable, best, len(usable), paper.slug),
                        ids,
                    )
                )
        queues.sort(reverse=True)
        named += [name for name in chain.from_iterable(zip_longest(*(ids for _, ids in queues))) if name]
    return named[:FIRST]


def _quoted(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
