from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import unquote

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, egypt
from warraq.press import Pulse, Standing


async def test_home_has_a_block_for_each_desk_that_gave_something_in_the_editions_order(opens: Opens) -> None:
    stand = Newsstand(
        edition=egypt(desks=("sports", "economy", "politics"), section_labels=(("sports", "ملاعب"),))
    )
    for number in range(60):
        stand.file(
            source=("sada", "manara", "phare")[number % 3], section=("politics", "sports", None)[number % 3]
        )
    for number in range(30):
        stand.file(source=("sada", "manara", "phare")[number % 3], section=("sports", "politics")[number % 2])
    page = (await (await opens(stand)).get("/")).page
    assert [head.text().strip() for head in page.css(".block h2")] == ["ملاعب", "سياسة"]
    assert [link.attributes["href"] for link in page.css(".block h2 a")] == [
        "/section/sports",
        "/section/politics",
    ]
    assert [link.text() for link in page.css(".bar a")][2:4] == ["ملاعب", "سياسة"]


async def test_no_paper_fills_a_desk_and_nothing_stands_twice_on_the_front(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(150):
        desk = ("sports", "politics", "economy", "world", "culture")[number % 5]
        stand.file(source=("sada", "sada", "manara", "phare")[number % 4], section=desk)
    page = (await (await opens(stand)).get("/")).page
    for block in page.css(".block"):
        papers = Counter(link.attributes["href"] for link in block.css(".paper"))
        assert max(papers.values()) == 2
    assert len(page.css(".block")) == 5
    shown = [
        link.attributes["href"]
        for link in page.css(".front h2 a, .front h3 a, .paper-line, .block h3 a")
        if link.attributes["href"].rpartition("/")[2].isdecimal()
    ]
    assert len(shown) == len(set(shown))


async def test_opinion_stands_apart_with_its_writers_and_never_among_the_news(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(40):
        stand.file(section="sports")
    stand.file(section="opinion", title="رأي", authors=("أحمد الدُّريني",), ago=None)
    for _ in range(5):
        stand.file(section="opinion", title="عمود", authors=("سعاد القلم",))
    page = (await (await opens(stand)).get("/")).page
    for selector in (".lead", ".cards", ".rail", ".ticker", ".papers", ".blocks"):
        assert not {"رأي", "عمود"} & {link.text() for node in page.css(selector) for link in node.css("a")}
    assert [link.text() for link in page.css(".opinion h3 a")] == ["رأي", "عمود"]
    writer = page.css_first(".opinion .writer a")
    assert (writer.text(), writer.attributes["href"]) == (
        "أحمد الدُّريني",
        "/author/%D8%A7%D8%AD%D9%85%D8%AF-%D8%A7%D9%84%D8%AF%D8%B1%D9%8A%D9%86%D9%8A",
    )
    assert [link.text() for link in page.css(".bar a")][3] == "رأي"


async def test_an_unsigned_opinion_is_its_papers(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    stand.file(section="opinion", title="افتتاحية")
    assert (await (await opens(stand)).get("/")).words(".opinion .writer") == "صدى النهر"


async def test_where_there_is_nothing_but_opinion_the_front_does_not_make_it_news(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(section="opinion")
    answer = await (await opens(stand)).get("/")
    assert (answer.status, answer.headers["location"]) == (302, "/section/opinion")


async def test_latest_leaves_out_nothing(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="خبر")
    stand.file(section="opinion", title="عمود")
    page = (await (await opens(stand)).get("/latest")).page
    assert [link.text() for link in page.css(".stream h3 a")] == ["خبر", "عمود"]


async def test_the_front_says_how_many_of_its_papers_live(opens: Opens) -> None:
    stand = Newsstand(standing=Standing({"sada": Pulse(lives=True), "manara": Pulse(lives=True)}))
    stand.file()
    answer = await (await opens(stand)).get("/")
    assert answer.words(".living") == "تصلنا الآن صحيفتان من أصل 3 صحف في هذه الطبعة."
    assert answer.page.css_first(".living a").attributes["href"] == "/sources"


async def test_where_nobody_knows_which_papers_live_the_front_is_silent(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    assert not (await (await opens(stand)).get("/")).page.css(".living")


async def test_a_front_asks_the_archive_as_much_of_many_articles_as_of_few(opens: Opens) -> None:
    asked = []
    for count in (3, 120):
        stand = Newsstand(edition=egypt(desks=("sports", "politics", "economy")))
        for _ in range(count):
            stand.file(section="sports")
        asked.append(_counted(stand))
        await (await opens(stand)).get("/")
    assert len(asked[0]) == len(asked[1]) == 1 + 3 + 1  # the newest, each desk, opinion
    assert max(limit for limits in asked for limit in limits) <= 160


def _counted(stand: Newsstand) -> list[int]:
    """The limit of every list that the archive is asked for from now on."""
    limits: list[int] = []
    newest = stand.archive.newest

    def counting(**given: Any) -> Any:
        limits.append(given["limit"])
        return newest(**given)

    stand.archive.newest = counting
    return limits


async def test_a_desks_page_lists_it_alone_and_newest_first(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(70):
        stand.file(title=f"هدف {number}", section="sports")
        stand.file(title="غيره", section="economy")
    reader = await opens(stand)
    page = (await reader.get("/section/sports")).page
    assert page.css_first("h1").text() == "رياضة"
    onward = page.css_first("a[rel=next]").attributes["href"]
    found = [link.text() for link in page.css(".stream h3 a")]
    found += [link.text() for link in (await reader.get(onward)).page.css(".stream h3 a")]
    assert found == [f"هدف {number}" for number in range(70)]


async def test_a_desk_that_nobody_has_a_word_for_is_no_page(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(section="mystery")
    reader = await opens(stand)
    for address in ("/section/mystery", "/section/SPORTS", "/section/..", "/section/رياضة"):
        assert (await reader.get(address)).status == 404, address


async def test_a_byline_leads_to_what_else_the_name_signed(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="أول", authors=("أحمد الدُّريني",))
    stand.file(title="ثان", authors=("احمد الدرينى", "سعاد القلم"))
    stand.file(title="ثالث", authors=("غيره",))
    reader = await opens(stand)
    link = (await reader.get(f"/sada/{wanted}")).page.css_first(".byline .writer-name")
    answer = await reader.get(unquote(link.attributes["href"]))
    assert [one.text() for one in answer.page.css(".stream h3 a")] == ["أول", "ثان"]


async def test_every_spelling_of_a_name_leads_to_one_page_which_says_whose_it_may_be(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="أول", authors=("أحمد الدُّريني",))
    stand.file(title="ثان", authors=("احمد الدرينى",))
    reader = await opens(stand)
    page = (await reader.get("/author/احمد-الدريني")).page
    assert page.css_first("h1").text() == "أحمد الدُّريني"
    assert [link.text() for link in page.css(".stream h3 a")] == ["أول", "ثان"]
    assert "وقد يكون الاسم لأكثر من شخص" in page.css_first(".told").text()
    other = await reader.get("/author/أحمد الدُّريني")
    assert other.status == 301
    assert (await reader.get("/author/---")).status == 404


async def test_the_directory_says_in_words_how_each_paper_stands(opens: Opens) -> None:
    stand = Newsstand(
        standing=Standing(
            {
                "sada": Pulse(lives=True, last=NOON, reached=NOON, asked=True),
                "manara": Pulse(lives=False, reached=NOON, problem="HTTP 503", asked=True),
            }
        )
    )
    answer = await (await opens(stand)).get("/sources")
    told = {
        item.css_first("a").text(): " ".join(item.text().split()) for item in answer.page.css(".directory li")
    }
    assert told["صدى النهر"] == "صدى النهر آخر خبر منها: قبل لحظات"
    assert told["المنارة الجديدة"] == (
        "المنارة الجديدة لا خبر منها في الأرشيف لا تجيب خلاصتها؛ أجابت آخر مرة في 23 نوفمبر 2026 HTTP 503"
    )
    assert answer.words("h1") == "الصحف 3 صحف"
    assert answer.words(".told").startswith("تصلنا الآن صحيفة واحدة من أصل 3 صحف")
