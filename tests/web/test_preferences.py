"""Is a site read as each reader wished, by them alone, and does what they muted leave front, ticker and lists, and nothing else?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand, egypt, two
from warraq.press import Settings
from warraq.web.kept import MOST_BYTES
from warraq.web.reading import COOKIE, MOST_PAPERS

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
    muted = {"cookie": f"{COOKIE}=mute=service.curiosity"}
    for address in ("/", "/latest", "/section/local", "/sada"):
        words = (await reader.get(address, headers=muted)).text
        assert NEWS in words, address
        assert WEATHER not in words, address
        assert CURIOUS not in words, address
    assert "الطقس" in (await reader.get("/search?q=الطقس", headers=muted)).words("main")
    only_one = (await reader.get("/latest", headers={"cookie": f"{COOKIE}=mute=service"})).words("main")
    assert WEATHER not in only_one
    assert CURIOUS in only_one
    everything = (await reader.get("/")).text  # others see what there is, also after this reader asked
    assert WEATHER in everything


async def test_an_article_stays_on_its_own_page_and_in_feeds(opens: Opens) -> None:
    reader = await opens(stand())
    muted = {"cookie": f"{COOKIE}=mute=service.curiosity"}
    assert (await reader.get("/sada/1", headers=muted)).words("h1") == WEATHER
    assert WEATHER in (await reader.get("/latest/rss", headers=muted)).text


async def test_the_form_sets_the_readers_own_cookie_and_takes_it_away(opens: Opens) -> None:
    reader = await opens(stand())
    boxes = (await reader.get("/settings/reading")).page.css("input[name=mute]")
    assert [(box.attributes["value"], "checked" in box.attributes) for box in boxes] == [
        ("service", False),
        ("curiosity", False),
    ]
    given = await reader.get(
        "/settings/reading", method="POST", headers=FORM, body=b"mute=service&mute=nonsense"
    )
    assert (given.status, given.headers["location"]) == (303, "/settings/reading?saved")
    cookie = given.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=mute=service;")
    assert cookie.endswith("; HttpOnly; SameSite=Lax")
    said = await reader.get("/settings/reading?saved", headers={"cookie": f"{COOKIE}=mute=service"})
    assert "حُفظ اختيارك" in said.words(".note")
    assert [box.attributes["value"] for box in said.page.css("input[name=mute][checked]")] == ["service"]
    gone = await reader.get("/settings/reading", method="POST", headers=FORM, body=b"")
    assert gone.headers["set-cookie"].startswith(f"{COOKIE}=; Max-Age=0; ")


async def test_a_form_of_another_site_changes_nothing(opens: Opens) -> None:
    reader = await opens(stand())
    strange = {**FORM, "sec-fetch-site": "cross-site"}
    answer = await reader.get("/settings/reading", method="POST", headers=strange, body=b"mute=service")
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


async def test_who_only_reads_gets_no_cookie_and_a_strange_one_mutes_nothing(opens: Opens) -> None:
    reader = await opens(stand())
    for address in ("/", "/latest", "/settings/reading"):
        answer = await reader.get(
            address, headers={"cookie": f"{COOKIE}=mute=x.<y>.service2&papers=../sada&theme=red"}
        )
        assert "set-cookie" not in answer.headers
        assert address == "/settings/reading" or WEATHER in answer.text


async def test_a_desk_that_a_model_told_is_said_to_be_one(opens: Opens) -> None:
    made = Newsstand()
    made.file(title=NEWS, section="economy", guessed=True)
    made.file(title="المصرف يرفع الفائدة", section="economy")
    reader = await opens(made)
    assert "بتقدير آلي" in (await reader.get("/sada/1")).words(".kicker")
    assert "بتقدير آلي" not in (await reader.get("/sada/2")).words(".kicker")
    lines = (await reader.get("/latest")).page.css(".stream li")
    assert sum(bool(line.css(".guess")) for line in lines) == 1


def papers() -> Newsstand:
    made = Newsstand()
    for number in range(3):
        made.file(title=f"صدى {number}", ago=timedelta(minutes=number + 1), section="local")
        made.file(
            title=f"منارة {number}", source="manara", ago=timedelta(minutes=number + 1), section="local"
        )
    made.follow()
    return made


def saying(text: str) -> dict[str, str]:
    return {"cookie": f"{COOKIE}={text}"}


async def test_a_muted_paper_leaves_front_ticker_and_lists_and_keeps_its_page_its_articles_and_search(
    opens: Opens,
) -> None:
    reader = await opens(papers())
    for address in ("/", "/latest", "/section/local", "/day/2026-11-23"):
        page = await reader.get(address, headers=saying("papers=sada"))
        assert "منارة 0" in page.text, address
        assert "صدى 0" not in page.text, address
        assert "أخفيتَ صحيفة واحدة." in page.words(".silenced"), address
        seen = await reader.get(f"{address}?muted=shown", headers=saying("papers=sada"))
        assert "صدى 0" in seen.words("main"), address
        assert "تُعرض الآن" in seen.words(".silenced"), address
        plain = await reader.get(address)  # others see what there is, also after this reader asked
        assert "صدى 0" in plain.words("main"), address
        assert not plain.page.css(".silenced"), address
    for address in ("/sada", "/search?q=صدى", "/sada/1"):
        assert "صدى" in (await reader.get(address, headers=saying("papers=sada"))).words("main"), address


async def test_what_is_shown_once_of_a_narrowed_list_stays_narrowed(opens: Opens) -> None:
    reader = await opens(papers())
    narrowed = "/latest?section=local"
    page = await reader.get(narrowed, headers=saying("papers=sada"))
    assert page.page.css_first(".silenced a").attributes["href"] == f"{narrowed}&muted=shown"
    seen = await reader.get(f"{narrowed}&muted=shown", headers=saying("papers=sada"))
    assert "صدى 0" in seen.words("main")
    assert seen.page.css_first(".silenced a").attributes["href"] == narrowed


async def test_who_mutes_all_that_came_is_told_so_and_not_that_nothing_came(opens: Opens) -> None:
    page = await (await opens(papers())).get("/", headers=saying("papers=sada.manara"))
    assert page.status == 200
    assert page.words("h1") == "أخفيتَ كل ما وصل"
    assert page.page.css('a[href="/?muted=shown"]')


async def test_a_list_that_a_muted_paper_fills_goes_on_to_what_others_gave(opens: Opens) -> None:
    made = Newsstand()
    made.file(title="منارة القديمة", source="manara", ago=timedelta(hours=9))
    for number in range(90):
        made.file(title=f"صدى {number}", ago=timedelta(minutes=number))
    made.follow()
    page = await (await opens(made)).get("/latest", headers=saying("papers=sada"))
    assert page.words(".stream h3") == "منارة القديمة"
    assert not page.page.css("a[rel=next]")


async def test_others_headlines_under_an_event_and_beside_an_article_are_not_the_muted_papers(
    opens: Opens,
) -> None:
    made = Newsstand()
    own = made.file(title="افتتاح الجسر الجديد على النهر", ago=timedelta(minutes=9))
    made.file(title="الجسر يُفتح اليوم", source="manara", ago=timedelta(minutes=5))
    made.file(title="Le pont est ouvert", source="phare", ago=timedelta(minutes=3), language="fr")
    made.follow()
    made.group()
    reader = await opens(made)
    for address in ("/", "/stories", f"/sada/{own}"):
        assert "الجسر يُفتح اليوم" in (await reader.get(address)).words("main"), address
        page = await reader.get(address, headers=saying("papers=manara"))
        assert "الجسر يُفتح اليوم" not in page.text, address
        assert "أخفيتَ صحيفة واحدة." in page.words(".silenced"), address
    led = await reader.get("/stories", headers=saying("papers=sada"))  # whose article leads the event
    assert "افتتاح الجسر" not in led.text
    assert "الجسر يُفتح اليوم" in led.words("main h2")


async def test_a_paper_is_muted_and_heard_again_by_the_button_on_its_own_page(opens: Opens) -> None:
    reader = await opens(papers())
    had = saying("size=l&papers=phare")
    button = (await reader.get("/sada", headers=had)).page.css_first(".mute-paper button")
    assert (button.attributes["name"], button.attributes["value"]) == ("mute-paper", "sada")
    sent = {**FORM, **had}
    answer = await reader.get("/settings/reading", method="POST", headers=sent, body=b"mute-paper=sada")
    assert (answer.status, answer.headers["location"]) == (303, "/sada")
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=size=l&papers=phare.sada;")
    muted = saying("size=l&papers=phare.sada")
    assert "أخفيتَ هذه الصحيفة" in (await reader.get("/sada", headers=muted)).words(".mute-paper")
    again = await reader.get(
        "/settings/reading", method="POST", headers={**FORM, **muted}, body=b"hear-paper=sada"
    )
    assert again.headers["set-cookie"].startswith(f"{COOKIE}=size=l&papers=phare;")
    none = await reader.get("/settings/reading", method="POST", headers=sent, body=b"mute-paper=none")
    assert (none.status, "set-cookie" in none.headers) == (400, False)


async def test_the_form_keeps_every_wish_and_shows_it_again(opens: Opens) -> None:
    reader = await opens(Newsstand(edition=two()))
    body = b"ui=fr&size=xl&digits=arab&theme=dark&edition=tn&mute=service&papers=sada&papers=nobody&find="
    answer = await reader.get("/settings/reading", method="POST", headers=FORM, body=body)
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert cookie == f"{COOKIE}=ui=fr&size=xl&digits=arab&theme=dark&mute=service&papers=sada&edition=tn"
    page = (await reader.get("/settings/reading", headers={"cookie": cookie})).page
    checked = [(box.attributes["name"], box.attributes["value"]) for box in page.css("input[checked]")]
    assert checked == [
        ("ui", "fr"), ("size", "xl"), ("digits", "arab"), ("theme", "dark"), ("edition", "tn"),
        ("mute", "service"), ("papers", "sada"),
    ]  # fmt: skip
    root = page.css_first("html").attributes
    assert root["class"] == "size-xl theme-dark"
    assert [one.attributes["content"] for one in page.css("meta[name=theme-color]")] == ["#15130f"]
    assert page.css_first("meta[name=color-scheme]").attributes["content"] == "dark"


async def test_seeking_a_paper_keeps_what_was_chosen_on_the_form_and_not_yet_saved(opens: Opens) -> None:
    reader = await opens(Newsstand())
    found = await reader.get("/settings/reading?size=l&papers=phare&find=مناره")
    assert "set-cookie" not in found.headers
    boxes = found.page.css("input[name=papers]")
    assert [(box.attributes["value"], "checked" in box.attributes) for box in boxes] == [
        ("phare", True),
        ("manara", False),
    ]
    assert found.page.css('input[name=size][value="l"][checked]')
    assert "صحيفة واحدة بهذا الاسم." in found.words("#papers")
    assert "لا صحيفة بهذا الاسم." in (await reader.get("/settings/reading?find=زرافة")).words("#papers")


async def test_more_papers_than_a_cookie_holds_are_refused_in_words(opens: Opens) -> None:
    many = tuple(replace(egypt().sources[0], slug=f"paper-{number}") for number in range(MOST_PAPERS + 1))
    reader = await opens(Newsstand(edition=egypt(sources=many)))
    body = "&".join(f"papers={one.slug}" for one in many).encode()
    answer = await reader.get("/settings/reading", method="POST", headers=FORM, body=body)
    assert (answer.status, "set-cookie" in answer.headers) == (400, False)
    assert "60 صحيفة على الأكثر" in answer.words(".note")


async def test_the_bare_address_leads_a_reader_to_their_edition_and_all_others_nowhere(opens: Opens) -> None:
    reader = await opens(Newsstand(edition=two()))
    led = await reader.get("/", headers=saying("edition=tn"))
    assert (led.status, led.headers["location"]) == (302, "/tn")
    assert led.headers["cache-control"] == "private, no-store"
    for address, said in (("/", ""), ("/", "edition=fr"), ("/?all", "edition=tn"), ("/eg", "edition=tn")):
        assert (await reader.get(address, headers=saying(said))).status == 200, (address, said)
    switch = (await reader.get("/tn", headers=saying("edition=tn"))).page.css(".switch a")
    assert [one.attributes["href"] for one in switch] == ["/?all", "/eg", "/tn"]


async def test_front_pages_of_many_readers_are_not_kept_without_end(opens: Opens) -> None:
    reader = await opens(papers())
    for number in range(80):
        page = await reader.get("/", headers=saying(f"papers=sada.x{number}"))
        assert "صدى 0" not in page.text
    assert 0 < reader.app.state.kept.bytes <= MOST_BYTES


async def test_the_form_of_before_leads_to_this_one(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/settings/headlines")
    assert (answer.status, answer.headers["location"]) == (301, "/settings/reading")


async def test_over_an_encrypted_connection_the_cookie_stays_on_encrypted_ones(opens: Opens) -> None:
    site = Newsstand(settings=Settings(address="https://press.example"))
    answer = await (await opens(site)).get("/settings/reading", method="POST", headers=FORM, body=b"size=l")
    assert answer.headers["set-cookie"].endswith("; SameSite=Lax; Secure")


@pytest.mark.parametrize(
    "body",
    [b"&".join(b"papers=sada" for _ in range(500)), b"size=l&x=" + b"y" * 20_000],
    ids=["fields", "bytes"],
)
async def test_what_is_larger_than_the_form_changes_nothing(opens: Opens, body: bytes) -> None:
    reader = await opens(Newsstand())
    answer = await reader.get("/settings/reading", method="POST", headers=FORM, body=body)
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)


async def test_every_box_of_the_form_may_be_ticked_at_once(opens: Opens) -> None:
    many = tuple(replace(egypt().sources[0], slug=f"paper-{number}") for number in range(200))
    muted = [one.slug for one in many[-MOST_PAPERS:]]
    reader = await opens(Newsstand(edition=egypt(sources=many)))
    page = (await reader.get("/settings/reading", headers=saying("papers=" + ".".join(muted)))).page
    boxes = [box.attributes["value"] for box in page.css("input[name=papers]")]
    assert len(boxes) == 2 * MOST_PAPERS
    body = "&".join(
        [*(f"papers={one}" for one in boxes), "ui=ar&size=l&digits=latn&theme=&mute=service&find="]
    )
    answer = await reader.get("/settings/reading", method="POST", headers=FORM, body=body.encode())
    assert (answer.status, "set-cookie" in answer.headers) == (400, False)
    assert "60 صحيفة على الأكثر" in answer.words(".note")


async def test_who_saves_the_form_as_it_was_is_given_nothing_to_keep(opens: Opens) -> None:
    body = b"ui=ar&size=m&digits=latn&theme=&edition=&find="
    reader = await opens(Newsstand(edition=two()))
    answer = await reader.get("/settings/reading", method="POST", headers=FORM, body=body)
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=; Max-Age=0; ")
