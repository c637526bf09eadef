"""Markup becomes plain text, and links become addresses or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from warraq.language import markup


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>الأولى</p><p>الثانية<br>تتمة</p>", "الأولى\nالثانية\nتتمة"),
        ("قال &laquo;نعم&raquo;&nbsp;ومضى", "قال «نعم» ومضى"),
        ("a &lt; b <b>و</b>5 &gt; 3", "a < b و5 > 3"),
        ("قبل<script>alert(1)</script>بعد", "قبلبعد"),
        ("  فراغ \n\n كثير  ", "فراغ\nكثير"),
        ("<ul><li>أ</li><li>ب</li></ul>", "أ\nب"),
        ("5 < 6", "5 < 6"),
        ("", ""),
        ("<!-- لا شيء -->", ""),
    ],
)
def test_markup_reads_as_a_reader_would_see_it(html: str, text: str) -> None:
    assert markup.text(html) == text


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/news/1", "https://paper.example/news/1"),
        ("../2?q=علي", "https://paper.example/2?q=%D8%B9%D9%84%D9%8A"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("HTTP://Paper.Example:80/x", "http://paper.example/x"),
        ("javascript:alert(1)", None),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://user:secret@paper.example/", None),
        ("http://[::1", None),
        ("http://a/\ud800", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(href: str | None, address: str | None) -> None:
    assert markup.link(href, "https://paper.example/desk/page") == address


words = st.sampled_from(["خبر", "a > b", "&nbsp;", "&laquo;x&raquo;", "&lt;b&gt;", "\n", "  ", "<br>", "<br/>", "<img src='/1.jpg' alt=\"صورة\">"])  # fmt: skip
around = st.sampled_from(
    [
        "<p>{}</p>",
        "<div class=x id='y'>{}</div>",
        "<b>{}</b>",
        '<a href="/x?a=1&amp;b=2">{}</a>',
        "<ul><li>{}</li></ul>",
    ]
)
pieces = st.lists(words, max_size=4).map("".join)
whole = st.lists(st.builds(str.format, around, pieces) | pieces, max_size=5).map("".join)


@given(whole | st.builds(str.format, st.just("<div>{}</div>"), whole))
def test_whole_tags_taken_out_at_once_leave_what_a_parser_would(html: str) -> None:
    parsed = lxml_html.document_fromstring(f"<div>{html or ' '}</div>")
    assert markup.text(html) == markup.inner_text(parsed)


@given(st.text(max_size=200))
def test_no_markup_raises_and_no_run_of_spaces_is_left(html: str) -> None:
    text = markup.text(html)
    assert "  " not in text
    assert "\n\n" not in text


@given(st.text(max_size=100))
def test_every_link_is_a_web_address(href: str) -> None:
    found = markup.link(href, "https://paper.example/")
    assert found is None or found.startswith(("http://", "https://"))
