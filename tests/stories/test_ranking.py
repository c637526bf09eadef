"""Does a front page follow papers and time, and not the volume of one of them?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from warraq.press import ArticleId, Coverage, Event, EventId, StoryId
from warraq.stories import ranking
from warraq.stories.ranking import Caps, front, heat, hottest, most_covered
from warraq.stories.silence import Silence, silences

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
CAPS = Caps(source=2, section=9)


def paper(name: str, hours_ago: float, *, country: str = "eg", own: bool = True, articles: int = 1) -> Coverage:  # fmt: skip
    return Coverage(name, country, NOON - timedelta(hours=hours_ago), articles, own)


def event(number: int, *papers: Coverage, **given: object) -> Event:
    first = min(one.first for one in papers)
    last = max(one.first for one in papers)
    made = Event(EventId(number), StoryId(number), ArticleId(number), first, last,
                 sum(one.articles for one in papers), papers, source=papers[0].source)  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


def many(count: int, hours_ago: float = 1, **given: object) -> list[Coverage]:
    return [paper(f"paper-{number}", hours_ago, **given) for number in range(count)]  # type: ignore[arg-type]


def numbers(events: tuple[Event, ...]) -> list[int]:
    return [one.id for one in events]


def test_twice_as_many_papers_are_worth_nine_hours() -> None:
    assert heat(many(4, 10)) == pytest.approx(heat(many(2, 1)))
    assert heat(many(4, 10)) > heat(many(2, 2))


def test_the_volume_of_one_paper_is_worth_nothing() -> None:
    assert heat([paper("a", 1, articles=500)]) == heat([paper("a", 1)])
    assert numbers(hottest([event(1, paper("a", 1, articles=500)), event(2, *many(2))], limit=2)) == [2, 1]


def test_four_copies_of_one_wire_are_worth_one_account() -> None:
    wire = [paper("first", 1), *(paper(f"copy-{n}", 1, own=False) for n in range(4))]
    assert ranking.weight(wire) == 2
    assert heat(wire) == pytest.approx(heat(many(2)))


def test_heat_is_counted_for_each_country_by_its_own_papers() -> None:
    both = event(1, *many(4, country="eg"), paper("sabah", 1, country="tn"))
    heats = ranking.heats(both)
    assert heats.keys() == {"", "eg", "tn"}
    assert heats[""] > heats["eg"] > heats["tn"]
    assert ranking.heats(replace(both, leads=False)) == ranking.heats(replace(both, live=False)) == {}


def test_what_grows_now_comes_before_what_grew_this_morning() -> None:
    then = event(1, *many(4, 5), paper("last", 1))
    now = event(2, *many(4, 1), paper("last", 1))
    assert heat(then.papers) == heat(now.papers)
    assert numbers(front([then, now], now=NOON, limit=2)) == [2, 1]


def test_a_paper_leads_no_more_than_its_share_unless_nothing_else_is_there() -> None:
    flood = [event(number, paper("flood", 0.1), paper(f"other-{number}", 0.1)) for number in range(1, 6)]
    calm = [event(number, paper(f"calm-{number}", 2)) for number in (6, 7)]
    assert numbers(front([*flood, *calm], now=NOON, limit=7, caps=CAPS)) == [5, 4, 7, 6, 3, 2, 1]
    assert numbers(front(flood, now=NOON, limit=3, caps=CAPS)) == [5, 4, 3]
    pinned = [replace(one, pinned=one.id == 1) for one in flood]
    assert 1 in numbers(front([*pinned, *calm], now=NOON, limit=5, caps=CAPS))


def test_a_desk_leads_no_more_than_its_share_and_articles_without_one_are_of_none() -> None:
    sports = [event(n, paper(f"s-{n}", 1), section="sports") for n in range(1, 8)]
    other = [event(n, paper(f"o-{n}", 3)) for n in range(8, 16)]
    shown = front([*sports, *other], now=NOON, limit=13)
    assert sum(one.section == "sports" for one in shown) == 5


def test_the_most_covered_are_those_of_most_papers_lately() -> None:
    old, single = event(1, *many(9, 40)), event(2, paper("a", 1))
    copied = event(3, paper("a", 1), *(paper(f"c-{n}", 1, own=False) for n in range(7)))
    wide, service = event(4, *many(5, 20)), event(5, *many(8), leads=False)
    found = most_covered([old, single, copied, wide, service], now=NOON, limit=9)
    assert numbers(found) == [4, 3]
    assert most_covered([wide], now=NOON, limit=9, countries=frozenset({"tn"})) == ()


FOLLOWED = {
    "eg": frozenset({"a"}),
    "tn": frozenset(f"tn-{n}" for n in range(12)),
    "ma": frozenset({"x", "y"}),
}
WIDE = event(1, *many(9, 8))


def test_a_country_is_silent_where_every_paper_of_it_was_read() -> None:
    assert silences(WIDE, FOLLOWED, well=FOLLOWED["tn"], now=NOON) == (Silence("eg", 9, "tn", 12),)
    most = frozenset(sorted(FOLLOWED["tn"])[:10])
    assert silences(WIDE, FOLLOWED, well=most, now=NOON) == (Silence("eg", 9, "tn", 10),)


@pytest.mark.parametrize(
    ("told", "well"),
    [
        (WIDE, frozenset(sorted(FOLLOWED["tn"])[:9])),  # a quarter of its feeds was down
        (WIDE, frozenset()),
        (event(1, *many(9, 3)), FOLLOWED["tn"]),  # it may come yet
        (event(1, *many(4, 8)), FOLLOWED["tn"]),  # few tell of it at all
        (event(1, *many(9, 8), paper("tn-3", 1, country="tn")), FOLLOWED["tn"]),
        (replace(WIDE, settled=False), FOLLOWED["tn"]),
        (replace(WIDE, live=False), FOLLOWED["tn"]),
    ],
)
def test_nothing_is_said_where_the_silence_may_be_ours(told: Event, well: frozenset[str]) -> None:
    assert silences(told, FOLLOWED, well=well, now=NOON) == ()
