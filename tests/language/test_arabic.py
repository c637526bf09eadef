"""Are spellings of one word one word, and different words different?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.language.arabic import MAX_LETTERS, Token, fold, stem, tokens
from warraq.language.lexicon import functions, lexicon

# Letters, marks, digits and signs as the press mixes them.
PRESS = st.text(alphabet="ابتةهىيئؤءأإآٱلوـًَّٰگڤپ٠٣۵5 aéŒß\u200f\u200c.,«»\"'-:|ﷺﻻ", max_size=40)

LONG = "أعلنت الوزارةُ اليوم، في بيان «رسمي» (رقم ١٢)، عن Œuvre"

BEGINNINGS = """
والي الين بال كمال وليد لبنان فلسطين ولد وفد فوز بنك بيت لبن كلب بحر كرم فكر سحر بلد كبير فريق لسان سلام فتح بكر
بدر كنز وهم وطن وعد ورق وجه بقر فهد فجر كريم لطيف سعيد سهام كتب سامي سالم سمير بلال كاظم فارس لواء
"""


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("إبستين", "ابستين"),
        ("آمين أحمد إلى ٱلله", "امين احمد الي الله"),
        ("مستشفى", "مستشفي"),
        ("الصلاة", "الصلاه"),
        ("مَدْرَسَةٌ", "مدرسه"),
        ("هٰذا الرحمٰن", "هذا الرحمن"),
        ("محـــمد", "محمد"),
        ("مسؤول", "مسءول"),
        ("مسئول", "مسءول"),
        ("ﻣﺼﺮ ﷲ ﻻ", "مصر الله لا"),
        ("ایران کتاب", "ايران كتاب"),
        ("ڤيتو گوگل پاريس أڭادير ڨفصة", "فيتو كوكل باريس اكادير قفصه"),
        ("٢٠٢٥ ۲۰۲۵ २०२५", "2025 2025 2025"),
        ("Équipe ÉCOLE Œuvre Straße", "equipe ecole oeuvre strasse"),
        ("«قال»، ثم™ 50%", "«قال»، ثم™ 50%"),
    ],
)
def test_spellings_fold_to_one(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@given(st.text() | PRESS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text() | PRESS, min_size=1))
def test_a_long_text_is_folded_as_its_pieces_are(pieces: list[str]) -> None:
    assert fold("".join(pieces) + LONG) == "".join(map(fold, pieces)) + fold(LONG)


def test_a_text_of_many_rare_signs_is_folded_as_any_other() -> None:
    rare = "".join(map(chr, range(0x20, 0x3000)))
    assert fold(rare) == "".join(map(fold, rare))


@given(st.text(), st.text())
def test_folding_does_not_see_what_stands_beside(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(st.text() | PRESS)
def test_a_token_is_the_folded_word_at_its_place(text: str) -> None:
    end_before = 0
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
        assert token.text in fold(text[token.start : token.end])
        assert token.text.isalpha() or token.text.isdecimal() or not token.text.isascii()
        assert token.start >= end_before or token.end == end_before
        end_before = token.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الثلاثاء 23ديسمبر", [("الثلاثاء", 0, 8), ("23", 9, 11), ("ديسمبر", 11, 17)]),
        ('ل"رويترز"', [("ل", 0, 1), ("رويترز", 2, 8)]),
        ('لـ"رويترز"', [("ل", 0, 2), ("رويترز", 3, 9)]),
        ("ـــ", []),
        ("covid-19", [("covid", 0, 5), ("19", 6, 8)]),
        ("قالَ\u200f لهُ", [("قال", 0, 5), ("له", 6, 9)]),
        ("١٫٢٦", [("1", 0, 1), ("26", 2, 4)]),
        ("ﷺ", [("صلي", 0, 1), ("الله", 0, 1), ("عليه", 0, 1), ("وسلم", 0, 1)]),
    ],
)
def test_words_are_found_at_their_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert list(tokens(text)) == [Token(*one) for one in expected]


def test_an_endless_word_is_known_by_its_beginning() -> None:
    assert [token.text for token in tokens("x" * 100_000)] == ["x" * MAX_LETTERS]


@pytest.mark.parametrize(
    "family",
    [
        "انتخابات الانتخابات والانتخابات بالانتخابات للانتخابات وبالانتخابات وللانتخابات انتخابية الانتخابي",
        "وزير الوزير والوزير للوزير لوزير بوزير ولوزير وزيرا وزيران وزراء الوزراء",
        "وزارة الوزارة وزارات والوزارة بوزارة وزاري الوزارية",
        "والي الوالي للوالي والوالي",
        "لبنان لبناني اللبنانية لبنانيين بلبنان للبنان ولبنان",
        "فلسطين الفلسطيني فلسطينية لفلسطين الفلسطينيين",
        "قانون القانون قانونية بقانون القانوني قوانين القوانين",
        "وكالة الوكالة لوكالة وكالات",
        "لجنة اللجنة للجنة بلجنة لجان اللجان",
        "لاجئ اللاجئين للاجئين لاجئون",
        "مسؤول مسئول المسؤولين المسئولون مسؤولة",
        "أبناؤه أبنائه أبناءه",
        "مصر بمصر لمصر ومصر",
        "ألمانيا وألمانيا بألمانيا",
        "ألعاب الألعاب للألعاب",
        "مدرسة المدارس مدارس بالمدرسة",
        "قضية قضايا القضايا للقضية",
        "والد الوالد والده والدته والديه",
        "المياه مياه بمياه",
        "زعيم زعماء الزعماء وزعماء لزعماء بزعمائها",
        "طبيب أطباء الأطباء للأطباء",
        "سجن السجون سجون بسجن",
        "جهاز أجهزة الأجهزة بالأجهزة",
        "عاصمة العواصم بعاصمة",
        "جريمة جرائم الجرائم",
        "مريض مرضى المرضى لمرضى",
        "ضحية ضحايا الضحايا",
        "كتلة كتل الكتل",
        "حكومة حكومتهم حكومتنا حكومات لحكومة حكومتين",
        "قوات لقوات بقوات القوات قواتنا قواتهم",
        "أعلن أعلنت أعلنوا يعلن تعلن يعلنون سيعلن ستعلن وأعلن فأعلنت وسيعلن",
        "استقال استقالت يستقيل سيستقيل واستقال",
        "قال قالت يقول وقال فقالت ويقولون",
        "بدأ بدأت بدأوا يبدأ ستبدأ",
        "إعلان الإعلان إعلانات بإعلان لإعلان إعلانه",
        "كتاب كتابا كتابه كتابهم بكتاب",
        "ترامب لترامب وترامب بترامب",
        "شأن بشأن بشأنها",
        "غزة بغزة لغزة وغزة",
        "صحة الصحة صحته صحتهم بصحة",
    ],
)
def test_forms_of_one_word_have_one_stem(family: str) -> None:
    assert len({stem(fold(word)) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وزير", "وزارة"),
        ("والي", "إلى"),
        ("الين", "إن"),
        ("بين", "الين"),
        ("الله", "له"),
        ("الآن", "أن"),
        ("كانون", "كان"),
        ("لبنان", "لبن"),
        ("ولاية", "ولا"),
        ("بنات", "بن"),
        ("كمال", "مال"),
        ("كاميرا", "أمير"),
        ("محاكمة", "محكمة"),
        ("مدني", "مدن"),
        ("جنيه", "جن"),
        ("واحد", "أحد"),
        ("لاعب", "عاب"),
        ("بورما", "ورم"),
        ("كتاب", "تاب"),
        ("خطأ", "خط"),
        ("السنة", "لسان"),
        ("مدرسة", "مدرس"),
        ("جمعية", "جمعة"),
        ("عملية", "عمل"),
        ("كلية", "كل"),
        ("قناة", "قنا"),
        ("قطر", "أقطار"),
        ("إعلام", "علم"),
        ("غاز", "غزاة"),
        ("رام", "رماة"),
        ("معارض", "معرض"),
        ("جمهورية", "جمهور"),
        ("منى", "من"),
        ("نادية", "نادي"),
        ("بلدية", "بلد"),
        ("ألبرت", "برأ"),
        ("فوز", "وز"),
        ("سيول", "يول"),
        ("غزة", "غزو"),
        ("مكة", "مك"),
        ("بالغ", "غ"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize("word", BEGINNINGS.split())
def test_a_word_keeps_the_letter_it_begins_with(word: str) -> None:
    assert stem(word)[0] == word[0]


def test_a_known_word_has_one_stem_with_its_article_and_without() -> None:
    known = (word for word in lexicon().words - functions() if not word.startswith(("ال", "لل")))
    assert [word for word in known if len(word) > 2 and stem("ال" + word) != stem(word)] == []


@pytest.mark.parametrize("word", ["election", "2025", "", "й", "و", "ال", "ها"])
def test_what_is_no_longer_word_of_arabic_keeps_its_letters(word: str) -> None:
    assert stem(word) == word


@given(PRESS)
def test_a_stem_is_never_empty(text: str) -> None:
    for token in tokens(text):
        assert stem(token.text)


def test_a_country_and_its_people_share_a_stem_that_no_verb_has() -> None:
    assert {stem(fold(word)) for word in ("تركيا", "التركية", "تركي", "الأتراك", "وتركيا")} == {"تركيا"}
    assert stem(fold("تركوا")) == stem("ترك") == "ترك"
    assert stem(fold("السوريين")) == stem(fold("سوريا"))


def test_a_noun_takes_its_proclitic_and_no_past_does() -> None:
    assert stem(fold("بولت")) == "بولت"  # a runner, and not «by she turned»
    assert stem(fold("فأعلن")) == stem(fold("أعلن"))
    assert stem(fold("ليعلن")) == stem(fold("أعلن"))


def test_a_hollow_verb_has_its_passive() -> None:
    assert stem(fold("ستقام")) == stem(fold("يقيم")) == stem(fold("أقام"))
