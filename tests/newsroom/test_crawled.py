"""Pages of a crawl made elsewhere: what reads as an article is filed, the rest counted by its reason."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

import pytest

from tests.newsroom.conftest import NOON, HereParsers, StoppedClock
from tests.newsroom.test_collecting import OTHER, PAPER, WORDS, page
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.archives.memorytemplates import MemoryTemplates
from warraq.extraction.page import PageReading
from warraq.newsroom import crawled
from warraq.newsroom.crawled import Desk, Intake
from warraq.newsroom.keeping import Keeping
from warraq.newsroom.parsing import Parsers
from warraq.newsroom.teaching import Teaching
from warraq.objects.memory import MemoryObjects
from warraq.press import Article, ArticleId, Capture, Cause, Source, Spoilt

OLD = NOON - timedelta(days=900)


def capture(
    number: int = 1,
    *,
    title: str = "عنوان أول",
    words: str = WORDS,
    at: datetime = OLD,
    status: int = 200,
    media: str = "text/html",
    url: str | None = None,
) -> Capture:
    body = page(title, words=words)
    return Capture(url or f"http://paper.example/{number}", at, status, (("content-type", media),), body)


@dataclass
class House:
    clock: StoppedClock
    archive: MemoryArchive = field(default_factory=MemoryArchive)
    keeping: Keeping = field(default_factory=lambda: Keeping(MemoryObjects(), MemoryDaybook(), days=30))
    parsers: HereParsers = field(default_factory=HereParsers)
    templates: MemoryTemplates = field(default_factory=MemoryTemplates)
    owner: crawled.Owner = field(default_factory=lambda: crawled.by_site([PAPER, OTHER]))

    async def take(self, *recorded: Capture | Spoilt) -> Intake:
        parsers = cast(Parsers, self.parsers)
        desk = Desk(self.archive, self.keeping, parsers, self.clock.now, teaching=Teaching(self.templates))
        return await crawled.pages(desk, recorded, self.owner)

    def articles(self) -> tuple[Article, ...]:
        return self.archive.articles(list(self.archive.ids()))


@pytest.fixture
def house(clock: StoppedClock) -> House:
    return House(clock)


async def test_a_page_is_filed_under_the_paper_of_its_site_as_it_was_captured(house: House) -> None:
    done = await house.take(capture(1), capture(2, url="https://www.other.example/2", title="عنوان ثان"))
    assert (done.filed, done.failed, done.skipped.total()) == (2, 0, 0)
    first, second = house.articles()
    assert (first.draft.source, second.draft.source) == ("paper", "other")
    assert first.draft.body.count("الحديقة العامة") == 3
    assert first.first_seen == NOON
    assert dict(house.parsers.read)["http://paper.example/1"] == OLD
    assert first.draft.capture is not None
    kept = house.keeping.open(first.draft.capture)
    assert kept is not None
    assert kept.at == OLD


async def test_the_same_crawl_twice_files_nothing_twice(house: House) -> None:
    crawl = [
        capture(number, title=f"عنوان رقم {number}", words=WORDS + f" {number} ") for number in range(250)
    ]
    assert (await house.take(*crawl)).filed == 250
    house.clock.pass_by(days=1)
    again = await house.take(*crawl)
    assert (again.filed, again.versions, again.duplicates) == (0, 0, 250)
    assert house.archive.last_change() == 250


async def test_a_later_wording_is_a_version_and_an_older_one_never_takes_its_place(house: House) -> None:
    earlier, later = capture(words=WORDS), capture(words=WORDS + " وزيد. ", at=OLD + timedelta(days=1))
    done = await house.take(later)
    assert done.filed == 1
    house.clock.pass_by(days=1)
    done = await house.take(earlier)
    assert (done.versions, dict(done.skipped)) == (0, {"older than the wording we hold": 1})
    newest = capture(words=WORDS + " وزيد مرة أخرى. ", at=OLD + timedelta(days=2))
    assert (await house.take(newest)).versions == 1


async def test_wordings_of_one_recording_are_versions_in_the_order_of_their_capture(house: House) -> None:
    earlier, later = capture(words=WORDS), capture(words=WORDS + " وزيد. ", at=OLD + timedelta(days=1))
    done = await house.take(later, earlier)
    assert (done.filed, done.versions) == (1, 1)
    (article,) = house.articles()
    assert "وزيد" in article.draft.body


NOTICE = "هذه الصحيفة المخترعة تصدر عن دار الضفاف للنشر، وجميع الحقوق محفوظة لها أينما نشرت موادها"


def own_words(number: int, *, more: str = "") -> str:
    """A text of its own, with a line under it that the paper prints under every article."""
    dice = random.Random(number)
    letters = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
    text = " ".join("".join(dice.choices(letters, k=6)) for _ in range(30))
    return f"{text} {more}</p><p>{NOTICE}</p><p>{text[::-1]}"


def numbered(number: int, *, more: str = "", at: datetime = OLD) -> Capture:
    return capture(number, title=f"عنوان رقم {number}", words=own_words(number, more=more), at=at)


async def test_what_a_paper_repeats_is_left_out_from_its_first_page_on(house: House) -> None:
    assert (await house.take(*map(numbered, range(20)))).filed == 20
    assert not any(NOTICE in article.draft.body for article in house.articles())
    kept = house.templates.of("paper")
    assert kept is not None
    assert kept.articles == 20


async def test_what_was_learnt_since_makes_no_wording_of_a_page_taken_twice(house: House) -> None:
    assert (await house.take(numbered(1))).filed == 1
    (article,) = house.articles()
    assert NOTICE in article.draft.body  # nobody could know yet
    again = await house.take(*map(numbered, range(1, 15)))
    assert (again.filed, again.versions, again.duplicates) == (13, 0, 1)
    assert house.articles()[0].draft.body == article.draft.body


@pytest.mark.parametrize(
    ("more", "cause"),
    [("وزيد في النص ما لم يكن فيه", Cause.EDIT), ("", Cause.REREAD)],
    ids=["changed", "learnt"],
)
async def test_what_a_paper_changed_is_its_edit_and_what_was_learnt_is_not(
    house: House, more: str, cause: Cause
) -> None:
    await house.take(numbered(1))
    later = numbered(1, more=more, at=OLD + timedelta(days=1))
    await house.take(later, *map(numbered, range(2, 15)))
    newest = house.archive.versions(ArticleId(1))[-1]
    assert (newest.number, newest.cause, newest.proven) == (2, cause, True)


async def test_what_is_no_article_is_counted_by_its_reason(house: House) -> None:
    done = await house.take(
        capture(url="http://paper.example/"),
        capture(2, status=404),
        capture(3, media="image/png"),
        capture(4, words="قصير "),
        capture(6, words="خبر قصير في سطر واحد عن افتتاح الحديقة العامة "),
        capture(5, url="http://stranger.example/5"),
        Spoilt("x.warc: 6", "the record breaks off"),
        capture(7),
    )
    assert done.filed == 1
    assert (done.failed, done.problems) == (1, [("x.warc: 6", "the record breaks off")])
    assert dict(done.skipped) == {
        "a front page": 1,
        "HTTP 404": 1,
        "not a page of HTML": 1,
        "no article text found in the page": 1,
        "too few sentences for an article": 1,
        "of no paper of the edition": 1,
    }


async def test_a_page_that_breaks_a_worker_costs_itself(house: House) -> None:
    house.parsers.refuse.add("http://paper.example/1")
    done = await house.take(capture(1), capture(2, title="عنوان ثان"))
    assert (done.filed, dict(done.skipped)) == (1, {"took more than 5 s": 1})


def test_a_named_paper_speaks_for_no_site_but_its_own() -> None:
    owner = crawled.of_one(PAPER, [PAPER, OTHER])
    assert owner("http://m.paper.example/1") is PAPER
    assert owner("http://other.example/1") == "of another paper's site"
    assert owner("http://stranger.example/1") == "not on paper's site"
    unknown = Source("new", "جديدة", "eg", "UTC")
    assert crawled.of_one(unknown, [PAPER, unknown])("http://stranger.example/1") is unknown
    assert crawled.of_one(unknown, [PAPER, unknown])("http://paper.example/1") == "of another paper's site"


LONG = "جملة طويلة من خبر عن افتتاح مكتبة عامة في حي السوق القديم بحضور عدد كبير من الأهالي والكتاب. "


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("\n".join([LONG] * 8), None),
        ("\n".join([LONG] * 2), "too few sentences for an article"),
        ("\n".join([LONG] * 7 + ["عنوان قصير لخبر آخر"] * 60), "more like a list than an article"),
    ],
)
def test_a_page_must_read_like_a_text(body: str, why: str | None) -> None:
    assert crawled.no_article(PageReading(title="عنوان", body=body)) == why
    assert crawled.no_article(PageReading(title=None, body=body)) == "without a headline"
