"""Every kind of decision is sought at every door: does it hold at all of them, and is it gone at all when it is undone?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, SOURCES, Newsstand
from tests.web.test_doors import HEADLINE, MARKER, OURS, PUBLIC, given_away, seen, stand
from warraq.moderation.decisions import broken
from warraq.newsroom import deciding
from warraq.press import ArticleId, Decision, DecisionKind, PictureId, Settings, State

ONE = ArticleId(1)
LEAVE = "mail of the editor, 2026-11-01"
NAME = "سلمى الزعفراني"
SPELT = "سلمى الزعفراني"
WORDS = f"قالت {SPELT} إن الجسر متين. وسُلّمت لسلمي الزعفرانى شهادة."
AUTHOR = "هدى المرسي"

ON_BOTH = pytest.mark.parametrize("settings", [PUBLIC, Settings()], ids=["public", "private"])


def named(settings: Settings = PUBLIC, **said: object) -> Newsstand:
    """Article 1 names somebody in its headline, abstract and text; article 2 does not."""
    made = Newsstand(settings=settings)
    made.archive.put_sources([replace(SOURCES[0], policy="full", permission=LEAVE), *SOURCES[1:]])
    given = {"title": f"المجلس يكرم {SPELT}", "body": WORDS, "abstract": f"تكريم {SPELT} اليوم", **said}
    made.file(section="politics", **given)
    made.file(body="أعلن المجلس خبرًا آخر.")
    made.follow()
    return made


def finds(answer: Answer) -> bool:
    """Whether article 1 is among what a search, or its feed, answers: the ticker above does not count."""
    if "xml" in answer.headers["content-type"]:
        return "/sada/1</link>" in answer.text
    return "/sada/1" in {node.attributes["href"] for node in answer.page.css(".result h2 a")}


async def later(made: Newsstand) -> None:
    """Past what pages keep: three seconds, of the sixty that are promised."""
    await made.clock.sleep(3)


@ON_BOTH
async def test_a_withheld_article_and_its_picture_pass_no_door_until_it_is_undone(
    opens: Opens, settings: Settings
) -> None:
    made = stand(settings, permission=LEAVE)
    reader = await opens(made)
    before = await given_away(reader)
    assert seen(before, HEADLINE)
    assert seen(before, OURS)
    line = made.decide(DecisionKind.WITHHOLD, article=ONE)
    await later(made)
    answers = await given_away(reader)  # the index has not followed
    for text in (HEADLINE, MARKER, OURS):
        assert seen(answers, text) == set()
    gone = await reader.get("/sada/1")
    assert (gone.status, gone.words(".reason dd")) == (410, "لسبب معلن")
    made.undo(line)
    await later(made)
    after = await given_away(reader)
    for text in (HEADLINE, OURS):
        told = {address for address in seen(after, text) if address.startswith("/changes")}
        assert seen(after, text) - told == seen(before, text) - told  # that it was shown again is told


@ON_BOTH
async def test_a_hidden_picture_is_gone_at_every_door_until_it_is_undone(
    opens: Opens, settings: Settings
) -> None:
    made = stand(settings, permission=LEAVE)
    reader = await opens(made)
    line = made.decide(DecisionKind.HIDE, picture=PictureId(1))
    await later(made)
    answers = await given_away(reader)
    assert not any("image/jpeg" in text for text in answers.values())
    assert "410" in str((await reader.get("/picture/1")).status)
    made.undo(line)
    await later(made)
    assert "image/jpeg" in (await given_away(reader))[OURS]


@ON_BOTH
async def test_a_masked_name_passes_no_door_and_comes_back_when_it_is_undone(
    opens: Opens, settings: Settings
) -> None:
    made = named(settings)
    reader = await opens(made)
    before = seen(await given_away(reader), SPELT)
    assert {"/", "/latest", "/latest/rss", "/sada/1", "/sada", "/sada/rss", "/search?q=المجلس"} <= before
    line = made.decide(DecisionKind.MASK, name=NAME)
    await later(made)
    answers = await given_away(reader)
    for word in ("الزعفراني", "الزعفرانى", "سلمى", "لسلمي"):
        assert seen(answers, word) == set(), word
    page = await reader.get("/sada/1")
    assert page.words("h1") == "المجلس يكرم س. ز."
    assert page.words(".body") == "قالت س. ز. إن الجسر متين. وسُلّمت لـس. ز. شهادة."
    assert not finds(await reader.get(f"/search?q={NAME}"))
    assert made.archive.article(ONE).draft.body == WORDS  # nothing in the archive was touched
    made.undo(line)
    await later(made)
    assert seen(await given_away(reader), SPELT) == before


async def test_a_masked_name_in_the_papers_own_address_takes_the_link_along(opens: Opens) -> None:
    made = named(url=f"https://sada.example/news/{quote(NAME)}", authors=(NAME, "منى"))
    made.decide(DecisionKind.MASK, name=NAME, shown="[حُجب الاسم]")
    page = await (await opens(made)).get("/sada/1")
    assert page.page.css_first(".origin") is None
    assert quote(NAME) not in page.text
    assert [node.text() for node in page.page.css(".writer-name")] == ["منى"]
    assert page.words("h1") == "المجلس يكرم [حُجب الاسم]"


async def test_a_delisted_name_finds_nothing_and_the_article_stays_by_its_other_words(opens: Opens) -> None:
    made = named()
    reader = await opens(made)
    asked = (
        f"/search?q={NAME}",
        "/search?q=الزعفرانى سلمي",
        f"/search/rss?q={NAME}",
        f"/search?q=«{NAME}» الجسر",
    )
    assert [finds(await reader.get(address)) for address in asked] == [True] * 4
    line = made.decide(DecisionKind.DELIST, name=NAME)
    await later(made)
    for address in asked:
        assert not finds(await reader.get(address)), address
    assert "لم نجد" in (await reader.get(f"/search?q={NAME}")).words(".nothing")
    for address in ("/search?q=يكرم", "/search?q=الجسر متين", "/latest", "/sada/1"):
        assert SPELT in (await reader.get(address)).text
    made.undo(line)
    await later(made)
    assert [finds(await reader.get(address)) for address in asked] == [True] * 4


async def test_totals_and_pages_are_of_what_is_left(opens: Opens) -> None:
    made = Newsstand()
    for number in range(25):
        made.file(body=f"قالت {SPELT} كلامًا." if number % 2 else f"خبر عن سلمى وعن الزعفراني رقم {number}.")
    made.follow()
    made.decide(DecisionKind.DELIST, name=NAME)
    reader = await opens(made)
    first = await reader.get(f"/search?q={NAME}")
    assert first.words(".total") == "13 خبرًا"
    second = await reader.get(unquote(first.page.css_first("a[rel=next]").attributes["href"]))
    assert len(first.page.css(".result")) + len(second.page.css(".result")) == 13


@ON_BOTH
async def test_a_withheld_article_is_counted_nowhere_although_the_index_has_not_followed(
    opens: Opens, settings: Settings
) -> None:
    made = Newsstand(settings=settings)
    for source, section in (
        ("sada", "politics"),
        ("sada", "sports"),
        ("manara", "politics"),
        ("manara", "sports"),
    ):
        made.file(
            source=source, section=section, body=f"أعلن المجلس في القاهرة خبرًا من {source} في {section}."
        )
    made.follow()
    reader = await opens(made)
    before = await counted(reader)
    assert before["total"] == "4 أخبار"
    assert before["facets"] == {"سياسة2", "رياضة2", "صدى النهر2", "المنارة الجديدة2"}
    assert before["day"] == "4 أخبار"
    line = made.decide(DecisionKind.WITHHOLD, article=ONE)
    await later(made)
    after = await counted(reader)
    assert after["total"] == "3 أخبار"
    assert after["facets"] == {"سياسة1", "رياضة2", "صدى النهر1", "المنارة الجديدة2"}
    assert after["day"] == "3 أخبار"
    lists = [name for name in before if name.startswith("/")]
    assert [int(before[name]) - int(after[name]) for name in lists] == [1] * len(lists)
    made.undo(line)
    await later(made)
    assert await counted(reader) == before


async def counted(reader: Reader) -> dict[str, Any]:
    """Every number of articles that the site tells, and the length of every list that would have article 1."""
    found = await reader.get("/search?q=المجلس")
    month = await reader.get(f"/day/{NOON:%Y-%m}")
    today = month.page.css_first("td.today-cell a").attributes["title"] or ""
    lists = (
        "/rss",
        "/latest/rss",
        "/section/politics/rss",
        "/sada/rss",
        "/search/rss?q=المجلس",
        f"/day/{NOON:%Y-%m-%d}/rss",
    )
    return {
        "total": found.words(".total"),
        "facets": {" ".join(node.text().split()) for node in found.page.css("#facets li")},
        "day": today.rpartition(": ")[2],
        **{address: (await reader.get(address)).text.count("<item>") for address in lists},
    }


async def test_a_delisted_author_has_no_list_and_no_feed(opens: Opens) -> None:
    made = named(authors=(AUTHOR,))
    reader = await opens(made)
    address = f"/author/{quote('هدي-المرسي')}"
    assert (await reader.get("/author/هدي-المرسي")).status == 200
    assert (await reader.get("/sada/1")).page.css_first(".writer-name").attributes["href"] == address
    line = made.decide(DecisionKind.DELIST, name=AUTHOR, articles=(ONE,))
    await later(made)
    page = await reader.get("/sada/1")
    assert AUTHOR in page.text
    assert address not in page.text  # no link that leads nowhere
    assert (await reader.get("/author/هدي-المرسي")).status == 404
    assert (await reader.get("/author/هدي-المرسي/rss")).status == 404
    assert address not in (await reader.get("/sitemap/pages.xml")).text
    made.undo(line)
    await later(made)
    assert (await reader.get("/author/هدي-المرسي")).status == 200


async def test_a_reply_stands_beneath_its_article_and_nowhere_else(opens: Opens) -> None:
    made = named()
    reader = await opens(made)
    line = made.decide(
        DecisionKind.REPLY,
        article=ONE,
        text="لم أقل ذلك.\n<script>alert(1)</script>وهذا ردي.",
        signed="م. سامي",
    )
    await later(made)
    page = await reader.get("/sada/1")
    assert page.words(".reply h2") == "حق الرد"
    assert "م. سامي" in page.words(".reply .meta")
    assert [node.text() for node in page.page.css(".reply p:not(.meta)")] == ["لم أقل ذلك.", "وهذا ردي."]
    assert seen(await given_away(reader), "لم أقل ذلك") == {"/sada/1"}
    made.undo(line)
    await later(made)
    assert (await reader.get("/sada/1")).page.css_first(".reply") is None


@pytest.mark.parametrize(
    "address", ["/rss", "/sada/rss", "/changes/rss", "/search/rss?q=المجلس", "/sitemap/0.xml"]
)
async def test_what_a_proxy_keeps_and_what_we_keep_end_within_sixty_seconds(
    opens: Opens, address: str
) -> None:
    made = named(replace(PUBLIC, address="https://warraq.example"))
    kept = (await (await opens(made)).get(address)).headers["cache-control"]
    assert int(kept.partition("max-age=")[2]) + 3 < 60


async def test_a_decision_holds_once_it_is_written_down(opens: Opens) -> None:
    """A full disk, or a crash, kept it from being carried out, and nobody opened the site anew."""
    made = stand(permission=LEAVE)
    reader = await opens(made)
    assert seen(await given_away(reader), HEADLINE)
    said = Decision(DecisionKind.WITHHOLD, "أمر محكمة", "الإدارة", article=ONE)
    made.decisions.record(said, now=made.clock.now())
    await later(made)
    assert made.archive.article(ONE).state is State.VISIBLE
    answers = await given_away(reader)
    for text in (HEADLINE, MARKER, OURS):
        assert seen(answers, text) == set()
    gone = await reader.get("/sada/1")
    assert (gone.status, gone.words(".reason dd")) == (410, "أمر محكمة")


async def test_neither_a_reply_nor_a_reason_says_a_name_that_is_not_shown(opens: Opens) -> None:
    made = named()
    reader = await opens(made)
    made.decide(DecisionKind.REPLY, article=ONE, text=f"لم تقل {SPELT} ذلك.", signed=f"أسرة {SPELT}")
    made.file(title="خبر محجوب")
    reason = f"طلبت {SPELT} حجبه"
    said = Decision(DecisionKind.WITHHOLD, reason, "الإدارة", article=ArticleId(3))
    deciding.decide(made.bench, said, now=made.clock.now())
    await later(made)
    assert SPELT in (await reader.get("/sada/1")).words(".reply")
    line = made.decide(DecisionKind.MASK, name=NAME)
    await later(made)
    assert (await reader.get("/sada/1")).words(".reply p:not(.meta)") == "لم تقل س. ز. ذلك."
    assert "أسرة س. ز." in (await reader.get("/sada/1")).words(".reply .meta")
    for address in ("/sada/1", "/sada/3", "/changes", "/changes/rss"):
        assert "الزعفراني" not in (await reader.get(address)).text, address
    made.undo(line)
    await later(made)
    assert SPELT in (await reader.get("/sada/1")).words(".reply")


async def test_whoever_seeks_a_family_does_not_learn_whose_initials_these_are(opens: Opens) -> None:
    made = named()
    reader = await opens(made)
    asked = ("/search?q=الزعفراني", "/search?q=سلمى", "/search?q=الزعفراني المجلس", "/search/rss?q=الزعفراني")
    assert [finds(await reader.get(address)) for address in asked] == [True] * 4
    made.decide(DecisionKind.MASK, name=NAME)
    await later(made)
    assert [finds(await reader.get(address)) for address in asked] == [False] * 4
    assert finds(await reader.get("/search?q=الجسر متين"))


async def test_a_paper_that_opted_out_shows_headlines_alone_whatever_it_agreed_before(opens: Opens) -> None:
    made = stand(permission=LEAVE)
    reader = await opens(made)
    assert "/sada/1" in seen(await given_away(reader), MARKER)
    line = made.decide(DecisionKind.OPT_OUT, source="sada")
    await later(made)
    answers = await given_away(reader)
    for text in (MARKER, "صباح اليوم بدء العمل", OURS):
        assert seen(answers, text) == set()
    page = await reader.get("/sada/1")
    assert page.words(".held") == "لا نعرض من أخبار هذه الصحيفة سوى عناوينها، نزولًا عند طلبها."
    assert page.headers["x-robots-tag"] == "noindex"
    assert "/sada/1" not in (await reader.get("/sitemap/0.xml")).text
    made.undo(line)
    await later(made)
    assert "/sada/1" in seen(await given_away(reader), MARKER)


async def test_an_adopted_papers_readers_are_sent_to_its_new_address_until_it_is_undone(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    old, new = "https://sada.example/", "https://sada-new.example/"

    async def sent() -> set[str]:
        page = await reader.get("/sada")
        return {
            link for node in page.page.css("main a") if (link := node.attributes["href"] or "") in (old, new)
        }

    assert await sent() == {old}
    line = made.decide(DecisionKind.ADOPT, source="sada", address=new)
    await later(made)
    assert await sent() == {new}
    made.undo(line)
    await later(made)
    assert await sent() == {old}


async def test_decisions_survive_another_crawl_a_rebuilt_index_and_another_opening(opens: Opens) -> None:
    made = named()
    made.decide(DecisionKind.MASK, name=NAME)
    made.decide(DecisionKind.WITHHOLD, article=ArticleId(2))
    made.filed = 0
    made.file(title=f"تصحيح: {SPELT} تُكرَّم", body=f"{WORDS} والخبر مصحح.", fingerprint="again")
    made.filed = 1
    made.file(title="المجلس من جديد", fingerprint="again")
    made.index.clear()
    made.follow()
    answers = await given_away(await opens(made))
    assert seen(answers, "سلمى") == seen(answers, "الزعفرانى") == set()
    assert seen(answers, "المجلس من جديد") == set()
    assert seen(answers, "تصحيح: س. ز.")


def test_what_a_crash_left_undone_is_done_at_the_next_opening() -> None:
    made = named()
    line = made.decide(DecisionKind.WITHHOLD, article=ONE)
    made.archive.restate(ONE, State.VISIBLE, reason=None, now=NOON)  # as if the crash came between
    assert deciding.enforce(made.bench, now=NOON) == 1
    assert made.archive.article(ONE).state is State.WITHHELD
    assert deciding.enforce(made.bench, now=NOON) == 0
    made.undo(line)
    made.archive.restate(ONE, State.WITHHELD, reason="x", now=NOON)
    assert deciding.enforce(made.bench, now=NOON) == 1
    assert made.archive.article(ONE).state is State.VISIBLE
    assert broken(made.decisions.log()) is None
