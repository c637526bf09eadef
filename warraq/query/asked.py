"""What must an article hold to answer a question? The question's words as every index analyses them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from warraq.language import analysis
from warraq.query.tree import Not, Phrase, Question, Word


@dataclass(frozen=True, slots=True)
class Sought:
    """One word as sought: its stem, and its folded spelling for those articles that spell it the same."""

    stem: str
    surface: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, analysed.

    Every one of `words` must be in an article; those that only hold a sentence together (في, من …) are left out where
    others are sought. The surfaces of a phrase must stand in a row. An article that holds all the stems of one of
    `without`, or one of `without_phrases` in a row, is no answer.
    """

    words: tuple[Sought, ...]
    phrases: tuple[tuple[Sought, ...], ...]
    without: tuple[tuple[Sought, ...], ...]
    without_phrases: tuple[tuple[Sought, ...], ...]

    @property
    def empty(self) -> bool:
        """True when no word is asked for: what narrows the question then answers alone, newest first, or nothing does."""
        return not self.words and not self.phrases


@lru_cache(maxsize=64)  # a page asks for its hits and for the marks in each of them
def asked(question: Question) -> Asked:
    """Analyse the question's tree. Parts without a single letter or digit are left out."""
    words: dict[str, Sought] = {}
    phrases, without, without_phrases = [], [], []
    for part in question.tree.parts:
        match part:
            case Word(text):
                for one in sought(text):
                    words.setdefault(one.stem, one)
            case Phrase(text):
                phrases.append(sought(text))
            case Not(Word(text)):
                without.append(sought(text))
            case Not(Phrase(text)):
                without_phrases.append(sought(text))
    telling = tuple(word for word in words.values() if analysis.says([word.surface]))
    return Asked(
        words=telling or (() if any(phrases) else tuple(words.values())),
        phrases=_each_once(phrases),
        without=_each_once(without),
        without_phrases=_each_once(without_phrases),
    )


def sought(text: str) -> tuple[Sought, ...]:
    """The words of a text as they are sought, in order."""
    stems, surfaces = analysis.analysed(text)
    return tuple(Sought(*pair) for pair in zip(stems, surfaces, strict=True))


def _each_once(parts: list[tuple[Sought, ...]]) -> tuple[tuple[Sought, ...], ...]:
    return tuple(dict.fromkeys(filter(None, parts)))
