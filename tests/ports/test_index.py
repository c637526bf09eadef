"""What must every back end of the index do with what it is told?"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

from tests.ports.asking import entry, found, question
from warraq.ports.index import Hits, Index
from warraq.press import ArticleId
from warraq.query.tree import Sort


def test_an_empty_index_stands_at_nought_and_finds_nothing(index: Index) -> None:
    assert (index.position(), index.count(), list(index.ids())) == (0, 0, [])
    assert found(index, "مصر") == Hits(0, ())


def test_a_batch_and_its_position_arrive_together(index: Index) -> None:
    index.apply([entry(1, "مصر"), entry(2, "تونس")], [], position=7)
    assert (index.position(), index.count()) == (7, 2)
    assert sorted(index.ids()) == [1, 2]
    assert found(index, "مصر") == Hits(1, (ArticleId(1),))


def test_a_batch_of_nothing_moves_the_position(index: Index) -> None:
    index.apply([], [], position=3)
    index.apply([], [], position=9)
    assert (index.position(), index.count(), list(index.ids())) == (9, 0, [])


def test_the_position_is_never_a_hit(index: Index) -> None:
    index.apply([entry(1, "خبر")], [], position=2026)
    for text in ("2026", "position", "article", "kind"):
        assert found(index, text) == Hits(0, ())


def test_applying_a_batch_again_changes_nothing(index: Index) -> None:
    batch = [entry(1, "مصر"), entry(2, "مصر وتونس")]
    index.apply(batch, [ArticleId(3)], position=5)
    before = (found(index, "مصر"), index.count(), sorted(index.ids()))
    index.apply(batch, [ArticleId(3)], position=5)
    index.apply(batch[1:], [ArticleId(3)], position=5)
    assert (found(index, "مصر"), index.count(), sorted(index.ids())) == before


def test_an_article_entered_again_stands_in_its_newest_words(index: Index) -> None:
    index.apply([entry(1, "الخرطوم"), entry(2, "عمّان")], [], position=1)
    index.apply([entry(1, "الرباط")], [], position=2)
    assert found(index, "الخرطوم").total == 0
    assert found(index, "الرباط").ids == (1,)
    assert index.count() == 2
    index.apply([entry(3, "أولى"), entry(3, "أخيرة")], [], position=3)
    assert (found(index, "أولى").total, found(index, "أخيرة").ids) == (0, (3,))


def test_an_article_that_leaves_is_not_found(index: Index) -> None:
    index.apply([entry(1, "مصر"), entry(2, "مصر")], [], position=1)
    index.apply([], [ArticleId(1), ArticleId(99)], position=2)
    assert (found(index, "مصر").ids, list(index.ids()), index.count()) == ((2,), [2], 1)


def test_an_article_that_leaves_and_enters_is_entered(index: Index) -> None:
    index.apply([entry(1, "مصر")], [ArticleId(1)], position=1)
    assert found(index, "مصر").ids == (1,)


def test_an_article_that_left_may_come_back(index: Index) -> None:
    index.apply([entry(1, "مصر"), entry(5, "تونس")], [], position=1)
    index.apply([], [ArticleId(1)], position=2)
    index.apply([entry(1, "مصر")], [], position=3)
    assert (found(index, "مصر").ids, index.count()) == ((1,), 2)


def test_a_cleared_index_is_as_new(index: Index) -> None:
    index.apply([entry(1, "مصر")], [], position=4)
    index.clear()
    assert (index.position(), index.count(), list(index.ids()), found(index, "مصر").total) == (0, 0, [], 0)
    index.apply([entry(1, "مصر")], [], position=4)
    assert (index.position(), found(index, "مصر").ids) == (4, (1,))


def test_dates_far_away_do_not_break_a_batch(index: Index) -> None:
    far = [
        datetime.min.replace(tzinfo=UTC),
        datetime(1899, 1, 1, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ]
    index.apply([entry(number, "مصر", at=at) for number, at in enumerate(far, 1)], [], position=1)
    assert found(index, "مصر", sort=Sort.NEWEST).ids == (3, 2, 1)


def test_every_article_is_listed_once_however_many_there_are(index: Index) -> None:
    index.apply([entry(number) for number in range(1, 12_001)], [], position=1)
    index.apply([entry(5, "جديد")], [ArticleId(number) for number in range(1, 12_001, 1000)], position=2)
    listed = list(index.ids())
    assert len(listed) == len(set(listed)) == index.count() == 11_988


def test_it_is_searched_while_it_is_written(index: Index) -> None:
    """Every answer shows whole batches only: ten articles each, and never a position ahead of them."""
    stop, wrong = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            position = index.position()
            total = found(index, "مصر").total
            if total % 10 or total < position * 10:
                wrong.append((position, total))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for batch in range(12):
        index.apply([entry(batch * 10 + number, "مصر") for number in range(1, 11)], [], position=batch + 1)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert found(index, "مصر").total == 120


def test_words_of_any_length_and_kind_are_kept(index: Index) -> None:
    odd = ["ا" * 200_000, "\x00\ud800خبر", "|", "a|b \t\u2028 c", "9" * 100, "ﷺ", "👍🏽", ""]
    index.apply([entry(number, text, text) for number, text in enumerate(odd, 1)], [], position=1)
    assert index.count() == len(odd)
    assert found(index, "ا" * 200_000).ids == (1,)
    assert found(index, "خبر").ids == (2,)
    assert found(index, '"9999' + "9" * 96 + '"').ids == (5,)
    assert found(index, "«صلى الله عليه وسلم»").ids == (6,)


def test_what_is_filled_beside_is_searched_only_when_it_is_handed_over(index: Index) -> None:
    index.apply([entry(1, "مصر"), entry(2, "تونس")], [], position=7)
    index.hand_over()
    index.anew()
    assert (index.position(), index.count(), found(index, "مصر").ids) == (0, 2, (1,))
    index.apply([entry(1, "السودان")], [], position=3)
    assert (index.position(), index.count(), found(index, "السودان").total) == (3, 2, 0)
    index.anew()  # again: it goes on
    assert index.position() == 3
    index.hand_over()
    assert (index.position(), index.count(), found(index, "السودان").ids) == (3, 1, (1,))
    assert found(index, "مصر").total == 0
    index.hand_over()
    index.apply([entry(5, "مصر")], [], position=4)
    assert (index.position(), found(index, "مصر").ids) == (4, (5,))


def test_papers_that_are_left_out_are_no_answer_and_are_not_counted(index: Index) -> None:
    papers = ("nahar", "masaa", "nahar", "other")
    entries = [
        replace(entry(number, "خبر عن الجسر"), source=source) for number, source in enumerate(papers, 1)
    ]
    index.apply(entries, [], position=4)
    hits = found(index, "الجسر", without_sources=["nahar", "nobody"])
    assert (hits.total, set(hits.ids)) == (2, {2, 4})
    assert index.facets(question("الجسر", without_sources=["nahar"]), most=5).total == 2
    assert found(index, "الجسر", sources=["nahar"], without_sources=["nahar"]).total == 0
