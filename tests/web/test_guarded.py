"""Every route, every unsafe method: without our own page and the token of its form nothing is done, and no GET does anything."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand
from tests.web.signing import FORM, Editor, hired
from tests.web.test_doors import LEAVE, PUBLIC, WALK, stand
from warraq.newsroom.petitions import key_of
from warraq.press import ArticleId, ClaimKind, ClaimState, EventId, Masthead, MoveKind, Proposal, Settings
from warraq.web.routes import ROUTES

SECRET = "nobodyknowsthissecretpart"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# Whose POST comes from no page of ours, by design: it carries a signature over what it sends.
SIGNED = {"/hub/{token}"}
# What these change is a cookie of the browser that sends them, by our own page alone; there is nobody whose token could be
# stolen, and no effect on anybody else.
OWN_COOKIE = {"/settings/headlines", "/settings/reading", "/settings/language"}
# These answer what they were sent, and keep nothing of it.
ANSWER_ALONE = {"/clippings", "/clippings.html"}
FIELDS = {
    "do": "save", "after": "0", "name": "ليلى", "password": "x" * 20, "name_ar": "مسروق", "kind": "correction", "text": "نص",
    "mute": "service", "ui": "fr", "to": "/", "number": "0",
}  # fmt: skip
ALIEN: tuple[dict[str, str], ...] = (
    {},
    {"origin": "null"},
    {"origin": "https://evil.example"},
    {"referer": "https://evil.example/press.example"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "https://press.example"},
    {"x-forwarded-host": "evil.example", "origin": "https://evil.example"},
    {"x-forwarded-for": "127.0.0.1", "origin": "https://evil.example"},
)


def kept(made: Newsstand) -> str:
    """All that a stranger's request could have changed."""
    stores = (
        made.decisions,
        made.claims,
        made.users,
        made.mastheads,
        made.pictures,
        made.icons,
        made.placeholders,
        made.reports,
        made.watches,
        made.stories,
        made.rechecks,
    )
    told = [repr({name: value for name, value in vars(one).items() if "lock" not in name}) for one in stores]
    return "\n".join([*told, str(made.archive.last_change()), str(made.archive.papers_change())])


def standing(settings: Settings = PUBLIC) -> Newsstand:
    made = stand(settings, permission=LEAVE)  # so that the picture is shown, and its forms are reached
    hired(made)
    made.mastheads.put(Masthead(light="#174a6e"), by="ليلى", now=NOON, after=0)
    waits = made.claims.open(ClaimKind.OTHER, "نص", key=key_of(SECRET), article=ArticleId(1), contact=None, now=NOON)  # fmt: skip
    made.claims.settle(waits.number, ClaimState.ASKED, outcome="ماذا؟", now=NOON)  # takes more from who asked
    made.stories.propose([Proposal(MoveKind.SPLIT, EventId(1), articles=(ArticleId(1),))])
    return made


async def asked(
    reader: Reader, address: str, method: str, headers: dict[str, str], token: str = ""
) -> Answer:
    body = urlencode({**FIELDS, "token": token}).encode()
    sent = {"host": "press.example", "content-type": FORM, **headers}
    return await reader.get(address, method=method, headers=sent, body=body, peer="203.0.113.9")


@pytest.mark.parametrize("signed_in", [False, True], ids=["stranger", "admin"])
async def test_no_unsafe_method_does_anything_from_elsewhere_or_without_a_token(
    opens: Opens, signed_in: bool
) -> None:
    made = standing()
    person = Editor(await opens(made), host="press.example", peer="203.0.113.9")
    if signed_in:
        assert (await person.signs_in()).status == 303
    cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    before = kept(made)
    for route in ROUTES:
        for address in WALK[route.path]:
            for method in UNSAFE:
                answers = [
                    await asked(person.reader, address, method, {"cookie": cookies, **alien})
                    for alien in ALIEN
                ]
                same = {"cookie": cookies, "sec-fetch-site": "same-origin"}
                if route.path not in OWN_COOKIE:
                    answers += [
                        await asked(person.reader, address, method, same, token)
                        for token in ("", "0" * 64, "é")
                    ]
                for answer in answers:
                    if route.path in ANSWER_ALONE and answer.status == 200:
                        assert answer.headers["cache-control"] == "private, no-store", address
                    else:
                        assert answer.status in (400, 403, 404, 405, 410), (method, address, answer.status)
                    assert answer.status != 400 or route.path in SIGNED, address
                    assert "set-cookie" not in answer.headers or "reporter" in answer.headers["set-cookie"], (
                        address
                    )
                    assert kept(made) == before, (method, address)


def test_routes_that_take_more_than_a_get_are_those_thought_of() -> None:
    unsafe = {route.path for route in ROUTES if set(route.methods or ()) - {"GET", "HEAD"}}
    assert unsafe - OWN_COOKIE - SIGNED - ANSWER_ALONE == {
        "/request",
        "/picture/{id}/report",
        "/picture/{id}/appeal",
        "/desk/login",
        "/desk/logout",
        "/desk/site",
        "/desk/pictures/restore",
        "/desk/pictures/{id}",
        "/request/{ticket}",
        "/desk/requests/{number}",
        "/desk/papers/{source}",
        "/desk/stories",
        "/desk/stories/{id}",
    }


async def test_no_get_does_anything_whoever_asks(opens: Opens) -> None:
    made = standing()
    person = Editor(await opens(made), host="press.example", peer="203.0.113.9")
    await person.signs_in()
    before = kept(made)
    query = urlencode({**FIELDS, "token": person.token, "saved": "", "undone": ""})
    for addresses in WALK.values():
        for address in addresses:
            await person.opens(address)
            await person.opens(f"{address}{'&' if '?' in address else '?'}{query}")
            assert kept(made) == before, address
    assert (await person.opens("/desk")).status == 200, "and nobody was signed out"


async def test_one_sessions_token_is_worth_nothing_in_another(opens: Opens) -> None:
    made = standing(Settings())
    hired(made, "amal")
    one, other = Editor(await opens(made)), Editor(await opens(made))
    await one.signs_in()
    await other.signs_in("amal")
    await one.opens("/desk/site")
    await other.opens("/desk/site")
    one.token = other.token
    answer = await one.posts("/desk/site", do="save", after="1", name_ar="مسروق")
    assert answer.status == 403
    assert made.mastheads.last() == 1


async def test_what_is_said_of_forwarding_is_believed_of_nobody_who_was_not_named(opens: Opens) -> None:
    made = standing(Settings())
    person = Editor(await opens(made), peer="203.0.113.9")
    for told in (
        {"x-forwarded-for": "127.0.0.1"},
        {"x-real-ip": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1;proto=https"},
    ):
        person.headers = {"sec-fetch-site": "same-origin", "x-forwarded-proto": "https", **told}
        assert (await person.signs_in()).status == 403
        assert not any(name.startswith("__Host-") for name in person.cookies)
