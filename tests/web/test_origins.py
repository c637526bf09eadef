"""No door of ours sends a reader to a paper's site that is dead or somebody else's; each says what became of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.web.asking import Reader
from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.test_doors import WALK
from warraq.ports.rechecks import DoorState, Doorway
from warraq.press import Settings
from warraq.web import origins

DIED = datetime(2026, 3, 3, 9, tzinfo=UTC)
DEAD = Doorway("sada", DoorState.DEAD, since=DIED, reason="its domain is not found any more")
HIJACKED = Doorway("sada", DoorState.HIJACKED, since=DIED, target="https://casino.example/")
MOVED = Doorway("sada", DoorState.MOVED, since=DIED, target="https://new.example/")


async def opened(opens: Opens, *doors: Doorway, settings: Settings | None = None) -> tuple[Newsstand, Reader]:
    stand = Newsstand(doors={door.source: door for door in doors}, settings=settings or Settings())
    stand.file()
    stand.file()
    stand.follow()
    return stand, await opens(stand)


async def test_an_open_door_is_linked_to(opens: Opens) -> None:
    _, reader = await opened(opens)
    page = await reader.get("/sada/1")
    assert page.page.css_first(".origin a").attributes["href"] == "https://sada.example/news/1"
    assert "https://sada.example/" in (await reader.get("/sada")).text


@pytest.mark.parametrize(
    ("door", "said"),
    [
        (DEAD, "توقف موقع الصحيفة يوم 3 مارس 2026؛ هذه نسختنا."),
        (HIJACKED, "آل عنوان موقع الصحيفة إلى غيرها منذ 3 مارس 2026؛ هذه نسختنا."),
        (Doorway("sada", DoorState.DEAD), "توقف موقع الصحيفة؛ هذه نسختنا."),
    ],
)
async def test_a_bad_door_is_replaced_by_our_copy_and_the_day(opens: Opens, door: Doorway, said: str) -> None:
    _, reader = await opened(opens, door)
    page = await reader.get("/sada/1")
    assert page.words(".origin") == said
    assert not page.page.css(".origin a")


@pytest.mark.parametrize("door", [DEAD, HIJACKED])
@pytest.mark.parametrize("public", [False, True])
async def test_no_address_of_ours_leads_through_a_bad_door(opens: Opens, door: Doorway, public: bool) -> None:
    settings = Settings(public=public, contact="desk@example.org", address="https://press.example")
    _, reader = await opened(opens, door, settings=settings)
    for addresses in WALK.values():
        for address in addresses:
            if not address.startswith("/url"):  # where the reader's own question is repeated
                answer = await reader.get(address)
                assert "sada.example" not in answer.text, address
                assert "casino.example" not in answer.text, address


async def test_an_excerpt_is_not_called_a_copy(opens: Opens) -> None:
    stand = Newsstand(doors={"sada": DEAD}, settings=Settings(public=True, contact="desk@example.org"))
    stand.file(body="كلام طويل " * 80)
    page = await (await opens(stand)).get("/sada/1")
    assert page.words(".origin") == "توقف موقع الصحيفة يوم 3 مارس 2026؛ وهذا ما نعرضه من نسختنا."


async def test_a_paper_that_moved_is_still_linked_to_and_said_to_have_moved(opens: Opens) -> None:
    _, reader = await opened(opens, MOVED)
    page = await reader.get("/sada/1")
    assert page.page.css_first(".origin a").attributes["href"] == "https://sada.example/news/1"
    assert "إلى new.example" in (await reader.get("/sources")).text


async def test_the_directory_and_the_papers_page_say_what_became_of_it(opens: Opens) -> None:
    stand, reader = await opened(opens, DEAD)
    for address in ("/sources", "/sada"):
        assert "توقف موقع الصحيفة يوم 3 مارس 2026." in (await reader.get(address)).text
    stand.doors = {}  # it came back
    await stand.clock.sleep(30)
    assert "توقف موقع الصحيفة" not in (await reader.get("/sources")).text


def test_machines_are_given_web_addresses_alone() -> None:
    assert origins.reachable("javascript:alert(1)", "sada", {}) is None
    assert origins.reachable("https://sada.example/1", "sada", {"sada": MOVED}) == "https://sada.example/1"
    assert origins.reachable("https://sada.example/1", "sada", {"sada": DEAD}) is None
