"""What was learnt of a paper explains itself, a person approves how a page is read, and another reading is only proposed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from tests.extraction.pages import PARAGRAPHS
from tests.extraction.test_template import SUBSCRIBE, article, learnt
from tests.newsroom.test_teaching import page
from warraq import editions, wiring
from warraq.crawling import urls
from warraq.extraction import templatetext
from warraq.extraction.template import EMPTY
from warraq.newsroom.filing import prepared
from warraq.ports.templates import KeptTemplate
from warraq.press import ArticleId, Capture, Cause, Draft, Settings, Source

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def paper(tmp_path: Path) -> Source:
    """The first paper of the edition, of which two pages taught a line, and one was read before."""
    (found, *_) = editions.load("eg", folder=tmp_path / "editions").sources
    template = EMPTY
    for number in (1, 2):
        template = learnt(template, body=article(number, SUBSCRIBE), now=NOW)
    url = address(found)
    with wiring.house(Settings(data=tmp_path)) as house:
        house.archive.put_sources((found,))
        house.templates.put(
            KeptTemplate(found.slug, templatetext.written(template), template.version, 2, 1, NOW)
        )
        capture = Capture(url, NOW, 200, (("content-type", "text/html; charset=utf-8"),), page(3, SUBSCRIBE))
        kept = house.keeping().keep(capture, now=house.clock.now())
        body = "\n".join(article(3, SUBSCRIBE))
        draft = Draft(
            source=found.slug,
            url=url,
            keys=(urls.key(url),),
            title="خبر رقم 3 من المدينة",
            body=body,
            reader="trafilatura/3",
            capture=kept,
        )
        house.archive.file([prepared(draft)], now=NOW)
    return found


def address(paper: Source) -> str:
    return f"{(paper.homepage or '').rstrip('/')}/news/3"


def test_a_template_says_what_is_left_out_and_how_the_next_page_is_read(
    paper: Source, tmp_path: Path
) -> None:
    told = run("source", "template", paper.slug, data=tmp_path)
    assert told.exit_code == 0, told.output
    assert "2 articles, 2026-03-10 to 2026-03-10" in told.output
    assert SUBSCRIBE in told.output
    assert "the usual way" in told.output
    row = said(run("source", "template", paper.slug, "--json", data=tmp_path))
    assert (row["articles"], row["left_out"], row["way"]) == (2, 1, "precision")
    assert row["lines"][0]["text"] == SUBSCRIBE


def test_a_template_can_be_forgotten(paper: Source, tmp_path: Path) -> None:
    row = said(run("source", "template", paper.slug, "--forget", "--json", data=tmp_path))
    assert (row["articles"], row["lines"]) == (0, [])
    assert run("source", "template", "nobody", data=tmp_path).exit_code == 1


def test_another_reading_is_proposed_and_filed_only_when_asked(paper: Source, tmp_path: Path) -> None:
    proposed = said(run("source", "reread", paper.slug, "--json", data=tmp_path))
    assert [one["article"] for one in proposed["proposals"]] == [1]
    assert proposed["filed"] == 0
    with wiring.house(Settings(data=tmp_path)) as house:
        assert len(house.archive.versions(ArticleId(1))) == 1
    assert said(run("source", "reread", paper.slug, "--apply", "--json", data=tmp_path))["filed"] == 1
    with wiring.house(Settings(data=tmp_path)) as house:
        last = house.archive.versions(ArticleId(1))[-1]
        assert house.archive.told(limit=5) == ()
    assert (last.cause, last.draft.body) == (Cause.REREAD, "\n".join(article(3)))
    assert "+" in last.draft.reader
    assert said(run("source", "reread", paper.slug, "--json", data=tmp_path))["proposals"] == []


def test_a_page_shows_every_way_and_nothing_is_kept_unasked(paper: Source, tmp_path: Path) -> None:
    shown = run("source", "teach", address(paper), "--json", data=tmp_path)
    assert shown.exit_code == 0, shown.output
    row = said(shown)
    assert row["approved"] is None
    assert {one["way"] for one in row["offers"]} == {"precision", "recall", "declared", "cheap"}
    assert row["offers"][0]["body"] == "\n".join(article(3))


def test_an_approved_way_is_taken_from_then_on_and_can_be_taken_back(paper: Source, tmp_path: Path) -> None:
    done = run("source", "teach", address(paper), "--way", "cheap", "--by", "سميرة", data=tmp_path)
    assert done.exit_code == 0, done.output
    told = run("source", "template", paper.slug, data=tmp_path)
    assert "read by cheap" in told.output
    assert "approved by سميرة" in told.output
    assert run("source", "teach", address(paper), "--undo", data=tmp_path).exit_code == 0
    assert "read by precision" in run("source", "template", paper.slug, data=tmp_path).output
    assert run("source", "teach", address(paper), "--undo", data=tmp_path).exit_code == 1


def test_a_selector_is_found_for_the_text_that_a_person_gave(paper: Source, tmp_path: Path) -> None:
    """A page whose article no reader tells from the box of lists beside it."""
    words = tmp_path / "article.txt"
    words.write_text("\n".join(PARAGRAPHS[:2]), "utf-8")
    saved = tmp_path / "page.html"
    inner = "".join(f"<div>{line}</div>" for line in PARAGRAPHS[:2])
    beside = "".join(f"<p>{line}</p>" for number in (4, 5, 6) for line in article(number))
    saved.write_text(
        "<html><head><meta charset=utf-8><title>خبر</title></head><body><div class='all'>"
        f"<div class='story-text post-48213'>{inner}</div><div class='beside'>{beside}</div>"
        "</div></body></html>",
        "utf-8",
    )
    done = run(
        "source", "teach", address(paper), "--file", str(saved), "--text", str(words), "--yes", "--json", data=tmp_path
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert said(done)["approved"] == {
        "way": "precision",
        "layout": {"body": "div.story-text", "drop": [], "until": None},
    }
    row = said(run("source", "template", paper.slug, "--json", data=tmp_path))
    assert row["layout"]["body"] == "div.story-text"


def test_own_selectors_that_find_nothing_are_not_approved(paper: Source, tmp_path: Path) -> None:
    done = run("source", "teach", address(paper), "--body", "#nowhere", "--yes", data=tmp_path)
    assert done.exit_code == 1
    assert "does not read this page" in done.output
    assert run("source", "teach", address(paper), "--yes", data=tmp_path).exit_code == 2
    assert run("source", "teach", "https://nobody.example/1", data=tmp_path).exit_code == 1
