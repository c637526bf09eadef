"""A door is called dead, moved or hijacked only after several looks over days, and no living paper ever is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from warraq.crawling import doors
from warraq.crawling.doors import Finding
from warraq.ports.fetcher import Failed
from warraq.ports.rechecks import DoorState, Doorway

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME = "https://nahar.example/"
HEADLINES = [
    "مجلس المدينة يقر خطة الجسر الجديد بعد نقاش طويل",
    "وزارة الصحة تعلن بدء حملة التطعيم في المحافظات",
    "ارتفاع أسعار القمح والدقيق في الأسواق المحلية",
    "المنتخب يستعد لمباراة التصفيات أمام ضيفه الأحد",
    "افتتاح معرض الكتاب بمشاركة مئة دار نشر عربية",
    "إضراب عمال الموانئ يدخل يومه الثالث على التوالي",
]
LIVING = (
    "أخبار اليوم: وزارة الصحة تمدد حملة التطعيم، والمنتخب يصل إلى العاصمة قبل مباراة الأحد. تراجع أسعار الدقيق في "
    "الأسواق، ومجلس المدينة يناقش ميزانية الجسر، وإقبال على معرض الكتاب في يومه الثاني. رأي: ماذا بعد إضراب الموانئ؟ "
    "الطقس غدا حار نهارا معتدل ليلا على السواحل الشمالية والرياح خفيفة إلى معتدلة مع فرص أمطار على المرتفعات. اتصل بنا"
)
CASINO_AR = (
    "أفضل كازينو أونلاين: سلوت وروليت وبوكر ورهانات رياضية، سجل الآن واحصل على مكافأة الإيداع الأول. العب مجانا واربح "
    "الجوائز الكبرى كل يوم مع أكبر موقع مراهنات في المنطقة وخدمة عملاء على مدار الساعة وسحب سريع للأرباح بلا رسوم "
)
CASINO_TR = (
    "Canlı bahis ve casino: slot, rulet, iddaa. Deneme bonusu ve freebet için güncel giriş adresi. " * 4
)
CASINO_ID = (
    "Situs judi slot gacor maxwin terpercaya, daftar togel online dan taruhan bola, RTP tertinggi. " * 4
)
PILLS = "Buy cheap viagra and cialis online, levitra without prescription, casino bonus, free shipping. " * 4
BLOG = (
    "Welcome to my travel diary. Here you will read about mountains, lakes, cheap hostels and the long trains that "
    "carried me through seven countries in one summer, with photographs of every breakfast and every sunset seen from "
    "windows, and letters to friends who stayed at home and asked what the bread tasted like in villages by the sea."
)


def look(title: str, text: str, answered: str = HOME) -> Finding:
    return doors.page(HOME, answered, title, text, HEADLINES)


@pytest.mark.parametrize(
    "text", [CASINO_AR, CASINO_TR, CASINO_ID, PILLS, BLOG, "This domain is for sale. Inquire now."]
)
def test_a_strangers_page_speaks_for_a_hijacked_door(text: str) -> None:
    assert look("", text).state is DoorState.HIJACKED


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("النهار", LIVING),
        ("النهار", LIVING + " إغلاق كازينو وضبط شبكة قمار ومراهنات ورهان"),  # news of crime
        ("النهار", "قريبا"),
        ("", ""),
        ("Enable JavaScript", "You need to enable JavaScript to run this app."),
    ],
)
def test_a_living_papers_page_is_never_a_strangers(title: str, text: str) -> None:
    assert look(title, text).state in (DoorState.OPEN, None)


def test_a_page_that_says_next_to_nothing_says_nothing() -> None:
    assert look("النهار", "قريبا") == doors.NOTHING
    assert look("النهار", LIVING) == doors.OPEN


def test_without_headlines_of_its_own_no_paper_is_judged_by_its_words() -> None:
    assert doors.page(HOME, HOME, "", CASINO_TR, HEADLINES[:4]).state is not DoorState.HIJACKED


def test_another_domain_with_the_papers_words_is_a_move_and_names_it() -> None:
    found = look("النهار", LIVING, "https://annahar.example/")
    assert (found.state, found.target) == (DoorState.MOVED, "https://annahar.example/")
    assert look("", CASINO_TR, "https://casino.example/").state is DoorState.HIJACKED
    assert look("النهار", LIVING, "https://www.nahar.example/ar").state is DoorState.OPEN


@pytest.mark.parametrize(
    ("failed", "state", "patience"),
    [
        (Failed("name not found", offline=True), DoorState.DEAD, doors.SURE),
        (Failed("HTTP 410", 410), DoorState.DEAD, doors.SURE),
        (Failed("certificate verify failed: certificate has expired"), DoorState.DEAD, doors.LONG),
        (Failed("connection refused", offline=True), DoorState.DEAD, doors.LONG),
        (Failed("HTTP 503", 503), DoorState.DEAD, doors.LONG),
        (Failed("HTTP 403", 403), None, doors.SURE),
        (Failed("HTTP 429", 429), None, doors.SURE),
    ],
)
def test_how_long_a_failure_must_last(failed: Failed, state: DoorState | None, patience: timedelta) -> None:
    found = doors.failed(failed)
    assert (found.state, found.patience) == (state, patience)


GONE = doors.failed(Failed("name not found", offline=True))


def watched(door: Doorway, found: Finding, *hours: float) -> Doorway:
    for hour in hours:
        door = doors.after(door, found, NOON + hour * HOUR)
    return door


def test_one_bad_hour_changes_nothing_nor_do_many_bad_looks_on_one_day() -> None:
    assert watched(Doorway("nahar"), GONE, 0, 0.2, 0.4, 0.9).state is DoorState.OPEN
    assert watched(Doorway("nahar"), GONE, 0, 71).state is DoorState.OPEN


def test_a_door_is_dead_after_three_days_of_looks_since_the_first_of_them() -> None:
    door = watched(Doorway("nahar"), GONE, 0, 24, 48)
    assert (door.state, door.leaning, door.looks) == (DoorState.OPEN, DoorState.DEAD, 3)
    assert door.due == NOON + 72 * HOUR
    dead = watched(door, GONE, 72)
    assert (dead.state, dead.since, dead.reason) == (DoorState.DEAD, NOON, "its domain is not found any more")
    assert dead.due == NOON + 72 * HOUR + doors.WEEKLY


def test_two_looks_far_apart_are_too_few() -> None:
    assert watched(Doorway("nahar"), GONE, 0, 200).state is DoorState.OPEN


def test_a_good_look_in_between_begins_anew() -> None:
    door = watched(Doorway("nahar"), GONE, 0, 24)
    door = watched(door, doors.OPEN, 48)
    assert (door.leaning, door.looks) == (None, 0)
    assert watched(door, GONE, 72, 96).state is DoorState.OPEN


def test_a_look_that_says_nothing_changes_nothing() -> None:
    door = watched(Doorway("nahar"), GONE, 0, 24)
    seen = watched(door, doors.NOTHING, 48)
    assert replace(seen, checked=door.checked, due=door.due) == door


def test_a_paper_that_comes_back_is_open_after_two_good_looks_of_two_days() -> None:
    dead = watched(Doorway("nahar"), GONE, 0, 24, 48, 72)
    back = watched(dead, doors.OPEN, 240)
    assert back.state is DoorState.DEAD
    assert back.due == NOON + 264 * HOUR
    assert watched(back, doors.OPEN, 264).state is DoorState.OPEN


def test_what_a_person_decided_stays_whatever_is_found() -> None:
    decided = Doorway("nahar", DoorState.OPEN, decided=True)
    assert watched(decided, GONE, 0, 24, 48, 72, 96).state is DoorState.OPEN


def test_nothing_is_filed_behind_a_bad_door_nor_one_that_leans_to_a_stranger() -> None:
    assert doors.shut(Doorway("nahar", DoorState.DEAD))
    assert doors.shut(Doorway("nahar", DoorState.HIJACKED))
    assert doors.shut(Doorway("nahar", leaning=DoorState.HIJACKED))
    assert not doors.shut(Doorway("nahar", decided=True, leaning=DoorState.HIJACKED))
    assert not doors.shut(Doorway("nahar", leaning=DoorState.DEAD))
    assert not doors.shut(Doorway("nahar", DoorState.MOVED))


def test_a_door_that_was_put_off_by_a_clock_that_ran_ahead_is_due_when_it_is_set_back() -> None:
    now = datetime(2026, 3, 10, tzinfo=UTC)
    ahead = now + timedelta(days=300)
    door = doors.after(Doorway("nahar"), doors.failed(Failed("HTTP 410", status=410)), ahead)
    assert not doors.is_due(replace(door, due=now + timedelta(days=6)), now)
    assert doors.is_due(door, now)
    again = doors.after(door, doors.failed(Failed("HTTP 410", status=410)), now)
    assert (again.leaning_since, again.looks) == (now, 1)
