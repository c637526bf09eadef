"""Which addresses does a name have?"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from threading import Thread

# Raises OSError (socket.gaierror) when there are none.
LookUp = Callable[[str, int], Awaitable[Sequence[str]]]


class SystemNames:
    """Names as the machine's own resolver knows them.

    A look-up cannot be interrupted, and where no name server answers it hangs for tens of seconds: each has a daemon
    thread, so that neither the event loop's few threads are used up nor leaving the process waits for one.
    """

    def __init__(self, *, at_once: int = 32) -> None:
        self._places = asyncio.Semaphore(at_once)

    async def __call__(self, name: str, port: int) -> Sequence[str]:
        """The addresses, best first.

        Raises: OSError when the name has none, or the resolver did not answer.
        """
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        found: asyncio.Future[tuple[str, ...]] = loop.create_future()
        Thread(
            target=self._look_up, args=(name, port, loop, found), name=f"look up {name}", daemon=True
        ).start()
        return await found

    def _look_up(
        self, name: str, port: int, loop: asyncio.AbstractEventLoop, found: asyncio.Future[tuple[str, ...]]
    ) -> None:
        addresses: tuple[str, ...] | Exception
        try:
            answers = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
            addresses = tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError) as error:
            addresses = (
                error if isinstance(error, OSError) else socket.gaierror(socket.EAI_NONAME, str(error))
            )
        with suppress(RuntimeError):  # the loop has closed meanwhile: nobody waits
            loop.call_soon_threadsafe(self._tell, found, addresses)

    def _tell(self, found: asyncio.Future[tuple[str, ...]], addresses: tuple[str, ...] | Exception) -> None:
        self._places.release()  # only now: who gave up waiting has not ended the thread
        if found.done():
            return
        if isinstance(addresses, Exception):
            found.set_exception(addresses)
        else:
            found.set_result(addresses)
