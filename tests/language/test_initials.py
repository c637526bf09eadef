"""A name is known by its first letter, and not by its article's."""

from __future__ import annotations

import pytest

from warraq.language.initials import initial


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("صدى النهر", "ص"),
        ("الأهرام", "أ"),
        ("الـ", "ا"),
        ("ال", "ا"),
        ("La Jetée", "L"),
        ("l'Orient", "L"),
        ("24 ساعة", "س"),
        ("«المساء»", "م"),
        ("2424", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_an_arabic_article_is_not_the_letter(name: str, letter: str) -> None:
    assert initial(name) == letter
