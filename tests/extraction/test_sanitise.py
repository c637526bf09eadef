"""Nothing live passes the one sanitising function, and nothing that was merely printed is harmed."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from selectolax.lexbor import LexborHTMLParser

from warraq.errors import Unreadable
from warraq.extraction.sanitise import BODY_MAX, TITLE_MAX, URL_MAX, line, paragraphs, sanitised
from warraq.press import Draft, Moment, Precision

DRAFT = Draft(
    source="nile",
    url="https://paper.example/news/1",
    keys=("paper.example/news/1",),
    title="خبر",
    body="فقرة",
    reader="import/1",
)
# The characters of which trouble is made, with some words between.
TROUBLE = st.lists(
    st.sampled_from(
        [
            *"<>&!/-?\"'= \n\t\r;",
            "script",
            "a",
            "b>",
            "</",
            "<!--",
            "-->",
            "&lt;",
            "<p>",
            "</script>",
            "مصر",
            "\x00",
            "\u202e",
            "\u202c",
            "\u2067",
            "\u2069",
            "\u200c",
            "\ud800",
            "\u2028",
            "\xa0",
            "\x85",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize(
    "printed",
    [
        "a < b و 5 > 3",
        '«رويترز»: ل"رويترز" و‹قال›',
        "R&D و AT&T و &amp; و &lt;b&gt; و &#39;",
        "<3 و <٣ و < ٣",
        "می‌خواهم و لا‍حرج",  # ZWNJ and ZWJ
        "مُحَمَّدٌ ـــ أإآٱ فى في",
        "cafe\u0301 لا café",  # never normalised
        "\u2067عزل\u2069 و \u202bتضمين\u202c",
        "السطر الأول\nالسطر الثاني",
        "فراغ\xa0ثابت",
        "👩‍👩‍👧 ☪️",
    ],
)
def test_what_was_printed_stays_exactly(printed: str) -> None:
    assert paragraphs(printed, limit=BODY_MAX) == printed


@pytest.mark.parametrize(
    ("outside", "filed"),
    [
        ("قبل<script>alert(1)</script>بعد", "قبلبعد"),
        ("<style>p{}</style><p>أ</p><p>ب</p>", "أ\nب"),
        ("<img src=x onerror=alert(1)>صورة", "صورة"),
        ("أ<svg onload=alert(1)><script>alert(1)</script></svg>ب", "أب"),
        ("<math><mi xlink:href='javascript:alert(1)'>س</mi></math>ع", "ع"),
        ("<iframe srcdoc='x'></iframe>أ<object data='javascript:alert(1)'></object>", "أ"),
        ("<details open ontoggle=alert(1)>أ</details> <a href='javascript:alert(1)'>ب</a>", "أ ب"),
        ("<<b>script>alert(1)<</b>/script>", ""),
        ("<scr<b></b>ipt>alert(1)</scr<b></b>ipt>", "ipt>alert(1)ipt>"),
        ("وسم <script> يُكتب هكذا", "وسم يُكتب هكذا"),  # an element that never ends takes only its tag along
        ("أ <b ثم بقية الخبر", "أ < b ثم بقية الخبر"),
        ("أ <!-- ثم بقية الخبر", "أ < !-- ثم بقية الخبر"),
        ("<\u202escript>alert(1)</script>", "alert(1)"),
        ("<\x00script>alert(1)</script>", ""),
        ("أ\u202eب", "أب"),
        ("أ\u2067ب\nج\u2069", "أب\nج"),  # a pair counts inside one paragraph only
        ("أ\ud800\x07\x85\ufeff\uffffب", "أب"),
        ("أ\r\n\r\n  ب\u2029ج\t\tد ", "أ\nب\nج د"),
    ],
)
def test_what_is_no_text_goes(outside: str, filed: str) -> None:
    assert paragraphs(outside, limit=BODY_MAX) == filed


def test_a_title_is_one_line() -> None:
    assert line("سطر\nوسطر<br>وسطر", limit=TITLE_MAX) == "سطر وسطر وسطر"


def test_every_field_of_a_draft_is_cleaned() -> None:
    bad = "<b onclick=x>س</b>\x00"
    dirty = replace(
        DRAFT,
        title=bad,
        body=bad,
        abstract=bad,
        authors=(bad, " ", bad),
        keywords=(bad,),
        label=bad,
        language="ar<script>",
        image="javascript:alert(1)",
        published=Moment(datetime(2026, 3, 1, tzinfo=UTC), Precision.DAY, "Africa/Cairo", bad),
    )
    clean = sanitised(dirty)
    assert (clean.title, clean.body, clean.abstract, clean.authors, clean.keywords, clean.label) == (
        "س",
        "س",
        "س",
        ("س",),
        ("س",),
        "س",
    )
    assert clean.image is None
    assert clean.published is not None
    assert clean.published.printed == "س"
    assert "onclick" not in str(clean)
    assert "\x00" not in "".join(str(getattr(clean, field.name)) for field in fields(clean))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//paper.example/",
        "ftp://a/",
        "https://u:p@a.example/",
        "https://a.example/" + "x" * URL_MAX,
    ],
)
def test_a_draft_without_a_web_address_is_refused(url: str) -> None:
    with pytest.raises(Unreadable):
        sanitised(replace(DRAFT, url=url))


def test_an_import_without_an_address_stays_without() -> None:
    assert sanitised(replace(DRAFT, url="")).url == ""


def test_an_arabic_address_stays_as_it_was_written() -> None:
    url = "https://paper.example/خبر/1?q=علي"
    assert sanitised(replace(DRAFT, url=url)).url == url
    assert (
        sanitised(replace(DRAFT, url='https://paper.example/"onx=<b>')).url
        == "https://paper.example/%22onx=%3Cb%3E"
    )


def test_lengths_are_capped() -> None:
    clean = sanitised(
        replace(DRAFT, title="س" * 5_000, body="ص" * (BODY_MAX + 5), keywords=tuple(map(str, range(500))))
    )
    assert (len(clean.title), len(clean.body), len(clean.keywords)) == (TITLE_MAX, BODY_MAX, 100)


@given(TROUBLE, TROUBLE, st.integers(1, 30))
def test_sanitising_twice_changes_nothing_more(title: str, body: str, limit: int) -> None:
    once = sanitised(replace(DRAFT, title=title, body=body, abstract=title, authors=(title, body)))
    assert sanitised(once) == once
    short = paragraphs(body, limit=limit)
    assert len(short) <= limit
    assert paragraphs(short, limit=limit) == short


def assert_nothing_lives(text: str) -> None:
    """Shown unescaped, the text makes no element at all, in a browser's parser and in libxml2's."""
    page = f"<!DOCTYPE html><html><head></head><body><div>{text}</div></body></html>"
    assert [node.tag for node in LexborHTMLParser(page).css("body *")] == ["div"], text
    assert [node.tag for node in lxml_html.document_fromstring(page.encode()).iter("*")] == [
        "html",
        "head",
        "body",
        "div",
    ], text


@given(TROUBLE)
def test_no_text_makes_an_element(text: str) -> None:
    assert_nothing_lives(paragraphs(text, limit=BODY_MAX))


def test_no_payload_of_the_public_suites_lives(shared: Path) -> None:
    lists = [
        shared / "suites/sanitiser/dompurify-payloads.json.gz",
        shared / "suites/naughty-strings/blns.json.gz",
    ]
    count = 0
    for path in lists:
        if not path.is_file():
            pytest.skip(f"no {path.parent.name} suite beside the checkout")
        for payload in json.loads(gzip.decompress(path.read_bytes())):
            clean = sanitised(replace(DRAFT, title=payload, body=payload, authors=(payload,), label=payload))
            for text in (clean.title, clean.body, clean.label or "", *clean.authors):
                assert_nothing_lives(text)
            count += 1
    assert count > 700


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 400_000,
        "<b>x" * 1_900,
        "<script>" * 100_000,
        "<!--" * 50_000 + ">",
        "<a " * 100_000 + ">",
        "\u202e" * 300_000,
        "<" * 300_000 + "b>",
        "<p>\n" * 200_000,
        " \n" * 400_000,
    ],
)
def test_hostile_text_is_cleaned_in_a_moment(hostile: str) -> None:
    start = time.process_time()
    assert_nothing_lives(paragraphs(hostile, limit=BODY_MAX)[:10_000])
    assert time.process_time() - start < 2
