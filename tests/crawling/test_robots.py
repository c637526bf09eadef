"""Do we ask only for what a site lets us ask for?"""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import robots

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# (test of the suite, agent, url) -> why we differ
DIFFERENCES = {
    ("GoogleOnly_AcceptUserAgentUpToFirstSpace", "Foo Bar", "http://foo.bar/x/y"): (
        "we cut a user agent to its product token too, so that a whole User-Agent line may be given"
    ),
    ("ID_Encoding", "FooBot", "http://foo.bar/foo/bar/ツ"): (
        "RFC 9309, 2.2.2: both sides are percent-normalised before they are compared; the suite wants raw addresses"
    ),
    ("ID_Encoding", "FooBot", "http://foo.bar/foo/bar/baz"): ("as above: %62%61%7A is baz"),
}


def rows(suites: Path, name: str) -> Iterator[dict[str, str]]:
    with (suites / "robots" / f"{name}.tsv").open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)


def said(text: str, status: int = 200) -> robots.Rules:
    return robots.read(status, text.encode(), now=NOW)


def test_access_is_granted_and_refused_as_the_suite_says(suites: Path) -> None:
    checks = list(rows(suites, "access"))
    assert len(checks) == 145
    wrong = []
    for check in checks:
        text, agent, url = (json.loads(check[name]) for name in ("robots", "user_agent", "url"))
        if said(text).allowed(url, agent) != (check["allowed"] == "1"):
            wrong.append((check["test"], agent, url))
    assert set(wrong) == set(DIFFERENCES)


def test_lines_and_sitemaps_are_found_as_the_suite_says(suites: Path) -> None:
    for check in rows(suites, "parse"):
        body, expected = base64.b64decode(check["robots_base64"]), check["expected"]
        if check["measure"] == "valid_directives":
            assert len(list(robots.directives(body))) == int(expected), body
        if check["measure"] == "sitemap":
            assert robots.read(200, body, now=NOW).sitemaps == (expected,)


def test_product_tokens_are_those_of_the_suite(suites: Path) -> None:
    for check in rows(suites, "user_agents"):
        agent = json.loads(check["user_agent"])
        assert (agent != "" and robots.product(agent) == agent) == (check["valid"] == "1"), agent


def test_addresses_are_matched_by_their_path_and_query(suites: Path) -> None:
    for check in rows(suites, "paths"):
        url, path = json.loads(check["url"]), json.loads(check["path"])
        if not url.startswith("http://"):
            continue  # only whole addresses reach us
        anchored = f"user-agent: *\ndisallow: /\nallow: {path}$"
        assert said(anchored).allowed(url), url


@pytest.mark.parametrize("status", [404, 401, 403, 410, 400, 301])
def test_without_a_file_all_is_allowed(status: int) -> None:
    rules = robots.read(status, b"User-agent: *\nDisallow: /", now=NOW)
    assert rules.allowed("https://x.example/a")
    assert rules.expires == NOW + timedelta(hours=24)
    assert rules.unknown is None


@pytest.mark.parametrize("status", [500, 503, 429, None])
def test_while_the_file_cannot_be_had_nothing_is_asked_for(status: int | None) -> None:
    rules = robots.read(status, b"", now=NOW)
    assert not rules.allowed("https://x.example/a")
    assert rules.unknown
    assert rules.reached == (status is not None)
    assert rules.expires < NOW + timedelta(hours=1)


def test_arabic_paths_match_in_letters_and_in_escapes() -> None:
    for pattern in ("/أخبار/سري", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%d8%b3%d8%b1%d9%8a"):
        rules = said(f"User-agent: *\nDisallow: {pattern}")
        assert not rules.allowed("https://x.example/أخبار/سري/1")
        assert not rules.allowed("https://x.example/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1/%D8%B3%D8%B1%D9%8A")
        assert rules.allowed("https://x.example/أخبار/علن")


def test_wildcards_and_ends_are_understood() -> None:
    rules = said("User-agent: *\nDisallow: /*?print=\nDisallow: /*.pdf$\nAllow: /free/*.pdf$")
    assert not rules.allowed("https://x.example/a?print=1")
    assert not rules.allowed("https://x.example/a.pdf")
    assert rules.allowed("https://x.example/a.pdf?x")
    assert rules.allowed("https://x.example/free/a.pdf")


def test_a_group_that_names_us_speaks_for_all_others() -> None:
    rules = said("User-agent: *\nDisallow: /\n\nUser-agent: Warraq\nDisallow: /private")
    assert rules.allowed("https://x.example/a", "Warraq/0.1 (+https://x.example/bot)")
    assert not rules.allowed("https://x.example/private/a")
    assert not rules.allowed("https://x.example/a", "Otherbot")


def test_a_name_that_merely_begins_like_ours_is_not_us() -> None:
    rules = said("User-agent: War\nDisallow: /\n\nUser-agent: Warraq-Images\nDisallow: /")
    assert rules.allowed("https://x.example/a", "Warraq")


def test_the_file_itself_may_always_be_asked_for() -> None:
    assert said("User-agent: *\nDisallow: /").allowed("https://x.example/robots.txt")


def test_a_pause_is_kept_up_to_a_minute() -> None:
    assert said("User-agent: *\nCrawl-delay: 2.5").crawl_delay() == 2.5
    assert said("User-agent: *\nCrawl-delay: 86400").delay_s == robots.MAX_DELAY_S
    assert said("User-agent: other\nCrawl-delay: 9").delay_s is None
    for nonsense in ("nan", "inf", "-1", "1e999", "soon", ""):
        assert said(f"User-agent: *\nCrawl-delay: {nonsense}").delay_s is None


def test_a_file_without_end_is_cut_between_lines() -> None:
    rules = said("User-agent: *\n" + "Disallow: /a\n" * 60_000 + "Disallow: /late")
    assert not rules.allowed("https://x.example/a")
    assert rules.allowed("https://x.example/late")
    cut = b"User-agent: *\nAllow: /" + b"a" * robots.MAX_BYTES
    assert list(robots.directives(cut)) == [("agent", "*")]


def test_a_page_in_the_place_of_the_file_forbids_nothing() -> None:
    rules = said("<!doctype html><html><head><title>الصفحة غير موجودة</title></head><body>404</body></html>")
    assert rules.allowed("https://x.example/a")


@given(st.binary(max_size=300), st.text(max_size=40))
def test_no_bytes_are_too_strange(body: bytes, path: str) -> None:
    rules = robots.read(200, body, now=NOW)
    assert rules.allowed(f"https://x.example/{path}") in (True, False)
    assert rules.delay_s is None or 0 <= rules.delay_s <= robots.MAX_DELAY_S
