"""Events are parted, joined and moved in a browser, readers see it within seconds, and a word that came meanwhile is heard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.newsroom.telling import PORT
from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.signing import Editor
from tests.web.test_desk_requests import moderator
from warraq.press import ArticleId, EventId, MoveKind, Proposal
from warraq.web.fresh import UNASKED

DESK = "/desk/stories/1"
TOGETHER = Proposal(MoveKind.MERGED, EventId(1), other=EventId(4))
APART = Proposal(MoveKind.SPLIT, EventId(1), articles=(ArticleId(3),))


@pytest.fixture
def made() -> Newsstand:
    """Event 1 holds articles 1 to 3, event 4 the articles 4 and 5."""
    stand = Newsstand()
    stand.cover()
    stand.follow()
    return stand


def inside(made: Newsstand, event: int) -> list[int]:
    return sorted(one.placing.article for one in made.stories.members(EventId(event), limit=99))


async def says(person: Editor, do: str, *articles: int, address: str = DESK, **fields: str) -> Answer:
    await person.opens(address)
    boxes = {f"a-{one}": "1" for one in articles}
    return await person.posts(address, do=do, **{"after": person.after, "reason": "لسبب", **boxes, **fields})


async def test_articles_are_parted_and_readers_see_it_within_five_seconds(
    opens: Opens, made: Newsstand
) -> None:
    reader, other = await opens(made), await opens(made)  # two workers
    person = await moderator(opens, made)
    for one in (reader, other):
        for address in ("/story/1", "/stories", "/"):
            assert "3 صحف" in (await one.get(address)).words("main"), address
    answer = await says(person, "split", 3)
    assert (answer.status, answer.headers["location"]) == (303, f"{DESK}?split")
    assert (inside(made, 1), inside(made, 3)) == ([1, 2], [3])
    made.clock.time += UNASKED
    for one in (reader, other):
        for address in ("/story/1", "/stories", "/"):
            assert "3 صحف" not in (await one.get(address)).words("main"), address
        assert (await one.get("/story/3")).status == 200
    assert timedelta(seconds=5) > UNASKED
    (word,) = made.stories.words()
    assert (word.word.by, word.word.reason) == ("amal, moderator", "لسبب")


async def test_two_events_are_joined_and_the_word_is_taken_back(opens: Opens, made: Newsstand) -> None:
    person = await moderator(opens, made)
    answer = await says(person, "merge", target="https://press.example/story/4")
    assert answer.headers["location"] == f"{DESK}?merged"
    assert inside(made, 1) == [1, 2, 3, 4, 5]
    assert (await person.opens("/desk/stories/4")).headers["location"] == DESK
    page = await person.opens(DESK)
    assert "ضُم الحدثان 1 و4" in page.words(".recasts")
    answer = await person.posts("/desk/stories", do="undo", number="1", back="1", reason="حدثان")
    assert answer.headers["location"] == f"{DESK}?undone"
    assert (inside(made, 1), inside(made, 4)) == ([1, 2, 3], [4, 5])
    again = await person.posts("/desk/stories", do="undo", number="1", back="1", reason="حدثان")
    assert again.status == 409


async def test_chosen_articles_are_moved_whichever_the_event_is_called_by(
    opens: Opens, made: Newsstand
) -> None:
    person = await moderator(opens, made)
    answer = await says(person, "move", 1, 3, target="4")
    assert answer.status == 303
    assert inside(made, 2) == [2]
    assert inside(made, 1) == [1, 3, 4, 5]
    assert answer.headers["location"] == f"{DESK}?moved"


async def test_an_editor_chooses_what_leads(opens: Opens, made: Newsstand) -> None:
    person = await moderator(opens, made)
    assert (await says(person, "pin", 2)).headers["location"] == f"{DESK}?pinned"
    event = made.stories.event(EventId(1))
    assert (event.lead, event.pinned) == (2, True)
    assert (await says(person, "pin", 1, 2)).status == 400
    assert (await says(person, "pin")).status == 303
    assert not made.stories.event(EventId(1)).pinned


async def test_what_cannot_be_said_changes_nothing_and_keeps_what_was_typed(
    opens: Opens, made: Newsstand
) -> None:
    person = await moderator(opens, made)
    for status, answer in [
        (400, await says(person, "split")),
        (400, await says(person, "split", 3, reason=" ")),
        (400, await says(person, "move", 3)),
        (400, await says(person, "merge", target="أي شيء")),
        (409, await says(person, "split", 1, 2, 3)),
        (409, await says(person, "split", 5)),
        (409, await says(person, "merge", target="1")),
    ]:
        assert answer.status == status
        assert answer.page.css_first("main [role=alert]") is not None
    assert answer.page.css_first("#target").attributes["value"] == "1"
    assert (await says(person, "dance", 3)).status == 404
    assert (await person.opens("/desk/stories/99")).status == 404
    assert made.stories.last_word() == 0


async def test_a_form_that_was_opened_before_another_editor_spoke_is_refused(
    opens: Opens, made: Newsstand
) -> None:
    person, other = await moderator(opens, made), await moderator(opens, made, "karim")
    await person.opens(DESK)
    assert (await says(other, "pin", 2)).status == 303
    late = await person.posts(DESK, do="split", after=person.after, reason="لسبب", **{"a-3": "1"})
    assert late.status == 409
    assert "karim" in late.words(".recasts"), "what happened meanwhile is said"
    assert late.page.css_first("#a-3").attributes.get("checked", "no") != "no"
    assert inside(made, 1) == [1, 2, 3]


async def test_proposals_are_followed_or_dismissed_once(opens: Opens, made: Newsstand) -> None:
    made.stories.propose([TOGETHER, APART])
    person = await moderator(opens, made)
    page = await person.opens("/desk/stories")
    keys = [one.attributes["value"] for one in page.page.css("input[name=key]")]
    assert len(keys) == 2
    assert PORT[2][0] in page.text
    assert (await person.posts("/desk/stories", do="accept", key=keys[1], reason=" ")).status == 400
    dismissed = await person.posts("/desk/stories", do="dismiss", key=keys[0])
    assert dismissed.headers["location"] == "/desk/stories?dismissed"
    accepted = await person.posts("/desk/stories", do="accept", key=keys[1], reason="تصريح لا حدث")
    assert accepted.headers["location"] == "/desk/stories?accepted"
    assert (await person.posts("/desk/stories", do="accept", key=keys[1], reason="مرة أخرى")).status == 409
    assert made.stories.proposals() == ()
    assert (inside(made, 1), made.stories.last_word()) == ([1, 2], 1)


@pytest.mark.parametrize("asked", ["1", "/story/1", "https://press.example/story/1", "/manara/2", "2"])
async def test_an_event_is_found_by_its_address_or_that_of_an_article(
    opens: Opens, made: Newsstand, asked: str
) -> None:
    person = await moderator(opens, made)
    assert (await person.opens(f"/desk/stories?q={asked}")).headers["location"] == DESK


async def test_an_event_is_found_by_words(opens: Opens, made: Newsstand) -> None:
    person = await moderator(opens, made)
    page = await person.opens("/desk/stories?q=مجاعة")
    assert [one.attributes["href"] for one in page.page.css(".docket h3 a")] == ["/desk/stories/4"]
    assert "لا حدث فيه هذه الكلمات" in (await person.opens("/desk/stories?q=زرافة")).words("main")


async def test_the_reasons_of_each_article_stand_beside_it(opens: Opens, made: Newsstand) -> None:
    person = await moderator(opens, made)
    page = await person.opens(DESK)
    assert len(page.page.css(".tellers li")) == 3
    assert "17" in page.words(".tellers .shared")
    assert page.headers["cache-control"] == "no-store"
