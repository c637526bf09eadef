"""Does every back end keep the contract of reports: cases, voices, a chained log, and keys that are destroyed?"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.moderation.reporting import AGED
from tests.moderation.reporting import crowd as people
from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at, draft
from tests.ports.test_pictures import A, B, negative
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorypictures import MemoryPictures
from warraq.archives.memoryreports import MemoryReports
from warraq.archives.sql import SqlArchive, pictures_of, reports_of
from warraq.moderation import caselog, cases, transitions, voices
from warraq.moderation.cases import Bounds
from warraq.newsroom.likening import hidden_for, stood_before
from warraq.ports.pictures import Pictures, Use
from warraq.ports.reports import Asked, Case, Outcome, Reports
from warraq.press import (
    ArticleId,
    CaseEvent,
    CaseState,
    Category,
    PictureId,
    PictureState,
    Reporter,
    Voice,
)

ONE, TWO = PictureId(1), PictureId(2)
PAPER = Asked(("nahar",))
BOUNDS = Bounds(day={"nahar": 100})
Again = Callable[[], tuple[Reports, Pictures]]


@pytest.fixture
def again(opener: Opener) -> Again:
    """Opens the same reports again, as another process would; two pictures are kept beside them."""
    archive = opener()[0]
    archive.file([draft(number) for number in range(1, 4)], now=NOON)
    held = MemoryPictures()
    told = MemoryReports(held)

    def opened() -> tuple[Reports, Pictures]:
        if isinstance(archive, MemoryArchive):
            return told, held
        fresh = opener()[0]
        assert isinstance(fresh, SqlArchive)
        return reports_of(fresh), pictures_of(fresh)

    pictures = opened()[1]
    for number, address in enumerate([A, B], start=1):
        pictures.follow([Use(ArticleId(number), address)], position=number, now=NOON)
        pictures.take(address, negative(number), now=NOON)
    return opened


@pytest.fixture
def reports(again: Again) -> Reports:
    return again()[0]


def said(
    reports: Reports, *who: Voice, picture: PictureId = ONE, minutes: float = 0, key: str = "ab" * 32
) -> None:
    for one in who:
        reports.settle(
            picture,
            lambda case, one=one: cases.reported(case, one, BOUNDS, key=key, now=at(minutes)),  # type: ignore[misc]
            asked=PAPER,
            now=at(minutes),
        )


def looked(reports: Reports, picture: PictureId = ONE, *, minutes: float) -> None:
    now = at(minutes)
    reports.settle(picture, lambda case: cases.reviewed(case, BOUNDS, now=now), asked=PAPER, now=now)


def ruled(reports: Reports, word: CaseEvent, picture: PictureId = ONE, *, minutes: float = 20) -> None:
    now = at(minutes)
    reports.settle(picture, lambda case: cases.decided(case, word, "سبب", now=now), asked=PAPER, now=now)


def matched(reports: Reports, picture: PictureId, *, minutes: int) -> None:
    origin, now = (TWO if picture == ONE else ONE), at(minutes)
    reports.settle(picture, lambda case: cases.matched(case, origin, now=now), asked=PAPER, now=now)


def lifted(reports: Reports, picture: PictureId, *, minutes: int) -> None:
    lines, now = reports.log(picture), at(minutes)
    origin = hidden_for(lines)
    if origin is not None:
        stood = stood_before(picture, lines)
        reports.settle(
            picture, lambda case: cases.lifted(case, stood, "زال", origin=origin, now=now), now=now
        )


def test_enough_voices_hide_a_picture_and_the_log_says_so(again: Again) -> None:
    reports, pictures = again()
    before = pictures.last_change()
    said(reports, *people(5))
    assert pictures.last_change() == before  # nothing of what may be seen tells that a report counted
    assert reports.case(ONE).due == at(10)
    assert reports.due(at(9), limit=9) == ()
    assert reports.due(at(10), limit=9) == (ONE,)
    looked(reports, minutes=10)
    reports, pictures = again()
    held = pictures.picture(ONE)
    assert held is not None
    assert (held.state, held.rule, held.since, held.shown) == (
        PictureState.HIDDEN,
        "reports/2",
        at(10),
        False,
    )
    assert pictures.last_change() > before
    assert [line.said.event.value for line in reports.log(ONE)] == ["report", "queue", "crowd"]
    last = reports.log()[-1]
    assert (last.at, last.said.score, last.said.prefixes, last.said.sources) == (at(10), 5.0, 5, ("nahar",))
    assert caselog.broken(reports.log()) is None
    assert reports.tally() == {CaseState.AUTO_HIDDEN: 1}


def test_a_case_comes_back_as_it_was_written(again: Again) -> None:
    grave = people(2, age=timedelta(hours=3), category=Category.CHILD)
    said(again()[0], *(replace(one, trust=0.667, provider="as1") for one in grave))
    case = again()[0].case(ONE)
    assert set(case.voices) == {replace(one, trust=0.667, provider="as1") for one in grave}
    assert (case.opened, case.key, case.severe) == (NOON, "ab" * 32, True)
    assert case.standing.state is CaseState.REPORTED
    assert again()[0].case(TWO) == Case(TWO)
    assert again()[0].case(PictureId(10**30)).voices == ()


def test_nothing_is_asked_of_a_picture_nobody_knows(reports: Reports) -> None:
    def refuse(case: Case) -> Outcome | None:
        raise AssertionError(case)

    for number in (0, 9, 10**30):
        assert reports.settle(PictureId(number), refuse, now=NOON) == ()
        assert reports.log(PictureId(number)) == ()
    assert reports.settle(ONE, lambda _: None, now=NOON) == ()
    assert reports.case(ONE) == Case(ONE)


def test_a_person_s_word_destroys_the_key_and_what_was_said_under_it(again: Again) -> None:
    said(again()[0], *people(3))
    ruled(again()[0], CaseEvent.KEEP)
    reports, pictures = again()
    case, held = reports.case(ONE), pictures.picture(ONE)
    assert (case.key, case.voices, case.opened) == (None, (), None)
    assert held is not None
    assert (held.kept, held.state, held.reason) == (True, PictureState.VISIBLE, "سبب")
    said(reports, *people(20, nets=9), minutes=30)
    looked(reports, minutes=60)
    assert pictures.picture(ONE) == held


def test_what_prefixes_and_tokens_did_before_is_known_under_the_periods_key(reports: Reports) -> None:
    said(reports, *people(2), picture=TWO)
    ruled(reports, CaseEvent.KEEP, TWO)
    seen: list[Case] = []
    asked = Asked(("nahar",), frozenset(["p0", "p9"]), frozenset(["t0", "t9"]))
    reports.settle(ONE, lambda case: seen.append(case), asked=asked, now=at(30))  # type: ignore[func-returns-value]
    assert seen[0].moved == {"p0": frozenset([TWO]), "p9": frozenset()}
    assert seen[0].agreed == {"t0": (0, 1)}
    assert seen[0].spent == {"nahar": 0}
    assert reports.period(7, fresh="ab") == "ab"
    assert reports.period(7, fresh="cd") == "ab"
    assert reports.forget(before_period=7) == 0
    assert reports.forget(before_period=voices.period_of(NOON) + 1) == 1
    reports.settle(ONE, lambda case: seen.append(case), asked=asked, now=at(30))  # type: ignore[func-returns-value]
    assert (seen[1].moved["p0"], seen[1].agreed) == (frozenset(), {})
    assert reports.period(7, fresh="ef") == "ef"


def test_what_a_paper_lost_within_a_day_is_counted(reports: Reports) -> None:
    said(reports, *people(5))
    looked(reports, minutes=10)
    seen: list[int] = []
    for minutes in (10, 60 * 24 + 9, 60 * 24 + 10):
        for asked in (PAPER, Asked(("other",))):
            reports.settle(TWO, lambda case: seen.extend(case.spent.values()), asked=asked, now=at(minutes))  # type: ignore[func-returns-value]
    assert seen == [1, 0, 1, 0, 0, 0]


def test_a_report_taken_back_is_forgotten(reports: Reports) -> None:
    said(reports, *people(2))
    reports.settle(ONE, lambda case: cases.withdrawn(case, "t0", BOUNDS, now=NOON), now=NOON)
    assert [one.token for one in reports.case(ONE).voices] == ["t1"]
    seen: list[Case] = []
    reports.settle(TWO, lambda case: seen.append(case), asked=Asked(movers=frozenset(["p0"])), now=NOON)  # type: ignore[func-returns-value]
    assert seen[0].moved["p0"] == frozenset()


def test_the_queue_has_severe_cases_first(reports: Reports) -> None:
    said(reports, *people(3, category=Category.INTIMATE))
    said(reports, *people(3), picture=TWO)
    states = [CaseState.QUEUED]
    assert [one.picture for one in reports.listed(states, limit=9)] == [ONE, TWO]
    assert [one.picture for one in reports.listed(states, limit=1)] == [ONE]
    assert reports.listed([CaseState.KEPT], limit=9) == ()
    assert [one.picture for one in reports.listed(states, limit=9, open_only=True)] == [ONE, TWO]


def test_an_appeal_keeps_its_words_until_it_is_decided(reports: Reports) -> None:
    ruled(reports, CaseEvent.HIDE)
    reports.settle(ONE, lambda case: cases.appealed(case, "لوحة لا جثة", now=at(30)), now=at(30))
    assert reports.case(ONE).appeal == "لوحة لا جثة"
    ruled(reports, CaseEvent.HIDE, minutes=40)
    assert reports.case(ONE).appeal is None
    assert reports.case(ONE).standing.appealed


def test_the_log_is_read_by_time_and_by_picture(reports: Reports) -> None:
    ruled(reports, CaseEvent.HIDE, minutes=1)
    ruled(reports, CaseEvent.KEEP, TWO, minutes=2)
    ruled(reports, CaseEvent.KEEP, minutes=3)
    assert [line.number for line in reports.log()] == [1, 2, 3]
    assert [line.number for line in reports.log(ONE)] == [1, 3]
    assert [line.number for line in reports.log(since=at(2), until=at(3))] == [2]


def test_the_log_is_read_on_from_a_line(reports: Reports) -> None:
    for minutes in range(1, 5):
        ruled(reports, CaseEvent.KEEP, TWO if minutes == 3 else ONE, minutes=minutes)
    assert [line.number for line in reports.log(after=1, limit=2)] == [2, 3]
    assert [line.number for line in reports.log(ONE, after=2)] == [4]
    assert [line.number for line in reports.log(since=at(3), after=3)] == [4]
    assert reports.log(after=4) == reports.log(limit=0) == ()


def test_the_log_is_read_by_what_happened(reports: Reports) -> None:
    ruled(reports, CaseEvent.HIDE, minutes=1)
    ruled(reports, CaseEvent.KEEP, TWO, minutes=2)
    ruled(reports, CaseEvent.LEGAL, minutes=3)
    said = frozenset([CaseEvent.HIDE, CaseEvent.LEGAL])
    assert [line.number for line in reports.log(events=said)] == [1, 3]
    assert [line.number for line in reports.log(events=said, limit=1)] == [1]
    assert [line.number for line in reports.log(ONE, events=frozenset([CaseEvent.LEGAL]))] == [3]
    assert reports.log(events=frozenset()) == ()


def test_how_many_pictures_stand_is_asked_at_once(reports: Reports) -> None:
    said(reports, *people(3), minutes=1)
    asked = [ONE, TWO, ONE, PictureId(0), PictureId(2**70)]
    assert reports.standings(asked) == {ONE: reports.case(ONE).standing}
    ruled(reports, CaseEvent.HIDE, TWO, minutes=2)
    assert reports.standings(asked) == {one: reports.case(one).standing for one in (ONE, TWO)}
    assert reports.standings([]) == {}


def test_what_likeness_hid_comes_back_as_it_was(again: Again) -> None:
    said(again()[0], *people(6, age=AGED))
    looked(again()[0], ONE, minutes=30)
    before = again()[0].case(ONE).standing
    assert before.state is CaseState.AUTO_HIDDEN
    matched(again()[0], ONE, minutes=31)
    assert again()[0].case(ONE).standing.state is CaseState.MATCH_HIDDEN
    lifted(again()[0], ONE, minutes=32)
    standing = again()[0].case(ONE).standing
    assert (standing.state, standing.seen, standing.rule) == (before.state, before.seen, before.rule)
    assert transitions.replayed(again()[0].log()) == {ONE: standing}
    matched(again()[0], TWO, minutes=33)
    lifted(again()[0], TWO, minutes=34)
    held = again()[1].picture(TWO)
    assert held is not None
    assert (held.state, held.rule, held.since, held.kept) == (PictureState.VISIBLE, None, None, False)
    assert caselog.broken(again()[0].log()) is None


def test_a_case_is_read_as_it_is_judged_and_nothing_is_written(reports: Reports) -> None:
    said(reports, *people(3))
    said(reports, *people(3), picture=TWO)
    movers = frozenset(one.mover for one in reports.case(ONE).voices)
    seen: list[Case] = []
    reports.settle(ONE, lambda case: seen.append(case), asked=PAPER, now=at(9))  # type: ignore[func-returns-value]
    before = reports.log()
    read = reports.read(ONE, asked=PAPER, now=at(9))
    assert read == seen[0]
    assert {mover: frozenset([TWO]) for mover in movers} == read.moved
    assert read.spent == {"nahar": 0}
    assert reports.log() == before
    assert reports.read(PictureId(9), asked=PAPER, now=at(9)).standing.state is CaseState.VISIBLE


def test_months_are_counted(reports: Reports) -> None:
    said(reports, *people(3))
    ruled(reports, CaseEvent.HIDE)
    ((month),) = reports.months()
    assert (month.month, dict(month.counts)) == ("2026-03", {"voices": 3, "report": 1, "queue": 1, "hide": 1})


def test_nothing_of_a_reporter_stands_in_the_store(again: Again, tmp_path: Path) -> None:
    reporter = Reporter("a token to be found", "203.0.113.0/24", "203.0.0.0/16", NOON)
    voice = voices.voice(reporter, key=b"k", period=b"p", category=Category.OTHER, now=NOON)
    said(again()[0], voice)
    for path in tmp_path.glob("archive.sqlite3*"):
        held = path.read_bytes()
        assert b"a token to be found" not in held
        assert b"203.0" not in held


@pytest.mark.parametrize("seed", range(4))
def test_any_history_comes_out_as_it_does_in_memory(again: Again, seed: int) -> None:
    chance = random.Random(seed)
    pictures = MemoryPictures()
    for number, address in enumerate([A, B], start=1):
        pictures.follow([Use(ArticleId(number), address)], position=number, now=NOON)
        pictures.take(address, negative(number), now=NOON)
    both: tuple[Reports, Reports] = again()[0], MemoryReports(pictures)
    for step in range(60):
        picture, many, deed = chance.choice([ONE, TWO]), chance.randint(1, 12), chance.random()
        nets, minutes, word = chance.randint(1, 6), step * 7, chance.choice(list(CaseEvent)[-5:])
        for one in both:
            if deed < 0.5:
                said(one, *people(many, nets=nets, age=AGED), picture=picture, minutes=minutes)
            elif word is CaseEvent.MATCH:
                matched(one, picture, minutes=minutes)
            elif word is CaseEvent.LIFT:
                lifted(one, picture, minutes=minutes)
            elif deed < 0.75:
                looked(one, picture, minutes=minutes)
            else:
                ruled(one, word, picture, minutes=minutes)
    ours, plain = both
    assert ours.log() == plain.log()
    assert caselog.broken(ours.log()) is None
    replayed = transitions.replayed(ours.log())
    for picture in (ONE, TWO):
        held, other = ours.case(picture), plain.case(picture)
        assert replace(held, voices=()) == replace(other, voices=())
        assert set(held.voices) == set(other.voices)
        assert replayed.get(picture, Case(picture).standing) == held.standing
        assert again()[1].picture(picture) == pictures.picture(picture)
    assert ours.months() == plain.months()
    assert ours.tally() == plain.tally()
    assert ours.due(at(10_000), limit=9) == plain.due(at(10_000), limit=9)
