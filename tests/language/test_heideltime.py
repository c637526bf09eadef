"""Dates in running text, as other people marked them: none is read as another one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from warraq.language import dates
from warraq.language.instants import local_day

TIMEX = re.compile(r'<TIMEX3[^>]*type="DATE"[^>]*value="(\d{4}(?:-\d\d(?:-\d\d)?)?)"[^>]*>([^<]*)</TIMEX3>')
LENGTHS = {"year": 4, "month": 7, "day": 10}
READ = (
    6  # «عام 2003», «العام 1917» …: what is marked bare («1972») or without its year names no date by itself
)


def test_a_date_that_people_marked_is_read_as_they_did_or_not_at_all(shared: Path) -> None:
    texts = sorted((shared / "data" / "heideltime-ar-time").glob("*.tml"))
    marked = [pair for path in texts for pair in TIMEX.findall(path.read_text("utf-8-sig"))]
    read = 0
    for value, text in marked:
        found = dates.read(text, country="om", zone="Asia/Muscat", now=datetime(2016, 1, 1, tzinfo=UTC))
        if found is None:
            continue
        local = local_day(found.at, found.zone).isoformat()
        assert value.startswith(local[: LENGTHS[found.precision]]), text
        read += 1
    assert len(marked) >= 40
    assert read >= READ
