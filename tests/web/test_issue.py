from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import Newsstand, jpeg, two
from warraq.press import CaseEvent, DecisionKind, Settings
from warraq.web import offprint
from warraq.web.broadsheet import LARGEST_BYTES
from warraq.web.pieces import said_address

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")
TODAY, YESTERDAY = "2026-11-23", "2026-11-22"
A_DAY = timedelta(days=1)


def titles(answer: Answer) -> list[str]:
    return [" ".join(node.text().split()) for node in answer.page.css(".sheet-title")]


async def test_today_leads_to_the_day_of_the_edition(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/issue")
    assert (answer.status, answer.headers["location"]) == (302, f"/issue/{TODAY}")


async def test_what_several_papers_told_leads_with_their_other_headlines_beneath(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="خبر لصحيفة واحدة", section="sports")
    stand.cover()
    page = await (await opens(stand)).get(f"/issue/{TODAY}")
    lead = page.page.css_first(".sheet-lead")
    assert lead is not None
    assert "غطّته 3 صحف" in lead.text()
    assert lead.css(".sheet-others li")
    assert "خبر لصحيفة واحدة" in titles(page)
    assert page.words(".sheet-desk") == "رياضة"
    assert "الاثنين 23 نوفمبر 2026" in page.words(".sheet-head")
    assert "13 جمادى الآخرة 1448 هـ" in page.words(".sheet-head")


async def test_no_article_stands_twice_and_what_serves_the_day_alone_not_at_all(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(40):
        desk = ("sports", "politics", None, "opinion")[number % 4]
        stand.file(section=desk, source=("sada", "manara", "phare")[number % 3])
    stand.file(title="مواقيت الصلاة اليوم في القاهرة")
    page = await (await opens(stand)).get(f"/issue/{TODAY}")
    links = [node.attributes["href"] for node in page.page.css(".sheet-title a, .sheet-briefs a")]
    assert len(links) == len(set(links)) > 20
    assert "مواقيت الصلاة" not in page.words(".sheet")
    assert [node.text() for node in page.page.css(".sheet-desk")][-1] == "رأي"


async def test_the_file_is_the_page_in_one_file_that_asks_nobody_for_anything(opens: Opens) -> None:
    stand = Newsstand()
    stand.hang(stand.file(section="sports"))
    reader = await opens(stand)
    page, file = await reader.get(f"/issue/{TODAY}"), await reader.get(f"/issue/{TODAY}.html")
    assert file.status == 200
    assert file.headers["content-disposition"] == f'attachment; filename="warraq-eg-{TODAY}.html"'
    assert titles(file) == titles(page)
    assert not file.page.css("script, link, iframe, object, form, base")
    for node in file.page.css("img"):
        assert (node.attributes["src"] or "").startswith("data:image/jpeg;base64,")
    assert base64.b64encode(jpeg("a", 4)).decode() in file.text
    assert not re.search(r"url\((?!data:)", file.text)
    for node in file.page.css("a"):
        assert (node.attributes["href"] or "").startswith(("http://localhost/", "https://sada.example/"))


async def test_the_files_policy_lets_through_its_own_style_and_nothing_else(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    file = await (await opens(stand)).get(f"/issue/{TODAY}.html")
    style = re.search(r"<style>(.*?)</style>", file.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    [said] = [node.attributes["content"] for node in file.page.css("meta[http-equiv]")]
    assert said == offprint.policy()
    for policy in (said, file.headers["content-security-policy"]):
        assert f"style-src 'sha256-{digest}'" in (policy or "")
        assert "default-src 'none'" in (policy or "")
        assert "unsafe" not in (policy or "")


async def test_a_day_that_is_over_is_the_same_bytes_whenever_it_is_made(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(5):
        stand.file(ago=A_DAY)
    first = await (await opens(stand)).get(f"/issue/{YESTERDAY}.html")
    stand.clock.time += timedelta(days=30)
    stand.file(ago=-timedelta(days=29))
    later = await (await opens(stand)).get(f"/issue/{YESTERDAY}.html")
    assert first.body == later.body
    assert first.headers["etag"] == later.headers["etag"]
    again = await (await opens(stand)).get(
        f"/issue/{YESTERDAY}.html", headers={"if-none-match": first.headers["etag"]}
    )
    assert again.status == 304


async def test_it_is_made_once_and_other_days_news_do_not_make_it_anew(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(ago=A_DAY)
    asked: list[int] = []
    newest = stand.archive.newest

    class Counting:
        def __getattr__(self, name: str) -> Any:
            return getattr(stand.archive, name)

        def newest(self, **given: Any) -> Any:
            asked.append(given["limit"])
            return newest(**given)

    reader = await opens(replace(stand, archive=Counting()))
    await reader.get(f"/issue/{YESTERDAY}.html")
    made = asked.count(150)
    assert made == 24
    stand.file()
    stand.clock.time += timedelta(seconds=5)
    await reader.get(f"/issue/{YESTERDAY}.html")
    assert asked.count(150) == made
    stand.file(ago=A_DAY)
    stand.clock.time += timedelta(minutes=2)
    answer = await reader.get(f"/issue/{YESTERDAY}")
    assert asked.count(150) == 2 * made
    assert len(titles(answer)) == 2


async def test_what_is_withheld_or_hidden_is_gone_at_once(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="خبر يُحجب", ago=A_DAY)
    other = stand.file(title="خبر يبقى", ago=A_DAY)
    picture = stand.hang(other)
    reader = await opens(stand)
    assert "خبر يُحجب" in (await reader.get(f"/issue/{YESTERDAY}.html")).text
    stand.decide(DecisionKind.WITHHOLD, article=wanted)
    stand.clock.time += timedelta(seconds=3)
    after = await reader.get(f"/issue/{YESTERDAY}.html")
    assert "خبر يُحجب" not in after.text
    assert after.page.css("img")
    stand.moderating.decide(picture.id, CaseEvent.HIDE, "طلب")
    stand.clock.time += timedelta(seconds=3)
    assert not (await reader.get(f"/issue/{YESTERDAY}.html")).page.css("img")


async def test_without_leave_only_the_beginning_stands_in_it(opens: Opens) -> None:
    stand = Newsstand(settings=PUBLIC)
    stand.file(body=f"{'كلمة ' * 100}الخاتمة")
    reader = await opens(stand)
    for address in (f"/issue/{TODAY}", f"/issue/{TODAY}.html"):
        answer = await reader.get(address)
        assert "الخاتمة" not in answer.text
        assert "نشر نصه كاملًا يحتاج إلى إذن الصحيفة" in answer.words(".sheet-why")
        assert "press.example/sada/1" in answer.words(".sheet-where")


async def test_a_flood_of_hostile_text_stays_within_the_bound(opens: Opens) -> None:
    stand = Newsstand()
    flood = "<&\"'>" * 8000
    for number in range(120):
        stand.file(
            title=flood[:5000],
            body="\n".join([flood] * 4),
            section=("sports", "politics", "economy", "health", "arts", "opinion", "media")[number % 7],
            source=("sada", "manara", "phare")[number % 3],
            authors=(flood[:70],) * 9,
            url="https://sada.example/" + "x" * 5000,
        )
    file = await (await opens(stand)).get(f"/issue/{TODAY}.html")
    assert len(file.body) <= LARGEST_BYTES
    assert len(titles(file)) > 10
    assert not file.page.css("main script")


async def test_an_editions_issue_is_of_its_own_papers(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(title="خبر مصري")
    stand.file(title="خبر تونسي", source="marsa")
    reader = await opens(stand)
    assert titles(await reader.get(f"/tn/issue/{TODAY}")) == ["خبر تونسي"]
    assert (await reader.get("/tn/issue")).headers["location"] == f"/tn/issue/{TODAY}"
    assert (
        (await reader.get(f"/tn/issue/{TODAY}.html"))
        .headers["content-disposition"]
        .endswith(f'"warraq-tn-{TODAY}.html"')
    )


@pytest.mark.parametrize(
    ("day", "told", "status"),
    [
        ("2026-11-24", "لم يأتِ هذا اليوم بعد", 404),
        ("2026-11-23", "لم يصل بعد شيء من صحف هذا اليوم", 200),
        ("2026-11-21", "لم نحفظ من صحف هذا اليوم شيئًا", 200),
        ("1950-01-01", "لا يبلغ الأرشيف هذا اليوم", 404),
    ],
)
async def test_a_day_without_an_issue_says_why_and_where_to_go_on(
    opens: Opens, day: str, told: str, status: int
) -> None:
    stand = Newsstand()
    stand.file(ago=A_DAY)
    stand.file(ago=4 * A_DAY)
    answer = await (await opens(stand)).get(f"/issue/{day}")
    assert answer.status == status
    assert told in answer.words("main")
    assert answer.page.css(".ways a")
    assert (await (await opens(stand)).get(f"/issue/{day}.html")).status == 404


async def test_what_tells_of_a_child_or_a_victim_neither_leads_nor_has_a_picture(opens: Opens) -> None:
    stand = Newsstand()
    stand.hang(stand.file(title="مقتل طفل في حادث", section="accidents"))
    stand.file(title="المجلس يقر الموازنة", ago=timedelta(hours=2))
    page = await (await opens(stand)).get(f"/issue/{TODAY}")
    assert page.words(".sheet-lead .sheet-title") == "المجلس يقر الموازنة"
    assert not page.page.css("img")


def test_an_address_is_printed_in_letters_and_only_where_it_can_be_typed() -> None:
    assert said_address("https://a.example/%D9%85%D8%B5%D8%B1/") == "a.example/مصر"
    assert said_address("https://a.example/a%20b%22") == "a.example/a%20b%22"
    assert said_address(f"https://a.example/{'x' * 200}") is None


async def test_the_issue_speaks_its_readers_language_and_each_is_kept_by_itself(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    reader = await opens(stand)
    for _ in range(2):
        french = await reader.get(f"/issue/{TODAY}.html?ui=fr")
        arabic = await reader.get(f"/issue/{TODAY}.html")
        assert french.page.css_first("html").attributes["dir"] == "ltr"
        assert french.words("h1") == "lundi 23 novembre 2026"
        assert arabic.page.css_first("html").attributes["dir"] == "rtl"
        assert arabic.words("h1") == "الاثنين 23 نوفمبر 2026"
        assert titles(french) == titles(arabic)
