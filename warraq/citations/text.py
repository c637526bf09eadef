"""How is a text looked at here? As its folded words with their places, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from warraq.citations.sources import SourceName
from warraq.language import arabic
from warraq.language.folding import Token

CLOSING = frozenset(".؟!?؛;:\n…")
_PARTING = CLOSING | frozenset("،,()/–—|")
OPEN, CLOSED = frozenset("«\"“”'(/["), frozenset("»\"”“')/]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as its words: `between[i]` is what stands before word `i`; `between[len(words)]` what stands after the last."""

    original: str
    words: tuple[Token, ...]
    between: tuple[str, ...]

    def parted(self, at: int) -> bool:
        """Does a sentence, a clause in commas or a line end before word `at`?"""
        return at >= len(self.words) or not _PARTING.isdisjoint(self.between[at])

    def ended(self, at: int) -> bool:
        """Does a sentence or a line end before word `at`?"""
        return at >= len(self.words) or not CLOSING.isdisjoint(self.between[at])

    def marked(self, first: int, last: int) -> bool:
        """Do words `first` to `last` (exclusive) stand in quotation marks or brackets of their own?"""
        return not OPEN.isdisjoint(self.between[first]) and not CLOSED.isdisjoint(self.between[last])


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` to `last` (exclusive) name a source; `onto` is what is written before the name in the same word."""

    first: int
    last: int
    onto: str
    source: SourceName


def read(original: str) -> Text:
    """The words of a text and what stands between them."""
    words = tuple(
        Token(folded, match.start(), match.end())
        for match in arabic.WORD.finditer(original)
        for folded in _folded(match[0])
    )
    ends = [0, *(word.end for word in words)]
    starts = [*(word.start for word in words), len(original)]
    return Text(original, words, tuple(original[a:b] for a, b in zip(ends, starts, strict=True)))


@lru_cache(maxsize=50_000)
def _folded(run: str) -> tuple[str, ...]:
    return tuple(arabic.parts(arabic.fold(run)))
