"""A way of reading is chosen by evidence, and never by a summary or a single page."""

from __future__ import annotations

import pytest

from tests.extraction.pages import NOW, PARAGRAPHS, URL, page
from warraq.extraction import choosing
from warraq.extraction.choosing import EACH, MOST_TRIED, TRIED, Trials
from warraq.extraction.dates import Place
from warraq.extraction.page import Known, study

PLACE = Place(country="eg", zone="Africa/Cairo", now=NOW)


def after(*trials: dict[str, float]) -> Trials:
    held: Trials = {}
    for trial in trials:
        held = choosing.after(held, trial)
    return held


def test_without_evidence_the_usual_way_is_taken() -> None:
    assert choosing.best({}) == "precision"


@pytest.mark.parametrize(("articles", "way"), [(TRIED - 1, "precision"), (TRIED, "declared")])
def test_a_way_that_agrees_clearly_better_over_enough_articles_is_taken(articles: int, way: str) -> None:
    assert choosing.best(after(*[{"precision": 0.6, "declared": 0.99}] * articles)) == way


def test_a_little_better_is_not_better() -> None:
    assert choosing.best(after(*[{"precision": 0.95, "cheap": 0.97}] * 5)) == "precision"


def test_a_text_that_no_way_agrees_with_tells_nothing() -> None:
    assert after({"precision": 0.3, "cheap": 0.5}) == {}


def test_what_is_well_known_is_tried_now_and_then() -> None:
    trials = after(*[{"precision": 0.9}] * MOST_TRIED)
    assert [choosing.is_open(trials, articles) for articles in (EACH - 1, EACH, EACH + 1)] == [
        False,
        True,
        False,
    ]
    assert choosing.is_open(after({"precision": 0.9}), EACH + 1)


def test_after_a_redesign_old_evidence_gives_way() -> None:
    before = [{"precision": 0.6, "declared": 0.99}] * MOST_TRIED
    assert choosing.best(after(*before)) == "declared"
    assert choosing.best(after(*before, *[{"precision": 0.98, "declared": 0.5}] * MOST_TRIED)) == "precision"


def test_a_page_is_tried_on_what_its_feed_told() -> None:
    whole = "".join(f"<p>{line}</p>" for line in PARAGRAPHS) * 2

    def trial(told: str) -> dict[str, float] | None:
        return study(page().encode(), url=URL, content_type=None, place=PLACE, known=Known(told=told)).trial

    assert trial("<p>ملخص قصير</p>") is None
    found = trial(whole)
    assert found is not None
    assert found["precision"] == pytest.approx(2 / 3, abs=0.01)
    assert choosing.agreement("أخبار المدينة", "اخبار المدينه") == 1.0
