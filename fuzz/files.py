"""Do the files that people hand in come to what they hold or to a named refusal? OPML, WARC, TOML, JSON lines, backups, transcripts."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from fuzz import door
from fuzz.door import NOW, Door, holds
from warraq import settings
from warraq.archives.memory import MemoryArchive
from warraq.editions import catalogue, tables
from warraq.errors import BackupError, DecisionError, EditionError, SettingsError, Unreadable
from warraq.feeds import opml
from warraq.fetchers.decoding import Body, Spoiled
from warraq.fetchers.recorded import answers, captured
from warraq.fetchers.records import Broken, record_at, records
from warraq.newsroom import depositing, importing, packing, transcript
from warraq.objects.memory import MemoryObjects
from warraq.ports.fetcher import Limits
from warraq.press import Decision, DecisionKind

LIMITS = Limits(wire_bytes=2**20, decoded_bytes=2**21)
_MOST_RECORDS = 20_000


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(
        prefix="warraq-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None
    )


def _file(name: str, data: bytes) -> Path:
    path = Path(_folder().name) / name
    path.write_bytes(data)
    return path


def lists(data: bytes) -> str:
    """OPML: what is read and written again names the same feeds."""
    try:
        read = opml.read(data)
    except Unreadable as error:
        return door.refusal(error)
    door.web([one.url for one in read.feeds] + [one.homepage for one in read.feeds])
    holds(len(read.feeds) <= opml.MAX_FEEDS, f"{len(read.feeds)} feeds")
    again = opml.read(opml.write(read))
    holds(again.broken is None, f"what we wrote is broken: {again.broken}")
    holds(
        [one.url for one in again.feeds] == [one.url for one in read.feeds],
        "written again, the list names other feeds",
    )
    holds(
        [one.section for one in again.feeds] == [one.section for one in read.feeds],
        "written again, feeds are of other desks",
    )
    return "read: mended" if read.broken else "read"


def crawls(data: bytes) -> str:
    """WARC and ARC: each record that was met can be met again at its place, and no body passes its limits."""
    found = list(islice(_met(data), _MOST_RECORDS))
    holds(len(found) < _MOST_RECORDS, "records without end")
    kinds = sorted(set(found))
    return "read: " + " ".join(kinds[:3]) if kinds else "refused: no record"


def _met(data: bytes) -> Any:
    file = io.BytesIO(data)
    for record in records(file):
        if isinstance(record, Broken):
            door.refusal(ValueError(record.reason))
            yield "broken"
            continue
        again = record_at(io.BytesIO(data), record.place)
        holds(
            (again.url, again.kind, again.at) == (record.url, record.kind, record.at),
            "another record stands at its place",
        )
        if answers(record):
            try:
                capture = captured(record, LIMITS)
            except Spoiled as error:
                door.refusal(error)
                yield "spoiled"
                continue
            door.web([capture.url])
            holds(len(capture.body) <= LIMITS.decoded_bytes, f"a body of {len(capture.body)} bytes")
            yield "answer"
        yield "record"


_ENCODINGS = (None, "gzip", "deflate", "br", "x-gzip", "gzip, gzip")


def bodies(data: bytes) -> str:
    """What comes over the wire, in pieces: never more than its limits, and the same however it was cut."""
    if not data:
        return "refused: nothing"
    encoding, rest, step = _ENCODINGS[data[0] % len(_ENCODINGS)], data[1:], 1 + data[0] // len(_ENCODINGS)
    whole, pieces = _decoded(encoding, rest, len(rest) or 1), _decoded(encoding, rest, step)
    if isinstance(whole, bytes) and isinstance(pieces, bytes):
        holds(whole == pieces, "cut otherwise, the body is another")
        holds(len(whole) <= LIMITS.decoded_bytes, f"{len(whole)} bytes decoded")
        return "read"
    holds(
        isinstance(whole, str) and isinstance(pieces, str),
        f"cut otherwise, the body is refused or not: {str(whole)[:80]} / {str(pieces)[:80]}",
    )
    return str(whole)


def _decoded(encoding: str | None, sent: bytes, step: int) -> bytes | str:
    try:
        body = Body(encoding, LIMITS)
        for start in range(0, len(sent), step):
            body.feed(sent[start : start + step])
        return body.whole()
    except Spoiled as error:
        return door.refusal(error)


def tomls(data: bytes) -> str:
    """Settings, an edition's file, and an edition of one's own: each problem names its file."""
    said = [_settings(data), _told(EditionError, lambda: tables.read(_file("eg.toml", data)))]
    said.append(_told(EditionError, lambda: catalogue.load("eg", folder=_file("eg.toml", data).parent)))
    return said[0] if said[0] != "read" else said[1]


def _settings(data: bytes) -> str:
    return _told(
        SettingsError, lambda: settings.load(environment={}, file=_file("warraq.toml", data), given={})
    )


def _told(error: type[Exception], read: Callable[[], Any]) -> str:
    try:
        read()
    except error as told:
        holds("toml" in str(told) and len(str(told)) < 20_000, f"which file? {str(told)[:200]!r}")
        return f"refused: {error.__name__}"
    return "read"


def imports(data: bytes) -> str:
    """JSON lines: what is filed is filed once, however often it is imported."""
    path, archive = _file("set.jsonl", data), MemoryArchive()
    first = importing.jsonl(archive, [path], importing.Mapped(), now=lambda: NOW)
    second = importing.jsonl(archive, [path], importing.Mapped(), now=lambda: NOW)
    holds(
        second.filed == second.versions == 0,
        f"imported again, {second.filed} are filed and {second.versions} are versions",
    )
    holds(first.failed == second.failed, "imported again, other lines are wrong")
    for where, why in first.problems:
        holds(bool(where and why), "a problem without its place")
    return "read" if first.filed else "refused: nothing filed"


@dataclass(frozen=True, slots=True)
class _Empty:
    """A house without shelves, so that a backup's files and objects alone are unpacked."""

    schema: str = "0001"
    shelves: tuple[()] = ()


def backups(data: bytes) -> str:
    """As a whole file where it begins as one; else as the manifest of one that is whole but for it."""
    packed = data if data[:2] == b"PK" else _with_manifest(data)
    placed: list[str] = []
    objects = MemoryObjects()
    try:
        with packing.opened(io.BytesIO(packed)) as pack:
            depositing.check(pack)
            depositing.unpack(
                pack, _Empty(), objects, place=lambda name, _: placed.append(name), told=lambda _: None
            )  # type: ignore[arg-type]
    except BackupError as error:
        return door.refusal(error)
    finally:
        for name in placed:
            holds(depositing.FILES.fullmatch(name) is not None, f"a file is placed at {name!r}")
    return "read"


def _members(into: packing.Packing) -> None:
    with into.member("objects/000001.zst") as sink:
        key = "pictures/aa/" + "a" * 64 + ".full"
        sink.write(b"%s %d\n%s" % (key.encode(), 4, b"\xff\xd8\xff\xe0"))
        sink.count += 1
    with into.member("folder.zst") as sink:
        text = b'contact = "desk@paper.example"\n'
        sink.write(b"warraq.toml %d\n%s" % (len(text), text))
        sink.count += 1


def _backup() -> bytes:
    out = io.BytesIO()
    into = packing.Packing(out)
    _members(into)
    into.finish(
        packing.Manifest(
            "0.1.0", "0001", NOW.isoformat(), hashlib.sha256().hexdigest(), (), tuple(into.members)
        )
    )
    return out.getvalue()


def _manifest() -> bytes:
    with packing.opened(io.BytesIO(_backup())) as pack:
        return orjson.dumps(pack.manifest)


def _with_manifest(data: bytes) -> bytes:
    out = io.BytesIO()
    into = packing.Packing(out)
    _members(into)
    into._zip.writestr(packing.MANIFEST, data)
    into._zip.close()
    return out.getvalue()


def logs(data: bytes) -> str:
    """A transcript of decisions."""
    try:
        read = transcript.parsed(data.decode("utf-8", "replace").splitlines())
    except DecisionError as error:
        return door.refusal(error)
    holds(
        transcript.parsed(transcript.text(one) for one in read) == read,
        "written again, it is another transcript",
    )
    return f"read: {min(len(read), 3)}"


def _transcript() -> bytes:
    from warraq.archives.memorydecisions import MemoryDecisions

    book = MemoryDecisions()
    book.record(Decision(DecisionKind.OPT_OUT, "بطلب الصحيفة", "الإدارة", source="sada"), now=NOW)
    return "\n".join(transcript.text(transcript.Entry(line)) for line in book.log()).encode()


_OPML = (
    "<opml version='2.0'><head><title>صحف</title></head><body><outline text='مصر'><outline text='صدى' type='rss' xmlUrl='https://paper.example/rss' "
    "htmlUrl='https://paper.example/' category='/politics' language='ar'/></outline></body></opml>"
).encode()
_FOAF = (
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:foaf='http://xmlns.com/foaf/0.1/' xmlns:rss='http://purl.org/rss/1.0/'>"
    b"<foaf:Agent><foaf:name>A</foaf:name><foaf:weblog><foaf:Document><rss:channel rdf:about='http://a.example/rss'/></foaf:Document></foaf:weblog>"
    b"</foaf:Agent></rdf:RDF>"
)
_RESPONSE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>a<\r\n0\r\n\r\n"
)
_WARC = (
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://paper.example/1\r\nWARC-Date: 2026-03-10T12:00:00Z\r\n"
    b"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    % (len(_RESPONSE), _RESPONSE)
)
_PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a"
_ARC = (
    b"filedesc://a.arc 0.0.0.0 20260310120000 text/plain 76\n1 0 test\nURL IP-address Archive-date Content-type Archive-length\n\n\n\n\n\n\n\n\n\n\n"
    b"http://paper.example/1 127.0.0.1 20260310120000 text/html %d\n%s\n" % (len(_PLAIN), _PLAIN)
)
_EDITION = (
    '[edition]\nname = "مصر"\nzone = "Africa/Cairo"\nclock = "12h"\nfirst = ["sada"]\n[edition.sections]\nlocal = "محليات"\n'
    '[papers.sada]\nname = "صدى النهر"\nhomepage = "https://paper.example/"\n[papers.sada.feeds]\nmain = "https://paper.example/rss"\n'
    '[[papers.sada.layouts]]\nbody = "article p"\ndrop = ["nav"]\n'
).encode()
_SETTINGS = b'port = 8000\nedition = "eg"\ncontact = "desk@paper.example"\ncapture_days = 30\nfeed_interval = "15m"\nprivate = ["10.0.0.0/8:8080"]\n'
_LINE = (
    '{"id":"1","source":"Sada","url":"https://paper.example/1","title":"خبر","text":"أعلن المجلس","published":"2026-03-10T09:00:00+02:00",'
    '"category":"sport","authors":["منى"],"image":"https://paper.example/1.jpg"}\n'
).encode()


def _zipped(flag: int, form: str) -> bytes:
    import gzip
    import zlib

    import brotli

    ways: dict[str, Callable[[bytes], bytes]] = {
        "gzip": lambda b: gzip.compress(b, mtime=0),
        "deflate": zlib.compress,
        "br": brotli.compress,
    }
    return bytes([flag]) + ways[form](b"<p>" + "خبر ".encode() * 40)


DOORS = (
    Door("opml", lists, (_OPML, _FOAF), (b"<outline ", b"xmlUrl='", b"type='include'", b"</outline>", b"text='", b"category='/", b"<body>", b"http://", b"&#0;", b"\x00")),
    Door("warc", crawls, (_WARC, _WARC * 2, _ARC), (b"WARC/1.0\r\n", b"Content-Length: ", b"WARC-Type: revisit\r\n", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n",
         b"Content-Encoding: gzip\r\n", b"Transfer-Encoding: chunked\r\n", b"\x1f\x8b\x08", b"WARC-Truncated: length\r\n", b"-1", b"999999999999", b"ffffffff\r\n")),
    Door("bodies", bodies, (_zipped(1, "gzip"), _zipped(2, "deflate"), _zipped(3, "br"), _zipped(7, "gzip"), b"\0plain"), (b"\x1f\x8b\x08\0", b"\x78\x9c", b"\0\0\xff\xff")),
    Door("toml", tomls, (_EDITION, _SETTINGS), (b"[papers.", b"[[", b"]]", b"= ", b'"""', b"'''", b"1979-05-27", b"0x", b"1e999", b"inf", b"nan", b"[edition]", b"feeds.main", b"{", b"}", b"\\u", b"9" * 40), longest=8_192),
    Door("imports", imports, (_LINE, _LINE * 2), (b'"title":', b'"text":', b'"published":', b'"url":', b"null", b"[]", b"{}", b"1e400", b"\\ud800", b"\\u0000", b"\n", b'"2026-03-10"', b"true", b"-1")),
    Door("backups", backups, (_backup(), _manifest()), (b'"name":"', b"../", b"folder.zst", b"objects/000001.zst", b'"size_bytes":', b"PK\x01\x02", b"PK\x05\x06", b"\x28\xb5\x2f\xfd", b"-1", b"1e30")),
    Door("transcripts", logs, (_transcript(),), (b'"said":', b'"number":', b'"at":', b'"hash":', b'"keys":', b"{", b"}", b"null", b"[]", b"1e9")),
)  # fmt: skip
