"""What goes wrong with bytes on their way? Cut, spliced, repeated, swapped, mislabelled. The same seed makes the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from fuzz.door import Door

Mutation = Callable[[random.Random, bytes, Door], bytes]
_NUMBERS = (b"0", b"-1", b"255", b"65536", b"2147483648", b"99999999999999999999", b"1e999", b"NaN")
_EDGES = (0, 1, 9, 10, 13, 32, 34, 39, 47, 60, 62, 92, 127, 128, 192, 255)


def _at(draw: random.Random, data: bytes) -> int:
    return draw.randrange(len(data) + 1)


def cut(draw: random.Random, data: bytes, _: Door) -> bytes:
    return data[: _at(draw, data)]


def without_a_slice(draw: random.Random, data: bytes, _: Door) -> bytes:
    start = _at(draw, data)
    return data[:start] + data[start + draw.randrange(1, 64) :]


def with_another_s_slice(draw: random.Random, data: bytes, door: Door) -> bytes:
    other, at = draw.choice(door.seeds), _at(draw, data)
    start = _at(draw, other)
    return data[:at] + other[start : start + draw.randrange(1, 400)] + data[at:]


def with_tokens(draw: random.Random, data: bytes, door: Door) -> bytes:
    for _ in range(draw.randrange(1, 6)):
        at = _at(draw, data)
        data = data[:at] + draw.choice(door.tokens or _NUMBERS) + data[at:]
    return data


def with_other_bytes(draw: random.Random, data: bytes, _: Door) -> bytes:
    changed = bytearray(data)
    for _number in range(draw.randrange(1, 12)):
        if changed:
            changed[draw.randrange(len(changed))] = (
                draw.choice(_EDGES) if draw.random() < 0.5 else draw.randrange(256)
            )
    return bytes(changed)


def repeated(draw: random.Random, data: bytes, _: Door) -> bytes:
    start, at = _at(draw, data), _at(draw, data)
    return data[:at] + data[start : start + draw.randrange(1, 80)] * draw.randrange(2, 60) + data[at:]


def with_a_run(draw: random.Random, data: bytes, door: Door) -> bytes:
    at = _at(draw, data)
    return data[:at] + draw.choice(door.tokens or _NUMBERS) * draw.randrange(2, 400) + data[at:]


def with_another_number(draw: random.Random, data: bytes, _: Door) -> bytes:
    digits = [at for at, one in enumerate(data) if 48 <= one < 58]
    if not digits:
        return data
    at = draw.choice(digits)
    return data[:at] + draw.choice(_NUMBERS) + data[at + 1 :]


MUTATIONS: tuple[Mutation, ...] = (
    cut, without_a_slice, with_another_s_slice, with_tokens, with_other_bytes, repeated, with_a_run, with_another_number,
)  # fmt: skip


def mutated(door: Door, seeds: Sequence[bytes], count: int, *, seed: int) -> Iterator[bytes]:
    """So many cases, each of one seed and one to four mutations; never longer than eight times what the door thinks worth trying."""
    draw = random.Random(f"{door.name} {seed}")
    for _ in range(count):
        data = draw.choice(seeds)
        for mutation in draw.choices(MUTATIONS, k=draw.randrange(1, 5)):
            data = mutation(draw, data, door)[: 8 * door.longest]
        yield data
