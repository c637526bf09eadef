"""Does a moderator see what waits, decide by one key's worth of a form, and does no reader see a hidden picture by it?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.newsroom import pictures as files
from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand
from tests.web.signing import Editor, hired
from tests.web.test_picture import pictured
from warraq.moderation import caselog
from warraq.press import (
    Actor,
    CaseEvent,
    CaseLine,
    CaseState,
    CaseWord,
    Category,
    PictureId,
    PictureState,
    Proof,
    Reporter,
    Role,
    State,
    object_key,
)

DAY = f"{NOON:%Y-%m-%d}"
ONE, TWO = PictureId(1), PictureId(2)
DESK = "/desk/pictures"


def hung(stand: Newsstand, *names: str, **given: str) -> None:
    """Each of these pictures, with real prints."""
    for name in names:
        pictured(stand, name, **given)
        held = stand.pictures.picture(PictureId(stand.pictures.count()))
        assert held is not None
        for size, pixels in (("full", (1200, 800)), ("card", (480, 320))):
            stand.objects.put(object_key(held.negative.pixels, size), files.file(files.scene(pixels)))


def crowd(stand: Newsstand, picture: int, many: int = 6, category: Category = Category.OTHER) -> None:
    """So many people of networks of their own, who have reported nothing else."""
    since = stand.clock.now() - timedelta(days=9)
    for number in range(many):
        who = f"{picture} {category} {number}"
        stand.moderating.report(PictureId(picture), Reporter(who, f"{who} p", f"{who} n", since), category)


def later(stand: Newsstand, **time: float) -> None:
    stand.clock.time += timedelta(**(time or {"minutes": 15}))
    stand.moderating.catch_up()


def attacked(stand: Newsstand, many: int = 6) -> None:
    """So many of a paper's pictures, each reported by six people: three are hidden, the others frozen."""
    hung(stand, *(f"p{number}" for number in range(many)))
    for number in range(1, many + 1):
        crowd(stand, number)
    later(stand)


async def moderator(opens: Opens, stand: Newsstand, name: str = "amal") -> Editor:
    hired(stand, name, Role.MODERATOR)
    person = Editor(await opens(stand))
    assert (await person.signs_in(name)).status == 303
    return person


async def decides(person: Editor, picture: int, do: str, **fields: str) -> Answer:
    """Opens the case, and sends its form."""
    page = await person.opens(f"{DESK}/{picture}")
    form = page.page.css_first("form.verdict")
    given = {
        one.attributes["name"]: one.attributes.get("value") or "" for one in form.css("input[name], select")
    }
    for select in form.css("select"):
        chosen = select.css_first("option[selected]") or select.css_first("option")
        given[select.attributes["name"]] = chosen.attributes["value"]
    return await person.posts(f"{DESK}/{picture}", **{**given, "do": do, **fields})


def order(page: Answer) -> list[str]:
    return [one.text().strip() for one in page.page.css(".hangings h3 a")]


def state(stand: Newsstand, picture: int) -> CaseState:
    found: CaseState = stand.reports.case(PictureId(picture)).standing.state
    return found


async def test_the_queue_has_appeals_first_and_frozen_ones_last_each_with_what_is_said_of_it(
    opens: Opens,
) -> None:
    stand = Newsstand()
    attacked(stand, 4)
    hung(stand, "severe", "hidden", source="manara")
    crowd(stand, 5, 3, Category.CHILD)
    stand.moderating.decide(PictureId(6), CaseEvent.HIDE, "دم")
    stand.moderating.appeal(PictureId(6), "لوحة لا حادث")
    person = await moderator(opens, stand)
    page = await person.opens(DESK)
    assert order(page) == [f"الصورة {number}" for number in (6, 5, 1, 2, 3, 4)]
    assert page.words("main h1 + p") == "6 صور أبلغ عنها القرّاء"
    lines = [" ".join(one.text().split()) for one in page.page.css(".hangings li")]
    assert "اعتُرض على حجبها" in lines[0]
    assert "المنارة الجديدة" in lines[0]
    assert "صنف خطير" in lines[1]
    assert "حجبتها الإبلاغات 6 قرّاء، منذ" in lines[2]
    assert "المجلس يقر خطة الجسر رقم 1" in lines[2]
    assert page.headers["cache-control"] == "no-store"


async def test_the_queue_is_narrowed_by_state_and_paper_and_the_next_keeps_to_it(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 5)
    hung(stand, "m", source="manara")
    crowd(stand, 6, 3)
    person = await moderator(opens, stand)
    assert order(await person.opens(f"{DESK}?paper=manara")) == ["الصورة 6"]
    assert order(await person.opens(f"{DESK}?state=frozen")) == ["الصورة 4", "الصورة 5"]
    assert order(await person.opens(f"{DESK}?state=frozen&paper=manara")) == []
    assert len(order(await person.opens(f"{DESK}?state=nothing&paper=no%20such"))) == 6
    case = await person.opens(f"{DESK}/4?state=frozen")
    skip = case.page.css_first(".verdict a[data-key=s]")
    assert skip.attributes["href"] == f"{DESK}/5?state=frozen"
    answer = await decides(person, 4, "keep", state="frozen")
    assert answer.headers["location"].startswith(f"{DESK}/5?state=frozen&did=4.")


async def test_a_long_queue_has_pages(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(26):
        hung(stand, f"p{number}")
        crowd(stand, number + 1, 3)
    person = await moderator(opens, stand)
    first = await person.opens(DESK)
    assert len(order(first)) == 24
    onward = first.page.css_first(".turns a[rel=next]").attributes["href"]
    second = await person.opens(onward)
    assert order(second) == ["الصورة 25", "الصورة 26"]
    assert second.page.css_first(".turns a[rel=prev]").attributes["href"] == DESK
    assert order(await person.opens(f"{DESK}?page=99")) == []


async def test_a_case_tells_kinds_score_papers_articles_appeal_and_its_log_and_never_who(
    opens: Opens,
) -> None:
    stand = Newsstand()
    hung(stand, "a")
    stand.hang(stand.file(source="manara", title="خبر آخر بالصورة نفسها"), name="a")
    crowd(stand, 1, 4, Category.VIOLENCE)
    crowd(stand, 1, 2, Category.FALSE)
    later(stand)
    stand.moderating.appeal(ONE, "لوحة من معرض.\n«3 < 4» & غيرها")
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/1")
    facts = page.words(".facts")
    assert "فيها دم أو عنف أو جثث 4 قرّاء" in facts
    assert "مضللة، أو ليست لهذا الخبر" in facts
    assert "الوزن 6، 6 شبكات، 6 نطاقات" in facts
    assert "أن الصورة محجوبة" in facts
    assert "صدى النهر" in facts
    assert "المنارة الجديدة" in facts
    assert [one.text() for one in page.page.css(".appealed p")] == [
        "لوحة من معرض.",
        "«3 < 4» & غيرها",
    ]
    assert {one.attributes["href"] for one in page.page.css(".beside-articles a")} == {"/sada/1", "/manara/2"}
    log = [one.text() for one in page.page.css(".case-log strong")]
    assert log == ["اعتراض على حجبها", "حجبتها الإبلاغات", "دخلت الانتظار", "أول إبلاغ"]
    chosen = page.page.css_first("select[name=why_hide] option[selected]")
    assert chosen.attributes["value"] == "violence", "what most reporters said is the first reason"
    voices = stand.reports.case(ONE).voices
    for one in voices:
        for secret in (one.token, one.prefix, one.net, one.member, one.mover):
            assert secret not in page.text


async def test_an_article_that_is_withheld_is_counted_and_not_named(opens: Opens) -> None:
    stand = Newsstand()
    hung(stand, "a")
    gone = stand.file(title="عنوان لا يُعرض لأحد")
    stand.hang(gone, name="a")
    stand.archive.restate(gone, State.WITHHELD, reason="طلب", now=NOON)
    crowd(stand, 1)
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/1")
    assert "وخبر واحد لا يُعرض في القوائم" in page.words(".beside-articles")
    assert "عنوان لا يُعرض لأحد" not in page.text


async def test_a_picture_is_blurred_until_it_is_asked_for_and_the_page_never_asks_by_itself(
    opens: Opens,
) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/1")
    assert page.page.css_first(".judged img").attributes["src"] == f"{DESK}/1/blurred"
    asked = page.page.css_first("a.unblur").attributes["href"]
    assert asked == f"{DESK}/1?look=1"
    assert (await person.opens(asked)).page.css_first(".judged img").attributes["src"] == f"{DESK}/1/full"
    full, blurred = await person.opens(f"{DESK}/1/full"), await person.opens(f"{DESK}/1/blurred")
    held = stand.pictures.picture(ONE)
    assert held is not None
    assert full.body == stand.objects.get(object_key(held.negative.pixels, "full"))
    assert len(blurred.body) < 4_000
    for one in (full, blurred):
        assert (one.status, one.headers["content-type"]) == (200, "image/jpeg")
        assert one.headers["cache-control"] == "no-store"
        assert "etag" not in one.headers
        assert one.headers["content-security-policy"].startswith("sandbox")
        assert one.headers["cross-origin-resource-policy"] == "same-origin"
        assert one.headers["x-content-type-options"] == "nosniff"


async def test_no_reader_sees_a_hidden_picture_by_the_desks_addresses(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    held = stand.pictures.picture(ONE)
    assert held is not None
    prints = [stand.objects.get(object_key(held.negative.pixels, size)) for size in ("full", "card")]
    strangers: tuple[dict[str, str], ...] = (
        {},
        {"cookie": "warraq-desk=" + "0" * 64},
        {"cookie": "reporter=x"},
    )
    await person.opens(f"{DESK}/1/full")
    for stranger in strangers:
        for address in (
            DESK, f"{DESK}/1", f"{DESK}/1?look=1", f"{DESK}/1/full", f"{DESK}/1/blurred", f"{DESK}/log",
            f"{DESK}/log.jsonl", f"{DESK}/restore?paper=sada&day={DAY}",
        ):  # fmt: skip
            answer = await person.reader.get(address, headers={"host": "localhost", **stranger})
            assert (answer.status, answer.headers["location"]) == (303, "/desk/login"), address
            assert answer.body not in prints
    for address in ("/picture/1", "/picture/1/card"):
        assert (await person.opens(address)).status == 410, "and no moderator by readers' addresses"


@pytest.mark.parametrize("address", ["/99", "/99/full", "/99/blurred", "/x", "/0", "/1/thumb"])
async def test_what_is_no_picture_has_no_page(opens: Opens, address: str) -> None:
    stand = Newsstand()
    hung(stand, "a")
    person = await moderator(opens, stand)
    assert (await person.opens(DESK + address)).status == 404
    await person.opens(DESK)
    assert (await person.posts(DESK + address, do="keep", why_keep="news", last="0")).status in (404, 405)


async def test_a_picture_whose_bytes_were_let_go_or_are_damaged_is_judged_without_them(opens: Opens) -> None:
    stand = Newsstand()
    hung(stand, "a", "b")
    crowd(stand, 1)
    crowd(stand, 2)
    stand.pictures.let_go([ONE])
    held = stand.pictures.picture(TWO)
    assert held is not None
    stand.objects.put(object_key(held.negative.pixels, "card"), b"\xff\xd8\xff damaged")
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/1")
    assert "لم تعد الصورة محفوظة" in page.words(".judged")
    assert (await person.opens(f"{DESK}/1/full")).status == 404
    assert (await person.opens(f"{DESK}/2/blurred")).status == 404
    assert (await decides(person, 1, "hide")).status == 303


@pytest.mark.parametrize(
    ("do", "fields", "after", "reason"),
    [
        ("keep", {}, CaseState.KEPT, "صورة خبر لا عيب فيها"),
        ("keep", {"why_keep": "attack"}, CaseState.KEPT, "إبلاغات منظّمة"),
        ("hide", {}, CaseState.CONFIRMED_HIDDEN, "فيها دم أو عنف أو جثث"),
        ("hide", {"why_hide": "child"}, CaseState.CONFIRMED_HIDDEN, "طفل في وضع مؤذٍ"),
        ("hide", {"reason": "  كما طلبت\tالأسرة "}, CaseState.CONFIRMED_HIDDEN, "كما طلبت الأسرة"),
    ],
)
async def test_one_button_decides_with_a_reason_and_shows_the_next(
    opens: Opens, do: str, fields: dict[str, str], after: CaseState, reason: str
) -> None:
    stand = Newsstand()
    attacked(stand, 2)
    person = await moderator(opens, stand)
    answer = await decides(person, 1, do, **fields)
    last = stand.reports.log(ONE)[-1]
    assert (answer.status, answer.headers["location"]) == (303, f"{DESK}/2?did=1.{last.number}")
    assert (state(stand, 1), last.said.reason, last.said.actor) == (after, reason, Actor.MODERATOR)
    page = await person.opens(answer.headers["location"])
    assert page.words("main h1") == "الصورة 2"
    assert "الصورة 1" in page.words(".just-done p")
    assert await decides(person, 2, do)
    empty = await person.opens(DESK)
    assert "لا شيء هنا ينتظر نظرك" in empty.words(".nothing")


async def test_the_last_of_the_queue_leads_back_to_the_list_with_what_was_done(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    answer = await decides(person, 1, "keep")
    assert urlsplit(answer.headers["location"]).path == DESK
    assert "أُبقيت الصورة 1" in (await person.opens(answer.headers["location"])).words(".just-done")


async def test_readers_see_a_decision_at_once_and_reports_count_no_more(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    assert (await person.opens("/picture/1")).status == 410
    await decides(person, 1, "keep")
    assert (await person.opens("/picture/1")).status == 200
    crowd(stand, 1, 30)
    later(stand, days=1)
    assert (await person.opens("/picture/1")).status == 200


async def test_a_frozen_picture_is_thawed_to_the_queue_and_nothing_else_is(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 4)
    person = await moderator(opens, stand)
    assert (await decides(person, 4, "thaw")).status == 303
    assert state(stand, 4) is CaseState.QUEUED
    last = stand.reports.log()[-1].number
    refused = await decides(person, 1, "thaw")
    assert refused.status == 409
    assert "لا يصح هذا القرار" in refused.words("main .note")
    assert stand.reports.log()[-1].number == last
    assert (await person.opens(f"{DESK}/1")).page.css_first("button[value=thaw]") is None


async def test_the_way_back_is_the_other_word_with_its_reason_in_the_log(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 2)
    person = await moderator(opens, stand)
    page = await person.opens((await decides(person, 1, "hide")).headers["location"])
    button = page.page.css_first(".just-done button")
    assert (button.attributes["value"], button.attributes["accesskey"]) == ("undo", "u")
    assert "أبقِها معروضة" in button.text(), "it says what it does"
    line = page.page.css_first(".just-done input[name=last]").attributes["value"]
    answer = await person.posts(f"{DESK}/1", do="undo", last=line)
    assert answer.status == 303
    assert urlsplit(answer.headers["location"]).path == f"{DESK}/1", "and shows the case again"
    last = stand.reports.log(ONE)[-1].said
    assert (last.event, last.reason) == (CaseEvent.KEEP, f"تراجع عن القرار في السطر {line} من السجل")
    again = await person.posts(f"{DESK}/1", do="undo", last=line)
    assert again.status == 409, "once"
    assert state(stand, 1) is CaseState.KEPT


async def test_nothing_is_taken_back_that_no_moderator_decided(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    last = stand.reports.log(ONE)[-1].number
    await person.opens(f"{DESK}/1")
    assert (await person.posts(f"{DESK}/1", do="undo", last=str(last))).status == 409
    page = await person.opens(f"{DESK}?did=1.{last}")
    assert page.page.css_first(".just-done") is None
    assert state(stand, 1) is CaseState.AUTO_HIDDEN


async def test_two_moderators_do_not_speak_over_each_other(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    one, other = await moderator(opens, stand), await moderator(opens, stand, "salma")
    page = await other.opens(f"{DESK}/1")
    last = page.page.css_first(".verdict input[name=last]").attributes["value"]
    await decides(one, 1, "keep", reason="صورة من افتتاح الجسر")
    late = await other.posts(f"{DESK}/1", do="hide", why_hide="violence", last=last)
    assert late.status == 409
    assert "تغيّر شأن هذه الصورة" in late.words("main .note")
    assert "صورة من افتتاح الجسر" in late.words(".case-log .new")
    assert state(stand, 1) is CaseState.KEPT
    fresh = late.page.css_first(".verdict input[name=last]").attributes["value"]
    assert (await other.posts(f"{DESK}/1", do="hide", why_hide="violence", last=fresh)).status == 303
    assert state(stand, 1) is CaseState.CONFIRMED_HIDDEN


async def test_a_decision_on_a_case_that_time_or_readers_moved_meanwhile_is_refused_too(opens: Opens) -> None:
    stand = Newsstand()
    hung(stand, "a")
    crowd(stand, 1, 3)
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/1")
    last = page.page.css_first(".verdict input[name=last]").attributes["value"]
    crowd(stand, 1, 6, Category.FALSE)
    later(stand)
    late = await person.posts(f"{DESK}/1", do="keep", why_keep="news", last=last)
    assert late.status == 409
    assert "حجبتها الإبلاغات" in late.words(".case-log .new")
    assert state(stand, 1) is CaseState.AUTO_HIDDEN


@pytest.mark.parametrize("fields", [{"why_keep": "none of ours"}, {"reason": "  \t "}, {}])
async def test_no_decision_without_a_reason(opens: Opens, fields: dict[str, str]) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    await person.opens(f"{DESK}/1")
    last = str(stand.reports.log(ONE)[-1].number)
    answer = await person.posts(f"{DESK}/1", do="keep", last=last, **fields)
    assert answer.status == 422
    assert "لا قرار بلا سبب" in answer.words("main .note")
    assert state(stand, 1) is CaseState.AUTO_HIDDEN


async def test_what_the_law_hides_is_not_answered_here(opens: Opens) -> None:
    stand = Newsstand()
    hung(stand, "a")
    stand.moderating.decide(ONE, CaseEvent.LEGAL, "أمر محكمة")
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/1")
    assert page.page.css_first(".verdict") is None
    last = str(stand.reports.log(ONE)[-1].number)
    for do in ("keep", "hide", "thaw", "undo"):
        answer = await person.posts(f"{DESK}/1", do=do, why_keep="news", why_hide="child", last=last)
        assert answer.status == 409, do
    assert state(stand, 1) is CaseState.LEGAL_HIDDEN


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("", {"sec-fetch-site": "same-origin"}, 403),
        ("0" * 64, {"sec-fetch-site": "same-origin"}, 403),
        (None, {"sec-fetch-site": "cross-site"}, 403),
        (None, {"origin": "https://evil.example"}, 403),
        (None, {"origin": "null"}, 403),
    ],
)
@pytest.mark.parametrize("path", ["/1", "/restore"])
async def test_a_forged_form_decides_nothing(
    opens: Opens, path: str, token: str | None, headers: dict[str, str], status: int
) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    await person.opens(f"{DESK}/1")
    before = repr(stand.reports.log())
    person.headers = headers
    person.token = person.token if token is None else token
    last = str(stand.reports.log(ONE)[-1].number)
    given = {"why_keep": "news", "last": last, "paper": "sada", "day": DAY, "upto": "99", "reason": "هجوم"}
    for do in ("keep", "undo", "restore"):
        answer = await person.posts(DESK + path, do=do, **given)
        assert answer.status == status
    assert repr(stand.reports.log()) == before


async def test_a_form_that_is_too_long_or_no_form_of_ours_does_nothing(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 1)
    person = await moderator(opens, stand)
    await person.opens(f"{DESK}/1")
    before = repr(stand.reports.log())
    assert (await person.posts(f"{DESK}/1", do="keep", reason="س" * 2_000, last="3")).status == 413
    assert (await person.posts(f"{DESK}/1", do="delete", last="3")).status == 404
    assert (await person.posts(f"{DESK}/restore", do="restore", paper="sada", day="2026-02-31")).status == 404
    assert (await person.posts(f"{DESK}/restore", do="restore", paper="../x", day=DAY)).status == 404
    long = {"do": "restore", "paper": "sada", "day": DAY, "upto": "1," * 40_000}
    assert (await person.posts(f"{DESK}/restore", **long)).status == 413
    assert repr(stand.reports.log()) == before


async def test_a_papers_day_is_given_back_at_one_click_after_a_page_that_says_so(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 6)
    stand.moderating.decide(TWO, CaseEvent.HIDE, "فيها جثة")
    person = await moderator(opens, stand)
    desk = await person.opens("/desk")
    alert = desk.page.css_first(".breakers")
    assert "صدى النهر: بلغت الإبلاغات الحد اليومي" in " ".join(alert.text().split())
    assert "3 صور" in alert.text()
    href = alert.css_first("a").attributes["href"]
    page = await person.opens(href)
    assert order(page) == [f"الصورة {number}" for number in (1, 3, 4, 5, 6)]
    assert all("/blurred" in (one.attributes["src"] or "") for one in page.page.css(".hangings img"))
    assert "5 صور تُعاد" in page.words("main h2 + p")
    assert "ستُعرض كلها من جديد" in page.words(".whole-day p")
    seen = page.page.css_first("input[name=upto]").attributes["value"]
    given = {"do": "restore", "paper": "sada", "day": DAY, "upto": seen, "reason": "هجوم منظم"}
    answer = await person.posts(f"{DESK}/restore", **given)
    assert answer.status == 303
    after = await person.opens(answer.headers["location"])
    assert "أُعيدت 5 صور" in after.words("main .note")
    assert "لا شيء يُعاد من ذلك اليوم" in after.words(".nothing")
    assert [state(stand, number) is CaseState.KEPT for number in range(1, 7)] == [True, False] + [True] * 4
    kept = [one.said for one in stand.reports.log() if one.said.event is CaseEvent.KEEP]
    assert [(one.picture, one.reason) for one in kept] == [
        (number, "هجوم منظم") for number in (1, 3, 4, 5, 6)
    ]
    assert (await person.opens("/desk")).page.css_first(".breakers") is None
    again = await person.posts(f"{DESK}/restore", **given)
    assert again.status == 409
    assert "لم يُعد شيء" in again.words("main .note")


async def test_a_long_day_is_shown_by_pages_and_given_back_whole_from_any_of_them(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 60)
    person = await moderator(opens, stand)
    address, pages = f"{DESK}/restore?paper=sada&day={DAY}", []
    while address:
        page = await person.opens(address)
        pages.append(order(page))
        assert "60 صورة تُعاد" in page.words("main h2 + p")
        on = page.page.css_first("a[rel=next]")
        address = on.attributes["href"] or "" if on else ""
    assert [len(one) for one in pages] == [24, 24, 12]
    assert [one for page in pages for one in page] == [f"الصورة {number}" for number in range(1, 61)]
    assert "هنا من 49 إلى 60 من أصل 60" in page.words("main")
    middle = page.page.css_first("a[rel=prev]").attributes["href"] or ""
    stand.moderating.decide(TWO, CaseEvent.KEEP, "صورة خبر")  # what was given back moves no page
    stand.moderating.decide(ONE, CaseEvent.HIDE, "فيها جثة")
    page = await person.opens(middle)
    assert order(page) == pages[1]
    assert page.page.css_first("a[rel=prev]").attributes["href"] == f"{DESK}/restore?paper=sada&day={DAY}"
    upto = page.page.css_first("input[name=upto]").attributes["value"]
    answer = await person.posts(f"{DESK}/restore", do="restore", paper="sada", day=DAY, upto=upto)
    assert parse_qs(urlsplit(answer.headers["location"]).query)["restored"] == ["58"]
    kept = [state(stand, number) for number in range(1, 61)]
    assert kept == [CaseState.CONFIRMED_HIDDEN, *[CaseState.KEPT] * 59]


async def test_only_what_was_seen_is_given_back(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 4)
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/restore?paper=sada&day={DAY}")
    upto = page.page.css_first("input[name=upto]").attributes["value"]
    hung(stand, "late")
    crowd(stand, 5)
    later(stand)
    for nonsense in ("", "x", "0", "-1", "9" * 30):
        given = {"do": "restore", "paper": "sada", "day": DAY, "upto": nonsense}
        assert (await person.posts(f"{DESK}/restore", **given)).status == 409
    answer = await person.posts(f"{DESK}/restore", do="restore", paper="sada", day=DAY, upto=upto, reason="")
    assert parse_qs(urlsplit(answer.headers["location"]).query)["restored"] == ["4"]
    assert state(stand, 5) is CaseState.FROZEN
    assert order(await person.opens(answer.headers["location"])) == ["الصورة 5"]
    assert stand.reports.log(ONE)[-1].said.reason == "إبلاغات منظّمة"


@pytest.mark.parametrize(
    "query", ["", "?paper=nobody&day=2026-11-23", "?paper=sada&day=2999-01-01", "?paper=sada&day=x"]
)
async def test_a_day_or_paper_that_is_none_asks_for_one(opens: Opens, query: str) -> None:
    stand = Newsstand()
    attacked(stand, 4)
    person = await moderator(opens, stand)
    page = await person.opens(f"{DESK}/restore{query}")
    assert page.status == 200
    assert page.page.css_first(".whole-day") is None
    assert page.page.css_first("input[name=day]").attributes["value"] == DAY


async def test_near_copies_stand_beside_the_case_and_go_with_a_hide(opens: Opens) -> None:
    stand = Newsstand()
    hung(stand, "a", "b")
    crowd(stand, 1)
    later(stand)
    person = Editor(await opens(stand))
    stand.pictures.prove(ONE, Proof((), 0, "f" * 64, 90))
    stand.pictures.prove(TWO, Proof((), 0, "f" * 62 + "00", 90))
    hired(stand, "amal", Role.MODERATOR)
    await person.signs_in("amal")
    page = await person.opens(f"{DESK}/1")
    assert order(page) == ["الصورة 2"]
    answer = await decides(person, 1, "hide")
    assert "وحُجبت معها صورة تكاد تكون هي" in (await person.opens(answer.headers["location"])).words(
        ".just-done"
    )
    assert state(stand, 2) is CaseState.MATCH_HIDDEN
    log = await person.opens(f"{DESK}/2")
    assert "لشبهها بالصورة 1" in log.words(".case-log")


async def test_the_whole_log_is_shown_narrowed_and_says_that_it_is_whole(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 4)
    person = await moderator(opens, stand)
    await decides(person, 4, "keep", reason="من افتتاح الجسر")
    page = await person.opens(f"{DESK}/log")
    assert page.words("main .note.whole") == "السجل سليم: 13 سطرًا كما كُتبت، والصور على ما تقول."
    assert len(page.page.css(".case-log li")) == 13
    assert "من افتتاح الجسر" in page.words(".case-log li")
    assert "amal" not in page.words(".case-log")
    assert len((await person.opens(f"{DESK}/log?picture=4")).page.css(".case-log li")) == 4
    assert len((await person.opens(f"{DESK}/log?event=freeze")).page.css(".case-log li")) == 1
    assert len((await person.opens(f"{DESK}/log?month=2026-11&event=crowd")).page.css(".case-log li")) == 3
    assert (
        len((await person.opens(f"{DESK}/log?month=1999-01&picture=x&event=none")).page.css(".case-log li"))
        == 13
    )


async def test_an_altered_line_is_found_on_the_page_of_the_log(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 2)
    person = await moderator(opens, stand)
    line = stand.reports._log[2]
    stand.reports._log[2] = replace(line, said=replace(line.said, voices=99))
    page = await person.opens(f"{DESK}/log")
    assert "السطر 3 ليس كما كُتب" in page.words("main .note.altered")
    stand.reports._log[2] = line
    case = stand.reports._cases[ONE]
    stand.reports._cases[ONE] = replace(case, standing=replace(case.standing, state=CaseState.KEPT))
    assert "(1)" in (await person.opens(f"{DESK}/log")).words("main .note.altered")


async def test_the_log_is_taken_along_line_by_line_and_its_chain_holds_outside_the_house(
    opens: Opens,
) -> None:
    stand = Newsstand()
    attacked(stand, 5)
    person = await moderator(opens, stand)
    await decides(person, 1, "hide", reason="دم «كثير»")
    file = await person.opens(f"{DESK}/log.jsonl")
    assert file.headers["content-type"].startswith("application/x-ndjson")
    assert "attachment" in file.headers["content-disposition"]
    assert file.headers["cache-control"] == "no-store"
    lines = [_line(json.loads(one)) for one in file.text.splitlines()]
    assert lines == list(stand.reports.log())
    assert caselog.broken(lines) is None
    assert "amal" not in file.text
    tampered = [*lines[:3], replace(lines[3], at=lines[3].at + timedelta(seconds=1)), *lines[4:]]
    assert caselog.broken(tampered) == 4


def _line(told: dict[str, object]) -> CaseLine:
    """A line of the file as the house has it."""
    at = datetime.fromisoformat(str(told["at"])).astimezone(UTC)
    said = {**told, "voices": told["reporters"]}
    for name in ("number", "at", "hash", "previous", "reporters"):
        del said[name]
    word: CaseWord = caselog.read(json.dumps(said))
    return CaseLine(
        int(str(told["number"])), at, word, str(told["hash"]), told["previous"] and str(told["previous"])
    )


async def test_what_readers_get_is_the_same_bytes_whatever_a_moderator_looks_at(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 4)
    person = await moderator(opens, stand)
    stranger = await opens(stand)
    addresses = (
        "/sada/1",
        "/sada/4",
        "/latest",
        "/picture/1",
        "/picture/4",
        "/picture/4/report",
        "/rights",
        "/rss",
    )
    before = [await _plain(stranger, one) for one in addresses]
    for address in (
        "",
        "/1",
        "/1?look=1",
        "/1/full",
        "/4",
        "/4/blurred",
        "/log",
        f"/restore?paper=sada&day={DAY}",
    ):
        assert (await person.opens(DESK + address)).status == 200
    assert [await _plain(stranger, one) for one in addresses] == before


async def _plain(reader: Reader, address: str) -> tuple[int, bytes]:
    """An answer without what every form's own token is."""
    answer = await reader.get(address)
    tokens = (
        [one.attributes["value"] or "" for one in answer.page.css("input[name=token]")]
        if answer.body[:1] == b"<"
        else []
    )
    body = answer.body
    for token in tokens:
        body = body.replace(token.encode(), b"")
    return answer.status, body


async def test_a_report_is_thanked_alike_before_and_after_a_moderators_word(opens: Opens) -> None:
    from tests.web.test_report import Person

    answers = []
    for word in (None, CaseEvent.KEEP):
        stand = Newsstand()
        hung(stand, "a")
        if word:
            stand.moderating.decide(ONE, word, "خبر")
        person = Person(await opens(stand))
        await person.opens()
        token = person.token
        answers.append((await person.posts()).body.replace(token.encode(), b""))
    assert answers[0] == answers[1]


async def test_an_admin_and_a_moderator_moderate_alike_and_nobody_else(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 2)
    hired(stand)
    admin = Editor(await opens(stand))
    await admin.signs_in()
    assert (await admin.opens(DESK)).status == 200
    assert (await decides(admin, 1, "keep")).status == 303
    bar = await (await moderator(opens, stand)).opens(DESK)
    shown = [one.attributes["href"] for one in bar.page.css(".desk-ways nav a")]
    assert shown[:2] == ["/desk", DESK]
    assert "/desk/site" not in shown
    gone = Editor(admin.reader)
    gone.token = admin.token
    assert (await gone.posts(f"{DESK}/2", do="keep", why_keep="news", last="5")).status == 403
    assert state(stand, 2) is CaseState.AUTO_HIDDEN


async def test_every_case_page_speaks_all_three_languages(opens: Opens) -> None:
    stand = Newsstand()
    attacked(stand, 4)
    person = await moderator(opens, stand)
    for tongue, said in (("fr", "La garder"), ("en", "Keep it"), ("ar", "أبقِها معروضة")):
        page = await person.opens(f"{DESK}/1?ui={tongue}")
        assert said in page.words(".verdict")
        assert page.page.css_first("html").attributes["lang"] == tongue
    held = stand.pictures.picture(ONE)
    assert held is not None
    assert held.state is PictureState.HIDDEN
