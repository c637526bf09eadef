"""Does every parser door keep its promises, whatever comes in? The short form: fixed seeds, no coverage; `make fuzz` is the long one."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.door import Broken, Door, holds, timed
from fuzz.doors import DOORS
from fuzz.mutating import mutated

LONG = bool(os.environ.get("WARRAQ_LONG"))
SEED = int(os.environ.get("WARRAQ_SEED", "20260310"))
SLOW = frozenset(["pages", "toml", "questions", "forms", "feeds"])  # ten milliseconds a case and more
pytestmark = pytest.mark.timeout(7_200)
each = pytest.mark.parametrize("name", sorted(DOORS))


def cases(name: str) -> int:
    return (20_000 if LONG else 120) // (4 if name in SLOW else 1)


@each
def test_what_is_honest_is_read(name: str) -> None:
    door = DOORS[name]
    outcomes = [timed(door, seed) for seed in door.seeds]
    read = [outcome for outcome in outcomes if outcome.startswith("read")]
    assert len(read) * 2 >= len(outcomes), outcomes


@each
def test_whatever_goes_wrong_with_it_the_door_answers(name: str) -> None:
    door = DOORS[name]
    for case in mutated(door, door.seeds, cases(name), seed=SEED):
        try:
            timed(door, case)
        except Exception as error:
            error.add_note(f"door {name}, {len(case)} bytes: {case[:2_000]!r}")
            raise


@each
def test_nothing_made_of_its_own_words_breaks_the_door(name: str) -> None:
    door = DOORS[name]
    words = st.one_of(st.sampled_from(door.tokens), st.sampled_from(door.seeds), st.binary(max_size=12))

    @settings(max_examples=cases(name) // 4, derandomize=True, database=None, deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(words, max_size=30).map(b"".join))
    def pried(data: bytes) -> None:
        timed(door, data[: 4 * door.longest])

    pried()


def test_the_same_seed_makes_the_same_cases() -> None:
    door = DOORS["opml"]
    first, again, other = (list(mutated(door, door.seeds, 20, seed=seed)) for seed in (1, 1, 2))
    assert first == again != other


def test_a_door_that_is_slow_or_lies_is_told() -> None:
    def lies(data: bytes) -> str:
        holds(data != b"!", "an exclamation mark is read")
        return "read"

    door = Door("liar", lies, (b"a",))
    assert timed(door, b"a") == "read"
    with pytest.raises(Broken, match="exclamation"):
        timed(door, b"!")
