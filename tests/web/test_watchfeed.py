"""What a watch found stands in its feed: one item a story, and no more than may be shown."""

from __future__ import annotations

from urllib.parse import quote

from lxml import etree

from tests.web.conftest import Opens
from tests.web.press import NOON, WATCHED, Newsstand
from warraq.press import (
    DIGEST,
    ArticleId,
    DecisionKind,
    MessageState,
    Note,
    Settings,
    SiteWishes,
    State,
    WatchId,
    WatchState,
)

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(body: bytes) -> list[str]:
    return [item.findtext("title", "") for item in etree.fromstring(body).iter("item")]


async def test_each_story_is_one_item_the_newest_first(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(1, 5):
        stand.file(title=f"خبر {number}")
    stand.tell(ArticleId(1), query="جسر & نهر", name="الجسر <والنهر>")
    notes = [Note(WatchId(1), DIGEST, (ArticleId(4),)), Note(WatchId(1), 2, (ArticleId(2), ArticleId(3)))]
    stand.watches.tell(notes, now=NOON, position=9, after=0)
    answer = await (await opens(stand)).get(WATCHED)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert titles(answer.body) == ["خبر 2", "خبر 1"]
    channel = etree.fromstring(answer.body).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "الجسر <والنهر> · ورّاق"
    asked = quote("جسر & نهر", safe="").replace("%20", "+")
    assert channel.findtext("link", "").endswith(f"/search?q={asked}&sort=newest")
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert own.get("href", "").endswith(WATCHED)


async def test_of_a_story_whose_first_article_went_another_is_shown_or_none(opens: Opens) -> None:
    stand = Newsstand()
    first, second, third = (stand.file(title=f"خبر {number}") for number in range(1, 4))
    stand.tell(third)
    stand.watches.tell(
        [Note(WatchId(1), 1, (first, second), MessageState.LISTED)], now=NOON, position=9, after=0
    )
    stand.archive.restate(first, State.WITHHELD, reason="طلب", now=NOON)
    stand.archive.restate(third, State.WITHDRAWN, reason="404", now=NOON)
    assert titles((await (await opens(stand)).get(WATCHED)).body) == ["خبر 2"]


async def test_a_masked_name_is_masked_and_a_paper_that_wants_no_search_is_in_none(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(public=True, contact="desk@example.org", host="0.0.0.0"))
    stand.tell(stand.file(title="محاكمة سمير التجاني"), stand.file(source="manara", title="من المنارة"))
    stand.decide(DecisionKind.MASK, name="سمير التجاني")
    stand.wishes.put(SiteWishes("manara", "manara.example:443", NOON, (("search", "no"),)))
    body = (await (await opens(stand)).get(WATCHED)).body
    assert len(titles(body)) == 1
    assert "التجاني" not in body.decode()


async def test_a_paused_watch_keeps_its_feed_and_a_removed_one_has_none(opens: Opens) -> None:
    stand = Newsstand()
    stand.tell(stand.file())
    stand.watches.restate(WatchId(1), WatchState.PAUSED)
    reader = await opens(stand)
    assert len(titles((await reader.get(WATCHED)).body)) == 1
    stand.watches.remove(WatchId(1))
    assert (await reader.get(WATCHED)).status == 404
    for wrong in ("/watch/1/rss", "/watch/%D8%B9/rss", "/watch/" + "x" * 32 + "/rss", "/watch/x"):
        assert (await reader.get(wrong)).status == 404
