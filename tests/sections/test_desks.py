"""Is a label that papers print read as the desk it means, and never as one it does not?"""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.sections import desks
from warraq.sections.desks import DESKS, desk, desk_of, is_opinion
from warraq.sections.labels import NAMES

LABELS = {
    # as papers print them
    "سياسة": "politics", "السياسة": "politics", "أخبار السياسة": "politics", "سياسية": "politics", "برلمان وأحزاب": "politics",
    "محليات": "local", "أخبار محلية": "local", "شؤون محلية": "local", "الشأن المحلي": "local", "أخبار وطنية": "local",
    "وطنية": "local", "الأخبار المحلية": "local", "محافظات": "governorates", "المحافظات": "governorates",
    "أخبار المحافظات": "governorates", "جهات": "governorates", "أخبار الجهات": "governorates", "جهوية": "governorates",
    "ولايات": "governorates", "مدن ومناطق": None, "مناطق": "governorates",
    "عربي": "arab", "الوطن العربي": "arab", "أخبار عربية": "arab", "شؤون عربية": "arab", "الشرق الأوسط": "arab",
    "المغرب العربي": "arab", "خليجية": "arab", "العالم": "world", "عالمية": "world", "أخبار عالمية": "world", "دولي": "world",
    "شؤون دولية": "world", "عربي ودولي": "world", "عرب وعالم": "world", "العرب والعالم": "world", "عربية ودولية": "world",
    "أخبار عربية وعالمية": "world", "دوليات": "world", "خارج الحدود": "world", "أفريقيا": "world",
    "اقتصاد": "economy", "الاقتصاد": "economy", "اقتصاد وأعمال": "economy", "مال وأعمال": "economy", "المال والأعمال": "economy",
    "بورصة وبنوك": "economy", "اقتصاد وبورصة": "economy", "أسواق المال": "economy", "اقتصاد عربي": "economy", "الطاقة": "economy",
    "رياضة": "sports", "الرياضة": "sports", "أخبار الرياضة": "sports", "رِيَاضَة": "sports", "ريـــاضة": "sports", "رياضه": "sports",
    "رياضة عالمية": "sports", "رياضة محلية": "sports", "كرة القدم": "sports", "الرياضة المصرية": "sports", "شباب ورياضة": "sports",
    "الملاعب": "sports", "حوادث": "accidents", "أخبار الحوادث": "accidents", "حوادث وقضايا": "accidents", "قضايا وحوادث": "accidents",
    "أمن وقضاء": "accidents", "جرائم": "accidents", "حوادث ومحاكم": "accidents", "نوازل": "accidents",
    "مجتمع": "society", "المجتمع": "society", "اجتماعية": "society", "تعليم": "education", "التربية والتعليم": "education",
    "تعليم وجامعات": "education", "صحة": "health", "الصحة": "health", "صحة وطب": "health", "ثقافة": "culture",
    "ثقافة وفنون": "culture", "فن وثقافة": "culture", "ثقافة وفن": "culture", "أدب": "culture", "فن": "arts", "الفن": "arts",
    "أخبار الفن": "arts", "فنون": "arts", "نجوم الفن": "arts", "سينما": "arts", "مشاهير": "arts", "سينما ومسرح": "arts",
    "تكنولوجيا": "technology", "التكنولوجيا": "technology", "تقنية": "technology", "علوم وتكنولوجيا": "technology",
    "العلوم والتكنولوجيا": "technology", "علوم وتقنية": "technology", "علوم": "science", "بيئة": "environment",
    "مناخ وبيئة": "environment", "دين": "religion", "إسلاميات": "religion", "دين ودنيا": "religion", "فتاوى": "religion",
    "إعلام": "media", "توك شو": "media", "المرأة": "women", "المرأة والطفل": "women", "منوعات": "variety", "متفرقات": "variety",
    "غرائب وطرائف": "variety", "لايف ستايل": "variety", "سياحة وسفر": "tourism", "سيارات": "cars", "الطقس": "weather",
    "حالة الطقس": "weather", "تحقيقات": "investigations", "تحقيقات وتقارير": "reports", "تقارير": "reports",
    # opinion
    "رأي": "opinion", "الرأي": "opinion", "آراء": "opinion", "مقالات": "opinion", "مقالات الرأي": "opinion", "كتّاب وآراء": "opinion",
    "كتاب وآراء": "opinion", "أعمدة": "opinion", "افتتاحية": "opinion", "الافتتاحية": "opinion", "وجهات نظر": "opinion",
    "مدونات": "opinion", "منبر حر": "opinion", "أقلام حرة": "opinion", "Opinions": "opinion", "Op-Ed": "opinion",
    "Tribune": "opinion", "Éditorial": "opinion", "Edito": "opinion", "Point de vue": "opinion", "Columnists": "opinion",
    "Opinion,Reported Opinion": "opinion", "سياسة > رأي": "opinion",
    # French and English
    "Politique": "politics", "Économie": "economy", "ECONOMIE": "economy", "Sports": "sports", "Sport": "sports", "Football": "sports",
    "Faits divers": "accidents", "Société": "society", "Régions": "governorates", "Monde": "world", "International": "world",
    "Monde arabe": "arab", "Maghreb": "arab", "Moyen-Orient": "arab", "Santé": "health", "Éducation": "education", "Culture": "culture",
    "Arts & Culture": "culture", "High-Tech": "technology", "Sciences et technologies": "technology", "Environnement": "environment",
    "Médias": "media", "Femmes": "women", "Insolite": "variety", "Divers": "variety", "Actualités nationales": None, "Nationale": "local",
    "Politics": "politics", "World News": "world", "Middle East": "arab", "Business": "economy", "Business News": "economy",
    "Markets": "economy", "Local News": "local", "Science": "science", "Lifestyle": "variety", "Health": "health", "Weather": "weather",
    # words of corpora and slugs
    "internationalNews": "world", "middleEast": "arab", "sport": "sports", "politic": "politics", "localNews": "local",
    "diverse": "variety", "society": "society", "economy": "economy", "culture": "culture", "technology": "technology",
    # paths
    "الرئيسية > رياضة": "sports", "أخبار / رياضة / كرة القدم": "sports", "رياضة &gt; كأس العالم": "sports", "news/politics": "politics",
    "سياسة > انتخابات": "politics", "الرئيسية | اقتصاد": "economy",
}  # fmt: skip

NO_DESK = [
    "الصفحة الأولى", "الصفحة الرئيسية", "الرئيسية", "الأولى", "أخبار", "الأخبار", "عاجل", "آخر الأخبار", "عام", "general", "General",
    "service", "خدمات", "فيديو", "صور", "كاريكاتير", "بورتريه", "ملفات", "حوارات", "سياسة واقتصاد", "رياضة وسياسة",
    "اقتصاد > رياضة", "تقارير مصرية", "مصر", "تونس", "القدس", "featured", "Uncategorized", "غير مصنف", "News", "Latest News",
    "Wire", "Politik", "یزد", "نشرة المساء", "سياسة عربية", "واقع", "وطن", "و", "", " ", "؟", "12", "a" * 500, "رياضة " * 40, "أ > ب",
    "كتاب", "قضايا",
]  # fmt: skip


@pytest.mark.parametrize(("label", "slug"), LABELS.items())
def test_a_label_is_read_as_its_desk(label: str, slug: str | None) -> None:
    assert desk(label) == slug


@pytest.mark.parametrize("label", NO_DESK)
def test_a_label_that_names_no_desk_or_two_is_none(label: str) -> None:
    assert desk(label) is None


def test_no_label_is_no_desk() -> None:
    assert desk(None) is None


@pytest.mark.parametrize("slug", DESKS)
def test_a_desk_is_known_by_its_own_slug(slug: str) -> None:
    assert desk(slug) == slug


def test_every_name_is_one_desks_alone() -> None:
    assert set(NAMES) == set(DESKS)
    named: dict[tuple[str, ...], str] = {}
    for slug, names in NAMES.items():
        for name in names.split("·"):
            words = desks._words(name)
            assert words, name
            assert named.setdefault(words, slug) == slug, name
            assert desk(name.strip()) == slug, name


def test_categories_side_by_side_name_a_desk_where_they_agree() -> None:
    assert desk_of(["الأهلي", "رياضة", "كرة القدم"]) == "sports"
    assert desk_of(["سياسة", "اقتصاد"]) is None
    assert desk_of(["سياسة", "مقالات"]) == "opinion"
    assert desk_of([]) is None


def test_opinion_is_told_from_news() -> None:
    assert is_opinion(desk("كتّاب وآراء"))
    assert not is_opinion("politics")
    assert not is_opinion(None)


def test_a_desks_slug_may_stand_in_an_address() -> None:
    assert len(set(DESKS)) == len(DESKS)
    assert all(slug.isascii() and slug.isalpha() and slug.islower() for slug in DESKS)


@given(st.text(max_size=60))
def test_any_text_is_a_desk_or_none(label: str) -> None:
    assert desk(label) in (*DESKS, None)


@given(st.lists(st.sampled_from(sorted(LABELS)), max_size=3))
def test_spelling_does_not_matter(labels: list[str]) -> None:
    for label in labels:
        assert desk(f"  {label.upper() if label.isascii() and label.islower() else label} ") == desk(label)


def test_every_category_of_the_corpora_is_a_desk(shared: Path) -> None:
    seen: set[str] = set()
    for path in sorted((shared / "data").glob("antcorpus-*/articles.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            seen |= {json.loads(line)["category"] for line in lines} - {None}
    assert len(seen) >= 10
    assert {label for label in seen if desk(label) is None} == set()


@pytest.mark.parametrize("word", ["ﷺ", "وسلم ", "رياضة ", "ثقافة وفنون ", "ورياضة ", "و" * 5 + " "])
def test_no_label_keeps_the_desk_that_files_busy(word: str) -> None:
    began = time.process_time()
    for length in (60, 119, 120):
        desks.desk((word * 120)[:length])
        desks.desk(("رياضة " + word * 120)[:length])
    assert time.process_time() - began < 0.5
