"""Are the rules that ours is measured against what they say they are?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from warraq.indexes import baselines
from warraq.indexes.analyzers import ANALYZERS
from warraq.indexes.tantivy import TantivyIndex
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId
from warraq.query import grammar

# As TestArabicStemFilter of Lucene has them, normalised before.
STEMMED = [
    ("الحسن", "حسن"),
    ("والحسن", "حسن"),
    ("بالحسن", "حسن"),
    ("كالحسن", "حسن"),
    ("فالحسن", "حسن"),
    ("للاخر", "اخر"),
    ("وحسن", "حسن"),
    ("زوجها", "زوج"),
    ("ساهدان", "ساهد"),
    ("ساهدات", "ساهد"),
    ("ساهدون", "ساهد"),
    ("ساهدين", "ساهد"),
    ("ساهديه", "ساهد"),
    ("ساهدية", "ساهد"),
    ("ساهده", "ساهد"),
    ("ساهدة", "ساهد"),
    ("ساهدي", "ساهد"),
    ("وساهدون", "ساهد"),
    ("ساهدهات", "ساهد"),
    ("الو", "الو"),
]


@pytest.mark.parametrize(("word", "stem"), STEMMED)
def test_light10_stems_as_lucenes_arabic_analyzer_does(word: str, stem: str) -> None:
    assert baselines.light10(word) == [stem]


def test_light10_leaves_stop_words_out_folds_and_keeps_mixed_words() -> None:
    assert baselines.light10("ذهبَ إلى المدرسة في ٢٣ديسمبر") == ["ذهب", "مدرس", "23ديسمبر"]
    assert baselines.raw("The U.S. 3.5 الى") == ["the", "u.s", "3.5", "الى"]


@pytest.mark.parametrize("name", sorted(ANALYZERS))
def test_every_analyzer_answers_through_the_same_index(tmp_path: Path, name: str) -> None:
    index = TantivyIndex(tmp_path, analyzer=ANALYZERS[name])
    at = datetime(2026, 3, 10, tzinfo=UTC)
    titles = ["انتخابات مجلس النواب", "الانتخابات الرئاسية", "كأس العالم"]
    index.apply(
        [IndexEntry(ArticleId(n), "alpha", "eg", title, "نص", at) for n, title in enumerate(titles, 1)],
        [],
        position=1,
    )
    both = {"raw": (1,), "folded": (1,), "light10": (1, 2), "ours": (1, 2)}
    assert tuple(sorted(index.search(grammar.read("انتخابات"), limit=9).ids)) == both[name]
    # a baseline ranks whatever holds any of the words
    hits = index.search(grammar.read("انتخابات مجلس العالم"), limit=9)
    assert set(hits.ids) >= {1}
    index.close()
