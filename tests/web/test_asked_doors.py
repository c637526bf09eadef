"""What a page asks of robots is obeyed at every door of a public instance, before what was agreed with its paper."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.test_doors import (
    BODY,
    END,
    HEADLINE,
    LEAVE,
    MARKER,
    OURS,
    PICTURE,
    PUBLIC,
    given_away,
    seen,
    stand,
)
from warraq.press import ArticleId, Reservation, Settings, SiteWishes


def asking(*robots: str, settings: Settings = PUBLIC) -> Newsstand:
    """As `stand`, of a paper that gave its leave, whose page asks something of robots."""
    made = stand(settings, permission=LEAVE)
    made.filed = 0
    made.file(body=BODY, image=PICTURE, authors=("منى",), section="politics", robots=robots)
    made.follow()
    return made


async def test_without_a_wish_the_leave_counts(opens: Opens) -> None:
    answers = await given_away(await opens(asking()))
    assert "/sada/1" in seen(answers, END)
    assert seen(answers, OURS)


@pytest.mark.parametrize("wish", ["noarchive", "tdm-reservation"])
async def test_noarchive_and_a_reservation_leave_an_excerpt_and_no_picture(opens: Opens, wish: str) -> None:
    reader = await opens(asking(wish))
    answers = await given_away(reader)
    assert seen(answers, END) == seen(answers, OURS) == set()
    page = await reader.get("/sada/1")
    assert page.headers["x-robots-tag"] == "noindex"
    assert 100 < len(page.words(".body")) <= 200
    told = page.words(".held").replace("\u2066", "").replace("\u2069", "")
    assert told == f"نعرض هنا أول الخبر فقط، لأن صفحته الأصلية تطلب ذلك ({wish})."


async def test_nosnippet_leaves_headline_and_link(opens: Opens) -> None:
    reader = await opens(asking("nosnippet"))
    answers = await given_away(reader)
    for text in (MARKER, END, OURS, "صباح اليوم بدء العمل"):
        assert seen(answers, text) == set()
    assert {"/", "/sada/1", f"/search?q={END}"} <= seen(answers, HEADLINE)
    page = await reader.get("/sada/1")
    assert "سوى عنوانه" in page.words(".held")
    assert page.words(".origin") == "للقراءة كاملًا في موقع الصحيفة"


async def test_max_snippet_is_the_most_that_any_door_shows(opens: Opens) -> None:
    reader = await opens(asking("max-snippet:60"))
    page = await reader.get("/sada/1")
    assert 30 < len(page.words(".body")) <= 60
    found = await reader.get(f"/search?q={END}")
    assert len(found.words(".snippet")) <= 60
    assert seen(await given_away(reader), MARKER) == set()


async def test_noindex_is_said_of_our_page_too_and_it_stands_in_no_map(opens: Opens) -> None:
    reader = await opens(asking("noindex"))
    page = await reader.get("/sada/1")
    assert END in page.words(".body")
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.page.css_first('link[rel="canonical"]') is None
    for name in ("0", "news"):
        maps = (await reader.get(f"/sitemap/{name}.xml")).text
        assert "/sada/1<" not in maps
        assert "/sada/2<" in maps


async def test_noimageindex_takes_the_picture_alone(opens: Opens) -> None:
    answers = await given_away(await opens(asking("noimageindex")))
    assert seen(answers, OURS) == set()
    assert "/sada/1" in seen(answers, END)


async def test_a_private_archive_is_its_operators_own_reading(opens: Opens) -> None:
    answers = await given_away(await opens(asking("nosnippet", "noarchive", settings=Settings())))
    assert "/sada/1" in seen(answers, END)


async def test_a_wish_that_came_later_holds_within_seconds(opens: Opens) -> None:
    made = asking()
    reader = await opens(made)
    assert "/" in seen(await given_away(reader), MARKER)
    wording = made.archive.article(ArticleId(1)).version
    made.filed = 0
    made.file(body=BODY, image=PICTURE, authors=("منى",), section="politics", robots=("nosnippet",))
    await made.clock.sleep(3)
    assert seen(await given_away(reader), MARKER) == set()
    assert made.archive.article(ArticleId(1)).version == wording


# What the whole site asks


def wished(*rules: Reservation, settings: Settings = PUBLIC, **signals: str) -> Newsstand:
    """As `stand`, of a paper that gave its leave, whose site asks something of robots."""
    made = stand(settings, permission=LEAVE)
    asked = tuple((name.replace("_", "-"), value) for name, value in signals.items())
    made.wishes.put(SiteWishes("sada", "sada.example:443", made.clock.now(), asked, rules))
    return made


async def test_a_site_that_wants_no_search_is_neither_found_nor_shown_beyond_its_headlines(
    opens: Opens,
) -> None:
    made = wished(search="no", ai_train="no")
    made.file(source="manara", body=f"أعلن المجلس {END} أيضًا.", title="خبر المنارة")
    made.follow()
    reader = await opens(made)
    answers = await given_away(reader)
    for text in (MARKER, OURS, "صباح اليوم بدء العمل"):
        assert seen(answers, text) == set()
    found = await reader.get(f"/search?q={END}")
    assert found.words(".total") == "خبر واحد"
    assert found.words(".result h2") == "خبر المنارة"
    assert "/sada/" not in (await reader.get(f"/search/rss?q={END}")).text
    page = await reader.get("/sada/1")
    told = page.words(".held").replace("\u2066", "").replace("\u2069", "")
    assert told == "لا نعرض من هذا الخبر سوى عنوانه، لأن موقع الصحيفة يطلب ذلك (search=no)."
    assert page.headers["x-robots-tag"] == "noindex"
    assert page.words(".origin") == "للقراءة كاملًا في موقع الصحيفة"
    paper = (await reader.get("/sada")).words("main")
    assert "تطلب الصحيفة من الآلات في موقعها: ai-train=no، search=no. نعمل بما طلبته." in paper


async def test_a_site_wide_reservation_reaches_the_whole_past_and_leaves_with_it(opens: Opens) -> None:
    made = wished(Reservation("/", True))
    reader = await opens(made)
    answers = await given_away(reader)
    assert seen(answers, END) == seen(answers, OURS) == set()
    page = await reader.get("/sada/1")
    assert "لأن موقع الصحيفة يطلب ذلك" in page.words(".held")
    assert 100 < len(page.words(".body")) <= 200
    made.wishes.put(SiteWishes("sada", "sada.example:443", made.clock.now()))
    await made.clock.sleep(3)
    assert "/sada/1" in seen(await given_away(reader), END)


async def test_a_reservation_for_some_pages_reaches_their_whole_past_at_every_door_and_leaves_with_it(
    opens: Opens,
) -> None:
    made = stand(PUBLIC, permission=LEAVE)
    address = urlsplit(made.archive.article(ArticleId(1)).draft.url)
    reader = await opens(made)
    assert "/sada/1" in seen(await given_away(reader), END)
    host = f"{address.hostname}:443"

    async def says(*rules: Reservation) -> None:
        made.wishes.put(SiteWishes("sada", host, made.clock.now(), rules=rules))
        await made.clock.sleep(3)

    await says(Reservation(f"{address.path}$", True), Reservation("/*", False))
    answers = await given_away(reader)
    assert seen(answers, END) == seen(answers, OURS) == set()
    page = await reader.get("/sada/1")
    assert page.headers["x-robots-tag"] == "noindex"
    assert 100 < len(page.words(".body")) <= 200
    assert "/sada/1" not in (await reader.get("/sitemap/0.xml")).text
    await says(Reservation(f"{address.path}/other", True))
    assert "/sada/1" in seen(await given_away(reader), END)
    assert "/sada/1" in (await reader.get("/sitemap/0.xml")).text


async def test_what_a_site_allows_and_what_concerns_models_alone_bounds_nothing_here(opens: Opens) -> None:
    reader = await opens(wished(Reservation("/", False), search="yes", ai_train="no", ai_input="no"))
    answers = await given_away(reader)
    assert "/sada/1" in seen(answers, END)
    assert seen(answers, OURS)


async def test_on_a_private_instance_a_sites_wishes_bind_nobody(opens: Opens) -> None:
    reader = await opens(wished(Reservation("/", True), settings=Settings(), search="no"))
    assert "/sada/1" in (await reader.get(f"/search?q={END}")).text
    assert END in (await reader.get("/sada/1")).words(".body")
