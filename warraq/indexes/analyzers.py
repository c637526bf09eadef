"""By which rule are words compared? Ours, and the baselines that it is measured against.

The index takes any of them, so that a baseline is measured through the very code that answers a reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from warraq.indexes import baselines
from warraq.language import analysis
from warraq.query.asked import Asked, Sought, asked
from warraq.query.tree import Not, Question

# The stems and the folded words of a text in its language (BCP 47, None: not said): as many of the one as of the other.
Reading = Callable[[str, str | None], tuple[list[str], list[str]]]


@dataclass(frozen=True, slots=True)
class Analyzer:
    """What stands for a text in the index, and what is sought there for a question.

    `name` is part of the name of the index's folder. `plain`: a bag of words ranked by BM25 alone over one field of title
    and body, any word an answer: the way in which rankers are compared.
    """

    name: str
    read: Reading
    asked: Callable[[Question], Asked]
    plain: bool = False


def _ours(text: str, language: str | None) -> tuple[list[str], list[str]]:
    return analysis.analysed(text, language)


def _plain(name: str, words: Callable[[str], list[str]]) -> Analyzer:
    def read(text: str, language: str | None) -> tuple[list[str], list[str]]:
        found = words(text)
        return found, found

    def sought(question: Question) -> Asked:
        parts = [part for part in question.tree.parts if not isinstance(part, Not)]
        found = [word for part in parts for word in words(part.text)]
        return Asked(tuple(Sought(word, word) for word in found), (), (), ())

    return Analyzer(name, read, sought, plain=True)


OURS = Analyzer(analysis.ANALYZER, _ours, asked)
RAW = _plain("raw-1", baselines.raw)
FOLDED = _plain("folded-1", baselines.folded)
LIGHT10 = _plain("light10-1", baselines.light10)

ANALYZERS = {"raw": RAW, "folded": FOLDED, "light10": LIGHT10, "ours": OURS}
