"""Does a page in another language run the other way, in a real browser?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser import needs_chromium, served
from tests.web.press import Newsstand

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    newsstand = Newsstand()
    for number in range(24):
        source = ("sada", "manara", "phare")[number % 3]
        newsstand.file(source=source, ago=timedelta(hours=8 * number), title=f"الجسر الجديد رقم {number}")
    newsstand.follow()
    with served(newsstand.application()) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_a_button_at_the_foot_changes_the_language_and_stays_on_the_page(home: str, page: Page) -> None:
    page.goto(f"{home}/search?q=الجسر&sort=newest")
    address = page.url
    for tongue, way in (("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")):
        page.locator(f".foot .tongues [value={tongue}]").click()
        page.wait_for_function(f"document.documentElement.lang === '{tongue}'")
        assert page.url == address
        assert page.locator("html").get_attribute("dir") == way
        assert page.locator(".foot .tongues [aria-current]").get_attribute("value") == tongue


@pytest.mark.parametrize(("tongue", "way"), [("ar", 1), ("fr", -1)])
def test_the_ticker_runs_the_way_that_its_language_is_read(
    home: str, page: Page, tongue: str, way: int
) -> None:
    page.goto(f"{home}/?ui={tongue}")
    page.locator(".ticker [data-ticker-switch]").click()
    last = "document.querySelector('.ticker li').getAnimations()[0].effect.getKeyframes()[1].transform"
    moved = float(page.evaluate(last).removeprefix("translateX(").removesuffix("px)"))
    assert moved * way > 100


@pytest.mark.parametrize(("tongue", "turned"), [("ar", True), ("en", False)])
def test_a_chart_begins_where_the_language_does(home: str, page: Page, tongue: str, turned: bool) -> None:
    page.goto(f"{home}/search?q=الجسر&ui={tongue}")
    places = "[...document.querySelectorAll('.over-time a[data-span]')].map(a => [a.dataset.span, a.getBoundingClientRect().left])"
    bars = sorted(page.evaluate(places))
    assert len(bars) > 3
    lefts = [left for _, left in bars]
    assert lefts == sorted(lefts, reverse=turned)


@pytest.mark.parametrize("tongue", ["fr", "en"])
def test_arabic_headlines_begin_where_their_neighbours_do(home: str, page: Page, tongue: str) -> None:
    page.goto(f"{home}/?ui={tongue}")
    aligned = "getComputedStyle(document.querySelector('.cards h3 a[dir=rtl]')).textAlign"
    assert page.evaluate(aligned) == "end"
    assert page.locator(".cards h3 a").first.get_attribute("lang") == "ar"
