"""Somebody asks for a correction, and learns the answer at an address that nobody else has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.test_doors import stand
from tests.web.test_report import FORM, HOST, OURS
from warraq.newsroom.petitions import Desk, proof_token
from warraq.press import ArticleId, ClaimKind, ClaimState, PictureState, Settings, State

ONE = ArticleId(1)
ASK = "/request?article=1"
PUBLIC = Settings(public=True, contact="desk@example.org", address=f"http://{HOST}")
LEAVE = "mail of the editor, 2026-11-01"


@dataclass
class Asker:
    """A browser with the form open."""

    reader: Reader
    peer: str = "203.0.113.7"
    cookie: str = ""
    token: str = ""
    headers: dict[str, str] = field(default_factory=lambda: dict(OURS))

    async def opens(self, address: str = ASK) -> Answer:
        answer = await self.reader.get(address, headers=self._sent(), peer=self.peer)
        if given := answer.headers.get("set-cookie"):
            self.cookie = given.partition(";")[0]
        self.token = answer.page.css_first("input[name=token]").attributes["value"]
        return answer

    async def sends(
        self, kind: str, text: str = "أرجو النظر في هذا", address: str = ASK, **fields: str
    ) -> Answer:
        body = urlencode({"token": self.token, "kind": kind, "text": text, **fields}).encode()
        return await self.reader.get(
            address, method="POST", headers=self._sent() | {"content-type": FORM}, body=body, peer=self.peer
        )

    async def asks(self, kind: str, text: str = "أرجو النظر في هذا", **fields: str) -> str:
        """Where the answer will stand."""
        await self.opens()
        answer = await self.sends(kind, text, **fields)
        assert answer.status == 303, answer.words("main")
        return answer.headers["location"]

    def _sent(self) -> dict[str, str]:
        cookie = {"cookie": self.cookie} if self.cookie else {}
        return {"host": HOST} | cookie | self.headers


async def asker(opens: Opens, made: Newsstand, **said: str) -> Asker:
    return Asker(await opens(made), **said)


def state(made: Newsstand) -> State:
    return made.archive.article(ONE).state


async def test_every_article_leads_to_the_form_which_names_it(opens: Opens) -> None:
    made = stand(PUBLIC, permission=LEAVE)
    person = await asker(opens, made)
    page = await person.reader.get("/sada/1")
    assert page.words(".ask a") == "طلب تصحيح أو حجب"
    assert page.page.css_first(".ask a").attributes["href"] == ASK
    form = await person.opens()
    assert form.status == 200
    assert "المجلس يقر خطة الجسر رقم 1" in form.words("main")
    assert [one.attributes["value"] for one in form.page.css("select option")][1:] == [
        kind.value for kind in ClaimKind
    ]
    assert (form.headers["cache-control"], form.headers["x-robots-tag"]) == ("private, no-store", "noindex")
    assert "path=/request" in form.headers["set-cookie"].lower()


async def test_a_request_gets_a_number_and_an_address_that_only_its_maker_has(opens: Opens) -> None:
    made = stand(PUBLIC)
    person = await asker(opens, made)
    place = await person.asks("correction", "الرقم خطأ.\r\nالصواب ١٢.", contact="من@example.org")
    assert re.fullmatch(r"/request/1-[A-Za-z0-9_-]{24}", place)
    page = await person.reader.get(place)
    assert (page.status, page.words("h1")) == (200, "الطلب رقم 1")
    assert "ننظر فيه" in page.words(".reason")
    assert page.headers["cache-control"] == "private, no-store"
    assert "example.org" not in page.words("dl")  # not even its maker is shown how they are reached
    claim = made.claims.claim(1)
    assert (claim.kind, claim.text, claim.contact, claim.article) == (
        ClaimKind.CORRECTION, "الرقم خطأ.\nالصواب ١٢.", "من@example.org", ONE,
    )  # fmt: skip
    secret = place.partition("-")[2]
    assert secret not in repr(vars(made.claims))
    for wrong in (place[:-1], f"{place}x", place.replace("/1-", "/2-"), "/request/1-", "/request/1"):
        assert (await person.reader.get(wrong)).status == 404


@pytest.mark.parametrize("kind", ["correction", "withdrawal", "name", "reply", "other"])
async def test_an_ordinary_claim_hides_nothing(opens: Opens, kind: str) -> None:
    made = stand(PUBLIC, permission=LEAVE)
    await (await asker(opens, made)).asks(kind)
    assert state(made) is State.VISIBLE
    assert made.decisions.last() == 0


async def test_a_claim_about_a_minor_hides_the_article_until_somebody_has_looked(opens: Opens) -> None:
    made = stand(PUBLIC, permission=LEAVE)
    person = await asker(opens, made)
    place = await person.asks("minor")
    assert state(made) is State.WITHHELD
    gone = await person.reader.get("/sada/1")
    assert (gone.status, "مؤقتًا" in gone.words(".reason")) == (410, True)
    assert "حُجب ما يخصه الطلب مؤقتًا" in (await person.reader.get(place)).words(".reason")
    assert "المجلس يقر" not in (await person.reader.get(place)).words("dl")
    desk = Desk(made.bench, made.claims)
    desk.settle(
        1, (), granted=False, outcome="ليس في الخبر ما يكشف أحدًا.", by="الإدارة", now=made.clock.now()
    )
    assert state(made) is State.VISIBLE
    answered = await person.reader.get(place)
    assert "رُفض" in answered.words(".reason")
    assert "ليس في الخبر ما يكشف أحدًا." in answered.words(".reason")


async def test_a_claim_about_an_intimate_picture_hides_the_picture_alone(opens: Opens) -> None:
    made = stand(PUBLIC, permission=LEAVE)
    person = await asker(opens, made)
    await person.asks("intimate")
    assert made.pictures.of([ONE])[ONE].state is PictureState.HIDDEN
    assert state(made) is State.VISIBLE
    assert made.claims.claim(1).hidden


async def test_nobody_empties_the_archive_by_asking(opens: Opens) -> None:
    settings = replace(PUBLIC, provisional_each=2, provisional_day=3)
    made = Newsstand(settings=settings)
    articles = [made.file() for _ in range(8)]
    reader = await opens(made)

    async def one(article: int, peer: str) -> None:
        person = Asker(reader, peer=peer)
        address = f"/request?article={article}"
        await person.opens(address)
        assert (await person.sends("minor", address=address)).status == 303

    for article in articles[:4]:
        await one(article, f"203.0.113.{article}")  # one network
    assert sum(made.archive.article(one).state is State.WITHHELD for one in articles) == 2
    for article in articles[4:]:
        await one(article, f"198.51.{article}.9")
    assert sum(made.archive.article(one).state is State.WITHHELD for one in articles) == 3
    assert sum(one.hidden for one in made.claims.listed(state=None, limit=99)) == 3
    assert "203.0.113" not in repr(vars(made.claims))


async def test_what_a_person_has_shown_again_is_not_hidden_by_asking_once_more(opens: Opens) -> None:
    made = stand(PUBLIC, permission=LEAVE)
    person = await asker(opens, made)
    desk = Desk(made.bench, made.claims)
    for number, kind in ((1, "minor"), (2, "intimate")):
        await person.asks(kind)
        desk.settle(number, (), granted=False, outcome="لا سبب.", by="الإدارة", now=made.clock.now())
    lines = made.decisions.last()
    for kind in ("minor", "intimate"):
        place = await person.asks(kind)
        assert "مؤقتًا" not in (await person.reader.get(place)).words(".reason")
    assert (state(made), made.pictures.of([ONE])[ONE].state) == (State.VISIBLE, PictureState.VISIBLE)
    assert made.decisions.last() == lines
    assert len(made.claims.listed(state=ClaimState.OPEN, limit=9)) == 2  # they wait for a person


def test_a_flood_from_everywhere_ends_at_a_thousand_a_day() -> None:
    made = Newsstand()
    desk = Desk(made.bench, made.claims)
    places = [f"203.{high}.{low}.0/24" for high in range(5) for low in range(250)]
    assert sum(desk.admits(place, now=made.clock.now()) for place in places) == 1_000
    tomorrow = made.clock.now() + timedelta(days=1)
    assert desk.admits(places[-1], now=tomorrow)


async def test_one_network_is_heard_twenty_times_a_day(opens: Opens) -> None:
    made = stand(PUBLIC)
    person = await asker(opens, made)
    await person.opens()
    answers = [(await person.sends("other", f"طلب {number}")).status for number in range(22)]
    assert answers == [303] * 20 + [429] * 2
    made.clock.time = made.clock.time.replace(day=made.clock.time.day + 1)
    assert (await person.sends("other")).status == 303


@pytest.mark.parametrize(
    ("kind", "text", "status"),
    [("", "نص", 400), ("nonsense", "نص", 400), ("name", "  ", 400), ("name", "س" * 4001, 413), ("name", "س" * 40_000, 413)],
)  # fmt: skip
async def test_what_cannot_be_taken_is_told_and_not_kept(
    opens: Opens, kind: str, text: str, status: int
) -> None:
    made = stand(PUBLIC)
    person = await asker(opens, made)
    await person.opens()
    answer = await person.sends(kind, text)
    assert answer.status == status
    assert answer.page.css_first("[role=alert]") is not None
    assert made.claims.listed(state=None, limit=9) == ()


async def test_four_thousand_letters_are_taken_however_a_browser_ends_its_lines(opens: Opens) -> None:
    made = stand(PUBLIC)
    text = "\r\n".join(["س" * 79] * 50)
    assert len(text.replace("\r\n", "\n")) == 3999
    await (await asker(opens, made)).asks("name", text)
    assert made.claims.claim(1).text == text.replace("\r\n", "\n")


async def test_a_form_from_elsewhere_or_for_another_article_is_refused(opens: Opens) -> None:
    made = stand(PUBLIC)
    person, other = await asker(opens, made), await asker(opens, made)
    await person.opens()
    await other.opens()
    assert (await person.sends("other", address="/request?article=2")).status == 403
    mine, person.token = person.token, other.token
    assert (await person.sends("other")).status == 403
    person.token, person.headers = mine, {"origin": "https://evil.example"}
    assert (await person.sends("other")).status == 403
    person.headers, person.cookie = dict(OURS), ""
    assert (await person.sends("other")).status == 403
    assert made.claims.listed(state=None, limit=9) == ()


async def test_what_was_typed_stays_in_a_form_that_comes_back_and_makes_no_element(opens: Opens) -> None:
    made = stand(PUBLIC)
    person = await asker(opens, made)
    await person.opens()
    answer = await person.sends("", "</textarea><script>alert(1)</script>")
    assert answer.page.css_first("textarea").text() == "</textarea><script>alert(1)</script>"
    assert not [node for node in answer.page.css("script") if not node.attributes.get("src")]


async def test_a_publisher_is_told_how_to_prove_itself_until_it_has(opens: Opens) -> None:
    made = stand(PUBLIC)
    person = await asker(opens, made)
    place = await person.asks("withdrawal")
    token = proof_token(made.claims.claim(1))
    page = await person.reader.get(place)
    assert f"/.well-known/warraq-{token}.txt" in page.words("main")
    assert "desk@example.org" in page.words("main")
    made.claims.prove(1, "ملف")
    assert token not in (await person.reader.get(place)).text
    assert made.claims.claim(1).state is ClaimState.OPEN


@pytest.mark.parametrize("address", [ASK, "/request"])
async def test_a_publisher_that_wants_to_be_left_alone_asks_so_and_is_told_how_to_prove_itself(
    opens: Opens, address: str
) -> None:
    made = stand(PUBLIC)
    person = await asker(opens, made)
    rights = await person.reader.get("/rights")
    assert "/request" in [link.attributes["href"] for link in rights.page.css("main li a")]
    await person.opens(address)
    asked = await person.sends("optout", address=address)
    page = await person.reader.get(asked.headers["location"])
    assert f"/.well-known/warraq-{proof_token(made.claims.claim(1))}.txt" in page.words("main")
    assert made.decisions.last() == 0  # nobody else's word ends the collecting of a paper


async def test_a_request_may_be_about_no_article(opens: Opens) -> None:
    made = stand(PUBLIC)
    person = await asker(opens, made)
    await person.opens("/request")
    assert (await person.sends("minor", address="/request")).status == 303
    assert made.claims.claim(1).article is None
    assert made.decisions.last() == 0


async def test_the_pages_about_the_site_stand_in_every_foot_and_speak_of_its_settings(opens: Opens) -> None:
    made = stand(replace(PUBLIC, capture_days=11))
    reader = await opens(made)
    foot = {node.attributes["href"] for node in (await reader.get("/")).page.css(".foot a")}
    for address, words in (
        ("/about", "عن الموقع"), ("/contact", "اتصل بنا"), ("/privacy", "الخصوصية"), ("/rights", "حقوق الناشرين والأشخاص"),
    ):  # fmt: skip
        page = await reader.get(address)
        assert (page.status, page.words("h1")) == (200, words)
        assert address in foot
    assert "تُحفظ 11 يومًا" in (await reader.get("/privacy")).words("main")
    assert "desk@example.org" in (await reader.get("/contact")).words("main")
    assert "لم يرد طلب بعد" in (await reader.get("/rights")).words("main")
    await Asker(reader).asks("other")
    row = (await reader.get("/rights")).page.css(".months tbody tr > *")
    assert [node.text() for node in row] == ["2026-11", "1", "0", "0"]
