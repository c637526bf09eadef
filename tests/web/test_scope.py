from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand, egypt, two
from warraq import editions
from warraq.press import RESERVED_SLUGS, Edition, Pulse, Source, Standing


async def test_with_several_editions_each_has_its_front_and_all_have_one(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(title="من مصر")
    stand.file(title="من تونس", source="marsa")
    reader = await opens(stand)
    both, egyptian, tunisian = [(await reader.get(address)).text for address in ("/", "/eg", "/tn")]
    assert ("من مصر" in both, "من تونس" in both) == (True, True)
    assert ("من مصر" in egyptian, "من تونس" in egyptian) == (True, False)
    assert ("من مصر" in tunisian, "من تونس" in tunisian) == (False, True)


@pytest.mark.parametrize(
    "address", ["latest", "section/local", "day/2026-11-23", "author/سعاد-القلم", "rss", "latest/rss"]
)
async def test_every_list_has_its_form_for_one_edition(opens: Opens, address: str) -> None:
    stand = Newsstand(edition=two())
    signed = {"section": "local", "authors": ("سعاد القلم",)}
    stand.file(title="من مصر", **signed)
    stand.file(title="من تونس", source="marsa", **signed)
    reader = await opens(stand)
    assert {"من مصر", "من تونس"} <= _told((await reader.get(f"/{address}")).text)
    assert _told((await reader.get(f"/tn/{address}")).text) == {"من تونس"}


async def test_the_switch_leads_to_every_edition_and_says_which_is_open(opens: Opens) -> None:
    reader = await opens(Newsstand(edition=two()))
    links = (await reader.get("/tn/latest")).page.css(".switch a")
    assert [link.attributes["href"] for link in links] == ["/", "/eg", "/tn"]
    assert [link.text() for link in links] == ["كل الطبعات", "مصر", "تونس"]
    assert [link.attributes.get("aria-current") for link in links] == [None, None, "true"]
    assert (await reader.get("/tn")).words(".switch summary") == "تونس"


async def test_each_edition_keeps_its_own_clock_months_and_words(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(source="marsa", section="local", ago=timedelta(minutes=5))
    stand.file(section="local", ago=timedelta(minutes=5))
    reader = await opens(stand)
    tunisian, egyptian = (await reader.get("/tn/latest")).page, (await reader.get("/eg/latest")).page
    assert tunisian.css_first(".stream time").text() == "10:55"
    assert egyptian.css_first(".stream time").text() == "11:55 ص"
    assert (tunisian.css_first(".desk").text(), egyptian.css_first(".desk").text()) == ("وطنية", "محليات")
    assert "وطنية" in [link.text() for link in tunisian.css(".bar a")]


async def test_links_of_an_edition_stay_in_it_but_papers_and_articles_are_everybodys(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    wanted = stand.file(source="marsa", section="local")
    page = (await (await opens(stand)).get("/tn")).page
    bar = [link.attributes["href"] for link in page.css(".bar a")]
    assert bar == ["/tn", "/tn/latest", "/tn/section/local", "/tn/sources", "/tn/day"]
    assert page.css_first(".lead h2 a").attributes["href"] == f"/marsa/{wanted}"
    assert page.css_first(".lead .paper").attributes["href"] == "/marsa"


async def test_before_a_paper_or_an_article_an_editions_word_leads_away(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    wanted = stand.file()
    reader = await opens(stand)
    for address, leads in ((f"/tn/sada/{wanted}", f"/sada/{wanted}"), ("/tn/sada", "/sada")):
        answer = await reader.get(address)
        assert (answer.status, answer.headers["location"]) == (301, leads)


async def test_with_one_edition_its_word_leads_to_the_address_without(opens: Opens) -> None:
    stand = Newsstand()
    wanted = stand.file()
    reader = await opens(stand)
    for address, leads in (
        ("/eg", "/"),
        ("/eg/latest?before=0.1", "/latest?before=0.1"),
        ("/eg/section/sports", "/section/sports"),
        (f"/eg/sada/{wanted}", f"/sada/{wanted}"),
    ):
        answer = await reader.get(address)
        assert (answer.status, answer.headers["location"]) == (301, leads)


async def test_an_edition_that_is_not_deployed_is_no_page(opens: Opens) -> None:
    reader = await opens(Newsstand(edition=two()))
    assert [(await reader.get(address)).status for address in ("/ma", "/ma/latest")] == [404, 404]


async def test_a_paper_is_never_hidden_by_the_word_of_the_only_edition(opens: Opens) -> None:
    own = Edition("gulf", "الخليج", "UTC", (Source("gulf", "خليج", "kw", "UTC"),))
    assert (await (await opens(Newsstand(edition=own))).get("/gulf")).words("h1") == "خليج"


async def test_an_article_in_french_or_english_stands_below_its_languages_word(opens: Opens) -> None:
    stand = Newsstand()
    french = stand.file(source="phare", language="fr", title="Le port rouvre")
    english = stand.file(source="phare", language="en-GB", title="The port reopens")
    arabic = stand.file(source="phare")
    reader = await opens(stand)
    right = (f"/fr/phare/{french}", f"/en/phare/{english}", f"/phare/{arabic}")
    for address in right:
        assert (await reader.get(address)).status == 200, address
    for address, leads in (
        (f"/phare/{french}", right[0]),
        (f"/en/phare/{french}", right[0]),
        (f"/fr/sada/{french}", right[0]),
        (f"/phare/{english}", right[1]),
        (f"/fr/phare/{arabic}", right[2]),
    ):
        answer = await reader.get(address)
        assert (answer.status, answer.headers["location"]) == (301, leads)
    hrefs = {link.attributes["href"] for link in (await reader.get("/phare")).page.css(".stream h3 a")}
    assert hrefs == set(right)


async def test_the_edition_of_france_has_its_front_beside_french_articles(opens: Opens) -> None:
    france = Edition("fr", "فرنسا", "Europe/Paris", (Source("seine", "صحيفة السين", "fr", "Europe/Paris"),))
    both = egypt(
        code="eg,fr", sources=(*egypt().sources, *france.sources), parts=(egypt(), france), name="مصر، فرنسا"
    )
    stand = Newsstand(edition=both)
    wanted = stand.file(source="seine", language="fr", title="La Seine monte")
    reader = await opens(stand)
    assert (await reader.get("/fr")).page.css_first(".lead a").attributes["href"] == f"/fr/seine/{wanted}"
    assert (await reader.get("/fr/latest")).status == 200
    assert (await reader.get(f"/fr/seine/{wanted}")).words("h1") == "La Seine monte"
    alone = Newsstand(edition=replace(france))
    wanted = alone.file(source="seine", language="fr", title="La Seine monte")
    reader = await opens(alone)
    assert (await reader.get(f"/fr/seine/{wanted}")).status == 200
    assert (await reader.get("/fr")).headers["location"] == "/"


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/sada/", "/sada"),
        ("/latest/?before=0.1", "/latest?before=0.1"),
        ("//evil.example/", "/evil.example"),
        ("/\\evil.example/", "/%5Cevil.example"),
        ("/صدى/", "/%D8%B5%D8%AF%D9%89"),
        ("/sada///", "/sada"),
    ],
)
async def test_a_slash_at_the_end_leads_to_the_address_without_and_never_out_of_the_house(
    opens: Opens, address: str, leads: str
) -> None:
    reader = await opens(Newsstand())
    if address.startswith("//"):
        answer = await reader.get(f"http://here{address}")
    else:
        answer = await reader.get(address)
    assert (answer.status, answer.headers["location"]) == (301, leads)


async def test_one_editions_emptiness_is_not_filled_with_anothers_news(opens: Opens) -> None:
    stand = Newsstand(edition=two())
    stand.file(title="من مصر")
    answer = await (await opens(stand)).get("/tn")
    assert answer.page.css(".first-run")
    assert "من مصر" not in answer.words("main")
    assert not answer.page.css(".ticker")


RIYADH = Source("riyadh", "صحيفة الرياض", "sa", "Asia/Riyadh")
DAY = timedelta(days=1)


@pytest.fixture
def imported() -> Newsstand:
    """Egypt and Tunisia are deployed, Egypt's press lives; two papers of other countries were imported, one of none."""
    stand = Newsstand(edition=two())
    stand.archive.put_sources([RIYADH, Source("stray", "صحيفة شاردة", "zz", "UTC")])
    signed = {"section": "sports", "authors": ("سعاد القلم",)}
    stand.file(title="من مصر", section="local", ago=2 * DAY)
    for number in range(3):
        stand.file(title=f"من الرياض {number}", body=f"نص {number}", source="riyadh", ago=DAY, **signed)
    stand.file(title="من شاردة", source="stray", ago=DAY, **signed)
    return stand


@pytest.mark.parametrize(
    "address",
    [
        "latest",
        "section/sports",
        "day/2026-11-22",
        "author/سعاد-القلم",
        "latest/rss",
        "search?section=sports",
    ],
)
async def test_without_an_editions_word_a_list_holds_everything_kept(
    opens: Opens, imported: Newsstand, address: str
) -> None:
    imported.follow()
    reader = await opens(imported)
    everything = (await reader.get(f"/{address}")).text
    assert "من الرياض 2" in everything
    assert "من شاردة" in everything
    assert "من الرياض" not in (await reader.get(f"/eg/{address}")).text


async def test_the_calendar_counts_what_its_days_hold(opens: Opens, imported: Newsstand) -> None:
    reader = await opens(imported)
    counted = [(await reader.get(f"{scope}/day/2026-11")).page for scope in ("", "/eg")]
    days = [[link.attributes["href"] for link in page.css("td a")] for page in counted]
    assert days == [["/day/2026-11-21", "/day/2026-11-22"], ["/eg/day/2026-11-21"]]


async def test_of_an_empty_day_an_edition_speaks_for_its_own_papers_alone(
    opens: Opens, imported: Newsstand
) -> None:
    reader = await opens(imported)
    assert "لم نحفظ من صحف طبعة مصر في هذا اليوم شيئًا." in (await reader.get("/eg/day/2026-11-22")).words(
        "main"
    )
    assert "لم نحفظ من صحف هذا اليوم شيئًا." in (await reader.get("/day/2026-11-20")).words("main")


@pytest.mark.parametrize("address", ["/", "/rss"])
async def test_the_front_is_of_what_is_deployed_as_long_as_that_gave_anything(
    opens: Opens, imported: Newsstand, address: str
) -> None:
    told = (await (await opens(imported)).get(address)).text
    assert "من مصر" in told
    assert "من الرياض" not in told


async def test_a_desk_that_only_imported_papers_gave_stands_in_the_bar(
    opens: Opens, imported: Newsstand
) -> None:
    reader = await opens(imported)
    bars = [(await reader.get(address)).page.css(".bar a") for address in ("/", "/eg")]
    hrefs = [{link.attributes["href"] for link in bar} for bar in bars]
    assert "/section/sports" in hrefs[0]
    assert "/eg/section/sports" not in hrefs[1]


async def test_the_papers_are_counted_alike_on_the_front_and_in_the_directory(
    opens: Opens, imported: Newsstand
) -> None:
    imported.standing = Standing({"sada": Pulse(lives=True), "riyadh": Pulse(lives=True)})
    reader = await opens(imported)
    front, directory = [await reader.get(address) for address in ("/", "/sources")]
    said = "تصلنا الآن صحيفة واحدة من أصل 4 صحف"
    assert said in front.words(".living")
    assert said in directory.words(".told")


def test_the_word_of_every_edition_is_reserved() -> None:
    assert set(editions.codes()) <= RESERVED_SLUGS


def test_no_paper_of_the_catalogue_has_a_reserved_slug() -> None:
    slugs = {source.slug for code in editions.codes() for source in editions.load(code).sources}
    assert slugs
    assert not slugs & RESERVED_SLUGS


def _told(text: str) -> set[str]:
    return {title for title in ("من مصر", "من تونس") if title in text}


async def test_an_edition_without_a_paper_shows_nothing_of_its_neighbours(opens: Opens) -> None:
    bare = Edition("ly", "ليبيا", "Africa/Tripoli", ())
    stand = Newsstand(edition=two(code="eg,tn,ly", parts=(*two().parts, bare)))
    signed = {"section": "opinion", "authors": ("سعاد القلم",)}
    stand.file(title="من مصر", section="sports")
    stand.file(title="رأي من مصر", **signed)
    stand.follow()
    reader = await opens(stand)
    for address in (
        "",
        "/latest",
        "/section/sports",
        "/search?q=مصر",
        "/day/2026-11-23",
        "/author/سعاد-القلم",
    ):
        page = (await reader.get(f"/ly{address}")).page
        assert "من مصر" not in page.css_first("main").text(), address
        assert [link.text() for link in page.css(".bar a")] == ["الرئيسية", "آخر الأخبار", "الصحف", "الأرشيف"]
    for address in ("/ly/rss", "/ly/latest/rss", "/ly/search/rss?q=مصر"):
        assert "<item>" not in (await reader.get(address)).text, address
