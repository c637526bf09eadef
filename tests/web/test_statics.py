from __future__ import annotations

import re
from importlib.resources import files

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq.web.statics import address, sheet, statics

_STATIC = files("warraq.web") / "static"


async def test_every_file_is_served_for_ever_under_a_name_of_its_content(opens: Opens) -> None:
    reader = await opens(Newsstand())
    for path, static in statics().items():
        answer = await reader.get(address(path))
        assert (answer.status, answer.body) == (200, static.body), path
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", static.name)


async def test_what_is_packed_unpacks_to_the_same(opens: Opens) -> None:
    reader = await opens(Newsstand())
    plain = await reader.get(address("warraq.css"))
    for said, form in (("gzip", "gzip"), ("gzip, br", "br"), ("br;q=0, gzip", "gzip")):
        packed = await reader.get(address("warraq.css"), headers={"accept-encoding": said})
        assert packed.headers["content-encoding"] == form
        assert packed.body == plain.body
        assert int(packed.headers["content-length"]) < len(plain.body) / 3
        assert packed.headers["etag"] != plain.headers["etag"]
    assert (
        await reader.get(address("warraq.css"), headers={"if-none-match": plain.headers["etag"]})
    ).status == 304


def test_the_stylesheet_names_only_files_that_are_there() -> None:
    sheet = statics()["warraq.css"].body.decode()
    named = set(re.findall(r"url\(([^)]*)\)", sheet))
    assert named == {f'"{statics()[path].name}"' for path in statics() if path.endswith(".woff2")}


def test_the_stylesheet_is_all_its_parts_without_our_comments() -> None:
    whole = sheet()
    parts = [entry.read_text("utf-8") for entry in (_STATIC / "sheet").iterdir()]
    assert sum(map(len, parts)) == len(whole)
    assert all(part in whole and len(part.splitlines()) < 200 for part in parts)
    assert all(part.count("{") == part.count("}") for part in parts)  # else it swallows what follows
    assert "/*" not in statics()["warraq.css"].body.decode()
    assert not [path for path in statics() if path.startswith("sheet/")]


def test_the_stylesheet_knows_no_left_and_no_right() -> None:
    text = sheet()
    physical = r"(?<![\w-])(?:left|right|(?:margin|padding|border)-(?:left|right|top|bottom)|width|height|(?:min|max)-(?:width|height))\s*:"
    assert re.findall(physical, re.sub(r"@media[^{]*", "", text)) == []


def test_no_letters_are_spaced_and_none_are_smaller_than_13_pixels() -> None:
    text = sheet()
    assert "letter-spacing" not in text
    sizes = [float(size) for size in re.findall(r"(?:font-size|--tiny|--small):\s*(\.?\d[\d.]*)rem", text)]
    sizes += [float(size) for size in re.findall(r"font:\s*\d+\s+(\.?\d[\d.]*)rem", text)]
    assert sizes
    assert min(sizes) * 16 >= 13


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_can_be_read_on_every_paper(scheme: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text."""
    written = sheet()
    light = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", written.partition("@media")[0]))
    dark = dict(
        re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", written.partition("@media")[2].partition("*,")[0])
    )
    ink = light if scheme == "light" else light | dark
    papers = ["paper", "leaf", "wash"]
    for text, grounds in {
        "ink": [*papers, "rubric-wash", "mark"],
        "ink-2": [*papers, "mark"],
        "ink-3": papers,
        "rubric": [*papers, "rubric-wash"],
        "invented": ["invented-wash"],
    }.items():
        for ground in grounds:
            assert _contrast(ink[text], ink[ground]) >= 4.5, (text, ground)


def test_the_fonts_come_with_their_licences() -> None:
    texts = [
        entry.read_text("utf-8") for entry in (_STATIC / "fonts").iterdir() if entry.name.endswith(".txt")
    ]
    assert len(texts) == 2
    assert all("SIL Open Font License, Version 1.1" in text for text in texts)


@pytest.mark.parametrize("name", ["warraq.css", "nothing.css", "OFL-Noto-Naskh-Arabic.txt", "..%2fpages.py"])
async def test_nothing_else_is_given_away(opens: Opens, name: str) -> None:
    assert (await (await opens(Newsstand())).get(f"/static/{name}")).status == 404


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_dark_of_a_device_and_the_dark_that_a_reader_chose_are_one() -> None:
    sheet = statics()["warraq.css"].body.decode()
    device = sheet.partition(":root:not(.theme-light) {")[2].partition("}")[0]
    chosen = sheet.partition(":root.theme-dark {")[2].partition("}")[0]
    assert len(device.split()) > 30
    assert chosen.replace("color-scheme: dark;", "").split() == device.split()


@pytest.mark.parametrize("path", sorted(path for path in statics() if path.endswith(".css")))
def test_a_sheet_closes_every_rule_where_it_ends(path: str) -> None:
    """A brace that a merge lost leaves all that follows to paper, or to phones."""
    sheet = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", statics()[path].body.decode(), flags=re.S)
    outside = ""
    while (bare := re.sub(r"\{[^{}]*\}", ";", sheet)) != sheet:
        sheet = bare
        outside = sheet
    assert not re.search("[{}]", outside), outside[-400:]
