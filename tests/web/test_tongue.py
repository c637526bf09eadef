"""Every reader is answered in the language they set, and in nobody else's."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlencode

import pytest

from tests.web.asking import Reader
from tests.web.conftest import Opens
from tests.web.press import Newsstand, two
from warraq.press import Settings
from warraq.web.pool import Pool
from warraq.web.reading import COOKIE
from warraq.web.tongue import TONGUES, Speech, decimal, number, speaking, spoken

FORM = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
PATH = "/settings/language"


def stand() -> Newsstand:
    made = Newsstand()
    made.cover()
    made.follow()
    return made


def set_to(**wishes: str) -> dict[str, str]:
    return {"cookie": f'{COOKIE}="{urlencode(wishes)}"'}


async def language_of(reader: Reader, address: str, headers: dict[str, str] | None = None) -> tuple[str, str]:
    html = (await reader.get(address, headers=headers)).page.css_first("html")
    assert html is not None
    return html.attributes["lang"] or "", html.attributes["dir"] or ""


async def test_who_set_nothing_reads_arabic_whatever_the_browser_prefers(opens: Opens) -> None:
    reader = await opens(stand())
    assert await language_of(reader, "/", {"accept-language": "fr-FR,fr;q=0.9"}) == ("ar", "rtl")


async def test_an_address_asks_for_one_page_and_a_cookie_for_all(opens: Opens) -> None:
    reader = await opens(stand())
    assert await language_of(reader, "/?ui=fr") == ("fr", "ltr")
    assert await language_of(reader, "/") == ("ar", "rtl")
    assert await language_of(reader, "/", set_to(size="l", ui="en")) == ("en", "ltr")
    assert await language_of(reader, "/?ui=ar", set_to(ui="en")) == ("ar", "rtl")


@pytest.mark.parametrize(
    "told", ["ui=de", "ui=", "ui", "ui=fr%00", "ui=<b>", "&" * 900, "ui=FR", '"', "\\", "ui=fr;ui"]
)
async def test_what_is_no_language_of_ours_changes_nothing(opens: Opens, told: str) -> None:
    reader = await opens(stand())
    assert await language_of(reader, "/latest", {"cookie": f"{COOKIE}={told}"}) in (
        ("ar", "rtl"),
        ("fr", "ltr"),
    )
    assert await language_of(reader, "/latest?ui=%ff&ui=xx") == ("ar", "rtl")


@pytest.mark.parametrize(
    ("address", "onward"),
    [
        ("/day?ui=fr", "/day/2026-11?ui=fr"),
        ("/latest/?ui=en", "/latest?ui=en"),
        ("/manara/1?ui=en", "/sada/1?ui=en"),
    ],
)
async def test_a_page_in_a_language_leads_on_in_it(opens: Opens, address: str, onward: str) -> None:
    answer = await (await opens(stand())).get(address)
    assert 300 <= answer.status < 400
    assert answer.headers["location"] == onward


async def test_a_feed_speaks_as_its_address_asks_and_keeps_the_papers_words(opens: Opens) -> None:
    reader = await opens(stand())
    plain = await reader.get("/latest/rss")
    assert (await reader.get("/latest/rss", headers=set_to(ui="fr"))).body == plain.body
    french = await reader.get("/latest/rss?ui=fr")
    assert "<title>En continu · Warraq</title>" in french.text
    assert french.headers["etag"] != plain.headers["etag"]
    for title in re.findall("<item>\n<title>(.*?)</title>", plain.text):
        assert f"<title>{title}</title>" in french.text


async def test_a_page_that_does_not_exist_says_so_in_the_readers_language(opens: Opens) -> None:
    reader = await opens(stand())
    answer = await reader.get("/no/such/page?ui=en")
    assert answer.status == 404
    assert 'lang="en"' in answer.text


async def test_an_article_keeps_its_own_language(opens: Opens) -> None:
    reader = await opens(stand())
    article = (await reader.get("/sada/1?ui=fr")).page.css_first("article")
    assert article is not None
    assert (article.attributes["lang"], article.attributes["dir"]) == ("ar", "rtl")


async def test_readers_of_three_languages_at_once_are_each_told_their_own(opens: Opens) -> None:
    alone, crowd = await opens(stand()), await opens(stand())
    paths = (
        "/",
        "/latest",
        "/sada/1",
        "/search?q=الميناء",
        "/sources",
        "/day/2026-11-23",
        "/stories",
        "/story/1",
    )
    asked = [(path, set_to(ui=tongue)) for _ in range(2) for path in paths for tongue in TONGUES]
    wanted = [(await alone.get(path, headers=headers)).body for path, headers in asked]
    told = await asyncio.gather(*(crowd.get(path, headers=headers) for path, headers in asked))
    assert [one.body for one in told] == wanted
    assert len({one.body for one in told}) == len(paths) * len(TONGUES)


async def test_what_is_asked_in_the_pool_is_answered_in_the_askers_language() -> None:
    pool = Pool(2)

    async def ask(tongue: str) -> str:
        with speaking(Speech(tongue)):
            await asyncio.sleep(0)
            return await pool.ask(lambda: spoken().tongue)

    wanted = [*TONGUES] * 8
    assert await asyncio.gather(*map(ask, wanted)) == wanted
    assert spoken().tongue == "ar"
    pool.close()


async def test_the_switch_sets_the_cookie_keeps_other_wishes_and_leads_back(opens: Opens) -> None:
    reader = await opens(stand())
    form = (await reader.get("/search?q=الميناء&ui=en")).page.css_first("footer form")
    assert form is not None
    hidden = form.css_first("input[name=to]")
    assert hidden is not None
    back = hidden.attributes["value"] or ""
    assert "ui=" not in back
    answer = await reader.get(
        PATH,
        method="POST",
        headers={**FORM, **set_to(size="l", ui="ar")},
        body=urlencode({"ui": "fr", "to": back}).encode(),
    )
    assert (answer.status, answer.headers["location"]) == (303, back)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=ui=fr&size=l;")
    assert "HttpOnly" in cookie
    assert await language_of(reader, back, {"cookie": cookie.partition(";")[0]}) == ("fr", "ltr")


@pytest.mark.parametrize(
    "to",
    ["https://else.example/", "//else.example/", "/\\else.example", "javascript:x", "/a\nb", "", "/\t/else"],
)
async def test_the_way_back_never_leads_out_of_the_house(opens: Opens, to: str) -> None:
    reader = await opens(stand())
    sent = urlencode({"ui": "fr", "to": to}).encode()
    answer = await reader.get(PATH, method="POST", headers=FORM, body=sent)
    assert (answer.status, answer.headers["location"]) == (303, "/")


async def test_a_form_of_another_site_changes_nothing_and_is_given_ours(opens: Opens) -> None:
    reader = await opens(stand())
    strange = {**FORM, "sec-fetch-site": "cross-site"}
    answer = await reader.get(PATH, method="POST", headers=strange, body=b"ui=fr&to=/latest")
    assert answer.status == 403
    assert "set-cookie" not in answer.headers
    assert answer.headers["referrer-policy"] == "same-origin"
    again = answer.page.css_first("main input[name=to]")
    assert again is not None
    assert again.attributes["value"] == "/latest"


async def test_an_editions_page_leads_back_to_itself_whatever_was_asked_of_it_first(opens: Opens) -> None:
    made = Newsstand(edition=two())
    made.file()
    reader = await opens(made)
    for address in ("/eg?ui=fr&x=y", "/eg?ui=fr"):
        hidden = (await reader.get(address)).page.css_first("footer input[name=to]")
        assert hidden is not None
        assert hidden.attributes["value"] == "/eg"


def test_numbers_are_parted_as_the_language_does() -> None:
    told = []
    for speech in (Speech(), Speech(eastern=True), Speech("fr"), Speech("en")):
        with speaking(speech):
            told.append(number(1_234_567))
    assert told == ["1,234,567", "١٬٢٣٤٬٥٦٧", "1\u202f234\u202f567", "1,234,567"]


async def test_other_search_engines_are_told_of_the_three_languages_of_a_page_they_may_keep(
    opens: Opens,
) -> None:
    made = Newsstand(settings=Settings(public=True, address="https://warraq.example"))
    made.file()
    made.follow()
    reader = await opens(made)
    link = (await reader.get("/sources?ui=fr")).headers["link"]
    assert '<https://warraq.example/sources?ui=en>; rel="alternate"; hreflang="en"' in link
    assert '<https://warraq.example/sources>; rel="alternate"; hreflang="x-default"' in link
    assert link.count("hreflang") == len(TONGUES) + 1
    assert (await reader.get("/sources?ui=fr")).headers["x-robots-tag"] == "all"
    assert "link" not in (await reader.get("/search?q=x")).headers


def test_a_decimal_has_its_languages_point() -> None:
    said = []
    for speech in (Speech(), Speech(eastern=True), Speech("fr"), Speech("en")):
        with speaking(speech):
            said.append((decimal(18.5), decimal(18)))
    assert said == [("18.5", "18"), ("١٨٫٥", "١٨"), ("18,5", "18"), ("18.5", "18")]
