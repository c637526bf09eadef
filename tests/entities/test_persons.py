"""Is a person proposed only behind a title, and nobody in news where care is due?"""

from __future__ import annotations

import pytest

from warraq.entities import persons


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("التقى وزير الخارجية سامح شكري نظيره", ["سامح شكري"]),
        ("قال الدكتور أحمد عبد الرحمن حسن، الخبير", ["أحمد عبد الرحمن حسن"]),
        ("حضر اللواء محمد إبراهيم أمس", ["محمد إبراهيم"]),
        ("وقال محمد إبراهيم إنه سعيد", []),
        ("قال المتحدث باسم الجيش أحمد المسماري إن", ["أحمد المسماري"]),
        ("الرئيس في القصر", []),
        ("وصل إلى مطار الملك عبدالعزيز الدولي أمس", []),
        ("علاجه بمدينة الملك عبدالعزيز الطبية", []),
        ("قال عن طريق الوزير سامح شكري", ["سامح شكري"]),
        ("", []),
    ],
)
def test_a_title_proposes_a_name(text: str, names: list[str]) -> None:
    assert list(persons.proposed(text)) == names


@pytest.mark.parametrize(
    ("title", "body", "section", "careful"),
    [
        ("القبض على متهم", "نص", "accidents", True),
        ("إنقاذ طفلة من الغرق", "نص", None, True),
        ("اتهام رجل بالاغتصاب", "نص", "local", True),
        ("واقعة هتك عرض", "نص", None, True),
        ("عرض أزياء في باريس", "نص", "arts", False),
        ("اجتماع مجلس الوزراء", "بحث المجلس الأسعار", "politics", False),
    ],
)
def test_nobody_is_named_where_the_news_is_of_children_victims_or_courts(
    title: str, body: str, section: str | None, careful: bool
) -> None:
    assert persons.careful(title, body, section) is careful
