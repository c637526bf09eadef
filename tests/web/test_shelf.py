"""Does a browser remember what its reader put aside and read, and nobody else?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browser import needs_chromium
from tests.web.test_offline_journeys import Site, forgets, keeps
from warraq.press import DecisionKind

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.stop()


class Reader:
    """A browser with its memory, what went wrong in it and what it sent."""

    def __init__(self, browser: Browser, **given: Any) -> None:
        self.context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900}, **given)
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.wrong: list[str] = []
        self.sent: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.context.on(
            "request", lambda asked: self.sent.append(asked.method) if asked.method != "GET" else None
        )


@pytest.fixture
def readers(browser: Browser) -> Iterator[Any]:
    opened: list[Reader] = []

    def reader(**given: Any) -> Reader:
        opened.append(Reader(browser, **given))
        return opened[-1]

    yield reader
    for one in opened:
        one.context.close()
        assert (one.wrong, one.sent) == ([], [])


TITLES = "[data-shelf] [data-list] a"


def test_what_is_put_aside_is_listed_and_its_text_is_at_hand(site: Site, readers: Any) -> None:
    page = readers().page
    page.goto(f"{site.home}/latest")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.keyboard.press("j")
    page.keyboard.press("s")  # never opened
    expect(page.locator("[data-shelve-row][aria-pressed=true]")).to_have_count(1)
    keeps(page, f"/sada/{site.article}", "saved")
    keeps(page, "/picture/1", "pictures")
    page.goto(f"{site.home}/saved")
    expect(page.locator(TITLES)).to_have_text("انسحاب مفاجئ من قاعدتين")
    expect(page.locator("[data-list] .genre")).to_be_visible()
    keeps(page, "/saved", "shells")
    site.stop()
    page.goto(f"{site.home}/saved")
    page.click(TITLES)
    expect(page.locator("h1")).to_have_text("انسحاب مفاجئ من قاعدتين")
    expect(page.locator("[data-kept-copy]")).to_be_visible()
    assert page.evaluate("document.querySelector('.plate img').decode().then(() => true)")


def test_a_button_on_the_article_puts_aside_and_takes_back(site: Site, readers: Any) -> None:
    page = readers().page
    page.goto(site.page(site.article))
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    button = page.locator("[data-shelve]")
    expect(button).to_have_text("اقرأه لاحقًا")
    button.click()
    expect(button).to_have_text("محفوظ للقراءة لاحقًا")
    expect(button).to_have_attribute("aria-pressed", "true")
    keeps(page, f"/sada/{site.article}", "saved")
    [held] = json.loads(page.evaluate("localStorage.getItem('saved')"))
    assert (held["href"], held["title"], held["paper"]) == (
        f"/sada/{site.article}",
        "انسحاب مفاجئ من قاعدتين",
        "صدى النهر",
    )
    assert held["origin"] == "https://sada.example/news/1"
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    forgets(page, f"/sada/{site.article}", "saved")
    page.goto(f"{site.home}/saved")
    expect(page.locator("[data-none]")).to_be_visible()


def test_a_list_leaves_as_a_file_and_comes_back_from_it(site: Site, readers: Any, tmp_path: Path) -> None:
    page = readers().page
    for article in (site.article, site.other):
        page.goto(site.page(article))
        page.click("[data-shelve]")
    page.goto(f"{site.home}/saved")
    with page.expect_download() as download:
        page.click("[data-export]")
    file = tmp_path / "list.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["format"] == "warraq-reading-list/1"

    other = readers().page
    other.goto(f"{site.home}/saved")
    other.set_input_files("[data-import]", file)
    expect(other.locator(TITLES)).to_have_text(["المجلس يؤجل الجلسة", "انسحاب مفاجئ من قاعدتين"])
    expect(other.locator("[data-said]")).to_have_text("أُضيف ما في الملف إلى القائمة.")
    other.click("[data-list] li:first-child button")
    expect(other.locator(TITLES)).to_have_text("انسحاب مفاجئ من قاعدتين")


HOSTILE = [
    '{"format": "warraq-reading-list/1", "site": "https://elsewhere.example", "saved": []}',
    '{"format": "other", "saved": []}',
    "[]",
    "null",
    "<html>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_file_that_is_no_list_of_this_site_is_refused(site: Site, readers: Any, text: str) -> None:
    page = readers().page
    page.goto(f"{site.home}/saved")
    page.set_input_files(
        "[data-import]", {"name": "x.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    expect(page.locator("[data-said]")).to_have_text("هذا الملف ليس قائمة قراءة من هذا الموقع.")


def test_a_file_leads_nowhere_but_to_articles_and_its_words_stay_words(site: Site, readers: Any) -> None:
    page = readers().page
    page.goto(f"{site.home}/saved")
    saved = [
        {"href": "javascript:alert(1)", "title": "x"},
        {"href": "//elsewhere.example/sada/1", "title": "x"},
        {"href": "https://elsewhere.example/sada/1", "title": "x"},
        {"href": "/settings/headlines", "title": "x"},
        {
            "href": "/sada/1",
            "title": "<img src=x onerror=alert(1)>",
            "paper": {"a": 1},
            "at": "x",
            "origin": 5,
        },
    ]
    text = json.dumps({"format": "warraq-reading-list/1", "site": site.home, "saved": saved})
    page.set_input_files(
        "[data-import]", {"name": "x.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    expect(page.locator(TITLES)).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator(TITLES)).to_have_attribute("href", "/sada/1")


def test_what_was_withheld_leaves_the_list_when_it_is_opened(site: Site, readers: Any) -> None:
    reader = readers()
    page = reader.page
    page.goto(site.page(site.article))
    page.click("[data-shelve]")
    site.stand.decide(DecisionKind.WITHHOLD, article=site.article)
    site.stand.clock.time += timedelta(seconds=3)
    page.goto(site.page(site.article))
    reader.wrong.clear()  # the browser says 410 of the page itself
    page.goto(f"{site.home}/saved")
    expect(page.locator("[data-none]")).to_be_visible()


def test_read_articles_are_dimmed_in_every_list_and_hidden_on_demand(site: Site, readers: Any) -> None:
    page = readers().page
    page.goto(site.page(site.article))
    page.goto(f"{site.home}/latest")
    expect(page.locator(".stream a[data-read]")).to_have_text("انسحاب مفاجئ من قاعدتين")
    page.goto(f"{site.home}/sada")
    expect(page.locator(".stream a[data-read]")).to_have_count(1)
    page.goto(f"{site.home}/latest")
    page.click("[data-hide]")
    expect(page.locator(".stream li:visible h3")).to_have_text("المجلس يؤجل الجلسة")
    page.reload()
    expect(page.locator("[data-hide]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".stream li:visible")).to_have_count(1)
    page.click("[data-mark-all]")
    expect(page.locator(".stream li:visible")).to_have_count(0)
    expect(page.locator("[data-all-read]")).to_be_visible()
    page.click("[data-hide]")
    expect(page.locator(".stream a[data-read]")).to_have_count(2)
    expect(page.locator("[data-all-read]")).to_be_hidden()


def test_what_is_remembered_of_reading_is_bounded(site: Site, readers: Any) -> None:
    page = readers().page
    page.goto(f"{site.home}/saved")
    page.evaluate(
        "localStorage.setItem('read', JSON.stringify({ below: 0, ids: [...Array(5000).keys()].map((one) => one + 100) }))"
    )
    page.goto(site.page(site.article))
    held = json.loads(page.evaluate("localStorage.getItem('read')"))
    assert (len(held["ids"]), held["ids"][0], held["ids"][-1]) == (5000, 101, site.article)


@pytest.mark.parametrize("text", ["nonsense", "[1, 2]", '"x"', "null", '{"ids": 5, "below": "x"}'])
def test_a_broken_memory_breaks_no_page(site: Site, readers: Any, text: str) -> None:
    page = readers().page
    page.goto(f"{site.home}/saved")
    page.evaluate(
        "(text) => ['read', 'saved', 'seen', 'hide-read'].forEach((name) => localStorage.setItem(name, text))",
        text,
    )
    for path in ("/latest", f"/sada/{site.article}", "/saved", "/offline"):
        page.goto(f"{site.home}{path}")
        expect(page.locator("h1")).to_be_visible()


def test_without_a_script_nothing_of_it_is_in_the_way(site: Site, readers: Any) -> None:
    page = readers(java_script_enabled=False).page
    page.goto(site.page(site.article))
    expect(page.locator("[data-shelve]")).to_be_hidden()
    page.goto(f"{site.home}/latest?section=&source=sada")
    expect(page.locator(".stream li")).to_have_count(2)
    expect(page.locator("[data-reading-tools]")).to_be_hidden()
    page.goto(f"{site.home}/saved")
    assert "<noscript><p" in page.content()
