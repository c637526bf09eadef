"""Does the fetcher come back with an outcome, whatever a server does to it?"""

from __future__ import annotations

import asyncio
import gzip
import random
import ssl
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fetchers import loopback
from tests.fetchers.loopback import Loopback, Writer, message, serving
from warraq.fetchers.http import HttpFetcher
from warraq.ports.fetcher import (
    Failed,
    Fetched,
    FetchOutcome,
    Limits,
    Moved,
    Posted,
    Refused,
    Request,
    Unchanged,
)

QUICK = Limits(deadline_s=0.6)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PAGE = "<p>«أخبارٌ عاجلة»</p>".encode()

Make = Callable[..., HttpFetcher]


class StoppedClock:
    def now(self) -> datetime:
        return NOON

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the fetcher never sleeps")


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[HttpFetcher] = []

    def fetcher(server: Loopback, **options: object) -> HttpFetcher:
        options.setdefault("private", server.private)
        made.append(HttpFetcher(user_agent="Warraq/test", clock=StoppedClock(), **options))  # type: ignore[arg-type]
        return made[-1]

    yield fetcher
    for one in made:
        await one.close()


async def answered(
    make: Make, script: loopback.Script | bytes, *, limits: Limits = QUICK, path: str = "/"
) -> FetchOutcome:
    async with serving(script) as server:
        return await make(server).fetch(Request(server.url(path), limits=limits))


async def test_a_page_arrives_as_it_was_sent(make: Make) -> None:
    sent = message(
        200, [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"'), ("X-Name", "محمود")], PAGE
    )
    outcome = await answered(make, sent, path="/خبر?q=علي")
    assert isinstance(outcome, Fetched)
    assert outcome.capture.body == PAGE
    assert outcome.capture.at == NOON
    assert outcome.capture.url.endswith("/%D8%AE%D8%A8%D8%B1?q=%D8%B9%D9%84%D9%8A")
    assert outcome.capture.header("etag") == '"1"'
    assert outcome.capture.header("x-name") == "محمود"


async def test_the_server_learns_who_asks_and_what_we_hold_and_no_more(make: Make) -> None:
    async with serving(message(304)) as server:
        request = Request(server.url("/rss#top"), etag='W/"ع"', last_modified="Mon, 23 Nov 2026 09:00:00 GMT")
        assert isinstance(await make(server).fetch(request), Unchanged)
        assert server.requests[0].startswith(b"GET /rss HTTP/1.1\r\n")
        assert server.said("user-agent") == ["Warraq/test"]
        assert server.said("accept-encoding") == ["gzip, deflate"]
        assert server.said("if-none-match")[0].encode("latin-1").decode() == 'W/"ع"'
        assert server.said("if-modified-since") == ["Mon, 23 Nov 2026 09:00:00 GMT"]
        names = {
            line.split(":")[0].lower() for line in server.requests[0].decode("latin-1").split("\r\n")[1:]
        } - {""}
        assert names == {
            "host",
            "user-agent",
            "accept",
            "accept-encoding",
            "connection",
            "if-none-match",
            "if-modified-since",
        }


async def test_a_validator_never_becomes_a_header_line_of_its_own(make: Make) -> None:
    async with serving(message(200, body=PAGE)) as server:
        request = Request(server.url(), etag='"1"\r\nX-Evil: 1', last_modified="x\nHost: y")
        assert isinstance(await make(server).fetch(request), Fetched)
        assert server.said("x-evil") == []
        assert server.said("if-none-match") == server.said("if-modified-since") == []


async def test_who_hangs_up_is_asked_once(make: Make) -> None:
    async with serving(b"") as server:
        outcome = await make(server).fetch(Request(server.url("/")))
        assert isinstance(outcome, Failed)
        assert len(server.requests) == 1


async def test_cookies_are_neither_kept_nor_sent_back(make: Make) -> None:
    async with serving(message(200, [("Set-Cookie", "id=1; Path=/"), ("X-A", "b")], PAGE)) as server:
        fetcher = make(server)
        for _ in range(2):
            outcome = await fetcher.fetch(Request(server.url()))
            assert isinstance(outcome, Fetched)
            assert outcome.capture.header("set-cookie") is None
            assert outcome.capture.header("x-a") == "b"
        assert server.said("cookie") == []


async def test_proxies_and_passwords_of_the_environment_are_ignored(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login reader password secret\n", encoding="ascii")
    netrc.chmod(0o600)
    async with serving(message(200, body=PAGE)) as server, serving(message(200)) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.setenv("NETRC", str(netrc))
        assert isinstance(await make(server).fetch(Request(server.url())), Fetched)
        assert proxy.connections == 0
        assert server.said("authorization") == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_told_and_not_followed(make: Make, status: int) -> None:
    async with serving(message(status, [("Location", "../جديد?q=علي#x")])) as server:
        outcome = await make(server).fetch(Request(server.url("/a/b/c")))
        assert isinstance(outcome, Moved)
        assert outcome.url == server.url("/a/%D8%AC%D8%AF%D9%8A%D8%AF?q=%D8%B9%D9%84%D9%8A")
        assert outcome.permanent == (status in (301, 308))
        assert server.connections == 1


async def test_a_redirect_to_itself_is_a_redirect_like_others(make: Make) -> None:
    outcome = await answered(make, message(302, [("Location", "/")]))
    assert isinstance(outcome, Moved)
    assert outcome.url == outcome.capture.url


async def test_a_redirect_in_windows_1256_keeps_its_bytes(make: Make) -> None:
    outcome = await answered(make, message(301, [("Location", "/خبر".encode("cp1256"))]))
    assert isinstance(outcome, Moved)
    assert outcome.url.endswith("/%CE%C8%D1")


@pytest.mark.parametrize(
    "location", ["", "ftp://x.example/", "javascript:alert(1)", "http://u:p@x.example/", "http://["]
)
async def test_a_redirect_to_nowhere_is_a_failure(make: Make, location: str) -> None:
    outcome = await answered(make, message(301, [("Location", location)]))
    assert isinstance(outcome, Failed)
    assert outcome.status == 301


@pytest.mark.parametrize("status", [300, 400, 403, 404, 410, 418, 500, 502, 503, 599, 999])
async def test_other_statuses_are_failures_that_name_them(make: Make, status: int) -> None:
    outcome = await answered(make, message(status, body=PAGE))
    assert outcome == Failed(f"HTTP {status}", status=status)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120.0), ("Mon, 23 Nov 2026 13:00:00 GMT", 3600.0), ("soon", None), ("", None)],
)
async def test_a_server_says_when_to_come_back(make: Make, said: str, seconds: float | None) -> None:
    outcome = await answered(make, message(429, [("Retry-After", said)]))
    assert outcome == Failed("HTTP 429", status=429, retry_after_s=seconds)


async def test_a_password_in_an_address_is_not_repeated() -> None:
    outcome = await HttpFetcher(user_agent="Warraq/test").fetch(Request("https://u:secret@x.example/"))
    assert isinstance(outcome, Refused)
    assert "secret" not in outcome.reason


# What comes compressed


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE * 1000, mtime=0)),
        ("x-gzip", gzip.compress(PAGE * 1000, mtime=0)),
        ("GZIP, identity", gzip.compress(PAGE * 500, mtime=0) + gzip.compress(PAGE * 500, mtime=0)),
        ("gzip", gzip.compress(PAGE * 1000, mtime=0) + b"\0\0\0trailing"),
        ("deflate", zlib.compress(PAGE * 1000)),
        ("deflate", zlib.compress(PAGE * 1000)[2:-4]),
        ("identity", PAGE * 1000),
        ("", PAGE * 1000),
    ],
)
async def test_bodies_are_decoded_of_what_they_were_sent_in(make: Make, encoding: str, body: bytes) -> None:
    outcome = await answered(make, message(200, [("Content-Encoding", encoding)], body))
    assert isinstance(outcome, Fetched), outcome
    assert outcome.capture.body == PAGE * 1000


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", PAGE, "broken gzip"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-9], "broke off"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-8] + b"\0" * 8, "broken gzip"),
        ("gzip", gzip.compress(PAGE, mtime=0) + gzip.compress(PAGE, mtime=0)[:9], "broke off"),
        ("gzip", b"\x1f", "broke off"),
        ("deflate", b"\xff\xff\xff\xff", "broken deflate"),
        ("br", PAGE, "broken br"),
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE, mtime=0), mtime=0), "not asked for"),
        ("zstd", b"(\xb5/\xfd", "not asked for"),
    ],
)
async def test_a_body_that_is_not_what_it_says_is_a_failure(
    make: Make, encoding: str, body: bytes, reason: str
) -> None:
    outcome = await answered(make, message(200, [("Content-Encoding", encoding)], body))
    assert isinstance(outcome, Failed)
    assert reason in outcome.reason
    assert outcome.status == 200


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(2**20)) for _ in range(megabytes)), packer.flush()])


@pytest.mark.parametrize(("ratio", "reason"), [(100, "100 times"), (10**9, "20 MB decoded")])
async def test_a_bomb_stops_at_its_cap(make: Make, ratio: int, reason: str) -> None:
    sent = message(200, [("Content-Encoding", "gzip")], bomb(100))
    outcome = await answered(make, sent, limits=Limits(ratio=ratio))
    assert isinstance(outcome, Failed)
    assert reason in outcome.reason


async def test_a_body_without_end_stops_at_its_cap(make: Make) -> None:
    async def endless(head: bytes, writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(2**18))
            await writer.drain()

    outcome = await answered(make, endless, limits=Limits())
    assert outcome == Failed("more than 10 MB sent", status=200)


async def test_a_body_announced_too_long_is_not_even_begun(make: Make) -> None:
    outcome = await answered(make, message(200, [("Content-Length", str(10**12))], b"x"))
    assert isinstance(outcome, Failed)
    assert "announced" in outcome.reason


# What never ends


async def silent(head: bytes, writer: Writer) -> None:
    await loopback.until_hung_up(writer)


def dripping(begin: bytes, drop: bytes) -> loopback.Script:
    """Never silent for long, and never done."""

    async def script(head: bytes, writer: Writer) -> None:
        writer.write(begin)
        hung_up = asyncio.ensure_future(loopback.until_hung_up(writer))
        while not hung_up.done():
            writer.write(drop)
            await asyncio.wait([hung_up], timeout=0.01)

    return script


@pytest.mark.parametrize(
    "script",
    [
        silent,
        dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
        dripping(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(b"HTTP/1.1 200 O", b"K"),
    ],
    ids=["silent", "body", "chunks", "chunk extension", "headers", "continue", "status line"],
)
async def test_the_deadline_ends_what_never_ends(make: Make, script: loopback.Script) -> None:
    started = asyncio.get_running_loop().time()
    outcome = await answered(make, script)
    assert isinstance(outcome, Failed)
    assert not outcome.offline
    assert asyncio.get_running_loop().time() - started < QUICK.deadline_s + 2


async def test_the_deadline_holds_for_the_look_up_too(make: Make) -> None:
    async def lost(name: str, port: int) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    async with serving(message(200)) as server:
        outcome = await make(server, look_up=lost).fetch(Request(server.url(host="x.example"), limits=QUICK))
    assert outcome == Failed("timed out after 0.6 s", offline=True)


async def test_a_dripping_host_keeps_nobody_else_waiting(make: Make) -> None:
    async with serving(silent) as slow, serving(message(200, body=PAGE)) as quick:
        fetcher = make(slow, private=slow.private + quick.private)
        waiting = asyncio.create_task(fetcher.fetch(Request(slow.url(), limits=Limits(deadline_s=5))))
        for _ in range(5):
            assert isinstance(await fetcher.fetch(Request(quick.url())), Fetched)
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


# What is no HTTP


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\0\0\0\0",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 20\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"<html>no head at all</html>",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nBad\0Name: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nxxxxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nxxxxxxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nxxxxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nxxxxx\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nxx\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nxxxxxyyyyy\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nxxxxx\r\n",
    ],
)
async def test_what_is_no_http_is_a_failure_with_a_reason(make: Make, sent: bytes) -> None:
    outcome = await answered(make, sent)
    assert isinstance(outcome, Failed), outcome
    assert outcome.reason
    assert "\n" not in outcome.reason
    assert not outcome.offline


async def test_a_connection_that_is_reset_is_a_failure(make: Make) -> None:
    async def before(head: bytes, writer: Writer) -> None:
        loopback.reset(writer)

    async def within(head: bytes, writer: Writer) -> None:
        writer.write(message(200, [("Content-Length", "999")], b"x"))
        await writer.drain()
        loopback.reset(writer)

    for script in (before, within):
        outcome = await answered(make, script)
        assert isinstance(outcome, Failed)
        assert not outcome.offline


async def test_a_body_longer_than_announced_is_a_failure_but_a_line_end_after_it_is_forgiven(
    make: Make,
) -> None:
    announced = [("Content-Length", "4")]
    longer = await answered(make, message(200, announced, b"four and more"))
    assert isinstance(longer, Failed)
    ended = await answered(make, message(200, announced, b"four\r\n"))
    assert isinstance(ended, Fetched)
    assert ended.capture.body == b"four"


async def test_no_bytes_are_too_strange(make: Make) -> None:
    dice = random.Random(20261123)
    seeds = [
        message(200, [("Content-Encoding", "gzip"), ("ETag", '"1"')], gzip.compress(PAGE, mtime=0)),
        message(301, [("Location", "/a")]),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nxxxxx\r\n0\r\n\r\n",
    ]
    sent = b""

    async def script(head: bytes, writer: Writer) -> None:
        writer.write(sent)
        await writer.drain()

    async with serving(script) as server:
        fetcher = make(server)
        for _ in range(400):
            garbled = bytearray(dice.choice(seeds))
            for _ in range(dice.randint(1, 4)):
                at = dice.randrange(len(garbled))
                garbled[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
            sent = bytes(garbled)
            outcome = await fetcher.fetch(Request(server.url(), limits=QUICK))
            assert isinstance(outcome, Fetched | Unchanged | Moved | Failed), sent


# Where nothing is


async def test_a_name_without_an_address_is_offline(make: Make) -> None:
    async def unknown(name: str, port: int) -> tuple[str, ...]:
        raise OSError("nowhere")

    async with serving(message(200)) as server:
        outcome = await make(server, look_up=unknown).fetch(Request(server.url(host="x.example")))
    assert outcome == Failed("name not found", offline=True)


async def test_a_port_where_nobody_listens_is_offline(make: Make) -> None:
    async with serving(message(200)) as server:
        pass
    outcome = await make(server).fetch(Request(server.url()))
    assert isinstance(outcome, Failed)
    assert outcome.offline
    assert "refused" in outcome.reason


async def test_a_dead_paper_with_many_addresses_is_not_knocked_at_many_times(make: Make) -> None:
    tried: list[str] = []

    async def many(name: str, port: int) -> tuple[str, ...]:
        return tuple(f"127.0.0.{n}" for n in range(1, 9))

    async with serving(message(200)) as server:
        pass
    fetcher = make(server, look_up=many, private=(f"127.0.0.0/24:{server.port}",))
    connector = fetcher._opened().connector
    assert isinstance(connector, aiohttp.TCPConnector)
    made = connector._socket_factory

    def counted(address: Any) -> Any:
        tried.append(address[4][0])
        assert made is not None
        return made(address)

    connector._socket_factory = counted
    outcome = await fetcher.fetch(Request(server.url(host="x.example")))
    assert isinstance(outcome, Failed)
    assert outcome.offline
    assert tried == ["127.0.0.1"]


# TLS


def certified(*, trusted: bool) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with its self-signed certificate, and a client's that trusts it or the world's."""
    pem = Path(__file__).with_name("loopback.pem")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    client = ssl.create_default_context(cafile=str(pem) if trusted else None)
    return server, client


async def test_a_certificate_nobody_vouches_for_is_not_accepted(make: Make) -> None:
    theirs, _ = certified(trusted=False)
    async with serving(message(200, body=PAGE), tls=theirs) as server:
        outcome = await make(server).fetch(Request(server.url(scheme="https"), limits=Limits(deadline_s=5)))
        assert isinstance(outcome, Failed)
        assert "certificate not accepted" in outcome.reason
        assert not outcome.offline
        assert server.requests == []


async def test_a_certificate_speaks_for_its_own_name_only(make: Make) -> None:
    theirs, ours = certified(trusted=True)

    async def here(name: str, port: int) -> tuple[str, ...]:
        return ("127.0.0.1",)

    async with serving(message(200, body=PAGE), tls=theirs) as server:
        fetcher = make(server, tls=ours, look_up=here)
        limits = Limits(deadline_s=5)
        right = await fetcher.fetch(Request(server.url(scheme="https", host="press.example"), limits=limits))
        wrong = await fetcher.fetch(Request(server.url(scheme="https", host="other.example"), limits=limits))
    assert isinstance(right, Fetched), right
    assert isinstance(wrong, Failed)
    assert "certificate not accepted" in wrong.reason


async def test_plain_http_behind_https_is_a_failure(make: Make) -> None:
    async with serving(message(200)) as server:
        outcome = await make(server).fetch(Request(server.url(scheme="https"), limits=QUICK))
    assert isinstance(outcome, Failed)


# Manners


async def test_a_host_sees_one_connection_at_a_time(make: Make) -> None:
    async def after_all_could_have_come(head: bytes, writer: Writer) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        writer.write(message(200, body=PAGE))
        await writer.drain()

    async with serving(after_all_could_have_come) as server:
        fetcher = make(server)
        outcomes = await asyncio.gather(*(fetcher.fetch(Request(server.url(f"/{n}"))) for n in range(12)))
        assert all(isinstance(outcome, Fetched) for outcome in outcomes)
        assert server.connections == 12
        assert server.most_open == 1


async def test_closing_lets_go_and_a_later_request_begins_anew(make: Make) -> None:
    async with serving(message(200, body=PAGE)) as server:
        fetcher = make(server)
        for _ in range(2):
            assert isinstance(await fetcher.fetch(Request(server.url())), Fetched)
            await fetcher.close()


def test_a_wrong_opt_in_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="CIDR:port"):
        HttpFetcher(user_agent="Warraq/test", private=("localhost",))


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "http://u:p@x.example/", "http://x.example:6379/", "nonsense", ""]
)
async def test_what_is_not_for_the_door_is_refused_without_a_look_up(make: Make, url: str) -> None:
    async def never(name: str, port: int) -> tuple[str, ...]:
        raise AssertionError(f"{name} was looked up")

    async with serving(message(200)) as server:
        assert isinstance(await make(server, look_up=never).fetch(Request(url)), Refused)


async def test_what_is_posted_leaves_byte_by_byte_with_its_headers(make: Make) -> None:
    bodies: list[bytes] = []
    body = '{"headline": "سد النهضة"}'.encode()

    async def script(head: bytes, writer: Writer) -> None:
        bodies.append(head)
        writer.write(message(204))
        await writer.drain()

    async with serving(script) as server:
        fetcher = make(server)
        posted = Posted(body, headers=(("webhook-id", "msg_1"), ("webhook-signature", "v1,abc=")))
        outcome = await fetcher.fetch(Request(server.url("/in"), posted=posted))
        await fetcher.close()
    assert isinstance(outcome, Fetched), outcome
    assert server.requests[0].startswith(b"POST /in HTTP/1.1\r\n")
    assert server.said("content-type") == ["application/json"]
    assert server.said("webhook-signature") == ["v1,abc="]
    assert server.said("content-length") == [str(len(body))]


async def test_a_form_is_posted_as_forms_are(make: Make) -> None:
    async with serving(message(202, [("Content-Length", "0")])) as server:
        fetcher = make(server)
        outcome = await fetcher.fetch(
            Request(server.url("/hub"), form=(("hub.topic", "http://a.example/?q=علي"),))
        )
        await fetcher.close()
    assert isinstance(outcome, Fetched), outcome
    assert server.requests[0].startswith(b"POST /hub HTTP/1.1\r\n")
    assert server.said("content-type") == ["application/x-www-form-urlencoded"]
    assert int(server.said("content-length")[0]) > 40
