"""Does whatever an article may hold become a document of the right types?"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from warraq.indexes import times
from warraq.indexes.analyzers import ANALYZERS
from warraq.indexes.fields import document, prepared
from warraq.indexes.weights import A_YEAR
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId

ANY = st.text(st.characters(codec=None), max_size=60) | st.text("ابتثمنوي ًـ«»\u200f|\x1f\x00ﷺ١٢", max_size=60)
KEPT = {
    "kind": str, "id": int, "at": int, "fresh": float, "month": int, "day": int, "text": int, "copy": int,
    "spelled": list, "place": list,
}  # fmt: skip


@given(
    ANY,
    ANY,
    st.lists(ANY, max_size=3),
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from(sorted(ANALYZERS)),
)
def test_every_text_becomes_a_document_of_the_right_types(
    title: str, body: str, authors: list[str], at: datetime, name: str
) -> None:
    entry = IndexEntry(ArticleId(7), "alpha", "eg", title, body, at, None, "ar", (), tuple(authors))
    fields = prepared(entry, ANALYZERS[name])
    assert all(isinstance(value, KEPT.get(key, str)) for key, value in fields.items())
    assert isinstance(document(fields), tantivy.Document)
    # as many words as spellings, so that what stands behind a border in one stands behind it in the other
    if name == "ours":
        assert len(str(fields["stem"]).split()) == len(str(fields["surface"]).split())


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", "7"), ("id", -1), ("at", 1.5), ("source", 3), ("source", None), ("text", "x")],
)
def test_a_value_of_the_wrong_type_is_refused_before_the_writer_sees_it(field: str, value: object) -> None:
    entry = IndexEntry(ArticleId(7), "alpha", "eg", "مصر", "نص", datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError):
        document(prepared(entry) | {field: value})


def test_a_younger_article_counts_a_little_more_and_an_old_one_no_less() -> None:

    years = [1900, 1999, 2000, 2010, 2025, 2026, 2200, 9000]
    factors = [math.log2(2 + times.fresh(datetime(year, 1, 1, tzinfo=UTC), A_YEAR)) for year in years]
    assert factors[:3] == [1, 1, 1]
    assert all(one <= other for one, other in pairwise(factors))
    assert 1.01 < factors[5] / factors[4] < 1.02
    assert factors[-1] == pytest.approx(1 + 200 * A_YEAR)
    assert times.fresh(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=30), A_YEAR) > times.fresh(
        datetime(2026, 1, 1, tzinfo=UTC), A_YEAR
    )
