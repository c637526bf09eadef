"""A server on loopback that says exactly the bytes it is told to, right or wrong."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from warraq.press import Capture

Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter
Script = Callable[[bytes, Writer], Awaitable[None]]

PATIENCE_S = 10.0


@dataclass
class Loopback:
    """A running server: what it was asked, how many connections it saw, and how many at once."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    open: int = 0
    most_open: int = 0

    @property
    def private(self) -> tuple[str, ...]:
        return (f"127.0.0.1/32:{self.port}",)

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def said(self, name: str) -> list[str]:
        """Every value of that header in all requests."""
        lines = [line for request in self.requests for line in request.decode("latin-1").split("\r\n")[1:]]
        return [
            line.partition(":")[2].strip() for line in lines if line.lower().startswith(f"{name.lower()}:")
        ]


@asynccontextmanager
async def serving(
    script: Script | bytes, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Loopback]:
    """Answer every connection once, by `script` (the request's head, the writer) or with those bytes."""
    running = Loopback(0)
    tasks: set[asyncio.Task[None]] = set()

    async def answer(reader: Reader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        running.connections += 1
        running.open += 1
        running.most_open = max(running.most_open, running.open)
        try:
            with suppress(
                OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError
            ):
                head = await reader.readuntil(b"\r\n\r\n")
                running.requests.append(head)
                if isinstance(script, bytes):
                    writer.write(script)
                    await writer.drain()
                else:
                    await script(head, writer)
        finally:
            running.open -= 1
            tasks.discard(task)
            writer.close()

    server = await asyncio.start_server(answer, host, port, ssl=tls)
    running.port = server.sockets[0].getsockname()[1]
    try:
        yield running
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def message(
    status: int | str = 200, headers: Iterable[tuple[str, str | bytes]] = (), body: bytes = b""
) -> bytes:
    """An honest answer, Content-Length included unless the headers say another or a Transfer-Encoding."""
    lines = [f"HTTP/1.1 {status} X".encode()]
    names = set()
    for name, value in headers:
        names.add(name.lower())
        lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()))
    if not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body)}".encode())
    return b"\r\n".join([*lines, b"", body])


def of_captures(captures: dict[str, Capture]) -> Script:
    """A server that gives these captures by path, and 304 where the request holds the etag already."""

    async def script(head: bytes, writer: Writer) -> None:
        lines = head.decode("latin-1").split("\r\n")
        capture = captures.get(lines[0].split(" ")[1])
        held = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("if-none-match:")]
        if capture is None:
            writer.write(message(404))
        elif capture.status == 200 and held and held[0] == capture.header("etag"):
            writer.write(message(304, capture.headers))
        else:
            writer.write(message(capture.status, capture.headers, capture.body))
        await writer.drain()

    return script


async def until_hung_up(writer: Writer) -> None:
    """Say nothing more, and wait for the other side to lose its patience."""
    with suppress(OSError):
        async with asyncio.timeout(PATIENCE_S):
            await writer.wait_closed()


def reset(writer: Writer) -> None:
    """Slam the door: RST instead of FIN."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    writer.transport.abort()
