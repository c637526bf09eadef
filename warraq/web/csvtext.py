"""How does a table leave as CSV, so that no spreadsheet takes a headline for a formula?

RFC 4180 in UTF-8, with the mark at its beginning by which spreadsheets know UTF-8. Source of the rule for formulas: OWASP, "CSV
Injection".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

TYPE = "text/csv; charset=utf-8"
_MARK = "\ufeff"
# Blanks, controls and marks of direction hide a sign from the eye and not from the spreadsheet.
_FORMULA = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@\u2212\uff0b\uff0d\uff1d\uff20|%]"
)
_CONTROL = re.compile("^[\t\r\n]")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """`None` is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    return _MARK + written.getvalue()


def cell(value: object) -> object:
    """What a spreadsheet shows as it stands: before what it would calculate stands an apostrophe. Numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return f"'{text}" if _FORMULA.match(text) or _CONTROL.match(text) else text
