"""Are a site's wishes read as they are written, and is nothing read into them?"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import robots, wishes
from warraq.press import Reservation, SiteWishes

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOST = "paper.example:443"


def site(*rules: Reservation, signals: tuple[tuple[str, str], ...] = ()) -> SiteWishes:
    return SiteWishes("paper", HOST, NOON, signals, rules)


def heard(text: str) -> tuple[tuple[str, str], ...]:
    return wishes.signals(robots.read(200, text.encode(), now=NOON).signals)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["search=yes, ai-train=no"], (("ai-train", "no"), ("search", "yes"))),
        (["ai-train=no,search=yes,ai-input=no"], (("ai-input", "no"), ("ai-train", "no"), ("search", "yes"))),
        (["AI-Train = NO"], (("ai-train", "no"),)),
        (["search=yes", "search=no"], (("search", "no"),)),
        (["search=no", "search=yes"], (("search", "no"),)),
        (["search=maybe, use=reference, ai-train"], ()),
        (["/archive/ search=no"], ()),
        ([""], ()),
    ],
)
def test_signals_are_read_as_they_stand(lines: list[str], said: tuple[tuple[str, str], ...]) -> None:
    assert wishes.signals(lines) == said


def test_a_signal_is_for_the_group_that_names_us_else_for_everybody() -> None:
    every = "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n"
    assert heard(every) == (("ai-train", "no"), ("search", "yes"))
    assert heard(every + "\nUser-agent: GPTBot\nContent-Signal: search=no\nDisallow: /\n") == heard(every)
    assert heard(every + "\nUser-agent: Warraq\nContent-Signal: search=no\nAllow: /\n") == (("search", "no"),)
    assert heard(every + "\nUser-agent: Warraq\nAllow: /\n") == ()
    assert heard("Content-Signal: search=no\nUser-agent: *\nAllow: /\n") == ()


def test_a_signal_changes_nothing_of_what_may_be_asked_for() -> None:
    text = "User-agent: *\n{}\nUser-agent: GPTBot\nDisallow: /x\n"
    plain, signed = (
        robots.read(200, text.format(line).encode(), now=NOON) for line in ("", "Content-Signal: search=no")
    )
    for path in ("/", "/x"):
        assert plain.allowed(f"https://paper.example{path}") == signed.allowed(f"https://paper.example{path}")


def test_a_reservation_file_is_read_rule_by_rule() -> None:
    said = [
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://paper.example/terms.json"},
        {"location": "/open/*", "tdm-reservation": "0"},
        {"location": "/bad", "tdm-reservation": 2},
        {"location": 7, "tdm-reservation": 1},
        {"tdm-reservation": 1},
        "no rule",
        {"location": "/js", "tdm-reservation": 1, "tdm-policy": "javascript:alert(1)"},
    ]
    assert wishes.rules(json.dumps(said).encode()) == (
        Reservation("/", True, "https://paper.example/terms.json"),
        Reservation("/open/*", False),
        Reservation("/js", True),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b'"x"',
        b"null",
        b"[" * 100_000,
        b"\xff\xfe[]",
        b'[{"location": "/", ',
        b"[1e999999]x",
    ],
)
def test_what_is_no_reservation_file_is_none(body: bytes) -> None:
    assert wishes.rules(body) is None


def test_what_a_site_asks_for_all_is_told_apart_from_what_it_asks_for_some() -> None:
    signals = (("ai-train", "no"), ("search", "yes"))
    assert wishes.of_site(site(signals=signals)) == ("ai-train=no",)
    assert wishes.of_site(site(Reservation("/*", True))) == ("tdm-reservation",)
    assert wishes.of_site(site(Reservation("/", False), Reservation("/a", True))) == ()


@pytest.mark.parametrize(
    ("location", "path", "fits"),
    [
        ("/premium/", "/premium/1", True),
        ("/premium/", "/premium", False),
        ("/*.pdf$", "/a/b.pdf", True),
        ("/*.pdf$", "/a/b.pdf?x=1", False),
        ("/a*b*c$", "/abc", True),
        ("/a*b*c$", "/abcb", False),
        ("/a*bc*bc$", "/abc", False),
        ("/only$", "/only", True),
        ("/only$", "/only/", False),
        ("*/print", "/news/1/print", True),
        ("/أخبار/", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", False),
        ("/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/", "/أخبار/1", True),
    ],
)
def test_a_location_matches_as_in_robots_txt(location: str, path: str, fits: bool) -> None:
    asked = wishes.of_page(site(Reservation(location, True)), f"https://paper.example{path}")
    assert (asked == ("tdm-reservation",)) is fits


def test_the_longest_location_counts_and_of_two_as_long_the_reservation() -> None:
    def asked(*rules: Reservation) -> bool:
        return bool(wishes.of_page(site(*rules), "https://www.paper.example/news/open/1"))

    assert not asked(Reservation("/news/", True), Reservation("/news/open/", False))
    assert asked(Reservation("/news/", False), Reservation("/news/open/", True))
    assert asked(Reservation("/news/o*", False), Reservation("/news/op", True))
    assert asked(Reservation("/news/op", True), Reservation("/news/o*", False))


def test_a_rule_is_for_its_own_site_alone() -> None:
    assert wishes.of_page(site(Reservation("/a", True)), "https://other.example/a") == ()
    assert wishes.of_page(site(Reservation("/a", True)), "no address") == ()


def test_a_pattern_made_to_be_slow_is_not() -> None:
    began = time.perf_counter()
    wishes.of_page(
        site(Reservation("/" + "*a" * 249 + "$", True)), "https://paper.example/" + "a" * 5_000 + "b"
    )
    assert time.perf_counter() - began < 1


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    wishes.rules(body)
    robots.read(200, b"user-agent: *\ncontent-signal: " + body, now=NOON)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_no_lines_raise_and_only_defined_signals_are_heard(lines: list[str]) -> None:
    assert {name for name, _ in wishes.signals(lines)} <= set(wishes.SIGNALS)
