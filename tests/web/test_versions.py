from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, SOURCES, Newsstand, egypt
from warraq.press import ArticleId, Cause, Settings, State

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")
KEYS = ("sada.example/news/1",)
FIRST = {"title": "انسحاب كامل من قاعدتين بارزتين", "body": "أفاد المرصد بذلك.\nوبدأ الانسحاب أمس."}
EDITED = {"title": "انسحاب مفاجئ من قاعدتين بارزتين", "body": "أفاد المرصد بذلك.\nوبدأ الانسحاب اليوم فجرًا."}


def stand(settings: Settings | None = None, **agreed: Any) -> Newsstand:
    """An article that its paper edited an hour after it was printed."""
    made = Newsstand(
        edition=egypt(sources=(replace(SOURCES[0], **agreed), *SOURCES[1:])), settings=settings or Settings()
    )
    made.file(**FIRST, keys=KEYS, capture="c0ffee", ago=timedelta(hours=3))
    made.file(**EDITED, keys=KEYS, seen=NOON - timedelta(hours=2))
    return made


def reread(made: Newsstand, *, seen: dict[int, Cause] | None = None) -> None:
    held = made.archive.article(ArticleId(1)).draft
    newer = replace(held, reader="test/2", body=held.body + "\nسطر لم نكن نقرؤه.", fingerprint="reread")
    made.archive.file([newer], now=NOON, seen=seen or {})


async def test_beside_an_article_stands_how_its_headline_was_changed(opens: Opens) -> None:
    answer = await (await opens(stand())).get("/sada/1")
    assert answer.words(".edits") == (
        "تعديلات بعد النشر الساعة 10:00 ص: انسحاب حُذف: كامل أُضيف: مفاجئ من قاعدتين بارزتين كل النسخ وما تغيّر فيها"
    )
    assert [node.attributes["href"] for node in answer.page.css(".edits a, a.kept")] == [
        "/sada/1/versions"
    ] * 2
    assert answer.words("a.kept") == "حُفظت نسختان"


async def test_an_article_that_was_never_changed_has_no_such_box(opens: Opens) -> None:
    made = Newsstand()
    made.file()
    answer = await (await opens(made)).get("/sada/1")
    assert not answer.page.css(".edits, a.kept")


async def test_a_rereading_by_us_stands_in_no_box_of_edits(opens: Opens) -> None:
    made = Newsstand()
    made.file(**FIRST, keys=KEYS)
    reread(made)
    reader = await opens(made)
    answer = await reader.get("/sada/1")
    assert not answer.page.css(".edits")
    assert answer.words("a.kept") == "حُفظت نسختان"
    assert "ما عدّلته" in (await reader.get("/changes")).text
    assert not (await reader.get("/changes")).page.css(".changes li")


async def test_the_list_says_when_and_why_each_wording_came_and_what_proves_it(opens: Opens) -> None:
    made = stand()
    reread(made)
    answer = await (await opens(made)).get("/sada/1/versions")
    lines = [" ".join(node.text(separator=" ").split()) for node in answer.page.css(".wordings > li")]
    assert lines[0].startswith(
        "النسخة 3 23 نوفمبر 2026، الساعة 12:00 م انسحاب مفاجئ من قاعدتين بارزتين أعدنا نحن قراءة الصفحة"
    )
    assert "هل عدّلتها الصحيفة (النص)." in lines[0]
    assert "القارئ test/2" in lines[0]
    assert "عدّلت الصحيفة الخبر (العنوان والنص)." in lines[1]
    assert "لقطة الصفحة لم تُحفظ" in lines[1]
    assert lines[2].startswith(
        "النسخة 1 23 نوفمبر 2026، الساعة 9:00 ص انسحاب كامل من قاعدتين بارزتين أقدم نسخة رصدناها."
    )
    assert "لقطة الصفحة c0ffee" in lines[2]
    assert made.archive.versions(ArticleId(1))[0].hash in lines[2]
    assert answer.headers["x-robots-tag"].startswith("noindex")


async def test_a_rereading_that_was_proven_is_said_to_be_no_edit(opens: Opens) -> None:
    made = stand()
    reread(made, seen={0: Cause.REREAD})
    assert "لم تعدّلها الصحيفة" in (await (await opens(made)).get("/sada/1/versions/3")).text


async def test_a_wordings_page_marks_every_word_that_went_or_came(opens: Opens) -> None:
    answer = await (await opens(stand())).get("/sada/1/versions/2")
    assert "انسحاب <del>" in answer.text.replace('<span class="unseen">', "<s>").replace(
        "<del><s>حُذف: </span>", "<del>"
    )
    assert [node.text() for node in answer.page.css("h1 del, h1 ins")] == ["حُذف: كامل", "أُضيف: مفاجئ"]
    assert [node.text() for node in answer.page.css(".body del, .body ins")] == [
        "حُذف: أمس.",
        "أُضيف: اليوم فجرًا.",
    ]
    assert "حُذفت كلمة واحدة وأُضيفت كلمتان" in answer.words("main")
    assert {node.attributes["href"] for node in answer.page.css(".turn a")} == {
        "/sada/1/versions/1", "/sada/1/versions", "/sada/1", "/sada/1/cite?version=2",
    }  # fmt: skip


async def test_a_difference_is_of_the_text_and_not_of_its_page_s_furniture(opens: Opens) -> None:
    made = Newsstand()
    first = {**FIRST, "body": f"آخر تحديث: 10:30\n{FIRST['body']}"}
    edited = {**EDITED, "body": f"{EDITED['body']}\nشارك الخبر\nاقرأ أيضا: خبر آخر"}
    made.file(**first, keys=KEYS, ago=timedelta(hours=3))
    made.file(**edited, keys=KEYS, seen=NOON - timedelta(hours=2))
    answer = await (await opens(made)).get("/sada/1/versions/2")
    assert "تحديث" not in answer.words("main")
    assert "اقرأ أيضا" not in answer.words("main")
    came = [node.text().strip() for node in answer.page.css("ins")]
    assert [one for one in came if ":" in one] == ["أُضيف: مفاجئ", "أُضيف: اليوم فجرًا."]


async def test_the_first_wording_stands_whole(opens: Opens) -> None:
    answer = await (await opens(stand())).get("/sada/1/versions/1")
    assert answer.words("h1") == FIRST["title"]
    assert answer.words(".body") == " ".join(FIRST["body"].split())
    assert not answer.page.css("del, ins")


async def test_in_public_without_leave_only_the_headlines_words_are_told(opens: Opens) -> None:
    reader = await opens(stand(PUBLIC))
    answer = await reader.get("/sada/1/versions/2")
    assert [node.text() for node in answer.page.css("h1 del, h1 ins")] == ["حُذف: كامل", "أُضيف: مفاجئ"]
    assert "تغيّر نص الخبر في هذه النسخة." in answer.words("main")
    assert "يحتاج إلى إذن الصحيفة" in answer.words(".held")
    for address in (
        "/sada/1/versions",
        "/sada/1/versions/1",
        "/sada/1/versions/2",
        "/changes",
        "/changes/rss",
    ):
        assert "فجر" not in (await reader.get(address)).text


async def test_in_public_with_leave_all_of_it_is_told(opens: Opens) -> None:
    reader = await opens(stand(PUBLIC, policy="full", permission="mail of the editor, 2026-11-01"))
    answer = await reader.get("/sada/1/versions/2")
    assert "فجر" in answer.text
    assert answer.headers["x-robots-tag"].startswith("noindex")


@pytest.mark.parametrize("settings", [Settings(), PUBLIC], ids=["private", "public"])
async def test_what_is_withheld_has_no_wordings_for_anyone(opens: Opens, settings: Settings) -> None:
    made = stand(settings)
    made.archive.restate(ArticleId(1), State.WITHHELD, reason="حكم محكمة", now=NOON)
    reader = await opens(made)
    for address in ("/sada/1/versions", "/sada/1/versions/1", "/sada/1/versions/2"):
        answer = await reader.get(address)
        assert (answer.status, answer.headers["location"]) == (302, "/sada/1")
    for address in ("/changes", "/changes?only=headlines", "/changes/rss"):
        assert "انسحاب" not in (await reader.get(address)).text
    page = await reader.get("/changes")
    [line] = [" ".join(node.text(separator=" ").split()) for node in page.page.css(".changes li")]
    assert line == "12:00 م خبر محجوب صدى النهر حجبناه حكم محكمة"


async def test_what_a_paper_took_away_keeps_its_headlines_alone(opens: Opens) -> None:
    made = stand(PUBLIC, policy="full", permission="mail of the editor, 2026-11-01")
    made.archive.restate(ArticleId(1), State.WITHDRAWN, reason="HTTP 410 مرتين", now=NOON)
    reader = await opens(made)
    answer = await reader.get("/sada/1/versions/2")
    assert answer.words("h1") == "انسحاب حُذف: كامل أُضيف: مفاجئ من قاعدتين بارزتين"
    assert "فجر" not in answer.text


@pytest.mark.parametrize(
    ("address", "status", "to"),
    [
        ("/sada/1/versions/3", 404, None),
        ("/sada/1/versions/0", 404, None),
        ("/sada/1/versions/x", 404, None),
        ("/sada/9/versions", 404, None),
        ("/manara/1/versions", 301, "/sada/1/versions"),
        ("/fr/sada/1/versions", 301, "/sada/1/versions"),
        ("/sada/2/versions", 301, "/fr/sada/2/versions"),
        ("/fr/sada/2/versions", 200, None),
        ("/fr/sada/2/versions/1", 200, None),
    ],
)
async def test_a_wordings_address_follows_its_articles(
    opens: Opens, address: str, status: int, to: str | None
) -> None:
    made = stand()
    made.file(title="Le pont", body="Le pont est ouvert.", language="fr")
    answer = await (await opens(made)).get(address)
    assert (answer.status, answer.headers.get("location")) == (status, to)


async def test_a_hostile_text_stays_text_in_a_difference(opens: Opens) -> None:
    made = Newsstand()
    for number, hostile in enumerate(
        ("<script>alert(1)</script> x", "</del><img src=x onerror=y> {{ 7*7 }} x")
    ):
        made.file(title=hostile, body=hostile, keys=KEYS, seen=NOON + timedelta(minutes=number))
    reader = await opens(made)
    for address in ("/sada/1", "/sada/1/versions", "/sada/1/versions/2", "/changes"):
        page = (await reader.get(address)).page
        assert not page.css("main script, main img")
        assert "{{ 7*7 }}" in page.body.text()  # type: ignore[union-attr]
