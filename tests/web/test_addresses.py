from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.ports.archive import Cursor
from warraq.press import RESERVED_SLUGS, ArticleId
from warraq.web.addresses import article_id, cursor, cursor_text, slug
from warraq.web.routes import ROUTES


@pytest.mark.parametrize(
    "text", ["0", "-1", "+1", "01", "1.0", " 1", "1\n", "١٢", "1e3", "9" * 19, "", "abc"]
)
def test_an_id_is_a_plain_decimal_number(text: str) -> None:
    assert article_id(text) is None


def test_the_largest_id_fits_the_archive() -> None:
    assert article_id("9" * 18) == 10**18 - 1 < 2**63


@pytest.mark.parametrize("text", ["", "..", "-x", "صدى", "a/b", "a b", "a" * 101])
def test_what_can_be_no_slug_is_none(text: str) -> None:
    assert slug(text) is None


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001
    st.integers(min_value=1, max_value=10**18 - 1),
)
def test_a_cursor_survives_its_address(at: datetime, number: int) -> None:
    aware = at.replace(tzinfo=UTC)
    assert cursor(cursor_text(aware, ArticleId(number))) == Cursor(aware, ArticleId(number))


@pytest.mark.parametrize(
    "text", [None, "", "1", "1.", ".1", "x.1", "1.0", f"{'9' * 18}.1", f"-{'9' * 18}.1", "1.1.1", "١.١"]
)
def test_a_cursor_that_is_none_is_said_to_be_none(text: str | None) -> None:
    assert cursor(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_addresses(text: str) -> None:
    article_id(text), slug(text), cursor(text)


def test_no_paper_can_take_a_word_that_the_site_uses() -> None:
    words = {route.path.split("/")[1] for route in ROUTES} - {"", "{source}"}
    assert {word for word in words if slug(word) and "." not in word} <= RESERVED_SLUGS
