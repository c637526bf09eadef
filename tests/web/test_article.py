from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, two
from warraq.press import ArticleId, Moment, Precision, Settings, Source, State


def _moment(hour: int, precision: Precision = Precision.MINUTE) -> Moment:
    return Moment(datetime(2025, 6, 3, hour, 2, tzinfo=UTC), precision, "Africa/Cairo")


async def test_the_page_says_what_a_reader_expects_in_this_order(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(
        title="انسحاب مفاجئ من قاعدتين",
        body="أفاد المرصد بذلك.\n\nووفقًا للمصدر، بدأ الانسحاب في 18 مايو.",
        published=_moment(6),
        section="world",
    )
    answer = await (await opens(stand)).get(f"/sada/{wanted}")
    assert answer.status == 200
    said, _, ways = answer.words("article").partition(" توثيق الخبر ")
    assert said == (
        "عالم انسحاب مفاجئ من قاعدتين نشر في صدى النهر يوم 03 - 06 - 2025 "
        "أفاد المرصد بذلك. ووفقًا للمصدر، بدأ الانسحاب في 18 مايو. انقر هنا لقراءة الخبر من مصدره"
    )
    assert ways.startswith("أضف إلى القصاصات شارك")
    assert ways.endswith("طلب تصحيح أو حجب")
    assert [p.text() for p in answer.page.css(".body p")] == [
        "أفاد المرصد بذلك.",
        "ووفقًا للمصدر، بدأ الانسحاب في 18 مايو.",
    ]
    assert answer.page.css_first("title").text() == "انسحاب مفاجئ من قاعدتين · ورّاق"


async def test_the_papers_keywords_stand_quietly_under_the_way_out_and_lead_to_the_search(
    opens: Opens,
) -> None:
    stand = Newsstand()
    wanted = stand.file(
        keywords=("الجسر الجديد", "الجسر الجديد", "بلدية", "كلمة " * 30, "ك", *map(str, range(20, 40)))
    )
    answer = await (await opens(stand)).get(f"/sada/{wanted}")
    links = answer.page.css(".keywords a")
    assert [link.text() for link in links] == ["الجسر الجديد", "بلدية", "20", "21", "22", "23"]
    assert links[0].attributes["href"] == "/search?q=" + quote('"الجسر الجديد"').replace("%20", "+")
    assert links[0].attributes["rel"] == "nofollow"
    bare = Newsstand()
    plain = await (await opens(bare)).get(f"/sada/{bare.file()}")
    assert not plain.page.css(".keywords")


async def test_the_hour_and_its_zone_wait_behind_the_date(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(published=_moment(6))
    time = (await (await opens(stand)).get(f"/sada/{wanted}")).page.css_first(".byline time")
    assert time.attributes == {
        "datetime": "2025-06-03T06:02:00Z",
        "dir": "rtl",
        "title": "الثلاثاء 3 يونيو 2025، الساعة 9:02 ص بتوقيت القاهرة",
    }


async def test_a_weekday_that_is_not_its_date_s_is_said_behind_the_date(opens: Opens) -> None:
    stand = Newsstand()
    day = Moment(datetime(2025, 6, 2, 21, tzinfo=UTC), Precision.DAY, "Africa/Cairo", "الاثنين 3 يونيو 2025")
    wanted = stand.file(published=day)
    time = (await (await opens(stand)).get(f"/sada/{wanted}")).page.css_first(".byline time")
    assert time.attributes["title"] == (
        "الثلاثاء 3 يونيو 2025. طبعت الصحيفة «الاثنين 3 يونيو 2025»، واسم اليوم لا يوافق التاريخ."
    )


async def test_a_date_that_was_counted_from_words_says_so(opens: Opens) -> None:
    stand = Newsstand()
    day = Moment(datetime(2025, 6, 2, 21, tzinfo=UTC), Precision.DAY, "Africa/Cairo", "منذ 3 ساعات")
    wanted = stand.file(published=day)
    time = (await (await opens(stand)).get(f"/sada/{wanted}")).page.css_first(".byline time")
    assert time.attributes["title"] == (
        "الثلاثاء 3 يونيو 2025. لم تطبع الصحيفة تاريخًا، بل «منذ 3 ساعات»؛ فحسبناه من وقت قراءتنا."
    )


async def test_when_the_paper_says_that_it_changed_its_words_stands_under_the_date(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(published=_moment(6), updated=_moment(9))
    answer = await (await opens(stand)).get(f"/sada/{wanted}")
    assert "وتقول إنها عدّلته يوم الثلاثاء 3 يونيو 2025، الساعة 12:02 م بتوقيت القاهرة" in answer.words(
        ".byline"
    )
    silent = stand.file(published=_moment(6), updated=_moment(9, Precision.MONTH))
    assert "عدّلته" not in (await (await opens(stand)).get(f"/sada/{silent}")).words(".byline")


async def test_among_several_editions_a_date_is_said_as_the_papers_own_readers_say_it(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    tunisian = stand.file(source="marsa", published=_moment(6))
    egyptian = stand.file(published=_moment(6))
    rough = stand.file(source="marsa", published=_moment(6, Precision.MONTH))
    reader = await opens(stand)
    for address, said in (
        (f"/marsa/{tunisian}", "الثلاثاء 3 جوان 2025، الساعة 07:02 بتوقيت تونس"),
        (f"/sada/{egyptian}", "الثلاثاء 3 يونيو 2025، الساعة 9:02 ص بتوقيت القاهرة"),
    ):
        assert (await reader.get(address)).page.css_first(".byline time").attributes["title"] == said
    assert "، جوان 2025، ولم تذكر اليوم" in (await reader.get(f"/marsa/{rough}")).words(".byline")
    stand.archive.restate(tunisian, State.WITHDRAWN, reason="404", now=NOON - timedelta(days=170))
    await stand.clock.sleep(2)
    assert (await reader.get(f"/marsa/{tunisian}")).words(".reason time") == "6 جوان 2026"


async def test_the_day_is_the_papers_own(opens: Opens) -> None:
    stand = Newsstand()
    stand.archive.put_sources([Source("gulf", "أخبار الخليج البعيد", "ae", "Asia/Dubai")])
    wanted = stand.file(source="gulf", published=_moment(21))
    assert "يوم 04 - 06 - 2025" in (await (await opens(stand)).get(f"/gulf/{wanted}")).words(".byline")


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (None, "وتاريخ النشر غير معلوم؛ رصدناه أول مرة يوم 23 - 11 - 2026"),
        (_moment(6, Precision.MONTH), "، يونيو 2025، ولم تذكر اليوم"),
        (_moment(6, Precision.YEAR), "، 2025، ولم تذكر اليوم"),
        (_moment(6, Precision.DAY), "يوم 03 - 06 - 2025"),
    ],
)
async def test_a_date_is_never_made_up(opens: Opens, published: Moment | None, text: str) -> None:
    stand = Newsstand()
    wanted = stand.file(published=published, seen=NOON)
    answer = await (await opens(stand)).get(f"/sada/{wanted}")
    assert text in answer.words(".byline")
    if published is not None:
        time = answer.page.css_first(".byline time")
        assert "T" not in time.attributes["datetime"]
        assert "الساعة" not in time.attributes.get("title", "")


async def test_the_way_out_leads_to_the_paper_and_tells_it_nothing(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(url="https://sada.example/خبر?id=7&s=1")
    link = (await (await opens(stand)).get(f"/sada/{wanted}")).page.css_first(".origin a")
    assert link.attributes["href"].startswith("https://sada.example/")
    assert link.attributes["href"].endswith("?id=7&s=1")
    assert link.attributes["rel"] == "noopener noreferrer external"


async def test_kept_versions_are_counted_from_the_second_on(opens: Opens) -> None:
    stand = Newsstand()
    keys = ("sada.example/x",)
    wanted = stand.file(keys=keys)
    reader = await opens(stand)
    assert "حُفظت" not in (await reader.get(f"/sada/{wanted}")).text
    assert stand.file(keys=keys, body="نص معدّل.") == wanted
    await stand.clock.sleep(2)
    assert "حُفظت نسختان" in (await reader.get(f"/sada/{wanted}")).words(".byline")
    stand.file(keys=keys, body="نص معدّل ثانية.")
    await stand.clock.sleep(2)
    answer = await reader.get(f"/sada/{wanted}")
    assert "حُفظت 3 نسخ" in answer.words(".byline")
    assert answer.words(".body") == "نص معدّل ثانية."


@pytest.mark.parametrize("slug", ["manara", "nobody", "SADA", "latest", "%D8%A3"])
async def test_another_word_before_the_id_leads_to_the_right_address(opens: Opens, slug: str) -> None:
    stand = Newsstand()
    wanted = stand.file()
    answer = await (await opens(stand)).get(f"/{slug}/{wanted}")
    assert (answer.status, answer.headers["location"]) == (301, f"/sada/{wanted}")


@pytest.mark.parametrize("number", ["2", "0", "01", "-1", "1.5", "9" * 30, "abc", "١"])
async def test_an_unknown_id_is_not_found(opens: Opens, number: str) -> None:
    stand = Newsstand()
    stand.file()
    answer = await (await opens(stand)).get(f"/sada/{number}")
    assert (answer.status, answer.words("h1")) == (404, "لا صفحة هنا")


async def test_a_withdrawn_article_keeps_headline_and_date_and_says_why(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(public=True, contact="desk@example.org"))
    wanted = stand.file(title="خبر سُحب", body="سر لا يُقال", published=_moment(6))
    stand.archive.restate(wanted, State.WITHDRAWN, reason="سحبه محرره", now=NOON)
    answer = await (await opens(stand)).get(f"/sada/{wanted}")
    assert (answer.status, answer.words("h1")) == (410, "خبر سُحب")
    assert "03 - 06 - 2025" in answer.words(".byline")
    assert [term.text() for term in answer.page.css(".reason dd")][:2] == ["سحبه محرره", "23 نوفمبر 2026"]
    held = stand.archive.article(wanted)
    assert held is not None
    cited = answer.words(".cite")
    assert all(said in cited for said in ("صدى النهر", "«خبر سُحب»", "03 - 06 - 2025", "سجّلناه", held.hash))
    assert "سر لا يُقال" not in answer.text


async def test_on_a_private_instance_a_withdrawn_article_is_read_under_a_notice_and_found(
    opens: Opens,
) -> None:
    stand = Newsstand()
    wanted = stand.file(title="خبر سُحب", body="سر يُقرأ هنا", image="https://cdn.example/a.png")
    stand.hang(wanted)
    stand.archive.restate(wanted, State.WITHDRAWN, reason="حذفته الصحيفة", now=NOON)
    stand.follow()
    reader = await opens(stand)
    answer = await reader.get(f"/sada/{wanted}")
    assert (answer.status, answer.words("h1"), answer.words(".body")) == (200, "خبر سُحب", "سر يُقرأ هنا")
    assert "حذفته الصحيفة" in answer.words(".tombstone")
    assert held_hash(stand, wanted) in answer.words(".tombstone .cite")
    assert "/picture/" not in answer.text
    found = await reader.get("/search?q=يقرأ")
    assert found.words(".result .held") == "سحبته صحيفته من موقعها."
    assert "خبر سُحب" not in (await reader.get("/latest")).text


def held_hash(stand: Newsstand, article: ArticleId) -> str:
    return stand.archive.article(article).hash


async def test_a_withheld_article_shows_nothing_of_itself(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="عنوان محجوب", body="متن محجوب")
    stand.archive.restate(wanted, State.WITHHELD, reason="طلب من صاحب الشأن", now=NOON)
    answer = await (await opens(stand)).get(f"/sada/{wanted}")
    assert (answer.status, answer.words("h1")) == (410, "هذا الخبر محجوب")
    assert "طلب من صاحب الشأن" in answer.words(".reason")
    assert "عنوان محجوب" not in answer.text
    assert "متن محجوب" not in answer.text


async def test_a_foreign_article_runs_its_own_way_in_its_own_language(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(
        source="phare",
        language="fr",
        title="Le port rouvre",
        body="Les bateaux reviennent.\nقال: «عدنا أخيرًا».",
    )
    page = (await (await opens(stand)).get(f"/fr/phare/{wanted}")).page
    article = page.css_first("article")
    assert (article.attributes["lang"], article.attributes["dir"]) == ("fr", "ltr")
    first, second = page.css(".body p")
    assert ("dir" in first.attributes, second.attributes["dir"]) == (False, "rtl")
    assert page.css_first(".byline").attributes["dir"] == "rtl"
    assert page.css_first(".byline bdi").text() == "Le Phare du Nil"


async def test_beside_it_stand_the_papers_newest_without_itself(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(source="manara", title="لغيرها")
    ids = [stand.file(title=f"خبر {number}") for number in range(12)]
    page = (await (await opens(stand)).get(f"/sada/{ids[0]}")).page
    assert [link.text() for link in page.css(".beside h3")] == [f"خبر {number}" for number in range(1, 8)]


async def test_an_article_whose_text_could_not_be_read_says_so(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(body="")
    assert "لم نتمكن من قراءة نص هذا الخبر" in (await (await opens(stand)).get(f"/sada/{wanted}")).words(
        ".body"
    )


async def test_a_papers_address_leads_to_our_copy(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(keys=("sada.example/news/7",))
    reader = await opens(stand)
    for address in ("https://sada.example/news/7", "http://www.sada.example/news/7/?utm_source=x#top"):
        answer = await reader.get(f"/url?u={quote(address, safe='')}")
        assert (answer.status, answer.headers["location"]) == (302, f"/sada/{wanted}")


@pytest.mark.parametrize(
    "asked", ["", "u=", "u=https://nobody.example/1", "u=javascript:alert(1)", "u=" + "x" * 9000]
)
async def test_an_address_we_do_not_hold_is_said_to_be_unknown(opens: Opens, asked: str) -> None:
    answer = await (await opens(Newsstand())).get(f"/url?{asked}")
    assert (answer.status, answer.words("h1")) == (404, "هذا العنوان ليس في الأرشيف")


async def test_an_article_of_a_forgotten_paper_is_still_read(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(source="forgotten", ago=timedelta(days=1))
    answer = await (await opens(stand)).get(f"/forgotten/{wanted}")
    assert answer.status == 200
    assert "نشر في forgotten يوم 22 - 11 - 2026" in answer.words(".byline")
