"""Where does what was printed stand for good? The archive is the truth; everything else follows its changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from warraq.press import (
    Article,
    ArticleId,
    Cause,
    Change,
    Draft,
    Filed,
    Headline,
    LedgerLine,
    Source,
    State,
    Telling,
    Told,
    Version,
)

NOTHING_SEEN: Mapping[int, Cause] = {}
EVERY_KIND = frozenset(Told)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a list goes on: after the headline with this date and id."""

    at: datetime
    id: ArticleId


class Archive(Protocol):
    """Articles, their versions and states, their papers, and the change feed.

    Every method may be called from several threads at once. A method that writes returns once what it wrote is
    durable (acknowledged); killed before that, nothing of the call stands.
    Raises: ArchiveError when the back end fails.
    """

    def file(
        self, drafts: Sequence[Draft], *, now: datetime, seen: Mapping[int, Cause] = NOTHING_SEEN
    ) -> tuple[Filed, ...]:
        """File drafts, each with its change, all in ONE transaction; one answer a draft, in order.

        A draft is known again by any of its `keys`: the article that holds the first known one gets a new version if
        the fingerprint differs from its current version's and `duplicates.verdict` finds more than noise between them
        (state unchanged; a withdrawn or withheld article takes versions without becoming visible), else the draft is
        UNCHANGED, though its new keys are remembered.
        A new version of an article is the paper's EDIT where the same reader read both, else a REREAD by us, unproven.
        `seen` says otherwise, by the drafts' places: what somebody who looked found to be the cause.
        A known article of another source is never touched: the draft is UNCHANGED, and its keys are not remembered.
        What a page asks of robots is the article's, not a wording's: the last page counts, and where its words are the same
        an UNCHANGED draft makes a change all the same (RESTATED). No version remembers it.
        Keys that belong to another article are left with that article. The same key twice in one call: the second is judged
        against the first. A version remembers its draft whole, keys included, and the state its article was in.

        Raises: ArchiveError, with nothing of the call standing, also for a draft that could never be known again (no
        keys) or not be given back exactly (U+0000, a lone surrogate), naming it.
        """
        ...

    def restate(
        self,
        article: ArticleId,
        state: State,
        *,
        reason: str | None,
        now: datetime,
        only_from: State | None = None,
    ) -> Change | None:
        """Give an article another state, for a stated reason; `None` if it has it already or there is no such article.

        `only_from`: nothing is done, and `None` answered, unless it is in that state at that moment: what a person
        decided in between stands.

        An article that is visible again has no `reason` any more; the archive keeps every one with its change.
        """
        ...

    def redesk(self, desks: Mapping[ArticleId, str | None], *, now: datetime) -> int:
        """Give articles another desk (`None`: none), all in one transaction; how many got one.

        Only of those that have none, or one that a model told: what a paper's label told stands. From then on a model
        told it. The current wording's section goes along; each makes a change (RESTATED) of which readers are not told.
        """
        ...

    def article(self, article: ArticleId) -> Article | None:
        """The article in any state."""
        ...

    def articles(self, ids: Sequence[ArticleId]) -> tuple[Article, ...]:
        """Those that exist, in any state, in the order asked; one asked for twice comes twice."""
        ...

    def find(self, key: str) -> ArticleId | None:
        """The article that holds this normalised address (see `crawling.urls.key`)."""
        ...

    def find_all(self, keys: Sequence[str]) -> dict[str, ArticleId]:
        """`find` for many: those of the addresses that an article holds, with the article."""
        ...

    def newest(
        self,
        *,
        limit: int,
        before: Cursor | None = None,
        source: str | None = None,
        countries: frozenset[str] | None = None,
        section: str | None = None,
        author: str | None = None,
        without: str | None = None,
        since: datetime | None = None,
    ) -> tuple[Headline, ...]:
        """Visible headlines, newest `at` first (then highest id): cost does not grow with the archive.

        All that is given must hold. `countries` are those of the articles' papers as last put: an article of a paper
        never put is in none, and the empty set asks for nothing. `section` is a desk, `author` a `language.names.key`,
        `without` a desk left out; `since` is inclusive. A list walks along one of source, author, section and country,
        in this order, and passes over what the others leave out.
        """
        ...

    def tallied(
        self,
        edges: Sequence[datetime],
        *,
        most: int,
        source: str | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[int, ...]:
        """How many visible articles have their `at` from one edge (inclusive) to the next (exclusive), counted up to
        `most` each: one number fewer than edges, which ascend. What is asked for is as with `newest`."""
        ...

    def headlines(self, ids: Sequence[ArticleId]) -> tuple[Headline, ...]:
        """The visible ones among these, each once, in the order asked."""
        ...

    def numbered(self, after: int, *, limit: int) -> tuple[Headline, ...]:
        """Visible headlines with an id > `after`, ascending: the order of maps and exports, to which nothing is added
        but at the end."""
        ...

    def versions(self, article: ArticleId) -> tuple[Version, ...]:
        """Every wording, oldest first."""
        ...

    def wordings(
        self, after: tuple[ArticleId, int] = (ArticleId(0), 0), *, limit: int
    ) -> tuple[Version, ...]:
        """Versions of all articles by article and number, from behind `after` on: to read them all, a part at a time."""
        ...

    def ledger(self, after: int, *, limit: int) -> tuple[LedgerLine, ...]:
        """`changes` with what each may never lose."""
        ...

    def told(
        self,
        *,
        limit: int,
        before: int | None = None,
        countries: frozenset[str] | None = None,
        kinds: frozenset[Told] = EVERY_KIND,
    ) -> tuple[Telling, ...]:
        """What readers are told of changes of these kinds, newest first, from before the change of that number on: the
        cost does not grow with the archive. Our own rereadings are none. `countries` as with `newest`."""
        ...

    def strays(self, *, limit: int) -> tuple[str, ...]:
        """What speaks of an article that there is not, one clause each, `limit` at most of a kind: addresses, wordings,
        changes. Reads every row."""
        ...

    def count(self) -> int:
        """How many articles, in any state: kept, not counted."""
        ...

    def asked_of_robots(self) -> dict[str, dict[str, int]]:
        """By paper, how many articles (in any state) are of pages that ask each thing of robots. Papers and things that
        nothing asks are left out."""
        ...

    def ids(self, *, state: State | None = None) -> Iterator[ArticleId]:
        """Every article's id, ascending. While it is read, others may write."""
        ...

    def changes(self, after: int, *, limit: int) -> tuple[Change, ...]:
        """Changes with a number > `after`, ascending. Never shows a change while a lower one may still appear."""
        ...

    def last_change(self) -> int:
        """The number of the newest change; 0 for none."""
        ...

    def put_sources(self, sources: Sequence[Source]) -> None:
        """Remember papers by slug (name, country, zone …; not their feeds), so that articles outlive the catalogue.

        Their articles go with them, also those filed before: to another country's lists.
        """
        ...

    def sources(self) -> dict[str, Source]:
        """Every paper ever remembered, by slug, without feeds."""
        ...

    def papers_change(self) -> int:
        """Grows whenever `put_sources` changes what `sources` answers; 0 before the first. For those who keep what
        they made of it."""
        ...

    def damage(self) -> str | None:
        """What a quick check finds broken in the store, as one clause; `None` where it finds nothing."""
        ...

    def close(self) -> None:
        """Let connections go. A back end that has any raises ArchiveError when asked afterwards; closing twice is harmless."""
        ...
