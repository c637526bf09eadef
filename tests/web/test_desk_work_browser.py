"""A person asks on the public form, a moderator grants it, and nothing of the article is found any more: in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser import needs_chromium, served
from tests.web.press import SOURCES, Newsstand, egypt
from tests.web.signing import hired
from tests.web.test_accessible import auditor, signed_in
from tests.web.test_desk_browser import fits, opened
from warraq.press import ArticleId, ClaimKind, ClaimState, EventId, MoveKind, Proposal, Role, Settings, State

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]
TITLE = "المجلس يقر خطة الجسر رقم 1"
REASON = "سحبته الصحيفة."
ASKED = "نطلب سحب هذا الخبر: صدر قبل موعده."


@dataclass
class Stand:
    newsstand: Newsstand
    home: str


@pytest.fixture
def stand() -> Iterator[Stand]:
    papers = (replace(SOURCES[0], permission="mail of the editor, 2026-11-01"), *SOURCES[1:])
    newsstand = Newsstand(edition=egypt(sources=papers), settings=Settings())
    hired(newsstand, "أمل", Role.MODERATOR)
    hired(newsstand, "ليلى", Role.ADMIN)
    newsstand.file(section="politics")
    newsstand.cover()
    newsstand.follow()
    newsstand.stories.propose([Proposal(MoveKind.SPLIT, EventId(2), articles=(ArticleId(4),))])
    with served(newsstand.application()) as home:
        yield Stand(newsstand, home)


def shown(page: Page, home: str) -> set[str]:
    """Where a reader meets the headline."""
    met = set()
    for address in ("/", "/latest", "/sada", "/sada/1", "/search?q=خطة الجسر", "/latest/rss", "/sada/rss"):
        answer = page.request.get(home + address)
        if TITLE in answer.text():
            met.add(address)
    return met


@pytest.mark.parametrize(
    ("width", "dark", "script"), [(1280, False, True), (390, True, True), (390, False, False)]
)
def test_what_a_person_asks_is_granted_and_gone_from_page_search_and_feed(
    browser: Browser, stand: Stand, width: int, dark: bool, script: bool
) -> None:
    reader, wrong = opened(browser, script=script, width=width, dark=dark)
    assert {"/latest", "/sada/1", "/search?q=خطة الجسر", "/latest/rss"} <= shown(reader, stand.home)
    reader.goto(f"{stand.home}/sada/1")
    reader.click(".ask a")
    reader.select_option("#kind", "withdrawal")
    reader.fill("#text", ASKED)
    reader.click(".asking button")
    reader.wait_for_url(f"{stand.home}/request/1-*")
    ticket = reader.url

    editor, ill = opened(browser, script=script, width=width, dark=dark)
    signed_in(editor, stand.home, "أمل")
    editor.click(".waiting a >> nth=0")
    editor.wait_for_url(f"{stand.home}/desk/requests")
    assert not script or fits(editor)
    editor.click(".docket a >> nth=0")
    assert ASKED in (editor.text_content(".said") or "")
    assert TITLE in (editor.text_content(".about") or "")
    editor.fill("#reason", REASON)
    editor.check("input[name=withhold]")
    editor.click("button[value=grant]")
    editor.wait_for_url(f"{stand.home}/desk/requests/1?granted")
    assert not script or fits(editor)

    stand.newsstand.clock.time += timedelta(seconds=3)
    assert shown(reader, stand.home) == set()
    held = stand.newsstand.archive.article(ArticleId(1))
    assert held is not None
    assert held.state is State.WITHHELD
    reader.goto(ticket)
    assert REASON in (reader.text_content(".reason") or "")
    reader.goto(f"{stand.home}/sada/1")
    assert REASON in (reader.text_content("main") or "")
    claim = stand.newsstand.claims.claim(1)
    assert claim is not None
    assert claim.state is ClaimState.GRANTED
    # that the article is gone is an answer of 410, which browsers tell in the console
    assert [one for one in (*wrong, *ill) if "410" not in one] == []


PAGES = (
    "/desk/requests",
    "/desk/requests/1",
    "/desk/requests/1?granted",
    "/desk/stories",
    "/desk/stories?q=مجاعة",
    "/desk/stories/2",
    "/desk/papers",
    "/desk/papers/sada",
)


@pytest.mark.parametrize(
    ("theme", "tongue", "width"), [("dark", "ar", 390), ("light", "fr", 390), ("light", "en", 1280)]
)
def test_nothing_grave_is_wrong_with_any_page_where_editors_work(
    browser: Browser, stand: Stand, theme: str, tongue: str, width: int
) -> None:
    made = stand.newsstand
    waits = made.claims.open(
        ClaimKind.MINOR, ASKED, key="k", article=ArticleId(1), contact="a@b.example", now=made.clock.now()
    )
    made.claims.mark_hidden(waits.number)
    page, _ = opened(browser, script=True, width=width, dark=False)
    editor = auditor(browser, stand.home, (theme, tongue, width), signed_in(page, stand.home))
    found = [fault for address in PAGES for fault in editor.faults(address)]
    assert not found, "\n".join(found)
    assert all(editor.context.request.get(stand.home + address).ok for address in PAGES)
    editor.context.close()
