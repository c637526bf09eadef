"""Names follow beside the index while the site runs, and what is taken away leaves them."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.test_instances import until
from tests.ports.drafting import NOON, draft
from warraq import wiring
from warraq.cli.following import following
from warraq.press import ArticleId, Settings, State

PARIS = "باريس"


def test_what_is_filed_while_all_runs_is_named_and_what_is_taken_away_is_not(tmp_path: Path) -> None:
    with wiring.house(Settings(data=tmp_path)) as house, following(house):
        house.archive.file([draft(1, body="وصل الوفد إلى باريس."), draft(2, body="عاد من باريس.")], now=NOON)
        until(lambda: len(house.namebook.articles(PARIS, limit=9)) == 2, what="both articles are named")
        house.archive.restate(ArticleId(1), State.WITHHELD, reason="طلب", now=NOON)
        until(lambda: len(house.namebook.articles(PARIS, limit=9)) == 1, what="one left")
    with wiring.house(Settings(data=tmp_path)) as house:
        assert house.namebook.followed().position == house.archive.last_change()
        assert not house.registering().outdated()
