"""Does the front page lead with what many papers tell, and fall back where nobody shares an event?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from tests.newsroom.telling import PORT
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, two
from warraq.archives.memorystories import MemoryStories
from warraq.newsroom.grouping import Grouping
from warraq.newsroom.leading import kept_back
from warraq.ports.stories import Batch
from warraq.press import (
    ArticleId,
    DecisionKind,
    EventId,
    Evidence,
    Grounds,
    Member,
    Placing,
    State,
    StoryId,
)


async def test_home_leads_with_the_event_of_most_papers_and_others_headlines_beneath(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    for _ in range(9):
        stand.file()
    stand.group()
    page = (await (await opens(stand)).get("/")).page
    lead = page.css_first(".lead")
    assert lead.css_first("h2 a").attributes["href"] == f"/sada/{told[0]}"
    assert lead.css_first(".covered-by").text() == "غطّته 3 صحف"
    assert lead.css_first(".covered-by").attributes["href"] == f"/story/{told[0]}"
    assert [one.text() for one in lead.css(".others a")] == [PORT[1][0], PORT[2][0]]
    ranks = [one.attributes["href"] for one in page.css(".ranks a[href^='/story/']")]
    assert ranks == [f"/story/{told[0]}", f"/story/{told[3]}"]


async def test_no_article_stands_on_home_twice_and_an_event_once(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    for number in range(40):
        words = [
            f"{'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'[number % 28]}{'رمسلن'[place % 5]}{'ادوي'[number % 4]}{place}"
            for place in range(20)
        ]
        source = ("sada", "manara")[number % 2]
        stand.file(
            source=source, keys=(f"x.example/{number}",), title=" ".join(words[:6]), body=" ".join(words)
        )
    stand.group()
    page = (await (await opens(stand)).get("/")).page
    inside = [
        one.attributes["href"]
        for one in page.css(".lead h2 a, .card h3 a, .others a, .rail h3 a, .paper-line, .block h3 a")
    ]
    assert len(inside) == len(set(inside))
    assert sum(one.endswith((f"/{told[3]}", f"/{told[4]}")) for one in inside) == 1


class Counting(MemoryStories):
    asked = 0

    def places(self, articles: Sequence[ArticleId]) -> Mapping[ArticleId, tuple[Member, ...]]:
        self.asked += 1
        return super().places(articles)


async def test_the_ticker_has_an_event_once_and_home_asks_once_where_all_of_it_stands(opens: Opens) -> None:
    stand = Newsstand(stories=Counting())
    told = stand.cover()
    alone = stand.file(source="phare", title="خبر لا يرويه غيرها", body="سطر واحد عن أمر آخر تمامًا.")
    reader = await opens(stand)
    stand.stories.asked = 0  # type: ignore[attr-defined]
    page = (await reader.get("/")).page
    assert stand.stories.asked == 1  # type: ignore[attr-defined]
    shown = {
        int((link.attributes["href"] or "").rpartition("/")[2]) for link in page.css(".ticker li a[href]")
    }
    assert len(shown.intersection(told[:3])) == 1
    assert len(shown.intersection(told[3:])) == 1
    assert shown - {*told} == {alone}


async def test_home_is_todays_list_where_no_event_is_shared(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(4):
        stand.file()
    stand.group()
    page = (await (await opens(stand)).get("/")).page
    assert not page.css(".covered-by, .others, .ranks")
    assert len(page.css(".card")) == 3


async def test_what_was_told_long_ago_leads_nothing(opens: Opens) -> None:
    stand = Newsstand()
    stand.cover(ago=timedelta(hours=60))
    stand.file()
    stand.group()
    page = (await (await opens(stand)).get("/")).page
    assert not page.css(".covered-by, .ranks")


async def test_a_withheld_headline_leaves_home_and_its_count(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    reader = await opens(stand)
    await reader.get("/")
    stand.decide(DecisionKind.WITHHOLD, article=told[0], before=State.VISIBLE)
    stand.clock.time = NOON + timedelta(seconds=4)
    answer = await reader.get("/")
    assert PORT[0][0] not in answer.text
    assert answer.page.css_first(".lead .covered-by").text() == "غطّته صحيفتان"


async def test_the_most_told_are_a_list_and_a_feed(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    reader = await opens(stand)
    page = (await reader.get("/stories")).page
    assert [one.attributes["href"] for one in page.css(".most h2 a")] == [
        f"/story/{told[0]}",
        f"/story/{told[3]}",
    ]
    feed = await reader.get("/stories/rss")
    assert feed.text.count("<item>") == 2
    assert "غطّته 3 صحف: صدى النهر، المنارة الجديدة، Le Phare du Nil" in feed.text
    assert (await (await opens(Newsstand())).get("/stories")).page.css(".nothing")


async def test_answers_of_one_event_stand_together_if_the_reader_wants_it_so(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    stand.follow()
    reader = await opens(stand)
    alone = (await reader.get("/search?q=اللاذقية")).page
    assert len(alone.css(".result")) == 3
    together = alone.css_first(".joining a[href*='group=story']").attributes["href"]
    page = (await reader.get(together)).page
    [result] = page.css(".result")
    assert len(result.css(".same-text li")) == 2
    assert result.css_first(".copies").text() == "+2 في الحدث نفسه"
    assert result.css_first(".copies").attributes["href"] == f"/story/{told[0]}"
    assert "3 أخبار" in page.css_first(".total").text()


async def test_an_event_stands_once_on_all_pages_of_answers_and_their_number_is_said(opens: Opens) -> None:
    stand = Newsstand()
    members = []
    for number in range(1, 61):  # twenty events of three articles, that come in turns
        event = EventId((number - 1) % 20 + 1)
        grounds = (
            Grounds(Evidence.FIRST) if number <= 20 else Grounds(Evidence.WORDS, nearest=ArticleId(event))
        )
        body = f"قال المتحدث رقم {number} إن الجسر رقم {event} سيفتح للسير في موعده المحدد، وإن الكلفة بلغت {number * 7} مليونا."
        article = stand.file(
            ago=timedelta(minutes=90 - number),
            title=f"جسر {number}",
            body=body,
            keys=(f"x.example/{number}",),
        )
        held = stand.archive.article(article)
        assert held is not None
        members.append(Member(Placing(article, event, StoryId(event), grounds), "sada", "eg", held.at))
    assert stand.stories.group(Batch(tuple(members)), position=stand.archive.last_change(), after=0)
    stand.follow()
    reader = await opens(stand)
    address: str | None = "/search?q=الجسر&group=story"
    seen: list[str] = []
    pages = 0
    while address:
        page = (await reader.get(address)).page
        assert page.css_first(".total").text() == "60 خبرًا · في 20 حدثًا"
        seen += [one.attributes["href"] or "" for one in page.css(".result .more a[href^='/story/']")]
        assert all(len(one.css(".same-text li")) == 2 for one in page.css(".result"))
        link = page.css_first("a[rel=next]")
        address, pages = (link.attributes["href"] if link else None), pages + 1
    assert pages == 2
    assert sorted(seen) == sorted(f"/story/{number}" for number in range(1, 21))


async def test_an_edition_is_told_of_an_event_by_its_own_papers(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    told = [
        stand.file(ago=ago, title=title, body=body, source=source, keys=(f"{source}.example/1",))
        for (title, body), source, ago in zip(
            PORT,
            ("sada", "manara", "marsa"),
            (timedelta(hours=3), timedelta(hours=2), timedelta(hours=1)),
            strict=True,
        )
    ]
    stand.group()
    reader = await opens(stand)
    for address, own in (
        ("/", f"/sada/{told[0]}"),
        ("/eg", f"/sada/{told[0]}"),
        ("/tn", f"/marsa/{told[2]}"),
    ):
        lead = (await reader.get(address)).page.css_first(".lead")
        assert lead.css_first("h2 a").attributes["href"] == own, address
        assert lead.css_first(".covered-by").text() == "غطّته 3 صحف"
        assert own not in [one.attributes["href"] for one in lead.css(".others a")]
        assert len(lead.css(".others a")) == 2


@pytest.mark.parametrize("grouped", [False, True])
async def test_what_asks_for_care_neither_leads_nor_has_a_picture_before_it_is_grouped(
    opens: Opens, grouped: bool
) -> None:
    stand = Newsstand()
    stand.hang(stand.file(source="manara", keys=("manara.example/1",), ago=timedelta(hours=1)), name="bridge")
    child = stand.file(title="العثور على طفل مفقود قرب الجسر", ago=timedelta(minutes=1))
    stand.hang(child)
    if grouped:
        Grouping(stand.archive, stand.stories, stand.clock, kept_back=kept_back).catch_up()
    page = (await (await opens(stand)).get("/")).page
    assert page.css_first(".lead h2 a").attributes["href"] == "/manara/1"
    assert [one.attributes["href"] for one in page.css(".rail h3 a")] == [f"/sada/{child}"]
    assert page.css_first(".lead img") is not None
    stand = Newsstand()
    stand.hang(stand.file(title="العثور على طفل مفقود قرب الجسر"))
    page = (await (await opens(stand)).get("/")).page
    assert page.css_first(".lead h2").text() == "العثور على طفل مفقود قرب الجسر"  # there is nothing else
    assert not page.css(".lead img")
