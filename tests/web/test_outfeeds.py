from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from lxml import etree

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, two
from tests.web.test_pages import PAYLOADS
from warraq.press import Moment, Precision, Settings, State

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
SELF = {"host": "press.example:8000"}
FEEDS = (
    "/rss", "/latest/rss", "/section/sports/rss", "/author/سعاد-القلم/rss", "/day/2026-11-23/rss",
    "/sada/rss", "/place/eg-c/rss", "/name/باريس/rss", "/search/rss?q=الجسر",
)  # fmt: skip


def channel(answer: Answer) -> etree._Element:
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    found = etree.fromstring(answer.body).find("channel")
    assert found is not None
    return found


def stood(**given: object) -> Newsstand:
    # on the network: a private site on this machine alone answers to no name
    stand = Newsstand(**{"settings": Settings(host="0.0.0.0"), **given})  # type: ignore[arg-type]
    stand.file(
        title="افتتاح الجسر في القاهرة",
        section="sports",
        authors=("سعاد القلم",),
        abstract="قصّ المحافظ الشريط.",
        body="قصّه كما في باريس.",
    )
    stand.follow()
    return stand


@pytest.mark.parametrize("address", FEEDS)
async def test_every_list_is_a_feed_too(opens: Opens, address: str) -> None:
    found = channel(await (await opens(stood())).get(address, headers=SELF))
    assert [item.findtext("title") for item in found.iter("item")] == ["افتتاح الجسر في القاهرة"]
    own = found.find(f"{ATOM}link")
    assert own is not None
    assert (own.get("rel"), own.get("type")) == ("self", "application/rss+xml")
    assert own.get("href", "").startswith("http://press.example:8000/")
    assert found.findtext("language") == "ar"


async def test_an_item_says_what_the_paper_said_and_nothing_more(opens: Opens) -> None:
    [item] = channel(await (await opens(stood())).get("/sada/rss", headers=SELF)).iter("item")
    address = "http://press.example:8000/sada/1"
    guid, source = item.find("guid"), item.find("source")
    assert guid is not None
    assert source is not None
    assert (guid.text, guid.get("isPermaLink"), item.findtext("link")) == (address, "true", address)
    assert item.findtext("pubDate") == "Mon, 23 Nov 2026 09:59:00 GMT"
    assert item.findtext(f"{DC}creator") == "سعاد القلم"
    assert item.findtext("category") == "رياضة"
    assert (source.text, source.get("url")) == ("صدى النهر", "http://press.example:8000/sada/rss")
    assert item.findtext("description") == "قصّ المحافظ الشريط."


@pytest.mark.parametrize(
    "published", [None, Moment(NOON, Precision.DAY, "Africa/Cairo"), Moment(NOON, Precision.YEAR)]
)
async def test_an_hour_that_nobody_printed_is_not_invented(opens: Opens, published: Moment | None) -> None:
    stand = Newsstand()
    stand.file(published=published)
    [item] = channel(await (await opens(stand)).get("/latest/rss")).iter("item")
    assert item.find("pubDate") is None


@pytest.mark.parametrize("payload", [*PAYLOADS, "\ud800", "\ufffe", "a\x00b", "&amp;&lt;", "]]>"])
async def test_a_feed_is_well_formed_whatever_the_papers_write(opens: Opens, payload: str) -> None:
    stand = Newsstand()
    words = payload.replace("\x00", "").encode("utf-8", "ignore").decode()
    stand.file(
        title=f"{words} جسر",
        abstract=words * 3,
        authors=(words, "كاتب"),
        label=words,
        language=words,
        section="sports",
    )
    stand.follow()
    reader = await opens(stand)
    for address in ("/rss", "/section/sports/rss", f"/search/rss?q=جسر {payload}", "/search/rss?q=جسر"):
        answer = await reader.get(
            address.replace("&", "%26").replace("#", "%23").encode("utf-8", "ignore").decode()
        )
        for item in channel(answer).iter("item"):
            assert "جسر" in (item.findtext("title") or "")
            assert all(not len(element) for element in item)


async def test_marks_in_a_text_stay_text_for_readers_that_take_it_for_html(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(abstract="<b>غليظ</b> & <script>x</script>")
    [item] = channel(await (await opens(stand)).get("/rss")).iter("item")
    assert item.findtext("description") == "&lt;b&gt;غليظ&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;"


async def test_who_has_the_feed_is_told_so(opens: Opens) -> None:
    reader = await opens(stood())
    tag = (await reader.get("/rss")).headers["etag"]
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = await reader.get("/rss", headers={"if-none-match": known})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert (await reader.get("/rss", headers={"if-none-match": '"x"'})).status == 200


async def test_no_date_answers_for_a_feed_in_which_something_was_taken_back(opens: Opens) -> None:
    stand = stood()
    gone = stand.file(title="زائل", ago=timedelta(hours=3))  # not the newest: no date moves with it
    reader = await opens(stand)
    first = await reader.get("/rss")
    stand.archive.restate(gone, State.WITHHELD, reason="بحكم", now=NOON)
    stand.clock.time += timedelta(seconds=5)
    later = format_datetime(stand.clock.now(), usegmt=True)
    for since in (first.headers.get("last-modified", later), later):
        answer = await reader.get("/rss", headers={"if-modified-since": since})
        assert answer.status == 200
        assert "زائل" not in answer.text


async def test_a_new_article_and_one_that_is_gone_make_another_feed(opens: Opens) -> None:
    stand = stood()
    gone = stand.file(title="زائل")
    reader = await opens(stand)
    tag = (await reader.get("/rss")).headers["etag"]
    stand.archive.restate(gone, State.WITHDRAWN, reason="404", now=NOON)
    answer = await reader.get("/rss", headers={"if-none-match": tag})
    assert answer.status == 200
    assert "زائل" not in answer.text


async def test_addresses_are_as_the_operator_says_whoever_asks(opens: Opens) -> None:
    reader = await opens(stood(settings=Settings(address="https://press.example/")))
    answer = await reader.get("/rss", headers={"host": "127.0.0.9"})
    assert "127.0.0.9" not in answer.text
    assert channel(answer).findtext("link") == "https://press.example/"


@pytest.mark.parametrize("host", ["evil.example/x", 'a"b', "<x>", "a b", ""])
async def test_a_host_that_is_none_is_not_repeated(opens: Opens, host: str) -> None:
    answer = await (await opens(stood())).get("/rss", headers={"host": host})
    assert channel(answer).findtext("link") == "http://localhost/"


async def test_the_news_feed_leaves_opinion_to_its_own(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="خبر")
    stand.file(title="عمود", section="opinion")
    reader = await opens(stand)
    titles = {
        address: [item.findtext("title") for item in channel(await reader.get(address)).iter("item")]
        for address in ("/rss", "/latest/rss", "/section/opinion/rss")
    }
    assert titles == {"/rss": ["خبر"], "/latest/rss": ["خبر", "عمود"], "/section/opinion/rss": ["عمود"]}


async def test_every_page_names_its_feed_and_lists_show_it(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(section="sports")
    stand.follow()
    reader = await opens(stand)
    for page, feed in (
        ("/", "/rss"),
        ("/tn", "/tn/rss"),
        ("/eg/latest", "/eg/latest/rss"),
        ("/section/sports", "/section/sports/rss"),
        ("/sada", "/sada/rss"),
        ("/sada/1", "/rss"),
        ("/day/2026-11-23", "/day/2026-11-23/rss"),
        ("/search?q=x&source=sada", "/search/rss?q=x&sort=newest&source=sada"),
    ):
        found = (await reader.get(page)).page
        link = found.css_first("link[rel=alternate]")
        assert (link.attributes["type"], link.attributes["href"]) == ("application/rss+xml", feed)
        assert feed in {shown.attributes["href"] for shown in found.css("body a")}, page


async def test_a_feed_of_nothing_is_not_found(opens: Opens) -> None:
    reader = await opens(Newsstand())
    for address in (
        "/nobody/rss",
        "/section/none/rss",
        "/day/2026-99/rss",
        "/search/rss",
        "/author/لا-احد/rss",
    ):
        assert (await reader.get(address)).status == 404, address


async def test_the_feed_of_a_question_holds_what_answers_all_of_it(opens: Opens) -> None:
    site = await opens(stood())
    assert list(channel(await site.get("/search/rss?q=الجسر القاهرة", headers=SELF)).iter("item"))
    assert not list(channel(await site.get("/search/rss?q=الجسر زرافة", headers=SELF)).iter("item"))
