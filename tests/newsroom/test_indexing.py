"""The index follows the archive, whatever happens between two steps."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.newsroom.conftest import NOON
from warraq.archives.memory import MemoryArchive
from warraq.errors import Busy, IndexFailure
from warraq.indexes.memory import MemoryIndex
from warraq.newsroom import filing
from warraq.newsroom.indexing import Follower, Indexing
from warraq.ports.index import IndexEntry
from warraq.press import ArticleId, Draft, Source, State
from warraq.query import grammar


def draft(number: int, title: str = "عنوان") -> Draft:
    url = f"http://paper.example/{number}"
    return Draft("paper", url, (url,), f"{title} {number}", f"نص الخبر رقم {number} كاملا", "test/1")


def found(index: MemoryIndex, text: str) -> tuple[ArticleId, ...]:
    return index.search(grammar.read(text), limit=50).ids


def test_what_is_filed_can_be_searched_after_catching_up(archive: MemoryArchive, index: MemoryIndex) -> None:
    filed = filing.file(archive, [draft(number) for number in range(25)], now=NOON)
    desk = Indexing(archive, index, batch=10)
    assert desk.catch_up() == 25
    assert not desk.behind()
    assert set(index.ids()) == {one.id for one in filed}
    assert found(index, "الأخبار 7") or found(index, "7")


def test_a_withheld_article_leaves_the_index_and_a_restored_one_returns(
    archive: MemoryArchive, index: MemoryIndex
) -> None:
    (filed,) = filing.file(archive, [draft(1)], now=NOON)
    desk = Indexing(archive, index)
    desk.catch_up()
    archive.restate(filed.id, State.WITHHELD, reason="بطلب", now=NOON)
    desk.catch_up()
    assert index.count() == 0
    archive.restate(filed.id, State.VISIBLE, reason=None, now=NOON)
    desk.catch_up()
    assert set(index.ids()) == {filed.id}


def test_a_new_version_replaces_the_old_words(archive: MemoryArchive, index: MemoryIndex) -> None:
    filing.file(archive, [draft(1, "انسحاب")], now=NOON)
    desk = Indexing(archive, index)
    desk.catch_up()
    filing.file(archive, [draft(1, "تقدم")], now=NOON)
    desk.catch_up()
    assert index.count() == 1
    assert not found(index, "انسحاب")
    assert found(index, "تقدم")


def test_rebuilding_gives_the_same_index(archive: MemoryArchive, index: MemoryIndex) -> None:
    filing.file(archive, [draft(number) for number in range(30)], now=NOON)
    desk = Indexing(archive, index)
    desk.catch_up()
    before = set(index.ids())
    assert desk.rebuild() == 30
    assert set(index.ids()) == before


class Failing(MemoryIndex):
    """Fails the first few times it is asked to apply."""

    def __init__(self, errors: Sequence[Exception]) -> None:
        super().__init__()
        self.errors = list(errors)
        self.applied = threading.Event()

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        if self.errors:
            raise self.errors.pop(0)
        super().apply(entering, leaving, position=position)
        self.applied.set()


def test_a_language_is_one_whatever_country_a_page_says_it_is_of(
    archive: MemoryArchive, index: MemoryIndex
) -> None:
    said = ["ar-EG", "AR", "ar_SA", "fr-FR", None]
    drafts = [replace(draft(number), language=language) for number, language in enumerate(said)]
    filing.file(archive, drafts, now=NOON)
    Indexing(archive, index).catch_up()
    asked = replace(grammar.read("عنوان"), languages=frozenset(["ar"]))
    assert index.search(asked, limit=9).total == 3
    assert index.facets(grammar.read("عنوان"), most=9).languages == (("ar", 3), ("fr", 1))


def test_a_failed_batch_is_applied_again(archive: MemoryArchive) -> None:
    index = Failing([IndexFailure("the disk said no")])
    filing.file(archive, [draft(1)], now=NOON)
    desk = Indexing(archive, index)
    with pytest.raises(IndexFailure):
        desk.step()
    assert index.position() == 0
    assert desk.catch_up() == 1
    assert index.count() == 1


def test_the_follower_survives_failures_and_waits_its_turn(archive: MemoryArchive) -> None:
    index = Failing([IndexFailure("the disk said no"), Busy("another writes")])
    told: list[str] = []
    follower = Follower(Indexing(archive, index), failed=told.append, naps=(0.01, 0.02))
    follower.start()
    try:
        filing.file(archive, [draft(1)], now=NOON)
        assert index.applied.wait(10)
    finally:
        follower.stop()
    assert index.count() == 1
    assert told == ["the disk said no"]


def test_an_article_is_found_under_the_places_of_its_papers_country(
    archive: MemoryArchive, index: MemoryIndex
) -> None:
    archive.put_sources([Source("paper", "ورقة", "tn", "Africa/Tunis")])
    filing.file(archive, [draft(1, "والي صفاقس"), draft(2, "محافظة المنيا")], now=NOON)
    Indexing(archive, index).catch_up()
    everything = replace(grammar.read(""), countries=frozenset({"tn"}))
    assert index.facets(everything, most=9).places == (("TN-61", 1),)
    assert index.search(replace(everything, places=frozenset({"TN-61"})), limit=9).total == 1


@pytest.mark.parametrize(("public", "kept"), [(True, 0), (False, 1)])
def test_what_a_paper_withdrew_stays_findable_on_a_private_instance_alone(
    archive: MemoryArchive, index: MemoryIndex, public: bool, kept: int
) -> None:
    (filed,) = filing.file(archive, [draft(1)], now=NOON)
    archive.restate(filed.id, State.WITHDRAWN, reason="404", now=NOON)
    Indexing(archive, index, public=public).catch_up()
    assert index.count() == kept


@pytest.mark.parametrize(
    ("title", "completed"),
    [("مقتل الطفلة مريم", False), ("حبس المتهمة مريم", False), ("تكريم اللاعبة مريم", True)],
)
def test_no_second_word_is_completed_by_headlines_of_children_and_the_accused(
    archive: MemoryArchive, index: MemoryIndex, title: str, completed: bool
) -> None:
    filing.file(archive, [draft(1, title)], now=NOON)
    Indexing(archive, index).catch_up()
    _, before, _ = title.split()
    assert bool(index.complete(f"{before} مر", most=9)) is completed
    assert index.complete("مري", most=9)
