"""Does every archive file come to records or to named reasons, and never to more memory than it is worth?"""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
import time
import zlib
from collections import Counter
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.fetchers.warcs import answer, record
from warraq.fetchers.recorded import captures
from warraq.fetchers.records import Broken, records
from warraq.fetchers.warc import WarcFetcher
from warraq.ports.fetcher import Failed, Fetched, Limits, Moved, Request, Unchanged
from warraq.press import Capture, Spoilt

LIMITS = Limits()

# file -> kinds of its records, what its answers come to (status and bytes, or the reason)
SUITE: dict[str, tuple[dict[str, int], list[str]]] = {
    "20130729-heritrix-original.warc.gz": ({"response": 1}, ["200 68639"]),
    "20130729-heritrix-revisit-with-http-headers.warc.gz": ({"revisit": 1}, []),
    "20141124-heritrix-server-not-modified.warc.gz": ({"revisit": 1}, []),
    "20141129-heritrix-original.warc.gz": ({"response": 1}, ["200 75331"]),
    "20141129-heritrix-revisit-with-http-headers-and-new-warc-headers.warc.gz": ({"revisit": 1}, []),
    "hello-world.warc": (
        {"warcinfo": 1, "request": 1, "response": 1, "metadata": 1, "resource": 2},
        ["200 13"],
    ),
    "hello-world.warc.gz": (
        {"warcinfo": 1, "request": 1, "response": 1, "metadata": 1, "resource": 2},
        ["200 13"],
    ),
    "bad.arc": (
        {"warcinfo": 1, "broken": 2, "response": 1},
        [
            "the record of http://example.com/ says '-1' for its length",
            "no HTTP answer stands in the record",
            "the record of http://example.com/ says 'abc' for its length",
        ],
    ),
    "example-bad-non-chunked.warc.gz": (
        {"warcinfo": 2, "response": 1, "request": 2, "revisit": 1},
        ["200 1270"],
    ),
    "example-bad.warc.gz.bad": (
        {"warcinfo": 1, "response": 2, "request": 2, "revisit": 1},
        ["200 1270", "302 0"],
    ),
    "example-digest.warc": ({"request": 4}, []),
    "example-iana.org-chunked.warc": ({"warcinfo": 1, "response": 1, "request": 1}, ["200 7223"]),
    "example-resource.warc.gz": ({"warcinfo": 2, "resource": 1}, ["200 1303"]),
    "example-space-in-target-uri.warc.gz": ({"warcinfo": 1, "resource": 1}, []),
    "example-space-in-url.arc": (
        {"warcinfo": 1, "response": 1},
        ["the record breaks off before its end"],
    ),
    "example-trunc.warc": (
        {"warcinfo": 2, "response": 1, "request": 1},
        ["the gzip stream broke off"],
    ),
    "example-wget-bad-target-uri.warc.gz": (
        {"warcinfo": 1, "request": 1, "response": 1, "metadata": 1, "resource": 2},
        ["200 1270"],
    ),
    "example-wrong-chunks.warc.gz": (
        {"response": 1, "broken": 1, "request": 1},
        [
            "the record breaks off before its end",
            "no record of a WARC or ARC file begins with '<!doctype html>'",
        ],
    ),
    "example.arc": ({"warcinfo": 1, "response": 1}, ["200 1270"]),
    "example.arc.gz": ({"warcinfo": 1, "response": 1}, ["200 1270"]),
    "example.warc": ({"warcinfo": 2, "response": 1, "request": 2, "revisit": 1}, ["200 1270"]),
    "example.warc.gz": ({"warcinfo": 2, "response": 1, "request": 2, "revisit": 1}, ["200 1270"]),
    "post-test.warc.gz": ({"response": 3, "request": 3}, ["200 545", "200 552", "200 551"]),
}  # fmt: skip
# Where warcio gives up, or gives half a page without a word, the table above says what we do instead.
OTHERWISE = {
    "bad.arc",
    "example-bad-non-chunked.warc.gz",
    "example-bad.warc.gz.bad",
    "example-space-in-url.arc",
    "example-trunc.warc",
    "example-wrong-chunks.warc.gz",
}


def said(found: Capture | Spoilt) -> str:
    return found.reason if isinstance(found, Spoilt) else f"{found.status} {len(found.body)}"


def kinds(path: Path) -> dict[str, int]:
    with path.open("rb") as file:
        return dict(Counter("broken" if isinstance(one, Broken) else one.kind for one in records(file)))


def file_of(shared: Path, name: str) -> Path:
    (path,) = (shared / "suites" / "warc").glob(f"*/{name}")
    return path


def test_the_table_names_every_file_of_the_suite(shared: Path) -> None:
    found = {path.name for path in (shared / "suites" / "warc").glob("*/*")}
    assert found == SUITE.keys()
    assert len(found) == 23


@pytest.mark.parametrize("name", SUITE)
def test_every_file_of_the_suite_has_a_named_outcome(shared: Path, name: str) -> None:
    path = file_of(shared, name)
    assert (kinds(path), [said(one) for one in captures(path, LIMITS)]) == SUITE[name]


@pytest.mark.parametrize("name", sorted(SUITE.keys() - OTHERWISE))
def test_a_good_file_holds_what_warcio_finds_in_it(shared: Path, name: str) -> None:
    path = file_of(shared, name)
    with path.open("rb") as file:
        theirs = [
            (one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read())
            for one in ArchiveIterator(file, arc2warc=True)
            if one.rec_type == "response"
        ]
    ours = [one for one in captures(path, LIMITS) if isinstance(one, Capture)]
    with path.open("rb") as file:
        resources = sum(not isinstance(one, Broken) and one.kind == "resource" for one in records(file))
    assert [one for one in theirs if one in [(mine.url, mine.body) for mine in ours]] == theirs
    assert len(ours) <= len(theirs) + resources


def at(tmp_path: Path, data: bytes) -> list[str]:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    return [said(one) for one in captures(path, LIMITS)]


GOOD = record(answer(b"<p>good</p>", b"Content-Type: text/html"))


def test_a_gzip_that_breaks_off_costs_only_what_is_missing(tmp_path: Path) -> None:
    whole = gzip.compress(GOOD)
    found = at(tmp_path, whole + gzip.compress(record(answer(zlib.compress(b"x" * 90_000) * 40)))[:-40])
    assert found[0] == "200 11"
    assert "breaks off" in found[1]
    assert len(found) == 2


def test_bytes_that_are_no_gzip_any_more_are_named(tmp_path: Path) -> None:
    found = at(tmp_path, gzip.compress(GOOD) + b"<html>" + gzip.compress(GOOD))
    assert found[0] == "200 11"
    assert "is no gzip" in found[1]
    assert at(tmp_path, gzip.compress(GOOD) + bytes(512)) == ["200 11"]  # padding


@pytest.mark.parametrize("length", [0, 3, 40, 5000])
@pytest.mark.parametrize("packed", [True, False])
def test_a_lying_content_length_never_costs_the_members_around_it(
    tmp_path: Path, length: int, packed: bool
) -> None:
    lying = record(answer(b"<p>lying</p>"), length=length)
    parts = [GOOD, lying, GOOD, GOOD]
    found = at(tmp_path, b"".join(gzip.compress(one) if packed else one for one in parts))
    assert found[0] == "200 11"
    assert not [one for one in found if one == "200 12"]
    if packed or length < 5000:
        assert found[-1] == "200 11"
    else:
        assert "breaks off" in found[-1]


@pytest.mark.parametrize("length", ["-5", "99999999999999999999", "ten", "", "٣"])
def test_a_content_length_that_is_no_number_is_named_and_passed_over(tmp_path: Path, length: str) -> None:
    bad = GOOD.replace(b"Content-Length: 55", f"Content-Length: {length}".encode())
    assert bad != GOOD
    found = at(tmp_path, bad + GOOD)
    assert "whose content-length is" in found[0]
    assert found[-1] == "200 11"


def test_heads_without_end_are_cut_and_named(tmp_path: Path) -> None:
    for head in (b"X: " + b"y" * 10**6 + b"\r\n", b"X: y\r\n" * 10**5, b"X: y\r\n y\r\n" * 10**5):
        found = at(tmp_path, record(answer(b"<p>lying</p>"), more=head) + GOOD)
        assert "head is cut off" in found[0]
        assert found[-1] == "200 11"


def test_http_headers_without_end_are_a_reason(tmp_path: Path) -> None:
    assert at(tmp_path, record(answer(b"x", b"X: " + b"y" * 10**6))) == ["a header of more than 16 KB"]
    assert at(tmp_path, record(answer(b"x", *[b"X: y"] * 1000))) == ["more than 128 headers"]


def test_a_body_is_decoded_within_the_limits_of_a_live_one(tmp_path: Path) -> None:
    text = ("<p>خبر</p>" * 2000).encode()
    deflated = zlib.compress(text)
    for name, body in (
        (b"gzip", gzip.compress(text)),
        (b"br", brotli.compress(text)),
        (b"deflate", deflated),
    ):
        chunked = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
        head = (b"Content-Encoding: " + name, b"Transfer-Encoding: chunked", b"Content-Length: 3")
        assert at(tmp_path, record(answer(chunked, *head))) == [f"200 {len(text)}"]
        assert at(tmp_path, record(answer(text, *head))) == [f"200 {len(text)}"]  # unpacked, its headers left
        assert "broke off" in at(tmp_path, record(answer(body[:-9], b"Content-Encoding: " + name)))[0]
    assert "was not asked for" in at(tmp_path, record(answer(b"\x28\xb5x", b"Content-Encoding: zstd")))[0]


@pytest.mark.parametrize("name", ["gzip", "br"])
def test_a_bomb_in_a_body_is_stopped(tmp_path: Path, name: str) -> None:
    zeros = bytes(100 * 2**20)
    bomb = gzip.compress(zeros) if name == "gzip" else brotli.compress(zeros, quality=1)
    (found,) = at(tmp_path, record(answer(bomb, f"Content-Encoding: {name}".encode())))
    assert "times what was sent" in found or "decoded" in found


def test_a_part_of_a_page_is_not_taken_for_the_page(tmp_path: Path) -> None:
    found = at(tmp_path, record(answer(b"<p>half"), more=b"WARC-Truncated: length\r\n"))
    assert found == ["recorded only in part (WARC-Truncated: length)"]


def test_a_record_larger_than_what_is_taken_is_passed_over(tmp_path: Path) -> None:
    found = at(tmp_path, gzip.compress(record(answer(bytes(range(256)) * 2**17))) + gzip.compress(GOOD))
    assert "more than are taken" in found[0]
    assert found[1] == "200 11"


BOMB = """
import gzip, sys
from pathlib import Path
from tests.fetchers.warcs import answer, record
from warraq.fetchers.recorded import captures
from warraq.ports.fetcher import Limits
path = Path(sys.argv[1])
with gzip.open(path, "wb") as file:
    file.write(record(answer(b""), length=2**31))
    for _ in range(1024):
        file.write(bytes(2**20))
print(*captures(path, Limits()), sep="\\n")
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_member_that_unpacks_for_ever_ends_the_reading_in_little_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOMB, str(tmp_path / "bomb.warc.gz")], capture_output=True, text=True, check=True, timeout=60
    )  # fmt: skip
    *found, peak = done.stdout.splitlines()
    assert any("unpacks to more than 100 times its size" in one for one in found)
    assert int(peak) < 2 * 2**20


def test_what_is_no_archive_file_is_named(tmp_path: Path) -> None:
    assert "no record of a WARC or ARC file" in at(tmp_path, b"<!doctype html>\n" * 100)[0]
    assert at(tmp_path, b"\x28\xb5\x2f\xfd...") == ["packed with Zstandard: unpack it first"]
    assert at(tmp_path, b"") == []
    (found,) = captures(tmp_path / "nothing.warc", LIMITS)
    assert isinstance(found, Spoilt)


def test_dates_are_read_as_both_versions_write_them() -> None:
    for written, year in (
        ("2026", 2026),
        ("2026-03", 2026),
        ("2026-03-10", 2026),
        ("2026-03-10T12:00:00.123456789Z", 2026),
    ):
        data = GOOD.replace(b"2026-03-10T12:00:00Z", written.encode())
        (one,) = records(io.BytesIO(data))
        assert not isinstance(one, Broken)
        assert one.at.year == year
    (bad, *_) = records(io.BytesIO(GOOD.replace(b"2026-03-10T12", b"yesterday")))
    assert isinstance(bad, Broken)
    assert "is no date" in bad.reason


ARC = (
    b"filedesc://x.arc 0.0.0.0 20140216050221 text/plain 69\n1 0 X\nURL IP-address Archive-date Content-type Archive-length\n\n"
    b"http://paper.example/1 10.0.0.1 20140216050221 text/html 55\n" + answer(b"<p>good</p>", b"Content-Type: text/html")[:55] + b"\n"
)  # fmt: skip
REVISIT = record(answer(b""), more=b"WARC-Refers-To-Date: 2026\r\n").replace(
    b"Type: response", b"Type: revisit", 1
)
PACKED = record(answer(gzip.compress(b"<p>x" * 300), b"Content-Encoding: gzip"))
CHUNKED = record(answer(b"4\r\nnews\r\n0\r\n\r\n", b"Transfer-Encoding: chunked"))


@pytest.mark.parametrize("seed", range(6))
async def test_no_damage_whatever_is_more_than_a_reason(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    parts = [GOOD, PACKED, REVISIT, CHUNKED]
    wholes = [
        b"".join(parts),
        b"".join(map(gzip.compress, parts)),
        gzip.compress(b"".join(parts)),
        ARC,
        gzip.compress(ARC),
    ]
    path = tmp_path / "x.warc"
    for _ in range(60):
        damaged = bytearray(chance.choice(wholes))
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(damaged))
            match chance.randrange(4):
                case 0:
                    damaged[at] = chance.randrange(256)
                case 1:
                    del damaged[at : at + chance.randrange(1, 60)]
                case 2:
                    damaged[at:at] = chance.choice(
                        [b"\r\n\r\n", b"WARC/1.0\r\n", b"\x1f\x8b", b"9" * 30, b"\0" * 9]
                    )
                case _:
                    del damaged[at:]
            damaged = damaged or bytearray(b"\0")
        path.write_bytes(damaged)
        for found in captures(path, LIMITS):
            assert isinstance(found, Capture) or found.reason
        fetcher = WarcFetcher([path])
        for _ in range(3):
            outcome = await fetcher.fetch(Request("http://paper.example/1"))
            assert isinstance(outcome, Fetched | Unchanged | Moved | Failed)


@pytest.mark.parametrize(
    "line", [b"http" + b" 12345678" * 7000, b"http " + b"x" * 60_000, b"w " * 30_000, b"http://a " * 7000]
)
def test_no_line_takes_long_to_be_found_wanting(tmp_path: Path, line: bytes) -> None:
    began = time.perf_counter()
    at(tmp_path, (line + b"\n") * 20 + GOOD)
    assert time.perf_counter() - began < 5
