"""A message arrives signed, once where all goes well, and is tried again where it does not."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.newsroom.watched import HOOK, Watched, draft
from warraq.newsroom import signing
from warraq.newsroom.alerting import Told
from warraq.newsroom.posting import WAITS, Bell, Posting
from warraq.ports.fetcher import Failed, Fetched, FetchOutcome, Moved, Refused, Request
from warraq.press import Capture, Decision, DecisionKind, MessageState, State, Watch, WatchState

SECRET = b"s" * 32


def heard(request: Request) -> FetchOutcome:
    return Fetched(Capture(request.url, Watched().clock.now(), 204, (), b""))


@dataclass
class Receiver:
    """Answers as it is told to, and keeps what it got."""

    answer: Callable[[Request], FetchOutcome] = heard
    got: list[Request] = field(default_factory=list)
    closed: bool = False

    async def fetch(self, request: Request) -> FetchOutcome:
        self.got.append(request)
        return self.answer(request)

    async def close(self) -> None:
        self.closed = True

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(one.posted.body) for one in self.got if one.posted]

    @property
    def names(self) -> list[str]:
        return [dict(one.posted.headers)["webhook-id"] for one in self.got if one.posted]


@pytest.fixture
def house() -> Watched:
    return Watched()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


def desk(house: Watched, receiver: Receiver) -> Posting:
    return Posting(house.watches, house.wording(), receiver, house.clock, SECRET)


def ring(house: Watched, receiver: Receiver, posting: Posting | None = None) -> int:
    house.step()
    return asyncio.run((posting or desk(house, receiver)).round())


def state(house: Watched, watch: Watch) -> list[MessageState]:
    return [one.note.state for one in house.told(watch)]


def test_a_message_says_what_a_reader_would_see(house: Watched, receiver: Receiver) -> None:
    house.places = lambda ids: {one: Told(1, papers=3) for one in ids}
    watch = house.watch()
    house.file(draft(1), draft(2))
    assert ring(house, receiver) == 1
    (told,) = receiver.told
    assert told["type"] == "watch.story"
    assert told["timestamp"] == "2026-03-10T12:00:00Z"
    assert told["data"]["watch"] == {"id": watch.id, "name": "سد النهضة", "query": "سد النهضة"}
    (story,) = told["data"]["stories"]
    assert (story["id"], story["papers"], len(story["articles"])) == (1, 3, 2)
    article = story["articles"][0]
    assert article["title"] == "جولة جديدة من مفاوضات سد النهضة"
    assert [one["text"] for one in article["headline"] if one["sought"]] == ["سد", "النهضة"]
    assert article["source"] == {"slug": "nahar", "name": "النهار", "country": "eg"}
    assert article["url"] == "http://paper.example/1"
    assert article["page"] == f"https://site.example/{article['id']}"
    assert article["precision"] == "minute"
    said = "".join(one["text"] for one in article["snippet"])
    assert "سد النهضة" in said
    assert len(said) <= 160  # no leave was given, and the site is public
    assert state(house, watch) == [MessageState.SENT]
    assert ring(house, receiver) == 0


def test_a_message_is_signed_as_standard_webhooks_are(house: Watched, receiver: Receiver) -> None:
    watch = house.watch()
    house.file(draft(1))
    ring(house, receiver)
    posted = receiver.got[0].posted
    assert posted is not None
    headers = dict(posted.headers)
    shown = signing.shown_key(SECRET, watch.salt)
    key = base64.b64decode(shown.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + posted.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-timestamp"] == str(int(house.clock.now().timestamp()))


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of its reference libraries."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    found = signing.signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_keys_and_feeds_of_two_watches_tell_nothing_of_each_other() -> None:
    made = {signing.shown_key(SECRET, "a"), signing.shown_key(SECRET, "b"), signing.shown_key(b"t" * 32, "a")}
    assert len(made) == 3
    assert signing.feed_token(SECRET, "a") not in signing.shown_key(SECRET, "a")


def test_what_fails_is_tried_again_under_the_same_name_until_it_is_dead(
    house: Watched, receiver: Receiver
) -> None:
    receiver.answer = lambda _: Failed("HTTP 503", status=503)
    watch, posting = house.watch(), desk(house, receiver)
    house.file(draft(1))
    ring(house, receiver, posting)
    for tries, wait in enumerate(WAITS, start=1):
        assert len(receiver.got) == tries
        house.clock.time += wait / 2
        assert ring(house, receiver, posting) == 0
        house.clock.time += wait / 2
        assert ring(house, receiver, posting) == 1
    assert state(house, watch) == [MessageState.DEAD]
    assert house.told(watch)[0].problem == "HTTP 503"
    assert len(set(receiver.names)) == 1
    house.watches.retry(watch.id, now=house.clock.now())
    receiver.answer = heard
    house.clock.pass_by(days=1)
    ring(house, receiver, posting)
    assert state(house, watch) == [MessageState.SENT]


def test_a_receiver_that_fails_is_left_alone_whatever_waits_for_it(
    house: Watched, receiver: Receiver
) -> None:
    receiver.answer = lambda _: Failed("timed out after 15 s")
    house.watch()
    posting = desk(house, receiver)
    house.file(*(draft(number) for number in range(30)))
    assert ring(house, receiver, posting) == 1
    assert ring(house, receiver, posting) == 0
    house.clock.pass_by(seconds=6)
    assert ring(house, receiver, posting) == 1


def test_one_dead_receiver_keeps_no_other_waiting(house: Watched, receiver: Receiver) -> None:
    receiver.answer = lambda one: heard(one) if one.url == HOOK else Failed("HTTP 500", status=500)
    house.watch("سد", "http://dead.example/")
    well = house.watch("النهضة")
    house.file(draft(1), draft(2))
    ring(house, receiver)
    assert state(house, well) == [MessageState.SENT, MessageState.SENT]


def test_a_receiver_may_ask_for_more_time(house: Watched, receiver: Receiver) -> None:
    receiver.answer = lambda _: Failed("HTTP 429", status=429, retry_after_s=600)
    watch = house.watch()
    house.file(draft(1))
    ring(house, receiver)
    assert (house.told(watch)[0].due - house.clock.now()).total_seconds() == 600


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (Failed("HTTP 410", status=410), "HTTP 410"),
        (Refused("127.0.0.1 is a private address"), "private"),
        (
            Moved("http://elsewhere.example/", True, Capture(HOOK, Watched().clock.now(), 301, (), b"")),
            "http://elsewhere.example/",
        ),
    ],
)
def test_what_would_never_arrive_pauses_the_watch_and_says_why(
    house: Watched, receiver: Receiver, outcome: FetchOutcome, says: str
) -> None:
    receiver.answer = lambda _: outcome
    watch = house.watch()
    house.file(draft(1))
    ring(house, receiver)
    held = house.watches.watch(watch.id)
    assert held is not None
    assert held.state is WatchState.PAUSED
    assert says in (held.problem or "")
    assert len(receiver.got) == 1  # no redirect was followed
    assert state(house, watch) == [MessageState.WAITING]


def test_a_receiver_that_answers_too_much_heard_all_the_same(house: Watched, receiver: Receiver) -> None:
    receiver.answer = lambda _: Failed("more than 65536 bytes", status=200)
    watch = house.watch()
    house.file(draft(1))
    ring(house, receiver)
    assert state(house, watch) == [MessageState.SENT]


@pytest.mark.parametrize("gone", [State.WITHHELD, State.WITHDRAWN])
def test_what_was_taken_back_before_it_left_never_leaves(
    house: Watched, receiver: Receiver, gone: State
) -> None:
    watch = house.watch()
    (one,) = house.file(draft(1))
    house.step()
    house.archive.restate(one, gone, reason="بطلب", now=house.clock.now())
    ring(house, receiver)
    assert receiver.got == []
    assert state(house, watch) == [MessageState.TAKEN]


def test_a_name_masked_since_is_masked_in_what_leaves(house: Watched, receiver: Receiver) -> None:
    house.watch("محاكمة")
    house.file(draft(1, "محاكمة سمير التجاني غدا"))
    house.step()
    house.decisions.record(
        Decision(DecisionKind.MASK, "بطلب", "desk", name="سمير التجاني"), now=house.clock.now()
    )
    ring(house, receiver)
    (request,) = receiver.got
    assert request.posted is not None
    assert "التجاني" not in request.posted.body.decode()
    assert "محاكمة" in request.posted.body.decode()


def test_a_paper_that_opted_out_is_a_headline(house: Watched, receiver: Receiver) -> None:
    house.decisions.record(
        Decision(DecisionKind.OPT_OUT, "بطلب", "desk", source="nahar"), now=house.clock.now()
    )
    house.watch()
    house.file(draft(1))
    ring(house, receiver)
    (article,) = receiver.told[0]["data"]["stories"][0]["articles"]
    assert article["snippet"] == []
    assert article["title"]


def test_the_digest_is_one_message_of_all_its_stories(house: Watched, receiver: Receiver) -> None:
    house.file(draft(1), draft(2))
    house.watch(begun=False)
    ring(house, receiver)
    (told,) = receiver.told
    assert told["type"] == "watch.digest"
    assert [len(one["articles"]) for one in told["data"]["stories"]] == [1, 1]


def test_killed_after_it_arrived_a_message_comes_again_under_its_name(
    house: Watched, receiver: Receiver
) -> None:
    house.watch()
    house.file(draft(1))
    house.step()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    class Dying(type(house.watches)):  # type: ignore[misc]
        settle = killed

    dying = Dying()
    dying.__dict__.update(house.watches.__dict__)
    posting = Posting(dying, house.wording(), receiver, house.clock, SECRET)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(posting.round())
    ring(house, receiver)
    assert len(receiver.got) == 2
    assert len(set(receiver.names)) == 1


def test_rung_once_the_bell_bides_for_stories_but_not_for_ever(house: Watched, receiver: Receiver) -> None:
    watch = house.watch()
    house.file(draft(1))
    house.placed = 0
    began = house.clock.now()
    asyncio.run(Bell(house.desk(), desk(house, receiver)).run(once=True))
    assert 0 < (house.clock.now() - began).total_seconds() <= 30
    assert house.told(watch) == []


def test_the_bell_rings_until_nothing_is_left(house: Watched, receiver: Receiver) -> None:
    watch = house.watch(begun=False)
    house.file(*(draft(number) for number in range(25)))
    asyncio.run(Bell(house.desk(), desk(house, receiver)).run(once=True))
    assert receiver.closed
    assert set(state(house, watch)) == {MessageState.SENT, MessageState.LISTED}
    assert receiver.told[0]["type"] == "watch.digest"
