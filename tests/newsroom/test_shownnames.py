"""Which names reach readers: none that people decided to be silent about, whatever its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from tests.newsroom.conftest import NOON, StoppedClock
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorydecisions import MemoryDecisions
from warraq.archives.memorynamebook import MemoryNamebook
from warraq.entities import register
from warraq.entities.register import NameMention, Register
from warraq.newsroom.counter import Docket
from warraq.newsroom.registering import Registering
from warraq.newsroom.shownnames import ShownNames
from warraq.press import ArticleId, Decision, DecisionKind, Draft

SHIPPED = Register(register.shipped())
BODY = "قال عبد الفتاح السيسي في بيروت إن السد آمن، ونقلت حركة حماس عن السيسي قوله."
SISI, CAIRO = "عبد-الفتاح-السيسي", "بيروت"


@dataclass
class Counter:
    """A book of names read from an archive, and who reads it across the counter."""

    archive: MemoryArchive = field(default_factory=MemoryArchive)
    book: MemoryNamebook = field(default_factory=MemoryNamebook)
    decisions: MemoryDecisions = field(default_factory=MemoryDecisions)
    clock: StoppedClock = field(default_factory=StoppedClock)

    def __post_init__(self) -> None:
        for number in (1, 2):
            url = f"http://paper.example/{number}"
            draft = Draft("nahar", url, (url,), f"كلمة رقم {number}", BODY, "test/1", fingerprint=f"{number}")
            self.archive.file([draft], now=NOON + timedelta(minutes=number))
        Registering(self.archive, self.book, lambda: SHIPPED).catch_up()

    @property
    def names(self) -> ShownNames:
        return ShownNames(self.book, lambda: SHIPPED, Docket(self.decisions, self.clock))

    def decide(self, kind: DecisionKind, **said: Any) -> None:
        self.decisions.record(Decision(kind, "لسبب معلن", "الإدارة", **said), now=NOON)


@pytest.mark.parametrize("form", ["عبد الفتاح السيسي", "السيسى", "عبدالفتاح السيسي", SISI])
def test_a_name_is_found_by_any_of_its_forms(form: str) -> None:
    found = Counter().names.name(form)
    assert found is not None
    assert (found.key, found.shown, found.articles) == (SISI, "عبد الفتاح السيسي", 2)


@pytest.mark.parametrize("form", ["", "!", "لا أحد", "نابليون"])
def test_whom_no_article_names_has_no_page(form: str) -> None:
    assert Counter().names.name(form) is None


@pytest.mark.parametrize("kind", [DecisionKind.DELIST, DecisionKind.MASK])
@pytest.mark.parametrize("spelling", ["عبد الفتاح السيسي", "عبدالفتاح السيسى", "السيسي"])
def test_a_name_we_are_silent_about_is_nowhere(kind: DecisionKind, spelling: str) -> None:
    counter = Counter()
    counter.decide(kind, name=spelling)
    names = counter.names
    assert names.name("السيسي") is None
    assert {one.key for one in names.of(ArticleId(1))} == {CAIRO, "حركه-حماس"}
    assert {known.key for known, _ in names.beside(CAIRO, most=9)} == {"حركه-حماس"}
    assert names.begun("عبد الفت", most=5) == names.begun("السيس", most=5) == ()
    assert SISI not in {one.key for one in names.mentions(ArticleId(1), "", BODY)}


def test_a_name_delisted_in_one_article_leads_to_the_others_alone() -> None:
    counter = Counter()
    counter.decide(DecisionKind.DELIST, name="عبد الفتاح السيسي", articles=(ArticleId(1),))
    names = counter.names
    assert [use.article for use in names.articles(SISI, limit=1)] == [2]
    assert [use.article for use in names.articles(SISI, limit=9)] == [2]
    assert SISI not in {one.key for one in names.of(ArticleId(1))}
    assert SISI in {one.key for one in names.of(ArticleId(2))}
    assert names.name("السيسي") is not None


def test_what_is_typed_goes_on_with_names_by_any_of_their_words() -> None:
    names = Counter().names
    assert [one.shown for one in names.begun("السيس", most=5)] == ["عبد الفتاح السيسي"]
    assert [one.shown for one in names.begun("بيرو", most=5)] == ["بيروت"]
    assert names.begun("س", most=5) == ()
    assert names.begun("السيس", most=0) == ()


def test_each_name_is_linked_at_the_first_place_that_calls_it() -> None:
    found = [(one.key, BODY[one.start : one.end]) for one in Counter().names.mentions(ArticleId(1), "", BODY)]
    assert found == [(SISI, "عبد الفتاح السيسي"), (CAIRO, "بيروت"), ("حركه-حماس", "حركة حماس")]


def test_a_text_is_searched_for_names_once_and_anew_when_it_or_the_lists_change() -> None:
    made = Counter()
    asked: list[str] = []

    class Noted(Register):
        def mentions(self, *texts: str) -> tuple[tuple[NameMention, ...], ...]:
            asked.append(texts[-1])
            return super().mentions(*texts)

    lists = [Noted(register.shipped())]
    shown = ShownNames(made.book, lambda: lists[-1], Docket(made.decisions, made.clock))
    first = shown.mentions(ArticleId(1), "كلمة", BODY)
    assert shown.mentions(ArticleId(1), "كلمة", BODY) == first
    assert len(asked) == 1
    assert shown.mentions(ArticleId(1), "كلمة", f"و{BODY}")[0].start == first[0].start + 1
    lists.append(Noted(register.shipped()))
    assert shown.mentions(ArticleId(1), "كلمة", BODY) == first
    assert len(asked) == 3
