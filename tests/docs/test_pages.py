"""Do the documents hold together, and do they speak of the project alone?"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NOTES = sorted((ROOT / "docs" / "design").glob("*.md"))
SHIPPED = sorted(
    path
    for pattern in ("*.md", "Makefile", "pyproject.toml", ".ci/run", "requirements/*", "docs/**/*", "warraq/**/*", "scripts/*")
    for path in ROOT.glob(pattern)
    if path.is_file() and path.suffix in (".md", ".py", ".toml", ".txt", ".in", ".html", ".css", ".js", "") and "__pycache__" not in path.parts
)  # fmt: skip


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def prose(path: Path) -> str:
    """The page without its code."""
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(path: Path) -> set[str]:
    """The headings as links name them: small letters, spaces as dashes, no punctuation."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE):
        kept = "".join(
            letter
            for letter in heading.lower()
            if letter in " -_" or unicodedata.category(letter)[0] in "LNM"
        )
        found.add(kept.strip().replace(" ", "-"))
    return found


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.is_relative_to(ROOT), f"{target} leads out of the project"
        assert there.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in anchors(there), f"{target}: no such heading"


def test_every_page_can_be_reached_from_the_readme() -> None:
    """A link to a folder reaches the pages in it."""
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page.is_dir():
            waiting += page.glob("*.md")
        elif page.suffix == ".md" and page.is_file() and page not in seen:
            seen.add(page)
            links = re.findall(r"\]\(([^):\s]+)\)", page.read_text("utf-8"))
            waiting += [(page.parent / link.split("#")[0]).resolve() for link in links]
    unreached = sorted(name(path) for path in set(PAGES) - seen)
    assert not unreached


@pytest.mark.parametrize("path", SHIPPED, ids=name)
def test_nothing_names_a_package_index_or_a_place_on_someones_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    found = re.search(r"pypi\.org|pythonhosted\.org|(?<![\w.])/(?:work|root|home)/\w|\.\./shared\b", text)
    assert found is None, f"{name(path)}: {found[0]!r}"


@pytest.mark.parametrize("path", NOTES, ids=name)
def test_a_design_note_has_its_five_parts_on_one_page(path: Path) -> None:
    text = path.read_text("utf-8")
    number, title = re.match(r"(\d{4})-([a-z0-9-]+)\.md$", path.name).groups()  # type: ignore[union-attr]
    assert text.startswith(f"# {number} · "), "the first line is `# NNNN · Title`"
    assert title
    parts = [
        r"^(\*\*Question\.?\*\*|## Question)",
        r"^## What we do$",
        r"^## Why$",
        r"^## What we did not do, and when we would$",
        r"^## Evidence$",
    ]
    places = [re.search(part, text, re.MULTILINE) for part in parts]
    missing = [part for part, place in zip(parts, places, strict=True) if place is None]
    assert not missing, f"{path.name} lacks {missing}"
    starts = [place.start() for place in places if place]
    assert starts == sorted(starts)
    assert len(text.split()) < 1300, "a note is one page"


def test_design_notes_are_numbered_once_each() -> None:
    numbers = [path.name[:4] for path in NOTES]
    assert len(set(numbers)) == len(numbers)
