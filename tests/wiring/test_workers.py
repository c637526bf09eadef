"""The workers that the house opens may take so much memory and no more, by the word of the kernel."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from warraq.newsroom.parsing import Parsers
from warraq.press import Settings
from warraq.wiring import desks


async def limit_mb(parsers: Parsers, job: str) -> float:
    """How much its worker's data may grow to, in millions of bytes."""
    async with parsers:
        await parsers.ask(job, b"GIF", {"content_type": None})
        said = [
            Path(f"/proc/{one._process.pid}/limits").read_text("ascii")  # noqa: ASYNC240 (the kernel answers)
            for one in parsers._workers
        ]
    found = [re.search(r"^Max data size +(\d+) +\1 ", one, re.MULTILINE) for one in said]
    assert found
    assert all(found), "limited, and never to be raised again"
    return max(int(one[1]) for one in found if one) / 1e6


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
async def test_a_worker_has_its_limit_whether_it_develops_pictures_or_reads_pages() -> None:
    assert await limit_mb(desks.darkroom(Settings()), "picture") <= 400
    assert await limit_mb(desks.parsers(Settings()), "front") <= 512 * 2**20 / 1e6
