"""What a page tells other sites and machines: no more than was agreed, and nothing that nobody said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import BODY, SOURCES, Newsstand, proof_of
from warraq.press import SCREENS, Edition, Moment, Precision, Settings, State

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")
LEAVE = {"permission": "a letter, 2026-11-01"}


def stand(settings: Settings = PUBLIC, **agreed: Any) -> Newsstand:
    papers = (replace(SOURCES[0], **agreed), *SOURCES[1:])
    return Newsstand(edition=Edition("eg", "مصر", "Africa/Cairo", papers), settings=settings)


def data(answer: Answer) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answer.page.css_first("script[type='application/ld+json']").text())
    return said


def meta(answer: Answer) -> dict[str, str]:
    nodes = answer.page.css("meta[property], meta[name]")
    return {
        node.attributes.get("property") or node.attributes["name"]: node.attributes["content"] or ""
        for node in nodes
    }


async def test_the_article_is_the_papers_and_our_page_a_copy_of_it(opens: Opens) -> None:
    made = stand(**LEAVE)
    wanted = made.file(
        title="المجلس يقر خطة الجسر",
        section="politics",
        authors=("منى السيد", "أ ش أ"),
        published=Moment(datetime(2025, 6, 3, 6, 2, tzinfo=UTC), Precision.MINUTE, "Africa/Cairo"),
    )
    answer = await (await opens(made)).get(f"/sada/{wanted}")
    assert data(answer) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "المجلس يقر خطة الجسر",
        "description": " ".join(BODY.split()),
        "inLanguage": "ar",
        "articleSection": "سياسة",
        "datePublished": "2025-06-03T06:02:00Z",
        "creditText": "منى السيد، أ ش أ",
        "publisher": {"@type": "Organization", "name": "صدى النهر", "url": "https://sada.example/"},
        "url": "https://sada.example/news/1",
        "isBasedOn": "https://sada.example/news/1",
        "mainEntityOfPage": f"https://press.example/sada/{wanted}",
    }
    told = meta(answer)
    assert told["og:title"] == "المجلس يقر خطة الجسر"
    assert told["og:url"] == f"https://press.example/sada/{wanted}"
    assert told["og:description"] == told["description"] == " ".join(BODY.split())
    assert told["article:published_time"] == "2025-06-03T06:02:00Z"
    assert told["twitter:card"] == "summary"
    assert "og:image" not in told


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (Moment(datetime(2025, 6, 2, 21, tzinfo=UTC), Precision.DAY, "Africa/Cairo"), "2025-06-03"),
        (Moment(datetime(2025, 6, 1, tzinfo=UTC), Precision.MONTH), "2025-06"),
        (None, None),
    ],
)
async def test_no_date_is_finer_than_its_source(
    opens: Opens, moment: Moment | None, said: str | None
) -> None:
    made = stand()
    wanted = made.file(published=moment, authors=(), section="opinion", url="")
    answer = await (await opens(made)).get(f"/sada/{wanted}")
    assert data(answer).get("datePublished") == said
    assert meta(answer).get("article:published_time") == said
    assert data(answer)["@type"] == "OpinionNewsArticle"
    assert not data(answer).keys() & {"creditText", "author", "isBasedOn", "url", "dateModified"}


@pytest.mark.parametrize(
    ("agreed", "most"),
    [({}, 200), ({"policy": "excerpt", **LEAVE}, 200), ({"policy": "link"}, 0), (LEAVE, 200)],
)
async def test_a_description_is_no_longer_than_agreed_and_no_more_than_the_page_shows(
    opens: Opens, agreed: dict[str, str], most: int
) -> None:
    made = stand(**agreed)
    wanted = made.file(body=BODY * 9, abstract="ملخص بكلمات أخرى " * 20)
    answer = await (await opens(made)).get(f"/sada/{wanted}")
    said = meta(answer).get("description", "")
    assert data(answer).get("description", "") == meta(answer).get("og:description", "") == said
    assert len(said) <= most
    assert bool(said) is bool(most)
    if most and agreed != LEAVE:
        shown = (one.text() for one in answer.page.css(".body p"))  # names in it are links
        assert said == " ".join(" ".join(shown).split())


@pytest.mark.parametrize(
    "payload",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\u2028\u2029 ]]>",
        '"><img src=x onerror=alert(1)>',
        "\x07 \x0b خبر",
    ],
)
async def test_hostile_words_end_no_element(opens: Opens, payload: str) -> None:
    made = stand(name=payload, homepage=payload, **LEAVE)
    wanted = made.file(
        title=payload, body=payload, authors=(payload,), label=payload, url=payload, language=payload
    )
    answer = await (await opens(made)).get(f"/sada/{wanted}")
    raw = answer.page.css_first("script[type='application/ld+json']").text()
    assert not set(raw) & set("<>&\u2028\u2029")
    assert data(answer)["publisher"] == {"@type": "Organization", "name": payload}
    scripts = [one.attributes.get("src") for one in answer.page.css("script")]
    assert scripts.count(None) == 1
    assert all(src.startswith("/static/") for src in scripts if src is not None)


async def test_what_is_gone_has_no_card(opens: Opens) -> None:
    made = stand(**LEAVE)
    gone = made.file()
    made.archive.restate(gone, State.WITHDRAWN, reason="404", now=made.clock.now())
    answer = await (await opens(made)).get(f"/sada/{gone}")
    assert not {name for name in meta(answer) if name.startswith(("og:", "twitter:", "article:"))}
    assert answer.page.css_first("script[type='application/ld+json']") is None


@pytest.mark.parametrize(
    ("settings", "agreed", "shown"),
    [
        (PUBLIC, {}, False),
        (PUBLIC, {"policy": "excerpt", **LEAVE}, False),
        (PUBLIC, LEAVE, True),
        (Settings(host="0.0.0.0"), {}, True),
    ],
)
async def test_a_picture_is_on_a_card_only_with_leave_and_at_our_address(
    opens: Opens, settings: Settings, agreed: dict[str, str], shown: bool
) -> None:
    made = stand(settings, **agreed)
    wanted = made.file(image="https://cdn.example/a.png")
    made.hang(wanted, proof=proof_of("a", *SCREENS))
    answer = await (await opens(made)).get(f"/sada/{wanted}", headers={"host": "press.example"})
    said = meta(answer).get("og:image")
    assert data(answer).get("image") == said
    if not shown:
        assert said is None
        return
    # who reads cards takes JPEG alone
    assert said in ("https://press.example/picture/1", "http://press.example/picture/1")
    assert meta(answer)["twitter:card"] == "summary_large_image"
