"""Who reads outside bytes, so that no page can hang, bloat or kill the house? A few killable worker processes.

Each worker is a plain `python -m warraq.newsroom.reader`, spoken to through its pipes in frames: nothing is forked from
a process with threads, and nothing but JSON comes back. A worker that passes its deadline or its memory, or dies, costs
the one item it held; another takes its place. After enough items, or grown fat, it is retired in peace.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

import warraq
from warraq.errors import Unreadable, WarraqError
from warraq.extraction import templatetext
from warraq.extraction.dates import Place
from warraq.extraction.icons import Mark, Marks
from warraq.extraction.page import NOTHING_KNOWN, Known, Studied
from warraq.feeds.discovery import Named
from warraq.feeds.past import PastReading
from warraq.newsroom.handed import feed_reading, known_handed, page_reading, past_reading
from warraq.newsroom.reader import LENGTH, PATIENCE
from warraq.press import Capture, FeedKind, FeedReading, Source

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/plain")
_MIB = 2**20
_ANSWER_MAX = 64 * _MIB
_START_S = 60.0  # to import what reads; not counted against an item
_STARTS_MAX = 3  # workers in a row that never came up
_RETIRE_S = 2.0


def other_than_page(capture: Capture) -> str | None:
    """The media type of what answered, where it is no page to be read; `None` for a page, and where nothing was said."""
    media = (capture.header("content-type") or "text/html").split(";")[0].strip().lower()
    return None if media in _PAGE_TYPES else media


async def studied(
    parsers: Parsers, capture: Capture, source: Source, known: Known, *, address: str | None = None
) -> Studied:
    """What a page of this paper says, and teaches, as it was when it was fetched; `address`: where it answered, if elsewhere.

    Raises: Unreadable.
    """
    return await parsers.study(
        capture.body,
        url=address or capture.url,
        content_type=capture.header("content-type"),
        place=Place(country=source.country, zone=source.zone, now=capture.at),
        known=known,
    )


class Parsers:
    """`count` workers, started when first needed. Use as `async with Parsers() as parsers`.

    `deadline_s` is the processor time an item may take (four times as long by the clock); `memory_bytes` what a worker's own data may grow to (Linux); a worker is
    retired after `recycle_after` items, or when it holds more than `recycle_above_bytes`. `jobs` names the table of
    what a worker can do, as `module:attribute`.
    """

    def __init__(
        self,
        *,
        count: int = 2,
        deadline_s: float = 5.0,
        memory_bytes: int = 512 * _MIB,
        recycle_after: int = 1_000,
        recycle_above_bytes: int = 256 * _MIB,
        jobs: str = "warraq.newsroom.reader:JOBS",
    ) -> None:
        self.deadline_s = deadline_s
        self._too_slow = f"took more than {deadline_s:g} s to read"
        self._arguments = (jobs, str(memory_bytes), str(deadline_s))
        self._memory_bytes = memory_bytes
        self._recycle_after = recycle_after
        self._recycle_above_bytes = recycle_above_bytes
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._places = asyncio.Semaphore(count)
        self._count = count
        self._failed_starts = 0
        self._retiring: set[asyncio.Task[None]] = set()
        self._open = False

    async def __aenter__(self) -> Self:
        self._open = True
        for _ in range(self._count):  # they import while the desk asks for its first feed
            self._idle.append(await self._started())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = False
        self._idle.clear()
        for worker in self._workers:
            if not worker.has_ended():
                worker.kill()
        await asyncio.gather(
            *(worker.gone() for worker in self._workers), *self._retiring, return_exceptions=True
        )
        self._workers.clear()

    async def feed(
        self,
        data: bytes,
        *,
        url: str,
        content_type: str | None,
        zone: str,
        now: datetime,
        kind: FeedKind = "feed",
    ) -> FeedReading:
        """What `warraq.feeds.read` says of it. Raises: Unreadable."""
        fields = {
            "url": url,
            "content_type": content_type,
            "zone": zone,
            "now": now.isoformat(),
            "kind": kind,
        }
        return feed_reading(await self.ask("feed", data, fields))

    async def feeds_named(self, data: bytes, *, url: str, content_type: str | None) -> tuple[Named, ...]:
        """What `warraq.feeds.discovery.read` says of a page. Raises: Unreadable."""
        found = await self.ask("feeds_named", data, {"url": url, "content_type": content_type})
        return tuple(Named(**one) for one in found)

    async def study(
        self, data: bytes, *, url: str, content_type: str | None, place: Place, known: Known = NOTHING_KNOWN
    ) -> Studied:
        """What `warraq.extraction.page.study` says of it. Raises: Unreadable."""
        fields = {
            "url": url,
            "content_type": content_type,
            "country": place.country,
            "zone": place.zone,
            "now": place.now.isoformat(),
            "known": known_handed(known),
        }
        found = await self.ask("study", data, fields)
        return Studied(
            page_reading(found["reading"]), templatetext.sighting_taken(found["sighting"]), found["trial"]
        )

    async def front(self, data: bytes, *, content_type: str | None) -> tuple[str, str]:
        """A front page's title and text, as `warraq.extraction.front.read` has them. Raises: Unreadable."""
        found = await self.ask("front", data, {"content_type": content_type})
        return found["title"], found["text"]

    async def past(
        self, data: bytes, *, url: str, content_type: str | None, zone: str, now: datetime
    ) -> PastReading:
        """What `warraq.feeds.past.read` says of a list. Raises: Unreadable."""
        fields = {"url": url, "content_type": content_type, "zone": zone, "now": now.isoformat()}
        return past_reading(await self.ask("past", data, fields))

    async def icons(self, data: bytes, *, url: str, content_type: str | None) -> Marks:
        """What `warraq.extraction.icons.declared` says of a front page. Raises: Unreadable."""
        found = await self.ask("icons", data, {"url": url, "content_type": content_type})
        return Marks(tuple(Mark(**one) for one in found["marks"]), found["manifest"])

    async def icons_of_manifest(self, data: bytes, *, url: str) -> tuple[Mark, ...]:
        """What `warraq.extraction.icons.of_manifest` says of a manifest. Raises: Unreadable."""
        return tuple(Mark(**one) for one in await self.ask("icons", data, {"url": url}))

    async def ask(self, job: str, data: bytes, fields: Mapping[str, Any]) -> Any:
        """Have a worker do a job of the table; the JSON it answers.

        Raises: Unreadable for whatever the item did to the worker; WarraqError if no worker can be started.
        """
        if not self._open:
            raise RuntimeError("Parsers is used outside its `async with`")
        async with self._places:
            worker = await self._ready()
            try:
                async with asyncio.timeout(PATIENCE * self.deadline_s):
                    answer = await worker.answer({"job": job, "fields": dict(fields)}, data)
            except TimeoutError:
                self._drop(worker)
                raise Unreadable(self._too_slow) from None
            except (EOFError, OSError, asyncio.IncompleteReadError, ValueError) as error:
                await asyncio.wait([self._drop(worker)])
                raise Unreadable(
                    self._too_slow if worker.ran_out() else f"reading it {worker.end()}"
                ) from error
            except BaseException:  # cancelled: the worker is still busy with what nobody wants
                self._drop(worker)
                raise
            return self._result(worker, answer)

    def _result(self, worker: _Worker, answer: dict[str, Any]) -> Any:
        if "memory" in answer:  # what a worker still holds after such an item is anybody's guess
            self._drop(worker)
            raise Unreadable(f"took more than {self._memory_bytes // _MIB} MB to read")
        if worker.done >= self._recycle_after or answer.get("rss", 0) > self._recycle_above_bytes:
            self._retire(worker)
        else:
            self._idle.append(worker)
        if "unreadable" in answer:
            raise Unreadable(str(answer["unreadable"])[:300])
        return answer["result"]

    async def _ready(self) -> _Worker:
        """An idle worker, or a new one, once it has imported what it needs."""
        while True:
            worker = self._idle.pop() if self._idle else await self._started()
            try:
                async with asyncio.timeout(_START_S):
                    await worker.up()
            except (EOFError, OSError, asyncio.IncompleteReadError, ValueError, TimeoutError) as error:
                idle_death = worker.was_up
                self._drop(worker)
                self._failed_starts += not idle_death
                if self._failed_starts >= _STARTS_MAX:
                    raise WarraqError(
                        "the reading workers do not start: run `warraq doctor`, or "
                        f"`{sys.executable} -m warraq.newsroom.reader` to see why"
                    ) from error
            except BaseException:
                self._idle.append(worker)
                raise
            else:
                self._failed_starts = 0
                return worker

    async def _started(self) -> _Worker:
        worker = await _Worker.start(self._arguments)
        self._workers.add(worker)
        return worker

    def _drop(self, worker: _Worker) -> asyncio.Task[None]:
        return self._forget(worker, patience_s=_RETIRE_S if worker.has_ended() else 0)

    def _retire(self, worker: _Worker) -> None:
        worker.close()
        self._forget(worker, patience_s=_RETIRE_S)

    def _forget(self, worker: _Worker, *, patience_s: float) -> asyncio.Task[None]:
        """Let it end by itself for so long, then kill it."""
        if not patience_s:
            worker.kill()

        async def until_gone() -> None:
            try:
                async with asyncio.timeout(patience_s or None):
                    await worker.gone()
            except TimeoutError:
                worker.kill()
                await worker.gone()
            self._workers.discard(worker)

        task = asyncio.create_task(until_gone())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)
        return task


class _Worker:
    """One process and the two pipes to it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._to, self._from = process.stdin, process.stdout
        self.was_up = False
        self.done = 0

    @classmethod
    async def start(cls, arguments: tuple[str, ...]) -> _Worker:
        # The checkout may not be installed, and the folder we stand in must not be importable (-P).
        root = str(Path(warraq.__file__).parents[1])
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "warraq.newsroom.reader", *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is the house's business
        )
        return cls(process)

    async def up(self) -> None:
        """Return once it can work. Raises: EOFError and the like if it died."""
        if not self.was_up:
            await self._read()
            self.was_up = True
        if self._from.at_eof() or not self._lives():
            raise EOFError("the worker is gone")

    def _lives(self) -> bool:
        """Asked of the system itself, since asyncio learns of an end a little late; leaves the exit code to it."""
        if not hasattr(os, "waitid"):  # macOS
            return self._process.returncode is None
        try:
            return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        except ChildProcessError:
            return False

    async def answer(self, header: dict[str, Any], data: bytes) -> dict[str, Any]:
        head = orjson.dumps(header)
        self._to.write(LENGTH.pack(len(head), len(data)) + head)
        self._to.write(data)
        # Sending and receiving at once: a worker that dies while we send must not leave us waiting.
        sending = asyncio.create_task(self._to.drain())
        try:
            found = await self._read()
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await sending
        self.done += 1
        return found

    async def _read(self) -> dict[str, Any]:
        length, _ = LENGTH.unpack(await self._from.readexactly(LENGTH.size))
        if length > _ANSWER_MAX:
            raise ValueError("an answer too long to be one")
        found = orjson.loads(await self._from.readexactly(length))
        if not isinstance(found, dict):
            raise ValueError("an answer of another shape")
        return found

    def close(self) -> None:
        """Let it end by itself: it does when nobody speaks to it any more."""
        self._to.close()

    def has_ended(self) -> bool:
        """Whether it has let go of its pipe. To signal it then would take its exit code from asyncio's watcher."""
        return self._from.at_eof()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def gone(self) -> None:
        await self._process.wait()
        self._to.close()

    def ran_out(self) -> bool:
        """Whether its own clock of processor time ended it."""
        return self._process.returncode == -signal.SIGPROF

    def end(self) -> str:
        """How it ended, as a clause."""
        code = self._process.returncode
        if code is not None and code < 0:
            return f"crashed the worker ({signal.Signals(-code).name})"
        return "ended the worker"
