"""Does an answer do harm? What lives in a page, what a spreadsheet would calculate, what breaks out of a format. By its media type."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator

from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator

from tests.web.asking import Answer

_FORMULA = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@\uff1d\uff0b\uff20|]"
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIS = re.compile(r"[A-Z][A-Z0-9]  - [^\r\n\x00-\x1f]*")


def harms(answer: Answer, *, file: bool = False) -> list[str]:
    """What harm it does, in words; none is what is wanted. `file`: a page that is handed on as a file may hold its own style."""
    found = [
        f"header {name} of two lines" for name, value in answer.headers.items() if re.search(r"[\r\n]", value)
    ]
    media = answer.headers.get("content-type", "").partition(";")[0]
    judge = _BY_TYPE.get(media)
    if judge is not None and answer.body:
        found += judge(answer.body)
    if media == "text/html" and file:
        found = [one for one in found if not one.startswith("own style")]
    return found


def page(body: bytes) -> list[str]:
    """A whole page: nothing but our own scripts, no handlers, no foreign frames, forms or styles, and every direction closed."""
    parsed = LexborHTMLParser(body.decode("utf-8"))
    found = list(_live(parsed, own="/static/"))
    if parsed.css("style"):
        found.append("own style")
    return found


def fragment(text: str) -> list[str]:
    """What a feed reader would show: no script, handler, frame, form or style at all."""
    return list(_live(LexborHTMLParser(f"<!doctype html><body>{text}"), own=None))


def _live(parsed: LexborHTMLParser, own: str | None) -> Iterator[str]:
    for script in parsed.css("script"):
        if script.attributes.get("type") == "application/ld+json":
            json.loads(script.text())
        elif own is None or not (script.attributes.get("src") or "").startswith(own) or script.text():
            yield f"a script: {script.html}"
    yield from (
        f"<{node.tag}>"
        for node in parsed.css(
            "iframe, object, embed, base, frame, applet, portal, math, meta[http-equiv=refresh]"
        )
    )
    for node in parsed.css("*"):
        for name, value in node.attributes.items():
            said = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                yield f"{name} of {node.html[:200]}"
            if name in ("href", "src", "action", "formaction", "poster", "data", "xlink:href") and re.match(
                r"[a-z]+:", said
            ):
                schemes = (
                    ("http://", "https://", "mailto:", "data:image/")
                    if own is not None
                    else ("http://", "https://")
                )
                if not said.startswith(schemes):
                    yield f"{name} leads to {said[:80]}"
            if (
                name in ("src", "action", "formaction")
                and own is not None
                and said.startswith(("http:", "//"))
            ):
                yield f"{name} leads elsewhere: {said[:80]}"


def xml(body: bytes) -> list[str]:
    """Well-formed, without a DTD; what feeds hold of HTML is inert."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    found = ["a DTD"] if root.getroottree().docinfo.doctype else []
    for node in root.iter(
        "{*}title",
        "{*}description",
        "{*}encoded",
        "{*}summary",
        "{*}content",
        "{*}author",
        "{*}creator",
        "{*}category",
    ):
        found += fragment(node.text or "")
    for node in root.iter("{*}link", "{*}loc", "{*}guid"):
        said = (node.text or node.get("href") or "").strip()
        if (
            said
            and not said.startswith(("http://", "https://", "tag:", "urn:"))
            and node.get("isPermaLink") != "false"
        ):
            found.append(f"a link to {said[:80]}")
    return found


def table(body: bytes) -> list[str]:
    """No cell is a formula to any spreadsheet; every row is as long as the first."""
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    found = [
        f"formula cell {cell[:60]!r}"
        for row in rows
        for cell in row
        if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell)
    ]
    return found + [f"a row of {len(row)}" for row in rows if len(row) != len(rows[0])]


def loads(body: bytes) -> list[str]:
    json.loads(body)
    return []


def bibtex(body: bytes) -> list[str]:
    """One entry, its braces balanced and closed only at its end. BibTeX counts braces even behind a backslash."""
    depth, closed = 0, False
    text = body.decode("utf-8").strip()
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0 or closed:
            return ["braces close too early"]
        closed = depth == 0 and sign == "}"
    fields = re.findall(r"^ {2}(\w+) = ", text, re.MULTILINE)
    lines = len(text.splitlines()) - 2
    return ([] if depth == 0 else ["braces stay open"]) + (
        [] if len(fields) == lines == len(set(fields)) else [f"fields {fields}"]
    )


def ris(body: bytes) -> list[str]:
    """One record: each line a tag of its own, one beginning and one end."""
    lines = body.decode("utf-8").split("\r\n")
    found = [f"no line of RIS: {line[:80]!r}" for line in lines[:-1] if not _RIS.fullmatch(line)]
    tags = [line[:2] for line in lines if line]
    return found + (
        []
        if tags.count("TY") == tags.count("ER") == tags.count("TI") == 1 and tags[-1] == "ER"
        else [f"tags {tags}"]
    )


def note(body: bytes) -> list[str]:
    """One line of text without controls."""
    lines = body.decode("utf-8").rstrip("\n")
    return [
        f"control {found[0]!r}" for found in re.finditer("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", lines)
    ]


def crawl(body: bytes) -> list[str]:
    """Another tool reads it, and finds every digest true."""
    return (
        []
        if list(ArchiveIterator(io.BytesIO(body), check_digests="raise")) and gzip.decompress(body)
        else ["no record"]
    )


_BY_TYPE: dict[str, Callable[[bytes], list[str]]] = {
    "text/html": page, "application/rss+xml": xml, "application/xml": xml, "text/xml": xml, "application/atom+xml": xml, "application/opensearchdescription+xml": xml,
    "application/json": loads, "application/feed+json": loads, "application/manifest+json": loads, "application/vnd.citationstyles.csl+json": loads, "application/ld+json": loads,
    "text/csv": table, "application/x-bibtex": bibtex, "application/x-research-info-systems": ris, "text/plain": note, "application/warc": crawl,
}  # fmt: skip


def known(answer: Answer) -> bool:
    """Whether this kind of answer is judged at all."""
    media = answer.headers.get("content-type", "").partition(";")[0]
    return (
        media in _BY_TYPE
        or media.startswith(("image/", "font/"))
        or media in ("text/css", "text/javascript", "application/javascript", "")
    )
