"""A day with the site, in a real browser: does one thing that a reader did hold for the next?

What each page does by itself is told elsewhere: test_shelf and test_offline_journeys (kept and read without a network),
test_clippings_browser (order, notes), test_report_dialog (a picture reported and taken back), test_live (what comes in).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.newsroom import pictures as files
from tests.newsroom.telling import PORT
from tests.web.browser import needs_chromium, served
from tests.web.press import Newsstand
from tests.web.test_offline_journeys import keeps
from tests.web.test_report_dialog import THANKS
from warraq.press import PictureId, object_key

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]

EVENT = "انفجار يهز مرفأ اللاذقية ويوقع 17 قتيلا"


class Town:
    """A site that can fall silent, with an event of three papers and other news."""

    def __init__(self) -> None:
        self.stand = Newsstand()
        for number in range(24):
            desk = ("sports", "politics", "economy")[number % 3]
            source = ("sada", "manara")[number % 2]
            self.stand.file(source=source, section=desk, title=f"أخبار الجمهورية {number}")
        self.told = self.stand.cover()
        self.pictured = self.stand.file(title="صورة من الجسر", image="https://cdn.example/a.png")
        picture = self.stand.hang(self.pictured)
        for size in ("full", "card"):
            key = object_key(picture.negative.pixels, size)
            self.stand.objects.put(key, files.file(files.scene((1600, 900))))
        self.stand.follow()
        self._open: Any = served(self.stand.application())
        self.home: str = self._open.__enter__()

    def falls_silent(self) -> None:
        if self._open:
            self._open.__exit__(None, None, None)
        self._open = None


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    made.falls_silent()


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for a day: no page may complain, and none may ask anybody else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    context.on("request", lambda asked: wrong.append(asked.url) if "127.0.0.1" not in asked.url else None)
    yield context
    context.close()
    assert wrong == []


def ground(page: Page, selector: str = "body") -> list[int]:
    """The three parts of its colour."""
    ask = "node => getComputedStyle(node).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"
    found: list[int] = page.locator(selector).evaluate(ask)
    return found


def papers_of(page: Page) -> set[str]:
    return {name.strip() for name in page.locator(".timeline .paper").all_inner_texts()}


def test_an_event_stands_once_on_the_front_and_leads_to_every_paper_that_tells_it(
    town: Town, reader: BrowserContext
) -> None:
    page = reader.new_page()
    page.goto(town.home)
    expect(page.locator(":is(.lead h2, .card h3)", has_text=EVENT)).to_have_count(1)
    page.locator(":is(.lead, .card)", has_text=EVENT).locator(".covered-by").click()
    expect(page.locator("h1")).to_have_text(EVENT)
    assert papers_of(page) == {"صدى النهر", "المنارة الجديدة", "Le Phare du Nil"}
    titles = [title.strip() for title in page.locator(".timeline h2").all_inner_texts()]
    assert {title for title, _ in PORT} <= set(titles)
    assert len(titles) == len(set(titles))
    page.locator(".timeline h2 a", has_text=PORT[2][0]).click()
    expect(page.locator("h1")).to_have_text(PORT[2][0])
    page.locator(".panel a", has_text=EVENT).first.click()
    expect(page.locator("h1")).to_have_text(EVENT)


def test_a_word_spelt_wrong_leads_to_what_was_meant_and_from_there_to_a_citation(
    town: Town, reader: BrowserContext, tmp_path: Path
) -> None:
    page = reader.new_page()
    page.goto(town.home)
    page.locator(".masthead input[name=q]").fill("الجمهوربة")
    page.keyboard.press("Enter")
    page.locator(".meant a", has_text="الجمهورية").click()
    expect(page.locator(".meant")).to_have_count(0)
    first = page.locator(".result h2 a").first
    title = first.inner_text().strip()
    first.click()
    expect(page.locator("h1")).to_have_text(title)
    page.get_by_role("link", name="توثيق الخبر").click()
    expect(page.locator("#as-text")).to_contain_text(title)
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    target = tmp_path / "one.bib"
    download.value.save_as(target)
    assert title in target.read_text("utf-8")
    assert target.read_text("utf-8").strip() == page.locator("#as-bibtex").inner_text().strip()


def test_a_paper_that_was_hidden_is_gone_from_front_and_event_in_every_language_until_it_is_called_back(
    town: Town, reader: BrowserContext
) -> None:
    page = reader.new_page()
    page.goto(f"{town.home}/manara")
    page.locator(".mute-paper button").click()
    page.goto(town.home)
    expect(page.locator("main .paper", has_text="المنارة")).to_have_count(0)
    expect(page.locator(".silenced")).to_contain_text("أخفيتَ صحيفة واحدة.")
    page.locator(".foot .tongues [value=fr]").click()
    page.wait_for_function("document.documentElement.lang === 'fr'")
    expect(page.locator("main .paper", has_text="المنارة")).to_have_count(0)
    expect(page.locator("h2 a, h3 a", has_text=EVENT).first).to_have_attribute("lang", "ar")
    page.locator(".foot .tongues [value=ar]").click()
    page.wait_for_function("document.documentElement.lang === 'ar'")
    page.goto(f"{town.home}/manara")  # asked for by name it is there
    expect(page.locator(".stream h3")).not_to_have_count(0)
    page.locator(".mute-paper button").click()
    page.goto(town.home)
    expect(page.locator(".silenced")).to_have_count(0)
    expect(page.locator("main .paper", has_text="المنارة")).not_to_have_count(0)


def test_what_was_saved_is_read_without_a_network_in_the_readers_own_colours_and_language(
    town: Town, reader: BrowserContext
) -> None:
    page = reader.new_page()
    page.goto(f"{town.home}/settings/reading")
    page.locator("input[name=theme][value=dark]").check()
    page.locator("input[name=size][value=xl]").check()
    page.locator("button.strong").click()
    page.goto(f"{town.home}/?ui=ar")
    page.locator(".foot .tongues [value=en]").click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    path = f"/sada/{town.told[0]}"
    page.goto(town.home + path)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.locator("[data-shelve]").click()
    keeps(page, path, "saved")
    page.goto(f"{town.home}/saved")
    keeps(page, "/saved", "shells")
    town.falls_silent()
    page.goto(f"{town.home}/saved")
    page.locator("[data-shelf] [data-list] a", has_text=EVENT).click()
    expect(page.locator("h1")).to_have_text(EVENT)
    expect(page.locator("[data-kept-copy]")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("article").get_attribute("lang") == "ar"
    assert max(ground(page)) < 40


def test_the_days_issue_is_saved_as_one_file_and_read_where_there_is_no_network(
    town: Town, reader: BrowserContext, browser: Browser, tmp_path: Path
) -> None:
    page = reader.new_page()
    page.goto(town.home)
    page.get_by_role("link", name="عدد اليوم").first.click()
    expect(page.locator(".sheet-title", has_text=EVENT)).to_have_count(1)
    with page.expect_download() as download:
        page.locator(".sheet-save a").click()
    target = tmp_path / "issue.html"
    download.value.save_as(target)
    town.falls_silent()
    alone = browser.new_context(offline=True, java_script_enabled=False, color_scheme="dark")
    sheet = alone.new_page()
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto(target.as_uri())
    expect(sheet.locator(".sheet-title", has_text=EVENT)).to_have_count(1)
    assert sheet.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
    sheet.emulate_media(media="print")
    assert min(ground(sheet)) == 255
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    alone.close()


def test_three_clippings_are_put_in_order_and_leave_as_one_file_in_that_order(
    town: Town, reader: BrowserContext, tmp_path: Path
) -> None:
    page = reader.new_page()
    page.goto(f"{town.home}/search?q=اللاذقية&sort=newest")
    page.get_by_role("button", name="اختر قصاصات").click()
    boxes = page.get_by_role("checkbox")
    for number in range(3):
        boxes.nth(number).check()
    page.get_by_role("link", name=re.compile("افتح القصاصات")).click()
    page.wait_for_url("**/clippings?ids=*")
    before = [title.strip() for title in page.locator(".sheet-title").all_inner_texts()]
    page.locator(".clips > li").nth(2).locator("button[value^=up-]").click()
    wanted = [before[0], before[2], before[1]]
    expect(page.locator(".sheet-title")).to_have_text(wanted)
    with page.expect_download() as download:
        page.get_by_role("button", name="احفظ المراجعة ملفًّا واحدًا").click()
    target = tmp_path / "review.html"
    download.value.save_as(target)
    text = target.read_text("utf-8")
    assert sorted(wanted, key=text.index) == wanted


def test_who_follows_an_event_learns_from_its_feed_what_another_paper_adds(
    town: Town, reader: BrowserContext
) -> None:
    page = reader.new_page()
    page.goto(f"{town.home}/story/{town.told[0]}")
    feed = urljoin(page.url, page.locator(".event-ways a").last.get_attribute("href") or "")
    known = {entry.title for entry in feedparser.parse(reader.request.get(feed).text()).entries}
    later = f"{EVENT}، وارتفاع الحصيلة"
    town.stand.file(
        source="manara", title=later, body=PORT[0][1] + " وارتفعت الحصيلة مساء.", ago=timedelta(minutes=1)
    )
    town.stand.follow()
    town.stand.group()
    town.stand.clock.time += timedelta(seconds=9)
    told = {entry.title for entry in feedparser.parse(reader.request.get(feed).text()).entries}
    assert {one for one in told - known if later in one}
    page.reload()
    expect(page.locator(".timeline h2", has_text=later)).to_have_count(1)


def test_a_picture_is_reported_in_the_dark_and_the_page_is_printed_on_white(
    town: Town, reader: BrowserContext
) -> None:
    page = reader.new_page()
    page.emulate_media(color_scheme="dark")
    page.goto(f"{town.home}/sada/{town.pictured}")
    assert max(ground(page)) < 40
    page.locator("[data-report]").click()
    expect(page.locator("dialog[open] h1")).to_have_text(THANKS)
    assert max(ground(page, "dialog[open]")) < 60
    assert len(town.stand.reports.case(PictureId(1)).voices) == 1
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.emulate_media(media="print", color_scheme="dark")
    assert ground(page) == [255, 255, 255]
