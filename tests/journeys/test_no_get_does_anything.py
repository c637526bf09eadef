"""Does opening an address ever change anything? A filled house is read at every route, and every row and file of it compared.

What a GET may change is said here, and nothing else: when a session was last used (at most every five minutes), and what a
feed's hub promises at the address that only it was given, which WebSub asks by GET.
"""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.journeys.conftest import JumpingClock
from tests.journeys.test_backup import collected
from tests.web.asking import Reader
from tests.web.signing import HASH, Editor
from tests.web.test_doors import WALK
from tests.web.test_guarded import FIELDS
from warraq import wiring
from warraq.cli import running
from warraq.newsroom import signing
from warraq.ports.subscriptions import Subscription
from warraq.press import Edition, Masthead, PictureId, Role, Rule, Settings

SALT = "salt of the journey"
# What may move, by table, and when.
ONLY_WHEN_IN_USE = {"sessions"}
ONLY_FOR_ITS_HUB = {"subscriptions"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Edition]:
    """A public house that collected some of the invented press, with decisions, requests, reports, a watch and an editor."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    edition = asyncio.run(collected(folder))
    with wiring.house(Settings(data=folder)) as house:
        now = datetime.now(UTC)
        house.users.add("ليلى", Role.ADMIN, HASH, now=now)
        house.mastheads.put(Masthead(light="#174a6e"), by="ليلى", now=now, after=0)
        house.watches.add(Rule("الكل", "مجلس"), salt=SALT, now=now, position=0)
        feed = edition.sources[0].feeds[0]
        house.subscriptions.put(
            Subscription(feed.id, "https://hub.example/", feed.url, "t0ken", "s3cret", asked=now)
        )
        house.grouping().catch_up()
        house.registering().catch_up()
        house.indexing().catch_up()
        wiring.secret(house.settings)  # it is made when the site starts
    return folder, edition


def rows(folder: Path) -> dict[str, str]:
    """A hash of every table's rows."""
    [file] = folder.glob("*.sqlite3")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: hashlib.sha256(
                "\n".join(sorted(map(repr, store.execute(f'SELECT * FROM "{name}"')))).encode(
                    "utf-8", "surrogatepass"
                )
            ).hexdigest()
            for name in names
        }


def files(folder: Path) -> dict[str, str]:
    """A hash of every file but the store's own, whose rows are compared."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".sqlite3" not in path.name
    }


def moved(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def addresses(articles: list[tuple[str, int]], pictures: int, watch: str) -> Iterator[tuple[str, str]]:
    """Every route with addresses of this house: its word of the table of `test_doors`, and the things it really holds."""
    paper, number = articles[0]
    held = {
        "{source}": paper,
        "{id}": str(number),
        "{number}": "1",
        "{form}": "json",
        "{desk}": "politics",
        "{day}": f"{datetime.now(UTC):%Y-%m-%d}",
        "{city}": "cairo",
        "{code}": "eg-alx",
        "{token}": watch,
        "{ticket}": f"1-{'what-only-who-asked-knows-'}1",
        "{name}": "مجلس",
    }
    for route, tabled in WALK.items():
        path = route
        for word, value in held.items():
            path = path.replace(word, value)
        yield route, path
        yield from ((route, address) for address in tabled)
    for source, one in articles:
        yield "/{source}/{id}", f"/{source}/{one}"
        yield "/story/{id}", f"/story/{one}"
    for one in range(1, pictures + 1):
        for ending in ("", "/card", "/report", "/appeal"):
            yield "/picture/{id}" + ending, f"/picture/{one}{ending}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("signed_in", [False, True], ids=["stranger", "admin"])
async def test_no_address_changes_a_row_or_a_file_by_being_opened(
    filled: tuple[Path, Edition], signed_in: bool
) -> None:
    folder, edition = filled
    settings = Settings(data=folder, public=True, contact="desk@example.org", address="https://press.example")
    clock = JumpingClock()
    async with AsyncExitStack() as stack:
        house = replace(stack.enter_context(wiring.house(settings)), clock=clock)
        app = running.site(house, edition, running.Progress)
        await stack.enter_async_context(app.router.lifespan_context(app))
        person = Editor(Reader(app), host="press.example", peer="203.0.113.9")
        if signed_in:
            assert (await person.signs_in()).status == 303
        articles = [
            (held.draft.source, int(one))
            for one in list(house.archive.ids())[:25]
            if (held := house.archive.article(one))
        ]
        watch = signing.feed_token(wiring.secret(settings), SALT)
        assert house.pictures.picture(PictureId(1)) is not None
        store, kept = rows(folder), files(folder)
        query, statuses = urlencode({**FIELDS, "token": person.token, "do": "save", "saved": ""}), set()
        for _, address in addresses(articles, min(house.pictures.count(), 8), watch):
            for asked in (address, f"{address}{'&' if '?' in address else '?'}{query}"):
                statuses.add((await person.opens(asked)).status)
            answer = await person.reader.get(address, method="HEAD", headers=person.sent(), peer=person.peer)
            statuses.add(answer.status)
        assert {200, 301, 404, 410} <= statuses
        assert not [status for status in statuses if status >= 500]
        assert moved(store, rows(folder)) == set()
        assert moved(kept, files(folder)) == set()

        clock.ahead = timedelta(minutes=6)
        assert (await person.opens("/desk")).status == (200 if signed_in else 303)
        assert moved(store, rows(folder)) == (ONLY_WHEN_IN_USE if signed_in else set())

        topic = house.subscriptions.by_token("t0ken")
        assert topic is not None
        for mode in ("subscribe", "denied"):
            store = rows(folder)
            told = {"hub.mode": mode, "hub.topic": topic.topic, "hub.challenge": "x"}
            assert (await person.opens(f"/hub/t0ken?{urlencode(told)}")).status == 200
            assert moved(store, rows(folder)) == ONLY_FOR_ITS_HUB
        wrong = {"hub.mode": "denied", "hub.topic": "https://other.example/"}
        store = rows(folder)
        assert (await person.opens(f"/hub/t0ken?{urlencode(wrong)}")).status == 404
        assert moved(store, rows(folder)) == set(), (
            "not even for who knows the address, but not what it is for"
        )
