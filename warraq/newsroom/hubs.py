"""Who calls us when a feed has something new? Hubs that feeds name are asked to; a feed that is called for is visited.

A call is taken for no more than "look again": the feed itself is asked, politely, for what is new. So a hub can waste
a request, but never put a word into a paper's mouth.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from warraq.feeds import hubs
from warraq.newsroom.asking import Answer, Asking, Disallowed, Unknown, Waiting
from warraq.newsroom.tools import Do
from warraq.ports.fetcher import Failed, Fetched, Refused, Request, Unchanged
from warraq.ports.subscriptions import Subscription, Subscriptions
from warraq.press import Capture, Feed, FeedReading

log = logging.getLogger(__name__)

LEASE = timedelta(days=10)
# A promise is renewed when so much of it is left; where none was given, the hub is asked again after a day.
_RENEWED_AT = timedelta(days=2)
_AGAIN = timedelta(days=1)
_TOKEN_BYTES, _SECRET_BYTES = 24, 32


class Hubs:
    """Subscribes feeds at their hubs. `home` is where the site stands: hubs call `<home>/hub/<token>`."""

    def __init__(self, subscriptions: Subscriptions, asking: Asking, *, home: str) -> None:
        self._subscriptions = subscriptions
        self._asking = asking
        self._home = home.rstrip("/")

    async def heard(
        self, feed: Feed, reading: FeedReading | None, capture: Capture | None, *, now: datetime, do: Do
    ) -> None:
        """A feed was visited: `reading` and `capture` are what it said, `None` where nothing new. Subscribe where it
        names a hub, renew what runs out, forget what it names no more."""
        held = await do(lambda: self._subscriptions.of(feed.id))
        wanted = held
        if reading is not None and capture is not None:
            wanted = self._wanted(feed, reading, capture, held, now)
        if held is not None and _asked_of_late(held, now):
            return  # whatever it names now: a feed that names another at every visit sends us nowhere oftener
        if wanted is None:
            if held is not None:
                await do(lambda: self._subscriptions.drop(feed.id))
            return
        if wanted is held and not _runs_out(held, now):
            return
        asked = replace(wanted, asked=now)
        await do(lambda: self._subscriptions.put(asked))  # before asking: the hub may call back at once
        answer = await self._asking.ask(self._request(asked))
        problem = _problem(answer)
        if problem is not None:
            log.info("%s: its hub %s: %s", feed.id, asked.hub, problem)
            await do(lambda: self._subscriptions.promise(asked.token, lease=asked.lease, problem=problem))

    def called_since(self, moment: datetime) -> dict[str, datetime]:
        """Feeds whose hub has called after that moment, with when. Blocks."""
        return self._subscriptions.called_since(moment)

    def _wanted(
        self, feed: Feed, reading: FeedReading, capture: Capture, held: Subscription | None, now: datetime
    ) -> Subscription | None:
        told = hubs.announced(reading, hubs.header_links(capture.header("link")), capture.url)
        if told.hub is None:
            return None
        topic = told.topic or capture.url
        if held is not None and (held.hub, held.topic) == (told.hub, topic):
            return held
        return Subscription(
            feed.id,
            told.hub,
            topic,
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            secret=secrets.token_urlsafe(_SECRET_BYTES),
            asked=now,
        )

    def _request(self, one: Subscription) -> Request:
        form = (
            ("hub.mode", "subscribe"),
            ("hub.topic", one.topic),
            ("hub.callback", f"{self._home}/hub/{one.token}"),
            ("hub.secret", one.secret),
            ("hub.lease_seconds", str(int(LEASE.total_seconds()))),
        )
        return Request(one.hub, accept="*/*", form=form)


def _runs_out(held: Subscription | None, now: datetime) -> bool:
    if held is None:
        return True
    if _asked_of_late(held, now):
        return False
    return held.lease is None or held.lease - now < _RENEWED_AT


def _asked_of_late(held: Subscription, now: datetime) -> bool:
    return timedelta() <= now - held.asked < _AGAIN


def _problem(answer: Answer) -> str | None:
    match answer.outcome:
        case Fetched():
            return None
        case (
            Failed(reason=reason)
            | Refused(reason=reason)
            | Disallowed(reason=reason)
            | Unknown(reason=reason)
        ):
            return reason
        case Waiting():
            return "it wants to be left alone"
        case Unchanged():
            return "it answered 304 to a subscription"
        case other:
            return f"unexpected {type(other).__name__}"
