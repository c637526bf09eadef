from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, jpeg
from warraq.press import Settings, State
from warraq.web.broadsheet import LARGEST_BYTES
from warraq.web.clippings import MOST

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")


def order(answer: Answer) -> list[str]:
    return [node.attributes["href"] or "" for node in answer.page.css(".sheet-title a")]


async def send(reader: Reader, address: str = "/clippings", **fields: str) -> Answer:
    said = {name.replace("_", "-"): value for name, value in fields.items()}
    return await reader.get(address, method="POST", body=urlencode(said).encode())


async def test_a_review_stands_in_the_order_of_its_address_with_both_calendars(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(3):
        stand.file()
    page = await (await opens(stand)).get("/clippings?ids=3,1,2&title=أخبار الجسر")
    assert order(page) == ["/sada/3", "/sada/1", "/sada/2"]
    assert page.words("h1") == "أخبار الجسر"
    assert "3 قصاصات" in page.words(".sheet-line")
    assert "23 نوفمبر 2026 الموافق 13 جمادى الآخرة 1448 هـ · 11:57 ص" in page.words(".sheet-byline")
    assert "localhost/sada/3" in page.words(".sheet-where")


@pytest.mark.parametrize(
    "told",
    [
        "2 1",
        "2،1",
        "http://localhost/sada/2\nhttp://localhost/sada/1?utm_source=x",
        "/sada/2/versions/1\r\n/sada/1#top",
        "https://sada.example/news/2 https://www.sada.example/news/1?utm_source=x",
        "2 2 2 1 nonsense http://[ https://elsewhere.example/sada/3 /search /latest",
    ],
)
async def test_articles_are_named_by_number_or_by_our_address_or_by_their_papers(
    opens: Opens, told: str
) -> None:
    stand = Newsstand()
    for _ in range(3):
        stand.file()
    page = await (await opens(stand)).get(f"/clippings?{urlencode({'ids': told})}")
    assert order(page) == ["/sada/2", "/sada/1"]


@pytest.mark.parametrize(
    ("move", "after"),
    [
        ("up-3", ["1", "3", "2"]),
        ("up-1", ["1", "2", "3"]),
        ("down-1", ["2", "1", "3"]),
        ("down-3", ["1", "2", "3"]),
        ("remove-2", ["1", "3"]),
        ("up-9", ["1", "2", "3"]),
        ("burn-1", ["1", "2", "3"]),
    ],
)
async def test_without_a_script_buttons_put_it_in_order_and_lose_no_note(
    opens: Opens, move: str, after: list[str]
) -> None:
    stand = Newsstand()
    for _ in range(3):
        stand.file()
    page = await send(
        await opens(stand), ids="1,2,3", title="عنوان", intro="تقديم", note_1="ملاحظة على الأول", move=move
    )
    assert page.page.css_first("input[name=ids]").attributes["value"] == ",".join(after)
    assert page.words("h1") == "عنوان"
    assert page.words(".sheet-intro") == "تقديم"
    assert page.page.css_first("#note-1").text() == "ملاحظة على الأول"
    assert "ملاحظة على الأول" in page.words("#clip-1 .sheet-note")
    assert page.headers["cache-control"] == "private, no-store"


async def test_what_a_reader_wrote_stands_in_no_address(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    page = await send(await opens(stand), ids="1", title="عنوان", intro="سر", note_1="سر آخر")
    link = urlsplit(page.page.css_first("[data-clip-link]").attributes["href"] or "")
    assert parse_qs(link.query) == {"ids": ["1"], "title": ["عنوان"]}


async def test_the_file_holds_the_notes_and_needs_nothing_else(opens: Opens) -> None:
    stand = Newsstand()
    stand.hang(stand.file())
    stand.file()
    reader = await opens(stand)
    file = await send(reader, "/clippings.html", ids="2,1", title="مراجعة", note_2="سطر\nوسطر")
    assert file.headers["content-disposition"] == 'attachment; filename="warraq-review-2026-11-23.html"'
    assert order(file) == ["http://localhost/sada/2", "http://localhost/sada/1"]
    assert [node.text() for node in file.page.css(".sheet-note p")] == ["سطر", "وسطر"]
    assert not file.page.css("script, link, form, input, textarea, button")
    assert "data:image/jpeg;base64," in file.text
    assert jpeg("a", 4)
    assert (await reader.get("/clippings.html?ids=2,1")).status == 200


async def test_what_may_not_be_shown_is_counted_and_not_named(opens: Opens) -> None:
    stand = Newsstand(settings=PUBLIC)
    shown, withheld = stand.file(body=f"{'كلمة ' * 100}الخاتمة"), stand.file(title="عنوان محجوب")
    withdrawn = stand.file(body="نص مسحوب")
    stand.archive.restate(withheld, State.WITHHELD, reason="طلب", now=NOON)
    stand.archive.restate(withdrawn, State.WITHDRAWN, reason="404", now=NOON)
    reader = await opens(stand)
    for address in ("/clippings", "/clippings.html"):
        answer = await reader.get(f"{address}?ids={shown},{withheld},{withdrawn},99")
        assert "عنوان محجوب" not in answer.text
        assert "الخاتمة" not in answer.text
        assert "نص مسحوب" not in answer.text
        assert "سحبت الصحيفة هذا الخبر" in answer.text
    page = await reader.get(f"/clippings?ids={shown},{withheld},99")
    assert "خبران مما طُلب لم يعودا معروضين" in page.words(".note[role]")


async def test_a_review_is_bounded_and_says_so(opens: Opens) -> None:
    stand = Newsstand()
    for _ in range(MOST + 5):
        stand.file(title="<&\"'>" * 200, body="<&\"'>" * 9000)
    reader = await opens(stand)
    ids = ",".join(str(number) for number in range(1, MOST + 6))
    page = await reader.get(f"/clippings?ids={ids}")
    assert len(order(page)) == MOST
    assert "تُركت الزيادة" in page.text
    notes = {f"note_{number}": "<&\"'>" * 200 for number in range(1, MOST + 1)}
    file = await send(reader, "/clippings.html", ids=ids, intro="<&\"'>" * 600, **notes)
    assert file.status == 200
    assert len(file.body) <= LARGEST_BYTES


async def test_more_than_a_form_of_ours_sends_is_refused(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    assert (await send(await opens(stand), ids="1", intro="ا" * 200_000)).status == 413


async def test_nothing_clipped_yet_says_how_to_begin(opens: Opens) -> None:
    page = await (await opens(Newsstand())).get("/clippings")
    assert "لا قصاصات بعد" in page.words("main")
    assert page.page.css("form.clip-first textarea[name=ids]")


async def test_hostile_words_of_a_reader_stay_words(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    payload = '</textarea><script>alert(1)</script>"><img src=x>{{ 7*7 }}'
    page = await send(await opens(stand), ids="1", title=payload, intro=payload, note_1=payload)
    assert "<script>alert" not in page.text
    assert page.words("h1") == payload
    assert not page.page.css("main img")
