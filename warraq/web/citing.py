"""How is an article cited, in the forms that papers, theses and reference managers take?

Sources: BibTeX (Patashnik, "BibTeXing", 1988: braces are counted even where a backslash stands before them), the RIS format of
reference managers, CSL-JSON 1.0.2 (citeproc). What the source did not say is left out of every form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

import orjson

from warraq.web import wording

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# LaTeX's own signs. Braces are written as words: in a field even an escaped one would be counted.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
_KEY = re.compile(r"[^a-z0-9-]")
_BEYOND_ASCII = re.compile(r"(?:%[89a-f][0-9a-f])+", re.IGNORECASE)
_LANGUAGES = {"ar": "arabic", "fr": "french", "en": "english"}


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation says. `printed` is the day that the paper dated it with as much of it as was said ((2026,), (2026, 11) or
    (2026, 11, 23)), empty where it said none; `dated` the same in words and both calendars; `seen` the day on which we first saw
    it. `site` is what the archive is called that kept it; `url` is the paper's own address, `permalink` ours; `text_hash` is SHA-256 in hexadecimal."""

    source: str
    paper: str
    number: int
    version: int
    title: str
    authors: tuple[str, ...]
    language: str | None
    printed: tuple[int, ...]
    dated: str | None
    seen: date
    seen_said: str
    site: str
    url: str | None
    permalink: str
    text_hash: str

    @property
    def key(self) -> str:
        """By what other texts refer to it: stable, and of ASCII letters, digits and hyphens alone."""
        return f"{_KEY.sub('-', self.source.lower())}-{self.number}-v{self.version}"


def plain(one: Reference) -> str:
    """A sentence for footnotes, in the reader's language."""
    return wording.listed(parts(one)) + "."


def parts(one: Reference) -> tuple[str, ...]:
    """What `plain` says, part by part: on a page each keeps its own direction."""
    said = (
        wording.listed(one.authors),
        f"«{one.title}»",
        one.paper,
        one.dated or wording.said("cite", "undated", seen=one.seen_said, site=one.site),
        _readable(one.url or ""),
        wording.said(
            "cite",
            "kept",
            version=f"{one.version}",
            site=one.site,
            seen=one.seen_said,
            permalink=one.permalink,
        ),
        wording.said("cite", "hash", hash=one.text_hash),
    )
    return tuple(_flat(part) for part in said if part)


def bibtex(one: Reference) -> str:
    """An entry for BibTeX and biblatex."""
    fields = {
        "author": " and ".join(f"{{{_tex(author)}}}" for author in one.authors),
        "title": f"{{{_tex(one.title)}}}",
        "journal": _tex(one.paper),
        "year": f"{one.printed[0]:04}" if one.printed else "",
        "day": f"{one.printed[2]}" if len(one.printed) > 2 else "",
        "url": _address(one.permalink),
        "urldate": one.seen.isoformat(),
        "note": _tex(wording.said("cite", "note", site=one.site, url=one.url or "-", hash=one.text_hash)),
        "langid": _LANGUAGES.get((one.language or "").partition("-")[0], ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(one.printed) > 1:
        lines.append(f"  month = {_MONTHS[one.printed[1] - 1]},")
    return "\n".join([f"@article{{{one.key},", *lines, "}", ""])


def ris(one: Reference) -> str:
    """A record for reference managers; each line ends with CR and LF."""
    return "".join(f"{tag}  - {_flat(value)}\r\n" for tag, value in _ris(one))


def _ris(one: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield "ID", one.key
    for author in one.authors:
        yield "AU", author
    yield "TI", one.title
    yield "T2", one.paper
    if one.printed:
        yield "PY", f"{one.printed[0]:04}"
        yield "DA", "/".join([f"{one.printed[0]:04}", *(f"{part:02}" for part in one.printed[1:])])
    if one.language:
        yield "LA", one.language
    yield "DP", one.site
    yield "UR", one.permalink
    if one.url:
        yield "L2", one.url
    yield "Y2", one.seen.strftime("%Y/%m/%d")
    yield "N1", f"SHA-256 {one.text_hash}"
    yield "ER", ""


def csl(one: Reference) -> bytes:
    """A list of one item as CSL-JSON, in UTF-8."""
    item: dict[str, Any] = {
        "id": one.key,
        "type": "article-newspaper",
        "title": one.title,
        "container-title": one.paper,
        "author": [{"literal": author} for author in one.authors],
        "issued": {"date-parts": [list(one.printed)]} if one.printed else None,
        "accessed": {"date-parts": [[one.seen.year, one.seen.month, one.seen.day]]},
        "URL": one.permalink,
        "language": one.language,
        "source": one.url,
        "archive": one.site,
        "archive_location": f"{one.number}/{one.version}",
        "note": f"SHA-256 {one.text_hash}",
    }
    return orjson.dumps([{name: value for name, value in item.items() if value}], option=orjson.OPT_INDENT_2)


def _flat(text: str) -> str:
    """On one line, without controls: a line of its own would be a field of its own."""
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text).split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _flat(text))


def _readable(url: str) -> str:
    """The same address with its letters as letters (RFC 3987, section 3.2): a footnote is read. Whatever is no letter stays."""

    def letters(run: re.Match[str]) -> str:
        try:
            text = bytes.fromhex(run[0].replace("%", "")).decode("utf-8")
        except UnicodeDecodeError:
            return run[0]
        return "".join(sign if sign.isalpha() else quote(sign) for sign in text)

    return _BEYOND_ASCII.sub(letters, url)


def _address(url: str) -> str:
    """As biblatex takes it, word for word: nothing in it may count as a brace or end it."""
    spelt = {"{": "%7B", "}": "%7D", "\\": "%5C"}
    return "".join(spelt.get(sign, sign) for sign in _flat(url).replace(" ", "%20"))
