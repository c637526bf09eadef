"""What does a hub want of us? To hear that we asked for its calls, and to call when a feed has something new.

Source: https://www.w3.org/TR/websub/
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from warraq.ports.subscriptions import Subscription, Subscriptions
from warraq.web.failing import not_found
from warraq.web.site import Site, site_of

_LONGEST_BODY = 2 * 2**20
_LONGEST_CHALLENGE = 2_000
_LONGEST_LEASE = timedelta(days=30)
_METHODS = ("sha1", "sha256", "sha384", "sha512")


async def hub(request: Request) -> Response:
    """GET and POST /hub/<token>: for the hub that was given the token, and for nobody else."""
    site = site_of(request)
    held, token = site.subscriptions, request.path_params["token"]
    one = await site.pool.ask(lambda: held.by_token(token)) if held is not None else None
    if held is None or one is None:
        return await not_found(request)
    if request.method == "POST":
        return await _called(request, site, held, one)
    return await _asked(request, site, held, one)


async def _asked(request: Request, site: Site, held: Subscriptions, one: Subscription) -> Response:
    """The hub makes sure that it was us who asked, or says that it will not call."""
    asked = request.query_params
    if asked.get("hub.topic") != one.topic:
        return await not_found(request)
    if asked.get("hub.mode") == "denied":
        reason = f"the hub refused: {asked.get('hub.reason', 'it said no reason')[:200]}"
        await site.pool.ask(lambda: held.promise(one.token, lease=None, problem=reason))
        return _plain("")
    challenge = asked.get("hub.challenge", "")
    if asked.get("hub.mode") != "subscribe" or not 0 < len(challenge) <= _LONGEST_CHALLENGE:
        return await not_found(request)
    lease = site.clock.now() + _lease(asked.get("hub.lease_seconds"))
    await site.pool.ask(lambda: held.promise(one.token, lease=lease, problem=None))
    return _plain(challenge)


async def _called(request: Request, site: Site, held: Subscriptions, one: Subscription) -> Response:
    """What it sends is only measured against its signature: the feed itself is asked for what is new. The answer is the
    same whether the signature was right or not."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            return _plain("", status=413)
    if is_signed(bytes(body), request.headers.get("x-hub-signature"), one.secret):
        now = site.clock.now()
        await site.pool.ask(lambda: held.call(one.token, now=now))
    return _plain("", status=202)


def is_signed(body: bytes, header: str | None, secret: str) -> bool:
    """Whether `X-Hub-Signature` ("sha256=<hex>") is the body's with that secret."""
    method, _, given = (header or "").strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    made = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(made.encode(), given.strip().lower().encode("utf-8", "replace"))


def _lease(given: str | None) -> timedelta:
    seconds = int(given) if given and given.isascii() and given.isdecimal() and len(given) < 10 else 0
    return min(timedelta(seconds=seconds), _LONGEST_LEASE)


def _plain(text: str, *, status: int = 200) -> Response:
    return PlainTextResponse(text, status_code=status, headers={"cache-control": "no-store"})
