from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import BODY, NOON, SOURCES, WATCHED, Newsstand, egypt
from tests.web.test_tongue import set_to
from warraq.press import Progress, Pulse, Source, Standing, State
from warraq.web.pages import POLICY
from warraq.web.routes import ROUTES

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "]]><!--<script>alert(1)//-->",
    "javascript:alert(1)",
    "خبر\u202eعاجل\u2066",
    "a\x07b\ufffec",
)


@dataclass(frozen=True, slots=True)
class Walk:
    """A site with every kind of page, and one address of each."""

    reader: Reader
    addresses: dict[str, int]


async def every_page(opens: Opens, stand: Newsstand) -> Walk:
    """A site with every kind of page, filled from this newsstand."""
    addresses = every_address(stand)
    return Walk(await opens(stand), addresses)


def every_address(stand: Newsstand) -> dict[str, int]:
    """File into it what every kind of page needs: their addresses, and with what status each answers."""
    seen = stand.file(
        authors=("أحمد الدُّريني",), section="sports", body=f"{BODY}\nووصل إلى باريس عبد الفتاح السيسي."
    )
    stand.file(authors=("سعاد القلم",), section="opinion", title="رأي في جسر القاهرة")
    withdrawn, withheld = stand.file(), stand.file()
    stand.archive.restate(withdrawn, State.WITHDRAWN, reason="404", now=NOON)
    stand.archive.restate(withheld, State.WITHHELD, reason="طلب", now=NOON)
    told = stand.cover()
    stand.tell(seen, withheld)
    stand.follow()
    stand.settings = replace(stand.settings, disk_full=1.0)  # a test machine's disk is nobody's concern
    return {
        "/": 200,
        "/rss": 200,
        "/stories": 200,
        "/stories/rss": 200,
        f"/story/{told[0]}": 200,
        f"/story/{told[3]}?of=copies": 200,
        f"/story/{told[1]}": 301,
        "/story/999999": 404,
        f"/story/{told[0]}/rss": 200,
        f"/story/{told[0]}/why": 200,
        "/latest/rss": 200,
        "/section/sports": 200,
        "/section/opinion": 200,
        "/section/sports/rss": 200,
        "/section/nothing": 404,
        "/author/احمد-الدريني": 200,
        "/author/احمد-الدريني/rss": 200,
        "/author/لا-احد": 404,
        "/clippings": 200,
        f"/clippings?ids={seen},{withheld}&title=%D8%AC": 200,
        f"/clippings.html?ids={seen}": 200,
        "/day": 302,
        "/day/2026-11-23": 200,
        "/day/2026-11-22": 200,
        "/day/2026-11": 200,
        "/day/2026-11-23/rss": 200,
        "/day/2026-11-31": 404,
        "/issue": 302,
        "/issue/2026-11-23": 200,
        "/issue/2026-11-24": 404,
        "/issue/2026-11-23.html": 200,
        "/issue/2026-11-24.html": 404,
        "/name/باريس": 200,
        "/name/باريس/rss": 200,
        "/name/باريس.json": 200,
        "/name/لا-احد": 404,
        "/prayer": 200,
        "/prayer/cairo": 200,
        "/prayer/casablanca?month=2027-02": 200,
        "/prayer/cairo?month=2027-13": 404,
        "/prayer/atlantis": 404,
        "/place/eg-c": 200,
        "/place/eg-c/rss": 200,
        "/place/eg-xyz": 404,
        "/places": 200,
        "/search?q=&section=sports": 200,
        "/search/rss?q=جسر": 200,
        "/search/rss": 404,
        "/search.json": 400,
        "/search.csv": 400,
        "/search.json?q=جسر&facets=1": 200,
        "/search.csv?q=جسر": 200,
        "/search/complete?q=جس": 200,
        "/search/complete": 200,
        "/sada/rss": 200,
        "/favicon.ico": 200,
        "/sada/": 301,
        "/eg": 301,
        "/latest": 200,
        "/latest?before=0.1": 200,
        "/latest/new?after=1": 200,
        "/latest/new": 404,
        "/latest?section=sports&source=sada": 200,
        "/latest?section=none": 404,
        "/latest?source=none": 404,
        "/ticker": 200,
        "/ticker?after=1": 200,
        "/saved": 200,
        "/offline": 200,
        "/offline.json?since=1.0": 200,
        "/sw.js": 200,
        "/manifest.webmanifest": 200,
        "/sources": 200,
        "/about": 200,
        "/contact": 200,
        "/privacy": 200,
        "/settings/language": 200,
        "/settings/headlines": 301,
        "/settings/reading": 200,
        "/settings/reading?find=صدى&size=l": 200,
        "/rights": 200,
        "/request": 200,
        f"/request?article={seen}": 200,
        "/request/1-nobodyknowsthissecretpart": 404,
        "/search": 200,
        "/search/help": 200,
        "/search?q=جسر": 200,
        "/search?q=زرافة": 200,
        "/sada": 200,
        f"/sada/{seen}": 200,
        f"/manara/{seen}": 301,
        f"/sada/{withdrawn}": 200,  # private: its text stays
        f"/sada/{withheld}": 410,
        f"/sada/{seen}/cite": 200,
        f"/sada/{seen}/cite?version=1": 200,
        f"/sada/{seen}/cite?version=2": 404,
        f"/sada/{seen}/cite.bib": 200,
        f"/sada/{seen}/cite.doc": 404,
        f"/sada/{seen}/record.json": 200,
        f"/sada/{seen}/record.warc.gz": 404,
        f"/sada/{withheld}/cite": 302,
        f"/sada/{seen}/versions": 200,
        f"/sada/{seen}/versions/1": 200,
        f"/sada/{seen}/versions/2": 404,
        f"/sada/{withheld}/versions": 302,
        "/changes": 200,
        "/changes?only=removed": 200,
        "/changes?only=nothing": 404,
        "/changes/rss": 200,
        "/sada/999": 404,
        "/url?u=https://sada.example/news/1": 302,
        "/url?u=https://x.example/": 404,
        "/icon/sada/0": 404,
        "/picture/999": 404,
        "/picture/999/card": 404,
        "/picture/999/320": 404,
        "/picture/999/report": 404,
        "/picture/999/appeal": 404,
        "/desk": 303,
        "/desk/login": 200,
        "/desk/logout": 303,
        "/desk/requests": 303,
        "/desk/requests/1": 303,
        "/desk/stories": 303,
        "/desk/stories/1": 303,
        "/desk/papers": 303,
        "/desk/papers/sada": 303,
        "/desk/site": 303,
        "/desk/site.css": 303,
        "/desk/pictures": 303,
        "/desk/pictures/log": 303,
        "/desk/pictures/log.jsonl": 303,
        "/desk/pictures/restore": 303,
        "/desk/pictures/1": 303,
        "/desk/pictures/1/blurred": 303,
        "/desk/pictures/1/full": 303,
        "/site.css": 200,
        "/health": 200,
        "/health/rss": 200,
        "/sada/health": 200,
        "/nobody/health": 404,
        "/healthz": 200,
        "/hub/none": 404,
        WATCHED: 200,
        "/watch/none/rss": 404,
        "/metrics": 200,
        "/readyz": 200,
        "/robots.txt": 200,
        "/sitemap.xml": 404,
        "/sitemap/0.xml": 404,
        "/static/none.css": 404,
        "/a/b/c": 404,
    }


async def test_every_answer_carries_the_safeguards(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    for address, status in walk.addresses.items():
        answer = await walk.reader.get(address)
        assert answer.status == status, address
        policy = answer.headers["content-security-policy"]
        if "content-disposition" in answer.headers and "text/html" in answer.headers["content-type"]:
            assert policy.startswith("default-src 'none'; style-src 'sha256-"), address
            assert "unsafe" not in policy, address
        else:
            assert policy == POLICY, address
        assert answer.headers["x-content-type-options"] == "nosniff", address
        # a form of ours must be able to say that it is ours
        ours = address in ("/desk/login", "/sada") or (
            address.startswith(("/request", "/settings")) and status == 200
        )
        assert answer.headers["referrer-policy"] == (
            "same-origin" if ours or (address.startswith("/desk") and status == 303) else "no-referrer"
        ), address
        assert "noindex" in answer.headers["x-robots-tag"], address


async def test_the_walk_leaves_out_no_route(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    met = {
        route.path
        for route in ROUTES
        for address in walk.addresses
        if route.path_regex.match(address.partition("?")[0])
    }
    assert met == {route.path for route in ROUTES}


async def test_every_page_is_arabic_from_right_to_left_and_tells_robots_to_pass(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    for address in walk.addresses:
        answer = await walk.reader.get(address)
        if not _is_page(answer):
            continue
        root = answer.page.css_first("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == ("ar", "rtl"), address
        assert len(answer.page.css("h1")) == 1, address
        assert len(answer.page.css("main")) == 1, address
        assert answer.page.css_first("a.skip").attributes["href"] == "#main", address
        assert "noindex" in answer.page.css_first("meta[name=robots]").attributes["content"], address
        assert answer.page.css("title")[0].text().endswith("· ورّاق"), address


async def test_the_theme_and_size_that_a_reader_chose_are_those_of_every_page(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    for address in walk.addresses:
        answer = await walk.reader.get(address, headers=set_to(theme="dark", size="xl"))
        if _is_page(answer) and "content-disposition" not in answer.headers:
            assert answer.page.css_first("html").attributes["class"] == "size-xl theme-dark", address


async def test_nothing_is_asked_of_anybody_else_and_nothing_is_written_inline(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    for address in walk.addresses:
        answer = await walk.reader.get(address)
        if _is_page(answer):
            _inert(answer)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_hostile_words_in_every_field_stay_words(opens: Opens, payload: str) -> None:
    papers = (
        replace(SOURCES[0], name=f"صدى {payload}", homepage=payload),
        *SOURCES[1:],
        Source("odd", payload, "eg", payload),
    )
    stand = Newsstand(
        edition=egypt(name=payload, sources=papers),
        progress=Progress(feeds=3, reached=1, problems=((payload, payload),)),
        standing=Standing({"odd": Pulse(lives=False, problem=payload, reached=NOON)}),
    )
    hostile = stand.file(
        title=f"{payload} جسر",
        body=f"{payload}\nجسر {payload}",
        abstract=payload * 9,
        authors=(payload,),
        url=payload,
        label=payload,
        language=payload,
        image=payload,
        keywords=(payload,),
    )
    keys = (f"sada.example/news/{hostile}",)
    stand.file(
        title=f"{payload} ثان",
        body=f"{payload}\nجسر آخر",
        authors=(payload,),
        language=payload,
        keys=keys,
        reader=payload,
    )
    stand.file(
        title=f"{payload} جسر",
        body=payload,
        url=payload,
        language=payload,
        keys=keys,
        reader=payload,
        capture=payload,
    )
    gone = stand.file(title=payload, language=payload)
    stand.archive.restate(gone, State.WITHDRAWN, reason=payload, now=NOON)
    walk = await every_page(opens, stand)
    for address in (
        *walk.addresses,
        f"/sada/{hostile}",
        f"/sada/{gone}",
        "/odd",
        f"/sada/{hostile}/versions/3",
    ):
        answer = await walk.reader.get(address)
        if _is_page(answer):
            _inert(answer)
    article = await walk.reader.get(f"/sada/{hostile}")
    assert f"{payload} جسر" in article.page.css_first("h1").text()
    assert not article.page.css(".origin")  # no payload is a web address


@pytest.mark.parametrize("payload", PAYLOADS[:6])
async def test_a_hostile_question_is_only_quoted(opens: Opens, payload: str) -> None:
    stand = Newsstand()
    stand.file(title="جسر")
    stand.follow()
    reader = await opens(stand)
    for address in (
        f"/search?q={payload.replace('&', '%26').replace('#', '%23')}",
        f"/url?u={payload}",
        f"/{payload}/999",
    ):
        answer = await reader.get(address)
        assert answer.status in (200, 404)
        _inert(answer)


async def test_on_the_first_run_hostile_problems_stay_words(opens: Opens) -> None:
    problems = tuple((payload, payload) for payload in PAYLOADS)
    stand = Newsstand(progress=Progress(feeds=3, problems=problems))
    answer = await (await opens(stand)).get("/")
    assert len(answer.page.css(".problems li")) == len(PAYLOADS)
    _inert(answer)


async def test_the_invented_press_is_named_on_every_page(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand(demo=True))
    for address in walk.addresses:
        answer = await walk.reader.get(address)
        if _is_page(answer):
            assert "صحافة مخترعة" in answer.words(".invented"), address


async def test_an_invented_paper_is_named_wherever_it_is_shown(opens: Opens) -> None:
    stand = Newsstand()
    stand.archive.put_sources([Source("myth", "الخيال", "eg", "UTC", invented=True)])
    wanted, real = stand.file(source="myth"), stand.file()
    reader = await opens(stand)
    for address in ("/myth", f"/myth/{wanted}"):
        assert (await reader.get(address)).page.css(".invented"), address
    for address in ("/sada", f"/sada/{real}"):
        assert not (await reader.get(address)).page.css(".invented"), address


async def test_pages_are_packed_for_those_who_can_read_that(opens: Opens) -> None:
    walk = await every_page(opens, Newsstand())
    for address in ("/", "/latest"):
        plain = await walk.reader.get(address)
        packed = await walk.reader.get(address, headers={"accept-encoding": "gzip, deflate"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
        assert packed.body == plain.body


def _is_page(answer: Answer) -> bool:
    """A page of the site, and no file that is handed on."""
    html = answer.headers.get("content-type", "").startswith("text/html")
    return html and "content-disposition" not in answer.headers


def _inert(answer: Answer) -> None:
    """Nothing on the page runs, and nothing on it is fetched from elsewhere."""
    page = answer.page
    for script in page.css("script"):
        if script.attributes.get("type") == "application/ld+json":  # data: no browser runs it
            json.loads(script.text())
            continue
        assert script.attributes["src"].startswith("/static/"), script.html
        assert not script.text(), script.html
    assert not page.css("style, iframe, object, embed, base, img, svg [href], svg script")
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), node.html
            assert name != "style", node.html
            if name in ("href", "src", "action") and node.tag != "a":
                assert (value or "").startswith(("/", "#")), node.html
            if name == "href":
                assert (value or "").startswith(("/", "#", "https://", "mailto:?")), node.html
                assert not (value or "").startswith("//"), node.html
