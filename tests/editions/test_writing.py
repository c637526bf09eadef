"""Does a paper that is added stay added, and does the operator's file stay theirs?"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq import editions
from warraq.editions.writing import quoted
from warraq.errors import EditionError
from warraq.press import Feed, Source


def source(slug: str = "mada", url: str = "https://mada.example/feed", **said: str | None) -> Source:
    section = said.pop("section", None)
    feed = Feed(f"{slug}/{section}" if section else slug, slug, url, section)
    values = {"name": "مدى مصر", "country": "eg", "zone": "Africa/Cairo", **said}
    return Source(slug=slug, feeds=(feed,), **values)  # type: ignore[arg-type]


def ids(folder: Path, slug: str) -> dict[str, str]:
    edition = editions.load("eg", folder=folder)
    assert edition.problems == ()
    return {feed.id: feed.url for paper in edition.sources if paper.slug == slug for feed in paper.feeds}


def test_an_added_paper_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    given_paper = source(
        name='قال: "نعم" \\ لا', homepage="https://mada.example/", zone="Asia/Amman", language="fr"
    )
    path = editions.write_source(tmp_path / "editions", "eg", given_paper)
    assert path == tmp_path / "editions" / "eg.toml"
    (found,) = [paper for paper in editions.load("eg", folder=path.parent).sources if paper.slug == "mada"]
    assert found == given_paper


def test_a_second_feed_joins_the_same_paper(tmp_path: Path) -> None:
    editions.write_source(tmp_path, "eg", source())
    editions.write_source(tmp_path, "eg", source(url="https://mada.example/sport", section="sports"))
    editions.write_source(tmp_path, "eg", source(url="https://mada.example/sport2", section="sports"))
    assert ids(tmp_path, "mada") == {
        "mada": "https://mada.example/feed",
        "mada/sports": "https://mada.example/sport",
        "mada/sports-2": "https://mada.example/sport2",
    }


def test_a_feed_is_added_to_a_packaged_paper_without_touching_its_name(tmp_path: Path) -> None:
    editions.write_source(
        tmp_path, "eg", source("youm7", "https://youm7.example/new", section="politics", name="غيره")
    )
    (found,) = [paper for paper in editions.load("eg", folder=tmp_path).sources if paper.slug == "youm7"]
    assert found.name == "اليوم السابع"
    assert ids(tmp_path, "youm7")["youm7/politics-3"] == "https://youm7.example/new"


def test_what_the_operator_wrote_stays_to_the_letter(tmp_path: Path) -> None:
    mine = '# my papers\n[edition]\nclock = "24h"  # as I like it\n\n[papers.masrawy]\nenabled = false\n'
    (tmp_path / "eg.toml").write_text(mine, "utf-8")
    editions.write_source(tmp_path, "eg", source())
    editions.write_source(tmp_path, "eg", source(url="https://mada.example/2", section="arts"))
    text = (tmp_path / "eg.toml").read_text("utf-8")
    assert text.startswith(mine)
    assert text.count("[papers.mada]") == text.count("[papers.mada.feeds]") == 1


def test_a_section_page_is_written_with_its_kind(tmp_path: Path) -> None:
    paper = source()
    page = Feed("mada/local", "mada", "https://mada.example/local", "local", "listing")
    editions.write_source(tmp_path, "eg", replace(paper, feeds=(*paper.feeds, page)))
    (found,) = [one for one in editions.load("eg", folder=tmp_path).sources if one.slug == "mada"]
    assert found.feeds == (*paper.feeds, page)


def test_a_kind_is_one_of_two_and_stays_with_its_address(tmp_path: Path) -> None:
    path = tmp_path / "eg.toml"
    path.write_text(
        '[papers.youm7.feeds]\nlocal = { url = "https://a.example/", kind = "page" }\n', encoding="utf-8"
    )
    (problem,) = editions.load("eg", folder=tmp_path).problems
    assert "kind is one of feed, listing" in problem


def test_a_feed_switched_off_keeps_its_key(tmp_path: Path) -> None:
    (tmp_path / "eg.toml").write_text("[papers.youm7.feeds]\nmain = false\n", "utf-8")
    editions.write_source(tmp_path, "eg", source("youm7", "https://youm7.example/all"))
    assert ids(tmp_path, "youm7")["youm7/main-2"] == "https://youm7.example/all"


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (source("search"), "another slug"),
        (source("a/b"), "small letters"),
        (source("aljazeera"), "the edition qa.*--slug"),
        (source("mada", "https://www.youm7.com/rss/SectionRss?SectionID=65"), "read already, as youm7"),
        (source("mada", "ftp://mada.example/"), "no web address"),
        (source(section="كرة"), "is no section"),
        (Source("mada", "مدى", "eg", "Africa/Cairo"), "needs a feed"),
    ],
)
def test_what_cannot_be_a_paper_is_refused_and_nothing_is_written(
    tmp_path: Path, paper: Source, said: str
) -> None:
    with pytest.raises(EditionError, match=said):
        editions.write_source(tmp_path, "eg", paper)
    assert list(tmp_path.iterdir()) == []


def test_an_edition_nobody_knows_takes_no_paper(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match="no edition 'xx'"):
        editions.write_source(tmp_path, "xx", source())


@pytest.mark.parametrize(
    "text",
    [
        'papers.mada = { name = "م", feeds = { main = "https://a.example/" } }\n',
        '[papers]\nmada.name = "م"\nmada.feeds.main = "https://a.example/"\n',
        'note = """\n[papers.mada.feeds]\n"""\n[papers."mada"]\nname = "م"\n[papers."mada".feeds]\nmain = "https://a.example/"\n',
    ],
)
def test_a_file_of_another_shape_is_never_broken(tmp_path: Path, text: str) -> None:
    """Where the lines cannot be set in safely, the message carries them and the file stays."""
    path = tmp_path / "eg.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(EditionError, match=re.escape('arts = "https://mada.example/2"')):
        editions.write_source(tmp_path, "eg", source(url="https://mada.example/2", section="arts"))
    assert path.read_text("utf-8") == text


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "editions").write_text("a file stands here")
    with pytest.raises(EditionError, match="cannot be written"):
        editions.write_source(tmp_path / "editions", "eg", source())


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=200, deadline=None)
def test_any_text_survives_being_quoted(text: str) -> None:
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}
