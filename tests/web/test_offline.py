"""Does the site say what a worker may keep, and what it must forget?"""

from __future__ import annotations

import json

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, two
from tests.web.test_picture import pictured
from warraq.press import CaseEvent, Category, DecisionKind, PictureId, Reporter, Settings, State
from warraq.web.statics import address, statics


async def test_the_worker_names_every_file_and_no_browser_keeps_it_unasked(opens: Opens) -> None:
    reader = await opens(Newsstand())
    answer = await reader.get("/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert all(address(path) in answer.text for path in statics() if not path.endswith(".png"))
    again = await reader.get("/sw.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


async def test_the_worker_knows_the_fronts_of_several_editions(opens: Opens) -> None:
    assert (
        '"fronts": ["/", "/eg", "/tn"]' in (await (await opens(Newsstand(edition=two()))).get("/sw.js")).text
    )
    assert '"fronts": ["/"]' in (await (await opens(Newsstand())).get("/sw.js")).text


async def test_the_manifest_names_the_site_with_icons_that_are_there(opens: Opens) -> None:
    reader = await opens(Newsstand())
    said = json.loads((await reader.get("/manifest.webmanifest")).text)
    assert (said["lang"], said["dir"], said["start_url"], said["display"]) == ("ar", "rtl", "/", "standalone")
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}
    for icon in said["icons"]:
        shown = await reader.get(icon["src"])
        assert (shown.status, shown.body[:4]) == (200, b"\x89PNG")
    assert (await reader.get("/sada")).page.css_first("link[rel=manifest]")


async def test_what_changed_since_is_told_to_everybody_alike(opens: Opens) -> None:
    stand = Newsstand()
    one, other = stand.file(), stand.file()
    reader = await opens(stand)

    async def told(since: str) -> dict[str, object]:
        said: dict[str, object] = json.loads((await reader.get(f"/offline.json?since={since}")).text)
        return said

    here = await told("")
    assert (here["articles"], here["all"]) == ([], False)
    assert (await told(str(here["position"]))) == here
    stand.archive.restate(other, State.WITHDRAWN, reason="404", now=NOON)
    stand.file()  # what is new touches nothing that is kept
    stand.file(title="عنوان آخر", keys=(f"sada.example/news/{one}",))
    then = await told(str(here["position"]))
    assert (then["articles"], then["all"]) == ([one, other], False)
    assert (await told(str(then["position"])))["articles"] == []
    assert (await told("nonsense"))["all"] is True


async def test_a_decision_that_may_touch_any_page_has_all_of_them_asked_for_again(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(body="وصل منى القاضي أمس.")
    reader = await opens(stand)
    before = json.loads((await reader.get("/offline.json")).text)["position"]
    stand.decide(DecisionKind.MASK, name="منى القاضي")
    stand.clock.time = stand.clock.time.replace(minute=1)
    assert json.loads((await reader.get(f"/offline.json?since={before}")).text)["all"] is True


async def test_pictures_that_nobody_is_shown_unasked_are_told_however_they_came_to_be_so(
    opens: Opens,
) -> None:
    stand = Newsstand(settings=Settings(report_threshold=1))
    for name in "abcd":
        pictured(stand, name)
    hidden, veiled, reported, _ = (PictureId(number) for number in range(1, 5))
    stand.moderating.decide(hidden, CaseEvent.HIDE, "طلب")
    stand.crowd(veiled, Category.CHILD)
    who = Reporter("t", "198.7.9.0/24", "198.7.0.0/16", NOON, "")
    stand.moderating.report(reported, who, Category.OTHER)
    reader = await opens(stand)
    told = json.loads((await reader.get("/offline.json?since=1.0")).text)["pictures"]
    seen = [one for one in (hidden, veiled, reported) if not stand.pictures.picture(one).shown]  # type: ignore[union-attr]
    assert told == seen
    assert {hidden, veiled} <= set(told)
