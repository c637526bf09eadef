"""Does every back end keep the contract of the log of decisions, and of the requests?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydecisions import MemoryClaims, MemoryDecisions
from warraq.archives.sql import SqlArchive, claims_of, decisions_of
from warraq.moderation.decisions import broken, replay
from warraq.ports.claims import Claims
from warraq.ports.decisions import Decisions
from warraq.press import (
    ArticleId,
    ClaimKind,
    ClaimState,
    Decision,
    DecisionKind,
    Month,
    PictureId,
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
        held = (MemoryDecisions(), MemoryClaims())
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


def test_months_are_counted_newest_first(claims: Claims) -> None:
    open_claim(claims)
    open_claim(claims)
    open_claim(claims, int(timedelta(days=40).total_seconds() // 60))
    claims.settle(2, ClaimState.REFUSED, outcome="لا", now=at(3))
    assert claims.months() == (Month("2026-04", 1, 0, 0), Month("2026-03", 2, 0, 1))
