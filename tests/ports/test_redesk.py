"""Does every archive give a desk to articles whose papers named none, and leave the papers' own labels alone?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ports.drafting import at, draft, reworded
from warraq.ports.archive import Archive
from warraq.press import ArticleId, ChangeKind, Outcome


def filed(archive: Archive, number: int, *, section: str | None, guessed: bool = False) -> ArticleId:
    (one,) = archive.file([draft(number, section=section, guessed=guessed)], now=at(0))
    return one.id


def desk_of(archive: Archive, number: ArticleId) -> tuple[str | None, bool]:
    article = archive.article(number)
    assert article is not None
    return article.draft.section, article.draft.guessed


def test_who_told_the_desk_is_remembered_with_the_article(archive: Archive) -> None:
    own, told = filed(archive, 1, section="sports"), filed(archive, 2, section="sports", guessed=True)
    assert desk_of(archive, own) == ("sports", False)
    assert desk_of(archive, told) == ("sports", True)
    assert {one.id: one.guessed for one in archive.newest(limit=9, section="sports")} == {
        own: False,
        told: True,
    }
    assert not any(one.draft.guessed for one in archive.versions(told))


def test_a_papers_own_label_stands_whatever_a_model_says(archive: Archive) -> None:
    own = filed(archive, 1, section="sports")
    before = archive.last_change()
    assert archive.redesk({own: "world"}, now=at(1)) == 0
    assert archive.redesk({own: None}, now=at(1)) == 0
    assert desk_of(archive, own) == ("sports", False)
    assert archive.last_change() == before


def test_a_desk_is_given_exchanged_and_taken(archive: Archive) -> None:
    none, told = filed(archive, 1, section=None), filed(archive, 2, section="world", guessed=True)
    assert archive.redesk({none: "economy", told: "arab"}, now=at(1)) == 2
    assert desk_of(archive, none) == ("economy", True)
    assert desk_of(archive, told) == ("arab", True)
    assert [one.id for one in archive.newest(limit=9, section="arab")] == [told]
    assert archive.versions(told)[-1].draft.section == "arab"
    assert archive.redesk({told: None}, now=at(2)) == 1
    assert desk_of(archive, told) == (None, False)


def test_each_is_a_change_that_followers_see_and_readers_are_not_told(archive: Archive) -> None:
    none = filed(archive, 1, section=None)
    before = archive.last_change()
    assert archive.redesk({none: "economy", ArticleId(99): "world"}, now=at(1)) == 1
    (change,) = archive.changes(before, limit=9)
    assert (change.kind, change.article, change.version) == (ChangeKind.RESTATED, none, 1)
    assert archive.last_change() == change.number
    assert archive.told(limit=9) == ()
    assert archive.redesk({none: "economy"}, now=at(2)) == 0


def test_a_wording_with_the_papers_own_label_takes_the_guess_away(archive: Archive) -> None:
    told = filed(archive, 1, section="world", guessed=True)
    archive.file([reworded(1, section="sports", body="كلام آخر لا يشبه الأول في شيء")], now=at(1))
    assert desk_of(archive, told) == ("sports", False)


@pytest.mark.parametrize("section", [None, "world"], ids=["none before", "a guess before"])
def test_a_label_that_the_paper_prints_later_stands_though_no_word_changed(
    archive: Archive, section: str | None
) -> None:
    told = filed(archive, 1, section=section, guessed=section is not None)
    before = archive.last_change()
    (again,) = archive.file([draft(1, section="sports")], now=at(1))
    assert again.outcome is Outcome.UNCHANGED
    assert desk_of(archive, told) == ("sports", False)
    assert [one.id for one in archive.newest(limit=9, section="sports")] == [told]
    (only,) = archive.versions(told)
    assert only.draft.section == "sports"
    (change,) = archive.changes(before, limit=9)
    assert (change.kind, change.article, change.number) == (ChangeKind.RESTATED, told, again.change)
    assert archive.told(limit=9) == ()
    assert archive.file([draft(1, section="sports")], now=at(2))[0].change is None


def test_a_label_and_a_guess_in_one_batch_end_with_the_label(archive: Archive) -> None:
    drafts = [draft(1, section="world", guessed=True), draft(1, section="sports")]
    first, _ = archive.file(drafts, now=at(0))
    assert desk_of(archive, first.id) == ("sports", False)
    assert archive.versions(first.id)[-1].draft.section == "sports"


def test_no_guess_takes_a_label_away_with_other_words_or_without(archive: Archive) -> None:
    own = filed(archive, 1, section="sports")
    archive.file([draft(1, section="world", guessed=True)], now=at(1))
    assert desk_of(archive, own) == ("sports", False)
    other = reworded(1, section="world", guessed=True, body="كلام آخر لا يشبه الأول في شيء")
    assert archive.file([other], now=at(2))[0].outcome is Outcome.VERSION
    assert desk_of(archive, own) == ("sports", False)


def test_the_chain_of_wordings_does_not_hang_on_the_desk(archive: Archive) -> None:
    none = filed(archive, 1, section=None)
    before = archive.article(none)
    archive.redesk({none: "economy"}, now=at(1))
    after = archive.article(none)
    assert before is not None
    assert after is not None
    assert (after.hash, after.version, after.at) == (before.hash, before.version, before.at)
    assert replace(after.draft, section=None, guessed=False) == before.draft
