"""What is hostile in any field stays words in every output: no live node, no formula, no second header, record or entry."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.suites.harms import harms, known
from tests.suites.strings import LONG, chosen, of_suites
from tests.suites.table import measured
from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens, opens
from tests.web.press import NOON, SOURCES, Newsstand, egypt
from tests.web.signing import FORM
from tests.web.test_request import PUBLIC, Asker
from warraq.newsroom import importing
from warraq.press import Masthead, Settings, Source, Titles
from warraq.web import recasting

__all__ = ["opens"]
pytestmark = pytest.mark.timeout(7_200)

LEAVE = "mail of the editor, 2026-11-01"
TOGETHER = 24  # strings that share a site, so that lists show many at once
_LISTS = (
    "/", "/latest", "/rss", "/latest/rss", "/stories", "/stories/rss", "/changes", "/changes/rss", "/sources", "/about", "/about?ui=en", "/health", "/health/rss", "/metrics",
    "/robots.txt", "/sitemap.xml", "/sitemap/0.xml", "/sitemap/news.xml", "/sitemap/pages.xml", "/offline.json?since=1.0", "/manifest.webmanifest", "/day/2026-11-23",
    "/day/2026-11-23/rss", "/issue/2026-11-23", "/issue/2026-11-23.html", "/section/sports", "/search?q=جسر", "/search/rss?q=جسر", "/search.json?q=جسر&facets=1", "/search.csv?q=جسر",
    "/search/complete?q=جس", "/ticker", "/latest/new?after=1", "/rights", "/opensearch.xml",
)  # fmt: skip

_FORMS = (
    "", "/versions", "/versions/1", "/versions/2", "/cite", "/cite.txt", "/cite.bib", "/cite.ris", "/cite.json", "/record.json",
)  # fmt: skip


def stand_of(strings: list[str], folder: Path, settings: Settings) -> Newsstand:
    """A newsstand whose papers, articles and own name are these strings, taken in by the import that the command runs."""
    strings = [
        one.encode("utf-8", "replace").decode() if one.strip() else "x" for one in strings
    ]  # neither TOML nor JSON holds others
    name = next((one for one in (string.strip() for string in strings) if one), "x")
    papers = [replace(SOURCES[0], name=name, permission=LEAVE)]
    papers += [
        Source(f"odd{number}", one or "x", "eg", "Africa/Cairo", homepage=one, permission=LEAVE)
        for number, one in enumerate(strings)
    ]
    stand = Newsstand(edition=egypt(name=name, sources=tuple(papers)), settings=settings)
    path = folder / "set.jsonl"
    path.write_bytes(
        b"".join(
            json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            for number, one in enumerate(strings)
            for line in lines(number, one)
        )
    )
    tally = importing.jsonl(
        stand.archive,
        [path],
        importing.Mapped(),
        now=stand.clock.now,
        known={paper.slug: paper for paper in papers},
    )
    assert not tally.failed, tally.problems
    fields = {
        f"{field}_{language}": name[:most]
        for field, most in recasting.TEXTS.items()
        for language in ("ar", "en")
    }
    masthead, _ = recasting.read(fields)
    stand.mastheads.put(
        masthead if masthead != Masthead() else Masthead(ar=Titles(name="x")), by="x", now=NOON, after=0
    )
    stand.follow()
    stand.group()
    return stand


def lines(number: int, string: str) -> list[dict[str, object]]:
    """An article with the string in every field, and a second version of it, under a paper of the edition."""
    fields = {
        "author": string,
        "category": string,
        "abstract": string,
        "image": string,
        "language": string[:30],
        "published": "2026-11-23T09:00:00+02:00",
    }
    url = f"https://odd{number}.example/{number}?{string}"
    said = [
        {
            "id": f"{number}.{which}",
            "source": f"odd{number}",
            "title": f"{string} جسر {which}",
            "text": f"{string}\nجسر {string}",
            "url": url,
            **fields,
        }
        for which in "ab"
    ]
    return [
        *said,
        {
            "id": f"{number}.c",
            "source": "sada",
            "title": string or "x",
            "text": string or "x",
            "url": string,
            **fields,
        },
    ]


async def given_out(
    reader: Reader, stand: Newsstand, strings: list[str]
) -> AsyncIterator[tuple[str, Answer]]:
    """What every door gives of them: the lists, then each article in every form, then what a reader sends back."""
    for address in _LISTS:
        yield address, await reader.get(address)
    for article in stand.archive.articles(list(stand.archive.ids())):
        at = f"/{article.draft.source}/{article.id}"
        for end in _FORMS if article.draft.source != "sada" else ("", "/cite.bib"):
            yield at + end, await reader.get(at + end)
        for author in article.draft.authors:
            for address in (
                f"/author/{quote(author, safe='')}",
                f"/author/{quote(author, safe='')}/rss",
                f"/name/{quote(author, safe='')}",
            ):
                yield address, await reader.get(address)
    for number, string in enumerate(strings):
        said = urlencode({"q": string}, errors="replace")
        for door in (
            "/search",
            "/search.json",
            "/search.csv",
            "/search/rss",
            "/search/complete",
            "/settings/reading",
        ):
            yield f"{door}?{said}", await reader.get(f"{door}?{said}")
        yield f"/url?u={string}", await reader.get(f"/url?u={quote(string, safe='', errors='replace')}")
        yield f"/odd{number}", await reader.get(f"/odd{number}")
        yield f"/odd{number}/rss", await reader.get(f"/odd{number}/rss")
        form = urlencode(
            {
                "ids": "1,2,3",
                "title": string,
                "intro": string,
                "note-1": string,
                "more": string,
                "move": string,
            },
            errors="replace",
        ).encode()
        for door in ("/clippings", "/clippings.html"):
            headers = {
                "content-type": FORM,
                "cookie": "reading=" + quote(string, safe="", errors="replace"),
                "accept-language": "ar",
            }
            yield f"POST {door}", await reader.get(door, method="POST", headers=headers, body=form)


@pytest.mark.parametrize("settings", [PUBLIC, Settings()], ids=["public", "private"])
async def test_no_string_does_harm_in_any_output(
    opens: Opens, shared: Path, tmp_path: Path, settings: Settings
) -> None:
    half = None if LONG else int(bool(settings.public))  # in the long form every string goes through both
    strings, counted, wrong = chosen(shared, half=half), Counter[str](), list[str]()
    given = set[str]()
    for start in range(0, len(strings), TOGETHER):
        some = strings[start : start + TOGETHER]
        stand = stand_of(some, tmp_path, settings)
        reader = await opens(stand)
        async for address, answer in given_out(reader, stand, some):
            media = answer.headers.get("content-type", "").partition(";")[0]
            counted[media] += 1
            if answer.status == 200:  # a door that is not there would hold everything
                given.add(media)
            assert answer.status < 500, address
            assert known(answer), f"{address}: {media} is judged by nobody"
            handed = "content-disposition" in answer.headers
            wrong += [f"{address[:120]}: {harm}" for harm in harms(answer, file=handed)]
    print(len(strings), "strings:", counted.total(), "answers", dict(counted.most_common()))
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])
    measured("markup", cases=len(of_suites(shared)), but={})
    assert {
        "text/html",
        "application/json",
        "text/csv",
        "application/rss+xml",
        "application/manifest+json",
        "application/vnd.citationstyles.csl+json",
        "application/x-bibtex",
        "application/x-research-info-systems",
        "text/plain",
        *(("application/xml",) if settings.public else ()),  # only a public site has maps
    } <= given


async def test_what_a_reader_writes_to_us_stays_words(opens: Opens, shared: Path, tmp_path: Path) -> None:
    strings = [
        one.encode("utf-8", "replace").decode() for one in chosen(shared)
    ]  # as a browser sends half a character
    stand = Newsstand(settings=PUBLIC)
    stand.file()
    reader = await opens(stand)
    taken = 0
    for number, string in enumerate(strings):
        person = Asker(reader, peer=f"203.{number % 200}.{number // 200}.7")
        await person.opens()
        answer = await person.sends("correction", string or "x", name=string, contact=string)
        assert answer.status in (303, 400, 422, 429), (number, answer.status)
        assert not harms(answer), string
        if answer.status == 303:
            taken += 1
            ticket = await reader.get(answer.headers["location"])
            assert ticket.status == 200
            assert not harms(ticket), string
    assert taken > len(strings) // 2
