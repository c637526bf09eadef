"""How do articles collected elsewhere come in? JSON lines in, drafts filed, each line judged by itself."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

import orjson

from warraq.crawling import urls
from warraq.errors import Unreadable
from warraq.newsroom import filing
from warraq.newsroom.crawled import by_site
from warraq.newsroom.desking import as_it_came
from warraq.ports.archive import Archive
from warraq.press import RESERVED_SLUGS, Draft, Moment, Outcome, Precision, Source
from warraq.sections import desks

FIELDS = (
    "id",
    "source",
    "url",
    "title",
    "text",
    "abstract",
    "author",
    "published",
    "category",
    "language",
    "image",
)
BATCH = 500
_LETTERS = 8_000_000  # of a batch, where lines are long
_MAX_LINE = 8 * 2**20
_READER = "import/1"
_NOWHERE = "zz"


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a set's keys name our fields, and what to take where a line does not say.

    `fields` maps our name to the set's (`{"text": "body"}`); `zone` reads dates that have none.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    country: str = _NOWHERE
    zone: str = "UTC"

    def get(self, line: Mapping[str, Any], name: str) -> str | None:
        value = line.get(self.fields.get(name, name))
        if value is None or isinstance(value, dict | bool):
            return None
        text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
        return text.strip() or None


@dataclass(slots=True)
class Tally:
    """What an import came to. `problems` names the first lines that failed, with their reason. `papers` are the slugs of
    those whose lines came; `matched` says which papers of the catalogue were known by their site (the set's name, the slug);
    `moved` are papers of no country that have one now."""

    filed: int = 0
    versions: int = 0
    duplicates: int = 0
    failed: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    papers: set[str] = field(default_factory=set)
    matched: dict[str, str] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)

    def fail(self, where: str, why: str) -> None:
        self.failed += 1
        if len(self.problems) < 20:
            self.problems.append((where, why))


def jsonl(
    archive: Archive,
    paths: Iterable[Path],
    mapped: Mapped,
    *,
    now: Callable[[], datetime],
    known: Mapping[str, Source] | None = None,
    desked: Callable[[Draft], Draft] = as_it_came,
    told: Callable[[Tally], None] | None = None,
) -> Tally:
    """Import files of JSON lines (plain or .gz). A wrong line costs itself; what was filed before stays filed.

    Idempotent: a record (its set's id and its words) that was imported once is never filed again.
    A file that cannot be opened, or is
    broken halfway, counts as one failure; what stood before the break is filed. `known` are papers of the catalogue: one
    that a line names, or on whose site its address is, keeps its slug, name and country.
    """
    tally = Tally()
    desk = _Intake(archive, mapped, dict(known or {}), tally, desked)
    for path in paths:
        try:
            for where, raw in _lines(path):
                try:
                    desk.take(where, raw)
                except Unreadable as error:
                    tally.fail(where, str(error))
                if desk.full:
                    desk.flush(now())
                    if told:
                        told(tally)
        except Unreadable as error:  # the file itself, at its beginning or halfway: what came before stays
            tally.fail(path.name, str(error))
    desk.flush(now())
    if told:
        told(tally)
    return tally


class _Intake:
    """Collects drafts until a batch is full, then files it in one transaction."""

    def __init__(
        self,
        archive: Archive,
        mapped: Mapped,
        known: dict[str, Source],
        tally: Tally,
        desked: Callable[[Draft], Draft],
    ) -> None:
        self._archive = archive
        self._mapped = mapped
        self._tally = tally
        self._desked = desked
        self._known = known
        self._owner = by_site(self._known.values())
        self._slugs: dict[tuple[str, str], str] = {}
        self._stored = archive.sources()
        self._before = frozenset(self._stored)
        self._waiting: dict[str, tuple[str, Draft]] = {}
        self._letters = 0
        self._zone = ZoneInfo(mapped.zone)

    @property
    def full(self) -> bool:
        return len(self._waiting) >= BATCH or self._letters >= _LETTERS

    def take(self, where: str, raw: bytes) -> None:
        """Read one line into the batch. Raises: Unreadable, saying what is wrong with it."""
        if not raw.strip():
            return
        line = _object(raw)
        draft, record = self._draft(line)
        if record in self._waiting:
            self._tally.duplicates += 1
        else:
            self._waiting[record] = (where, draft)
            self._letters += len(draft.body)

    def flush(self, now: datetime) -> None:
        """File the batch in one transaction, but for records that were imported before."""
        waiting, self._waiting, self._letters = self._waiting, {}, 0
        known = self._archive.find_all(list(waiting))
        self._tally.duplicates += len(known)
        drafts = []
        for record, (where, draft) in waiting.items():
            if record in known:
                continue
            try:
                drafts.append(self._desked(filing.prepared(draft)))
            except Unreadable as error:
                self._tally.fail(where, str(error))
        for filed in self._archive.file(drafts, now=now):
            if filed.outcome is Outcome.NEW:
                self._tally.filed += 1
            elif filed.outcome is Outcome.VERSION:
                self._tally.versions += 1
            else:
                self._tally.duplicates += 1

    def _draft(self, line: Mapping[str, Any]) -> tuple[Draft, str]:
        get = self._mapped.get
        title, text = get(line, "title") or "", get(line, "text") or ""
        if not title and not text:
            raise Unreadable(
                "neither a title nor a text (name the fields with --field title=… --field text=…)"
            )
        name = self._mapped.source or get(line, "source")
        if not name:
            raise Unreadable("no source (name the field with --field source=… or give --source NAME)")
        url = get(line, "url") or ""
        clean = urls.clean(url) if url else None
        slug = self._slug(name, clean)
        said = "\x1e".join((get(line, "id") or clean or "", title, text))
        record = f"import:{slug}:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:40]}"
        keys = (urls.key(clean), record) if clean else (record,)
        author = get(line, "author")
        draft = Draft(
            source=slug,
            url=clean or "",
            keys=keys,
            title=title,
            body=_paragraphs(text),
            reader=_READER,
            abstract=get(line, "abstract"),
            authors=(author,) if author else (),
            published=self._moment(get(line, "published")),
            section=desks.desk(get(line, "category")),
            label=get(line, "category"),
            language=get(line, "language") or "ar",
            image=get(line, "image"),
        )
        return draft, record

    def _slug(self, name: str, url: str | None) -> str:
        place = (name, urls.host(url) if url else "")
        if place not in self._slugs:
            paper = self._paper(name, url)
            self._slugs[place] = paper.slug
            self._tally.papers.add(paper.slug)
            held = self._stored.get(paper.slug)
            if held is None:
                self._put(paper)
            elif held.country == _NOWHERE != paper.country:
                self._put(replace(held, country=paper.country, zone=paper.zone))
                self._tally.moved.add(paper.slug)
        return self._slugs[place]

    def _paper(self, name: str, url: str | None) -> Source:
        """Whose a line is: unless the operator chose the name, the catalogue's paper of its address's site, under which it
        may be collected live; else the catalogue's or one kept by that slug, or a new one. What an earlier import filed
        under a name alone stays there."""
        slug = slug_of(name)
        new = Source(slug=slug, name=name, country=self._mapped.country, zone=self._mapped.zone)
        found = self._owner(url) if url and not self._mapped.source else None
        if isinstance(found, Source) and (found.slug in self._before or slug not in self._before):
            if found.slug != slug:
                self._tally.matched[name] = found.slug
            return found
        return self._known.get(slug, new)

    def _put(self, paper: Source) -> None:
        self._archive.put_sources([paper])
        self._stored[paper.slug] = paper

    def _moment(self, printed: str | None) -> Moment | None:
        if printed is None:
            return None
        try:
            read = datetime.fromisoformat(printed)
            read.astimezone(UTC)  # the years at the ends of the calendar have no other zone
        except (ValueError, OverflowError) as error:
            raise Unreadable(f"published {printed[:60]!r} is not an ISO 8601 date") from error
        day_only = re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", printed) is not None
        local = read.tzinfo is None
        at = read.replace(tzinfo=self._zone) if local else read
        if not 1800 <= read.year <= 2200:
            raise Unreadable(f"published {printed[:60]!r} is no date of a newspaper")
        zone = self._mapped.zone if local else _offset(read)
        return Moment(at.astimezone(UTC), Precision.DAY if day_only else Precision.SECOND, zone, printed)


def slug_of(name: str) -> str:
    """The word a paper gets in addresses: ASCII letters, digits and dashes of its name, else a short hash of it."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].rstrip("-")
    if not re.search(r"[a-z]", slug):
        slug = "paper-" + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{slug}-press" if slug in RESERVED_SLUGS else slug


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """("file:line", bytes without the line's end). A line over 8 MB is cut, and then is no JSON."""
    try:
        with cast(BinaryIO, gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as stream:
            number = 0
            while raw := stream.readline(_MAX_LINE):
                number += 1
                if number == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                yield f"{path.name}:{number}", raw
                while not raw.endswith(b"\n") and (raw := stream.readline(_MAX_LINE)):
                    pass
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{path}: cannot be read ({error})") from error


def _object(raw: bytes) -> Mapping[str, Any]:
    if len(raw) >= _MAX_LINE:
        raise Unreadable("longer than 8 MB")
    try:
        line = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"not JSON ({error})") from error
    if not isinstance(line, dict):
        raise Unreadable("not a JSON object")
    return line


def _paragraphs(text: str) -> str:
    return "\n".join(part for part in (line.strip() for line in text.splitlines()) if part)


def _offset(read: datetime) -> str | None:
    """ "+03:00", or `None` for UTC."""
    if not read.utcoffset():
        return None
    plain = read.strftime("%z")
    return f"{plain[:3]}:{plain[3:5]}"
