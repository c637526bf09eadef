"""Beside a paper's name stands its icon, as our own print, or its first letter; and nothing of a paper that wants to be left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.asking import Answer
from tests.web.conftest import Opens
from tests.web.press import ICON, SOURCES, Newsstand
from warraq.press import DecisionKind, Edition, Settings, icon_key

PUBLIC = Settings(public=True, contact="desk@press.example")


def stand(settings: Settings = Settings(), **agreed: object) -> Newsstand:  # noqa: B008 (frozen)
    papers = (replace(SOURCES[0], **agreed), *SOURCES[1:])  # type: ignore[arg-type]
    made = Newsstand(edition=Edition("eg", "مصر", "Africa/Cairo", papers), settings=settings)
    made.file()
    made.file(source="manara")
    made.mark("sada")
    return made


def marks(answer: Answer) -> list[str | None]:
    """What stands beside names, in page order: an address, or a letter."""
    found = answer.page.css(".mark")
    return [one.attributes.get("src") or one.attributes.get("data-letter") for one in found]


@pytest.mark.parametrize("address", ["/sources", "/sada", "/sada/1"])
async def test_an_icon_stands_beside_its_papers_name(opens: Opens, address: str) -> None:
    answer = await (await opens(stand())).get(address)
    image = answer.page.css_first(f'img.mark[src="{ICON}"]')
    assert image is not None
    told = image.attributes
    assert (told["alt"], told["width"], told["height"]) == ("", "20", "20")  # the name stands beside it


async def test_a_paper_without_one_has_the_first_letter_of_its_name(opens: Opens) -> None:
    reader = await opens(stand())
    answer = await reader.get("/manara/2")
    assert marks(answer) == ["م"]
    letter = answer.page.css_first(".mark")
    assert letter is not None
    assert (letter.attributes["aria-hidden"], letter.text()) == ("true", "")
    assert "style=" not in answer.text


async def test_the_icon_is_our_print_and_no_browser_takes_it_for_more(opens: Opens) -> None:
    reader = await opens(stand())
    answer = await reader.get(ICON)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.body.startswith(b"\x89PNG")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"].startswith("private")
    again = await reader.get(ICON, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "address",
    [
        "/icon/sada/0",
        "/icon/none/0",
        "/icon/manara/0",
        f"{ICON}?url=http://127.0.0.1/",
        "/icon/..%2f..%2fetc/passwd",
    ],
)
async def test_there_is_no_icon_but_the_one_that_stands(opens: Opens, address: str) -> None:
    answer = await (await opens(stand())).get(address)
    assert answer.status == (200 if "?" in address else 404)


async def test_another_icon_takes_the_place_of_the_first_within_seconds(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    assert (await reader.get("/sada/1")).status == 200
    made.mark("sada", "another")
    await made.clock.sleep(3)
    assert ICON not in (await reader.get("/sada/1")).text
    assert (await reader.get(ICON)).status == 404


async def test_an_icon_that_a_person_took_down_is_gone_within_seconds(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    assert marks(await reader.get("/sada")) == [ICON]
    icon = made.mark("sada")
    made.icons.say(replace(icon, print=None, removed="طلب"))
    made.objects.remove(icon_key(icon.print or ""))
    await made.clock.sleep(3)
    assert marks(await reader.get("/sada")) == ["ص"]
    assert (await reader.get(ICON)).status == 404


@pytest.mark.parametrize("settings", [Settings(), PUBLIC], ids=["private", "public"])
async def test_a_paper_that_opts_out_loses_its_icon_within_seconds(opens: Opens, settings: Settings) -> None:
    made = stand(settings, policy="full", permission="letter of 2026-11-01")
    reader = await opens(made)
    assert marks(await reader.get("/sada")) == [ICON]
    made.decide(DecisionKind.OPT_OUT, source="sada")
    await made.clock.sleep(3)
    assert marks(await reader.get("/sada")) == ["ص"]
    assert (await reader.get(ICON)).status == 404


@pytest.mark.parametrize("agreed", [{}, {"policy": "link"}, {"policy": "excerpt", "permission": "letter"}])
async def test_a_public_site_shows_none_where_it_may_show_no_picture(
    opens: Opens, agreed: dict[str, str]
) -> None:
    reader = await opens(stand(PUBLIC, **agreed))
    assert ICON not in (await reader.get("/sources")).text
    assert (await reader.get(ICON)).status == 404


async def test_bytes_that_are_lost_are_no_error(opens: Opens) -> None:
    made = stand()
    made.objects.remove(icon_key(made.mark("sada").print or ""))
    assert (await (await opens(made)).get(ICON)).status == 404
