"""With a script the report is a dialog over the article; without one, a page. Both say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.newsroom import pictures as files
from tests.web.browser import needs_chromium, served
from tests.web.press import Newsstand
from tests.web.test_picture import pictured
from warraq.press import PictureId, object_key

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]

ONE = PictureId(1)
THANKS = "شكرا على الإبلاغ!"
SENTENCE = "سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص."


@dataclass
class Stand:
    newsstand: Newsstand
    home: str
    article: str

    def reporters(self) -> int:
        return len({one.token for one in self.newsstand.reports.case(ONE).voices})


@pytest.fixture
def stand() -> Iterator[Stand]:
    newsstand = Newsstand()
    article = pictured(newsstand)
    held = newsstand.pictures.picture(ONE)
    assert held is not None
    print_ = files.file(files.scene((1600, 900)))
    for size in ("full", "card"):
        newsstand.objects.put(object_key(held.negative.pixels, size), print_)
    with served(newsstand.application()) as home:
        yield Stand(newsstand, home, f"{home}/sada/{article}")


def opened(browser: Browser, address: str, *, script: bool = True) -> tuple[Page, list[str]]:
    context = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(address)
    return page, wrong


def test_a_dialog_thanks_the_reader_and_takes_the_report_back(browser: Browser, stand: Stand) -> None:
    page, wrong = opened(browser, stand.article)
    page.click("[data-report]")
    page.wait_for_selector("dialog[open]")
    assert page.inner_text("dialog h1") == THANKS
    assert page.inner_text("dialog p") == SENTENCE
    assert page.inner_text("dialog :focus") == "حسنًا"
    assert page.url == stand.article
    assert stand.reporters() == 1
    page.click("dialog form button")
    page.wait_for_selector("dialog h1:has-text('سُحب الإبلاغ')")
    assert stand.reporters() == 0
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    assert page.inner_text(":focus") == "أبلغ عن هذه الصورة"
    assert wrong == []
    page.context.close()


def test_without_a_script_two_pages_do_the_same(browser: Browser, stand: Stand) -> None:
    page, _ = opened(browser, stand.article, script=False)
    page.click("[data-report]")
    assert stand.reporters() == 0
    page.click("main form button")
    assert page.inner_text("main h1") == THANKS
    assert page.inner_text("main p") == SENTENCE
    assert stand.reporters() == 1
    page.click("main form button")
    assert stand.reporters() == 0
    page.click("main a[data-close]")
    assert page.url == stand.article
    page.context.close()


def test_two_browsers_on_this_machine_are_two_readers(browser: Browser, stand: Stand) -> None:
    for _ in range(2):
        page, _ = opened(browser, stand.article)
        page.click("[data-report]")
        page.wait_for_selector("dialog[open]")
        page.click("dialog button.strong")
        page.click("[data-report]")
        page.wait_for_selector("dialog[open]")
        page.context.close()
    assert stand.reporters() == 2


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_nothing_moves_when_a_picture_comes(browser: Browser, stand: Stand, size: tuple[int, int]) -> None:
    """The place is kept before the bytes are there: with and without them the text begins at the same height."""
    tops = []
    for blocked in (True, False):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        if blocked:
            page.route("**/picture/**", lambda route: route.abort())
        page.goto(stand.article)
        page.wait_for_load_state("networkidle")
        if not blocked:
            assert page.locator("figure img").bounding_box() is not None
        box = page.locator(".body").bounding_box()
        image = page.locator("figure img").bounding_box()
        assert box is not None
        assert image is not None
        assert image["width"] <= size[0]
        assert abs(image["width"] / image["height"] - 1600 / 900) < 0.02
        tops.append(round(box["y"]))
        context.close()
    assert tops[0] == tops[1]


def test_a_picture_opened_by_itself_can_do_nothing(browser: Browser, stand: Stand) -> None:
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(f"{stand.home}/picture/1")
    assert answer is not None
    assert answer.headers["content-type"] == "image/jpeg"
    assert "sandbox" in answer.headers["content-security-policy"]
    context.close()
