"""Does every back end keep the users' contract?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memoryusers import MemoryUsers
from warraq.archives.sql import SqlArchive, users_of
from warraq.ports.users import Users
from warraq.press import Role, User, UserId

Again = Callable[[], Users]


@pytest.fixture
def again(opener: Opener) -> Again:
    """The same users, as another process would open them."""
    first = opener()[0]
    if isinstance(first, MemoryArchive):
        held = MemoryUsers()
        return lambda: held

    def opened() -> Users:
        archive = opener()[0]
        assert isinstance(archive, SqlArchive)
        return users_of(archive)

    return opened


@pytest.fixture
def held(again: Again) -> Users:
    return again()


def added(held: Users, name: str = "ليلى", role: Role = Role.ADMIN) -> User:
    made = held.add(name, role, f"hash of {name}", now=NOON)
    assert made is not None
    return made


def test_a_user_comes_back_as_added_also_to_another_process(held: Users, again: Again) -> None:
    one, other = added(held), added(held, "amal", Role.MODERATOR)
    assert again().listed() == (other, one)
    assert again().named("ليلى") == one == User(UserId(1), "ليلى", Role.ADMIN, "hash of ليلى", NOON)
    assert held.named("nobody") is None


def test_a_name_is_given_once_and_a_number_never_twice(held: Users) -> None:
    one = added(held)
    assert held.add("ليلى", Role.MODERATOR, "other", now=at(1)) is None
    assert held.listed() == (one,)
    held.remove(one.id)
    assert added(held).id == 2


def test_a_session_is_its_users_until_it_ends(held: Users, again: Again) -> None:
    one = added(held)
    assert held.open("k1", one, now=NOON)
    found = again().session("k1")
    assert found is not None
    session, user = found
    assert (session.key, session.user, session.opened, session.seen, user) == ("k1", one.id, NOON, NOON, one)
    held.touch("k1", now=at(5))
    held.touch("none", now=at(5))
    touched = again().session("k1")
    assert touched is not None
    assert (touched[0].opened, touched[0].seen) == (NOON, at(5))
    held.end("k1")
    held.end("k1")
    assert again().session("k1") is None


@pytest.mark.parametrize("what", ["password", "role", "removed"])
def test_whatever_changes_a_user_ends_their_sessions_and_nobody_elses(held: Users, what: str) -> None:
    one, other = added(held), added(held, "amal")
    for key in ("k1", "k2"):
        assert held.open(key, one, now=NOON)
    assert held.open("k3", other, now=NOON)
    match what:
        case "password":
            held.set_password(one.id, "new")
        case "role":
            held.set_role(one.id, Role.MODERATOR)
        case _:
            held.remove(one.id)
    assert held.session("k1") is held.session("k2") is None
    assert held.session("k3") is not None
    assert not held.open("k4", one, now=at(1)), "what was known of them is out of date"
    assert held.session("k4") is None


def test_a_password_hashed_anew_ends_nothing_and_is_never_put_over_another(held: Users) -> None:
    one = added(held)
    assert held.open("k1", one, now=NOON)
    assert held.rehash(one.id, "stronger", before=one.password)
    assert not held.rehash(one.id, "late", before=one.password)
    found = held.session("k1")
    assert found is not None
    assert found[1].password == "stronger"


def test_old_and_idle_sessions_are_forgotten(held: Users) -> None:
    one = added(held)
    for key, minutes in (("old", 0), ("idle", 50), ("used", 60)):
        assert held.open(key, one, now=at(minutes))
    held.touch("old", now=at(200))
    held.touch("used", now=at(200))
    assert held.forget(opened_before=at(10), seen_before=at(100)) == 2
    assert held.session("used") is not None
    assert held.session("old") is held.session("idle") is None
    assert held.forget(opened_before=NOON - timedelta(1), seen_before=NOON - timedelta(1)) == 0
