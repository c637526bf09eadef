"""Is every page right for every reader: in each language and theme, on a desk and in a hand, by eye, ear and key?

The long form (WARRAQ_LONG=1) looks at every page in each of the twelve; the short one at every page in one of them, and at
each of the twelve on a twelfth of the pages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.newsroom import pictures as files
from tests.web.audit import Auditor, passed_over, violations
from tests.web.browser import needs_chromium, served
from tests.web.press import BODY, Newsstand, two
from tests.web.signing import WORD, hired
from tests.web.test_pages import every_address
from warraq.press import Category, object_key

LONG = bool(os.environ.get("WARRAQ_LONG"))
pytestmark = [
    pytest.mark.browser,
    needs_chromium,
    pytest.mark.timeout(2400 if LONG else 300),
]

WAYS = tuple(product(("light", "dark"), ("ar", "fr", "en"), (390, 1280)))
MORE = (
    "/tn",
    "/clippings?ids=1,2",
    "/day/1448-06",
    "/search?q=الجسر&section=sports&when=2026-11",
    "/search?q=(الجسر source:sada من:2026",
    "/search?q=المجلس زرافة&why=1&sort=newest",
    "/search?q=اللاذقية&group=story",
    "/search?q=زرافة&source=sada",
    "/settings/reading?saved=1",
)
# Each at both widths in the long form; in the short one one each, by turns.
KEYED = tuple(product(("/", "/sada/1", "/search?q=الجسر", "/settings/reading"), (390, 1280)))
AT_THE_DESK = (
    "/desk",
    "/desk/site",
    "/desk/site?saved",
    "/desk/requests",
    "/desk/stories",
    "/desk/papers",
    "/desk/papers/sada",
    "/desk/pictures",
    "/desk/pictures/2",
    "/desk/pictures/log",
    "/desk/pictures/restore",
)


@dataclass(frozen=True)
class Stand:
    home: str
    pages: tuple[str, ...]
    pictured: str  # an article with its picture
    desk: list[Any]  # the cookies of an admin


def filled() -> tuple[Newsstand, dict[str, int]]:
    """A newsstand with every kind of page, and enough news for full lists; who may work at its desk."""
    stand = Newsstand(edition=two())
    addresses = every_address(stand)
    pictured = stand.file(title="صورة من الجسر الجديد", image="https://cdn.example/a.png", ago=timedelta(0))
    held = stand.hang(pictured)
    reported = stand.hang(stand.file(title="صورة أبلغ عنها القرّاء", ago=timedelta(days=2)), name="reported")
    stand.crowd(reported.id, Category.VIOLENCE)
    for one, size in product((held, reported), ("full", "card")):
        stand.objects.put(object_key(one.negative.pixels, size), files.file(files.scene((1600, 900))))
    for number in range(70):
        desk = ("sports", "politics", "economy", None, "opinion")[number % 5]
        stand.file(source=("sada", "manara", "phare")[number % 3], section=desk)
    again = {"keys": ("sada.example/news/1",), "url": "https://sada.example/news/1"}
    stand.file(title="المجلس يعدل خطة الجسر", body=BODY.replace("صباح", "مساء"), **again)
    stand.follow()
    hired(stand)
    added = ("/sada/1/versions/2", f"/sada/{pictured}", f"/picture/1/report?article={pictured}")
    return stand, addresses | dict.fromkeys(added, 200)


@pytest.fixture(scope="module")
def stand(browser: Browser) -> Iterator[Stand]:
    newsstand, addresses = filled()
    with served(newsstand.application()) as home:
        context = browser.new_context(service_workers="block")
        [pictured] = [f"/sada/{path.partition('=')[2]}" for path in addresses if "/report?" in path]
        pages = tuple(path for path in (*addresses, *MORE) if is_page(context, home + path))
        yield Stand(home, pages, pictured, signed_in(context.new_page(), home))
        context.close()


def is_page(context: BrowserContext, address: str) -> bool:
    """Whether a reader sees it as a page: it is no file to be saved, and leads to no other."""
    answer = context.request.get(address, max_redirects=0)
    html = answer.headers.get("content-type", "").startswith("text/html")
    return html and "content-disposition" not in answer.headers and not 300 <= answer.status < 400


def signed_in(page: Page, home: str, name: str = "ليلى") -> list[Any]:
    page.goto(f"{home}/desk/login")
    page.fill("#name", name)
    page.fill("#password", WORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{home}/desk")
    return list(page.context.cookies())


def auditor(browser: Browser, home: str, way: tuple[str, str, int], cookies: list[Any]) -> Auditor:
    """A reader of this way. On a phone the dark is chosen on the form, on a desk by the device: both are to be legible."""
    theme, tongue, width = way
    chosen = f"ui={tongue}" + (f"&theme={theme}" if width == 390 else "")
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=theme if width != 390 else "light",  # type: ignore[arg-type]
        reduced_motion="reduce",
        service_workers="block",
    )
    context.add_cookies([{"name": "reading", "value": chosen, "url": home}, *cookies])
    return Auditor(context, home, theme == "dark")


def share(pages: tuple[str, ...], way: tuple[str, str, int]) -> tuple[str, ...]:
    return pages if LONG else pages[WAYS.index(way) :: len(WAYS)]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[0]} {way[1]} {way[2]}")
def test_nothing_grave_is_wrong_with_any_page(
    browser: Browser, stand: Stand, way: tuple[str, str, int]
) -> None:
    reader = auditor(browser, stand.home, way, [])
    found = [fault for path in share(stand.pages, way) for fault in reader.faults(path)]
    reader.context.close()
    editor = auditor(browser, stand.home, way, stand.desk)
    found += [fault for path in share(AT_THE_DESK, way) for fault in editor.faults(path)]
    editor.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("path", "width"), KEYED if LONG else KEYED[::4] + KEYED[3::4])
def test_the_tab_key_comes_to_everything_and_never_out_of_sight(
    browser: Browser, stand: Stand, path: str, width: int
) -> None:
    reader = auditor(browser, stand.home, ("light", "ar", width), [])
    reader.page.goto(stand.home + path)
    assert passed_over(reader.page) == []
    reader.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_a_script_opens_is_right_too(browser: Browser, stand: Stand, theme: str) -> None:
    reader = auditor(browser, stand.home, (theme, "ar", 1280), [])
    page, found = reader.page, []
    page.goto(stand.home + stand.pictured)
    page.click("[data-report]")
    page.wait_for_selector("dialog[open]")
    found += violations(page)
    page.goto(f"{stand.home}/search")
    page.locator("main input[name=q]").press_sequentially("الج")
    page.wait_for_selector("main .goes-on:not([hidden])")
    found += violations(page)
    page.goto(f"{stand.home}/latest")
    page.get_by_role("button", name="اختر قصاصات").click()
    page.get_by_role("checkbox").first.check()
    page.locator("[data-ticker-switch]").click()
    page.locator("[data-shelve-row]").first.click()
    found += violations(page)
    page.goto(f"{stand.home}/saved")
    page.wait_for_selector("[data-shelf] [data-list] a")
    found += violations(page)
    reader.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["/issue/2026-11-23.html", "/clippings.html?ids=1,2"])
def test_what_is_saved_as_one_file_is_right_too(
    browser: Browser, stand: Stand, path: str, tmp_path: Path
) -> None:
    found = []
    for way in (("light", "ar", 1280), ("dark", "fr", 390)):
        reader = auditor(browser, stand.home, way, [])
        file = tmp_path / "sheet.html"
        file.write_bytes(reader.context.request.get(stand.home + path).body())
        reader.page.goto(file.as_uri())
        found += violations(reader.page)
        reader.context.close()
    assert not found, "\n".join(found)
