from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, two
from tests.web.test_versions import EDITED, FIRST, KEYS, stand
from warraq.press import ArticleId, State


async def test_changes_are_told_newest_first_under_their_days(opens: Opens) -> None:
    made = stand()
    made.file(body="نص آخر تمامًا.", title=EDITED["title"], keys=KEYS, seen=NOON - timedelta(hours=1))
    made.archive.restate(ArticleId(1), State.WITHDRAWN, reason="أجاب الموقع 410 مرتين خلال 72 ساعة", now=NOON)
    answer = await (await opens(made)).get("/changes")
    assert answer.words("h2 time") == "اليوم، الاثنين 23 نوفمبر 2026"
    assert [" ".join(node.text(separator=" ").split()) for node in answer.page.css(".changes li")] == [
        "12:00 م انسحاب مفاجئ من قاعدتين بارزتين صدى النهر سحبته الصحيفة أجاب الموقع 410 مرتين خلال 72 ساعة",
        "11:00 ص انسحاب مفاجئ من قاعدتين بارزتين صدى النهر تغيّر النص",
        "10:00 ص انسحاب حُذف: كامل أُضيف: مفاجئ من قاعدتين بارزتين صدى النهر تغيّر العنوان",
    ]
    assert [node.attributes["href"] for node in answer.page.css(".changes h3 a")] == [
        "/sada/1", "/sada/1/versions/3", "/sada/1/versions/2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("only", "many"),
    [("", 2), ("?only=headlines", 1), ("?only=removed", 1), ("?only=x", None), ("?before=x", None)],
)
async def test_a_reader_may_ask_for_headlines_or_removals_alone(
    opens: Opens, only: str, many: int | None
) -> None:
    made = stand()
    made.archive.restate(ArticleId(1), State.WITHDRAWN, reason=None, now=NOON)
    answer = await (await opens(made)).get(f"/changes{only}")
    if many is None:
        assert answer.status == 404
        return
    assert len(answer.page.css(".changes li")) == many
    assert len(answer.page.css(".chips [aria-current]")) == 1
    assert answer.headers["x-robots-tag"].startswith("noindex")


async def test_a_long_list_goes_on_without_losing_or_repeating_a_change(opens: Opens) -> None:
    made = Newsstand()
    for number in range(130):
        made.file(title=f"عنوان {number}", keys=KEYS, seen=NOON + timedelta(minutes=number))
    made.archive.restate(ArticleId(1), State.WITHHELD, reason="قرار", now=NOON)
    made.archive.restate(ArticleId(1), State.VISIBLE, reason="نقض القرار", now=NOON)
    reader = await opens(made)
    seen, address = [], "/changes"
    while address:
        page = (await reader.get(address)).page
        seen += [node.attributes["href"] for node in page.css(".changes h3 a")]
        onward = page.css_first(".onward")
        address = str(onward.attributes["href"]) if onward else ""
    assert seen == ["/sada/1"] * 2 + [f"/sada/1/versions/{number}" for number in range(130, 1, -1)]


async def test_an_edition_tells_of_its_own_papers(opens: Opens) -> None:
    made = Newsstand(edition=two())
    for slug in ("sada", "marsa"):
        for wording in (FIRST, EDITED):
            made.file(**wording, source=slug, keys=(f"{slug}/1",))
    reader = await opens(made)
    for address, papers in (("/changes", 2), ("/eg/changes", 1), ("/tn/changes", 1), ("/tn/changes/rss", 1)):
        text = (await reader.get(address)).text
        assert (text.count("/sada/1/versions/2") > 0) + (text.count("/marsa/2/versions/2") > 0) == papers
    assert 'href="/eg/changes?only=removed"' in (await reader.get("/eg/changes")).text


async def test_the_feed_says_what_was_and_why(opens: Opens) -> None:
    made = stand()
    made.archive.restate(ArticleId(1), State.WITHDRAWN, reason="HTTP 410 <مرتين>", now=NOON)
    answer = await (await opens(made)).get("/changes/rss", headers={"host": "localhost:8000"})
    channel = ElementTree.fromstring(answer.body).find("channel")
    assert channel is not None
    items = [{child.tag: child.text for child in item} for item in channel.iter("item")]
    assert [item["title"] for item in items] == [
        "سحبته الصحيفة: انسحاب مفاجئ من قاعدتين بارزتين",
        "تغيّر العنوان: انسحاب مفاجئ من قاعدتين بارزتين",
    ]
    assert items[0]["description"] == "السبب: HTTP 410 &lt;مرتين&gt;."
    assert items[1]["description"] == "كان العنوان: «انسحاب كامل من قاعدتين بارزتين»."
    assert items[1]["link"] == "http://localhost:8000/sada/1/versions/2"
    assert items[0]["pubDate"] == "Mon, 23 Nov 2026 10:00:00 GMT"
    assert len({item["guid"] for item in items}) == 2


async def test_who_has_the_feed_is_answered_304(opens: Opens) -> None:
    reader = await opens(stand())
    first = await reader.get("/changes/rss")
    again = await reader.get("/changes/rss", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


async def test_an_archive_where_nothing_changed_says_so(opens: Opens) -> None:
    reader = await opens(Newsstand())
    assert "لم يتغيّر شيء مما حفظناه بعد." in (await reader.get("/changes")).words("main")
    assert (await reader.get("/changes/rss")).status == 200
