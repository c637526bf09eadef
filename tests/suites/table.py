"""What do the public suites come to through the product's own doors? The numbers that the tests hold, and the table of the documentation.

`.venv/bin/python -m tests.suites.table` prints it; `tests/suites/test_table.py` keeps docs/reference/suites.md to it. A test measures
with `measured` and fails where the numbers are others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """`cases` went through `door`, all but those in `but` came out as expected; `but` has how many differ for which reason.
    `every`: in its short form the test takes one case in so many."""

    suite: str
    door: str
    cases: int
    test: str
    but: Mapping[str, int] = field(default_factory=dict)
    every: int = 1

    @property
    def passed(self) -> int:
        return self.cases - sum(self.but.values())


ROWS: dict[str, Row] = {
    "feeds": Row("feedparser: feeds", "served on loopback, visited by the collecting desk; each entry's page fetched, filed, found and shown", 2_107, "test_collected.py", {"link to a site's front page, which is no article": 45, "refused by name: no feed (CDF, or empty)": 8}, every=30),
    "charsets": Row("html5lib: encodings", "the page reader, and the charset that it finds declared", 83, "test_tokens.py", {"declared by a script that is run": 1}),
    "tokens": Row("html5lib: tokenizer", "the reading workers and what cleans a draft, in an article's headline and text; no crash, nothing live in what would be filed", 6_810, "test_tokens.py", every=60),
    "opml": Row("listparser: OPML", "`warraq import opml`, then `warraq export opml`", 110, "test_lists.py", {"name their feeds in a blog host's own vocabulary of 2007": 3, "no list: its root is in a namespace that nobody has": 1}),
    "robots": Row("robotstxt: access", "the asking desk, our name in the suite's agents' place", 145, "test_robots.py", {"RFC 9309, 2.2.2: both sides are percent-normalised before they are compared": 3, "what is empty or longer than 8,000 characters is no address, and is asked for nowhere": 5, "a whole User-Agent line is cut to its product token": 1}),
    "urls": Row("Web Platform Tests: URLs", "a page's link in a feed that is read; the address that its page is asked for by", 762, "test_addresses.py", {"hold what no XML can": 36, "an entry without a link is none": 3, "C1 controls are read as windows-1252, as feeds mean them": 1, "a whole address needs no base, so a broken one spoils none": 1}),
    "suffixes": Row("public suffixes", "whose an imported line is, by the site of its address", 77, "test_addresses.py"),
    "warcs": Row("warcio, IIPC: WARC and ARC", "`warraq import warc`, no answer lost without a reason (export and replay: `tests/journeys/test_recorded_press.py`)", 23, "test_warcs.py"),
    "markup": Row("DOMPurify, naughty strings", "in every field, through every output (below)", 738, "test_outputs.py", every=40),
}  # fmt: skip


def measured(name: str, *, cases: int, but: Mapping[str, int], whole: bool = True) -> None:
    """Raises: AssertionError where what was measured is not what the table says; of a part, where it differs for another reason."""
    row = ROWS[name]
    if whole:
        assert (cases, dict(but)) == (row.cases, dict(row.but)), (cases, dict(but))
    else:
        assert but.keys() <= row.but.keys(), dict(but)
        assert all(count <= row.but[reason] for reason, count in but.items()), dict(but)


def table() -> str:
    """The Markdown table."""
    lines = [
        "| suite | door | cases | passed | exceptions, with reasons | test |",
        "|---|---|---|---|---|---|",
    ]
    for row in ROWS.values():
        but = "; ".join(f"{count} {reason}" for reason, count in row.but.items())
        lines.append(
            f"| {row.suite} | {row.door} | {row.cases:,} | {row.passed:,} | {but} | `tests/suites/{row.test}` |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
