"""Does doctor say how far stories and names have followed?"""

from __future__ import annotations

from pathlib import Path

from tests.ports.drafting import NOON, draft
from warraq import wiring
from warraq.cli.checks import names_read, stories_read
from warraq.press import Settings


def test_what_is_still_to_be_read_is_counted_and_ails_nobody(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path)) as house:
        house.archive.file([draft(one) for one in range(3)], now=NOON)
        for check in (stories_read(house), names_read(house)):
            assert (check.well, check.says[:9]) == (None, "3 changes")
        house.grouping().catch_up()
        house.registering().catch_up()
        assert [check.well for check in (stories_read(house), names_read(house))] == [True, True]
