"""Pages made of html5lib's tokenizer cases and encodings are read: nothing fails, nothing lives, and letters are the ones declared."""

from __future__ import annotations

import asyncio
import codecs
import json
import os
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fuzz.door import timed
from fuzz.doors import DOORS
from tests.language.test_charset import encoding_cases
from tests.suites.harms import fragment
from tests.suites.table import ROWS, measured
from warraq.errors import Unreadable
from warraq.extraction.dates import Place
from warraq.extraction.sanitise import sanitised
from warraq.language.charset import declared, decoded
from warraq.newsroom.parsing import Parsers
from warraq.press import Draft

pytestmark = pytest.mark.timeout(3_600)
LONG = bool(os.environ.get("WARRAQ_LONG"))
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
URL = "https://paper.example/1"
TEXT = "أعلن المجلس، صباح اليوم، بدء العمل في الجسر الجديد الذي يربط ضفتي النهر، وقال المهندس إن المرحلة الأولى تنتهي بعد عام."


def members(shared: Path, start: str) -> Iterator[tuple[str, bytes]]:
    suite = shared / "suites/html5lib/html5lib.tar.gz"
    if not suite.is_file():
        pytest.skip("no html5lib suite beside the checkout")
    with tarfile.open(suite) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() and start in member.name else None
            if stream is not None:
                yield member.name, stream.read()


def tokens(shared: Path) -> Iterator[str]:
    """The input of every tokenizer test."""
    for name, data in members(shared, "tokenizer/"):
        if not name.endswith(".test"):
            continue
        said = json.loads(data)
        for test in (*said.get("tests", ()), *said.get("xmlViolationTests", ())):
            text = test["input"]
            if test.get("doubleEscaped"):
                text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)
            yield text


def within_a_page(markup: bytes) -> bytes:
    """A page with this in its headline and amid its text."""
    head = "<!doctype html><html lang=ar><meta charset=utf-8><title>خبر</title><article><h1>خبر ".encode()
    body = f"</h1><p>{TEXT}</p><p>".encode()
    return head + markup + body + markup + f"</p><p>{TEXT} وأضاف.</p></article>".encode()


async def read(parsers: Parsers, markup: bytes) -> Draft | None:
    """What would be filed of that page, read as the house reads: in a worker. `None` for a named refusal of what it says."""
    try:
        studied = await parsers.study(
            within_a_page(markup),
            url=URL,
            content_type="text/html",
            place=Place(country="eg", zone="Africa/Cairo", now=NOW),
        )
    except Unreadable as error:
        if re.search("the reader failed|crashed|took more than", str(error)):
            raise
        return None
    found = studied.reading
    return sanitised(
        Draft(
            "paper",
            URL,
            ("k",),
            found.title or "",
            found.body,
            "test/1",
            authors=found.authors,
            keywords=found.keywords,
        )
    )


async def test_every_tokenizer_case_within_a_page_is_read_by_the_workers_or_refused_by_name(
    shared: Path,
) -> None:
    cases = list(tokens(shared))
    some = cases if LONG else cases[:: ROWS["tokens"].every]
    but, filed = Counter[str](), 0
    async with Parsers(count=2) as parsers:
        for first in range(0, len(some), 2):
            texts = some[first : first + 2]
            pages = (read(parsers, text.encode("utf-8", "surrogatepass")) for text in texts)
            for text, draft in zip(texts, await asyncio.gather(*pages), strict=True):
                if draft is None:
                    continue
                filed += 1
                for said in (draft.title, draft.body, *draft.authors):
                    assert not fragment(said), (text, said)
                    assert not re.search(r"<[A-Za-z/!?]|[\x00-\x08\x0b-\x1f\ud800-\udfff]", said), (
                        text,
                        said,
                    )
    print(f"{len(some)} of {len(cases)} cases: {filed} filed, {len(some) - filed} refused by name")
    assert len(cases) == ROWS["tokens"].cases
    assert filed > 0.8 * len(some)
    measured("tokens", cases=len(some), but=but, whole=LONG)


def test_pages_in_the_suite_s_encodings_are_read_as_declared(shared: Path) -> None:
    but, cases = Counter[str](), encoding_cases(shared)
    for name, data, expected in cases:
        timed(DOORS["pages"], data)
        if "scripted" in name:
            but["declared by a script that is run"] += 1
            continue
        found = decoded(data, content_type=None).charset
        label = found if data.startswith(b"\xef\xbb\xbf") else declared(data) or "windows-1252"
        canonical = codecs.lookup(label).name.replace("iso8859-1", "cp1252")
        if canonical != codecs.lookup(expected).name:
            but[f"unlisted: {name} {expected}"] += 1
    measured("charsets", cases=len(cases), but=but)
