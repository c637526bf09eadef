"""A page that was made is sent again, to whom it fits, while it holds: and never else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.asking import Answer, Reader
from tests.web.conftest import Opens
from tests.web.press import NOON, Newsstand, proof_of
from warraq.press import (
    SCREENS,
    ArticleId,
    CaseEvent,
    Category,
    DecisionKind,
    PictureId,
    Placeholder,
    Recorded,
    Settings,
    StandInState,
    State,
)
from warraq.web.frame import Calendars
from warraq.web.kept import Kept, Key, Mark
from warraq.web.manner import Manner
from warraq.web.packing import Made, Packed
from warraq.web.reading import NONE, Wishes
from warraq.web.tongue import Speech

NAME = "سلمى الزعفراني"
PLAIN = Manner(Speech(), NONE)
MARK = Mark((1, 1), (1, 1, 1, 1), Calendars("", None, ""), {})
ADDRESSES = (
    "/",
    "/latest",
    "/sada",
    "/sada/1",
    "/sada/2",
    "/manara/3",
    "/section/politics",
    "/stories",
    "/day/2026-11-23",
)


def stand(**said: object) -> Newsstand:
    made = Newsstand(settings=Settings(**said))  # type: ignore[arg-type]
    for number, source in enumerate(("sada", "sada", "manara"), 1):
        made.file(
            source=source,
            section="politics",
            title=f"خبر {number} عن {NAME}",
            body="قالت إن الجسر متين. " * 60,
            keys=(f"{source}.example/{number}",),
        )
    made.hang(ArticleId(1), proof=proof_of("a", *SCREENS))
    made.follow()
    return made


# Who gets what again


async def test_what_a_reader_has_is_not_sent_twice(opens: Opens) -> None:
    reader = await opens(stand())
    for address in (*ADDRESSES, "/search?q=الجسر", "/about", "/search.json?q=الجسر", "/rss"):
        first = await reader.get(address)
        assert first.status == 200, address
        second = await reader.get(address, headers={"if-none-match": f'"x", {first.headers["etag"]}'})
        assert (second.status, second.body) == (304, b""), address
        assert {second.headers[name] for name in ("etag", "cache-control")} == {
            first.headers[name] for name in ("etag", "cache-control")
        }
        assert (await reader.get(address, headers={"if-none-match": '"other"'})).status == 200


async def test_a_page_is_one_whatever_it_is_packed_in(opens: Opens) -> None:
    reader = await opens(stand())
    for address in ("/", "/sada/1", "/search?q=الجسر"):
        for _ in range(3):  # made, packed well, sent again
            plain = await reader.get(address)
            gzip = await reader.get(address, headers={"accept-encoding": "gzip"})
            br = await reader.get(address, headers={"accept-encoding": "gzip, deflate, br;q=0.9"})
            none = await reader.get(address, headers={"accept-encoding": "br;q=0, gzip;q=0.0"})
            assert [one.headers.get("content-encoding") for one in (plain, gzip, br, none)] == [
                None,
                "gzip",
                "br",
                None,
            ]
            assert plain.body == gzip.body == br.body == none.body
            assert {one.headers["etag"] for one in (plain, gzip, br, none)} == {plain.headers["etag"]}
            assert {one.headers["vary"] for one in (plain, gzip, br)} == {"accept-encoding, cookie"}


async def test_an_error_has_no_mark_and_is_made_each_time(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    assert (await reader.get("/sada/99", headers={"if-none-match": "*"})).status == 404
    made.file()  # number 4
    assert "etag" not in (await reader.get("/sada/99")).headers
    assert (await reader.get("/sada/4")).status == 200


async def test_a_page_that_waits_for_news_is_made_each_time(opens: Opens) -> None:
    made = Newsstand()
    reader = await opens(made)
    assert "refresh" in (await reader.get("/")).text
    assert not reader.app.state.kept.bytes


async def test_readers_of_other_wishes_and_names_of_the_site_get_their_own_page(opens: Opens) -> None:
    made = Newsstand()
    made.file(title="أسعار الذهب اليوم الاثنين في مصر")
    made.file(title="المجلس يقر الخطة")
    reader = await opens(made)
    usual = await reader.get("/latest")
    muted = await reader.get("/latest", headers={"cookie": "reading=mute=service"})
    assert "أسعار الذهب" in usual.text
    assert "أسعار الذهب" not in muted.text
    french = await reader.get("/latest", headers={"cookie": "reading=ui=fr"})
    assert 'lang="fr"' in french.text.partition("<head>")[0]
    assert (await reader.get("/latest?ui=fr")).text.partition("<head>")[0] == french.text.partition("<head>")[
        0
    ]
    assert (await reader.get("/latest")).body == usual.body
    here = await reader.get("/sada/1", headers={"host": "localhost:8001"})
    there = await reader.get("/sada/1", headers={"host": "localhost:8002"})
    assert "localhost:8001" in here.text
    assert "localhost:8001" not in there.text


def test_whatever_a_reader_wishes_is_part_of_the_key() -> None:
    keys = {
        Key("/", b"", "", "http://x", manner)
        for manner in (
            PLAIN,
            Manner(Speech(), Wishes(mute=frozenset({"service"}))),
            Manner(Speech(), Wishes(size="l")),
            Manner(Speech("fr"), NONE),
            Manner(Speech(eastern=True), NONE),
        )
    }
    assert len(keys) == 5


async def test_many_readers_at_once_have_it_made_once(opens: Opens) -> None:
    made = stand()
    reader = await opens(made)
    asked = 0
    behind = made.archive.article

    def article(number: ArticleId) -> object:
        nonlocal asked
        asked += 1
        return behind(number)

    made.archive.article = article
    answers = await asyncio.gather(*(reader.get("/sada/1") for _ in range(20)))
    assert {one.status for one in answers} == {200}
    assert asked == 1


def test_a_page_grows_old_though_nothing_changes() -> None:
    kept, second = Kept(), timedelta(seconds=1)
    kept.keep(key(1), MARK, page(4_000), now=NOON)
    assert kept.said(key(1), MARK, since=NOON) is not None
    assert kept.said(key(1), MARK, since=NOON + second) is None
    assert not kept.bytes


# How much is kept


def page(letters: int) -> Made:
    return Made(Packed(b"x" * letters), {})


def key(number: int) -> Key:
    return Key(f"/{number}", b"", "", "", PLAIN)


def test_what_nobody_asked_for_the_longest_goes_first_and_no_more_is_kept_than_may_be() -> None:
    kept = Kept(most=50_000)
    for number in range(4):
        kept.keep(key(number), MARK, page(4_000), now=NOON)
        assert kept.said(key(0), MARK, since=NOON) is not None
    for number in range(4, 60):
        kept.keep(key(number), MARK, page(4_000), now=NOON)
        assert kept.said(key(0), MARK, since=NOON) is not None
        assert kept.bytes <= kept.most
    assert kept.said(key(1), MARK, since=NOON) is None
    assert kept.said(key(59), MARK, since=NOON) is not None
    kept.keep(key(60), MARK, page(80_000), now=NOON)  # more than may be
    assert kept.bytes <= kept.most
    assert kept.said(key(60), MARK, since=NOON) is None


async def test_an_address_too_long_to_be_asked_twice_is_not_kept(opens: Opens) -> None:
    reader = await opens(stand())
    assert (await reader.get(f"/latest?x={'y' * 3_000}")).status == 200
    assert not reader.app.state.kept.bytes


# Whatever happens

STANDS_IN = Placeholder(PictureId(1), "sada", 12, 5, NOON)
Step = Callable[[Newsstand, dict[str, Recorded]], None]


def _edited(made: Newsstand, _: dict[str, Recorded]) -> None:
    made.filed += 1
    made.file(title=f"عنوان معدّل {made.filed}", keys=("sada.example/1",), section="politics")


def _decided(kind: DecisionKind, **said: object) -> Step:
    def step(made: Newsstand, lines: dict[str, Recorded]) -> None:
        if (line := lines.pop(kind.value, None)) is not None:
            made.undo(line)
        else:
            lines[kind.value] = made.decide(kind, **said)

    return step


def _restated(state: State) -> Step:
    def step(made: Newsstand, _: dict[str, Recorded]) -> None:
        made.archive.restate(ArticleId(2), state, reason="404", now=made.clock.now())

    return step


STEPS: dict[str, Step] = {
    "filed": lambda made, _: (made.file(source="manara", section="politics"), None)[1],
    "edited": _edited,
    "withdrawn": _restated(State.WITHDRAWN),
    "shown again": _restated(State.VISIBLE),
    "withheld": _decided(DecisionKind.WITHHOLD, article=ArticleId(1)),
    "masked": _decided(DecisionKind.MASK, name=NAME),
    "hidden": _decided(DecisionKind.HIDE, picture=PictureId(1)),
    "reported": lambda made, _: made.crowd(PictureId(1), Category.VIOLENCE),
    "kept": lambda made, _: made.moderating.decide(PictureId(1), CaseEvent.KEEP, "خريطة"),
    "marked": lambda made, _: (made.mark("sada", f"mark {made.clock.now()}"), None)[1],
    "unmarked": lambda made, _: made.icons.say(replace(made.mark("sada"), print=None, removed="طلب")),
    "stands in": lambda made, _: (made.placeholders.learn(STANDS_IN), None)[1],
    "hung": lambda made, _: made.placeholders.say(replace(STANDS_IN, state=StandInState.HUNG)),
    "opted out": _decided(DecisionKind.OPT_OUT, source="manara"),
    "followed": lambda made, _: made.follow(),
    "grouped": lambda made, _: made.group(),
}
_AGE = re.compile(r"(<time[^>]*>)[^<]*(</time>)")


def said(answer: Answer) -> tuple[int, str]:
    """What is said, but for how long ago."""
    return answer.status, _AGE.sub(r"\1\2", answer.text)


@pytest.mark.parametrize("public", [False, True], ids=["private", "public"])
@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from([0, 1, 2, 5, 30])), min_size=1, max_size=8
    )
)
def test_in_whatever_order_things_happen_two_seconds_later_all_is_as_if_nothing_were_kept(
    public: bool, happened: list[tuple[str, int]]
) -> None:
    asyncio.run(_compared(public, happened))


async def _compared(public: bool, happened: list[tuple[str, int]]) -> None:
    told = {"public": True, "contact": "desk@example.org", "address": "https://press.example"}
    made = stand(**told if public else {})
    kept, lines = Reader(made.application()), dict[str, Recorded]()
    for what, waits in happened:
        for address in ADDRESSES:
            await kept.get(address)
        STEPS[what](made, lines)
        await made.clock.sleep(waits)
    await made.clock.sleep(3)  # two of the pages, one of what was decided
    for cookie in ("", "reading=mute=service"):
        headers = {"cookie": cookie} if cookie else {}
        for address in ADDRESSES:
            anew = Reader(made.application())
            assert said(await kept.get(address, headers=headers)) == said(
                await anew.get(address, headers=headers)
            ), address
            anew.app.state.site.pool.close()
    kept.app.state.site.pool.close()
