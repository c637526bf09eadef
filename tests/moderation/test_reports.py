"""Do enough people hide a picture, and nobody alone, however many they pretend to be?"""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.moderation import reports
from warraq.moderation.reports import OPERATOR, RULE, Standing, Voice, place_of
from warraq.press import PictureDecision, PictureId, PictureState, Reporter

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
KEPT = Standing(PictureState.VISIBLE, kept=True)
VOICES = st.lists(st.builds(Voice, st.sampled_from("abcdefgh"), st.sampled_from("12345678")), max_size=40)


def brute(said: list[Voice]) -> int:
    """The largest number of voices of which no two share a token or a place, by trying all."""
    if not said:
        return 0
    first, rest = said[0], said[1:]
    free = [one for one in rest if one.token != first.token and one.place != first.place]
    return max(1 + brute(free), brute(rest))


@given(st.lists(st.builds(Voice, st.sampled_from("abcd"), st.sampled_from("1234")), max_size=9))
def test_voices_are_as_many_as_can_be_told_apart(said: list[Voice]) -> None:
    assert reports.voices(said) == brute(list(set(said)))


@given(VOICES, st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(said: list[Voice], chance: random.Random) -> None:
    mixed = said.copy()
    chance.shuffle(mixed)
    assert reports.voices(mixed) == reports.voices(said)


@given(st.integers(0, 3000), st.integers(2, 9))
def test_one_network_alone_hides_nothing(cookies: int, threshold: int) -> None:
    said = [Voice(f"cookie {number}", "home") for number in range(cookies)]
    assert not reports.hides(said, Standing(), threshold=threshold)


@given(st.integers(0, 3000), st.integers(2, 9))
def test_one_token_alone_hides_nothing(networks: int, threshold: int) -> None:
    said = [Voice("phone", f"network {number}") for number in range(networks)]
    assert not reports.hides(said, Standing(), threshold=threshold)


@given(VOICES, st.integers(1, 9))
def test_fewer_networks_than_the_threshold_hide_nothing(said: list[Voice], threshold: int) -> None:
    if reports.hides(said, Standing(), threshold=threshold):
        assert len({one.place for one in said}) >= threshold
        assert len({one.token for one in said}) >= threshold


@given(VOICES, st.integers(1, 9))
def test_reports_of_what_a_person_restored_change_nothing(said: list[Voice], threshold: int) -> None:
    assert not reports.hides(said, KEPT, threshold=threshold)


@given(st.integers(2, 60), st.integers(0, 60))
def test_honest_reporters_are_counted_one_by_one(threshold: int, people: int) -> None:
    said = [Voice(f"t{number}", f"p{number}") for number in range(people)]
    assert reports.hides(said, Standing(), threshold=threshold) == (people >= threshold)


def test_a_hundred_thousand_cookies_behind_one_network_are_not_even_written_down() -> None:
    known: list[Voice] = []
    for number in range(100_000):
        voice = Voice(f"cookie {number}", "home")
        if len(known) < 40 and reports.heard(voice, known):
            known.append(voice)
    assert len(known) == reports.MOST_OF_A_PLACE
    assert reports.voices(known) == 1
    assert not reports.heard(known[0], known)


@given(
    st.lists(st.tuples(st.sampled_from([RULE, OPERATOR]), st.sampled_from(list(PictureState))), max_size=9)
)
def test_the_log_says_how_a_picture_stands(told: list[tuple[str, PictureState]]) -> None:
    before, log, standing = PictureState.VISIBLE, [], Standing()
    for number, (rule, after) in enumerate(told):
        log.append(PictureDecision(number, PictureId(1), NOON, before, after, rule, 0))
        before = after
        standing = Standing(after, kept=rule == OPERATOR and after is PictureState.VISIBLE)
    assert reports.replayed(log) == standing


def test_a_voice_means_nothing_under_another_key() -> None:
    reporter = Reporter("token", "203.0.113.0/24")
    one, other = (reports.voice(reporter, key=key) for key in (b"a" * 32, b"b" * 32))
    assert one == reports.voice(reporter, key=b"a" * 32)
    assert {one.token, one.place}.isdisjoint({other.token, other.place})
    assert "203" not in one.place


@pytest.mark.parametrize(
    ("address", "public", "place"),
    [
        ("203.0.113.77", True, "203.0.113.0/24"),
        ("203.0.113.77", False, "203.0.113.0/24"),
        ("::ffff:203.0.113.77", True, "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", True, "2001:db8:1::/48"),
        ("fe80::1%eth0", True, "fe80::/48"),
        ("127.0.0.1", False, ""),
        ("::1", False, ""),
        ("127.0.0.1", True, "127.0.0.0/24"),
        ("", True, "unknown"),
        ("no address", False, "unknown"),
    ],
)
def test_a_place_is_a_network_and_nobody_s_own_machine(address: str, public: bool, place: str) -> None:
    assert place_of(address, public=public) == place


def test_on_one_s_own_machine_tokens_alone_are_counted() -> None:
    said = [reports.voice(Reporter(f"t{number}", ""), key=b"k" * 32) for number in range(3)]
    assert reports.voices([*said, *said]) == 3
