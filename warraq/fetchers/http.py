"""How does a request leave the house? Through one door, which knows the address behind every name before it opens.

Each request looks its name up once, judges every address found, and connects to one of those; the socket itself is
made by a factory that judges the address once more. No redirect is followed, no connection used twice, no cookie
kept, no proxy or netrc of the environment read. See docs/design/0004-egress.md.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from warraq.crawling import addresses, urls
from warraq.fetchers.answers import kept, outcome
from warraq.fetchers.decoding import ACCEPTED, Body, Spoiled
from warraq.fetchers.names import LookUp, SystemNames
from warraq.ports.clock import Clock
from warraq.ports.fetcher import Failed, FetchOutcome, Limits, Refused, Request
from warraq.press import Capture

_LONGEST_LINE = 16 * 1024
_MOST_HEADERS = 128
_CHUNK = 64 * 1024
_OFFLINE = frozenset(
    [
        errno.EACCES,
        errno.EADDRNOTAVAIL,
        errno.EAFNOSUPPORT,
        errno.ECONNREFUSED,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EPERM,
        errno.ETIMEDOUT,
    ]
)
# What a network, TLS or HTTP failure may look like by the time aiohttp lets it go.
_TROUBLE = (aiohttp.ClientError, HttpProcessingError, OSError, EOFError, ValueError)


class Barred(OSError):
    """The socket factory was given an address that the door does not open."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A cleaned address and what is connected for it. `literal`: its host is an IP address."""

    url: str
    name: str
    port: int
    literal: bool


class HttpFetcher:
    """The egress door on aiohttp. At most one connection a host:port is open at any time.

    `private` is the opt-in list of `CIDR:port` (see `crawling.addresses`); `look_up` finds a name's addresses; `tls`
    replaces the verifying default, for a network with a certificate authority of its own.

    Raises: ValueError for a wrong entry in `private`.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        private: Iterable[str] = (),
        look_up: LookUp | None = None,
        clock: Clock | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._private = tuple(private)
        addresses.openings(self._private)
        self._look_up = look_up or SystemNames()
        self._now: Callable[[], datetime] = clock.now if clock else lambda: datetime.now(UTC)
        self._tls = tls or ssl.create_default_context()
        self._judged = _Judged()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, request: Request) -> FetchOutcome:
        """Ask once; the deadline runs from the look-up to the last byte. Never raises for what others do."""
        target = _target(request.url)
        if isinstance(target, Refused):
            return target
        if reason := addresses.port_refusal(target.port, self._private):
            return Refused(reason)
        way = SimpleNamespace(connected=False)
        async with self._turn(urls.host(target.url)):
            try:
                async with asyncio.timeout(request.limits.deadline_s):
                    refused = await self._judge(target)
                    return refused or await self._ask(target, request, way)
            except TimeoutError:
                # of our deadline, or of the network before it
                return Failed(f"timed out after {request.limits.deadline_s:g} s", offline=not way.connected)
            except _TROUBLE as error:
                return _failure(error)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _turn(self, host: str) -> asyncio.Lock:
        lock = self._turns.get(host)
        if lock is None:
            lock = self._turns[host] = asyncio.Lock()
        return lock

    async def _judge(self, target: _Target) -> FetchOutcome | None:
        """Look the name up, once; what is left to connect is remembered for the connection about to be made."""
        if target.literal:
            found: tuple[str, ...] = (target.name,)
        else:
            try:
                found = tuple(await self._look_up(target.name, target.port))
            except TimeoutError:
                raise
            except (OSError, UnicodeError) as error:
                return Failed(_look_up_failure(error), offline=True)
        verdicts = {ip: addresses.refusal(ip, target.port, self._private) for ip in found}
        allowed = tuple(ip for ip, reason in verdicts.items() if reason is None)
        if allowed:
            self._judged.put(target.name, target.port, _one_of_each_family(allowed))
            return None
        reasons = [reason for reason in verdicts.values() if reason]
        return Refused(reasons[0]) if reasons else Failed("name not found", offline=True)

    async def _ask(self, target: _Target, request: Request, way: SimpleNamespace) -> FetchOutcome:
        response = await self._opened().request(
            "GET" if request.form is None and request.posted is None else "POST",
            URL(target.url, encoded=True),
            data=request.posted.body if request.posted else request.form,
            headers=self._headers(request),
            allow_redirects=False,
            trace_request_ctx=way,
        )
        try:
            return await self._answer(target, response, request.limits)
        finally:
            response.close()

    async def _answer(
        self, target: _Target, response: aiohttp.ClientResponse, limits: Limits
    ) -> FetchOutcome:
        at, status = self._now(), response.status
        body = b""
        if 200 <= status < 300:
            try:
                body = await _received(response, limits)
            except Spoiled as spoiled:
                return Failed(str(spoiled), status=status)
            except _TROUBLE as error:
                return Failed(f"the answer broke off: {_clause(error)}", status=status)
        return outcome(Capture(target.url, at, status, kept(response.raw_headers), body), now=at)

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {"User-Agent": self._user_agent, "Accept": request.accept, "Accept-Encoding": ACCEPTED}
        # Validators are a server's own words, come back from the daybook: never a second header line in one.
        if request.etag and request.etag.isprintable():
            headers["If-None-Match"] = request.etag
        if request.last_modified and request.last_modified.isprintable():
            headers["If-Modified-Since"] = request.last_modified
        if request.posted:
            headers |= {"Content-Type": request.posted.media_type, **dict(request.posted.headers)}
        return headers

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            trace = aiohttp.TraceConfig()
            trace.on_connection_create_end.append(_note_connected)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=self._judged,
                    use_dns_cache=False,
                    socket_factory=guarded(self._private),
                    ssl=self._tls,
                    force_close=True,
                    limit=0,
                    limit_per_host=1,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
                auto_decompress=False,
                trust_env=False,
                max_line_size=_LONGEST_LINE,
                max_field_size=_LONGEST_LINE,
                max_headers=_MOST_HEADERS,
                trace_configs=[trace],
            )
            # No connection is used twice, so none was stale: who hangs up on us is not asked again behind our back.
            self._session._retry_connection = False
        return self._session


class _Judged(AbstractResolver):
    """A resolver that knows only what has been judged: aiohttp never looks a name up by itself.

    One host has one turn at a time, so a name has one set of addresses at a time, good for one connection.
    """

    def __init__(self) -> None:
        self._addresses: dict[tuple[str, int], tuple[str, ...]] = {}

    def put(self, name: str, port: int, found: tuple[str, ...]) -> None:
        self._addresses[name, port] = found

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = self._addresses.pop((host.rstrip("."), port), ())
        if not found:
            raise Barred(errno.EACCES, f"{host} was not judged")
        return [
            ResolveResult(
                hostname=host, host=ip, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
            )
            for ip in found
        ]

    async def close(self) -> None:
        self._addresses.clear()


def guarded(private: tuple[str, ...]) -> Callable[[Any], socket.socket]:
    """A factory of sockets that judges the address about to be connected: the last word, whatever led here.

    Raises (the factory): Barred.
    """

    def opened(address: Any) -> socket.socket:
        family, kind, protocol, _, peer = address
        if reason := addresses.refusal(str(peer[0]), int(peer[1]), private):
            raise Barred(errno.EACCES, reason)
        return socket.socket(family, kind, protocol)

    return opened


async def _note_connected(_session: object, context: SimpleNamespace, _params: object) -> None:
    context.trace_request_ctx.connected = True


async def _received(response: aiohttp.ClientResponse, limits: Limits) -> bytes:
    body = Body(",".join(response.headers.getall("Content-Encoding", ())), limits)
    if (response.content_length or 0) > limits.wire_bytes:
        raise Spoiled(f"{response.content_length} bytes announced, more than are taken")
    async for chunk in response.content.iter_chunked(_CHUNK):
        body.feed(chunk)
    return body.whole()


def _target(url: str) -> _Target | Refused:
    clean = urls.clean(url)
    if clean is None:
        # an address with a password in it is not repeated in any log
        what = "an address with credentials" if "@" in url else repr(url[:120])
        return Refused(f"{what} is not opened: only http and https, without credentials")
    name, _, port = urls.host(clean).rpartition(":")
    name = name.strip("[]")
    return _Target(clean, name, int(port), literal=addresses.is_literal(name))


def _one_of_each_family(ips: tuple[str, ...]) -> tuple[str, ...]:
    """The best IPv6 and the best IPv4 address: a dead paper with eight of them is not knocked at thirty-six times."""
    best: dict[bool, str] = {}
    for ip in ips:
        best.setdefault(":" in ip, ip)
    return tuple(best.values())


def _failure(error: Exception) -> FetchOutcome:
    if isinstance(error, aiohttp.ClientConnectorError):
        if isinstance(error.os_error, Barred):
            return Refused(error.os_error.strerror or str(error.os_error))
        # a TLS error's errno is OpenSSL's own number, not the network's
        unreached = not isinstance(error.os_error, ssl.SSLError) and error.os_error.errno in _OFFLINE
        return Failed(_clause(error), offline=unreached)
    return Failed(_clause(error))


def _clause(error: BaseException) -> str:
    """One readable line, whatever words the library has for it; text that any store can hold."""
    line = " ".join(_words(error).split())[:160]
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def _words(error: BaseException) -> str:
    match error:
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or error.certificate_error
            return f"certificate not accepted: {reason}"
        case aiohttp.ClientSSLError():
            return "TLS could not be agreed on"
        case aiohttp.ClientConnectorError(os_error=cause):
            return f"no connection: {_network_words(cause)}"
        case aiohttp.ServerDisconnectedError():
            return "the server hung up without an answer"
        case aiohttp.ClientOSError():
            return f"connection lost: {_network_words(error)}"
        case aiohttp.ClientPayloadError():
            return "shorter than announced, or not as its framing says"
        case aiohttp.ClientResponseError(message=message):
            return f"not valid HTTP: {message}"
        case OSError():
            return f"connection lost: {_network_words(error)}"
        case _:
            return f"{type(error).__name__}: {error}"


def _network_words(error: OSError) -> str:
    words = os.strerror(error.errno) if error.errno else str(error)
    return (words or type(error).__name__).lower()


def _look_up_failure(error: Exception) -> str:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return "the name server did not answer"
    return "name not found"
