"""Papers with a page layout each, whose truth is known: every page is read as it was printed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from warraq.demopress.pages import article_page
from warraq.demopress.papers import Paper, papers
from warraq.demopress.truth import DemoPress, press
from warraq.extraction.page import read

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ORIGIN = "http://127.0.0.1:8790"


@pytest.fixture(scope="module")
def printed() -> DemoPress:
    return press(start=NOW)


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.slug)
def test_every_page_gives_its_words_its_headline_and_its_date(printed: DemoPress, paper: Paper) -> None:
    truths = printed.at(NOW, paper=paper.slug)
    assert truths
    for truth in truths:
        said = truth.wording(NOW)
        assert said is not None
        page = article_page(printed, paper, truth, now=NOW, origin=ORIGIN)
        found = read(
            page,
            url=ORIGIN + truth.path,
            content_type="text/html",
            country=paper.country,
            zone=paper.zone,
            now=NOW,
        )
        # French sets spaces that do not break; they are read as spaces
        assert found.body == said.body.replace("\u00a0", " "), truth.id
        assert found.title == said.headline.replace("\u00a0", " ")
        assert found.image == (ORIGIN + truth.picture.path if truth.picture else None), truth.id
        assert found.published is not None, truth.id
        assert abs(found.published.at - truth.published) < timedelta(minutes=1), truth.id
        # An agency that is named in the text alone is no byline; a person always is.
        assert found.authors == ((truth.author,) if truth.author else ()) or (
            found.authors == () and truth.wire
        ), truth.id
