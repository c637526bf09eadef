from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from warraq.press import Settings

PUBLIC = Settings(public=True, contact="desk@example.org", address="https://press.example")


async def test_what_is_handed_on_is_the_headline_and_our_address_and_nothing_else(opens: Opens) -> None:
    stand = Newsstand(settings=PUBLIC)
    wanted = stand.file(title="جسر & نهر #1")
    page = await (await opens(stand)).get(f"/sada/{wanted}?utm_source=x")
    links = {
        (parts.hostname or parts.scheme): parse_qs(parts.query)
        for node in page.page.css(".share-ways a")
        if (parts := urlsplit(node.attributes["href"] or ""))
    }
    address = f"https://press.example/sada/{wanted}"
    assert links == {
        "wa.me": {"text": [f"جسر & نهر #1\n{address}"]},
        "t.me": {"url": [address], "text": ["جسر & نهر #1"]},
        "x.com": {"url": [address], "text": ["جسر & نهر #1"]},
        "mailto": {"subject": ["جسر & نهر #1"], "body": [f"جسر & نهر #1\r\n{address}"]},
    }
    assert {node.attributes["rel"] for node in page.page.css(".share-ways a")} == {
        "noopener noreferrer external nofollow"
    }


async def test_of_a_site_that_others_cannot_open_the_papers_own_address_is_handed_on(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file()
    page = await (await opens(stand)).get(f"/sada/{wanted}")
    assert page.words("#share-address") == f"https://sada.example/news/{wanted}"


async def test_an_event_is_handed_on_too(opens: Opens) -> None:
    stand = Newsstand(settings=PUBLIC)
    told = stand.cover()
    page = await (await opens(stand)).get(f"/story/{told[0]}?of=own")
    assert page.words("#share-address") == f"https://press.example/story/{told[0]}"
