"""Names follow the archive, whatever happens between two steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.newsroom.conftest import NOON
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorynamebook import MemoryNamebook
from warraq.entities import register
from warraq.entities.register import Register
from warraq.errors import Busy
from warraq.newsroom.registering import Registering
from warraq.ports.namebook import Followed
from warraq.press import ArticleId, Draft, Moment, NameKind, Precision, Source, State

SHIPPED = Register(register.shipped())
BODY = "التقى أنطونيو غوتيريش وفدًا في بيروت، وقال وزير الري سامح عزت إن السد آمن."


@pytest.fixture
def book() -> MemoryNamebook:
    return MemoryNamebook()


@pytest.fixture
def desk(archive: MemoryArchive, book: MemoryNamebook) -> Registering:
    archive.put_sources([Source("nahar", "النهار", "eg", "Africa/Cairo")])
    return Registering(archive, book, lambda: SHIPPED, batch=2)


def draft(number: int, **given: object) -> Draft:
    url = f"http://paper.example/{number}"
    plain = Draft("nahar", url, (url,), f"لقاء رقم {number}", BODY, "test/1", fingerprint=f"{number}")
    return replace(plain, **given)  # type: ignore[arg-type]


def keys(book: MemoryNamebook, article: int = 1) -> set[str]:
    return {one.key for one in book.of(ArticleId(article))}


def test_an_article_names_whom_lists_know_and_whom_a_title_proposes(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    archive.file([draft(1)], now=NOON)
    desk.catch_up()
    found = {one.key: (one.kind, one.listed, one.believed) for one in book.of(ArticleId(1))}
    assert found == {
        "انطونيو-غوتيريش": (NameKind.PERSON, True, True),
        "بيروت": (NameKind.PLACE, True, True),
        "سامح-عزت": (NameKind.PERSON, False, False),
    }


def test_who_is_in_the_headline_is_known_to_be(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    archive.file([draft(1, title="غوتيريش في بيروت")], now=NOON)
    desk.catch_up()
    [use] = book.articles("انطونيو-غوتيريش", limit=1)
    assert use.headline


def test_whom_a_list_knows_is_not_proposed_once_more(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    archive.file([draft(1, body="استقبل الرئيس عبد الفتاح السيسي الوفد.")], now=NOON)
    desk.catch_up()
    assert keys(book) == {"عبد-الفتاح-السيسي"}


@pytest.mark.parametrize(
    "given",
    [
        {"section": "accidents"},
        {"title": "اتهام بالتحرش بطفلة"},
        {"body": f"انتحر شاب أمس. {BODY}"},
    ],
    ids=["the desk", "the headline", "the beginning"],
)
def test_of_a_child_or_a_victim_nobody_is_named(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering, given: dict[str, str]
) -> None:
    archive.file([draft(1, **given)], now=NOON)
    desk.catch_up()
    assert keys(book) == set()


def test_what_is_taken_away_leaves_and_what_is_given_back_returns(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    archive.file([draft(1)], now=NOON)
    desk.catch_up()
    for state in (State.WITHHELD, State.WITHDRAWN):
        archive.restate(ArticleId(1), state, reason="طلب", now=NOON)
        desk.catch_up()
        assert keys(book) == set()
    archive.restate(ArticleId(1), State.VISIBLE, reason=None, now=NOON)
    desk.catch_up()
    assert "بيروت" in keys(book)


def test_a_correction_changes_whom_it_names(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    archive.file([draft(1)], now=NOON)
    desk.catch_up()
    corrected = BODY.replace("بيروت", "نيروبي").replace("أنطونيو غوتيريش", "مايكل مارتن")
    archive.file([draft(1, body=corrected, fingerprint="other")], now=NOON)
    desk.catch_up()
    assert "بيروت" not in keys(book)
    assert "انطونيو-غوتيريش" not in keys(book)


def test_an_old_article_counts_at_the_day_its_paper_printed_it(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    # half past eleven at night of the first in London is the second in Cairo
    at = datetime(2011, 2, 1, 22, 30, tzinfo=UTC)
    archive.file([draft(1, published=Moment(at, Precision.MINUTE, "Africa/Cairo"))], now=NOON)
    desk.catch_up()
    assert book.times("بيروت", "day", since=date(2000, 1, 1)) == {date(2011, 2, 2): 1}


def test_killed_between_steps_it_goes_on_where_it_stopped(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    archive.file([draft(number) for number in range(5)], now=NOON)
    assert desk.step() == 2
    again = Registering(archive, book, lambda: SHIPPED)
    assert again.behind()
    assert again.catch_up() == 3
    assert not again.behind()
    assert book.known(["بيروت"])["بيروت"].articles == 5


def test_of_two_who_follow_one_writes(archive: MemoryArchive, book: MemoryNamebook) -> None:
    class Late(MemoryArchive):
        """While it reads articles, the other one was faster."""

        def articles(self, ids):  # type: ignore[no-untyped-def]
            book.follow([], after=0, position=self.last_change())
            return super().articles(ids)

    late = Late()
    late.file([draft(1)], now=NOON)
    with pytest.raises(Busy):
        Registering(late, book, lambda: SHIPPED).step()
    assert book.followed().position == late.last_change()


def test_an_archive_that_is_behind_its_names_is_read_anew(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    book.follow([], after=0, position=99)
    archive.file([draft(1)], now=NOON)
    desk.catch_up()
    assert "بيروت" in keys(book)
    assert book.followed() == Followed(archive.last_change(), SHIPPED.version)


def test_other_lists_propose_a_reading_and_change_nothing_until_it_is_made(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    archive.file([draft(1)], now=NOON)
    desk.catch_up()
    assert not desk.outdated()
    own = register.read("المهندس سامح عزت = سامح عزت")
    both = Register(register.joined(own, register.shipped()))
    other = Registering(archive, book, lambda: both)
    assert other.outdated()
    assert book.known(["سامح-عزت"])["سامح-عزت"].listed is False
    other.restart()
    other.catch_up()
    assert not other.outdated()
    assert book.known(["المهندس-سامح-عزت"])["المهندس-سامح-عزت"].believed
    assert book.known(["سامح-عزت"]) == {}


def test_a_name_is_believed_once_three_papers_had_it_on_three_days(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering
) -> None:
    for number, paper in enumerate(("nahar", "hayat", "ahram")):
        at = NOON - timedelta(days=number)
        moment = Moment(at, Precision.MINUTE, "Africa/Cairo")
        archive.file([draft(number, source=paper, published=moment)], now=NOON)
    desk.catch_up()
    assert book.known(["سامح-عزت"])["سامح-عزت"].believed


def test_an_operators_line_adds_to_what_comes_with_warraq() -> None:
    own = register.read("[person]\nعبد الفتاح السيسي = الرئيس المصري الحالي")
    both = Register(register.joined(own, register.shipped()))
    for text in ("قال الرئيس المصري الحالي كلمة", "قال السيسي كلمة"):
        assert [one.key for one in both.mentions(text)[0]] == ["عبد-الفتاح-السيسي"]
    assert both.version != SHIPPED.version
    assert Register(register.shipped()).version == SHIPPED.version


@pytest.mark.parametrize("title", ["حبس مسؤول سابق", "النيابة العامة تستدعي مهندسا"])
def test_whom_no_list_has_is_not_taken_up_from_news_of_courts_without_a_desk(
    archive: MemoryArchive, book: MemoryNamebook, desk: Registering, title: str
) -> None:
    archive.file([draft(1, title=title)], now=NOON)
    desk.catch_up()
    assert keys(book) == {"انطونيو-غوتيريش", "بيروت"}
