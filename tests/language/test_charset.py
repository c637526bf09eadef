"""Bytes become the characters that were meant."""

from __future__ import annotations

import codecs
import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.language import prescan
from warraq.language.charset import declared, decoded

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


MIXED = "<title>أخبار اليوم</title><p>قال الوزير إن الأسعار لن ترتفع 5 % قبل «نهاية العام»</p>"
FRENCH = "L’économie tunisienne a été touchée par la sécheresse, déclare Nadhéra Féki à Monastir, où l’été s’annonce très sec"
LABELS = [None, "utf-8", "iso-8859-1", "windows-1252", "us-ascii", "windows-1256", "no-such-charset"]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("charset", ["cp1256", "utf-8"])
@pytest.mark.parametrize("where", ["http", "xml", "meta"])
def test_arabic_is_read_whatever_its_label_says(label: str | None, charset: str, where: str) -> None:
    said = f"text/html; charset={label}" if label and where == "http" else None
    head = {"xml": f'<?xml version="1.0" encoding="{label}"?>', "meta": f'<meta charset="{label}">'}.get(
        where, ""
    )
    text = (head if label else "") + MIXED
    assert decoded(text.encode(charset), content_type=said).text == text


@pytest.mark.parametrize(
    "label", ["windows-1251", "koi8-r", "iso-8859-5", "windows-1253", "cp864", "shift_jis", "gbk", "big5"]
)
@pytest.mark.parametrize("where", ["http", "xml", "meta"])
def test_utf_8_is_read_as_such_under_the_label_of_whatever_other_script(label: str, where: str) -> None:
    """A server's one setting for all its sites: the bytes are no text of that script by accident."""
    said = f"text/html; charset={label}" if where == "http" else None
    head = {"xml": f'<?xml version="1.0" encoding="{label}"?>', "meta": f'<meta charset="{label}">'}
    text = head.get(where, "") + MIXED
    assert decoded(text.encode(), content_type=said).text == text


@pytest.mark.parametrize("label", [None, "utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("charset", ["cp1252", "utf-8"])
def test_french_is_not_taken_for_arabic(label: str | None, charset: str) -> None:
    said = f"text/html; charset={label}" if label else None
    assert decoded(FRENCH.encode(charset), content_type=said).text == FRENCH


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1256", "utf-8"])
def test_text_cut_inside_a_letter_is_still_utf_8(label: str) -> None:
    cut = (ARABIC * 3).encode()[:-1]
    assert decoded(cut, content_type=f"text/html; charset={label}").text.startswith(ARABIC * 2)


def test_iso_8859_6_called_latin_is_told_from_windows_1256() -> None:
    text = "قال الوزير أمس إن العمل في المدينة الجديدة يمضي كما هو مقرر له"
    assert decoded(text.encode("iso8859_6"), content_type="text/html; charset=iso-8859-1").text == text


def encoding_cases(shared: Path) -> list[tuple[str, bytes, str]]:
    """(file, bytes, expected label) of html5lib's cases."""
    archive = shared / "suites" / "html5lib" / "html5lib.tar.gz"
    if not archive.is_file():
        pytest.skip("no html5lib suite beside the checkout")
    cases = []
    with tarfile.open(archive) as files:
        for member in files:
            stream = files.extractfile(member) if member.name.endswith(".dat") else None
            for block in re.split(rb"(?:^|\n)#data\n", stream.read())[1:] if stream else []:
                data, _, expected = block.partition(b"\n#encoding\n")
                cases.append((member.name, data, expected.strip().split(b"\n")[0].decode().strip().lower()))
    return cases


def test_declarations_are_read_as_browsers_read_them(shared: Path) -> None:
    cases = encoding_cases(shared)
    assert len(cases) == 83
    for name, data, expected in cases:
        if "scripted" in name:
            continue  # its declaration is written by a script that is run
        found = decoded(data, content_type=None)
        if data.startswith(b"\xef\xbb\xbf"):
            assert found.charset == "utf-8"
            continue
        # windows-1252 is the browsers' word for "nothing is declared"; for us the letters beyond ASCII decide then
        label = declared(data)
        canonical = codecs.lookup(label).name if label else "cp1252"
        canonical = "cp1252" if canonical == "iso8859-1" else canonical
        assert canonical == codecs.lookup(expected).name, data


@given(st.binary(max_size=300))
def test_no_beginning_of_a_page_raises(data: bytes) -> None:
    for page in (
        data,
        b"<meta charset=" + data,
        b"<meta " + data,
        b'<meta http-equiv="content-type" content="' + data,
    ):
        prescan.declared(page, known=lambda _: True)


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
