"""A newsroom attacks a rival's pictures through the site's own form, and one click at the desk undoes it: does the kept log
say what happens?

`docs/reference/rehearsed-attack.md` is what this writes (WARRAQ_WRITE=1 writes it anew), line by line and hash by hash.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from tests.web.asking import Reader
from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.signing import Editor, hired
from tests.web.test_picture import pictured
from tests.web.test_report import Person
from warraq.moderation import caselog, transitions
from warraq.press import CaseLine, PictureId, PictureState, Role

KEPT = Path(__file__).parents[2] / "docs" / "reference" / "rehearsed-attack.md"
PICTURES, DESKS, EACH = 8, 12, 6
HEAD = f"""# A rehearsed attack, and how one click undoes it

{DESKS} desks of a newsroom, each with a browser that reported something days before and a network of its own, report a rival's
{PICTURES} pictures of a day through the site's own form: {EACH} of them at each picture, one half and the other in
turn. Three pictures are hidden, the most that the paper may lose by reports alone in a day; the breaker then freezes
what follows, which stays on show. By pictures 7 and 8 each half has moved together three times and is one voice: nothing is even
queued. In the morning `warraq doctor` and the desk say that a breaker is open. The moderator signs in at `/desk`, looks at the
pictures, hides one that deserves it, follows the alert to what was taken that day, and gives it all back with one click
(`warraq reports restore sada --reason "هجوم منظم"` does the same). What was kept, no report hides again.

This is the log as `warraq reports log` has it, written by `tests/web/test_rehearsed_attack.py`, which fails when a line differs.
Each hash holds the one before; there is nothing in it of who reported.

| line | minute | picture | event | from | to | by | score | prefixes | nets | reason | hash |
|---|---|---|---|---|---|---|---|---|---|---|---|
"""


async def test_the_attack_goes_as_it_is_written_down(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(PICTURES):
        pictured(stand, name=f"p{number}")
    reader = await opens(stand)
    desks = [Person(reader, peer=f"{60 + number}.0.0.1") for number in range(DESKS)]
    for desk in desks:
        await desk.opens()
    stand.clock.time += timedelta(days=2)
    began = stand.clock.now()
    for number in range(1, PICTURES + 1):
        await _attacked(reader, desks, number)
        stand.clock.time += timedelta(minutes=15)
        stand.moderating.catch_up()
    hidden = [number for number in range(1, PICTURES + 1) if not _shown(stand, number)]
    assert hidden == [1, 2, 3]
    await _answered(reader, stand)
    await _attacked(reader, desks, 1)
    stand.clock.time += timedelta(days=1)
    stand.moderating.catch_up()
    assert [number for number in range(1, PICTURES + 1) if not _shown(stand, number)] == [2]
    log = stand.reports.log()
    assert caselog.broken(log) is None
    for picture, standing in transitions.replayed(log).items():
        assert stand.reports.case(picture).standing == standing
    written = HEAD + "".join(_row(line, line.at - began) for line in log)
    if os.environ.get("WARRAQ_WRITE"):
        KEPT.write_text(written, "utf-8")
    assert KEPT.read_text("utf-8") == written


async def _answered(reader: Reader, stand: Newsstand) -> None:
    """The moderator's morning: one picture is hidden, the alert is followed, and the day is given back."""
    hired(stand, "amal", Role.MODERATOR)
    moderator = Editor(reader)
    await moderator.signs_in("amal")
    case = await moderator.opens("/desk/pictures/2")
    last = case.page.css_first(".verdict input[name=last]").attributes["value"] or ""
    hidden = await moderator.posts("/desk/pictures/2", do="hide", reason="فيها جثة", last=last)
    assert hidden.status == 303
    alert = (await moderator.opens("/desk")).page.css_first(".breakers a").attributes["href"] or ""
    page = await moderator.opens(alert)
    given = {
        name: page.page.css_first(f".whole-day input[name={name}]").attributes["value"] or ""
        for name in ("paper", "day", "upto")
    }
    assert given["paper"] == "sada"
    kept = await moderator.posts("/desk/pictures/restore", do="restore", reason="هجوم منظم", **given)
    assert kept.status == 303
    assert (await moderator.opens("/desk")).page.css_first(".breakers") is None


async def _attacked(reader: Reader, desks: list[Person], number: int) -> None:
    """Six of the desks, beginning with another one at each picture, report it."""
    address = f"/picture/{number}/report"
    for desk in (desks[(number * 5 + step * 2) % DESKS] for step in range(EACH)):
        await desk.opens(address)
        assert (await desk.posts(address=address)).status == 200


def _shown(stand: Newsstand, number: int) -> bool:
    held = stand.pictures.picture(PictureId(number))
    assert held is not None
    return held.state is PictureState.VISIBLE


def _row(line: CaseLine, after: timedelta) -> str:
    said = line.said
    told = (
        line.number, int(after / timedelta(minutes=1)), said.picture, said.event.value, said.before.value, said.after.value,
        said.rule, f"{said.score:g}", said.prefixes, said.nets, said.reason or "", f"`{line.hash[:12]}`",
    )  # fmt: skip
    return f"| {' | '.join(map(str, told))} |\n"
