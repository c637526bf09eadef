"""With a real browser: is what was read still there when the network is not, and is what is gone then gone?"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.newsroom import pictures as files
from tests.web.browser import needs_chromium, served
from tests.web.press import NOON, Newsstand, two
from warraq.newsroom import darkroom
from warraq.press import (
    SCREENS,
    ArticleId,
    CaseEvent,
    DecisionKind,
    PictureId,
    Print,
    Proof,
    State,
    object_key,
)

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]

ONE = PictureId(1)
ISSUE = f"/issue/{NOON:%Y-%m-%d}"


class Waiting:
    """A line so bad that nothing comes over it while `answers` is not set."""

    def __init__(self, app: ASGIApp, answers: threading.Event) -> None:
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.answers.is_set() and scope["type"] == "http":
            await asyncio.to_thread(self.answers.wait)
        await self.app(scope, receive, send)


class Site:
    """A newsstand behind an address that can fall silent, and come back."""

    def __init__(self, *, screens: bool = False) -> None:
        """`screens`: its picture has prints for screens too, as the darkroom makes them."""
        self.stand = Newsstand()
        self.article = self.stand.file(
            title="انسحاب مفاجئ من قاعدتين",
            image="https://cdn.example/a.png",
            body="وصلت سيارة منى القاضي إلى المطار أمس.",
        )
        self.other = self.stand.file(title="المجلس يؤجل الجلسة")
        developed = darkroom.develop(files.file(files.scene((1600, 900))), {})
        prints = tuple(
            Print(one["width"], one["height"], one["size_bytes"]) for one in developed["proof"]["screens"]
        )
        held = self.stand.hang(self.article, proof=Proof(prints, 3, "f" * 64, 0) if screens else None)
        bodies = {"full": developed["full"], "card": developed["card"]}
        if screens:
            bodies |= {
                str(width): one for width, one in zip(SCREENS, developed["proof"]["screens"], strict=True)
            }
        for size, one in bodies.items():
            self.stand.objects.put(object_key(held.negative.pixels, size), base64.b64decode(one["body"]))
        self.stand.follow()
        self._open = contextlib.ExitStack()
        self.home = ""
        self.answers = threading.Event()
        self.answers.set()
        self.start()

    def start(self) -> None:
        port = urlsplit(self.home).port or 0
        self.home = self._open.enter_context(served(Waiting(self.stand.application(), self.answers), port))

    def stop(self) -> None:
        self.answers.set()
        self._open.close()

    def page(self, article: ArticleId) -> str:
        return f"{self.home}/sada/{article}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.stop()


@pytest.fixture
def screened() -> Iterator[Site]:
    made = Site(screens=True)
    yield made
    made.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


def ready(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """A window with the worker at its side, and what went wrong in it."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(address)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page, wrong


# Looked at again and again, since no event tells of it; the page's own clock ends it.
_LOOK = """([path, shelf, wanted]) => new Promise((resolve, reject) => {
  const until = Date.now() + 15000;
  const look = async () => {
    if (Boolean(await caches.match(path, { cacheName: shelf })) === wanted) resolve();
    else if (Date.now() > until) reject(new Error(`${shelf} ${path}: not ${wanted}`));
    else setTimeout(look, 30);
  };
  look();
})"""


def keeps(page: Page, path: str, shelf: str = "opened") -> None:
    page.evaluate(_LOOK, [path, shelf, True])


def forgets(page: Page, path: str, shelf: str = "opened") -> None:
    page.evaluate(_LOOK, [path, shelf, False])


def read(context: BrowserContext, site: Site) -> tuple[Page, list[str]]:
    """A reader opened one article, and then another."""
    page, wrong = ready(context, site.page(site.article))
    keeps(page, f"/sada/{site.article}")
    keeps(page, "/picture/1", "pictures")
    keeps(page, "/")
    keeps(page, ISSUE)
    page.goto(site.page(site.other))
    keeps(page, f"/sada/{site.other}")
    return page, wrong


def test_articles_and_front_are_read_when_the_site_is_silent(site: Site, context: BrowserContext) -> None:
    page, wrong = read(context, site)
    site.stop()
    page.goto(site.page(site.article))
    expect(page.locator("h1")).to_have_text("انسحاب مفاجئ من قاعدتين")
    expect(page.locator("[data-kept-copy]")).to_contain_text("نسخة محفوظة من")
    assert page.evaluate("document.querySelector('.plate img').naturalWidth") > 0
    assert page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].some((one) => one.status === 'loaded'))"
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.article h1')).fontWeight") == "700"
    page.goto(f"{site.home}/")
    expect(page.locator("[data-kept-copy]")).to_be_visible()
    expect(page.locator("main")).to_contain_text("المجلس يؤجل الجلسة")
    page.goto(f"{site.home}/latest")  # never kept: what is, is listed
    expect(page.locator("h1")).to_have_text("القراءة دون شبكة")
    assert sorted(page.locator("[data-list] a").all_inner_texts()) == sorted(
        ["المجلس يؤجل الجلسة", "انسحاب مفاجئ من قاعدتين", "الصفحة الأولى: مصر", "عدد الاثنين 23 نوفمبر 2026"]
    )
    assert wrong == []


def test_the_days_issue_is_at_hand_though_nobody_opened_it(site: Site, context: BrowserContext) -> None:
    page, wrong = read(context, site)
    site.stop()
    for path in ("/issue", ISSUE):
        page.goto(f"{site.home}{path}")
        expect(page.locator(".sheet")).to_contain_text("المجلس يؤجل الجلسة")
        expect(page.locator("[data-kept-copy]")).to_be_visible()
    assert wrong == []


def test_of_days_issues_the_newest_stay(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    page.evaluate(
        """caches.open('opened').then((shelf) => Promise.all([19, 20, 21, 22].map((day) => shelf.put(`/issue/2026-11-${day}`,
        new Response('', { headers: { 'x-kept-at': String(day), 'x-kept-bytes': '10' } })))))"""
    )
    page.goto(f"{site.home}{ISSUE}")
    forgets(page, "/issue/2026-11-19")
    forgets(page, "/issue/2026-11-20")
    for day in (21, 22, 23):
        keeps(page, f"/issue/2026-11-{day}")


def test_what_is_withheld_leaves_the_issue_that_is_kept(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    text = f"caches.match('{ISSUE}', {{ cacheName: 'opened' }}).then((kept) => kept.text())"
    assert "انسحاب مفاجئ من قاعدتين" in page.evaluate(text)
    keeps(page, "/offline.json", "shells")
    site.stand.decide(DecisionKind.WITHHOLD, article=site.article)
    site.stand.clock.time += timedelta(seconds=3)
    [worker] = context.service_workers
    worker.evaluate("followed = 0")  # as a minute later
    page.goto(site.page(site.other))
    page.wait_for_function(f"async () => !(await {text}).includes('انسحاب مفاجئ من قاعدتين')", polling=50)


def test_once_the_site_answers_its_answer_counts(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    site.stop()
    page.goto(site.page(site.article))
    expect(page.locator("[data-kept-copy]")).to_be_visible()
    site.start()
    page.goto(site.page(site.article))
    expect(page.locator("[data-kept-copy]")).to_be_hidden()


def test_on_a_bad_line_the_kept_copy_comes_after_a_while(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    site.answers.clear()
    page.goto(site.page(site.article), wait_until="domcontentloaded")
    expect(page.locator("h1")).to_have_text("انسحاب مفاجئ من قاعدتين")
    expect(page.locator("[data-kept-copy]")).to_be_visible()
    site.answers.set()


def test_an_update_takes_over_and_breaks_neither_open_nor_kept_pages(
    site: Site, context: BrowserContext
) -> None:
    page, wrong = read(context, site)
    before = page.evaluate("caches.keys()")
    site.stop()
    site.stand.edition = two()  # other fronts: another worker
    site.start()
    open_page = context.new_page()
    open_page.goto(site.page(site.other))
    page.evaluate("navigator.serviceWorker.ready.then((one) => one.update())")
    page.wait_for_function(
        "() => navigator.serviceWorker.getRegistration().then((one) => !one.installing && !one.waiting)"
    )
    keeps(page, "/offline", "shells")
    after = page.evaluate(
        """new Promise((resolve) => { const look = async () => { const names = await caches.keys();
        if (names.filter((one) => one.startsWith('statics-')).length === 2) resolve(names); else setTimeout(look, 30); }; look(); })"""
    )
    assert set(before) < set(after)
    # a file of a version that is no more: the one of the same name stands in
    assert page.evaluate("fetch('/static/warraq.0123456789ab.css').then((answer) => answer.status)") == 200
    assert page.evaluate("fetch('/static/none.0123456789ab.css').then((answer) => answer.status)") == 404
    wrong.clear()  # that one was asked for here
    site.stop()
    page.goto(site.page(site.article))
    expect(page.locator("h1")).to_have_text("انسحاب مفاجئ من قاعدتين")
    assert page.evaluate("getComputedStyle(document.querySelector('.article h1')).fontWeight") == "700"
    assert wrong == []


def test_what_is_withheld_is_gone_from_what_is_kept(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    site.stand.decide(DecisionKind.WITHHOLD, article=site.article)
    site.stand.clock.time += timedelta(seconds=3)  # past what pages keep
    assert page.goto(site.page(site.article)).status == 410  # type: ignore[union-attr]
    forgets(page, f"/sada/{site.article}")
    site.stop()
    page.goto(site.page(site.article))
    expect(page.locator("h1")).to_have_text("القراءة دون شبكة")
    assert "انسحاب مفاجئ من قاعدتين" not in page.locator("[data-list]").inner_text()


def test_what_is_withheld_goes_though_nobody_opens_it_again(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    site.stand.archive.restate(site.article, State.WITHHELD, reason="طلب", now=NOON)
    site.stand.clock.time += timedelta(seconds=3)  # past what pages keep
    keeps(page, "/offline.json", "shells")
    [worker] = context.service_workers
    worker.evaluate("followed = 0")  # as a minute later
    page.goto(site.page(site.other))
    forgets(page, f"/sada/{site.article}")
    keeps(page, f"/sada/{site.other}")


def test_a_name_that_is_masked_leaves_what_is_kept(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    text = "caches.match('/sada/1', { cacheName: 'opened' }).then((kept) => kept.text())"
    assert "منى القاضي" in page.evaluate(text)
    keeps(page, "/offline.json", "shells")
    site.stand.decide(DecisionKind.MASK, name="منى القاضي")
    site.stand.clock.time += timedelta(seconds=3)
    [worker] = context.service_workers
    worker.evaluate("followed = 0")  # as a minute later
    page.goto(site.page(site.other))
    page.evaluate(
        """new Promise((resolve) => { const look = async () => {
        const kept = await caches.match('/sada/1', { cacheName: 'opened' });
        if (kept && !(await kept.text()).includes('منى القاضي')) resolve(); else setTimeout(look, 30); }; look(); })"""
    )


def test_a_hidden_picture_is_gone_in_both_sizes(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    page.evaluate("fetch('/picture/1/card').then((answer) => answer.blob())")
    keeps(page, "/picture/1/card", "pictures")
    site.stand.moderating.decide(ONE, CaseEvent.HIDE, "طلب")
    page.evaluate("fetch('/picture/1').then((answer) => answer.status)")
    forgets(page, "/picture/1", "pictures")
    forgets(page, "/picture/1/card", "pictures")


def test_prints_for_screens_are_kept_stand_in_for_each_other_and_are_forgotten_together(
    screened: Site, context: BrowserContext
) -> None:
    page, wrong = ready(context, screened.page(screened.article))
    keeps(page, "/picture/1/640", "pictures")  # the column's, whatever the browser chose
    page.evaluate("fetch('/picture/1/160').then((answer) => answer.blob())")
    keeps(page, "/picture/1/160", "pictures")
    screened.stop()
    # of a size that was never asked for comes another
    assert (
        page.evaluate("fetch('/picture/1/320').then((answer) => answer.headers.get('content-type'))")
        == "image/webp"
    )
    page.reload()
    assert page.evaluate(
        "new Promise((done) => { const image = document.querySelector('.plate img'); const told = () => done(image.naturalWidth);"
        " if (image.complete) told(); else image.addEventListener('load', told); })"
    )
    screened.start()
    screened.stand.moderating.decide(ONE, CaseEvent.HIDE, "طلب")
    page.evaluate("fetch('/picture/1/320').then((answer) => answer.status)")
    for way in ("", "/card", "/160", "/320", "/640", "/1280"):
        forgets(page, f"/picture/1{way}", "pictures")
    assert not [one for one in wrong if "410" not in one and "ERR_" not in one]


def test_forms_searches_feeds_and_lists_are_never_kept(site: Site, context: BrowserContext) -> None:
    page, _ = read(context, site)
    for path in (
        "/search?q=المجلس",
        "/settings/reading",
        "/request",
        "/latest",
        "/sada",
        "/picture/1/report?article=1",
    ):
        page.goto(f"{site.home}{path}")
    page.goto(f"{site.home}/offline")
    keeps(page, "/offline", "shells")
    kept = page.evaluate(
        """Promise.all(['opened', 'saved'].map(async (name) =>
        (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname))).then((all) => all.flat().sort())"""
    )
    assert kept == sorted(["/", ISSUE, f"/sada/{site.article}", f"/sada/{site.other}"])


@pytest.mark.parametrize("bound", ["[3, 12e6]", "[150, 1.5e6]"], ids=["number", "bytes"])
def test_the_oldest_go_when_there_is_too_much(site: Site, context: BrowserContext, bound: str) -> None:
    page, _ = ready(context, f"{site.home}/")
    keeps(page, "/")
    page.evaluate(
        """caches.open('opened').then((shelf) => Promise.all([7, 8].map((number) => shelf.put(`/sada/${number}`,
        new Response('', { headers: { 'x-kept-at': String(number), 'x-kept-bytes': '800000' } })))))"""
    )
    [worker] = context.service_workers
    worker.evaluate(f"MOST.opened = {bound}")
    page.goto(site.page(site.article))
    forgets(page, "/sada/7")
    keeps(page, f"/sada/{site.article}")
    if "150" in bound:
        keeps(page, "/sada/8")


def test_a_reader_who_wants_nothing_kept_has_nothing_kept(site: Site, context: BrowserContext) -> None:
    page, wrong = read(context, site)
    page.goto(f"{site.home}/offline")
    page.click("[data-off]")
    expect(page.locator("[data-on]")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    page.goto(site.page(site.article))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys()") == []
    page.goto(f"{site.home}/offline")
    page.click("[data-on]")
    keeps(page, "/offline", "shells")
    assert wrong == []


def test_without_a_worker_the_site_is_what_it_was(site: Site, browser: Browser) -> None:
    blocked = browser.new_context()
    blocked.add_init_script("delete Navigator.prototype.serviceWorker; delete window.caches;")
    page = blocked.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(site.page(site.article))
    page.click("[data-shelve]")
    page.goto(f"{site.home}/saved")
    expect(page.locator("[data-list] a")).to_have_text("انسحاب مفاجئ من قاعدتين")
    page.goto(f"{site.home}/offline")
    expect(page.locator("[data-absent]")).to_be_visible()
    expect(page.locator("[data-off]")).to_be_hidden()
    assert wrong == []
    blocked.close()
