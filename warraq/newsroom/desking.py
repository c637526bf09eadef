"""From which desk are articles whose papers do not say? A model that the labelled ones taught is asked, and its word kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from warraq.ports.archive import Archive
from warraq.press import Article, ArticleId, Draft, State
from warraq.sections.desks import OPINION
from warraq.sections.model import Model, counted, guessed

if TYPE_CHECKING:  # numpy, and only to teach
    from warraq.sections.learning import Example, Lesson, Told

# What these name is how a text is written, not what it is about: no words tell it.
_MANNERS = frozenset({OPINION, "reports", "investigations", "variety"})
# So many of a paper's newest on each desk teach, and so many in all: a copy of the archive must not lie in memory.
_OF_A_DESK, _IN_ALL = 400, 15_000
# So many of a paper's newest tell how large its desks seem to be.
_LEANING, _LEANING_FEWEST = 300, 50
_PART = 200
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of teaching. `articles`: how many taught."""

    model: Model
    lessons: Mapping[str, Lesson]
    articles: int


@dataclass(slots=True)
class Desking:
    """Gives drafts without a desk the one that the model is sure of. `model` is asked each time: a newer one may stand there."""

    model: Callable[[], Model | None]

    def desked(self, draft: Draft) -> Draft:
        """The draft, with a desk and `guessed` where its paper named none and the model is sure enough."""
        if draft.section is not None:
            return draft
        model = self.model()
        desk = told(model, draft) if model is not None else None
        return draft if desk is None else replace(draft, section=desk, guessed=True)


def as_it_came(draft: Draft) -> Draft:
    """Where there is no model."""
    return draft


def told(model: Model, draft: Draft) -> str | None:
    """The desk that the model is sure of; `None` where it abstains."""
    found = guessed(model, counted(draft.title, draft.body), draft.source)
    return found.label if found is not None and found.sure >= model.enough else None


def taught(archive: Archive, *, now: datetime, right: float, told: Told | None = None) -> Taught:
    """Learn from what papers' own labels say; articles whose desk a model told teach nothing.

    Raises: ValueError where too few articles have a label.
    """
    from warraq.sections import learning

    examples = list(_labelled(archive, told))
    model, lessons = learning.learnt(examples, told=told, right=right)
    model = replace(model, taught=now.isoformat(timespec="seconds"))
    leanings = {}
    for source in archive.sources():
        newest = archive.newest(limit=_LEANING, source=source)
        texts = [
            counted(one.draft.title, one.draft.body) for one in _read(archive, [line.id for line in newest])
        ]
        if len(texts) >= _LEANING_FEWEST and (leaning := learning.leaning(model, texts)):
            leanings[source] = leaning
    teaching = sum(sum(lesson.labels.values()) for lesson in lessons.values())  # rare desks teach nothing
    return Taught(replace(model, leanings=leanings), lessons, teaching)


@dataclass(slots=True)
class OtherDesks:
    """What a model would change: `given` a first desk, `other` than before, `taken` since it is not sure any more."""

    given: int = 0
    other: int = 0
    taken: int = 0
    desks: dict[ArticleId, str | None] = field(default_factory=dict)


def proposed(archive: Archive, model: Model) -> OtherDesks:
    """The desks that it gives to articles which have none, or one that a model told: no paper's label is touched."""
    found = OtherDesks()
    for article in _articles(archive):
        draft = article.draft
        if draft.section is not None and not draft.guessed:
            continue
        desk = told(model, draft)
        if desk != draft.section:
            found.desks[article.id] = desk
            found.given += draft.section is None
            found.taken += desk is None
            found.other += desk is not None and draft.section is not None
    return found


def carried_out(archive: Archive, proposal: OtherDesks, *, now: datetime) -> int:
    """Give those desks, in parts: broken off, the next time goes on. How many."""
    wanted = list(proposal.desks.items())
    return sum(
        archive.redesk(dict(wanted[start : start + _BATCH]), now=now)
        for start in range(0, len(wanted), _BATCH)
    )


def _labelled(archive: Archive, told: Told | None) -> Iterator[Example]:
    """Newest first, at most so many of a paper on a desk."""
    from warraq.sections.learning import Example

    given: Counter[tuple[str, str]] = Counter()
    ids = sorted(archive.ids(state=State.VISIBLE), reverse=True)
    for number, article in enumerate(_read(archive, ids), 1):
        draft = article.draft
        place = (draft.source, draft.section or "")
        if draft.section is None or draft.guessed or draft.section in _MANNERS or given[place] >= _OF_A_DESK:
            continue
        given[place] += 1
        yield Example(draft.source, draft.section, counted(draft.title, draft.body))
        if given.total() >= _IN_ALL:
            return
        if told and number % 5_000 == 0:
            told(f"{number} articles read")


def _articles(archive: Archive) -> Iterator[Article]:
    return _read(archive, list(archive.ids()))


def _read(archive: Archive, ids: list[ArticleId]) -> Iterator[Article]:
    for start in range(0, len(ids), _PART):
        yield from archive.articles(ids[start : start + _PART])
