"""How does a batch of drafts become articles, versions and changes, in one transaction and few statements?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from warraq.archives.sql import counters, redesking, rows
from warraq.archives.sql.engine import Work
from warraq.archives.sql.schema import addresses, articles, bylines, changes, sources, versions
from warraq.archives.versioning import cause_of, is_labelled, more_than_noise, told_of
from warraq.archives.wording import bounded, kept_reason, sorted_at, teaser
from warraq.language import names
from warraq.press import ArticleId, Cause, Change, ChangeKind, Draft, Filed, Outcome, State, Told, chain_hash

_ADDRESSES = select(addresses.c.key, addresses.c.article)
_HELD = select(
    articles.c.id,
    articles.c.version,
    articles.c.hash,
    articles.c.fingerprint,
    articles.c.state,
    articles.c.first_seen_us,
    articles.c.source,
    articles.c.robots,
    articles.c.section,
    articles.c.guessed,
)
# What an article says now, for those alone that are filed with another fingerprint.
_SAYS = select(versions.c.article, versions.c.title, versions.c.body, versions.c.reader).join(
    articles, (articles.c.id == versions.c.article) & (articles.c.version == versions.c.number)
)
_COUNTRY_OF = select(articles.c.country).where(articles.c.id == bindparam("article"))
_COUNTRIES = select(sources.c.slug, sources.c.country)
_NEW_ARTICLE, _NEW_VERSION = insert(articles), insert(versions)
_NEW_ADDRESS, _NEW_CHANGE = insert(addresses), insert(changes)
_NEW_BYLINE = insert(bylines)
_OLD_BYLINES = delete(bylines).where(bylines.c.article == bindparam("of"))
# What another wording changes of an article's row.
_REWORDED = tuple(
    column.name for column in articles.c if column.name not in {"id", "state", "reason", "first_seen_us"}
)
_REWORD = (
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values({name: bindparam(f"new_{name}", type_=articles.c[name].type) for name in _REWORDED})
)
_ASK = (
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(robots=bindparam("new_robots", type_=articles.c.robots.type))
)
_RESTATE = (
    update(articles)
    .where(articles.c.id == bindparam("article"))
    .values(
        state=bindparam("new_state", type_=articles.c.state.type),
        reason=bindparam("new_reason", type_=articles.c.reason.type),
        changed_us=bindparam("new_changed_us", type_=articles.c.changed_us.type),
    )
)


@dataclass(slots=True)
class _Held:
    """An article as it stands while a batch is judged: in the table, or only in the batch so far."""

    id: ArticleId
    version: int
    hash: str
    fingerprint: str
    state: str
    first_seen: datetime
    source: str
    robots: str | None = None
    section: str | None = None
    guessed: bool = False
    row: dict[str, Any] | None = None  # as it will be written
    fresh: bool = False
    authors: tuple[str, ...] = ()  # of the wording to be written, by their keys
    title: str = ""  # title, body and reader of the current wording, where another may follow it
    body: str = ""
    reader: str | None = None

    def is_labelled(self) -> bool:
        """Whether its desk is the paper's own word."""
        return self.section is not None and not self.guessed


@dataclass(slots=True)
class _Batch:
    """What a batch comes to: judged draft by draft in memory, then written table by table."""

    work: Work
    now: datetime
    last_article: int
    last_change: int
    known: dict[str, ArticleId]
    held: dict[ArticleId, _Held]
    countries: dict[str, str]
    versions: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    asked: dict[ArticleId, str | None] = field(default_factory=dict)
    labelled: dict[ArticleId, str | None] = field(default_factory=dict)

    def file(self, draft: Draft, keys: list[str], seen: Cause | None) -> Filed:
        number = next((self.known[key] for key in keys if key in self.known), None)
        held = self._new(draft.source) if number is None else self.held[number]
        if held.source != draft.source:  # no paper speaks for another
            return Filed(held.id, Outcome.UNCHANGED, None)
        for key in keys:
            if key not in self.known:
                self.known[key] = held.id
                self.addresses.append({"key": key, "article": held.id})
        if draft.guessed and held.is_labelled():
            draft = replace(draft, section=held.section, guessed=False)
        if held.version and held.reader is None and held.fingerprint != draft.fingerprint:
            self.recall({held.id})  # known by an address that only this batch told of
        if held.version and (
            held.fingerprint == draft.fingerprint or not more_than_noise(held.title, held.body, draft)
        ):
            return Filed(held.id, Outcome.UNCHANGED, self._renew(held, draft))
        held.robots = rows.words(draft.robots) if draft.robots else None
        kind = ChangeKind.REVISED if held.version else ChangeKind.FILED
        cause, proven = cause_of(held.reader, draft.reader, seen)
        told = told_of(kind, cause, held.title, draft.title)
        self._word(held, draft, cause, proven=proven)
        change = self._change(kind, held, told)
        return Filed(held.id, Outcome.VERSION if held.version > 1 else Outcome.NEW, change)

    def recall(self, wanted: set[ArticleId]) -> None:
        """Read what these articles say now."""
        for article, title, body, reader in rows.among(self.work, _SAYS, versions.c.article, list(wanted)):
            held = self.held[ArticleId(article)]
            held.title, held.body, held.reader = title, body, reader

    def _renew(self, held: _Held, draft: Draft) -> int | None:
        """The page asks something else of robots, or names its desk at last, though its words are the same: the change's number."""
        asked = rows.words(draft.robots) if draft.robots else None
        names_desk = is_labelled(draft) and not held.is_labelled()
        if held.robots == asked and not names_desk:
            return None
        if held.robots != asked:
            held.robots = self.asked[held.id] = asked
        if names_desk:
            held.section, held.guessed = draft.section, False
            self.labelled[held.id] = draft.section
        if held.row is not None:
            held.row |= {"robots": asked, "section": held.section, "guessed": held.guessed}
        return self._change(ChangeKind.RESTATED, held, None)

    def _new(self, source: str) -> _Held:
        self.last_article += 1
        number = ArticleId(self.last_article)
        held = _Held(number, 0, "", "", State.VISIBLE.value, self.now, source, fresh=True)
        self.held[number] = held
        return held

    def _word(self, held: _Held, draft: Draft, cause: Cause, *, proven: bool) -> None:
        """Give an article its next wording."""
        previous = held.hash or None
        self.asked.pop(held.id, None)
        self.labelled.pop(held.id, None)
        held.version += 1
        held.hash = chain_hash(previous, draft)
        held.fingerprint = draft.fingerprint
        held.title, held.body, held.reader = draft.title, draft.body, draft.reader
        held.section, held.guessed = draft.section, draft.guessed
        now_us = rows.micros(self.now)
        values = rows.draft_values(draft)
        held.authors = names.keys(draft.authors)
        held.row = {
            **values,
            "id": held.id,
            "country": self.countries.get(draft.source),
            "state": held.state,
            "reason": None,
            "version": held.version,
            "hash": held.hash,
            "at_us": rows.micros(sorted_at(draft, held.first_seen)),
            "first_seen_us": rows.micros(held.first_seen),
            "changed_us": None if held.version == 1 else now_us,
            "teaser": teaser(draft),
            "robots": held.robots,
            "guessed": draft.guessed,
        }
        self.versions.append(
            {
                **values,
                "article": held.id,
                "number": held.version,
                "filed_us": now_us,
                "state": held.state,
                "hash": held.hash,
                "previous": previous,
                "cause": cause.value,
                "proven": proven,
            }
        )

    def _change(self, kind: ChangeKind, held: _Held, told: Told | None) -> int:
        self.last_change += 1
        self.changes.append(
            {
                "number": self.last_change,
                "kind": kind.value,
                "article": held.id,
                "version": held.version,
                "at_us": rows.micros(self.now),
                "state": held.state,
                "reason": None,
                "told": told and told.value,
                "country": told and self.countries.get(held.source),
            }
        )
        return self.last_change

    def write(self) -> None:
        work = self.work
        written = [held for held in self.held.values() if held.row is not None]
        fresh = [held.row for held in written if held.fresh and held.row]
        work.many(_NEW_ARTICLE, fresh)
        work.many(
            _REWORD,
            [
                {"article": held.id, **{f"new_{name}": held.row[name] for name in _REWORDED}}
                for held in written
                if not held.fresh and held.row
            ],
        )
        work.many(_ASK, [{"article": one, "new_robots": asked} for one, asked in self.asked.items()])
        work.many(_NEW_VERSION, self.versions)
        redesking.write(
            work,
            [(one, self.held[one].version, desk) for one, desk in self.labelled.items()],
            guessed=False,
        )
        work.many(_OLD_BYLINES, [{"of": held.id} for held in written if not held.fresh])
        work.many(
            _NEW_BYLINE,
            [
                {"article": held.id, "author": author, "at_us": held.row["at_us"]}
                for held in written
                if held.row
                for author in held.authors
            ],
        )
        work.many(_NEW_ADDRESS, self.addresses)
        work.many(_NEW_CHANGE, self.changes)
        counters.add(work, counters.ARTICLES, len(fresh))
        counters.add(work, counters.LAST_ARTICLE, len(fresh))
        counters.add(work, counters.LAST_CHANGE, len(self.changes))


def file(work: Work, drafts: Sequence[Draft], now: datetime, seen: Mapping[int, Cause]) -> tuple[Filed, ...]:
    """File drafts that were checked, in the transaction that `work` stands in."""
    keys = [[bounded(key) for key in draft.keys] for draft in drafts]
    asked = list({key for each in keys for key in each})
    known = {key: ArticleId(article) for key, article in rows.among(work, _ADDRESSES, addresses.c.key, asked)}
    held = {
        row[0]: _Held(
            ArticleId(row[0]),
            version=row[1],
            hash=row[2],
            fingerprint=row[3],
            state=row[4],
            first_seen=rows.instant(row[5]),
            source=row[6],
            robots=row[7],
            section=row[8],
            guessed=bool(row[9]),
        )
        for row in rows.among(work, _HELD, articles.c.id, list(set(known.values())))
    }
    slugs = list({draft.source for draft in drafts})
    batch = _Batch(
        work,
        now,
        counters.read(work, counters.LAST_ARTICLE),
        counters.read(work, counters.LAST_CHANGE),
        known,
        held,
        countries=dict(rows.among(work, _COUNTRIES, sources.c.slug, slugs)),
    )
    batch.recall(_differing(batch, drafts, keys))
    filed = tuple(
        batch.file(draft, each, seen.get(place))
        for place, (draft, each) in enumerate(zip(drafts, keys, strict=True))
    )
    batch.write()
    return filed


def _differing(batch: _Batch, drafts: Sequence[Draft], keys: list[list[str]]) -> set[ArticleId]:
    """The articles that may get another wording: few, of what is filed again."""
    found: set[ArticleId] = set()
    for draft, each in zip(drafts, keys, strict=True):
        number = next((batch.known[key] for key in each if key in batch.known), None)
        if number is not None and batch.held[number].fingerprint != draft.fingerprint:
            found.add(number)
    return found


def restate(
    work: Work,
    article: ArticleId,
    state: State,
    *,
    reason: str | None,
    now: datetime,
    only_from: State | None = None,
) -> Change | None:
    """Another state for an article, in the transaction that `work` stands in."""
    found = rows.among(work, _HELD, articles.c.id, [article])
    if not found or found[0][4] == state.value or only_from not in (None, State(found[0][4])):
        return None
    version, at_us = found[0][1], rows.micros(now)
    kept = kept_reason(reason)
    work.run(
        _RESTATE,
        {
            "article": article,
            "new_state": state.value,
            "new_reason": None if state is State.VISIBLE else kept,
            "new_changed_us": at_us,
        },
    )
    number = counters.read(work, counters.LAST_CHANGE) + 1
    work.many(
        _NEW_CHANGE,
        [
            {
                "number": number,
                "kind": ChangeKind.RESTATED.value,
                "article": article,
                "version": version,
                "at_us": at_us,
                "state": state.value,
                "reason": kept,
                "told": Told.STATE.value,
                "country": work.rows(_COUNTRY_OF, {"article": article})[0][0],
            }
        ],
    )
    counters.add(work, counters.LAST_CHANGE, 1)
    return Change(number, ChangeKind.RESTATED, article, version, now)
