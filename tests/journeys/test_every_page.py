"""Real corpora are imported, and every page that a reader can click to is right."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import orjson
import pytest
from lxml import etree

from tests.web.asking import Answer, Reader
from warraq import editions, wiring
from warraq.newsroom import importing
from warraq.press import Edition, Progress, Settings, Source
from warraq.web.rights import Rights
from warraq.web.routes import application
from warraq.web.upkeep import Upkeep

LONG = bool(os.environ.get("WARRAQ_LONG"))
# Of each corpus: its beginning in the short form, all of it in the long one.
LINES = 10**9 if LONG else 1_500
# Pages of one kind that are looked at: hundreds of days and papers are made by the same few lines.
EACH = 200 if LONG else 25
FEW = {"/request?article": 20}  # one form, and as many links to it as articles
SETS = ("saudinewsnet", "antcorpus-multisource", "antcorpus-jawhara")
EDITIONS = "sa,tn,gb"
OURS = "http://127.0.0.1"
# A year, a month, a day, a moment; or the hour of a prayer.
_MOMENT = re.compile(r"\d{4}(-\d\d){0,2}(T[\d:]+Z)?|\d\d:\d\d")


@dataclass
class Walked:
    """What a reader met who clicked every link: the answers by kind of page, and where each dead link stood."""

    pages: dict[str, list[tuple[str, Answer]]] = field(default_factory=lambda: defaultdict(list))
    dead: list[tuple[str, str, int]] = field(default_factory=list)


def kind(address: str) -> str:
    """The shape of an address: its numbers, days and the paper's word left open."""
    parts = urlsplit(address)
    path = re.sub(r"/\d{4}-\d\d-\d\d(?=/|$)", "/DAY", parts.path)
    path = re.sub(r"/\d{4}-\d\d(?=/|$)", "/MONTH", path)
    path = re.sub(r"/\d+(?=/|$|\.)", "/N", path)
    path = re.sub(r"^/(section|author|name|place|static|picture)/[^/]+", r"/\1/X", path)
    path = re.sub(r"^/[a-z]{2}(?=/|$)", "/EDITION", path)
    path = re.sub(r"^(/EDITION)?/(section|author|name|place)/[^/]+", r"\1/\2/X", path)
    known = (
        "section",
        "author",
        "name",
        "place",
        "static",
        "picture",
        "story",
        "stories",
        "settings",
        "latest",
        "day",
        "sources",
        "health",
        "search",
        "places",
        "changes",
        "about",
        "contact",
        "privacy",
        "rights",
        "request",
    )
    first = path.removeprefix("/EDITION").split("/")[1:2]
    if (
        first
        and first[0]
        and first[0] not in known
        and "." not in first[0]
        and first[0] not in ("url", "rss", "healthz")
    ):
        path = re.sub(r"^((?:/EDITION)?)/[^/]+", r"\1/PAPER", path)
    asked = sorted(re.findall(r"(?:^|&)([a-z]+)=", parts.query))
    if "search" in path and len(asked) > 2:  # whatever narrows an answer leads to all that narrows it further
        asked = ["several"]
    return f"{path}?{'&'.join(asked)}".rstrip("?")


def most(shape: str) -> int:
    """How many pages of a kind are looked at at most, whatever waits."""
    return FEW.get(shape, EACH if "search" in shape else EACH * 100)


async def walk(reader: Reader) -> Walked:
    """Click every link from the home page on, the first `EACH` of every kind."""
    found, seen = Walked(), {"/"}
    waiting = deque([("/", "")])
    while waiting:
        address, stood_on = waiting.popleft()
        if len(found.pages[kind(address)]) >= most(kind(address)):
            continue
        answer = await reader.get(address)
        if answer.status in (301, 302):
            waiting.appendleft((_ours(answer.headers["location"], address) or "/", address))
            continue
        if answer.status != 200:
            found.dead.append((stood_on, address, answer.status))
        found.pages[kind(address)].append((address, answer))
        if "html" not in answer.headers.get("content-type", ""):
            continue
        for link in answer.page.css("a[href], link[href], img[src]"):
            target = _ours(link.attributes.get("href") or link.attributes.get("src") or "", address)
            if target and target not in seen and len(found.pages[kind(target)]) < EACH:
                seen.add(target)
                waiting.append((target, address))
    return found


def _ours(href: str, base: str) -> str | None:
    """A link's address on our site; `None` where it leads elsewhere, or only to a place on the page."""
    parts = urlsplit(urljoin(OURS + base, href))
    if f"{parts.scheme}://{parts.netloc}" != OURS or href.startswith("#"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _lines(path: Path, folder: Path) -> Path:
    """The beginning of a corpus as a file of its own."""
    import gzip

    taken = folder / f"{path.parent.name}.jsonl"
    with gzip.open(path) as stream, taken.open("wb") as file:
        file.writelines(itertools.islice(stream, LINES))
    return taken


def _known() -> Iterator[Source]:
    for code in editions.codes():
        yield from editions.load(code).sources


@contextlib.asynccontextmanager
async def opened(shared: Path, folder: Path) -> AsyncIterator[tuple[Reader, wiring.House, int]]:
    """The site of three editions over the corpora, and how many articles came in."""
    with wiring.house(Settings(data=folder / "data")) as house:
        edition: Edition = editions.load(EDITIONS)
        house.archive.put_sources(edition.sources)
        mapped = importing.Mapped({}, None, "sa", "Asia/Riyadh")
        files = [_lines(shared / "data" / name / "articles.jsonl.gz", folder) for name in SETS]
        known = {source.slug: source for source in _known()}
        now = datetime.now(UTC)
        tally = importing.jsonl(house.archive, files, mapped, now=lambda: now, known=known)
        assert all("neither a title nor a text" in why for _, why in tally.problems)
        house.indexing().catch_up()
        house.registering().catch_up()
        house.grouping().catch_up()
        docket = house.docket()
        app = application(
            house.archive, house.index, clock=house.clock, edition=edition, settings=house.settings,
            progress=Progress, upkeep=Upkeep(house.examining(edition), house.ledger, house.daybook),
            rights=Rights(house.bench(), docket, house.claims, b"signed with this in tests only, 32"),
            stories=house.stories, names=house.shown_names(docket),
        )  # fmt: skip
        async with app.router.lifespan_context(app):
            yield Reader(app), house, tally.filed


@pytest.mark.timeout(3600 if LONG else 600)
async def test_every_page_over_the_corpora_is_right(shared: Path, tmp_path: Path) -> None:
    async with opened(shared, tmp_path) as (reader, house, filed):
        assert house.archive.count() == filed > 0.9 * min(LINES * len(SETS), 30_000)
        walked = await walk(reader)
    assert walked.dead == []
    pages = [(address, answer) for each in walked.pages.values() for address, answer in each]
    assert len(pages) > 100
    # of events and names too: what nobody links to would not be walked
    assert {"/stories", "/story/N", "/story/N/rss", "/story/N/why", "/story/N?of", "/name/X"} <= {
        shape for shape, each in walked.pages.items() if each
    }
    for address, answer in pages:
        if urlsplit(address).path.endswith(".html"):  # one file that needs nothing around it
            assert answer.page.css_first("main") is not None, address
        elif "html" in answer.headers["content-type"]:
            _is_right(address, answer)
        elif "xml" in answer.headers["content-type"]:
            etree.fromstring(answer.body)
    print({name: len(each) for name, each in sorted(walked.pages.items())})


def _is_right(address: str, answer: Answer) -> None:
    """What holds of every page, whatever it shows."""
    page = answer.page
    html = page.css_first("html")
    assert html is not None, address
    assert (html.attributes["lang"], html.attributes["dir"]) == ("ar", "rtl"), address
    assert len(page.css("h1")) <= 1, address
    assert page.css_first("main") is not None, address
    assert page.css_first(".ticker li") is not None, address
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids)), address
    for node in page.css("time"):
        assert _MOMENT.fullmatch(node.attributes["datetime"] or ""), address
    own = " ".join(node.text() for node in page.css("nav, .kicker, .desk, .count, h2.head"))
    assert not re.search(r"\b(None|null|undefined|internationalNews|middleEast|localNews)\b", own), address


def test_the_kinds_of_addresses_are_told_apart() -> None:
    assert {kind(address) for address in ("/sabq/12", "/okaz/7")} == {"/PAPER/N"}
    assert kind("/tn/day/2015-08-06") == "/EDITION/day/DAY"
    assert kind("/section/sports?before=1.2") == "/section/X?before"
    assert kind("/tn") == "/EDITION"
    assert kind("/latest/rss") == "/latest/rss"


def test_the_corpora_are_lines_of_json(shared: Path, tmp_path: Path) -> None:
    for name in SETS:
        path = _lines(shared / "data" / name / "articles.jsonl.gz", tmp_path)
        assert all(orjson.loads(line)["source"] for line in path.read_bytes().splitlines())
