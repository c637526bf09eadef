"""What does one edition file say? TOML in, checked tables out; a wrong table costs only itself.

[edition]                      # who reads this press, and how
name = "مصر"
zone = "Africa/Cairo"
desks = ["politics", "sports"] # its section bar, in order

[edition.sections]             # what its press calls a desk
arts = "فن"

[papers.masrawy]               # the table's name is the paper's slug
name = "مصراوي"

[papers.masrawy.feeds]         # key = address; the key is the section, `main` a feed of all sections
main = "https://…"
sports = "https://…"
sports-2 = { url = "https://…", section = "sports" }
local = { url = "https://…", kind = "listing" }   # a section page without a feed: its links are the entries
economy = false                # switched off

[[papers.masrawy.layouts]]     # for pages that no reader gets right: where the article stands, as CSS selectors
body = "div.article-text"
drop = [".related", ".tags"]
until = 2026-05-01             # of pages fetched before that day; without it, of those of today
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from warraq.errors import EditionError
from warraq.press import RESERVED_SLUGS, FeedKind, Layout
from warraq.sections.desks import DESKS

MAIN = "main"
_MAX_FILE = 4 * 2**20
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_COUNTED = re.compile(r"-\d+$", re.ASCII)
_CUSTOMS = {
    "clock": ("12h", "24h"),
    "week_start": ("saturday", "sunday", "monday"),
    "months": ("egyptian", "levantine", "maghrebi", "moroccan", "mauritanian"),
}
_LISTS = {
    "first": 'feed ids, for example ["masrawy", "youm7/politics"]',
    "desks": 'desks, for example ["politics", "sports"]',
}


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What one file says of one feed; `None` where it says nothing."""

    url: str | None = None
    section: str | None = None
    enabled: bool | None = None
    kind: FeedKind | None = None


@dataclass(frozen=True, slots=True)
class PaperTable:
    """What one file says of one paper."""

    values: Mapping[str, str]
    feeds: Mapping[str, FeedLine]
    enabled: bool | None = None
    layouts: tuple[Layout, ...] | None = None


@dataclass(frozen=True, slots=True)
class File:
    """An edition file, read. `head`, `first`, `desks` and `labels` are empty where it does not say."""

    head: Mapping[str, str | int] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, PaperTable] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read(path: Path) -> File:
    """Raises: EditionError for a file that cannot be read or is no TOML, with the line where it breaks."""
    document = _document(path)
    problems: list[str] = []

    def wrong(where: str, why: str) -> None:
        problems.append(f"{path}: {where}: {why}")

    for key in document.keys() - {"edition", "papers"}:
        wrong(f"[{key}]", "no such table; an edition has [edition] and [papers.<slug>]")
    table = document.get("edition", {})
    if not isinstance(table, dict):
        wrong("edition", "it is a table: write [edition]")
        table = {}
    return File(
        head=_head(table, wrong),
        first=_words(table, "first", wrong),
        desks=_desks(table, wrong),
        labels=_labels(table.get("sections", {}), wrong),
        papers=_papers(document.get("papers", {}), wrong),
        problems=tuple(problems),
    )


def feed_id(slug: str, key: str) -> str:
    """The id by which the archive knows a feed; it depends on nothing but the two words in the file."""
    return slug if key == MAIN else f"{slug}/{key}"


def section_of(key: str) -> str | None:
    """`sports-2` -> `sports`; `main` and `main-2` mix sections."""
    word = _COUNTED.sub("", key)
    return None if word == MAIN else word


def slug_problem(slug: str) -> str | None:
    """Why a word cannot stand in our addresses for a paper, or `None`."""
    if not _WORD.fullmatch(slug) or len(slug) > 40 or slug.isdigit():
        return "a slug is at most 40 small letters a-z, digits and single dashes, with a letter among them"
    if slug in RESERVED_SLUGS:
        return "the site's own addresses use this word; take another slug"
    return None


def address_problem(url: str) -> str | None:
    """Why an address cannot be a feed's or a homepage's, or `None`."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or len(url) > 2000 or re.search(r"[\s\x00-\x1f\x7f]", url):
        return f"{url[:80]!r} is no web address; it begins with http:// or https:// and has no spaces"
    return None


Wrong = Callable[[str, str], None]


def _document(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > _MAX_FILE:
            raise EditionError(
                f"{path} is larger than 4 MB: that is no edition", "file_unread", file=path.name
            )
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise EditionError(
            f"{path} cannot be read ({error.strerror}); mend its mode or owner", "file_unread", file=path.name
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise EditionError(
            f"{path} is not UTF-8 (line {line}); save it as UTF-8", "file_unread", file=path.name
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise EditionError(
            f"{path} is not TOML: {error}; mend that line", "file_unread", file=path.name
        ) from error


def _head(table: Mapping[str, object], wrong: Wrong) -> dict[str, str | int]:
    head: dict[str, str | int] = {}
    for key, value in table.items():
        if key in _LISTS or key == "sections":
            continue
        if why := _head_problem(key, value):
            wrong(f"[edition] {key}", why)
        else:
            head[key] = value if isinstance(value, int) else str(value)
    return head


def _words(table: Mapping[str, object], key: str, wrong: Wrong) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    wrong(f"[edition] {key}", f"a list of {_LISTS[key]}")
    return ()


def _desks(table: Mapping[str, object], wrong: Wrong) -> tuple[str, ...]:
    named = dict.fromkeys(_words(table, "desks", wrong))
    for one in named:
        if one not in DESKS:
            wrong("[edition] desks", f"there is no desk {one[:40]!r}; known are {', '.join(DESKS)}")
    return tuple(one for one in named if one in DESKS)


def _labels(table: object, wrong: Wrong) -> dict[str, str]:
    if not isinstance(table, dict):
        wrong("[edition.sections]", 'it is a table: desk = "its name"')
        return {}
    labels: dict[str, str] = {}
    for desk, label in table.items():
        why = (
            _text_problem(label) if desk in DESKS else f"there is no such desk; known are {', '.join(DESKS)}"
        )
        if why:
            wrong(f"[edition.sections] {desk}", why)
        else:
            labels[desk] = label
    return labels


def _head_problem(key: str, value: object) -> str | None:
    if key == "hijri_offset":
        given = type(value) is int and -2 <= value <= 2
        return None if given else "a whole number from -2 to 2, without quotes"
    if key not in ("code", "name", "name_en", "zone", *_CUSTOMS):
        return "no such key; known are code, name, name_en, zone, clock, week_start, months, hijri_offset, first, desks, sections"
    if why := _text_problem(value):
        return why
    if key == "zone":
        return _zone_problem(str(value))
    if key in _CUSTOMS and value not in _CUSTOMS[key]:
        return f"{value!r} is not one of {', '.join(_CUSTOMS[key])}"
    return None


def _papers(tables: object, wrong: Wrong) -> dict[str, PaperTable]:
    if not isinstance(tables, dict):
        wrong("papers", "it is a table of tables: write [papers.<slug>]")
        return {}
    papers: dict[str, PaperTable] = {}
    for slug, table in tables.items():
        if why := slug_problem(slug):
            wrong(f"[papers.{slug}]", why)
        elif not isinstance(table, dict):
            wrong(f"[papers.{slug}]", "a paper is a table with a name and feeds")
        elif (paper := _paper(slug, table, wrong)) is not None:
            papers[slug] = paper
    return papers


def _paper(slug: str, table: dict[str, object], wrong: Wrong) -> PaperTable | None:
    """`None` when a key of its own is wrong; a wrong feed costs only that feed."""
    values: dict[str, str] = {}
    good = True
    for key, value in table.items():
        if key in ("feeds", "enabled", "layouts"):
            continue
        if why := _value_problem(key, value):
            wrong(f"[papers.{slug}] {key}", why)
            good = key not in _VALUES and good  # a stranger is passed over; a wrong value costs the table
        else:
            values[key] = str(value)
    enabled = table.get("enabled")
    if enabled is not None and not isinstance(enabled, bool):
        wrong(f"[papers.{slug}] enabled", "true or false, without quotes")
        good = False
    feeds = _feeds(slug, table.get("feeds", {}), wrong)
    layouts = _layouts(slug, table["layouts"], wrong) if "layouts" in table else None
    switched = enabled if isinstance(enabled, bool) else None
    return PaperTable(values, feeds, switched, layouts) if good else None


_VALUES = ("name", "name_en", "homepage", "language", "zone", "country", "note", "policy", "permission")
# `none`: nothing was agreed, whatever a file below says.
POLICIES = ("full", "excerpt", "link", "none")


def _value_problem(key: str, value: object) -> str | None:
    if key not in _VALUES:
        return f"no such key; known are {', '.join(_VALUES)}, enabled, feeds, layouts"
    if why := _text_problem(value):
        return why
    text = str(value)
    match key:
        case "homepage":
            return address_problem(text)
        case "zone":
            return _zone_problem(text)
        case "country":
            return None if re.fullmatch(r"[a-z]{2}", text) else "two small letters (ISO 3166), for example eg"
        case "language":
            return (
                None
                if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text)
                else "a language code: ar, fr, en"
            )
        case "policy":
            return None if text in POLICIES else f"{text!r} is not one of {', '.join(POLICIES)}"
        case _:
            return None


def _feeds(slug: str, table: object, wrong: Wrong) -> dict[str, FeedLine]:
    feeds: dict[str, FeedLine] = {}
    if not isinstance(table, dict):
        wrong(f"[papers.{slug}.feeds]", "it is a table: section = address")
        return feeds
    for key, value in table.items():
        line = _feed_line(value)
        why = (
            None
            if _WORD.fullmatch(key)
            else "a feed's key is `main` or a section: small letters, digits, dashes"
        )
        if why or isinstance(line, str):
            wrong(f"[papers.{slug}.feeds] {key}", why or str(line))
        else:
            feeds[key] = line
    return feeds


def _feed_line(value: object) -> FeedLine | str:
    """The line, or why it cannot be used."""
    match value:
        case bool():
            return FeedLine(enabled=value)
        case str():
            return address_problem(value) or FeedLine(url=value, enabled=True)
        case {"url": str(url), **rest} if not rest.keys() - {"section", "enabled", "kind"}:
            section, enabled, kind = rest.get("section"), rest.get("enabled", True), rest.get("kind")
            if section is not None and not (isinstance(section, str) and _WORD.fullmatch(section)):
                return "section is a word like politics or sports"
            if not isinstance(enabled, bool):
                return "enabled is true or false, without quotes"
            if kind not in (None, *get_args(FeedKind)):
                return f"kind is one of {', '.join(get_args(FeedKind))}"
            return address_problem(url) or FeedLine(url, section, enabled, cast(FeedKind | None, kind))
        case _:
            return (
                'an address, false, or { url = "https://…", section = "sports", kind = "listing", '
                "enabled = false }"
            )


def _layouts(slug: str, tables: object, wrong: Wrong) -> tuple[Layout, ...]:
    """A wrong one costs only itself."""
    where = f"[[papers.{slug}.layouts]]"
    if not isinstance(tables, list):
        wrong(
            where,
            'a list of tables: body = "div.article", and optionally drop = [".more"], until = 2026-05-01',
        )
        return ()
    found = []
    for table in tables:
        layout = _layout(table)
        if isinstance(layout, str):
            wrong(where, layout)
        else:
            found.append(layout)
    return tuple(found)


def _layout(table: object) -> Layout | str:
    """The layout, or why it cannot be used."""
    if not isinstance(table, dict) or table.keys() - {"body", "drop", "until"}:
        return "its keys are body, drop, until"
    body, drop, until = table.get("body"), table.get("drop", []), table.get("until")
    if not isinstance(drop, list):
        return 'drop is a list of selectors, for example [".related"]'
    for selector in (body, *drop):
        if why := _selector_problem(selector):
            return why
    if until is not None and type(until) is not date:  # a moment is a date to Python
        return "until is a day without quotes, for example 2026-05-01"
    return Layout(str(body), tuple(map(str, drop)), until)


def _selector_problem(selector: object) -> str | None:
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # few files have any

    if (why := _text_problem(selector)) is not None:
        return f"a selector is {why}"
    try:
        LexborHTMLParser("<p></p>").css(str(selector))
    except (SelectolaxError, ValueError):
        return f"{selector!r} is no CSS selector"
    return None


def _text_problem(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > 2000:
        return "text in quotes, not empty"
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
        return "one line of text, without control characters"
    return None


def _zone_problem(name: str) -> str | None:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return f"{name!r} is no time zone; write for example Africa/Cairo"
    return None
