"""Does a moderator see the case as it is judged, the breakers, and that the log is whole?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from tests.newsroom.test_moderating import FAR, NEAR, ONE, PDQ, THREE, TWO, Pressroom
from tests.web.press import NOON
from warraq.newsroom import casework
from warraq.newsroom.casework import Breaker
from warraq.press import CaseEvent, CaseState, Category, PictureId


@pytest.fixture
def room() -> Pressroom:
    return Pressroom()


def test_a_case_is_shown_with_its_kinds_its_score_and_never_who(room: Pressroom) -> None:
    room.hang("a", "b", "c")
    for picture, pdq in ((ONE, PDQ), (TWO, NEAR), (THREE, FAR)):
        room.looks(picture, pdq)
    room.crowd(ONE, 4, category=Category.VIOLENCE)
    room.crowd(ONE, 3, apart="x", category=Category.CHILD)
    seen = casework.look(room.desk, ONE)
    assert seen.kinds == ((Category.VIOLENCE, 4), (Category.CHILD, 3))
    assert (seen.tally.score, seen.tally.prefixes, seen.tally.nets) == (7.0, 7, 7)
    assert (seen.papers, seen.copies, seen.last) == (("sada",), (TWO,), 3)
    assert [one.said.event for one in seen.log] == [CaseEvent.REPORT, CaseEvent.QUEUE, CaseEvent.VEIL]


def test_who_moved_together_before_is_shown_as_the_one_voice_that_is_counted(room: Pressroom) -> None:
    room.hang(*(f"p{number}" for number in range(6)))
    for number in range(1, 5):
        room.crowd(PictureId(number))
    seen = casework.look(room.desk, PictureId(4))
    assert (seen.tally.prefixes, seen.tally.voices) == (1, 6)


def test_a_picture_of_which_nothing_ever_happened_is_looked_at_too(room: Pressroom) -> None:
    room.hang("a")
    seen = casework.look(room.desk, ONE)
    assert (seen.last, seen.kinds, seen.case.standing.state) == (0, (), CaseState.VISIBLE)


def test_an_open_breaker_is_told_with_its_paper_and_day_until_nothing_is_frozen(room: Pressroom) -> None:
    room.hang(*(f"p{number}" for number in range(6)))
    assert casework.breakers(room.desk, UTC) == ()
    for number in range(1, 6):
        room.crowd(PictureId(number), apart=f"{number} ")
    room.wait(minutes=10)
    assert casework.breakers(room.desk, UTC) == (Breaker("sada", NOON.date(), 2),)
    room.desk.restore("sada", NOON.date(), UTC, "هجوم")
    assert casework.breakers(room.desk, UTC) == ()


def test_a_frozen_picture_is_an_alert_for_its_day_and_no_longer(room: Pressroom) -> None:
    room.hang(*(f"p{number}" for number in range(5)))
    for number in range(1, 5):
        room.crowd(PictureId(number), apart=f"{number} ")
    room.wait(minutes=10)
    room.wait(hours=25)
    assert casework.breakers(room.desk, UTC) == ()


def test_the_queue_is_that_of_the_press_room_and_narrowed_by_paper(room: Pressroom) -> None:
    room.hang("a", "b")
    room.hang("c", source="manara")
    room.crowd(ONE, 3)
    room.crowd(THREE, 3, apart="z")
    room.desk.decide(TWO, CaseEvent.HIDE, "دم")
    room.desk.appeal(TWO, "لوحة")
    waiting = casework.queue(room.desk, limit=9)
    assert [one.picture for one in waiting] == [TWO, ONE, THREE]
    named = casework.papers(room.desk.reports, waiting)
    assert named == {TWO: ("sada",), ONE: ("sada",), THREE: ("manara",)}
    assert casework.queue(room.desk, [CaseState.KEPT], limit=9) == ()


def test_an_altered_line_and_a_state_written_past_the_log_are_found(room: Pressroom) -> None:
    room.hang("a", "b")
    for picture in (ONE, TWO):
        room.crowd(picture)
    room.wait(minutes=10)
    reports = room.stand.reports
    found = casework.verified(reports)
    assert (found.whole, found.lines, found.pictures) == (True, 6, 2)
    reports._cases[TWO] = replace(
        reports._cases[TWO], standing=replace(reports.case(TWO).standing, appealed=True)
    )
    assert casework.verified(reports).differ == (TWO,)
    line = reports._log[1]
    reports._log[1] = replace(line, at=line.at - timedelta(hours=1))
    found = casework.verified(reports)
    assert (found.broken, found.whole) == (2, False)
