"""Does every back end keep the mastheads' contract?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorymastheads import MemoryMastheads
from warraq.archives.sql import SqlArchive, mastheads_of
from warraq.ports.mastheads import Mastheads
from warraq.press import Masthead, Recast, Titles

WHOLE = Masthead(
    ar=Titles("صدى النيل", "أرشيف مفتوح", "سطر.\nوسطر.", "كل الحقوق لأصحابها"),
    fr=Titles("L’Écho du Nil"),
    en=Titles(tagline="An open archive"),
    light="#174a6e",
    dark="#8ec9f0",
    contact="desk@example.org",
    hijri=-1,
)
Again = Callable[[], Mastheads]


@pytest.fixture
def again(opener: Opener) -> Again:
    """The same mastheads, as another process would open them."""
    first = opener()[0]
    if isinstance(first, MemoryArchive):
        held = MemoryMastheads()
        return lambda: held

    def opened() -> Mastheads:
        archive = opener()[0]
        assert isinstance(archive, SqlArchive)
        return mastheads_of(archive)

    return opened


def test_before_any_was_set_there_is_none(again: Again) -> None:
    held = again()
    assert (held.last(), held.standing(), held.recast(1), held.recast(0), held.recast(2**70)) == (
        0,
        None,
        None,
        None,
        None,
    )
    assert held.listed(limit=5) == ()


def test_a_masthead_comes_back_as_it_was_set_also_to_another_process(again: Again) -> None:
    put = again().put(WHOLE, by="ليلى", now=NOON, after=0)
    assert put == Recast(1, WHOLE, "ليلى", NOON)
    assert again().standing() == again().recast(1) == put
    assert again().last() == 1


def test_the_newest_stands_and_all_before_it_are_kept(again: Again) -> None:
    held = again()
    first = held.put(WHOLE, by="ليلى", now=NOON, after=0)
    second = held.put(Masthead(), by="amal", now=at(1), after=1)
    third = held.put(WHOLE, by="amal", now=at(2), after=2, undoes=1)
    assert held.listed(limit=9) == (third, second, first)
    assert held.listed(limit=1) == (third,)
    assert third is not None
    assert third.undoes == 1


def test_who_was_slower_overwrites_nobody(again: Again) -> None:
    held, other = again(), again()
    assert held.put(WHOLE, by="ليلى", now=NOON, after=0)
    assert other.put(Masthead(), by="amal", now=NOON, after=0) is None
    standing = other.standing()
    assert standing is not None
    assert standing.masthead == WHOLE
