"""Captures: kept whole, one by one, and not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsroom.conftest import NOON, StoppedClock
from warraq.archives.memorydaybook import MemoryDaybook
from warraq.errors import ObjectsError
from warraq.newsroom.keeping import Keeping, packed, unpacked
from warraq.objects.memory import MemoryObjects
from warraq.press import Capture


def capture(body: bytes = "<p>خبر</p>".encode(), url: str = "http://paper.example/1") -> Capture:
    return Capture(url, NOON, 200, (("content-type", "text/html; charset=utf-8"), ("etag", '"x"')), body)


@given(st.binary(max_size=3000), st.text(st.characters(codec="utf-8"), max_size=50))
def test_a_record_gives_back_the_capture_whole(body: bytes, value: str) -> None:
    one = Capture("http://paper.example/ا", NOON, 200, (("x", value),), body)
    assert unpacked(packed(one)) == one


def test_a_kept_capture_opens_with_its_headers_and_body(keeping: Keeping) -> None:
    name = keeping.keep(capture(), now=NOON)
    assert name is not None
    opened = keeping.open(name)
    assert opened is not None
    assert opened.body == capture().body
    assert opened.header("etag") == '"x"'


def test_a_damaged_capture_is_none_for_whom_it_would_only_help(
    keeping: Keeping, objects: MemoryObjects
) -> None:
    name = keeping.keep(capture(), now=NOON)
    assert name is not None
    assert keeping.found(name) == keeping.open(name)
    assert keeping.found(None) is None
    (key,) = objects.keys()
    objects.put(key, b"cut short")
    with pytest.raises(ObjectsError, match="is damaged"):
        keeping.open(name)
    assert keeping.found(name) is None


def test_a_capture_is_gone_after_its_retention_and_not_before(
    keeping: Keeping, objects: MemoryObjects, clock: StoppedClock
) -> None:
    old = keeping.keep(capture(), now=clock.now())
    clock.pass_by(days=29)
    young = keeping.keep(capture(b"other"), now=clock.now())
    assert keeping.sweep(clock.now()) == 0
    clock.pass_by(days=2)
    assert keeping.sweep(clock.now()) == 1
    assert old is not None
    assert young is not None
    assert keeping.open(old) is None
    assert keeping.open(young) is not None
    assert len(list(objects.keys())) == 1


def test_zero_days_keeps_nothing(objects: MemoryObjects, daybook: MemoryDaybook) -> None:
    assert Keeping(objects, daybook, days=0).keep(capture(), now=NOON) is None
    assert not list(objects.keys())


def test_many_expired_captures_go_in_one_sweep(keeping: Keeping, objects: MemoryObjects) -> None:
    for number in range(1203):
        keeping.keep(capture(str(number).encode()), now=NOON)
    assert keeping.sweep(NOON + timedelta(days=31)) == 1203
    assert not list(objects.keys())
