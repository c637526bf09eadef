"""An admin signs in, names and colours the site, and a reader sees it: in a real browser, with and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser import needs_chromium, served
from tests.web.press import Newsstand
from tests.web.signing import WORD, hired
from warraq.press import Masthead
from warraq.web.fresh import UNASKED

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@dataclass
class Stand:
    newsstand: Newsstand
    home: str


@pytest.fixture
def stand() -> Iterator[Stand]:
    newsstand = Newsstand()
    hired(newsstand)
    for _ in range(6):
        newsstand.file(section="politics")
    with served(newsstand.application()) as home:
        yield Stand(newsstand, home)


def opened(browser: Browser, *, script: bool, width: int, dark: bool) -> tuple[Page, list[str]]:
    context = browser.new_context(
        java_script_enabled=script,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    )
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    return page, wrong


def fits(page: Page) -> bool:
    """Whether nothing has to be moved sideways."""
    return bool(page.locator("main").evaluate("() => document.documentElement.scrollWidth <= innerWidth"))


def border(page: Page) -> str:
    page.wait_for_load_state()  # with its stylesheets
    found: str = page.locator(".masthead").evaluate("one => getComputedStyle(one).borderTopColor")
    return found


@pytest.mark.parametrize(
    ("width", "dark", "script"), [(1280, False, True), (390, True, True), (390, False, False)]
)
def test_an_admin_names_and_colours_the_site_and_a_reader_sees_it(
    browser: Browser, stand: Stand, width: int, dark: bool, script: bool
) -> None:
    page, wrong = opened(browser, script=script, width=width, dark=dark)
    accent = "rgb(142, 201, 240)" if dark else "rgb(23, 74, 110)"
    page.goto(f"{stand.home}/desk")
    assert page.url == f"{stand.home}/desk/login"
    assert not script or fits(page)
    page.fill("#name", "ليلى")
    page.fill("#password", WORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{stand.home}/desk")
    page.click(".desk-ways nav a[href='/desk/site']")
    for name, text in (("name_ar", "صدى النيل"), ("light", "#174a6e"), ("dark", "#8ec9f0")):
        page.fill(f"#{name}", text)
    page.click("button[value=preview]")
    assert page.text_content(".nameplate") == "صدى النيل"
    if script:
        assert border(page) == accent
        assert fits(page)
    assert stand.newsstand.mastheads.last() == 0
    page.click("button[value=save]")
    page.wait_for_url(f"{stand.home}/desk/site?saved")
    held = stand.newsstand.mastheads.standing()
    assert held is not None
    assert (held.masthead.ar.name, held.masthead.light, held.masthead.dark) == (
        "صدى النيل",
        "#174a6e",
        "#8ec9f0",
    )
    stand.newsstand.clock.time += UNASKED
    reader, said = opened(browser, script=script, width=width, dark=dark)
    reader.goto(stand.home)
    assert reader.text_content(".nameplate") == "صدى النيل"
    assert reader.title().endswith("· صدى النيل")
    if script:
        assert border(reader) == accent
        assert fits(reader)
    page.click(".recasts li:last-child button")
    page.wait_for_url(f"{stand.home}/desk/site?undone")
    held = stand.newsstand.mastheads.standing()
    assert held is not None
    assert held.masthead == Masthead()
    page.click(".desk-ways form button")
    page.goto(f"{stand.home}/desk")
    assert page.url == f"{stand.home}/desk/login"
    assert wrong == said == []
