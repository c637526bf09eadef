"""Addresses of the suites as a feed lists them, and as an imported line says them: kept as browsers read them, or not at all."""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.crawling.test_urls import BROKEN_PUNYCODE, is_lone_surrogate, wanted
from tests.suites.table import measured
from warraq import feeds
from warraq.archives.memory import MemoryArchive
from warraq.crawling import urls
from warraq.errors import Unreadable
from warraq.newsroom import importing
from warraq.press import Source

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SUITES = ("urltestdata", "ada_extra_urltestdata", "urltestdata-javascript-only")
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cases(shared: Path) -> Iterator[dict[str, str]]:
    for name in SUITES:
        path = shared / "suites/url" / f"{name}.json.gz"
        if not path.is_file():
            pytest.skip("no suite of addresses beside the checkout")
        for case in json.loads(gzip.decompress(path.read_bytes())):
            base = case.get("base") if isinstance(case, dict) else None
            if isinstance(case, dict) and (not base or base.startswith(("http:", "https:"))):
                yield case


def listed(link: str, base: str) -> str | None:
    """The address that is kept of an entry with this link, in a feed at `base`."""
    item = f"<item><title>x</title><link>{html.escape(link)}</link></item>"
    data = f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{item}</channel></rss>".encode(
        "utf-8", "surrogatepass"
    )
    try:
        found = feeds.read(data, url=base, content_type=None, zone="UTC", now=NOW).entries
    except Unreadable:
        return None
    return urls.clean(found[0].url) if found else None  # as its page is asked for


def reason(case: dict[str, str], got: str | None) -> str:
    """Why a feed's link is not what the suite says of the address alone."""
    link = case["input"]
    if is_lone_surrogate(link) or _XML.search(link):
        return "hold what no XML can"
    if link in BROKEN_PUNYCODE:
        return "a label that calls itself punycode and is none is refused"
    if not link.strip():
        return "an entry without a link is none"
    if urls.clean(case.get("base") or "https://paper.example/") is None:
        return "a whole address needs no base, so a broken one spoils none"
    if re.search("[\x80-\x9f]", link):
        return "C1 controls are read as windows-1252, as feeds mean them"
    return f"unlisted: {link!r} at {case.get('base')!r} is {got!r}, not {wanted(case)!r}"


def test_links_of_feeds_are_kept_as_browsers_read_them(shared: Path) -> None:
    but, seen, unlisted = Counter[str](), 0, list[str]()
    for case in cases(shared):
        seen += 1
        got = listed(case["input"], case.get("base") or _elsewhere(case["input"]))
        want = wanted(case) if case.get("base") else _alone(case)
        if got != want:
            why = reason(case, got)
            unlisted += [why] if why.startswith("unlisted") else []
            but[why] += 1
    assert not unlisted, f"{len(unlisted)}:\n" + "\n".join(unlisted[:30])
    measured("urls", cases=seen, but=but)


def _alone(case: dict[str, str]) -> str | None:
    """A link without a base of its own stands in a feed that has one: what is no address alone is read against it."""
    return (
        wanted(case) if urls.clean(case["input"]) else urls.absolute(case["input"], _elsewhere(case["input"]))
    )


def _elsewhere(link: str) -> str:
    """A feed of another scheme: on one of the same, `http:a` is relative."""
    return f"{'http' if link.lower().startswith('https') else 'https'}://paper.example/rss"


# Letters, some of them invisible, that a newer table of UTS 46 maps otherwise than the library's
NEWER = frozenset(
    [
        "look\u180eout.net",
        "look\u206bout.net",
        "\u04c0.com",
        "\U0002f868.com",
        "\u2183.com",
        "\u1e9e.com",
        "\u1e9e.foo.com",
    ]
)


def hosts(shared: Path) -> Iterator[tuple[str, str | None]]:
    """A link to each host of the suites of names, and what it is to be kept as."""
    for name in ("toascii", "ada_long_urltestdata"):
        path = shared / "suites/url" / f"{name}.json.gz"
        if not path.is_file():
            pytest.skip("no suite of addresses beside the checkout")
        for case in json.loads(gzip.decompress(path.read_bytes())):
            if isinstance(case, dict) and "output" in case:
                yield f"https://{case['input']}/x", case["output"] and f"https://{case['output']}/x"
            elif isinstance(case, dict):
                yield case["input"], wanted(case)


def test_names_of_hosts_are_kept_as_browsers_spell_them(shared: Path) -> None:
    but, seen = Counter[str](), 0
    for link, want in hosts(shared):
        seen += 1
        got = listed(link, "https://paper.example/rss")
        if got == want:
            continue
        name = link.removeprefix("https://").removesuffix("/x")
        if _XML.search(link):
            but["hold what no XML can"] += 1
        elif "xn--" in name and got is None:
            but["call themselves punycode and are none: refused"] += 1
        elif name in NEWER:
            but["a newer table of UTS 46 maps otherwise than the library's"] += 1
        else:
            but[f"unlisted: {link!r} is {got!r}, not {want!r}"] += 1
    assert dict(but) == {
        "call themselves punycode and are none: refused": 7,
        "hold what no XML can": 1,
        "a newer table of UTS 46 maps otherwise than the library's": 7,
    }
    assert seen == 88


def test_an_imported_line_is_the_paper_s_whose_site_its_address_is_on(shared: Path, tmp_path: Path) -> None:
    path = shared / "suites/public-suffix/tests.tsv"
    if not path.is_file():
        pytest.skip("no list of public suffixes beside the checkout")
    but, seen = Counter[str](), 0
    with path.open(encoding="utf-8", newline="") as table:
        for number, fact in enumerate(csv.DictReader(table, delimiter="\t")):
            seen += 1
            host, site = fact["host"], fact["registrable_domain"]
            paper = Source(
                f"paper{number}", "x", "eg", "UTC", homepage=f"https://{site or 'elsewhere.example'}/"
            )
            line = {"source": "Somebody", "title": "خبر", "text": "نص", "url": f"https://{host}/1"}
            file = tmp_path / "set.jsonl"
            file.write_text(json.dumps(line), "utf-8")
            archive = MemoryArchive()
            importing.jsonl(archive, [file], importing.Mapped(), now=lambda: NOW, known={paper.slug: paper})
            owners = {one.draft.source for one in archive.articles(list(archive.ids()))}
            if owners != {paper.slug if site else "somebody"}:
                but[f"unlisted: {host} is {owners}"] += 1
    measured("suffixes", cases=seen, but=but)
