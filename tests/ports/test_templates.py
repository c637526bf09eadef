"""Does every back end keep the templates' contract?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorytemplates import MemoryTemplates
from warraq.archives.sql import SqlArchive, templates_of
from warraq.ports.templates import Approval, KeptTemplate, Templates
from warraq.press import Layout

FIRST = KeptTemplate("nahar", "YWJj", "0123456789ab", 2, 1, NOON)
PAGE = Approval("nahar", "https://nahar.example/خبر/1", "recall", None, 412, NOON, "سميرة")
LAYOUT = Layout("div.story > p", (".more", "#مزيد"), date(2026, 5, 1))

Again = Callable[[], Templates]


@pytest.fixture
def again(opener: Opener) -> Iterator[Again]:
    first = opener()[0]
    if isinstance(first, MemoryArchive):
        held = MemoryTemplates()
        yield lambda: held
        return

    def opened() -> Templates:
        archive = opener()[0]
        assert isinstance(archive, SqlArchive)
        return templates_of(archive)

    yield opened


def test_a_template_comes_back_as_it_was_put_also_to_another_process(again: Again) -> None:
    assert again().of("nahar") is None
    assert again().put(FIRST)
    assert again().of("nahar") == FIRST
    later = replace(FIRST, text="ZGVm", articles=3, revision=2, at=at(5))
    assert again().put(later)
    assert again().of("nahar") == later
    assert again().of("masaa") is None


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_who_was_slower_changes_nothing(again: Again, revision: int) -> None:
    again().put(FIRST)
    assert not again().put(replace(FIRST, text="b3RoZXI=", revision=revision))
    assert again().of("nahar") == FIRST


def test_a_template_can_be_forgotten_and_begins_anew(again: Again) -> None:
    assert not again().forget("nahar")
    again().put(FIRST)
    again().approve(PAGE)
    assert again().forget("nahar")
    assert again().of("nahar") is None
    assert again().put(FIRST)
    assert again().approvals("nahar") == (PAGE,)


def test_approvals_come_back_whole_the_newest_first(again: Again) -> None:
    second = replace(PAGE, url="https://nahar.example/2", layout=LAYOUT, at=at(9), by=None)
    undated = replace(second, url="https://nahar.example/3", layout=Layout("article"), at=at(3))
    for one in (PAGE, second, undated, replace(PAGE, source="masaa")):
        again().approve(one)
    assert again().approvals("nahar") == (second, undated, PAGE)


def test_a_page_approved_again_is_approved_as_it_was_last(again: Again) -> None:
    again().approve(PAGE)
    again().approve(replace(PAGE, way="declared", at=at(1)))
    assert again().approvals("nahar") == (replace(PAGE, way="declared", at=at(1)),)
    assert again().withdraw("nahar", PAGE.url)
    assert not again().withdraw("nahar", PAGE.url)
    assert again().approvals("nahar") == ()
