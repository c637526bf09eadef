"""What must an article hold to answer a question? The question's tree with its words as every index analyses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from warraq.language.analysis import AskedWord, Form, asked_words
from warraq.query import tree
from warraq.query.tree import Field, Kind, Question


@dataclass(frozen=True, slots=True)
class Term:
    """One of the forms must stand in the field (`None`: in title or body). `surface` holds spaces where a name of several words
    is one. Not `telling`: it only holds a sentence together."""

    surface: str
    forms: tuple[Form, ...]
    telling: bool = True
    field: Field | None = None

    def __hash__(self) -> int:
        """Without the forms, of which there are dozens: who asks for a word's has them at hand mostly, and equality tells the rest."""
        return hash((self.surface, self.field))


@dataclass(frozen=True, slots=True)
class Row:
    """These folded words must stand in a row, not across the border of title and body, or of two authors."""

    surfaces: tuple[str, ...]
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """A folded word, or a stem, must begin so."""

    surface: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The article is of one of these."""

    kind: Kind
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The article's day, in the question's zone, is none before `since` and none after `until`."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Without:
    """The part must not hold, unless one of `unless` does, which is neither sought nor weighed."""

    part: Node
    unless: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All parts must hold; of no parts every article is an answer."""

    parts: tuple[Node, ...]


Sought = Term | Row | Beginning
Node = Sought | Held | Between | Without | Either | Both


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, analysed. Its sets and dates are not in it: they are read from the question.

    An article answers when `root` holds. `terms` are all that are sought, none that are excluded, each once: for weighing,
    marking and explaining.
    """

    root: Both
    terms: tuple[Sought, ...]

    @property
    def empty(self) -> bool:
        """True when no word is asked for: what narrows the question then answers alone, newest first, or nothing does."""
        return not self.terms


# How surely a form must mean a word for an article to be left out because of it: what is only kin excludes nothing.
_SURE = 0.75

Reading = Callable[[str], tuple[AskedWord, ...]]


@lru_cache(
    maxsize=256
)  # a page asks for its hits, its facets and the marks in each hit; many readers ask the same
def asked(question: Question, reading: Reading = asked_words) -> Asked:
    """Analyse the question's tree. Parts without a single letter or digit are left out."""
    root = _both(_parts(question.tree.parts, reading, None, wanted=True))
    return Asked(root, tuple(dict.fromkeys(_sought(root, wanted=True))))


def _parts(
    parts: Iterable[tree.Part], reading: Reading, field: Field | None, *, wanted: bool
) -> Iterator[Node]:
    """Words beside each other are read together: some names are of several words."""
    for plain, run in groupby(parts, lambda part: isinstance(part, tree.Word)):
        if plain:
            text = " ".join(part.text for part in run if isinstance(part, tree.Word))
            yield from _nodes(tree.Word(text), reading, field, wanted=wanted)
        else:
            for part in run:
                yield from _nodes(part, reading, field, wanted=wanted)


def _nodes(part: tree.Part, reading: Reading, field: Field | None, *, wanted: bool) -> Iterator[Node]:
    """What a part comes to; nothing where it holds no word."""
    match part:
        case tree.Word(text):
            for word in reading(text):
                forms = word.forms if wanted else tuple(form for form in word.forms if form.weight >= _SURE)
                yield Term(word.surface, forms, word.telling, field)
        case tree.Phrase(text):
            if surfaces := _surfaces(reading(text)):
                yield Row(surfaces, field)
        case tree.Prefix(text):
            *before, last = _surfaces(reading(text)) or ("",)
            if before:
                yield Row(tuple(before), field)
            if last:
                yield Beginning(last, field)
        case tree.Of(kind, values):
            yield Held(kind, values)
        case tree.Dated(since, until):
            yield Between(since, until)
        case tree.In(inside, inner):
            yield from _nodes(inner, reading, inside, wanted=wanted)
        case tree.Not(inner, spared):
            if (found := _one(_nodes(inner, reading, field, wanted=not wanted))) is not None:
                unless = (node for one in spared for node in _nodes(one, reading, None, wanted=False))
                yield Without(found, tuple(unless))
        case tree.Any(parts):
            sides = [
                side
                for one in parts
                if (side := _one(_nodes(one, reading, field, wanted=wanted))) is not None
            ]
            if sides:
                yield Either(tuple(dict.fromkeys(sides))) if len(sides) > 1 else sides[0]
        case tree.All(parts):
            if (found := _one(_parts(parts, reading, field, wanted=wanted))) is not None:
                yield found


def _surfaces(words: Iterable[AskedWord]) -> tuple[str, ...]:
    return tuple(one for word in words for one in word.surface.split())


def _one(nodes: Iterator[Node]) -> Node | None:
    both = _both(nodes)
    return both.parts[0] if len(both.parts) == 1 else both if both.parts else None


def _both(nodes: Iterable[Node]) -> Both:
    """Each once, a word by its forms; without words that only hold a sentence together, where anything else is sought."""
    once: dict[object, Node] = {}
    for node in nodes:
        once.setdefault((node.forms, node.field) if isinstance(node, Term) else node, node)
    parts = once.values()
    says = any(part.telling if isinstance(part, Term) else any(_sought(part, wanted=True)) for part in parts)
    return Both(tuple(part for part in parts if not (says and isinstance(part, Term) and not part.telling)))


def _sought(node: Node, *, wanted: bool) -> Iterator[Sought]:
    match node:
        case Without(part):
            yield from _sought(part, wanted=not wanted)
        case Both(parts) | Either(parts):
            for part in parts:
                yield from _sought(part, wanted=wanted)
        case Term() | Row() | Beginning():
            if wanted:
                yield node
