"""What the page of a name shows, and where articles lead to it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import Newsstand, two
from warraq.press import ArticleId, DecisionKind, Settings, SiteWishes, State

SISI = "عبد-الفتاح-السيسي"
PAGE = f"/name/{quote(SISI)}"
BODY = "استقبل عبدالفتاح السيسي في باريس وفدًا من الأمم المتحدة.\nوقال السيسي إن باريس مدينة النور."
PUBLIC = Settings(public=True, contact="desk@example.org")


def stand(**given: Any) -> Newsstand:
    made = Newsstand(**given)
    made.file(body=BODY)
    made.file(body=BODY, source="manara", ago=timedelta(days=1), title="باريس تستقبل الوفد")
    made.file(body="قال السيسي كلمة في القمة.", title="بلا اسم كامل")
    made.follow()
    return made


def titles(answer: Answer) -> list[str]:
    return [link.text() for link in answer.page.css(".stream h3 a")]


async def test_a_names_page_lists_the_articles_that_name_it_newest_first(opens: Opens) -> None:
    answer = await (await opens(stand())).get(PAGE)
    assert answer.words("h1") == "عبد الفتاح السيسي"
    assert answer.words(".page-head .kicker") == "شخص"
    assert titles(answer) == ["المجلس يقر خطة الجسر رقم 1", "بلا اسم كامل", "باريس تستقبل الوفد"]
    assert answer.words(".told").startswith("3 أخبار في صحيفتين. هذه أخبار ذُكر فيها الاسم")
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"


async def test_another_form_of_a_name_leads_to_the_one_in_addresses(opens: Opens) -> None:
    reader = await opens(stand())
    for form in ("السيسي", "عبدالفتاح السيسى", "السيسى"):
        answer = await reader.get(f"/name/{quote(form)}")
        assert (answer.status, answer.headers["location"]) == (301, PAGE)
    assert (await reader.get(f"/name/{quote('السيسي')}.json")).status == 200


@pytest.mark.parametrize(
    "address",
    ["/name/x", "/name/-", f"{PAGE}?before=x", "/name/x/rss", "/name/x.json", f"{PAGE}.json?before=x"],
)
async def test_whom_nobody_named_has_no_page(opens: Opens, address: str) -> None:
    assert (await (await opens(stand())).get(address)).status == 404


async def test_the_page_says_who_else_is_named_and_where(opens: Opens) -> None:
    page = (await (await opens(stand())).get(PAGE)).page
    assert [(one.text(), one.attributes["title"]) for one in page.css(".chips a")] == [
        ("الأمم المتحدة", "خبران"),
        ("باريس", "خبران"),
    ]
    papers = [" ".join(one.text().split()) for one in page.css(".papers-of li")]
    assert papers == ["صدى النهر خبران", "المنارة الجديدة خبر واحد"]


async def test_the_curve_says_in_words_and_numbers_what_it_draws(opens: Opens) -> None:
    page = (await (await opens(stand())).get(PAGE)).page
    drawn = page.css_first(".daily svg")
    assert drawn.attributes["role"] == "img"
    assert "أكثرها يوم 23 نوفمبر 2026: خبران" in (drawn.attributes["aria-label"] or "")
    bars = drawn.css("rect")
    assert len(bars) == 2
    assert float(bars[0].attributes["x"] or 0) > float(
        bars[1].attributes["x"] or 0
    )  # the oldest at the right
    assert [[cell.text() for cell in row.css("th, td")] for row in page.css(".numbers tbody tr")] == [
        ["23 نوفمبر 2026", "خبران"],
        ["22 نوفمبر 2026", "خبر واحد"],
    ]


async def test_years_are_drawn_by_month(opens: Opens) -> None:
    made = Newsstand()
    for days in (0, 40, 400):
        made.file(body=BODY, ago=timedelta(days=days))
    made.follow()
    page = (await (await opens(made)).get(PAGE)).page
    assert len(page.css(".daily rect")) == 14  # from October 2025 to November 2026
    assert page.css_first(".axis span").text() == "أكتوبر 2025"


async def test_what_is_dated_in_times_to_come_stretches_no_curve(opens: Opens) -> None:
    made = stand()
    made.file(body=BODY, ago=-timedelta(days=365 * 70))
    made.follow()
    assert len((await (await opens(made)).get(PAGE)).page.css(".daily rect")) == 2


async def test_a_long_list_goes_on_behind_a_cursor(opens: Opens) -> None:
    made = Newsstand()
    for number in range(130):
        made.file(body=BODY, title=f"خبر {number}")
    made.follow()
    reader, address, found = await opens(made), PAGE, []
    while address:
        answer = await reader.get(address)
        found += titles(answer)
        onward = answer.page.css_first("a[rel=next]")
        address = onward.attributes["href"] if onward else ""
    assert found == [f"خبر {number}" for number in range(130)]
    assert (await reader.get(f"{PAGE}?before=99999999999999999.1")).status == 200


async def test_an_edition_shows_its_own_papers_alone(opens: Opens) -> None:
    made = stand(edition=two())
    made.file(body=BODY, source="marsa", title="من تونس")
    made.follow()
    reader = await opens(made)
    assert titles(await reader.get(f"/tn{PAGE}")) == ["من تونس"]
    assert len(titles(await reader.get(PAGE))) == 4
    lands = (await reader.get(PAGE)).page.css(".papers-of")[-1]
    assert [" ".join(one.text().split()) for one in lands.css("li")] == ["مصر 3 أخبار", "تونس خبر واحد"]


async def test_the_list_is_a_feed_and_json_too(opens: Opens) -> None:
    reader = await opens(stand())
    feed = ElementTree.fromstring((await reader.get(f"{PAGE}/rss")).body)
    assert next(item.findtext("title") for item in feed.iter("item")) == "المجلس يقر خطة الجسر رقم 1"
    told = json.loads((await reader.get(f"{PAGE}.json")).body)
    assert (told["name"], told["kind"], told["articles"], told["next"]) == (
        "عبد الفتاح السيسي",
        "person",
        3,
        None,
    )
    assert told["papers"] == {"sada": 2, "manara": 1}
    assert [one["name"] for one in told["beside"]] == ["الأمم المتحدة", "باريس"]
    assert told["times"] == {"2026-11-22": 1, "2026-11-23": 2}
    assert told["newest"][0]["page"].endswith("/sada/1")


async def test_what_is_counted_is_what_may_be_sought_in_an_editions_papers(opens: Opens) -> None:
    made = stand(edition=two(), settings=PUBLIC)
    made.file(body=BODY, source="marsa", title="من تونس")
    made.follow()
    reader = await opens(made)
    told = json.loads((await reader.get(f"/tn{PAGE}.json")).body)
    assert (told["articles"], told["papers"], len(told["newest"])) == (1, {"marsa": 1}, 1)
    made.wishes.put(SiteWishes("sada", "sada.example:443", made.clock.now(), (("search", "no"),)))
    await made.clock.sleep(3)
    told = json.loads((await reader.get(f"{PAGE}.json")).body)
    assert (told["articles"], told["papers"], len(told["newest"])) == (2, {"manara": 1, "marsa": 1}, 2)


async def test_an_article_links_each_name_where_it_first_stands_and_lists_them_all(opens: Opens) -> None:
    page = (await (await opens(stand())).get("/sada/1")).page
    linked = [(one.text(), one.attributes["href"]) for one in page.css(".body a.name")]
    assert linked == [
        ("عبدالفتاح السيسي", PAGE),
        ("باريس", f"/name/{quote('باريس')}"),
        ("الأمم المتحدة", f"/name/{quote('الامم-المتحده')}"),
    ]
    assert [one.text() for one in page.css(".named .chips a")] == [
        "عبد الفتاح السيسي",
        "الأمم المتحدة",
        "باريس",
    ]
    assert [one.text() for one in page.css(".body p")] == BODY.split("\n")


async def test_of_crime_and_children_nobody_is_linked_or_listed(opens: Opens) -> None:
    made = Newsstand()
    made.file(body=BODY, section="accidents")
    made.file(body=f"انتحر قاصر. {BODY}")
    made.follow()
    reader = await opens(made)
    for address in ("/sada/1", "/sada/2"):
        page = (await reader.get(address)).page
        assert page.css(".body a.name") == page.css(".named") == []
    assert (await reader.get(PAGE)).status == 404


async def test_what_is_withheld_is_gone_before_names_have_followed(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    made.archive.restate(ArticleId(3), State.WITHHELD, reason="طلب", now=made.clock.now())
    assert "بلا اسم كامل" not in titles(await reader.get(PAGE))
    made.follow()
    await made.clock.sleep(2)
    assert (await reader.get(PAGE)).words(".told").startswith("خبران")


@pytest.mark.parametrize("kind", [DecisionKind.DELIST, DecisionKind.MASK])
async def test_a_name_we_are_silent_about_has_no_page_link_chip_or_completion(
    opens: Opens, kind: DecisionKind
) -> None:
    made = stand()
    reader = await opens(made)
    assert "السيسي" in (await reader.get(f"/search/complete?q={quote('السيس')}")).text
    made.decide(kind, name="عبد الفتاح السيسي")
    await made.clock.sleep(3)
    for address in (PAGE, f"{PAGE}/rss", f"{PAGE}.json", f"/name/{quote('السيسي')}"):
        assert (await reader.get(address)).status == 404, address
    page = (await reader.get("/sada/1")).page
    assert [one.text() for one in page.css(".named .chips a")] == ["الأمم المتحدة", "باريس"]
    assert PAGE not in {one.attributes["href"] for one in page.css("a")}
    assert "السيسي" not in (await reader.get(f"/name/{quote('باريس')}")).text.split("stream")[0]
    complete = json.loads((await reader.get(f"/search/complete?q={quote('السيس')}")).body)
    assert not any(one["href"].startswith("/name/") for one in complete)


async def test_what_is_typed_goes_on_with_a_name_that_has_a_page(opens: Opens) -> None:
    reader = await opens(stand())
    told = json.loads((await reader.get(f"/search/complete?q={quote('السيس')}")).body)
    assert {"text": "عبد الفتاح السيسي", "says": "شخص", "href": PAGE} in told


async def test_in_public_names_are_linked_in_what_is_shown_alone(opens: Opens) -> None:
    made = stand(settings=PUBLIC)
    page = (await (await opens(made)).get("/sada/1")).page
    shown = page.css_first(".body").text()
    assert all(one.text() in shown for one in page.css(".body a.name"))
    assert (await (await opens(made)).get(PAGE)).headers["x-robots-tag"] == "noindex"


async def test_names_in_what_papers_wrote_stay_text(opens: Opens) -> None:
    made = Newsstand()
    made.file(body='قال <b onclick="x">عبد الفتاح السيسي</b> & باريس')
    made.follow()
    answer = await (await opens(made)).get("/sada/1")
    assert "<b onclick" not in answer.text
    assert [one.text() for one in answer.page.css(".body a.name")] == ["عبد الفتاح السيسي", "باريس"]
