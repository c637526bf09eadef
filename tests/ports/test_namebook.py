"""Does every back end keep the namebook's contract?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorynamebook import MemoryNamebook
from warraq.archives.sql import SqlArchive, namebook_of
from warraq.ports.archive import Cursor
from warraq.ports.namebook import Followed, Namebook
from warraq.press import ArticleId, Named, NameKind, Naming

GUTERRES = Named("انطونيو-غوتيريش", NameKind.PERSON, "أنطونيو غوتيريش")
CAIRO = Named("القاهره", NameKind.PLACE, "القاهرة")
AGENCY = Named("رويترز", NameKind.BODY, "رويترز")
ENGINEER = Named("سامح-عزت", NameKind.PERSON, "سامح عزت", listed=False)
LONG_AGO = date(1970, 1, 1)


@pytest.fixture
def book(opener: Opener) -> Namebook:
    archive = opener()[0]
    if isinstance(archive, MemoryArchive):
        return MemoryNamebook()
    assert isinstance(archive, SqlArchive)
    return namebook_of(archive)


def naming(
    article: int, *names: Named, source: str = "nahar", country: str = "eg", ago: timedelta = timedelta()
) -> Naming:
    when = NOON - ago
    return Naming(ArticleId(article), source, country, when, when.date(), names)


def follow(book: Namebook, *namings: Naming) -> None:
    after = book.followed().position
    assert book.follow(namings, after=after, position=after + 1)


def test_nothing_is_followed_at_first(book: Namebook) -> None:
    assert book.followed() == Followed(0, 0)
    assert book.known(["القاهره"]) == {}
    assert book.articles("القاهره", limit=5) == ()
    assert book.papers("القاهره") == {}


def test_an_articles_names_stand_with_it(book: Namebook) -> None:
    above = Named(CAIRO.key, CAIRO.kind, CAIRO.shown, headline=True)
    follow(book, naming(1, GUTERRES, above), naming(2, GUTERRES))
    assert [(one.key, one.shown, one.kind, one.articles) for one in book.of(ArticleId(1))] == [
        ("القاهره", "القاهرة", NameKind.PLACE, 1),
        ("انطونيو-غوتيريش", "أنطونيو غوتيريش", NameKind.PERSON, 2),
    ]
    assert [use.headline for use in book.articles(CAIRO.key, limit=5)] == [True]
    assert book.of(ArticleId(9)) == ()


def test_a_revised_article_names_whom_it_names_now(book: Namebook) -> None:
    follow(book, naming(1, GUTERRES, CAIRO), naming(2, CAIRO))
    follow(book, naming(1, GUTERRES, AGENCY))
    assert [use.article for use in book.articles(CAIRO.key, limit=5)] == [2]
    assert book.known([CAIRO.key, AGENCY.key])[CAIRO.key].articles == 1
    assert book.papers(CAIRO.key) == {"nahar": 1}
    assert book.times(CAIRO.key, "day", since=LONG_AGO) == {NOON.date(): 1}


def test_what_is_not_shown_leaves_and_a_name_without_articles_is_unknown(book: Namebook) -> None:
    follow(book, naming(1, CAIRO))
    follow(book, naming(1))
    assert book.of(ArticleId(1)) == ()
    assert book.known([CAIRO.key]) == {}
    assert book.begun("القا", most=5) == ()
    assert book.times(CAIRO.key, "month", since=LONG_AGO) == {}
    follow(book, naming(1, CAIRO))
    assert book.known([CAIRO.key])[CAIRO.key].articles == 1


def test_the_same_batch_again_changes_nothing(book: Namebook) -> None:
    batch = [naming(1, GUTERRES, CAIRO), naming(2, CAIRO, source="hayat"), naming(1, GUTERRES, CAIRO)]
    follow(book, *batch)
    before = (book.known([CAIRO.key]), book.papers(CAIRO.key), book.articles(CAIRO.key, limit=9))
    follow(book, *batch)
    assert (book.known([CAIRO.key]), book.papers(CAIRO.key), book.articles(CAIRO.key, limit=9)) == before
    assert before[0][CAIRO.key].articles == 2


def test_who_follows_beside_another_writes_nothing(book: Namebook) -> None:
    follow(book, naming(1, CAIRO))
    assert not book.follow([naming(2, CAIRO)], after=0, position=7)
    assert book.followed().position == 1
    assert [use.article for use in book.articles(CAIRO.key, limit=5)] == [1]


def test_a_list_walks_newest_first_over_countries_and_goes_on_behind_a_cursor(book: Namebook) -> None:
    minute = timedelta(minutes=1)
    lands = ("eg", "tn", "ma")
    follow(
        book, *(naming(one, CAIRO, country=lands[one % 3], ago=minute * (one // 2)) for one in range(1, 10))
    )
    whole = [use.article for use in book.articles(CAIRO.key, limit=99)]
    assert whole == [1, 3, 2, 5, 4, 7, 6, 9, 8]
    first = book.articles(CAIRO.key, limit=4)
    rest = book.articles(CAIRO.key, limit=99, before=Cursor(first[-1].at, first[-1].article))
    assert [use.article for use in (*first, *rest)] == whole
    some = book.articles(CAIRO.key, limit=9, countries=frozenset(["tn", "ma"]))
    assert [use.article for use in some] == [1, 2, 5, 4, 7, 8]
    assert book.articles(CAIRO.key, limit=9, countries=frozenset()) == ()
    assert book.articles(CAIRO.key, limit=0) == ()


def test_times_are_counted_by_day_and_by_month(book: Namebook) -> None:
    day = timedelta(days=1)
    follow(
        book,
        naming(1, CAIRO),
        naming(2, CAIRO, ago=day, country="tn"),
        naming(3, CAIRO, ago=day * 30),
        naming(4, CAIRO, ago=day * 365 * 12),
    )
    today = NOON.date()
    assert book.times(CAIRO.key, "day", since=today - day) == {today: 1, today - day: 1}
    assert book.times(CAIRO.key, "day", since=today - day, countries=frozenset(["tn"])) == {today - day: 1}
    months = book.times(CAIRO.key, "month", since=LONG_AGO)
    assert months == {date(2014, 3, 1): 1, date(2026, 2, 1): 1, date(2026, 3, 1): 2}


def test_what_was_printed_before_1970_has_its_day(book: Namebook) -> None:
    follow(book, Naming(ArticleId(1), "nahar", "eg", NOON, date(1952, 7, 23), (CAIRO,)))
    assert book.times(CAIRO.key, "month", since=date(1900, 1, 1)) == {date(1952, 7, 1): 1}


def test_who_stands_beside_a_name(book: Namebook) -> None:
    follow(book, naming(1, CAIRO, AGENCY, GUTERRES), naming(2, CAIRO, AGENCY), naming(3, GUTERRES, ENGINEER))
    together = [(known.key, many) for known, many in book.beside(CAIRO.key, most=5)]
    assert together == [(AGENCY.key, 2), (GUTERRES.key, 1)]
    assert [known.key for known, _ in book.beside(CAIRO.key, most=1)] == [AGENCY.key]
    beside = [known.key for known, _ in book.beside(GUTERRES.key, most=9)]
    assert beside == sorted([CAIRO.key, AGENCY.key])


def test_a_proposed_name_is_believed_from_three_papers_on_three_days(book: Namebook) -> None:
    day = timedelta(days=1)
    papers = ("nahar", "hayat", "ahram")

    def believed() -> bool:
        return book.known([ENGINEER.key])[ENGINEER.key].believed

    follow(book, *(naming(one, ENGINEER, source=papers[one % 3]) for one in range(6)))
    assert not believed()  # three papers, one day
    follow(book, *(naming(10 + one, ENGINEER, ago=day * one) for one in range(2)))
    assert not believed()
    assert [(one.name.key, one.papers, one.days) for one in book.proposed(limit=5)] == [(ENGINEER.key, 3, 2)]
    follow(book, naming(20, ENGINEER, ago=day * 9))
    assert believed()
    assert [one.key for one in book.begun("سامح", most=5)] == [ENGINEER.key]
    follow(book, naming(20))
    assert not believed()
    assert book.begun("سامح", most=5) == ()


def test_a_name_that_a_list_takes_up_is_believed_and_called_as_the_list_has_it(book: Namebook) -> None:
    follow(book, naming(1, ENGINEER))
    assert book.most(limit=5) == ()
    follow(book, naming(1, Named(ENGINEER.key, NameKind.PERSON, "المهندس سامح عزت")))
    found = book.known([ENGINEER.key])[ENGINEER.key]
    assert (found.shown, found.listed, found.believed) == ("المهندس سامح عزت", True, True)
    follow(book, naming(1, ENGINEER))
    found = book.known([ENGINEER.key])[ENGINEER.key]
    assert (found.shown, found.listed, found.believed) == ("سامح عزت", False, False)


def test_reading_again_keeps_what_stands_until_it_is_read(book: Namebook) -> None:
    follow(book, naming(1, CAIRO), naming(2, CAIRO))
    book.restart(77)
    assert book.followed() == Followed(0, 77)
    assert [use.article for use in book.articles(CAIRO.key, limit=5)] == [2, 1]
    follow(book, naming(1, CAIRO), naming(2))
    assert book.followed() == Followed(1, 77)
    assert book.known([CAIRO.key])[CAIRO.key].articles == 1


def test_forgetting_leaves_nothing(book: Namebook) -> None:
    follow(book, naming(1, CAIRO))
    book.clear()
    assert book.followed() == Followed(0, 0)
    assert (book.known([CAIRO.key]), book.of(ArticleId(1)), book.most(limit=5)) == ({}, (), ())


def test_the_most_named_come_first(book: Namebook) -> None:
    follow(book, naming(1, CAIRO, AGENCY), naming(2, AGENCY), naming(3, ENGINEER))
    assert [(one.key, one.articles) for one in book.most(limit=5)] == [(AGENCY.key, 2), (CAIRO.key, 1)]
