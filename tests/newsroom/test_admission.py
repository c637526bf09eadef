"""Who is let in, for how long, and what does a refusal give away? Work is counted, not timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from warraq.archives.memoryusers import MemoryUsers
from warraq.newsroom import passwords, tries
from warraq.newsroom.admission import IDLE, LASTS, Admission, Refused, key_of, spelt
from warraq.newsroom.tries import Tries
from warraq.press import Role, User

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WORD = "كلمة سر طويلة 7"
HOME = "203.0.113.0/24"


@dataclass
class Counting:
    """Compares as argon2 would and counts by which parameters: fast, and exact about the work."""

    work: list[tuple[int, int, int]] = field(default_factory=list)

    def fits(self, kept: str, password: str) -> bool:
        asked = extract_parameters(kept)
        self.work.append((asked.memory_cost, asked.time_cost, asked.parallelism))
        return passwords.fits(kept, password)


@pytest.fixture(scope="module")
def kept() -> str:
    return passwords.hashed(WORD)


def admission(kept: str) -> tuple[Admission, User]:
    users = MemoryUsers()
    user = users.add("ليلى", Role.ADMIN, kept, now=NOON)
    assert user is not None
    return Admission(users), user


def test_a_password_is_kept_as_owasp_asks_and_never_as_itself(kept: str) -> None:
    asked = extract_parameters(kept)
    assert (asked.type.name, asked.memory_cost, asked.time_cost, asked.parallelism) == ("ID", 19_456, 2, 1)
    assert (asked.salt_len, asked.hash_len) == (16, 32)
    assert WORD not in kept
    assert passwords.hashed(WORD) != kept  # a salt of its own
    assert extract_parameters(passwords.NOBODY) == asked


def test_a_password_fits_however_its_letters_were_composed() -> None:
    kept = passwords.hashed("caf\u00e9 \u0622\u0645\u0627\u0644 2026")
    assert passwords.fits(kept, "cafe\u0301 \u0627\u0653\u0645\u0627\u0644 2026")
    assert not passwords.fits(kept, "cafe امال 2026")


@pytest.mark.parametrize("kept", ["", "!", "$argon2id$v=19$m=1", "$2b$12$abc", "plain", WORD])
def test_what_is_no_hash_fits_nothing(kept: str) -> None:
    assert not passwords.fits(kept, WORD)
    assert not passwords.fits(kept, kept)


@pytest.mark.parametrize(
    ("given", "refused"), [("short", True), ("a" * 12, True), (WORD, False), ("x1y2" * 400, True)]
)
def test_a_password_has_some_length_and_some_letters(given: str, refused: bool) -> None:
    assert (passwords.refusal(given) is not None) == refused


def test_the_right_password_opens_a_session_of_which_the_store_holds_a_hash_alone(kept: str) -> None:
    door, user = admission(kept)
    secret = door.admit(" لَيلى".replace("\u064e", ""), WORD, place=HOME, now=NOON)
    assert isinstance(secret, str)
    assert len(secret) == 43  # 256 bits
    seat = door.seated(secret, now=NOON)
    assert seat is not None
    assert (seat.user, seat.key) == (user, key_of(secret))
    assert secret not in repr(vars(door.users))
    assert door.seated(seat.key, now=NOON) is None, "what the store holds opens nothing"


def test_each_sign_in_has_a_session_of_its_own_and_leaving_ends_one(kept: str) -> None:
    door, _ = admission(kept)
    one, other = (door.admit("ليلى", WORD, place=HOME, now=NOON) for _ in range(2))
    assert isinstance(one, str)
    assert isinstance(other, str)
    assert one != other
    door.leave(one)
    door.leave("nonsense")
    assert door.seated(one, now=NOON) is None
    assert door.seated(other, now=NOON) is not None


def test_a_session_rests_eight_hours_and_lasts_thirty_days(kept: str) -> None:
    door, _ = admission(kept)
    secret = door.admit("ليلى", WORD, place=HOME, now=NOON)
    assert isinstance(secret, str)
    now = NOON
    while now + timedelta(hours=7) < NOON + LASTS:
        now += timedelta(hours=7)
        assert door.seated(secret, now=now) is not None
    assert door.seated(secret, now=NOON + LASTS) is None
    assert door.seated(secret, now=now + IDLE) is None


@pytest.mark.parametrize("what", ["password", "role", "removed"])
def test_whatever_changes_somebody_ends_their_session(kept: str, what: str) -> None:
    door, user = admission(kept)
    secret = door.admit("ليلى", WORD, place=HOME, now=NOON)
    assert isinstance(secret, str)
    changes: dict[str, Callable[[], None]] = {
        "password": lambda: door.users.set_password(user.id, "other"),
        "role": lambda: door.users.set_role(user.id, Role.MODERATOR),
        "removed": lambda: door.users.remove(user.id),
    }
    changes[what]()
    assert door.seated(secret, now=NOON) is None


def test_a_hash_by_weaker_parameters_is_made_anew_when_its_password_is_known() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(WORD)
    door, user = admission(weak)
    assert door.admit("ليلى", "a wrong password", place=HOME, now=NOON) is Refused.WRONG
    assert door.users.listed() == (user,)
    assert isinstance(door.admit("ليلى", WORD, place=HOME, now=NOON), str)
    (renewed,) = door.users.listed()
    assert not passwords.outdated(renewed.password)
    assert isinstance(door.admit("ليلى", WORD, place=HOME, now=NOON), str)


def test_a_name_that_nobody_has_costs_what_a_wrong_password_costs(kept: str) -> None:
    door, _ = admission(kept)
    for name in ("ليلى", "nobody", "", "x" * 500, "a\0b", "../etc", "ليلى\u202e"):
        counting = Counting()
        door.fits = counting.fits
        assert door.admit(name, "a wrong password", place=name, now=NOON) is Refused.WRONG
        assert counting.work == [(passwords.MEMORY_KIB, passwords.ROUNDS, passwords.LANES)], name


def test_wrong_tries_are_bounded_by_name_by_network_and_altogether() -> None:
    of_both, of_place, of_name = Tries(), Tries(), Tries()
    assert [of_both.take("a", HOME, now=NOON) for _ in range(tries.OF_BOTH + 1)].count(True) == tries.OF_BOTH
    assert [of_place.take(f"n{n}", HOME, now=NOON) for n in range(99)].count(True) == tries.OF_A_PLACE
    assert [of_name.take("a", f"p{n}", now=NOON) for n in range(99)].count(True) == tries.OF_A_NAME
    every = Tries()
    assert [every.take(f"n{n}", f"p{n}", now=NOON) for n in range(2_100)].count(True) == tries.OF_ALL
    assert of_both.take("a", "another", now=NOON), "others still may"
    assert of_both.take("a", HOME, now=NOON + timedelta(hours=1)), "the next hour they may again"


def test_past_the_bound_the_right_password_is_not_even_looked_at(kept: str) -> None:
    door, _ = admission(kept)
    counting = Counting()
    door.fits = lambda kept, password: bool(counting.work.append((0, 0, 0)))
    for _ in range(tries.OF_BOTH):
        assert door.admit("ليلى", "wrong again and again", place=HOME, now=NOON) is Refused.WRONG
    assert door.admit("ليلى", WORD, place=HOME, now=NOON) is Refused.MANY
    assert len(counting.work) == tries.OF_BOTH


def test_right_tries_count_for_nothing(kept: str) -> None:
    door, _ = admission(kept)
    door.fits = lambda kept, password: password == WORD
    for _ in range(3 * tries.OF_A_NAME):
        assert isinstance(door.admit("ليلى", WORD, place=HOME, now=NOON), str)


def test_neither_network_nor_name_stands_among_the_tries() -> None:
    made = Tries()
    made.take("ليلى", HOME, now=NOON)
    told = repr(made._made)
    assert "ليلى" not in told
    assert "203.0.113" not in told


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Laila", "laila"), (" ليلى ", "ليلى"), ("ＡＭＡＬ", "amal"), ("a.b-c_d", "a.b-c_d"), ("", None), (".a", None),
     ("a b", None), ("a\u202eb", None), ("x" * 41, None), ("x" * 40, "x" * 40), ("a/b", None)],
)  # fmt: skip
def test_a_name_is_spelt_one_way(given: str, kept: str | None) -> None:
    assert spelt(given) == kept


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_name_spelt_once_and_for_all_or_none(text: str) -> None:
    said = spelt(text)
    assert said is None or spelt(said) == said
