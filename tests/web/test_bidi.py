from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from warraq.web.bidi import direction, isolated, uncontrolled


@pytest.mark.parametrize(
    ("text", "language", "way"),
    [
        ("انسحاب مفاجئ من قاعدتين", "ar", "rtl"),
        ("BBC: الأمطار تعطل القطارات", None, "rtl"),
        ("شركة Very Long Latin Name تعلن", "ar", "rtl"),
        ("Le marché rouvre ses portes", "fr", "ltr"),
        ("Le marché rouvre ses portes", "ar", "ltr"),
        ("Le film «ليالي» primé au festival de la ville", None, "ltr"),
        ("03 - 06 - 2025", None, "rtl"),
        ("2-1", "fr", "rtl"),
        ("", None, "rtl"),
        ("Новости города", None, "ltr"),
    ],
)
def test_a_text_runs_as_its_letters_do_and_without_letters_as_the_page(
    text: str, language: str | None, way: str
) -> None:
    assert direction(text, language) == way


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("مصراوي", "مصراوي"),
        ("03 - 06 - 2025", "03 - 06 - 2025"),
        ("مصر 2-1", "مصر 2-1"),
        ("Le Matin", "<bdi>Le Matin</bdi>"),
        ("قناة France 24 العربية", "قناة <bdi>France 24</bdi> العربية"),
        ("<b>CNN</b> بالعربية", "&lt;<bdi>b</bdi>&gt;<bdi>CNN</bdi>&lt;/<bdi>b</bdi>&gt; بالعربية"),
    ],
)
def test_only_foreign_words_are_isolated(text: str, html: str) -> None:
    assert str(isolated(text)) == html


@given(st.text())
def test_isolating_escapes_and_loses_nothing(text: str) -> None:
    html = str(isolated(text))
    assert html.replace("<bdi>", "").replace("</bdi>", "") == str(escape(text))


@given(st.text(alphabet=st.characters(categories=("Nd", "Pd", "Zs", "Po"))))
def test_a_run_without_letters_is_never_isolated(text: str) -> None:
    assert "<bdi>" not in str(isolated(text))


def test_title_bars_get_no_bidi_controls() -> None:
    assert uncontrolled("خبر\u202e عاجل\u2069") == "خبر عاجل"
