"""Each invented paper offers its mark in its own way; a drawing and nothing are among the ways."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from warraq.demopress import icons
from warraq.demopress.papers import Paper, papers
from warraq.extraction.icons import declared, fittest, of_manifest

HOME = "http://127.0.0.1:8791/"


def test_every_way_is_taken_by_some_paper() -> None:
    assert {paper.icon for paper in papers()} == {"link", "touch", "manifest", "ico", "svg", "none"}


@pytest.mark.parametrize("paper", papers(), ids=lambda paper: paper.slug)
def test_what_a_front_page_names_is_there(paper: Paper) -> None:
    files = icons.files(paper.icon, paper.slug, 1)
    found = declared(icons.head(paper.icon).encode(), url=HOME, content_type="text/html")
    marks = found.marks
    if found.manifest:
        path = found.manifest.removeprefix(HOME.rstrip("/"))
        marks = of_manifest(files[path].body, url=found.manifest)
    first = fittest(marks, home=HOME)[0].removeprefix(HOME.rstrip("/"))
    if paper.icon in ("svg", "none"):
        assert first == "/favicon.ico"
        assert first not in files
        return
    image = Image.open(io.BytesIO(files[first].body))
    assert image.format == ("ICO" if first.endswith(".ico") else "PNG")
    assert image.width == image.height >= 48


def test_marks_are_the_same_from_run_to_run_and_not_all_alike() -> None:
    drawn = [icons.files("ico", paper.slug, 1)["/favicon.ico"].body for paper in papers()]
    icons.files.cache_clear()
    assert drawn == [icons.files("ico", paper.slug, 1)["/favicon.ico"].body for paper in papers()]
    assert len(set(drawn)) > 8
