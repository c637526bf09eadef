"""Pictures hang where they may, are served as our own prints only, and are gone everywhere once hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, SOURCES, Newsstand, jpeg
from warraq.press import (
    ArticleId,
    CaseEvent,
    Category,
    Edition,
    PictureId,
    PictureState,
    Placeholder,
    Reporter,
    Settings,
    Source,
    StandInState,
    State,
)

LONG = "تفاصيل ما جرى في الجلسة كما رواها من حضرها، وما قيل فيها من كلام عن الجسر وعن موعد افتتاحه. " * 2
PUBLIC = Settings(public=True, contact="desk@press.example")
AGREED = Source("agreed", "الموافقة", "eg", "Africa/Cairo", policy="full", permission="letter of 2026-11-01")


def pictured(stand: Newsstand, name: str = "a", **given: Any) -> ArticleId:
    article = stand.file(image=f"https://cdn.example/{name}.png", abstract=LONG, **given)
    stand.hang(article, name=name)
    return article


def public(*sources: Source) -> Newsstand:
    return Newsstand(edition=Edition("eg", "مصر", "Africa/Cairo", (*SOURCES, *sources)), settings=PUBLIC)


async def test_an_article_hangs_its_picture_under_the_byline_with_whose_it_is(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    answer = await (await opens(stand)).get(f"/sada/{article}")
    image = answer.page.css_first("article figure img")
    assert image is not None
    assert (image.attributes["src"], image.attributes["alt"]) == ("/picture/1", "")
    assert (image.attributes["width"], image.attributes["height"]) == ("1600", "900")
    assert answer.words("figcaption span") == "الصورة: صدى النهر"
    link = answer.page.css_first("figcaption a")
    assert link is not None
    assert link.attributes["href"] == f"/picture/1/report?article={article}"
    assert link.text() == "أبلغ عن هذه الصورة"
    assert (
        answer.text.index('class="byline"') < answer.text.index("<figure") < answer.text.index('class="body"')
    )
    assert "set-cookie" not in answer.headers


async def test_an_article_without_a_picture_has_no_figure(opens: Opens) -> None:
    stand = Newsstand()
    plain, waiting = stand.file(), stand.file(image="https://cdn.example/not-yet.png")
    reader = await opens(stand)
    for article in (plain, waiting):
        assert (await reader.get(f"/sada/{article}")).page.css_first("figure") is None


async def test_the_front_page_wears_pictures_on_its_lead_and_about_one_card_in_three(opens: Opens) -> None:
    papers = tuple(Source(f"p{number}", f"صحيفة {number}", "eg", "Africa/Cairo") for number in range(9))
    stand = Newsstand(edition=Edition("eg", "مصر", "Africa/Cairo", papers))
    for number in range(9):
        pictured(stand, f"n{number}", source=f"p{number}")
    answer = await (await opens(stand)).get("/")
    assert answer.page.css_first(".lead .picture img") is not None
    worn = [card.css_first(".picture") is not None for card in answer.page.css(".card")]
    assert worn == [True, False, False, True, False, False, True, False]
    for image in answer.page.css("main img"):
        assert image.attributes["width"]
        assert image.attributes["height"]
        assert image.attributes["alt"] == ""


async def test_a_print_is_served_for_one_visit_at_a_time_and_can_do_nothing(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    for address, by in (("/picture/1", 1), ("/picture/1/card", 4)):
        answer = await reader.get(address)
        assert (answer.status, answer.body) == (200, jpeg("a", by))
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = await reader.get(address, headers={"if-none-match": f'"other", W/{answer.headers["etag"]}'})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    large, small = [(await reader.get(one)).headers["etag"] for one in ("/picture/1", "/picture/1/card")]
    assert large != small


@pytest.mark.parametrize("word", ["0", "01", "-1", "x", "999", "9" * 30, "1.jpg", "%2e%2e"])
async def test_a_picture_that_is_none_is_not_found(opens: Opens, word: str) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    for way in ("", "/card", "/report"):
        assert (await reader.get(f"/picture/{word}{way}")).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_pictures_are_only_looked_at(opens: Opens, method: str) -> None:
    stand = Newsstand()
    pictured(stand)
    assert (await (await opens(stand)).get("/picture/1", method=method)).status == 405


async def test_a_hidden_picture_is_gone_everywhere_within_five_seconds(opens: Opens) -> None:
    stand = Newsstand()
    articles = [pictured(stand), pictured(stand)]
    reader = await opens(stand)
    assert "/picture/1" in (await reader.get("/")).text
    etag = (await reader.get("/picture/1")).headers["etag"]
    for number in range(5):
        reporter = Reporter(f"t{number}", "", "", stand.clock.now())
        stand.moderating.report(PictureId(1), reporter, Category.OTHER)
    for address in ("/picture/1", "/picture/1/card", "/picture/1/report"):
        for headers in ({}, {"if-none-match": etag}):
            answer = await reader.get(address, headers=headers)
            assert (answer.status, answer.words("h1")) == (410, "هذه الصورة محجوبة")
    for article in articles:
        answer = await reader.get(f"/sada/{article}")
        assert answer.page.css_first("figure") is None
        assert answer.words(".covered").startswith(
            "حُجبت الصورة المرافقة لهذا الخبر بعد أن أبلغ عنها عدة قرّاء."
        )
        assert "og:image" not in answer.text
    stand.clock.time += timedelta(seconds=5)
    for address in ("/", "/rss", "/latest", "/latest/rss", "/sada", "/sada/rss", "/section/politics"):
        assert "/picture/" not in (await reader.get(address)).text


async def test_what_the_operator_hides_says_so_and_comes_back_when_restored(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    reader = await opens(stand)
    stand.moderating.decide(PictureId(1), CaseEvent.HIDE, "طلب")
    answer = await reader.get(f"/sada/{article}")
    assert answer.words(".covered") == "حجب القائمون على هذا الأرشيف الصورة المرافقة لهذا الخبر."
    stand.moderating.decide(PictureId(1), CaseEvent.KEEP, "لا عيب")
    assert (await reader.get("/picture/1")).status == 200
    await stand.clock.sleep(2)
    assert (await reader.get(f"/sada/{article}")).page.css_first("figure img") is not None


@pytest.mark.parametrize(
    ("title", "section", "shown"),
    [
        ("العثور على طفلة مفقودة قرب الجسر", None, False),
        ("حادث سير على الجسر الجديد", "accidents", True),
    ],
)
async def test_beside_news_of_a_child_or_a_victim_hangs_no_picture(
    opens: Opens, title: str, section: str | None, shown: bool
) -> None:
    stand = public(AGREED)
    article = pictured(stand, source="agreed", title=title, section=section)
    answer = await (await opens(stand)).get(f"/agreed/{article}")
    assert (answer.page.css_first(".plate img") is not None) is shown
    assert (answer.page.css_first("meta[property='og:image']") is not None) is shown
    if not shown:
        assert answer.words(".covered") == "لا نعرض الصورة المرافقة لخبر عن طفل أو ضحية."


async def test_what_is_covered_out_of_care_is_not_offered_to_whoever_asks_because_it_was_reported_too(
    opens: Opens,
) -> None:
    stand = public(AGREED)
    article = pictured(stand, source="agreed", title="العثور على طفلة مفقودة قرب الجسر")
    stand.crowd(PictureId(1), Category.CHILD)
    held = stand.pictures.picture(PictureId(1))
    assert held is not None
    assert held.state is PictureState.BLURRED
    answer = await (await opens(stand)).get(f"/agreed/{article}")
    assert answer.words(".covered") == "لا نعرض الصورة المرافقة لخبر عن طفل أو ضحية."
    assert answer.page.css_first(".veiled") is None


async def test_a_picture_whose_bytes_were_let_go_is_shown_nowhere(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    reader = await opens(stand)
    etag = (await reader.get("/picture/1")).headers["etag"]
    stand.pictures.let_go([PictureId(1)])
    assert (await reader.get("/picture/1", headers={"if-none-match": etag})).status == 404
    answer = await reader.get(f"/sada/{article}")
    assert answer.page.css_first("figure") is None
    assert answer.page.css_first(".covered") is None


async def test_in_public_a_picture_needs_a_leave(opens: Opens) -> None:
    stand = public(AGREED)
    held, free = pictured(stand, "a"), pictured(stand, "b", source="agreed")
    reader = await opens(stand)
    for way in ("", "/card", "/report"):
        assert (await reader.get(f"/picture/1{way}")).status == 404
        assert (await reader.get(f"/picture/2{way}")).status == 200
    assert (await reader.get(f"/sada/{held}")).page.css_first("figure") is None
    assert (await reader.get(f"/agreed/{free}")).page.css_first("figure") is not None
    assert "/picture/1" not in (await reader.get("/")).text


async def test_a_picture_that_several_papers_use_is_served_if_one_of_them_lets_it(opens: Opens) -> None:
    stand = public(AGREED)
    articles = [stand.file(image="https://cdn.example/a.png") for _ in range(70)]
    articles.append(stand.file(image="https://cdn.example/a.png", source="agreed"))
    stand.hang(*articles)
    reader = await opens(stand)
    assert (await reader.get("/picture/1")).status == 200
    stand.archive.restate(articles[-1], State.WITHDRAWN, reason="410", now=NOON)
    assert (await reader.get("/picture/1")).status == 404


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.WITHHELD])
async def test_the_picture_of_an_article_that_was_taken_away_is_not_served(
    opens: Opens, state: State
) -> None:
    stand = Newsstand()
    article = pictured(stand)
    stand.archive.restate(article, state, reason="x", now=NOON)
    reader = await opens(stand)
    assert (await reader.get("/picture/1")).status == 404
    assert "/picture/" not in (await reader.get(f"/sada/{article}")).text


async def test_a_picture_that_stands_in_for_many_hangs_nowhere_until_a_person_hangs_it(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    reader = await opens(stand)
    assert (await reader.get(f"/sada/{article}")).page.css_first("article figure") is not None
    one = Placeholder(PictureId(1), "sada", 12, 5, NOON)
    stand.placeholders.learn(one)
    await stand.clock.sleep(3)
    for address in (f"/sada/{article}", "/"):
        answer = await reader.get(address)
        assert "/picture/1" not in answer.text, address
        assert "og:image" not in answer.text, address
    assert [(await reader.get(f"/picture/1{of}")).status for of in ("", "/card", "/report")] == [
        404,
        404,
        404,
    ]
    stand.placeholders.say(replace(one, state=StandInState.HUNG, reason="صورة الخبر"))
    await stand.clock.sleep(3)
    assert (await reader.get(f"/sada/{article}")).page.css_first("article figure") is not None
    assert (await reader.get("/picture/1")).status == 200
