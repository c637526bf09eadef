"""Is everything that was filed still what it was when it was filed, and does all that follows the archive agree with it?

Reads everything, keeps next to nothing: two sums for each of a thousand buckets of articles, and a bit an article. Others may file meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain as joined
from itertools import groupby, islice

from warraq.errors import ObjectsError
from warraq.moderation.policy import sought
from warraq.newsroom.keeping import Keeping, unpacked
from warraq.ports.archive import Archive
from warraq.ports.index import Index
from warraq.press import (
    Article,
    ArticleId,
    CaptureNote,
    ChangeKind,
    Draft,
    Headline,
    LedgerLine,
    State,
    Version,
    chain_hash,
)

_WORDINGS, _LINES, _NOTES = 200, 2_000, 500  # read at a time
_BUCKETS = 1_024
_MOST_STRAYS = 20
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was filed: what it is, and what is wrong with it, in one clause."""

    what: str
    says: str


@dataclass(frozen=True, slots=True)
class Head:
    """One hash over every change up to this one, with the hash of the wording of each: what to note elsewhere."""

    change: int
    hash: str


@dataclass(slots=True)
class Verifying:
    """The desk that looks everything over. Ask for `faults` once; then `tally` says how much was read, `head` stands, and
    `notes` say what could not be looked at."""

    archive: Archive
    index: Index
    keeping: Keeping
    captures: bool = False
    public: bool = True  # whether the index was filled for readers other than the operator
    told: Callable[[str, int], None] = lambda _what, _many: None
    tally: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    head: Head | None = None
    _wordings: list[int] = field(default_factory=lambda: [0] * _BUCKETS)
    _tellings: list[int] = field(default_factory=lambda: [0] * _BUCKETS)
    _hidden: dict[ArticleId, tuple[State, str | None]] = field(default_factory=dict)  # as the changes say

    def faults(self, now: datetime) -> Iterator[Fault]:
        """All that is wrong. What is filed from `now` on is not looked at. Raises: ArchiveError, IndexFailure."""
        if damage := self.archive.damage():
            yield Fault("store", damage)
        yield from (Fault("stray", one) for one in self.archive.strays(limit=_MOST_STRAYS))
        yield from self._chains(now)
        yield from self._ledger(now)
        yield from self._states(now)
        yield from self._agreement(now)
        yield from self._index()
        if self.captures:
            yield from self._captures()

    # wordings

    def _chains(self, now: datetime) -> Iterator[Fault]:
        ids = self.archive.ids()
        expected = next(ids, None)
        for batch in _batches(self._each_chain(now)):
            for chain in batch:
                while expected is not None and expected < chain.article:
                    if not self.archive.versions(expected):
                        yield Fault(f"article {expected}", "has no wording")
                    expected = next(ids, None)
                if expected == chain.article:
                    expected = next(ids, None)
            yield from self._batch(batch)
        while expected is not None:
            if not self.archive.versions(expected):
                yield Fault(f"article {expected}", "has no wording")
            expected = next(ids, None)

    def _each_chain(self, now: datetime) -> Iterator[_Chain]:
        for _, versions in groupby(self._each_wording(now), key=lambda one: one.article):
            yield _chain(versions)

    def _each_wording(self, now: datetime) -> Iterator[Version]:
        after = (ArticleId(0), 0)
        while found := self.archive.wordings(after, limit=_WORDINGS):
            after = (found[-1].article, found[-1].number)
            self.tally["wordings"] += len(found)
            self.told("wordings", self.tally["wordings"])
            for one in found:
                if one.filed < now:
                    _add(self._wordings, one.article, one.number, one.filed)
            yield from found

    def _batch(self, chains: list[_Chain]) -> Iterator[Fault]:
        self.tally["articles"] += len(chains)
        numbers = [chain.article for chain in chains]
        held = {one.id: one for one in self.archive.articles(numbers)}
        lines = self.archive.numbered(numbers[0] - 1, limit=len(numbers))
        listed = {one.id: one for one in lines}
        keys = [key for one in held.values() for key in one.draft.keys]
        known = self.archive.find_all(keys)
        for chain in chains:
            number = chain.article
            article = held.get(number)
            if article is None:
                yield Fault(f"article {number}", "has no current wording, or is not there itself")
                continue
            found = [
                *_chain_faults(chain, article),
                *_list_faults(article, listed.get(number)),
                *(
                    Fault(f"article {number}", f"its address {key} leads to no article")
                    for key in article.draft.keys
                    if key not in known
                ),
            ]
            if found:
                yield from self._again(number)

    def _again(self, number: ArticleId) -> Iterator[Fault]:
        """An article that did not agree with itself, read anew: it may have been filed again meanwhile."""
        article = self.archive.article(number)
        if article is None:
            return
        listed = {one.id: one for one in self.archive.numbered(number - 1, limit=1)}
        known = self.archive.find_all(article.draft.keys)
        yield from _chain_faults(_chain(self.archive.versions(number)), article)
        yield from _list_faults(article, listed.get(number))
        for key in article.draft.keys:
            if key not in known:
                yield Fault(f"article {number}", f"its address {key} leads to no article")

    # the change feed

    def _ledger(self, now: datetime) -> Iterator[Fault]:
        promised = self.archive.last_change()
        last, digest = 0, _BEGIN
        for line in lines(self.archive):
            self.tally["changes"] += 1
            if line.number <= last:
                yield Fault(f"change {line.number}", f"stands again behind change {last}")
            last, digest = line.number, _rolled(digest, line)
            if line.at < now:
                self._follow(line)
            if line.hash is None:
                yield Fault(
                    f"change {line.number}",
                    f"speaks of wording {line.version} of article {line.article}, which there is not",
                )
            elif line.kind is not ChangeKind.RESTATED and line.at < now:
                _add(self._tellings, line.article, line.version, line.at)
        if last < promised:
            yield Fault(f"change {promised}", f"is counted, but the change feed ends with {last}")
        if last > self.archive.last_change():
            yield Fault(f"change {last}", "stands behind the last that is counted")
        self.head = Head(last, digest.hex())

    def _follow(self, line: LedgerLine) -> None:
        """What the changes so far say of an article's state: who changed it last said why."""
        before, _ = self._hidden.get(line.article, (State.VISIBLE, None))
        if line.state is State.VISIBLE:
            self._hidden.pop(line.article, None)
        elif line.state is not before:
            self._hidden[line.article] = line.state, line.reason

    def _states(self, now: datetime) -> Iterator[Fault]:
        """Every article is as hidden as its last change says, for the reason that was given, and no other is."""
        kept = joined.from_iterable(self.archive.ids(state=one) for one in State if one is not State.VISIBLE)
        strays = (number for number in kept if number not in self._hidden)
        numbers = joined(list(self._hidden), strays)
        while batch := list(islice(numbers, _WORDINGS)):
            for article in self.archive.articles(batch):
                state, reason = self._hidden.get(article.id, (State.VISIBLE, None))
                if (article.state, article.reason) == (state, reason):
                    continue
                if article.changed is None or article.changed < now:
                    says = f"is {article.state.value}, or gives a reason, otherwise than its last change says"
                    yield Fault(f"article {article.id}", says)

    def _agreement(self, now: datetime) -> Iterator[Fault]:
        """Every wording was told of by one change, of its own moment: the sums of both agree, or what differs is named."""
        apart = {bucket for bucket in range(_BUCKETS) if self._wordings[bucket] != self._tellings[bucket]}
        if not apart:
            return
        kept = Counter(
            (one.article, one.number, one.filed)
            for one in self._each_wording(now)
            if one.article % _BUCKETS in apart and one.filed < now
        )
        told = Counter(
            (line.article, line.version, line.at)
            for line in lines(self.archive)
            if line.article % _BUCKETS in apart
            and line.kind is not ChangeKind.RESTATED
            and line.hash is not None
            and line.at < now
        )
        for article, number, at in sorted(kept - told):
            says = f"no change tells of its wording {number}, filed {at.isoformat()}"
            yield Fault(f"article {article}", says)
        for article, number, at in sorted(told - kept):
            yield Fault(
                f"article {article}",
                f"a change of {at.isoformat()} tells of its wording {number}, which was not filed then",
            )

    # what follows

    def _index(self) -> Iterator[Fault]:
        for _ in range(_TRIES):
            before = self.archive.last_change()
            if self.index.position() != before:
                continue
            found = list(self._index_faults())
            if self.archive.last_change() == before:
                yield from found
                return
        behind = self.archive.last_change() - self.index.position()
        if behind < 0:
            yield Fault("index", f"is {-behind} changes ahead of the archive")
            return
        self.notes.append(f"the index was not compared: it is {behind} changes behind, or the archive grows")

    def _index_faults(self) -> Iterator[Fault]:
        visible = bytearray()
        for number in joined.from_iterable(self.archive.ids(state=one) for one in sought(public=self.public)):
            if number >> 3 >= len(visible):
                visible.extend(bytes((number >> 3) + 4_096 - len(visible)))
            visible[number >> 3] |= 1 << (number & 7)
        for number in self.index.ids():
            self.tally["indexed"] += 1
            if number >> 3 < len(visible) and visible[number >> 3] & (1 << (number & 7)):
                visible[number >> 3] &= ~(1 << (number & 7))
            else:
                yield Fault(f"article {number}", "can be found, though it is not visible or not kept")
        for place, byte in enumerate(visible):
            for bit in range(8) if byte else ():
                if byte & (1 << bit):
                    yield Fault(f"article {place * 8 + bit}", "is visible, but the index does not hold it")

    def _captures(self) -> Iterator[Fault]:
        after: CaptureNote | None = None
        while notes := self.keeping.daybook.captures(after=after, limit=_NOTES):
            after = notes[-1]
            for note in notes:
                self.tally["captures"] += 1
                if (says := self._capture(note)) and self.keeping.daybook.capture(note.id):
                    yield Fault(f"capture {note.id}", says)
            self.told("captures", self.tally["captures"])

    def _capture(self, note: CaptureNote) -> str | None:
        try:
            record = self.keeping.objects.get(note.object)
            capture = unpacked(record) if record is not None else None
        except ObjectsError as error:
            return str(error)
        except Exception as error:  # whatever damaged bytes do to who unpacks them
            return f"its record {note.object} is damaged ({type(error).__name__})"
        if capture is None:
            return f"its record {note.object} is not there"
        if hashlib.sha256(capture.body).hexdigest() != note.digest:
            return f"its bytes are not those of the digest {note.digest[:16]}…"
        return None if capture.url == note.url else f"its record is of another address, {capture.url}"


def head(archive: Archive, *, at: int | None = None) -> Head:
    """The head of the change feed, or as it was at the change of that number."""
    last, digest = 0, _BEGIN
    for line in lines(archive):
        if at is not None and line.number > at:
            break
        last, digest = line.number, _rolled(digest, line)
    return Head(last, digest.hex())


def lines(archive: Archive) -> Iterator[LedgerLine]:
    """The whole ledger, a part at a time."""
    after = 0
    while found := archive.ledger(after, limit=_LINES):
        yield from found
        after = found[-1].number


_BEGIN = hashlib.sha256(b"warraq/1").digest()


def _rolled(digest: bytes, line: LedgerLine) -> bytes:
    parts = (
        str(line.number),
        line.kind.value,
        str(line.article),
        str(line.version),
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.state.value,
        line.reason or "",
        line.hash or "",
    )
    return hashlib.sha256(digest + "\x1e".join(parts).encode("utf-8", "surrogatepass")).digest()


def _add(sums: list[int], article: int, number: int, at: datetime) -> None:
    """Add one to a sum that does not depend on the order of what is added."""
    said = f"{article} {number} {at.astimezone(UTC).isoformat(timespec='microseconds')}".encode()
    mark = int.from_bytes(hashlib.blake2b(said, digest_size=16).digest(), "big")
    sums[article % _BUCKETS] = (sums[article % _BUCKETS] + mark) % 2**128


def _batches(chains: Iterable[_Chain]) -> Iterator[list[_Chain]]:
    left = iter(chains)
    while batch := list(islice(left, _WORDINGS)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Chain:
    """An article's wordings, read: the last of them, and what is wrong with any."""

    article: ArticleId
    last: Version
    faults: tuple[Fault, ...]


def _chain(versions: Iterable[Version]) -> _Chain:
    """Read the wordings of one article (one at least), oldest first, holding no more than one."""
    faults: list[Fault] = []
    last: Version | None = None
    for one in versions:
        what = f"article {one.article}, wording {one.number}"
        if one.number != (place := last.number + 1 if last else 1):
            faults.append(Fault(what, f"stands where wording {place} should"))
        elif one.previous != (last.hash if last else None):
            faults.append(Fault(what, "is not linked to the wording before it"))
        if one.hash != chain_hash(one.previous, one.draft):
            faults.append(
                Fault(
                    what, "was altered: its source, address, words, authors or date are not those of its hash"
                )
            )
        last = one
    if last is None:
        raise ValueError("a chain has at least one wording")
    return _Chain(last.article, last, tuple(faults))


def _chain_faults(chain: _Chain, article: Article) -> Iterator[Fault]:
    last = chain.last
    yield from chain.faults
    if (article.version, article.hash) != (last.number, last.hash):
        yield Fault(
            f"article {article.id}",
            f"does not stand at its last wording, {last.number}, but at {article.version}",
        )
    elif article.draft != last.draft:
        yield Fault(f"article {article.id}", "does not say what its last wording says")


def _list_faults(article: Article, listed: Headline | None) -> Iterator[Fault]:
    if (listed is not None) != (article.state is State.VISIBLE):
        yield Fault(f"article {article.id}", "is listed otherwise than its state says")
    if listed is None:
        return
    draft = article.draft
    shown = (listed.title, listed.source, listed.published, listed.section, listed.language, listed.image)
    if shown != (draft.title, draft.source, draft.published, draft.section, draft.language, draft.image):
        yield Fault(f"article {article.id}", "lists say something else of it than its last wording")
    elif not _begins(draft, listed.abstract):
        yield Fault(f"article {article.id}", "lists show a beginning that is not its own")


def _begins(draft: Draft, shown: str | None) -> bool:
    """Whether what lists show below a title is where its abstract, or its text, begins."""
    text = draft.abstract or draft.body.replace("\n", " ")
    return text.startswith(shown) if shown else not text
