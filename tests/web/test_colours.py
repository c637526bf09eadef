"""Can every colour that is let in be read on every paper that it may stand on?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.press import Masthead, Titles
from warraq.web import colours, recasting
from warraq.web.recasting import HIJRI, LANGUAGES, TEXTS
from warraq.web.statics import sheet

SHEET = sheet()
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
RULE = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")


def variables(block: str) -> dict[str, str]:
    return dict(RULE.findall(block))


def test_the_papers_are_those_of_the_stylesheet() -> None:
    light, dark = (variables(block) for block in re.findall(r":root[^{]*\{(.*?)\}", SHEET, re.DOTALL)[:2])
    names = ("paper", "leaf", "wash")
    assert tuple(light[name] for name in names) == colours.LIGHT_PAPERS
    assert tuple(dark[name] for name in names) == colours.DARK_PAPERS
    assert colours.faint(light["rubric"], dark=False) is None
    assert colours.faint(dark["rubric"], dark=True) is None
    ours = variables(colours.sheet(Masthead(light="#174a6e")).splitlines()[1])
    assert ours == {name: dark[name] for name in ("rubric", "rubric-wash", "bar")}


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ffffff", 1.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)  # as WebAIM's contrast checker has them
def test_contrast_is_wcags(one: str, other: str, ratio: float) -> None:
    assert round(colours.contrast(one, other), 2) == ratio
    assert colours.contrast(one, other) == colours.contrast(other, one)


@given(COLOURS, st.booleans())
def test_an_accent_that_is_let_in_is_readable_and_one_that_is_not_is_answered_with_one_that_is(
    colour: str, dark: bool
) -> None:
    papers = colours.DARK_PAPERS if dark else colours.LIGHT_PAPERS
    told = colours.faint(colour, dark=dark)
    if told is not None:
        assert told.ratio < colours.LEAST
        assert colours.faint(told.nearest, dark=dark) is None
        return
    assert all(colours.contrast(colour, paper) >= 4.5 for paper in papers)
    sheet = colours.sheet(Masthead(dark=colour) if dark else Masthead(light=colour))
    rule = sheet.splitlines()[1 if dark else 0]
    said = variables(rule)
    assert said["rubric"] == colour
    assert colours.contrast(colour, said["rubric-wash"]) >= 4.5


@given(st.text(max_size=12) | st.from_regex(r"#?[0-9a-fA-F]{3,8}", fullmatch=True))
def test_whatever_is_typed_for_a_colour_is_six_digits_or_none(text: str) -> None:
    said = colours.spelt(text)
    assert said is None or re.fullmatch("#[0-9a-f]{6}", said)
    assert said is None or colours.spelt(said) == said


@given(COLOURS | st.none(), COLOURS | st.none())
def test_a_sheet_holds_nothing_but_colours(light: str | None, dark: str | None) -> None:
    sheet = colours.sheet(Masthead(light=light, dark=dark))
    left = RULE.sub("", sheet)
    for part in (":root", ".theme-light", ".theme-dark", ":not()", "@media (prefers-color-scheme: dark)"):
        left = left.replace(part, "")
    assert not left.replace("{", "").replace("}", "").strip(" \n:not()")


FIELDS = [f"{name}_{language}" for name in TEXTS for language in LANGUAGES] + [
    "light",
    "dark",
    "contact",
    "hijri",
]


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60), max_size=len(FIELDS)))
def test_whatever_is_typed_is_read_into_what_is_written_back_the_same(given: dict[str, str]) -> None:
    masthead, flaws = recasting.read(given)
    assert recasting.read(recasting.written(masthead)) == (masthead, ())
    assert {flaw.where for flaw in flaws} <= set(FIELDS)
    for language in LANGUAGES:
        said: Titles = getattr(masthead, language)
        for name, most in TEXTS.items():
            text = getattr(said, name)
            assert text is None or 0 < len(text) <= most
            assert text is None or not re.search("<[a-zA-Z/!?]|[\u202a-\u202e\x00]", text) or "<" not in text
    assert masthead.hijri is None or masthead.hijri in HIJRI
