"""Are copies found as they come, at a bounded cost in memory?"""

from __future__ import annotations

from tests.newsroom.conftest import NOON
from tests.newsroom.telling import WIRE, printed
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorystories import MemoryStories
from warraq.newsroom.matching import Matching
from warraq.ports.stories import Batch
from warraq.press import Article, Draft, Kinship


def filed(archive: MemoryArchive, *drafts: Draft) -> tuple[Article, ...]:
    archive.file(drafts, now=NOON)
    return archive.articles(list(archive.ids()))


def test_however_long_texts_are_what_is_remembered_of_them_is_bounded_and_copies_are_found() -> None:
    archive = MemoryArchive()
    long = [
        printed(number, ("خبر", " ".join(f"كلمة{number}و{word}" for word in range(600))), "ahram", NOON)
        for number in range(1, 6)
    ]
    matching = Matching(archive, MemoryStories(), most=1_000)
    for article in filed(archive, printed(9, WIRE, "nahar", NOON), *long, printed(10, WIRE, "ahram", NOON)):
        matched = matching.match(article)
        assert matching.remembered() <= 1_000
    assert [(one.older, one.kinship) for one in matched.kin] == [(1, Kinship.SAME)]


def test_a_window_that_the_press_outgrows_is_given_room_and_forgets_nobody() -> None:
    archive, stories = MemoryArchive(), MemoryStories()
    first = printed(1, WIRE, "nahar", NOON)
    many = [
        printed(number, ("خبر", " ".join(f"كلمة{number}و{word}" for word in range(40))), "ahram", NOON)
        for number in range(2, 40)
    ]
    matching = Matching(archive, stories, smallest=64)
    for draft in (first, *many):
        (article,) = filed(archive, draft)[-1:]
        stories.group(
            Batch((), samples=((article.id, matching.match(article).sample),)),
            position=article.id,
            after=article.id - 1,
        )
        matching.make_room()
    copy = filed(archive, printed(99, WIRE, "ahram", NOON))[-1]
    assert [(one.older, one.kinship) for one in matching.match(copy).kin] == [(1, Kinship.SAME)]
