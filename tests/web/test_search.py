from __future__ import annotations

import pytest
from starlette.datastructures import QueryParams

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand
from warraq.ports.index import Cursor
from warraq.press import ArticleId, Settings, State
from warraq.query.tree import Sort
from warraq.web.asked import read


async def test_words_are_marked_in_the_papers_own_spelling(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="وزارةُ الصحّة تُطلق حملة", body="أعلنت وزارةُ الصحّة إطلاق الحملة في الجنوب.")
    stand.file(title="خبر آخر", body="لا صلة له.")
    stand.follow()
    answer = await (await opens(stand)).get("/search?q=وزاره الصحه")
    assert (answer.status, answer.words(".total")) == (200, "خبر واحد")
    assert answer.words(".result h2") == "وزارةُ الصحّة تُطلق حملة"
    assert "أعلنت وزارةُ الصحّة إطلاق الحملة" in answer.words(".snippet")
    marked = [mark.text() for mark in answer.page.css(".result h2 mark")]
    assert "وزارةُ" in " ".join(marked)
    assert answer.page.css(".snippet mark")


async def test_pages_of_results_meet_every_article_once(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(25):
        stand.file(title=f"جسر {number}", body="عن الجسر.")
    stand.follow()
    reader, found, address = await opens(stand), [], "/search?q=جسر&sort=newest"
    for _ in range(3):
        page = (await reader.get(address)).page
        found += [link.text() for link in page.css(".result h2 a")]
        onward = page.css_first("a[rel=next]")
        address = onward.attributes["href"] if onward else ""
    assert found == [f"جسر {number}" for number in range(25)]
    assert address == ""


async def test_newest_first_is_one_link_away_and_keeps_the_question(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر وماء")
    stand.follow()
    reader = await opens(stand)
    page = (await reader.get("/search?q=جسر&source=sada")).page
    best, newest = page.css(".order a")
    assert (best.attributes.get("aria-current"), newest.attributes.get("aria-current")) == ("true", None)
    again = (await reader.get(newest.attributes["href"])).page
    assert again.css(".order a")[1].attributes["aria-current"] == "true"
    assert again.css_first("input[name=q]").attributes["value"] == "جسر"
    assert "صدى النهر" in again.css_first(".chips .chosen").text()


async def test_a_question_can_be_put_to_some_papers_alone(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر هنا")
    stand.file(title="جسر هناك", source="manara")
    stand.follow()
    page = (await (await opens(stand)).get("/search?q=جسر&source=manara")).page
    assert [link.text() for link in page.css(".result h2")] == ["جسر هناك"]


async def test_finding_nothing_is_said_with_what_to_try(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    stand.follow()
    answer = await (await opens(stand)).get("/search?q=زرافة")
    assert answer.status == 200
    assert answer.words(".nothing p") == "لم نجد في الأرشيف خبرًا فيه ما طلبت."
    assert len(answer.page.css(".ways-to-ask li")) == 3


@pytest.mark.parametrize("asked", ["%20", "", "-جسر", "!!!", '"'])
async def test_a_question_without_a_word_is_answered_kindly(opens: Opens, asked: str) -> None:
    stand = Newsstand()
    stand.file(title="جسر")
    stand.follow()
    answer = await (await opens(stand)).get(f"/search?q={asked}")
    assert answer.status == 200
    assert not answer.page.css(".result")


async def test_what_was_withdrawn_a_moment_ago_is_not_shown(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(public=True, contact="desk@example.org"))
    gone = stand.file(title="جسر مسحوب")
    stand.file(title="جسر باق", body="نص آخر")
    stand.follow()
    stand.archive.restate(gone, State.WITHDRAWN, reason="404", now=NOON)
    answer = await (await opens(stand)).get("/search?q=جسر")
    assert [link.text() for link in answer.page.css(".result h2")] == ["جسر باق"]


async def test_some_of_the_words_are_better_than_nothing_and_said_so(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر الميناء", body="عن جسر.")
    stand.file(title="مدرسة القرية", body="عن مدرسة.")
    stand.follow()
    answer = await (await opens(stand)).get("/search?q=جسر+مدرسة")
    assert len(answer.page.css(".result")) == 2
    assert "لا يوجد خبر فيه كل ما طلبت" in answer.words(".note")


async def test_how_a_question_was_read_is_said_on_the_page(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر")
    stand.follow()
    reader = await opens(stand)
    assert "فُتحت ولم تُغلق" in (await reader.get("/search?q=«جسر")).words(".note")
    assert "أول 64 كلمة" in (await reader.get(f"/search?q={'جسر+' * 90}")).words(".note")


async def test_a_snippet_says_where_the_text_goes_on(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="تقرير", body="مقدمة طويلة. " * 60 + "ثم افتُتح الجسر. " + "خاتمة طويلة. " * 60)
    stand.follow()
    text = (await (await opens(stand)).get("/search?q=الجسر")).words(".snippet")
    assert "افتُتح الجسر" in text
    assert (text[0], text[-1]) == ("…", "…")
    assert len(text) <= 242


async def test_a_phrase_is_found_as_it_stands(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="مجلس الأمن ينعقد")
    stand.file(title="الأمن يحمي مجلس المدينة")
    stand.follow()
    page = (await (await opens(stand)).get('/search?q="مجلس الأمن"')).page
    assert [link.text() for link in page.css(".result h2")] == ["مجلس الأمن ينعقد"]
    assert page.css_first(".result h2 mark").text() == "مجلس الأمن"


async def test_past_the_last_page_there_is_a_way_back(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر")
    stand.follow()
    answer = await (await opens(stand)).get("/search?q=جسر&after=9.1.1.1")
    assert answer.page.css_first(".nothing a").attributes["href"].startswith("/search?q=")


PLACE = Cursor(ArticleId(7), ArticleId(6), 10, 1234)


@pytest.mark.parametrize(
    ("address", "after", "sort", "sources"),
    [
        ("q=x", (), Sort.BEST, ()),
        (f"q=x&after={PLACE}&sort=newest", (PLACE,), Sort.NEWEST, ()),
        (f"q=x&after={PLACE}&after=2&after={PLACE}", (PLACE, PLACE), Sort.BEST, ()),
        ("q=x&after=10000.1.1.1", (), Sort.BEST, ()),
        ("q=x&after=-3&sort=oldest", (), Sort.BEST, ()),
        ("q=x&after=٣.٣.٣.٣", (), Sort.BEST, ()),
        ("q=x&source=a&source=b&source=a&source=../x", (), Sort.BEST, ("a", "b")),
    ],
)
def test_an_address_is_read_as_far_as_it_can_be(
    address: str, after: tuple[Cursor, ...], sort: Sort, sources: tuple[str, ...]
) -> None:
    asked = read(QueryParams(address))
    assert (asked.after, asked.order, asked.sources) == (after, sort, sources)


def test_an_overlong_question_is_cut() -> None:
    assert len(read(QueryParams({"q": "س" * 20_000})).text) == 10_000


def test_a_question_survives_its_address() -> None:
    asked = read(
        QueryParams(
            "q=%22a+b%22+%26+%D8%AC&sort=newest&source=x&country=eg&language=fr&when=2026-11-03&after=1.2.3.4"
        )
    )
    again = read(QueryParams(asked.page(asked.after).partition("?")[2]))
    assert again == asked


async def test_what_is_said_of_a_question_cannot_turn_the_page_around(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر الميناء")
    stand.follow()
    reader = await opens(stand)
    asked = "جسر \u202eabc\u2067 source:x\u202ey"
    page = await reader.get(f"/search?q={asked}")
    feed = await reader.get(f"/search/rss?q={asked}")
    assert not any(turning in page.text + feed.text for turning in "\u202e\u2067")
    assert "لا نعرف صحيفة اسمها «<bdi>xy</bdi>»" in page.text
