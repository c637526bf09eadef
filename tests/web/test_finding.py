"""What a page of answers says of each: why it is there, where else its text stands, what is near, where the next page begins."""

from __future__ import annotations

from datetime import timedelta
from json import loads
from urllib.parse import unquote

import pytest

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import BODY, Newsstand
from warraq.press import ArticleId, DecisionKind, Settings, State

LONG = "أعلن المجلس صباح اليوم بدء العمل في الجسر الجديد بعد شهور من الدراسة والنقاش بين المهندسين والأهالي."


def titles(answer: Answer) -> list[str]:
    return [link.text() for link in answer.page.css(".result h2 a")]


def copied() -> Newsstand:
    """One text in three papers, and another one."""
    stand = Newsstand()
    stand.file(title="جسر الوكالة", body=LONG)
    stand.file(title="جسر المنارة", source="manara", body=LONG)
    stand.file(title="جسر الصدى", body=LONG)
    stand.file(title="جسر وحيد", body="خبر عن جسر.")
    stand.follow()
    return stand


async def test_of_one_text_one_stands_and_a_link_lists_the_other_papers(opens: Opens) -> None:
    reader = await opens(copied())
    answer = await reader.get("/search?q=جسر")
    assert answer.words(".total") == "4 أخبار في نصين مختلفين"
    assert sorted(titles(answer)) == ["جسر الوكالة", "جسر وحيد"]
    link = answer.page.css_first("a.copies")
    assert link.text() == "+2 بالنص نفسه"
    assert not answer.page.css(".same-text")
    opened = await reader.get(unquote(link.attributes["href"].partition("#")[0]))
    assert [one.text() for one in opened.page.css(".same-text li > a:nth-child(2)")] == [
        "جسر المنارة",
        "جسر الصدى",
    ]


async def test_for_a_text_hidden_a_moment_ago_its_copy_stands_in(opens: Opens) -> None:
    stand = copied()
    stand.archive.restate(ArticleId(1), State.WITHHELD, reason="x", now=stand.clock.now())
    answer = await (await opens(stand)).get("/search?q=جسر")
    assert sorted(titles(answer)) == ["جسر المنارة", "جسر وحيد"]
    assert answer.words("a.copies") == "+1 بالنص نفسه"


@pytest.mark.parametrize(
    ("asked", "title", "because"),
    [
        ("وزارة", "وزارة الصحة", ["«وزارة» في العنوان كما كتبتها."]),
        ("وزاره", "وزارة الصحة", ["«وزارة» في العنوان، وهي «وزاره» وإن اختلف رسمها."]),
        ("كتاب", "معرض الكتب", ["«الكتب» في العنوان، وهي جمع «كتاب» أو مفردها."]),
        ("مهندس", "جسر", ["«المهندس» في النص، وهي «مهندس» وإن اختلف ما اتصل بها."]),
        ('"معرض الكتب"', "معرض الكتب", ["العبارة «معرض الكتب» في العنوان كما هي."]),
        ("معر*", "معرض الكتب", ["«معرض» في العنوان، وتبدأ بـ«معر»."]),
        ("سنة*", "سنوات بعيدة", ["«سنوات» في العنوان، ويبدأ أصلها بـ«سنة»."]),
        ("الكاتب:منى", "معرض الكتب", ["«منى» في اسم الكاتب كما كتبتها."]),
        ("source:sada", "معرض الكتب", ["لم تسأل عن كلمة: وافق الخبر ما ضيّقت به البحث."]),
    ],
)
async def test_why_a_result_is_there_is_said_in_whole_sentences_when_asked(
    opens: Opens, asked: str, title: str, because: list[str]
) -> None:
    stand = Newsstand()
    for one in ("وزارة الصحة", "معرض الكتب", "سنوات بعيدة", "جسر"):
        stand.file(
            title=one,
            authors=("منى سالم",) if one == "معرض الكتب" else (),
            body=BODY if one == "جسر" else "خبر.",
        )
    stand.follow()
    reader = await opens(stand)
    page = (await reader.get(f"/search?q={asked}")).page
    assert not page.css(".because")
    hit = next(one for one in page.css(".result") if one.css_first("h2").text().strip() == title)
    address = hit.css(".more a")[-1].attributes["href"].partition("#")[0]
    opened = await reader.get(unquote(address))
    assert [one.text() for one in opened.page.css(".because li")] == because


async def test_near_answers_stand_apart_under_a_heading_of_their_own(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر الميناء والمدرسة", body="عن الجسر والمدرسة.")
    for number in range(3):
        stand.file(title=f"مدرسة القرية {number}", body=f"عن المدرسة {number}.")
    stand.follow()
    answer = await (await opens(stand)).get("/search?q=جسر مدرسة")
    assert answer.words(".total") == "خبر واحد"
    whole, near = answer.page.css("ol.results")
    assert len(whole.css(".result")) == 1
    assert len(near.css(".result")) == 3
    assert answer.words("h2.near") == "أخبار فيها بعض ما طلبت"


async def test_pages_go_on_and_back_by_cursor_and_the_first_keeps_its_plain_address(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(35):
        stand.file(title=f"جسر {number}", body=f"خبر {number}.", ago=timedelta(hours=number))
    stand.follow()
    reader, address, pages, back = await opens(stand), "/search?q=جسر&sort=newest", [], []
    while address:
        answer = await reader.get(unquote(address))
        pages.append(titles(answer))
        before, onward = answer.page.css_first("a[rel=prev]"), answer.page.css_first("a[rel=next]")
        back.append(unquote(before.attributes["href"]) if before else None)
        address = onward.attributes["href"] if onward else ""
    assert [title for page in pages for title in page] == [f"جسر {number}" for number in range(35)]
    assert back[:2] == [None, "/search?q=جسر&sort=newest"]
    assert titles(await reader.get(back[3] or "")) == pages[2]
    assert titles(await reader.get(back[2] or "")) == pages[1]


async def test_a_page_stays_where_it_was_when_news_comes_in(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(12):
        stand.file(title=f"جسر {number}", body=f"خبر {number}.", ago=timedelta(hours=number))
    stand.follow()
    reader = await opens(stand)
    onward = (await reader.get("/search?q=جسر&sort=newest")).page.css_first("a[rel=next]").attributes["href"]
    stand.file(title="جسر أحدث", ago=timedelta())
    stand.follow()
    assert titles(await reader.get(unquote(onward))) == ["جسر 10", "جسر 11"]


async def test_another_word_that_was_meant_is_one_link_that_keeps_what_narrows(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(30):
        stand.file(title=f"الجمهورية {number}", body=f"خبر {number}")
    stand.follow()
    answer = await (await opens(stand)).get("/search?q=الجمهوربة&source=sada")
    assert answer.words(".meant") == "هل تقصد: الجمهورية؟ 30 خبرًا"
    assert unquote(answer.page.css_first(".meant a").attributes["href"]) == "/search?q=الجمهورية&source=sada"
    assert answer.words(".note") == "لا يوجد خبر فيه هذه الكلمة، فهذه أخبار فيها ما يقاربها رسمًا."


async def test_what_is_found_by_a_word_spelled_nearly_so_is_marked_too(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(30):
        stand.file(title=f"الجمهورية {number}", body=f"{'كلام ' * 90} الجمهورية {number}")
    stand.follow()
    reader = await opens(stand)
    page = (await reader.get("/search?q=الجمهوربة")).page
    assert {mark.text() for mark in page.css(".result h2 mark")} == {"الجمهورية"}
    assert len(page.css(".result .snippet mark")) == 10
    onward = (await reader.get(unquote(page.css_first("a[rel=next]").attributes["href"]))).page
    assert len(onward.css(".result .snippet mark")) == 10
    told = loads((await reader.get("/search.json?q=الجمهوربة")).body)
    assert "الجمهورية" in told["hits"][0]["snippet"]


async def test_what_is_typed_between_braces_is_nothing_but_text(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="خبر عن {where} و{found}")
    stand.follow()
    page = (await (await opens(stand)).get("/search?q={found}&why=1")).page
    assert [one.text() for one in page.css(".because li")] == ["«found» في العنوان كما كتبتها."]


async def test_where_nothing_is_found_it_is_said_what_to_give_up_with_numbers(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر الميناء", section="sports")
    stand.file(title="جسر القرية", source="manara")
    stand.follow()
    reader = await opens(stand)

    async def looser(asked: str) -> dict[str, tuple[str, str]]:
        page = (await reader.get(f"/search?{asked}")).page
        return {
            one.css_first("a").text(): (
                unquote(one.css_first("a").attributes["href"]),
                one.css_first(".count").text(),
            )
            for one in page.css(".looser li")
        }

    assert await looser("q=جسر&source=phare&when=2026-11") == {
        "في كل الصحف": ("/search?q=جسر&when=2026-11", "خبران")
    }
    assert await looser("q=جسر&section=economy") == {"في كل الأقسام": ("/search?q=جسر", "خبران")}
    assert await looser('q="الميناء جسر"') == {
        'كلمات "الميناء جسر" من دون علامتي التنصيص': ("/search?q=الميناء+جسر", "خبر واحد")
    }
    assert await looser("q=جسر -القرية source:manara") == {
        "من دون استبعاد القرية": ('/search?q=جسر+source:"manara"', "خبر واحد"),
        "من دون القيد source:manara": ("/search?q=جسر+-القرية", "خبر واحد"),
    }
    assert await looser('q="زرافة في الميناء"') == {
        'بعض كلمات "زرافة في الميناء"، من دون علامتي التنصيص': ("/search?q=زرافة+في+الميناء", "خبر واحد")
    }
    assert await looser("q=زرافة&source=sada") == {}


async def test_a_relaxed_question_is_told_which_word_keeps_answers_away(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر الميناء", body="عن جسر.")
    stand.follow()
    page = (await (await opens(stand)).get("/search?q=جسر زرافة")).page
    assert [one.text() for one in page.css(".looser a")] == ["من دون زرافة"]


async def test_who_is_not_shown_is_neither_completed_nor_found(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(public=True, contact="desk@example.org"))
    stand.file(title="حكم في قضية", authors=("سلمى الزعفراني",))
    stand.follow()
    reader = await opens(stand)
    assert "سلمى الزعفراني" in (await reader.get("/search/complete?q=سلمى")).text
    stand.decide(DecisionKind.DELIST, name="سلمى الزعفراني")
    stand.clock.time += timedelta(seconds=5)
    assert (await reader.get("/search/complete?q=سلمى")).text == "[]"


async def test_of_a_long_question_near_answers_stay_where_they_are_and_say_so(opens: Opens) -> None:
    stand = Newsstand()
    words = "الوزير المدينة الجسر المدرسة النهر القرية الطريق السوق المسجد الحديقة الميناء المطار"
    stand.file(title="خبر طويل", body=words, ago=timedelta(days=9))
    stand.file(title=words.rpartition(" ")[0], body=words.rpartition(" ")[0] * 3)
    stand.follow()
    page = (await (await opens(stand)).get(f"/search?q={words}")).page
    near = [one.css_first(".more span") is not None for one in page.css(".result")]
    assert sorted(near) == [False, True]
    assert bool(page.css("h2.near")) is (near == [False, True])
