"""An article that was read is not read again while nobody changed it, and never when anybody did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.press import NOON, Newsstand
from warraq.archives.memory import MemoryArchive
from warraq.newsroom.counter import ShownArchive
from warraq.press import Article, ArticleId, DecisionKind, State
from warraq.web.tray import Tray

IDS = tuple(map(ArticleId, range(1, 6)))


class Counting(MemoryArchive):
    """Notes which articles are read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[ArticleId] = []

    def articles(self, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        self.read += ids
        return super().articles(ids)


def stand(many: int = 5) -> Newsstand:
    made = Newsstand(archive=Counting())
    for number in range(1, many + 1):
        made.file(keys=(f"sada.example/{number}",), body="قالت سلمى الزعفراني كلامًا.")
    return made


def test_what_nobody_changed_is_read_once_and_what_was_changed_alone_again() -> None:
    made = stand()
    tray = Tray(made.archive)
    first = tray.articles(IDS)
    assert tray.articles(IDS[::-1]) == first[::-1]
    assert made.archive.read == list(IDS)
    made.file(keys=("sada.example/2",), title="عنوان معدّل")
    made.archive.restate(ArticleId(4), State.WITHDRAWN, reason="404", now=NOON)
    made.file()  # another
    assert tray.articles(IDS) == made.archive.articles(IDS)
    assert made.archive.read[5:7] == [2, 4]


def test_what_is_asked_twice_comes_twice_and_what_there_is_not_never() -> None:
    made = stand()
    tray = Tray(made.archive)
    asked = [ArticleId(number) for number in (2, 99, 2)]
    for _ in range(2):
        assert [one.id for one in tray.articles(asked)] == [2, 2]


def test_after_many_changes_it_begins_anew() -> None:
    made = stand()
    tray = Tray(made.archive)
    tray.articles(IDS)
    for number in range(600):
        made.file(keys=("sada.example/1",), title=f"عنوان {number}")
    assert tray.articles(IDS) == made.archive.articles(IDS)


def test_what_was_read_before_a_change_is_not_kept_after_it() -> None:
    """Two readers at once: while the first still reads, the second follows a change."""
    made = stand(1)
    tray = Tray(made.archive)
    slow = made.archive.articles

    def overtaken(ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        found: tuple[Article, ...] = slow(ids)
        made.archive.articles = slow
        made.file(keys=("sada.example/1",), title="عنوان معدّل")
        tray.articles(IDS[:1])
        return found

    made.archive.articles = overtaken
    tray.articles(IDS[:1])
    assert tray.articles(IDS[:1])[0].draft.title == "عنوان معدّل"


def test_no_more_letters_are_held_than_may_be() -> None:
    made = stand()
    tray = Tray(made.archive, most=3_500)
    tray.articles(IDS)
    assert 2_000 < tray.letters <= 3_500
    assert tray.articles(IDS) == made.archive.articles(IDS)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["file", "edit", "withdraw", "withhold", "mask", "undo", "read"]), max_size=12)
)
def test_in_whatever_order_it_is_what_the_counter_says(happened: list[str]) -> None:
    made = stand()
    shown = ShownArchive(made.archive, made.docket)
    tray, lines = Tray(shown), []
    for what in happened:
        if what == "file":
            made.file()
        elif what == "edit":
            made.file(keys=("sada.example/2",), title=f"عنوان {made.filed}")
        elif what == "withdraw":
            made.archive.restate(ArticleId(3), State.WITHDRAWN, reason="404", now=NOON)
        elif what == "withhold" and not lines:
            lines.append(made.decide(DecisionKind.WITHHOLD, article=ArticleId(1)))
        elif what == "mask" and not lines:
            lines.append(made.decide(DecisionKind.MASK, name="سلمى الزعفراني"))
        elif what == "undo" and lines:
            made.undo(lines.pop())
        else:
            tray.articles(IDS[:3])
        made.clock.time += timedelta(seconds=1)  # as long as the counter hears of nothing
        assert tray.articles(IDS) == shown.articles(IDS)
