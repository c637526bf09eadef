"""Is a reprint found, whatever an editor did to it, and is what only looks like one left alone?"""

from __future__ import annotations

import gzip
import json
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.duplicates import edits
from warraq.duplicates import kinship, shingles
from warraq.duplicates.window import Window
from warraq.press import ArticleId, Kinship

WIRE = (
    "أعلنت وزارة الصحة اليوم افتتاح أربعة مستشفيات جديدة في محافظات الصعيد بعد أعمال تطوير استمرت عامين كاملين وشملت غرف العمليات "
    "والعناية المركزة. وقال المتحدث باسم الوزارة إن المستشفيات تخدم نحو مليوني مواطن، وإن تكلفتها بلغت ثلاثة مليارات جنيه دفعتها "
    "الخزانة العامة على ثلاث مراحل. وأضاف أن التشغيل التجريبي يبدأ مطلع الشهر المقبل، على أن تستقبل المرضى كافة قبل نهاية العام."
)
OTHER = (
    "تعادل فريقا المدينة في المباراة التي جمعتهما مساء أمس على ملعب الاستاد الكبير أمام جمهور غفير حضر رغم برودة الطقس. وسجل اللاعب "
    "الشاب هدف التقدم في الدقيقة العاشرة قبل أن يدرك المنافس التعادل من ركلة جزاء احتسبها الحكم في الوقت بدل الضائع وسط احتجاج."
)
# Of the texts of the development corpora, so many are edited in each of the nine ways.
TEXTS, NOISE = (120, 1500) if os.environ.get("WARRAQ_LONG") else (30, 600)


def verdict(older: str, newer: str) -> kinship.Verdict:
    return kinship.between(shingles.of(older), shingles.of(newer))


def test_the_same_words_are_the_same_however_they_are_spelled() -> None:
    assert verdict(WIRE, edits.spelling(WIRE, random.Random(1))).kinship is Kinship.SAME
    assert verdict(WIRE, f"اقرأ أيضا\n{WIRE}\nجميع الحقوق محفوظة").kinship is Kinship.SAME


def test_an_edited_text_is_a_reprint() -> None:
    assert verdict(WIRE, edits.changed(0.1)(WIRE, random.Random(1))).kinship is Kinship.REPRINT


def test_what_stands_in_a_longer_text_is_an_excerpt_of_it_and_the_longer_embeds_it() -> None:
    longer = edits.embedded(WIRE, random.Random(1), OTHER)
    assert verdict(longer, WIRE).kinship is Kinship.EXCERPT
    assert verdict(WIRE, longer).kinship is Kinship.EMBEDS


def test_the_papers_own_page_again_is_a_version_and_no_reprint() -> None:
    changed = edits.changed(0.1)(WIRE, random.Random(1))
    assert kinship.between(shingles.of(WIRE), shingles.of(changed), same_page=True).kinship is Kinship.VERSION


def test_two_texts_that_end_in_the_same_background_are_not_one() -> None:
    background = " ".join(WIRE.split()[:35])
    assert (
        verdict(f"{OTHER} {background}", f"{' '.join(reversed(OTHER.split()[:20]))} {background}").kinship
        is None
    )


@given(st.text(max_size=200))
def test_any_text_has_a_sample_of_its_own_runs(text: str) -> None:
    found = shingles.of(text)
    assert set(shingles.sample(found)) <= set(found)
    assert bool(found) == bool(shingles.sample(found))


def test_a_full_window_forgets_the_oldest_and_keeps_the_newest() -> None:
    window = Window(64)
    texts = [
        " ".join(f"كلمة{'ابتثجحخدذ'[number % 9]}{number}{place}" for place in range(40))
        for number in range(60)
    ]
    samples = [shingles.sample(shingles.of(text)) for text in texts]
    for number, sample in enumerate(samples):
        window.keep(ArticleId(number), sample)
    assert [one.article for one in window.alike(samples[-1])] == [59]
    assert window.alike(samples[0]) == ()


def test_short_texts_are_forgotten_before_their_runs_and_are_not_taken_for_others() -> None:
    window = Window(64)
    shared, own = (7 << 32) + 1, (1 << 40) + 3
    window.keep(ArticleId(1), (shared,))
    for number in range(
        2, 2 + 64 // 16
    ):  # as many as have room beside each other: the first has none any more
        window.keep(ArticleId(number), (own * number,))
    assert window.alike((shared,)) == ()
    assert [one.article for one in window.alike((own * 2,))] == [2]
    assert window.full()


def test_a_window_has_a_size_that_is_a_power_of_two() -> None:
    with pytest.raises(ValueError, match="power of two"):
        Window(1000)


def test_nothing_is_like_an_empty_text() -> None:
    window = Window(64)
    window.keep(ArticleId(1), shingles.sample(shingles.of("")))
    assert window.alike(shingles.sample(shingles.of(""))) == ()
    assert verdict("", WIRE).kinship is None


@pytest.mark.timeout(600)
def test_nine_kinds_of_edit_are_found_among_other_articles(shared: Path) -> None:
    with gzip.open(
        shared / "data" / "antcorpus-multisource" / "articles.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        texts = [text for line in file if 80 < len((text := json.loads(line)["text"]).split()) < 800][
            : TEXTS + NOISE
        ]
    window, kept = Window(1 << 18), [shingles.of(text) for text in texts]
    for number, one in enumerate(kept):
        window.keep(ArticleId(number), shingles.sample(one))
    found: Counter[str] = Counter()
    for number in range(TEXTS):
        draw = random.Random(number)
        made = {name: edit(texts[number], draw) for name, edit in edits.EDITS.items()}
        made["embedded"] = edits.embedded(texts[number], draw, texts[-number - 1] * 2)
        for name, text in made.items():
            runs = shingles.of(text)
            candidates = window.alike(shingles.sample(runs))
            found[name] += any(
                one.article == number and kinship.between(kept[number], runs).kinship for one in candidates
            )
    print(dict(found))
    assert sum(found.values()) >= 0.99 * TEXTS * 9
    assert min(found.values()) >= 0.97 * TEXTS
