"""Is a body decoded whole, in whatever pieces it comes, and never past its caps?"""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.fetchers.decoding import Body, Spoiled
from warraq.ports.fetcher import Limits


def decoded(encoding: str | None, sent: bytes, *, piece: int, limits: Limits | None = None) -> bytes:
    body = Body(encoding, limits or Limits())
    for at in range(0, len(sent), piece):
        body.feed(sent[at : at + piece])
    return body.whole()


def raw_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


@given(
    st.one_of(st.binary(max_size=3000), st.binary(max_size=5).map(lambda few: few * 30_000)),
    st.sampled_from(
        [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate), (None, bytes)]
    ),
    st.sampled_from([1, 2, 3, 7, 100, 65536]),
)
def test_what_was_compressed_comes_back_in_pieces_of_any_size(
    data: bytes, how: tuple[str | None, object], piece: int
) -> None:
    encoding, compress = how
    assert decoded(encoding, compress(data), piece=piece) == data  # type: ignore[operator]


@pytest.mark.parametrize("piece", [1, 2, 5, 65536])
def test_members_of_a_gzip_follow_each_other_and_what_comes_after_them_is_left(piece: int) -> None:
    members = gzip.compress(b"one ") + gzip.compress(b"two")
    assert decoded("gzip", members, piece=piece) == b"one two"
    assert decoded("gzip", members + b"\0" * 20, piece=piece) == b"one two"
    assert decoded("gzip", members + b"\n", piece=piece) == b"one two"


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_stream_that_broke_off_is_never_taken_for_whole(cut: int) -> None:
    sent = gzip.compress("خبر عاجل".encode() * 3)
    with pytest.raises(Spoiled):
        decoded("gzip", sent[:-cut], piece=4)


def test_an_empty_body_is_empty_in_every_encoding() -> None:
    assert (
        decoded("gzip", b"", piece=1)
        == decoded("deflate", b"", piece=1)
        == decoded(None, b"", piece=1)
        == b""
    )


@pytest.mark.parametrize("piece", [1, 1000, 10**7])
def test_a_bomb_costs_no_more_memory_than_its_cap(piece: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    sent = b"".join([*(packer.compress(bytes(2**20)) for _ in range(60)), packer.flush()])
    tracemalloc.start()
    try:
        with pytest.raises(Spoiled, match="2 MB decoded"):
            decoded("gzip", sent, piece=piece, limits=Limits(decoded_bytes=2 * 2**20, ratio=10**9))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 2**20


def test_a_bomb_of_many_small_members_stops_too() -> None:
    member = gzip.compress(bytes(10_000))
    with pytest.raises(Spoiled, match="100 times"):
        decoded("gzip", member * 500, piece=65536)


def test_a_small_body_may_be_compressed_as_well_as_it_can() -> None:
    data = bytes(2**20)
    assert decoded("gzip", gzip.compress(data, 9), piece=65536) == data


def test_the_wire_has_its_own_cap() -> None:
    limits = Limits(wire_bytes=1000)
    assert decoded(None, b"x" * 1000, piece=100, limits=limits)
    with pytest.raises(Spoiled, match="more than 1000 bytes sent"):
        decoded(None, b"x" * 1001, piece=100, limits=limits)
