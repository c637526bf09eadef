"""How does a copy for searching hold in memory alone? Simply, article by article: for tests and as a model."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from warraq.indexes import explaining, loosening
from warraq.indexes.cursors import begins
from warraq.indexes.meaning import Article, lets_through
from warraq.indexes.spellings import ALONE, AS, NAME, WORD, begun, spelled
from warraq.indexes.weights import ENOUGH, LONG, WHOLE, WHOLE_OF_MANY
from warraq.language import analysis, arabic
from warraq.ports.index import (
    Completion,
    Cursor,
    Facets,
    Hits,
    IndexEntry,
    Reason,
    Suggestion,
    by_day,
    day_of,
)
from warraq.press import ArticleId
from warraq.query.asked import Asked, Beginning, Node, Sought, Term, asked
from warraq.query.tree import Field, Question, Sort

_ABOVE_ALL = 1_000_000.0
_TITLE_WEIGHT = 2.0
_SURFACE_WEIGHT = 0.3


class MemoryIndex:
    """`warraq.ports.index.Index` without a file."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._held: dict[ArticleId, Article] = {}
        self._position = 0
        self._beside: MemoryIndex | None = None  # what is filled while this serves

    def position(self) -> int:
        return self._beside.position() if self._beside else self._position

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        if self._beside:
            self._beside.apply(entering, leaving, position=position)
            return
        analysed = {entry.id: Article.of(entry) for entry in entering}
        with self._lock:
            for article in leaving:
                self._held.pop(article, None)
            self._held.update(analysed)
            self._position = position

    def search(
        self,
        question: Question,
        *,
        limit: int,
        offset: int = 0,
        after: Cursor | None = None,
        near: bool = False,
    ) -> Hits:
        ask = asked(question)
        found_as: tuple[Sought, ...] = ()
        found = self._answers(question, ask)
        total, whole = len(found), frozenset(article.entry.id for article in found)
        if limit <= 0:
            return Hits(total, ())
        if (
            total < (ENOUGH if near else 1)
            and (loose := self._loosened(ask)) is not None
            and (total or not ask.empty)
        ):
            above = self._above(question, ask, whole)
            found_as = loosening.besides(loose, ask)
            ask, found = loose, self._answers(question, loose)
            ranked = self._ranked(found, ask, question.sort, above)
        else:
            ranked = self._ranked(found, ask, question.sort, {})
        hits = Hits(
            total or len(found),
            (),
            relaxed=not total and bool(found),
            near=len(found) - total if total else 0,
            found_as=found_as,
        )
        sort = Sort.NEWEST if _newest(ask, question.sort) else Sort.BEST
        keys, ids = [key for key, _ in ranked], [article.entry.id for _, article in ranked]
        place = begins(keys, ids, after, sort) if after else offset
        page = _page(hits, ranked, limit, place)
        some = tuple(article for article in page.ids if article not in whole) if page.near else ()
        return replace(page, some=some)

    def facets(self, question: Question, *, most: int, texts: bool = False) -> Facets:
        ask = asked(question)
        found = self._answers(question, ask)
        if not found and not ask.empty and (loose := self._loosened(ask)) is not None:
            found = self._answers(question, loose)
        entries = [article.entry for article in found]
        days = [day_of(entry.at, question.zone) for entry in entries]
        return Facets(
            total=len(entries),
            sources=_most(Counter(entry.source for entry in entries), most),
            sections=_most(Counter(entry.section for entry in entries if entry.section), most),
            places=_most(Counter(place for entry in entries for place in set(entry.places)), most),
            countries=_most(Counter(entry.country for entry in entries), most),
            languages=_most(Counter(entry.language for entry in entries if entry.language), most),
            months=tuple(sorted(Counter(day.replace(day=1) for day in days).items())),
            days=tuple(sorted(Counter(days).items())) if by_day(question) else (),
            texts=len({article.text or article.entry.id for article in found}) if texts else 0,
        )

    def complete(self, prefix: str, *, most: int) -> tuple[Completion, ...]:
        typed_words = list(arabic.tokens(prefix))
        words = [word.text for word in typed_words]
        if not words or prefix[-1:].isspace() or not begun(words[-1]):
            return ()
        *before, last = words
        typed = prefix[: typed_words[-1].start] if before else ""
        counts: Counter[str] = Counter()
        for article in self._everything():
            beside = all(
                article.title.hold(Term(one.surface, one.forms[:1]))
                for one in analysis.asked_words(" ".join(before[-3:]))
            )
            for term in set(spelled(article.entry)):
                if term.startswith(NAME + " ".join(words)) or (beside and term.startswith(WORD + last)):
                    counts[term] += 1
                elif not before and term.startswith(ALONE + last):
                    counts[WORD + term.removeprefix(ALONE)] += 1
        found = []
        by_word = sorted(counts, key=lambda term: term.partition(AS)[0])
        for word, terms in groupby(by_word, key=lambda term: term.partition(AS)[0]):
            spellings = sorted(terms, key=lambda term: (-counts[term], term))
            text, name = spellings[0].partition(AS)[2], word.startswith(NAME)
            number = sum(counts[term] for term in spellings)
            found.append(Completion(text if name else f"{typed}{text}", number, name))
        return tuple(sorted(found, key=lambda one: (-one.articles, one.text))[: max(0, most)])

    def suggest(self, question: Question) -> Suggestion | None:
        ask = asked(question)
        if (other := loosening.meant(ask, self, analysis.asked_words)) is None:
            return None
        better, words = other
        total = len(self._answers(question, better))
        if total < max(1, loosening.MUCH_MORE * len(self._answers(question, ask))):
            return None
        return Suggestion(tuple((word, self._printed(meant)) for word, meant in words.items()), total)

    def explain(self, question: Question, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Reason, ...]]:
        ask = asked(question)
        loose = self._loosened(ask) or ask
        with self._lock:
            held = {one: self._held.get(one) for one in ids}
        return {
            number: explaining.shortest(_reasons(ask, article) or _reasons(loose, article))
            for number, article in held.items()
        }

    def count(self) -> int:
        return len(self._held)

    def ids(self) -> Iterator[ArticleId]:
        with self._lock:
            return iter(tuple(self._held))

    def clear(self) -> None:
        filled = self._beside or self
        with filled._lock:
            filled._held.clear()
            filled._position = 0

    def anew(self) -> None:
        self._beside = self._beside or MemoryIndex()

    def hand_over(self) -> None:
        if filled := self._beside:
            with self._lock:
                self._held, self._position, self._beside = filled._held, filled._position, None

    def close(self) -> None:
        """Nothing is held open."""

    # `indexes.loosening.Vocabulary`

    def articles(self) -> int:
        return len(self._held)

    def often(self, stem: str, field: Field | None) -> int:
        return sum(stem in article.words(field).stems for article in self._everything())

    def spelled(self, surface: str, field: Field | None) -> int:
        return sum(surface in article.words(field).surfaces for article in self._everything())

    def _everything(self) -> list[Article]:
        with self._lock:
            return list(self._held.values())

    def _loosened(self, ask: Asked) -> Asked | None:
        return loosening.loosened(ask, self, analysis.asked_words)

    def _printed(self, folded: str) -> str:
        counts = Counter(
            term
            for article in self._everything()
            for term in set(spelled(article.entry))
            if term.startswith((f"{WORD}{folded}{AS}", f"{ALONE}{folded}{AS}"))
        )
        return min(counts, key=lambda term: (-counts[term], term)).partition(AS)[2] if counts else folded

    def _answers(self, question: Question, ask: Asked) -> list[Article]:
        if ask.empty and not question.narrowed:
            return []
        root: Node = ask.root
        return [
            article
            for article in self._everything()
            if lets_through(question, article.entry) and article.answers(root, question.zone)
        ]

    def _above(self, question: Question, ask: Asked, whole: frozenset[ArticleId]) -> dict[ArticleId, float]:
        """By how much what holds all words stands before what holds some."""
        if len(ask.root.parts) > LONG:
            return dict.fromkeys(whole, WHOLE_OF_MANY)
        typed = self._answers(question, replace(ask, root=loosening.as_typed(ask)))
        return dict.fromkeys(whole, WHOLE) | {one.entry.id: WHOLE + _ABOVE_ALL for one in typed}

    def _ranked(
        self, found: list[Article], ask: Asked, sort: Sort, above: Mapping[ArticleId, float]
    ) -> list[tuple[int, Article]]:
        """With what each is sorted by: so much `above` what it scores, where the best stand first."""
        if _newest(ask, sort):
            keyed = [(round(one.entry.at.timestamp()), one) for one in found]
        else:
            score = self._scores(ask)
            keyed = [(round(1000 * (above.get(one.entry.id, 0.0) + score(one))), one) for one in found]
        return sorted(keyed, key=lambda pair: (-pair[0], -pair[1].entry.id))

    def _scores(self, ask: Asked) -> Callable[[Article], float]:
        """A plain tf-idf: enough to put a title before a body, and a rare word before a frequent one."""
        everything = self._everything()
        rarity = {
            term: math.log1p(
                len(everything) / (1 + sum(held.words(term.field).hold(term) for held in everything))
            )
            for term in ask.terms
        }

        def score(held: Article) -> float:
            total = 0.0
            for term, rare in rarity.items():
                if not held.words(term.field).hold(term):
                    continue
                often = _often(term, held)
                total += rare * (often / (often + 1.2))
                total += rare * (
                    _TITLE_WEIGHT * held.title.hold(term)
                    + _SURFACE_WEIGHT * (isinstance(term, Term) and term.surface in held.whole.surfaces)
                )
            return total

        return score


def _reasons(ask: Asked, article: Article | None) -> list[Reason]:
    return [way.reason for way in explaining.ways(ask) if article and article.holds(way)]


def _newest(ask: Asked, sort: Sort) -> bool:
    """Where nothing is better than anything else, the newest stands first."""
    return sort is Sort.NEWEST or all(isinstance(term, Beginning) for term in ask.terms)


def _page(hits: Hits, ranked: list[tuple[int, Article]], limit: int, place: int) -> Hits:
    """The page from that rank on; of each text the earliest filed alone."""
    groups: dict[object, list[ArticleId]] = {}
    for _, article in sorted(ranked, key=lambda pair: pair[1].entry.id):
        groups.setdefault(article.text or article.entry.id, []).append(article.entry.id)
    several = {ids[0]: tuple(ids[1:]) for ids in groups.values()}
    shown: list[tuple[int, int, ArticleId]] = [
        (rank, key, article.entry.id)
        for rank, (key, article) in enumerate(ranked, 1)
        if rank > place and article.entry.id in several
    ]
    page = shown[: max(0, limit)]
    goes_on = bool(page) and page[-1][0] < len(ranked)
    copies = tuple(several[one] for _, _, one in page)
    return replace(
        hits,
        ids=tuple(one for _, _, one in page),
        copies=copies if any(copies) else (),
        next=_behind(ranked, page[-1]) if goes_on else None,
    )


def _behind(ranked: list[tuple[int, Article]], last: tuple[int, int, ArticleId]) -> Cursor:
    rank, key, article = last
    return Cursor(article, ranked[max(rank - 2, 0)][1].entry.id, rank, key)


def _often(term: Sought, held: Article) -> float:
    if isinstance(term, Term):
        return max(
            (form.weight * held.often[form.words[0]] for form in term.forms if form.words), default=0.0
        )
    return 1.0


def _most(counted: Counter[str], most: int) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[: max(0, most)])
