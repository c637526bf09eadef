"""From papers' servers to the page: their marks, printed anew; and nothing asked where a stranger is at home."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.journeys.conftest import JumpingClock, Warraq, warraq
from tests.web.asking import Reader
from warraq.cli import running
from warraq.demopress.server import Running, serve
from warraq.demopress.truth import press
from warraq.ports.rechecks import DoorState, Doorway
from warraq.press import Edition, Progress, icon_key
from warraq.wiring import desks

DRAWING, NOTHING, HIJACKED = "baydar", "rasif", "hidhab"


async def iconed(ours: Warraq) -> None:
    """Once around, through the real fetcher and the real workers."""
    house, edition = ours.house, Edition("demo", "demo", "UTC", ours.sources)
    fetcher = desks.fetcher(house.settings, private=ours.private, clock=house.clock)
    async with desks.parsers(house.settings) as readers:
        asking = desks.asking(house.settings, fetcher, house.clock, daybook=house.daybook)
        await desks.iconing(house, asking, readers, edition).run(once=True)
    await fetcher.close()


def asked(served: Running, slug: str) -> list[str]:
    host = served.origins[slug].removeprefix("http://")
    return [one.path for one in served.requests if one.host == host]


async def test_papers_have_their_own_marks_and_a_hijackers_is_never_asked_for(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with (
        serve(press(seed=1, start=clock.now()), clock, ports=()) as served,
        warraq(tmp_path, clock, served.sources, served.private) as ours,
    ):
        house = ours.house
        house.archive.put_sources(ours.sources)
        await iconed(ours)
        shown = {slug for slug, icon in house.icons.held().items() if icon.shown}
        assert shown == {source.slug for source in ours.sources} - {DRAWING, NOTHING}
        assert all(len(asked(served, source.slug)) <= 5 for source in ours.sources)

        app = running.site(house, Edition("demo", "demo", "UTC", ours.sources), Progress)
        async with app.router.lifespan_context(app):
            reader = Reader(app)
            images = (await reader.get("/sources")).page.css("img.mark")
            assert len(images) == len(shown)
            for image in images:
                served_by_us = await reader.get(image.attributes["src"] or "")
                assert served_by_us.body.startswith(b"\x89PNG")

        clock.ahead = timedelta(days=90)  # meanwhile somebody bought its domain, and the desk found it out
        door = Doorway(HIJACKED, DoorState.HIJACKED, since=clock.now() - timedelta(days=20))
        house.rechecks.put_door(door)
        before, kept = len(asked(served, HIJACKED)), house.icons.held()[HIJACKED]
        await iconed(ours)
        assert len(asked(served, HIJACKED)) == before
        assert house.icons.held()[HIJACKED] == kept  # its own, from before
        assert house.objects.get(icon_key(kept.print or "")) is not None
        assert house.icons.held()["shurfa"].asked > kept.asked
