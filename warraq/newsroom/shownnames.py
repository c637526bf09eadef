"""Which names do readers get across the counter? Those that may be shown, with the articles they may be found by.

A name that is not shown, or is no way to find articles, has no page, no link, no place beside others and no completion,
whatever form of it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from warraq.entities import persons
from warraq.entities.register import NameMention, Register
from warraq.language import names
from warraq.moderation.decisions import Rulings
from warraq.moderation.names import Silence, masked
from warraq.moderation.sparing import hushed
from warraq.newsroom.counter import Docket
from warraq.ports.archive import Cursor
from warraq.ports.namebook import Namebook, Step
from warraq.press import ArticleId, Known, NameUse

_ROUNDS = 20  # times that a list is asked on, where papers or articles are left out of it
_APART = " ، "  # parts forms so that no name begins in one and ends in the next
_SPARE = 20
_MOST_FOUND = 2_000  # articles of which it is remembered where the lists' names stand: some 5 MB


@dataclass(frozen=True, slots=True)
class Mentioned:
    """`text[start:end]` is the first place that calls this name."""

    start: int
    end: int
    key: str


@dataclass(slots=True)
class ShownNames:
    """The namebook as readers see it. `lists` gives the names to look for, as they are now."""

    book: Namebook
    lists: Callable[[], Register]
    docket: Docket
    _hidden: dict[str, bool] = field(default_factory=dict)
    _held: tuple[Rulings, Register] | None = None
    _found: dict[ArticleId, tuple[Register, int, tuple[NameMention, ...]]] = field(default_factory=dict)

    def position(self) -> int:
        """The number of the last change whose article was read."""
        return self.book.followed().position

    def name(self, given: str) -> Known | None:
        """Who is called so, by any form of the name; `None` where nobody shown is."""
        key = names.key(given)
        if not key:
            return None
        key = _forms(self.lists()).get(key, key)
        found = self.book.known([key]).get(key)
        return found if found is not None and found.believed and not self._silent(key, found.shown) else None

    def of(self, article: ArticleId) -> tuple[Known, ...]:
        """Whom an article names."""
        found = (one for one in self.book.of(article) if one.believed)
        return tuple(one for one in found if not self._silent(one.key, one.shown, article))

    def articles(
        self,
        key: str,
        *,
        limit: int,
        before: Cursor | None = None,
        countries: frozenset[str] | None = None,
    ) -> tuple[NameUse, ...]:
        """As the namebook's, without papers whose words may not be sought and articles in which the name does not count."""
        unsought, spared = self.docket.unsought(), self._spared(key)
        found: list[NameUse] = []
        for _ in range(_ROUNDS):
            part = self.book.articles(key, limit=limit, before=before, countries=countries)
            found += [one for one in part if one.source not in unsought and one.article not in spared]
            if len(part) < limit or len(found) >= limit:
                break
            before = Cursor(part[-1].at, part[-1].article)
        return tuple(found[:limit])

    def beside(
        self, key: str, *, most: int, countries: frozenset[str] | None = None
    ) -> tuple[tuple[Known, int], ...]:
        found = self.book.beside(key, most=most + _SPARE, countries=countries)
        return tuple(pair for pair in found if not self._silent(pair[0].key, pair[0].shown))[:most]

    def papers(self, key: str) -> dict[str, int]:
        unsought = self.docket.unsought()
        return {slug: many for slug, many in self.book.papers(key).items() if slug not in unsought}

    def times(
        self, key: str, step: Step, *, since: date, countries: frozenset[str] | None = None
    ) -> dict[date, int]:
        return self.book.times(key, step, since=since, countries=countries)

    def begun(self, typed: str, *, most: int) -> tuple[Known, ...]:
        """Names one of whose words begins so: those of the lists by their articles, the most first, then others by their key."""
        prefix = names.key(typed)
        if len(prefix) < 2:
            return ()
        listed = [key for form, key in _forms(self.lists()).items() if f"-{prefix}" in f"-{form}"]
        known = sorted(self.book.known(listed).values(), key=lambda one: -one.articles)
        others = self.book.begun(prefix, most=most + _SPARE)
        found = {one.key: one for one in (*known, *others) if one.believed}
        held = self.docket.rulings()
        open_ones = (
            one
            for one in found.values()
            if not self._silent(one.key, one.shown) and not hushed(one.shown, held.delisted, held.masked)
        )
        return tuple(one for one, _ in zip(open_ones, range(most), strict=False))

    def others(self, key: str) -> tuple[str, ...]:
        """What else the lists say that it is called."""
        known = self.lists().name(key)
        return known.others if known else ()

    def mentions(self, article: ArticleId, title: str, text: str) -> tuple[Mentioned, ...]:
        """Where the text first calls each name that the article is known to hold, in the order of the text."""
        wanted = {one.key for one in self.of(article)}
        if not wanted:
            return ()
        first: dict[str, Mentioned] = {}
        for one in self._mentioned(article, title, text):
            if one.key in wanted:
                first.setdefault(one.key, Mentioned(one.start, one.end, one.key))
        for printed in persons.proposed(text) if wanted - first.keys() else ():
            key = names.key(printed)
            if key in wanted and key not in first:
                at = text.index(printed)
                first[key] = Mentioned(at, at + len(printed), key)
        return _apart(first.values())

    def _mentioned(self, article: ArticleId, title: str, text: str) -> tuple[NameMention, ...]:
        """Whom the lists find in the text: a quarter of an article's page, so that it is remembered as long as words and lists
        are the same."""
        lists, words = self.lists(), hash((title, text))
        held = self._found.get(article)
        if held is None or held[0] is not lists or held[1] != words:
            held = lists, words, lists.mentions(title, text)[1]
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[article] = held
        return held[2]

    def _spared(self, key: str) -> frozenset[ArticleId]:
        """The only articles in which a silence about this name counts."""
        rulings = self.docket.rulings()
        limited = [one for one in (*rulings.delisted, *rulings.masked) if one.articles]
        hit = [one for one in limited if _told(self._called(key, key), (replace(one, articles=frozenset()),))]
        return frozenset(article for one in hit for article in one.articles)

    def _silent(self, key: str, shown: str, article: ArticleId | None = None) -> bool:
        """Whether the name is one of those that are not shown, or no way to find articles; or is in this article."""
        rulings = self.docket.rulings()
        silences = (*rulings.delisted, *rulings.masked)
        if not silences:
            return False
        if self._held is None or self._held[0] is not rulings or self._held[1] is not self.lists():
            self._held, self._hidden = (rulings, self.lists()), {}
        if key not in self._hidden:
            everywhere = [one for one in silences if not one.articles]
            self._hidden[key] = _told(self._called(key, shown), everywhere)
        if self._hidden[key] or article is None:
            return self._hidden[key]
        return article in self._spared(key)

    def _called(self, key: str, shown: str) -> str:
        """Every form of a name that has several words, and the one shown."""
        known = self.lists().name(key)
        forms = [" ".join(form) for form in known.forms if len(form) > 1] if known else []
        return _APART.join([shown, key.replace("-", " "), *sorted(forms)])


def _told(called: str, silences: Sequence[Silence]) -> bool:
    return masked(called, silences) != called


def _apart(given: Iterable[Mentioned]) -> tuple[Mentioned, ...]:
    """In the order of the text; of two that overlap the first."""
    kept: list[Mentioned] = []
    for one in sorted(given, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


@lru_cache(maxsize=2)
def _forms(register: Register) -> dict[str, str]:
    """Form, as a key -> the name it stands for."""
    found: dict[str, str] = {}
    for name in register.names():
        for form in (*sorted(name.forms), *sorted(name.short)):
            found.setdefault("-".join(form), name.key)
    return {**found, **{name.key: name.key for name in register.names()}}
