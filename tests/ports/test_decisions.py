"""Does every back end keep the contract of the log of decisions, and of the requests?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydecisions import MemoryClaims, MemoryDecisions
from warraq.archives.memorypictures import MemoryPictures
from warraq.archives.memoryreports import MemoryReports
from warraq.archives.sql import SqlArchive, claims_of, decisions_of
from warraq.errors import Late
from warraq.moderation.decisions import broken, replay
from warraq.newsroom import deciding
from warraq.newsroom.deciding import Bench
from warraq.newsroom.petitions import Desk, stands_as
from warraq.ports.claims import Claims, Mark, Stood
from warraq.ports.decisions import Decisions
from warraq.press import (
    ArticleId,
    ClaimKind,
    ClaimState,
    Decision,
    DecisionKind,
    Month,
    PictureId,
    Recorded,
    State,
)

Both = tuple[Decisions, Claims]
Again = Callable[[], Both]
ONE = ArticleId(1)
WITHHELD = Decision(DecisionKind.WITHHOLD, "طلب الأسرة", "الإدارة", article=ONE, before=State.VISIBLE)
NAME = Decision(
    DecisionKind.MASK,
    "قاصر",
    "الإدارة",
    name="سلمى أحمد",
    variants=("سلمى بنت أحمد",),
    articles=(ONE, ArticleId(2)),
    note="رقم المحضر ١٢\nسري",
    claim=7,
    provisional=True,
)


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    """Opens the same logs again, as another process would; articles 1 to 3 stand beside them."""
    archive = opener()[0]
    archive.file([draft(number) for number in range(1, 4)], now=NOON)
    if isinstance(archive, MemoryArchive):
        log = MemoryDecisions()
        held = (log, MemoryClaims(log))
        yield lambda: held
        return

    def opened() -> Both:
        fresh = opener()[0]
        assert isinstance(fresh, SqlArchive)
        return decisions_of(fresh), claims_of(fresh)

    yield opened


@pytest.fixture
def decisions(again: Again) -> Decisions:
    return again()[0]


@pytest.fixture
def claims(again: Again) -> Claims:
    return again()[1]


def test_an_empty_log_says_nothing(decisions: Decisions) -> None:
    assert (decisions.last(), decisions.log(), replay(())) == (0, (), replay(decisions.log()))


def test_lines_come_back_exactly_in_their_order_and_with_numbers_that_grow(again: Again) -> None:
    hidden = Decision(DecisionKind.HIDE, "صورة خاصة", "الإدارة", picture=PictureId(4))
    given = (WITHHELD, NAME, hidden, replace(WITHHELD, undoes=1))
    for number, decision in enumerate(given, 1):
        line = again()[0].record(decision, now=at(number))
        assert (line.number, line.at, line.decision) == (number, at(number), decision)
    log = again()[0].log()
    assert tuple(one.decision for one in log) == given
    assert [one.number for one in log] == [1, 2, 3, 4]
    assert again()[0].last() == 4
    assert again()[0].log(after=2) == log[2:]
    assert again()[0].log(after=9) == ()


def test_the_log_is_a_chain_in_which_an_altered_line_is_found(decisions: Decisions) -> None:
    for number in range(1, 6):
        decisions.record(replace(WITHHELD, reason=f"سبب {number}"), now=at(number))
    log = decisions.log()
    assert broken(log) is None
    altered = replace(log[2], decision=replace(log[2].decision, reason="سبب آخر"))
    assert broken((*log[:2], altered, *log[3:])) == 3
    assert broken((*log[:2], *log[3:])) == 4
    assert broken(log[1:]) == 2
    assert broken((log[0], replace(log[1], at=NOON), *log[2:])) == 2


def test_letters_that_no_store_holds_are_mended_in_what_is_said(again: Again) -> None:
    again()[0].record(replace(WITHHELD, note="نصف حرف \ud83d"), now=NOON)
    assert broken(again()[0].log()) is None


def open_claim(claims: Claims, minutes: int = 0, **said: object) -> int:
    given: dict[str, object] = {"key": "ab" * 32, "article": ONE, "contact": "من@example.org", **said}
    kind = given.pop("kind", ClaimKind.NAME)
    return claims.open(kind, "أرجو حجب اسمي", now=at(minutes), **given).number  # type: ignore[arg-type]


def test_a_request_is_kept_as_it_was_made(again: Again) -> None:
    assert open_claim(again()[1]) == 1
    assert open_claim(again()[1], 5, article=None, contact=None, kind=ClaimKind.OTHER) == 2
    first, second = again()[1].claim(1), again()[1].claim(2)
    assert first is not None
    assert second is not None
    assert (first.kind, first.text, first.article, first.contact, first.state, first.opened) == (
        ClaimKind.NAME, "أرجو حجب اسمي", ONE, "من@example.org", ClaimState.OPEN, at(0),
    )  # fmt: skip
    assert (second.article, second.contact, second.settled, second.hidden) == (None, None, None, False)
    assert again()[1].claim(3) is again()[1].claim(0) is again()[1].claim(2**70) is None


def test_an_answer_is_kept_and_the_last_one_counts(again: Again) -> None:
    open_claim(again()[1])
    open_claim(again()[1])
    again()[1].prove(1, "ملف في الموقع")
    again()[1].settle(1, ClaimState.REFUSED, outcome="لا", now=at(1))
    again()[1].settle(1, ClaimState.GRANTED, outcome="نعم", now=at(2))
    held = again()[1].claim(1)
    assert held is not None
    assert (held.state, held.outcome, held.settled, held.proof) == (
        ClaimState.GRANTED, "نعم", at(2), "ملف في الموقع",
    )  # fmt: skip
    assert [one.number for one in again()[1].listed(state=None, limit=5)] == [2, 1]
    assert [one.number for one in again()[1].listed(state=ClaimState.OPEN, limit=5)] == [2]
    assert again()[1].listed(state=None, limit=0) == ()


def test_contacts_are_forgotten_when_their_time_is_over_and_not_before(claims: Claims) -> None:
    for number in range(3):
        open_claim(claims, number)
    claims.settle(1, ClaimState.GRANTED, outcome="نعم", now=at(0))
    claims.settle(2, ClaimState.REFUSED, outcome="لا", now=at(60))
    assert claims.forget_contacts(at(0)) == 0
    assert claims.forget_contacts(at(30)) == 1
    assert claims.forget_contacts(at(30)) == 0
    assert [claims.claim(number).contact is None for number in (1, 2, 3)] == [True, False, False]  # type: ignore[union-attr]


def test_who_was_asked_for_more_opens_the_request_again_and_nobody_else(claims: Claims) -> None:
    number = open_claim(claims)
    held = claims.claim(number)
    assert not claims.reopen(number, "بلا سؤال")
    assert not claims.reopen(9, "لا طلب")
    claims.settle(number, ClaimState.ASKED, outcome="أي اسم؟", now=at(5))
    assert claims.listed(state=ClaimState.OPEN, limit=9) == ()
    assert claims.reopen(number, "الاسم كذا")
    assert held is not None
    assert claims.claim(number) == replace(held, text="الاسم كذا")
    assert not claims.reopen(number, "مرة أخرى")
    claims.settle(number, ClaimState.REFUSED, outcome="لا", now=at(9))
    assert not claims.reopen(number, "بعد الجواب")


def test_what_hid_something_at_once_is_counted_by_when_it_came(claims: Claims) -> None:
    for number in range(3):
        open_claim(claims, number * 60)
    claims.mark_hidden(1)
    claims.mark_hidden(3)
    assert [claims.hidden_since(at(since)) for since in (0, 1, 121)] == [2, 1, 0]
    assert claims.claim(3).hidden  # type: ignore[union-attr]


def test_answered_requests_are_listed_from_a_mark_in_either_direction(claims: Claims) -> None:
    kinds = (ClaimKind.NAME, ClaimKind.REPLY)
    for number in range(1, 10):
        open_claim(claims, number, kind=kinds[number % 2])
    # the last to come is answered first, two of them in one moment; one waits, of one more was asked
    for number, minutes in ((9, 1), (8, 2), (7, 3), (6, 3), (5, 4), (4, 5), (3, 6)):
        state = ClaimState.GRANTED if number % 3 else ClaimState.REFUSED
        claims.settle(number, state, outcome="تم", now=at(minutes))
    claims.settle(2, ClaimState.ASKED, outcome="ماذا؟", now=at(7))
    whole = [one.number for one in claims.answered(limit=99)]
    assert whole == [3, 4, 5, 7, 6, 8, 9]

    def mark(number: int) -> Mark:
        held = claims.claim(number)
        assert held is not None
        assert held.settled is not None
        return Mark(held.settled, number)

    for place, number in enumerate(whole):
        for limit in (0, 1, 3, 99):
            behind = [one.number for one in claims.answered(mark=mark(number), limit=limit)]
            assert behind == whole[place + 1 :][:limit]
            before = [one.number for one in claims.answered(mark=mark(number), later=True, limit=limit)]
            assert before == (whole[:place][-limit:] if limit else [])
    names = [one for one in whole if one % 2 == 0]
    assert [one.number for one in claims.answered(kind=ClaimKind.NAME, limit=99)] == names
    held = claims.answered(kind=ClaimKind.NAME, mark=mark(5), limit=1)
    assert [one.number for one in held] == [6]
    assert claims.count([ClaimState.GRANTED, ClaimState.REFUSED]) == 7
    assert claims.count([ClaimState.REFUSED]) == 3
    assert claims.count([ClaimState.OPEN], kind=ClaimKind.REPLY) == 1
    assert claims.count([ClaimState.OPEN], kind=ClaimKind.MINOR) == 0


def test_months_are_counted_newest_first(claims: Claims) -> None:
    open_claim(claims)
    open_claim(claims)
    open_claim(claims, int(timedelta(days=40).total_seconds() // 60))
    claims.settle(2, ClaimState.REFUSED, outcome="لا", now=at(3))
    assert claims.months() == (Month("2026-04", 1, 0, 0), Month("2026-03", 2, 0, 1))


def test_a_line_is_added_only_behind_the_line_that_was_seen(again: Again) -> None:
    first = again()[0].record_next(WITHHELD, last=0, now=at(1))
    assert first is not None
    assert again()[0].record_next(NAME, last=0, now=at(2)) is None
    second = again()[0].record_next(NAME, last=1, now=at(3))
    assert again()[0].log() == (first, second)
    assert broken(again()[0].log()) is None


def test_an_answer_and_its_decisions_are_written_together_or_not_at_all(again: Again) -> None:
    open_claim(again()[1])
    held = again()[1].claim(1)
    assert held is not None
    again()[0].record(NAME, now=at(1))
    for stood in (Stood(held, 0), Stood(replace(held, text="كلام آخر"), 1)):
        late = again()[1].settle(
            1, ClaimState.GRANTED, outcome="نعم", now=at(2), decisions=[WITHHELD], stood=stood
        )
        assert late is None
    assert (again()[1].claim(1), again()[0].last()) == (held, 1)
    lines = again()[1].settle(
        1, ClaimState.GRANTED, outcome="نعم", now=at(3), decisions=[WITHHELD, NAME], stood=Stood(held, 1)
    )
    assert lines is not None
    assert again()[0].log(after=1) == lines
    assert [one.number for one in lines] == [2, 3]
    assert broken(again()[0].log()) is None
    settled = again()[1].claim(1)
    assert settled == replace(held, state=ClaimState.GRANTED, outcome="نعم", settled=at(3))


def test_of_two_processes_that_answer_a_request_in_one_moment_one_does(again: Again) -> None:
    """Each has its own connections; both saw the request as it was, and begin together."""
    rounds = 6
    for number in range(1, rounds + 1):
        open_claim(again()[1])
        both = threading.Barrier(2)

        def answer(who: str, granted: bool, number: int = number, both: threading.Barrier = both) -> str:
            decisions, claims = again()
            archive, pictures = MemoryArchive(), MemoryPictures()
            desk = Desk(Bench(archive, pictures, decisions, MemoryReports(pictures)), claims)
            held = claims.claim(number)
            assert held is not None
            seen = stands_as(decisions.log(), held)
            made = [Decision(DecisionKind.MASK, "قاصر", who, name=f"سلمى {who}")] if granted else []
            both.wait()
            try:
                desk.settle(number, made, granted=granted, outcome=who, by=who, now=at(number), seen=seen)
            except Late:
                return "late"
            return who

        with ThreadPoolExecutor(2) as hands:
            done = list(hands.map(answer, ("أمل", "كريم"), (True, False)))
        assert sorted(one == "late" for one in done) == [False, True]
        winner = next(one for one in done if one != "late")
        settled = again()[1].claim(number)
        assert settled is not None
        assert settled.outcome == winner
        said = [one.decision.by for one in again()[0].log() if one.decision.claim == number]
        assert said == (["أمل"] if winner == "أمل" else [])
    assert broken(again()[0].log()) is None


def test_of_two_processes_that_take_a_decision_back_in_one_moment_one_does(again: Again) -> None:
    for number in range(1, 5):
        line = again()[0].record(replace(NAME, articles=(), claim=None), now=at(number))
        both = threading.Barrier(2)

        def undo(who: str, line: Recorded = line, both: threading.Barrier = both) -> bool:
            decisions, _ = again()
            archive, pictures = MemoryArchive(), MemoryPictures()
            bench = Bench(archive, pictures, decisions, MemoryReports(pictures))
            both.wait()
            try:
                deciding.undo(bench, line.number, reason="زال", by=who, now=at(9))
            except Late:
                return False
            return True

        with ThreadPoolExecutor(2) as hands:
            assert sorted(hands.map(undo, ("أمل", "كريم"))) == [False, True]
        assert [one.decision.undoes for one in again()[0].log(after=line.number)] == [line.number]
