"""Does every archive keep the archive's contract?"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft, reworded, whole
from warraq.archives.memory import MemoryArchive
from warraq.errors import ArchiveError
from warraq.ports.archive import Archive, Cursor
from warraq.press import (
    ArticleId,
    ChangeKind,
    Draft,
    Feed,
    Filed,
    Headline,
    Moment,
    Outcome,
    Precision,
    Source,
    State,
    chain_hash,
)

NAHAR = Source(
    "nahar", "النهار الجديد", "eg", "Africa/Cairo", name_en="New Day", homepage="https://nahar.example/"
)
AHD = Source(
    "al-ahd", "العهد", "tn", "Africa/Tunis", language="ar", invented=True, note="مخترعة",
    policy="excerpt", permission="letter of 2026-01-02",
)  # fmt: skip


def only(archive: Archive, one: Draft, *, minutes: float = 0) -> ArticleId:
    (filed,) = archive.file([one], now=at(minutes))
    return filed.id


# Filing


def test_a_draft_comes_back_exactly_as_it_was_given(archive: Archive) -> None:
    number = only(archive, whole())
    article = archive.article(number)
    assert article is not None
    assert article.draft == whole()
    assert archive.versions(number)[0].draft == whole()


@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60),
    day=st.datetimes(timezones=st.just(UTC)),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_and_any_date_come_back_exactly(archive: Archive, text: str, day: datetime) -> None:
    moment = Moment(day, Precision.SECOND, None, text)
    one = draft(
        1, keys=(f"k{text}{day}",), url=text, title=text, body=text, authors=(text,), keywords=(text, ""),
        label=text, published=moment, updated=moment,
    )  # fmt: skip
    number = only(archive, one)
    article = archive.article(number)
    assert article is not None
    assert article.draft == one
    assert archive.find(one.keys[0]) == number


def test_what_no_source_said_stays_unsaid(archive: Archive) -> None:
    article = archive.article(only(archive, draft(1)))
    assert article is not None
    unsaid = ("abstract", "published", "updated", "section", "label", "language", "image", "capture")
    assert [getattr(article.draft, name) for name in unsaid] == [None] * len(unsaid)
    assert (article.draft.authors, article.draft.keywords) == ((), ())


def test_each_draft_has_its_answer_in_order(archive: Archive) -> None:
    archive.file([draft(2)], now=NOON)
    filed = archive.file([draft(1), draft(2), reworded(2), draft(3)], now=NOON)
    assert [one.outcome for one in filed] == [Outcome.NEW, Outcome.UNCHANGED, Outcome.VERSION, Outcome.NEW]
    assert [archive.find(draft(number).keys[0]) for number in (1, 2, 2, 3)] == [one.id for one in filed]


def test_a_new_article_is_visible_and_has_its_change(archive: Archive) -> None:
    (filed,) = archive.file([draft(1)], now=NOON)
    article = archive.article(filed.id)
    assert article is not None
    assert (article.state, article.version, article.reason, article.changed) == (State.VISIBLE, 1, None, None)
    assert (article.at, article.first_seen) == (NOON, NOON)
    (change,) = archive.changes(0, limit=10)
    assert (change.number, change.kind, change.article, change.version, change.at) == (
        filed.change, ChangeKind.FILED, filed.id, 1, NOON,
    )  # fmt: skip


def test_the_same_words_change_nothing(archive: Archive) -> None:
    number = only(archive, draft(1))
    before = archive.article(number)
    (again,) = archive.file([draft(1, reader="trafilatura/2", label="سياسة")], now=at(5))
    assert (again.id, again.outcome, again.change) == (number, Outcome.UNCHANGED, None)
    assert archive.article(number) == before
    assert len(archive.versions(number)) == 1
    assert archive.last_change() == archive.changes(0, limit=10)[-1].number


def test_other_words_make_a_version_of_the_same_article(archive: Archive) -> None:
    number = only(archive, draft(1))
    (revised,) = archive.file([reworded(1)], now=at(60))
    article = archive.article(number)
    assert article is not None
    assert (revised.id, revised.outcome) == (number, Outcome.VERSION)
    assert (article.draft, article.version, article.changed) == (reworded(1), 2, at(60))
    assert (article.first_seen, article.at) == (NOON, NOON)
    change = archive.changes(0, limit=10)[-1]
    assert (change.number, change.kind, change.version) == (revised.change, ChangeKind.REVISED, 2)
    assert archive.count() == 1


def test_an_article_is_known_by_any_of_its_keys(archive: Archive) -> None:
    number = only(archive, draft(1, keys=("a", "b", "c")))
    for key in ("a", "b", "c"):
        (again,) = archive.file([draft(1, keys=("new-" + key, key))], now=NOON)
        assert (again.id, again.outcome) == (number, Outcome.UNCHANGED)


def test_new_keys_of_an_unchanged_draft_are_remembered(archive: Archive) -> None:
    number = only(archive, draft(1, keys=("a",)))
    archive.file([draft(1, keys=("a", "b"))], now=NOON)
    assert archive.find("b") == number
    assert only(archive, draft(1, keys=("b",))) == number


def test_the_first_known_key_decides_and_the_others_stay_where_they_are(archive: Archive) -> None:
    first, second = only(archive, draft(1, keys=("a",))), only(archive, draft(2, keys=("b",)))
    (filed,) = archive.file([draft(3, keys=("x", "b", "a"))], now=NOON)
    assert (filed.id, filed.outcome) == (second, Outcome.VERSION)
    assert (archive.find("a"), archive.find("b"), archive.find("x")) == (first, second, second)


def test_in_one_call_the_second_is_judged_against_the_first(archive: Archive) -> None:
    filed = archive.file([draft(1), draft(1), reworded(1), reworded(1), draft(1)], now=NOON)
    assert len({one.id for one in filed}) == 1
    assert [one.outcome for one in filed] == [
        Outcome.NEW, Outcome.UNCHANGED, Outcome.VERSION, Outcome.UNCHANGED, Outcome.VERSION,
    ]  # fmt: skip
    assert [version.draft for version in archive.versions(filed[0].id)] == [draft(1), reworded(1), draft(1)]
    assert [change.version for change in archive.changes(0, limit=10)] == [1, 2, 3]
    assert archive.count() == 1


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.WITHHELD])
def test_an_article_that_is_not_shown_takes_versions_and_stays_hidden(archive: Archive, state: State) -> None:
    number = only(archive, draft(1))
    archive.restate(number, state, reason="خطأ", now=at(1))
    (filed,) = archive.file([reworded(1)], now=at(2))
    article = archive.article(number)
    assert article is not None
    assert filed.outcome is Outcome.VERSION
    assert (article.state, article.reason, article.version) == (state, "خطأ", 2)
    assert archive.newest(limit=10) == ()
    assert [version.state for version in archive.versions(number)] == [State.VISIBLE, state]


def test_a_batch_of_any_size_is_one_call(archive: Archive) -> None:
    drafts = [draft(number, keys=(f"k{number}", f"other{number}")) for number in range(1300)]
    filed = archive.file(drafts, now=NOON)
    assert [one.id for one in filed] == sorted({one.id for one in filed})
    assert archive.count() == 1300
    again = archive.file(drafts, now=at(1))
    assert {one.outcome for one in again} == {Outcome.UNCHANGED}
    assert [one.id for one in again] == [one.id for one in filed]
    assert archive.articles([one.id for one in filed])[-1].draft == drafts[-1]


def test_filing_nothing_does_nothing(archive: Archive) -> None:
    assert archive.file([], now=NOON) == ()
    assert (archive.count(), archive.last_change()) == (0, 0)


_BAD = "نصف \ud83d"
_BAD_MOMENT = Moment(NOON, Precision.DAY, None, "\0")


@pytest.mark.parametrize(
    "spoil",
    [
        {"title": _BAD}, {"body": "\0"}, {"url": _BAD}, {"source": "\0"}, {"keys": ("ok", "\0")}, {"keys": (_BAD,)},
        {"abstract": _BAD}, {"authors": (_BAD,)}, {"keywords": ("\0",)}, {"label": "\0"}, {"section": _BAD},
        {"language": "\0"}, {"image": _BAD}, {"capture": "\0"}, {"reader": _BAD}, {"fingerprint": "\0"},
        {"published": _BAD_MOMENT}, {"updated": _BAD_MOMENT}, {"keys": ()},
    ],
    ids=str,
)  # fmt: skip
def test_a_draft_that_cannot_be_kept_exactly_is_refused_and_nothing_of_its_call_stands(
    archive: Archive, spoil: dict[str, object]
) -> None:
    with pytest.raises(ArchiveError, match="nahar"):
        archive.file([draft(1), draft(2, **spoil)], now=NOON)
    assert (archive.count(), archive.last_change(), archive.find(draft(1).keys[0])) == (0, 0, None)
    assert only(archive, draft(1)) == archive.find(draft(1).keys[0])


def test_long_addresses_are_told_apart_by_their_ends(archive: Archive) -> None:
    stem = "nahar.example/" + "%D8%A3" * 1500
    first, second = only(archive, draft(1, keys=(stem + "1",))), only(archive, draft(2, keys=(stem + "2",)))
    assert first != second
    assert (archive.find(stem + "1"), archive.find(stem + "2"), archive.find(stem)) == (first, second, None)


def test_numbers_are_given_once_and_grow(archive: Archive) -> None:
    numbers = [only(archive, draft(number)) for number in range(20)]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > 0


# The chain


def test_versions_are_chained_by_their_hashes(archive: Archive) -> None:
    number = only(archive, draft(1))
    archive.file([reworded(1)], now=at(1))
    archive.file([draft(1, fingerprint="third")], now=at(2))
    versions = archive.versions(number)
    assert [version.number for version in versions] == [1, 2, 3]
    assert [version.filed for version in versions] == [NOON, at(1), at(2)]
    previous = None
    for version in versions:
        assert version.previous == previous
        assert version.hash == chain_hash(previous, version.draft)
        previous = version.hash
    article = archive.article(number)
    assert article is not None
    assert article.hash == previous


def test_there_are_no_versions_of_what_was_never_filed(archive: Archive) -> None:
    assert archive.versions(ArticleId(7)) == ()


# States


def test_a_withdrawn_article_is_kept_with_its_reason(archive: Archive) -> None:
    number = only(archive, draft(1))
    change = archive.restate(number, State.WITHDRAWN, reason="الصفحة أُزيلت", now=at(3))
    article = archive.article(number)
    assert article is not None
    assert change is not None
    assert (article.state, article.reason, article.changed) == (State.WITHDRAWN, "الصفحة أُزيلت", at(3))
    assert article.draft == draft(1)
    assert (change.kind, change.article, change.version, change.at) == (ChangeKind.RESTATED, number, 1, at(3))
    assert archive.changes(0, limit=10)[-1] == change
    assert archive.count() == 1


def test_a_restored_article_is_listed_again_and_needs_no_reason(archive: Archive) -> None:
    number = only(archive, draft(1))
    archive.restate(number, State.WITHHELD, reason="قيد المراجعة", now=at(1))
    archive.restate(number, State.VISIBLE, reason="انتهت المراجعة", now=at(2))
    article = archive.article(number)
    assert article is not None
    assert (article.state, article.reason, article.changed) == (State.VISIBLE, None, at(2))
    assert [headline.id for headline in archive.newest(limit=5)] == [number]


def test_the_state_it_has_already_is_no_change(archive: Archive) -> None:
    number = only(archive, draft(1))
    last = archive.last_change()
    assert archive.restate(number, State.VISIBLE, reason=None, now=NOON) is None
    archive.restate(number, State.WITHDRAWN, reason="أولى", now=NOON)
    assert archive.restate(number, State.WITHDRAWN, reason="ثانية", now=at(1)) is None
    article = archive.article(number)
    assert article is not None
    assert article.reason == "أولى"
    assert archive.last_change() == last + 1


@pytest.mark.parametrize("number", [0, -1, 99, 2**63 - 1, 2**63, 10**40])
def test_an_article_that_does_not_exist_is_nowhere(archive: Archive, number: int) -> None:
    archive.file([draft(1)], now=NOON)
    missing = ArticleId(number)
    assert archive.article(missing) is None
    assert archive.articles([missing]) == ()
    assert archive.versions(missing) == ()
    assert archive.restate(missing, State.WITHHELD, reason=None, now=NOON) is None
    assert archive.last_change() == 1


# Asking


def test_articles_come_in_the_order_asked_in_any_state(archive: Archive) -> None:
    numbers = [only(archive, draft(number)) for number in range(5)]
    archive.restate(numbers[3], State.WITHHELD, reason=None, now=NOON)
    asked = [numbers[3], numbers[0], ArticleId(99), numbers[4], numbers[0]]
    assert [article.id for article in archive.articles(asked)] == [
        numbers[3], numbers[0], numbers[4], numbers[0],
    ]  # fmt: skip
    assert archive.articles([]) == ()


def test_an_unknown_address_finds_nothing(archive: Archive) -> None:
    archive.file([draft(1)], now=NOON)
    for key in ("", "nahar.example", "\0", "\ud800", "x" * 100_000):
        assert archive.find(key) is None


def test_the_newest_come_first_by_the_date_printed_then_by_number(archive: Archive) -> None:
    def dated(number: int, minutes: float) -> Draft:
        return draft(number, published=Moment(at(minutes), Precision.MINUTE, None, "x"))

    old, undated, new, twin = archive.file([dated(1, -60), draft(2), dated(3, 60), dated(4, 60)], now=NOON)
    listed = archive.newest(limit=10)
    assert [one.id for one in listed] == [twin.id, new.id, undated.id, old.id]
    assert [one.at for one in listed] == [at(60), at(60), NOON, at(-60)]
    assert [one.id for one in archive.newest(limit=2)] == [twin.id, new.id]
    assert archive.newest(limit=0) == ()


def test_a_headline_says_what_a_list_shows(archive: Archive) -> None:
    number = only(archive, whole())
    (headline,) = archive.newest(limit=1)
    said = whole()
    assert said.published is not None
    assert headline == Headline(
        id=number, source=said.source, title=said.title, at=said.published.at, published=said.published,
        first_seen=NOON, state=State.VISIBLE, section=said.section, abstract=said.abstract, language=said.language,
        image=said.image,
    )  # fmt: skip


def test_a_list_shows_300_letters_at_most_and_breaks_no_word(archive: Archive) -> None:
    only(archive, draft(1, body="كلمة " * 200))
    (headline,) = archive.newest(limit=1)
    assert headline.abstract is not None
    assert 290 < len(headline.abstract) <= 300
    assert headline.abstract.split() == ["كلمة"] * 60
    only(archive, draft(2, abstract="س" * 900), minutes=1)
    assert archive.newest(limit=1)[0].abstract == "س" * 300
    only(archive, draft(3, body=""), minutes=2)
    assert archive.newest(limit=1)[0].abstract is None


def test_a_new_wording_moves_an_article_to_its_new_date(archive: Archive) -> None:
    first, second = only(archive, draft(1)), only(archive, draft(2), minutes=1)
    archive.file([reworded(1, published=Moment(at(9), Precision.SECOND))], now=at(10))
    assert [one.id for one in archive.newest(limit=5)] == [first, second]
    assert archive.newest(limit=1)[0].title == reworded(1).title
    archive.file([draft(1)], now=at(11))
    assert [(one.id, one.at) for one in archive.newest(limit=5)] == [(second, at(1)), (first, NOON)]


@pytest.mark.parametrize(
    "asked", [{}, {"source": "nahar"}, {"countries": frozenset({"eg"})}, {"countries": frozenset({"eg", "tn"})}],
    ids=["all", "paper", "country", "countries"],
)  # fmt: skip
def test_pages_of_a_list_meet_without_gap_or_repeat(archive: Archive, asked: dict[str, object]) -> None:
    archive.put_sources([NAHAR, AHD])
    chance = random.Random(7)
    drafts = [
        draft(number, source=chance.choice(["nahar", "al-ahd"]), published=Moment(at(chance.randrange(9)), Precision.DAY))
        for number in range(60)
    ]  # fmt: skip
    archive.file(drafts, now=NOON)
    whole_list = archive.newest(limit=100, **asked)  # type: ignore[arg-type]
    assert whole_list == tuple(sorted(whole_list, key=lambda one: (one.at, one.id), reverse=True))
    paged: list[Headline] = []
    while page := archive.newest(
        limit=7, before=Cursor(paged[-1].at, paged[-1].id) if paged else None, **asked  # type: ignore[arg-type]
    ):  # fmt: skip
        paged += page
    assert tuple(paged) == whole_list
    ours = [
        one for one in drafts if one.source == "nahar" or asked.get("countries") == frozenset({"eg", "tn"})
    ]
    assert len(whole_list) == len(ours if asked else drafts)


def test_a_list_holds_only_what_was_asked_for(archive: Archive) -> None:
    archive.put_sources([NAHAR, AHD])
    ours, theirs = only(archive, draft(1)), only(archive, draft(2, source="al-ahd"))
    unknown = only(archive, draft(3, source="nobody"))
    hidden = only(archive, draft(4))
    archive.restate(hidden, State.WITHHELD, reason=None, now=NOON)

    def listed(source: str | None = None, countries: frozenset[str] | None = None) -> list[int]:
        return [one.id for one in archive.newest(limit=10, source=source, countries=countries)]

    assert listed() == [unknown, theirs, ours]
    assert listed("nahar") == [ours]
    assert listed("nobody") == [unknown]
    assert listed("never-heard-of") == []
    assert listed(countries=frozenset({"eg"})) == [ours]
    assert listed(countries=frozenset({"eg", "tn", "ma"})) == [theirs, ours]
    assert listed(countries=frozenset()) == []
    assert listed("nahar", frozenset({"eg", "ma"})) == [ours]
    assert listed("nahar", frozenset({"tn"})) == []
    assert listed("nobody", frozenset({"eg"})) == []


def test_a_desk_and_an_author_have_lists_of_their_own(archive: Archive) -> None:
    archive.put_sources([NAHAR, AHD])
    goal = only(archive, draft(1, section="sports", authors=("أحمد الدُّريني",)))
    column = only(archive, draft(2, section="opinion", source="al-ahd", authors=("منى", "احمد الدرينى")))
    plain = only(archive, draft(3))

    def listed(**asked: object) -> list[int]:
        return [one.id for one in archive.newest(limit=10, **asked)]  # type: ignore[arg-type]

    assert listed(section="sports") == [goal]
    assert listed(section="sports", countries=frozenset({"tn"})) == []
    assert listed(without="opinion") == [plain, goal]
    assert listed(author="احمد-الدريني") == [column, goal]
    assert listed(author="احمد-الدريني", source="al-ahd") == [column]
    assert listed(author="احمد-الدريني", countries=frozenset({"eg"})) == [goal]
    archive.file([reworded(1, authors=("ليلى",), section="politics")], now=at(5))
    assert listed(author="احمد-الدريني") == [column]
    assert listed(author="ليلي") == [goal]
    assert listed(section="sports") == []


def test_a_day_is_counted_up_to_a_bound(archive: Archive) -> None:
    archive.put_sources([NAHAR, AHD])
    archive.file(
        [draft(number, published=Moment(at(number), Precision.MINUTE)) for number in range(10)], now=NOON
    )
    only(archive, draft(99, source="al-ahd", published=Moment(at(3), Precision.MINUTE)))
    edges = [at(-9), at(0), at(4), at(4), at(99)]
    assert archive.tallied(edges, most=100) == (0, 5, 0, 6)
    assert archive.tallied(edges, most=5, source="nahar") == (0, 4, 0, 5)
    assert archive.tallied(edges, most=9, countries=frozenset({"tn"})) == (0, 1, 0, 0)
    assert archive.tallied(edges, most=6, countries=frozenset({"tn", "eg", "ma"})) == (0, 5, 0, 6)
    assert archive.tallied(edges, most=9, countries=frozenset()) == (0, 0, 0, 0)
    assert archive.tallied(edges[:1], most=9) == ()


def test_what_is_shown_can_be_walked_by_number(archive: Archive) -> None:
    numbers = [one.id for one in archive.file([draft(number) for number in range(6)], now=NOON)]
    archive.restate(numbers[1], State.WITHDRAWN, reason=None, now=NOON)
    assert [one.id for one in archive.numbered(0, limit=3)] == [numbers[0], numbers[2], numbers[3]]
    assert [one.id for one in archive.numbered(numbers[3], limit=9)] == numbers[4:]


def test_headlines_come_by_number_in_the_order_asked_of_what_is_shown(archive: Archive) -> None:
    numbers = [one.id for one in archive.file([draft(number) for number in range(4)], now=NOON)]
    archive.restate(numbers[1], State.WITHHELD, reason=None, now=NOON)
    asked = [numbers[3], numbers[1], numbers[0], numbers[3], ArticleId(999), ArticleId(0), ArticleId(2**80)]
    found = archive.headlines(asked)
    assert [one.id for one in found] == [numbers[3], numbers[0]]
    assert found[0] in archive.newest(limit=9)
    assert archive.headlines([]) == ()


def test_articles_go_with_their_paper_to_its_country(archive: Archive) -> None:
    number = only(archive, draft(1))
    hidden = only(archive, draft(2))
    archive.restate(hidden, State.WITHHELD, reason=None, now=NOON)
    assert archive.newest(limit=5, countries=frozenset({"eg"})) == ()
    archive.put_sources([NAHAR])
    assert [one.id for one in archive.newest(limit=5, countries=frozenset({"eg"}))] == [number]
    archive.put_sources([replace(NAHAR, country="lb")])
    assert archive.newest(limit=5, countries=frozenset({"eg"})) == ()
    archive.restate(hidden, State.VISIBLE, reason=None, now=NOON)
    assert [one.id for one in archive.newest(limit=5, countries=frozenset({"lb"}))] == [hidden, number]


def test_every_number_is_listed_ascending(archive: Archive) -> None:
    numbers = [one.id for one in archive.file([draft(number) for number in range(30)], now=NOON)]
    archive.restate(numbers[4], State.WITHHELD, reason=None, now=NOON)
    archive.restate(numbers[2], State.WITHHELD, reason=None, now=NOON)
    assert list(archive.ids()) == numbers
    assert list(archive.ids(state=State.WITHHELD)) == [numbers[2], numbers[4]]
    assert len(list(archive.ids(state=State.VISIBLE))) == 28
    assert list(archive.ids(state=State.WITHDRAWN)) == []


def test_a_list_of_numbers_does_not_stand_in_the_way_of_filing(archive: Archive) -> None:
    archive.file([draft(1), draft(2)], now=NOON)
    numbers = archive.ids()
    next(numbers)
    assert only(archive, draft(3))
    assert next(numbers) == 2


def test_the_count_follows_every_filing(archive: Archive) -> None:
    assert archive.count() == 0
    archive.file([draft(1), draft(2), draft(1)], now=NOON)
    archive.restate(ArticleId(1), State.WITHHELD, reason=None, now=NOON)
    archive.file([reworded(1)], now=NOON)
    assert archive.count() == 2


# Papers


def test_papers_are_remembered_without_their_feeds(archive: Archive) -> None:
    archive.put_sources([replace(NAHAR, feeds=(Feed("nahar", "nahar", "https://nahar.example/rss"),)), AHD])
    assert archive.sources() == {"nahar": NAHAR, "al-ahd": AHD}
    archive.put_sources([replace(AHD, name="العهد الجديد", homepage=None, invented=False)])
    assert archive.sources()["al-ahd"].name == "العهد الجديد"
    assert archive.sources()["nahar"] == NAHAR
    archive.put_sources([])
    assert len(archive.sources()) == 2


def test_a_change_of_a_paper_is_counted_and_only_a_change(archive: Archive) -> None:
    counted = [archive.papers_change()]
    for papers in ([NAHAR], [NAHAR], [], [NAHAR, AHD], [replace(NAHAR, permission="a letter, 2026-11-01")]):
        archive.put_sources(papers)
        counted.append(archive.papers_change())
    first, one, same, none, two, leave = counted
    assert first == 0 < one == same == none < two < leave


def test_every_field_of_a_paper_is_remembered() -> None:
    said = {one.name for one in fields(Source)} - {"feeds", "opted_out", "adopted", "wishes", "layouts"}
    assert {one.name for one in fields(Source) if getattr(NAHAR, one.name) or getattr(AHD, one.name)} >= said


# Everything together


def _steps(chance: random.Random) -> list[Callable[[Archive], object]]:
    """Acts and questions, each to be put to two archives."""

    def filing() -> Callable[[Archive], object]:
        drafts = [
            draft(
                number := chance.randrange(12),
                keys=tuple({f"k{number}", f"k{chance.randrange(16)}"}) if chance.random() < 0.3 else (f"k{number}",),
                source=chance.choice(["nahar", "al-ahd", "nobody"]),
                fingerprint=str(chance.randrange(3)),
                published=chance.choice([None, Moment(at(chance.randrange(5)), Precision.MINUTE)]),
                section=chance.choice([None, "sports", "opinion"]),
                authors=chance.choice([(), ("أحمد علي",), ("احمد على", "منى"), ("...",)]),
            )
            for _ in range(chance.randrange(1, 6))
        ]  # fmt: skip
        now = NOON + timedelta(seconds=chance.randrange(1000))
        return lambda archive: archive.file(drafts, now=now)

    def restating() -> Callable[[Archive], object]:
        number, state = ArticleId(chance.randrange(1, 14)), chance.choice(list(State))
        return lambda archive: archive.restate(number, state, reason=state.value, now=NOON)

    def settling() -> Callable[[Archive], object]:
        paper = replace(chance.choice([NAHAR, AHD]), country=chance.choice(["eg", "tn", "ma"]))
        return lambda archive: archive.put_sources([paper])

    def asking() -> Callable[[Archive], object]:
        source = chance.choice([None, "nahar", "nobody"])
        countries = chance.choice([None, frozenset({"eg"}), frozenset({"tn", "ma"})])
        before = chance.choice([None, Cursor(at(chance.randrange(5)), ArticleId(chance.randrange(9)))])
        limit, after = chance.randrange(8), chance.randrange(40)
        section, without = chance.choice([None, None, "sports"]), chance.choice([None, "opinion"])
        author = chance.choice([None, None, "احمد-علي", "مني", "nobody"])
        since = chance.choice([None, at(chance.randrange(5))])
        edges = [at(minute) for minute in sorted(chance.sample(range(-2, 7), 4))]
        return lambda archive: (
            archive.newest(
                limit=limit,
                before=before,
                source=source,
                countries=countries,
                section=section,
                author=author,
                without=without,
                since=since,
            ),
            archive.tallied(edges, most=3, source=source, countries=countries),
            archive.numbered(after - 20, limit=limit),
            archive.articles([ArticleId(number) for number in range(15)]),
            (archive.changes(after, limit=7), archive.last_change()),
            [archive.versions(ArticleId(number)) for number in range(15)],
            (archive.count(), list(archive.ids()), archive.sources()),
            [archive.find(f"k{number}") for number in range(16)],
        )

    kinds = [filing, filing, filing, restating, settling, asking]
    return [chance.choice(kinds)() for _ in range(80)]


@pytest.mark.parametrize("seed", range(4))
def test_every_archive_answers_as_the_one_in_memory_does(archive: Archive, seed: int) -> None:
    model = MemoryArchive()
    for number, step in enumerate(_steps(random.Random(seed))):
        assert step(archive) == step(model), f"step {number}"
    assert archive.changes(0, limit=9999) == model.changes(0, limit=9999)


def test_what_was_filed_is_there_when_the_archive_is_opened_again(opener: Opener) -> None:
    first, _ = opener()
    number = only(first, whole())
    first.close()
    again, _ = opener()
    article = again.article(number)
    assert article is not None
    assert article.draft == whole()
    assert again.count() == 1
    assert only(again, draft(1)) > number


def test_no_paper_speaks_for_another(archive: Archive) -> None:
    first = replace(draft(1), keys=("/1",))
    stranger = replace(
        first, source="stranger", title="عنوان آخر", fingerprint="other", keys=("/1", "/stranger")
    )
    (filed,) = archive.file([first], now=NOON)
    (judged,) = archive.file([stranger], now=NOON)
    assert judged == Filed(filed.id, Outcome.UNCHANGED, None)
    assert len(archive.versions(filed.id)) == 1
    assert archive.find("/stranger") is None


def test_a_sound_archive_has_no_damage(archive: Archive) -> None:
    assert archive.damage() is None


def test_many_addresses_are_found_at_once(archive: Archive) -> None:
    drafts = [replace(draft(number), keys=(f"/{number}", f"/also/{number}")) for number in range(700)]
    filed = archive.file(drafts, now=NOON)
    asked = [f"/also/{number}" for number in range(0, 1400, 2)]
    assert archive.find_all(asked) == {f"/also/{number}": filed[number].id for number in range(0, 700, 2)}
    assert archive.find_all([]) == {}


def test_what_a_page_asks_of_robots_is_the_article_s_and_changes_without_another_wording(
    archive: Archive,
) -> None:
    asks = ("max-snippet:50", "noarchive")
    (first,) = archive.file([draft(1)], now=NOON)
    archive.file([draft(2, robots=asks)], now=NOON)
    assert archive.article(first.id).draft.robots == ()  # type: ignore[union-attr]
    (again,) = archive.file([draft(1, robots=("nosnippet",))], now=at(1))
    assert again.outcome is Outcome.UNCHANGED
    (change,) = archive.changes(2, limit=9)
    assert (change.number, change.kind, change.article, change.version) == (
        again.change, ChangeKind.RESTATED, first.id, 1,
    )  # fmt: skip
    assert archive.article(first.id).draft.robots == ("nosnippet",)  # type: ignore[union-attr]
    assert {one.id: one.robots for one in archive.newest(limit=9)} == {1: ("nosnippet",), 2: asks}
    assert archive.file([draft(1, robots=("nosnippet",))], now=at(2))[0].change is None
    assert archive.asked_of_robots() == {"nahar": {"nosnippet": 1, "max-snippet:50": 1, "noarchive": 1}}
    archive.file([reworded(2)], now=at(3))  # the new page asks nothing any more
    archive.file([draft(1)], now=at(3))
    assert archive.asked_of_robots() == {}
    assert len(archive.versions(first.id)) == 1
