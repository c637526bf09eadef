"""Every archive tells the paper's edits from its own rereadings, and tells readers of what changed."""

from __future__ import annotations

import pytest

from tests.ports.drafting import NOON, at, draft, reworded
from warraq.ports.archive import Archive
from warraq.press import (
    ArticleId,
    Cause,
    ChangeKind,
    Outcome,
    Source,
    State,
    Telling,
    Told,
    chain_hash,
)

EGYPT = Source("nahar", "النهار", "eg", "Africa/Cairo")
TUNISIA = Source("marsa", "المرسى", "tn", "Africa/Tunis")


def causes(archive: Archive, article: int = 1) -> list[tuple[Cause, bool]]:
    return [(one.cause, one.proven) for one in archive.versions(ArticleId(article))]


def test_the_first_wording_is_the_first_and_another_by_the_same_reader_the_papers_edit(
    archive: Archive,
) -> None:
    archive.file([draft(1)], now=NOON)
    archive.file([reworded(1)], now=at(1))
    assert causes(archive) == [(Cause.FIRST, True), (Cause.EDIT, True)]


def test_what_another_reader_reads_is_no_edit_unless_somebody_saw_one(archive: Archive) -> None:
    archive.file([draft(1)], now=NOON)
    archive.file([reworded(1, reader="trafilatura/2")], now=at(1))
    archive.file([draft(1, reader="trafilatura/3")], now=at(2), seen={0: Cause.EDIT})
    archive.file([reworded(1, reader="trafilatura/4")], now=at(3), seen={0: Cause.REREAD})
    assert causes(archive) == [
        (Cause.FIRST, True),
        (Cause.REREAD, False),
        (Cause.EDIT, True),
        (Cause.REREAD, True),
    ]


def test_within_one_batch_a_cause_is_judged_by_the_wording_before(archive: Archive) -> None:
    archive.file(
        [draft(1), reworded(1, reader="trafilatura/2"), draft(1, reader="trafilatura/2")],
        now=NOON,
        seen={0: Cause.EDIT},
    )
    assert [cause for cause, _ in causes(archive)] == [Cause.FIRST, Cause.REREAD, Cause.EDIT]


def test_an_address_that_only_the_batch_tells_of_leads_to_the_wording_before(archive: Archive) -> None:
    first = draft(1)
    archive.file([first], now=NOON)
    moved = reworded(1, keys=("nahar.example/moved",))
    archive.file([draft(1, keys=(*first.keys, *moved.keys)), moved], now=at(1))
    assert causes(archive) == [(Cause.FIRST, True), (Cause.EDIT, True)]


def test_noise_makes_no_version_whatever_the_fingerprint_says(archive: Archive) -> None:
    first = draft(1)
    archive.file([first], now=NOON)
    noisy = draft(
        1,
        body=f"{first.body}\nاقرأ أيضا: خبر آخر",
        fingerprint="noisy",
        keys=(*first.keys, "nahar.example/n"),
    )
    [filed] = archive.file([noisy], now=at(1))
    assert (filed.outcome, filed.change) == (Outcome.UNCHANGED, None)
    assert archive.find("nahar.example/n") == filed.id
    [filed] = archive.file(
        [draft(1, body=f"{noisy.body}\nونفى الوزير ذلك.", fingerprint="edited")], now=at(2)
    )
    assert filed.outcome is Outcome.VERSION
    assert len(archive.versions(filed.id)) == 2


def test_another_setting_of_a_number_makes_no_version_and_another_number_does(archive: Archive) -> None:
    first = draft(1, body="بلغت الكلفة 1,500 جنيه، أي 3.5 في الألف.")
    archive.file([first], now=NOON)
    [filed] = archive.file([draft(1, body=first.body.replace("1,500", "1500"), fingerprint="set")], now=at(1))
    assert filed.outcome is Outcome.UNCHANGED
    noisy = first.body.replace("3.5", "35") + "\nشارك الخبر"
    [filed] = archive.file([draft(1, body=noisy, fingerprint="other")], now=at(2))
    assert filed.outcome is Outcome.VERSION


def test_an_article_edited_back_to_its_first_wording_has_three(archive: Archive) -> None:
    first = draft(1)
    for hour, one in enumerate((first, reworded(1), first)):
        archive.file([one], now=at(hour))
    kept = archive.versions(ArticleId(1))
    assert [one.cause for one in kept] == [Cause.FIRST, Cause.EDIT, Cause.EDIT]
    assert kept[0].draft.body == kept[2].draft.body
    assert len({one.hash for one in kept}) == 3


def test_readers_are_told_of_edits_and_states_newest_first_and_not_of_rereadings(archive: Archive) -> None:
    archive.put_sources([EGYPT])
    first = draft(1)
    archive.file([first], now=NOON)
    archive.file([reworded(1)], now=at(1))
    archive.file([reworded(1, body="نص آخر", fingerprint="text")], now=at(2))
    archive.file([reworded(1, body="قراءة أخرى", fingerprint="again", reader="trafilatura/2")], now=at(3))
    archive.restate(ArticleId(1), State.WITHDRAWN, reason="HTTP 410 مرتين", now=at(4))
    told = archive.told(limit=10)
    assert [(one.number, one.told, one.version) for one in told] == [
        (5, Told.STATE, 4),
        (3, Told.WORDS, 3),
        (2, Told.HEADLINE, 2),
    ]
    assert told[0] == Telling(
        number=5,
        told=Told.STATE,
        article=ArticleId(1),
        version=4,
        at=at(4),
        source="nahar",
        language=None,
        title=reworded(1).title,
        before=None,
        state=State.WITHDRAWN,
        reason="HTTP 410 مرتين",
        now=State.WITHDRAWN,
    )
    assert (told[1].before, told[1].now) == (None, State.WITHDRAWN)
    assert (told[2].before, told[2].title) == (first.title, reworded(1).title)


def test_what_is_told_is_asked_by_kind_country_and_place(archive: Archive) -> None:
    archive.file([draft(1), draft(2, source="marsa")], now=NOON)
    archive.file([reworded(1), reworded(2, source="marsa")], now=at(1))
    archive.restate(ArticleId(2), State.WITHHELD, reason="قرار", now=at(2))
    archive.put_sources([EGYPT, TUNISIA])  # papers may become known after their articles

    def numbers(**asked: object) -> list[int]:
        return [one.number for one in archive.told(**{"limit": 10, **asked})]  # type: ignore[arg-type]

    assert numbers() == [5, 4, 3]
    assert numbers(limit=2) == [5, 4]
    assert numbers(limit=0) == []
    assert numbers(before=5) == [4, 3]
    assert numbers(countries=frozenset({"eg"})) == [3]
    assert numbers(countries=frozenset({"tn", "eg"})) == [5, 4, 3]
    assert numbers(countries=frozenset()) == []
    assert numbers(kinds=frozenset({Told.STATE})) == [5]
    assert numbers(kinds=frozenset({Told.HEADLINE, Told.WORDS}), countries=frozenset({"tn"})) == [4]
    archive.put_sources([Source("marsa", "المرسى", "eg", "Africa/Cairo")])
    assert numbers(countries=frozenset({"eg"})) == [5, 4, 3]


def test_every_wording_can_be_read_a_part_at_a_time(archive: Archive) -> None:
    archive.file([draft(one) for one in (1, 2, 3)], now=NOON)
    archive.file([reworded(2)], now=at(1))
    found, after = [], (ArticleId(0), 0)
    while part := archive.wordings(after, limit=2):
        found += part
        after = (part[-1].article, part[-1].number)
    assert [(one.article, one.number) for one in found] == [(1, 1), (2, 1), (2, 2), (3, 1)]
    assert [one for one in found if one.article == 2] == list(archive.versions(ArticleId(2)))


def test_the_ledger_says_what_each_change_may_never_lose(archive: Archive) -> None:
    archive.file([draft(1)], now=NOON)
    archive.file([reworded(1)], now=at(1))
    archive.restate(ArticleId(1), State.WITHHELD, reason="قرار", now=at(2))
    archive.restate(ArticleId(1), State.VISIBLE, reason="نقض", now=at(3))
    first = chain_hash(None, draft(1))
    second = chain_hash(first, reworded(1))
    lines = archive.ledger(0, limit=10)
    assert [(one.number, one.kind, one.version, one.state, one.reason, one.hash) for one in lines] == [
        (1, ChangeKind.FILED, 1, State.VISIBLE, None, first),
        (2, ChangeKind.REVISED, 2, State.VISIBLE, None, second),
        (3, ChangeKind.RESTATED, 2, State.WITHHELD, "قرار", second),
        (4, ChangeKind.RESTATED, 2, State.VISIBLE, "نقض", second),
    ]
    assert [one.at for one in lines] == [at(minute) for minute in range(4)]
    assert archive.ledger(2, limit=1) == lines[2:3]


@pytest.mark.parametrize("number", [0, 1])
def test_a_sound_archive_has_no_strays(archive: Archive, number: int) -> None:
    archive.file([draft(one) for one in range(number)], now=NOON)
    assert archive.strays(limit=3) == ()
