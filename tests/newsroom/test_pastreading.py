"""Is the cheap way used only where it says what the full way says?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from tests.newsroom.conftest import NOON
from warraq.errors import Unreadable
from warraq.extraction.page import PageReading
from warraq.newsroom.pastreading import EACH, TRIED, Reading
from warraq.newsroom.tools import Tools
from warraq.press import Capture, Source

PAPER = Source("nahar", "النهار", "eg", "Africa/Cairo")
PAGE = Capture("https://nahar.example/1", NOON, 200, (), b"")
WORDS = "أعلنت المحافظة أن العمل في الجسر انتهى قبل موعده وأن المارة سيعبرونه ابتداء من يوم الخميس المقبل"


@dataclass
class Readers:
    """Both ways of reading, as a test wants them."""

    cheap: str | None = WORDS
    read_by: list[str] = field(default_factory=list)

    async def read(
        self, capture: Capture, source: Source, *, address: str, cheaply: bool = False
    ) -> PageReading:
        self.read_by.append("cheap" if cheaply else "full")
        if cheaply and self.cheap is None:
            raise Unreadable("no article text found in the page")
        return PageReading("عنوان", self.cheap if cheaply and self.cheap else WORDS)

    async def pages(self, reading: Reading, count: int) -> list[PageReading]:
        return [await reading.read(PAGE, PAPER, address=PAGE.url) for _ in range(count)]


async def test_both_ways_are_read_until_they_agreed_often_enough_and_now_and_then_after() -> None:
    readers = Readers()
    reading = Reading(cast(Tools, readers))
    await readers.pages(reading, TRIED)
    assert readers.read_by == ["full", "cheap"] * TRIED
    readers.read_by.clear()
    await readers.pages(reading, EACH + 1)
    assert readers.read_by == ["cheap"] * EACH + ["full", "cheap"]


async def test_where_they_do_not_agree_the_full_way_is_kept() -> None:
    for cheap in (WORDS * 2 + " عناوين أخرى من صحف أخرى", None):
        readers = Readers(cheap)
        reading = Reading(cast(Tools, readers))
        found = await readers.pages(reading, TRIED * 2)
        assert {one.body for one in found} == {WORDS}
        assert not reading.is_cheap(PAPER.slug)


async def test_a_redesign_is_noticed_and_tried_anew() -> None:
    readers = Readers()
    reading = Reading(cast(Tools, readers))
    await readers.pages(reading, TRIED + EACH)
    readers.cheap = "قائمة أخرى"
    await readers.pages(reading, 1)
    assert not reading.is_cheap(PAPER.slug)
    readers.cheap = WORDS
    readers.read_by.clear()
    await readers.pages(reading, TRIED)
    assert readers.read_by == ["full", "cheap"] * TRIED
