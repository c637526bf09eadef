"""Can this colour be read on our paper, and what stylesheet does it make?

Contrast as WCAG 2.2 counts it; 4.5 is AA for text. What is refused is answered with the nearest colour that would do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from warraq.press import Masthead

Channels = tuple[int, int, int]

LEAST = 4.5
# What the accent is written on, or writes on: --paper, --leaf and --wash of warraq.css.
LIGHT_PAPERS = ("#fbf8f1", "#fffdf9", "#f2ece0")
DARK_PAPERS = ("#15130f", "#1c1915", "#26221c")
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})", re.ASCII)
_STEPS = 100
# How much of the accent is in its wash, the most that leaves it readable there; and in the bars of charts.
_WASHES, _BAR = (0.12, 0.1, 0.08, 0.06, 0.04, 0.02), 0.6
# As warraq.css has them.
_OUR_DARK = "--rubric: #f0a08a; --rubric-wash: #3a211a; --bar: #a05f4d;"


@dataclass(frozen=True, slots=True)
class Faint:
    """An accent that cannot be read: its worst contrast (1 to 21), and the nearest that can."""

    ratio: float
    nearest: str


def spelt(given: str) -> str | None:
    """A colour as it is kept, `#rrggbb`; `None` for what is none. Three digits are doubled, as in CSS."""
    found = _HEX.fullmatch(given.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return "#" + ("".join(2 * one for one in digits) if len(digits) == 3 else digits)


def contrast(one: str, other: str) -> float:
    """1 to 21, of two colours `#rrggbb`. Source: WCAG 2.2, "contrast ratio"."""
    darker, lighter = sorted((_luminance(_channels(one)), _luminance(_channels(other))))
    return (lighter + 0.05) / (darker + 0.05)


def faint(colour: str, *, dark: bool) -> Faint | None:
    """Why the accent cannot be read on the papers of that theme; `None` for one that can."""
    papers = DARK_PAPERS if dark else LIGHT_PAPERS
    ratio = _worst(colour, papers)
    if ratio >= LEAST:
        return None
    end = "#ffffff" if dark else "#000000"
    steps = (mixed(colour, end, step / _STEPS) for step in range(1, _STEPS + 1))
    return Faint(ratio, next(one for one in steps if _worst(one, papers) >= LEAST))


def mixed(one: str, other: str, share: float) -> str:
    """So much (0 to 1) of the other in the one, channel by channel."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=32)
def sheet(masthead: Masthead) -> str:
    """The stylesheet that stands behind ours: empty where no accent was set.

    Standing behind, its light rules would hold in the dark too: so the dark ones are said whenever any is.
    """
    if masthead.light is None and masthead.dark is None:
        return ""
    light = _variables(masthead.light, LIGHT_PAPERS)
    dark = _variables(masthead.dark, DARK_PAPERS) or _OUR_DARK
    # a reader's own choice (the classes) wins over the device's
    rules = [f":root {{ {light} }}"] if light else []
    rules.append(f"@media (prefers-color-scheme: dark) {{ :root:not(.theme-light) {{ {dark} }} }}")
    rules.append(f":root.theme-dark {{ {dark} }}")
    return "".join(f"{rule}\n" for rule in rules)


def _variables(accent: str | None, papers: tuple[str, ...]) -> str:
    if accent is None:
        return ""
    paper = papers[0]
    washes = (mixed(paper, accent, share) for share in _WASHES)
    wash = next((one for one in washes if contrast(accent, one) >= LEAST), paper)
    return f"--rubric: {accent}; --rubric-wash: {wash}; --bar: {mixed(paper, accent, _BAR)};"


def _worst(colour: str, papers: tuple[str, ...]) -> float:
    return min(contrast(colour, paper) for paper in papers)


def _channels(colour: str) -> Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(channels: Channels) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (one / 255 for one in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
