"""How soon does a reader see the page, and what does it weigh?

Beside each other: home, an article, an event and a search, on this machine's loopback, as it is and with the processor four
times slower. `pytest -s` prints the table of docs/reference/accessibility.md. On a machine that is busy with other things
times say nothing of the site: they are told, and not held against it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.web.browser import needs_chromium, served
from tests.web.test_accessible import filled

pytestmark = [
    pytest.mark.browser,
    needs_chromium,
]

PAGES = {"home": "/", "article": "/sada/1", "event": "/story/5", "search": "/search?q=الجسر"}
MOST_BYTES = 150 * 1024
MOST_MS = {1: 1000, 4: 2500}  # by how many times slower the processor is
TRIES = 3
_LCP = """window.painted = [];
new PerformanceObserver(list => list.getEntries().forEach(one => window.painted.push(one.startTime)))
  .observe({ type: 'largest-contentful-paint', buffered: true });"""
# Two frames later everything that the page had to show has been painted.
_SETTLED = "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"


@dataclass(frozen=True)
class View:
    """What one look at a page took: the largest paint in milliseconds, and bytes over the wire but for pictures."""

    painted_ms: float
    size_bytes: int


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    newsstand, _ = filled()
    with served(newsstand.application()) as address:
        yield address


def looked_at(browser: Browser, address: str, *, slower: int) -> View:
    """With an empty cache, as at a first visit."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    page = context.new_page()
    page.add_init_script(_LCP)
    wire = context.new_cdp_session(page)
    sizes = _weighed(wire)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="load")
    page.evaluate(_SETTLED)
    painted = page.evaluate("window.painted")
    context.close()
    assert painted, f"{address}: nothing was painted"
    return View(max(painted), int(sum(sizes.values())))


def _weighed(wire: CDPSession) -> dict[str, float]:
    """Bytes by request, filled while the page loads; pictures are left out."""
    sizes: dict[str, float] = {}
    pictures: set[str] = set()
    wire.send("Network.enable")
    wire.on(
        "Network.responseReceived",
        lambda told: pictures.add(told["requestId"]) if told["type"] == "Image" else None,
    )
    wire.on(
        "Network.loadingFinished",
        lambda told: (
            sizes.update({told["requestId"]: told["encodedDataLength"]})
            if told["requestId"] not in pictures
            else None
        ),
    )
    return sizes


def busy() -> bool:
    return os.getloadavg()[0] > 2 * (os.cpu_count() or 1)


@pytest.mark.parametrize("name", PAGES)
def test_a_first_view_is_light_and_soon_there(browser: Browser, home: str, name: str) -> None:
    best: dict[int, View] = {}
    for slower, most in MOST_MS.items():
        for _ in range(TRIES):
            view = looked_at(browser, home + PAGES[name], slower=slower)
            best[slower] = min(best.get(slower, view), view, key=lambda one: one.painted_ms)
            if best[slower].painted_ms <= most and busy():
                break  # nothing is learnt by a second look
    told = " | ".join(f"{best[slower].painted_ms:.0f}" for slower in MOST_MS)
    print(f"\n| {name} | {best[1].size_bytes / 1024:.1f} | {told} |")
    assert best[1].size_bytes <= MOST_BYTES
    if not busy():
        assert all(best[slower].painted_ms <= most for slower, most in MOST_MS.items()), told
