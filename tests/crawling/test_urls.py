"""Are addresses opened as they are meant, and known again in whatever form they come?"""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.crawling import urls

# A label that says "punycode" and is none: browsers of old let it pass, nobody can register it, we refuse it.
BROKEN_PUNYCODE = {
    "http://a.b.c.xn--pokxncvks",
    "http://10.0.0.xn--pokxncvks",
    "http://a.b.c.XN--pokxncvks",
    "http://a.b.c.Xn--pokxncvks",
    "http://10.0.0.XN--pokxncvks",
    "http://10.0.0.xN--pokxncvks",
    "https://xn--/",
}


def is_lone_surrogate(text: str) -> bool:
    """JavaScript strings may hold half a character; ours never reach the network."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


@pytest.mark.parametrize(
    ("name", "least"),
    [("urltestdata", 700), ("ada_extra_urltestdata", 4), ("urltestdata-javascript-only", 1)],
)
def test_addresses_are_read_as_browsers_read_them(suites: Path, name: str, least: int) -> None:
    wrong, seen = [], 0
    for case in json.loads(gzip.decompress((suites / "url" / f"{name}.json.gz").read_bytes())):
        base = case.get("base") if isinstance(case, dict) else None
        if isinstance(case, str) or (base and not base.startswith(("http:", "https:"))):
            continue
        seen += 1
        given_url = case["input"]
        got = urls.absolute(given_url, base) if base else urls.clean(given_url)
        if got != wanted(case) and given_url not in BROKEN_PUNYCODE and not is_lone_surrogate(given_url):
            wrong.append((given_url, base, got))
    assert seen >= least
    assert wrong == []


def wanted(case: dict[str, str]) -> str | None:
    """What `clean` promises of a case: web addresses only, no credentials, no fragment."""
    if case.get("failure") or case.get("username") or case.get("password"):
        return None
    href = case["href"]
    if not href.startswith(("http://", "https://")):
        return None
    return href.removesuffix(case.get("hash") or "#")


def test_hosts_are_grouped_by_the_domain_someone_registered(suites: Path) -> None:
    with (suites / "public-suffix" / "tests.tsv").open(encoding="utf-8", newline="") as table:
        facts = list(csv.DictReader(table, delimiter="\t"))
    assert len(facts) == 77
    wrong = [fact for fact in facts if (urls.registrable(fact["host"]) or "") != fact["registrable_domain"]]
    assert wrong == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "//example.com/a",
        "example.com/a",
        "/a",
        "ftp://example.com/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "https://user:secret@example.com/",
        "https://user@example.com/",
        "http://exa mple.com/",
        "http://example.com:99999/",
        "http://1.2.3.4.5/",
        "http://\ud800.com/",
        "https://example.com/" + "a" * urls.MAX_LENGTH,
    ],
)
def test_what_is_no_web_address_is_not_opened(url: str) -> None:
    assert urls.clean(url) is None


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com/a#b", "https://example.com/a"),
        (" https://example.com/a\n", "https://example.com/a"),
        ("https://example.com/?utm_source=x&q=علي", "https://example.com/?utm_source=x&q=%D8%B9%D9%84%D9%8A"),
        ("https://example.com/خبر", "https://example.com/%D8%AE%D8%A8%D8%B1"),
        ("https://مثال.مصر/", "https://xn--mgbh0fb.xn--wgbh1c/"),
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
        ("http://0x7f000001/", "http://127.0.0.1/"),
        ("http://127.1/", "http://127.0.0.1/"),
    ],
)
def test_an_address_is_opened_as_a_browser_would(url: str, opened: str) -> None:
    assert urls.clean(url) == opened


@pytest.mark.parametrize(
    "other",
    [
        "http://www.elbalad.example/news/2026/خبر-عاجل",
        "https://elbalad.example/news/2026/خبر-عاجل/",
        "https://m.elbalad.example/news/2026/خبر-عاجل",
        "https://www.m.elbalad.example:443/news/2026/خبر-عاجل",
        "http://elbalad.example:80/news//2026/خبر-عاجل#comments",
        "https://amp.elbalad.example/news/2026/خبر-عاجل",
        "https://elbalad.example/amp/news/2026/خبر-عاجل",
        "https://elbalad.example/news/2026/خبر-عاجل/amp/",
        "https://elbalad.example/news/2026/خبر-عاجل?amp=1",
        "https://elbalad.example/news/2026/خبر-عاجل?utm_source=rss&utm_medium=feed&fbclid=IwAR0",
        "https://elbalad.example/news/2026/%d8%ae%d8%a8%d8%b1-%D8%B9%D8%A7%D8%AC%D9%84",
        "https://elbalad.example/news/2026/%D8%AE%D8%A8%D8%B1%2D%D8%B9%D8%A7%D8%AC%D9%84",
        "https://ELBALAD.example./news/./x/../2026/خبر-عاجل",
    ],
)
def test_one_article_has_one_key_in_all_its_forms(other: str) -> None:
    assert urls.key(other) == urls.key("https://elbalad.example/news/2026/خبر-عاجل")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.example/?q=علي", "https://x.example/"),
        ("https://x.example/?q=علي", "https://x.example/?q=عمر"),
        ("https://x.example/a?id=1", "https://x.example/a?id=2"),
        ("https://x.example/a?p=1&page=2", "https://x.example/a?page=2&p=1"),
        ("https://x.example/a?ref=12", "https://x.example/a"),
        ("https://x.example/a?s=علي", "https://x.example/a"),
        ("https://x.example/A", "https://x.example/a"),
        ("https://x.example/a%2Fb", "https://x.example/a/b"),
        ("https://x.example/a%3Fb", "https://x.example/a?b"),
        ("https://x.example:8443/a", "https://x.example/a"),
        ("https://sport.x.example/a", "https://x.example/a"),
        ("https://x.example/100%25", "https://x.example/100"),
        ("https://x.example/?q=a%2Bb", "https://x.example/?q=a+b"),
        ("http://127.0.0.1:8790/a", "http://127.0.0.1:8791/a"),
        ("https://x.example/amp", "https://x.example/"),
    ],
)
def test_two_articles_never_share_a_key(one: str, other: str) -> None:
    assert urls.key(one) != urls.key(other)


def test_a_site_label_is_cut_off_only_above_the_registered_domain() -> None:
    assert urls.key("https://www.com/a").startswith("www.com/")
    assert urls.key("https://m.co.uk/a").startswith("m.co.uk/")
    assert urls.key("https://www.m.co.uk/a").startswith("m.co.uk/")


def test_letters_of_two_spellings_meet_in_one_key() -> None:
    composed, apart = (
        "https://x.example/\u0623\u062e\u0628\u0627\u0631",
        "https://x.example/\u0627\u0654\u062e\u0628\u0627\u0631",
    )
    assert urls.key(composed) == urls.key(apart)
    assert urls.key("https://x.example/caf\u00e9") == urls.key("https://x.example/cafe\u0301")


def test_a_path_in_windows_1256_keeps_its_bytes() -> None:
    assert urls.key("https://x.example/%ce%c8%d1") == "x.example/%CE%C8%D1"


def test_what_is_no_web_address_is_its_own_key() -> None:
    assert urls.key(" urn:uuid:1 ") == "urn:uuid:1"
    assert urls.key("mailto:a@x.example") != urls.key("mailto:b@x.example")


@given(
    path=st.lists(st.text(max_size=12), max_size=4),
    query=st.lists(
        st.tuples(st.sampled_from(["q", "id", "utm_source", "صفحة"]), st.text(max_size=8)), max_size=3
    ),
)
def test_a_key_is_a_fixed_point(path: list[str], query: list[tuple[str, str]]) -> None:
    url = (
        "https://www.x.example/" + "/".join(path) + "?" + "&".join(f"{name}={value}" for name, value in query)
    )
    opened = urls.clean(url)
    if opened is None:  # lone surrogates
        return
    assert urls.clean(opened) == opened
    assert urls.key(opened) == urls.key(url)
    assert urls.key("http://" + urls.key(url)) == urls.key(url)


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    (
        urls.clean(text),
        urls.key(text),
        urls.host(text),
        urls.site(text),
        urls.absolute(text, "https://x.example/a"),
    )
    urls.absolute("a", text)


def test_politeness_counts_by_name_and_port() -> None:
    assert urls.host("https://WWW.x.example/a") == "www.x.example:443"
    assert urls.host("http://x.example./") == "x.example:80"
    assert urls.host("http://[::1]:8123/") == "[::1]:8123"
    assert urls.host("nonsense") == ""


def test_a_canonical_link_speaks_only_for_its_own_site() -> None:
    assert urls.same_site("https://www.x.com.eg/a", "http://m.x.com.eg/b")
    assert not urls.same_site("https://x.com.eg/a", "https://y.com.eg/a")
    assert not urls.same_site("https://a.blogspot.com/", "https://b.blogspot.com/")
    assert not urls.same_site("http://127.0.0.1:8790/", "http://127.0.0.1:8791/")
    assert not urls.same_site("nonsense", "nonsense")


def test_an_arabic_domain_is_one_site_in_letters_and_in_punycode() -> None:
    assert urls.same_site("https://أخبار.مثال.مصر/", "https://xn--mgbh0fb.xn--wgbh1c/")
