"""How do captures leave the house as WARC? One gzip member a record, written as they are read, never gathered.

Source: ISO 28500:2017 (WARC 1.1). Bodies are kept decoded, so the headers that told of an encoding are renamed as web
archives do (`x-archive-orig-…`) and the length is the body's own: what is written can be replayed as it stands.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import BinaryIO, NamedTuple
from urllib.parse import quote, unquote
from uuid import NAMESPACE_URL, uuid5

from warraq.crawling import urls
from warraq.errors import ObjectsError
from warraq.language import arabic, charset
from warraq.moderation.decisions import Rulings
from warraq.moderation.names import masked
from warraq.newsroom.keeping import Keeping
from warraq.ports.archive import Archive
from warraq.press import Capture, CaptureNote, State

_PAGE = 500
_TELLING = 3  # words of a headline
_REMEMBERED = 50_000  # answers of which a repetition is recognised: some 10 MB
_RENAMED = frozenset(["content-encoding", "transfer-encoding", "content-length"])
_CRLF = "\r\n"
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which captures: of these sites (`None`: of all), made from `since` on and before `until`, and none that `kept_back`."""

    sites: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    kept_back: Callable[[Capture], bool] = lambda _: False


@dataclass(slots=True)
class Exported:
    """What an export came to. `missing`: captures whose bytes are gone or damaged; `problems` names the first. `kept_back`:
    those of which people decided that they do not leave."""

    responses: int = 0
    revisits: int = 0
    missing: int = 0
    kept_back: int = 0
    size_bytes: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)

    def miss(self, url: str, why: str) -> None:
        self.missing += 1
        if len(self.problems) < 20:
            self.problems.append((url, why))


class _First(NamedTuple):
    """The capture whose body later ones repeat, of the same address."""

    id: str
    at: datetime


def warc(
    out: BinaryIO,
    keeping: Keeping,
    wanted: Wanted,
    *,
    software: str,
    now: datetime,
    wishes: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Exported:
    """Write every wanted capture, each body once an address: the same body again is a revisit of the first.

    `wishes` are what sites ask of robots, by host: they stand in the file's own description, so that whoever gets it knows.
    """
    exported = Exported()
    known: OrderedDict[bytes, _First] = OrderedDict()

    def write(record: bytes) -> None:
        member = gzip.compress(record, mtime=0)
        out.write(member)
        exported.size_bytes += len(member)

    write(_warcinfo(software, now, wishes))
    for note in _notes(keeping, wanted):
        try:
            capture = keeping.open(note.id)
        except ObjectsError as error:
            exported.miss(note.url, str(error))
            continue
        if capture is None:
            exported.miss(note.url, "its bytes are no longer kept")
            continue
        if wanted.kept_back(capture):
            exported.kept_back += 1
            continue
        repeats = hashlib.blake2b(
            f"{note.url}\n{note.digest}".encode("utf-8", "replace"), digest_size=16
        ).digest()
        first = known.get(repeats) if capture.body else None
        if first is None:
            write(response(capture, note.id))
            exported.responses += 1
            known[repeats] = _First(note.id, note.at)
            if len(known) > _REMEMBERED:
                known.popitem(last=False)
        else:
            write(_revisit(capture, note.id, first))
            exported.revisits += 1
    return exported


def alone(capture: Capture, *, software: str, wishes: Mapping[str, Sequence[str]]) -> bytes:
    """One kept capture as a WARC file of its own, always the same bytes. `capture` has the id that it is kept by."""
    records = (_warcinfo(software, capture.at, wishes), response(capture, capture.id))
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def decided(archive: Archive, rulings: Rulings) -> Callable[[Capture], bool]:
    """Whether people decided that a capture does not leave the house: one of an article that is withheld, one of a paper that
    opted out (its articles' pages, and what its own host answered), or one in which a name stands that is not shown, or a withheld
    article's headline (a feed, a front page), in whatever markup. A headline of one or two words says too little to tell."""
    papers = archive.sources() if rulings.opted_out else {}
    homes = {
        urls.key(papers[slug].homepage or "").partition("/")[0]
        for slug in rulings.opted_out.keys() & papers.keys()
    }
    homes.discard("")
    headlines = frozenset(_headlines(archive, rulings))

    def kept_back(capture: Capture) -> bool:
        number = archive.find(urls.key(capture.url))
        held = archive.article(number) if number is not None else None
        if held is not None and (held.state is State.WITHHELD or held.draft.source in rulings.opted_out):
            return True
        if held is None and homes and urls.key(capture.url).partition("/")[0] in homes:
            return True
        counting = tuple(
            one for one in rulings.masked if not one.articles or (held is not None and one.counts_in(held.id))
        )
        if not counting and not headlines:
            return False
        return any(masked(text, counting) != text or _named(text, headlines) for text in _texts(capture))

    return kept_back


def _headlines(archive: Archive, rulings: Rulings) -> Iterator[str]:
    """The headlines of withheld articles, as every wording had them, in folded words."""
    for number in rulings.withheld:
        for version in archive.versions(number):
            words = [token.text for token in arabic.tokens(version.draft.title)]
            if len(words) >= _TELLING:
                yield f" {' '.join(words)} "


def _named(text: str, headlines: Collection[str]) -> bool:
    if not headlines:
        return False
    said = f" {' '.join(token.text for token in arabic.tokens(text))} "
    return any(headline in said for headline in headlines)


def _texts(capture: Capture) -> Iterator[str]:
    """The words of a capture and of its address, its markup once as nothing and once as what parts words."""
    read = charset.decoded(capture.body, content_type=capture.header("content-type")).text
    read = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), read)
    yield unquote(capture.url)
    for between in ("", " "):
        yield html.unescape(unquote(_TAG.sub(between, read)))
    yield unquote(read)  # what stands in a tag: a picture's caption


def response(capture: Capture, name: str) -> bytes:
    """A capture as one WARC record. `name` is what its record is known by: exported twice, it is the same record."""
    head = _http_head(capture)
    fields = [*_fields("response", name, capture), ("WARC-Block-Digest", _digest(head + capture.body))]
    return _record(fields, head + capture.body)


def _revisit(capture: Capture, name: str, first: _First) -> bytes:
    fields = [
        *_fields("revisit", name, capture),
        ("WARC-Profile", _IDENTICAL),
        ("WARC-Refers-To", _id(first.id)),
        ("WARC-Refers-To-Target-URI", _target(capture.url)),
        ("WARC-Refers-To-Date", _date(first.at)),
    ]
    return _record(fields, _http_head(capture))


def _warcinfo(software: str, now: datetime, wishes: Mapping[str, Sequence[str]]) -> bytes:
    lines = [f"software: {software}", "format: WARC File Format 1.1"]
    lines += [f"usage-wishes: {host} {' '.join(asked)}" for host, asked in sorted(wishes.items()) if asked]
    said = "".join(f"{line}{_CRLF}" for line in lines).encode()
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", _id(f"info:{now.isoformat()}")),
        ("WARC-Date", _date(now)),
        ("Content-Type", "application/warc-fields"),
    ]
    return _record(fields, said)


def _fields(kind: str, name: str, capture: Capture) -> list[tuple[str, str]]:
    return [
        ("WARC-Type", kind),
        ("WARC-Record-ID", _id(name)),
        ("WARC-Date", _date(capture.at)),
        ("WARC-Target-URI", _target(capture.url)),
        ("WARC-Payload-Digest", _digest(capture.body)),
        ("Content-Type", "application/http;msgtype=response"),
    ]


def _record(fields: list[tuple[str, str]], block: bytes) -> bytes:
    lines = [f"{name}: {value}" for name, value in (*fields, ("Content-Length", str(len(block))))]
    return _CRLF.join(["WARC/1.1", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def _http_head(capture: Capture) -> bytes:
    """Status line and headers as kept, but for those that would be untrue of the decoded body."""
    try:
        phrase = HTTPStatus(capture.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [f"HTTP/1.1 {capture.status} {phrase}"]
    for name, value in capture.headers:
        kept = f"x-archive-orig-{name}" if name in _RENAMED else name
        lines.append(f"{kept}: {' '.join(value.split())}")
    lines += [f"content-length: {len(capture.body)}", "", ""]
    return _CRLF.join(lines).encode("utf-8", "replace")


def _notes(keeping: Keeping, wanted: Wanted) -> Iterator[CaptureNote]:
    last: CaptureNote | None = None
    while page := keeping.daybook.captures(after=last, since=wanted.since, until=wanted.until, limit=_PAGE):
        for note in page:
            if wanted.sites is None or urls.site(note.url) in wanted.sites:
                yield note
        last = page[-1]


def _target(url: str) -> str:
    """Percent-encoded, as WARC wants it; Arabic letters are none of a URI's."""
    return urls.clean(url) or quote(url, safe=":/?#[]@!$&'()*+,;=%")


def _date(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _digest(data: bytes) -> str:
    """SHA-1, since every tool that replays knows it; it guards against accidents, not against forgers."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _id(name: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'warraq:{name}')}>"
