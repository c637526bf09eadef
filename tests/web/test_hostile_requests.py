"""What comes of requests that no browser sends? Oversized, wrongly encoded, doubled, forged and replayed: a 4xx of its own, and nothing has changed."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest

from tests.web.asking import Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, SIGNING, Newsstand
from tests.web.signing import FORM, WORD, Editor
from tests.web.test_doors import WALK
from tests.web.test_guarded import ALIEN, ANSWER_ALONE, FIELDS, OWN_COOKIE, SIGNED, kept, standing
from tests.web.test_report import ONE, Person, reporters
from warraq.cli import running
from warraq.press import PictureId
from warraq.web import tokens
from warraq.web.routes import ROUTES

MULTIPART = b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name="do"\r\n\r\nsave\r\n--x--\r\n'
# Each is sent to every route that takes a form, by our own page, with the cookies of an admin: only its body is wrong.
# `%s` is the right token, in a place or form from which it must not be taken.
BODIES: dict[str, tuple[str, bytes]] = {
    "nothing": (FORM, b""),
    "a hundred thousand fields": (FORM, b"a=1&" * 100_000 + b"token=%s"),
    "a hundred thousand tokens": (FORM, b"token=x&" * 100_000 + b"token=%s"),
    "ten megabytes": (FORM, b"token=" + b"x" * 10_000_000),
    "the right token behind a wrong one": (FORM, b"token=0&token=%s&do=save&after=1"),
    "the token in another case": (FORM, b"TOKEN=%s&Token=%s"),
    "a token with a blank": (FORM, b"token=+%s&do=save"),
    "a token that ends in NUL": (FORM, b"token=%s%%00&do=save"),
    "NULs": (FORM, b"token=%00&do=%00&name_ar=%00\x00"),
    "lone surrogates": (FORM, b"token=%ED%A0%80&name=%ED%BF%BF&text=\xed\xa0\x80"),
    "overlong UTF-8": (FORM, b"token=%C0%AF&do=\xc0\xaf"),
    "UTF-16": (FORM, "token=x&do=save".encode("utf-16")),
    "Windows-1256": (FORM + "; charset=windows-1256", "token=x&name_ar=مسروق".encode("cp1256")),
    "percent signs alone": (FORM, b"%&%%=%&token=%ZZ&=&&&=="),
    "semicolons": (FORM, b"do=save;token=%s;after=1"),
    "brackets": (FORM, b"token[]=%s&token[0][a]=%s"),
    "JSON": ("application/json", b'{"token": "%s", "do": "save", "after": 1}'),
    "multipart": ("multipart/form-data; boundary=x", MULTIPART),
    "multipart without its boundary": ("multipart/form-data", MULTIPART),
    "XML": ("text/xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><token>&x;</token>'),
    "packed": (FORM, gzip.compress(b"token=%s&do=save")),
}  # fmt: skip
REFUSED = (400, 403, 404, 405, 413, 415, 422)
LINES: dict[str, list[tuple[bytes, bytes]]] = {
    "a cookie of a megabyte": [(b"cookie", b"warraq-desk=" + b"x" * 1_000_000)],
    "ten thousand cookies": [(b"cookie", b"; ".join(b"reading=%d" % number for number in range(10_000)))],
    "cookies that are none": [(b"cookie", b"=;;\xff\xfe; reading=%ED%A0%80; warraq-reporter=\x00; __Host-warraq-desk")],
    "two of everything": [
        (b"host", b"press.example"), (b"host", b"evil.example"), (b"origin", b"https://press.example"), (b"origin", b"null"),
        (b"sec-fetch-site", b"same-origin"), (b"sec-fetch-site", b"cross-site"), (b"content-type", FORM.encode()),
    ],
    "ten thousand proxies": [(b"x-forwarded-for", b", ".join([b"127.0.0.1"] * 10_000))],
    "proxies that are none": [
        (b"x-forwarded-for", b"[::1%lo]:x, ,\xff, 1.2.3.4.5, ::ffff:127.0.0.1"), (b"forwarded", b"for=\"_x\";;="), (b"x-real-ip", b"\x00"),
        (b"x-forwarded-host", b"evil.example"), (b"x-original-url", b"/desk"), (b"x-rewrite-url", b"/desk"), (b"x-http-method-override", b"DELETE"),
    ],
    "odd wishes": [
        (b"accept-encoding", b"br;q=x, gzip;q=-1, *;q=9" * 900), (b"if-none-match", b'"' * 5_000), (b"range", b"bytes=0-,-9,9-1"),
        (b"accept-language", b"\xff" * 900), (b"host", b"[::1"), (b"referer", b"http://["), (b"if-modified-since", b"x"),
    ],
}  # fmt: skip
QUESTIONS = (
    b"%00=%00&ui=%00&q=%00&before=%00&u=%00&ids=%00",
    b"q=%ED%A0%80&u=%ED%A0%80&find=%ED%A0%80&ids=%ED%A0%80&source=%ED%BF%BF&ui=%FF",
    b"\xff\xfe=\xff&q=\xc3\x28&u=http://\xff/",
    b"q=" + b"(" * 60_000,
    b"&".join([b"source=x"] * 5_000),
    b"after="
    + b"9" * 40_000
    + b"."
    + b"9" * 40_000
    + b"&before=-1.-1&page=-1&limit=1e9&month=9999-99&since=-9.9",
    b"%" * 9_000 + b"&=&&;;==",
)


@contextlib.asynccontextmanager
async def desk(opens: Opens) -> AsyncIterator[tuple[Newsstand, Editor, dict[str, str]]]:
    """A site with an admin in a browser of theirs, and the right token of each form that has one."""
    made = standing()
    person = Editor(await opens(made), host="press.example", peer="203.0.113.9")
    assert (await person.signs_in()).status == 303
    await person.opens("/desk/site")
    seat = person.token
    reporter = person.cookies.setdefault(tokens.COOKIE, tokens.token(SIGNING, now=NOON))
    name = tokens.name(SIGNING, reporter, now=NOON) or ""
    right = {
        "/request": tokens.form_token(SIGNING, name, "request-0"),
        "/picture/{id}/report": tokens.form_token(SIGNING, name, 1),
        "/picture/{id}/appeal": tokens.form_token(SIGNING, name, "appeal-1"),
        "/desk/login": tokens.form_token(SIGNING, name, "desk-login"),
    }
    yield made, person, right | {"": seat}


@pytest.mark.parametrize("body", BODIES)
async def test_a_body_that_is_no_form_of_ours_is_refused_and_does_nothing(opens: Opens, body: str) -> None:
    kind, sent = BODIES[body]
    async with desk(opens) as (made, person, right):
        before = kept(made)
        for route in (one for one in ROUTES if "POST" in (one.methods or ())):
            token = right.get(route.path, right[""]).encode()
            filled = sent.replace(b"%s", token).replace(b"%%", b"%")
            for address in WALK[route.path]:
                headers = person.sent() | {"content-type": kind}
                answer = await person.reader.get(
                    address, method="POST", headers=headers, body=filled, peer=person.peer
                )
                if route.path in ANSWER_ALONE | OWN_COOKIE:
                    assert answer.status in (*REFUSED, 200, 303), (address, answer.status)
                else:
                    assert answer.status in REFUSED, (address, answer.status)
                assert kept(made) == before, address
        assert (await person.opens("/desk")).status == 200, "nobody was signed out"


async def test_a_right_token_from_another_page_is_refused(opens: Opens) -> None:
    """The page that sends a form and the token in it are two defences: each holds alone."""
    async with desk(opens) as (made, person, right):
        before = kept(made)
        filled = {
            "do": "save",
            "after": "1",
            "name_ar": "مسروق",
            "kind": "correction",
            "text": "نص",
            "name": "ليلى",
            "password": WORD,
        }
        for route in (one for one in ROUTES if "POST" in (one.methods or ())):
            if route.path in ANSWER_ALONE | SIGNED:
                continue
            body = urlencode({**filled, "token": right.get(route.path, right[""])}).encode()
            for alien in ALIEN:
                headers = {**person.sent(), "content-type": FORM}
                del headers["sec-fetch-site"]
                answer = await person.reader.get(
                    WALK[route.path][0].partition("?")[0],
                    method="POST",
                    headers=headers | alien,
                    body=body,
                    peer=person.peer,
                )
                assert answer.status == 403, (route.path, alien, answer.status)
                assert kept(made) == before, (route.path, alien)
        ours = {**person.sent(), "content-type": FORM}
        done = await person.reader.get(
            "/desk/site",
            method="POST",
            headers=ours,
            body=urlencode({**filled, "token": right[""]}).encode(),
            peer=person.peer,
        )
        assert done.status == 303, "from our own page the same form is heard"


async def test_a_right_token_in_the_question_or_in_a_header_is_none(opens: Opens) -> None:
    async with desk(opens) as (made, person, right):
        before = kept(made)
        for route in (one for one in ROUTES if "POST" in (one.methods or ())):
            if route.path in ANSWER_ALONE | OWN_COOKIE:
                continue
            token = right.get(route.path, right[""])
            for address in WALK[route.path]:
                mark = "&" if "?" in address else "?"
                asked = f"{address}{mark}{urlencode({**FIELDS, 'token': token})}"
                body = urlencode(FIELDS).encode()
                headers = person.sent() | {"content-type": FORM, "x-csrf-token": token, "token": token}
                answer = await person.reader.get(
                    asked, method="POST", headers=headers, body=body, peer=person.peer
                )
                assert answer.status in REFUSED, (address, answer.status)
                assert kept(made) == before, address


@pytest.mark.parametrize("lines", LINES)
async def test_header_lines_that_no_browser_sends_break_nothing(opens: Opens, lines: str) -> None:
    made = standing()
    reader = await opens(made)
    before = kept(made)
    for route in ROUTES:
        for method in ("GET", "POST") if "POST" in (route.methods or ()) else ("GET",):
            answer = await reader.get(
                WALK[route.path][0], method=method, more=LINES[lines], peer="203.0.113.9", body=b"token=x"
            )
            assert answer.status < 500, route.path
            assert b"evil.example" not in answer.body, route.path
            assert kept(made) == before, route.path


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
async def test_questions_that_no_form_sends_break_nothing(opens: Opens, number: int) -> None:
    made = standing()
    reader = await opens(made)
    before = kept(made)
    for route in ROUTES:
        answer = await reader.get(WALK[route.path][0].partition("?")[0], query=QUESTIONS[number])
        assert answer.status < 500, route.path
    assert kept(made) == before


@pytest.mark.parametrize(
    "word",
    [
        "\x00",
        "\ufffd",  # what a server makes of bytes that are no UTF-8
        "..",
        "%2e%2e",
        "%",
        "\\",
        "//",
        "a" * 60_000,
        "\u202e\u2066",
        "١",
        "-1",
        "1e9",
        "'--",
    ],
)
async def test_words_in_addresses_that_no_link_of_ours_holds_break_nothing(opens: Opens, word: str) -> None:
    reader = await opens(standing())
    for route in ROUTES:
        if "{" not in route.path:
            continue
        answer = await _raw(reader, _put(route.path, word))
        assert answer < 500, (route.path, answer)


def _put(route: str, word: str) -> str:
    """The route's address with that in place of each of its words."""
    pieces = route.replace("}", "{").split("{")
    return "".join(word if number % 2 else piece for number, piece in enumerate(pieces))


async def _raw(reader: Reader, path: str) -> int:
    """Asked with that path as a server would hand it on."""
    told: list[int] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            told.append(int(str(message["status"])))

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"), "query_string": b"", "root_path": "", "headers": [(b"host", b"press.example")],
        "client": ("203.0.113.9", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await reader.app(scope, receive, send)  # type: ignore[arg-type]
    return told[0]


async def test_a_report_replayed_a_hundred_times_from_everywhere_is_one_voice(opens: Opens) -> None:
    made = standing()
    person = Person(await opens(made), peer="198.51.100.7")
    await person.opens()
    answers = []
    for number in range(100):
        person.peer = f"198.{number}.7.7"
        answers.append((await person.posts()).body)
    assert len(set(answers)) == 1, "and nobody is told that it was heard before"
    assert reporters(made) == 1
    stolen = Person(person.reader, peer="203.0.113.50", cookie="", token=person.token)
    assert (await stolen.posts()).status == 403
    assert made.reports.case(ONE).voices
    assert made.pictures.picture(PictureId(1)) is not None


async def test_a_form_of_the_desk_replayed_does_nothing_again(opens: Opens) -> None:
    made = standing()
    person = Editor(await opens(made), host="press.example", peer="203.0.113.9")
    await person.signs_in()
    assert (await person.sets(name_ar="ورّاق النهر")).status == 303
    number, cookies, token, after = made.mastheads.last(), dict(person.cookies), person.token, person.after
    again = await person.posts("/desk/site", do="save", after=after, name_ar="ورّاق النهر")
    assert again.status == 409, "the state it was made for is no more"
    assert made.mastheads.last() == number
    await person.opens("/desk")
    assert (await person.posts("/desk/logout")).status == 303
    person.cookies, person.token = cookies, token
    replayed = await person.posts("/desk/site", do="save", after=str(number), name_ar="مسروق")
    assert replayed.status == 403
    assert made.mastheads.last() == number


@contextlib.asynccontextmanager
async def on_a_socket(made: Newsstand) -> AsyncIterator[int]:
    """The site behind the server that it runs on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        stage = running.Stage()
        async with stage.showing(made.application()), running.serving(stage, sock):
            yield sock.getsockname()[1]


WIRE = {
    "a header of a megabyte": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "an address of a megabyte": b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a hundred thousand headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 100_000 + b"\r\n",
    "two lengths": b"POST /desk/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "a length and pieces": b"POST /desk/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /desk HTTP/1.1\r\n\r\n",
    "a negative length": b"POST /desk/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "pieces of nonsense": b"POST /desk/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\nHost: x\r\nCookie: a=\x00\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 500 + b"\r\n\r\n",
    "an address in wrong bytes": b"GET /%ED%A0%80/%00/%ff HTTP/1.1\r\nHost: x\r\n\r\n",
    "a method of its own": b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address of another site": b"GET http://evil.example/desk HTTP/1.1\r\nHost: evil.example\r\n\r\n",
}


async def test_what_is_no_http_is_refused_on_the_wire_and_the_site_stands(
    opens: Opens, capfd: pytest.CaptureFixture[str]
) -> None:
    made = standing()
    before = kept(made)
    async with on_a_socket(made) as port:
        for what, sent in WIRE.items():
            first = await _said(port, sent)
            assert first == b"" or first.split(b" ")[1][:1] in (b"3", b"4"), (what, first[:80])
            assert (
                await _said(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            ).startswith(b"HTTP/1.1 200"), what
    assert kept(made) == before
    assert "Traceback" not in capfd.readouterr().err


async def _said(port: int, sent: bytes) -> bytes:
    """The beginning of what comes back; nothing where the line is cut."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        with contextlib.suppress(OSError):
            writer.write(sent)
            await writer.drain()
        with contextlib.suppress(OSError):
            async with asyncio.timeout(10):
                return await reader.read(400)
        return b""
    finally:
        writer.close()
