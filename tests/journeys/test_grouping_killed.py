"""Killed at any moment, does the desk that groups lose an article, or place one twice?"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.blows import struck
from tests.lengths import points
from tests.newsroom.conftest import NOON
from tests.newsroom.telling import happening, minutes, printed
from warraq.archives.sql import SqlArchive, SqlStories, open_archive, stories_of
from warraq.press import ArticleId, EventId
from warraq.stories import coverage

# Groups in small batches, and says after each how far it is.
GROUPING = """
import sys
from datetime import timedelta
from tests.newsroom.conftest import NOON, StoppedClock
from warraq.archives.sql import open_archive, stories_of
from warraq.newsroom.grouping import Grouping
archive, _ = open_archive(sys.argv[1])
desk = Grouping(archive, stories_of(archive), StoppedClock(NOON + timedelta(days=3)), batch=3)
print("open", flush=True)
while desk.step():
    print(desk.stories.position(), flush=True)
print("done", flush=True)
"""
HAPPENINGS, PAPERS = 30, 4
ROUNDS = points(4, 60)


def filled(url: str) -> SqlArchive:
    """Happenings that four papers tell of within the hour, a few hours apart; each tenth article came years later."""
    archive, _ = open_archive(url)
    for number in range(HAPPENINGS):
        at = NOON + minutes(40 * number)
        for paper in range(PAPERS):
            when = at + minutes(7 * paper)
            past = (number * PAPERS + paper) % 10 == 9
            draft = printed(
                number * PAPERS + paper,
                happening(number, paper),
                f"paper-{paper}",
                when - timedelta(days=700) if past else when,
            )
            archive.file([draft], now=when + minutes(3))
    return archive


def killed(url: str, batches: int, delay_s: float) -> bool:
    """Group, and be killed so long after so many batches; whether it was done before."""
    process = subprocess.Popen(
        [sys.executable, "-c", GROUPING, url], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    said = b"".join(process.stdout.readline() for _ in range(batches))
    said += struck(process, after_s=delay_s)
    return said.endswith(b"done\n")


def whole(archive: SqlArchive, stories: SqlStories) -> list[list[ArticleId]]:
    """Every article stands once, and every event comes to what its members come to. The events' articles."""
    ids = list(archive.ids())
    places = stories.places(ids)
    assert set(places) == set(ids)
    assert stories.position() == archive.last_change()
    assert stories.waiting() == ()
    events: dict[EventId, list[ArticleId]] = {}
    for article in ids:
        for one in places[article]:
            events.setdefault(one.placing.event, []).append(article)
    for number, articles in events.items():
        event = stories.event(number)
        assert event is not None
        members = [one for each in articles for one in places[each] if one.placing.event == number]
        assert event == coverage.event(number, event.story, members)
    assert max(Counter(one for each in events.values() for one in each).values()) == 1
    return sorted(events.values())


def test_a_desk_killed_again_and_again_places_every_article_once_and_as_if_it_had_not_been(
    tmp_path: Path,
) -> None:
    once, often = (f"sqlite:///{tmp_path}/{name}.sqlite3" for name in ("once", "often"))
    archive = filled(once)
    assert killed(once, 1, 120)
    expected = whole(archive, stories_of(archive))
    archive.close()
    assert Counter(map(len, expected))[PAPERS] > HAPPENINGS / 3

    archive = filled(often)
    draw = random.Random(5)  # the same moments in every run
    rounds = sum(not killed(often, draw.randint(1, 4), draw.uniform(0.0, 0.03)) for _ in range(ROUNDS))
    assert rounds >= 3
    assert killed(often, 1, 120)
    assert whole(archive, stories_of(archive)) == expected
    archive.close()
