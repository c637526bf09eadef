"""Of the marks that a site names the fittest is asked for first, and no drawing at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.extraction.icons import Mark, Marks, declared, fittest, is_fit, of_manifest

HOME = "https://paper.example/"
CDN = "https://cdn.example"


def named(head: str, url: str = HOME) -> Marks:
    page = f"<!DOCTYPE html><html><head>{head}</head><body><p>الأولى</p></body></html>".encode()
    return declared(page, url=url, content_type="text/html; charset=utf-8")


def link(rel: str, href: str, **given: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in given.items())
    return f'<link rel="{rel}" href="{href}"{more}>'


def order(*heads: str) -> list[str]:
    return [one.removeprefix(HOME) for one in fittest(named("".join(heads)).marks, home=HOME)]


def test_the_least_that_is_large_enough_comes_first_then_what_is_larger_then_what_is_smaller() -> None:
    sizes = ("16x16", "512x512", "192x192", "32x32", "96x96", "1024x1024")
    heads = [link("icon", f"/{size}.png", sizes=size) for size in sizes]
    expected = ["96x96", "192x192", "512x512", "1024x1024", "32x32", "16x16"]
    assert order(*heads) == [*(f"{size}.png" for size in expected), "favicon.ico"]


def test_a_touch_icon_without_a_size_is_large_enough() -> None:
    assert order(link("shortcut icon", "/small.ico"), link("apple-touch-icon", "/touch.png"))[:2] == [
        "touch.png",
        "small.ico",
    ]
    assert is_fit(named(link("apple-touch-icon-precomposed", "/t.png")).marks)
    assert not is_fit(named(link("icon", "/f.ico", sizes="16x16 32x32")).marks)


def test_of_several_sizes_in_one_file_the_one_that_fits_counts() -> None:
    assert named(link("icon", "/f.ico", sizes="16x16 32x32 64x64")).marks == (Mark(f"{HOME}f.ico", 64),)


@pytest.mark.parametrize(
    "head",
    [
        link("icon", "/a.svg"),
        link("icon", "/a", type="image/svg+xml"),
        link("icon", "/a.svg?v=2", sizes="any"),
        link("mask-icon", "/a.png", color="#fff"),
        link("icon", "data:image/png;base64,AAAA"),
        link("icon", "javascript:alert(1)"),
        link("icon", "file:///etc/passwd"),
        link("preload", "/a.png"),
        '<link rel="icon">',
    ],
)
def test_a_drawing_and_what_is_no_web_address_are_not_named(head: str) -> None:
    assert order(head) == ["favicon.ico"]


def test_addresses_are_read_from_where_the_page_answered() -> None:
    assert named(link("icon", "i/a.png"), url=f"{HOME}ar/").marks == (Mark(f"{HOME}ar/i/a.png", 32),)
    assert named(link("icon", "//cdn.example/a.png")).marks == (Mark(f"{CDN}/a.png", 32),)
    assert named(link("manifest", "/app.webmanifest")).manifest == f"{HOME}app.webmanifest"


def test_a_manifest_names_icons_but_those_to_be_cut() -> None:
    icons = [
        {"src": "192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "cut.png", "sizes": "192x192", "purpose": "maskable"},
        {"src": "both.png", "sizes": "48x48", "purpose": "any maskable"},
        {"src": "a.svg", "sizes": "any"},
        {"sizes": "48x48"},
        "nonsense",
    ]
    found = of_manifest(json.dumps({"icons": icons}).encode(), url=f"{HOME}app/site.webmanifest")
    assert found == (Mark(f"{HOME}app/192.png", 192), Mark(f"{HOME}app/both.png", 48))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"icons": 3}',
        b'{"icons": [[]]}',
        b'{"icons":[{"src":"a.png","sizes":[1],"purpose":7}]}',
    ],
)
def test_what_is_no_manifest_names_little_or_nothing(data: bytes) -> None:
    assert len(of_manifest(data, url=HOME)) <= 1


def test_a_page_that_names_thousands_is_read_to_a_bound() -> None:
    assert len(named("".join(link("icon", f"/{n}.png") for n in range(5_000))).marks) <= 60


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_reading(data: bytes) -> None:
    declared(data, url=HOME, content_type=None)
    of_manifest(data, url=HOME)


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_no_manifest_stops_the_reading(src: str, sizes: str, purpose: str) -> None:
    said = {"icons": [{"src": src, "sizes": sizes, "purpose": purpose}]}
    of_manifest(json.dumps(said).encode(), url=HOME)
