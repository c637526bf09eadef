from __future__ import annotations

import json

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq.errors import ArchiveError


async def test_health_tells_how_far_the_index_is_behind(opens: Opens) -> None:
    stand = Newsstand()
    stand.file()
    stand.follow()
    stand.file()
    answer = await (await opens(stand)).get("/healthz")
    assert answer.status == 200
    assert json.loads(answer.text) == {
        "status": "ok",
        "articles": 2,
        "change": stand.archive.last_change(),
        "indexed_change": stand.index.position(),
        "behind": 1,
    }


async def test_health_fails_with_the_archive(opens: Opens) -> None:
    stand = Newsstand()

    def fail() -> int:
        raise ArchiveError("disk full")

    stand.archive.last_change = fail
    answer = await (await opens(stand)).get("/healthz")
    assert answer.status == 503
    assert json.loads(answer.text) == {"status": "failing", "reason": "ArchiveError: disk full"}
