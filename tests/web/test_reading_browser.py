"""Does a reader's choice of colours and size reach every page in a real browser, without a script?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser import needs_chromium, served
from tests.web.press import Newsstand

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]

_GROUND = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
_WIDE = "document.documentElement.scrollWidth - innerWidth"
_SMALL = """[...document.querySelectorAll("body *")].filter(node => {
  const words = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
  const size = parseFloat(getComputedStyle(node).fontSize);
  return words && size > 0 && size < 13;
}).map(node => node.outerHTML.slice(0, 80))"""
PAGES = (
    "/",
    "/latest",
    "/sada",
    "/sada/1",
    "/stories",
    "/settings/reading",
    "/prayer/cairo",
    "/day/2026-11-23",
)


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    stand = Newsstand()
    for number in range(40):
        stand.file(source=("sada", "manara")[number % 2], title=f"خبر عن الجسر الجديد {number}")
    stand.cover()
    stand.follow()
    with served(stand.application()) as address:
        yield address


def reader(
    browser: Browser, *, scheme: str = "light", width: int = 1280, cookie: str = "", home: str
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=False
    )
    if cookie:
        context.add_cookies([{"name": "reading", "value": cookie, "url": home}])
    context.set_default_timeout(20_000)
    return context.new_page()


def test_what_is_chosen_on_the_form_holds_on_the_next_page_and_goes_when_it_is_taken_back(
    browser: Browser, home: str
) -> None:
    page = reader(browser, home=home)
    page.goto(f"{home}/settings/reading")
    page.locator("input[name=theme][value=dark]").check()
    page.locator("input[name=size][value=xl]").check()
    page.locator("input[name=find]").fill("المناره")
    page.keyboard.press("Enter")  # seeks, and keeps what was chosen
    assert page.locator("input[name=theme][value=dark]").is_checked()
    page.locator("input[name=papers][value=manara]").check()
    page.locator("button.strong").click()
    assert "حُفظ اختيارك" in page.locator(".note").inner_text()
    page.goto(home)
    assert max(page.evaluate(_GROUND)) < 40
    assert page.locator("main .paper", has_text="المنارة").count() == 0
    assert "أخفيتَ صحيفة واحدة." in page.locator(".silenced").inner_text()
    page.locator(".silenced a").first.click()
    assert page.locator("main .paper", has_text="المنارة").count() > 0
    page.goto(f"{home}/manara")
    page.locator(".mute-paper button").click()
    page.goto(home)
    assert page.locator(".silenced").count() == 0
    page.context.close()


@pytest.mark.parametrize(("chosen", "scheme"), [("dark", "light"), ("light", "dark")])
def test_the_chosen_theme_wins_over_the_devices(
    browser: Browser, home: str, chosen: str, scheme: str
) -> None:
    page = reader(browser, scheme=scheme, cookie=f"theme={chosen}", home=home)
    page.goto(home)
    ground = page.evaluate(_GROUND)
    assert max(ground) < 40 if chosen == "dark" else min(ground) > 230
    page.context.close()


def test_text_grows_and_shrinks_with_its_size(browser: Browser, home: str) -> None:
    heights = []
    for size in ("s", "m", "l", "xl"):
        page = reader(browser, cookie=f"size={size}", home=home)
        sizes = []
        for address, selector in (("/sada/1", ".body"), ("/latest", ".stream h3"), ("/", ".card h3")):
            page.goto(home + address)
            sizes.append(
                page.locator(selector).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
            )
        heights.append(sizes)
        page.context.close()
    for smaller, larger in pairwise(heights):
        assert all(one < other for one, other in zip(smaller, larger, strict=True)), heights


@pytest.mark.parametrize(("size", "width"), [("s", 1280), ("xl", 1280), ("xl", 360), ("s", 360)])
def test_at_every_size_no_page_scrolls_sideways_and_no_letter_is_under_13_pixels(
    browser: Browser, home: str, size: str, width: int
) -> None:
    page = reader(browser, width=width, cookie=f"size={size}&papers=phare", home=home)
    for address in PAGES:
        page.goto(home + address)
        assert page.evaluate(_WIDE) <= 0, address
        assert page.evaluate(_SMALL) == [], address
    page.context.close()
