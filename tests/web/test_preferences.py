"""Does what a reader muted leave front, ticker and lists, and nothing else, for them alone?"""

from __future__ import annotations

from datetime import timedelta

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq.web.muting import COOKIE

WEATHER = "حالة الطقس اليوم الأحد في المحافظات"
CURIOUS = "شاهد.. سيارة تطير فوق الجسر"
NEWS = "المجلس يقر الموازنة بعد نقاش طويل"
FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}


def stand() -> Newsstand:
    made = Newsstand()
    for number, title in enumerate((WEATHER, CURIOUS, NEWS)):  # the weather is the newest
        made.file(title=title, ago=timedelta(minutes=number + 1), section="local")
    made.follow()
    return made


async def test_each_kind_is_marked_on_lists_and_news_is_not(opens: Opens) -> None:
    reader = await opens(stand())
    marks = {
        line.css_first("h3").text(): [mark.text() for mark in line.css(".genre")]
        for line in (await reader.get("/latest")).page.css(".stream li")
    }
    assert marks == {WEATHER: ["خدمة"], CURIOUS: ["تشويق"], NEWS: []}


async def test_a_service_item_never_leads_the_front_page(opens: Opens) -> None:
    page = await (await opens(stand())).get("/")
    assert page.words(".lead h2") != WEATHER
    assert WEATHER in page.words("main")


async def test_what_is_muted_leaves_front_ticker_and_lists_but_not_search(opens: Opens) -> None:
    reader = await opens(stand())
    muted = {"cookie": f"{COOKIE}=service.curiosity"}
    for address in ("/", "/latest", "/section/local", "/sada"):
        words = (await reader.get(address, headers=muted)).text
        assert NEWS in words, address
        assert WEATHER not in words, address
        assert CURIOUS not in words, address
    assert "الطقس" in (await reader.get("/search?q=الطقس", headers=muted)).words("main")
    only_one = (await reader.get("/latest", headers={"cookie": f"{COOKIE}=service"})).words("main")
    assert WEATHER not in only_one
    assert CURIOUS in only_one
    everything = (await reader.get("/")).text  # others see what there is, also after this reader asked
    assert WEATHER in everything


async def test_an_article_stays_on_its_own_page_and_in_feeds(opens: Opens) -> None:
    reader = await opens(stand())
    muted = {"cookie": f"{COOKIE}=service.curiosity"}
    assert (await reader.get("/sada/1", headers=muted)).words("h1") == WEATHER
    assert WEATHER in (await reader.get("/latest/rss", headers=muted)).text


async def test_the_form_sets_the_readers_own_cookie_and_takes_it_away(opens: Opens) -> None:
    reader = await opens(stand())
    boxes = (await reader.get("/settings/headlines")).page.css("input[name=mute]")
    assert [(box.attributes["value"], "checked" in box.attributes) for box in boxes] == [
        ("service", False),
        ("curiosity", False),
    ]
    given = await reader.get(
        "/settings/headlines", method="POST", headers=FORM, body=b"mute=service&mute=nonsense"
    )
    assert (given.status, given.headers["location"]) == (303, "/settings/headlines?saved")
    cookie = given.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=service;")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    said = await reader.get("/settings/headlines?saved", headers={"cookie": f"{COOKIE}=service"})
    assert "حُفظ اختيارك" in said.words(".note")
    assert len(said.page.css("input[checked]")) == 1
    gone = await reader.get("/settings/headlines", method="POST", headers=FORM, body=b"")
    assert gone.headers["set-cookie"].startswith(f'{COOKIE}=""; ')


async def test_a_form_of_another_site_changes_nothing(opens: Opens) -> None:
    reader = await opens(stand())
    strange = {**FORM, "sec-fetch-site": "cross-site"}
    answer = await reader.get("/settings/headlines", method="POST", headers=strange, body=b"mute=service")
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


async def test_who_only_reads_gets_no_cookie_and_a_strange_one_mutes_nothing(opens: Opens) -> None:
    reader = await opens(stand())
    for address in ("/", "/latest", "/settings/headlines"):
        answer = await reader.get(address, headers={"cookie": f"{COOKIE}=x.<y>.service2"})
        assert "set-cookie" not in answer.headers
        assert address == "/settings/headlines" or WEATHER in answer.text


async def test_a_desk_that_a_model_told_is_said_to_be_one(opens: Opens) -> None:
    made = Newsstand()
    made.file(title=NEWS, section="economy", guessed=True)
    made.file(title="المصرف يرفع الفائدة", section="economy")
    reader = await opens(made)
    assert "بتقدير آلي" in (await reader.get("/sada/1")).words(".kicker")
    assert "بتقدير آلي" not in (await reader.get("/sada/2")).words(".kicker")
    lines = (await reader.get("/latest")).page.css(".stream li")
    assert sum(bool(line.css(".guess")) for line in lines) == 1
