from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from starlette.datastructures import QueryParams

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import Newsstand, two
from warraq.ports.index import Cursor
from warraq.press import ArticleId, Moment, Precision
from warraq.query.tree import Sort
from warraq.web.asked import read


def stood() -> Newsstand:
    stand = Newsstand()
    for number in range(6):
        stand.file(
            title=f"جسر {number}", section=("sports", "politics")[number % 2], body="في محافظة القاهرة."
        )
    stand.file(
        title="جسر آخر", source="manara", section="politics", ago=timedelta(days=40), body="في محافظة أسوان."
    )
    stand.follow()
    return stand


def choices(answer: Answer) -> dict[str, str]:
    """What each choice is called with its number, and where it leads."""
    return {
        " ".join(link.text(separator=" ").split()): unquote(link.attributes["href"])
        for link in answer.page.css(".facets li a")
    }


def bars(answer: Answer) -> dict[str, str]:
    """What each bar of the chart says, and where it leads."""
    return {
        link.attributes["aria-label"].replace(":", ""): unquote(link.attributes["href"])
        for link in answer.page.css(".over-time svg a")
    }


async def test_beside_the_results_stands_by_what_they_can_be_narrowed(opens: Opens) -> None:
    offered = choices(await (await opens(stood())).get("/search?q=جسر"))
    assert offered == {
        "صدى النهر 6": "/search?q=جسر&source=sada",
        "المنارة الجديدة 1": "/search?q=جسر&source=manara",
        "سياسة 4": "/search?q=جسر&section=politics",
        "رياضة 3": "/search?q=جسر&section=sports",
        "القاهرة 6": "/search?q=جسر&place=EG-C",
        "أسوان 1": "/search?q=جسر&place=EG-ASN",
    }


@pytest.mark.parametrize(
    ("narrowing", "title", "left"),
    [
        ("source=manara", "المنارة الجديدة", 1),
        ("section=sports", "رياضة", 3),
        ("place=EG-C", "القاهرة", 6),
        ("place=eg-asn", "أسوان", 1),
        ("when=2026-11", "نوفمبر 2026", 6),
        ("when=2026", "2026", 7),
        ("section=sports&section=politics&source=sada", "رياضة", 6),
    ],
)
async def test_what_was_chosen_narrows_the_answer_and_is_taken_back_by_one_link(
    opens: Opens, narrowing: str, title: str, left: int
) -> None:
    reader = await opens(stood())
    answer = await reader.get(f"/search?q=جسر&{narrowing}")
    assert len(answer.page.css(".result")) == left
    chosen = {link.text(): link.attributes["href"] for link in answer.page.css(".chips a.chosen")}
    back = unquote(chosen[f"{title}×"])
    rest = [one for one in narrowing.split("&") if one != narrowing.split("&")[0]]
    assert back == "&".join(["/search?q=جسر", *sorted(rest, key=lambda one: not one.startswith("source"))])


async def test_a_question_without_words_lists_what_passes_newest_first(opens: Opens) -> None:
    answer = await (await opens(stood())).get("/search?section=sports&source=sada")
    assert answer.words("h1") == "نتائج البحث عن رياضة، صدى النهر"
    assert [link.text() for link in answer.page.css(".result h2")] == ["جسر 0", "جسر 2", "جسر 4"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("q=جسر&section=sports", "جسر"),
        ("section=sports&when=2026-11", "رياضة، نوفمبر 2026"),
        ("when=2026", "2026"),
    ],
)
async def test_heading_title_and_feed_say_in_words_what_was_asked(
    opens: Opens, asked: str, named: str
) -> None:
    reader = await opens(stood())
    answer = await reader.get(f"/search?{asked}")
    assert answer.words("h1") == f"نتائج البحث عن {named}"
    assert answer.words("title") == f"{named} · بحث · ورّاق"
    assert f"<title>{named} · ورّاق</title>" in (await reader.get(f"/search/rss?{asked}")).text


async def test_where_nothing_more_narrows_no_empty_column_is_left(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر", section="sports")
    stand.follow()
    for asked in ("q=جسر&source=sada", "q=زرافة&source=sada"):
        page = (await (await opens(stand)).get(f"/search?{asked}")).page
        assert page.css(".chips .chosen")
        assert not page.css(".facets, .unfold, .found-by"), asked


async def test_a_search_of_an_edition_stays_in_it(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(title="جسر القاهرة")
    stand.file(title="جسر بنزرت", source="marsa")
    stand.follow()
    page = (await (await opens(stand)).get("/tn/search?q=جسر")).page
    assert [link.text() for link in page.css(".result h2")] == ["جسر بنزرت"]
    assert page.css_first("form.search").attributes["action"] == "/tn/search"
    assert page.css_first(".order a").attributes["href"].startswith("/tn/search?")


async def test_what_narrows_nothing_is_not_offered(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(3):
        stand.file(title="جسر", section="sports")
    stand.follow()
    assert not (await (await opens(stand)).get("/search?q=جسر")).page.css(".facets")


async def test_a_question_of_exclusions_alone_is_told_what_it_lacks(opens: Opens) -> None:
    answer = await (await opens(stood())).get("/search?q=-جسر")
    assert answer.words(".note") == "في السؤال ما يُستبعَد وحده؛ أضف إليه كلمة نبحث عنها."
    narrowed = await (await opens(stood())).get('/search?q=-"جسر 0"&section=sports')
    assert len(narrowed.page.css(".result")) == 2


@pytest.mark.parametrize(
    "nonsense", ["when=0000", "when=2026-13", "when=x", "place=../x", "place=e", "section=a b", "source=<"]
)
def test_what_cannot_be_understood_is_read_as_if_it_were_not_there(nonsense: str) -> None:
    asked = read(QueryParams(f"q=x&{nonsense}"))
    assert not asked.narrowed
    assert asked.address() == "/search?q=x"


def test_an_address_keeps_all_it_was_asked() -> None:
    given = "q=x&sort=newest&source=a&source=b&section=c&place=EG-C&country=tn&language=fr&when=2026-01"
    asked = read(QueryParams(given))
    assert asked.sort is Sort.NEWEST
    assert asked.address() == f"/search?{given}"
    place = Cursor(ArticleId(3), ArticleId(2), 10, -5)
    assert asked.page((place,)) == f"/search?{given}&after=10.3.2.-5"


async def test_a_month_is_the_editions_in_its_facet_its_answers_and_its_feed(opens: Opens) -> None:
    stand = Newsstand()
    july = datetime(2018, 7, 1, tzinfo=ZoneInfo("Africa/Cairo"))  # in UTC it is still June
    for title, at in (("جسر يونيو", july - timedelta(minutes=1)), ("جسر يوليو", july + timedelta(minutes=1))):
        stand.file(title=title, published=Moment(at, Precision.MINUTE, "Africa/Cairo"))
    stand.follow()
    reader = await opens(stand)
    offered = bars(await reader.get("/search?q=جسر&when=2018"))
    assert offered["30 يونيو 2018 خبر واحد"] == "/search?q=جسر&when=2018-06-30"
    assert offered["1 يوليو 2018 خبر واحد"] == "/search?q=جسر&when=2018-07-01"
    results = (await reader.get("/search?when=2018-06")).page.css(".results h2 a")
    assert [link.text() for link in results] == ["جسر يونيو"]
    feed = (await reader.get("/search/rss?when=2018-06")).text
    assert ("جسر يونيو" in feed, "جسر يوليو" in feed) == (True, False)


@pytest.mark.parametrize(
    ("typed", "chip", "left", "count"),
    [
        ("جسر الصحيفة:المنارة الجديدة", "المنارة الجديدة", "جسر", 1),
        ("source:sada جسر", "صدى النهر", "جسر", 6),
        ("جسر -source:sada", "ما عدا صدى النهر", "جسر", 1),
        ("جسر القسم:رياضة آخر", "رياضة", "جسر آخر", 3),
        ("جسر المكان:أسوان", "أسوان", "جسر", 1),
        ("جسر البلد:مصر", "مصر", "جسر", 7),
        ("جسر اللغة:(العربية أو الفرنسية)", "العربية أو الفرنسية", "جسر", 7),
        ("جسر يوم:2026-11", "نوفمبر 2026", "جسر", 6),
        ("جسر من:2026-11-01", "من 1 نوفمبر 2026", "جسر", 6),
        ("جسر إلى:2026-10", "حتى 31 أكتوبر 2026", "جسر", 1),
        ("جسر يوم:اليوم", "23 نوفمبر 2026", "جسر", 6),
        ("جسر يوم:2026-10-01..2026-11-05", "من 1 أكتوبر 2026 إلى 5 نوفمبر 2026", "جسر", 1),
    ],
)
async def test_a_filter_typed_narrows_and_is_taken_out_of_the_text_by_its_chip(
    opens: Opens, typed: str, chip: str, left: str, count: int
) -> None:
    answer = await (await opens(stood())).get(f"/search?q={typed}&sort=newest")
    assert len(answer.page.css(".result")) == count
    chips = {
        link.text().rstrip("×"): unquote(link.attributes["href"]) for link in answer.page.css(".chips a")
    }
    assert chips == {chip: f"/search?q={left.replace(' ', '+')}&sort=newest"}
    assert answer.page.css_first("input[name=q]").attributes["value"] == typed


async def test_a_filter_among_alternatives_is_no_chip(opens: Opens) -> None:
    answer = await (await opens(stood())).get("/search?q=آخر OR source:sada")
    assert (len(answer.page.css(".result")), len(answer.page.css(".chips a"))) == (7, 0)


async def test_the_order_may_stand_in_the_text_and_links_change_it(opens: Opens) -> None:
    answer = await (await opens(stood())).get("/search?q=جسر ترتيب:الأحدث")
    orders = {link.text(): link for link in answer.page.css(".order a")}
    assert orders["الأحدث"].attributes["aria-current"] == "true"
    assert unquote(orders["الأكثر صلة"].attributes["href"]) == "/search?q=جسر+ترتيب:الأحدث&sort=best"
    assert unquote(orders["الأحدث"].attributes["href"]) == "/search?q=جسر+ترتيب:الأحدث"


async def test_the_page_says_in_whole_sentences_how_a_malformed_question_was_read(opens: Opens) -> None:
    answer = await (await opens(stood())).get("/search?q=(جسر الصحيفة:كذا من:31/2/2026")
    assert [note.text() for note in answer.page.css(".note")] == [
        "القوس «(» لا قرين له في السؤال، فقرأنا السؤال من دونه.",
        "لا نعرف صحيفة اسمها «كذا»، فلم نضيّق البحث بها.",
        "لم نفهم التاريخ «31/2/2026»، فلم نضيّق البحث به؛ اكتبه هكذا: \u20662025-12-23\u2069، أو «ديسمبر 2025»، أو «رجب 1447».",
    ]
    assert len(answer.page.css(".result")) == 7
