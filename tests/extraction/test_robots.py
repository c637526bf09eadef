"""Which of a page's wishes are heard, and whose?"""

from __future__ import annotations

import pytest

from warraq.extraction import robots


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ([("x-robots-tag", "noarchive")], {"noarchive"}),
        ([("x-robots-tag", "NOINDEX, NoSnippet")], {"noindex", "nosnippet"}),
        ([("x-robots-tag", "none")], {"noindex", "nofollow"}),
        ([("x-robots-tag", "noindex"), ("x-robots-tag", "noarchive")], {"noindex", "noarchive"}),
        ([("x-robots-tag", "otherbot: noindex, noarchive")], set()),
        ([("x-robots-tag", "warraq: noindex, noarchive")], {"noindex", "noarchive"}),
        ([("x-robots-tag", "Warraq:nosnippet")], {"nosnippet"}),
        ([("x-robots-tag", "max-snippet: 50, noarchive")], {"max-snippet:50", "noarchive"}),
        ([("x-robots-tag", "max-snippet:0")], {"nosnippet"}),
        ([("x-robots-tag", "max-snippet:-1, max-image-preview:large")], set()),
        ([("x-robots-tag", "unavailable_after: 25 Jun 2010 15:00:00 PST, noarchive")], {"noarchive"}),
        ([("tdm-reservation", "1")], {"tdm-reservation"}),
        ([("tdm-reservation", "0"), ("tdm-policy", "https://x.example")], set()),
        ([("x-robots-tag", "all")], set()),
        ([], set()),
    ],
)
def test_headers_are_heard_where_they_mean_us(headers: list[tuple[str, str]], asked: set[str]) -> None:
    assert robots.of_headers(headers) == asked


@pytest.mark.parametrize(
    ("metas", "asked"),
    [
        ({"robots": ("noindex,nofollow",)}, {"noindex", "nofollow"}),
        ({"robots": ("max-snippet:120, noimageindex",)}, {"max-snippet:120", "noimageindex"}),
        ({"warraq": ("noarchive",), "googlebot": ("noindex",)}, {"noarchive"}),
        ({"tdm-reservation": ("1",)}, {"tdm-reservation"}),
        ({"tdm-reservation": ("0",)}, set()),
    ],
)
def test_tags_are_heard_where_they_mean_us(metas: dict[str, tuple[str, ...]], asked: set[str]) -> None:
    assert robots.of_metas(metas) == asked


def test_what_is_remembered_stands_in_order_without_what_is_none_of_readers() -> None:
    assert robots.kept({"nosnippet", "nofollow"}, {"noarchive", "max-snippet:50"}) == (
        "max-snippet:50", "noarchive", "nosnippet",
    )  # fmt: skip
