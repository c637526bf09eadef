"""Does the page beside an article say whom it is attributed to?"""

from __future__ import annotations

from tests.web.conftest import Opens
from tests.web.press import Newsstand

BODY = (
    "أفادت وكالة رويترز بأن الهدوء عاد <إلى> المدينة.\n"
    'وقال مصدر أمني ل"رويترز" إن الطريق مفتوحة.\n'
    "وقال الوزير سامح شكري «لن نقبل بهذا الأمر أبدا».\n"
    "وأعلنت وزارة الصحة تسجيل إصابتين."
)


async def test_each_source_is_told_once_with_what_it_is_and_how_often(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="الهدوء يعود", body=BODY, section="world")
    answer = await (await opens(stand)).get(f"/sada/{wanted}")
    assert [one.text(strip=True) for one in answer.page.css(".attributed h2")] == [
        "نُسب هذا الخبر إلى",
        "تصريحات",
    ]
    told = [" ".join(one.text().split()) for one in answer.page.css(".attributed li")]
    plain = [line.replace("\u2068", "").replace("\u2069", "") for line in told]
    assert plain == ["رويترز وكالة أنباء، مرتين", "وزارة الصحة جهة", "مصادر لم تُسمَّ: مصدر أمني"]


async def test_a_source_leads_to_where_it_is_named(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="الهدوء يعود", body=BODY, section="world")
    page = (await (await opens(stand)).get(f"/sada/{wanted}")).page
    href = page.css_first(".attributed li a").attributes["href"]
    assert href is not None
    assert page.css_first(href).text() == "وكالة رويترز"
    assert page.css_first(".body p").text() == "أفادت وكالة رويترز بأن الهدوء عاد <إلى> المدينة."


async def test_who_speaks_is_told_with_the_words(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="الهدوء يعود", body=BODY, section="world")
    page = (await (await opens(stand)).get(f"/sada/{wanted}")).page
    assert "الوزير سامح شكري" in page.css_first(".attributed footer").text()
    assert "لن نقبل بهذا الأمر أبدا" in page.css_first(".attributed blockquote p").text()


async def test_where_care_is_due_nobody_speaks_and_nobody_unnamed_is_listed(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="الحكم في قضية طفلة", body=BODY, section="accidents")
    page = (await (await opens(stand)).get(f"/sada/{wanted}")).page
    assert [one.text(strip=True) for one in page.css(".attributed h2")] == ["نُسب هذا الخبر إلى"]
    assert "مصدر أمني" not in page.css_first(".attributed").text()


async def test_a_report_that_names_no_source_has_no_such_panel(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file(title="فوز", body="فاز الفريق بهدفين أمس.", section="sports")
    assert not (await (await opens(stand)).get(f"/sada/{wanted}")).page.css(".attributed")
