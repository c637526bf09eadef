"""Silence is a paper's only where it cannot be ours; trouble is told by how long it lasts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from warraq.crawling import health
from warraq.crawling.health import Day, Facts, Health
from warraq.ports.daybook import FeedState
from warraq.press import Condition, DayTally, Gap, GapKind, Trouble, Turn

CAIRO = ZoneInfo("Africa/Cairo")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
WELL = FeedState(
    "nahar", "https://nahar.example/rss", tried=NOW, reached=NOW - timedelta(minutes=9), status=304
)


def ago(**given: float) -> datetime:
    return NOW - timedelta(**given)


def days(*counts: int, each: int = 12) -> tuple[Day, ...]:
    """The last days' articles, today last; `each` on every day before."""
    whole = [each] * (health.DAYS - len(counts)) + list(counts)
    first = TODAY - timedelta(days=health.DAYS - 1)
    return tuple(Day(first + timedelta(days=number), count, True) for number, count in enumerate(whole))


def answers(count: int = 30, **given: object) -> tuple[DayTally, ...]:
    """A well-answered day after the other, today last."""
    one = DayTally("nahar", "nahar", TODAY, fetched=4, unchanged=90)
    return tuple(
        replace(one, day=TODAY - timedelta(days=number), **given)  # type: ignore[arg-type]
        for number in reversed(range(count))
    )


def facts(**given: object) -> Facts:
    plain = Facts(
        "nahar", NOW, CAIRO, (WELL,), days=days(0, 0, 0, 0), tallies=answers(),
        last=ago(days=3, hours=14),
    )  # fmt: skip
    return replace(plain, **given)  # type: ignore[arg-type]


def judged(**given: object) -> Health:
    return health.judged(facts(**given))


def test_a_paper_whose_feed_answers_and_gives_nothing_for_days_is_silent() -> None:
    found = judged()
    assert found.condition is Condition.SILENT
    assert found.silent_days == 3
    assert found.pace == 12


def test_a_day_without_news_is_no_silence() -> None:
    found = judged(days=days(0), last=ago(days=1, hours=11))
    assert found.condition is Condition.WELL
    assert found.silent_days is None


@pytest.mark.parametrize("kind", list(GapKind))
def test_no_silence_is_claimed_over_a_gap_of_ours(kind: GapKind) -> None:
    ended = Gap(ago(days=2), ago(days=1, hours=20), kind)
    assert judged(gaps=(ended,)).condition is Condition.WELL
    assert judged(gaps=(replace(ended, ended=None),)).condition is Condition.WELL
    before = Gap(ago(days=9), ago(days=8), kind)
    assert judged(gaps=(before,)).condition is Condition.SILENT


def test_no_silence_is_claimed_of_a_day_on_which_its_feed_was_not_heard() -> None:
    unheard = tuple(tally for tally in answers() if tally.day != TODAY - timedelta(days=2))
    assert judged(tallies=unheard).condition is Condition.WELL
    assert judged(tallies=()).condition is Condition.WELL


def test_news_that_we_could_not_fetch_is_not_called_silence() -> None:
    assert judged(tallies=answers(entries=3)).condition is Condition.UNREAD


def test_articles_with_older_dates_are_no_silence() -> None:
    assert judged(tallies=answers(filed=1)).condition is Condition.WELL


def test_a_paper_that_often_rests_is_given_twice_its_longest_rest() -> None:
    weekly = days(*([9, 9, 0, 0] * 6), 9, 0, 0, 0, 0, 0, each=9)
    assert judged(days=weekly, last=ago(days=5)).condition is Condition.WELL
    rested = days(*([9, 9, 0, 0] * 5), 9, 0, 0, 0, 0, 0, 0, 0, each=9)
    assert judged(days=rested, last=ago(days=7)).condition is Condition.SILENT


def test_a_slow_paper_is_silent_once_six_articles_are_missed() -> None:
    slow = tuple(replace(day, articles=number % 2) for number, day in enumerate(days()))
    quiet = (*slow[:-9], *(replace(day, articles=0) for day in slow[-9:]))
    assert judged(days=quiet, last=ago(days=9)).condition is Condition.WELL
    longer = (*slow[:-14], *(replace(day, articles=0) for day in slow[-14:]))
    assert judged(days=longer, last=ago(days=14)).condition is Condition.SILENT


def test_of_a_paper_known_for_less_than_a_week_nothing_is_usual() -> None:
    young = days(*[0] * 20, 9, 9, 9, 9, 0, 0, 0, each=0)
    found = judged(days=young, last=ago(days=3))
    assert found.pace is None
    assert found.condition is Condition.WELL


def test_a_flood_of_one_day_is_not_what_is_usual() -> None:
    assert judged(days=days(9000, 12, 12), last=NOW).pace == 12


def test_days_of_our_gaps_are_not_what_is_usual() -> None:
    blind = tuple(
        replace(day, articles=0, looked=False) if number < 15 else day for number, day in enumerate(days())
    )
    assert judged(days=blind, last=NOW).pace == 12


def test_a_feed_that_fails_is_in_trouble_and_after_a_day_failing() -> None:
    ill = replace(WELL, problem="HTTP 503", status=503, errors=4)
    hours = judged(states=(replace(ill, reached=ago(hours=5)),))
    assert (hours.condition, hours.trouble, hours.says) == (Condition.TROUBLED, Trouble.BUSY, "HTTP 503")
    assert judged(states=(replace(ill, reached=ago(hours=25)),)).condition is Condition.FAILING


def test_the_time_in_which_we_did_not_ask_is_not_held_against_a_paper() -> None:
    ill = replace(WELL, problem="HTTP 503", reached=ago(days=3))
    gap = Gap(ago(days=3), ago(hours=2), GapKind.STOPPED)
    assert judged(states=(ill,), gaps=(gap,)).condition is Condition.TROUBLED
    assert judged(states=(ill,)).condition is Condition.FAILING


def test_a_feed_asked_twice_a_day_fails_like_any_other() -> None:
    ill = replace(WELL, problem="HTTP 503", reached=ago(days=3))
    pauses = tuple(Gap(ago(hours=12 * n + 11), ago(hours=12 * n), GapKind.STOPPED) for n in range(7))
    failed = [
        DayTally("nahar", "nahar", TODAY - timedelta(days=n), failures=((Trouble.BUSY, 2),)) for n in (2, 1)
    ]
    assert judged(states=(ill,), gaps=pauses, tallies=tuple(failed)).condition is Condition.FAILING
    assert judged(states=(ill,), gaps=pauses, tallies=tuple(failed[:1])).condition is Condition.TROUBLED


def test_a_feed_that_never_answered_fails_from_its_first_failed_day_on() -> None:
    never = replace(WELL, problem="name not found", reached=None)
    tried = DayTally("nahar", "nahar", TODAY - timedelta(days=3), failures=((Trouble.NAME, 4),))
    assert judged(states=(never,), tallies=(tried,), last=None).condition is Condition.FAILING
    assert judged(states=(never,), tallies=(), last=None).condition is Condition.TROUBLED


def test_one_feed_that_answers_is_enough_and_the_other_is_told() -> None:
    found = judged(states=(WELL, replace(WELL, feed="nahar/arts", problem="HTTP 404")), days=days(), last=NOW)
    assert (found.condition, found.trouble) == (Condition.WELL, Trouble.MISSING)


def test_a_paper_all_of_whose_feeds_are_gone_is_gone() -> None:
    gone = replace(WELL, problem="HTTP 410", stopped="HTTP 410 since 2026-11-20", status=410)
    found = judged(states=(gone,))
    assert (found.condition, found.trouble) == (Condition.GONE, Trouble.GONE)
    assert judged(states=(gone, WELL), days=days(), last=NOW).condition is Condition.WELL


def test_a_paper_that_opted_out_is_judged_by_nothing_that_it_said_before() -> None:
    failing = replace(WELL, problem="HTTP 503", reached=ago(days=9))
    found = judged(alone=True, states=(failing,))
    assert found.condition is Condition.ALONE
    assert (found.says, found.trouble, found.due, found.silent_days) == (None, None, None, None)


def test_what_nobody_asked_is_new() -> None:
    assert judged(states=()).condition is Condition.NEW
    assert judged(states=(FeedState("nahar", "x"),)).condition is Condition.NEW


def test_the_share_of_304s_and_the_last_failure_come_from_the_days() -> None:
    bad = DayTally(
        "nahar", "nahar", TODAY - timedelta(days=4), failures=((Trouble.BUSY, 1), (Trouble.SLOW, 3))
    )
    found = judged(tallies=(*answers(1), bad))
    assert found.unchanged == pytest.approx(90 / 94)
    assert found.ailed == (date(2026, 11, 21), Trouble.SLOW)
    assert judged(tallies=()).unchanged is None


def test_a_turn_is_told_once_and_so_is_the_way_back() -> None:
    silent, well = judged(), judged(days=days(), last=NOW)
    first = health.turn(None, silent, now=NOW)
    assert first is not None
    assert (first.condition, first.pace, first.last) == (Condition.SILENT, 12, silent.last)
    assert health.turn(first, silent, now=NOW) is None
    back = health.turn(first, well, now=NOW)
    assert back is not None
    assert back.condition is Condition.WELL


def test_a_bad_hour_a_first_visit_and_lasting_health_are_no_news() -> None:
    troubled = judged(states=(replace(WELL, problem="HTTP 503", reached=ago(hours=1)),))
    before = Turn("nahar", NOW, Condition.SILENT)
    for found in (troubled, judged(states=())):
        assert health.turn(None, found, now=NOW) is None
        assert health.turn(before, found, now=NOW) is None
    assert health.turn(None, judged(days=days(), last=NOW), now=NOW) is None


def test_a_day_is_looked_at_in_the_paper_s_own_zone() -> None:
    gap = Gap(
        datetime(2026, 11, 24, 22, 30, tzinfo=UTC), datetime(2026, 11, 24, 23, 30, tzinfo=UTC), GapKind.HALTED
    )
    assert health.looked(date(2026, 11, 24), CAIRO, (gap,), now=NOW)
    assert not health.looked(date(2026, 11, 25), CAIRO, (gap,), now=NOW)
