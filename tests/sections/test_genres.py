"""Are service items and curiosities told by how headlines speak, and news left alone?"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from warraq.sections.genres import CURIOSITY, GENRES, SERVICE, genre

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LABELLED = Path(__file__).with_name("genres.tsv")
SETS = ("antcorpus-multisource", "antcorpus-jawhara", "saudinewsnet")

SAID = {
    SERVICE: """
        مواقيت الصلاة اليوم الجمعة في القاهرة والمحافظات
        موعد أذان المغرب اليوم الخامس من رمضان
        إمساكية شهر رمضان 2026
        حالة الطقس غدا الثلاثاء
        طقس الجمعة: حار نهارا معتدل ليلا
        الأرصاد: أمطار رعدية على المرتفعات
        سعر الدولار أمام الجنيه اليوم الأحد في البنوك
        أسعار الذهب اليوم في مصر.. وعيار 21 يسجل رقما
        أسعار صرف العملات الأجنبية مقابل الدينار ليوم الخميس
        أسعار الخضراوات والفاكهة اليوم بسوق العبور
        حظك اليوم وتوقعات الأبراج الاثنين
        برج الحمل اليوم: لا تتسرع
        ما حكم صيام يوم الشك؟
        هل يجوز إخراج زكاة الفطر نقدا؟
        دار الإفتاء توضح حكم الجمع بين صلاتين
        أمين الفتوى: تأخير الصلاة لعذر جائز""",
    CURIOSITY: """
        لن تصدق ماذا وجدوا تحت البيت!
        لن تتخيلوا كم دفع ثمنا للوحة
        شاهد.. سيارة تطير فوق الطريق
        شاهدوا لحظة انهيار الجسر
        تعرف على أغنى عشرة في العالم
        أغلق متجره أول أيام العيد.. والسبب غريب
        هذا ما فعله لاعب بعد خسارة فريقه
        السر وراء نجاحها سيدهشك
        فتح باب الثلاجة.. ماذا حدث؟
        إليك أسرار النوم العميق
        مفاجأة.. النجم يعود إلى ناديه القديم""",
    None: """
        أمطار غزيرة تغرق أحياء في الإسكندرية وتوقف القطارات
        المركزي يخفض سعر صرف الجنيه أمام الدولار
        الذهب يهبط مع صعود الدولار
        شاهد عيان يروي لحظات التفجير
        شاهد إثبات يتراجع عن أقواله في قضية الرشوة
        يوسف الشاهد يعلن تشكيل الحكومة
        الحكم بالسجن على رئيس بلدية سابق
        مفتي الجمهورية يستقبل وفدا من الأزهر
        خامنئي لم يصدر فتوى بتعدد الزوجات
        حريق في أحد أبراج المدينة
        تعليق الدراسة بسبب سوء الأحوال الجوية
        سحب قرعة كأس العالم اليوم
        الفيضانات سبب نزوح الآلاف
        وزير الصحة يكشف أسباب نقص الأدوية
        صلاة الجنازة على شهيد الواجب
        """,
}
EACH = [(line.strip(), kind) for kind, lines in SAID.items() for line in lines.split("\n") if line.strip()]


@pytest.mark.parametrize(("headline", "kind"), EACH, ids=[str(number) for number in range(len(EACH))])
def test_a_headline_is_of_the_kind_that_it_speaks_like(headline: str, kind: str | None) -> None:
    assert genre(headline) == kind, headline


def test_spelling_and_marks_make_no_difference() -> None:
    assert genre("حَالة الطّقس اليَوم") == genre("حالـة الطقس  اليوم") == SERVICE
    assert genre("«شاهد»… سقوط نيزك") == genre("شاهد : سقوط نيزك") == CURIOSITY


def test_nothing_and_other_languages_are_news() -> None:
    assert [genre(one) for one in ("", " ", "Météo du jour", "You won't believe it", "؟!..")] == [None] * 5


def judged() -> list[tuple[str, str]]:
    """Real headlines with what a person called them; their words are the publishers', and stay where they are."""
    if not DATA.is_dir():
        pytest.skip("the development corpora (../shared/data) are not on this machine")
    kinds = dict(line.split("\t") for line in LABELLED.read_text("utf-8").splitlines())
    found = []
    for name in SETS:
        with gzip.open(DATA / name / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["id"] in kinds:
                    found.append((row["title"] or "", kinds[row["id"]]))
    assert len(found) == len(kinds)
    return found


@pytest.mark.parametrize("kind", GENRES)
def test_real_headlines_are_told_apart(kind: str) -> None:
    found = [(genre(title), said) for title, said in judged()]
    right = sum(one == said == kind for one, said in found)
    precision = right / sum(one == kind for one, _ in found)
    recall = right / sum(said == kind for _, said in found)
    print(f"{kind}: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.97
    assert recall >= 0.9
