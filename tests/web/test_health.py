"""Readers see how each paper does, in words, and when it was we who did not look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, two
from tests.web.test_decided_doors import later
from warraq.ports.daybook import FeedState
from warraq.press import Condition, DayTally, DecisionKind, Gap, GapKind, Settings, Trouble, Turn

FEED = FeedState(
    "sada", "https://sada.example/rss", tried=NOON, reached=NOON - timedelta(minutes=4), status=304,
    due=NOON + timedelta(minutes=11),
)  # fmt: skip
PUBLIC = Settings(public=True, contact="desk@press.example")


def stand_of(
    *, silent_days: int = 0, each: int = 12, looked: int = 40, state: FeedState = FEED, **given: object
) -> Newsstand:
    """A paper that gave so many articles on each of four weeks' days, until it fell silent."""
    stand = Newsstand(**given)  # type: ignore[arg-type]
    for day in range(silent_days, 28):
        for hour in range(each):
            stand.file(ago=timedelta(days=day, minutes=20 + hour))
    for day in range(looked):
        tally = DayTally("sada", "sada", NOON.date() - timedelta(days=day), fetched=5, unchanged=95)
        stand.ledger.add([tally], beat=NOON)
    stand.daybook.put_feed_state(state)
    return stand


async def test_a_silent_paper_is_called_so_with_what_is_usual(opens: Opens) -> None:
    reader = await opens(stand_of(silent_days=3))
    answer = await reader.get("/sada/health")
    assert answer.status == 200
    assert answer.words(".condition") == "صامتة منذ 3 أيام، ومعتادها 12 خبرًا في اليوم."
    shown = (await reader.get("/health")).page
    assert [head.text() for head in shown.css("h2.head > span:first-child")] == [
        "صامتة", "لم تُزر بعد", "انقطاعات عندنا",
    ]  # fmt: skip


async def test_what_fell_into_a_gap_of_ours_is_not_called_silence(opens: Opens) -> None:
    stand = stand_of(silent_days=3)
    stand.ledger.put_gap(Gap(NOON - timedelta(days=2), NOON - timedelta(days=1, hours=15), GapKind.STOPPED))
    reader = await opens(stand)
    answer = await reader.get("/sada/health")
    assert answer.words(".condition") == "تصلنا أخبارها كالمعتاد."
    assert answer.words(".gap-list") == (
        "من 21 نوفمبر 2026 الساعة 12:00 م إلى الساعة 9:00 م: لم يكن برنامج الجمع يعمل."
    )
    assert answer.page.css_first(".daily .blind") is not None


async def test_a_paper_s_page_says_what_a_monitor_would(opens: Opens) -> None:
    stand = stand_of()
    tally = DayTally("sada", "sada", NOON.date() - timedelta(days=6), failures=((Trouble.SLOW, 2),))
    stand.ledger.add([tally], beat=NOON)
    answer = await (await opens(stand)).get("/sada/health")
    told = [" ".join(node.text().split()) for node in answer.page.css("dl.reason > *")]
    assert dict(zip(told[::2], told[1::2], strict=True)) == {
        "آخر زيارة ناجحة": "قبل 4 دقائق",
        "آخر تعذّر": "17 نوفمبر 2026: تأخر جواب الموقع حتى انقضت المهلة.",
        "الزيارة القادمة": "بعد 11 دقيقة",
        "آخر خبر منها": "قبل 20 دقيقة",
        "معتادها": "12 خبرًا في اليوم",
        "منها اليوم": "12 خبرًا",
        "زيارات بلا جديد": "95% من الزيارات الناجحة (أجابت الصحيفة: لا جديد)",
    }
    assert "لم نسجّل انقطاعًا في جمعنا منذ 30 يومًا." in answer.text


async def test_of_the_days_before_the_first_visit_nothing_is_claimed(opens: Opens) -> None:
    reader = await opens(stand_of(silent_days=3, looked=6))
    for path in ("/health", "/sada/health"):
        answer = await reader.get(path)
        assert "نجمع منذ 18 نوفمبر 2026، ولم نسجّل انقطاعًا مذّاك" in answer.text
        assert "منذ 30 يومًا." not in answer.text
    assert answer.words(".condition") == "تصلنا أخبارها كالمعتاد."
    assert len(answer.page.css(".daily .blind")) == 25  # the first day was not looked at whole


async def test_a_collector_that_runs_no_more_is_told_though_nobody_is_there_to_note_it(opens: Opens) -> None:
    stand = stand_of(silent_days=3)
    stand.clock.time = NOON + timedelta(days=2)
    reader = await opens(stand)
    answer = await reader.get("/health")
    assert answer.words(".gap-list") == "منذ 23 نوفمبر 2026 الساعة 12:00 م: لا يعمل برنامج الجمع."
    assert "لا يعمل برنامج الجمع" in (await reader.get("/health/rss")).text


async def test_the_chart_runs_from_right_to_left_and_says_itself_in_words(opens: Opens) -> None:
    answer = await (await opens(stand_of(silent_days=1))).get("/sada/health")
    bars = answer.page.css(".daily svg > rect")
    places = [float(bar.attributes["x"] or 0) for bar in bars]
    assert places == sorted(places, reverse=True)
    assert bars[-1].attributes["height"] == "0.0"
    label = answer.page.css_first(".daily svg").attributes["aria-label"]
    assert label == "من 25 أكتوبر إلى 23 نوفمبر: 324 خبرًا، أكثرها يوم 22 نوفمبر: 12 خبرًا."
    assert len(answer.page.css(".numbers tbody tr")) == 30
    assert 'style="' not in answer.text


async def test_the_operator_reads_the_clause_and_the_public_a_sentence(opens: Opens) -> None:
    clause = "certificate not accepted: certificate has expired"
    ill = replace(FEED, problem=clause, reached=NOON - timedelta(days=2), status=None)
    for settings, raw in ((Settings(), True), (PUBLIC, False)):
        reader = await opens(stand_of(state=ill, settings=settings))
        for address in ("/health", "/sada/health", "/sources"):
            text = (await reader.get(address)).text
            assert (clause in text) is (raw and address != "/sources"), address
        answer = await reader.get("/sada/health")
        assert answer.words(".condition") == "لا تجيب خلاصتها؛ أجابت آخر مرة في 21 نوفمبر 2026."
        assert "شهادة الأمان في الموقع غير صالحة." in answer.text


async def test_a_feed_that_moved_is_told_with_its_new_address(opens: Opens) -> None:
    new = "https://new.example/feed"
    moved = replace(FEED, moved_to=new, moved_since=NOON - timedelta(days=5), moved_times=3)
    answer = await (await opens(stand_of(state=moved))).get("/sada/health")
    assert answer.words(".health-facts .why") == new


async def test_a_gone_feed_has_no_next_visit(opens: Opens) -> None:
    gone = replace(FEED, problem="HTTP 410", stopped="HTTP 410 since 2026-11-20", status=410, due=None)
    answer = await (await opens(stand_of(state=gone))).get("/sada/health")
    assert answer.words(".condition") == "أزالت الصحيفة خلاصتها نهائيًا."
    assert "لا زيارة بعد؛ ننتظر أن يُعرف عنوان جديد" in answer.text


async def test_a_paper_that_opted_out_is_neither_well_nor_ill_as_nobody_asks_it(opens: Opens) -> None:
    made = stand_of(state=replace(FEED, problem="HTTP 503", status=503))
    reader = await opens(made)
    made.decide(DecisionKind.OPT_OUT, source="sada")
    await later(made)
    told = "لا نزورها، نزولًا عند طلبها"
    page = await reader.get("/sada/health")
    assert page.words(".condition") == f"{told}."
    assert "الزيارة القادمة" not in page.text
    papers = await reader.get("/health")
    assert papers.words("#health-alone").startswith(told)
    assert told in (await reader.get("/sources")).words("main")
    assert f"{told}." in (await reader.get("/sada")).words("main")
    for address in ("/health", "/sources"):
        assert "HTTP 503" not in (await reader.get(address)).text


async def test_each_edition_has_its_own_papers_health(opens: Opens) -> None:
    reader = await opens(stand_of(edition=two()))
    both, tunisian = (await reader.get("/health")).text, (await reader.get("/tn/health")).text
    assert ("بريد المرسى" in both, "صدى النهر" in both) == (True, True)
    assert ("بريد المرسى" in tunisian, 'href="/sada/health"' in tunisian) == (True, False)
    led = await reader.get("/eg/sada/health")
    assert (led.status, led.headers["location"]) == (301, "/sada/health")


@pytest.mark.parametrize("address", ["/nobody/health", "/sada/health/more", "/healthy"])
async def test_a_paper_that_nobody_knows_has_no_health(opens: Opens, address: str) -> None:
    assert (await (await opens(stand_of())).get(address)).status == 404


async def test_health_is_linked_and_is_nobody_s_to_index(opens: Opens) -> None:
    reader = await opens(stand_of(settings=PUBLIC))
    assert 'href="/health"' in (await reader.get("/sources")).text
    assert 'href="/sada/health"' in (await reader.get("/sada")).text
    for address in ("/health", "/sada/health"):
        assert (await reader.get(address)).headers["x-robots-tag"] == "noindex"


async def test_turns_and_gaps_are_a_feed(opens: Opens) -> None:
    stand = stand_of(settings=Settings(address="https://press.example"))
    last = NOON - timedelta(days=9)
    stand.ledger.turned([
        Turn("sada", NOON - timedelta(days=6), Condition.SILENT, last=last, pace=2.2),
        Turn("manara", NOON - timedelta(days=5), Condition.FAILING, "HTTP 503"),
        Turn("sada", NOON - timedelta(days=4), Condition.WELL),
        Turn("elsewhere", NOON - timedelta(days=3), Condition.WELL),
    ])  # fmt: skip
    stand.ledger.put_gap(Gap(NOON - timedelta(days=2), NOON - timedelta(days=1), GapKind.HALTED))
    reader = await opens(stand)
    answer = await reader.get("/health/rss")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    items = etree.fromstring(answer.body).findall(".//item")
    assert [item.findtext("title") for item in items] == [
        "من 21 نوفمبر 2026 الساعة 12:00 م إلى 22 نوفمبر 2026 الساعة 12:00 م: امتلأ القرص عندنا فتوقف الجمع.",
        "صدى النهر: عادت أخبارها تصلنا",
        "المنارة الجديدة: لم تجب خلاصتها طوال يوم",
        "صدى النهر: صامتة منذ 3 أيام، ومعتادها خبران في اليوم",
    ]
    assert items[2].findtext("description") == "طلب الموقع أن نمهله، فخفّفنا زياراتنا."
    assert items[3].findtext("link") == "https://press.example/sada/health"
    assert len({item.findtext("guid") for item in items}) == 4
    again = await reader.get("/health/rss", headers={"if-none-match": answer.headers["etag"]})
    assert again.status == 304


async def test_a_house_without_news_of_its_papers_has_an_empty_feed(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/health/rss")
    assert (answer.status, etree.fromstring(answer.body).findall(".//item")) == (200, [])
