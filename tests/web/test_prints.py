"""Every print of a picture, in every size and format, goes where the picture goes, and is gone when it is gone."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.newsroom import pictures as files
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, proof_of, webp
from tests.web.test_picture import AGREED, pictured, public
from warraq.moderation.nearcopies import distance
from warraq.newsroom import darkroom, printing
from warraq.press import (
    SCREENS,
    ArticleId,
    CaseEvent,
    Category,
    DecisionKind,
    PictureId,
    Proof,
    Reporter,
    State,
)
from warraq.web.statics import statics

PRINTS = {"": "image/jpeg", "/card": "image/jpeg", **{f"/{width}": "image/webp" for width in SCREENS}}
PAGES = (
    "/",
    "/rss",
    "/latest",
    "/latest/rss",
    "/sada",
    "/sada/rss",
    "/section/politics",
    "/issue/2026-11-23",
)
ONE = PictureId(1)


def stand_with(picture: Proof, **given: str) -> tuple[Newsstand, ArticleId]:
    stand = Newsstand()
    article = stand.file(image="https://cdn.example/a.png", ago=timedelta(hours=1), **given)
    stand.hang(article, proof=picture)
    return stand, article


async def test_a_page_offers_prints_for_screens_and_a_jpeg_for_everybody_else(opens: Opens) -> None:
    stand, article = stand_with(proof_of("a", *SCREENS))
    reader = await opens(stand)
    for address, sizes, place in (
        (f"/sada/{article}", "(max-width: 48rem) 100vw, 41rem", ".plate"),
        ("/", "(max-width: 48rem) 100vw, 40rem", ".picture-lead"),
    ):
        page = (await reader.get(address)).page
        source, image = page.css_first(f"{place} picture source"), page.css_first(f"{place} picture img")
        assert source is not None
        assert image is not None
        assert source.attributes["type"] == "image/webp"
        assert source.attributes["srcset"] == (
            "/picture/1/160 160w, /picture/1/320 320w, /picture/1/640 640w, /picture/1/1280 1280w"
        )
        assert source.attributes["sizes"] == sizes
        assert (image.attributes["src"] or "").startswith("/picture/1")
        assert (image.attributes["class"], image.attributes["alt"]) == ("tone-3", "")
        assert image.attributes["width"]
        assert image.attributes["height"]
        assert image.attributes.get("loading") is None  # the lead is what a reader waits for
        assert "style" not in image.attributes


async def test_cards_below_the_lead_load_when_they_come_near(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(4):
        article = stand.file(image=f"https://cdn.example/{number}.png")
        stand.hang(article, name=f"{number}", proof=proof_of(f"{number}", *SCREENS))
    page = (await (await opens(stand)).get("/")).page
    cards = page.css(".picture-card img")
    assert cards
    assert all(one.attributes["loading"] == "lazy" for one in cards)
    assert all(one.attributes["sizes"] == "7.25rem" for one in page.css(".picture-card source"))


async def test_a_picture_kept_before_there_were_prints_for_screens_is_shown_as_it_was(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    reader = await opens(stand)
    page = (await reader.get(f"/sada/{article}")).page
    assert page.css_first(".plate source") is None
    image = page.css_first(".plate img")
    assert image is not None
    assert "class" not in image.attributes
    for width in SCREENS:
        assert (await reader.get(f"/picture/1/{width}")).status == 404
    # and once it has been printed, without anything else having changed, its next pages offer the prints
    stand.pictures.prove(ONE, proof_of("a", 160, 320))
    stand.clock.time += timedelta(minutes=2)
    source = (await reader.get(f"/sada/{article}")).page.css_first(".plate source")
    assert source is not None
    assert source.attributes["srcset"] == "/picture/1/160 160w, /picture/1/320 320w"


@pytest.mark.parametrize("word", ["33", "0160", "161", "160.webp", "full", "-1", "9" * 40, "640w", "%2e%2e"])
async def test_no_other_width_is_served(opens: Opens, word: str) -> None:
    stand, _ = stand_with(proof_of("a", *SCREENS))
    assert (await (await opens(stand)).get(f"/picture/1/{word}")).status == 404


async def test_a_narrow_picture_has_no_print_wider_than_itself(opens: Opens) -> None:
    stand, article = stand_with(proof_of("a", 160, 300))
    reader = await opens(stand)
    source = (await reader.get(f"/sada/{article}")).page.css_first(".plate source")
    assert source is not None
    assert source.attributes["srcset"] == "/picture/1/160 160w, /picture/1/320 300w"
    assert (await reader.get("/picture/1/320")).status == 200
    assert (await reader.get("/picture/1/640")).status == 404


async def test_each_print_has_its_type_and_mark_and_can_do_nothing(opens: Opens) -> None:
    stand, _ = stand_with(proof_of("a", *SCREENS))
    reader = await opens(stand)
    marks = set()
    for way, media in PRINTS.items():
        answer = await reader.get(f"/picture/1{way}")
        assert (answer.status, answer.headers["content-type"]) == (200, media)
        if media == "image/webp":
            assert answer.body == webp("a", int(way[1:]))
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        marks.add(answer.headers["etag"])
        again = await reader.get(f"/picture/1{way}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status, again.body) == (304, b"")
    assert len(marks) == len(PRINTS)


# Gone means gone


def crowd(stand: Newsstand, article: ArticleId) -> None:
    for number in range(5):
        stand.moderating.report(ONE, Reporter(f"t{number}", "", "", stand.clock.now()), Category.OTHER)


def moderator(stand: Newsstand, article: ArticleId) -> None:
    stand.moderating.decide(ONE, CaseEvent.HIDE, "دم")


def law(stand: Newsstand, article: ArticleId) -> None:
    stand.moderating.decide(ONE, CaseEvent.LEGAL, "حكم")


def withdrawn(stand: Newsstand, article: ArticleId) -> None:
    stand.archive.restate(article, State.WITHDRAWN, reason="410", now=NOON)


def withheld(stand: Newsstand, article: ArticleId) -> None:
    stand.archive.restate(article, State.WITHHELD, reason="x", now=NOON)


def decided(stand: Newsstand, article: ArticleId) -> None:
    stand.decide(DecisionKind.WITHHOLD, article=article)


def let_go(stand: Newsstand, article: ArticleId) -> None:
    stand.pictures.let_go([ONE])


@pytest.mark.parametrize("how", [crowd, moderator, law, withdrawn, withheld, decided, let_go])
async def test_what_is_taken_back_is_gone_in_every_size_and_format_from_pages_feeds_and_caches_within_five_seconds(
    opens: Opens, how: Callable[[Newsstand, ArticleId], None]
) -> None:
    stand, article = stand_with(proof_of("a", *SCREENS), section="politics")
    # an article beside it, so that no page is empty
    stand.file(section="politics", ago=timedelta(hours=2))
    reader = await opens(stand)
    before = {way: (await reader.get(f"/picture/1{way}")).headers["etag"] for way in PRINTS}
    shown = [one for one in (*PAGES, f"/sada/{article}") if "/picture/1" in (await reader.get(one)).text]
    assert {"/", f"/sada/{article}"} <= set(shown)
    how(stand, article)
    stand.clock.time += timedelta(seconds=5)
    for way, etag in before.items():
        for headers in ({}, {"if-none-match": etag}, {"if-none-match": "*"}):
            answer = await reader.get(f"/picture/1{way}", headers=headers)
            assert answer.status in (404, 410), (way, headers)
            assert answer.headers["content-type"].startswith("text/html")
            assert (
                "no-cache" in answer.headers["cache-control"] or "no-store" in answer.headers["cache-control"]
            )
    for address in (*PAGES, f"/sada/{article}"):
        answer = await reader.get(address)
        offered = re.findall(r"/picture/1(?!/appeal)[^?]", answer.text)
        assert not offered, address
        for needle in ("og:image", "srcset"):
            assert needle not in answer.text, (address, needle)
    told = json.loads((await reader.get("/offline.json?since=1.0")).text)
    # what a retention let go is nobody's secret: what a reader's own browser keeps of it stays there
    assert how is let_go or told["all"] or 1 in told["pictures"] or article in told["articles"]


async def test_what_readers_worker_keeps_of_a_picture_is_forgotten_in_every_size(opens: Opens) -> None:
    """The worker drops whatever begins with the picture's address; tried in a browser by `test_offline_journeys`."""
    script = (await (await opens(Newsstand())).get("/sw.js")).text
    assert "(card|[0-9]+)" in script
    assert "printsOf(path)" in script


async def test_without_leave_no_print_is_served(opens: Opens) -> None:
    stand = public(AGREED)
    stand.hang(stand.file(image="https://cdn.example/a.png"), proof=proof_of("a", *SCREENS))
    free = stand.file(image="https://cdn.example/b.png", source="agreed")
    stand.hang(free, name="b", proof=proof_of("b", *SCREENS))
    reader = await opens(stand)
    for way in PRINTS:
        assert (await reader.get(f"/picture/1{way}")).status == 404
        assert (await reader.get(f"/picture/2{way}")).status == 200


# Near copies


def developed(stand: Newsstand, data: bytes, name: str) -> tuple[ArticleId, PictureId]:
    """A paper prints this file: developed by the darkroom, hung beside an article of its own."""
    found = darkroom.develop(data, {})["proof"]
    seen = Proof(proof_of(name, *SCREENS).screens, found["tone"], found["pdq"], found["quality"])
    article = stand.file(image=f"https://cdn.example/{name}.png", ago=timedelta(), seen=stand.clock.time)
    return article, stand.hang(article, name=name, proof=seen).id


async def test_a_hidden_picture_that_a_paper_prints_recompressed_and_smaller_is_hidden_everywhere(
    opens: Opens,
) -> None:
    image = files.busy(random.Random(9), (1200, 800))
    stand = Newsstand()
    article, origin = developed(stand, files.file(image, quality=92), "origin")
    before, known = developed(stand, files.file(image.resize((700, 467)), quality=60), "before")
    reader = await opens(stand)
    desk = stand.moderating
    desk.catch_up()
    desk.decide(origin, CaseEvent.HIDE, "دم")
    after, copy = developed(stand, files.file(image.resize((480, 320)), "WEBP", quality=40), "after")
    other, free = developed(stand, files.file(files.busy(random.Random(10), (1200, 800))), "other")
    assert (await reader.get(f"/picture/{copy}")).status == 200
    desk.catch_up()  # every five seconds, beside the site
    stand.clock.time += timedelta(seconds=5)
    for picture, status in ((origin, 410), (known, 410), (copy, 410), (free, 200)):
        for way in PRINTS:
            assert (await reader.get(f"/picture/{picture}{way}")).status == status, (picture, way)
    for one in (article, before, after):
        answer = await reader.get(f"/sada/{one}")
        assert answer.page.css_first("figure") is None
        assert "og:image" not in answer.text
        assert answer.words(".covered") == "حجب القائمون على هذا الأرشيف الصورة المرافقة لهذا الخبر."
    assert "og:image" in (await reader.get(f"/sada/{other}")).text
    for address in PAGES:
        text = (await reader.get(address)).text
        for picture in (origin, known, copy):
            assert f"/picture/{picture}/" not in text, address
    desk.decide(origin, CaseEvent.KEEP, "لوحة معروفة")
    assert (await reader.get(f"/picture/{copy}/640")).status == 200


async def test_what_reports_alone_hid_hides_no_copy(opens: Opens) -> None:
    image = files.busy(random.Random(9), (1200, 800))
    stand = Newsstand()
    _, origin = developed(stand, files.file(image), "origin")
    crowd(stand, ArticleId(1))
    _, copy = developed(stand, files.file(image.resize((480, 320)), quality=50), "copy")
    reader = await opens(stand)
    stand.moderating.catch_up()
    seen = [stand.pictures.picture(one) for one in (origin, copy)]
    assert distance(*(one.negative.proof.pdq for one in seen if one and one.negative.proof)) <= 16
    assert (await reader.get(f"/picture/{origin}/320")).status == 410
    assert (await reader.get(f"/picture/{copy}/320")).status == 200


# What holds a picture's place


def test_the_sheet_has_every_tone_that_the_darkroom_chooses_among() -> None:
    sheet = next(one.body.decode() for name, one in statics().items() if name.endswith("warraq.css"))
    for number, colour in enumerate(printing.PALETTE):
        assert f".tone-{number} {{ --tone: #{colour:06x}; }}" in sheet
    assert f"tone-{len(printing.PALETTE)}" not in sheet
