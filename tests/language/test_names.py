"""Is a name known by one key, however it is spelled?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.language import names


@pytest.mark.parametrize(
    "spelled", ["أحمد الدُّريني", "احمد الدرينى", "  أحمد   الدريني ", "أحمـــد الدريني", "أحمد، الدريني."]
)
def test_a_name_has_one_key_in_every_spelling(spelled: str) -> None:
    assert names.key(spelled) == "احمد-الدريني"


def test_names_without_letters_have_no_key_and_each_key_comes_once() -> None:
    assert names.keys(["...", "منى", "منــى", "Élise Martin"]) == ("مني", "elise-martin")


@given(st.text(max_size=300))
def test_a_key_is_its_own_key_and_fits_an_address(text: str) -> None:
    found = names.key(text)
    assert len(found) <= 100
    assert not set(found) & set("/?#% ")
    assert names.key(found.replace("-", " ")) == found
