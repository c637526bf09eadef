"""A browser opens pages full of hostile strings: no dialog, nothing asked of anybody else, and nothing that the policy had to stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.suites.strings import OURS, of_suites
from tests.suites.test_outputs import stand_of
from tests.web.browser import needs_chromium, served
from tests.web.conftest import browser
from warraq.press import Settings

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, needs_chromium, pytest.mark.timeout(600)]

TOGETHER = 40


def test_no_page_of_hostile_strings_opens_a_dialog_or_meets_the_policy(
    browser: Browser, shared: Path, tmp_path: Path
) -> None:
    strings = [*OURS, *of_suites(shared)[::30]][:TOGETHER]
    stand = stand_of(strings, tmp_path, Settings())
    articles = stand.archive.articles(list(stand.archive.ids()))
    addresses = [
        "/",
        "/latest",
        "/changes",
        "/sources",
        "/issue/2026-11-23",
        "/search?q=جسر",
        "/search?q=" + "%3Cscript%3Ealert(1)%3C/script%3E%22onfocus=alert(1)",
    ]
    addresses += [f"/{one.draft.source}/{one.id}" for one in articles[::4]]
    addresses += [f"/{one.draft.source}/{one.id}/versions/2" for one in articles[:6:2]] + [
        f"/{articles[0].draft.source}/{articles[0].id}/cite"
    ]
    wrong: list[str] = []
    with served(stand.application()) as home:
        page = browser.new_page()
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if said.type == "error" and "404" not in said.text else None,
        )
        page.on(
            "request",
            lambda asked: (
                wrong.append(f"asked {asked.url[:200]}")
                if not asked.url.startswith((home, "data:"))
                else None
            ),
        )
        page.add_init_script(
            "addEventListener('securitypolicyviolation', stopped => console.error('stopped: ' + stopped.violatedDirective + ' ' + stopped.blockedURI))"
        )
        for address in addresses:
            answer = page.goto(home + address)
            assert answer is not None
            assert answer.status < 500, address
            page.mouse.move(200, 200)
            page.keyboard.press("Tab")
        page.close()
    print(f"{len(addresses)} pages of {len(strings)} strings opened")
    assert not wrong, "\n".join(wrong[:20])
