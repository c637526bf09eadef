"""What does feedparser's own suite say of our readers? Entry by entry, field by field, beside feedparser.

`.venv/bin/python -m tests.feeds.suite ../shared` prints the table of docs/reference/feeds.md.
"""

from __future__ import annotations

import calendar
import io
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from warraq import feeds
from warraq.errors import Unreadable
from warraq.language import markup
from warraq.press import Entry, FeedReading

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIELDS = (
    "feed title", "entries", "title", "url", "guid", "summary", "content", "authors", "published", "updated", "categories", "image",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """One file of the suite, as it is served: at an address, with the headers that it asks for."""

    name: str
    data: bytes
    headers: Mapping[str, str]

    @property
    def folder(self) -> str:
        return self.name.split("/")[0]

    @property
    def url(self) -> str:
        return self.name if self.name.startswith("https://") else f"https://paper.example/{self.name}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a file is read otherwise than feedparser reads it."""

    file: str
    field: str
    ours: Any
    theirs: Any


def files(shared: Path) -> Iterator[File]:
    with tarfile.open(shared / "suites" / "feedparser" / "feedparser.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            data = stream.read()
            said = re.findall(
                r"^\s*Header:\s*([\w-]+):\s*([^\r\n]*)", data[:2000].decode("latin-1"), re.MULTILINE
            )
            yield File(member.name, data, {name.lower(): value.strip() for name, value in said})


def ours(file: File) -> FeedReading | Unreadable:
    """The reading, or why there is none; anything else that is raised is a bug."""
    try:
        return feeds.read(
            file.data, url=file.url, content_type=file.headers.get("content-type"), zone="UTC", now=NOW
        )
    except Unreadable as error:
        return error


def theirs(file: File) -> Any:
    headers = {**file.headers, "content-location": file.url}
    return feedparser.parse(io.BytesIO(file.data), response_headers=headers, sanitize_html=False)


def linked(file: File) -> File:
    """The file with a link in each entry that has none: most of the suite's have none, and without we keep no entry."""
    found = theirs(file).entries
    charset = "utf-16" if file.data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    if not found or all(entry.get("link") for entry in found) or (b"\0" in file.data and charset != "utf-16"):
        return file
    count = -1

    def link(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        if count >= len(found) or found[count].get("link"):
            return match.group()
        prefix, kind, address = (
            match.group(1) or "",
            match.group(2).lower(),
            f"https://paper.example/linked/{count}",
        )
        atom = kind == "entry" or "<feed" in text
        added = f'<{prefix}link href="{address}"/>' if atom else f"<{prefix}link>{address}</{prefix}link>"
        return added + match.group()

    text = file.data.decode(charset)
    text = re.sub(r"</(\w+:)?(item|entry)\s*>", link, text, flags=re.IGNORECASE)
    return File(file.name, text.encode(charset), file.headers)


def differences(file: File, reading: FeedReading) -> list[Difference]:
    """Where the reading's entries are not feedparser's. Those of its entries that have no web address do not count."""
    found = theirs(file)
    expected = [entry for entry in found.entries if markup.link(entry.get("link"), file.url)]
    if len(expected) != len(reading.entries):
        links = [entry.get("link") for entry in expected]
        return [Difference(file.name, "entries", [entry.url for entry in reading.entries], links)]
    head = (reading.title or "", markup.line(found.feed.get("title") or ""))
    listed = [Difference(file.name, "feed title", *head)] if head[0] != head[1] else []
    return listed + [
        Difference(file.name, field, mine, other)
        for entry, their in zip(reading.entries, expected, strict=True)
        for field, (mine, other) in _compared(entry, their, file.url).items()
        if mine != other
    ]


def _compared(entry: Entry, their: Any, base: str) -> dict[str, tuple[Any, Any]]:
    """field -> (ours, theirs), both brought to the shape of our nouns: plain text, absolute addresses, UTC."""
    content = (their.get("content") or [{}])[0].get("value")
    tags = [tag.get("label") or tag.get("term") for tag in their.get("tags") or []]
    author = their.get("author")
    return {
        "title": (entry.title or "", markup.line(their.get("title") or "")),
        "url": (entry.url, markup.link(their.get("link"), base)),
        "guid": (entry.guid, their.get("id") or markup.link(their.get("link"), base)),
        "summary": (_flat(entry.summary or ""), _plain(their.get("summary"))),
        "content": (_plain(entry.content), _plain(content)),
        "authors": (entry.authors, (markup.line(author),) if author else ()),
        "published": (
            _at(entry.published),
            _when(their, "published_parsed") or _when(their, "created_parsed"),
        ),
        "updated": (_at(entry.updated), _when(their, "updated_parsed")),
        "categories": (entry.categories, tuple(dict.fromkeys(markup.line(tag) for tag in tags if tag))),
        "image": (
            entry.image,
            _picture(their, base) or _shown(content, base) or _shown(their.get("summary"), base),
        ),
    }


def _picture(their: Any, base: str) -> str | None:
    """The first picture among media and enclosures, in their order there."""
    for media in their.get("media_content") or ():
        kind = str(media.get("type") or media.get("medium") or "")
        if media.get("url") and (kind.startswith("image") or (not kind and _is_picture(media["url"]))):
            return markup.link(media["url"], base)
    for media in their.get("media_thumbnail") or ():
        return markup.link(media.get("url"), base)
    for enclosure in their.get("enclosures") or ():
        if str(enclosure.get("type") or "").startswith("image"):
            return markup.link(enclosure.get("href"), base)
    return None


def _is_picture(url: str) -> bool:
    return re.search(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", url, re.IGNORECASE) is not None


def _shown(html: str | None, base: str) -> str | None:
    match = re.search(r"<img\b[^>]*?\ssrc\s*=\s*[\"']?\s*([^\"'\s>]+)", html or "", re.IGNORECASE)
    return markup.link(markup.text(match.group(1)), base) if match else None


def _plain(html: str | None) -> str:
    return _flat(markup.text(html)) if html else ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _at(moment: Any) -> datetime | None:
    return moment.at.replace(microsecond=0) if moment else None


def _when(their: Any, name: str) -> datetime | None:
    parsed = their[name] if name in their.keys() else None  # noqa: SIM118 (its `in` answers for other keys)
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


def table(shared: Path, reason_of: Callable[[Difference], str | None]) -> str:
    """The Markdown table: folder, files, identical, listed differences and refusals, each with its reason."""
    counts: dict[str, Counter[str]] = {}
    entries: Counter[str] = Counter()
    for file in map(linked, files(shared)):
        count = counts.setdefault(file.folder, Counter())
        count["files"] += 1
        reading = ours(file)
        if isinstance(reading, Unreadable):
            count[f"refused: {re.split(':|;', str(reading))[0]}"] += 1
            continue
        entries[file.folder] += len(reading.entries)
        found = differences(file, reading)
        count["identical"] += not found
        for reason in {reason_of(one) or f"NOT LISTED ({one.file})" for one in found}:
            count[reason] += 1
    lines = [
        "| folder | files | entries | identical | differing, by reason; refused |",
        "|---|---|---|---|---|",
    ]
    for folder, count in sorted(counts.items()):
        rest = "; ".join(
            f"{n} {name}" for name, n in sorted(count.items()) if name not in ("files", "identical")
        )
        lines.append(f"| {folder} | {count['files']} | {entries[folder]} | {count['identical']} | {rest} |")
    return "\n".join(lines)


if __name__ == "__main__":
    from tests.feeds.test_feedparser_suite import reason

    print(table(Path(sys.argv[1]), reason))
