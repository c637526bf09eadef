"""How is the site served, and what does it say of the collecting beside it?"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import uvicorn

from warraq import wiring
from warraq.cli import output
from warraq.cli.readers import admit
from warraq.errors import SettingsError
from warraq.newsroom import deciding
from warraq.newsroom.admission import Admission
from warraq.newsroom.petitions import Desk
from warraq.ports.index import Index
from warraq.press import Edition, Policy, Progress, Settings
from warraq.web.gallery import Gallery
from warraq.web.lodge import Lodge
from warraq.web.rights import Rights
from warraq.web.routes import application
from warraq.web.upkeep import Agree, Upkeep
from warraq.web.warming import Answered, warm
from warraq.wiring import House

if TYPE_CHECKING:  # what collects is loaded after the first page, if at all
    from warraq.newsroom.collecting import Collecting

Receive = Callable[[], Any]
_TOLD_EVERY_S = 5.0
_MOST_TOLD = 2_000


@dataclass(slots=True)
class Stage:
    """The ASGI application that is on show; another may take its place while the server runs."""

    app: Any = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Callable[..., Any]) -> None:
        if scope["type"] == "lifespan":  # the applications' own lifespans are entered by `showing`
            await _lifespan(receive, send)
            return
        await self.app(scope, receive, send)

    @contextlib.asynccontextmanager
    async def showing(self, app: Any) -> AsyncIterator[None]:
        """Show an application, its resources open; what was shown before comes back afterwards."""
        before = self.app
        async with app.router.lifespan_context(app):
            self.app = app
            try:
                yield
            finally:
                self.app = before


async def _lifespan(receive: Receive, send: Callable[..., Any]) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


@dataclass(slots=True)
class Collector:
    """The collecting desk of the moment, if any: pages ask it how far it is."""

    desk: Collecting | None = None
    offline: bool = False
    _told: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)

    def tells(self, problem: tuple[str, str]) -> bool:
        """Whether the problem is to be told: those of the last thousands were, and stay in memory no longer."""
        first = problem not in self._told
        self._told[problem] = None
        self._told.move_to_end(problem)
        if len(self._told) > _MOST_TOLD:
            self._told.popitem(last=False)
        return first

    def progress(self) -> Progress:
        progress = self.desk.progress() if self.desk else Progress()
        return replace(progress, offline=self.offline)


# What is warmed serves questions: the first page, and what it brings along, comes before them, however slow the machine. Where
# nobody asks for a page, it is not waited for longer.
_FIRST_PAGE_S, _NOBODY_ASKS_S = 0.5, 5.0


def site(house: House, edition: Edition, progress: Callable[[], Progress]) -> Any:
    moderating = house.moderating()
    moderating.catch_up()  # whoever reported a month ago is forgotten, collected or not
    deciding.enforce(house.bench(), now=house.clock.now())
    Desk(house.bench(), house.claims).forget(house.clock.now())
    wiring.remember(house, edition)  # before the first page: what is shown follows from what was agreed
    app, first = pages(house, edition, progress), threading.Event()
    app.add_middleware(Answered, first=first)
    threading.Thread(target=_warmed, args=(house.index, first), daemon=True).start()
    return app


def pages(house: House, edition: Edition, progress: Callable[[], Progress] = Progress) -> Any:
    """The site's pages over a house, for whoever asks them; nothing is written and nothing begun."""
    docket, moderating = house.docket(), house.moderating()

    async def prover(host: str, token: str) -> str:
        from warraq.wiring import desks  # what asks papers is not needed for the first page

        return await desks.proof(house.settings, host, token)

    return application(
        house.archive,
        house.index,
        clock=house.clock,
        edition=edition,
        settings=house.settings,
        progress=progress,
        standing=house.standing(edition),
        demo=house.settings.demo,
        gallery=Gallery(
            house.pictures,
            house.objects,
            wiring.secret(house.settings),
            moderating,
            house.placeholders,
            house.icons,
        ),
        doors=house.rechecks.doors,
        upkeep=Upkeep(
            house.examining(edition),
            house.ledger,
            house.daybook,
            house.keeping(),
            rechecks=house.rechecks,
            agree=_agreeing(house),
        ),
        rights=Rights(house.bench(), docket, house.claims, wiring.secret(house.settings), prover),
        subscriptions=house.subscriptions if house.settings.public else None,
        stories=house.stories,
        watches=house.watches,
        names=house.shown_names(docket),
        mastheads=house.mastheads,
        lodge=Lodge(Admission(house.users), wiring.secret(house.settings)),
    )


def _agreeing(house: House) -> Agree:
    """What was agreed with a paper, recorded as `warraq source policy` records it."""

    def agree(
        slug: str, policy: Policy | None, permission: str | None, ended: bool, reason: str, by: str
    ) -> None:
        from warraq.wiring import agreeing  # not needed for the first page

        agreeing.agree(house.settings, house, slug, policy=policy, permission=permission, ended=ended,
                       reason=reason, by=by, now=house.clock.now())  # fmt: skip

    return agree


def _warmed(index: Index, first: threading.Event) -> None:
    first.wait(_NOBODY_ASKS_S)
    time.sleep(_FIRST_PAGE_S)
    warm(index)
    gc.freeze()  # lists and templates stay as long as we do: not to be looked through again, 45 ms while a reader waits


def listen(settings: Settings) -> socket.socket:
    """The site's socket. Raises: SettingsError when the port cannot be had, or the site may not be opened so."""
    if warned := admit(settings):
        output.note(f"warraq: {warned}")
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # named TCP: only then does asyncio switch Nagle's algorithm off, which otherwise holds each page back for 40 ms
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
        sock.listen(2048)  # at once: what else starts here must find the port taken
    except OSError as error:
        sock.close()
        raise SettingsError(
            f"port {settings.port} of {settings.host} cannot be had ({error.strerror}); choose another with PORT= or --port"
        ) from error
    return sock


@contextlib.asynccontextmanager
async def serving(stage: Stage, sock: socket.socket) -> AsyncIterator[asyncio.Event]:
    """Serve the stage; the event is set when a signal asks to end. Open requests get a few seconds."""
    config = uvicorn.Config(
        stage,
        log_config=None,  # its events are ours, in our form: cli.logline
        log_level="warning",
        access_log=False,
        server_header=False,
        # whose X-Forwarded-For is believed is the setting `proxies`, not whoever connects from this machine
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    server = _Server(config)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ended.set)
    task = asyncio.create_task(server.serve(sockets=[sock]))
    task.add_done_callback(lambda _: ended.set())
    try:
        yield ended
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the whole process ends together, not the server alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def tell(collector: Collector) -> None:
    """Say how collecting goes: a line when something changed, each problem once."""
    last = ""
    while True:
        await asyncio.sleep(_TOLD_EVERY_S if not output.interactive() else 1.0)
        progress = collector.progress()
        for problem in reversed(progress.problems):
            if collector.tells(problem):
                output.note(f"  failed  {problem[0]}: {problem[1]}")
        if (line := spoken(progress)) != last:
            output.note(line)
            last = line


def spoken(progress: Progress) -> str:
    if progress.offline and not progress.feeds:
        return "collecting: no source can be reached for now, all are tried again every minute"
    return (
        f"collecting: {progress.reached} of {progress.feeds} feeds reached, {progress.failed} failed; "
        f"{progress.filed} articles filed, {progress.pending} pages waiting"
    )


def summary(progress: Progress) -> dict[str, object]:
    """What `--json` prints of collecting."""
    return {
        "feeds": progress.feeds,
        "reached": progress.reached,
        "failed": progress.failed,
        "filed": progress.filed,
        "versions": progress.versions,
        "pending": progress.pending,
        "offline": progress.offline,
        "halted": progress.halted,
        "problems": [{"what": what, "why": why} for what, why in progress.problems],
    }


async def opening(scope: dict[str, Any], receive: Receive, send: Callable[..., Any]) -> None:
    """What is on show before anything is: come back in a second."""
    headers = [(b"retry-after", b"1"), (b"content-type", b"text/plain; charset=utf-8"), (b"refresh", b"1")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": "يُفتح الموقع…".encode()})


async def ended_or(ended: asyncio.Event, *tasks: asyncio.Task[Any]) -> None:
    """Return when the event is set or a task is done; a task's error is raised."""
    waiter = asyncio.create_task(ended.wait())
    try:
        done, _ = await asyncio.wait({waiter, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        for task in done - {waiter}:
            task.result()
    finally:
        waiter.cancel()


async def cancelled(*tasks: asyncio.Task[Any]) -> None:
    """Cancel and wait for them."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"
