"""By which rule are words compared? Ours, and the baselines that it is measured against.

The index takes any of them, so that a baseline is measured through the very code that answers a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from warraq.indexes import baselines
from warraq.language import analysis
from warraq.language.analysis import AskedWord, Form, Why, asked_words
from warraq.query.asked import Asked, Reading, asked
from warraq.query.tree import Phrase, Question, Word, positive

# The stems and the folded words of a text in its language (BCP 47, None: not said): as many of the one as of the other.
Read = Callable[[str, str | None], tuple[list[str], list[str]]]


@dataclass(frozen=True, slots=True)
class Analyzer:
    """What stands for a text in the index (`read`, `grams` of folded words), and what a typed text seeks there (`reading`).

    `name` is part of the name of the index's folder. `bag` is of a baseline alone: every word of a text, said twice counted
    twice, ranked by BM25 over one field of title and body, any word an answer: the way in which rankers are compared.
    """

    name: str
    read: Read
    reading: Reading
    grams: Callable[[Sequence[str]], list[str]]
    bag: Callable[[str], list[str]] | None = None

    def asked(self, question: Question) -> Asked:
        return asked(question) if self.reading is asked_words else asked(question, self.reading)

    def typed(self, question: Question) -> list[str]:
        """The words of a baseline's question."""
        assert self.bag is not None
        leaves = (leaf.text for leaf in positive(question.tree) if isinstance(leaf, Word | Phrase))
        return [word for text in leaves for word in self.bag(text)]


def _baseline(name: str, bag: Callable[[str], list[str]]) -> Analyzer:
    def read(text: str, language: str | None) -> tuple[list[str], list[str]]:
        found = bag(text)
        return found, found

    def reading(text: str) -> tuple[AskedWord, ...]:
        forms = ((word, Form((word,), 1, Why.STEM)) for word in bag(text))
        return tuple(AskedWord(word, 0, 0, (form,), telling=True) for word, form in forms)

    return Analyzer(name, read, reading, lambda surfaces: [], bag)


OURS = Analyzer(analysis.ANALYZER, analysis.analysed, asked_words, analysis.grams)
RAW = _baseline("raw-1", baselines.raw)
FOLDED = _baseline("folded-1", baselines.folded)
LIGHT10 = _baseline("light10-1", baselines.light10)

ANALYZERS = {"raw": RAW, "folded": FOLDED, "light10": LIGHT10, "ours": OURS}
