"""A page of answers that is asked for again is said again, and never when anything changed."""

from __future__ import annotations

from datetime import timedelta

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq.press import ArticleId, DecisionKind, State


def titles(page: str) -> int:
    return page.count('class="result"')


async def test_the_same_question_gets_the_same_page_until_something_changes(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(3):
        stand.file(title=f"جسر {number}", body=f"خبر {number} عن سلمى الزعفراني")
    stand.follow()
    reader, address = await opens(stand), "/search?q=جسر"
    first = await reader.get(address)
    assert (await reader.get(address)).body == first.body
    assert titles(first.text) == 3
    # an article, at once, before the index has followed
    stand.archive.restate(ArticleId(1), State.WITHHELD, reason="x", now=stand.clock.now())
    assert titles((await reader.get(address)).text) == 2
    # the index
    stand.file(title="جسر جديد", body="خبر آخر")
    stand.follow()
    assert titles((await reader.get(address)).text) == 3
    # a decision
    asked = "/search?q=سلمى الزعفراني"
    assert titles((await reader.get(asked)).text) == 2
    stand.decide(DecisionKind.DELIST, name="سلمى الزعفراني")
    stand.clock.time += timedelta(seconds=2)
    assert titles((await reader.get(asked)).text) == 0


async def test_a_page_is_that_of_its_address_to_the_letter(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="جسر")
    stand.follow()
    reader = await opens(stand)
    plain = await reader.get("/search?q=جسر")
    for other in ("/search?q=جسر&sort=newest", "/search?q=جسر&why=1", "/search?q=الجسر"):
        assert (await reader.get(other)).body != plain.body
    assert (await reader.get("/search?q=جسر")).body == plain.body
