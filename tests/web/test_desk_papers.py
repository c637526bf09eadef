"""What may be shown of a paper is looked at, decided and followed by every door; who may only look decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand
from tests.web.signing import HASH, Editor, hired
from tests.web.test_desk_requests import moderator
from tests.web.test_doors import MARKER, PUBLIC, stand
from warraq import editions, wiring
from warraq.cli.running import pages
from warraq.moderation.decisions import broken, replay
from warraq.ports.daybook import FeedState
from warraq.ports.rechecks import DoorState
from warraq.press import DecisionKind, Role, Settings

LEAVE = "mail of the editor, 2026-11-01"
DESK = "/desk/papers/sada"
LATER = timedelta(seconds=3)


@pytest.fixture
def made() -> Newsstand:
    return stand(replace(PUBLIC, address=None))


async def admin(opens: Opens, made: Newsstand) -> Editor:
    hired(made)
    person = Editor(await opens(made))
    assert (await person.signs_in()).status == 303
    return person


async def says(person: Editor, do: str, at: str = DESK, **fields: str) -> Answer:
    await person.opens(at)
    return await person.posts(at, do=do, **{"after": person.after, **fields})


def table(page: Answer) -> list[list[str]]:
    rows = page.page.css(".passing tbody tr")
    return [[" ".join(cell.text().split()) for cell in row.css("th, td")] for row in rows]


async def test_an_admin_sees_what_changes_before_saving_and_readers_after(
    opens: Opens, made: Newsstand
) -> None:
    person, reader = await admin(opens, made), await opens(made)
    fields = {"policy": "full", "permission": LEAVE, "reason": "رسالة المحرر"}
    page = await says(person, "preview", **fields)
    assert page.status == 200
    assert table(page)[0] == ["صفحة الخبر", "العنوان و200 حرف", "النص كله"]
    assert table(page)[3] == ["الصورة", "لا شيء", "تظهر"]
    assert "خبران محفوظان" in page.words("main")
    assert made.archive.sources()["sada"].permission is None
    assert MARKER not in (await reader.get("/sada/1")).text
    saved = await says(person, "save", **fields)
    assert (saved.status, saved.headers["location"]) == (303, f"{DESK}?saved")
    made.clock.time += LATER
    assert MARKER in (await reader.get("/sada/1")).text
    (line,) = made.decisions.log()
    said = line.decision
    assert (said.kind, said.source, said.policy, said.permission, said.by) == (
        DecisionKind.AGREE,
        "sada",
        "full",
        LEAVE,
        "ليلى, admin",
    )
    assert broken(made.decisions.log()) is None
    assert LEAVE in (await person.opens(DESK)).words(".recasts")
    await says(person, "save", policy="link", reason="كفى")
    made.clock.time += LATER
    assert made.archive.sources()["sada"].permission == LEAVE, "the leave that is recorded stays"
    assert MARKER not in (await reader.get("/sada/1")).text
    await says(person, "save", policy="full", ended="1", reason="انقضى")
    assert made.archive.sources()["sada"].permission is None


@pytest.mark.parametrize(
    "fields",
    [
        {"policy": "all", "reason": "نعم"},
        {"policy": "full", "permission": "قالوا نعم", "reason": "نعم"},
        {"policy": "none", "permission": LEAVE, "reason": "نعم"},
        {"policy": "full", "permission": LEAVE, "ended": "1", "reason": "نعم"},
        {"policy": "full", "permission": LEAVE, "reason": " "},
    ],
    ids=["policy", "date", "none", "ended", "reason"],
)
async def test_what_cannot_be_recorded_changes_nothing(
    opens: Opens, made: Newsstand, fields: dict[str, str]
) -> None:
    person = await admin(opens, made)
    answer = await says(person, "save", **fields)
    assert answer.status == 400
    assert answer.page.css_first("main [role=alert]") is not None
    assert answer.page.css_first("#permission").attributes["value"] == fields.get("permission", "")
    assert made.decisions.last() == 0


async def test_a_moderator_looks_and_decides_nothing(opens: Opens, made: Newsstand) -> None:
    person = await moderator(opens, made)
    page = await person.opens(DESK)
    assert page.status == 200
    assert page.page.css_first("main form[action^='/desk/papers']") is None
    for do in ("preview", "save", "optout", "back", "door"):
        fields = {"policy": "link", "reason": "x", "why": "x", "state": "dead", "because": "x"}
        answer = await person.posts(DESK, do=do, after="0", **fields)
        assert answer.status == 403
    assert made.decisions.last() == 0
    assert made.rechecks.doors() == {}


async def test_a_paper_is_left_alone_and_visited_again(opens: Opens, made: Newsstand) -> None:
    person = await admin(opens, made)
    assert (await says(person, "optout", why=" ")).status == 400
    assert (await says(person, "optout", why="طلبته صاحبته")).headers["location"] == f"{DESK}?optout"
    made.clock.time += LATER
    page = await person.opens(DESK)
    assert "طلبت أن تُترك وشأنها" in page.words(".reason")
    assert table(page)[0] == ["صفحة الخبر", "العنوان والرابط"]
    listed = await person.opens("/desk/papers?only=alone")
    assert [one.attributes["href"] for one in listed.page.css(".docket h2 a")] == [DESK]
    made.decide(DecisionKind.OPT_OUT, source="sada")  # and once more, for a request
    assert (await says(person, "back", why="عادوا")).headers["location"] == f"{DESK}?back"
    assert "sada" not in replay(made.decisions.log()).opted_out
    made.clock.time += LATER
    assert [one.decision.undoes for one in made.decisions.log()] == [None, None, 1, 2]
    assert table(await person.opens(DESK))[0] == ["صفحة الخبر", "العنوان و200 حرف"]


async def test_a_door_is_spoken_of_and_watched_again(opens: Opens, made: Newsstand) -> None:
    person = await admin(opens, made)
    assert (await says(person, "door", state="dead", because=" ")).status == 400
    assert (await says(person, "door", state="ajar", because="نعم")).status == 400
    assert (await says(person, "door", state="adopted", because="انتقلت")).status == 409
    assert made.rechecks.doors() == {}
    assert (await says(person, "door", state="dead", because="كتب المحرر")).status == 303
    door = made.rechecks.doors()["sada"]
    assert (door.state, door.decided, door.reason) == (DoorState.DEAD, True, "كتب المحرر")
    listed = await person.opens("/desk/papers?only=doors")
    assert "توقف موقع الصحيفة" in listed.words(".docket")
    await says(person, "door", state="watched", because="عاد")
    assert not made.rechecks.doors()["sada"].decided
    moved = {"state": "adopted", "home": "https://sada-new.example/", "because": "انتقلت"}
    assert (await says(person, "door", **moved)).status == 303
    assert made.decisions.log()[-1].decision.address == "https://sada-new.example/"


async def test_a_form_that_was_opened_before_another_decided_is_refused(
    opens: Opens, made: Newsstand
) -> None:
    person = await admin(opens, made)
    await person.opens(DESK)
    made.agree("sada", "link", None, False, "رسالة", "ليلى, admin")
    late = await person.posts(
        DESK, do="save", after=person.after, policy="full", permission=LEAVE, reason="نعم"
    )
    assert late.status == 409
    assert "رسالة" in late.words(".recasts"), "what happened meanwhile is said"
    assert late.page.css_first("#permission").attributes["value"] == LEAVE
    assert made.archive.sources()["sada"].policy == "link"


async def test_papers_in_trouble_stand_first_with_why_and_what_to_do(opens: Opens, made: Newsstand) -> None:
    made.daybook.put_feed_state(
        FeedState(
            "sada",
            "https://sada.example/rss",
            tried=NOON,
            reached=NOON - timedelta(days=3),
            due=NOON,
            problem="the server answered HTTP 404",
            status=404,
            errors=9,
        )
    )
    person = await moderator(opens, made)
    page = await person.opens("/desk/papers")
    assert page.page.css_first(".docket li").attributes["class"] == "first"
    assert page.page.css_first(".docket h2 a").attributes["href"] == DESK
    ill = await person.opens("/desk/papers?only=ill")
    assert len(ill.page.css(".docket li")) == 1
    told = await person.opens(DESK)
    assert "ابحث عن عنوانها الجديد" in told.words("main > div > .note, main .note")
    assert (await person.opens("/desk/papers/none")).status == 404
    assert len((await person.opens("/desk/papers?only=nonsense")).page.css(".docket li")) == 3


async def test_what_is_saved_stands_in_the_editions_file_as_the_command_writes_it(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, edition="eg")
    edition = editions.load("eg", folder=tmp_path / "editions")
    slug = edition.sources[0].slug
    with wiring.house(settings) as house:
        wiring.remember(house, edition)
        house.users.add("ليلى", Role.ADMIN, HASH, now=house.clock.now())
        app = pages(house, edition)
        async with app.router.lifespan_context(app):
            person = Editor(Reader(app))
            assert (await person.signs_in()).status == 303
            address = f"/desk/papers/{slug}"
            fields = {"policy": "full", "permission": LEAVE, "reason": "رسالة"}
            nothing = await says(person, "save", address, **{**fields, "reason": "<b></b>"})
            assert nothing.status == 409
            assert not (tmp_path / "editions").exists(), "what the log does not take stands in no file"
            assert (await says(person, "save", address, **fields)).status == 303
            again = await says(person, "save", address, policy="none", reason="سُحبت")
            assert again.status == 303
            third = await says(person, "save", address, **{**fields, "permission": f"{LEAVE}\x07"})
            assert third.status == 303, "the file and the log say the same"
        log = house.decisions.log()
    loaded = next(
        one for one in editions.load("eg", folder=tmp_path / "editions").sources if one.slug == slug
    )
    assert (loaded.policy, loaded.permission) == ("full", LEAVE)
    assert [(one.decision.policy, one.decision.permission) for one in log] == [
        ("full", LEAVE),
        (None, None),
        ("full", LEAVE),
    ]
