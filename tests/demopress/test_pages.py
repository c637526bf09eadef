"""Do the pages hold the article whole, and around it what pages hold?"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from lxml import html

from tests.demopress.conftest import START
from warraq.demopress.habits import dateline
from warraq.demopress.pages import article_page, front_page
from warraq.demopress.papers import Paper, papers
from warraq.demopress.truth import DemoPress, Truth

ORIGIN = "http://127.0.0.1:8791"
ALL = pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.slug)
DATED_BY = {
    "diffatayn": "json-ld",
    "shurfa": "meta",
    "mirsat": "words alone",
    "fasqiya": "json-ld",
    "sawari": "json-ld",
    "maraya": "microdata",
    "hidhab": "json-ld",
    "jetee": "meta",
    "baydar": "meta",
    "sanabil": "meta",
    "mashrabiya": "json-ld",
    "rasif": "words alone",
    "saqifa": "json-ld",
    "zillij": "microdata",
}


def _page(demo: DemoPress, paper: Paper, truth: Truth) -> html.HtmlElement:
    return html.document_fromstring(
        article_page(demo, paper, truth, now=START, origin=ORIGIN).decode(paper.charset)
    )


@ALL
def test_a_page_holds_every_paragraph_in_order(demo: DemoPress, paper: Paper) -> None:
    for truth in demo.at(START, paper=paper.slug):
        said = truth.wording(START)
        assert said is not None
        page = _page(demo, paper, truth)
        assert [h1.text_content() for h1 in page.iter("h1")] == [said.headline]
        text, place = page.body.text_content(), 0
        for paragraph in said.paragraphs:
            place = text.index(paragraph, place) + len(paragraph)


@ALL
def test_around_the_article_stand_other_headlines_share_bars_and_the_word_invented(
    demo: DemoPress, paper: Paper
) -> None:
    truth = demo.at(START, paper=paper.slug)[0]
    links = [
        link.text_content()
        for link in _page(demo, paper, truth).iter("a")
        if link.get("href", "").count("/") > 0
    ]
    others = {version.headline for other in demo.articles for version in other.versions}
    assert len(others & set(links)) >= 5
    text = _page(demo, paper, truth).text_content()
    assert ("WhatsApp" if paper.language == "fr" else "واتساب") in text
    assert ("inventé" if paper.language == "fr" else "مخترعة") in text


@ALL
def test_each_paper_dates_its_pages_in_its_own_way(demo: DemoPress, paper: Paper) -> None:
    truth = demo.at(START, paper=paper.slug)[0]
    page, iso = _page(demo, paper, truth), truth.published.astimezone(paper.tz).isoformat()
    linked = page.xpath("//script[@type='application/ld+json']/text()")
    found = {
        "json-ld": bool(linked) and f'"{iso}"' in linked[0],
        "meta": page.xpath("//meta[@property='article:published_time' or @name='date']/@content") == [iso],
        "microdata": page.xpath("//*[@itemprop='datePublished']/@*[name()='datetime' or name()='content']")
        == [iso],
    }
    found["words alone"] = not any(found.values())
    assert found[DATED_BY[paper.slug]]
    assert dateline(paper, truth.published, language=truth.language) in page.text_content()


def test_linked_data_is_json_and_says_the_truth(demo: DemoPress) -> None:
    paper = next(paper for paper in demo.papers if paper.slug == "fasqiya")
    for truth in demo.at(START, paper=paper.slug):
        data = json.loads(_page(demo, paper, truth).xpath("//script[@type='application/ld+json']/text()")[0])
        article = data["@graph"][1]
        assert article["headline"] == truth.versions[0].headline
        assert article.get("author", [{"name": None}])[0]["name"] == truth.author


def test_comments_and_tickers_do_not_move_between_two_looks(demo: DemoPress) -> None:
    for paper in demo.papers:
        truth = demo.at(START, paper=paper.slug)[0]
        looks = {
            article_page(demo, paper, truth, now=START + timedelta(seconds=s), origin=ORIGIN) for s in (0, 30)
        }
        assert len(looks) == 1


def test_a_page_that_is_not_printed_yet_cannot_be_made(demo: DemoPress) -> None:
    truth = demo.articles[-1]
    paper = next(paper for paper in demo.papers if paper.slug == truth.paper)
    with pytest.raises(ValueError, match="cannot be read"):
        article_page(demo, paper, truth, now=START, origin=ORIGIN)


@ALL
def test_the_front_and_the_desks_lead_to_every_article(demo: DemoPress, paper: Paper) -> None:
    printed = demo.at(START, paper=paper.slug)
    for section in (None, "society"):
        front = html.document_fromstring(
            front_page(demo, paper, now=START, section=section).decode(paper.charset)
        )
        wanted = [truth.path for truth in printed if section in (None, truth.section)]
        listed = front.xpath("//main//li/a[not(@class)]/@href | //main//li/h3/a/@href")
        assert listed == wanted


@ALL
def test_a_page_names_its_picture_where_its_paper_does_and_shows_it(demo: DemoPress, paper: Paper) -> None:
    for truth in demo.at(START, paper=paper.slug):
        page = _page(demo, paper, truth)
        linked = "".join(page.xpath("//script[@type='application/ld+json']/text()"))
        wanted = [ORIGIN + truth.picture.path] if truth.picture else []
        named = {
            "og": page.xpath("//meta[@property='og:image']/@content"),
            "twitter": page.xpath("//meta[@name='twitter:image']/@content"),
            "json-ld": wanted if wanted and f'"image": ["{wanted[0]}"]' in linked else [],
        }
        if paper.slug == "baydar" and not wanted:  # it shares its logo rather than nothing
            assert named["og"].pop() == ORIGIN + "/assets/baydar-logo.png"
        assert named == {kind: wanted if kind == paper.pictures else [] for kind in named}
        assert page.xpath("//img/@src") == wanted


def test_one_page_stands_among_more_words_of_others_than_its_own(demo: DemoPress) -> None:
    paper = next(paper for paper in demo.papers if paper.slug == "rasif")
    truth = demo.at(START, paper="rasif")[0]
    page = _page(demo, paper, truth)
    others = {
        version.headline for other in demo.articles if other.paper != "rasif" for version in other.versions
    }
    around = [link.text_content() for link in page.xpath("//div[@id='ticker']/a")]
    assert len(around) == 58
    assert set(around) <= others
    assert len(" ".join(around).split()) > 2 * len(truth.versions[0].body.split())
    assert "تختفي الصورة" in page.xpath("//div[@id='image-dialog']")[0].text_content()
    assert "انقر هنا لقراءة الخبر من مصدره." in page.text_content()


def test_a_french_page_reads_from_the_left(demo: DemoPress) -> None:
    paper = next(paper for paper in demo.papers if paper.slug == "jetee")
    page = _page(demo, paper, demo.at(START, paper="jetee")[0])
    assert (page.get("lang"), page.get("dir")) == ("fr", "ltr")
    front = html.document_fromstring(front_page(demo, paper, now=START).decode())
    assert (front.get("lang"), front.get("dir")) == ("fr", "ltr")


def test_an_english_section_reads_from_the_left_in_a_paper_that_does_not(demo: DemoPress) -> None:
    paper = next(paper for paper in demo.papers if paper.slug == "mashrabiya")
    english = [truth for truth in demo.articles if truth.language == "en"]
    assert {truth.paper for truth in english} == {"mashrabiya"}
    for truth in demo.at(START, paper="mashrabiya"):
        page = _page(demo, paper, truth)
        direction = "ltr" if truth in english else "rtl"
        assert (page.get("lang"), page.get("dir")) == (truth.language, direction)
        linked = page.xpath("//script[@type='application/ld+json']/text()")[0]
        assert json.loads(linked)["inLanguage"] == truth.language


def test_a_dateline_names_the_governorate_that_the_truth_knows(demo: DemoPress) -> None:
    named = [truth for truth in demo.articles if truth.governorate]
    assert len({truth.governorate for truth in named}) >= 5
    for truth in named:
        assert truth.versions[0].paragraphs[0].startswith(f"{truth.governorate} - ")


def test_columns_are_signed_and_tell_no_event(demo: DemoPress) -> None:
    columns = [truth for truth in demo.articles if truth.id.startswith("columns/")]
    assert {truth.section for truth in columns} == {"opinion"}
    assert len({truth.author for truth in columns}) == len(columns) == 4
    assert not any(truth.event or truth.picture for truth in columns)
    names = {paper.slug: paper.authors for paper in demo.papers}
    assert all(truth.author in names[truth.paper] for truth in columns)
