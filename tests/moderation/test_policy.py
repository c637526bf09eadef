"""May it pass this door? Every state, policy, leave and door."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.moderation.policy import Case, Door, Grant, case, cut, effective, indexable, may_show, searchable
from warraq.press import Policy, Source, State

POLICIES: tuple[Policy | None, ...] = (None, "full", "excerpt", "link")
EVERY = [
    Case(state, policy, permitted, public)
    for state, policy, permitted, public in itertools.product(State, POLICIES, (False, True), (False, True))
]
HEADLINE = Grant(headline=True, letters=0, picture=False)
TEXT = Grant(headline=True, letters=None, picture=False)
NOTHING = Grant(headline=False, letters=0, picture=False)


def in_public(policy: Policy | None, *, permitted: bool) -> Case:
    return Case(State.VISIBLE, policy, permitted, public=True)


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("one", [one for one in EVERY if not one.public and one.state is State.VISIBLE])
def test_a_private_instance_shows_all_that_is_visible(one: Case, door: Door) -> None:
    assert may_show(one, door) == Grant(headline=True, letters=None, picture=True)


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("policy", POLICIES)
def test_without_a_leave_nothing_public_is_whole_and_no_picture_passes(
    policy: Policy | None, door: Door
) -> None:
    grant = may_show(in_public(policy, permitted=False), door)
    assert grant.headline
    assert not grant.picture
    assert grant.letters is not None
    assert grant.letters <= (160 if door is Door.SNIPPET else 200)


@pytest.mark.parametrize(
    ("policy", "permitted", "door", "letters"),
    [
        (None, False, Door.PAGE, 200),
        (None, False, Door.LIST, 200),
        (None, False, Door.FEED, 200),
        (None, False, Door.EXPORT, 200),
        (None, False, Door.SNIPPET, 160),
        (None, False, Door.DIFFERENCE, 0),
        ("full", False, Door.PAGE, 200),
        ("link", False, Door.PAGE, 0),
        ("link", True, Door.SNIPPET, 0),
        ("excerpt", True, Door.PAGE, 200),
        ("excerpt", True, Door.DIFFERENCE, 0),
        ("full", True, Door.PAGE, None),
        ("full", True, Door.DIFFERENCE, None),
        (None, True, Door.EXPORT, None),
    ],
)
def test_how_much_of_a_text_may_pass(
    policy: Policy | None, permitted: bool, door: Door, letters: int | None
) -> None:
    assert may_show(in_public(policy, permitted=permitted), door).letters == letters


@pytest.mark.parametrize("door", Door)
@pytest.mark.parametrize("one", [one for one in EVERY if one.state is not State.VISIBLE])
def test_what_was_taken_away_keeps_its_text_in_private_and_its_headline_in_public(
    one: Case, door: Door
) -> None:
    kept = HEADLINE if one.public else TEXT
    assert may_show(one, door) == (kept if one.state is State.WITHDRAWN else NOTHING)
    assert searchable(one) is (one.state is State.WITHDRAWN and not one.public)
    assert not indexable(one)


def test_only_what_is_shown_whole_in_public_is_for_other_search_engines() -> None:
    kept = [one for one in EVERY if indexable(one)]
    assert kept
    assert all(one.public and one.permitted and effective(one) == "full" for one in kept)


def test_a_paper_nobody_knows_has_agreed_to_nothing() -> None:
    assert may_show(case(State.VISIBLE, None, public=True), Door.PAGE).letters == 200
    said = Source("nahar", "النهار", "eg", "Africa/Cairo", policy="full", permission=" letter, 2026-01-02")
    assert may_show(case(State.VISIBLE, said, public=True), Door.PAGE).whole


@given(st.text(max_size=400), st.integers(0, 250))
def test_a_cut_is_a_beginning_and_no_longer_than_granted(text: str, letters: int) -> None:
    found = cut(text, Grant(headline=True, letters=letters, picture=False))
    assert len(found) <= letters or found == text
    assert text.startswith(found.removesuffix("…").rstrip())


def test_a_cut_breaks_between_words() -> None:
    grant = Grant(headline=True, letters=20, picture=False)
    assert cut("أعلنت وزارة الصحة بدء الحملة", grant) == "أعلنت وزارة الصحة…"
