"""Who gets in to the desk, how, and what does nobody learn by trying?"""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import Newsstand
from tests.web.signing import FORM, OURS, WORD, Editor, hired
from warraq.newsroom import tries
from warraq.newsroom.admission import IDLE, key_of
from warraq.press import Role, Settings

SECURE = Settings(public=True, contact="desk@example.org", address="https://press.example")
COOKIE, HOSTED = "warraq-desk", "__Host-warraq-desk"


async def editor(opens: Opens, stand: Newsstand, **said: str) -> Editor:
    return Editor(await opens(stand), **said)


async def test_who_is_not_signed_in_is_led_to_the_door(opens: Opens) -> None:
    person = await editor(opens, Newsstand())
    for address in ("/desk", "/desk/site", "/desk/site.css", "/desk/logout", "/desk/pictures/1/full"):
        answer = await person.opens(address)
        assert (answer.status, answer.headers["location"]) == (303, "/desk/login"), address
        assert answer.headers["cache-control"] == "no-store"


async def test_the_right_password_opens_the_desk(opens: Opens) -> None:
    stand = Newsstand()
    hired(stand)
    person = await editor(opens, stand)
    answer = await person.signs_in()
    assert (answer.status, answer.headers["location"]) == (303, "/desk")
    desk = await person.opens("/desk")
    assert (desk.status, desk.words("h1")) == (200, "ما ينتظر في مكتب التحرير")
    assert "ليلى" in desk.words(".desk-ways")
    assert desk.headers["cache-control"] == "no-store"
    assert "noindex" in desk.headers["x-robots-tag"]
    assert (await person.opens("/desk/login")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("settings", "host", "cookie", "said"),
    [
        (Settings(), "localhost", COOKIE, {"httponly", "samesite=strict", "path=/"}),
        (SECURE, "press.example", HOSTED, {"httponly", "samesite=strict", "path=/", "secure"}),
    ],
)
async def test_the_cookie_is_for_this_host_this_site_and_no_script(
    opens: Opens, settings: Settings, host: str, cookie: str, said: set[str]
) -> None:
    stand = Newsstand(settings=settings)
    hired(stand)
    person = await editor(opens, stand, host=host, peer="203.0.113.9" if settings.public else "127.0.0.1")
    answer = await person.signs_in()
    given, *rest = (part.strip() for part in answer.headers["set-cookie"].split(";"))
    assert given.partition("=")[0] == cookie
    assert len(given.partition("=")[2]) == 43  # 256 bits
    assert {part.lower() for part in rest} == said
    assert given.partition("=")[2] not in repr(vars(stand.users))


async def test_a_wrong_name_and_a_wrong_password_are_answered_alike(opens: Opens) -> None:
    stand = Newsstand()
    hired(stand)
    answers = []
    for name in ("ليلى", "nobody"):
        person = await editor(opens, stand)
        answers.append(await person.signs_in(name, "a wrong password"))
    one, other = answers
    assert one.status == other.status == 403
    assert one.words("main .note") == other.words("main .note") == "الاسم أو كلمة السر غير صحيحة."
    assert one.headers.keys() == other.headers.keys()
    assert "a wrong password" not in one.text
    assert stand.users._sessions == {}


async def test_after_many_wrong_tries_nobody_gets_in_for_an_hour_from_there(opens: Opens) -> None:
    stand = Newsstand(settings=SECURE)
    hired(stand)
    person = await editor(opens, stand, host="press.example", peer="203.0.113.9")
    for _ in range(tries.OF_BOTH):
        assert (await person.signs_in(password="a wrong password")).status == 403
    assert (await person.signs_in()).status == 429
    neighbour = Editor(person.reader, host="press.example", peer="203.0.113.200")
    assert (await neighbour.signs_in()).status == 429, "the same network"
    spoofing = Editor(person.reader, host="press.example", peer="203.0.113.9")
    spoofing.headers |= {"x-forwarded-for": "198.51.100.7", "forwarded": "for=198.51.100.7"}
    assert (await spoofing.signs_in()).status == 429, "nobody's word for it"
    elsewhere = Editor(person.reader, host="press.example", peer="198.51.100.7")
    assert (await elsewhere.signs_in()).status == 303
    stand.clock.time += timedelta(hours=1)
    assert (await person.signs_in()).status == 303


async def test_behind_a_proxy_that_is_named_its_readers_are_told_apart(opens: Opens) -> None:
    settings = Settings(
        public=True, contact="d@example.org", address="https://press.example", proxies=("10.0.0.0/8",)
    )
    stand = Newsstand(settings=settings)
    hired(stand)
    person = await editor(opens, stand, host="press.example", peer="10.0.0.1")
    person.headers |= {"x-forwarded-for": "203.0.113.9"}
    for _ in range(tries.OF_BOTH):
        await person.signs_in(password="a wrong password")
    assert (await person.signs_in()).status == 429
    person.headers |= {"x-forwarded-for": "198.51.100.7"}
    assert (await person.signs_in()).status == 303


@pytest.mark.parametrize("told", [{"x-forwarded-proto": "https"}, {"forwarded": "proto=https"}, {}])
async def test_a_password_is_asked_for_over_no_open_line(opens: Opens, told: dict[str, str]) -> None:
    stand = Newsstand(settings=Settings(public=True, contact="desk@example.org"))
    hired(stand)
    person = await editor(opens, stand, host="press.example", peer="203.0.113.9")
    person.headers |= told
    asked = await person.opens("/desk/login")
    assert asked.status == 403
    assert asked.page.css_first("input[type=password]") is None
    assert (await person.posts("/desk/login", name="ليلى", password=WORD)).status == 403
    assert stand.users._sessions == {}


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"sec-fetch-site": "cross-site"}, None),
        ({"sec-fetch-site": "same-site"}, None),
        ({"origin": "https://evil.example"}, None),
        ({}, None),
        (OURS, ""),
        (OURS, "0" * 64),
    ],
)
async def test_a_form_of_another_page_signs_nobody_in(
    opens: Opens, headers: dict[str, str], token: str | None
) -> None:
    stand = Newsstand()
    hired(stand)
    person = await editor(opens, stand)
    await person.opens("/desk/login")
    person.headers, person.token = headers, person.token if token is None else token
    answer = await person.posts("/desk/login", name="ليلى", password=WORD)
    assert answer.status == 403
    assert stand.users._sessions == {}


async def test_signing_in_again_is_another_session_and_the_one_before_ends(opens: Opens) -> None:
    stand = Newsstand()
    hired(stand)
    person = await editor(opens, stand)
    person.cookies[COOKIE] = "a" * 43  # fixed by whoever: it is never taken over
    await person.signs_in()
    first = person.cookies[COOKIE]
    assert first != "a" * 43
    await person.signs_in()
    assert person.cookies[COOKIE] != first
    assert set(stand.users._sessions) == {key_of(person.cookies[COOKIE])}


async def test_signing_out_ends_the_session_for_good(opens: Opens) -> None:
    stand = Newsstand()
    hired(stand)
    person = await editor(opens, stand)
    await person.signs_in()
    before = dict(person.cookies)
    await person.opens("/desk")
    answer = await person.posts("/desk/logout")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert COOKIE not in person.cookies
    person.cookies = before
    assert (await person.opens("/desk")).status == 303


async def test_a_session_that_rests_too_long_is_none(opens: Opens) -> None:
    stand = Newsstand()
    hired(stand)
    person = await editor(opens, stand)
    await person.signs_in()
    stand.clock.time += IDLE - timedelta(minutes=1)
    assert (await person.opens("/desk")).status == 200
    stand.clock.time += IDLE
    assert (await person.opens("/desk")).status == 303


async def test_another_role_is_another_session(opens: Opens) -> None:
    stand = Newsstand()
    user = hired(stand)
    person = await editor(opens, stand)
    await person.signs_in()
    assert (await person.opens("/desk/site")).status == 200
    stand.users.set_role(user.id, Role.MODERATOR)
    assert (await person.opens("/desk")).status == 303
    await person.signs_in()
    assert (await person.opens("/desk")).status == 200
    answer = await person.opens("/desk/site")
    assert (answer.status, answer.words("main .note")) == (403, "هذه الصفحة للمدير وحده.")
    assert (await person.posts("/desk/site", do="save", after="0", name_ar="x")).status == 403
    assert stand.mastheads.last() == 0


async def test_a_form_longer_than_any_of_ours_is_not_read(opens: Opens) -> None:
    stand = Newsstand()
    hired(stand)
    person = await editor(opens, stand)
    await person.opens("/desk/login")
    assert (await person.posts("/desk/login", name="ليلى", password="x" * 20_000)).status == 413
    many = b"&".join(b"a=1" for _ in range(900))
    answer = await person.reader.get(
        "/desk/login", method="POST", headers=person.sent() | {"content-type": FORM}, body=many
    )
    assert answer.status == 413


async def test_the_log_holds_no_address_no_name_and_no_password(
    opens: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    stand = Newsstand(settings=SECURE)
    hired(stand)
    person = await editor(opens, stand, host="press.example", peer="203.0.113.9")
    with caplog.at_level(logging.DEBUG):
        await person.signs_in(password="a wrong password")
        await person.signs_in()
        await person.opens("/desk")
    assert not any(word in caplog.text for word in ("203.0.113", "ليلى", WORD, "wrong password"))
    kept = repr(vars(stand.users))
    assert "203.0.113" not in kept


async def test_a_site_without_users_has_a_door_that_opens_to_nobody(opens: Opens) -> None:
    person = await editor(opens, Newsstand())
    assert (await person.signs_in()).status == 403
