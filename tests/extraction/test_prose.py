"""A body that the reader missed is told by the template: prose that no other article of the source shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.extraction.test_template import article, learnt
from warraq.extraction import prose
from warraq.extraction.template import EMPTY, Repeated
from warraq.extraction.tree import parsed

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
OFFER = " ".join(f"عرض{at}" for at in range(14))


def taught(articles: int) -> Repeated:
    template = EMPTY
    for number in range(1, articles + 1):
        template = learnt(template, body=article(number), around=[OFFER], now=NOW)
    return template.repeated


def shown(html: str) -> tuple[str, ...]:
    return prose.shown(parsed(f"<html><body class='has-comments'>{html}</body></html>"))


@pytest.mark.parametrize(
    "around",
    [
        "<nav><ul><li>{}</li></ul></nav>",
        "<aside><p>{}</p></aside>",
        "<div class='comments-list'><div><p>{}</p></div></div>",
        "<section id='RelatedStories'><h3>{}</h3></section>",
        "<footer><p>{}</p></footer>",
    ],
)
def test_what_stands_around_an_article_is_not_shown_as_its_prose(around: str) -> None:
    assert shown("<p>خبر</p>" + around.format("غيره") + "<p>تتمة</p>") == ("خبر", "تتمة")


def test_a_body_that_was_missed_is_read_again_from_the_page_s_own_prose() -> None:
    posts = (*article(7), "الساعة الثامنة", *article(8))
    found = prose.reread(article(7)[:1], ("شريط", OFFER, *posts, OFFER, "وسوم"), taught(3))
    assert found == posts


def test_a_body_that_holds_half_of_it_stands() -> None:
    assert prose.reread(article(7), article(7), taught(3)) == article(7)
    assert prose.reread(article(7)[1:], article(7), taught(3)) == article(7)[1:]


def test_a_source_that_is_hardly_known_cannot_tell() -> None:
    assert prose.reread(article(7)[:1], article(7) + article(8), taught(2)) == article(7)[:1]


def test_items_that_hold_items_are_shown_once() -> None:
    assert shown("<ul><li><p>خبر</p></li><li>تتمة <b>الخبر</b></li></ul>") == ("خبر", "تتمة الخبر")


def test_a_paragraph_that_is_one_link_leads_to_other_news() -> None:
    html = "<p>خبر</p><p> <strong><a href='/2'>خبر آخر</a></strong></p><p>انظر <a href='/3'>البيان</a></p>"
    assert shown(html) == ("خبر", "انظر البيان")
    assert shown("<p><a href='/2'>وزير</a> قال</p><li><a href='/2'>بند</a></li>") == ("وزير قال", "بند")
