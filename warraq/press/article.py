"""What did a paper print, and what do we hold of it?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warraq.press.moment import Moment

ArticleId = NewType("ArticleId", int)


class State(StrEnum):
    """What a reader may see of an article."""

    VISIBLE = "visible"
    WITHDRAWN = "withdrawn"  # its source took it away
    WITHHELD = "withheld"  # we took it away


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was read, before the archive gives it a number.

    `url` is the paper's own address, exactly as one would open it ("" where an import has none); `keys` are the normalised addresses by which the
    archive knows it again (the first is the canonical one; see `crawling.urls.key`). `body` is plain text: paragraphs
    parted by one "\\n", no markup. `section` is a desk slug; `guessed`: a model told it by the article's words, since neither
    feed nor page did. `None` means that the source did not say.
    `reader` names the extractor and its version (`trafilatura/1`, `import/1`), so that a re-reading by us is never
    taken for the paper's edit. `capture` is the id of the capture it was read from.
    """

    source: str
    url: str
    keys: tuple[str, ...]
    title: str
    body: str
    reader: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    section: str | None = None
    label: str | None = None  # the section as the paper printed it
    language: str | None = None
    image: str | None = None
    keywords: tuple[str, ...] = ()
    capture: str | None = None
    robots: tuple[str, ...] = ()  # what the page asked of robots: `extraction.robots`, in order
    guessed: bool = False  # the section: the article's, not a wording's, as `robots` is
    fingerprint: str = ""  # duplicates.fingerprint.of(title, body): equal means "the same words"


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list shows of an article. `at` is the date lists are sorted by: published, else first seen."""

    id: ArticleId
    source: str
    title: str
    at: datetime
    published: Moment | None
    first_seen: datetime
    state: State
    section: str | None = None
    abstract: str | None = None  # at most 300 characters: the paper's own, else the body's beginning
    language: str | None = None
    image: str | None = None
    robots: tuple[str, ...] = ()
    guessed: bool = False  # the section, by a model


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the archive holds it: the words of its current version."""

    id: ArticleId
    draft: Draft
    at: datetime
    first_seen: datetime
    state: State
    version: int  # 1 for the first
    hash: str  # of the current version, in its chain
    reason: str | None = None  # why it is withdrawn or withheld
    changed: datetime | None = None  # when the state or the words last changed


class Cause(StrEnum):
    """Why there is a wording."""

    FIRST = "first"  # the one that came first
    EDIT = "edit"  # the paper changed its words
    REREAD = "reread"  # a newer reading of the page by us, never to be shown as the paper's edit


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an article. `hash` = chain_hash(previous, draft): altering a filed version breaks the chain.

    `proven`: the cause was seen; otherwise it is what must be assumed, the page as it stood before being no longer kept.
    """

    article: ArticleId
    number: int
    draft: Draft
    filed: datetime
    hash: str
    previous: str | None
    state: State
    cause: Cause
    proven: bool = True


class Outcome(StrEnum):
    """What filing a draft came to."""

    NEW = "new"
    VERSION = "version"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Filed:
    """`change` is the number of the change it made; `None` where nothing changed."""

    id: ArticleId
    outcome: Outcome
    change: int | None


class ChangeKind(StrEnum):
    FILED = "filed"  # a new article
    REVISED = "revised"  # a new version
    RESTATED = "restated"  # another state


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change feed that every follower reads. Numbers grow and are never reused; gaps may occur."""

    number: int
    kind: ChangeKind
    article: ArticleId
    version: int
    at: datetime


class Told(StrEnum):
    """What a change of an article that we hold tells a reader."""

    HEADLINE = "headline"  # the paper's headline has other words (its text may have, too)
    WORDS = "words"  # the paper's text has other words
    STATE = "state"  # it went, was withheld, or came back


@dataclass(frozen=True, slots=True)
class Telling:
    """A change as readers are told of it. `title` is the headline after it, `before` the one before it where it has another.

    `state` and `reason` are those that the change gave; `now` is the article's state at the moment of asking.
    """

    number: int
    told: Told
    article: ArticleId
    version: int
    at: datetime
    source: str
    language: str | None
    title: str
    before: str | None
    state: State
    reason: str | None
    now: State


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A change with all that may never alter: its own state and reason, and the hash of the wording it speaks of (`None`:
    there is no such wording)."""

    number: int
    kind: ChangeKind
    article: ArticleId
    version: int
    at: datetime
    state: State
    reason: str | None
    hash: str | None


def chain_hash(previous: str | None, draft: Draft) -> str:
    """SHA-256 over the previous version's hash and what this one says: source, address, words and printed date."""
    parts = (
        previous or "",
        draft.source,
        draft.url,
        draft.title,
        draft.body,
        draft.abstract or "",
        "\x1f".join(draft.authors),
        draft.published.at.isoformat() if draft.published else "",
    )
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
