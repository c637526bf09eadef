"""Every page teaches, what was learnt is kept, and no template is taken for the paper's edit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

import pytest

from tests.extraction.test_template import SUBSCRIBE, article
from tests.newsroom.conftest import StoppedClock
from tests.newsroom.test_collecting import FEED, PAPER, Desk, feed
from warraq.archives.memorytemplates import MemoryTemplates
from warraq.errors import ArchiveError
from warraq.extraction import templatetext
from warraq.extraction.dates import Place
from warraq.extraction.page import Known, study
from warraq.extraction.template import EMPTY, explained
from warraq.newsroom.asking import Asking
from warraq.newsroom.teaching import Teaching, chosen
from warraq.newsroom.tools import Tools
from warraq.ports.templates import Approval, KeptTemplate
from warraq.press import ArticleId, Cause, Layout

SITE = "http://paper.example"


def page(number: int, *more: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in article(number, *more))
    title = f"خبر رقم {number} من المدينة"
    return (
        f"<html lang='ar'><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


class Learning(Desk):
    """The collecting desk with a memory for templates; `again` is another process's."""

    def __init__(self, clock: StoppedClock) -> None:
        super().__init__(clock)
        self.templates = MemoryTemplates()
        self.teaching = Teaching(self.templates)

    def tools(self, asking: Asking) -> Tools:
        return replace(super().tools(asking), teaching=self.teaching)

    def again(self) -> None:
        self.teaching = Teaching(self.templates)

    async def reads(self, *numbers: int, date: str = "Tue, 10 Mar 2026 11:00:00 +0200") -> None:
        """The feed lists these articles, and the desk goes round once."""
        entries = tuple((f"خبر رقم {number} من المدينة", f"{SITE}/{number}") for number in numbers)
        self.web.says(FEED, feed(*entries, date=date), media="application/rss+xml")
        await self.run()
        self.clock.pass_by(hours=3)


@pytest.fixture
def desk(clock: StoppedClock) -> Learning:
    desk = Learning(clock)
    for number in range(1, 6):
        desk.web.says(f"{SITE}/{number}", page(number, SUBSCRIBE))
    return desk


def bodies(desk: Learning) -> dict[int, tuple[str, str]]:
    found = desk.archive.articles([ArticleId(number) for number in range(1, desk.archive.count() + 1)])
    return {int(one.draft.url.rpartition("/")[2]): (one.draft.body, one.draft.reader) for one in found}


async def test_what_two_pages_repeat_is_not_read_on_the_third(desk: Learning) -> None:
    await desk.reads(1, 2)
    await desk.reads(3)
    kept = desk.templates.of(PAPER.slug)
    assert kept is not None
    assert bodies(desk)[3] == ("\n".join(article(3)), f"trafilatura/3+{kept.version}")
    assert [line.text for line in explained(templatetext.read(kept.text))] == [SUBSCRIBE]


async def test_a_template_outlives_the_process_that_learnt_it(desk: Learning) -> None:
    await desk.reads(1, 2)
    desk.again()
    await desk.reads(3)
    assert bodies(desk)[3][0] == "\n".join(article(3))


async def test_a_body_read_before_its_template_is_reread_and_never_edited(desk: Learning) -> None:
    await desk.reads(1, 2)
    before = bodies(desk)[1]
    assert before[0].count(SUBSCRIBE) == 1
    await desk.reads(1, date="Wed, 11 Mar 2026 11:00:00 +0200")  # its feed says that it is newer
    wordings = desk.archive.versions(ArticleId(1))
    assert [one.cause for one in wordings] == [Cause.FIRST, Cause.REREAD]
    assert wordings[-1].proven
    assert desk.archive.told(limit=9) == ()


async def test_an_edit_is_an_edit_whatever_was_learnt_meanwhile(desk: Learning) -> None:
    await desk.reads(1, 2)
    desk.web.says(f"{SITE}/1", page(1, SUBSCRIBE, "وقال المتحدث إن العدد ارتفع إلى سبعين جريحا في المساء"))
    await desk.reads(1, date="Wed, 11 Mar 2026 11:00:00 +0200")
    number = next(
        one.id for one in desk.archive.articles([ArticleId(1), ArticleId(2)]) if one.draft.url.endswith("/1")
    )
    last = desk.archive.versions(number)[-1]
    assert (last.cause, last.proven) == (Cause.EDIT, True)


async def test_a_store_that_fails_costs_the_writing_and_no_article(desk: Learning) -> None:
    class Full(MemoryTemplates):
        def put(self, kept: KeptTemplate) -> bool:
            raise ArchiveError("the disk is full")

    desk.teaching = Teaching(Full())
    await desk.reads(1, 2)
    await desk.reads(3)
    assert bodies(desk)[3][0] == "\n".join(article(3))


async def test_who_was_slower_goes_on_with_what_stands(desk: Learning) -> None:
    await desk.reads(1, 2)
    other = Teaching(desk.templates)
    now = desk.clock.now()
    place = Place(country="eg", zone="Africa/Cairo", now=now)
    for number in (3, 4):
        known = other.known(PAPER, now)
        studied = study(
            page(number, "سطر"), url=f"{SITE}/news/{number}", content_type=None, place=place, known=known
        )
        other.learn(PAPER, known, studied, now)
    other.write(now)
    stands = desk.templates.of(PAPER.slug)
    await desk.reads(5)
    desk.teaching.write(now)
    assert stands is not None
    held = desk.templates.of(PAPER.slug)
    assert held is not None
    assert held.revision >= stands.revision


def test_a_template_that_cannot_be_read_is_learnt_anew(clock: StoppedClock) -> None:
    templates = MemoryTemplates()
    templates.put(KeptTemplate(PAPER.slug, "broken", "0", 9, 1, clock.now()))
    assert Teaching(templates).known(PAPER, clock.now()).template == EMPTY.repeated


def test_selectors_of_old_pages_come_first_then_a_person_s_word_then_today_s(clock: StoppedClock) -> None:
    now = clock.now()
    old, new = Layout("#old", until=date(2020, 1, 1)), Layout("#new")
    paper = replace(PAPER, layouts=(old, new))
    approved = (Approval(PAPER.slug, SITE, "declared", None, 100, now),)
    trials = replace(EMPTY, trials={"precision": (3, 1.8), "cheap": (3, 2.9)})
    assert chosen(paper, approved, trials, now.replace(year=2019)) == ("precision", old)
    assert chosen(paper, approved, trials, now) == ("declared", None)
    assert chosen(paper, (), trials, now) == ("precision", new)
    assert chosen(PAPER, (), trials, now) == ("cheap", None)
    assert chosen(PAPER, (), EMPTY, now) == ("precision", None)


def test_an_approval_of_another_process_is_heard_of(clock: StoppedClock) -> None:
    templates = MemoryTemplates()
    teaching = Teaching(templates)
    assert teaching.known(PAPER, clock.now()) == Known(EMPTY.repeated)
    templates.approve(Approval(PAPER.slug, SITE, "declared", None, 100, clock.now()))
    clock.pass_by(minutes=6)
    assert cast(str, teaching.known(PAPER, clock.now()).way) == "declared"
    assert clock.now() - timedelta(minutes=6) < clock.now()


async def test_a_feed_that_tells_whole_articles_is_evidence_for_the_way_of_reading(desk: Learning) -> None:
    """The article of this paper stands in a box that the usual way takes for an offer; its own data tells it whole."""
    items = ""
    for number in range(1, 6):
        whole = article(number, *article(number + 20))
        node = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(whole)})
        teaser = f"<html><head><title>خبر {number}</title><script type='application/ld+json'>{node}</script></head>"
        desk.web.says(
            f"{SITE}/{number}", f"{teaser}<body><article><p>{whole[0]}</p></article></body></html>".encode()
        )
        html = "".join(f"<p>{line}</p>" for line in whole)
        items += (
            f"<item><title>خبر {number}</title><link>{SITE}/{number}</link>"
            f"<content:encoded><![CDATA[{html}]]></content:encoded></item>"
        )
    rss = (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>ن</title>"
        f"{items}</channel></rss>"
    )
    desk.web.says(FEED, rss.encode(), media="application/rss+xml")
    await desk.run()
    readers = sorted(reader.partition("+")[0] for _, reader in bodies(desk).values())
    assert readers == ["declared/1"] * 2 + ["trafilatura/3"] * 3
    desk.teaching.write(desk.clock.now())
    kept = desk.templates.of(PAPER.slug)
    assert kept is not None
    assert templatetext.read(kept.text).trials["declared"] == (5, pytest.approx(5.0))
