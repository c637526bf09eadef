"""Is the news attributed to whom its words say, and to nobody else?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.citations import Kind, attributions, canonical, same

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "page.txt"


def said(text: str) -> list[tuple[str, str]]:
    """What stands at each place, and whose name it is."""
    return [(text[found.start : found.end], found.source) for found in attributions(text)]


def named(text: str) -> list[str]:
    return [found.source for found in attributions(text)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("أفاد المرصد السوري لحقوق الإنسان بأن القوات انسحبت.", "المرصد السوري لحقوق الإنسان"),
        ("وأعلنت وزارة الصحة، الاثنين، تسجيل ثلاث إصابات.", "وزارة الصحة"),
        ("وأكدت وزارة التربية والتعليم أن الامتحانات في موعدها.", "وزارة التربية والتعليم"),
        ("وقال متحدث باسم وزارة الخارجية الصينية: نأمل ذلك.", "وزارة الخارجية الصينية"),
        ("ووفقا لمنظمة الصحة العالمية فإن الوباء انتهى.", "منظمة الصحة العالمية"),
        ("وبحسب وكالة «بلومبرج» بلغ السعر مائة دولار.", "بلومبرغ"),
        ("نقلا عن صحيفة لوموند الفرنسية.", "لوموند"),
        ("وفقا لما ذكرته وكالة الأناضول.", "الأناضول"),
        ("وجاء في بيان لوزارة المالية أن العجز انخفض.", "وزارة المالية"),
        ("وكانت وزارة الداخلية قد أعلنت توقيف المتهمين.", "وزارة الداخلية"),
        ("وأفادت من جهتها هيئة الأرصاد بأن المطر قادم.", "هيئة الأرصاد"),
        ("القاهرة (رويترز) - ارتفعت الأسعار.", "رويترز"),
        ("باريس – أ ف ب: فاز الفريق.", "فرانس برس"),
        ("صنعاء/ سبأ/ افتتح الوزير المعرض.", "سبأ"),
        ("انتهت المباراة بالتعادل (د ب أ).", "وكالة الأنباء الألمانية"),
    ],
)
def test_a_source_is_told_by_its_cue(text: str, source: str) -> None:
    assert named(text) == [source]


@pytest.mark.parametrize(
    "text",
    [
        "ولم تعلن وزارة الصحة أي أرقام.",
        "زار الرئيس وزارة الدفاع أمس.",
        "يقع المعبد في قنا جنوب مصر وبين وام عمرو.",
        "قال باراك إن الولايات المتحدة وافقت.",
        "توزعت بين وزارة المالية وبنك مصر.",
        "قرأ الطلاب كتب المكتبة.",
        "واس القوم بعضهم بعضا وبنا المهندس دارا.",
        "مقر وكالة رويترز في لندن.",
        "",
        "\u202e\u0000\ud7ff",
    ],
)
def test_a_name_without_a_cue_and_a_person_are_no_attribution(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        # the institution behind whoever speaks for it
        ("وقال كريم فلان، المتحدث باسم منظمة الصحة العالمية، إن الوباء انتهى.", ["منظمة الصحة العالمية"]),
        ("وأوضح الناطق الإعلامي بصحة عسير أن الحالات مستقرة.", ["صحة عسير"]),
        ("صرح المتحدث باسم السلطة القضائية بذلك.", ["السلطة القضائية"]),
        ("وبين المتحدث الرسمي للدفاع المدني أن الحريق أخمد.", ["الدفاع المدني"]),
        # documents, and what refers to them
        ("وذكر تقرير لوزارة المالية أن العجز انخفض.", ["وزارة المالية"]),
        ("وأظهرت دراسة أجرتها جامعة هارفارد أن القهوة مفيدة.", ["جامعة هارفارد"]),
        ("في تصريحات نقلتها وكالة رويترز أمس.", ["رويترز"]),
        ("وعلمت «الشرق الأوسط» أن الاتفاق وقع.", ["صحيفة الشرق الأوسط"]),
        ('وبحسب ما نقلت "بولد سكاي" فإن القهوة مفيدة.', ["بولد سكاي"]),
        # a verb that says or acts
        ("وشددت الوزارة على أهمية اللقاح.", ["الوزارة"]),
        ("وشددت الشرطة إجراءات التفتيش.", []),
        ("حذرت منظمة الصحة العالمية من وباء جديد.", ["منظمة الصحة العالمية"]),
        ("ظهرت المرأة وأبلغ السلطات زوجها.", []),
        ("من المقرر أن تعلن وزارة المالية الموازنة غدا.", []),
        ("وأدانت وزارة الخارجية الهجوم.", []),
        # who is meant
        ("قال مصدر أمني إن الطريق مغلقة. وأضاف المصدر أنها تفتح غدا.", ["مصدر أمني", "مصدر أمني"]),
        ("بحسب بيان لوزارة الداخلية. وأوقف اثنان بحسب المصدر ذاته.", ["وزارة الداخلية", "وزارة الداخلية"]),
        ("ذكرت صحيفة وول ستريت جورنال ذلك. وقالت الصحيفة إنه صحيح.", ["وول ستريت جورنال"] * 2),
        ("قال متحدث باسم شركة أمازون ذلك. وأضاف المتحدث أنها تحقق.", ["أمازون", "أمازون"]),
        ("قالت ناسا إن المسبار وصل. وأضافت الوكالة أنه سليم.", ["ناسا", "ناسا"]),
        # people left unnamed, and what only looks like them
        ("قال مسؤول كبير في وزارة الخارجية إن اللقاء غدا.", ["مسؤول كبير في وزارة الخارجية"]),
        ("وقالت وسائل إعلام محلية إن النار أخمدت.", ["وسائل إعلام محلية"]),
        ("أفاد مصدر طبي لوكالة فرانس برس بذلك.", ["مصدر طبي", "فرانس برس"]),
        ("طالبوا بكشف مصادر تمويلها.", []),
        ("بحسب ما أكد طبيب المنتخب.", []),
        # names that are words of the language
        ("وقال السفير إن الزيارة ناجحة.", []),
        ("سبق- الرياض: قدمت المملكة مساعدات.", ["سبق"]),
        ("أعلنت وكالة الأنباء السعودية (واس) ذلك.", ["وكالة الأنباء السعودية"]),
        ("وقالت الخارجية الروسية إن الرد قريب.", ["وزارة الخارجية الروسية"]),
        ("رابط الخبر بصحيفة الوئام: وزارة الصحة تعلن أرقاما.", []),
    ],
)
def test_who_says_it_is_told_by_the_language(text: str, sources: list[str]) -> None:
    assert named(text) == sources


def test_a_glued_clitic_is_no_part_of_the_name() -> None:
    text = 'وقال مصدران مقربان من وزارة الدفاع ل"رويترز" إن الشرع وافق.'
    assert said(text) == [
        ("مصدران مقربان من وزارة الدفاع", "مصدران مقربان من وزارة الدفاع"),
        ("رويترز", "رويترز"),
    ]
    assert said("قال الوزير لرويترز إن الأمر انتهى.") == [("رويترز", "رويترز")]


def test_a_short_form_goes_back_to_the_name_in_full() -> None:
    text = "أعلنت هيئة الأرصاد الجوية عن موجة حر. وأضافت الهيئة أنها تنتهي غدا."
    assert named(text) == ["هيئة الأرصاد الجوية", "هيئة الأرصاد الجوية"]


def test_both_are_named_where_one_hands_on_the_words_of_another() -> None:
    text = "ونقلت وكالة رويترز عن مسؤول أمني قوله إن الهدوء عاد."
    assert said(text) == [("وكالة رويترز", "رويترز"), ("مسؤول أمني", "مسؤول أمني")]


def test_every_place_is_of_the_original_text() -> None:
    text = "ﻗﺎﻟﺖ وَكَالَةُ رُويتَرز إنّ «الأمر انتهى».\n\nوذكـــرت قناة الجزيرة أنه بدأ."
    assert said(text) == [("وَكَالَةُ رُويتَرز", "رويترز"), ("قناة الجزيرة", "الجزيرة")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("وكالة أ.ف.ب", "فرانس برس"), ("وكالة رويترز", "رويترز"), ("المرصد", "المرصد السوري لحقوق الإنسان")],
)
def test_a_source_is_one_whatever_it_is_called(one: str, other: str) -> None:
    assert same(one, other)


def test_different_ministries_are_different_sources() -> None:
    assert not same("وزارة الصحة", "وزارة الدفاع")
    assert not same("رويترز", "فرانس برس")
    assert canonical("وزارة  الصحة") == "وزارة الصحة"


@pytest.mark.skipif(not REFERENCE.exists(), reason="shared/reference is not here")
def test_all_attributions_of_the_reference_page_are_found() -> None:
    page = REFERENCE.read_text("utf-8")
    text = page[page.index("أفاد المرصد السوري") : page.index("انقر هنا لقراءة")]
    found = attributions(text)
    names = [one.source for one in found]
    assert names.count("المرصد السوري لحقوق الإنسان") == 4
    assert names.count("رويترز") == 3
    assert names.count("وزارة الخارجية الصينية") == 1
    assert [one.kind for one in found].count(Kind.UNNAMED) == 4  # «مسؤول سوري ودبلوماسي أجنبي» are two
    assert len(found) == 12


@given(
    st.lists(
        st.sampled_from(
            [
                *[
                    "قال",
                    "أعلنت",
                    "وزارة",
                    "الصحة",
                    "الوزارة",
                    "المصدر",
                    "مصدر",
                    "بحسب",
                    "لرويترز",
                    "«الوطن»",
                    "(",
                    ")",
                    ":",
                    ".",
                    "،",
                    "المتحدث",
                    "باسم",
                    "في",
                    "أن",
                    "مسؤول",
                    "و",
                ],
                "\n",
            ]
        ),
        max_size=60,
    )
)
def test_places_stand_in_order_inside_the_text_and_never_overlap(words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for found in attributions(text):
        assert last <= found.start < found.end <= len(text)
        assert found.source.strip()
        last = found.end
