"""The restore drill: a house with everything in it is backed up while it works, restored, and is the same house."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import run, said
from tests.journeys.conftest import JumpingClock
from tests.ports.drafting import draft
from tests.web.asking import Reader
from warraq import wiring
from warraq.cli import running, working
from warraq.demopress.server import serve
from warraq.demopress.truth import press
from warraq.moderation.decisions import broken
from warraq.newsroom import deciding
from warraq.newsroom.petitions import Desk, Limits, key_of
from warraq.press import (
    ArticleId,
    CaseEvent,
    Category,
    ClaimKind,
    Decision,
    DecisionKind,
    Edition,
    PictureId,
    Progress,
    Reporter,
    Settings,
    State,
    chain_hash,
)
from warraq.wiring import House, desks

PAPERS = 4
SECRET = "what-only-who-asked-knows-"


class Stopped:
    """A clock that stands still, so that pages say the same twice."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


async def collected(folder: Path) -> Edition:
    """A house that collected some of the invented press, pictures included, and whose people decided things."""
    clock = JumpingClock()
    settings = Settings(data=folder, host_delay=timedelta(milliseconds=1))
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(serve(press(start=clock.now()), clock, ports=()))
        house = replace(stack.enter_context(wiring.house(settings)), clock=clock)
        edition = Edition("demo", "demo", "Africa/Cairo", served.sources[:PAPERS])
        fetcher = desks.fetcher(settings, private=served.private, clock=clock)
        stack.push_async_callback(fetcher.close)
        readers = await stack.enter_async_context(desks.parsers(settings))
        asking = desks.asking(settings, fetcher, clock, daybook=house.daybook)
        wiring.remember(house, edition)
        await working.work(house, asking, desks.collecting(house, asking, readers, edition), once=True)
        decide(house)
        house.indexing().catch_up()
        return edition


def decide(house: House) -> None:
    """Something of every kind that a person can decide, or has begun to."""
    now = house.clock.now()
    ids = list(house.archive.ids())
    house.archive.restate(ids[0], State.WITHHELD, reason="طلب الصحيفة", now=now)
    house.archive.restate(ids[1], State.WITHDRAWN, reason="404 مرتين", now=now)
    house.archive.restate(ids[2], State.WITHHELD, reason="خطأ", now=now)
    house.archive.restate(ids[2], State.VISIBLE, reason="عاد", now=now)
    moderating = house.moderating()
    moderating.decide(PictureId(1), CaseEvent.HIDE, "بلاغ عائلة")
    moderating.decide(PictureId(2), CaseEvent.HIDE, "خطأ")
    moderating.decide(PictureId(2), CaseEvent.KEEP, "خريطة")
    reporter = Reporter("token", "203.0.113.0/24", "203.0.0.0/16", now)
    moderating.report(PictureId(3), reporter, Category.OTHER)
    papers = house.archive.sources()
    house.archive.put_sources([replace(paper, policy="excerpt") for paper in list(papers.values())[:2]])
    _log(house, ids[3:])


def _log(house: House, ids: list[ArticleId]) -> None:
    """A decision of every kind, one that was taken back, and requests: answered, open, hiding."""
    now, bench = house.clock.now(), house.bench()
    for one in (
        Decision(DecisionKind.WITHHOLD, "سبب", "الإدارة", article=ids[0], note="سري"),
        Decision(DecisionKind.WITHHOLD, "سبب", "الإدارة", article=ids[1]),
        Decision(DecisionKind.HIDE, "سبب", "الإدارة", picture=PictureId(4)),
        Decision(DecisionKind.DELIST, "سبب", "الإدارة", name="سلمى الزعفراني", variants=("سلمى حسن",)),
        Decision(DecisionKind.MASK, "سبب", "الإدارة", name=masked_words(house, ids[2]), articles=(ids[2],)),
        Decision(DecisionKind.REPLY, "سبب", "الإدارة", article=ids[3], text="لم أقل ذلك.", signed="سامي"),
        Decision(DecisionKind.OPT_OUT, "سبب", "الإدارة", source=next(iter(house.archive.sources()))),
    ):
        deciding.decide(bench, one, now=now)
    deciding.undo(bench, 2, reason="زال السبب", by="الإدارة", now=now)
    desk, limits = Desk(bench, house.claims), Limits(each=9, together=9)
    for number, kind in enumerate((ClaimKind.CORRECTION, ClaimKind.MINOR, ClaimKind.NAME), 1):
        desk.take(
            kind,
            f"طلب {number}",
            key=key_of(f"{SECRET}{number}"),
            article=ids[4],
            contact="desk@example.org",
            place="203.0.113.0/24",
            limits=limits,
            now=now,
        )
    desk.settle(1, (), granted=False, outcome="الرقم صحيح.", by="الإدارة", now=now)


def masked_words(house: House, number: ArticleId) -> str:
    """Two words of an article's headline, in the place of a name."""
    held = house.archive.article(number)
    assert held is not None
    return " ".join(held.draft.title.split()[:2])


def decisions(house: House) -> dict[str, Any]:
    archive, pictures = house.archive, house.pictures
    shown = [PictureId(number) for number in range(1, pictures.count() + 1)]
    return {
        "states": {number: _state(house, number) for number in archive.ids()},
        "versions": {number: archive.versions(number) for number in archive.ids()},
        "changes": archive.changes(0, limit=10**6),
        "papers": archive.sources(),
        "decided": house.decisions.log(),
        "rulings": house.docket().rulings(),
        "requests": house.claims.listed(state=None, limit=99),
        "pictures": [pictures.picture(one) for one in shown],
        "reports": house.reports.log(),
        "cases": [house.reports.case(one) for one in shown],
        "followed": (pictures.position(), pictures.last_change()),
        "bytes": {key: house.objects.get(key) for key in house.objects.keys("")},
        "entries": house.daybook.tally(),
        "feeds": house.daybook.feed_states(),
        "hosts": house.daybook.host_states(),
    }


def _state(house: House, number: ArticleId) -> tuple[State, str | None, str]:
    article = house.archive.article(number)
    assert article is not None
    return article.state, article.reason, article.hash


async def pages(house: House, edition: Edition) -> dict[str, tuple[int, bytes]]:
    """What a reader sees at many addresses."""
    app = running.site(house, edition, Progress)
    addresses = ["/", "/latest", "/latest?page=2", "/rss", "/sources", "/search?q=%D9%85%D8%AC%D9%84%D8%B3"]
    addresses += [f"/{one.slug}" for one in edition.sources]
    addresses += [f"/picture/{number}" for number in range(1, house.pictures.count() + 1)]
    for number in house.archive.ids():
        article = house.archive.article(number)
        assert article is not None
        addresses.append(f"/{article.draft.source}/{number}")
    addresses += [f"/request/{number}-{SECRET}{number}" for number in (1, 2, 3)]
    addresses += ["/changes", "/rights", "/search?q=%D8%B3%D9%84%D9%85%D9%89"]
    async with app.router.lifespan_context(app):
        reader = Reader(app)
        answers = {address: await reader.get(address) for address in addresses}
    return {address: (answer.status, answer.body) for address, answer in answers.items()}


class Filing(threading.Thread):
    """Somebody who files without a pause, and notes how long each filing took."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.acknowledged: dict[str, ArticleId] = {}
        self.longest_s = 0.0
        self.begun, self._folder, self._ended = threading.Event(), folder, threading.Event()

    def run(self) -> None:
        number = 0
        with wiring.house(Settings(data=self._folder)) as house:
            while not self._ended.is_set():
                drafts = [draft(one, body="نص الخبر " * 150) for one in range(number, number + 20)]
                began = time.perf_counter()
                filed = house.archive.file(drafts, now=house.clock.now())
                self.longest_s = max(self.longest_s, time.perf_counter() - began)
                for one, each in zip(drafts, filed, strict=True):
                    self.acknowledged[one.keys[0]] = each.id
                number += 20
                self.begun.set()

    def end(self) -> None:
        self._ended.set()
        self.join(30)


@contextmanager
def filing(folder: Path) -> Iterator[Filing]:
    thread = Filing(folder)
    thread.start()
    try:
        assert thread.begun.wait(20)
        yield thread
    finally:
        thread.end()


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Edition]:
    folder = tmp_path_factory.mktemp("lived-in") / "data"
    return folder, asyncio.run(collected(folder))


def members(file: Path) -> dict[str, tuple[str, int]]:
    with zipfile.ZipFile(file) as packed:
        listed = json.loads(packed.read("manifest.json"))["members"]
    return {one["name"]: (one["sha256"], one["count"]) for one in listed}


def test_a_house_restored_is_the_same_house(lived_in: tuple[Path, Edition], tmp_path: Path) -> None:
    data, edition = lived_in
    file, new, again = tmp_path / "all.warraq", tmp_path / "new", tmp_path / "again.warraq"
    assert run("backup", str(file), data=data).exit_code == 0
    restored = run("restore", str(file), "--json", data=new)
    assert restored.exit_code == 0, restored.output
    assert run("backup", str(again), data=new).exit_code == 0
    assert members(again) == members(file)  # row for row and byte for byte
    with wiring.house(Settings(data=data)) as house, wiring.house(Settings(data=new)) as other:
        assert house.archive.count() >= 40
        assert house.pictures.count() >= 10
        assert decisions(other) == decisions(house)
        assert broken(other.decisions.log()) is None
        assert other.claims.claim(2).hidden  # type: ignore[union-attr]
        assert sorted(other.index.ids()) == sorted(house.index.ids())
        assert said(restored)["indexed"] == other.index.count()
        clock = Stopped(house.clock.now())
        before = asyncio.run(pages(replace(house, clock=clock), edition))
        after = asyncio.run(pages(replace(other, clock=clock), edition))
    statuses = {status for status, _ in before.values()}
    assert {200, 410} <= statuses, "something shown and something withheld"
    assert [address for address in before if before[address] != after[address]] == []


def test_a_backup_made_while_others_file_is_one_moment(
    lived_in: tuple[Path, Edition], tmp_path: Path
) -> None:
    data, _ = lived_in
    file, new = tmp_path / "hot.warraq", tmp_path / "new"
    with filing(data) as writer:
        before = dict(writer.acknowledged)
        made = run("backup", str(file), data=data)
        assert made.exit_code == 0, made.output
    assert len(writer.acknowledged) > len(before), "the writer went on meanwhile"
    assert writer.longest_s < 2.0
    assert run("restore", str(file), data=new).exit_code == 0
    with wiring.house(Settings(data=data)) as house, wiring.house(Settings(data=new)) as other:
        for key, number in before.items():
            assert other.archive.find(key) == number, "acknowledged before the backup began"
        held = list(other.archive.ids())
        assert held == list(house.archive.ids())[: len(held)]
        assert other.archive.count() == len(held)
        assert len(other.archive.changes(0, limit=10**6)) == other.archive.last_change()
        kept = {*other.archive.ids(state=State.VISIBLE), *other.archive.ids(state=State.WITHDRAWN)}
        assert set(other.index.ids()) == kept  # a private house finds what was withdrawn
        for number in held:
            versions = other.archive.versions(number)
            assert versions == house.archive.versions(number)[: len(versions)]
            previous = None
            for version in versions:
                assert version.hash == chain_hash(previous, version.draft)
                previous = version.hash
