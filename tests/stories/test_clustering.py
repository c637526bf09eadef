"""Does each article find its event and its story, and does nothing swallow the day?"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from warraq.press import ArticleId, EventId, Evidence, Kin, Kinship, MoveKind, Placing, StoryId
from warraq.stories.clustering import Clustering
from warraq.stories.living import Bars
from warraq.stories.ordering import Buffer
from warraq.stories.reading import Account

NOON = datetime(2025, 6, 3, 12, tzinfo=UTC)

HAFTAR = (
    ("حفتر يعلن سيطرته على درنة", "أعلن المشير خليفة حفتر مساء الخميس سيطرة قواته على مدينة درنة شرق ليبيا بعد معارك استمرت أسابيع مع مجلس شورى المجاهدين."),
    ("المشير حفتر: قواتنا تسيطر على مدينة درنة", "قال قائد الجيش الوطني الليبي خليفة حفتر إن قواته سيطرت على كامل مدينة درنة الليبية بعد معارك مع المجاهدين."),
)  # fmt: skip
MATCH = (
    "الأهلي يهزم الزمالك بهدفين في القمة",
    "فاز الأهلي على الزمالك بهدفين دون رد في مباراة القمة التي جمعتهما على استاد القاهرة.",
)


def account(
    number: int, title: str, body: str = "", *, hours: float = 0, source: str = "", kin: tuple[Kin, ...] = ()
) -> Account:
    return Account(
        ArticleId(number), source or f"paper{number}", title, body, NOON + timedelta(hours=hours), kin
    )


def first(clustering: Clustering, one: Account) -> Placing:
    return clustering.place(one)[0]


def test_two_papers_that_tell_of_one_happening_are_of_one_event() -> None:
    clustering = Clustering()
    began = first(clustering, account(1, *HAFTAR[0]))
    joined = first(clustering, account(2, *HAFTAR[1], hours=3))
    assert (began.event, began.grounds.evidence) == (EventId(1), Evidence.FIRST)
    assert joined.event == EventId(1)
    assert first(clustering, account(3, *MATCH, hours=4)).event == EventId(3)


def test_an_article_is_told_why_it_stands_where_it_stands() -> None:
    clustering = Clustering()
    clustering.place(account(1, *HAFTAR[0]))
    grounds = first(clustering, account(2, *HAFTAR[1], hours=3)).grounds
    assert grounds.nearest == 1
    assert {"حفتر", "درنه"} <= {*grounds.names, *grounds.words}
    assert grounds.apart == 3 * 3600


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        (("الأرصاد: أمطار رعدية على عسير والباحة", "توقعت الأرصاد هطول أمطار رعدية على عسير والباحة وجازان."),
         ("الأرصاد: أمطار رعدية على عسير والباحة", "توقعت الأرصاد هطول أمطار رعدية على عسير والباحة ونجران."), 24),
        (("القيادة تهنئ رئيس بوركينا فاسو بذكرى الاستقلال", "بعث الملك برقية تهنئة لرئيس بوركينا فاسو بمناسبة ذكرى استقلال بلاده."),
         ("القيادة تهنئ رئيس كوت ديفوار باليوم الوطني", "بعث الملك برقية تهنئة لرئيس كوت ديفوار بمناسبة اليوم الوطني لبلاده."), 20),
        (("الذهب يتراجع مع ارتفاع الدولار", "تراجع الذهب إلى 1090 دولارا للأوقية."),
         ("النفط يتراجع مع ارتفاع الدولار", "تراجع النفط إلى 49 دولارا للبرميل."), 2),
        (("الأهلي يواجه الزمالك في القمة غدا", "يواجه الأهلي الزمالك غدا على استاد القاهرة في مباراة القمة."), MATCH, 30),
    ],
)  # fmt: skip
def test_like_words_of_two_happenings_are_two_events(
    one: tuple[str, str], other: tuple[str, str], hours: float
) -> None:
    clustering = Clustering()
    assert (
        first(clustering, account(1, *one)).event != first(clustering, account(2, *other, hours=hours)).event
    )


def test_a_reprint_stands_where_its_text_stands() -> None:
    clustering = Clustering()
    clustering.place(account(1, *HAFTAR[0]))
    kin = (Kin(ArticleId(2), ArticleId(1), Kinship.REPRINT, 0.9),)
    placing = first(clustering, account(2, "سقوط آخر معاقل المتشددين", HAFTAR[0][1], hours=1, kin=kin))
    assert (placing.event, placing.grounds.evidence) == (EventId(1), Evidence.TEXT)


def test_a_like_text_without_any_like_word_in_front_is_a_formula() -> None:
    clustering = Clustering()
    clustering.place(account(1, *HAFTAR[0]))
    kin = (Kin(ArticleId(2), ArticleId(1), Kinship.EXCERPT, 0.9),)
    assert first(clustering, account(2, "نيمار", "يثير اللاعب غضب الجمهور", kin=kin)).event == EventId(2)


def test_a_round_up_belongs_to_the_events_whose_texts_it_holds() -> None:
    clustering = Clustering()
    clustering.place(account(1, *HAFTAR[0]))
    clustering.place(account(2, *MATCH, hours=1))
    kin = tuple(Kin(ArticleId(3), ArticleId(older), Kinship.EMBEDS, 0.9) for older in (1, 2))
    both = clustering.place(
        account(3, "أهم أخبار اليوم: حفتر والأهلي", f"{HAFTAR[0][1]}\n{MATCH[1]}", hours=2, kin=kin)
    )
    assert {place.event for place in both} == {1, 2}


def test_the_next_day_of_a_story_is_another_event_of_it() -> None:
    clustering = Clustering()
    began = first(clustering, account(1, *HAFTAR[0]))
    later = first(clustering, account(2, "حفتر يزور درنة ويعد أهلها بالإعمار", "زار المشير خليفة حفتر مدينة درنة شرق ليبيا ووعد أهلها بإعادة إعمار ما دمرته المعارك.", hours=60))  # fmt: skip
    assert later.event != began.event
    assert later.story == began.story


def test_ten_thousand_like_headlines_do_not_make_one_event() -> None:
    clustering = Clustering(Bars(most=400, most_of_source=40))
    events: Counter[EventId] = Counter()
    for number in range(1, 2_001):
        events[first(clustering, account(number, "عاجل", "", hours=number / 3600, source="flood")).event] += 1
    assert max(events.values()) <= 40


def test_articles_without_a_word_stand_alone() -> None:
    clustering = Clustering()
    assert [first(clustering, account(number, "", " ")).event for number in (1, 2, 3)] == [1, 2, 3]


def test_an_event_that_rested_for_long_is_told_of_and_forgotten() -> None:
    clustering = Clustering()
    clustering.place(account(1, *HAFTAR[0]))
    clustering.place(account(2, *MATCH, hours=24 * 9))
    assert [(move.kind, move.event) for move in clustering.moves()] == [(MoveKind.RESTED, 1)]
    assert clustering.event_of(ArticleId(1)) is None
    assert clustering.moves() == ()


def test_a_clustering_is_made_again_from_what_the_archive_holds() -> None:
    clustering = Clustering()
    clustering.recall(account(1, *HAFTAR[0]), EventId(77), StoryId(70))
    placing = first(clustering, account(2, *HAFTAR[1], hours=3))
    assert (placing.event, placing.story) == (77, 70)


def test_whoever_came_first_within_the_wait_the_events_are_the_same() -> None:
    texts = [*HAFTAR, MATCH, ("القمة: هدفان للأهلي في مرمى الزمالك", MATCH[1])]
    accounts = [account(number, *text, hours=number / 10) for number, text in enumerate(texts, 1)]

    def events(order: list[Account]) -> dict[ArticleId, EventId]:
        buffer, clustering = Buffer(), Clustering()
        for one in order:
            buffer.take(one, came=NOON + timedelta(minutes=30))
        return {
            one.article: clustering.place(one)[0].event for one in buffer.release(NOON + timedelta(hours=3))
        }

    shuffled = accounts.copy()
    random.Random(4).shuffle(shuffled)
    assert events(accounts) == events(shuffled)


def test_a_date_that_lies_ahead_is_none() -> None:
    buffer = Buffer()
    buffer.take(account(1, *MATCH, hours=24 * 365), came=NOON)
    assert [one.at for one in buffer.release(NOON + timedelta(hours=1))] == [NOON]


def test_an_article_waits_for_its_hour() -> None:
    buffer = Buffer()
    buffer.take(account(1, *MATCH), came=NOON)
    assert list(buffer.release(NOON + timedelta(minutes=59))) == []
    assert len(buffer) == 1


def test_what_is_over_takes_no_room() -> None:
    clustering = Clustering()
    for number in range(1, 12_001):
        name = f"{'ابتثجحخدذر'[number % 10]}{'سشصضطظعغفق'[number // 10 % 10]}ين{'كلمنهويزقط'[number // 100 % 10]}"
        clustering.place(account(number, f"{name} {number}", hours=number / 60))
    living = clustering._living
    assert len(living.events) <= 60 * 24 * 5 + 1
    assert len(living.readings) <= 60 * 24 * 5 + 1
    assert len(living.holding) <= 2 * 60 * 24 * 5 + 10_000
    assert sum(living.stories.values()) == sum(event.size for event in living.events.values())


def test_two_happenings_in_one_event_are_parted() -> None:
    other = (
        "حريق هائل يلتهم سوق الجملة في طنطا",
        "اندلع حريق هائل في سوق الجملة بمدينة طنطا وأتى على محال كثيرة.",
    )
    clustering = Clustering(Bars(reviewed=frozenset({6})))
    for number in (1, 2):
        clustering.recall(account(number, *HAFTAR[number - 1]), EventId(1), StoryId(1))
    for number in (3, 4, 5):
        clustering.recall(account(number, *other), EventId(1), StoryId(1))
    clustering.place(account(6, *HAFTAR[0], hours=1))
    assert [(move.kind, move.event, move.other, move.articles) for move in clustering.moves()] == [
        (MoveKind.SPLIT, 1, 3, (3, 4, 5))
    ]
    assert clustering.event_of(ArticleId(3)) == 3


def test_events_that_an_editor_keeps_apart_are_not_merged() -> None:
    for apart in (False, True):
        clustering = Clustering()
        clustering.recall(account(1, *HAFTAR[0]), EventId(1), StoryId(1))
        clustering.recall(account(2, *HAFTAR[1]), EventId(2), StoryId(2))
        if apart:
            clustering.keep_apart(EventId(2), EventId(1))
        clustering.place(account(3, HAFTAR[0][0], HAFTAR[1][1], hours=1))
        merged = [move for move in clustering.moves() if move.kind is MoveKind.MERGED]
        assert bool(merged) is not apart
        assert (clustering.event_of(ArticleId(2)) == 1) is not apart
