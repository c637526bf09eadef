"""Does the simulation come out as the table that the rules were made by, within two points?"""

from __future__ import annotations

import os

import pytest

from warraq.moderation.rehearsal import Line, Model, table
from warraq.press import ReportRules

LONG = bool(os.environ.get("WARRAQ_LONG"))
HONEST = {5: (0.06, None), 8: (0.93, 45), 10: (0.997, 30), 12: (0.998, 23), 15: (1.0, 18)}
ATTACKS = {
    "one person, 10,000 cookies, one address": (0, 0.5),
    "phone toggling its network, 1,000 aged tokens over 4 prefixes": (0, 2.0),
    "6 VPN exits, one-hour tokens": (0, 3.0),
    "5 aged prefixes in 3 nets": (1, 5.0),
}
TWO_POINTS = 0.02
MINUTES = 2.0


@pytest.fixture(scope="module")
def lines() -> dict[str, Line]:
    found = table(ReportRules(), Model(), runs=20_000 if LONG else 1_200, seed=1)
    return {line.case: line for line in found}


@pytest.mark.parametrize("many", HONEST)
def test_honest_reporters_hide_as_often_and_as_soon(lines: dict[str, Line], many: int) -> None:
    hidden, minutes = HONEST[many]
    line = lines[f"honest reporters {many}"]
    assert abs(line.hidden - hidden) <= TWO_POINTS
    if minutes is not None:
        assert line.minutes is not None
        assert abs(line.minutes - minutes) <= MINUTES


@pytest.mark.parametrize("case", ATTACKS)
def test_an_attack_reaches_this_score_and_no_more(lines: dict[str, Line], case: str) -> None:
    assert (lines[case].hidden, lines[case].score) == ATTACKS[case]


def test_a_newsroom_hides_two_in_a_hundred(lines: dict[str, Line]) -> None:
    line = lines["newsroom, 50 aged prefixes, 500 pictures of a rival in a day"]
    assert (line.hidden, line.pictures) == (10, 500)
