"""Does the invented press know its own truth, and is it the same each time?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.demopress.conftest import START
from warraq.demopress.content import span
from warraq.demopress.truth import DemoPress, press
from warraq.press import RESERVED_SLUGS

DAYS = timedelta(days=3)


def test_fourteen_papers_of_five_countries_print_at_least_190_articles(demo: DemoPress) -> None:
    assert Counter(paper.country for paper in demo.papers) == {"eg": 4, "tn": 3, "ma": 3, "dz": 2, "lb": 2}
    assert len(demo.articles) >= 190
    printed = Counter(truth.paper for truth in demo.articles)
    assert min(printed.values()) >= 7
    assert sum(count >= 15 for count in printed.values()) == 6


def test_some_twenty_stories_develop_through_several_events(demo: DemoPress) -> None:
    events: dict[str, set[str]] = {}
    for truth in demo.articles:
        if truth.story and truth.event:
            events.setdefault(truth.story, set()).add(truth.event)
    assert len(events) >= 20
    assert sum(len(of_story) > 1 for of_story in events.values()) >= 16


def test_the_press_covers_three_days_and_goes_on_for_hours(demo: DemoPress) -> None:
    assert START - DAYS <= demo.articles[0].published < START - DAYS + timedelta(hours=6)
    assert sum(truth.published > START for truth in demo.articles) >= 8
    assert demo.articles[-1].published < START + timedelta(hours=12)


def test_every_id_and_every_address_stands_once(demo: DemoPress) -> None:
    assert len({truth.id for truth in demo.articles}) == len(demo.articles)
    assert len({(truth.paper, truth.path) for truth in demo.articles}) == len(demo.articles)


def test_the_same_start_and_seed_give_the_same_press(demo: DemoPress) -> None:
    assert press(start=START) == demo
    assert press(start=START, seed=2) != demo


@given(
    start=st.integers(0, 16 * 366 * 86_400).map(
        lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    )
)
@settings(max_examples=25, deadline=None)
def test_whatever_the_start_addresses_stay_and_no_date_is_left_blank(start: datetime) -> None:
    made = press(start=start)
    assert {(truth.id, truth.path) for truth in made.articles} == {
        (truth.id, truth.path) for truth in press(start=START).articles
    }
    for truth in made.articles:
        for version in truth.versions:
            assert "{" not in version.headline + version.body
            assert version.since >= truth.published
        assert truth.withdrawn_at is None or truth.withdrawn_at > truth.versions[-1].since


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        press(start=datetime(2026, 3, 4))  # noqa: DTZ001


def test_an_article_is_not_there_before_it_is_printed(demo: DemoPress) -> None:
    coming = demo.articles[-1]
    assert coming not in demo.at(coming.published - timedelta(seconds=1))
    assert demo.at(coming.published)[0] == coming


def test_a_correction_changes_the_words_at_its_time(demo: DemoPress) -> None:
    truth = demo.article("bridge-collapse/fasqiya-1")
    since = truth.versions[1].since
    before, after = truth.wording(since - timedelta(seconds=1)), truth.wording(since)
    assert before is not None
    assert after is not None
    assert "سبعة عمال" in before.body
    assert "تصويب" not in before.headline + before.body
    assert "خمسة عمال" in after.body
    assert after.headline.startswith("تصويب")


def test_words_change_with_and_without_a_new_headline(demo: DemoPress) -> None:
    changed = [truth for truth in demo.articles if len(truth.versions) > 1]
    silent = [truth for truth in changed if len({version.headline for version in truth.versions}) == 1]
    assert len(changed) >= 4
    assert 2 <= len(silent) < len(changed)
    assert all(len({version.body for version in truth.versions}) == len(truth.versions) for truth in changed)


def test_a_withdrawn_article_leaves_the_press_at_its_time(demo: DemoPress) -> None:
    withdrawn = [truth for truth in demo.articles if truth.withdrawn_at]
    assert {truth.withdrawn_at < START for truth in withdrawn if truth.withdrawn_at} == {True, False}
    for truth in withdrawn:
        assert truth.withdrawn_at is not None
        assert truth in demo.at(truth.withdrawn_at - timedelta(seconds=1))
        assert truth not in demo.at(truth.withdrawn_at)


def test_a_wire_text_is_reprinted_by_three_papers_or_more_and_the_earliest_is_the_original(
    demo: DemoPress,
) -> None:
    by_wire: dict[str, list[str]] = {}
    for truth in demo.articles:
        if truth.wire:
            by_wire.setdefault(truth.wire, []).append(truth.id)
    assert len(by_wire) >= 5
    for reprints in by_wire.values():
        original, *copies = (demo.article(name) for name in reprints)
        assert len({original.paper, *(copy.paper for copy in copies)}) == len(reprints) >= 3
        assert original.copy_of is None
        assert all(copy.copy_of == original.id and copy.published > original.published for copy in copies)


def test_only_reprints_are_copies_and_copies_tell_one_event(demo: DemoPress) -> None:
    copies = demo.copies()
    assert copies
    assert copies <= demo.same_event()
    assert all(demo.article(name).wire for pair in copies for name in pair)


def test_look_alikes_tell_different_events(demo: DemoPress) -> None:
    traps = demo.traps()
    assert len(traps) >= 3
    assert not traps & demo.same_event()
    for pair in traps:
        one, other = (demo.article(name) for name in pair)
        # only the two semi-finals belong to one running story
        assert (one.story == other.story) is (one.trap == "cup-2-1")
    one, other = (demo.article(f"cup-semifinal-{which}-1") for which in ("eagles/sawari", "union/mirsat"))
    common = set(one.versions[0].headline.split()) & set(other.versions[0].headline.split())
    assert len(common) >= 5
    assert frozenset((one.id, other.id)) in traps


def test_a_round_up_tells_several_events(demo: DemoPress) -> None:
    round_ups = [truth for truth in demo.articles if len(truth.events) >= 3]
    assert len(round_ups) >= 2
    assert all(truth.event is None for truth in round_ups)


def test_what_robots_closes_is_printed_and_not_collectable(demo: DemoPress) -> None:
    closed = [truth for truth in demo.at(START) if truth.forbidden]
    assert [truth.path.split("/")[1] for truth in closed] == ["mushtarikun"]
    assert set(demo.at(START)) - set(demo.collectable(START)) == set(closed)


def test_no_paper_takes_a_word_of_the_sites_own_addresses(demo: DemoPress) -> None:
    assert not {paper.slug for paper in demo.papers} & RESERVED_SLUGS


def test_an_unknown_article_is_a_key_error(demo: DemoPress) -> None:
    with pytest.raises(KeyError):
        demo.article("none")


@pytest.mark.parametrize(("text", "minutes"), [("-49:20", -2960), ("+0:12", 12), ("-0:05", -5)])
def test_times_are_hours_and_minutes_from_the_start(text: str, minutes: int) -> None:
    assert span(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["49:20", "-49", "+x:10"])
def test_a_time_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        span(text)
