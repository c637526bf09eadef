"""A moderator's morning after an attack, in a real browser: the alert, the queue by keys, a look, a way back, a day given back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from tests.web.audit import Auditor, passed_over
from tests.web.browser import needs_chromium, served
from tests.web.press import NOON, Newsstand
from tests.web.signing import WORD, hired
from tests.web.test_deskpictures import DESK, attacked, crowd, hung, later, state
from warraq.press import CaseEvent, CaseState, Category, PictureId, Role

pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.timeout(300)]
PAGES = ("", "/1", "/1?look=1", "/6", "/4", "/8", f"/restore?paper=sada&day={NOON:%Y-%m-%d}", "/log")
WAYS = tuple(product(("light", "dark"), (390, 1280)))


@dataclass
class Stand:
    newsstand: Newsstand
    home: str


def morning() -> Newsstand:
    """Five pictures of one paper were attacked; one of another is appealed for, one reported as severe."""
    newsstand = Newsstand()
    hired(newsstand, "amal", Role.MODERATOR)
    attacked(newsstand, 5)
    hung(newsstand, "appealed", "severe", "quiet", source="manara")
    newsstand.moderating.decide(PictureId(6), CaseEvent.HIDE, "دم")
    newsstand.moderating.appeal(PictureId(6), "لوحة من معرض، لا صورة حادث.")
    crowd(newsstand, 7, 3, Category.CHILD)
    later(newsstand)
    return newsstand


@pytest.fixture
def stand() -> Iterator[Stand]:
    newsstand = morning()
    with served(newsstand.application()) as home:
        yield Stand(newsstand, home)


def signed_in(
    browser: Browser, home: str, *, script: bool = True, width: int = 1280, dark: bool = False
) -> Page:
    context = browser.new_context(
        java_script_enabled=script,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.goto(f"{home}/desk/login")
    page.fill("#name", "amal")
    page.fill("#password", WORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{home}/desk")
    return page


def heading(page: Page) -> str:
    return " ".join((page.text_content("main h1") or "").split())


def across(page: Page) -> int:
    """How many pixels the picture that is shown has across."""
    found: int = page.locator(".judged img").evaluate(
        "async one => { await one.decode(); return one.naturalWidth; }"
    )
    return found


def presses(page: Page, key: str, leads_to: str) -> None:
    """A key, and the page that it leads to."""
    with page.expect_navigation(url=f"**{DESK}{leads_to}"):
        page.keyboard.press(key)


def test_a_moderators_morning_by_keys(browser: Browser, stand: Stand) -> None:
    page, wrong, asked = signed_in(browser, stand.home), [], []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("request", lambda one: asked.append(one.url))
    assert "بلغت الإبلاغات الحد اليومي" in (page.text_content(".breakers") or "")
    with page.expect_navigation(url=f"**{DESK}"):
        page.click(".waiting a[href='/desk/pictures']")
    presses(page, "s", "/6")
    assert heading(page) == "الصورة 6"
    assert "لوحة من معرض" in (page.text_content(".appealed") or "")
    assert not any(one.endswith("/full") for one in asked), "nothing is shown that was not asked for"
    with page.expect_request("**/6/full"):
        page.keyboard.press("v")
    assert across(page) == 1200
    assert page.text_content(".unblur span") == "اطمسها"
    page.keyboard.press("v")
    assert across(page) == 240
    presses(page, "k", "/7?did=6.*")
    assert state(stand.newsstand, 6) is CaseState.KEPT
    assert "أُبقيت الصورة 6" in (page.text_content(".just-done") or "")
    assert heading(page) == "الصورة 7 صنف خطير"
    presses(page, "h", "/1?did=7.*")
    assert state(stand.newsstand, 7) is CaseState.CONFIRMED_HIDDEN
    last = stand.newsstand.reports.log(PictureId(7))[-1].said
    assert last.reason == "طفل في وضع مؤذٍ", "the reason is what most of them said"
    presses(page, "u", "/7?did=7.*")
    assert state(stand.newsstand, 7) is CaseState.KEPT
    presses(page, "s", "/1")
    presses(page, "s", "/2")
    page.fill("input[name=reason]", "kht")
    assert heading(page) == "الصورة 2", "what is typed is no key"
    page.keyboard.press("Escape")
    page.locator("main h1").click()
    presses(page, "h", "/3?did=2.*")
    assert stand.newsstand.reports.log(PictureId(2))[-1].said.reason == "kht"
    page.goto(f"{stand.home}{DESK}/4")
    presses(page, "t", "/5?did=4.*")
    assert state(stand.newsstand, 4) is CaseState.QUEUED
    page.goto(f"{stand.home}/desk")
    page.click(".breakers a")
    page.wait_for_url("**/restore?paper=sada*")
    assert [one.strip() for one in page.locator(".hangings h3 a").all_text_contents()] == [
        "الصورة 1", "الصورة 3", "الصورة 5",
    ]  # fmt: skip
    page.click("button[value=restore]")
    page.wait_for_url("**restored=3")
    assert [state(stand.newsstand, one) is CaseState.KEPT for one in (1, 3, 5)] == [True] * 3
    page.goto(f"{stand.home}/desk")
    assert page.locator(".breakers").count() == 0
    assert wrong == []
    page.context.close()


def test_an_arabic_keyboard_has_the_same_keys_and_they_can_be_switched_off(
    browser: Browser, stand: Stand
) -> None:
    page = signed_in(browser, stand.home)
    page.goto(f"{stand.home}{DESK}/1")
    press = "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}))"
    page.evaluate(press, ["؟", "Slash"])
    assert page.evaluate("document.querySelector('[data-keys]').open")
    page.click("[data-keys-switch] input")
    page.evaluate(press, ["ن", "KeyK"])
    page.reload()
    page.evaluate(press, ["ن", "KeyK"])
    assert state(stand.newsstand, 1) is CaseState.AUTO_HIDDEN
    page.click("[data-keys] summary")
    page.click("[data-keys-switch] input")
    with page.expect_navigation():
        page.evaluate(press, ["ن", "KeyK"])
    assert state(stand.newsstand, 1) is CaseState.KEPT
    page.context.close()


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_all_of_it_works_without_a_script(browser: Browser, stand: Stand, width: int, dark: bool) -> None:
    page = signed_in(browser, stand.home, script=False, width=width, dark=dark)
    page.click(".desk-ways nav a[href='/desk/pictures']")
    page.click(".hangings li:first-child h3 a")
    page.click("a.unblur")
    page.wait_for_url(f"**{DESK}/6?look=1")
    assert page.get_attribute(".judged img", "src") == f"{DESK}/6/full"
    page.select_option("select[name=why_hide]", "private")
    page.click("button[value=hide]")
    page.wait_for_url(f"**{DESK}/7?did=6.*")
    assert state(stand.newsstand, 6) is CaseState.CONFIRMED_HIDDEN
    page.click(".just-done button")
    page.wait_for_url(f"**{DESK}/6?did=6.*")
    assert state(stand.newsstand, 6) is CaseState.KEPT
    page.click(".verdict a[accesskey=s]")
    page.wait_for_url(f"**{DESK}/7")
    page.context.close()


def test_who_decides_late_is_told_what_happened(browser: Browser, stand: Stand) -> None:
    page = signed_in(browser, stand.home)
    page.goto(f"{stand.home}{DESK}/1")
    stand.newsstand.moderating.decide(PictureId(1), CaseEvent.KEEP, "من افتتاح الجسر")
    with page.expect_navigation():
        page.keyboard.press("h")
    assert "تغيّر شأن هذه الصورة" in (page.text_content(".note[role=alert]") or "")
    assert "من افتتاح الجسر" in (page.text_content(".case-log .new") or "")
    assert state(stand.newsstand, 1) is CaseState.KEPT
    page.context.close()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]} {way[1]}")
def test_nothing_grave_is_wrong_with_the_desk_of_pictures(
    browser: Browser, stand: Stand, way: tuple[str, int]
) -> None:
    theme, width = way
    entered = signed_in(browser, stand.home)
    cookies = entered.context.cookies()
    entered.context.close()
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        service_workers="block",
    )
    context.add_cookies(list(cookies))  # type: ignore[arg-type]
    editor = Auditor(context, stand.home, theme == "dark")
    found = [fault for path in ("/desk", *(DESK + one for one in PAGES)) for fault in editor.faults(path)]
    editor.page.goto(f"{stand.home}{DESK}/1")
    found += passed_over(editor.page)
    context.close()
    assert not found, "\n".join(found)
