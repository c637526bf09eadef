"""Which desk do an article's words tell of, and how surely? What papers' own labels taught, as one weight a word and desk."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from warraq.errors import SettingsError
from warraq.language import analysis
from warraq.sections import sureness

# Names the form of the file; what is learnt of stems says by whose.
FORM = "desks/1"

# How often a word counts: in the text, as the headline's, and as a mark of its own of headline and lead.
_TEXT, _HEADLINE, _OF_HEADLINE, _OF_LEAD = 1.0, 2.0, 1.5, 1.0
# Runs of four letters, and the consonants of names, say what stems miss: compounds, foreign names, prefixes that no list knows.
_GRAM = 0.5
_LEAD, _GRAMMED = 40, 80  # words
# Of very long texts the beginning says it.
_LETTERS = 20_000


@dataclass(frozen=True, slots=True)
class Guess:
    """`label`: the surest one. `sure`: how often a guess like this one was right of papers that had taught nothing, 0 to 1."""

    label: str
    sure: float


@dataclass(frozen=True, slots=True)
class Word:
    """A stem: how rare it is, and what it says for each label."""

    rarity: float
    says: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model. `leanings`: what is added for a paper whose own articles are known, a number a label. `sizes`: the labels' shares
    of what taught. `sureness`: see
    `sections.sureness`. `enough`: the sureness below which it abstains."""

    labels: tuple[str, ...]
    words: Mapping[str, Word]
    leanings: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    sizes: tuple[float, ...] = ()
    sureness: tuple[float, ...] = ()
    enough: float = 0.0
    analyzer: str = analysis.ANALYZER
    taught: str = ""  # when, for people


def counted(title: str, body: str) -> dict[str, float]:
    """How often each stem and gram counts in an article: what a model learns from and is asked with."""
    head, text = analysis.analysed(title), analysis.analysed(body[:_LETTERS])
    found: dict[str, float] = {}
    for stems, counts in (
        (text.stems, _TEXT),
        (head.stems, _HEADLINE),
        ([f"t:{stem}" for stem in head.stems], _OF_HEADLINE),
        ([f"l:{stem}" for stem in text.stems[:_LEAD]], _OF_LEAD),
        ([f"#{gram}" for gram in analysis.grams([*head.surfaces, *text.surfaces[:_GRAMMED]])], _GRAM),
    ):
        for stem in stems:
            found[stem] = found.get(stem, 0.0) + counts
    return found


def weight(counts: float) -> float:
    """What a word's count weighs: the hundredth time says less than the second."""
    return 1 + math.log(counts)


def chances(model: Model, words: Mapping[str, float], source: str | None = None) -> tuple[float, ...]:
    """How likely each label is: one number a label, which add up to 1; empty where no word is known."""
    known = [
        (weight(counts) * word.rarity, word.says)
        for stem, counts in words.items()
        if (word := model.words.get(stem))
    ]
    length = math.sqrt(sum(share * share for share, _ in known))
    if not length:
        return ()
    scores = [0.0] * len(model.labels)
    for share, says in known:
        scores = [score + share * one for score, one in zip(scores, says, strict=True)]
    scores = [score / length for score in scores]
    if leaning := model.leanings.get(source or ""):
        scores = [score + more for score, more in zip(scores, leaning, strict=True)]
    return likely(scores)


def guessed(model: Model, words: Mapping[str, float], source: str | None = None) -> Guess | None:
    """The surest label, however sure; `None` where no word is known."""
    found = chances(model, words, source)
    if not found:
        return None
    best = max(range(len(found)), key=lambda place: (found[place], -place))
    return Guess(model.labels[best], sureness.sure(model.sureness, found))


def likely(scores: Sequence[float]) -> tuple[float, ...]:
    """Scores as shares of 1 (softmax)."""
    highest = max(scores)
    raised = [math.exp(score - highest) for score in scores]
    whole = sum(raised)
    return tuple(one / whole for one in raised)


def written(model: Model) -> bytes:
    """The model as the bytes of a file."""
    said = {
        "form": FORM,
        "analyzer": model.analyzer,
        "taught": model.taught,
        "labels": model.labels,
        "enough": model.enough,
        "sizes": model.sizes,
        "sureness": model.sureness,
        "leanings": model.leanings,
        "words": {
            stem: [round(one, 3) for one in (word.rarity, *word.says)] for stem, word in model.words.items()
        },
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2 if len(model.words) < 100 else 0)


def read(data: bytes) -> Model:
    """The model that `written` wrote. Raises: SettingsError, saying what is wrong with it."""
    try:
        said: dict[str, Any] = orjson.loads(data)
        form = said["form"]
        if form != FORM:
            raise SettingsError(f"its form is {form!r}, not {FORM!r}: `warraq train sections` makes it anew")
        labels = tuple(map(str, said["labels"]))
        words = {stem: Word(row[0], tuple(row[1:])) for stem, row in said["words"].items()}
        leanings = {slug: tuple(map(float, row)) for slug, row in said["leanings"].items()}
        if any(len(word.says) != len(labels) for word in words.values()) or any(
            len(row) != len(labels) for row in leanings.values()
        ):
            raise ValueError("a row is of another length than the list of desks")
        return Model(
            labels,
            words,
            leanings,
            tuple(map(float, said["sizes"])),
            tuple(map(float, said["sureness"])),
            float(said["enough"]),
            str(said["analyzer"]),
            str(said["taught"]),
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise SettingsError(f"it cannot be read ({error}): `warraq train sections` makes it anew") from error
