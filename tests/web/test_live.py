"""Does an open page learn what came in, without disturbing who reads it?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from tests.web.asking import Reader
from tests.web.browser import needs_chromium, served
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, two
from warraq.press import State
from warraq.web.reading import COOKIE

NOW = timedelta(0)


async def told(reader: Reader, address: str, **headers: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((await reader.get(address, headers=headers)).text)
    return said


def late(stand: Newsstand) -> None:
    """So long after, that what is kept is asked about again."""
    stand.clock.time += timedelta(seconds=3)


async def test_the_ticker_is_the_pages_own_and_never_five_seconds_old(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    reader = await opens(stand)
    page = (await reader.get("/sada")).page.css_first("section.ticker")
    alone = LexborHTMLParser((await told(reader, "/ticker"))["ticker"]).css_first("section.ticker")
    assert alone.html == page.html
    stand.file(title="وصل الآن", ago=NOW)
    late(stand)
    assert "وصل الآن" in (await told(reader, "/ticker"))["ticker"]


async def test_it_counts_what_came_in_later_in_a_whole_sentence(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(20):
        stand.file(source=f"paper-{number}", ago=timedelta(hours=1))
    reader = await opens(stand)
    said = {after: (await told(reader, f"/ticker?after={after}"))["news"] for after in (20, 19, 18, 17, 8)}
    assert said == {
        20: None,
        19: "عنوان جديد",
        18: "عنوانان جديدان",
        17: "3 عناوين جديدة",
        8: "12 عنوانًا جديدًا",
    }
    assert (await told(reader, "/ticker"))["news"] is None
    assert (await told(reader, "/ticker?after=x"))["news"] is None


async def test_who_has_it_is_told_so_until_something_moves(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    reader = await opens(stand)
    first = await reader.get("/ticker")
    again = await reader.get("/ticker", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    stand.file(ago=NOW)
    late(stand)
    assert (await reader.get("/ticker", headers={"if-none-match": first.headers["etag"]})).status == 200


async def test_what_is_withdrawn_or_muted_is_not_in_it(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="خبر باق")
    gone = stand.file(title="خبر سيُسحب")
    stand.file(title="حالة الطقس اليوم الأحد في المحافظات")
    reader = await opens(stand)
    assert "خبر سيُسحب" in (await told(reader, "/ticker"))["ticker"]
    stand.archive.restate(gone, State.WITHDRAWN, reason="404", now=NOON)
    late(stand)
    said = await told(reader, "/ticker?after=1", cookie=f"{COOKIE}=mute=service")
    assert "خبر باق" in said["ticker"]
    assert "سيُسحب" not in said["ticker"]
    assert "الطقس" not in said["ticker"]
    assert said["news"] is None


async def test_each_edition_has_its_own(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(title="خبر مصري")
    stand.file(title="خبر تونسي", source="marsa")
    reader = await opens(stand)
    assert "خبر مصري" not in (await told(reader, "/tn/ticker"))["ticker"]
    assert (await told(reader, "/tn/ticker?after=1"))["news"] == "عنوان جديد"
    assert (await told(reader, "/eg/ticker?after=1"))["news"] is None
    assert 'data-live="/tn/ticker"' in (await reader.get("/tn")).text


async def test_the_latest_news_count_what_their_filters_let_in(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    for number in range(5):
        stand.file(section="sports" if number % 2 else "politics", source="manara" if number else "sada")
    reader = await opens(stand)
    assert (await told(reader, "/latest/new?after=1"))["news"] == "5 أخبار جديدة: أظهرها"
    assert (await told(reader, "/latest/new?after=6"))["news"] is None
    assert (await told(reader, "/latest/new?section=sports&after=1"))["news"] == "خبران جديدان: أظهرهما"
    assert (await told(reader, "/latest/new?source=sada&section=politics&after=1"))[
        "news"
    ] == "خبر جديد: أظهره"
    assert (await reader.get("/latest/new?after=0")).status == 404
    assert (await reader.get("/latest/new?section=none&after=1")).status == 404
    for _ in range(70):
        stand.file(ago=NOW)
    assert (await told(reader, "/latest/new?after=1"))["news"] == "60 خبرًا جديدًا أو أكثر: أظهرها"


@pytest.fixture
def stand() -> Newsstand:
    made = Newsstand()
    for number in range(8):
        made.file(title=f"خبر قديم {number}", ago=timedelta(hours=1 + number), source=f"paper-{number}")
    return made


@pytest.fixture
def home(stand: Newsstand) -> Iterator[str]:
    with served(stand.application()) as address:
        yield address


class Window:
    """A page whose time the test moves."""

    def __init__(self, browser: Browser, address: str, **given: Any) -> None:
        self.context = browser.new_context(
            service_workers="block", viewport={"width": 1280, "height": 900}, **given
        )
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda asked: self.asked.append(asked.url))
        self.page.clock.install()
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")

    def half_a_minute_later(self) -> None:
        self.page.clock.fast_forward(31_000)


@pytest.fixture
def windows(browser: Browser) -> Iterator[Any]:
    opened: list[Window] = []

    def window(address: str, **given: Any) -> Window:
        opened.append(Window(browser, address, **given))
        return opened[-1]

    yield window
    for one in opened:
        one.context.close()
        assert one.wrong == []


def first(page: Page) -> Any:
    return page.locator("[data-ticker] li:first-child a")


@pytest.mark.browser
@needs_chromium
class TestWithABrowser:
    def test_new_headlines_take_their_place_and_the_focus_stays(
        self, stand: Newsstand, home: str, windows: Any
    ) -> None:
        window = windows(f"{home}/sada")
        page = window.page
        page.focus(".masthead input[type=search]")
        stand.file(title="وصل الآن", ago=NOW)
        late(stand)
        window.half_a_minute_later()
        expect(first(page)).to_have_text("وصل الآن")
        assert page.evaluate("document.activeElement.name") == "q"
        assert page.get_attribute("[data-ticker]", "aria-live") == "off"
        expect(page.locator("[data-news]")).to_be_hidden()

    @pytest.mark.parametrize("reads", [True, False], ids=["reads it", "wants less motion"])
    def test_for_who_reads_it_or_wants_less_motion_they_wait_for_a_press(
        self, stand: Newsstand, home: str, windows: Any, reads: bool
    ) -> None:
        window = windows(home, reduced_motion="no-preference" if reads else "reduce")
        page = window.page
        if reads:
            first(page).focus()
        for number in range(3):
            stand.file(title=f"وصل الآن {number}", ago=NOW, source=f"paper-{number}")
        late(stand)
        window.half_a_minute_later()
        expect(page.locator("[data-news]")).to_have_text("3 عناوين جديدة")
        expect(first(page)).to_have_text("خبر قديم 0")
        page.click("[data-news]")
        expect(first(page)).to_have_text("وصل الآن 2")
        expect(first(page)).to_be_focused()
        expect(page.locator("[data-news]")).to_be_hidden()

    def test_a_running_ticker_runs_on_with_the_new(self, stand: Newsstand, home: str, windows: Any) -> None:
        window = windows(home)
        page = window.page
        page.click("[data-ticker-switch]")
        page.mouse.move(600, 600)
        page.evaluate("document.activeElement.blur()")
        stand.file(title="وصل الآن", ago=NOW)
        late(stand)
        window.half_a_minute_later()
        expect(page.locator("[data-ticker] a:has-text('وصل الآن')")).to_have_count(2)  # itself and its copy
        assert page.evaluate("document.querySelector('[data-ticker] li').getAnimations().length") == 1
        page.click("[data-ticker-switch]")
        expect(page.locator("[data-ticker] a:has-text('وصل الآن')")).to_have_count(1)

    def test_the_latest_news_show_what_came_in_on_a_press(
        self, stand: Newsstand, home: str, windows: Any
    ) -> None:
        window = windows(f"{home}/latest")
        page = window.page
        stand.file(title="وصل الآن", ago=NOW)
        stand.file(title="وصل قبله", ago=timedelta(minutes=90))
        late(stand)
        window.half_a_minute_later()
        more = page.locator("[data-more]")
        expect(more).to_have_text("خبران جديدان: أظهرهما")
        expect(page.locator(".stream li")).to_have_count(8)
        more.click()
        expect(page.locator(".stream li")).to_have_count(10)
        assert page.locator(".stream li[data-fresh] h3").all_inner_texts() == ["وصل الآن", "وصل قبله"]
        expect(page.locator(".stream li:first-child h3 a").first).to_be_focused()
        expect(more).to_be_hidden()
        page.keyboard.press("j")
        expect(page.locator(".stream li h3 a").nth(1)).to_be_focused()
        window.half_a_minute_later()
        page.wait_for_load_state("networkidle")
        expect(more).to_be_hidden()

    def test_without_network_nothing_is_asked(self, home: str, windows: Any) -> None:
        window = windows(f"{home}/latest")
        window.context.set_offline(True)
        window.asked.clear()
        window.half_a_minute_later()
        assert window.page.evaluate("navigator.onLine") is False
        assert window.asked == []
