"""Does every object store keep the contract of object stores?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from warraq.ports.objects import Objects

KEY = "captures/2026/03/10/0f3a.zst"


def test_bytes_come_back_as_they_were_put(objects: Objects) -> None:
    for number, data in enumerate([b"", b"\0\xff" * 10, "نص".encode(), bytes(2**20)]):
        objects.put(f"a/{number}", data)
        assert objects.get(f"a/{number}") == data


def test_what_was_never_put_is_not_there(objects: Objects) -> None:
    objects.put(KEY, b"x")
    for key in ("captures", "captures/2026/03/10", KEY + ".x", KEY + "/x", "other"):
        assert objects.get(key) is None


def test_putting_the_same_again_is_harmless(objects: Objects) -> None:
    objects.put(KEY, b"x")
    objects.put(KEY, b"x")
    assert objects.get(KEY) == b"x"
    assert list(objects.keys()) == [KEY]


def test_a_removed_object_is_gone_and_may_be_removed_again(objects: Objects) -> None:
    objects.put(KEY, b"x")
    objects.remove(KEY)
    objects.remove(KEY)
    objects.remove("never/was")
    assert objects.get(KEY) is None
    assert list(objects.keys()) == []
    objects.put(KEY, b"y")
    assert objects.get(KEY) == b"y"


def test_a_key_may_begin_as_another_ends(objects: Objects) -> None:
    held = {"a": b"1", "a/b": b"2", "a/b/c": b"3", "b": b"4", "a.b": b"5", "a-b/c_d": b"6"}
    for key, data in held.items():
        objects.put(key, data)
    assert [(key, objects.get(key)) for key in iter(objects.keys())] == sorted(held.items())


def test_keys_are_listed_in_order_by_their_beginning(objects: Objects) -> None:
    keys = ["captures/2026/03/09/b", "captures/2026/03/10/a", "captures/2026/03/10/b", "images/a"]
    for key in reversed(keys):
        objects.put(key, b"x")
    assert list(objects.keys()) == keys
    assert list(objects.keys("captures/2026/03/10/")) == keys[1:3]
    assert list(objects.keys("captures/2026/03/1")) == keys[1:3]
    assert list(objects.keys("captures/2026/03/10/a")) == keys[1:2]
    assert list(objects.keys("c")) == keys[:3]
    for nothing in ("x", "captures/2027/", "../", "/", "captures//"):
        assert list(objects.keys(nothing)) == []


@pytest.mark.parametrize(
    "key",
    [
        "", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/./b", ".", ".hidden", "a/.hidden", "A", "أ", "a b",
        "a\n", "a\0", "a\\b", "a=b", "a%2f", "x" * 300,
    ],
    ids=repr,
)  # fmt: skip
def test_a_key_of_outside_making_is_refused(objects: Objects, key: str) -> None:
    with pytest.raises(ValueError, match="object key"):
        objects.put(key, b"x")
    with pytest.raises(ValueError, match="object key"):
        objects.get(key)
    with pytest.raises(ValueError, match="object key"):
        objects.remove(key)


def test_several_threads_may_put_the_same(objects: Objects) -> None:
    def put(number: int) -> None:
        objects.put(f"same/{number % 3}", b"x" * 1000)
        assert objects.get(f"same/{number % 3}") == b"x" * 1000

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(put, range(30)))
    assert list(objects.keys()) == ["same/0", "same/1", "same/2"]
