"""Are a text's quotations given to those who spoke them?"""

from __future__ import annotations

import time

from warraq.citations import quotes


def spoken(text: str) -> list[tuple[str | None, str]]:
    return [(found.speaker, text[found.start : found.end]) for found in quotes(text)]


def test_a_quotation_belongs_to_the_subject_of_the_verb_before_it() -> None:
    assert spoken('قال باراك، الذي يشغل منصب السفير: "أعتقد أن هناك تفاهما وشفافية".') == [
        ("باراك", "أعتقد أن هناك تفاهما وشفافية")
    ]


def test_a_verb_without_a_subject_goes_on_with_who_spoke_before() -> None:
    text = "وقال الوزير سامح شكري «لن نقبل بهذا الأمر أبدا».\nوأضاف «سنبحث عن حل آخر قريبا»."
    assert [speaker for speaker, _ in spoken(text)] == ["الوزير سامح شكري", "الوزير سامح شكري"]


def test_a_name_in_quotation_marks_is_no_quotation_and_does_not_shift_the_others() -> None:
    text = 'وقال مصدران ل"رويترز" إن قوات "قسد" انسحبت. وقال الناطق: "لم ننسحب من أي مكان".'
    assert [words for _, words in spoken(text)] == ["لم ننسحب من أي مكان"]


def test_a_quotation_of_nobody_has_no_speaker() -> None:
    assert spoken("رفع المتظاهرون لافتة «لا للحرب ولا للجوع هنا».") == [(None, "لا للحرب ولا للجوع هنا")]


def test_the_speaker_stands_where_it_is_said() -> None:
    text = "وأكد محمد صلاح «أنا سعيد جدا بهذا الفوز»."
    found = quotes(text)[0]
    assert found.speaker_start is not None
    assert text[found.speaker_start : found.speaker_end] == "محمد صلاح"


def test_a_text_costs_its_length_however_often_it_quotes() -> None:
    def cost(times: int) -> float:
        text = '"كلمة من خمس كلمات هنا" قال ' * times
        started = time.process_time()
        assert len(quotes(text)) == times
        return time.process_time() - started

    cost(100)
    few, many = (min(cost(times) for _ in range(3)) for times in (400, 3_200))
    assert many < 30 * few  # 64 times, were each quotation held against every word
