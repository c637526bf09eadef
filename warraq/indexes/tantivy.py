"""How does tantivy hold the copy for searching? In one folder, read by many processes, written by one.

The folder holds the index that is searched and, where another analyzer, other fields or a rebuild ask for it, one beside it
that is being filled (`indexes.generations`).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from warraq.errors import Busy, IndexFailure
from warraq.indexes import asking, completing, counting, explaining, generations, loosening
from warraq.indexes.analyzers import OURS, Analyzer
from warraq.indexes.asking import View
from warraq.indexes.fields import ARTICLE, FORMAT
from warraq.indexes.generation import Generation
from warraq.indexes.paging import Listing, counted
from warraq.indexes.weights import ENOUGH, WEIGHTS, Weights
from warraq.ports.index import Completion, Cursor, Facets, Hits, IndexEntry, Reason, Suggestion
from warraq.press import ArticleId
from warraq.query.asked import Asked, Beginning
from warraq.query.tree import Question, Sort

P = ParamSpec("P")
R = TypeVar("R")


def _answering(
    method: Callable[Concatenate[TantivyIndex, P], R],
) -> Callable[Concatenate[TantivyIndex, P], R]:
    """tantivy says with ValueError what goes wrong; nobody above should need to know."""

    @wraps(method)
    def answered(self: TantivyIndex, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except (ValueError, OSError) as error:
            raise IndexFailure(self._failed(error)) from error

    return answered


class TantivyIndex:
    """`warraq.ports.index.Index` in a folder. The first `apply` or `clear` takes the writer and its lock.

    `weights`, and whether copies of one text are `collapsed`, are for measuring: readers get the ones that stand here.
    """

    def __init__(
        self, folder: Path, *, analyzer: Analyzer = OURS, weights: Weights = WEIGHTS, collapsed: bool = True
    ) -> None:
        """Open the index, making it if it is not there. Raises: IndexFailure."""
        self._folder = folder
        self._pointer = generations.pointer(folder)
        self._analyzer = analyzer
        self._weights = weights
        self._collapsed = collapsed
        self._completing = completing.Completing()
        self._writing = threading.RLock()
        self._looking = threading.Lock()
        self._anew = False
        self._opened: dict[str, Generation] = {}
        self._written_to: Generation | None = None
        try:
            self._find()
        except (ValueError, OSError) as error:
            raise IndexFailure(self._failed(error)) from error

    # asking

    @_answering
    def search(
        self,
        question: Question,
        *,
        limit: int,
        offset: int = 0,
        after: Cursor | None = None,
        near: bool = False,
    ) -> Hits:
        view = self._view()
        if self._analyzer.bag:
            bag = asking.bag(view, question)
            page = Listing(view, bag, lambda: bag, question.sort, collapsed=False).page(
                limit, offset=offset, after=after
            )
            return Hits(page.total, page.ids, next=page.next)
        ask = self._analyzer.asked(question)
        if ask.empty and not question.narrowed:
            return Hits(0, ())
        if limit <= 0:
            return Hits(counted(view, asking.strict(view, ask, question)), ())
        listing = self._answers(view, ask, question)
        page = listing.page(limit, offset=offset, after=after)
        few = page.total < ENOUGH if near else page.total == 0
        loose = self._loosened(view, ask) if few else None
        if loose is None:
            return Hits(page.total, page.ids, copies=page.copies, next=page.next)
        answers = page.total
        page = self._relatives(listing, ask, loose, question).page(limit, offset=offset, after=after)
        return Hits(
            answers or page.total,
            page.ids,
            relaxed=answers == 0 and page.total > 0,
            near=page.total - answers if answers else 0,
            copies=page.copies,
            next=page.next,
            some=self._some(listing, page.ids) if answers else (),
            found_as=loosening.besides(loose, ask),
        )

    @_answering
    def facets(self, question: Question, *, most: int, texts: bool = False) -> Facets:
        view, ask = self._view(), self._analyzer.asked(question)
        if ask.empty and not question.narrowed:
            return Facets()
        found = counting.facets(view, asking.strict(view, ask, question), question, most=most, texts=texts)
        if not found.total and (loose := self._loosened(view, ask)):
            found = counting.facets(
                view, asking.strict(view, loose, question), question, most=most, texts=texts
            )
        return found

    @_answering
    def complete(self, prefix: str, *, most: int) -> tuple[Completion, ...]:
        return self._completing.complete(self._view(), prefix, most=most)

    @_answering
    def suggest(self, question: Question) -> Suggestion | None:
        view, ask = self._view(), self._analyzer.asked(question)
        if (other := loosening.meant(ask, view, self._analyzer.reading)) is None:
            return None
        better, words = other
        total = counted(view, asking.strict(view, better, question))
        if total < max(1, loosening.MUCH_MORE * counted(view, asking.strict(view, ask, question))):
            return None
        return Suggestion(
            tuple((word, completing.printed(view, meant)) for word, meant in words.items()), total
        )

    @_answering
    def explain(self, question: Question, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[Reason, ...]]:
        view, ask = self._view(), self._analyzer.asked(question)
        told = asking.reasons(view, ask, ids)
        if (unasked := [one for one in ids if not told[one]]) and (loose := self._loosened(view, ask)):
            told |= asking.reasons(view, loose, unasked)
        return {article: explaining.shortest(found) for article, found in told.items()}

    @_answering
    def count(self) -> int:
        view = self._view()
        return counted(view, view.term("kind", ARTICLE))

    def ids(self) -> Iterator[ArticleId]:
        try:
            last = -1
            while found := self._served.ids_after(last):
                yield from found
                last = found[-1]
        except (ValueError, OSError) as error:
            raise IndexFailure(self._failed(error)) from error

    def _loosened(self, view: View, ask: Asked) -> Asked | None:
        return loosening.loosened(ask, view, self._analyzer.reading)

    def _answers(self, view: View, ask: Asked, question: Question) -> Listing:
        sort = _sort(ask, question)
        strict = partial(asking.strict, view, ask, question)
        ranked = strict() if sort is Sort.NEWEST else asking.ranked(view, ask, question, self._weights)
        dated = self._weights.dated and "fresh" in view.fields
        return Listing(view, ranked, strict, sort, dated, self._collapsed)

    def _some(self, answers: Listing, ids: Sequence[ArticleId]) -> tuple[ArticleId, ...]:
        """Those that hold only some of the words."""
        whole = frozenset(asking.among(answers.view, answers.strict(), ids))
        return tuple(article for article in ids if article not in whole)

    def _relatives(self, answers: Listing, ask: Asked, loose: Asked, question: Question) -> Listing:
        view = answers.view
        ranked = asking.relatives(view, ask, loose, question, self._weights)
        # what puts whole answers first is a number too, and would be multiplied by what their dates add
        return replace(
            answers, ranked=ranked, strict=partial(asking.strict, view, loose, question), dated=False
        )

    def _view(self) -> View:
        self._look()
        try:
            return self._served.view()
        except FileNotFoundError:  # another one began to serve this very moment
            self._look()
            return self._served.view()

    # following

    @_answering
    def position(self) -> int:
        self._look()
        return self._filled.position()

    def apply(self, entering: Sequence[IndexEntry], leaving: Sequence[ArticleId], *, position: int) -> None:
        entries = {entry.id: entry for entry in entering}
        gone = [article for article in leaving if article not in entries]
        self._written(lambda filled: filled.commit(entries.values(), gone, position))

    def clear(self) -> None:
        self._written(lambda filled: filled.empty())

    @_answering
    def anew(self) -> None:
        with self._writing, self._looking:
            self._anew = True
            self._find()

    @_answering
    def hand_over(self) -> None:
        if self._whole:
            return
        with self._writing, self._looking:
            self._anew = False
            generations.serve(self._folder, self._filled.place.name)
            self._find()

    def close(self) -> None:
        with self._writing:
            if self._written_to:
                self._written_to.drop_writer()

    def _written(self, write: Callable[[Generation], None]) -> None:
        with self._writing:
            try:
                self._look()
                filled = self._filled
                if self._written_to and self._written_to is not filled:
                    self._written_to.drop_writer()
                self._written_to = filled
                filled.take_writer()
                write(filled)
            except Busy:
                raise
            except BaseException as error:
                # What the writer holds after an error is not to be trusted: the next commit would say "done" without
                # the batch. Dropped, it leaves the last commit, and the follower applies the batch again.
                if self._written_to:
                    self._written_to.drop_writer()
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise
                raise IndexFailure(self._failed(error)) from error

    def _look(self) -> None:
        """See whether another index serves now."""
        if generations.mark(self._pointer) != self._mark:
            with self._looking:
                if generations.mark(self._pointer) != self._mark:
                    self._find()

    def _find(self) -> None:
        """Open what serves, and what is to be filled. Where what serves cannot be read, that serves too."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kind = f"{FORMAT}-{self._analyzer.name}"
        serves = generations.serving(self._folder, kind)
        self._mark = generations.mark(self._pointer)
        filled = generations.filling(self._folder, kind, serves, anew=self._anew)
        self._filled = self._opened.get(filled) or Generation(self._folder / filled, self._analyzer)
        self._served = self._filled
        if serves != filled:
            with contextlib.suppress(ValueError, OSError):
                self._served = self._opened.get(serves) or Generation(self._folder / serves, self._analyzer)
        self._opened = {one.place.name: one for one in (self._filled, self._served)}
        self._whole = serves == filled

    def _failed(self, error: BaseException) -> str:
        """What to tell of an error of the library."""
        return (
            f"the search index in {self._folder} failed ({type(error).__name__}: {error}); if this stays so, stop warraq "
            "and remove that folder: the index is filled again from the archive"
        )


def _sort(ask: Asked, question: Question) -> Sort:
    """Where nothing is better than anything else, the newest stands first."""
    if all(isinstance(term, Beginning) for term in ask.terms):
        return Sort.NEWEST
    return question.sort
