"""A reader reports a picture, or takes it back; nobody else can do it for them, and nobody learns what counted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, SIGNING, Newsstand
from tests.web.test_picture import pictured
from warraq.press import CaseEvent, CaseState, Category, PictureId, PictureState, Settings, State
from warraq.web import tokens

ONE = PictureId(1)
HOST = "press.localhost"
OURS = {"sec-fetch-site": "same-origin"}
REPORT = "/picture/1/report?article=1"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Person:
    """A browser: it keeps its cookie, and posts the form that it was given."""

    reader: Reader
    peer: str = "127.0.0.1"
    cookie: str = ""
    token: str = ""
    headers: dict[str, str] = field(default_factory=lambda: dict(OURS))

    async def opens(self, address: str = REPORT) -> Answer:
        answer = await self.reader.get(address, headers=self._sent(), peer=self.peer)
        if given := answer.headers.get("set-cookie"):
            self.cookie = given.partition(";")[0]
        self.token = answer.page.css_first("input[name=token]").attributes["value"]
        return answer

    async def posts(self, deed: str = "report", address: str = REPORT, **fields: str) -> Answer:
        body = urlencode({"token": self.token, "do": deed, **fields}).encode()
        return await self.reader.get(
            address, method="POST", headers=self._sent() | {"content-type": FORM}, body=body, peer=self.peer
        )

    async def reports(self) -> Answer:
        await self.opens()
        return await self.posts()

    def _sent(self) -> dict[str, str]:
        cookie = {"cookie": self.cookie} if self.cookie else {}
        return {"host": HOST} | cookie | self.headers


def reporters(stand: Newsstand) -> int:
    """How many voices the case holds that can be told apart, whatever they weigh."""
    voices = stand.reports.case(ONE).voices
    return min(len({one.token for one in voices}), len({one.prefix or one.token for one in voices}))


def later(stand: Newsstand, **time: float) -> None:
    """Time passes, and the desk looks at what it brought."""
    stand.clock.time += timedelta(**(time or {"minutes": 15}))
    stand.moderating.catch_up()


def hidden(stand: Newsstand) -> bool:
    held = stand.pictures.picture(ONE)
    assert held is not None
    return held.state is PictureState.HIDDEN


async def test_a_report_is_thanked_in_two_sentences_and_leads_back(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    person = Person(await opens(stand))
    asked = await person.opens()
    assert (asked.status, asked.words("h1")) == (200, "الإبلاغ عن صورة")
    assert asked.page.css_first("main img") is None  # nobody has to look at it again
    answer = await person.posts()
    assert answer.status == 200
    assert answer.words("main h1") == "شكرا على الإبلاغ!"
    assert answer.words("main p") == "سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص."
    back = answer.page.css_first("main a[data-close]")
    assert back is not None
    assert back.attributes["href"] == f"/sada/{article}"
    assert answer.words("main form button") == "سحب الإبلاغ"
    assert reporters(stand) == 1


async def test_the_form_alone_gives_a_token_and_gives_it_for_itself_only(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    person = Person(await opens(stand))
    for address in ("/", "/latest", f"/sada/{article}", "/picture/1", "/search"):
        assert "set-cookie" not in (await person.reader.get(address)).headers
    said = (await person.opens()).headers["set-cookie"].lower()
    assert all(word in said for word in ("httponly", "samesite=strict", "path=/picture", "max-age="))
    assert "secure" not in said  # plain HTTP on loopback
    again = await person.opens()
    assert "set-cookie" not in again.headers
    assert again.headers["cache-control"] == "private, no-store"
    assert "set-cookie" not in (await person.posts()).headers


async def test_behind_tls_the_token_never_travels_in_the_clear(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(address=f"https://{HOST}"))
    pictured(stand)
    assert "secure" in (await Person(await opens(stand)).opens()).headers["set-cookie"].lower()


async def test_opening_an_address_does_nothing(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    for number in range(9):
        await Person(reader, peer=f"203.0.{number}.1").opens(f"{REPORT}&do=report&token=x")
    assert reporters(stand) == 0


async def test_five_people_hide_a_picture(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    people = [Person(reader, peer=f"{203 + number % 3}.0.{number}.1") for number in range(5)]
    for person in people:
        await person.opens()
    stand.clock.time += timedelta(days=2)  # they reported something before
    for person in people:
        await person.posts()
    assert not hidden(stand)
    later(stand, minutes=10)
    assert hidden(stand)
    line = stand.reports.log(ONE)[-1].said
    assert (line.voices, line.rule, line.after) == (5, "reports/2", CaseState.AUTO_HIDDEN)
    assert (await reader.get("/picture/1")).status == 410


async def test_strangers_who_never_reported_before_hide_a_picture_too(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    for number in range(10):
        await Person(reader, peer=f"{100 + number}.0.0.1").reports()
    assert not hidden(stand)
    later(stand)
    assert hidden(stand)


async def test_the_threshold_is_the_operators(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(report_threshold=2))
    pictured(stand)
    reader = await opens(stand)
    for number in range(4):
        await Person(reader, peer=f"{203 + number}.0.1.1").reports()
    later(stand)
    assert hidden(stand)


async def test_one_person_with_many_cookies_is_one_person(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(report_threshold=2))
    pictured(stand)
    reader = await opens(stand)
    for number in range(40):
        await Person(reader, peer=f"203.0.113.{number}").reports()
    assert (reporters(stand), hidden(stand)) == (1, False)


async def test_one_phone_that_changes_its_network_is_one_person(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(report_threshold=2))
    pictured(stand)
    phone = Person(await opens(stand))
    for number in range(9):
        phone.peer = f"203.0.{number}.1"
        await phone.reports()
    assert (reporters(stand), hidden(stand)) == (1, False)


async def test_on_ones_own_machine_browsers_are_counted(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    for _ in range(5):
        await Person(reader).reports()
    assert hidden(stand)


async def test_in_public_the_machine_itself_is_one_network(opens: Opens) -> None:
    papers = tuple(
        replace(one, policy="full", permission="letter of 2026-11-01") for one in Newsstand().edition.sources
    )
    stand = Newsstand(settings=Settings(public=True, contact="a@b.example", report_threshold=2))
    stand.edition = replace(stand.edition, sources=papers)
    stand.archive.put_sources(papers)
    pictured(stand)
    reader = await opens(stand)
    for _ in range(9):
        await Person(reader).reports()
    assert (reporters(stand), hidden(stand)) == (1, False)


async def test_forwarded_addresses_count_from_trusted_proxies_only(opens: Opens) -> None:
    trusted = Newsstand(settings=Settings(proxies=("10.0.0.0/8",), report_threshold=3))
    pictured(trusted)
    reader = await opens(trusted)
    for number in range(3):
        person = Person(reader, peer="10.0.0.1")
        person.headers["x-forwarded-for"] = f"1.1.1.1, 203.{number}.1.9:4711, 10.9.9.9"
        await person.reports()
    assert reporters(trusted) == 3
    open_ = Newsstand(settings=Settings(report_threshold=2))
    pictured(open_)
    reader = await opens(open_)
    for number in range(9):
        person = Person(reader, peer="203.0.113.5")
        person.headers["x-forwarded-for"] = f"198.51.{number}.1"
        await person.reports()
    assert (reporters(open_), hidden(open_)) == (1, False)


async def test_the_answer_is_the_same_whether_the_report_counted_or_not(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(report_threshold=2))
    pictured(stand)
    reader = await opens(stand)
    person, other = Person(reader, peer="203.0.113.1"), Person(reader, peer="198.51.100.1")
    await person.opens()
    await other.opens()
    stand.clock.time += timedelta(days=2)
    first = await person.posts()
    again = await person.posts()  # counts no second time
    await other.posts()
    later(stand)  # hides it
    assert hidden(stand)
    late = await person.posts()
    stand.moderating.decide(ONE, CaseEvent.KEEP, "kept")
    kept = await person.posts()
    assert first == again == late == kept


async def test_a_report_taken_back_counts_no_more_until_it_is_made_again(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(report_threshold=2))
    pictured(stand)
    reader = await opens(stand)
    person, other = Person(reader, peer="203.0.113.1"), Person(reader, peer="198.51.100.1")
    await person.reports()
    answer = await person.posts("withdraw")
    assert (answer.status, answer.words("main h1")) == (200, "سُحب الإبلاغ")
    await other.reports()
    later(stand, hours=25)
    assert not hidden(stand)
    await person.posts()
    assert hidden(stand)
    withdrawn = await person.posts("withdraw")
    assert withdrawn.status == 200
    assert "فإنها تبقى محجوبة" in withdrawn.words("main")
    assert hidden(stand)


async def test_a_kept_picture_is_not_hidden_by_any_number_of_reports(opens: Opens) -> None:
    stand = Newsstand(settings=Settings(report_threshold=1))
    pictured(stand)
    stand.moderating.decide(ONE, CaseEvent.KEEP, "نظرنا فيها")
    reader = await opens(stand)
    for number in range(20):
        await Person(reader, peer=f"203.0.{number}.1").reports()
    assert not hidden(stand)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": f"http://{HOST}"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://[broken"},
        {"referer": f"https://evil.example/{HOST}"},
        {"referer": f"https://{HOST}.evil.example/"},
        {"origin": "https://evil.example", "referer": f"http://{HOST}/"},
        {},
    ],
)
async def test_a_report_from_another_site_is_refused(opens: Opens, headers: dict[str, str]) -> None:
    stand = Newsstand()
    pictured(stand)
    person = Person(await opens(stand))
    await person.opens()
    person.headers = headers
    assert (await person.posts()).status == 403
    assert (await person.posts("withdraw")).status == 403
    assert reporters(stand) == 0


@pytest.mark.parametrize(
    "headers", [OURS, {"origin": f"http://{HOST}"}, {"referer": f"https://{HOST}/picture/1/report"}]
)
async def test_a_report_from_our_own_page_is_taken(opens: Opens, headers: dict[str, str]) -> None:
    stand = Newsstand()
    pictured(stand)
    person = Person(await opens(stand), headers=dict(headers))
    assert (await person.reports()).status == 200
    assert reporters(stand) == 1


async def test_tokens_that_are_not_this_persons_for_this_picture_are_refused(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    person, other = Person(reader), Person(reader)
    await person.opens()
    await other.opens()
    mine, cookie = person.token, person.cookie
    elsewhere = tokens.form_token(SIGNING, cookie.partition("=")[2].partition(".")[0], 2)
    for token in ("", "x" * 64, "ش", other.token, elsewhere):
        person.token = token
        assert (await person.posts()).status == 403
    person.token = mine
    forged = tokens.token(b"another secret of theirs, long enough", now=NOON)
    for name in ("", f"{tokens.COOKIE}={forged}", f"{tokens.COOKIE}=x", cookie[:-1], other.cookie):
        person.cookie = name
        assert (await person.posts()).status == 403
    person.cookie = cookie
    stand.clock.time += timedelta(days=181)
    assert (await person.posts()).status == 403
    assert reporters(stand) == 0


async def test_a_form_longer_than_ours_is_refused_unread(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    person = Person(await opens(stand))
    await person.opens()
    assert (await person.posts(more="x" * 1024)).status == 413
    assert reporters(stand) == 0


async def test_wrong_methods_and_unknown_pictures_are_told_apart(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    person = Person(await opens(stand))
    await person.opens()
    assert (await person.posts(address="/picture/77/report")).status == 404
    for method in ("PUT", "DELETE", "PATCH"):
        assert (await person.reader.get(REPORT, method=method)).status == 405


@pytest.mark.parametrize("word", ["", "x", "999", '"><script>', "0"])
async def test_the_way_back_leads_to_articles_of_ours_or_to_the_front(opens: Opens, word: str) -> None:
    stand = Newsstand()
    pictured(stand)
    person = Person(await opens(stand))
    await person.opens("/picture/1/report?" + urlencode({"article": word}))
    answer = await person.posts(address="/picture/1/report?" + urlencode({"article": word}))
    back = answer.page.css_first("main a[data-close]")
    assert back is not None
    assert back.attributes["href"] == "/"


async def test_nothing_that_tells_a_reader_stands_in_what_is_kept(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    person = Person(await opens(stand), peer="203.0.113.77")
    await person.reports()
    kept = repr(vars(stand.pictures))
    assert "203.0.113" not in kept
    assert person.cookie.partition("=")[2].partition(".")[0] not in kept


async def test_the_form_names_no_article_that_may_not_be_named(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    gone = stand.file(title="عنوان محجوب")
    stand.hang(gone, name="a")
    stand.archive.restate(gone, State.WITHHELD, reason="بحكم", now=NOON)
    asked = await Person(await opens(stand)).opens(f"/picture/1/report?article={gone}")
    assert asked.status == 200
    assert "عنوان محجوب" not in asked.text
    assert f"/sada/{gone}" not in asked.text


async def test_the_form_leads_back_only_to_an_article_that_shows_the_picture(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    other = stand.file(title="خبر بلا صورة")
    person = Person(await opens(stand))
    for number in (str(other), "999", "x", ""):
        address = f"/picture/1/report?article={number}"
        asked = await person.opens(address)
        assert "خبر بلا صورة" not in asked.words("main")
        back = asked.page.css_first(".answers > a")
        assert (back.attributes["href"], back.text()) == ("/", "إلى الصفحة الأولى")
        assert (await person.posts(address=address)).words("a[data-close]") == "إلى الصفحة الأولى"


async def test_who_goes_away_in_the_middle_of_a_report_is_no_mistake_of_ours(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    assert (await reader.get(REPORT, method="POST", body=None)).status == 413
    assert reporters(stand) == 0


async def test_a_reader_says_what_is_wrong_and_the_gravest_stand_at_the_head_of_the_queue(
    opens: Opens,
) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    person = Person(reader, peer="203.0.113.1")
    asked = await person.opens()
    ticks = [one.attributes["value"] for one in asked.page.css("input[name=category]")]
    assert set(ticks) == {one.value for one in Category}
    await person.posts(category="child")
    assert stand.reports.case(ONE).severe
    other = Person(reader, peer="198.51.100.1")
    await other.opens()
    await other.posts(category="no such reason")
    assert {one.category for one in stand.reports.case(ONE).voices} == {Category.CHILD, Category.OTHER}


async def test_a_hidden_picture_nobody_looked_at_is_shown_to_whoever_asks(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    reader = await opens(stand)
    for number in range(10):
        await Person(reader, peer=f"{100 + number}.0.0.1").reports()
    later(stand)
    assert (await reader.get("/picture/1?look=1")).status == 410
    later(stand, days=7)
    page = await reader.get(f"/sada/{article}")
    veiled = page.page.css_first("details.veiled img")
    assert veiled is not None
    assert (veiled.attributes["src"], veiled.attributes["loading"]) == ("/picture/1?look=1", "lazy")
    assert page.page.css_first("article figure") is None
    assert "og:image" not in page.text
    bare = await reader.get("/picture/1")
    assert (bare.status, bare.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert bare.page.css_first('a[href="/picture/1?look=1"]') is not None
    assert (await reader.get("/picture/1?look=1")).headers["content-type"] == "image/jpeg"


async def test_somebody_objects_to_hiding_a_picture_without_an_account(opens: Opens) -> None:
    stand = Newsstand()
    article = pictured(stand)
    stand.moderating.decide(ONE, CaseEvent.HIDE, "دم")
    reader = await opens(stand)
    hides = await reader.get("/picture/1")
    assert hides.status == 410
    assert hides.words('a[href="/picture/1/appeal"]') == "اعتراض على حجب صورة"
    person, address = Person(reader), f"/picture/1/appeal?article={article}"
    assert (await person.opens(address)).words("main h1") == "اعتراض على حجب صورة"
    assert (await person.posts("appeal", address)).status == 422
    answer = await person.posts("appeal", address, text="لوحة زيتية لا دم فيها")
    assert (answer.status, answer.words("main h1")) == (200, "وصل اعتراضك")
    case = stand.reports.case(ONE)
    assert (case.standing.state, case.appeal) == (CaseState.APPEALED, "لوحة زيتية لا دم فيها")
    assert hidden(stand)
    again = await person.posts("appeal", address, text="أخرى")
    assert again == answer
    person.token = "x" * 64
    assert (await person.posts("appeal", address, text="زور")).status == 403
    assert (await person.posts("appeal", address, text="x" * 20_000)).status == 413
    stand.moderating.decide(ONE, CaseEvent.KEEP, "صدق")
    assert (await reader.get("/picture/1")).status == 200


async def test_what_came_of_reports_is_told_of_months_that_are_over(opens: Opens) -> None:
    stand = Newsstand()
    pictured(stand)
    reader = await opens(stand)
    for number in range(3):
        await Person(reader, peer=f"{100 + number}.0.0.1").reports()
    stand.moderating.decide(ONE, CaseEvent.HIDE, "دم")
    assert "2026-" not in (await reader.get("/rights")).words("main")
    stand.clock.time += timedelta(days=31)
    rows = (await reader.get("/rights")).page.css("table.months tbody tr")
    assert [cell.text() for cell in rows[-1].css("td")] == ["3", "0", "0", "0", "1", "0"]
