"""From the paper's server to the reader's screen, and off it again: a picture's whole life in a real house."""

from __future__ import annotations

import contextlib
import random
import stat
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.fetchers.loopback import Loopback, Writer, message, serving
from tests.journeys.conftest import JumpingClock, Warraq, warraq
from tests.newsroom import pictures as files
from tests.newsroom.test_collecting import feed, page
from tests.web.asking import Reader
from tests.web.test_report import Person
from warraq import wiring
from warraq.cli import running, working
from warraq.errors import SettingsError
from warraq.ports.pictures import AddressState
from warraq.press import (
    SCREENS,
    CaseEvent,
    Edition,
    Feed,
    PictureId,
    PictureState,
    Progress,
    Source,
    object_keys,
)
from warraq.wiring import desks

HOSTILE = {
    "/svg.jpg": files.svg,
    "/page.jpg": files.html,
    "/bomb.jpg": files.bomb,
    "/icon.jpg": lambda: files.file(files.scene((32, 32))),
}
# The last ones listed are filed last, and stand first on the front page.
PICTURES = {**HOSTILE, "/good.jpg": files.turned, "/same.jpg": files.turned}


Files = dict[str, Callable[[], bytes]]


@contextlib.asynccontextmanager
async def paper(pictures: Files) -> AsyncIterator[tuple[Loopback, Source]]:
    """A paper on loopback with an article for each of these pictures."""

    async def script(head: bytes, writer: Writer) -> None:
        path = head.split(b" ")[1].decode()
        home = f"http://127.0.0.1:{server.port}"
        if path == "/rss":
            now = format_datetime(datetime.now(UTC))
            body = feed(*((f"خبر {name}", f"{home}/news{name}") for name in pictures), date=now)
            writer.write(message(200, [("Content-Type", "application/rss+xml")], body))
        elif path.startswith("/news/"):
            image = f'<meta property="og:image" content="{home}{path.removeprefix("/news")}">'
            body = page(f"خبر {path.removeprefix('/news')}", more=image)
            writer.write(message(200, [("Content-Type", "text/html; charset=utf-8")], body))
        elif path in pictures:
            writer.write(message(200, [("Content-Type", "image/jpeg")], pictures[path]()))
        else:
            writer.write(message(404))
        await writer.drain()

    async with serving(script) as server:
        home = server.url("/")
        yield (
            server,
            Source(
                "paper",
                "الصحيفة",
                "eg",
                "Africa/Cairo",
                homepage=home,
                feeds=(Feed("paper", "paper", server.url("/rss")),),
            ),
        )


@contextlib.asynccontextmanager
async def worked(folder: Path, pictures: Files = PICTURES) -> AsyncIterator[tuple[Warraq, Loopback, Reader]]:
    """A house that has collected the paper once, and a reader of its site."""
    async with (
        paper(pictures) as (server, source),
        warraq(folder, JumpingClock(), (source,), server.private) as ours,
    ):
        edition = edition_of(source)
        await collect(ours, server, edition)
        app = running.site(ours.house, edition, Progress)
        async with app.router.lifespan_context(app):
            yield ours, server, Reader(app)


def edition_of(*sources: Source) -> Edition:
    return Edition("eg", "مصر", "Africa/Cairo", sources)


async def collect(ours: Warraq, server: Loopback, edition: Edition) -> None:
    house = ours.house
    fetcher = desks.fetcher(house.settings, private=server.private)
    async with desks.parsers(house.settings) as readers:
        asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
        desk = desks.collecting(house, asking, readers, edition)
        await working.work(house, asking, desk, once=True)
    await fetcher.close()


async def test_a_picture_is_fetched_shown_reported_and_gone(tmp_path: Path) -> None:
    async with worked(tmp_path) as (ours, server, reader):
        house = ours.house
        assert house.archive.count() == len(PICTURES)
        assert house.pictures.count() == 1  # two addresses, the same pixels; four files that are no picture
        assert house.pictures.tally() == {
            AddressState.WANTED: 0,
            AddressState.TAKEN: 2,
            AddressState.GIVEN_UP: len(HOSTILE),
        }
        assert server.most_open == 1
        held = house.pictures.picture(PictureId(1))
        assert held is not None
        assert list(house.objects.keys("pictures/")) == sorted(object_keys(held.negative))

        users = house.pictures.users(PictureId(1), limit=9)
        assert len(users) == 2
        for article in users:
            shown = await reader.get(f"/paper/{article}")
            assert shown.page.css_first("figure img") is not None
        served = await reader.get("/picture/1")
        assert served.status == 200
        assert served.body.startswith(b"\xff\xd8\xff")
        assert b"secret" not in served.body
        assert "/picture/1" in (await reader.get("/")).text

        for number in range(10):  # none of them reported anything before: their tokens are new
            person = Person(reader, peer=f"203.{number}.0.1")
            await person.opens()
            assert (await person.posts()).status == 200
        assert isinstance(house.clock, JumpingClock)
        house.clock.ahead = timedelta(minutes=12)
        assert (await reader.get("/picture/1")).status == 200
        house.moderating().catch_up()  # as its follower does, beside the site
        house.clock.ahead += timedelta(seconds=5)
        assert (await reader.get("/picture/1")).status == 410
        for address in ("/", *(f"/paper/{article}" for article in users)):
            assert 'src="/picture/1' not in (await reader.get(address)).text
        assert not holding(tmp_path, b"203.1.")


async def test_a_paper_that_prints_what_a_moderator_hid_smaller_and_recompressed_shows_nothing(
    tmp_path: Path,
) -> None:
    image = files.busy(random.Random(5), (900, 600))
    other = files.busy(random.Random(6), (900, 600))
    pictures: Files = {"/origin.jpg": lambda: files.file(image, quality=90)}
    async with worked(tmp_path, pictures) as (ours, server, reader):
        house = ours.house
        house.moderating().decide(PictureId(1), CaseEvent.HIDE, "دم")
        beside = house.moderating()  # the desk that stands beside the site looks every five seconds
        beside.catch_up()
        pictures["/other.jpg"] = lambda: files.file(other)
        pictures["/copy.jpg"] = lambda: files.file(image.resize((640, 427)), "WEBP", quality=45)
        (source,) = ours.sources
        assert isinstance(house.clock, JumpingClock)
        house.clock.ahead += timedelta(hours=3)
        await collect(ours, server, edition_of(source))
        assert house.pictures.count() == 3
        beside.catch_up()
        house.clock.ahead += timedelta(seconds=5)
        states = {
            house.archive.articles(house.pictures.users(number, limit=1))[0].draft.title: held.state
            for number in map(PictureId, (1, 2, 3))
            if (held := house.pictures.picture(number)) is not None
        }
        assert states == {
            "خبر /origin.jpg": PictureState.HIDDEN,
            "خبر /copy.jpg": PictureState.HIDDEN,
            "خبر /other.jpg": PictureState.VISIBLE,
        }
        copy = next(
            number
            for number in map(PictureId, (2, 3))
            if house.archive.articles(house.pictures.users(number, limit=1))[0].draft.title == "خبر /copy.jpg"
        )
        (article,) = house.pictures.users(copy, limit=9)
        for way in ("", "/card", *(f"/{width}" for width in SCREENS)):
            assert (await reader.get(f"/picture/{copy}{way}")).status == 410, way
        for address in (f"/paper/{article}", "/", "/rss", "/paper/rss", "/latest", "/latest/rss"):
            text = (await reader.get(address)).text
            assert f"/picture/{copy}/" not in text.replace(f"/picture/{copy}/appeal", ""), address
            assert "og:image" not in text, address
        house.moderating().decide(PictureId(1), CaseEvent.KEEP, "لوحة معروفة")
        assert (await reader.get(f"/picture/{copy}/320")).status == 200


def holding(folder: Path, words: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def test_the_signing_secret_is_its_owners_alone_and_stays_the_same(tmp_path: Path) -> None:
    async with warraq(tmp_path, JumpingClock(), (), ()) as ours:
        settings = ours.house.settings
        secret = wiring.secret(settings)
        assert len(secret) == 32
        assert wiring.secret(settings) == secret
        path = tmp_path / wiring.SIGNING
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert holding(tmp_path, secret) == [path]
        assert wiring.secret(replace(settings, data=_other(tmp_path))) != secret
        path.write_bytes(b"cut")
        with pytest.raises(SettingsError, match="cut short"):
            wiring.secret(settings)


def _other(folder: Path) -> Path:
    other = folder / "other"
    other.mkdir()
    return other
