"""Bytes become the characters that were meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.language.charset import decoded

ARABIC = "وزير الري يشهد توقيع عقد دراسة «الخزانات الجوفية» في القاهرة، پ چ"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        pytest.param(
            b"\xef\xbb\xbf" + ARABIC.encode(), "text/xml; charset=windows-1256", id="a mark beats the header"
        ),
        pytest.param(ARABIC.encode("cp1256"), 'text/xml; charset="windows-1256"', id="the header"),
        pytest.param(b"\xff\xfe" + ARABIC.encode("utf-16-le"), None, id="UTF-16, little"),
        pytest.param(b"\xfe\xff" + ARABIC.encode("utf-16-be"), None, id="UTF-16, big"),
        pytest.param(
            ARABIC.encode(), "text/html; charset=iso-8859-1", id="UTF-8 under a server's default label"
        ),
        pytest.param(ARABIC.encode(), "text/html; charset=no-such-charset", id="a label nobody knows"),
        pytest.param(ARABIC.encode(), None, id="UTF-8 that says nothing"),
        pytest.param(
            ARABIC.encode("cp1256"), "text/html; charset=iso-8859-6", id="windows-1256 called ISO-8859-6"
        ),
        pytest.param(ARABIC.encode("cp1256"), "text/html; charset=utf-8", id="windows-1256 called UTF-8"),
        pytest.param((ARABIC * 20).encode("cp1256"), None, id="windows-1256 that says nothing"),
    ],
)
def test_arabic_is_read_as_it_was_meant(data: bytes, content_type: str | None) -> None:
    assert decoded(data, content_type=content_type).text.startswith(ARABIC)


@pytest.mark.parametrize(
    "declaration",
    [
        '<?xml version="1.0" encoding="windows-1256"?><rss>',
        "<html><head><meta charset=windows-1256>",
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256">',
    ],
)
def test_a_document_declares_its_own_charset(declaration: str) -> None:
    assert (
        decoded((declaration + ARABIC).encode("cp1256"), content_type="text/html").text
        == declaration + ARABIC
    )


def test_real_iso_8859_6_keeps_its_letters_and_the_quotes_of_windows_between() -> None:
    data = "خبر عاجل".encode("iso8859_6") + "‘’".encode("cp1256")
    assert decoded(data, content_type="text/html; charset=ISO-8859-6").text == "خبر عاجل‘’"


def test_a_few_broken_bytes_do_not_lose_a_utf_8_text() -> None:
    data = (ARABIC * 30).encode()[:-1]
    found = decoded(data, content_type="text/html; charset=utf-8")
    assert found.charset == "utf-8"
    assert found.text.startswith(ARABIC)


def test_xml_that_is_utf_16_without_a_mark_is_seen_by_its_first_bracket() -> None:
    text = '<?xml version="1.0"?><rss>خبر</rss>'
    assert decoded(text.encode("utf-16-le"), content_type=None).text == text


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html; charset=utf-8", "x; charset=base64", "x; charset=idna"]),
)
def test_no_bytes_raise(data: bytes, content_type: str | None) -> None:
    assert isinstance(decoded(data, content_type=content_type).text, str)
