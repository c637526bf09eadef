"""Pages that went wrong, from pages that did not: cut, spliced, mislabelled, nested, repeated. The same seed makes the same page."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

Mutation = Callable[[random.Random, bytes, bytes], bytes]

_TAGS = [
    b"div",
    b"p",
    b"b",
    b"table",
    b"td",
    b"ul",
    b"li",
    b"h1",
    b"a",
    b"span",
    b"script",
    b"article",
    b"select",
]
_RUNS = [
    b"(",
    b"<",
    b">",
    b"&",
    b"9",
    b" ",
    b"\n",
    b"<br>",
    b"<b>",
    b"&amp;",
    b"\xd9\x85",
    b"- ",
    b":",
    b'"',
    b"<p>",
    b"</div>",
]
_PIECES = [
    b"<!--", b"-->", b"<script>", b"</script>", b"<style>", b"<![CDATA[", b"<title>", b"<base href='javascript:x'>", b"\x00", b"\xff\xfe",
    b'<meta charset="utf-16">', b'<meta property="article:published_time" content="0000-99-99T99:99:99Z">', b"<svg><a>", b"<plaintext>",
    b'<script type="application/ld+json">{"@type":"NewsArticle","headline":[{}],"author":{"name":{"name":[1]}}}</script>',
    b'<time datetime="2026-13-45">', b"<h1></h1>", b'<div itemscope itemtype="http://schema.org/Article" itemprop="author">', b"<frameset>",
    "<p>منذ 99999999999999999999 سنة</p>".encode(), b"&#x110000;&#0;&#xD800;", b"<template><p>", b"<noscript><img src=x>", b"<textarea>",
]  # fmt: skip
_CHARSETS = ["cp1256", "iso8859-6", "utf-16", "utf-8", "utf-7"]
_LONGEST_RUN = 20_000
_DEEPEST = 4_000


def cut(draw: random.Random, page: bytes, _: bytes) -> bytes:
    return page[: draw.randrange(len(page) + 1)]


def without_a_slice(draw: random.Random, page: bytes, _: bytes) -> bytes:
    start = draw.randrange(len(page) + 1)
    return page[:start] + page[start + draw.randrange(5_000) :]


def with_another_s_slice(draw: random.Random, page: bytes, other: bytes) -> bytes:
    start, at = draw.randrange(len(other) + 1), draw.randrange(len(page) + 1)
    return page[:at] + other[start : start + draw.randrange(20_000)] + page[at:]


def with_a_slice_repeated(draw: random.Random, page: bytes, _: bytes) -> bytes:
    start = draw.randrange(len(page) + 1)
    piece = page[start : start + draw.randrange(1, 2_000)]
    return page[:start] + piece * draw.randrange(2, 40) + page[start:]


def with_a_run(draw: random.Random, page: bytes, _: bytes) -> bytes:
    at = draw.randrange(len(page) + 1)
    return page[:at] + draw.choice(_RUNS) * draw.randrange(1, _LONGEST_RUN) + page[at:]


def with_pieces(draw: random.Random, page: bytes, _: bytes) -> bytes:
    for _number in range(draw.randrange(1, 6)):
        at = draw.randrange(len(page) + 1)
        page = page[:at] + draw.choice(_PIECES) + page[at:]
    return page


def nested(draw: random.Random, page: bytes, _: bytes) -> bytes:
    at, tag, depth = draw.randrange(len(page) + 1), draw.choice(_TAGS), draw.randrange(1, _DEEPEST)
    closed = (b"</" + tag + b">") * draw.choice([0, depth])
    return page[:at] + (b"<" + tag + b">") * depth + page[at:] + closed


def with_other_bytes(draw: random.Random, page: bytes, _: bytes) -> bytes:
    changed = bytearray(page)
    for _number in range(draw.randrange(1, 200)):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def never_closed(draw: random.Random, page: bytes, _: bytes) -> bytes:
    return page.replace(b"</" + draw.choice(_TAGS), b"<")


def mislabelled(draw: random.Random, page: bytes, _: bytes) -> bytes:
    return page.decode("utf-8", "replace").encode(draw.choice(_CHARSETS), "replace")


MUTATIONS: tuple[Mutation, ...] = (
    cut, without_a_slice, with_another_s_slice, with_a_slice_repeated, with_a_run, with_pieces, nested, with_other_bytes,
    never_closed, mislabelled,
)  # fmt: skip


def mutated(pages: Sequence[bytes], count: int, *, seed: int) -> Iterator[tuple[bytes, str]]:
    """So many pages, each with one to four mutations, and the names of those."""
    draw = random.Random(seed)
    for _ in range(count):
        page = draw.choice(pages)
        chosen = draw.choices(MUTATIONS, k=draw.randrange(1, 5))
        for mutation in chosen:
            page = mutation(draw, page, draw.choice(pages))
        yield page, ", ".join(one.__name__ for one in chosen)
