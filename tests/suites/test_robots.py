"""The asking desk asks for what robots.txt lets it ask for, by the suite's own facts; our name stands in its agents' place."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.newsroom.conftest import StoppedClock, Web
from tests.suites.table import measured
from warraq.crawling import urls
from warraq.newsroom.asking import Asking
from warraq.ports.fetcher import Fetched, Request

AGENT = "Warraq"
REASONS = {
    "ID_Encoding": "RFC 9309, 2.2.2: both sides are percent-normalised before they are compared",
    "GoogleOnly_AcceptUserAgentUpToFirstSpace": "a whole User-Agent line is cut to its product token",
}


def ours(robots: str, agent: str) -> str:
    """The file as it would be if it spoke of us, in the letters' case in which it speaks of the agent."""

    def name(said: str) -> str:
        return AGENT.upper() if said.isupper() else AGENT.lower() if said.islower() else AGENT

    product = re.match(r"[A-Za-z_-]+", agent)
    if product is None:
        return robots
    spoken = rf"(?i)(user-agent[:\s]+){re.escape(product[0])}(?![A-Za-z_-])"
    return re.sub(spoken, lambda found: found[1] + name(found[0][len(found[1]) :]), robots)


async def asked(robots: str, url: str) -> bool:
    """Whether the desk asks the site for the page."""
    clock = StoppedClock()
    web = Web(clock)
    target = urls.clean(url)
    if target is None:
        return False  # nobody is asked for what is no address
    origin = "/".join(target.split("/", 3)[:3])
    web.says(f"{origin}/robots.txt", robots.encode(), media="text/plain")
    web.says(target, b"<p>a")
    desk = Asking(web, clock, agent=AGENT, delay=timedelta(), jitter=lambda: 0.0)
    answer = await desk.ask(Request(target))
    return isinstance(answer.outcome, Fetched)


def reason(test: str, url: str) -> str:
    if urls.clean(url) is None:
        return "what is empty or longer than 8,000 characters is no address, and is asked for nowhere"
    return REASONS.get(test, f"unlisted: {test} {url[:200]}")


async def test_the_desk_asks_for_what_the_suite_allows(shared: Path) -> None:
    path = shared / "suites/robots/access.tsv"
    if not path.is_file():
        pytest.skip("no robots suite beside the checkout")
    but, seen = Counter[str](), 0
    with path.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            robots, agent, url = (json.loads(row[name]) for name in ("robots", "user_agent", "url"))
            seen += 1
            if await asked(ours(robots, agent), url) != (row["allowed"] == "1"):
                but[reason(row["test"], url)] += 1
    measured("robots", cases=seen, but=but)
