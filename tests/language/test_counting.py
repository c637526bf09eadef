"""Does an archive teach names, and not words with something before them?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from warraq.language import analysis
from warraq.language.arabic import stem
from warraq.language.counting import Tally


@pytest.fixture
def taught() -> Iterator[None]:
    yield
    analysis.learn(())


def _tally(*texts: str) -> Tally:
    tally = Tally()
    for at, text in enumerate(texts):
        tally.add(text.split(), f"paper-{at % 2}")
    return tally


def test_a_name_that_papers_print_often_is_learnt_without_its_article_and_proclitics() -> None:
    text = "زولانسكي زولانسكي لزولانسكي وزولانسكي الزولانسكي"
    assert _tally(text, text).worth_knowing(times=4, papers=2) == ["زولانسكي"]


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (("زولانسكي",) * 3, "too seldom"),
        (("زولانسكي زولانسكي زولانسكي زولانسكي",), "one paper"),
        (("المدرسه بالمدرسه وقال بمصر",) * 8, "known"),
        (("زنك",) * 8, "too short"),
        (("zulanski 2025",) * 8, "not Arabic"),
    ],
)
def test_what_is_seldom_of_one_paper_known_or_short_is_not_learnt(texts: tuple[str, ...], why: str) -> None:
    assert _tally(*texts).worth_knowing(times=4, papers=2) == [], why


@pytest.mark.usefixtures("taught")
def test_what_is_learnt_is_known_behind_proclitics_and_names_another_analyser() -> None:
    assert stem("لزولانسكي") != stem("زولانسكي")
    assert analysis.learn(["زولانسكي"]) != analysis.ANALYZER
    assert stem("لزولانسكي") == stem("زولانسكي")
    assert analysis.analysed("بزولانسكي").stems == [stem("زولانسكي")]
    assert analysis.learn([]) == analysis.ANALYZER
    assert stem("لزولانسكي") != stem("زولانسكي")
