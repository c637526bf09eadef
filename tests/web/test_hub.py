"""Is a hub answered as WebSub says, and nobody else?"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest

from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand
from warraq.archives.memorysubscriptions import MemorySubscriptions
from warraq.ports.subscriptions import Subscription
from warraq.web.hub import is_signed

TOPIC = "http://sada.example/feed.xml"
ONE = Subscription("sada", "http://hub.example/", TOPIC, "t0ken", "s3cret", asked=NOON)


def stand() -> Newsstand:
    held = MemorySubscriptions()
    held.put(ONE)
    return Newsstand(subscriptions=held)


def verifying(**given: str) -> str:
    asked = {"mode": "subscribe", "topic": TOPIC, "challenge": "ch4llenge", "lease_seconds": "3600"} | given
    return "/hub/t0ken?" + "&".join(f"hub.{name}={value}" for name, value in asked.items() if value)


async def test_a_hub_hears_that_it_was_us_who_asked(opens: Opens) -> None:
    made = stand()
    answer = await (await opens(made)).get(verifying())
    assert (answer.status, answer.text) == (200, "ch4llenge")
    assert answer.headers["content-type"].startswith("text/plain")
    assert made.subscriptions is not None
    held = made.subscriptions.of("sada")
    assert held is not None
    assert held.lease == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    "address",
    [
        verifying(topic="http://other.example/"),
        verifying(topic=""),
        verifying(mode="unsubscribe"),
        verifying(mode=""),
        verifying(challenge=""),
        verifying(challenge="x" * 2_001),
        verifying().replace("t0ken", "another"),
    ],
)
async def test_what_nobody_asked_for_is_not_confirmed(opens: Opens, address: str) -> None:
    made = stand()
    answer = await (await opens(made)).get(address)
    assert answer.status == 404
    assert made.subscriptions is not None
    assert made.subscriptions.of("sada") == ONE


@pytest.mark.parametrize(
    ("seconds", "lease"), [("99999999", 30), ("", 0), ("-5", 0), ("x", 0), ("9" * 40, 0)]
)
async def test_a_promise_has_bounds(opens: Opens, seconds: str, lease: int) -> None:
    made = stand()
    await (await opens(made)).get(verifying(lease_seconds=seconds))
    assert made.subscriptions is not None
    held = made.subscriptions.of("sada")
    assert held is not None
    assert held.lease == NOON + timedelta(days=lease)


async def test_a_hub_that_refuses_is_heard(opens: Opens) -> None:
    made = stand()
    answer = await (await opens(made)).get(verifying(mode="denied", reason="full"))
    assert answer.status == 200
    assert made.subscriptions is not None
    held = made.subscriptions.of("sada")
    assert held is not None
    assert held.problem == "the hub refused: full"


async def test_only_a_signed_call_counts_and_the_answer_never_tells(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    assert made.subscriptions is not None
    body = "<rss>خبر</rss>".encode()
    right = hmac.new(b"s3cret", body, hashlib.sha256).hexdigest()
    forged = [
        {},
        {"x-hub-signature": "sha256=00"},
        {"x-hub-signature": f"md5={right}"},
        {"x-hub-signature": right},
    ]
    answers = [await reader.get("/hub/t0ken", method="POST", body=body, headers=one) for one in forged]
    assert made.subscriptions.called_since(NOON - timedelta(1)) == {}
    answers.append(
        await reader.get(
            "/hub/t0ken", method="POST", body=body, headers={"x-hub-signature": f"sha256={right}"}
        )
    )
    assert made.subscriptions.called_since(NOON - timedelta(1)) == {"sada": NOON}
    assert {(one.status, one.body) for one in answers} == {(202, b"")}


async def test_a_call_is_bounded_and_a_stranger_s_is_none(opens: Opens) -> None:
    reader = await opens(stand())
    assert (await reader.get("/hub/t0ken", method="POST", body=b"x" * (2 * 2**20 + 1))).status == 413
    assert (await reader.get("/hub/another", method="POST", body=b"x")).status == 404
    assert (await (await opens(Newsstand())).get(verifying())).status == 404
    assert (await reader.get("/hub/t0ken", method="PUT")).status == 405


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_method_of_websub_is_known(method: str) -> None:
    made = hmac.new(b"key", b"body", method).hexdigest()
    assert is_signed(b"body", f"{method}={made}", "key")
    assert is_signed(b"body", f" {method.upper()}={made.upper()} ", "key")
    assert not is_signed(b"body!", f"{method}={made}", "key")
    assert not is_signed(b"body", f"{method}=خطأ", "key")
