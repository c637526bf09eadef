from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand, two

CAIRO = "شهدت محافظة القاهرة أمس افتتاح الجسر."


async def test_a_places_page_lists_what_its_countrys_papers_wrote_of_it(opens: Opens) -> None:
    stand = Newsstand()
    stand.file(title="أول", body=CAIRO)
    stand.file(title="ثان", body=CAIRO)
    stand.file(title="غيره", body="شهدت محافظة أسوان احتفالًا.")
    stand.follow()
    answer = await (await opens(stand)).get("/place/eg-c")
    assert answer.words("h1") == "محافظة القاهرة"
    assert [link.text() for link in answer.page.css(".stream h3 a")] == ["أول", "ثان"]


async def test_a_long_list_goes_on_by_pages(opens: Opens) -> None:
    stand = Newsstand()
    for number in range(70):
        stand.file(title=f"خبر {number}", body=CAIRO)
    stand.follow()
    reader, address, found = await opens(stand), "/place/eg-c", []
    while address:
        page = (await reader.get(address)).page
        found += [link.text() for link in page.css(".stream h3 a")]
        onward = page.css_first("a[rel=next]")
        address = onward.attributes["href"] if onward else ""
    assert found == [f"خبر {number}" for number in range(70)]


async def test_a_code_in_other_letters_leads_to_the_one_in_addresses(opens: Opens) -> None:
    answer = await (await opens(Newsstand())).get("/place/EG-C")
    assert (answer.status, answer.headers["location"]) == (301, "/place/eg-c")


@pytest.mark.parametrize("code", ["eg-zz9", "zz-1", "القاهرة", "eg", "eg-c?page=x", "eg-c?page=51"])
async def test_what_is_no_place_is_not_found(opens: Opens, code: str) -> None:
    assert (await (await opens(Newsstand())).get(f"/place/{code}")).status == 404


async def test_a_quiet_place_says_so(opens: Opens) -> None:
    assert (await (await opens(Newsstand())).get("/place/eg-c")).words(
        ".nothing"
    ) == "لم يصل من هذا المكان خبر بعد."


async def test_the_directory_calls_places_as_their_country_does_and_counts_the_last_month(
    opens: Opens,
) -> None:
    stand = Newsstand(edition=two())
    stand.file(body=CAIRO)
    stand.file(body=CAIRO, ago=timedelta(days=60))
    stand.follow()
    reader = await opens(stand)
    page = (await reader.get("/places")).page
    assert [head.text().strip() for head in page.css(".head span")] == ["المحافظات · مصر", "الولايات · تونس"]
    told = {
        spot.css_first("a").attributes["href"]: spot.css_first(".count").text()
        for spot in page.css(".spots li")
    }
    assert (told["/place/eg-c"], told["/place/eg-asn"]) == ("خبر واحد", "لا أخبار")
    assert len(told) == 27 + 24
    tunisian = (await reader.get("/tn/places")).page
    assert [head.text().strip() for head in tunisian.css(".head span")] == ["الولايات"]
    assert tunisian.css_first(".spots a").attributes["href"].startswith("/tn/place/tn-")
