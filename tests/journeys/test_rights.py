"""Everything that may be asked of us: asked by the form, answered by commands, held at every door through a re-crawl, a rebuilt index
and a restore, and taken back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.cli.test_commands import run
from tests.journeys.conftest import JumpingClock
from tests.web.asking import Reader
from tests.web.test_report import HOST
from tests.web.test_request import Asker
from warraq import wiring
from warraq.cli import running, working
from warraq.demopress.server import serve
from warraq.demopress.truth import press
from warraq.press import Article, Edition, Progress, Settings
from warraq.wiring import House, desks

PAPERS = 3
SHOWN = {"public": True, "contact": "desk@example.org", "address": f"http://{HOST}"}
LEAVE = "mail of the editor, 2026-11-01"
REASON = "لسبب معلن"
REPLY = "لم أقل ذلك قط، وهذا ردي."

Holds = Callable[[Reader], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Wish:
    """One kind of request: how it is asked for, with which words it is granted, whether it hides at once, and how it is seen to
    hold at every door that it concerns."""

    kind: str
    article: Article
    settled: tuple[str, ...]
    holds: Holds
    at_once: bool = False


def path(article: Article) -> str:
    return f"/{article.draft.source}/{article.id}"


async def doors(reader: Reader, article: Article) -> set[str]:
    """Which of the doors that lead to the article name it."""
    words = " ".join(article.draft.title.split()[:4])
    source = article.draft.source
    walk = (
        f"/search?q={quote(words)}",
        f"/search/rss?q={quote(words)}",
        "/latest/rss",
        f"/{source}/rss",
        f"/{source}",
    )
    found = {address for address in walk if f"{path(article)}<" in (text := (await reader.get(address)).text)
             or f'{path(article)}"' in text}  # fmt: skip
    return found | ({path(article)} if (await reader.get(path(article))).status == 200 else set())


def withheld(article: Article) -> Holds:
    async def holds(reader: Reader) -> bool:
        found = await doors(reader, article)
        assert found == set() or {path(article), f"/{article.draft.source}"} <= found, found
        return not found

    return holds


def named(article: Article) -> str:
    """Two words of its headline, for a name."""
    return " ".join(article.draft.title.split()[1:3])


def delisted(article: Article) -> Holds:
    name = named(article)

    async def holds(reader: Reader) -> bool:
        assert name in (await reader.get(path(article))).text  # the article stays, and its words
        results = (await reader.get(f"/search?q={quote(name)}")).page.css(".result h2 a")
        found = path(article) in {node.attributes["href"] for node in results}
        assert found is (f"{path(article)}<" in (await reader.get(f"/search/rss?q={quote(name)}")).text)
        return not found

    return holds


def masked(article: Article) -> Holds:
    name = article.draft.authors[0]

    async def holds(reader: Reader) -> bool:
        shown = [
            name in (await reader.get(address)).text
            for address in (path(article), f"/{article.draft.source}/rss")
        ]
        return not any(shown)

    return holds


def hidden(article: Article, picture: int) -> Holds:
    async def holds(reader: Reader) -> bool:
        status, page = (
            (await reader.get(f"/picture/{picture}")).status,
            (await reader.get(path(article))).text,
        )
        assert (f"/picture/{picture}?" in page or f'/picture/{picture}"' in page) is (status == 200)
        return status == 410

    return holds


def replied(article: Article) -> Holds:
    async def holds(reader: Reader) -> bool:
        return REPLY in (await reader.get(path(article))).text

    return holds


def left_alone(article: Article) -> Holds:
    async def holds(reader: Reader) -> bool:
        held = (await reader.get(path(article))).page.css_first(".held")
        return held is not None and "نزولًا عند طلبها" in held.text()

    return holds


@asynccontextmanager
async def reading(folder: Path, edition: Edition, clock: JumpingClock) -> AsyncIterator[Reader]:
    """The public site over that folder, as `warraq serve` opens it."""
    with wiring.house(Settings(data=folder, **SHOWN)) as opened:
        app = running.site(replace(opened, clock=clock), edition, Progress)
        async with app.router.lifespan_context(app):
            yield Reader(app)


async def command(folder: Path, *words: str) -> Any:
    """What a command in another process says."""
    done = await asyncio.to_thread(run, *words, "--json", data=folder)
    assert done.exit_code == 0, done.output
    return json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])


def chosen(house: House, reply: Path) -> list[Wish]:
    """Articles of the collected press, one for each kind of request; of two papers, the last of which opts out."""
    articles = [one for number in house.archive.ids() if (one := house.archive.article(number)) is not None]
    slugs = sorted({one.draft.source for one in articles})
    shown = house.pictures.of([one.id for one in articles])
    own = [one for one in articles if one.draft.source != slugs[-1]]
    pictured = next(one for one in own if one.id in shown)
    signed: dict[str, Article] = {}
    for one in own:
        if one.id != pictured.id and len(one.draft.authors) == 1 and len(one.draft.authors[0].split()) > 1:
            signed.setdefault(one.draft.authors[0], one)
    (lifted, minor), used = (
        list(signed.values())[:2],
        {one.id for one in list(signed.values())[:2]} | {pictured.id},
    )
    rest = iter([one for one in own if one.id not in used])
    last = next(one for one in articles if one.draft.source == slugs[-1])
    mask = ("--mask", minor.draft.authors[0], "--everywhere")
    first, second = next(rest), next(rest)
    return [
        Wish("withdrawal", first, ("--withhold",), withheld(first)),
        Wish("name", lifted, ("--delist", named(lifted), "--everywhere"), delisted(lifted)),
        Wish("minor", minor, mask, masked(minor), at_once=True),
        Wish("intimate", pictured, ("--hide",), hidden(pictured, shown[pictured.id].id), at_once=True),
        Wish("reply", second, ("--reply", str(reply), "--signed", "م. سامي"), replied(second)),
        Wish("other", last, ("--done",), left_alone(last)),
    ]


async def test_all_that_may_be_asked_of_us_is_answered_holds_everywhere_and_can_be_taken_back(
    tmp_path: Path,
) -> None:
    clock, data, new = JumpingClock(), tmp_path / "data", tmp_path / "new"
    reply = tmp_path / "reply.txt"
    reply.write_text(REPLY, "utf-8")
    settings = Settings(data=data, host_delay=timedelta(milliseconds=1), **SHOWN)
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(serve(press(start=clock.now()), clock, ports=()))
        leave: dict[str, Any] = {"invented": False, "policy": "full", "permission": LEAVE}
        papers = tuple(replace(one, **leave) for one in served.sources[:PAPERS])
        edition = Edition("demo", "demo", "Africa/Cairo", papers)

        async def crawl() -> None:
            with wiring.house(settings) as opened:
                house = replace(opened, clock=clock)
                async with AsyncExitStack() as stack:
                    fetcher = desks.fetcher(settings, private=served.private, clock=clock)
                    stack.push_async_callback(fetcher.close)
                    readers = await stack.enter_async_context(desks.parsers(settings))
                    asking = desks.asking(settings, fetcher, clock, daybook=house.daybook)
                    wiring.remember(house, edition)
                    desk = desks.collecting(house, asking, readers, edition)
                    again = desks.revisiting(house, asking, readers, edition, pages=frozenset)
                    await working.work(house, asking, desk, once=True, revisiting=again)
                house.indexing().catch_up()

        await crawl()
        with wiring.house(settings) as house:
            wishes = chosen(house, reply)

        async with reading(data, edition, clock) as reader:
            assert [await one.holds(reader) for one in wishes] == [False] * len(wishes)
            tickets = [await asked(reader, one, f"203.0.{number}.7") for number, one in enumerate(wishes)]
            clock.ahead += timedelta(seconds=3)
            told = [(await reader.get(ticket)).words(".reason") for ticket in tickets]
            assert all("ننظر فيه" in one for one in told), told
            at_once = [await gone(reader, one) for one in wishes]
            assert at_once == [one.at_once for one in wishes]  # ordinary requests hide nothing by themselves
            for number, one in enumerate(wishes, 1):
                await command(data, "request", "settle", str(number), *one.settled, "--reason", REASON)
            source = wishes[-1].article.draft.source
            await command(data, "source", "optout", source, "--reason", REASON, "--request", str(len(wishes)))
            clock.ahead += timedelta(seconds=3)  # of the sixty that are promised; the index has not followed
            assert [await one.holds(reader) for one in wishes] == [True] * len(wishes)
            for ticket in tickets:
                assert REASON in (await reader.get(ticket)).words(".reason")

        clock.ahead += timedelta(hours=30)
        await crawl()
        async with reading(data, edition, clock) as reader:
            assert [await one.holds(reader) for one in wishes] == [True] * len(wishes)
        await command(data, "rebuild", "index")
        async with reading(data, edition, clock) as reader:
            assert [await one.holds(reader) for one in wishes] == [True] * len(wishes)

    await command(data, "backup", str(tmp_path / "all.warraq"))
    await command(new, "restore", str(tmp_path / "all.warraq"))
    assert (await command(new, "decide", "verify"))["broken"] is None
    async with reading(new, edition, clock) as reader:
        assert [await one.holds(reader) for one in wishes] == [True] * len(wishes)
        standing = (await command(new, "decide", "list"))["decisions"]
        assert [one["reason"] for one in standing] == [REASON] * len(wishes)
        assert {one["claim"] for one in standing} == set(range(1, len(wishes) + 1))
        for one in standing:
            await command(new, "decide", "undo", str(one["number"]), "--reason", "زال السبب")
        with wiring.house(Settings(data=new, **SHOWN)) as opened:
            opened.indexing().catch_up()
        clock.ahead += timedelta(seconds=3)
        assert [await one.holds(reader) for one in wishes] == [False] * len(wishes)
    log = await command(new, "decide", "list", "--all")
    assert len(log["decisions"]) == log["lines"] >= 2 * len(wishes)
    assert all(one["reason"] for one in log["decisions"])


async def asked(reader: Reader, wish: Wish, peer: str) -> str:
    """Where the answer will stand: the form was filled in by somebody of that address."""
    asker = Asker(reader, peer)
    address = f"/request?article={wish.article.id}"
    await asker.opens(address)
    answer = await asker.sends(wish.kind, address=address)
    assert answer.status == 303, answer.words("main")
    return answer.headers["location"]


async def gone(reader: Reader, wish: Wish) -> bool:
    """Whether what a request is about cannot be had: its article, or of an intimate picture the picture."""
    page = await reader.get(path(wish.article))
    if wish.kind == "intimate":
        return await wish.holds(reader)
    return page.status == 410
