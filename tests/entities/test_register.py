"""Are people, bodies and places told in a text, whatever form of their name it prints?"""

from __future__ import annotations

import pytest

from warraq.entities import register
from warraq.entities.register import Register
from warraq.press import NameKind

SHIPPED = Register(register.shipped())


def called(title: str, body: str = "") -> list[tuple[str, str]]:
    return [
        (text[found.start : found.end], SHIPPED.name(found.key).shown)  # type: ignore[union-attr]
        for text, mentions in zip((title, body), SHIPPED.mentions(title, body), strict=True)
        for found in mentions
    ]


@pytest.mark.parametrize(
    ("text", "printed", "shown"),
    [
        ("استقبل عبدالفتاح السيسى وفدا", "عبدالفتاح السيسى", "عبد الفتاح السيسي"),
        ("زيارة للسيسي غدا", "للسيسي", "عبد الفتاح السيسي"),
        ("وصل وأردوغان غادر", "أردوغان", "رجب طيب أردوغان"),
        ("لقاء بنتانياهو", "نتانياهو", "بنيامين نتنياهو"),
        ("في أبوظبي", "أبوظبي", "أبو ظبي"),
        ("للولايات المتحدة موقف", "للولايات المتحدة", "الولايات المتحدة"),
        ("قالت حماس إن", "حماس", "حركة حماس"),
    ],
)
def test_a_name_is_known_by_any_of_its_forms(text: str, printed: str, shown: str) -> None:
    assert (printed, shown) in called(text)


def test_a_short_form_counts_once_the_full_name_was_told() -> None:
    assert called("صلاح يسجل", "سجل محمد صلاح هدفا. وقال صلاح إنه سعيد.") == [
        ("صلاح", "محمد صلاح"),
        ("محمد صلاح", "محمد صلاح"),
        ("صلاح", "محمد صلاح"),
    ]
    assert called("صلاح الدين في القلعة", "افتتح صلاح المعرض.") == []


def test_the_longest_name_that_stands_there_counts() -> None:
    assert called("محمد بن سلمان آل سعود") == [("محمد بن سلمان", "الأمير محمد بن سلمان")]
    assert called("محكمة العدل الدولية") == [("محكمة العدل الدولية", "محكمة العدل الدولية")]


def test_an_operators_list_adds_names_and_other_forms() -> None:
    own = register.read("# ours\n[person]\nمنى سيف = ~منى\n[body]\nجمعية النور\n")
    assert [name.kind for name in own] == [NameKind.PERSON, NameKind.BODY]
    found = Register([*own, *register.shipped()]).mentions("", "قالت منى سيف. وأضافت منى: مصر بخير")
    assert [mention.key for mention in found[1]] == ["مني-سيف", "مني-سيف", "مصر"]


@pytest.mark.parametrize("lines", ["[thing]\nكذا", "!!!", "اسم = ؟"])
def test_a_line_that_says_nothing_is_named(lines: str) -> None:
    with pytest.raises(ValueError, match="line"):
        register.read(lines)


def test_no_shipped_form_is_two_peoples() -> None:
    taken: dict[tuple[str, ...], str] = {}
    for name in register.shipped():
        if name.kind is NameKind.PERSON:
            for form in name.forms:
                assert taken.setdefault(form, name.key) == name.key, form
