from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.asking import Reader
from tests.web.conftest import Opens
from tests.web.press import Newsstand, two
from warraq.press import Source


async def _through(reader: Reader, address: str) -> list[str]:
    """Every headline from a list's first page to its last."""
    found: list[str] = []
    for _ in range(20):
        page = (await reader.get(address)).page
        found += [link.text() for link in page.css(".stream h3 a")]
        older = page.css_first("a[rel=next]")
        if older is None:
            return found
        address = older.attributes["href"]
    raise AssertionError("the list does not end")


async def test_leafing_back_meets_every_article_once_newest_first(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(150):  # many of one minute: the id decides
        stand.file(title=f"خبر {number}", ago=timedelta(minutes=number // 40))
    found = await _through(await opens(stand), "/latest")
    assert sorted(found) == sorted(f"خبر {number}" for number in range(150))
    assert found == [line.title for line in stand.archive.newest(limit=200)]


async def test_what_arrives_meanwhile_moves_nothing_on_the_next_page(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(70):
        stand.file(title=f"خبر {number}")
    reader = await opens(stand)
    older = (await reader.get("/latest")).page.css_first("a[rel=next]").attributes["href"]
    before = (await reader.get(older)).page.css_first(".stream h3").text()
    stand.file(title="عاجل", ago=timedelta(0))
    assert (await reader.get(older)).page.css_first(".stream h3").text() == before == "خبر 60"


async def test_a_papers_page_lists_its_own_alone(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="لنا")
    stand.file(title="لهم", source="manara")
    answer = await (await opens(stand)).get("/sada")
    assert answer.words("h1") == "صدى النهر"
    assert [link.text() for link in answer.page.css(".stream h3 a")] == ["لنا"]
    assert answer.page.css_first(".column .meta a").attributes == {
        "href": "https://sada.example/",
        "rel": "noopener noreferrer",
    }


async def test_lists_are_parted_by_days_of_the_edition(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(ago=timedelta(hours=1))
    stand.file(ago=timedelta(hours=13))  # 21:00 UTC, 23:00 in Cairo
    stand.file(ago=timedelta(hours=11, minutes=30))  # 22:30 UTC: today in Cairo
    stand.file(ago=timedelta(days=40))
    page = (await (await opens(stand)).get("/latest")).page
    assert [head.text() for head in page.css(".day h2")] == [
        "اليوم، الاثنين 23 نوفمبر 2026",
        "أمس، الأحد 22 نوفمبر 2026",
        "الأربعاء 14 أكتوبر 2026",
    ]
    assert [len(day.css("li")) for day in page.css(".day")] == [2, 1, 1]


@pytest.mark.parametrize(
    "address", ["/latest?before=x", "/sada?before=1", "/latest?before=", "/nobody", "/صدى", "/.."]
)
async def test_what_is_no_list_is_not_found(opens: Opens, address: str) -> None:
    assert (await (await opens(Newsstand())).get(address)).status == 404


async def test_past_the_end_the_list_says_so(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    answer = await (await opens(stand)).get("/latest?before=0.1")
    assert (answer.status, answer.words(".nothing")) == (200, "لا أخبار أقدم من هذه.")


async def test_a_paper_that_left_the_catalogue_keeps_its_page(opens: Opens) -> None:
    stand = Newsstand()
    stand.archive.put_sources([Source("old", "صحيفة قديمة", "eg", "Africa/Cairo")])
    stand.file(source="old", title="من أيامها")
    answer = await (await opens(stand)).get("/old")
    assert (answer.status, answer.words("h1")) == (200, "صحيفة قديمة")


async def test_a_foreign_homepage_scheme_is_no_link(opens: Opens) -> None:
    stand = Newsstand()
    stand.archive.put_sources([Source("odd", "غريبة", "eg", "Africa/Cairo", homepage="javascript:alert(1)")])
    answer = await (await opens(stand)).get("/odd")
    assert answer.status == 200
    assert "javascript" not in answer.text.replace("text/javascript", "")


async def test_the_latest_news_can_be_of_one_desk_and_one_paper(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(130):
        stand.file(
            title=f"خبر {number}",
            section="sports" if number % 2 else "politics",
            source="sada" if number % 3 else "manara",
        )
    reader = await opens(stand)
    found = await _through(reader, "/latest?section=sports&source=manara")
    assert found == [f"خبر {number}" for number in range(130) if number % 2 and not number % 3]
    page = (await reader.get("/latest?section=sports&source=manara")).page
    assert page.css_first("h1").text() == "آخر الأخبار · رياضة · المنارة الجديدة"
    assert [one.attributes["value"] for one in page.css("option[selected]")] == ["sports", "manara"]
    assert page.css_first(".page-head .feed").attributes["href"] == "/latest/rss?section=sports&source=manara"
    feed = await reader.get("/latest/rss?section=sports&source=manara")
    assert feed.text.count("<item>") == len(found)
    assert (await reader.get("/latest?section=&source=")).words("h1") == "آخر الأخبار"


async def test_the_latest_of_an_edition_offer_its_own_papers(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(source="marsa")
    page = (await (await opens(stand)).get("/tn/latest")).page
    assert [one.attributes["value"] for one in page.css("select[name=source] option")] == ["", "marsa"]
    assert page.css_first("form.sift").attributes["action"] == "/tn/latest"
