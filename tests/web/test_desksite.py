"""The site's name, colours and texts: looked at, kept, seen everywhere, and taken back."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, egypt, two
from tests.web.signing import Editor, hired
from warraq.press import ArticleId, CaseEvent, Masthead, PictureId, Role, Settings, Titles
from warraq.web.fresh import UNASKED

BLUE = Masthead(
    ar=Titles("صدى النيل", "أرشيف مفتوح", "سطر أول.\nسطر ثانٍ.", "كل الحقوق لأصحابها"),
    fr=Titles("L’Écho du Nil"),
    light="#174a6e",
    dark="#8ec9f0",
    contact="readers@example.org",
    hijri=1,
)
FIELDS = {
    "name_ar": "صدى النيل",
    "tagline_ar": "أرشيف مفتوح",
    "about_ar": "سطر أول.\r\n\r\nسطر ثانٍ.",
    "footer_ar": "كل الحقوق لأصحابها",
    "name_fr": "L’Écho du Nil",
    "light": "174A6E",
    "dark": "#8ec9f0",
    "contact": "readers@example.org",
    "hijri": "1",
}
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "خبر\u202eعاجل",
    "a\x07b",
    "]]>",
)


async def admin(opens: Opens, stand: Newsstand) -> Editor:
    hired(stand)
    person = Editor(await opens(stand))
    assert (await person.signs_in()).status == 303
    return person


def named(stand: Newsstand, masthead: Masthead = BLUE) -> None:
    assert stand.mastheads.put(masthead, by="ليلى", now=NOON, after=stand.mastheads.last())


async def test_what_is_saved_stands_in_the_archive_with_who_set_it(opens: Opens) -> None:
    stand = Newsstand()
    person = await admin(opens, stand)
    answer = await person.sets(**FIELDS)
    assert (answer.status, answer.headers["location"]) == (303, "/desk/site?saved")
    (line,) = stand.mastheads.listed(limit=9)
    assert (line.masthead, line.by) == (BLUE, "ليلى")
    page = await person.opens("/desk/site?saved")
    assert page.words("main .note") == "حُفظ، وتراه كل الصفحات خلال ثوانٍ."
    assert page.page.css_first("#name_ar").attributes["value"] == "صدى النيل"
    assert page.page.css_first("#light").attributes["value"] == "#174a6e"


async def test_a_preview_shows_the_page_so_and_keeps_nothing(opens: Opens) -> None:
    stand = Newsstand()
    person = await admin(opens, stand)
    page = await person.sets("preview", **FIELDS)
    assert page.status == 200
    assert page.words(".brand .nameplate") == "صدى النيل"
    assert page.page.css_first("title").text().endswith("· صدى النيل")
    sheets = [one.attributes["href"] for one in page.page.css("link[rel=stylesheet]")]
    assert sheets[1] == "/desk/site.css?light=%23174a6e&dark=%238ec9f0"
    sheet = await person.opens(sheets[1])
    assert "--rubric: #174a6e" in sheet.text
    assert stand.mastheads.last() == 0
    assert (await person.opens("/")).page.css_first(".nameplate") is None


async def test_every_page_and_feed_follows_within_five_seconds(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(section="politics")
    reader, other = await opens(stand), await opens(stand)  # two workers
    addresses = (
        "/",
        "/latest",
        "/sada",
        "/sada/1",
        "/about",
        "/search",
        "/nowhere",
        "/search?q=جسر",
        "/stories",
    )
    feeds = ("/rss", "/latest/rss", "/changes/rss", "/stories/rss", "/health/rss", "/sada/rss")
    stand.follow()
    for address in (*addresses, *feeds):
        for one in (reader, other):
            assert "ورّاق" in (await one.get(address)).text, address
    named(stand)
    stand.clock.time += UNASKED
    for one in (reader, other):
        for address in addresses:
            page = (await one.get(address)).page
            assert page.css_first("title").text().endswith("· صدى النيل"), address
            assert page.css_first(".nameplate").text() == "صدى النيل", address
            assert page.css_first(".brand").attributes["aria-label"] == "صدى النيل، الصفحة الأولى"
            assert page.css_first(".foot p").text() == "كل الحقوق لأصحابها", address
            assert len(page.css("link[rel=stylesheet]")) == 2, address
        for address in feeds:
            text = (await one.get(address)).text
            assert "· صدى النيل</title>" in text, address
            assert "ورّاق" not in text, address
    assert timedelta(seconds=5) > UNASKED
    assert 'og:site_name" content="صدى النيل"' in (await reader.get("/sada/1")).text
    about = await reader.get("/about")
    assert [one.text() for one in about.page.css("main h1 ~ p")][:2] == ["سطر أول.", "سطر ثانٍ."]
    assert "readers@example.org" in (await reader.get("/contact")).words("main")


async def test_what_leaves_the_site_names_it_as_its_operator_does_within_five_seconds(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(section="politics", body="نص " * 9000)
    stand.follow()
    reader = await opens(stand)
    day = f"{NOON:%Y-%m-%d}"
    files = (
        *(f"/sada/1/cite.{form}" for form in ("txt", "bib", "ris", "json")),
        "/sada/1/cite",
        f"/issue/{day}.html",
        f"/issue/{day}",
        "/clippings.html?ids=1",
        "/clippings?ids=1",
        "/manifest.webmanifest",
        "/offline",
        "/saved",
    )
    for address in files:
        assert "ورّاق" in (await reader.get(address)).text, address
    named(stand, Masthead(ar=Titles("صدى النيل"), light="#174a6e"))
    stand.clock.time += UNASKED
    for address in (*files, "/about"):
        text = (await reader.get(address)).text
        assert "صدى النيل" in text, address
        assert "ورّاق" not in text, address
    said = json.loads((await reader.get("/manifest.webmanifest")).text)
    assert (said["name"], said["short_name"], said["theme_color"]) == ("صدى النيل", "صدى النيل", "#174a6e")


async def test_a_name_set_in_one_language_stands_in_all_and_each_may_have_its_own(opens: Opens) -> None:
    stand = Newsstand()
    named(stand)
    reader = await opens(stand)
    assert (await reader.get("/?ui=fr")).words(".nameplate") == "L’Écho du Nil"
    assert (await reader.get("/?ui=en")).words(".nameplate") == "صدى النيل"
    bare = await opens(Newsstand())
    assert (await bare.get("/?ui=en")).page.css_first("title").text().endswith("· Warraq")


async def test_the_hijri_date_of_today_moves_as_it_was_set(opens: Opens) -> None:
    stand = Newsstand()
    reader = await opens(stand)
    assert "13 جمادى الآخرة 1448" in (await reader.get("/latest")).words(".calendars")
    named(stand, Masthead(hijri=-2))
    stand.clock.time += UNASKED
    assert "11 جمادى الآخرة 1448" in (await reader.get("/latest")).words(".calendars")


async def test_every_hijri_day_moves_as_it_was_set_at_once(opens: Opens) -> None:
    day = f"{NOON:%Y-%m-%d}"
    stand = Newsstand(edition=two(), settings=Settings(hijri_offset=1))
    stand.file()
    stand.follow()
    for address in (
        "/",
        f"/day/{day}",
        f"/issue/{day}",
        f"/issue/{day}.html",
        "/prayer/cairo",
        "/sada/1/cite",
        "/clippings?ids=1",
        f"/eg/day/{day}",
        f"/eg/issue/{day}",
    ):
        reader = await opens(stand)
        assert "14 جمادى الآخرة 1448" in (await reader.get(address)).text, address
        named(stand, Masthead(hijri=-2))
        stand.clock.time += UNASKED
        moved = (await reader.get(address)).text
        assert "11 جمادى الآخرة 1448" in moved, address
        assert "14 جمادى الآخرة" not in moved, address
        named(stand, Masthead())
        stand.clock.time += UNASKED
        assert "14 جمادى الآخرة 1448" in (await reader.get(address)).text, address


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_hostile_words_in_every_field_stay_words(opens: Opens, payload: str) -> None:
    stand = Newsstand(edition=egypt())
    stand.file()
    person = await admin(opens, stand)
    texts = dict.fromkeys(("name_ar", "tagline_ar", "about_ar", "footer_ar", "name_fr", "about_en"), payload)
    assert (await person.sets(**texts)).status == 303
    stand.clock.time += UNASKED
    for address in ("/", "/about", "/desk/site", "/sada/1", "/about?ui=en"):
        page = (await person.opens(address)).page
        assert page.css("script:not([src]):not([type='application/ld+json'])") == []
        assert page.css("[onerror], [style], style, img[src=x]") == []
        assert "\u202e" not in page.html


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("light", "blue", "ليس لونًا"),
        ("light", "#12345", "ليس لونًا"),
        ("light", "#f0a08a", "لا يُقرأ على ورق الصفحة"),
        ("dark", "#7a1f0f", "لا يُقرأ على ورق الصفحة"),
        ("contact", "javascript:alert(1)", "ليس بريدًا"),
        ("contact", "http://example.org", "ليس بريدًا"),
        ("hijri", "3", "من يومين قبل"),
        ("hijri", "x", "من يومين قبل"),
        ("name_ar", "ا" * 41, "40 من الحروف على الأكثر"),
        ("about_fr", "e" * 5_001, "5000 من الحروف على الأكثر"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    opens: Opens, field: str, text: str, says: str
) -> None:
    stand = Newsstand()
    person = await admin(opens, stand)
    for do in ("preview", "save"):
        page = await person.sets(do, **FIELDS | {field: text})
        assert page.status == 400
        assert says in page.words(f"#{field}-flaw")
        assert page.page.css_first(f"#{field}").attributes["aria-invalid"] == "true"
        assert page.page.css_first("#name_fr").attributes["value"] == "L’Écho du Nil", (
            "what was typed is not lost"
        )
    assert stand.mastheads.last() == 0


async def test_a_faint_colour_is_answered_with_its_contrast_and_one_that_would_do(opens: Opens) -> None:
    stand = Newsstand()
    person = await admin(opens, stand)
    told = (await person.sets(light="#f0a08a")).words("#light-flaw")
    assert "تباينه 1.8" in told
    nearest = told[told.index("#") :][:7]
    assert (await person.sets(light=nearest)).status == 303


async def test_an_earlier_state_comes_back_and_so_does_what_warraq_has(opens: Opens) -> None:
    stand = Newsstand()
    person = await admin(opens, stand)
    await person.sets(**FIELDS)
    await person.sets(name_ar="اسم آخر")
    page = await person.opens("/desk/site")
    lines = [" ".join(one.text().split()) for one in page.page.css(".recasts li")]
    assert len(lines) == 3
    assert "القائم الآن" in lines[0]
    assert (await person.sets("undo", number="1")).headers["location"] == "/desk/site?undone"
    assert stand.mastheads.standing().masthead == BLUE
    assert (await person.sets("undo", number="0")).status == 303
    assert stand.mastheads.standing().masthead == Masthead()
    assert [one.undoes for one in stand.mastheads.listed(limit=9)] == [0, 1, None, None]
    assert (await person.sets("undo", number="77")).status == 404


async def test_who_saves_on_what_another_changed_meanwhile_is_told(opens: Opens) -> None:
    stand = Newsstand()
    person = await admin(opens, stand)
    await person.opens("/desk/site")
    named(stand)
    for do in ({"do": "save", "name_ar": "اسم آخر"}, {"do": "undo", "number": "0"}):
        page = await person.posts("/desk/site", after="0", **do)
        assert page.status == 409
        assert "غيّر غيرك" in page.words("main .note")
    assert stand.mastheads.standing().masthead == BLUE


async def test_a_moderator_sees_the_desk_and_not_the_name(opens: Opens) -> None:
    stand = Newsstand()
    hired(stand, "amal", Role.MODERATOR)
    person = Editor(await opens(stand))
    await person.signs_in("amal")
    desk = await person.opens("/desk")
    assert [one.attributes["href"] for one in desk.page.css(".desk-ways nav a")] == [
        "/desk",
        "/desk/pictures",
        "/desk/requests",
        "/desk/stories",
        "/desk/papers",
    ]
    assert (await person.opens("/desk/site")).status == 403
    assert (await person.opens("/desk/site.css")).status == 403


async def test_the_desk_counts_what_waits(opens: Opens) -> None:
    stand = Newsstand(settings=Settings())
    stand.file()
    person = await admin(opens, stand)
    quiet = await person.opens("/desk")
    assert "لا طلب ينتظر" in quiet.words(".waiting")
    for number in range(3):
        stand.claims.open(
            "correction", "الرقم خطأ", key=f"k{number}", article=ArticleId(1), contact=None, now=NOON
        )
    stand.claims.mark_hidden(1)
    stand.hang(stand.file(image="https://cdn.example/a.png"))
    stand.moderating.decide(PictureId(1), CaseEvent.HIDE, "طلب")
    stand.moderating.appeal(PictureId(1), "الصورة من أرشيف البلدية")
    desk = await person.opens("/desk")
    told = desk.words(".waiting")
    assert "3 طلبات تنتظر جوابًا" in told
    assert "طلب واحد حُجب به شيء في الحال" in told
    assert "صورة واحدة أبلغ عنها القرّاء" in told
    assert "/desk/pictures" in [one.attributes["href"] for one in desk.page.css(".waiting a")]


async def test_the_sheet_is_kept_for_a_year_under_its_mark_and_asked_again_without(opens: Opens) -> None:
    stand = Newsstand()
    reader = await opens(stand)
    empty = await reader.get("/site.css")
    assert (empty.status, empty.text, empty.headers["cache-control"]) == (200, "", "no-cache")
    named(stand)
    stand.clock.time += UNASKED
    address = (await reader.get("/")).page.css("link[rel=stylesheet]")[1].attributes["href"]
    sheet = await reader.get(address)
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet.headers["cache-control"]
    again = await reader.get("/site.css", headers={"if-none-match": sheet.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    named(stand, Masthead(light="#005a3c"))
    stand.clock.time += UNASKED
    changed = await reader.get(address)
    assert changed.headers["cache-control"] == "no-cache", "an old mark names no new colours for a year"
