"""Are names looked up without holding anybody up?"""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from warraq.fetchers.names import SystemNames


async def test_the_machine_knows_itself() -> None:
    assert set(await SystemNames()("localhost", 80)) & {"127.0.0.1", "::1"}


@pytest.mark.parametrize("name", ["x" * 64 + ".invalid", "nowhere.invalid", "a..b"])
async def test_a_name_without_addresses_is_an_os_error(name: str) -> None:
    with pytest.raises(OSError):
        await SystemNames()(name, 80)


async def test_a_look_up_that_hangs_holds_its_place_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    real = socket.getaddrinfo

    def hanging(name: str, *args: object, **kwargs: object) -> object:
        if name == "hangs.invalid":
            released.wait(10)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return real("127.0.0.1", *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    names = SystemNames(at_once=2)
    try:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(names("hangs.invalid", 80), 0.05)
        async with asyncio.timeout(5):
            assert await asyncio.gather(*(names("x.example", 80) for _ in range(5))) == [("127.0.0.1",)] * 5
        assert any(
            thread.daemon for thread in threading.enumerate() if thread.name == "look up hangs.invalid"
        )
    finally:
        released.set()
