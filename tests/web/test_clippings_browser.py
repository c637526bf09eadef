from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser import needs_chromium, served
from tests.web.press import Newsstand

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    stand = Newsstand()
    for number in range(1, 6):
        stand.file(title=f"خبر {number}", body=f"نص لا يشبه غيره: {'كلمة ' * number}", section="sports")
    stand.follow()
    with served(stand.application()) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own, in which no page may complain."""
    window = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = window.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on("dialog", lambda dialog: (wrong.append("dialog"), dialog.dismiss()))
    yield opened
    window.close()
    assert wrong == []


def standing(page: Page) -> list[str]:
    return [title.strip() for title in page.locator(".sheet-title").all_text_contents()]


def clip(page: Page, home: str, *numbers: int) -> None:
    """Pick articles on the list of the newest, and open the clippings."""
    page.goto(f"{home}/latest")
    page.get_by_role("button", name="اختر قصاصات").click()
    for number in numbers:
        page.get_by_role("checkbox", name=f"للقصاصات: خبر {number}").check()
    page.get_by_role("link", name=re.compile("افتح القصاصات")).click()
    page.wait_for_url("**/clippings?ids=*")


def test_what_is_picked_on_a_list_stands_in_the_review_in_that_order(page: Page, home: str) -> None:
    clip(page, home, 4, 2)
    assert standing(page) == ["خبر 4", "خبر 2"]
    page.goto(f"{home}/search?q=خبر")
    page.get_by_role("button", name="اختر قصاصات").click()
    expect(page.get_by_role("checkbox", name="للقصاصات: خبر 4")).to_be_checked()
    page.get_by_role("checkbox", name="للقصاصات: خبر 4").uncheck()
    page.get_by_role("button", name="أنهِ الاختيار").click()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.goto(f"{home}/clippings")
    page.wait_for_url("**/clippings?ids=2")
    assert standing(page) == ["خبر 2"]


def test_an_article_is_clipped_by_its_own_switch_and_by_the_keyboard(page: Page, home: str) -> None:
    page.goto(f"{home}/sada/3")
    switch = page.locator("[data-clip]")
    switch.focus()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(switch).to_have_text("في القصاصات")
    page.reload()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    switch.focus()
    page.keyboard.press(" ")
    expect(switch).to_have_attribute("aria-pressed", "false")


def test_the_keyboard_puts_in_order_and_the_browser_remembers_order_title_and_notes(
    page: Page, home: str
) -> None:
    clip(page, home, 1, 2, 3)
    up = page.locator("#clip-3 button[value='up-3']")
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(page.locator("[data-clip-said]")).to_have_text("الموضع 1 من 3")
    page.get_by_label("عنوان المراجعة").fill("صحف الصباح")
    page.locator("#note-3").fill("الأهم")
    page.locator("#clip-1 button[value='remove-1']").click()
    page.goto(f"{home}/clippings")
    page.wait_for_url("**/clippings?ids=3,2")
    assert standing(page) == ["خبر 3", "خبر 2"]
    expect(page.locator("h1")).to_have_text("صحف الصباح")
    expect(page.locator("#clip-3 .sheet-note")).to_have_text("الأهم")
    assert "title=" in (page.locator("[data-clip-link]").get_attribute("href") or "")


def test_dragging_by_the_handle_puts_in_order(page: Page, home: str) -> None:
    clip(page, home, 1, 2, 3)
    page.set_viewport_size({"width": 1280, "height": 2400})  # nothing to scroll on the way
    page.locator("#clip-3 [data-clip-drag]").hover()
    page.mouse.down()
    page.locator("#clip-2 .sheet-title").hover()
    page.locator("#clip-1 .sheet-title").hover()
    page.locator("#clip-1 .sheet-title").hover()
    page.mouse.up()
    expect(page.locator(".clips > li").first).to_have_id("clip-3")
    assert page.locator("input[name=ids]").input_value() == "3,1,2"


def test_the_review_is_saved_as_one_file_that_opens_without_a_network(
    page: Page, home: str, browser: Browser, tmp_path: Path
) -> None:
    clip(page, home, 5, 1)
    page.get_by_label("عنوان المراجعة").fill("ملف اليوم")
    page.locator("#note-5").fill("ملاحظة تُحفظ")
    with page.expect_download() as saved:
        page.get_by_role("button", name="احفظ المراجعة ملفًّا واحدًا").click()
    target = tmp_path / "review.html"
    saved.value.save_as(target)
    window = browser.new_context(offline=True, java_script_enabled=False)
    asked: list[str] = []
    alone = window.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    wrong: list[str] = []
    alone.on("console", lambda said: wrong.append(said.text))
    alone.goto(target.as_uri())
    assert standing(alone) == ["خبر 5", "خبر 1"]
    assert alone.locator("h1").text_content() == "ملف اليوم"
    assert alone.locator(".sheet-note").text_content().strip() == "ملاحظة تُحفظ"
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    assert wrong == []  # its own policy lets its style through
    window.close()


def test_somebody_elses_review_changes_nothing_until_it_is_adopted(page: Page, home: str) -> None:
    clip(page, home, 1)
    page.goto(f"{home}/clippings?ids=2,3&title=لغيري")
    expect(page.get_by_text("هذه مراجعة جاءت برابط")).to_be_visible()
    page.locator("#note-2").fill("عابرة")
    page.goto(f"{home}/clippings")
    page.wait_for_url("**/clippings?ids=1")
    page.goto(f"{home}/clippings?ids=2,3&title=لغيري")
    page.get_by_role("button", name="ضُمّها إلى قصاصاتي").click()
    page.wait_for_url("**/clippings?ids=1,2,3")
    expect(page.locator("[data-clip-foreign]")).to_be_hidden()


def test_what_is_added_by_its_address_is_the_readers_own(page: Page, home: str) -> None:
    clip(page, home, 1)
    page.get_by_label("أضف أخبارًا").fill(f"{home}/sada/4")
    page.get_by_role("button", name="أضف", exact=True).click()
    page.wait_for_load_state()
    expect(page.locator("[data-clip-foreign]")).to_be_hidden()
    page.goto(f"{home}/clippings")
    page.wait_for_url("**/clippings?ids=1,4")


def test_without_a_script_the_form_does_the_same(browser: Browser, home: str) -> None:
    window = browser.new_context(java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{home}/sada/2")
    page.get_by_role("link", name="أضف إلى القصاصات").click()
    page.locator("#clip-more").fill(f"{home}/sada/5 3")
    page.get_by_role("button", name="أضف", exact=True).click()
    page.locator("#note-5").fill("ملاحظة")
    page.locator("button[value='up-5']").click()
    assert standing(page) == ["خبر 5", "خبر 2", "خبر 3"]
    assert page.locator("#clip-5 .sheet-note").text_content().strip() == "ملاحظة"
    expect(page.locator("[data-clip-tray]")).to_have_count(0)
    window.close()


@pytest.mark.parametrize(
    "address", ["/clippings?ids=1,2", "/clippings", "/issue/2026-11-23", "/sada/1/cite", "/sada/1"]
)
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_screen_and_no_policy_is_broken(
    page: Page, home: str, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(home + address)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["/", "/sada/1", "/search?q=خبر", "/day/2026-11-23", "/issue/2026-11-23", "/clippings?ids=1"]
)
def test_on_paper_every_page_is_ink_on_white_without_what_is_clicked(
    page: Page, home: str, address: str, scheme: str
) -> None:
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(home + address)
    colours = page.evaluate(
        "() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; }"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    for chrome in (
        ".masthead .search",
        ".bar",
        ".ticker",
        ".foot nav",
        ".menu",
        ".turn",
        ".article-ways",
        ".clip-tools",
    ):
        for found in page.locator(chrome).all():
            expect(found).to_be_hidden()
