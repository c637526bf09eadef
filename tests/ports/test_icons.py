"""Does every back end keep the contracts of icons and of placeholders?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from tests.ports.test_pictures import negative
from warraq.archives.memory import MemoryArchive
from warraq.archives.memoryicons import MemoryIcons, MemoryPlaceholders
from warraq.archives.memorypictures import MemoryPictures
from warraq.archives.sql import SqlArchive, icons_of, pictures_of, placeholders_of
from warraq.ports.icons import Icons
from warraq.ports.pictures import Pictures
from warraq.ports.placeholders import Placeholders
from warraq.press import Icon, PictureId, Placeholder, StandInState

PRINT = "ab" * 32
ONE = Icon("nahar", NOON, at(60), PRINT, "https://nahar.example/أيقونة.png", NOON)
OTHER = Icon("masaa", NOON, at(5), attempts=2, problem="HTTP 503")
LEARNT = Placeholder(PictureId(1), "nahar", 12, 5, NOON)

Again = Callable[[], tuple[Icons, Placeholders, Pictures]]


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    first = opener()[0]
    if isinstance(first, MemoryArchive):
        held = MemoryIcons(), MemoryPlaceholders(), MemoryPictures()
        yield lambda: held
        return

    def opened() -> tuple[Icons, Placeholders, Pictures]:
        archive = opener()[0]
        assert isinstance(archive, SqlArchive)
        return icons_of(archive), placeholders_of(archive), pictures_of(archive)

    yield opened


def test_icons_come_back_as_they_were_put_also_to_another_process(again: Again) -> None:
    icons = again()[0]
    assert (icons.held(), icons.changes()) == ({}, 0)
    icons.put(ONE)
    icons.put(OTHER)
    assert again()[0].held() == {"nahar": ONE, "masaa": OTHER}


def test_asking_again_is_no_change_and_another_print_is(again: Again) -> None:
    icons = again()[0]
    icons.put(ONE)
    before = icons.changes()
    icons.put(replace(ONE, asked=at(50), due=at(90), problem="HTTP 500"))
    icons.put(OTHER)
    assert icons.changes() == again()[0].changes() == before
    icons.put(replace(ONE, print="cd" * 32))
    assert again()[0].changes() > before


def test_what_a_person_took_down_stays_down_until_a_person_says_otherwise(again: Again) -> None:
    icons = again()[0]
    icons.put(ONE)
    before = icons.changes()
    icons.say(replace(ONE, print=None, address=None, stored=None, removed="their lawyer asked"))
    assert icons.changes() > before
    icons.put(replace(ONE, asked=at(70)))
    held = again()[0].held()["nahar"]
    assert (held.removed, held.print, held.shown) == ("their lawyer asked", None, False)
    icons.say(replace(held, removed=None))
    icons.put(ONE)
    assert again()[0].held()["nahar"].shown


def picture(pictures: Pictures) -> PictureId:
    return pictures.take("https://nahar.example/a.jpg", negative(), now=NOON).id


def test_a_placeholder_is_learnt_once(again: Again) -> None:
    _, placeholders, pictures = again()
    one = replace(LEARNT, picture=picture(pictures))
    assert placeholders.changes() == 0
    assert placeholders.learn(one)
    before = placeholders.changes()
    assert not placeholders.learn(replace(one, articles=99))
    assert again()[1].held() == {one.picture: one}
    assert again()[1].changes() == before > 0


def test_a_persons_word_on_a_placeholder_is_stronger_than_what_is_learnt(again: Again) -> None:
    _, placeholders, pictures = again()
    one = replace(LEARNT, picture=picture(pictures))
    hung = replace(one, state=StandInState.HUNG, reason="صورة من الأرشيف")
    placeholders.learn(one)
    before = placeholders.changes()
    placeholders.say(hung)
    assert placeholders.changes() > before
    assert not placeholders.learn(one)
    assert again()[1].held() == {one.picture: hung}
    assert (hung.hangs, one.hangs) == (True, False)
