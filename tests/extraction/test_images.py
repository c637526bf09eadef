"""The lead picture is the report's own, as its page shows it; never a mark, a counter, a card for sharing or a thumbnail."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.pages import page, reading
from warraq.extraction import renditions

PAPER = "https://paper.example"


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def ld(image: object) -> str:
    said = {"@context": "https://schema.org", "@type": "NewsArticle", "image": image}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


def lead(head: str = "", block: str = "", after: str = "") -> str | None:
    found = reading(page(head=head, block=block, after=after)).image
    return found.removeprefix(PAPER) if found else found


def test_the_rendition_that_readers_see_is_taken_for_the_crop_that_is_declared_for_shares() -> None:
    head = meta("og:image", "/crop/1200x630/harbour-0301.jpg?overlay=mark")
    shown = (
        '<figure><picture><source srcset="/i/harbour-0301.webp?w=640 640w, /i/harbour-0301.webp?w=1280 1280w,'
        ' /i/harbour-0301.webp?w=2560 2560w"><img src="/i/harbour-0301.jpg?w=640"></picture></figure>'
    )
    assert lead(head, shown) == "/i/harbour-0301.webp?w=1280"


def test_what_is_not_shown_stays_as_it_is_declared() -> None:
    assert lead(meta("og:image", "/i/harbour.jpg"), '<img src="/i/another-one.jpg">') == "/i/harbour.jpg"


def test_a_thumbnail_of_the_picture_beside_other_news_is_not_taken() -> None:
    head, beside = meta("og:image", "/i/harbour-0301.jpg"), '<img src="/t/harbour-0301.jpg" width="120">'
    assert lead(head, after=beside) == "/i/harbour-0301.jpg"


def test_the_original_is_not_left_for_a_smaller_print_of_it() -> None:
    head = meta("og:image", "/uploads/harbour.jpg")
    assert lead(head, '<figure><img src="/uploads/harbour-750x375.jpg"></figure>') == "/uploads/harbour.jpg"
    wide = '<figure><img src="/uploads/harbour-750x375.jpg" srcset="/uploads/harbour-1300x650.jpg 1300w"></figure>'
    assert lead(head, wide) == "/uploads/harbour-1300x650.jpg"


def test_the_same_file_at_another_host_is_asked_for_where_it_is_declared() -> None:
    head = meta("og:image", "http://cdn.example/paper/2026/3/1/harbour.jpg")
    assert (
        lead(head, '<img src="/2026/3/1/harbour.jpg" width="640">')
        == "http://cdn.example/paper/2026/3/1/harbour.jpg"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/theme/logo.png",
        "/img/og-image.png",
        "/img/fb-share.jpg",
        "/img/social-card-2.png",
        "/assets/dummy-social.gif",
        "/i/default_image.jpg",
        "/i/no-image.jpg",
        "/i/placeholder-1200x630.webp",
        "/i/sprite.png",
        "/i/1x1.gif",
        "/i/spacer.gif",
        "/api/og/card.png?title=news",
        "https://www.facebook.com/tr?id=1&ev=PageView",
        "https://secure.gravatar.com/avatar/0123456789abcdef",
        "https://b.scorecardresearch.com/p?c1=2",
    ],
)
def test_a_mark_a_counter_and_a_card_for_sharing_are_refused(address: str) -> None:
    assert lead(meta("og:image", address)) is None
    assert lead(meta("og:image", address) + meta("twitter:image", "/2026/a.jpg")) == "/2026/a.jpg"


def test_a_report_on_a_default_is_not_taken_for_one() -> None:
    assert lead(meta("og:image", "/default/2026/court.jpg")) == "/default/2026/court.jpg"


@pytest.mark.parametrize(
    "head",
    [
        meta("og:image", "/i/mark.png") + meta("og:image:width", "64") + meta("og:image:height", "64"),
        ld({"@type": "ImageObject", "url": "/i/mark.png", "width": {"value": "120px"}, "height": 60}),
    ],
)
def test_what_is_declared_to_be_tiny_gives_way(head: str) -> None:
    assert lead(head + meta("twitter:image", "/2026/a.jpg")) == "/2026/a.jpg"


def test_a_size_that_is_nonsense_refuses_nothing() -> None:
    for width in (0, -1, "auto", "100%", None, True, [], {"value": []}, 1e300):
        assert lead(ld({"url": "/2026/a.jpg", "width": width})) == "/2026/a.jpg", width


def test_a_drawing_comes_last() -> None:
    assert lead(meta("og:image", "/i/chart.svg") + meta("twitter:image", "/2026/a.jpg")) == "/2026/a.jpg"
    assert lead(meta("og:image", "/i/chart.svg")) == "/i/chart.svg"


def test_an_address_escaped_twice_is_read_once() -> None:
    assert lead(ld("/i/a.jpg?w=1&#038;h=2")) == "/i/a.jpg?w=1&h=2"


def test_where_nothing_is_declared_the_first_large_picture_of_the_article_is_the_lead() -> None:
    shown = (
        '<figure><img src="/i/small.jpg" width="200"></figure>'
        '<figure><img data-src="/i/large.jpg" width="800" height="450"></figure>'
    )
    assert lead(block=shown) == "/i/large.jpg"


@pytest.mark.parametrize(
    "beside",
    [
        '<aside><figure><img src="/i/large.jpg" width="800"></figure></aside>',
        '<div class="related-posts"><figure><img src="/i/large.jpg" width="800"></figure></div>',
        '<figure class="author"><img src="/i/large.jpg" width="800"></figure>',
        '<figure><img src="/i/banner.jpg" width="970" height="90"></figure>',
        '<figure><img src="/i/unsaid.jpg"></figure>',
        '<figure><img src="/i/chart.svg" width="800"></figure>',
    ],
)
def test_what_stands_beside_the_article_is_no_lead(beside: str) -> None:
    assert lead(after=beside) is None


@pytest.mark.parametrize(
    ("said", "widths"),
    [
        ("/a.jpg 320w, /b.jpg 640w", [320, 640]),
        ("/a.jpg 320w,/b.jpg 640w", [320, 640]),
        ("/a.jpg 1x, /b.jpg 2x", [None, None]),
        ("/w=640,h=256,q=60/a.jpg 640w, /w=1280,h=720/b.jpg 1280w", [640, 1280]),
        ("/a.jpg, /b-800x450.jpg", [None, 800]),
        ("/a.jpg", [None]),
        (",,, , ", []),
    ],
)
def test_a_list_of_sizes_is_read_as_browsers_do(said: str, widths: list[int | None]) -> None:
    from tests.extraction.pages import URL
    from warraq.extraction import tree
    from warraq.extraction.evidence import gathered

    html = f'<html><body><img srcset="{said}"></body></html>'
    found = renditions.shown(gathered(tree.parsed(html), html, url=URL))
    assert [one.width for shown in found for one in shown.renditions] == widths


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://cdn.example/800x450/https%3A%2F%2Fpaper.example%2Fi%2FHarbour_01-800x450.jpg?q=1", "harbour_01"),
        ("https://i.example/img/media/ff01686bf0d024840812a6/369_424_4616_2770/master/4616.jpg", "369_424_4616_2770"),
        ("https://i.example/4c113d3e-b078-4dd9-8c4b-24b103c17e6a_w948_r1.778.jpg", "4c113d3e-b078-4dd9-8c4b-24b103c17e6a"),
        ("https://i.example/csm_gaza-court_a395f41217.jpg", "gaza-court"),
        ("https://i.example/image/450a2c7417d4d233f0b8=w700", "450a2c7417d4d233f0b8"),
        ("https://i.example/1.jpg", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_picture_has_one_name_wherever_it_lies(address: str, name: str | None) -> None:
    assert renditions.name(address) == name


@given(st.text(max_size=300))
def test_no_attribute_stops_the_reading(said: str) -> None:
    from html import escape

    renditions.name(said)
    renditions.is_original(said, said)
    lead(
        meta("og:image", escape(said)),
        f'<figure><img srcset="{escape(said)}" width="{escape(said)}"></figure>',
    )
