"""How is what we hold found again by its words? The index is a copy: thrown away and rebuilt at will."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Protocol

from warraq.language import arabic
from warraq.press import ArticleId
from warraq.query.asked import Sought
from warraq.query.tree import Field, Question


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the index is told of a visible article. Original spelling: analysis is the index's own.

    `section` is a desk slug; `language` a BCP 47 tag's first part alone, small (ar of ar-EG); `places` are codes of the governorates it is about (`entities.places`); `authors` are names as
    printed. `spared`: its headline tells of somebody whom care leaves unnamed, so that none of its words goes on behind another.
    """

    id: ArticleId
    source: str
    country: str
    title: str
    body: str
    at: datetime
    section: str | None = None
    language: str | None = None
    places: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    spared: bool = False


_CURSOR = re.compile(r"(\d{1,9})\.(\d{1,18})\.(\d{1,18})\.(-?\d{1,19})")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which hit the next page begins: its number and the one before it, its place in the list, what it was sorted by.

    The next page begins behind that article wherever it stands by then; has it left, behind the one before it, or where it
    stood.
    """

    article: ArticleId
    before: ArticleId
    rank: int
    key: int

    def __str__(self) -> str:
        return f"{self.rank}.{self.article}.{self.before}.{self.key}"

    @staticmethod
    def read(text: str) -> Cursor | None:
        """What `str` wrote; None for anything else."""
        if not text.isascii() or not (found := _CURSOR.fullmatch(text)):
            return None
        return Cursor(ArticleId(int(found[2])), ArticleId(int(found[3])), int(found[1]), int(found[4]))


@dataclass(frozen=True, slots=True)
class Hits:
    """`total` counts every article that answers the question; `ids` are the page asked for, best first.

    `relaxed`: no article holds every word, so these hold some of them (or are spelled nearly so).
    `near`: where only a few answer, so many others hold some of the words: they follow those few (or stand among them, where
    a question is so long that nobody means every word), and are not in `total`. `some`: which of `ids` they are.
    `copies`: for each id the other answers with the same text, earliest filed first: they are counted in `total`, and stand in
    no page. Empty where none has any.
    `next`: where the page behind this one begins; None if there is none.
    `found_as`: what relatives were found by beside what was typed, for marking it in them: words with the forms of what is spelled
    nearly so, words of a quote each by itself.
    """

    total: int
    ids: tuple[ArticleId, ...]
    relaxed: bool = False
    near: int = 0
    copies: tuple[tuple[ArticleId, ...], ...] = ()
    next: Cursor | None = None
    some: tuple[ArticleId, ...] = ()
    found_as: tuple[Sought, ...] = field(default=(), compare=False)


# Days are counted one by one where the question spans no more than these; months always.
MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class Facets:
    """How the articles that answer a question are spread: (value, number), each number above nought.

    `sources`, `sections`, `places`, `countries` and `languages` stand most frequent first, equals by value; an article without
    one of them is counted in none, one about two places in both. `months` (first days of theirs) and `days`, those of the
    question's zone, stand oldest first and whole; `days` is empty unless the question spans at most `MOST_DAYS` days
    (`by_day`). `texts`: how many different texts the `total` articles have, where that was asked for, else 0.
    """

    total: int = 0
    sources: tuple[tuple[str, int], ...] = ()
    sections: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[date, int], ...] = ()
    days: tuple[tuple[date, int], ...] = ()
    countries: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    texts: int = 0

    @property
    def years(self) -> tuple[tuple[int, int], ...]:
        """Of the months: oldest first."""
        counted: dict[int, int] = {}
        for month, number in self.months:
            counted[month.year] = counted.get(month.year, 0) + number
        return tuple(counted.items())


def by_day(question: Question) -> bool:
    """Whether the days of a question are few enough to be counted one by one."""
    since, until = question.span
    return since is not None and until is not None and 0 <= (until - since).days < MOST_DAYS


# Years in which newspapers were printed, with room: before and after, a day is UTC's in every zone.
ZONED = range(1500, 2500)


def day_of(at: datetime, zone: tzinfo) -> date:
    """On which day of the zone a moment is."""
    return at.astimezone(zone if at.year in ZONED else UTC).date()


@dataclass(frozen=True, slots=True)
class Completion:
    """A headline word, or an author's name (`name`), as printed most often, and how many articles have it."""

    text: str
    articles: int
    name: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to put in place of words as typed: (folded, as printed); and how many articles answer then."""

    words: tuple[tuple[str, str], ...]
    total: int

    def put_in(self, text: str) -> str:
        """The question's text with these words in place of its own."""
        instead = dict(self.words)
        pieces, at = [], 0
        for token in arabic.tokens(text):
            if token.text in instead and token.start >= at:
                pieces += [text[at : token.start], instead[token.text]]
                at = token.end
        return "".join([*pieces, text[at:]])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an article is a hit: a word or phrase asked for (`sought`, folded) was found as `form` (stems; the folded words for
    spelling and phrases; the beginning of a word), in title or body (`field` None), or in the title or an author's name.

    `exact`: in the very spelling asked for. `why` says how the form belongs to the word (`language.forms.Why`, "near" for
    what is spelled nearly so); None for a phrase or a beginning.
    """

    sought: str
    form: str
    field: Field | None
    exact: bool
    why: str | None


class Index(Protocol):
    """A searchable copy that remembers, inside its own commit, the change up to which it has followed the archive.

    Raises: IndexFailure when the back end fails (the batch is then not applied, and may be applied again);
    Busy when another process writes.
    """

    def position(self) -> int:
        """The number of the last change applied; 0 for an empty index. Sees other processes' commits."""
        ...

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        """In one commit: enter these (replacing what stood under their ids), drop those, move to `position`.

        Applying the same batch twice is harmless. An id in both is entered.
        """
        ...

    def search(
        self,
        question: Question,
        *,
        limit: int,
        offset: int = 0,
        after: Cursor | None = None,
        near: bool = False,
    ) -> Hits:
        """Articles that answer, each once. An empty question has no hits.

        A question without words that is narrowed (`Question.narrowed`) is answered by every article that passes and
        holds nothing excluded, newest first whatever its `sort`. `after`: the page behind that place, in place of `offset`
        (which counts answers, not texts). `near`: where fewer than ten answer, what holds some of the words follows. `limit` 0
        only counts what answers whole: nothing is relaxed.
        """
        ...

    def facets(self, question: Question, *, most: int, texts: bool = False) -> Facets:
        """Of the same articles that `search` counts (relaxed where it is), how many of each source, section, place, month.

        At most `most` of each but months and days. What narrows the question narrows its facets too: to offer a
        reader the other papers, ask again without `sources`. `texts`: how many different texts these are is counted too,
        which takes about half as long again.
        """
        ...

    def complete(self, prefix: str, *, most: int) -> tuple[Completion, ...]:
        """Headline words and authors' names that begin so, whichever way both are spelled; most frequent first.

        Of several words the last one is completed, with words that stand in headlines beside the others.
        """
        ...

    def suggest(self, question: Question) -> Suggestion | None:
        """Other words that were likely meant: spelled nearly like a word that next to no article holds; None if there is none
        that would find much more."""
        ...

    def explain(self, question: Question, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Reason, ...]]:
        """Of each article that is in the index, what of the question it holds, and where."""
        ...

    def count(self) -> int:
        """How many articles can be found."""
        ...

    def ids(self) -> Iterator[ArticleId]:
        """Every article in it, in no order: to compare with the archive."""
        ...

    def clear(self) -> None:
        """Empty what is being filled, position included."""
        ...

    def anew(self) -> None:
        """From now on fill an index beside the one that is searched, from nought or from where that was left.

        `position`, `apply` and `clear` are of the new one, everything else of the old one until `hand_over`.
        """
        ...

    def hand_over(self) -> None:
        """What is being filled holds everything: it is searched from now on, in every process, and an older one goes.

        Nothing where that is so already. Cheap: said whenever nothing is left to apply.
        """
        ...

    def close(self) -> None:
        """Let the writer and its lock go."""
        ...
