"""Does the page of an event say who tells of it, in whose words, and no more than is known?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from markupsafe import Markup

from tests.newsroom.telling import PORT, WIRE
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand
from warraq.ports.stories import Batch
from warraq.press import (
    ArticleId,
    DecisionKind,
    EventId,
    Evidence,
    Grounds,
    Headline,
    Kin,
    Kinship,
    Member,
    Moment,
    Placing,
    Precision,
    Settings,
    SiteWishes,
    State,
    StoryId,
    StoryWord,
    StoryWordKind,
)
from warraq.web import copies
from warraq.web.lines import Line

PUBLIC = Settings(public=True, contact="desk@example.org")


async def test_an_event_is_told_by_its_papers_the_oldest_first(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    answer = await (await opens(stand)).get(f"/story/{told[0]}")
    assert answer.status == 200
    assert [one.text() for one in answer.page.css(".timeline h2")] == [title for title, _ in PORT]
    assert [one.text() for one in answer.page.css(".timeline .meta .paper")] == [
        "صدى النهر", "المنارة الجديدة", "Le Phare du Nil",
    ]  # fmt: skip
    assert answer.page.css_first(".counts").text().startswith("غطّته 3 صحف 3 روايات مستقلة ")
    assert not answer.page.css(".tree svg")


async def test_any_article_of_an_event_leads_to_its_address(opens: Opens) -> None:
    stand = Newsstand()
    first, second, *_ = stand.cover()
    reader = await opens(stand)
    answer = await reader.get(f"/story/{second}")
    assert (answer.status, answer.headers["location"]) == (301, f"/story/{first}")
    answer = await reader.get(f"/story/{second}/rss")
    assert answer.headers["location"] == f"/story/{first}/rss"
    for nothing in ("/story/999", "/story/x", "/story/0", f"/story/{first}?of=x", f"/story/{first}?after=x"):
        assert (await reader.get(nothing)).status == 404, nothing


async def test_two_events_that_an_editor_joins_have_one_heir(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    word = StoryWord(StoryWordKind.MERGE, EventId(told[0]), "الإدارة", "حدث واحد", other=EventId(told[3]))
    assert stand.stories.say(word, now=NOON)
    answer = await (await opens(stand)).get(f"/story/{told[3]}")
    assert (answer.status, answer.headers["location"]) == (301, f"/story/{told[0]}")


async def test_who_printed_first_is_said_where_every_time_is_known(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    answer = await (await opens(stand)).get(f"/story/{told[0]}")
    first = answer.page.css(".timeline li")[0]
    assert first.attributes["id"] == f"a-{told[0]}"
    assert "أقدم نسخة رصدناها" in first.text()
    assert answer.text.count("أقدم نسخة رصدناها") == 1


async def test_who_printed_first_is_not_said_where_an_older_one_may_hide(opens: Opens) -> None:
    for published in (None, Moment(NOON.replace(hour=0), Precision.DAY, "Africa/Cairo")):
        stand = Newsstand()
        for number, ((title, body), source) in enumerate(zip(PORT, ("sada", "manara", "phare"), strict=True)):
            given = {"published": published} if number == 1 else {}
            stand.file(
                ago=timedelta(minutes=180 - number),
                title=title,
                body=body,
                source=source,
                keys=(f"{source}.example/{number}",),
                **given,
            )
        stand.group()
        event = stand.stories.event(EventId(1))
        assert event is not None
        answer = await (await opens(stand)).get(f"/story/{event.id}")
        assert len(answer.page.css(".timeline li")) == 3
        assert "أقدم نسخة رصدناها" not in answer.text


async def test_a_copy_is_told_apart_and_drawn_with_its_original(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    answer = await (await opens(stand)).get(f"/story/{told[3]}")
    assert [one.attributes["class"] for one in answer.page.css(".timeline li")] == ["of-own", "of-copy"]
    picture = answer.page.css_first(".tree svg")
    assert (picture.attributes["role"], len(picture.css("circle")), len(picture.css("path"))) == ("img", 2, 1)
    assert picture.attributes["aria-label"].startswith("خبر واحد من هذه الأخبار سبق نصه أو بعضه في خبر أقدم.")
    [line] = answer.page.css(".copies li")
    assert "صدى النهر: النص نفسه كلمة كلمة، والأقدم في المنارة الجديدة" in line.text().strip()
    own = await (await opens(stand)).get(f"/story/{told[3]}?of=own")
    assert [one.attributes["id"] for one in own.page.css(".timeline li")] == [f"a-{told[3]}"]


async def test_an_event_without_anything_shown_is_gone(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    reader = await opens(stand)
    stand.decide(DecisionKind.WITHHOLD, article=told[0], before=State.VISIBLE)
    stand.clock.time += timedelta(seconds=3)
    answer = await reader.get(f"/story/{told[0]}")
    assert (answer.status, len(answer.page.css(".timeline li"))) == (200, 2)
    assert PORT[0][0] not in answer.text
    for number in told[1:3]:
        stand.decide(DecisionKind.WITHHOLD, article=number, before=State.VISIBLE)
    stand.clock.time += timedelta(seconds=3)
    answer = await reader.get(f"/story/{told[0]}")
    assert answer.status == 410
    assert "لم يبق من أخبار هذا الحدث ما يُعرض" in answer.text
    assert not any(title in answer.text for title, _ in PORT)


async def test_what_a_paper_changed_of_its_headline_stands_with_it(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    held = stand.archive.article(told[1])
    title = "19 قتيلا في انفجار مستودع وقود بمرفأ اللاذقية"
    stand.archive.file([replace(held.draft, title=title, fingerprint="other")], now=NOON)
    stand.group()
    answer = await (await opens(stand)).get(f"/story/{told[0]}")
    line = answer.page.css_first(f"#a-{told[1]}")
    assert "عُدّل العنوان" in line.text()
    assert [one.text().strip() for one in line.css("del, ins")] == ["حُذف: 17", "أُضيف: 19"]


async def test_why_articles_stand_together_is_said_of_each_and_of_one(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    reader = await opens(stand)
    answer = await reader.get(f"/story/{told[0]}/why")
    assert len(answer.page.css(".reasons > li")) == 3
    assert "أول ما وصلنا من أخبار هذا الحدث" in answer.page.css(".reasons > li")[0].text()
    assert len(answer.page.css("form.choose option")) == 4
    one = await reader.get(f"/story/{told[0]}/why?article={told[1]}")
    [reason] = one.page.css(".reasons > li")
    assert "اللاذقية" in reason.css_first("dl").text()
    assert "بينهما 7 دقائق" in reason.text()
    assert len((await reader.get(f"/story/{told[0]}/why?article=x")).page.css(".reasons > li")) == 3


async def test_an_event_is_a_feed(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    answer = await (await opens(stand)).get(f"/story/{told[0]}/rss")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    assert answer.text.count("<item>") == 3
    assert f"/sada/{told[0]}</link>" in answer.text


async def test_an_article_says_where_else_its_event_and_its_text_stand(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover()
    reader = await opens(stand)
    page = (await reader.get(f"/sada/{told[0]}")).page
    assert page.css_first(".byline a.kept").attributes["href"] == f"/story/{told[0]}"
    panel = page.css_first(".panel[aria-labelledby=event-name]")
    assert panel.css_first("h2").text() == "الحدث نفسه في 3 صحف"
    assert [one.text() for one in panel.css("h3")] == [PORT[1][0], PORT[2][0]]
    page = (await reader.get(f"/sada/{told[4]}")).page
    panel = page.css_first(".panel[aria-labelledby=same-name]")
    assert "نُشر قبله. هذا الخبر: النص نفسه كلمة كلمة" in panel.text()


async def test_beside_a_late_article_of_a_long_event_stand_other_papers_alone(opens: Opens) -> None:
    stand = Newsstand()
    long_event(stand, 60)
    page = (await (await opens(stand)).get("/manara/59")).page
    panel = page.css_first(".panel[aria-labelledby=event-name]")
    assert [one.text() for one in panel.css(".paper")] == ["صدى النهر"]


async def test_an_article_that_stands_alone_has_no_such_panel(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    stand.group()
    assert not (await (await opens(stand)).get("/sada/1")).page.css(".panel")


def line(number: int, at: datetime) -> Line:
    href = f"/sada/{number}"
    return Line(
        ArticleId(number), href, "عنوان", Markup(), "ar", "sada", Markup("صدى"), "/sada", *[""] * 5,
        None, None, None, at,
    )  # fmt: skip


def test_the_original_is_what_was_printed_first_whichever_we_came_upon_first() -> None:
    lines = {
        ArticleId(1): line(1, NOON),
        ArticleId(2): line(2, NOON - timedelta(hours=1)),
        ArticleId(3): line(3, NOON + timedelta(hours=1)),
    }
    kin = [
        Kin(ArticleId(2), ArticleId(1), Kinship.EXCERPT, 0.9),
        Kin(ArticleId(3), ArticleId(1), Kinship.REPRINT, 0.8),
        Kin(ArticleId(3), ArticleId(2), Kinship.REPRINT, 0.8),
        Kin(ArticleId(3), ArticleId(9), Kinship.SAME, 1.0),
        Kin(ArticleId(3), ArticleId(2), Kinship.VERSION, 1.0),
    ]
    assert copies.parents(kin, lines) == {
        1: Kin(ArticleId(1), ArticleId(2), Kinship.EMBEDS, 0.9),
        3: Kin(ArticleId(3), ArticleId(2), Kinship.REPRINT, 0.8),
    }
    assert copies.copied(kin, lines) == {3}


def test_two_that_are_alike_by_way_of_a_newer_one_have_their_oldest_as_original() -> None:
    lines = {ArticleId(number): line(number, NOON - timedelta(hours=number)) for number in (1, 2, 3)}
    kin = [
        Kin(ArticleId(number), ArticleId(1), Kinship.REPRINT, share) for number, share in ((2, 0.8), (3, 0.9))
    ]
    assert copies.parents(kin, lines) == {
        1: Kin(ArticleId(1), ArticleId(3), Kinship.REPRINT, 0.9),
        2: Kin(ArticleId(2), ArticleId(3), Kinship.REPRINT, 0.8),
    }


def long_event(stand: Newsstand, many: int, *, all_alike: bool = False) -> None:
    """One event of that many articles of two papers, all but the first copies of it, or each of every older one."""
    members, kin = [], []
    for number in range(1, many + 1):
        source, ago = ("sada", "manara")[number % 2], timedelta(minutes=many + 30 - number)
        article = stand.file(ago=ago, source=source, keys=(f"x.example/{number}",))
        first = Grounds(Evidence.FIRST)
        grounds = Grounds(Evidence.TEXT, nearest=ArticleId(1)) if number > 1 else first
        placing = Placing(article, EventId(1), StoryId(1), grounds)
        held = stand.archive.article(article)
        members.append(Member(placing, held.draft.source, "eg", held.at))
        older = range(1, number if all_alike else min(number, 2))
        kin += [Kin(article, ArticleId(one), Kinship.REPRINT, 0.9) for one in older]
    batch = Batch(tuple(members), kin=tuple(kin))
    assert stand.stories.group(batch, position=stand.archive.last_change(), after=0)


async def test_a_long_event_goes_on_on_another_page_and_a_drawing_has_its_bounds(opens: Opens) -> None:
    stand = Newsstand()
    long_event(stand, 70)
    reader = await opens(stand)
    page = (await reader.get("/story/1")).page
    assert len(page.css(".timeline > li")) == 60
    assert len(page.css(".tree circle")) == 24
    assert "لا يتسع الرسم لها كلها" in page.css_first(".panel.copies > .small").text()
    rest = (await reader.get(page.css_first("a[rel=next]").attributes["href"])).page
    assert len(rest.css(".timeline > li")) == 10
    assert not rest.css(".tree")
    assert not rest.css("a[rel=next]")


async def test_every_copy_is_told_however_many_texts_each_is_like(opens: Opens) -> None:
    stand = Newsstand()
    long_event(stand, 40, all_alike=True)
    page = (await (await opens(stand)).get("/story/1")).page
    assert len(page.css(".timeline .of-copy")) == len(page.css(".panel.copies > ul > li")) == 39
    assert "39 نسخة منقولة" in page.css_first(".counts").text()


async def test_whom_several_accounts_name_and_which_agency_they_have_it_from(opens: Opens) -> None:
    stand = Newsstand()
    for number, ((title, body), source) in enumerate(zip(PORT, ("sada", "manara", "phare"), strict=True)):
        more = " ونقلت وكالة رويترز عن مصدر طبي أن الحصيلة قد ترتفع." if number else ""
        stand.file(
            title=title,
            body=f"{body}{more} وزار أنطونيو غوتيريش المرفأ في القاهرة.",
            source=source,
            keys=(f"{source}.example/{number}",),
        )
    stand.group()
    stand.follow()
    event = stand.stories.event(EventId(1))
    assert event is not None
    page = (await (await opens(stand)).get(f"/story/{event.id}")).page
    panel = page.css_first(".panel[aria-labelledby=whose-name]")
    assert panel.css_first(".agencies").text() == "رويترز"
    assert panel.css(".chips a[href^='/name/']")


async def test_of_a_text_that_may_not_be_shown_no_word_is_told_as_a_reason(opens: Opens) -> None:
    words = {}
    for asked in ((), (("search", "no"),)):
        stand = Newsstand(settings=PUBLIC)
        told = stand.cover()
        stand.wishes.put(SiteWishes("manara", "manara.example:443", NOON, asked))
        page = (await (await opens(stand)).get(f"/story/{told[0]}/why?article={told[1]}")).page
        words[bool(asked)] = {one.text() for one in page.css(".reasons dd span")}
    assert {"اللاذقية", "عامر"} <= words[False]
    assert words[True]
    assert all(word in PORT[1][0] for word in words[True])
    assert "عامر" not in words[True]


async def test_the_time_between_two_is_said_where_both_say_the_hour(opens: Opens) -> None:
    stand = Newsstand()
    day = Moment(NOON.replace(hour=0) - timedelta(hours=2), Precision.DAY, "Africa/Cairo")
    told = [
        stand.file(title=title, body=body, source=source, published=day, keys=(f"{source}.example/1",))
        for (title, body), source in zip(PORT, ("sada", "manara", "phare"), strict=True)
    ]
    stand.group()
    page = (await (await opens(stand)).get(f"/story/{told[0]}/why")).page
    assert len(page.css(".reasons > li")) == 3
    assert len(page.css(".near")) == 2
    assert "بينهما" not in page.css_first(".reasons").text()
    assert "الدقيقة نفسها" not in page.css_first(".reasons").text()


async def test_why_a_late_one_of_a_long_event_stands_there_is_said_too(opens: Opens) -> None:
    stand = Newsstand()
    long_event(stand, 110)
    reader = await opens(stand)
    page = (await reader.get("/story/1/why?article=107")).page
    assert [one.attributes["id"] for one in page.css(".reasons > li")] == ["a-107"]
    assert len((await reader.get("/story/1/why")).page.css(".reasons > li")) == 100


async def test_which_of_two_texts_is_older_is_said_where_it_is_known(opens: Opens) -> None:
    stand = Newsstand()
    late = stand.cover()  # the wire stands in one paper twelve minutes before the other
    page = (await (await opens(stand)).get(f"/manara/{late[3]}")).page
    assert "نُشر بعده. ذلك الخبر: النص نفسه" in page.css_first(".panel[aria-labelledby=same-name]").text()
    stand = Newsstand()
    day = Moment(NOON.replace(hour=0) - timedelta(hours=2), Precision.DAY, "Africa/Cairo")
    title, body = WIRE
    numbers = [
        stand.file(title=title, body=body, source=source, published=when, keys=(f"{source}.example/1",))
        for source, when in (("manara", Moment(NOON - timedelta(hours=2), Precision.MINUTE)), ("sada", day))
    ]
    stand.group()
    reader = await opens(stand)
    for source, number in zip(("manara", "sada"), numbers, strict=True):
        said = (
            (await reader.get(f"/{source}/{number}"))
            .page.css_first(".panel[aria-labelledby=same-name]")
            .text()
        )
        assert "لا نعرف أيهما نُشر قبل الآخر" in said
        assert "نُشر قبله" not in said
        assert "نُشر بعده" not in said
    event = stand.stories.places(numbers)[numbers[0]][0].placing.event
    [line] = (await reader.get(f"/story/{event}")).page.css(".copies li")
    assert "والأقدم" not in line.text()
    assert "ولا نعرف أيهما نُشر قبل الآخر" in line.text()


def head(number: int, published: Moment | None, seen: datetime = NOON) -> Headline:
    at = published.at if published else seen
    return Headline(ArticleId(number), "sada", "عنوان", at, published, seen, State.VISIBLE)


def test_what_was_printed_before_is_known_as_exactly_as_the_papers_say_it() -> None:
    day, minute = Precision.DAY, Precision.MINUTE
    noon, later = head(1, Moment(NOON, minute)), head(2, Moment(NOON + timedelta(minutes=1), minute))
    assert copies.printed_before(noon, later)
    assert not copies.printed_before(later, noon)
    assert not copies.printed_before(noon, head(3, Moment(NOON + timedelta(seconds=20), Precision.SECOND)))
    assert not copies.printed_before(head(4, Moment(NOON - timedelta(hours=12), day)), noon)
    assert copies.printed_before(head(5, Moment(NOON - timedelta(hours=24), day)), noon)
    assert not copies.printed_before(noon, head(6, None))
    assert copies.printed_before(head(7, None, seen=NOON - timedelta(hours=1)), noon)


async def test_a_feed_is_called_by_its_events_lead_however_long_ago_that_was(opens: Opens) -> None:
    stand = Newsstand()
    long_event(stand, 50)
    text = (await (await opens(stand)).get("/story/1/rss")).text
    assert text.count("<item>") == 40
    assert "<title>المجلس يقر خطة الجسر رقم 1 · ورّاق</title>" in text


async def test_a_timeline_of_other_days_says_the_hour_that_papers_say(opens: Opens) -> None:
    stand = Newsstand()
    told = stand.cover(ago=timedelta(hours=60))
    page = (await (await opens(stand)).get(f"/story/{told[0]}")).page
    said = [one.text() for one in page.css(".timeline time")]
    assert len(said) == 3
    assert all(re.search(r" · \d{1,2}:\d\d ", one) for one in said)
