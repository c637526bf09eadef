"""Does every back end keep the subscriptions' contract?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ports.conftest import Opener
from tests.ports.drafting import NOON, at
from warraq.archives.memory import MemoryArchive
from warraq.archives.memorysubscriptions import MemorySubscriptions
from warraq.archives.sql import SqlArchive, subscriptions_of
from warraq.ports.subscriptions import Subscription, Subscriptions

ONE = Subscription(
    "nahar/politics",
    "https://hub.example/",
    "https://nahar.example/rss?q=علي",
    "token-1",
    "secret-1",
    asked=NOON,
)
OTHER = replace(ONE, feed="nahar", token="token-2", lease=at(60), called=at(5), problem="HTTP 503")


@pytest.fixture
def held(opener: Opener) -> Subscriptions:
    archive = opener()[0]
    if isinstance(archive, MemoryArchive):
        return MemorySubscriptions()
    assert isinstance(archive, SqlArchive)
    return subscriptions_of(archive)


def test_a_subscription_comes_back_as_it_was_put(held: Subscriptions) -> None:
    held.put(ONE)
    held.put(OTHER)
    assert held.of("nahar/politics") == ONE
    assert held.by_token("token-2") == OTHER
    assert held.of("never") is None
    assert held.by_token("") is None


def test_a_feed_has_one_subscription_the_last(held: Subscriptions) -> None:
    held.put(ONE)
    held.put(replace(ONE, token="token-9", hub="https://other.example/"))
    assert held.by_token("token-1") is None
    found = held.of("nahar/politics")
    assert found is not None
    assert found.hub == "https://other.example/"


def test_a_hub_promises_and_calls(held: Subscriptions) -> None:
    held.put(replace(ONE, problem="HTTP 500"))
    held.promise("token-1", lease=at(600), problem=None)
    held.call("token-1", now=at(7))
    assert held.of("nahar/politics") == replace(ONE, lease=at(600), called=at(7))
    held.promise("nobody", lease=at(1), problem=None)
    held.call("nobody", now=at(1))
    assert held.of("nahar/politics") == replace(ONE, lease=at(600), called=at(7))


def test_who_has_called_since_is_known(held: Subscriptions) -> None:
    held.put(ONE)
    held.put(OTHER)
    held.call("token-1", now=at(9))
    assert held.called_since(at(4)) == {"nahar/politics": at(9), "nahar": at(5)}
    assert held.called_since(at(5)) == {"nahar/politics": at(9)}
    assert held.called_since(at(9)) == {}


def test_what_is_dropped_is_forgotten(held: Subscriptions) -> None:
    held.put(ONE)
    held.drop("nahar/politics")
    held.drop("nahar/politics")
    assert held.of("nahar/politics") is None
    assert held.by_token("token-1") is None
