"""Does every back end keep the wishes' contract?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorywishes import MemoryWishes
from warraq.archives.sql import SqlArchive, wishes_of
from warraq.ports.wishes import Wishes
from warraq.press import Reservation, SiteWishes

ONE = SiteWishes(
    "nahar",
    "nahar.example:443",
    NOON,
    (("ai-train", "no"), ("search", "yes")),
    (Reservation("/أخبار/*", True, "https://nahar.example/terms"), Reservation("/", False)),
)
OTHER = SiteWishes("masaa", "masaa.example:80", at(5), problem="HTTP 503")

Again = Callable[[], Wishes]


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    first = opener()[0]
    if isinstance(first, MemoryArchive):
        held = MemoryWishes()
        yield lambda: held
        return

    def opened() -> Wishes:
        archive = opener()[0]
        assert isinstance(archive, SqlArchive)
        return wishes_of(archive)

    yield opened


def test_wishes_come_back_as_they_were_put_also_to_another_process(again: Again) -> None:
    assert (again().held(), again().changes()) == ({}, 0)
    again().put(ONE)
    again().put(OTHER)
    assert again().held() == {"nahar": ONE, "masaa": OTHER}


def test_the_last_word_of_a_site_counts(again: Again) -> None:
    again().put(ONE)
    again().put(replace(ONE, signals=(), rules=()))
    assert again().held()["nahar"].signals == ()


def test_being_asked_again_is_no_change_and_another_wish_is(again: Again) -> None:
    held = again()
    held.put(ONE)
    before = held.changes()
    held.put(replace(ONE, asked=at(1440)))
    assert held.changes() == again().changes() == before
    assert held.held()["nahar"].asked == at(1440)
    held.put(replace(ONE, rules=()))
    assert again().changes() > before
