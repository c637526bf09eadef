"""What may other search engines keep? Header, meta tag and robots.txt say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.conftest import Opens
from tests.web.press import ICON, NOON, SOURCES, WATCHED, Newsstand, proof_of
from warraq.press import SCREENS, ArticleId, Edition, Settings, Source, State
from warraq.web.robots import CLOSED, KEPT, PASSED
from warraq.web.routes import ROUTES

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")
# Every route: what each address tells robots on a public instance. Number 1 is of a paper that gave leave, 2 of one
# that gave none, 3 was withdrawn.
TOLD = {
    "/": {"/": KEPT},
    "/rss": {"/rss": CLOSED},
    "/latest/rss": {"/latest/rss": CLOSED},
    "/stories": {"/stories": PASSED},
    "/stories/rss": {"/stories/rss": CLOSED},
    "/story/{id}": {"/story/1": PASSED, "/story/9": PASSED},
    "/story/{id}/rss": {"/story/1/rss": CLOSED},
    "/story/{id}/why": {"/story/1/why": PASSED},
    "/section/{desk}": {
        "/section/politics": KEPT,
        "/section/politics?before=99999999999999999.1": PASSED,
        "/section/none": PASSED,
    },
    "/section/{desk}/rss": {"/section/politics/rss": CLOSED},
    "/author/{name}": {"/author/مني": PASSED},
    "/author/{name}/rss": {"/author/مني/rss": CLOSED},
    "/clippings": {"/clippings": PASSED, "/clippings?ids=1,2": PASSED},
    "/clippings.html": {"/clippings.html?ids=1": CLOSED},
    "/day": {"/day": CLOSED},  # it leads to the month
    "/day/{day}": {
        "/day/2026-11-23": KEPT,
        "/day/2026-11": KEPT,
        "/day/x": PASSED,
        "/day/1999-01-01": PASSED,
    },
    "/day/{day}/rss": {"/day/2026-11-23/rss": CLOSED},
    "/issue": {"/issue": CLOSED},  # it leads to its day
    "/issue/{day}": {"/issue/2026-11-23": PASSED, "/issue/2026-11-24": PASSED},
    "/issue/{day}.html": {"/issue/2026-11-23.html": CLOSED},
    "/name/{name}": {"/name/باريس": PASSED, "/name/باريس?before=99999999999999999.1": PASSED},
    "/name/{name}.json": {"/name/باريس.json": CLOSED},
    "/name/{name}/rss": {"/name/باريس/rss": CLOSED},
    "/place/{code}": {"/place/eg-alx": PASSED},
    "/place/{code}/rss": {"/place/eg-alx/rss": CLOSED},
    "/places": {"/places": PASSED},
    "/prayer": {"/prayer": PASSED},
    "/prayer/{city}": {"/prayer/cairo": PASSED, "/prayer/none": PASSED},
    "/search/rss": {"/search/rss?q=جسر": CLOSED},
    "/{source}/rss": {"/sada/rss": CLOSED},
    "/favicon.ico": {"/favicon.ico": CLOSED},
    "/picture/{id}": {"/picture/1": CLOSED, "/picture/2": PASSED},
    "/picture/{id}/card": {"/picture/1/card": CLOSED},
    "/picture/{id}/{width}": {"/picture/1/160": CLOSED, "/picture/1/33": PASSED},
    "/icon/{source}/{mark}": {ICON: CLOSED, "/icon/none/0": PASSED},
    "/hub/{token}": {"/hub/none": PASSED},
    "/watch/{token}/rss": {WATCHED: CLOSED},
    "/picture/{id}/report": {"/picture/1/report?article=1": PASSED},
    "/picture/{id}/appeal": {"/picture/1/appeal?article=1": PASSED},
    "/latest": {"/latest": PASSED, "/latest?before=99999999999999999.1": PASSED},
    "/latest/new": {"/latest/new?after=1": CLOSED},
    "/ticker": {"/ticker": CLOSED},
    "/saved": {"/saved": PASSED},
    "/offline": {"/offline": PASSED},
    "/offline.json": {"/offline.json": CLOSED},
    "/sw.js": {"/sw.js": CLOSED},
    "/manifest.webmanifest": {"/manifest.webmanifest": CLOSED},
    "/search": {"/search": PASSED, "/search?q=جسر": PASSED},
    "/search.json": {"/search.json?q=جسر": CLOSED},
    "/search.csv": {"/search.csv?q=جسر": CLOSED},
    "/search/complete": {"/search/complete?q=جس": CLOSED},
    "/search/help": {"/search/help": PASSED},
    "/sources": {"/sources": KEPT},
    "/about": {"/about": KEPT},
    "/contact": {"/contact": KEPT},
    "/privacy": {"/privacy": KEPT},
    "/rights": {"/rights": KEPT},
    "/request": {"/request": PASSED, "/request?article=1": PASSED},
    "/request/{ticket}": {"/request/1-nobodyknowsthissecretpart": PASSED},
    "/settings/language": {"/settings/language": PASSED},
    "/settings/headlines": {"/settings/headlines": CLOSED},
    "/settings/reading": {"/settings/reading": PASSED},
    "/url": {"/url?u=https://x.example/": PASSED},
    "/desk": {"/desk": CLOSED},  # it leads to the door
    "/desk/login": {"/desk/login": PASSED},
    "/desk/logout": {"/desk/logout": CLOSED},
    "/desk/requests": {"/desk/requests": CLOSED},
    "/desk/requests/{number}": {"/desk/requests/1": CLOSED},
    "/desk/stories": {"/desk/stories": CLOSED},
    "/desk/stories/{id}": {"/desk/stories/1": CLOSED},
    "/desk/papers": {"/desk/papers": CLOSED},
    "/desk/papers/{source}": {"/desk/papers/sada": CLOSED},
    "/desk/site": {"/desk/site": CLOSED},
    "/desk/site.css": {"/desk/site.css": CLOSED},
    "/desk/pictures": {"/desk/pictures": CLOSED},
    "/desk/pictures/log": {"/desk/pictures/log": CLOSED},
    "/desk/pictures/log.jsonl": {"/desk/pictures/log.jsonl": CLOSED},
    "/desk/pictures/restore": {"/desk/pictures/restore": CLOSED},
    "/desk/pictures/{id}": {"/desk/pictures/1": CLOSED},
    "/desk/pictures/{id}/blurred": {"/desk/pictures/1/blurred": CLOSED},
    "/desk/pictures/{id}/full": {"/desk/pictures/1/full": CLOSED},
    "/site.css": {"/site.css": CLOSED},
    "/health": {"/health": PASSED},
    "/health/rss": {"/health/rss": CLOSED},
    "/{source}/health": {"/sada/health": PASSED},
    "/healthz": {"/healthz": CLOSED},
    "/readyz": {"/readyz": CLOSED},
    "/metrics": {"/metrics": CLOSED},
    "/robots.txt": {"/robots.txt": CLOSED},
    "/sitemap.xml": {"/sitemap.xml": CLOSED},
    "/sitemap/{name}.xml": {"/sitemap/0.xml": CLOSED},
    "/static/{name}": {"/static/none.css": CLOSED},
    "/{source}": {
        "/sada": KEPT,
        "/manara": KEPT,
        "/sada?before=99999999999999999.1": PASSED,
        "/none": PASSED,
    },
    "/changes": {"/changes": PASSED, "/changes?only=removed": PASSED},
    "/changes/rss": {"/changes/rss": CLOSED},
    "/{source}/{id}/cite": {"/sada/1/cite": PASSED, "/sada/3/cite": PASSED},
    "/{source}/{id}/cite.{form}": {"/sada/1/cite.bib": CLOSED},
    "/{source}/{id}/record.{form}": {"/sada/1/record.json": CLOSED},
    "/{source}/{id}/versions": {"/sada/1/versions": PASSED, "/manara/2/versions": PASSED},
    "/{source}/{id}/versions/{number}": {"/sada/1/versions/1": PASSED, "/sada/3/versions/1": PASSED},
    "/{source}/{id}": {"/sada/1": KEPT, "/manara/2": PASSED, "/sada/3": PASSED, "/sada/999": PASSED},
}


def stand(settings: Settings = PUBLIC) -> Newsstand:
    papers = (replace(SOURCES[0], permission="a letter, 2026-11-01"), *SOURCES[1:])
    made = Newsstand(edition=Edition("eg", "مصر", "Africa/Cairo", papers), settings=settings)
    made.mark("sada")
    made.hang(
        made.file(section="politics", authors=("منى",), image="https://cdn.example/a.png", body="في باريس."),
        proof=proof_of("a", *SCREENS),
    )
    made.file(source="manara")
    made.tell(ArticleId(1))
    made.archive.restate(made.file(), State.WITHDRAWN, reason="404", now=NOON)
    made.follow()
    made.group()
    return made


def test_every_route_has_an_answer() -> None:
    assert {route.path for route in ROUTES} == TOLD.keys()


@pytest.mark.parametrize("settings", [PUBLIC, Settings()], ids=["public", "private"])
async def test_header_and_meta_tag_say_the_same_of_every_page(opens: Opens, settings: Settings) -> None:
    reader = await opens(stand(settings))
    for addresses in TOLD.values():
        for address, told in addresses.items():
            answer = await reader.get(address)
            assert answer.headers["x-robots-tag"] == (told if settings.public else CLOSED), address
            if answer.headers.get("content-type", "").startswith("text/html"):
                meta = answer.page.css_first("meta[name=robots]").attributes["content"]
                assert meta == answer.headers["x-robots-tag"], address


async def test_a_home_page_without_news_is_not_worth_keeping(opens: Opens) -> None:
    answer = await (await opens(Newsstand(settings=PUBLIC))).get("/")
    assert answer.headers["x-robots-tag"] == PASSED
    assert answer.page.css_first("meta[name=robots]").attributes["content"] == PASSED


async def test_a_private_instance_asks_every_robot_to_stay_out(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/robots.txt")
    assert (answer.status, answer.text) == (200, "User-agent: *\nDisallow: /\n")
    assert answer.headers["content-type"].startswith("text/plain")


async def test_a_public_one_keeps_them_from_what_is_made_for_each_question_and_names_its_maps(
    opens: Opens,
) -> None:
    answer = await (await opens(stand())).get("/robots.txt")
    assert answer.text == (
        "User-agent: *\nDisallow: /search\nDisallow: /url\nDisallow: /clippings\nDisallow: /*/search\nDisallow: /*/url\n"
        "Disallow: /*/clippings\nAllow: /\n\n"
        "Sitemap: https://press.example/sitemap.xml\n"
    )


async def test_a_whole_page_names_the_papers_own_as_the_original_and_no_other_page_does(opens: Opens) -> None:
    reader = await opens(stand())
    links: dict[str, list[str | None]] = {}
    for address in (address for addresses in TOLD.values() for address in addresses):
        answer = await reader.get(address)
        if answer.headers.get("content-type", "").startswith("text/html"):
            found = answer.page.css("link[rel=canonical]")
            links[address] = [node.attributes["href"] for node in found]
    assert links.pop("/sada/1") == ["https://sada.example/news/1"]
    assert not any(links.values())


@pytest.mark.parametrize("host", ["evil.example/<x>", "a b", "", "x" * 300])
async def test_a_host_that_is_none_stands_on_no_page(opens: Opens, host: str) -> None:
    reader = await opens(stand(replace(PUBLIC, address=None)))
    told = await reader.get("/robots.txt", headers={"host": host})
    assert told.text.endswith("Sitemap: http://localhost/sitemap.xml\n")
    asked = await reader.get("/robots.txt", headers={"host": "press.example:8080"})
    assert asked.text.endswith("Sitemap: http://press.example:8080/sitemap.xml\n")


async def test_a_withheld_article_is_asked_to_be_forgotten(opens: Opens) -> None:
    made = stand()
    made.archive.restate(ArticleId(1), State.WITHHELD, reason="طلب", now=NOON)
    answer = await (await opens(made)).get("/sada/1")
    assert (answer.status, answer.headers["x-robots-tag"]) == (410, PASSED)


async def test_an_invented_press_is_for_no_search_engine_however_public(opens: Opens) -> None:
    made = stand()
    papers = tuple(replace(paper, invented=True) for paper in made.edition.sources)
    for invented in (replace(made, demo=True), replace(made, edition=replace(made.edition, sources=papers))):
        reader = await opens(invented)
        for address in ("/", "/sources", "/sada", "/sada/1"):
            assert (await reader.get(address)).headers["x-robots-tag"] == CLOSED
        assert "Allow" not in (await reader.get("/robots.txt")).text
        assert (await reader.get("/sitemap.xml")).status == 404


async def test_one_invented_paper_among_true_ones_stays_out_of_the_maps(opens: Opens) -> None:
    made = stand()
    leave = "a letter, 2026-11-01"
    made.archive.put_sources([Source("demo", "مخترعة", "eg", "UTC", invented=True, permission=leave)])
    made.file(source="demo")
    reader = await opens(made)
    assert (await reader.get("/demo/4")).headers["x-robots-tag"] == PASSED
    assert "/demo/4" not in (await reader.get("/sitemap/0.xml")).text
