"""What does a hostile web say? Papers on real sockets of which a share of all answers goes wrong, in a seeded order.

One server on loopback speaks for every paper, by the request's Host. It keeps account of what it may hold against who
asks: requests before a Retry-After was over, addresses that robots.txt forbids, anything asked while no robots.txt was
ever had, two connections at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import math
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime

from tests.fetchers.loopback import message, reset
from tests.newsroom.test_collecting import page

Writer = asyncio.StreamWriter
Headers = list[tuple[str, str]]

ROBOTS = b"User-agent: *\nDisallow: /private/\n"
# How often each fault befalls an answer, among all faults. The last two cost the reader its whole patience.
FAULTS = {
    "slow": 3,
    "truncated": 3,
    "reset": 3,
    "500": 3,
    "429": 3,
    "503 until a date": 3,
    "too long a length": 2,
    "too short a length": 2,
    "wrong charset": 3,
    "lying gzip": 3,
    "redirect loop": 3,
    "silence": 1,
    "drip": 1,
}
_LONG_WAIT_S = 2400
_AT_ONCE_S = 0.5  # a connection whose end is on its way is none


@dataclass(frozen=True, slots=True)
class Paper:
    """Prints every so many minutes, and names each article in its feed for so long; `stops`: gone (410) from that hour on."""

    slug: str
    every_min: int
    stays_h: float
    gone_h: float | None = None

    def printed(self, hour: float, *, since: float = 0.0) -> Iterator[tuple[int, float]]:
        """(number, hour) of what was printed up to `hour`."""
        number = max(int(since * 60 / self.every_min), 0)
        while (at := number * self.every_min / 60) <= hour:
            if at >= since:
                yield number, at
            number += 1


@dataclass
class Origin:
    """`hour` is the simulated time; until `wrong_h` a share of `wrong` answers is a fault, until `prints_h` there is news."""

    papers: dict[str, Paper]
    start: datetime
    hour: Callable[[], float]
    seed: int
    wrong: float = 0.3
    wrong_h: float = 24.0
    prints_h: float = 24.0
    # (paper, path) -> the fault of its very first answer: what matters most is not left to chance
    first: dict[tuple[str, str], str] = field(default_factory=dict)
    port: int = 0
    said: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)  # what is held against who asks
    well: dict[str, list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )  # feeds: hours of good answers
    asked: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    _chance: dict[str, random.Random] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _rules: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: -1e9))  # when last had
    _open: Counter[str] = field(default_factory=Counter)

    def due(self, paper: Paper) -> set[str]:
        """The addresses of all that it printed and lets be read."""
        last = min(self.prints_h, paper.gone_h or self.prints_h)
        return {self.address(paper, number) for number, _ in paper.printed(last)}

    def address(self, paper: Paper, number: int) -> str:
        return f"http://{paper.slug}.example:{self.port}/news/{number}"

    async def answer(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ", 2)[1]
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            slug = fields["host"].partition(".")[0]
            for _ in range(50):
                if not self._open[slug]:
                    break
                await asyncio.sleep(_AT_ONCE_S / 50)
            self.held["two connections at once"] += self._open[slug] > 0
            self._open[slug] += 1
            gone = asyncio.ensure_future(reader.read())
            try:
                await self._say(slug, path, fields.get("if-none-match"), writer, gone)
            finally:
                gone.cancel()
                self._open[slug] -= 1
        writer.close()

    async def _say(
        self, slug: str, path: str, etag: str | None, writer: Writer, gone: asyncio.Future[bytes]
    ) -> None:
        paper, now = self.papers[slug], self.hour()
        self.asked[slug].append((path, now))
        self._judge(slug, path, now)
        chance = self._chance.setdefault(slug, random.Random(f"{self.seed} {slug}"))
        path, led, step = path.partition("?")
        if led:  # in a loop there is no way out
            onward = "?ring" if step == "ring" else f"?{int(step) + 1}"
            self.said["redirect loop"] += 1
            writer.write(message(302, [("Location", path + onward)]))
            await writer.drain()
            return
        status, headers, body = self._honest(paper, path, etag, now)
        chosen = self.first.pop((slug, path), None)
        if now < self.wrong_h and status != 410 and (chosen or chance.random() < self.wrong):
            fault = chosen or chance.choices(tuple(FAULTS), tuple(FAULTS.values()))[0]
            if path == "/robots.txt" and fault in ("too short a length", "wrong charset"):
                fault = (
                    "500"  # cut where its own length says so it is another file of rules, not a broken one
                )
            self.said[fault] += 1
            if fault in ("429", "503 until a date"):
                # longer than a feed is put off by itself, where it is chosen: who does not heed it comes too soon
                self._until[slug] = now + (_LONG_WAIT_S if chosen else chance.randrange(30, 900)) / 3600
            await self._wrong(fault, slug, path, (status, headers, body), writer, gone, chance)
            return
        self.said["well"] += 1
        self._had(slug, path, now)
        writer.write(message(status, headers, body))
        await writer.drain()

    def _had(self, slug: str, path: str, now: float) -> None:
        if path == "/robots.txt":
            self._rules[slug] = now
        if path == "/rss":
            self.well[slug].append(now)

    def _judge(self, slug: str, path: str, now: float) -> None:
        self.held["before Retry-After"] += now < self._until[slug] - 1 / 3600
        self.held["what robots.txt forbids"] += path.startswith("/private/")
        self.held["without a robots.txt"] += (
            not path.startswith("/robots.txt") and now - self._rules[slug] > 24.01
        )

    def _honest(self, paper: Paper, path: str, etag: str | None, now: float) -> tuple[int, Headers, bytes]:
        if path == "/robots.txt":
            return 200, [("Content-Type", "text/plain")], ROBOTS
        if path != "/rss":
            title = f"خبر {path.rsplit('/', 1)[1]} من {paper.slug}"
            return (
                200,
                [("Content-Type", "text/html; charset=utf-8")],
                page(title, words=WORDS[paper.slug[-1]]),
            )
        if paper.gone_h is not None and now >= paper.gone_h:
            return 410, [], b""
        last = min(now, self.prints_h)
        items = list(paper.printed(last, since=now - paper.stays_h))
        tag = f'"{items[0][0]}-{items[-1][0]}"' if items else '"none"'
        if etag == tag:
            return 304, [("ETag", tag)], b""
        return (
            200,
            [("Content-Type", "application/rss+xml; charset=utf-8"), ("ETag", tag)],
            self._feed(paper, items),
        )

    def _feed(self, paper: Paper, items: list[tuple[int, float]]) -> bytes:
        rows = []
        for number, at in reversed(items):
            date = format_datetime(self.start + timedelta(hours=at))
            link = self.address(paper, number)
            rows.append(
                f"<item><title>خبر {number} من {paper.slug}</title><link>{link}</link><guid>{link}</guid>"
                f"<pubDate>{date}</pubDate></item>"
            )
            if number % 3 == 0:
                hidden = link.replace("/news/", "/private/")
                rows.append(
                    f"<item><title>مسودة {number}</title><link>{hidden}</link><guid>{hidden}</guid></item>"
                )
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{"".join(rows)}</channel></rss>'.encode()

    async def _wrong(
        self,
        fault: str,
        slug: str,
        path: str,
        honest: tuple[int, Headers, bytes],
        writer: Writer,
        gone: asyncio.Future[bytes],
        chance: random.Random,
    ) -> None:
        status, headers, body = honest
        whole = message(status, headers, body)
        match fault:
            case "slow":
                await asyncio.sleep(0.05)
                self._had(slug, path, self.hour())
                writer.write(whole)
            case "truncated":
                writer.write(whole[: max(len(whole) - max(len(body) // 2, 1), 10)])
            case "reset":
                writer.write(whole[: len(whole) // 2])
                await writer.drain()
                reset(writer)
                return
            case "500":
                writer.write(message(chance.choice((500, 502, 504)), [], b"oh"))
            case "429" | "503 until a date":
                until = self.start + timedelta(hours=self._until[slug])
                wait_s = math.ceil((self._until[slug] - self.hour()) * 3600)
                said = str(wait_s) if fault == "429" else format_datetime(until, usegmt=True)
                writer.write(message(int(fault[:3]), [("Retry-After", said)], b"later"))
            case "too long a length":
                writer.write(message(status, [*headers, ("Content-Length", str(len(body) + 500))], body))
            case "too short a length":
                writer.write(message(status, [*headers, ("Content-Length", str(len(body) * 2 // 3))], body))
                self._had(slug, path, self.hour())
            case "wrong charset":
                other = [(name, value.replace("utf-8", "iso-8859-1")) for name, value in headers]
                writer.write(message(status, other, body))
                self._had(slug, path, self.hour())
            case "lying gzip":
                lie = chance.choice((body or b"x", gzip.compress(body or b"x")[:-9]))
                writer.write(message(200, [*headers, ("Content-Encoding", "gzip")], lie))
            case "redirect loop":
                writer.write(message(302, [("Location", path + chance.choice(("?ring", "?1")))]))
            case "silence":
                await gone
            case "drip":
                with contextlib.suppress(OSError):
                    for byte in whole[:400]:
                        writer.write(bytes([byte]))
                        await asyncio.wait([gone], timeout=0.05)
                        if gone.done():
                            break
        with contextlib.suppress(OSError):
            await writer.drain()


# Papers do not share their words, or one would be the other's reprint.
WORDS = {
    str(digit): f"قال مراسل الصحيفة رقم {digit} إن {what} "
    for digit, what in enumerate(
        (
            "المجلس البلدي أقر موازنة الطرق الجديدة بعد نقاش طويل حول الإنارة والأرصفة في الأحياء القديمة.",
            "الميناء استقبل ثلاث سفن محملة بالقمح وبدأ تفريغها في الصباح وسط إجراءات تنظيمية واسعة.",
            "الجامعة فتحت باب التسجيل لطلاب السنة الأولى في كليات العلوم والآداب والهندسة هذا الأسبوع.",
            "الفريق المحلي فاز بهدفين في مباراة الأمس وتصدر جدول الدوري للمرة الأولى منذ سنوات.",
            "هيئة الأرصاد توقعت أمطارا خفيفة على الساحل ورياحا نشطة في المرتفعات حتى نهاية الأسبوع.",
            "المستشفى المركزي افتتح قسما جديدا للأطفال بطاقة خمسين سريرا وأجهزة حديثة.",
            "وزارة الزراعة وزعت بذورا محسنة على مزارعي الشمال قبل بدء موسم البذر.",
            "المتحف الوطني عرض مخطوطات نادرة تعود إلى القرن الثالث للهجرة بعد ترميمها.",
            "شركة المياه أعلنت قطع الضخ عن ثلاثة أحياء لإصلاح الخط الرئيسي ليلا.",
            "سوق الأسماك شهد ارتفاعا في الأسعار بسبب العاصفة التي أبقت القوارب في المرفأ.",
        )
    )
}


@contextlib.contextmanager
def opened(origin: Origin) -> Iterator[None]:
    """The origin's server, in a thread and a loop of its own: its slowness is real."""
    loop, ready, ended = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        server = await asyncio.start_server(origin.answer, "127.0.0.1", 0, backlog=512)
        origin.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        server.close()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(10)
